//! The readers of an asset, and what breaks when it changes, in a few words.

use super::lists::all;
use super::numbers::counted;
use crate::model::Lifecycle;

/// The number of uses that people look at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct UseCounts {
    /// Dashboards.
    pub dashboards: usize,
    /// Other uses outside the warehouse: notebooks, applications, reports.
    pub others: usize,
}

/// The numbers of what is downstream of something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct BreakageCounts {
    /// Other products.
    pub products: usize,
    /// Tables, without the starting point.
    pub tables: usize,
    /// Metrics, semantic models and saved queries.
    pub metrics: usize,
    /// Syncs, exports and other jobs.
    pub jobs: usize,
    /// What people look at.
    pub uses: UseCounts,
    /// Teams that use a product.
    pub teams: usize,
    /// Whether there is more that was not counted.
    pub at_least: bool,
}

/// Returns the command that lists what breaks when an asset changes, to be copied into a shell.
pub(crate) fn impact_command(key: &str) -> String {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "-_./".contains(letter);
    let quoted =
        if key.chars().all(is_plain) { key.to_owned() } else { format!("'{}'", key.replace('\'', "'\\''")) };
    format!("glassbox impact {quoted}")
}

/// Returns the readers outside the product itself: `2 other products, 1 dashboard`; empty if there are none.
pub(crate) fn readers_apart(products: usize, uses: UseCounts) -> String {
    let products = (products > 0).then(|| counted(products, "other product"));
    products.into_iter().chain(used_by(uses)).collect::<Vec<_>>().join(", ")
}

/// Returns which products are not counted, as nobody uses them: `56 proposed products and 1 retired product`; empty without any.
pub(crate) fn out_of_service(lifecycles: &[Lifecycle]) -> String {
    let count = |lifecycle: Lifecycle| lifecycles.iter().filter(|other| **other == lifecycle).count();
    let each = [(Lifecycle::Proposed, "proposed product"), (Lifecycle::Retired, "retired product")];
    let parts = each.map(|(lifecycle, what)| (count(lifecycle), what));
    let parts = parts.into_iter().filter(|(count, _)| *count > 0).map(|(count, what)| counted(count, what));
    all(&parts.collect::<Vec<_>>())
}

/// Returns how many products are downstream: `61 other products are downstream of it, not counting 8 proposed products`;
/// empty if none is in service.
pub(crate) fn products_downstream(count: usize, others: &[Lifecycle]) -> String {
    if count == 0 {
        return String::new();
    }
    let are = if count == 1 { "is" } else { "are" };
    let others = out_of_service(others);
    let without = if others.is_empty() { others } else { format!(", not counting {others}") };
    format!("{} {are} downstream of it{without}", counted(count, "other product"))
}

/// Names a job of a product: `fill of Rates`.
pub(crate) fn job_of(job: &str, product: &str) -> String {
    format!("{job} of {product}")
}

/// Names what dbt builds in a product: `dbt in Mart`.
pub(crate) fn dbt_of(product: &str) -> String {
    format!("dbt in {product}")
}

/// Says who else writes a table: `Also written by fill of Rates`.
pub(crate) fn also_written_by(others: &str) -> String {
    format!("Also written by {others}")
}

/// Says who else writes a table that a job writes: `Writes fct_orders, which is also written by dbt in Mart`.
pub(crate) fn table_also_written_by(table: &str, others: &str) -> String {
    format!("Writes {table}, which is also written by {others}")
}

/// Returns `4 other products, 23 tables, 2 dashboards and 3 teams`; empty if nothing is downstream. If there is more that
/// was not counted, only the tables are named: a part of the products would be read as all of them.
pub(crate) fn breakage(counts: &BreakageCounts) -> String {
    if counts.at_least {
        return format!("at least {}", counted(counts.tables, "table"));
    }
    let some = |count: usize, singular: &str| (count > 0).then(|| counted(count, singular));
    let parts: Vec<String> = some(counts.products, "other product")
        .into_iter()
        .chain(some(counts.tables, "table"))
        .chain(some(counts.metrics, "metric"))
        .chain(some(counts.jobs, "job"))
        .chain(used_by(counts.uses))
        .chain(some(counts.teams, "team"))
        .collect();
    all(&parts)
}

/// Returns `1 dashboard`, `2 other uses`.
fn used_by(uses: UseCounts) -> impl Iterator<Item = String> {
    let other = if uses.dashboards > 0 { "other use" } else { "use outside dbt" };
    let dashboards = (uses.dashboards > 0).then(|| counted(uses.dashboards, "dashboard"));
    let others = match uses.others {
        0 => None,
        1 => Some(counted(1, other)),
        count if uses.dashboards > 0 => Some(counted(count, other)),
        count => Some(format!("{} uses outside dbt", super::number(count))),
    };
    dashboards.into_iter().chain(others)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn impact_is_counted_by_kind() {
        let uses = UseCounts { dashboards: 1, others: 2 };
        assert_eq!(readers_apart(2, uses), "2 other products, 1 dashboard, 2 other uses");
        assert_eq!(readers_apart(0, UseCounts { dashboards: 0, others: 2 }), "2 uses outside dbt");
        assert_eq!(readers_apart(0, UseCounts::default()), "");
        let counts = BreakageCounts { products: 4, tables: 1, uses, teams: 3, ..BreakageCounts::default() };
        assert_eq!(breakage(&counts), "4 other products, 1 table, 1 dashboard, 2 other uses and 3 teams");
        let flows = BreakageCounts { metrics: 2, jobs: 1, ..BreakageCounts::default() };
        assert_eq!(breakage(&flows), "2 metrics and 1 job");
        let many =
            BreakageCounts { products: 39, tables: 1_000, at_least: true, ..BreakageCounts::default() };
        assert_eq!(breakage(&many), "at least 1,000 tables");
        let others = [Lifecycle::Proposed, Lifecycle::Retired, Lifecycle::Proposed];
        let downstream =
            "1 other product is downstream of it, not counting 2 proposed products and 1 retired product";
        assert_eq!(products_downstream(1, &others), downstream);
    }
}
