//! Where a product stands: the drawing, and the same as a list.

use crate::site::parts::{Picture, ProductCard};
use serde::Serialize;

/// What a product builds on, and what builds on it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LineageView {
    /// One hop each way; nothing without neighbours.
    pub near: Option<Picture>,
    /// Two hops each way; nothing if that shows no more.
    pub far: Option<Picture>,
    /// What it builds on.
    pub upstream: Vec<FlowView>,
    /// What builds on it.
    pub downstream: Vec<FlowView>,
}

/// A neighbour, and what flows between.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FlowView {
    /// The neighbour.
    pub product: ProductCard,
    /// Whether the assets show it.
    pub seen: bool,
    /// Whether the reader declares it.
    pub declared: bool,
    /// What to know of it, in plain words: `declared, never seen`; may be empty.
    pub note: String,
    /// The assets that carry it, at most twenty.
    pub pairs: Vec<PairView>,
    /// How many there are.
    pub total: usize,
}

/// `reader` reads `read`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PairView {
    /// The upstream asset's name.
    pub read: String,
    /// The downstream asset's name.
    pub reader: String,
    /// Whether the upstream asset is an output port of its product.
    pub through_port: bool,
}
