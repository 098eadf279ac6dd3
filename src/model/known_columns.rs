//! The columns of an asset: what is known of them as a whole.

use super::{Asset, Column, ColumnPresence, Test};
use std::collections::BTreeSet;

impl Asset {
    /// Whether all its columns are known: the warehouse or events list them, or a contract does with their types, while
    /// what is only described may be a part of them.
    #[must_use]
    pub(crate) fn knows_columns(&self) -> bool {
        self.has_seen_columns()
            || !self.columns.is_empty() && self.columns.iter().all(|column| column.data_type.is_some())
    }

    /// Whether the warehouse or events list its columns.
    #[must_use]
    pub(crate) fn has_seen_columns(&self) -> bool {
        self.columns.iter().any(Column::is_there)
    }

    /// Whether jobs said which columns it has, and not the warehouse.
    #[must_use]
    pub(crate) fn has_written_columns(&self) -> bool {
        self.columns.iter().any(|column| column.presence == ColumnPresence::Written)
    }

    /// The columns that it has, as far as is known: without those that are described and were not there.
    pub(crate) fn present_columns(&self) -> impl Iterator<Item = &Column> {
        self.columns.iter().filter(|column| column.presence != ColumnPresence::Gone)
    }

    /// Marks the columns that are described, and that the table was seen without. What is a part of a column that is
    /// there may be too.
    pub(crate) fn mark_gone_columns(&mut self) {
        if !self.has_seen_columns() {
            return;
        }
        let seen = self.columns.iter().filter(|column| column.is_there());
        let seen: BTreeSet<String> = seen.map(|column| column.name.to_lowercase()).collect();
        let is_part = |name: &str| name.match_indices('.').any(|(at, _)| seen.contains(&name[..at]));
        for column in &mut self.facts_mut().columns {
            if column.presence == ColumnPresence::Unknown && !is_part(&column.name.to_lowercase()) {
                column.presence = ColumnPresence::Gone;
            }
        }
    }

    /// The position of the column that a test looks at, if it is known: the one of that very name, else one
    /// that differs in capitals only, as warehouses write them.
    #[must_use]
    pub(crate) fn column_of(&self, test: &Test) -> Option<usize> {
        let name = test.column.as_deref()?;
        let exact = self.columns.iter().position(|column| column.name == name);
        exact.or_else(|| self.columns.iter().position(|column| column.name.eq_ignore_ascii_case(name)))
    }
}
