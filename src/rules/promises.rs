//! Promises that cannot be kept, because of what is promised upstream.

use super::{Looking, named};
use crate::model::{AssetIx, Catalog, Grouped, ProductIx, Sla, SlaProperty, Target};
use std::collections::{BTreeMap, BTreeSet};

/// A promise upstream, and whose it is.
type Upstream<'c> = (ProductIx, &'c Sla);

/// A promise of freshness or availability is tighter than what is promised upstream allows;
/// products between that promise nothing are passed through.
pub(super) fn promise_out_of_reach(looking: &mut Looking<'_>) {
    let catalog = looking.catalog;
    let times = RunTimes::new(looking);
    for (index, product) in looking.living() {
        for sla in &product.slas {
            let upstream = nearest(looking, index, sla.property);
            if let Some(looser) = looser(sla, &upstream) {
                say_looser(looking, (index, sla), looser);
            } else if let Some(late) = late_by_runs(sla, &upstream, || times.of(&product.assets)) {
                say_late(looking, (index, sla), late);
            } else if let Some(share) = multiplied(sla, &upstream) {
                let names = named(upstream.iter().map(|(one, _)| catalog.product(*one).id.as_str()));
                let message = format!(
                    "`{}` promises “available {}”, and builds on {names}: all of them together promise {share}%",
                    product.id, sla.target
                );
                let help = format!("promise no more than {share}%, or build on fewer products");
                looking.find(index, (message, help), (sla.span, "out of reach"));
                for (other, promise) in upstream {
                    let text = format!("`{}` may be away as well", catalog.product(other).id);
                    looking.also_at(promise.span, text);
                }
            }
        }
    }
}

fn say_looser(looking: &mut Looking<'_>, (index, sla): (ProductIx, &Sla), (upstream, looser): Upstream<'_>) {
    let (product, other) = (looking.catalog.product(index), looking.catalog.product(upstream));
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

fn say_late(
    looking: &mut Looking<'_>,
    (index, sla): (ProductIx, &Sla),
    ((upstream, promise), runs): (Upstream<'_>, u64),
) {
    let (product, other) = (looking.catalog.product(index), looking.catalog.product(upstream));
    let message = format!(
        "`{}` promises “fresh within {}”; `{}`, which it builds on, may take {}, and its own runs take {runs} more minutes",
        product.id, sla.target, other.id, promise.target
    );
    let help = format!(
        "promise what both need together, or agree on a tighter promise with {}",
        looking.owner(other)
    );
    looking.find(index, (message, help), (sla.span, "out of reach"));
    looking.also_at(promise.span, "no better than this".to_owned());
}

/// The nearest promises of a kind upstream, of the ports that are read.
fn nearest<'c>(looking: &Looking<'c>, of: ProductIx, property: SlaProperty) -> Vec<Upstream<'c>> {
    if !matches!(property, SlaProperty::Freshness | SlaProperty::Availability) {
        return Vec::new();
    }
    let catalog = looking.catalog;
    let mut seen = BTreeSet::from([of]);
    let mut next = vec![of];
    let mut found: Vec<Upstream<'_>> = Vec::new();
    while let Some(at) = next.pop() {
        for flow in catalog.lineage.upstream(at) {
            if !flow.flow.is_seen() || !seen.insert(flow.product) {
                continue;
            }
            let upstream = catalog.product(flow.product);
            let is_read = |one: &&Sla| {
                let asset = one.port.and_then(|port| upstream.output_ports[port].asset);
                one.property == property
                    && asset.is_none_or(|asset| flow.flow.pairs.iter().any(|pair| pair.from == asset))
            };
            let before = found.len();
            found.extend(upstream.slas.iter().filter(is_read).map(|sla| (flow.product, sla)));
            if found.len() == before {
                next.push(flow.product);
            }
        }
    }
    found
}

/// The loosest promise upstream that is looser than this one by itself.
fn looser<'c>(sla: &Sla, upstream: &[Upstream<'c>]) -> Option<Upstream<'c>> {
    let mut found: Option<Upstream<'c>> = None;
    for (product, promise) in upstream {
        if is_looser(promise, sla) && found.is_none_or(|(_, known)| is_looser(promise, known)) {
            found = Some((*product, promise));
        }
    }
    found
}

