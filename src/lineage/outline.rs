//! The outlines of boxes: equal ones are written once in a drawing, and its boxes use them.

use super::text::{INSET, LINE, detail_width};
use super::{FigureNode, NodeRole, Placed};
use crate::model::Status;

/// Where the text of a box begins: the baseline of its first letter, rounded, as the page has so many of them.
pub(super) const TEXT: (f64, f64) = (INSET + 2.0, 23.0);

/// Returns the outline of a box around the beginning of its text, with a stripe that shows its kind, a second edge if it
/// represents several things, and the shape of its status.
pub(super) fn outline(node: &FigureNode, placed: &Placed) -> String {
    let (width, height) = (number(placed.width), number(placed.height));
    let (left, top) = (number(-TEXT.0), number(-TEXT.1));
    let mut outline = String::new();
    let folded = node.role == NodeRole::Folded;
    if folded {
        let (left, top) = (number(4.0 - TEXT.0), number(4.0 - TEXT.1));
        outline.push_str(&format!(
            "<rect class=\"behind\" x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" rx=\"9\"/>"
        ));
    }
    outline.push_str(&format!(
        "<rect x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" rx=\"9\"/>"
    ));
    if !folded {
        let (x, y, long) = (number(7.0 - TEXT.0), number(11.0 - TEXT.1), number(placed.height - 22.0));
        outline.push_str(&format!("<path class=\"stripe\" d=\"M{x} {y}v{long}\"/>"));
    }
    if let Some(status) = node.status {
        let left = mark_left(&status_word(node, status), placed);
        outline.push_str(&toned(status, "", &shape(status, left + 4.0, below(placed) - 4.0)));
    }
    outline
}

/// Returns a shape in the colour of its status; what surrounds it does not draw its edge.
fn toned(status: Status, attributes: &str, shape: &str) -> String {
    format!("<g{attributes} class=\"tone tone-{}\" stroke=\"none\">{shape}</g>", status.word())
}

/// Returns the baseline of the line below the label of a box, from its first one.
pub(super) fn below(placed: &Placed) -> f64 {
    LINE * placed.lines.len() as f64
}

/// Returns where the mark of a status begins, to the right of the beginning of the text.
pub(super) fn mark_left(name: &str, placed: &Placed) -> f64 {
    placed.width - INSET - detail_width(name) - 12.0 - TEXT.0
}

/// Returns the shape of a status around a point, 8 or 9 pixels wide.
fn shape(status: Status, cx: f64, cy: f64) -> String {
    let (x, y) = (number(cx), number(cy));
    match status {
        Status::Healthy => format!("<circle cx=\"{x}\" cy=\"{y}\" r=\"4\"/>"),
        Status::Unchecked => format!(
            "<circle class=\"open\" cx=\"{x}\" cy=\"{y}\" r=\"3.5\"/><path d=\"M{x} {}a3.5 3.5 0 0 0 0 7z\"/>",
            number(cy - 3.5)
        ),
        Status::Unknown => format!("<circle class=\"open\" cx=\"{x}\" cy=\"{y}\" r=\"3.5\"/>"),
        Status::Warning => format!("<path d=\"M{x} {}l4.6 8h-9.2z\"/>", number(cy - 4.5)),
        Status::Failing => {
            format!("<path d=\"M{} {}h8v8h-8z\"/>", number(cx - 4.0), number(cy - 4.0))
        }
        Status::Late => format!("<path d=\"M{} {}l8 4l-8 4z\"/>", number(cx - 4.0), number(cy - 4.0)),
        Status::AtRisk => {
            format!("<path d=\"M{x} {}l4.6 4.6l-4.6 4.6l-4.6 -4.6z\"/>", number(cy - 4.6))
        }
    }
}

/// Returns the shapes of all statuses for a script to show with `use`, each around the origin with the id
/// `shape-<status>`.
pub(crate) fn status_shapes() -> String {
    let each = Status::ALL
        .iter()
        .map(|status| toned(*status, &format!(" id=\"shape-{}\"", status.word()), &shape(*status, 0.0, 0.0)));
    let shapes: String = each.collect();
    format!(
        "<svg class=\"gb-lineage\" width=\"0\" height=\"0\" aria-hidden=\"true\"><defs>{shapes}</defs></svg>"
    )
}

/// Returns what a box says of its status: `Late`, or `2 failing` for a box of several products.
pub(super) fn status_word(node: &FigureNode, status: Status) -> String {
    let name = status.name();
    if node.failing > 0 { format!("{} {}", node.failing, name.to_lowercase()) } else { name.to_owned() }
}

/// Formats a length with at most one decimal digit.
pub(super) fn number(value: f64) -> String {
    let rounded = (value * 10.0).round() / 10.0;
    // Avoids negative zero.
    format!("{}", rounded + 0.0)
}
