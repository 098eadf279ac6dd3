//! `/modularity/`: how far products build on each other only where they may.

use super::context::ViewContext;
use super::page::View;
use super::parts::Ratio;
use super::parts::{MenuGroup, MenuPlace, PageRef};
use super::paths;
use super::section::{PageMeta, PageSet, Section, entry, section_term};
use crate::model::{Boundary, ProductIx};
use serde::Serialize;
use std::cmp::Reverse;

/// The page on modularity.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct ModularityView {
    /// Of the places where a product reads another one, those that go through an output port.
    pub kept: Ratio,
    /// How many of the others read a product that names no output port at all.
    pub unbounded: usize,
    /// How many of them read past the output ports that there are.
    pub leaks: usize,
    /// The products, those first that are read past their ports most often, at most a hundred.
    pub rows: Vec<BoundaryRow>,
    /// How many products read or are read.
    pub total: usize,
}

/// How well the products keep to their boundaries.
pub(super) const SECTION: Section = Section {
    places: &["modularity"],
    pages,
    menu: |context| {
        entry(MenuGroup::Trust, MenuPlace::More, section_term("modularity", "Modularity"), is_there(context))
    },
    ..Section::EMPTY
};

impl View for ModularityView {
    const TEMPLATE: &'static str = "modularity.html";
}

fn pages(pages: &mut PageSet<'_, '_>) {
    let Some(view) = modularity(pages.context) else { return };
    let meta = PageMeta::first(
        "modularity",
        "Modularity",
        "How far our products use each other only through output ports.",
    );
    pages.html(paths::MODULARITY, meta, view);
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
    /// How many of its assets are output ports.
    pub surface: usize,
    /// How many assets it has in all.
    pub inside: usize,
    /// In how many places others read it.
    pub read: usize,
    /// In how many of them past its output ports.
    pub leaks_out: usize,
    /// In how many places it reads others.
    pub reads: usize,
    /// In how many of them past their output ports.
    pub leaks_in: usize,
    /// Whether it names output ports, so that there is a boundary to keep.
    pub bounded: bool,
}

const SHOWN: usize = 100;

/// Whether some product reads another one, so that there are boundaries to keep.
pub(super) fn is_there(context: &ViewContext<'_>) -> bool {
    context.assessment.boundaries.iter().any(|one| one.read > 0)
}

/// The page; `None` if no product reads another one.
fn modularity(context: &ViewContext<'_>) -> Option<ModularityView> {
    if !is_there(context) {
        return None;
    }
    let all = context.all().filter_map(|product| Some((product, boundary(product, context)?)));
    let mut rows: Vec<(ProductIx, BoundaryView)> = all.collect();
    let (read, past) =
        rows.iter().fold((0, 0), |(read, past), (_, one)| (read + one.read, past + one.leaks_out));
    let unbounded = rows.iter().filter(|(_, one)| !one.bounded).map(|(_, one)| one.leaks_out).sum();
    rows.sort_by_cached_key(|(product, one)| {
        (Reverse(one.leaks_out + one.leaks_in), Reverse(one.read), context.by_name(*product))
    });
    let row = |(product, boundary): &(ProductIx, BoundaryView)| BoundaryRow {
        product: context.product_term(*product),
        boundary: *boundary,
    };
    Some(ModularityView {
        kept: Ratio::of(read - past, read),
        unbounded,
        leaks: past - unbounded,
        total: rows.len(),
        rows: rows.iter().take(SHOWN).map(row).collect(),
    })
}

/// The boundary of a product; `None` for one that neither reads nor is read.
pub(super) fn boundary(product: ProductIx, context: &ViewContext<'_>) -> Option<BoundaryView> {
    let found: &Boundary = context.assessment.boundaries.get(product.position())?;
    (found.read + found.reads > 0).then(|| BoundaryView {
        surface: found.surface,
        inside: found.inside,
        read: found.read,
        leaks_out: found.leaks_out,
        reads: found.reads,
        leaks_in: found.leaks_in,
        bounded: !context.product(product).output_ports.is_empty(),
    })
}
