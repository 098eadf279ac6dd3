//! What drawings say of themselves and of their parts.

use super::counted;

/// The title of the drawing of a domain: `Lineage of Finance`.
pub(crate) fn titled(name: &str) -> String {
    format!("Lineage of {name}")
}

/// The title of the drawing of all products.
pub(crate) fn of_the_company() -> &'static str {
    "Lineage of the company"
}

/// What the drawing of a domain shows; where it is folded, its boxes stand for a category or a team each, as `by` says.
pub(crate) fn of_domain(name: &str, by: Option<&str>) -> String {
    let boxes = by.map_or_else(String::new, |by| format!(", one box per {by}"));
    format!(
        "The products of {name}{boxes}; what they read elsewhere to the left, who reads them elsewhere to the right, \
         with a dashed border."
    )
}

/// How many products a box stands for, and how many of them are `failing`, the word for which is given.
pub(crate) fn products_broken(products: usize, failing: usize, word: &str) -> String {
    let products = counted(products, "product");
    match failing {
        0 => products,
        _ => format!("{products}, {failing} {word}"),
    }
}

/// The drawing of a product and its neighbours.
pub(crate) fn of_neighbours(name: &str) -> String {
    format!("What {name} builds on is to its left, what builds on it to its right.")
}

/// A piece of work on a time line that was delivered.
pub(crate) fn delivered_mark(name: &str, day: &str) -> String {
    format!("{name}, delivered {day}")
}

/// A piece of work on a time line that is to come, and how it stands.
pub(crate) fn due_mark(name: &str, day: &str, state: &str) -> String {
    format!("{name}, due {day}, {state}")
}
