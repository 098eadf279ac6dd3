//! `/coverage/`: which dbt nodes belong to a product, and which to none.

use super::context::ViewContext;
use super::page::View;
use super::parts::{Label, MenuPosition, MenuSectionId, Ratio};
use super::section::{PageMeta, PageSet, Section, entry, section_ref};
use super::unnamed_systems::{UnnamedSystemView, unnamed};
use super::{paths, words};
use crate::model::{
    Asset, AssetIx, AssetKind, Catalog, FailedSubject, FailureCause, ObservedJob, RunOutcome, Status,
};
use crate::prose::en;
use serde::Serialize;
use std::collections::BTreeMap;

/// The coverage page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct CoverageView {
    /// All dbt nodes together.
    pub all: Ratio,
    /// By kind of node.
    pub kinds: Vec<CoverageRow>,
    /// By package, for catalogs of several dbt projects.
    pub packages: Vec<CoverageRow>,
    /// The nodes without a product, by folder; at most two hundred nodes in all.
    pub unclaimed: Vec<UnclaimedGroup>,
    /// The number of nodes without a product.
    pub unclaimed_total: usize,
    /// The number of those that the page does not name.
    pub unclaimed_more: usize,
    /// The jobs without a product, failed ones first; at most a hundred.
    pub jobs: Vec<UnclaimedJobView>,
    /// The number of all such jobs.
    pub jobs_total: usize,
    /// The datasets without a product, at most a hundred.
    pub datasets: Vec<UnclaimedDatasetView>,
    /// The number of all such datasets.
    pub datasets_total: usize,
    /// The systems that only events of products' jobs mention.
    pub systems: Vec<UnnamedSystemView>,
    /// The file that lists them all.
    pub path: String,
    /// Which evidence was read, in one sentence; may be empty.
    pub evidence: String,
}

/// The coverage page.
pub(super) const SECTION: Section = Section {
    places: &["coverage"],
    pages,
    menu: |context| {
        entry(
            MenuSectionId::Usability,
            MenuPosition::More,
            section_ref("coverage", "Coverage"),
            is_present(context),
        )
    },
    ..Section::EMPTY
};

impl View for CoverageView {
    const TEMPLATE: &'static str = "coverage.html";
}

fn pages(pages: &mut PageSet<'_, '_>) {
    if let Some(view) = coverage(pages.context) {
        let meta = PageMeta::first(
            "coverage",
            "Coverage",
            "Which dbt nodes belong to a product, and which to none.",
        );
        pages.html(paths::COVERAGE, meta, view);
    }
}

/// How much of one kind or package belongs to products.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct CoverageRow {
    /// The kind or package, for people.
    pub name: String,
    /// How much.
    pub share: Ratio,
}

/// Nodes without a product in one folder.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct UnclaimedGroup {
    /// The folder, with a selector that would claim it: `path:models/scratch`.
    pub selector: String,
    /// The nodes.
    pub nodes: Vec<UnclaimedNodeView>,
}

/// A node without a product.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct UnclaimedNodeView {
    /// Its name.
    pub name: String,
    /// Its status, if it is broken.
    pub status: Option<Label>,
}

/// A job without a product, with the end of its last run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct UnclaimedJobView {
    /// `NAMESPACE/NAME`.
    pub job: String,
    /// When its last run ended, in words.
    pub at: String,
    /// The same for programs, in RFC 3339.
    pub ended: String,
    /// Whether it failed.
    pub failed: bool,
    /// Why it failed; may be empty.
    pub why: String,
    /// How long it has been failing, in words; may be empty.
    pub since: String,
    /// The datasets that it reads.
    pub reads: Vec<String>,
    /// The datasets that it writes.
    pub writes: Vec<String>,
}

/// A dataset of OpenLineage events that belongs to no product.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct UnclaimedDatasetView {
    /// `NAMESPACE/NAME`.
    pub dataset: String,
    /// The jobs that write it.
    pub writers: Vec<String>,
    /// The jobs that read it.
    pub readers: Vec<String>,
}

/// The most jobs without a product, and the most datasets, that the page lists.
const JOBS: usize = 100;

/// The most nodes without a product that the page lists.
const SHOWN: usize = 200;

/// Returns the dbt nodes that could belong to a product: those of the catalog's own projects.
pub(super) fn nodes(catalog: &Catalog) -> impl Iterator<Item = &Asset> {
    let is_own = |asset: &&Asset| !matches!(asset.kind, AssetKind::Declared(_)) && !asset.external;
    catalog.assets.iter().filter(is_own)
}

/// Whether there is anything to cover: dbt nodes, or jobs and datasets without a product.
pub(super) fn is_present(context: &ViewContext<'_>) -> bool {
    nodes(context.catalog).next().is_some()
        || context.catalog.unclaimed_jobs().next().is_some()
        || !context.unclaimed_datasets().is_empty()
        || !unnamed(context).is_empty()
}

