//! The checks that standards are made of, each a question to one product.

use super::Seen;
use crate::model::{
    Asset, AssetKind, CheckMark, CheckTest, Finding, OutputPort, PortType, Product, ProductIx, SlaProperty,
    StandardCheck, Status, Verdict, is_safe_url,
};

/// How a product does by a check.
pub(super) fn mark(check: &StandardCheck, index: ProductIx, seen: &Seen<'_>) -> CheckMark {
    let product = seen.catalog.product(index);
    match &check.test {
        CheckTest::Owner => has(product.owner.is_some(), "nobody does yet"),
        CheckTest::Steward => has(product.steward.is_some(), "nobody by name"),
        CheckTest::Summary => has(!product.summary.is_empty(), "it has no summary"),
        CheckTest::Description(words) => description(product, *words),
        CheckTest::Support => {
            let team = product.owner.map(|owner| seen.catalog.team(owner));
            let own = !product.support.is_empty();
            has(own || team.is_some_and(|team| !team.support.is_empty()), "no channel is named")
        }
        CheckTest::Opens => has(opens(product, seen), "no address is given"),
        CheckTest::OutputPorts => has(!product.output_ports.is_empty(), "it names no output port"),
        CheckTest::OutputsDescribed(least) => {
            let asset = |port: &OutputPort| port.asset.map(|asset| seen.catalog.asset(asset));
            let says = |port: &&OutputPort| {
                !port.description.is_empty() || asset(port).is_some_and(|asset| !asset.description.is_empty())
            };
            let described = product.output_ports.iter().filter(says).count();
            share((described, product.output_ports.len()), *least, "output ports say what they hold")
        }
        CheckTest::ColumnsDescribed(least) => {
            let columns: Vec<_> = tables(product, seen).flat_map(|(_, asset)| &asset.columns).collect();
            let described = columns.iter().filter(|column| !column.description.is_empty()).count();
            share((described, columns.len()), *least, "columns say what they hold")
        }
        CheckTest::OutputsTested(least) => {
            let tested = tables(product, seen).filter(|(_, asset)| !asset.tests.is_empty()).count();
            share((tested, tables(product, seen).count()), *least, "tables are tested")
        }
        CheckTest::Contracts(least) => {
            let promised = tables(product, seen)
                .filter(|(port, asset)| port.contract.is_some() || asset.contract_enforced)
                .count();
            share((promised, tables(product, seen).count()), *least, "tables have a contract")
        }
        CheckTest::Promise(property) => promise(product, *property),
        CheckTest::PromisesKept => promises_kept(index, seen),
        CheckTest::Consumers => has(!product.consumers.is_empty(), "nobody is named"),
        CheckTest::Reviewed => match product.review_by {
            None => missing("no day is planned".to_owned()),
            Some(day) if day < seen.today => missing(format!("it was due on {day}")),
            Some(day) => met(format!("by {day}")),
        },
        CheckTest::Link(title) => {
            let wanted = title.to_lowercase();
            has(product.links.iter().any(|link| link.title.to_lowercase().contains(&wanted)), "there is none")
        }
        CheckTest::NotBroken => match seen.standing.products.get(index.position()).and_then(|one| one.status)
        {
            None => CheckMark { met: None, seen: "nothing of it can be seen".to_owned() },
            Some(Status::Unknown) => missing("nothing is known of it today".to_owned()),
            Some(status) if status.is_broken() => missing(format!("it is {}", status.word())),
            Some(_) => met(String::new()),
        },
        CheckTest::Keeps(rule) => keeps(rule, index, seen),
        CheckTest::BuildsOn(categories) => builds_on(categories, index, seen),
        CheckTest::Attested(every) => {
            let Some(given) =
                product.attested.iter().find(|one| one.check == check.id && !one.text.is_empty())
            else {
                return missing("nobody has said so".to_owned());
            };
            let until = every.zip(given.reviewed).and_then(|(every, day)| every.after(day));
            match (every, until, given.reviewed) {
                (Some(_), None, _) => missing("nobody says when it was looked at".to_owned()),
                (Some(_), Some(until), Some(day)) if until < seen.today => {
                    missing(format!("it was last looked at on {day}"))
                }
                _ => met(given.text.clone()),
            }
        }
    }
}

