//! The shape of an output port.

use super::job_shape::{Workflows, Writers};
use crate::model::{Asset, AssetKind, Catalog, OutputPort};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The shape of an output port.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct PortShape {
    pub(super) name: String,
    /// The key of the asset behind it.
    pub(super) asset: Option<String>,
    /// The asset that it names, if there is no such asset.
    pub(super) missing: Option<String>,
    /// The name of its table in the warehouse.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) table: Option<String>,
    /// The jobs that write that table in each run.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) writers: BTreeSet<String>,
    /// The workflows that the jobs in `writers` belong to, by job.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) workflows: BTreeMap<String, Workflows>,
    /// The time of the last run of one of `writers`, if it ran once without writing the table.
    #[serde(with = "super::job_shape::stored_time", skip_serializing_if = "Option::is_none")]
    pub(super) missed: Option<Timestamp>,
    /// Whether some job was seen to write it, and has not stopped doing so; not stored.
    #[serde(skip)]
    pub(super) is_written: bool,
    /// Whether a job dropped or renamed it.
    #[serde(skip_serializing_if = "is_false")]
    pub(super) is_dropped: bool,
    /// Whether it is ephemeral: dbt builds no table and inlines its SQL into its readers.
    #[serde(skip_serializing_if = "is_false")]
    pub(super) is_ephemeral: bool,
    /// Whether jobs reported its columns; not stored.
    #[serde(skip)]
    pub(super) has_reported_columns: bool,
    /// Whether `columns` holds all its columns, and not only the described ones.
    #[serde(skip_serializing_if = "is_false")]
    pub(super) knows_columns: bool,
    /// The word of its type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) kind: Option<String>,
    /// Its address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) url: Option<String>,
    /// The day from which its version should not be used: `2027-03-31`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) ends: Option<String>,
    /// The number of tests of the asset behind it, if dbt knows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) tests: Option<usize>,
    /// The output ports of the same product that the asset behind it is built on.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) built_on: BTreeSet<String>,
    /// The jobs of no product that were seen to read it.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) jobs: BTreeSet<String>,
    /// The columns by name in lower case, each with its type, if known.
    pub(super) columns: BTreeMap<String, Option<String>>,
}

// serde passes a reference.
#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn is_false(value: &bool) -> bool {
    !*value
}

/// Returns the shape of an output port, without the other ports that it is built on.
pub(super) fn port_shape(port: &OutputPort, writers: &Writers<'_>, catalog: &Catalog) -> PortShape {
    let asset = port.asset.map(|asset| catalog.asset(asset));
    let columns = asset.into_iter().flat_map(Asset::present_columns);
    PortShape {
        name: port.name.clone(),
        asset: asset.map(|asset| asset.key.clone()),
        missing: port.missing.as_ref().map(|missing| missing.value.clone()),
        table: asset.filter(|asset| asset.is_table()).and_then(|asset| asset.relation.clone()),
        writers: port.asset.map(|asset| writers.always_written(asset)).unwrap_or_default(),
        workflows: port.asset.map(|asset| writers.workflows(asset)).unwrap_or_default(),
        missed: port.asset.and_then(|asset| writers.missed(asset)),
        is_written: port.asset.is_some_and(|asset| writers.is_still_written(asset)),
        is_dropped: port.asset.is_some_and(|asset| catalog.observations.dropped.contains(&asset)),
        is_ephemeral: asset.is_some_and(|asset| asset.kind == AssetKind::Model && !asset.is_table()),
        has_reported_columns: asset.is_some_and(Asset::has_reported_columns),
        knows_columns: asset.is_some_and(Asset::knows_columns),
        kind: port.kind.map(|kind| kind.word().to_owned()),
        url: port.url.clone().or_else(|| asset.and_then(|asset| asset.url.clone())),
        ends: asset.and_then(|asset| asset.deprecation_day()).map(str::to_owned),
        tests: asset.filter(|asset| asset.is_table()).map(|asset| asset.tests.len()),
        built_on: BTreeSet::new(),
        jobs: port.asset.map(|asset| writers.readers(asset)).unwrap_or_default(),
        columns: columns
            .map(|column| {
                (column.name.to_lowercase(), column.data_type.as_ref().map(|kind| kind.to_lowercase()))
            })
            .collect(),
    }
}
