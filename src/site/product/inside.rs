//! The assets of a product, by layer.

use super::layers::{SHOWN, by_layer};
use super::profile::{ProfileView, profile};
use super::reads::{AssetReadsView, reads};
use crate::model::{
    self, Asset, AssetAssessment, AssetIx, AssetKind, OutputPort, ProductIx, Status, capitalised,
    day_in_words, is_safe_url,
};
use crate::prose::{Say as _, Voice, en};
use crate::site::asset_status::asset_status;
use crate::site::context::ViewContext;
use crate::site::parts::{Label, PageRef};
use crate::site::{paths, words};
use serde::Serialize;
use std::collections::BTreeSet;

/// Assets of one layer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct LayerView {
    /// The id, usable as a class name.
    pub id: String,
    /// The name for people: `Staging`.
    pub name: String,
    /// The purpose of the layer, in one plain sentence.
    pub meaning: String,
    /// The reasons for the status of all its assets, if they are the same.
    pub reasons: Vec<String>,
    /// What each of its assets says of itself, besides what all assets of the page say.
    pub common: CommonFacts,
    /// The assets, at most a hundred.
    pub assets: Vec<AssetView>,
    /// The number of all its assets.
    pub total: usize,
}

/// A layer as the product's own page shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct LayerBrief {
    /// The id, usable as a class name.
    pub id: String,
    /// The name for people: `Staging`.
    pub name: String,
    /// The purpose of the layer, in one plain sentence.
    pub meaning: String,
    /// The number of its assets.
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
    /// Its anchor in the detail page.
    pub anchor: String,
    /// The name.
    pub name: String,
    /// dbt's word, or the product's own: `model`, `source`, `sync`.
    pub kind: String,
    /// Markdown; empty if it only repeats the summary of the product.
    pub description: String,
    /// The name in the warehouse; may be empty.
    pub relation: String,
    /// The file in the dbt project; may be empty.
    pub file: String,
    /// Where that file, or the code of a declared asset, can be read.
    pub code: Option<String>,
    /// What it runs on; may be empty.
    pub tool: String,
    /// The address that opens it.
    pub url: Option<String>,
    /// dbt's tags.
    pub tags: Vec<String>,
    /// Short facts: `view`, `private`, `contract enforced`, `deprecated`.
    pub facts: Vec<String>,
    /// The output ports it is behind.
    pub ports: Vec<PortTag>,
    /// What it reads, what reads it, and what breaks when it changes.
    pub lineage: AssetReadsView,
    /// Its columns.
    pub columns: Vec<ColumnView>,
    /// Which tables of the page have the same columns.
    pub shared_columns: Option<SharedPart>,
    /// For which tables of the page the same breaks.
    pub shared_breaks: Option<SharedPart>,
    /// The number of its tests.
    pub tested: usize,
    /// When the newest row of a source was loaded; may be empty.
    pub newest_row: String,
    /// The names of the tests that cover all of it, or a column that is not known.
    pub tests: Vec<String>,
    /// Its status today, once known.
    pub status: Option<Label>,
    /// The reasons for it that are its own.
    pub reasons: Vec<String>,
    /// The broken assets that put it at risk, in words.
    pub at_risk: Option<String>,
    /// The products of these assets.
    pub upstream: Vec<PageRef>,
    /// Its size, its last runs and its test results.
    pub profile: ProfileView,
    /// Whether any of that is known.
    pub profiled: bool,
}

/// A part of what the page says of a table that it says of others too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct SharedPart {
    /// Its number on the page.
    pub number: usize,
    /// Whether it is told here; otherwise it is told above.
    pub is_first: bool,
}

/// What each of several tables says of itself; empty where they differ.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct CommonFacts {
    /// How many tables say so.
    pub tables: usize,
    /// What they are, in words: `model, view`.
    pub kind: String,
    /// dbt's tags.
    pub tags: Vec<String>,
    /// What their names complete to their addresses: `db.main.`
    pub address: String,
    /// What their names complete to their files, before the name: `models/orders/`,
    pub folder: String,
    /// and after it: `.sql`.
    pub ending: String,
}

/// An output port that an asset is behind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct PortTag {
    /// The name.
    pub name: String,
    /// The status of the port today, if it differs from the asset's: promises belong to ports.
    pub status: Option<String>,
}

/// A column.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct ColumnView {
    /// The name.
    pub name: String,
    /// The type; may be empty.
    pub data_type: String,
    /// Markdown; may be empty.
    pub description: String,
    /// dbt's tags.
    pub tags: Vec<String>,
    /// The names of its tests.
    pub tests: Vec<String>,
}

