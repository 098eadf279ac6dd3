//! Which product builds on which, and by which assets.

use super::{AssetEdge, ProductIx};
use crate::source::Span;
use petgraph::Direction;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef;

/// What flows from one product to another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Flow {
    /// The asset edges behind it, sorted; empty if it is declared but was never observed.
    pub pairs: Vec<AssetEdge>,
    /// Where the reader declares it as an input port.
    pub declared: Option<Span>,
    /// Where the product upstream names the reader as a consumer.
    pub consumer: Option<Span>,
}

impl Flow {
    /// Returns whether asset edges prove it.
    #[must_use]
    pub(crate) fn is_seen(&self) -> bool {
        !self.pairs.is_empty()
    }

    /// Returns whether either side declares it.
    #[must_use]
    pub(crate) fn is_declared(&self) -> bool {
        self.declared.is_some() || self.consumer.is_some()
    }
}

/// The graph of products: one node each, in the order of the catalog's products.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lineage {
    graph: DiGraph<ProductIx, Flow>,
}

/// A flow and the product at its other end.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Neighbour<'a> {
    /// The product at the other end.
    pub product: ProductIx,
    /// The flow.
    pub flow: &'a Flow,
}

impl Lineage {
    /// Creates the graph of `products` products with the given flows, upstream product first.
    #[must_use]
    pub(crate) fn new(
        products: usize,
        flows: impl IntoIterator<Item = (ProductIx, ProductIx, Flow)>,
    ) -> Self {
        let mut graph = DiGraph::with_capacity(products, products);
        for position in 0..products {
            graph.add_node(ProductIx::at(position));
        }
        for (from, to, flow) in flows {
            graph.add_edge(NodeIndex::new(from.position()), NodeIndex::new(to.position()), flow);
        }
        Self { graph }
    }

    /// Returns the graph itself, for algorithms.
    #[must_use]
    pub(crate) fn graph(&self) -> &DiGraph<ProductIx, Flow> {
        &self.graph
    }

    /// Returns the products that a product builds on, sorted.
    #[must_use]
    pub(crate) fn upstream(&self, product: ProductIx) -> Vec<Neighbour<'_>> {
        self.neighbours(product, Direction::Incoming)
    }

    /// Returns the products that build on a product, sorted.
    #[must_use]
    pub(crate) fn downstream(&self, product: ProductIx) -> Vec<Neighbour<'_>> {
        self.neighbours(product, Direction::Outgoing)
    }

    /// Returns the products that only declare that they build on a product, or that it only names as consumers.
    pub(crate) fn declared_only_readers(&self, product: ProductIx) -> impl Iterator<Item = ProductIx> {
        let edges = self.graph.edges_directed(NodeIndex::new(product.position()), Direction::Outgoing);
        edges.filter(|edge| !edge.weight().is_seen()).map(|edge| self.graph[edge.target()])
    }

    /// Returns the flow from one product to another, if there is one.
    #[must_use]
    pub(crate) fn flow(&self, from: ProductIx, to: ProductIx) -> Option<&Flow> {
        let edge = self.graph.find_edge(NodeIndex::new(from.position()), NodeIndex::new(to.position()))?;
        self.graph.edge_weight(edge)
    }

    fn neighbours(&self, product: ProductIx, direction: Direction) -> Vec<Neighbour<'_>> {
        let edges = self.graph.edges_directed(NodeIndex::new(product.position()), direction);
        let mut neighbours: Vec<Neighbour<'_>> = edges
            .map(|edge| {
                let neighbour = if direction == Direction::Incoming { edge.source() } else { edge.target() };
                Neighbour { product: self.graph[neighbour], flow: edge.weight() }
            })
            .collect();
        neighbours.sort_by_key(|neighbour| neighbour.product);
        neighbours
    }
}
