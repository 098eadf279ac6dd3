//! Inside the box: a product's assets, by layer.

use super::profile::{ProfileView, profile};
use crate::model::{
    self, Asset, AssetAssessment, AssetIx, AssetKind, OutputPort, ProductIx, Status, capitalised,
    day_in_words, is_safe_url,
};
use crate::prose::{Say as _, Voice, en};
use crate::site::context::ViewContext;
use crate::site::parts::StatusMark;
use crate::site::{paths, words};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Assets of one layer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct LayerView {
    /// The id, fit for a class name.
    pub id: String,
    /// The name for people: `Staging`.
    pub name: String,
    /// What the layer is for, in one plain sentence.
    pub meaning: String,
    /// The assets, at most a hundred.
    pub assets: Vec<AssetView>,
    /// How many there are.
    pub total: usize,
}

/// A layer as the product's own page tells of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct LayerBrief {
    /// The id, fit for a class name.
    pub id: String,
    /// The name for people: `Staging`.
    pub name: String,
    /// What the layer is for, in one plain sentence.
    pub meaning: String,
    /// How many assets there are.
    pub total: usize,
}

impl LayerView {
    pub(super) fn brief(&self) -> LayerBrief {
        LayerBrief {
            id: self.id.clone(),
            name: self.name.clone(),
            meaning: self.meaning.clone(),
            total: self.total,
        }
    }
}

/// An asset.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct AssetView {
    /// Its anchor in the page of details.
    pub anchor: String,
    /// The name.
    pub name: String,
    /// dbt's word, or the product's own: `model`, `source`, `sync`.
    pub kind: String,
    /// Markdown; may be empty.
    pub description: String,
    /// The name in the warehouse; may be empty.
    pub relation: String,
    /// The file in the dbt project; may be empty.
    pub file: String,
    /// What it runs on; may be empty.
    pub tool: String,
    /// Where it is opened.
    pub url: Option<String>,
    /// dbt's tags.
    pub tags: Vec<String>,
    /// Short facts: `view`, `private`, `contract enforced`, `deprecated`.
    pub facts: Vec<String>,
    /// The output ports it stands behind.
    pub ports: Vec<PortTag>,
    /// Its columns.
    pub columns: Vec<ColumnView>,
    /// How many tests look at it.
    pub tested: usize,
    /// When the newest row of a source was loaded; may be empty.
    pub newest_row: String,
    /// Names of those that look at all of it, or at a column that is not known.
    pub tests: Vec<String>,
    /// How it stands today, once that is known.
    pub status: Option<StatusMark>,
    /// Why.
    pub reasons: Vec<String>,
    /// How large it is, how its last runs went and which of its tests ran.
    pub profile: ProfileView,
    /// Whether any of that is known.
    pub profiled: bool,
}

/// An output port that an asset stands behind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct PortTag {
    /// The name.
    pub name: String,
    /// How the port is today, if that is not how the asset is: a promise is one of ports.
    pub status: Option<String>,
}

/// A column.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct ColumnView {
    /// Its anchor in the page of details; empty elsewhere, and for a name that looks like an earlier one there.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub anchor: String,
    /// The name.
    pub name: String,
    /// The type; may be empty.
    pub data_type: String,
    /// Markdown; may be empty.
    pub description: String,
    /// dbt's tags.
    pub tags: Vec<String>,
    /// Names of the tests that look at it.
    pub tests: Vec<String>,
}

/// How many assets of a layer the page shows.
const SHOWN: usize = 100;

/// The layers of a product, in the order in which data passes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum LayerKind {
    Source,
    Loader,
    Seed,
    Staging,
    Intermediate,
    Final,
    Snapshot,
    Metric,
    Exposure,
    Tool,
}

