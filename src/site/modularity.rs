//! `/modularity/`: how far products build on each other only as they may.

use super::context::ViewContext;
use super::lists::{Pages, pages_of};
use super::page::View;
use super::parts::Ratio;
use super::parts::{MenuPosition, MenuSectionId, PageRef};
use super::paths;
use super::section::{PageMeta, PageSet, Section, entry, section_ref};
use crate::model::{AssetEdge, AssetIx, Boundary, Lifecycle, ProductIx, RuleFact};
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// The modularity page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct ModularityView {
    /// The reads between products that go through an output port.
    pub kept: Ratio,
    /// The number of other reads of a product that declares no output port at all.
    pub unbounded: usize,
    /// The number of other reads that bypass existing output ports.
    pub leaks: usize,
    /// The number of those that a waiver covers.
    pub waived: usize,
    /// The products of this page, those whose ports are bypassed most often first.
    pub rows: Vec<BoundaryRow>,
    /// The number of products that read or are read.
    pub total: usize,
    /// The position among the pages.
    pub pages: Pages,
}

/// How well the products keep to their boundaries.
pub(super) const SECTION: Section = Section {
    places: &["modularity"],
    pages,
    menu: |context| {
        entry(
            MenuSectionId::Usability,
            MenuPosition::More,
            section_ref("modularity", "Modularity"),
            is_present(context),
        )
    },
    ..Section::EMPTY
};

impl View for ModularityView {
    const TEMPLATE: &'static str = "modularity.html";
}

fn pages(pages: &mut PageSet<'_, '_>) {
    for view in modularity(pages.context) {
        let meta = PageMeta::first(
            "modularity",
            "Modularity",
            "How far our products use each other only through output ports.",
        );
        pages.html(paths::page_of(paths::MODULARITY, view.pages.number), meta, view);
    }
}

/// A product and its boundary.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct BoundaryRow {
    /// The product.
    pub product: PageRef,
    /// Its boundary.
    pub boundary: BoundaryView,
}

/// How a product keeps to its boundary.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct BoundaryView {
    /// The number of its assets that are output ports.
    pub surface: usize,
    /// The number of all its assets.
    pub inside: usize,
    /// The number of places where others read it.
    pub read: usize,
    /// The number of proposed products that read it; those reads are not counted.
    pub proposed: usize,
    /// The number of those places that bypass its output ports.
    pub leaks_out: usize,
    /// The number of places where it reads others.
    pub reads: usize,
    /// The number of those places that bypass their output ports.
    pub leaks_in: usize,
    /// Whether it declares output ports, so that there is a boundary to keep.
    pub bounded: bool,
}

/// The number of products on a page.
const PAGE: usize = 100;

/// Whether some product reads another one, so that there are boundaries to keep.
pub(super) fn is_present(context: &ViewContext<'_>) -> bool {
    context.assessment.boundaries.iter().any(|boundary| boundary.reads_by_others > 0)
}

/// Returns the pages; none if no product reads another one.
fn modularity(context: &ViewContext<'_>) -> Vec<ModularityView> {
    if !is_present(context) {
        return Vec::new();
    }
    let all = context.all().filter_map(|product| Some((product, boundary(product, context)?)));
    let mut rows: Vec<(ProductIx, BoundaryView)> = all.collect();
    let (read, past) = rows
        .iter()
        .fold((0, 0), |(read, past), (_, boundary)| (read + boundary.read, past + boundary.leaks_out));
    let unbounded =
        rows.iter().filter(|(_, boundary)| !boundary.bounded).map(|(_, boundary)| boundary.leaks_out).sum();
    let waived = waived(context);
    rows.sort_by_cached_key(|(product, boundary)| {
        (Reverse(boundary.leaks_out + boundary.leaks_in), Reverse(boundary.read), context.by_name(*product))
    });
    let row = |(product, boundary): &(ProductIx, BoundaryView)| BoundaryRow {
        product: context.product_ref(*product),
        boundary: *boundary,
    };
    let count = rows.len().div_ceil(PAGE);
    let page = |(at, shown): (usize, &[(ProductIx, BoundaryView)])| ModularityView {
        kept: Ratio::of(read - past, read),
        unbounded,
        leaks: past - unbounded,
        waived,
        total: rows.len(),
        rows: shown.iter().map(row).collect(),
        pages: pages_of(paths::MODULARITY, at + 1, count),
    };
    rows.chunks(PAGE).enumerate().map(page).collect()
}

/// Returns the number of reads that bypass output ports under a waiver.
fn waived(context: &ViewContext<'_>) -> usize {
    let catalog = context.catalog;
    let mut covered: BTreeSet<(ProductIx, AssetIx)> = BTreeSet::new();
    for (finding, _) in &context.rule_report.waived {
        if let RuleFact::BoundaryLeak { upstream, assets } = &finding.fact
            && catalog.product(*upstream).lifecycle.is_in_service()
        {
            covered.extend(assets.iter().map(|asset| (finding.product, *asset)));
        }
    }
    let is_covered = |edge: &&AssetEdge| {
        catalog.asset(edge.to).product.is_some_and(|reader| covered.contains(&(reader, edge.from)))
    };
    catalog.reads().filter(is_covered).count()
}

/// Returns the boundary of a product; `None` for one that neither reads nor is read.
pub(super) fn boundary(product: ProductIx, context: &ViewContext<'_>) -> Option<BoundaryView> {
    let found: &Boundary = context.assessment.boundaries.get(product.position())?;
    (found.reads_by_others + found.own_reads > 0).then(|| BoundaryView {
        surface: found.port_assets,
        inside: found.assets,
        read: found.reads_by_others,
        proposed: proposed_readers(product, context),
        leaks_out: found.leaks_out,
        reads: found.own_reads,
        leaks_in: found.leaks_in,
        bounded: !context.product(product).output_ports.is_empty(),
    })
}

/// Returns how many products that are only proposed build on a product: what they will read is not settled.
fn proposed_readers(product: ProductIx, context: &ViewContext<'_>) -> usize {
    let readers = context.catalog.lineage.downstream(product);
    readers.iter().filter(|reader| context.product(reader.product).lifecycle == Lifecycle::Proposed).count()
}
