//! What runs say of the tables that they wrote: columns, rows and bytes. The newest run that went well counts; of what
//! dbt makes, dbt itself says it.

use super::jobs::{JobRun, RunKey};
use super::join::EvidenceJoin;
use crate::model::{Asset, AssetIx, Column, Outcome, SizeScope, TableSize};
use crate::read::evidence::observation::WrittenColumn;
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The columns of tables, by asset.
pub(in crate::resolve) type WrittenColumns = BTreeMap<AssetIx, Arc<[WrittenColumn]>>;

/// Adds the sizes of the tables that runs wrote, and returns their columns.
pub(super) fn add(runs: &BTreeMap<RunKey<'_>, JobRun<'_>>, join: &mut EvidenceJoin<'_>) -> WrittenColumns {
    let mut columns: BTreeMap<AssetIx, (Timestamp, &Arc<[WrittenColumn]>)> = BTreeMap::new();
    for run in runs.values() {
        let Some(end) = run.end.as_ref().filter(|end| end.outcome == Outcome::Success) else { continue };
        for (dataset, written) in &run.written {
            for (asset, namespace) in join.index.dataset(dataset).assets {
                if !join.index.is_loaded(asset) || join.system(asset, &namespace).is_some() {
                    continue;
                }
                if let Some((_, named)) = written.columns {
                    let known = columns.entry(asset).or_insert((end.at, named));
                    *known = (*known).max((end.at, named));
                }
                if let Some((_, rows, bytes)) = written.size {
                    let scope = if written.is_whole { SizeScope::Table } else { SizeScope::Written };
                    let size = TableSize { scope, at: end.at, rows, bytes };
                    let known = join.sizes.entry(asset).or_insert(size);
                    *known = (*known).max(size);
                }
            }
        }
    }
    columns.into_iter().map(|(asset, (_, columns))| (asset, Arc::clone(columns))).collect()
}

/// Adds the columns to assets of which the warehouse does not say them.
pub(in crate::resolve) fn add_columns(found: &WrittenColumns, assets: &mut [Asset]) {
    for (asset, found) in found {
        let asset = &mut assets[asset.position()];
        if asset.columns.iter().any(|column| column.data_type.is_some()) {
            continue;
        }
        let mut described: BTreeMap<String, Column> =
            asset.columns.iter().map(|column| (column.name.to_lowercase(), column.clone())).collect();
        let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let column = |one: &WrittenColumn| {
            let known = described.remove(&one.name.to_lowercase());
            let known = known.unwrap_or_else(|| Column {
                name: one.name.to_string(),
                description: one.description.to_string(),
                ..Column::default()
            });
            Column { data_type: given(&one.data_type), ..known }
        };
        let mut columns: Vec<Column> = found.iter().map(column).collect();
        columns.extend(described.into_values());
        asset.facts_mut().columns = columns;
    }
}
