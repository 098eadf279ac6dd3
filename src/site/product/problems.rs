//! What is wrong with the assets of a product: each problem once, with the assets that have it.

use super::inside::worded;
use super::reads::{AssetLink, link};
use crate::model::{AssetIx, ProductIx, Reason, Status};
use crate::prose::{Say as _, Voice};
use crate::site::context::ViewContext;
use crate::site::parts::{Label, PageRef};
use crate::site::words;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// The most assets that are named at once.
const NAMED: usize = 8;

/// The most problems that are listed.
const LISTED: usize = 12;

/// A problem of some assets.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct ProblemView {
    /// The status of the assets because of it.
    pub status: Label,
    /// What was observed of each of them; empty if the problem is upstream.
    pub reasons: Vec<String>,
    /// The products upstream that have the problem.
    pub upstream: Vec<UpstreamProblem>,
    /// The assets that are concerned.
    pub assets: NamedAssets,
}

/// A product upstream that has a problem.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct UpstreamProblem {
    /// The product.
    pub product: PageRef,
    /// Its assets that have the problem.
    pub causes: NamedAssets,
}

/// Some assets, of which the first are named.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct NamedAssets {
    /// The first ones.
    pub named: Vec<NamedAsset>,
    /// The number of others.
    pub more: usize,
}

/// An asset, and where its code can be read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct NamedAsset {
    /// The asset.
    pub link: AssetLink,
    /// Its code.
    pub code: Option<String>,
}

/// What is wrong with the assets of a product.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct ProblemsView {
    /// The problems: its own first, worst first, then those that put most of its assets at risk.
    pub listed: Vec<ProblemView>,
    /// The number of others.
    pub more: usize,
}

/// Returns what is wrong with the assets of a product.
pub(super) fn problems(product: ProductIx, context: &ViewContext<'_>) -> ProblemsView {
    let mut all = own(product, context);
    all.extend(upstream(product, context));
    let more = all.len().saturating_sub(LISTED);
    all.truncate(LISTED);
    ProblemsView { listed: all, more }
}

/// Returns the problems of the assets themselves.
fn own(product: ProductIx, context: &ViewContext<'_>) -> Vec<ProblemView> {
    let mut found: Vec<(Status, Vec<String>, Vec<AssetIx>)> = Vec::new();
    for asset in &context.product(product).assets {
        let Some(known) = context.assessment.assets.get(asset.position()) else { continue };
        let is_own = |reason: &&Reason| reason.is_problem();
        let Some(status) = known.reasons.iter().filter(is_own).map(|reason| reason.status).max() else {
            continue;
        };
        let reasons = worded(known, context);
        match found.iter_mut().find(|(of, same, _)| (*of, same) == (status, &reasons)) {
            Some((_, _, assets)) => assets.push(*asset),
            None => found.push((status, reasons, vec![*asset])),
        }
    }
    // A broken promise is a reason for the status of the product alone.
    for known in context.product_assessment(product).iter().flat_map(|known| &known.reasons) {
        let asset = known.asset.filter(|asset| context.catalog.asset(*asset).product == Some(product));
        let is_listed = found.iter().any(|(.., assets)| asset.is_some_and(|asset| assets.contains(&asset)));
        if known.reason.is_problem() && !is_listed && asset.is_some() == known.asset.is_some() {
            let text = known.reason.say(&Voice::page(context.catalog));
            found.push((known.reason.status, vec![text], asset.into_iter().collect()));
        }
    }
    found.sort_by_key(|(status, _, assets)| Reverse((*status, assets.len())));
    let view = |(status, reasons, assets): (Status, Vec<String>, Vec<AssetIx>)| ProblemView {
        status: words::status(status),
        reasons,
        assets: named(&assets, product, context),
        ..ProblemView::default()
    };
    found.into_iter().map(view).collect()
}

/// Returns the problems of other products that put assets at risk.
fn upstream(product: ProductIx, context: &ViewContext<'_>) -> Vec<ProblemView> {
    let mut found: BTreeMap<ProductIx, (BTreeSet<AssetIx>, Vec<AssetIx>)> = BTreeMap::new();
    for asset in &context.product(product).assets {
        let known = context.assessment.assets.get(asset.position());
        for cause in known.iter().flat_map(|known| &known.causes) {
            let Some(owner) = context.catalog.asset(*cause).product.filter(|owner| *owner != product) else {
                continue;
            };
            let (causes, assets) = found.entry(owner).or_default();
            causes.insert(*cause);
            if assets.last() != Some(asset) {
                assets.push(*asset);
            }
        }
    }
    let mut alike: BTreeMap<Vec<AssetIx>, Vec<UpstreamProblem>> = BTreeMap::new();
    for (owner, (causes, assets)) in found {
        let causes: Vec<AssetIx> = causes.into_iter().collect();
        let problem =
            UpstreamProblem { product: context.product_ref(owner), causes: named(&causes, product, context) };
        alike.entry(assets).or_default().push(problem);
    }
    let mut alike: Vec<_> = alike.into_iter().collect();
    alike.sort_by_key(|(assets, _)| Reverse(assets.len()));
    let view = |(assets, upstream): (Vec<AssetIx>, Vec<UpstreamProblem>)| ProblemView {
        status: words::status(Status::AtRisk),
        reasons: Vec::new(),
        upstream,
        assets: named(&assets, product, context),
    };
    alike.into_iter().map(view).collect()
}

fn named(assets: &[AssetIx], page: ProductIx, context: &ViewContext<'_>) -> NamedAssets {
    let asset = |index: &AssetIx| NamedAsset {
        link: link(*index, page, context),
        code: context.code(context.catalog.asset(*index)),
    };
    NamedAssets {
        named: assets.iter().take(NAMED).map(asset).collect(),
        more: assets.len().saturating_sub(NAMED),
    }
}
