//! A column of a table: its description, and whether it was observed in the table.

use std::collections::BTreeMap;

/// Whether a column was observed in its table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum ColumnPresence {
    /// It is described, but the table has not been inspected.
    #[default]
    Unknown,
    /// A job reported writing it.
    Written,
    /// The warehouse has it.
    Seen,
    /// It is described, but the table was observed without it.
    Gone,
}

/// A column of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Column {
    /// The name as written in dbt.
    pub name: String,
    /// The type as named by the warehouse or the contract, if known.
    pub data_type: Option<String>,
    /// Whether it was observed in the table.
    pub presence: ColumnPresence,
    /// Markdown; may be empty.
    pub description: String,
    /// Tags, merged from the column and its config.
    pub tags: Vec<String>,
    /// dbt's `meta`, flattened to dotted keys and text, merged from the column and its config.
    pub meta: BTreeMap<String, String>,
}

impl Column {
    /// Returns whether it was observed in its table.
    #[must_use]
    pub(crate) fn is_present(&self) -> bool {
        matches!(self.presence, ColumnPresence::Written | ColumnPresence::Seen)
    }
}