/// Returns the layers of a product, as its detail page shows them.
pub(super) fn layers(product: ProductIx, context: &ViewContext<'_>) -> Vec<LayerView> {
    by_layer(product, context)
        .into_iter()
        .map(|(layer, assets)| {
            let (id, name, meaning) = layer.words();
            let shown = assets.iter().take(SHOWN);
            LayerView {
                id: id.to_owned(),
                name: name.to_owned(),
                meaning: meaning.to_owned(),
                reasons: Vec::new(),
                common: CommonFacts::default(),
                assets: shown.map(|asset| asset_view(*asset, product, context)).collect(),
                total: assets.len(),
            }
        })
        .collect()
}

fn asset_view(index: AssetIx, product: ProductIx, context: &ViewContext<'_>) -> AssetView {
    let asset = context.catalog.asset(index);
    let standing = context.assessment.assets.get(index.position());
    let status = asset_status(index, context);
    let profile = profile(index, product, context);
    let (columns, others) = columns(asset);
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
        description: if asset.description == context.product(product).summary {
            String::new()
        } else {
            asset.description.clone()
        },
        relation: asset.relation.clone().unwrap_or_default(),
        file: asset.path.clone(),
        code: context.code(asset),
        tool: asset.tool.clone().unwrap_or_default(),
        url: asset.url.clone().filter(|url| is_safe_url(url)),
        tags: asset.tags.clone(),
        facts: facts(asset),
        ports: port_tags(index, product, standing.and_then(|standing| standing.status), context),
        lineage: reads(index, product, context),
        columns,
        shared_columns: None,
        shared_breaks: None,
        tested: asset.tests.len(),
        newest_row: crate::site::evidence_summary::newest_row(index, context)
            .map(|row| context.moment_in_words(row))
            .unwrap_or_default(),
        tests,
        status: status.map(words::status),
        reasons: standing.map(|standing| worded(standing, context)).unwrap_or_default(),
        at_risk: standing.and_then(|standing| at_risk(standing, context)),
        upstream: standing.map(|standing| upstream(standing, context)).unwrap_or_default(),
        profiled: !profile.is_empty(),
        profile,
    }
}

/// Returns the output ports of a product that an asset is behind, with what differs from the asset's own status.
fn port_tags(
    asset: AssetIx,
    product: ProductIx,
    status: Option<Status>,
    context: &ViewContext<'_>,
) -> Vec<PortTag> {
    let ports = context.product(product).output_ports.iter().enumerate();
    let tag = |(position, port): (usize, &OutputPort)| {
        let other = context.port_status(product, position).filter(|port_status| Some(*port_status) != status);
        PortTag { name: port.name.clone(), status: other.map(|status| words::status(status).name) }
    };
    ports.filter(|(_, port)| port.asset == Some(asset)).map(tag).collect()
}

/// Returns the reasons for a status that are an asset's own, in words.
pub(super) fn worded(standing: &AssetAssessment, context: &ViewContext<'_>) -> Vec<String> {
    let voice = Voice::page(context.catalog);
    standing.reasons.iter().map(|reason| reason.say(&voice)).collect()
}

/// Returns the products of the broken assets that put an asset at risk.
fn upstream(standing: &AssetAssessment, context: &ViewContext<'_>) -> Vec<PageRef> {
    let mut seen = BTreeSet::new();
    let products = standing.causes.iter().filter_map(|cause| context.catalog.asset(*cause).product);
    products.filter(|product| seen.insert(*product)).map(|product| context.product_ref(product)).collect()
}

/// Returns what puts an asset at risk: the broken assets that it builds on, with their products: `upstream problem
/// in shop.orders and loader (Shop replication)`.
fn at_risk(standing: &AssetAssessment, context: &ViewContext<'_>) -> Option<String> {
    let causes: Vec<&Asset> = standing.causes.iter().map(|cause| context.catalog.asset(*cause)).collect();
    let first = causes.first()?.product;
    let whose = |owner: Option<ProductIx>| {
        owner.map(|owner| format!(" ({})", context.card(owner).name)).unwrap_or_default()
    };
    let causes = if causes.iter().all(|cause| cause.product == first) {
        en::listed(causes.iter().map(|cause| cause.name.clone())) + &whose(first)
    } else {
        en::listed(causes.iter().map(|cause| cause.name.clone() + &whose(cause.product)))
    };
    Some(format!("upstream problem in {causes}"))
}

/// Returns the kind of an exposure, in dbt's own word: `Dashboard`.
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

/// Returns what distinguishes the asset from others of its kind.
fn facts(asset: &Asset) -> Vec<String> {
    let mut facts = Vec::new();
    facts.extend(asset.materialized.clone().filter(|how| how != asset.kind.word()));
    facts.extend(asset.access.clone().filter(|access| access != "protected"));
    if asset.contract_enforced {
        facts.push("contract enforced".to_owned());
    }
    if asset.is_older_version {
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

/// Returns the columns of an asset, each with its tests, and the tests that belong to none of them.
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
            name: column.name.clone(),
            data_type: column.data_type.clone().unwrap_or_default(),
            description: column.description.clone(),
            tags: column.tags.clone(),
            tests,
        }
    };
    (asset.columns.iter().zip(tests).map(column).collect(), others)
}
