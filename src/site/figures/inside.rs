//! Inside a product: its assets from left to right, its output ports, the inflows from other products and its
//! readers.

use super::{carried_by, look, picture, sentence};
use crate::lineage::{Figure, FigureEdge, FigureNode, NodeRole, OTHER_KIND};
use crate::model::{AssetEdge, AssetIx, ProductIx};
use crate::site::asset_status::asset_status;
use crate::site::context::ViewContext;
use crate::site::legend::MarkMeanings;
use crate::site::parts::Picture;
use crate::site::paths;
use std::collections::{BTreeMap, BTreeSet};

/// With more assets than this, those in the same folder are drawn together.
const BOXES: usize = 40;

/// More readers than this are one box: they would take most of the room, and the page of the product lists them.
const READERS: usize = 6;

/// Returns the drawing of a product's assets; `None` for fewer than two.
pub(in crate::site) fn inside(product: ProductIx, context: &ViewContext<'_>) -> Option<Picture> {
    let scene = InsideScene::new(product, context);
    (context.product(product).assets.len() > 1 && !scene.edges.is_empty()).then(|| {
        let meanings =
            MarkMeanings { dashed_line: "", strong_border: "Output port", dashed_border: "Another product" };
        picture(scene.figure(), meanings, None)
    })
}

/// What a box represents, in the order of box names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum BoxKey {
    Asset(AssetIx),
    Folder(String),
    /// The assets beyond what can be drawn.
    Rest,
    /// Another product: what it provides, or what it reads.
    Product {
        product: ProductIx,
        upstream: bool,
    },
    /// The products that read it, if they are many.
    Readers,
}

struct InsideScene<'s, 'c> {
    of: ProductIx,
    context: &'s ViewContext<'c>,
    /// The box of each asset of the product.
    places: BTreeMap<AssetIx, BoxKey>,
    /// The flows between boxes, with the names of the assets.
    edges: BTreeMap<(BoxKey, BoxKey), Vec<AssetEdge>>,
    /// The number of products that read it.
    readers: usize,
}

impl<'s, 'c> InsideScene<'s, 'c> {
    fn new(of: ProductIx, context: &'s ViewContext<'c>) -> Self {
        let places = places(of, context);
        let mut edges: BTreeMap<(BoxKey, BoxKey), Vec<AssetEdge>> = BTreeMap::new();
        let readers: BTreeSet<ProductIx> = context
            .edges_of(of)
            .iter()
            .filter(|edge| places.contains_key(&edge.from) && !places.contains_key(&edge.to))
            .filter_map(|edge| context.catalog.asset(edge.to).product)
            .collect();
        for edge in context.edges_of(of) {
            let end = |asset: AssetIx, upstream: bool| {
                let inner = places.get(&asset).cloned();
                let outside = || context.catalog.asset(asset).product;
                inner.or_else(|| match outside()? {
                    _ if !upstream && readers.len() > READERS => Some(BoxKey::Readers),
                    product => Some(BoxKey::Product { product, upstream }),
                })
            };
            if let (Some(from), Some(to)) = (end(edge.from, true), end(edge.to, false))
                && from != to
            {
                edges.entry((from, to)).or_default().push(*edge);
            }
        }
        Self { of, context, places, edges, readers: readers.len() }
    }

    fn figure(&self) -> Figure {
        let mut members: BTreeMap<BoxKey, usize> = BTreeMap::new();
        for place in self.places.values() {
            *members.entry(place.clone()).or_default() += 1;
        }
        for place in self.edges.keys().flat_map(|(from, to)| [from, to]) {
            members.entry(place.clone()).or_default();
        }
        let numbers: BTreeMap<&BoxKey, usize> =
            members.keys().enumerate().map(|(at, place)| (place, at)).collect();
        let nodes = members.iter().map(|(place, members)| self.node(place, *members));
        let edges = self.edges.iter().map(|((from, to), pairs)| FigureEdge {
            from: numbers[from],
            to: numbers[to],
            title: self.carried(from, to, pairs),
            flows: pairs.len(),
            ..FigureEdge::default()
        });
        let name = &self.context.card(self.of).name;
        Figure {
            id: "inside".to_owned(),
            title: format!("Inside {name}"),
            description: format!(
                "The assets of {name}, from left to right; output ports have a strong border, other products a dashed one."
            ),
            nodes: nodes.collect(),
            edges: edges.collect(),
            ..Figure::default()
        }
    }

