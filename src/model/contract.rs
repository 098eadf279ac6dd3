//! The data contracts of output ports.

use crate::source::Span;

/// A data contract, published verbatim.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ContractFile {
    /// The path relative to the catalog's folder, with `/`; the same on the site.
    pub path: String,
    /// The file's bytes.
    pub bytes: std::sync::Arc<[u8]>,
    /// The tables that it covers.
    pub tables: Vec<ContractTable>,
}

/// A table covered by a data contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ContractTable {
    /// Its names, in lower case.
    pub names: Vec<String>,
    /// Where its name is written.
    pub span: Span,
    /// The promised columns.
    pub columns: Vec<ContractColumn>,
}

/// A column that a data contract promises.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ContractColumn {
    /// The name, as written.
    pub name: String,
    /// Where the name is written.
    pub span: Span,
    /// The ODCS logical type: `string`, `number`, `timestamp`…
    pub logical_type: Option<String>,
}
