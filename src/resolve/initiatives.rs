//! What the files of the roadmap mean.

use super::catalog_names::CatalogNames;
use super::names::by_id;
use super::parts::{links, text};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::model::{Delivery, DeliveryStatus, Initiative};
use crate::read::documents::Documents;
use crate::read::initiative::{DeliveryDoc, InitiativeDoc};

/// The initiatives, by id.
pub(super) fn initiatives(
    documents: &Documents,
    known: &CatalogNames<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<Initiative> {
    let docs = by_id(&documents.initiatives, "initiatives", |doc| &doc.id, diagnostics);
    docs.into_iter().map(|doc| initiative(doc, known, diagnostics)).collect()
}

fn initiative(doc: &InitiativeDoc, known: &CatalogNames<'_>, diagnostics: &mut Diagnostics) -> Initiative {
    let id = &doc.id.value;
    whole(doc, diagnostics);
    Initiative {
        id: id.clone(),
        span: doc.id.span,
        title: doc.title.value.clone(),
        ask: text(&doc.ask),
        sponsor: doc.sponsor.as_ref().and_then(|written| {
            known.teams.find(written, || format!("initiative `{id}` is sponsored by"), diagnostics)
        }),
        outcome: text(&doc.outcome),
        description: text(&doc.description),
        links: links(&doc.links),
        deliveries: doc.delivers.iter().filter_map(|one| delivery(id, one, known, diagnostics)).collect(),
    }
}

/// What every initiative should say. Faults, all warnings: `no-sponsor`, `no-outcome`,
/// `empty-initiative`.
fn whole(doc: &InitiativeDoc, diagnostics: &mut Diagnostics) {
    let mut warn = |code, lacks: &str, help: &str| {
        let message = format!("initiative `{}` has no {lacks}", doc.id.value);
        diagnostics.push(Diagnostic::warning(code, message).at(doc.id.span, "").help(help));
    };
    if doc.sponsor.is_none() {
        warn("no-sponsor", "sponsor", "write the team that asked for it: `sponsor: …`");
    }
    if doc.outcome.is_none() {
        warn("no-outcome", "outcome", "write what will be better once it is delivered: `outcome: …`");
    }
    if doc.delivers.is_empty() {
        warn("empty-initiative", "products", "list the products it takes: `delivers: …`");
    }
}

fn delivery(
    initiative: &str,
    doc: &DeliveryDoc,
    known: &CatalogNames<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Delivery> {
    let says = || format!("initiative `{initiative}` delivers");
    let product = known.products.find(&doc.product, says, diagnostics);
    let waits_for = doc.waits_for.iter().filter_map(|written| {
        known.products.find(written, || format!("initiative `{initiative}` waits for"), diagnostics)
    });
    let waits_for = waits_for.collect();
    let status = doc.status.as_ref().map_or(DeliveryStatus::DEFAULT, |status| status.value);
    if let Some(delivered) = &doc.delivered
        && status != DeliveryStatus::Delivered
    {
        let message = format!(
            "initiative `{initiative}` says when `{}` was delivered, but not that it was",
            doc.product.value
        );
        diagnostics.push(
            Diagnostic::error("not-delivered", message)
                .at(delivered.span, format!("its status is `{}`", status.word()))
                .help("write `status: delivered`, or remove the date"),
        );
    }
    Some(Delivery {
        product: product?,
        span: doc.product.span,
        target_span: doc.target.as_ref().map(|target| target.span),
        work: text(&doc.work),
        effort: doc.effort.as_ref().map(|effort| effort.value),
        value: doc.value.as_ref().map(|value| value.value),
        status,
        target: doc.target.as_ref().map(|target| target.value),
        delivered: doc.delivered.as_ref().map(|date| date.value),
        waits_for,
    })
}
