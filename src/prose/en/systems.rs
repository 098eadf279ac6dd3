//! What depends on a system, in words.

use super::{counted, number};

/// Returns the number of products that build on a system's data, and how many of them customers rely on:
/// `6 products build on this schema, 2 of them customer-facing`.
#[must_use]
pub(crate) fn builds_on_schema(products: usize, customers: usize) -> String {
    let verb = if products == 1 { "builds" } else { "build" };
    match customers {
        _ if products == 0 => "nothing builds on this schema".to_owned(),
        0 => format!("{} {verb} on this schema", counted(products, "product")),
        1 if products == 1 => "1 customer-facing product builds on this schema".to_owned(),
        _ => format!(
            "{} {verb} on this schema, {} of them customer-facing",
            counted(products, "product"),
            number(customers)
        ),
    }
}

/// Returns the logic of a team's own that relies on the data it uses: `logic of its own: no test accounts`.
#[must_use]
pub(crate) fn logic_of_its_own(last_miles: &[String]) -> String {
    format!("logic of its own: {}", last_miles.join("; "))
}

/// Returns that one error stopped several tables and jobs, after their names.
#[must_use]
pub(crate) fn failed_with_one_error() -> &'static str {
    "the last load failed"
}

#[cfg(test)]
mod tests {
    use super::builds_on_schema;

    #[test]
    fn the_badge_of_a_system_counts_its_products() {
        assert_eq!(builds_on_schema(6, 2), "6 products build on this schema, 2 of them customer-facing");
        assert_eq!(builds_on_schema(1, 0), "1 product builds on this schema");
        assert_eq!(builds_on_schema(1, 1), "1 customer-facing product builds on this schema");
        assert_eq!(builds_on_schema(0, 0), "nothing builds on this schema");
    }
}
