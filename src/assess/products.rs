//! How products stand: the worst of what is inside, and of what they promise.

use super::Clock;
use crate::model::{
    AssetIx, AssetStanding, Catalog, Product, ProductIx, ProductReason, ProductStanding, PromiseStanding,
    Reason, Sla, SlaProperty, Status, Verdict,
};
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Marks what is later than was promised, unless what holds it up is known to be broken itself:
/// then that is where the trouble begins.
pub(super) fn mark_late(assets: &mut [AssetStanding], promises: &[Vec<PromiseStanding>], catalog: &Catalog) {
    for (product, promises) in catalog.products.iter().zip(promises) {
        for (sla, promise) in product.slas.iter().zip(promises) {
            let (Verdict::Broken, Some(asset), Some(holder)) =
                (promise.verdict, promise.asset, promise.holder)
            else {
                continue;
            };
            if assets[holder.position()].status.is_some_and(Status::is_broken) {
                continue;
            }
            let text = format!("it breaks its promise ({}): {}", spoken(sla), lower(&promise.measured));
            let standing = &mut assets[asset.position()];
            standing.reasons.push(Reason { status: Status::Late, text, at: None, origin: String::new() });
            standing.reasons.sort_by_key(|reason| Reverse(reason.status));
            standing.status = standing.status.max(Some(Status::Late));
        }
    }
}

/// A promise as it is said: `fresh within 6 hours`.
fn spoken(sla: &Sla) -> String {
    format!("{} {}", sla.property.title().to_lowercase(), sla.target)
}

/// How each product stands, in the catalog's order.
pub(super) fn products(
    assets: &[AssetStanding],
    promises: Vec<Vec<PromiseStanding>>,
    clock: &Clock<'_>,
) -> Vec<ProductStanding> {
    let products = clock.catalog.products.par_iter().zip(promises);
    let mut all: Vec<ProductStanding> =
        products.map(|(product, promises)| Look { product, assets, clock }.standing(promises)).collect();
    spread_declared(&mut all, clock);
    all
}

struct Look<'a> {
    product: &'a Product,
    assets: &'a [AssetStanding],
    clock: &'a Clock<'a>,
}

