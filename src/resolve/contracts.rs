//! The contracts of output ports and of systems.

use crate::model::{ContractColumn, ContractFile, ContractTable, Product, Systems, relation_name};
use crate::read::contract::{ContractDoc, TableDoc};
use crate::read::documents::Documents;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Returns the contracts that a port or a system refers to; others are not published.
pub(super) fn contracts(documents: &Documents, products: &[Product], systems: &Systems) -> Vec<ContractFile> {
    let referred: BTreeSet<&str> = products
        .iter()
        .flat_map(|product| &product.output_ports)
        .filter_map(|port| port.contract.as_deref())
        .chain(systems.all.iter().filter_map(|system| system.contract.as_deref()))
        .collect();
    let used = documents.contracts.iter().filter(|doc| referred.contains(doc.path.as_str()));
    let file = |doc: &ContractDoc| ContractFile {
        path: doc.path.clone(),
        bytes: Arc::clone(&doc.bytes),
        tables: doc.tables.iter().map(contract_table).collect(),
    };
    used.map(file).collect()
}

fn contract_table(doc: &TableDoc) -> ContractTable {
    let names = [Some(&doc.name.value), doc.physical_name.as_ref()].into_iter().flatten();
    let columns = doc.columns.iter().map(|column| ContractColumn {
        name: column.name.value.clone(),
        span: column.name.span,
        logical_type: column.logical_type.clone(),
    });
    ContractTable {
        names: names.map(|name| relation_name(name)).collect(),
        span: doc.name.span,
        columns: columns.collect(),
    }
}
