//! `/products/<id>/detail/`: what only data people ask for, the pieces inside and the wider lineage.

use super::inside::LayerView;
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
    /// What kind of product it is.
    pub category: Option<PageRef>,
    /// How it stands today, once that is known.
    pub status: Option<Label>,
    /// The team that answers for it.
    pub owner: Option<PageRef>,
    /// Where help is given.
    pub support: Vec<ChannelView>,
    /// What is inside, as a drawing; `None` if nothing flows.
    pub inside: Option<Picture>,
    /// Two hops each way; `None` if that shows no more than the product's page.
    pub far: Option<Picture>,
    /// What is inside, by layer.
    pub layers: Vec<LayerView>,
}

impl View for DetailView {
    const TEMPLATE: &'static str = "detail.html";

    fn pictures(&self) -> Vec<&Picture> {
        self.inside.iter().chain(&self.far).collect()
    }
}
