//! `api/*.json` and the JSON beside each product: the catalog for programs. A record's shape is a promise: keys are
//! added, never changed.

use super::context::ViewContext;
use super::evidence::{self, ExclusionView, UnmatchedView};
use super::parts::PageRef;
use super::section::{PageSet, Section};
use super::unnamed_systems::{UnnamedSystemView, unnamed};
use super::{coverage, index, paths, vocabularies, works};
use crate::model::{Asset, EvidenceFile, ProductIx, RowCounts};
use serde::Serialize;
use std::sync::Arc;

/// A list with room for more keys beside it.
#[derive(Clone, Debug, Hash, Serialize)]
pub(crate) struct List<T> {
    /// The number of items.
    pub count: usize,
    /// The items.
    pub items: Vec<T>,
}

/// What belongs to no product: dbt nodes, jobs, datasets and systems.
#[derive(Clone, Debug, Hash, Serialize)]
pub(crate) struct UnclaimedRecord {
    /// The number of all of them: nodes, jobs, datasets and systems.
    pub count: usize,
    /// The nodes.
    #[serde(rename = "items")]
    pub nodes: Vec<AssetRecord>,
    /// The jobs, failed ones first.
    pub jobs: Vec<coverage::UnclaimedJobView>,
    /// The datasets, by name.
    pub datasets: Vec<coverage::UnclaimedDatasetView>,
    /// The systems that products' jobs read or write, but that the catalog does not name.
    pub systems: Vec<UnnamedSystemView>,
}

impl<T> List<T> {
    pub(super) fn new(items: impl IntoIterator<Item = T>) -> Self {
        let items: Vec<T> = items.into_iter().collect();
        Self { count: items.len(), items }
    }
}

/// A reference with its number of products.
#[derive(Clone, Debug, Hash, Serialize)]
pub(crate) struct CountedRef {
    /// What the products are counted for.
    #[serde(flatten)]
    pub page_ref: PageRef,
    /// The number of products.
    pub products: usize,
}

/// What flows from one product to another.
#[derive(Clone, Debug, Hash, Serialize)]
pub(crate) struct FlowRecord {
    /// The id of the upstream product.
    pub from: String,
    /// The id of the downstream product, which reads it.
    pub to: String,
    /// The number of asset pairs behind it.
    pub pairs: usize,
    /// Whether the downstream product declares it.
    pub declared: bool,
}

/// A dbt node.
#[derive(Clone, Debug, Hash, Serialize)]
pub(crate) struct AssetRecord {
    /// dbt's unique id.
    pub unique_id: String,
    /// dbt's `resource_type`.
    pub resource_type: String,
    /// The file in the dbt project; may be empty.
    pub path: String,
    /// Its status, if it is broken: `failing` or `late`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<&'static str>,
}

/// Which evidence was read, and how its rows were used.
#[derive(Clone, Debug, Hash, Serialize)]
pub(crate) struct EvidenceRecord {
    /// The row counts of all files.
    pub totals: RowCountsRecord,
    /// The files.
    #[serde(flatten)]
    pub files: List<EvidenceFileRecord>,
}

/// An evidence file.
#[derive(Clone, Debug, Hash, Serialize)]
pub(crate) struct EvidenceFileRecord {
    /// The path relative to the catalog's folder.
    pub path: String,
    /// The format, such as `openlineage`; `None` if it is unknown.
    pub format: Option<&'static str>,
    /// The entry of `glassbox.yml` that names it.
    pub place: String,
    /// The row counts of the file.
    #[serde(flatten)]
    pub counts: RowCountsRecord,
    /// The first few names that matched nothing.
    pub strangers: Vec<UnmatchedView>,
    /// The latest moment that it reports.
    pub newest: Option<String>,
}

