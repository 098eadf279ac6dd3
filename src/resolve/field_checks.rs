//! Checks that the columns named by `fields:` of syncs and output ports exist in the tables that they are filled
//! from, and that it is known which system has the fields.

use super::inventory::declared;
use super::systems::NamedSystems;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::model::{Asset, AssetEdge, AssetIx, Product};
use crate::read::field::FieldDoc;
use crate::read::product::ProductDoc;
use std::collections::BTreeMap;

/// Reports columns that no table has, and fields of an unnamed system. Diagnostics: `unknown-column`,
/// `fields-without-system`.
///
/// Only checks tables of which all columns are known.
pub(super) fn check(
    docs: &[&ProductDoc],
    systems: &NamedSystems<'_>,
    products: &[Product],
    assets: &[Asset],
    edges: &[AssetEdge],
    diagnostics: &mut Diagnostics,
) {
    let mut written: Vec<(AssetIx, &[FieldDoc])> = Vec::new();
    for (doc, product) in docs.iter().zip(products) {
        for table in declared(doc).filter(|table| !table.fields.is_empty()) {
            let is_meant = |asset: &&AssetIx| assets[asset.position()].declared == Some(table.id.span);
            written.extend(product.assets.iter().find(is_meant).map(|at| (*at, &table.fields[..])));
        }
        for written_port in doc.output_ports.iter().filter(|written_port| !written_port.fields.is_empty()) {
            let port = product.output_ports.iter().find(|port| port.id == written_port.id.value);
            written.extend(port.and_then(|port| port.asset).map(|at| (at, &written_port.fields[..])));
        }
    }
    report_unnamed(&written, systems, assets, diagnostics);
    let mut inputs: BTreeMap<AssetIx, Vec<AssetIx>> =
        written.iter().map(|(at, _)| (*at, Vec::new())).collect();
    for edge in edges {
        if let Some(inputs) = inputs.get_mut(&edge.to) {
            inputs.push(edge.from);
        }
    }
    for (at, fields) in written {
        let own_asset = [at];
        let tables = if assets[at.position()].is_table() { &own_asset[..] } else { &inputs[&at] };
        let tables: Vec<&Asset> = tables.iter().map(|table| &assets[table.position()]).collect();
        compare(fields, &tables, diagnostics);
    }
}

/// Reports assets that fill fields and do not name the system that has them: no page of a system can list them. An asset
/// with several output ports is reported once.
fn report_unnamed(
    written: &[(AssetIx, &[FieldDoc])],
    systems: &NamedSystems<'_>,
    assets: &[Asset],
    diagnostics: &mut Diagnostics,
) {
    let unnamed = written.iter().filter(|(at, _)| !systems.has(*at));
    let first: BTreeMap<AssetIx, &FieldDoc> =
        unnamed.rev().filter_map(|(at, fields)| Some((*at, fields.first()?))).collect();
    for (asset, field) in first {
        let name = &assets[asset.position()].name;
        let message =
            format!("`{name}` fills the field `{}` of a system that it does not name", field.field.value);
        let diagnostic = Diagnostic::warning("fields-without-system", message);
        diagnostics.push(diagnostic.at(field.field.span, "a field of an unnamed system").help(format!(
            "add `system: …` to the asset `{name}`, so that the system has a page that lists its fields"
        )));
    }
}

fn compare(fields: &[FieldDoc], tables: &[&Asset], diagnostics: &mut Diagnostics) {
    let Some(first) = tables.first() else { return };
    if !tables.iter().all(|table| table.knows_columns()) {
        return;
    }
    let columns =
        || tables.iter().flat_map(|table| table.present_columns()).map(|column| column.name.as_str());
    for FieldDoc { column, field } in fields {
        if columns().any(|known| known.eq_ignore_ascii_case(&column.value)) {
            continue;
        }
        let table_names = match tables.len() {
            1 => format!("`{}` does not have", first.name),
            _ => "none of the tables that it reads has".to_owned(),
        };
        let message = format!(
            "the field `{}` is filled from the column `{}`, which {table_names}",
            field.value, column.value
        );
        let diagnostic = Diagnostic::warning("unknown-column", message).at(column.span, "no such column");
        diagnostics.push(diagnostic.did_you_mean(&column.value, columns()));
    }
}
