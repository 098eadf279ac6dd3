//! The legend of a drawing: what its dashed lines, its arrowheads at both ends and its borders mean, for those that it
//! has. A pointer shows the same of each line; paper and touch screens do not.

use crate::lineage::{Drawing, EdgeStyle, Figure, FigureEdge, LineDirection, NodeRole};
use serde::Serialize;

/// What the marks of a drawing mean, where that depends on its subject; empty for marks that it does not have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct MarkMeanings {
    /// A dashed line.
    pub dashed_line: &'static str,
    /// A strong border.
    pub strong_border: &'static str,
    /// A dashed border.
    pub dashed_border: &'static str,
}

/// A mark of a drawing with its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(super) struct LegendEntry {
    /// The mark: `declared-only`, `cycle`, `both-ways`, `given` or `outside`.
    pub mark: &'static str,
    /// Its meaning.
    pub meaning: &'static str,
}

/// Returns what dashed lines mean between products or groups of products.
pub(super) fn of_flows(edges: &[FigureEdge]) -> MarkMeanings {
    let dashed = || edges.iter().filter(|edge| edge.style == EdgeStyle::DeclaredOnly);
    let are_all = |title: &str| dashed().all(|edge| edge.title == title);
    let dashed_line = match (are_all(PLANNED), are_all(DECLARED)) {
        (true, _) => "Planned",
        (_, true) => "Declared, no read found",
        _ => "Planned or declared, no read found",
    };
    MarkMeanings { dashed_line, ..MarkMeanings::default() }
}

/// The title of a line that is only planned.
pub(super) const PLANNED: &str = "planned";
/// The title of a line that is only declared.
pub(super) const DECLARED: &str = "declared, no read found";

/// Returns the marks that a drawing has, each with its meaning.
pub(super) fn legend(figure: &Figure, drawing: &Drawing, meanings: MarkMeanings) -> Vec<LegendEntry> {
    let line = |is_marked: &dyn Fn(&(EdgeStyle, LineDirection)) -> bool| {
        drawing.edges.iter().map(|edge| (edge.style, edge.direction)).any(|edge| is_marked(&edge))
    };
    let border = |role| figure.nodes.iter().any(|node| node.role == role);
    let all = [
        ("declared-only", meanings.dashed_line, line(&|(style, _)| *style == EdgeStyle::DeclaredOnly)),
        ("cycle", "Back to the left: closes a cycle", line(&|(_, way)| *way == LineDirection::Backward)),
        ("both-ways", "Data flows both ways", line(&|(_, way)| *way == LineDirection::Both)),
        ("given", meanings.strong_border, border(NodeRole::OutputPort)),
        ("outside", meanings.dashed_border, border(NodeRole::Outside)),
    ];
    let shown = all.into_iter().filter(|(_, meaning, is_there)| *is_there && !meaning.is_empty());
    shown.map(|(mark, meaning, _)| LegendEntry { mark, meaning }).collect()
}