/// Counts of rows: `used`, `replaced`, `not_about` and `unmatched` add up to `rows`.
#[derive(Clone, Debug, Hash, Serialize)]
pub(crate) struct RowCountsRecord {
    /// The number of rows read.
    pub rows: usize,
    /// The number of rows that say something about an asset.
    pub used: usize,
    /// The number of rows superseded by a newer or a worse finding.
    pub replaced: usize,
    /// The rows that are not about the catalog's assets in production, by reason.
    pub not_about: Vec<ExclusionView>,
    /// The number of rows about something that the catalog does not know.
    pub unmatched: usize,
}

fn counts(counts: &RowCounts, context: &ViewContext<'_>) -> RowCountsRecord {
    RowCountsRecord {
        rows: counts.rows(),
        used: counts.used,
        replaced: counts.replaced,
        not_about: evidence::reasons(counts, context),
        unmatched: counts.unmatched,
    }
}

fn evidence_record(context: &ViewContext<'_>) -> EvidenceRecord {
    let files = &context.catalog.observations.files;
    let record = |file: &EvidenceFile| EvidenceFileRecord {
        path: file.path.clone(),
        format: file.format.map(crate::model::EvidenceFormat::word),
        place: file.place.clone(),
        counts: counts(&file.counts, context),
        strangers: evidence::strangers(file),
        newest: file.newest.map(|newest| newest.to_string()),
    };
    EvidenceRecord {
        totals: counts(&RowCounts::of(files.iter()), context),
        files: List::new(files.iter().map(record)),
    }
}

/// The catalog for programs.
pub(super) const SECTION: Section = Section { places: &["api"], pages, ..Section::EMPTY };

fn pages(pages: &mut PageSet<'_, '_>) {
    let context = pages.context;
    let catalog = context.catalog;
    let products = context.all().map(|product| Arc::clone(context.card(product)));
    pages.json("api/products.json", List::new(products));
    pages.json("api/lineage.json", List::new(flows(context)));
    pages.json("api/words.json", vocabularies::vocabularies(context));
    let indexes = [
        ("teams", index::teams(context)),
        ("domains", index::domains(context)),
        ("categories", index::categories(context)),
        ("regulations", index::regulations(context)),
    ];
    for (name, index) in indexes {
        let counted = index
            .entries
            .into_iter()
            .map(|entry| CountedRef { page_ref: entry.page_ref, products: entry.count });
        pages.json(format!("api/{name}.json"), List::new(counted));
    }
    if !catalog.initiatives.is_empty() {
        pages.json("api/roadmap.json", List::new(works::works(context)));
    }
    if coverage::is_present(context) {
        let unclaimed = coverage::nodes(catalog).filter(|asset| asset.product.is_none());
        let broken = coverage::broken(context);
        let record = |asset: &Asset| AssetRecord {
            status: broken.get(asset.key.as_str()).map(|status| status.word()),
            unique_id: asset.key.clone(),
            resource_type: asset.kind.word().to_owned(),
            path: asset.path.clone(),
        };
        let nodes: Vec<AssetRecord> = unclaimed.map(record).collect();
        let (jobs, systems) = (coverage::jobs(context), unnamed(context));
        let datasets: Vec<_> = coverage::datasets(context).collect();
        let count = nodes.len() + jobs.len() + datasets.len() + systems.len();
        pages.json(paths::UNCLAIMED, UnclaimedRecord { count, nodes, jobs, datasets, systems });
    }
    if evidence::is_present(context) {
        pages.json(paths::EVIDENCE_DATA, evidence_record(context));
    }
}

fn flows(context: &ViewContext<'_>) -> Vec<FlowRecord> {
    let id = |product: ProductIx| context.product(product).id.clone();
    let flows = |from: ProductIx| {
        let downstream = context.catalog.lineage.downstream(from);
        let record = move |neighbour: crate::model::Neighbour<'_>| FlowRecord {
            from: id(from),
            to: id(neighbour.product),
            pairs: neighbour.flow.pairs.len(),
            declared: neighbour.flow.is_declared(),
        };
        downstream.into_iter().map(record).collect::<Vec<_>>()
    };
    context.all().flat_map(flows).collect()
}
