//! Whose tests fail, in a verdict: those of the product, or those of one of its tables.

use crate::model::{AssetIx, Catalog, ProductIx};

/// The tests of an asset.
pub(super) struct TestsOf {
    /// Their number.
    pub(super) of: usize,
    /// The name of the asset; `it` for one with the name of its product.
    pub(super) asset: String,
    /// The name of its table, if other tables of the product have tests too: `its 2 tests` would be all of the product.
    pub(super) table: Option<String>,
}

/// Returns the name of a table of a product if other tables of it have tests too.
pub(super) fn one_of_several(
    asset: Option<AssetIx>,
    product: ProductIx,
    catalog: &Catalog,
) -> Option<String> {
    let asset = asset?;
    let mut others = catalog.product(product).assets.iter().filter(|other| **other != asset);
    let has_others = others.any(|other| !catalog.asset(*other).tests.is_empty());
    has_others.then(|| catalog.asset(asset).name.clone())
}

/// Returns `1 of 2 tests on customers fails`, `the test on customers fails`.
pub(super) fn tests(count: usize, tests: &TestsOf, verb: (&str, &str)) -> String {
    let verb = if count == 1 { verb.0 } else { verb.1 };
    match (tests.of, tests.asset.as_str(), &tests.table) {
        (1, "it", _) => format!("its test {verb}"),
        (of, "it", None) => format!("{count} of its {of} tests {verb}"),
        (of, "it", Some(table)) => format!("{count} of {of} tests on its table {table} {verb}"),
        (1, asset, _) => format!("the test on {asset} {verb}"),
        (of, asset, _) => format!("{count} of {of} tests on {asset} {verb}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_of_one_table_are_not_told_as_all_tests_of_the_product() {
        let of =
            |table: Option<&str>| TestsOf { of: 2, asset: "it".to_owned(), table: table.map(str::to_owned) };
        assert_eq!(tests(1, &of(None), ("fails", "fail")), "1 of its 2 tests fails");
        assert_eq!(tests(1, &of(Some("spain")), ("fails", "fail")), "1 of 2 tests on its table spain fails");
    }
}
