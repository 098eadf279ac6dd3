//! What is wrong with the assets of a product: each problem once, with the assets that have it.

use super::inside::worded;
use super::reads::{AssetLink, link};
use crate::model::{AssetIx, ProductIx, Status};
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
    let (own, upstream) = (own(product, context), upstream(product, context));
    let more = (own.len() + upstream.len()).saturating_sub(LISTED);
    let own_view = |problem: OwnProblem| ProblemView {
        status: words::status(problem.status),
        reasons: problem.reasons,
        assets: named(&problem.assets, product, context),
        ..ProblemView::default()
    };
    let upstream_view = |(assets, owners): (Vec<AssetIx>, Vec<UpstreamCauses>)| ProblemView {
        status: words::status(Status::AtRisk),
        upstream: owners
            .iter()
            .map(|(owner, causes)| UpstreamProblem {
                product: context.product_ref(*owner),
                causes: named(causes, product, context),
            })
            .collect(),
        assets: named(&assets, product, context),
        ..ProblemView::default()
    };
    let all = own.into_iter().map(own_view).chain(upstream.into_iter().map(upstream_view));
    ProblemsView { listed: all.take(LISTED).collect(), more }
}

/// A problem of some of a product's own assets, or of the product alone.
struct OwnProblem {
    status: Status,
    reasons: Vec<String>,
    assets: Vec<AssetIx>,
}

/// Returns the problems of the assets themselves, worst first.
fn own(product: ProductIx, context: &ViewContext<'_>) -> Vec<OwnProblem> {
    let mut found: Vec<OwnProblem> = Vec::new();
    let mut places: BTreeMap<(Status, Vec<String>), usize> = BTreeMap::new();
    let mut listed: BTreeSet<AssetIx> = BTreeSet::new();
    for asset in &context.product(product).assets {
        let Some(assessment) = context.assessment.assets.get(asset.position()) else { continue };
        let own_reasons = assessment.reasons.iter().filter(|reason| reason.is_problem());
        let Some(status) = own_reasons.map(|reason| reason.status).max() else { continue };
        listed.insert(*asset);
        let reasons = worded(assessment, context);
        let place = *places.entry((status, reasons.clone())).or_insert(found.len());
        match found.get_mut(place) {
            Some(problem) => problem.assets.push(*asset),
            None => found.push(OwnProblem { status, reasons, assets: vec![*asset] }),
        }
    }
    // A broken promise is a reason for the status of the product alone.
    for found_of_product in context.product_assessment(product).iter().flat_map(|product| &product.reasons) {
        let (asset, reason) = (found_of_product.asset, &found_of_product.reason);
        let is_elsewhere = asset.is_some_and(|asset| context.catalog.asset(asset).product != Some(product));
        if !reason.is_problem() || is_elsewhere || asset.is_some_and(|asset| !listed.insert(asset)) {
            continue;
        }
        let reasons = vec![reason.say(&Voice::page(context.catalog))];
        found.push(OwnProblem { status: reason.status, reasons, assets: asset.into_iter().collect() });
    }
    found.sort_by_key(|problem| Reverse((problem.status, problem.assets.len())));
    found
}

/// A product upstream, and its assets that have the problem.
type UpstreamCauses = (ProductIx, Vec<AssetIx>);

/// Returns the assets that other products put at risk, those of most assets first, each group with these products.
fn upstream(product: ProductIx, context: &ViewContext<'_>) -> Vec<(Vec<AssetIx>, Vec<UpstreamCauses>)> {
    let mut found: BTreeMap<ProductIx, (BTreeSet<AssetIx>, Vec<AssetIx>)> = BTreeMap::new();
    for asset in &context.product(product).assets {
        let assessment = context.assessment.assets.get(asset.position());
        for cause in assessment.iter().flat_map(|assessment| &assessment.causes) {
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
    let mut alike: BTreeMap<Vec<AssetIx>, Vec<UpstreamCauses>> = BTreeMap::new();
    for (owner, (causes, assets)) in found {
        alike.entry(assets).or_default().push((owner, causes.into_iter().collect()));
    }
    let mut alike: Vec<_> = alike.into_iter().collect();
    alike.sort_by_key(|(assets, _)| Reverse(assets.len()));
    alike
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
