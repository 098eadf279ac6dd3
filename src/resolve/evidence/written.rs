//! The facts that runs report about the tables that they wrote: columns, rows and bytes. The newest successful run of
//! a job counts; among the jobs that write a table, those of the product that owns it. For tables that dbt builds,
//! dbt itself reports them.

use super::jobs::{JobRun, RunEnd, RunKey};
use super::join::EvidenceJoin;
use super::tables::Parents;
use crate::model::{Asset, AssetIx, Column, ColumnPresence, ProductIx, RunOutcome, SizeScope, TableSize};
use crate::read::evidence::observation::WrittenColumn;
use jiff::Timestamp;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

/// The columns that a job reported for a table that it wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::resolve) struct JobColumns {
    /// When the newest run that reported them ended.
    at: Timestamp,
    /// The assets that the job belongs to.
    owners: Vec<AssetIx>,
    columns: Arc<[WrittenColumn]>,
}

/// The reported columns of tables, by asset; the newest report of each job.
pub(in crate::resolve) type WrittenColumns = BTreeMap<AssetIx, Vec<JobColumns>>;

/// Adds the sizes of the tables that runs wrote, and returns their columns.
pub(super) fn add(
    runs: &BTreeMap<RunKey<'_>, JobRun<'_>>,
    parents: &Parents<'_>,
    join: &mut EvidenceJoin<'_>,
) -> WrittenColumns {
    let mut columns = ColumnsByJob::new();
    let mut loads: BTreeMap<AssetIx, Vec<TableLoad>> = BTreeMap::new();
    for ((job, _), run) in runs {
        let is_good = |end: &&RunEnd| end.outcome == RunOutcome::Success;
        let end = run.end.as_ref().filter(is_good).map(|end| end.at);
        // A running stream writes what it reports, but does not end.
        let Some(at) = end.or_else(|| run.last.filter(|_| run.is_streaming())) else { continue };
        for dataset in &run.writes {
            let written = run.written.get(dataset);
            for (asset, namespace) in join.index.dataset(dataset).assets {
                if !join.index.is_loaded(asset) || join.system(asset, &namespace).is_some() {
                    continue;
                }
                if let Some((_, named)) = written.and_then(|written| written.columns) {
                    let report = JobColumns {
                        at,
                        owners: parents.owners(job, &join.index),
                        columns: Arc::clone(named),
                    };
                    add_report(asset, job, report, join, &mut columns);
                }
                // The amount that a stream has written so far says nothing about the size of its table.
                if end.is_none() {
                    continue;
                }
                let size = written.and_then(|written| {
                    let (_, rows, bytes) = written.size?;
                    let scope = if written.is_whole { SizeScope::Table } else { SizeScope::Written };
                    Some(TableSize { scope, at, rows, bytes })
                });
                let started_at = run.started_at.unwrap_or(at);
                loads.entry(asset).or_default().push(TableLoad { at, started_at, size });
            }
        }
    }
    for (asset, loads) in loads {
        loads.iter().filter_map(|load| load.size).for_each(|size| join.add_filled(asset, size));
        if let Some(size) = last_size(&loads) {
            join.add_size(asset, size);
        }
    }
    let mut by_asset = WrittenColumns::new();
    for ((asset, ..), report) in columns {
        by_asset.entry(asset).or_default().push(report);
    }
    by_asset
}

/// The reported columns of a table, by the assets that name the job, otherwise by the job's own name.
type ColumnsByJob<'o> = BTreeMap<(AssetIx, Vec<AssetIx>, &'o str), JobColumns>;

/// Adds the report of a job. A job with an earlier name is identified by its assets.
fn add_report<'o>(
    asset: AssetIx,
    job: &'o str,
    report: JobColumns,
    join: &EvidenceJoin<'_>,
    columns: &mut ColumnsByJob<'o>,
) {
    let job_assets = join.index.job(job).to_vec();
    let name = if job_assets.is_empty() { job } else { "" };
    match columns.entry((asset, job_assets, name)) {
        Entry::Vacant(entry) => drop(entry.insert(report)),
        Entry::Occupied(mut known) => {
            if (known.get().at, &known.get().columns) < (report.at, &report.columns) {
                known.insert(report);
            }
        }
    }
}