impl LayerKind {
    /// By kind, and for models by the habits of dbt projects: folders and prefixes.
    fn of(asset: &Asset) -> Self {
        match &asset.kind {
            AssetKind::Source => Self::Source,
            AssetKind::Seed => Self::Seed,
            AssetKind::Snapshot => Self::Snapshot,
            AssetKind::Exposure => Self::Exposure,
            AssetKind::Metric | AssetKind::SemanticModel | AssetKind::SavedQuery => Self::Metric,
            AssetKind::Declared(kind) if kind == "replication" || kind == "loader" => Self::Loader,
            AssetKind::Declared(_) => Self::Tool,
            AssetKind::Model | AssetKind::Analysis | AssetKind::OtherDbt(_) => {
                let folder = |name: &str| asset.fqn.iter().any(|part| part == name);
                if asset.name.starts_with("stg_") || folder("staging") {
                    Self::Staging
                } else if asset.name.starts_with("int_") || folder("intermediate") {
                    Self::Intermediate
                } else {
                    Self::Final
                }
            }
        }
    }

    fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Source => ("sources", "Sources", "Tables as they arrive from other systems."),
            Self::Loader => ("loaders", "Loaders", "What loads the data."),
            Self::Seed => ("seeds", "Seeds", "Small tables kept by hand."),
            Self::Staging => ("staging", "Staging", "Sources, cleaned and renamed."),
            Self::Intermediate => ("intermediate", "Intermediate", "Internal steps, not meant for others."),
            Self::Final => ("final", "Final tables", "The results."),
            Self::Snapshot => ("snapshots", "Snapshots", "Earlier states of the data."),
            Self::Metric => ("metrics", "Metrics", "Figures with one definition."),
            Self::Exposure => ("exposures", "Dashboards and uses", "Where people use the data."),
            Self::Tool => ("tools", "Tools and jobs", "What runs outside dbt."),
        }
    }
}

/// The assets of a product by layer.
fn by_layer(index: ProductIx, context: &ViewContext<'_>) -> BTreeMap<LayerKind, Vec<AssetIx>> {
    let mut layers: BTreeMap<LayerKind, Vec<AssetIx>> = BTreeMap::new();
    for asset in &context.product(index).assets {
        layers.entry(LayerKind::of(context.catalog.asset(*asset))).or_default().push(*asset);
    }
    layers
}

/// The assets of a product that its page of details shows.
pub(in crate::site) fn shown_assets(
    index: ProductIx,
    context: &ViewContext<'_>,
) -> impl Iterator<Item = AssetIx> {
    by_layer(index, context).into_values().flat_map(|assets| assets.into_iter().take(SHOWN))
}

/// The layers of a product, as its page of details shows them.
pub(super) fn layers(index: ProductIx, context: &ViewContext<'_>) -> Vec<LayerView> {
    by_layer(index, context)
        .into_iter()
        .map(|(layer, assets)| {
            let (id, name, meaning) = layer.words();
            let shown = assets.iter().take(SHOWN);
            LayerView {
                id: id.to_owned(),
                name: name.to_owned(),
                meaning: meaning.to_owned(),
                assets: shown.map(|asset| asset_view(*asset, index, context)).collect(),
                total: assets.len(),
            }
        })
        .collect()
}

fn asset_view(index: AssetIx, of: ProductIx, context: &ViewContext<'_>) -> AssetView {
    let asset = context.catalog.asset(index);
    let standing = context.assessment.assets.get(index.position());
    let status = standing.and_then(|standing| standing.status);
    let voice = Voice::page(context.catalog);
    let profile = profile(index, of, context);
    let (mut columns, others) = columns(asset);
    let mut anchors = BTreeSet::new();
    for column in &mut columns {
        let anchor = paths::column_anchor(asset, &column.name);
        column.anchor = if anchors.insert(anchor.clone()) { anchor } else { String::new() };
    }
    let mut tests: Vec<String> = others.into_iter().map(test_name).collect();
    tests.dedup();
    AssetView {
        anchor: paths::asset_anchor(asset),
        name: asset.name.clone(),
        kind: if asset.kind == AssetKind::Exposure {
            exposure_kind(asset).to_lowercase()
        } else {
            asset.kind.word().replace('_', " ")
        },
        description: asset.description.clone(),
        relation: asset.relation.clone().unwrap_or_default(),
        file: asset.path.clone(),
        tool: asset.tool.clone().unwrap_or_default(),
        url: asset.url.clone().filter(|url| is_safe_url(url)),
        tags: asset.tags.clone(),
        facts: facts(asset),
        ports: port_tags(index, of, status, context),
        columns,
        tested: asset.tests.len(),
        newest_row: crate::site::evidence_summary::newest_row(index, context)
            .map(|row| context.moment_in_words(row))
            .unwrap_or_default(),
        tests,
        status: status.map(words::status),
        reasons: standing
            .iter()
            .flat_map(|one| one.reasons.iter().map(|reason| reason.say(&voice)).chain(at_risk(one, context)))
            .collect(),
        profiled: !profile.is_empty(),
        profile,
    }
}

