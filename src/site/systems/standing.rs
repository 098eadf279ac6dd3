//! How the data of a system stands today, which its engineers ask first: what failed or is late on its way in, and
//! what the owners of the products that take it in say about it.

use super::dependents::SystemDependents;
use super::target::detail_path;
use crate::model::{
    AssetAssessment, AssetIx, FailureCause, ProductIx, Reason, Status, StatusFact, capitalised,
};
use crate::prose::en;
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
    /// The status, for sorting.
    #[serde(skip)]
    pub(super) rank: Option<Status>,
}

/// Tables or jobs that are not known to be well, together if one error stopped them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct SystemProblemView {
    /// Their names, and the pages that describe them.
    pub pieces: Vec<SystemPieceView>,
    /// How many tables are meant besides these, if it is every table that is read: `all 4 tables`; else 0.
    pub all_tables: usize,
    /// Their status.
    pub status: Label,
    /// Why, if their own evidence says so; may be empty.
    pub why: String,
    /// The error of all of them; empty if there is one table or job, of which `why` has it.
    pub error: String,
    /// When that was observed; may be empty.
    pub at: String,
}

/// A table or a job.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct SystemPieceView {
    /// Its name.
    pub name: String,
    /// The page that describes it.
    pub path: Option<String>,
}

/// A table or a job, with its reasons.
type Standing<'a> = (AssetIx, &'a AssetAssessment);

/// The most problems, tables or jobs of one, and notices that are shown.
const PROBLEMS: usize = 8;
const PIECES: usize = 8;
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
        all.retain(|(_, _, stands)| stands.reasons.iter().any(is_known_wrong));
        let standings: Vec<Standing<'_>> = all.iter().map(|(_, asset, stands)| (*asset, *stands)).collect();
        let problems = self.problems(&standings, context);
        let named: usize = problems.iter().map(|problem| problem.all_tables + problem.pieces.len()).sum();
        let more = all.len().saturating_sub(named);
        let owners = assets.iter().filter_map(|asset| context.catalog.asset(*asset).product);
        let owners: BTreeSet<ProductIx> = owners.collect();
        let notices = owners.into_iter().flat_map(|owner| notices::with_product(owner, context));
        let view = SystemTodayView {
            counts: counts(&assets, context),
            problems,
            more,
            notices: notices.take(NOTICES).collect(),
        };
        (!view.counts.is_empty() || !view.notices.is_empty()).then_some(view)
    }

    /// Returns what is not well, the first problems of it: an error that stopped several is told once.
    fn problems(&self, all: &[Standing<'_>], context: &ViewContext<'_>) -> Vec<SystemProblemView> {
        let mut groups: Vec<Vec<Standing<'_>>> = Vec::new();
        for standing in all {
            let own_error = error(standing.1);
            let is_same =
                |group: &&mut Vec<Standing<'_>>| own_error.is_some() && error(group[0].1) == own_error;
            match groups.iter_mut().find(is_same) {
                Some(group) => group.push(*standing),
                None => groups.push(vec![*standing]),
            }
        }
        let tables = self.table_uses().filter(|(_, uses)| !uses.readers.is_empty()).count();
        let view = |group: Vec<Standing<'_>>| {
            let (asset, stands) = group[0];
            if group.len() == 1 {
                return problem(asset, stands, context);
            }
            let is_table = |standing: &&Standing<'_>| self.system.read.binary_search(&standing.0).is_ok();
            let of_all = group.iter().filter(is_table).count() == tables && tables > 1;
            let named = group.iter().filter(|standing| !of_all || !is_table(standing)).take(PIECES);
            let first = problem(asset, stands, context);
            SystemProblemView {
                pieces: named.map(|(asset, _)| piece_view(*asset, context)).collect(),
                all_tables: if of_all { tables } else { 0 },
                why: en::failed_with_one_error().to_owned(),
                error: first.why,
                ..first
            }
        };
        groups.into_iter().take(PROBLEMS).map(view).collect()
    }

    /// Returns the tables that are read and the jobs that load them: what nobody reads is no concern of anybody's,
    /// whatever its state.
    pub(super) fn used(&self) -> BTreeSet<AssetIx> {
        self.uses().filter(|(_, uses)| !uses.readers.is_empty()).map(|(asset, _)| asset).collect()
    }
}

/// Returns each status with the number of these assets that have it, worst first.
pub(super) fn counts(assets: &BTreeSet<AssetIx>, context: &ViewContext<'_>) -> Vec<SystemStatusCount> {
    let status = |asset: &AssetIx| context.assessment.assets.get(asset.position())?.status;
    let mut counts = BTreeMap::new();
    for status in assets.iter().filter_map(status) {
        *counts.entry(Reverse(status)).or_insert(0) += 1;
    }
    let count = |(Reverse(status), count)| SystemStatusCount {
        status: words::status(status),
        count,
        rank: Some(status),
    };
    counts.into_iter().map(count).collect()
}

/// Returns whether a reason says that something is wrong, here or upstream, rather than that nothing was seen.
fn is_known_wrong(reason: &Reason) -> bool {
    use crate::model::Status::{AtRisk, Failing, Late, Warning};
    matches!(reason.status, Failing | Late | AtRisk | Warning)
}

/// Returns the reason of the worst status.
fn worst(stands: &AssetAssessment) -> Option<&Reason> {
    stands.reasons.iter().max_by_key(|reason| reason.status)
}

/// Returns the error with which the last run failed, if that is the worst of it and known.
fn error(stands: &AssetAssessment) -> Option<&FailureCause> {
    match &worst(stands)?.fact {
        StatusFact::RunFailed { why, .. } if *why != FailureCause::Unknown => Some(why),
        _ => None,
    }
}

fn piece_view(asset: AssetIx, context: &ViewContext<'_>) -> SystemPieceView {
    SystemPieceView { name: context.catalog.asset(asset).name.clone(), path: detail_path(asset, context) }
}

fn problem(asset: AssetIx, stands: &AssetAssessment, context: &ViewContext<'_>) -> SystemProblemView {
    let worst = worst(stands);
    let at = worst.and_then(|reason| reason.at);
    SystemProblemView {
        pieces: vec![piece_view(asset, context)],
        all_tables: 0,
        error: String::new(),
        status: worst.map(|reason| words::status(reason.status)).unwrap_or_default(),
        why: capitalised(&context.fact_in_words(worst.map(|reason| &reason.fact))),
        at: at.map(|at| context.moment_in_words(at)).unwrap_or_default(),
    }
}
