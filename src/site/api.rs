//! `api/*.json` and the JSON beside each product: the catalog for programs. A record's shape is a
//! promise; keys are added, not changed.

use super::context::ViewContext;
use super::evidence::{self, PassedOverView, StrangerView};
use super::parts::{ProductCard, Term};
use super::product::ProductRecord;
use super::{coverage, paths, words};
use crate::model::{Asset, EvidenceFile, Heaps, ProductIx};
use serde::Serialize;
use std::sync::Arc;

/// A JSON file of the site.
#[derive(Clone, Debug, Hash, Serialize)]
#[serde(untagged)]
pub enum Record {
    /// `products/<id>.json`.
    Product(ProductRecord),
    /// `api/products.json`.
    Products(List<Arc<ProductCard>>),
    /// `api/teams.json`, `api/domains.json`, `api/categories.json`, `api/regulations.json`.
    Terms(List<Counted>),
    /// `api/lineage.json`.
    Lineage(List<FlowRecord>),
    /// `api/explorer.json`.
    Explorer(ExplorerRecord),
    /// `api/roadmap.json`.
    Roadmap(List<super::feeds::Work>),
    /// `search/index.json`.
    Search(super::search::SearchIndex),
    /// `search/facets.json`.
    SearchFacets(super::search::SearchFacets),
    /// `search/pages.json`: the pages that are about no product.
    SearchPages(Vec<super::search::FoundPage>),
    /// `search/products/<n>.json`.
    SearchProducts(Vec<super::search::Shown>),
    /// `search/words/<first letters>.json`.
    SearchWords(std::collections::BTreeMap<String, Vec<u32>>),
    /// `badges/<id>.json`.
    Badge(super::badges::BadgeRecord),
    /// `api/unclaimed.json`.
    Unclaimed(List<AssetRecord>),
    /// `api/evidence.json`.
    Evidence(EvidenceRecord),
}

/// A list with room for more keys beside it.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct List<T> {
    /// How many there are.
    pub count: usize,
    /// The things.
    pub items: Vec<T>,
}

impl<T> List<T> {
    fn new(items: impl IntoIterator<Item = T>) -> Self {
        let items: Vec<T> = items.into_iter().collect();
        Self { count: items.len(), items }
    }
}

/// A thing and how many products it has.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct Counted {
    /// The thing.
    #[serde(flatten)]
    pub term: Term,
    /// How many products.
    pub products: usize,
}

/// What flows from one product to another.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct FlowRecord {
    /// The id of the upstream product.
    pub from: String,
    /// The id of the downstream product, which reads it.
    pub to: String,
    /// How many pairs of assets carry it.
    pub pairs: usize,
    /// Whether the reader declares it.
    pub declared: bool,
}

/// What the explorer reads: as short as can be, because it is read whole.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct ExplorerRecord {
    /// The path of a product's page, with `{id}` in the place of its id.
    pub path: String,
    /// The statuses, each as id and name.
    pub statuses: Vec<(String, String)>,
    /// Id and name of each category.
    pub categories: Vec<(String, String)>,
    /// The names of the domains.
    pub domains: Vec<String>,
    /// Each product.
    pub products: Vec<Explored>,
    /// Which product flows into which, by position, and by how many pairs of assets: none for one
    /// that is only declared.
    pub flows: Vec<(usize, usize, usize)>,
}

/// Id, name, category and domain of a product, the latter two by position, and the word of its status.
pub type Explored = (String, String, Option<usize>, Option<usize>, Option<&'static str>);

/// The data of the explorer.
pub(super) fn explorer(context: &ViewContext<'_>) -> ExplorerRecord {
    let catalog = context.catalog;
    let products = context.all().map(|index| {
        let product = context.product(index);
        let status = context.status(index).map(|status| status.word());
        let category = product.category.map(|category| category.position());
        let domain = product.domain.map(|domain| domain.position());
        (product.id.clone(), product.name.clone(), category, domain, status)
    });
    let flows = context.all().flat_map(|from| {
        let readers = catalog.lineage.downstream(from);
        let flow = move |reader: crate::model::Neighbour<'_>| {
            (from.position(), reader.product.position(), reader.flow.pairs.len())
        };
        readers.into_iter().map(flow).collect::<Vec<_>>()
    });
    ExplorerRecord {
        path: paths::product(paths::ANY_ID),
        statuses: words::statuses().into_iter().map(|mark| (mark.id, mark.name)).collect(),
        categories: catalog.categories.iter().map(|one| (one.id.clone(), one.name.clone())).collect(),
        domains: catalog.domains.iter().map(|domain| domain.name.clone()).collect(),
        products: products.collect(),
        flows: flows.collect(),
    }
}

