//! A column of a table: what somebody described of it, and whether its table was seen to have it.

use std::collections::BTreeMap;

/// Whether a column was seen in its table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum ColumnPresence {
    /// It is described, and nobody looked at the table.
    #[default]
    Unknown,
    /// A job said that it wrote it.
    Written,
    /// The warehouse has it.
    Seen,
    /// It is described, and the table was seen without it.
    Gone,
}

/// A column of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Column {
    /// The name as dbt writes it.
    pub name: String,
    /// The type as the warehouse or the contract names it, if known.
    pub data_type: Option<String>,
    /// Whether the table was seen to have it.
    pub presence: ColumnPresence,
    /// Markdown; may be empty.
    pub description: String,
    /// Tags, merged from the column and its config.
    pub tags: Vec<String>,
    /// dbt's `meta`, flattened to dotted keys and text, merged from the column and its config.
    pub meta: BTreeMap<String, String>,
}

impl Column {
    /// Whether it was seen in its table.
    #[must_use]
    pub(crate) fn is_there(&self) -> bool {
        matches!(self.presence, ColumnPresence::Written | ColumnPresence::Seen)
    }
}
