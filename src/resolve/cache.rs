//! Keeps resolved dbt artifacts and evidence from one reading of a catalog to the next.

use super::dbt::{self, DbtAssets};
use super::evidence::{self, EvidenceCache};
use crate::read::dbt::ProjectDoc;
use crate::read::documents::Documents;
use crate::read::stamp::FileStamp;
use std::collections::BTreeMap;

/// What dbt's artifacts mean, kept for the next time: they change less often than all else, and are the
/// largest part by far.
#[derive(Default)]
pub(crate) struct ResolveCache {
    artifacts: Option<FileStamp>,
    dbt: DbtAssets,
    pub(super) observations: EvidenceCache,
    /// The name of each project, by the path that its artifacts are named by.
    pub(super) projects: BTreeMap<String, String>,
}

impl ResolveCache {
    /// The stamp of the artifacts whose meaning is kept.
    #[must_use]
    pub(crate) fn artifacts(&self) -> Option<FileStamp> {
        self.artifacts
    }

    /// What the artifacts of these documents mean.
    pub(super) fn update(&mut self, documents: &mut Documents) -> DbtAssets {
        if documents.artifacts.is_some() && documents.artifacts == self.artifacts {
            return self.dbt.clone();
        }
        let named =
            |project: &ProjectDoc| (project.path.value.clone(), project.manifest.project_name().to_owned());
        self.projects = documents.dbt.iter().map(named).collect();
        let mut dbt = dbt::dbt_assets(std::mem::take(&mut documents.dbt));
        evidence::add_columns(documents.evidence.observations(), &mut dbt.assets);
        let dbt = dbt.indexed();
        self.artifacts = documents.artifacts;
        if self.artifacts.is_some() {
            self.dbt = dbt.clone();
        }
        dbt
    }
}
