//! Descriptions of drawings and of their parts.

use super::counted;

/// Returns the title of the drawing of a domain: `Lineage of Finance`.
pub(crate) fn titled(name: &str) -> String {
    format!("Lineage of {name}")
}

/// Returns the title of the drawing of all products.
pub(crate) fn of_the_company() -> &'static str {
    "Lineage of the company"
}

/// Returns what the drawing of a domain shows; if it is folded, each box is a category or a team, as `by` says.
pub(crate) fn of_domain(name: &str, by: Option<&str>) -> String {
    let boxes = by.map_or_else(String::new, |by| format!(", one box per {by}"));
    format!(
        "The products of {name}{boxes}; what they read elsewhere to the left, who reads them elsewhere to the right, \
         with a dashed border."
    )
}

/// Returns the number of products in a box, and how many of them are `failing`, for which `word` is given.
pub(crate) fn products_broken(products: usize, failing: usize, word: &str) -> String {
    let products = counted(products, "product");
    match failing {
        0 => products,
        _ => format!("{products}, {failing} {word}"),
    }
}

/// Returns the title of the drawing of a product and its neighbours.
pub(crate) fn of_neighbours(name: &str) -> String {
    format!("What {name} builds on is to its left, what builds on it to its right.")
}

/// Returns the label of delivered work on a timeline.
pub(crate) fn delivered_mark(name: &str, day: &str) -> String {
    format!("{name}, delivered {day}")
}

/// Returns the label of upcoming work on a timeline, with its status.
pub(crate) fn due_mark(name: &str, day: &str, state: &str) -> String {
    format!("{name}, due {day}, {state}")
}
