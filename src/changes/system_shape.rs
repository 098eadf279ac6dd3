//! The shape of the systems beside the warehouse: who runs them, which assets read and write them, and the fields
//! that are filled.

use crate::model::{AssetIx, Catalog, FieldMapping, NamedRef, Product, System, SystemIx, SystemPart};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::{BTreeMap, BTreeSet};

/// The shape of a system.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct SystemShape {
    pub(super) id: String,
    pub(super) name: String,
    /// The team that runs it.
    pub(super) team: Option<NamedRef>,
    /// The names of the support channels of that team.
    pub(super) channels: Vec<String>,
    /// The direction of its data, if declared.
    pub(super) direction: Option<String>,
    /// The assets that represent it in the catalog, by their keys.
    pub(super) parts: BTreeMap<String, PartShape>,
}

/// The shape of an asset that represents a system.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct PartShape {
    pub(super) name: String,
    /// The product that it belongs to.
    pub(super) product: Option<NamedRef>,
    #[serde(serialize_with = "as_word", deserialize_with = "from_word")]
    pub(super) part: SystemPart,
    /// The fields of the system that it fills.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) fields: BTreeSet<String>,
}

fn as_word<S: Serializer>(part: &SystemPart, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(part.word())
}

fn from_word<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SystemPart, D::Error> {
    let word = String::deserialize(deserializer)?;
    SystemPart::parse(&word).ok_or_else(|| D::Error::unknown_variant(&word, SystemPart::WORDS))
}

/// What a sync fills in another system.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct FilledShape {
    /// The name of the sync.
    pub(super) name: String,
    /// The system, if the sync names it.
    pub(super) system: Option<NamedRef>,
    /// The fields, each with the column that it is filled from.
    pub(super) fields: BTreeMap<String, String>,
}

impl SystemShape {
    pub(super) fn of(system: &System, catalog: &Catalog) -> Self {
        let part = |(asset, part): (&AssetIx, SystemPart)| {
            let facts = catalog.asset(*asset);
            let product = facts.product.map(|product| catalog.product(product));
            let fields = fields(*asset, product, catalog).map(|field| field.field.clone()).collect();
            let product =
                product.map(|product| NamedRef { id: product.id.clone(), name: product.name.clone() });
            (facts.key.clone(), PartShape { name: facts.name.clone(), product, part, fields })
        };
        let loaders = system.loaders.iter().map(|asset| (asset, SystemPart::Loader));
        let tables = system.read.iter().map(|asset| (asset, SystemPart::Table));
        let writers = system.written.iter().map(|asset| (asset, SystemPart::Writer));
        let team = system.team.map(|team| catalog.team(team));
        Self {
            id: system.id.clone(),
            name: system.name.clone(),
            team: team.map(|team| NamedRef { id: team.id.clone(), name: team.name.clone() }),
            direction: system.direction.map(|direction| direction.word().to_owned()),
            channels: team
                .into_iter()
                .flat_map(|team| &team.support)
                .map(|channel| channel.name.clone())
                .collect(),
            parts: loaders.chain(tables).chain(writers).map(part).collect(),
        }
    }
}

/// Returns the fields that an asset of a product fills: its own, and those of the output ports that it is behind.
fn fields<'c>(
    asset: AssetIx,
    product: Option<&'c Product>,
    catalog: &'c Catalog,
) -> impl Iterator<Item = &'c FieldMapping> {
    let ports = product.into_iter().flat_map(|product| &product.output_ports);
    let of_ports = ports.filter(move |port| port.asset == Some(asset)).flat_map(|port| &port.fields);
    catalog.asset(asset).fields.iter().chain(of_ports)
}

/// Returns what the syncs of a product fill, by the keys of their assets.
pub(super) fn filled(product: &Product, catalog: &Catalog) -> BTreeMap<String, FilledShape> {
    let behind_ports = product.output_assets();
    let assets: BTreeSet<AssetIx> = product.assets.iter().copied().chain(behind_ports).collect();
    let mut filled = BTreeMap::new();
    for asset in assets {
        let mut columns: BTreeMap<String, String> = BTreeMap::new();
        for FieldMapping { field, column } in fields(asset, Some(product), catalog) {
            columns.entry(field.clone()).or_insert_with(|| column.clone());
        }
        if columns.is_empty() {
            continue;
        }
        let facts = catalog.asset(asset);
        let system = catalog.systems.targets(asset).next().map(|system| named(system, catalog));
        filled.insert(facts.key.clone(), FilledShape { name: facts.name.clone(), system, fields: columns });
    }
    filled
}

fn named(system: SystemIx, catalog: &Catalog) -> NamedRef {
    let system = &catalog.systems.all[system.position()];
    NamedRef { id: system.id.clone(), name: system.name.clone() }
}
