//! The contents of all files of the catalog, as read.

use super::config::ConfigDoc;
use super::contract::ContractDoc;
use super::dbt::ProjectDoc;
use super::dbt::place::ProjectPlace;
use super::evidence::EvidenceDocs;
use super::goal::GoalDoc;
use super::initiative::InitiativeDoc;
use super::organisation::{DomainDoc, TeamDoc};
use super::page::PageDoc;
use super::product::ProductDoc;
use super::regulation::RegulationDoc;
use super::stamp::FileStamp;
use super::standard::StandardsDoc;
use super::system::SystemDoc;
use crate::diagnostics::Diagnostics;
use crate::source::{SourceFile, SourceMap};
use std::sync::Arc;

/// The contents of all files of the catalog, in the order of their paths.
#[derive(Debug, Default)]
pub(crate) struct Documents {
    /// The texts, for diagnostics.
    pub sources: SourceMap,
    /// `glassbox.yml`.
    pub config: ConfigDoc,
    /// `products/**/*.yml`.
    pub products: Vec<Arc<ProductDoc>>,
    /// `teams.yml` and `teams/*.yml`.
    pub teams: Vec<TeamDoc>,
    /// `domains.yml`.
    pub domains: Vec<DomainDoc>,
    /// `systems.yml`; `None` if there is no such file.
    pub systems: Option<Vec<SystemDoc>>,
    /// `regulations/*.yml`.
    pub regulations: Vec<RegulationDoc>,
    /// `standards.yml`, if there is one.
    pub standards: Option<StandardsDoc>,
    /// `goals.yml`.
    pub goals: Vec<GoalDoc>,
    /// `roadmap/*.yml`.
    pub initiatives: Vec<InitiativeDoc>,
    /// `content/**/*.md`.
    pub pages: Vec<PageDoc>,
    /// `contracts/**/*.yml`.
    pub contracts: Vec<ContractDoc>,
    /// The dbt projects, in the order of `glassbox.yml`.
    pub dbt: Vec<ProjectDoc>,
    /// The locations of the dbt projects that `glassbox.yml` names, in its order, whether readable or not.
    pub project_places: Vec<ProjectPlace>,
    /// The stamp of dbt's manifests and catalogs, if it distinguishes them from a later state.
    pub artifacts_stamp: Option<FileStamp>,
    /// What was observed.
    pub evidence: Arc<EvidenceDocs>,
}

/// The contents of a file, as a function that adds them to the other documents each time those are assembled.
pub(super) type AddToDocuments = Box<dyn Fn(&mut Documents) + Send + Sync>;

/// A file's text, its contents, and its problems.
pub(super) struct ReadFile {
    pub(super) source: SourceFile,
    pub(super) content: Option<AddToDocuments>,
    pub(super) diagnostics: Diagnostics,
}

impl Documents {
    pub(super) fn add(&mut self, file: &ReadFile, diagnostics: &mut Diagnostics) {
        self.sources.add(file.source.clone());
        diagnostics.extend_from_slice(&file.diagnostics);
        if let Some(add_to) = &file.content {
            add_to(self);
        }
    }
}
