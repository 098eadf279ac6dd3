//! The output ports and the promises of a product.

use super::inside::{self, ColumnView};
use super::layers::shown_assets;
use super::standing::{HistoryView, KeptView};
use crate::model::{self, AssetIx, Measure, ProductIx, Status, capitalised};
use crate::prose::{Code as _, Coded, Say as _, Voice, en};
use crate::site::context::ViewContext;
use crate::site::evidence_summary::{self, TestedView};
use crate::site::parts::{ExternalLink, Label, PageRef};
use crate::site::{paths, words};
use serde::Serialize;
use std::collections::BTreeSet;

/// An output port.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct PortView {
    /// The id, also the anchor `port-<id>` in the page.
    pub id: String,
    /// The name, or the id if there is no name.
    pub name: String,
    /// Markdown; may be empty.
    pub description: String,
    /// Its status today, once known.
    pub status: Option<crate::site::parts::Label>,
    /// Whether nothing checks it, so that it is healthy only because a promise about it is kept.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_kept_only: bool,
    /// The kind of port.
    pub kind: Option<Label>,
    /// The name in the warehouse or in storage; empty for what can only be opened.
    pub address: String,
    /// The address that opens it.
    pub url: Option<String>,
    /// The address where access can be requested.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access: Option<String>,
    /// Its data contract: a file of the site.
    pub contract: Option<PageRef>,
    /// Whether dbt refuses to build it with other columns.
    pub contract_enforced: bool,
    /// Its version, if it has versions.
    pub version: Option<String>,
    /// The day from which it should not be used.
    pub deprecated_from: Option<String>,
    /// Its columns.
    pub columns: Vec<ColumnView>,
    /// That it has no rows, or that its newest load wrote none, which no test need notice; may be empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub no_rows: String,
    /// The fields of another system that it fills, each with its column.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<PortFieldView>,
    /// The number of tests declared for it.
    pub tests: usize,
    /// The results of its tests and of other tools' checks; `None` if there are none.
    pub tested: Option<TestedView>,
    /// The products that read it.
    pub readers: Vec<PageRef>,
    /// Its page in dbt's own documentation.
    pub docs: Option<ExternalLink>,
}

/// A field of another system that an output port fills.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct PortFieldView {
    /// The field.
    pub field: String,
    /// The column that it is filled from.
    pub column: String,
}

/// A promise.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct SlaView {
    /// The property's id: `freshness`.
    pub id: String,
    /// The promise in plain words, before its target: `Fresh within`.
    pub title: String,
    /// The target: `6 hours`.
    pub target: String,
    /// The output port it applies to, if it is limited to one.
    pub port: Option<String>,
    /// An explanation; may be empty.
    pub description: String,
    /// Whether it is kept today, once known.
    pub status: Option<crate::site::parts::Label>,
    /// The measured value, in words; may be empty.
    pub measured: String,
    /// Whether it is kept with data that is older than it should be.
    #[serde(skip)]
    pub is_old: bool,
    /// How often it was kept, as text: `100% of 30 days`, `100% of the 10 days recorded`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub kept: Vec<String>,
    /// Of the recorded days among the last thirty, the percentage when it was kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub month: Option<usize>,
    /// The same for the last ninety.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quarter: Option<usize>,
    /// The measurement for programs, if anything was measured or could be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub measure: Option<Coded>,
}

/// Returns whether a port is healthy although nothing checks its asset: then a promise about it is kept.
fn is_kept_only(of: ProductIx, position: usize, context: &ViewContext<'_>) -> bool {
    let asset = context.product(of).output_ports[position].asset;
    let own_status = asset.and_then(|asset| context.assessment.assets.get(asset.position())?.status);
    own_status == Some(Status::Unchecked) && context.port_status(of, position) == Some(Status::Healthy)
}

/// Returns the output ports of a product.
pub(super) fn ports(product: &model::Product, index: ProductIx, context: &ViewContext<'_>) -> Vec<PortView> {
    let flows = context.catalog.lineage.downstream(index);
    let port = |(position, port): (usize, &model::OutputPort)| {
        let asset = port.asset.map(|asset| context.catalog.asset(asset));
        let readers = flows.iter().filter(|neighbour| {
            port.asset.is_some_and(|asset| neighbour.flow.pairs.iter().any(|pair| pair.from == asset))
        });
        PortView {
            id: port.id.clone(),
            name: port.name.clone(),
            description: if port.description.is_empty() {
                asset.map(|asset| asset.description.clone()).unwrap_or_default()
            } else {
                port.description.clone()
            },
            status: context.port_status(index, position).map(words::status),
            is_kept_only: is_kept_only(index, position, context),
            kind: port.kind.map(words::port),
            address: asset.and_then(|asset| asset.relation.clone()).unwrap_or_default(),
            url: port.url.clone(),
            access: access(product, port, context),
            contract: port.contract.as_ref().map(|path| PageRef {
                id: port.id.clone(),
                name: path.rsplit('/').next().unwrap_or(path).to_owned(),
                path: path.clone(),
                ..PageRef::default()
            }),
            contract_enforced: asset.is_some_and(|asset| asset.contract_enforced),
            version: asset.and_then(|asset| asset.version.clone()),
            deprecated_from: asset.and_then(|asset| asset.deprecation_day()).map(str::to_owned),
            columns: asset.map(|asset| inside::columns(asset).0).unwrap_or_default(),
            no_rows: port.asset.map(|asset| no_rows(asset, context)).unwrap_or_default(),
            fields: fields(port, asset),
            tests: asset.map_or(0, |asset| asset.tests.len()),
            tested: port.asset.and_then(|asset| evidence_summary::tested(asset, context)),
            readers: readers.map(|neighbour| context.product_ref(neighbour.product)).collect(),
            docs: asset.and_then(|asset| context.docs(asset)),
        }
    };
    product.output_ports.iter().enumerate().map(port).collect()
}