/// A run that wrote a table.
struct TableLoad {
    at: Timestamp,
    started_at: Timestamp,
    size: Option<TableSize>,
}

/// Returns the size of a table as reported by the last load; `None` if a later one does not report how much it added.
/// A run that began earlier may be the parent of that load.
fn last_size(loads: &[TableLoad]) -> Option<TableSize> {
    let sizes = loads.iter().filter_map(|load| load.size);
    let last = sizes.max_by_key(|size| (size.at, *size))?;
    let is_silent_after =
        |load: &TableLoad| load.size.is_none() && load.at > last.at && load.started_at >= last.at;
    (!loads.iter().any(is_silent_after)).then_some(last)
}

/// Adds the columns to assets whose columns the warehouse does not report.
pub(in crate::resolve) fn add_columns(written: &WrittenColumns, assets: &mut [Asset]) {
    for (asset, reports) in written {
        let position = asset.position();
        if assets[position].has_warehouse_columns() {
            continue;
        }
        let written = together(&owner_reports(reports, assets[position].product, assets));
        let asset = &mut assets[position];
        let mut described: BTreeMap<String, Column> =
            asset.columns.iter().map(|column| (column.name.to_lowercase(), column.clone())).collect();
        let column = |column: ReportedColumn<'_>| {
            let known = described.remove(&column.name.to_lowercase());
            let known = known.unwrap_or_else(|| Column {
                name: column.name.to_owned(),
                description: column.description.to_owned(),
                ..Column::default()
            });
            let data_type = known.data_type.clone().or_else(|| column.data_type.map(str::to_owned));
            Column { data_type, presence: ColumnPresence::Written, ..known }
        };
        let mut columns: Vec<Column> = written.into_iter().map(column).collect();
        columns.extend(described.into_values());
        asset.facts_mut().columns = columns;
        asset.mark_gone_columns();
    }
}

/// Returns the reports of the jobs of the product that owns a table; if it has none, those of all jobs. Newest first.
fn owner_reports<'s>(
    reports: &'s [JobColumns],
    owner: Option<ProductIx>,
    assets: &[Asset],
) -> Vec<&'s JobColumns> {
    let is_own = |job: &&JobColumns| {
        owner.is_some() && job.owners.iter().any(|asset| assets[asset.position()].product == owner)
    };
    let mut own_reports: Vec<&JobColumns> = reports.iter().filter(is_own).collect();
    if own_reports.is_empty() {
        own_reports = reports.iter().collect();
    }
    own_reports.sort_by_key(|report| Reverse((report.at, &report.columns)));
    own_reports
}

/// A column as reported by jobs.
struct ReportedColumn<'s> {
    name: &'s str,
    description: &'s str,
    /// `None` if the reports have no type, or different ones.
    data_type: Option<&'s str>,
}

/// Returns the columns in any of these reports: a job may write only a part of a table.
fn together<'s>(reports: &[&'s JobColumns]) -> Vec<ReportedColumn<'s>> {
    let mut columns: Vec<ReportedColumn<'s>> = Vec::new();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for (nth, report) in reports.iter().enumerate() {
        for WrittenColumn { name, data_type, description } in report.columns.iter() {
            let data_type = Some(&**data_type).filter(|kind| !kind.is_empty());
            match known.get(&name.to_lowercase()) {
                None => {
                    known.insert(name.to_lowercase(), columns.len());
                    columns.push(ReportedColumn { name, description, data_type });
                }
                Some(_) if nth == 0 => {}
                Some(at) => {
                    let column = &mut columns[*at];
                    if let (Some(report), Some(other)) = (column.data_type, data_type)
                        && !report.eq_ignore_ascii_case(other)
                    {
                        column.data_type = None;
                    }
                }
            }
        }
    }
    columns
}
