//! Resolves each product file, except for its assets and anything that depends on them.

use super::catalog_names::CatalogNames;
use super::names::{CONTROL, KnownNames};
use super::organisation::steward;
use super::parts::{channels, links, text};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::model::{
    Accomplishment, BusinessValue, Consumer, ControlEvidence, InputPort, LastMile, Lifecycle, Notice,
    Obligation, OutputPort, Product, ProductIx, Regulation, Role, TierIx, User,
};
use crate::read::business_value::BusinessValueDoc;
use crate::read::consumer::{ConsumerDoc, LastMileDoc};
use crate::read::product::{NoticeDoc, ObligationDoc, ProductDoc};
use crate::source::Spanned;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Returns the product of a file; its assets, ports and references to ports are added later.
pub(super) fn product(
    doc: &ProductDoc,
    known: &CatalogNames<'_>,
    regulations: &[Regulation],
    diagnostics: &mut Diagnostics,
) -> Product {
    let id = &doc.id.value;
    diagnostics.extend(mart_without_category(doc, known));
    let owner = doc
        .owner
        .as_ref()
        .and_then(|written| known.teams.find(written, || format!("product `{id}` is owned by"), diagnostics));
    Product {
        span: doc.id.span,
        file: known.documents.sources.shared_path(doc.id.span.file),
        name: doc.name.value.clone(),
        aliases: doc.aliases.iter().map(|alias| alias.value.clone()).collect(),
        summary: text(&doc.summary),
        description: text(&doc.description),
        category: doc.category.as_ref().and_then(|written| {
            known.categories.find(written, || format!("product `{id}` has the category"), diagnostics)
        }),
        mart: doc.mart.as_ref().map(|mart| mart.value),
        domain: doc.domain.as_ref().and_then(|written| {
            known.domains.find(written, || format!("product `{id}` belongs to"), diagnostics)
        }),
        unknown_owner: doc.owner.as_ref().filter(|_| owner.is_none()).map(|written| written.value.clone()),
        owner,
        steward: doc.steward.as_ref().map(|written| steward(written, &known.people)),
        lifecycle: doc.lifecycle.as_ref().map_or(Lifecycle::DEFAULT, |lifecycle| lifecycle.value),
        tier: tier(doc, known, diagnostics),
        has_tier: doc.tier.is_some(),
        tags: doc.tags.iter().map(|tag| tag.value.clone()).collect(),
        assets: Vec::new(),
        output_ports: Vec::new(),
        input_ports: Vec::new(),
        consumers: Vec::new(),
        slas: Vec::new(),
        business_value: doc.value.as_ref().map(business_value),
        upkeep: doc.upkeep.as_ref().map(|upkeep| upkeep.value),
        obligations: obligations(doc, known, regulations, diagnostics),
        attested: Vec::new(),
        support: channels(&doc.support),
        links: links(&doc.links),
        review_by: doc.review_by.as_ref().map(|date| date.value),
        replaced_by: doc
            .replaced_by
            .as_ref()
            .and_then(|written| replacement(doc, written, known, diagnostics)),
        ends: doc.ends.as_ref().map(|date| date.value),
        accomplishments: accomplishments(doc),
        notices: doc.notices.iter().map(notice).collect(),
        id: id.clone(),
    }
}

/// Returns the tier of a product; the lowest one if none is declared.
fn tier(doc: &ProductDoc, known: &CatalogNames<'_>, diagnostics: &mut Diagnostics) -> TierIx {
    let id = &doc.id.value;
    let declared = doc.tier.as_ref().and_then(|written| {
        known.tiers.find(written, || format!("product `{id}` has the tier"), diagnostics)
    });
    declared.unwrap_or(TierIx::at(0))
}

/// Follows replacements to products that are not replaced themselves, and reports those that end at a retired one.
pub(super) fn follow_replacements(
    docs: &[&ProductDoc],
    products: &mut [Product],
    diagnostics: &mut Diagnostics,
) {
    for at in 0..products.len() {
        let Some(first) = products[at].replaced_by else { continue };
        let retired = |product: &ProductIx| products[product.position()].lifecycle == Lifecycle::Retired;
        let next =
            |product: &ProductIx| products[product.position()].replaced_by.filter(|_| retired(product));
        let last = std::iter::successors(Some(first), next).take(products.len()).last().unwrap_or(first);
        if let (true, Some(written)) = (retired(&last), &docs[at].replaced_by) {
            let (id, last_id) = (&products[at].id, &products[last.position()].id);
            let message = format!("product `{id}` is replaced by `{last_id}`, which is retired");
            let diagnostic =
                Diagnostic::warning("replaced-by-retired", message).at(written.span, "no longer in use");
            diagnostics.push(diagnostic.help("name the product that people should use instead"));
        }
        products[at].replaced_by = Some(last);
    }
}