/// Returns for each output port the place of its table on the page of details; empty if that page does not show it.
pub(super) fn tables(product: ProductIx, context: &ViewContext<'_>) -> Vec<String> {
    let of = context.product(product);
    let shown: BTreeSet<AssetIx> = shown_assets(product, context).collect();
    let place = |asset: AssetIx| {
        let anchor = paths::asset_anchor(context.catalog.asset(asset));
        format!("{}#{anchor}", paths::product_detail(&of.id))
    };
    let ports = of.output_ports.iter();
    ports
        .map(|port| port.asset.filter(|asset| shown.contains(asset)).map(place).unwrap_or_default())
        .collect()
}

/// Returns that an asset has no rows, as last counted; empty if it has any or nobody counted.
fn no_rows(asset: AssetIx, context: &ViewContext<'_>) -> String {
    let size = context.catalog.observations.assets.get(asset).and_then(|observed| observed.size);
    let is_unchecked =
        context.assessment.assets.get(asset.position()).is_some_and(|assessment| !assessment.checked);
    size.filter(model::TableSize::is_empty).map_or_else(String::new, |size| {
        en::no_rows(size.is_of_load(), is_unchecked, &context.moment_in_words(size.at))
    })
}

/// Returns the fields that an output port fills, those of the asset behind it first.
fn fields(port: &model::OutputPort, asset: Option<&model::Asset>) -> Vec<PortFieldView> {
    let of_asset = asset.map_or(&[][..], |asset| &asset.fields);
    let own_fields = port.fields.iter().filter(|field| !of_asset.contains(field));
    let view = |field: &model::FieldMapping| PortFieldView {
        field: field.field.clone(),
        column: field.column.clone(),
    };
    of_asset.iter().chain(own_fields).map(view).collect()
}

/// Returns where access to an output port can be requested: at its own address, else at that of the catalog, which
/// applies to a port with an asset or an address to be given access to. An address of the catalog that asks for a table
/// applies only to ports with one.
fn access(product: &model::Product, port: &model::OutputPort, context: &ViewContext<'_>) -> Option<String> {
    if !product.lifecycle.is_in_service() {
        return None;
    }
    if port.access.is_some() || port.url.is_none() && port.asset.is_none() {
        return port.access.clone();
    }
    let asset = port.asset.map(|asset| context.catalog.asset(asset));
    let table = asset.and_then(|asset| asset.relation.as_deref());
    let table = table.unwrap_or_default();
    let values = [("product", product.id.as_str()), ("port", port.id.as_str()), ("address", table)];
    model::filled_address(context.catalog.settings.access.as_deref()?, &values)
}

/// Returns the promises of a product, with how often they were kept.
pub(super) fn slas(
    product: &model::Product,
    index: ProductIx,
    history: Option<&HistoryView>,
    context: &ViewContext<'_>,
) -> Vec<SlaView> {
    let voice = Voice::page(context.catalog);
    let measured = |promise: usize| {
        context.product_assessment(index).and_then(|standing| standing.promises.get(promise))
    };
    let kept = |sla: &model::Sla| {
        let key = sla.key(product);
        history?.kept.iter().find(|kept| kept.key == key)
    };
    let sla = |(number, sla): (usize, &model::Sla)| SlaView {
        id: sla.property.word().to_owned(),
        title: sla.property.title().to_owned(),
        target: sla.target.to_string(),
        port: sla.port.map(|port| product.output_ports[port].name.clone()),
        description: sla.description.clone(),
        status: measured(number).and_then(|promise| words::verdict(promise.verdict)),
        measured: measured(number)
            .map(|promise| capitalised(&promise.measured.say(&voice)))
            .unwrap_or_default(),
        is_old: measured(number)
            .is_some_and(|promise| matches!(promise.measured, Measure::Ready { is_old: true, .. })),
        kept: kept(sla).map(KeptView::sentences).unwrap_or_default(),
        month: kept(sla).and_then(|kept| kept.month),
        quarter: kept(sla).and_then(|kept| kept.quarter),
        measure: measured(number)
            .filter(|promise| promise.measured != Measure::Nothing)
            .map(|promise| promise.measured.coded(context.catalog)),
    };
    product.slas.iter().enumerate().map(sla).collect()
}
