//! Promises that cannot be kept, because of what is promised upstream.

use super::Looking;
use crate::model::{Length, ProductIx, Sla, SlaProperty, Target, TimeUnit};
use std::collections::BTreeSet;

/// A promise of freshness or availability is tighter than what is promised upstream; products
/// between that promise nothing are passed through.
pub(super) fn promise_out_of_reach(looking: &mut Looking<'_>) {
    let catalog = looking.catalog;
    for (index, product) in looking.living() {
        for sla in &product.slas {
            let Some((upstream, looser)) = looser(looking, index, sla) else { continue };
            let other = catalog.product(upstream);
            let what = sla.property.title().to_lowercase();
            let message = format!(
                "`{}` promises “{what} {}”, and `{}`, which it builds on, only “{what} {}”",
                product.id, sla.target, other.id, looser.target
            );
            let help = format!(
                "promise no more than {}, or agree on a tighter promise with {}",
                looser.target,
                looking.owner(other)
            );
            looking.find(index, (message, help), (sla.span, "out of reach"));
            looking.also_at(looser.span, "no better than this".to_owned());
        }
    }
}

/// The loosest promise of the same kind upstream that is looser than this one.
fn looser<'c>(looking: &Looking<'c>, of: ProductIx, sla: &Sla) -> Option<(ProductIx, &'c Sla)> {
    let catalog = looking.catalog;
    let mut seen = BTreeSet::from([of]);
    let mut next = vec![of];
    let mut found: Option<(ProductIx, &Sla)> = None;
    while let Some(at) = next.pop() {
        for flow in catalog.lineage.upstream(at) {
            if !flow.flow.is_seen() || !seen.insert(flow.product) {
                continue;
            }
            let upstream = catalog.product(flow.product);
            let is_read = |one: &&Sla| {
                let asset = one.port.and_then(|port| upstream.output_ports[port].asset);
                one.property == sla.property
                    && asset.is_none_or(|asset| flow.flow.pairs.iter().any(|pair| pair.from == asset))
            };
            let mut promises = upstream.slas.iter().filter(is_read).peekable();
            if promises.peek().is_none() {
                next.push(flow.product);
            }
            for promise in promises {
                if is_looser(promise, sla) && found.is_none_or(|(_, known)| is_looser(promise, known)) {
                    found = Some((flow.product, promise));
                }
            }
        }
    }
    found
}

fn is_looser(one: &Sla, than: &Sla) -> bool {
    match (&one.target, &than.target, one.property) {
        (Target::Length(one), Target::Length(than), SlaProperty::Freshness) => minutes(*one) > minutes(*than),
        (Target::Percent(one), Target::Percent(than), SlaProperty::Availability) => one < than,
        _ => false,
    }
}

/// A length in minutes at its longest, so that nothing is called out of reach that is not.
fn minutes(length: Length) -> u64 {
    let of = |minutes: u64| u64::from(length.amount) * minutes;
    match length.unit {
        TimeUnit::Minute => of(1),
        TimeUnit::Hour => of(60),
        TimeUnit::BusinessHour => of(180),
        TimeUnit::Day => of(24 * 60),
        TimeUnit::BusinessDay => of(24 * 60 * 7 / 5),
        TimeUnit::Week => of(7 * 24 * 60),
        TimeUnit::Month => of(30 * 24 * 60),
        TimeUnit::Year => of(365 * 24 * 60),
    }
}
