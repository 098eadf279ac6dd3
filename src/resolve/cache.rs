//! Keeps resolved dbt artifacts and evidence from one load of a catalog to the next.

use super::dbt::{self, DbtAssets};
use super::evidence::{self, EvidenceCache};
use crate::read::dbt::ProjectDoc;
use crate::read::documents::Documents;
use crate::read::stamp::FileStamp;
use std::collections::BTreeMap;

/// The resolved dbt artifacts, kept for the next load: they change less often than everything else, and are the
/// largest part by far.
#[derive(Default)]
pub(crate) struct ResolveCache {
    artifacts: Option<FileStamp>,
    dbt: DbtAssets,
    pub(super) observations: EvidenceCache,
    /// The name of each project, by the path of its artifacts.
    pub(super) projects: BTreeMap<String, String>,
}

impl ResolveCache {
    /// Returns the stamp of the cached artifacts.
    #[must_use]
    pub(crate) fn artifacts(&self) -> Option<FileStamp> {
        self.artifacts
    }

    /// Returns the resolved artifacts of these documents, from the cache if unchanged.
    pub(super) fn update(&mut self, documents: &mut Documents) -> DbtAssets {
        if documents.artifacts_stamp.is_some() && documents.artifacts_stamp == self.artifacts {
            return self.dbt.clone();
        }
        let named = |project: &ProjectDoc| (project.path.value.clone(), dbt::project_of(&project.manifest));
        self.projects = documents.dbt.iter().map(named).collect();
        let mut dbt = dbt::dbt_assets(std::mem::take(&mut documents.dbt));
        evidence::add_columns(documents.evidence.observations(), &mut dbt.assets);
        let dbt = dbt.indexed();
        self.artifacts = documents.artifacts_stamp;
        if self.artifacts.is_some() {
            self.dbt = dbt.clone();
        }
        dbt
    }
}
