//! The data contracts of output ports.

use crate::source::Span;

/// A data contract, published as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ContractFile {
    /// The path from the catalog's folder, with `/`; the same on the site.
    pub path: String,
    /// The file's bytes.
    pub bytes: std::sync::Arc<[u8]>,
    /// The tables that it is about.
    pub tables: Vec<ContractTable>,
}

/// A table that a data contract is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ContractTable {
    /// The names that it goes by, in lower case.
    pub names: Vec<String>,
    /// Where its name is written.
    pub span: Span,
    /// The columns that are promised.
    pub columns: Vec<ContractColumn>,
}

/// A column that a data contract promises.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ContractColumn {
    /// The name, as written.
    pub name: String,
    /// Where the name is written.
    pub span: Span,
    /// What it holds, in a word of ODCS: `string`, `number`, `timestamp`…
    pub logical_type: Option<String>,
}