    fn node(&self, place: &BoxKey, members: usize) -> FigureNode {
        match place {
            BoxKey::Asset(asset) => self.asset_box(*asset),
            BoxKey::Folder(folder) => many(folder, members),
            BoxKey::Rest => many("Everything else", members),
            BoxKey::Readers => FigureNode {
                label: format!("{} products", self.readers),
                detail: "read it".to_owned(),
                aria: format!("{} products read it, listed on the page of the product", self.readers),
                href: Some("../index.html#downstream".to_owned()),
                role: NodeRole::Outside,
                ..FigureNode::default()
            },
            BoxKey::Product { product, upstream } => {
                let card = self.context.card(*product);
                let page = paths::product_detail(&self.context.product(self.of).id);
                let detail = if *upstream { "another product" } else { "reads it" };
                FigureNode {
                    label: card.name.clone(),
                    detail: detail.to_owned(),
                    aria: sentence([
                        &card.name,
                        detail,
                        card.status.as_ref().map_or("", |status| &status.name),
                    ]),
                    href: Some(paths::relative(&page, &card.path)),
                    role: NodeRole::Outside,
                    status: self.context.status(*product),
                    kind: look(card.category.as_ref()),
                    failing: 0,
                }
            }
        }
    }

    fn asset_box(&self, index: AssetIx) -> FigureNode {
        let asset = self.context.catalog.asset(index);
        let status = asset_status(index, self.context);
        let mut ports = self.context.product(self.of).output_ports.iter();
        let port = ports.find(|port| port.asset == Some(index));
        let detail = match port {
            Some(port) => format!("output port {}", port.name),
            None => asset.kind.word().replace('_', " "),
        };
        FigureNode {
            label: asset.name.clone(),
            aria: sentence([&asset.name, &detail, status.map_or("", |status| status.name())]),
            detail,
            href: Some(format!("#{}", paths::asset_anchor(asset))),
            role: if port.is_some() { NodeRole::OutputPort } else { NodeRole::Plain },
            status,
            kind: OTHER_KIND.to_owned(),
            failing: 0,
        }
    }

    /// Returns what carries a line; empty between two single assets, where the picture shows it.
    fn carried(&self, from: &BoxKey, to: &BoxKey, pairs: &[AssetEdge]) -> String {
        if matches!((from, to), (BoxKey::Asset(_), BoxKey::Asset(_))) {
            return String::new();
        }
        carried_by(pairs, self.context)
    }
}

fn many(label: &str, members: usize) -> FigureNode {
    let detail = format!("{members} asset{}", if members == 1 { "" } else { "s" });
    FigureNode {
        aria: format!("{label}, {detail}, listed below"),
        label: label.to_owned(),
        detail,
        href: Some("#layers".to_owned()),
        role: NodeRole::Folded,
        status: None,
        kind: String::new(),
        failing: 0,
    }
}

/// Returns the box of each asset: its own, or that of its folder if there are many. Output ports always have their
/// own.
fn places(of: ProductIx, context: &ViewContext<'_>) -> BTreeMap<AssetIx, BoxKey> {
    let product = context.product(of);
    if product.assets.len() <= BOXES {
        return product.assets.iter().map(|asset| (*asset, BoxKey::Asset(*asset))).collect();
    }
    let ports: BTreeSet<AssetIx> = product.output_assets().take(BOXES / 2).collect();
    let mut folders: BTreeMap<String, Vec<AssetIx>> = BTreeMap::new();
    for asset in product.assets.iter().filter(|asset| !ports.contains(asset)) {
        folders.entry(folder(*asset, context)).or_default().push(*asset);
    }
    let mut by_size: Vec<(&String, usize)> =
        folders.iter().map(|(folder, assets)| (folder, assets.len())).collect();
    by_size.sort_by_key(|(folder, assets)| (std::cmp::Reverse(*assets), (*folder).clone()));
    let drawn: BTreeSet<&String> =
        by_size.into_iter().take(BOXES - ports.len() - 1).map(|(folder, _)| folder).collect();
    let place = |folder: &String| match drawn.contains(folder) {
        true => BoxKey::Folder(folder.clone()),
        false => BoxKey::Rest,
    };
    let in_folders =
        folders.iter().flat_map(|(folder, assets)| assets.iter().map(move |asset| (*asset, place(folder))));
    in_folders.chain(ports.iter().map(|asset| (*asset, BoxKey::Asset(*asset)))).collect()
}

/// Returns the folder that an asset is drawn in: that of its file, or else its kind.
fn folder(asset: AssetIx, context: &ViewContext<'_>) -> String {
    let asset = context.catalog.asset(asset);
    match asset.path.rsplit_once('/') {
        Some((folder, _)) => folder.to_owned(),
        None => asset.kind.word().replace('_', " "),
    }
}