fn met(seen: String) -> CheckMark {
    CheckMark { met: Some(true), seen }
}

fn missing(seen: String) -> CheckMark {
    CheckMark { met: Some(false), seen }
}

fn has(is: bool, else_seen: &str) -> CheckMark {
    if is { met(String::new()) } else { missing(else_seen.to_owned()) }
}

/// So many of so many; of none nothing can be asked.
fn share((part, whole): (usize, usize), least: f64, what: &str) -> CheckMark {
    if whole == 0 {
        return CheckMark { met: None, seen: "there are none".to_owned() };
    }
    let is_enough = part as f64 * 100.0 >= least * whole as f64;
    let seen = format!("{part} of {whole} {what}");
    if is_enough { met(seen) } else { missing(seen) }
}

/// The tables that it gives, each with its port.
fn tables<'a>(product: &'a Product, seen: &Seen<'a>) -> impl Iterator<Item = (&'a OutputPort, &'a Asset)> {
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
        return missing("it has no description".to_owned());
    }
    let is_enough = u32::try_from(count).is_ok_and(|count| count < words);
    if is_enough { missing(format!("it has {count} words")) } else { met(String::new()) }
}

fn opens(product: &Product, seen: &Seen<'_>) -> bool {
    let asset = |port: &OutputPort| port.asset.map(|asset| seen.catalog.asset(asset));
    let is_link = |asset: &Asset| asset.url.as_deref().is_some_and(is_safe_url);
    let ports = &product.output_ports;
    ports.iter().any(|port| port.url.is_some() || asset(port).is_some_and(is_link))
        || product.assets.iter().map(|asset| seen.catalog.asset(*asset)).any(is_link)
}

fn promise(product: &Product, property: Option<SlaProperty>) -> CheckMark {
    let mut given = product.slas.iter().filter(|sla| property.is_none_or(|asked| sla.property == asked));
    match given.next() {
        Some(sla) => met(format!("{} {}", sla.property.title().to_lowercase(), sla.target)),
        None => missing("it does not".to_owned()),
    }
}

fn promises_kept(index: ProductIx, seen: &Seen<'_>) -> CheckMark {
    let promises = seen.standing.products.get(index.position()).map_or(&[][..], |one| &one.promises);
    let count = |verdict: Verdict| promises.iter().filter(|one| one.verdict == verdict).count();
    let given = seen.catalog.product(index).slas.len();
    match (given, count(Verdict::Broken), count(Verdict::Kept)) {
        (0, ..) => CheckMark { met: None, seen: "it promises nothing".to_owned() },
        (all, 0, 0) => missing(format!("none of {all} is measured")),
        (all, 0, kept) => met(format!("{kept} of {all}")),
        (all, broken, _) => missing(format!("{broken} of {all} broken today")),
    }
}

/// What a rule finds in a product; what somebody gave leave for is not asked.
fn keeps(rule: &str, index: ProductIx, seen: &Seen<'_>) -> CheckMark {
    let found: Vec<&Finding> = seen.judgement.of(index).filter(|finding| finding.rule == rule).collect();
    let is_waived =
        || seen.judgement.waived.iter().any(|(finding, _)| finding.product == index && finding.rule == rule);
    match found.as_slice() {
        [] if is_waived() => CheckMark { met: None, seen: "allowed for a while".to_owned() },
        [] => met(String::new()),
        [one] => missing(one.message.clone()),
        [one, rest @ ..] => missing(format!("{}; and {} more", one.message, rest.len())),
    }
}

fn builds_on(categories: &[crate::model::CategoryIx], index: ProductIx, seen: &Seen<'_>) -> CheckMark {
    let upstream = seen.catalog.lineage.upstream(index);
    let read: Vec<&Product> = upstream
        .iter()
        .filter(|flow| flow.flow.is_seen())
        .map(|flow| seen.catalog.product(flow.product))
        .collect();
    let others: Vec<String> = read
        .iter()
        .filter(|product| product.category.is_none_or(|category| !categories.contains(&category)))
        .map(|product| format!("`{}`", product.id))
        .collect();
    match (read.len(), others.len()) {
        (0, _) => CheckMark { met: None, seen: "it is not seen to read anything".to_owned() },
        (_, 0) => met(String::new()),
        _ => missing(format!("it also reads {}", others.join(", "))),
    }
}