/// A dbt node.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct AssetRecord {
    /// dbt's unique id.
    pub unique_id: String,
    /// dbt's `resource_type`.
    pub resource_type: String,
    /// The file in the dbt project; may be empty.
    pub path: String,
}

/// What was read of what was seen, and what became of it.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct EvidenceRecord {
    /// What became of the rows of all files.
    pub totals: HeapsRecord,
    /// The files.
    #[serde(flatten)]
    pub files: List<EvidenceFileRecord>,
}

/// A file of evidence.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct EvidenceFileRecord {
    /// The path from the catalog's folder.
    pub path: String,
    /// What it holds, as `openlineage`; nothing for a file of no known format.
    pub format: Option<&'static str>,
    /// The entry of `glassbox.yml` that names it.
    pub place: String,
    /// What became of its rows.
    #[serde(flatten)]
    pub heaps: HeapsRecord,
    /// The first few of what matched nothing.
    pub strangers: Vec<StrangerView>,
    /// The latest moment that it tells of.
    pub newest: Option<String>,
}

/// What became of rows: what `used`, `replaced`, `not_about` and `unmatched` count adds up to `rows`.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct HeapsRecord {
    /// How many were read.
    pub rows: usize,
    /// How many say something of an asset.
    pub used: usize,
    /// In how many rows' place a newer or a worse finding stands.
    pub replaced: usize,
    /// How many are not about the catalog's assets as they stand in production, by why not.
    pub not_about: Vec<PassedOverView>,
    /// How many are about something that the catalog does not know.
    pub unmatched: usize,
}

fn heaps(heaps: &Heaps, context: &ViewContext<'_>) -> HeapsRecord {
    HeapsRecord {
        rows: heaps.rows(),
        used: heaps.used,
        replaced: heaps.replaced,
        not_about: evidence::reasons(heaps, context),
        unmatched: heaps.unmatched,
    }
}

fn evidence_record(context: &ViewContext<'_>) -> EvidenceRecord {
    let files = &context.catalog.observations.files;
    let record = |file: &EvidenceFile| EvidenceFileRecord {
        path: file.path.clone(),
        format: file.format.map(crate::model::EvidenceFormat::word),
        place: file.place.clone(),
        heaps: heaps(&file.heaps, context),
        strangers: evidence::strangers(file),
        newest: file.newest.map(|newest| newest.to_string()),
    };
    EvidenceRecord {
        totals: heaps(&Heaps::of(files.iter()), context),
        files: List::new(files.iter().map(record)),
    }
}

/// The files of `api/`, each with its path.
pub(super) fn records(context: &ViewContext<'_>) -> Vec<(String, Record)> {
    let catalog = context.catalog;
    let products = context.all().map(|product| Arc::clone(context.card(product)));
    let mut records = vec![
        ("api/products.json".to_owned(), Record::Products(List::new(products))),
        ("api/lineage.json".to_owned(), Record::Lineage(List::new(flows(context)))),
    ];
    let indexes = [
        ("teams", super::index::teams(context)),
        ("domains", super::index::domains(context)),
        ("categories", super::index::categories(context)),
        ("regulations", super::index::regulations(context)),
    ];
    for (name, index) in indexes {
        let counted =
            index.entries.into_iter().map(|entry| Counted { term: entry.term, products: entry.count });
        records.push((format!("api/{name}.json"), Record::Terms(List::new(counted))));
    }
    if !catalog.initiatives.is_empty() {
        let works = List::new(super::feeds::works(context));
        records.push(("api/roadmap.json".to_owned(), Record::Roadmap(works)));
    }
    if coverage::nodes(catalog).next().is_some() {
        let unclaimed = coverage::nodes(catalog).filter(|asset| asset.product.is_none());
        let record = |asset: &Asset| AssetRecord {
            unique_id: asset.key.clone(),
            resource_type: asset.kind.word().to_owned(),
            path: asset.path.clone(),
        };
        records
            .push((super::paths::UNCLAIMED.to_owned(), Record::Unclaimed(List::new(unclaimed.map(record)))));
    }
    if evidence::is_there(context) {
        let record = Record::Evidence(evidence_record(context));
        records.push((super::paths::EVIDENCE_DATA.to_owned(), record));
    }
    records
}

fn flows(context: &ViewContext<'_>) -> Vec<FlowRecord> {
    let id = |product: ProductIx| context.product(product).id.clone();
    let flows = |from: ProductIx| {
        let downstream = context.catalog.lineage.downstream(from);
        let record = move |neighbour: crate::model::Neighbour<'_>| FlowRecord {
            from: id(from),
            to: id(neighbour.product),
            pairs: neighbour.flow.pairs.len(),
            declared: neighbour.flow.declared.is_some(),
        };
        downstream.into_iter().map(record).collect::<Vec<_>>()
    };
    context.all().flat_map(flows).collect()
}
