//! A promise of freshness or availability is tighter than the promises upstream allow, or a promised interval is
//! shorter than those of all inputs; products in between without promises are passed through.

use super::RuleContext;
use crate::model::{
    AdjacencyList, AssetIx, AssetKind, Catalog, Hundredths, ProductIx, PromiseIx, RuleFact, Sla, SlaProperty,
    SlaTarget, is_shown_through, run_interval,
};
use jiff::SignedDuration;
use std::collections::{BTreeMap, BTreeSet};

/// A promise upstream: its index, and the promise itself.
#[derive(Clone, Copy)]
struct Upstream<'c> {
    promise: PromiseIx,
    sla: &'c Sla,
}

impl Upstream<'_> {
    /// Returns the product that makes it.
    fn product(&self) -> ProductIx {
        self.promise.product
    }
}

pub(super) fn check(context: &mut RuleContext<'_>) {
    let times = RunTimes::new(context);
    let inputs = InputIntervals::new(context.catalog);
    for (index, product) in context.in_service() {
        for (position, sla) in product.slas.iter().enumerate() {
            let promise = PromiseIx { product: index, sla: position };
            let upstream = nearest(context, index, sla.property);
            if let Some(looser) = looser(sla, &upstream) {
                let (upstream, upstream_promise) = (looser.product(), looser.promise);
                let fact = RuleFact::LooserUpstream { promise, upstream, upstream_promise };
                context.report(index, fact, sla.span);
                context.also_at(looser.sla.span);
            } else if let Some((late, minutes)) =
                late_by_runs(sla, &upstream, || times.in_sequence(&product.assets))
            {
                let (upstream, upstream_promise) = (late.product(), late.promise);
                let fact = RuleFact::LateByRuns { promise, upstream, upstream_promise, minutes };
                context.report(index, fact, sla.span);
                context.also_at(late.sla.span);
            } else if let Some(percent) = multiplied(sla, &upstream) {
                let products = upstream.iter().map(Upstream::product).collect();
                let fact = RuleFact::CombinedAvailabilityTooLow { promise, upstream: products, percent };
                context.report(index, fact, sla.span);
                for parent in upstream {
                    context.also_at(parent.sla.span);
                }
            } else if let Some((minutes, asset)) = inputs.rarer(sla, index) {
                context.report(index, RuleFact::InputLessFrequent { promise, asset, minutes }, sla.span);
            }
        }
    }
}

/// Applies to products with promises.
pub(super) fn applies(index: ProductIx, catalog: &Catalog) -> bool {
    let product = catalog.product(index);
    !product.slas.is_empty()
}

/// Returns the nearest upstream promises of a property, for the ports that are read.
fn nearest<'c>(context: &RuleContext<'c>, product: ProductIx, property: SlaProperty) -> Vec<Upstream<'c>> {
    if !matches!(property, SlaProperty::Freshness | SlaProperty::Availability) {
        return Vec::new();
    }
    let catalog = context.catalog;
    let mut visited = BTreeSet::from([product]);
    let mut next = vec![product];
    let mut nearest: Vec<Upstream<'_>> = Vec::new();
    while let Some(at) = next.pop() {
        for flow in catalog.lineage.upstream(at) {
            if !flow.flow.is_seen() || !visited.insert(flow.product) {
                continue;
            }
            let upstream = catalog.product(flow.product);
            let is_read = |sla: &Sla| {
                let asset = sla.port.and_then(|port| upstream.output_ports[port].asset);
                sla.property == property
                    && asset.is_none_or(|asset| flow.flow.pairs.iter().any(|pair| pair.from == asset))
            };
            let before = nearest.len();
            let slas = upstream.slas.iter().enumerate().filter(|(_, sla)| is_read(sla));
            nearest.extend(slas.map(|(position, sla)| {
                let promise = PromiseIx { product: flow.product, sla: position };
                Upstream { promise, sla }
            }));
            if nearest.len() == before {
                next.push(flow.product);
            }
        }
    }
    nearest
}

/// Returns the loosest upstream promise that is by itself looser than this one.
fn looser<'c>(sla: &Sla, upstream: &[Upstream<'c>]) -> Option<Upstream<'c>> {
    let mut loosest: Option<Upstream<'c>> = None;
    for parent in upstream {
        if is_looser(parent.sla, sla) && loosest.is_none_or(|known| is_looser(parent.sla, known.sla)) {
            loosest = Some(*parent);
        }
    }
    loosest
}

fn is_looser(sla: &Sla, than: &Sla) -> bool {
    match (&sla.target, &than.target) {
        (SlaTarget::Period(sla), SlaTarget::Period(than)) => sla.minutes_at_most() > than.minutes_at_most(),
        (SlaTarget::Percent(sla), SlaTarget::Percent(than)) => sla < than,
        _ => false,
    }
}

/// Returns the loosest upstream freshness that leaves less time than the product's own runs take, and how
/// many minutes they take.
fn late_by_runs<'c>(
    sla: &Sla,
    upstream: &[Upstream<'c>],
    seconds: impl Fn() -> u64,
) -> Option<(Upstream<'c>, u64)> {
    let SlaTarget::Period(promised) = sla.target else { return None };
    let length = |parent: &Upstream<'_>| match parent.sla.target {
        SlaTarget::Period(length) => length.minutes_at_most(),
        _ => 0,
    };
    let loosest = upstream.iter().copied().max_by_key(|parent| (length(parent), parent.product()))?;
    // Less than a minute is no reason to change a promise.
    let runs = seconds() / 60;
    (runs > 0 && length(&loosest) + runs > promised.minutes_at_most()).then_some((loosest, runs))
}