fn is_looser(one: &Sla, than: &Sla) -> bool {
    match (&one.target, &than.target) {
        (Target::Length(one), Target::Length(than)) => one.minutes_at_most() > than.minutes_at_most(),
        (Target::Percent(one), Target::Percent(than)) => one < than,
        _ => false,
    }
}

/// The loosest freshness upstream that leaves less time than a product's own runs take, and how
/// many minutes they take.
fn late_by_runs<'c>(
    sla: &Sla,
    upstream: &[Upstream<'c>],
    seconds: impl Fn() -> u64,
) -> Option<(Upstream<'c>, u64)> {
    let Target::Length(promised) = sla.target else { return None };
    let length = |promise: &Sla| match promise.target {
        Target::Length(length) => length.minutes_at_most(),
        _ => 0,
    };
    let loosest = upstream.iter().copied().max_by_key(|(product, promise)| (length(promise), *product))?;
    // Less than a minute is no reason to change a promise.
    let runs = seconds() / 60;
    (runs > 0 && length(loosest.1) + runs > promised.minutes_at_most()).then_some((loosest, runs))
}

/// What all promises of availability upstream leave together, in percent rounded up to hundredths,
/// where that is less than this one: any of them may be away when the others are there.
fn multiplied(sla: &Sla, upstream: &[Upstream<'_>]) -> Option<f64> {
    let Target::Percent(promised) = sla.target else { return None };
    let shares = upstream.iter().filter_map(|(_, promise)| match promise.target {
        Target::Percent(share) => Some(share / 100.0),
        _ => None,
    });
    let together = (shares.product::<f64>() * 10_000.0).ceil() / 100.0;
    (together < promised).then_some(together)
}

/// How long the last runs of assets took, and what reads what within a product.
struct RunTimes<'c> {
    catalog: &'c Catalog,
    reads: Grouped<AssetIx>,
}

impl<'c> RunTimes<'c> {
    fn new(looking: &Looking<'c>) -> Self {
        let catalog = looking.catalog;
        // Where no run was seen, none takes time.
        let edges = if catalog.observations.assets.is_empty() { &[][..] } else { &catalog.asset_edges };
        let within =
            edges.iter().filter(|edge| catalog.asset(edge.from).product == catalog.asset(edge.to).product);
        let reads = within.map(|edge| (edge.to.position(), edge.from));
        Self { catalog, reads: Grouped::new(catalog.assets.len(), reads) }
    }

    /// The seconds that the last runs of assets take one after the other, along the longest way.
    fn of(&self, assets: &[AssetIx]) -> u64 {
        if self.catalog.observations.assets.is_empty() {
            return 0;
        }
        let mut known: BTreeMap<AssetIx, u64> = BTreeMap::new();
        assets.iter().map(|asset| self.until(*asset, &mut known)).max().unwrap_or(0)
    }

    /// The same until one asset is made; in a circle, each is counted once.
    fn until(&self, asset: AssetIx, known: &mut BTreeMap<AssetIx, u64>) -> u64 {
        let mut begun = BTreeSet::new();
        let mut stack = vec![asset];
        while let Some(top) = stack.pop() {
            let read = self.reads.of(top.position());
            if begun.insert(top) && read.iter().any(|one| !known.contains_key(one)) {
                stack.push(top);
                stack.extend(read.iter().filter(|one| !known.contains_key(one) && !begun.contains(one)));
                continue;
            }
            let before = read.iter().filter_map(|one| known.get(one)).max().copied().unwrap_or(0);
            known.entry(top).or_insert_with(|| before + self.own(top));
        }
        known.get(&asset).copied().unwrap_or(0)
    }

    fn own(&self, asset: AssetIx) -> u64 {
        let runs = self.catalog.observations.assets.get(asset).map_or(&[][..], |seen| &seen.runs);
        runs.iter().rev().find_map(|run| run.took).map_or(0, u64::from)
    }
}
