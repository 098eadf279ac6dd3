//! What a verdict says about problems of products and tables upstream.

use super::numbers::counted;
use super::of_asset;
use super::problem_origin::{NOT_UPDATED, problem_words};
use crate::model::{AssetIx, AssetKind, ProductAssessment, ProductIx, ProductReason, Status, StatusFact};
use crate::prose::Voice;

/// Returns what is wrong upstream of a product, as a clause; `None` for a fact about the product itself.
pub(super) fn upstream(product: ProductIx, fact: &StatusFact, voice: &Voice<'_>) -> Option<String> {
    let owner_of = |cause: AssetIx| {
        let (name, owner) = owner(cause, voice);
        format!("{name}, {}", relation(product, owner, voice))
    };
    Some(match fact {
        StatusFact::Upstream { cause, why } if is_one_table(*cause, why, voice) => {
            format!("{} of {}, {}", of_asset(*cause, voice), owner_of(*cause), problem_words(why))
        }
        StatusFact::Upstream { cause, why } if is_one_job(*cause, why, voice) => {
            format!("{} of {}, {}", of_asset(*cause, voice), owner_of(*cause), job_words(why))
        }
        StatusFact::Upstream { cause, why } => format!("{}, {}", owner_of(*cause), problem_words(why)),
        StatusFact::UpstreamUnknown { cause, .. } => {
            format!("it is unknown whether {}, is up to date", owner_of(*cause))
        }
        StatusFact::DeclaredUpstream { product: upstream, status } => {
            let status = if *status == Status::Late { "late" } else { "failing" };
            let name = &voice.catalog.product(*upstream).name;
            format!("{name}, {}, is {status}", relation(product, Some(*upstream), voice))
        }
        _ => return None,
    })
}

/// Returns whether a problem says of one table that it was not updated, and its product has others, which may have been.
fn is_one_table(cause: AssetIx, why: &StatusFact, voice: &Voice<'_>) -> bool {
    let is_table = |asset: AssetIx| !is_job(asset, voice) && voice.catalog.guards.guard(asset).is_none();
    problem_words(why) == NOT_UPDATED && is_table(cause) && has_other(cause, is_table, voice)
}

/// Returns whether a problem is that of one job, such as a load or a sync, and its product has more than this job.
fn is_one_job(cause: AssetIx, why: &StatusFact, voice: &Voice<'_>) -> bool {
    let is_no_guard = |asset: AssetIx| voice.catalog.guards.guard(asset).is_none();
    problem_words(why) == NOT_UPDATED
        && is_job(cause, voice)
        && is_no_guard(cause)
        && has_other(cause, is_no_guard, voice)
}

/// Returns whether an asset is declared and no table.
fn is_job(asset: AssetIx, voice: &Voice<'_>) -> bool {
    let asset = voice.catalog.asset(asset);
    matches!(asset.kind, AssetKind::Declared(_)) && asset.relation.is_none()
}

/// Returns whether the product of an asset has another one of these.
fn has_other(asset: AssetIx, is_meant: impl Fn(AssetIx) -> bool, voice: &Voice<'_>) -> bool {
    let product = voice.catalog.asset(asset).product;
    let mut assets = product.into_iter().flat_map(|product| &voice.catalog.product(product).assets);
    assets.any(|other| *other != asset && is_meant(*other))
}

/// Returns what happened to a job that did not update what it writes, to be read after its name.
fn job_words(why: &StatusFact) -> &'static str {
    match why {
        StatusFact::RunSkipped => "was skipped",
        StatusFact::RunHangs { .. } => "has not ended",
        _ => "failed",
    }
}

/// Returns that others upstream have a problem too, if the one that is named is upstream: it is not the only cause.
pub(super) fn other_sources(
    named: &ProductReason,
    assessment: &ProductAssessment,
    voice: &Voice<'_>,
) -> Option<String> {
    let is_upstream = |reason: &&ProductReason| {
        reason.reason.status == named.reason.status
            && matches!(reason.reason.fact, StatusFact::Upstream { .. } | StatusFact::DeclaredUpstream { .. })
    };
    if !is_upstream(&named) {
        return None;
    }
    // All tables of no product are one reason.
    let is_of_product = |reason: &&ProductReason| match reason.reason.fact {
        StatusFact::Upstream { cause, .. } => voice.catalog.asset(cause).product.is_some(),
        _ => true,
    };
    let others =
        || assessment.reasons.iter().filter(|reason| is_upstream(reason) && !std::ptr::eq(*reason, named));
    let products = others().filter(is_of_product).count();
    let has_tables = others().any(|reason| !is_of_product(&reason));
    let more = counted(products, "more product");
    Some(match (products, has_tables) {
        (0, false) => return None,
        (0, true) => "Tables of no product upstream of it have problems too.".to_owned(),
        (1, false) => format!("{more} upstream of it has a problem."),
        (_, false) => format!("{more} upstream of it have problems."),
        (_, true) => format!("{more} and tables of no product upstream of it have problems."),
    })
}

/// Returns whether a product builds directly on another one, or has it somewhere upstream, as it has tables of no product.
fn relation(product: ProductIx, upstream: Option<ProductIx>, voice: &Voice<'_>) -> &'static str {
    let is_direct = upstream.is_some_and(|upstream| voice.catalog.lineage.flow(upstream, product).is_some());
    if is_direct { "which it builds on" } else { "upstream of it" }
}

/// Returns the name of the product that holds an asset, else of the asset; and the product.
fn owner(asset: AssetIx, voice: &Voice<'_>) -> (String, Option<ProductIx>) {
    let product = voice.catalog.asset(asset).product;
    let name = product.map(|product| voice.catalog.product(product).name.clone());
    (name.unwrap_or_else(|| of_asset(asset, voice)), product)
}
