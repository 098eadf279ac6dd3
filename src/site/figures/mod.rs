//! The drawings on the pages: boxes and lines that several drawings share, and a file for each
//! drawing.

mod company;
mod domain;
mod domain_folded;
mod fold;
mod initiative;
mod inside;
mod neighbours;
mod products;
mod reach;
mod regulation;

pub(super) use company::company;
pub(super) use domain::domain;
pub(super) use initiative::{InitiativeFigure, initiative};
pub(super) use inside::inside;
pub(super) use neighbours::neighbours;
pub(super) use products::{products, unconnected};
pub(super) use reach::reach;
pub(super) use regulation::regulation;

use super::context::ViewContext;
use crate::lineage::{EdgeStyle, Figure, FigureEdge, FigureNode, NodeRole, OTHER_KIND};
use crate::model::{AssetEdge, Flow, ProductIx};
use crate::site::legend::{self, MarkMeanings};
use crate::site::parts::{PageRef, Picture};

/// The most asset pairs that a line names when hovered over.
const MAX_NAMED: usize = 6;

/// Returns a figure as a part of a page; `path` is the file with the same drawing.
fn picture(figure: Figure, meanings: MarkMeanings, path: Option<String>) -> Picture {
    Picture::new(figure, meanings, path)
}

/// Returns a figure of products or groups of products as a part of a page.
fn of_figure(figure: Figure, path: Option<String>) -> Picture {
    let meanings = legend::of_flows(&figure.edges);
    picture(figure, meanings, path)
}

/// Returns a product's box. `root` is the relative path from the page to the site's root.
fn product_box(product: ProductIx, root: &str, context: &ViewContext<'_>) -> FigureNode {
    let card = context.card(product);
    let kind = card.category.as_ref();
    let detail = kind.map_or("", |kind| &kind.name);
    FigureNode {
        label: card.name.clone(),
        detail: detail.to_owned(),
        aria: sentence([
            &card.name,
            &detail.to_lowercase(),
            card.status.as_ref().map_or("", |status| &status.name),
        ]),
        href: Some(format!("{root}{}", card.path)),
        role: NodeRole::Plain,
        status: context.status(product),
        kind: look(kind),
        failing: 0,
    }
}

/// Returns the look of a product's box in a category.
fn look(category: Option<&PageRef>) -> String {
    category.and_then(|category| category.look.clone()).unwrap_or_else(|| OTHER_KIND.to_owned())
}

/// Returns the name of a box for screen readers: its text, in the same order.
fn sentence<const PARTS: usize>(parts: [&str; PARTS]) -> String {
    let parts: Vec<String> = parts
        .iter()
        .enumerate()
        .filter(|(_, part)| !part.is_empty())
        .map(|(at, part)| if at == 0 { (*part).to_owned() } else { part.to_lowercase() })
        .collect();
    parts.join(", ")
}

/// Returns the line of a flow between products, which names the assets that carry it.
fn flow_line(at: [usize; 2], ends: [ProductIx; 2], flow: &Flow, context: &ViewContext<'_>) -> FigureEdge {
    let style = if flow.is_seen() { EdgeStyle::Observed } else { EdgeStyle::DeclaredOnly };
    let title = match !flow.is_seen() && context.is_planned(ends) {
        true => legend::PLANNED.to_owned(),
        false => carried(flow, context),
    };
    FigureEdge { from: at[0], to: at[1], title, style, weight: 0, flows: flow.pairs.len() }
}

/// Returns the assets that carry a flow, a line for each.
fn carried(flow: &Flow, context: &ViewContext<'_>) -> String {
    if !flow.is_seen() {
        return legend::DECLARED.to_owned();
    }
    carried_by(&flow.pairs, context)
}

/// Returns pairs of assets, a line for each as far as that can be read.
fn carried_by(pairs: &[AssetEdge], context: &ViewContext<'_>) -> String {
    let name = |asset| context.catalog.asset(asset).name.as_str();
    lines(pairs.iter().map(|pair| format!("{} → {}", name(pair.from), name(pair.to))), MAX_NAMED)
}

/// Returns the first of these, a line each, and the number of further ones.
fn lines(all: impl ExactSizeIterator<Item = String>, shown: usize) -> String {
    let more = all.len().saturating_sub(shown);
    let mut lines: Vec<String> = all.take(shown).collect();
    if more > 0 {
        lines.push(format!("and {more} more"));
    }
    lines.join("\n")
}
