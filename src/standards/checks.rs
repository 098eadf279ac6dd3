//! The checks that standards are made of, each a question to one product.

use super::CheckContext;
use crate::model::{
    Asset, AssetKind, CategoryIx, CheckFact, CheckKind, CheckMark, CheckParameters, CheckedPart, Finding,
    OutputPort, PortType, Product, ProductIx, PromiseIx, SlaProperty, StandardCheck, Status, Verdict,
    is_safe_url,
};
use crate::rules::applies;

/// How a product does by a check.
pub(super) fn mark(check: &StandardCheck, index: ProductIx, seen: &CheckContext<'_>) -> CheckMark {
    let product = seen.catalog.product(index);
    let asked = &check.parameters;
    match check.kind {
        CheckKind::Owner => has(product.owner.is_some(), CheckFact::NoOwner),
        CheckKind::Steward => has(product.steward.is_some(), CheckFact::NoSteward),
        CheckKind::Summary => has(!product.summary.is_empty(), CheckFact::NoSummary),
        CheckKind::Description => description(product, asked.least_words()),
        CheckKind::Support => {
            let team = product.owner.map(|owner| seen.catalog.team(owner));
            let own = !product.support.is_empty();
            has(own || team.is_some_and(|team| !team.support.is_empty()), CheckFact::NoSupport)
        }
        CheckKind::Opens => has(opens(product, seen), CheckFact::NoAddress),
        CheckKind::OutputPorts => has(!product.output_ports.is_empty(), CheckFact::NoOutputPorts),
        CheckKind::OutputsDescribed => {
            let asset = |port: &OutputPort| port.asset.map(|asset| seen.catalog.asset(asset));
            let says = |port: &&OutputPort| {
                !port.description.is_empty() || asset(port).is_some_and(|asset| !asset.description.is_empty())
            };
            let described = product.output_ports.iter().filter(says).count();
            share(CheckedPart::OutputsDescribed, described, product.output_ports.len(), asked)
        }
        CheckKind::ColumnsDescribed => {
            let columns: Vec<_> = tables(product, seen).flat_map(|(_, asset)| &asset.columns).collect();
            let described = columns.iter().filter(|column| !column.description.is_empty()).count();
            share(CheckedPart::ColumnsDescribed, described, columns.len(), asked)
        }
        CheckKind::OutputsTested => {
            let tested = tables(product, seen).filter(|(_, asset)| !asset.tests.is_empty()).count();
            share(CheckedPart::OutputsTested, tested, tables(product, seen).count(), asked)
        }
        CheckKind::Contracts => {
            let promised = tables(product, seen)
                .filter(|(port, asset)| port.contract.is_some() || asset.contract_enforced)
                .count();
            share(CheckedPart::Contracts, promised, tables(product, seen).count(), asked)
        }
        CheckKind::Guarded => {
            let tables = product.assets.iter().filter(|asset| seen.catalog.asset(**asset).is_table());
            let guarded = tables.clone().filter(|asset| !seen.catalog.guards.of(**asset).is_empty());
            share(CheckedPart::Guarded, guarded.count(), tables.count(), asked)
        }
        CheckKind::Promise => promise(index, product, asked.property),
        CheckKind::PromisesKept => promises_kept(index, seen),
        CheckKind::Consumers => has(!product.consumers.is_empty(), CheckFact::NoConsumers),
        CheckKind::Reviewed => match product.review_by {
            None => missing(CheckFact::NoReviewPlanned),
            Some(day) if day < seen.today => missing(CheckFact::ReviewDue(day)),
            Some(day) => met(CheckFact::ReviewPlanned(day)),
        },
        CheckKind::Link => {
            let wanted = asked.title.as_deref().unwrap_or_default().to_lowercase();
            has(
                product.links.iter().any(|link| link.title.to_lowercase().contains(&wanted)),
                CheckFact::NoLink,
            )
        }
        CheckKind::NotBroken => {
            match seen.assessment.products.get(index.position()).and_then(|one| one.status) {
                None => not_asked(CheckFact::CannotBeSeen),
                Some(Status::Unknown) => missing(CheckFact::NothingKnown),
                Some(status) if status.is_broken() => missing(CheckFact::IsBroken(status)),
                Some(_) => fine(),
            }
        }
        CheckKind::Keeps => keeps(asked.rule.as_deref().unwrap_or_default(), index, seen),
        CheckKind::BuildsOn => builds_on(&asked.categories, index, seen),
        CheckKind::Attested => {
            let every = asked.every;
            let Some(given) =
                product.attested.iter().find(|one| one.check == check.id && !one.text.is_empty())
            else {
                return missing(CheckFact::NotAttested);
            };
            let until = every.zip(given.reviewed).and_then(|(every, day)| every.after(day));
            match (every, until, given.reviewed) {
                (Some(_), None, _) => missing(CheckFact::NeverLookedAt),
                (Some(_), Some(until), Some(day)) if until < seen.today => missing(CheckFact::LookedAt(day)),
                _ => met(CheckFact::Attested(given.text.clone())),
            }
        }
    }
}

fn met(seen: CheckFact) -> CheckMark {
    CheckMark { met: Some(true), seen: Some(seen) }
}