impl Look<'_> {
    fn standing(&self, promises: Vec<PromiseStanding>) -> ProductStanding {
        let product = self.product;
        if !product.lifecycle.is_living() {
            return ProductStanding {
                ports: vec![None; product.output_ports.len()],
                ..ProductStanding::default()
            };
        }
        let own = || product.assets.iter().map(|asset| &self.assets[asset.position()]);
        let mut reasons = self.reasons();
        reasons.extend(self.broken_promises(&promises));
        let port = |asset: Option<AssetIx>| asset.and_then(|asset| self.assets[asset.position()].status);
        reasons.sort_by_key(|one| (Reverse(one.reason.status), one.asset));
        ProductStanding {
            status: own()
                .filter_map(|standing| standing.status)
                .chain(reasons.iter().map(|one| one.reason.status))
                .max(),
            ports: (product.output_ports.iter().enumerate())
                .map(|(at, one)| port(one.asset).max(self.broken_at(at, &promises)))
                .collect(),
            seen: own().filter_map(|standing| standing.seen).max(),
            promises,
            reasons,
        }
    }

    /// What is known of its own assets, and what is broken elsewhere that it builds on: of several
    /// assets of which the same is said, and of several causes in one product, one stands for all.
    fn reasons(&self) -> Vec<ProductReason> {
        let mut reasons: Vec<ProductReason> = Vec::new();
        for asset in &self.product.assets {
            for reason in &self.assets[asset.position()].reasons {
                match reasons
                    .iter_mut()
                    .find(|known| known.reason.text == reason.text && known.reason.status == reason.status)
                {
                    Some(known) => known.alike += 1,
                    None => {
                        reasons.push(ProductReason { reason: reason.clone(), asset: Some(*asset), alike: 0 })
                    }
                }
            }
        }
        let mut causes: BTreeMap<Option<ProductIx>, Vec<AssetIx>> = BTreeMap::new();
        let all =
            self.product.assets.iter().flat_map(|asset| self.assets[asset.position()].causes.iter().copied());
        for cause in
            all.filter(|cause| self.product.assets.binary_search(cause).is_err()).collect::<BTreeSet<_>>()
        {
            causes.entry(self.clock.catalog.asset(cause).product).or_default().push(cause);
        }
        for (holder, causes) in causes {
            let worst =
                causes.iter().max_by_key(|cause| (self.assets[cause.position()].status, Reverse(**cause)));
            let Some((cause, reason)) =
                worst.and_then(|cause| Some((*cause, self.assets[cause.position()].reasons.first()?)))
            else {
                continue;
            };
            let name = &self.clock.catalog.asset(cause).name;
            let place = match holder {
                Some(holder) => format!("{}: {name}", self.clock.catalog.product(holder).name),
                None => name.clone(),
            };
            let text = format!("it builds on {place}: {}", reason.text);
            let reason =
                Reason { status: Status::AtRisk, text, at: reason.at, origin: reason.origin.clone() };
            reasons.push(ProductReason { reason, asset: Some(cause), alike: causes.len() - 1 });
        }
        reasons
    }

    /// How a port stands by the promises for it that are broken.
    fn broken_at(&self, port: usize, promises: &[PromiseStanding]) -> Option<Status> {
        let own = self.broken(promises).filter(|(sla, _)| sla.port == Some(port));
        own.map(|(sla, _)| status_if_broken(sla)).max()
    }

    fn broken<'p>(
        &'p self,
        promises: &'p [PromiseStanding],
    ) -> impl Iterator<Item = (&'p Sla, &'p PromiseStanding)> {
        self.product.slas.iter().zip(promises).filter(|(_, one)| one.verdict == Verdict::Broken)
    }

    /// The promises that are broken, but for those that are told of an asset already.
    fn broken_promises(&self, promises: &[PromiseStanding]) -> Vec<ProductReason> {
        let is_told = |promise: &PromiseStanding| {
            let told = promise.asset.map(|asset| &self.assets[asset.position()].reasons);
            told.is_some_and(|told| told.iter().any(|one| one.text.ends_with(&lower(&promise.measured))))
        };
        let broken = self.broken(promises).filter(|(_, one)| !is_told(one));
        let reason = |(sla, one): (&Sla, &PromiseStanding)| {
            let port = sla
                .port
                .map_or_else(String::new, |port| format!(" of {}", self.product.output_ports[port].name));
            let text = format!("its promise{port} does not hold ({}): {}", spoken(sla), lower(&one.measured));
            ProductReason {
                reason: Reason { status: status_if_broken(sla), text, at: None, origin: String::new() },
                asset: None,
                alike: 0,
            }
        };
        broken.map(reason).collect()
    }
}

/// How a broken promise makes things stand.
fn status_if_broken(sla: &Sla) -> Status {
    if sla.property == SlaProperty::Freshness { Status::Late } else { Status::Warning }
}

fn lower(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_lowercase().chain(letters).collect())
}

/// What declares to build on something broken, and is not seen to, is at risk as well.
fn spread_declared(all: &mut [ProductStanding], clock: &Clock<'_>) {
    let catalog = clock.catalog;
    for position in 0..catalog.products.len() {
        let from = ProductIx::at(position);
        if !all[position].status.is_some_and(Status::is_broken) {
            continue;
        }
        for reader in catalog.lineage.downstream(from).iter().filter(|reader| !reader.flow.is_seen()) {
            let text = format!(
                "it says that it builds on {}, which is {}",
                catalog.product(from).name,
                in_words(all[position].status)
            );
            let reason =
                Reason { status: Status::AtRisk, text, at: all[position].seen, origin: String::new() };
            let standing = &mut all[reader.product.position()];
            if catalog.product(reader.product).lifecycle.is_living() {
                standing.status = standing.status.max(Some(Status::AtRisk));
                standing.reasons.push(ProductReason { reason, asset: None, alike: 0 });
                standing.reasons.sort_by_key(|one| (Reverse(one.reason.status), one.asset));
            }
        }
    }
}

fn in_words(status: Option<Status>) -> &'static str {
    match status {
        Some(Status::Late) => "late",
        _ => "failing",
    }
}
