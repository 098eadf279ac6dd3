//! `/products/<id>/detail/`: what only data people ask for: the product's assets and the wider lineage.

use super::inside::LayerView;
use super::problems::ProblemsView;
use super::standing::OwnImpact;
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
    /// Two hops each way; `None` if that shows no more than the product's page.
    pub far: Option<Picture>,
    /// Its assets, by layer.
    pub layers: Vec<LayerView>,
}

impl View for DetailView {
    const TEMPLATE: &'static str = "detail.html";

    fn pictures(&self) -> Vec<&Picture> {
        self.inside.iter().chain(&self.far).collect()
    }
}
