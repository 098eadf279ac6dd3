//! The guards of a product, with the controls that they carry out, and the schedules of its assets.

use crate::model::{AssetKind, Catalog, ControlIx, Product};
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A guard of a product.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct GuardShape {
    /// The name.
    pub(super) name: String,
    /// The controls that it carries out, each as `REGULATION/CONTROL`; older records have one, or `null`.
    #[serde(alias = "control", deserialize_with = "one_or_more", skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) controls: BTreeSet<String>,
    /// What it guards, by the keys of the assets.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) guarded: BTreeSet<String>,
}

/// What records have of the controls of a guard.
#[derive(Deserialize)]
#[serde(untagged)]
enum RecordedControls {
    One(Option<String>),
    Several(BTreeSet<String>),
}

fn one_or_more<'d, D: Deserializer<'d>>(deserializer: D) -> Result<BTreeSet<String>, D::Error> {
    Ok(match RecordedControls::deserialize(deserializer)? {
        RecordedControls::One(one) => one.into_iter().collect(),
        RecordedControls::Several(several) => several,
    })
}

/// By when an asset must have run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct ScheduleShape {
    /// The name of the asset.
    pub(super) name: String,
    /// By when, in words.
    pub(super) due: String,
}

/// Returns the guards of a product, by the keys of their assets.
pub(super) fn guards(product: &Product, catalog: &Catalog) -> BTreeMap<String, GuardShape> {
    let control = |index: ControlIx| {
        let regulation = &catalog.regulations[index.regulation.position()];
        [regulation.id.as_str(), &catalog.control(index).id].join("/")
    };
    let guards = product.assets.iter().filter_map(|index| {
        let (asset, guard) = (catalog.asset(*index), catalog.guards.guard(*index)?);
        let controls = guard.controls.iter().copied().map(control).collect();
        let guarded = guard.guarded.iter().map(|asset| catalog.asset(*asset).key.clone()).collect();
        Some((asset.key.clone(), GuardShape { name: asset.name.clone(), controls, guarded }))
    });
    guards.collect()
}

/// Returns by when the assets of a product must have run, by their keys.
pub(super) fn schedules(product: &Product, catalog: &Catalog) -> BTreeMap<String, ScheduleShape> {
    let schedules = product.assets.iter().filter_map(|asset| {
        let asset = catalog.asset(*asset);
        let due = asset.schedule?.to_string();
        Some((asset.key.clone(), ScheduleShape { name: asset.name.clone(), due }))
    });
    schedules.collect()
}

/// Returns the names of the assets that a product declares, by their keys.
pub(super) fn declared(product: &Product, catalog: &Catalog) -> BTreeMap<String, String> {
    let declared = product.assets.iter().map(|asset| catalog.asset(*asset));
    let declared = declared.filter(|asset| matches!(asset.kind, AssetKind::Declared(_)));
    declared.map(|asset| (asset.key.clone(), asset.name.clone())).collect()
}
