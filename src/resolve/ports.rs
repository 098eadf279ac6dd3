//! Output ports: the assets behind them, their contracts, and the promises for them.

use super::catalog_names::CatalogNames;
use super::inventory::{Finder, fields};
use super::names::{ASSET, KnownNames};
use super::parts::text;
use super::port_names::names;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::model::{AssetIx, Deadline, OutputPort, Sla, SlaProperty, SlaTarget, WeekDays, is_safe_url};
use crate::read::port::{BehindPort, OutputPortDoc};
use crate::read::product::ProductDoc;

/// Returns the output ports of a product file.
pub(super) fn output_ports(
    doc: &ProductDoc,
    known: &CatalogNames<'_>,
    finder: &Finder<'_, '_>,
    diagnostics: &mut Diagnostics,
) -> Vec<OutputPort> {
    let mut ports: Vec<OutputPort> = Vec::new();
    for port_doc in &doc.output_ports {
        if let Some(first) = ports.iter().find(|port| port.id == port_doc.id.value) {
            let message =
                format!("two output ports of `{}` have the id `{}`", doc.id.value, port_doc.id.value);
            diagnostics.push(
                Diagnostic::error("duplicate-id", message)
                    .at(port_doc.id.span, "given again")
                    .at(first.span, "first given here"),
            );
            continue;
        }
        let asset = asset(doc, port_doc, finder, diagnostics);
        let own_url = port_doc.url.as_ref().map(|url| url.value.clone());
        let asset_url = asset.and_then(|asset| finder.inventory.assets()[asset.position()].url.clone());
        ports.push(OutputPort {
            id: port_doc.id.value.clone(),
            span: port_doc.id.span,
            name: port_name(port_doc),
            description: text(&port_doc.description),
            asset,
            missing: port_doc.behind().filter(|_| asset.is_none()).map(|behind| behind.written().clone()),
            kind: port_doc.port_type.as_ref().map(|kind| kind.value),
            url: own_url.or(asset_url.filter(|url| is_safe_url(url))),
            access: port_doc.access.as_ref().map(|address| address.value.clone()),
            contract: contract(doc, port_doc, known, diagnostics),
            fields: fields(&port_doc.fields),
        });
    }
    ports
}

/// Returns the name of a port; by default, its id as a title.
fn port_name(port_doc: &OutputPortDoc) -> String {
    port_doc.name.as_ref().map_or_else(|| super::parts::titled(&port_doc.id.value), |name| name.value.clone())
}

/// Returns the asset behind a port, which must be inside the product.
fn asset(
    doc: &ProductDoc,
    port_doc: &OutputPortDoc,
    finder: &Finder<'_, '_>,
    diagnostics: &mut Diagnostics,
) -> Option<AssetIx> {
    let inventory = finder.inventory;
    let port = || format!("output port `{}` of `{}`", port_doc.id.value, doc.id.value);
    let behind = port_doc.behind()?;
    let asset = match behind {
        BehindPort::Asset(declared) => {
            let own_names = KnownNames::new(ASSET, inventory.declared_names(&doc.id.value));
            return own_names.find(declared, || format!("{} is the asset", port()), diagnostics);
        }
        BehindPort::Dbt(selector) => finder.one(selector, port, diagnostics)?,
        BehindPort::Dataset(_) => inventory.dataset(&doc.id.value, &port_doc.id.value)?,
    };
    let owner = inventory.assets()[asset.position()].product;
    let is_own = owner.is_some_and(|owner| inventory.product_id(owner) == doc.id.value);
    if !is_own {
        let name = &inventory.assets()[asset.position()].name;
        let message = format!("{} is `{name}`, which is not inside the product", port());
        let diagnostic = Diagnostic::error("foreign-port", message)
            .at(behind.written().span, "not an asset of the product");
        diagnostics.push(match owner {
            Some(owner) => diagnostic.note(format!("`{name}` belongs to `{}`", inventory.product_id(owner))),
            None => diagnostic.help(format!("add it to `assets`: `- dbt: {name}`")),
        });
    }
    Some(asset)
}

/// Returns the path of a port's contract, which must be a file of `contracts/`.
fn contract(
    doc: &ProductDoc,
    port_doc: &OutputPortDoc,
    known: &CatalogNames<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<String> {
    let contract = port_doc.contract.as_ref()?;
    let context = || format!("output port `{}` of `{}` has the contract", port_doc.id.value, doc.id.value);
    known.contracts.find(contract, context, diagnostics)?;
    Some(contract.value.clone())
}

/// Returns the promises of a product; `ports` are the ones that they can name.
pub(super) fn slas(doc: &ProductDoc, ports: &[OutputPort], diagnostics: &mut Diagnostics) -> Vec<Sla> {
    let ports = names(ports);
    let sla = |sla_doc: &crate::read::product::SlaDoc| Sla {
        // Freshness by a time of day is readiness by then.
        property: match sla_doc.target.value {
            SlaTarget::By(_) => SlaProperty::Ready,
            _ => sla_doc.property.value,
        },
        target: match &sla_doc.target.value {
            SlaTarget::By(deadline) => {
                let days = sla_doc.on.iter().map(|days| days.value).reduce(WeekDays::and);
                SlaTarget::By(Deadline { days: days.unwrap_or(deadline.days), ..*deadline })
            }
            target => target.clone(),
        },
        port: sla_doc.port.as_ref().and_then(|port| {
            ports.find(port, || format!("product `{}` has a promise about its", doc.id.value), diagnostics)
        }),
        description: text(&sla_doc.description),
        span: sla_doc.target.span,
    };
    doc.slas.iter().map(sla).collect()
}
