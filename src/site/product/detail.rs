//! `/products/<id>/detail/`: what only data people ask for: the product's assets and the wider lineage.

use super::inside::{CommonFacts, LayerView};
use super::problems::ProblemsView;
use super::standing::OwnImpact;
use crate::model::{Lifecycle, ProductIx};
use crate::prose::en;
use crate::site::context::ViewContext;
use crate::site::living_flows::all_downstream;
use crate::site::page::View;
use crate::site::parts::{ChannelView, Label, PageRef, Picture};
use serde::Serialize;

/// The page of a product's details.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct DetailView {
    /// The product's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is, in a sentence.
    pub summary: String,
    /// The category.
    pub category: Option<PageRef>,
    /// Its status today, once known.
    pub status: Option<Label>,
    /// The team that owns it.
    pub owner: Option<PageRef>,
    /// The support channels.
    pub support: Vec<ChannelView>,
    /// What is wrong with its assets.
    pub problems: ProblemsView,
    /// Whom its own problem affects.
    pub impact: Option<OwnImpact>,
    /// Its assets, as a drawing; `None` if nothing flows between them.
    pub inside: Option<Picture>,
    /// Two hops each way, which the page shows as a file; `None` if that shows no more than the product's page.
    #[serde(skip)]
    pub far: Option<Picture>,
    /// The path of that file; empty without.
    pub drawing: String,
    /// What is downstream of it, if its tables feed more than the page follows: `61 products are downstream of it`.
    pub downstream: String,
    /// The command that lists all that breaks when a table changes; empty if nothing is known to.
    pub command: String,
    /// Whether the site has the explorer.
    pub has_explorer: bool,
    /// What each of its assets says of itself.
    pub common: CommonFacts,
    /// Its assets, by layer.
    pub layers: Vec<LayerView>,
}

impl View for DetailView {
    const TEMPLATE: &'static str = "detail.html";

    fn pictures(&self) -> Vec<&Picture> {
        self.inside.iter().chain(&self.far).collect()
    }
}

/// Returns how many products are downstream if one of these assets feeds more than its page follows.
pub(super) fn downstream_if_cut(of: ProductIx, layers: &[LayerView], context: &ViewContext<'_>) -> String {
    let mut assets = layers.iter().flat_map(|layer| &layer.assets);
    if !assets.any(|asset| asset.lineage.breaks.as_ref().is_some_and(|breaks| breaks.is_cut)) {
        return String::new();
    }
    let all = all_downstream(of, context);
    let (used, others): (Vec<Lifecycle>, Vec<Lifecycle>) = all
        .into_iter()
        .map(|product| context.product(product).lifecycle)
        .partition(|one| one.is_in_service());
    en::products_downstream(used.len(), &others)
}

/// Returns the command that lists all that breaks when one of these assets changes, with a placeholder for its name.
pub(super) fn impact_command(layers: &[LayerView]) -> String {
    let mut assets = layers.iter().flat_map(|layer| &layer.assets);
    let some = assets.any(|asset| asset.lineage.breaks.is_some());
    if some { en::impact_command("TABLE") } else { String::new() }
}
