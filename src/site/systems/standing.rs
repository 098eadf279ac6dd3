//! How the data of a system stands today, which its engineers ask first: what failed or is late on its way in, and
//! what the owners of the products that take it in say about it.

use super::dependents::SystemDependents;
use super::target::piece;
use crate::model::{AssetAssessment, AssetIx, ProductIx, Reason, capitalised};
use crate::site::context::ViewContext;
use crate::site::notices::{self, NoticeView};
use crate::site::parts::Label;
use crate::site::words;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// How the tables that are read and the jobs that load them stand today.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct SystemTodayView {
    /// Each status with the number of tables and jobs that have it, worst first.
    pub counts: Vec<SystemStatusCount>,
    /// What is not as it should be, worst first.
    pub problems: Vec<SystemProblemView>,
    /// The number of further ones.
    pub more: usize,
    /// The notices of the owners who take its data in.
    pub notices: Vec<NoticeView>,
}

/// A status, with the number of tables and jobs that have it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct SystemStatusCount {
    /// The status.
    pub status: Label,
    /// The number of tables and jobs.
    pub count: usize,
}

/// A table or a job that is not known to be well.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct SystemProblemView {
    /// Its name.
    pub name: String,
    /// The page that describes it.
    pub path: Option<String>,
    /// Its status.
    pub status: Label,
    /// Why, if its own evidence says so; may be empty.
    pub why: String,
    /// When that was observed; may be empty.
    pub at: String,
}

/// The most problems and notices that are shown.
const PROBLEMS: usize = 8;
const NOTICES: usize = 3;

impl SystemDependents<'_, '_> {
    /// Returns how its data stands today; `None` if nothing is read from it or nothing was seen of what is.
    pub(super) fn today(&self, context: &ViewContext<'_>) -> Option<SystemTodayView> {
        let assets = self.used();
        let standing = |asset: &AssetIx| {
            let stands = context.assessment.assets.get(asset.position())?;
            Some((stands.status?, *asset, stands))
        };
        let mut all: Vec<_> = assets.iter().filter_map(standing).collect();
        all.sort_by_key(|(status, asset, _)| (Reverse(*status), *asset));
        all.retain(|(_, _, stands)| stands.reasons.iter().any(is_problem));
        let more = all.len().saturating_sub(PROBLEMS);
        let holders = assets.iter().filter_map(|asset| context.catalog.asset(*asset).product);
        let holders: BTreeSet<ProductIx> = holders.collect();
        let notices = holders.into_iter().flat_map(|holder| notices::with_product(holder, context));
        let view = SystemTodayView {
            counts: counts(&assets, context),
            problems: all
                .into_iter()
                .take(PROBLEMS)
                .map(|(_, asset, stands)| problem(asset, stands, context))
                .collect(),
            more,
            notices: notices.take(NOTICES).collect(),
        };
        (!view.counts.is_empty() || !view.notices.is_empty()).then_some(view)
    }

    /// Returns the tables that are read and the jobs that load them: what nobody reads is no concern of anybody's,
    /// whatever its state.
    pub(super) fn used(&self) -> BTreeSet<AssetIx> {
        let is_used = |asset: &AssetIx| !self.walk.readers(&[*asset]).is_empty();
        self.system.assets_read().into_iter().filter(is_used).collect()
    }
}

/// Returns each status with the number of these assets that have it, worst first.
pub(super) fn counts(assets: &BTreeSet<AssetIx>, context: &ViewContext<'_>) -> Vec<SystemStatusCount> {
    let status = |asset: &AssetIx| context.assessment.assets.get(asset.position())?.status;
    let mut counts = BTreeMap::new();
    for status in assets.iter().filter_map(status) {
        *counts.entry(Reverse(status)).or_insert(0) += 1;
    }
    let count = |(Reverse(status), count)| SystemStatusCount { status: words::status(status), count };
    counts.into_iter().map(count).collect()
}

/// Returns whether a reason says that something is wrong, rather than that nothing was seen.
fn is_problem(reason: &Reason) -> bool {
    use crate::model::Status::{AtRisk, Failing, Late, Warning};
    matches!(reason.status, Failing | Late | AtRisk | Warning)
}

fn problem(asset: AssetIx, stands: &AssetAssessment, context: &ViewContext<'_>) -> SystemProblemView {
    let worst = stands.reasons.iter().max_by_key(|reason| reason.status);
    let at = worst.and_then(|reason| reason.at);
    SystemProblemView {
        name: context.catalog.asset(asset).name.clone(),
        path: piece(asset, context),
        status: worst.map(|reason| words::status(reason.status)).unwrap_or_default(),
        why: capitalised(&context.fact_in_words(worst.map(|reason| &reason.fact))),
        at: at.map(|at| context.moment_in_words(at)).unwrap_or_default(),
    }
}
