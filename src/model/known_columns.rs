//! The columns of an asset as a whole: which are known, observed or gone.

use super::{Asset, Column, ColumnPresence, Test};
use std::collections::BTreeSet;

impl Asset {
    /// Returns whether all its columns are known: the warehouse, events, or a contract with their types list them.
    /// Descriptions alone may cover only a part of them.
    #[must_use]
    pub(crate) fn knows_columns(&self) -> bool {
        self.has_warehouse_columns()
            || !self.columns.is_empty() && self.columns.iter().all(|column| column.data_type.is_some())
    }

    /// Returns whether the warehouse or events list its columns.
    #[must_use]
    pub(crate) fn has_warehouse_columns(&self) -> bool {
        self.columns.iter().any(Column::is_present)
    }

    /// Returns whether its columns were reported by jobs rather than by the warehouse.
    #[must_use]
    pub(crate) fn has_reported_columns(&self) -> bool {
        self.columns.iter().any(|column| column.presence == ColumnPresence::Written)
    }

    /// Returns the columns that it has, as far as is known: without those that are described but were not observed.
    pub(crate) fn present_columns(&self) -> impl Iterator<Item = &Column> {
        self.columns.iter().filter(|column| column.presence != ColumnPresence::Gone)
    }

    /// Marks the described columns that the table was observed without. Nested fields of an existing column may exist
    /// too.
    pub(crate) fn mark_gone_columns(&mut self) {
        if !self.has_warehouse_columns() {
            return;
        }
        let present = self.columns.iter().filter(|column| column.is_present());
        let present: BTreeSet<String> = present.map(|column| column.name.to_lowercase()).collect();
        let is_part = |name: &str| name.match_indices('.').any(|(at, _)| present.contains(&name[..at]));
        for column in &mut self.facts_mut().columns {
            if column.presence == ColumnPresence::Unknown && !is_part(&column.name.to_lowercase()) {
                column.presence = ColumnPresence::Gone;
            }
        }
    }

    /// Returns the position of the column that a test covers, if known: the column of exactly that name, otherwise
    /// one that differs only in capitals, as warehouses write them.
    #[must_use]
    pub(crate) fn column_of(&self, test: &Test) -> Option<usize> {
        let name = test.column.as_deref()?;
        let exact = self.columns.iter().position(|column| column.name == name);
        exact.or_else(|| self.columns.iter().position(|column| column.name.eq_ignore_ascii_case(name)))
    }
}
