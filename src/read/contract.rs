//! Data contracts: published unchanged, and read only for the columns that they list for each table.
//!
//! The format is ODCS, version 3 (`schema` and `properties`) and version 2 (`dataset` and
//! `columns`); unneeded keys are ignored, because the standard keeps adding to them.

use super::files;
use super::yaml::{self, Node};
use crate::diagnostics::Diagnostics;
use crate::error::Result;
use crate::source::{FileId, SourceMap, Spanned};
use std::path::Path;
use std::sync::Arc;

/// A data contract.
#[derive(Debug)]
pub(crate) struct ContractDoc {
    /// The path from the catalog's folder, with `/`.
    pub path: String,
    /// The file's bytes.
    pub bytes: Arc<[u8]>,
    /// The tables that it covers.
    pub tables: Vec<TableDoc>,
}

/// A table that a contract covers: an entry of `schema`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TableDoc {
    /// `name`.
    pub name: Spanned<String>,
    /// `physicalName`: its name in the warehouse.
    pub physical_name: Option<String>,
    /// `properties`: its columns.
    pub columns: Vec<ColumnDoc>,
}

/// A column that a contract promises: an entry of `properties`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ColumnDoc {
    /// `physicalName`, else `name`.
    pub name: Spanned<String>,
    /// `logicalType`: a term of the standard.
    pub logical_type: Option<String>,
}

/// The folder of the data contracts.
pub(super) const FOLDER: &str = "contracts";

/// Reads all files below the folder `contracts`.
///
/// # Errors
/// If an existing file cannot be read. Diagnostics: those of [`yaml::parse`].
pub(super) fn contracts(
    root: &Path,
    sources: &mut SourceMap,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<ContractDoc>> {
    let mut contracts = Vec::new();
    for file in files::below(&root.join(FOLDER), &[".yml", ".yaml"])? {
        let bytes = files::bytes(&file)?;
        let path = files::shown(root, &file);
        let id = FileId(u32::try_from(sources.len()).unwrap_or(u32::MAX));
        let before = diagnostics.len();
        let source = files::decode(id, &path, bytes.clone(), diagnostics);
        let text = Arc::clone(&source.text);
        sources.add(source);
        let node = if diagnostics.len() == before { yaml::parse(id, &text, diagnostics) } else { None };
        contracts.push(ContractDoc {
            path,
            bytes: bytes.into(),
            tables: node.as_ref().map(tables).unwrap_or_default(),
        });
    }
    Ok(contracts)
}

fn tables(contract: &Node) -> Vec<TableDoc> {
    let listed = contract.items_of("schema").iter().chain(contract.items_of("dataset"));
    let table = |node: &Node| {
        let columns = node.items_of("properties").iter().chain(node.items_of("columns"));
        Some(TableDoc {
            name: node.text_of("name").or_else(|| node.text_of("table"))?,
            physical_name: node.text_of("physicalName").map(|name| name.value),
            columns: columns.filter_map(column).collect(),
        })
    };
    listed.filter_map(table).collect()
}

fn column(node: &Node) -> Option<ColumnDoc> {
    Some(ColumnDoc {
        name: node
            .text_of("physicalName")
            .or_else(|| node.text_of("name"))
            .or_else(|| node.text_of("column"))?,
        logical_type: node.text_of("logicalType").map(|word| word.value),
    })
}
