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
    for written in &doc.output_ports {
        if let Some(first) = ports.iter().find(|port| port.id == written.id.value) {
            let message =
                format!("two output ports of `{}` have the id `{}`", doc.id.value, written.id.value);
            diagnostics.push(
                Diagnostic::error("duplicate-id", message)
                    .at(written.id.span, "given again")
                    .at(first.span, "first given here"),
            );
            continue;
        }
        let asset = asset(doc, written, finder, diagnostics);
        let own_url = written.url.as_ref().map(|url| url.value.clone());
        let asset_url = asset.and_then(|asset| finder.inventory.assets()[asset.position()].url.clone());
        ports.push(OutputPort {
            id: written.id.value.clone(),
            span: written.id.span,
            name: port_name(written),
            description: text(&written.description),
            asset,
            missing: written.behind().filter(|_| asset.is_none()).map(|behind| behind.written().clone()),
            kind: written.port_type.as_ref().map(|kind| kind.value),
            url: own_url.or(asset_url.filter(|url| is_safe_url(url))),
            access: written.access.as_ref().map(|address| address.value.clone()),
            contract: contract(doc, written, known, diagnostics),
            fields: fields(&written.fields),
        });
    }
    ports
}

fn port_name(written: &OutputPortDoc) -> String {
    written.name.as_ref().map_or_else(|| super::parts::titled(&written.id.value), |name| name.value.clone())
}

fn asset(
    doc: &ProductDoc,
    written: &OutputPortDoc,
    finder: &Finder<'_, '_>,
    diagnostics: &mut Diagnostics,
) -> Option<AssetIx> {
    let inventory = finder.inventory;
    let port = || format!("output port `{}` of `{}`", written.id.value, doc.id.value);
    let behind = written.behind()?;
    let asset = match behind {
        BehindPort::Asset(declared) => {
            let own_names = KnownNames::new(ASSET, inventory.declared_names(&doc.id.value));
            return own_names.find(declared, || format!("{} is the asset", port()), diagnostics);
        }
        BehindPort::Dbt(selector) => finder.one(selector, port, diagnostics)?,
        BehindPort::Dataset(_) => inventory.dataset(&doc.id.value, &written.id.value)?,
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
    written: &OutputPortDoc,
    known: &CatalogNames<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<String> {
    let contract = written.contract.as_ref()?;
    let context = || format!("output port `{}` of `{}` has the contract", written.id.value, doc.id.value);
    known.contracts.find(contract, context, diagnostics)?;
    Some(contract.value.clone())
}

/// Returns the promises of a product, once its ports are known.
pub(super) fn slas(doc: &ProductDoc, ports: &[OutputPort], diagnostics: &mut Diagnostics) -> Vec<Sla> {
    let ports = names(ports);
    let sla = |written: &crate::read::product::SlaDoc| Sla {
        // Freshness by a time of day is readiness by then.
        property: match written.target.value {
            SlaTarget::By(_) => SlaProperty::Ready,
            _ => written.property.value,
        },
        target: match &written.target.value {
            SlaTarget::By(deadline) => {
                let days = written.on.iter().map(|days| days.value).reduce(WeekDays::and);
                SlaTarget::By(Deadline { days: days.unwrap_or(deadline.days), ..*deadline })
            }
            target => target.clone(),
        },
        port: written.port.as_ref().and_then(|port| {
            ports.find(port, || format!("product `{}` has a promise about its", doc.id.value), diagnostics)
        }),
        description: text(&written.description),
        span: written.target.span,
    };
    doc.slas.iter().map(sla).collect()
}