/// Returns the datasets without a product, by name.
pub(super) fn datasets(context: &ViewContext<'_>) -> impl Iterator<Item = UnclaimedDatasetView> {
    context.unclaimed_datasets().iter().map(|dataset| UnclaimedDatasetView {
        dataset: dataset.name.clone(),
        writers: dataset.writers.clone(),
        readers: dataset.readers.clone(),
    })
}

/// Returns the jobs without a product, failed ones first.
pub(super) fn jobs(context: &ViewContext<'_>) -> Vec<UnclaimedJobView> {
    let mut jobs: Vec<&ObservedJob> = context.catalog.unclaimed_jobs().collect();
    jobs.sort_by_key(|job| job.outcome != RunOutcome::Error);
    jobs.into_iter().map(|job| job_view(job, context)).collect()
}

/// Returns a job without a product.
pub(super) fn job_view(job: &ObservedJob, context: &ViewContext<'_>) -> UnclaimedJobView {
    let has_failed = job.outcome == RunOutcome::Error;
    let has_unknown_cause = job.failure == FailureCause::Unknown;
    UnclaimedJobView {
        job: job.job.clone(),
        at: context.moment_in_words(job.at),
        ended: job.at.to_string(),
        failed: has_failed,
        why: context.fact_in_words(Some(&job.failure).filter(|_| has_failed && !has_unknown_cause)),
        since: job
            .failing_since
            .map(|since| en::at_least(job.always_failed, context.moment_in_words(since)))
            .unwrap_or_default(),
        reads: job.reads.clone(),
        writes: job.writes.clone(),
    }
}

/// Returns the coverage of the catalog's dbt nodes, and the jobs without a product; `None` without both.
pub(super) fn coverage(context: &ViewContext<'_>) -> Option<CoverageView> {
    let catalog = context.catalog;
    if !is_present(context) {
        return None;
    }
    let all: Vec<&Asset> = nodes(catalog).collect();
    let mut jobs = jobs(context);
    let jobs_total = jobs.len();
    jobs.truncate(JOBS);
    let unclaimed: Vec<&Asset> = all.iter().copied().filter(|asset| asset.product.is_none()).collect();
    let status = broken(context);
    let packages = rows(&all, |asset| asset.package.clone());
    Some(CoverageView {
        all: share(&all),
        kinds: rows(&all, |asset| asset.kind.word().replace('_', " ")),
        packages: if packages.len() > 1 { packages } else { Vec::new() },
        unclaimed: groups(&unclaimed, &status),
        unclaimed_total: unclaimed.len(),
        unclaimed_more: unclaimed.len().saturating_sub(SHOWN),
        jobs,
        jobs_total,
        datasets: datasets(context).take(JOBS).collect(),
        datasets_total: context.unclaimed_datasets().len(),
        systems: unnamed(context),
        path: paths::UNCLAIMED.to_owned(),
        evidence: en::evidence(&catalog.observations.files).unwrap_or_default(),
    })
}

/// Returns the broken tables without a product, by key, with their statuses.
pub(super) fn broken<'c>(context: &ViewContext<'c>) -> BTreeMap<&'c str, Status> {
    let tables = context.assessment.unclaimed.iter().filter_map(|failure| match failure.subject {
        FailedSubject::Table(asset) => Some(asset),
        FailedSubject::Job(_) => None,
    });
    let status = |asset: AssetIx| {
        let status = context.assessment.assets[asset.position()].status?;
        Some((context.catalog.asset(asset).key.as_str(), status))
    };
    tables.filter_map(status).collect()
}

fn share(assets: &[&Asset]) -> Ratio {
    Ratio::of(assets.iter().filter(|asset| asset.product.is_some()).count(), assets.len())
}

fn rows(assets: &[&Asset], name: impl Fn(&Asset) -> String) -> Vec<CoverageRow> {
    let mut rows: BTreeMap<String, Vec<&Asset>> = BTreeMap::new();
    for asset in assets {
        rows.entry(name(asset)).or_default().push(asset);
    }
    rows.into_iter().map(|(name, assets)| CoverageRow { name, share: share(&assets) }).collect()
}

/// Groups the nodes by the selector that would claim them, until enough are shown.
fn groups(unclaimed: &[&Asset], broken: &BTreeMap<&str, Status>) -> Vec<UnclaimedGroup> {
    let mut groups: BTreeMap<String, Vec<UnclaimedNodeView>> = BTreeMap::new();
    for asset in unclaimed.iter().take(SHOWN) {
        let status = broken.get(asset.key.as_str()).copied().map(words::status);
        let node = UnclaimedNodeView { name: asset.name.clone(), status };
        groups.entry(selector(asset)).or_default().push(node);
    }
    groups.into_iter().map(|(selector, nodes)| UnclaimedGroup { selector, nodes }).collect()
}

fn selector(asset: &Asset) -> String {
    match (&asset.kind, asset.path.rsplit_once('/')) {
        (AssetKind::Source, _) => {
            let source = asset.name.split('.').next().unwrap_or(&asset.name);
            format!("source:{source}")
        }
        (AssetKind::Exposure, _) => "exposure:*".to_owned(),
        (_, Some((folder, _))) => format!("path:{folder}"),
        _ => asset.name.clone(),
    }
}