/// Met, and nothing is to be said of it.
fn fine() -> CheckMark {
    CheckMark { met: Some(true), seen: None }
}

fn missing(seen: CheckFact) -> CheckMark {
    CheckMark { met: Some(false), seen: Some(seen) }
}

fn not_asked(seen: CheckFact) -> CheckMark {
    CheckMark { met: None, seen: Some(seen) }
}

fn has(is: bool, else_seen: CheckFact) -> CheckMark {
    if is { fine() } else { missing(else_seen) }
}

/// So many of so many; of none nothing can be asked.
fn share(of: CheckedPart, part: usize, whole: usize, asked: &CheckParameters) -> CheckMark {
    if whole == 0 {
        return not_asked(CheckFact::NothingToCount);
    }
    let is_enough = part as f64 * 100.0 >= asked.least_share() * whole as f64;
    let seen = CheckFact::Share { of, part, whole };
    if is_enough { met(seen) } else { missing(seen) }
}

/// The tables that it gives, each with its port.
fn tables<'a>(
    product: &'a Product,
    seen: &CheckContext<'a>,
) -> impl Iterator<Item = (&'a OutputPort, &'a Asset)> {
    let catalog = seen.catalog;
    product.output_ports.iter().filter_map(move |port| {
        let asset = catalog.asset(port.asset?);
        let is_table = matches!(
            asset.kind,
            AssetKind::Model | AssetKind::Seed | AssetKind::Snapshot | AssetKind::Source
        );
        (is_table && port.kind.is_none_or(|kind| kind == PortType::Table)).then_some((port, asset))
    })
}

fn description(product: &Product, words: u32) -> CheckMark {
    let count = product.description.split_whitespace().count();
    if count == 0 {
        return missing(CheckFact::NoDescription);
    }
    let is_too_short = u32::try_from(count).is_ok_and(|count| count < words);
    if is_too_short { missing(CheckFact::Words(count)) } else { fine() }
}

fn opens(product: &Product, seen: &CheckContext<'_>) -> bool {
    let asset = |port: &OutputPort| port.asset.map(|asset| seen.catalog.asset(asset));
    let is_link = |asset: &Asset| asset.url.as_deref().is_some_and(is_safe_url);
    let ports = &product.output_ports;
    ports.iter().any(|port| port.url.is_some() || asset(port).is_some_and(is_link))
        || product.assets.iter().map(|asset| seen.catalog.asset(*asset)).any(is_link)
}

fn promise(index: ProductIx, product: &Product, property: Option<SlaProperty>) -> CheckMark {
    let given = product.slas.iter().position(|sla| property.is_none_or(|asked| sla.property == asked));
    given.map_or_else(
        || missing(CheckFact::NoPromise),
        |sla| met(CheckFact::Promises(PromiseIx { product: index, sla })),
    )
}

fn promises_kept(index: ProductIx, seen: &CheckContext<'_>) -> CheckMark {
    let promises = seen.assessment.products.get(index.position()).map_or(&[][..], |one| &one.promises);
    let count = |verdict: Verdict| promises.iter().filter(|one| one.verdict == verdict).count();
    let given = seen.catalog.product(index).slas.len();
    match (given, count(Verdict::Broken), count(Verdict::Kept)) {
        (0, ..) => not_asked(CheckFact::PromisesNothing),
        (promises, 0, 0) => missing(CheckFact::NoneMeasured { promises }),
        (promises, 0, kept) => met(CheckFact::Kept { kept, promises }),
        (promises, broken, _) => missing(CheckFact::Broken { broken, promises }),
    }
}

/// What a rule finds in a product; a check does not apply where a waiver covers it.
fn keeps(rule: &str, index: ProductIx, seen: &CheckContext<'_>) -> CheckMark {
    let found: Vec<&Finding> = seen.rule_report.of(index).filter(|finding| finding.rule == rule).collect();
    let is_waived = || {
        seen.rule_report.waived.iter().any(|(finding, _)| finding.product == index && finding.rule == rule)
    };
    match found.as_slice() {
        [] if is_waived() => not_asked(CheckFact::Waived),
        [] if !applies(rule, index, seen.catalog) => not_asked(CheckFact::NothingOfTheKind),
        [] => fine(),
        [one, rest @ ..] => missing(CheckFact::Found { first: Box::new((*one).clone()), more: rest.len() }),
    }
}

fn builds_on(categories: &[CategoryIx], index: ProductIx, seen: &CheckContext<'_>) -> CheckMark {
    let upstream = seen.catalog.lineage.upstream(index);
    let read: Vec<ProductIx> =
        upstream.iter().filter(|flow| flow.flow.is_seen()).map(|flow| flow.product).collect();
    let category = |product: ProductIx| seen.catalog.product(product).category;
    let is_other =
        |product: &ProductIx| category(*product).is_none_or(|category| !categories.contains(&category));
    let others: Vec<ProductIx> = read.iter().copied().filter(is_other).collect();
    match (read.len(), others.len()) {
        (0, _) => not_asked(CheckFact::ReadsNothing),
        (_, 0) => fine(),
        _ => missing(CheckFact::AlsoReads(others)),
    }
}