/// Returns the accomplishments, newest first.
fn accomplishments(doc: &ProductDoc) -> Vec<Accomplishment> {
    let accomplishments = doc.accomplishments.iter();
    let mut accomplishments: Vec<Accomplishment> = accomplishments
        .map(|doc| Accomplishment { date: doc.date.value, text: doc.text.value.clone() })
        .collect();
    accomplishments.sort_by_key(|accomplishment| std::cmp::Reverse(accomplishment.date));
    accomplishments
}

/// Returns the product that replaces another one, which must not be that product itself.
fn replacement(
    doc: &ProductDoc,
    written: &Spanned<String>,
    known: &CatalogNames<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<ProductIx> {
    let id = &doc.id.value;
    if written.value == *id {
        let message = format!("product `{id}` is replaced by itself");
        let diagnostic =
            Diagnostic::error("replaced-by-itself", message).at(written.span, "the product itself");
        diagnostics.push(diagnostic.help("name the product that people should use instead"));
        return None;
    }
    known.products.find(written, || format!("product `{id}` is replaced by"), diagnostics)
}

/// Reports products whose replacements lead back to them.
pub(super) fn check_replacements(
    docs: &[&ProductDoc],
    products: &mut [Product],
    diagnostics: &mut Diagnostics,
) {
    let next: Vec<Option<ProductIx>> = products.iter().map(|product| product.replaced_by).collect();
    for at in 0..products.len() {
        let mut chain =
            std::iter::successors(next[at], |product| next[product.position()]).take(products.len());
        if let Some(written) = &docs[at].replaced_by
            && chain.any(|product| product.position() == at)
        {
            let message = format!("the products that replace `{}` lead back to it", products[at].id);
            let diagnostic = Diagnostic::error("replaced-by-itself", message)
                .at(written.span, "leads back to the product");
            diagnostics.push(diagnostic.help("name the product that people should use in the end"));
            products[at].replaced_by = None;
        }
    }
}

/// Marks the uses that begin after today, and those by products that are not in use.
pub(super) fn mark_planned_uses(products: &mut [Product], today: Date) {
    let in_service: Vec<bool> = products.iter().map(|product| product.lifecycle.is_in_service()).collect();
    for consumer in products.iter_mut().flat_map(|product| &mut product.consumers) {
        let is_unused = matches!(consumer.user, User::Product(reader) if !in_service[reader.position()]);
        consumer.planned = is_unused || consumer.since.is_some_and(|since| since > today);
    }
}

fn business_value(doc: &BusinessValueDoc) -> BusinessValue {
    BusinessValue {
        text: doc.text.value.clone(),
        measure: text(&doc.measure),
        checked: doc.checked.as_ref().map(|day| day.value),
    }
}

fn notice(doc: &NoticeDoc) -> Notice {
    Notice {
        text: doc.text.value.clone(),
        since: doc.since.as_ref().map(|day| day.value),
        until: doc.until.as_ref().map(|day| day.value),
    }
}

/// Returns the diagnostic for a kind of mart if the product's category is not one for marts.
fn mart_without_category(doc: &ProductDoc, known: &CatalogNames<'_>) -> Option<Diagnostic> {
    let (id, mart, category) = (&doc.id.value, doc.mart.as_ref()?, doc.category.as_ref()?);
    if known.of_role(Role::Mart).any(|id| id == category.value) {
        return None;
    }
    let help = match known.of_role(Role::Mart).next() {
        None => "remove `mart`, or give a category in `glassbox.yml` the `role: mart`".to_owned(),
        Some(id) => format!("remove `mart`, or write `category: {id}`"),
    };
    let message = format!("product `{id}` has a `mart`, but its category is `{}`", category.value);
    let diagnostic = Diagnostic::error("mart-without-category", message)
        .at(mart.span, "only a product of a category for marts may have `mart`")
        .at(category.span, "the category");
    Some(diagnostic.help(help))
}

/// Returns the consumers of a product that has these output ports.
pub(super) fn consumers(
    doc: &ProductDoc,
    output_ports: &[OutputPort],
    known: &CatalogNames<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<Consumer> {
    let ports = super::port_names::names(output_ports);
    let consumer = |consumer: &ConsumerDoc| {
        let id = &doc.id.value;
        let context = || format!("product `{id}` is used by");
        let (user, written) = match (&consumer.team, &consumer.product) {
            (Some(team), _) => (User::Team(known.teams.find(team, context, diagnostics)?), team),
            (None, Some(product)) => {
                (User::Product(known.products.find(product, context, diagnostics)?), product)
            }
            (None, None) => return None,
        };
        let through = || format!("`{}` uses `{id}` through its port", written.value);
        let used: BTreeSet<usize> =
            consumer.port.iter().filter_map(|port| ports.find(port, through, diagnostics)).collect();
        Some(Consumer {
            user,
            span: written.span,
            purpose: text(&consumer.purpose),
            stage: consumer.stage.as_ref().map(|stage| stage.value),
            since: consumer.since.as_ref().map(|since| since.value),
            planned: false,
            ports: used.into_iter().collect(),
            last_miles: consumer
                .last_mile
                .iter()
                .map(|mile| last_mile(doc, mile, known, diagnostics))
                .collect(),
        })
    };
    doc.consumers.iter().filter_map(consumer).collect()
}

/// Returns a consumer's own logic.
fn last_mile(
    doc: &ProductDoc,
    mile: &LastMileDoc,
    known: &CatalogNames<'_>,
    diagnostics: &mut Diagnostics,
) -> LastMile {
    let context = || format!("a last mile of `{}` should become part of", doc.id.value);
    LastMile {
        place: text(&mile.place),
        logic: text(&mile.what),
        into: mile.into.as_ref().and_then(|into| known.products.find(into, context, diagnostics)),
        since: mile.since.as_ref().map(|since| since.value),
        ttl: mile.ttl.as_ref().map(|ttl| ttl.value),
    }
}

fn obligations(
    doc: &ProductDoc,
    known: &CatalogNames<'_>,
    regulations: &[Regulation],
    diagnostics: &mut Diagnostics,
) -> Vec<Obligation> {
    let mut obligations: Vec<Obligation> = Vec::new();
    for written in &doc.regulations {
        let context = || format!("product `{}` is subject to", doc.id.value);
        let Some(index) = known.regulations.find(&written.id, context, diagnostics) else { continue };
        if let Some(first) = obligations.iter().find(|known| known.regulation == index) {
            let message = format!("product `{}` names `{}` twice", doc.id.value, written.id.value);
            diagnostics.push(
                Diagnostic::error("duplicate-id", message)
                    .at(written.id.span, "given again")
                    .at(first.span, "first given here"),
            );
            continue;
        }
        let regulation = &regulations[index.position()];
        obligations.push(Obligation {
            regulation: index,
            span: written.id.span,
            basis: text(&written.basis),
            data: written.data.iter().map(|data| data.value.clone()).collect(),
            evidence: evidence(written, regulation, diagnostics),
            reason_not_passed_on: written.drops.as_ref().map(|drops| drops.value.clone()),
        });
    }
    obligations
}

fn evidence(
    written: &ObligationDoc,
    regulation: &Regulation,
    diagnostics: &mut Diagnostics,
) -> Vec<ControlEvidence> {
    let names = regulation.controls.iter().enumerate();
    let controls = KnownNames::new(CONTROL, names.map(|(position, control)| (control.id.as_str(), position)));
    let evidence_of = |doc: &crate::read::product::ControlEvidenceDoc| {
        let context = || format!("evidence is given for `{}` and its control", regulation.id);
        Some(ControlEvidence {
            control: controls.find(&doc.control, context, diagnostics)?,
            text: text(&doc.evidence),
            reviewed: doc.reviewed.as_ref().map(|date| date.value),
        })
    };
    written.controls.iter().filter_map(evidence_of).collect()
}

/// Returns the input ports that a product declares, once the output ports of all products are known.
pub(super) fn input_ports(
    doc: &ProductDoc,
    known: &CatalogNames<'_>,
    products: &[Product],
    diagnostics: &mut Diagnostics,
) -> Vec<InputPort> {
    let input = |written: &crate::read::port::InputPortDoc| {
        let context = || format!("product `{}` builds on", doc.id.value);
        let product: ProductIx = known.products.find(&written.product, context, diagnostics)?;
        let port = written.port.as_ref().and_then(|port| {
            let context = || {
                format!("product `{}` builds on `{}` through its port", doc.id.value, written.product.value)
            };
            super::port_names::names(&products[product.position()].output_ports).find(
                port,
                context,
                diagnostics,
            )
        });
        let missing_port = written.port.as_ref().filter(|_| port.is_none()).map(|port| port.span);
        Some(InputPort { product, port, missing_port, span: written.product.span })
    };
    doc.input_ports.iter().filter_map(input).collect()
}