/// Returns the availability that all upstream promises leave together, rounded up, if it is less than this one: any
/// of them may be down while the others are up.
fn multiplied(sla: &Sla, upstream: &[Upstream<'_>]) -> Option<Hundredths> {
    let SlaTarget::Percent(promised) = sla.target else { return None };
    let shares = upstream.iter().filter_map(|parent| match parent.sla.target {
        SlaTarget::Percent(share) => Some(share / 100.0),
        _ => None,
    });
    let hundredths = (shares.product::<f64>() * 10_000.0).ceil();
    // Shares are from 0 to 1, and so are their products.
    (hundredths / 100.0 < promised).then_some(Hundredths(hundredths as u32))
}

/// What reads what, to compare intervals.
struct InputIntervals<'c> {
    catalog: &'c Catalog,
    upstream: AdjacencyList<AssetIx>,
}

impl<'c> InputIntervals<'c> {
    fn new(catalog: &'c Catalog) -> Self {
        let is_rhythm = |sla: &Sla| matches!(sla.target, SlaTarget::Every(_));
        let is_needed = catalog.products.iter().any(|product| product.slas.iter().any(is_rhythm));
        let edges = if is_needed { &catalog.asset_edges } else { &[][..] };
        let pairs = edges.iter().map(|edge| (edge.to.position(), edge.from));
        Self { catalog, upstream: AdjacencyList::new(catalog.assets.len(), pairs) }
    }

    /// Returns the most frequent input and its interval, if all inputs arrive less often than a product promises its
    /// own data. The interval may exceed the promise by half, because no two runs take equally long.
    fn rarer(&self, sla: &Sla, product: ProductIx) -> Option<(SignedDuration, AssetIx)> {
        let SlaTarget::Every(promised) = sla.target else { return None };
        let promised = i128::from(promised.minutes_at_most()) * 60;
        let (every, asset) = self.most_often(self.catalog.product(product).promised_assets(sla), product)?;
        (i128::from(every.as_secs()) * 2 > promised * 3).then_some((every, asset))
    }

    /// Returns the most frequently written of all assets that these assets are built on, and its interval.
    ///
    /// Returns `None` if that is unknown for any of them.
    fn most_often(&self, mut next: Vec<AssetIx>, product: ProductIx) -> Option<(SignedDuration, AssetIx)> {
        let mut begun: BTreeSet<AssetIx> = next.iter().copied().collect();
        let mut shortest = None;
        while let Some(at) = next.pop() {
            let inputs = self.upstream.neighbours(at.position());
            if inputs.is_empty() {
                // Its inputs are unknown.
                return None;
            }
            for input in inputs.iter().copied() {
                let asset = self.catalog.asset(input);
                // Seeds are written by hand and delay nothing.
                if asset.kind == AssetKind::Seed || !begun.insert(input) {
                    continue;
                }
                let is_input = asset.product != Some(product) || asset.kind == AssetKind::Source;
                let is_open = || asset.dataset || is_shown_through(asset, self.catalog.runs(input));
                match is_input.then(|| run_interval(input, self.catalog)).flatten() {
                    Some(every) => shortest = shortest.into_iter().chain([(every, input)]).min(),
                    None if is_input && !is_open() => return None,
                    None => next.push(input),
                }
            }
        }
        shortest
    }
}

/// The durations of the last runs of assets, and what reads what within a product.
struct RunTimes<'c> {
    catalog: &'c Catalog,
    reads: AdjacencyList<AssetIx>,
}

impl<'c> RunTimes<'c> {
    fn new(context: &RuleContext<'c>) -> Self {
        let catalog = context.catalog;
        // If no run was seen, none takes time.
        let edges = if catalog.observations.assets.is_empty() { &[][..] } else { &catalog.asset_edges };
        let within =
            edges.iter().filter(|edge| catalog.asset(edge.from).product == catalog.asset(edge.to).product);
        let reads = within.map(|edge| (edge.to.position(), edge.from));
        Self { catalog, reads: AdjacencyList::new(catalog.assets.len(), reads) }
    }

    /// Returns the seconds that the last runs of assets take in sequence, along the longest path.
    fn in_sequence(&self, assets: &[AssetIx]) -> u64 {
        if self.catalog.observations.assets.is_empty() {
            return 0;
        }
        let mut known: BTreeMap<AssetIx, u64> = BTreeMap::new();
        assets.iter().map(|asset| self.until(*asset, &mut known)).max().unwrap_or(0)
    }

    /// The same until one asset is built; in a cycle, each asset is counted once.
    fn until(&self, asset: AssetIx, known: &mut BTreeMap<AssetIx, u64>) -> u64 {
        let mut begun = BTreeSet::new();
        let mut stack = vec![asset];
        while let Some(top) = stack.pop() {
            let inputs = self.reads.neighbours(top.position());
            if begun.insert(top) && inputs.iter().any(|input| !known.contains_key(input)) {
                stack.push(top);
                stack.extend(
                    inputs.iter().filter(|input| !known.contains_key(input) && !begun.contains(input)),
                );
                continue;
            }
            let before = inputs.iter().filter_map(|input| known.get(input)).max().copied().unwrap_or(0);
            known.entry(top).or_insert_with(|| before + self.own_delay(top));
        }
        known.get(&asset).copied().unwrap_or(0)
    }

    fn own_delay(&self, asset: AssetIx) -> u64 {
        let runs = self.catalog.observations.assets.get(asset).map_or(&[][..], |observed| &observed.runs);
        let duration = runs.iter().rev().find_map(|run| run.duration);
        duration.and_then(|duration| u64::try_from(duration.as_secs()).ok()).unwrap_or(0)
    }
}
