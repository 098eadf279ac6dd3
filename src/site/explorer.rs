//! `/lineage/explore/`: every product and its neighbourhood, drawn by a script as readers move around.

use super::context::ViewContext;
use super::facets::{status_word, statuses};
use super::lineage::has_flows;
use super::page::View;
use super::paths;
use super::section::{PageMeta, PageSet, Section, section_ref};
use crate::lineage::status_shapes;
use serde::Serialize;
use std::collections::BTreeMap;

/// The explorer page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct ExplorerView {
    /// The path of its data.
    pub data: String,
    /// The number of products.
    pub products: usize,
    /// The status shapes, as SVG that is invisible by itself.
    pub shapes: String,
}

/// The explorer and its data.
pub(super) const SECTION: Section =
    Section { places: &[paths::EXPLORER, paths::EXPLORER_DATA], pages, ..Section::EMPTY };

impl View for ExplorerView {
    const TEMPLATE: &'static str = "explorer.html";
}

fn pages(pages: &mut PageSet<'_, '_>) {
    let context = pages.context;
    if !has_flows(context) {
        return;
    }
    let meta = PageMeta::first("lineage", "Lineage explorer", "How our products build on each other.")
        .below(section_ref("lineage", "Lineage"));
    let products = context.catalog.products.len();
    let view = ExplorerView { data: paths::EXPLORER_DATA.to_owned(), products, shapes: status_shapes() };
    pages.html(paths::EXPLORER, meta, view);
    pages.json(paths::EXPLORER_DATA, explorer(context));
}

/// The data of the explorer: as short as possible, because it is always read whole.
#[derive(Clone, Debug, Hash, Serialize)]
pub(crate) struct ExplorerRecord {
    /// The path of a product's page, with `{id}` as a placeholder for its id.
    pub path: String,
    /// The statuses, each as id and name, worst first.
    pub statuses: Vec<(String, String)>,
    /// The look of each category, usable as a class name, and its name.
    pub categories: Vec<(String, String)>,
    /// The names of the domains.
    pub domains: Vec<String>,
    /// The products.
    pub products: Vec<ExplorerNode>,
    /// The positions of products that are not in service, by the word for that: `proposed`, `retired`.
    pub apart: BTreeMap<String, Vec<usize>>,
    /// The flows between products, as indices, with the number of asset pairs: zero for a flow that is only
    /// declared.
    pub flows: Vec<(usize, usize, usize)>,
}

/// Id, name, category and domain of a product (the latter two as indices), and the word of its status.
pub(crate) type ExplorerNode = (String, String, Option<usize>, Option<usize>, Option<&'static str>);

/// Returns the data of the explorer.
fn explorer(context: &ViewContext<'_>) -> ExplorerRecord {
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
        statuses: statuses(context).into_iter().map(status_word).map(|mark| (mark.id, mark.name)).collect(),
        categories: catalog
            .categories
            .iter()
            .map(|category| (category.look().to_owned(), category.name.clone()))
            .collect(),
        domains: catalog.domains.iter().map(|domain| domain.name.clone()).collect(),
        products: products.collect(),
        apart: out_of_service(context),
        flows: flows.collect(),
    }
}

/// Returns the products that nobody uses yet or any more, which other pages do not count as affected.
fn out_of_service(context: &ViewContext<'_>) -> BTreeMap<String, Vec<usize>> {
    let mut apart: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for product in context.all() {
        let lifecycle = context.product(product).lifecycle;
        if !lifecycle.is_in_service() {
            apart.entry(lifecycle.word().to_owned()).or_default().push(product.position());
        }
    }
    apart
}