/// The output ports of a product that an asset stands behind, with what differs from the status of the asset.
fn port_tags(
    asset: AssetIx,
    of: ProductIx,
    status: Option<Status>,
    context: &ViewContext<'_>,
) -> Vec<PortTag> {
    let ports = context.product(of).output_ports.iter().enumerate();
    let tag = |(position, port): (usize, &OutputPort)| {
        let other = context.port_status(of, position).filter(|one| Some(*one) != status);
        PortTag { name: port.name.clone(), status: other.map(|one| words::status(one).name) }
    };
    ports.filter(|(_, port)| port.asset == Some(asset)).map(tag).collect()
}

/// What puts an asset at risk: what is broken among the things that it builds on, with whose it is: `upstream problem
/// in shop.orders and loader (Shop replication)`.
fn at_risk(standing: &AssetAssessment, context: &ViewContext<'_>) -> Option<String> {
    let causes: Vec<&Asset> = standing.causes.iter().map(|cause| context.catalog.asset(*cause)).collect();
    let first = causes.first()?.product;
    let whose = |holder: Option<ProductIx>| {
        holder.map(|holder| format!(" ({})", context.card(holder).name)).unwrap_or_default()
    };
    let causes = if causes.iter().all(|cause| cause.product == first) {
        en::listed(causes.iter().map(|cause| cause.name.clone())) + &whose(first)
    } else {
        en::listed(causes.iter().map(|cause| cause.name.clone() + &whose(cause.product)))
    };
    Some(format!("upstream problem in {causes}"))
}

/// What an exposure is, by dbt's own word: `Dashboard`.
pub(super) fn exposure_kind(asset: &Asset) -> String {
    capitalised(asset.subtype.as_deref().unwrap_or("exposure"))
}

fn test_name(test: &model::Test) -> String {
    let unit = if test.unit { " (unit test)" } else { "" };
    match &test.column {
        Some(column) => format!("{} on {column}{unit}", test.name),
        None => format!("{}{unit}", test.name),
    }
}

/// What sets the asset apart from others of its kind.
fn facts(asset: &Asset) -> Vec<String> {
    let mut facts = Vec::new();
    facts.extend(asset.materialized.clone().filter(|how| how != asset.kind.word()));
    facts.extend(asset.access.clone().filter(|access| access != "protected"));
    if asset.contract_enforced {
        facts.push("contract enforced".to_owned());
    }
    if !asset.latest {
        facts.push("older version".to_owned());
    }
    if let Some(day) = asset.deprecation_day() {
        let moment_in_words = day.parse().map(day_in_words);
        facts.push(format!("deprecated from {}", moment_in_words.unwrap_or_else(|_| day.to_owned())));
    }
    facts.extend(asset.schedule.map(|schedule| format!("due {schedule}")));
    if asset.external {
        facts.push("made by another dbt project".to_owned());
    }
    facts
}

/// The columns of an asset, each with its tests, and the tests that are of none of them.
pub(super) fn columns(asset: &Asset) -> (Vec<ColumnView>, Vec<&model::Test>) {
    let mut others = Vec::new();
    let mut tests: Vec<Vec<String>> = vec![Vec::new(); asset.columns.len()];
    for test in &asset.tests {
        match asset.column_of(test) {
            Some(column) => tests[column].push(test.name.clone()),
            None => others.push(test),
        }
    }
    let column = |(column, mut tests): (&model::Column, Vec<String>)| {
        tests.dedup();
        ColumnView {
            anchor: String::new(),
            name: column.name.clone(),
            data_type: column.data_type.clone().unwrap_or_default(),
            description: column.description.clone(),
            tags: column.tags.clone(),
            tests,
        }
    };
    (asset.columns.iter().zip(tests).map(column).collect(), others)
}
