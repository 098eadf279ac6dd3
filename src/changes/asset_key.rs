//! What the key of an asset tells about the asset.

use super::shape::CatalogShape;
use std::collections::BTreeSet;

/// Returns whether the key of an asset is that of a dbt node; those of declared assets, such as datasets of events,
/// begin with their product and a slash.
pub(super) fn is_dbt_key(key: &str) -> bool {
    !key.contains('/')
}

impl CatalogShape {
    /// Returns the known tables; `None` without artifacts of dbt, because it is then unknown which tables dbt builds.
    pub(super) fn tables_if_dbt_is_known(&self) -> Option<&BTreeSet<String>> {
        let is_known = self.tables.iter().any(|key| key.starts_with("model.") || key.starts_with("source."));
        is_known.then_some(&self.tables)
    }
}
