//! The origin of a problem, and what is wrong there.

use super::of_asset;
use super::since_day;
use crate::model::{ProblemKind, ProblemOrigin, SinceDay, StatusFact, day_in_words};
use crate::prose::Voice;
use jiff::Timestamp;

/// The origin of a problem: `Cause: the load of Shop replication has failed since 16 November 2026.`
#[derive(Clone, Debug, Default)]
pub(crate) struct OriginWords {
    /// The text before the name: `the load of`; may be empty.
    pub before: String,
    /// The name of the product or of the table.
    pub name: String,
    /// The text after it, with a final period: `has failed since 16 November 2026.`
    pub after: String,
}

/// What is said of something whose last run or load did not succeed.
pub(super) const NOT_UPDATED: &str = "was not updated";

/// Returns what is wrong with something upstream, to be read after its name.
pub(super) fn problem_words(why: &StatusFact) -> &'static str {
    match (why.problem_kind(), why) {
        (_, StatusFact::TestsWarned { .. }) => "has a warning",
        (_, StatusFact::NoRows { .. }) => "has 0 rows",
        (ProblemKind::Test, _) => "has a failing test",
        (ProblemKind::Check, _) => "has a failing check",
        (ProblemKind::Guard, _) => "has a failing guard",
        (ProblemKind::Load | ProblemKind::Run, _)
        | (_, StatusFact::RunSkipped | StatusFact::RunHangs { .. }) => NOT_UPDATED,
        (ProblemKind::Gone, _) => "has lost its table",
        (ProblemKind::Late, _) => "is late",
        (ProblemKind::Early, _) => "has older data than it should",
        (ProblemKind::Missed, _) => "did not run when it was due",
        (_, StatusFact::BreaksPromise { .. } | StatusFact::PromiseBroken { .. }) => "breaks a promise",
        (ProblemKind::Other, _) => "has a problem",
    }
}

/// Returns the origin of a problem. If the product there is known to have had problems for longer than this failure,
/// that day is named: two days would contradict each other.
pub(super) fn origin_words(
    origin: &ProblemOrigin,
    problem_since: Option<SinceDay>,
    voice: &Voice<'_>,
) -> OriginWords {
    let day = |at: Timestamp| at.to_zoned(voice.catalog.settings.time_zone.clone()).date();
    let name = match (origin.product, origin.asset) {
        (Some(product), _) => voice.catalog.product(product).name.clone(),
        (None, asset) => asset.map(|asset| of_asset(asset, voice)).unwrap_or_default(),
    };
    let (before, since_verb, once_verb) = match origin.kind {
        // A table does not run: a failure of its job is described as one of its writer.
        ProblemKind::Run if origin.product.is_none() => ("the job that writes", "has been failing", "failed"),
        ProblemKind::Load => ("the load of", "has been failing", "failed"),
        ProblemKind::Run => ("a run of", "has been failing", "failed"),
        ProblemKind::Test => ("a test of", "has been failing", "failed"),
        ProblemKind::Check => ("a check of", "has been failing", "failed"),
        ProblemKind::Guard => ("a guard of", "has been failing", "failed"),
        ProblemKind::Gone => ("the table of", "has been gone", "was dropped, renamed or emptied"),
        ProblemKind::Late => ("the data of", "has been late", "is late"),
        ProblemKind::Early => ("", "has run too early", "ran too early"),
        ProblemKind::Missed => ("", "has not run", "did not run when it was due"),
        ProblemKind::Other => ("a problem in", "", ""),
    };
    let after = match (origin.since.map(day), origin.at.map(day)) {
        _ if once_verb.is_empty() => {
            problem_since.map_or_else(|| ".".to_owned(), |since| format!("since {}.", since_day(since)))
        }
        (since, at)
            if problem_since
                .is_some_and(|problem| since.or(at).is_none_or(|failed| problem.day < failed)) =>
        {
            let first_day = problem_since.map(since_day).unwrap_or_default();
            format!("{once_verb}; it has had problems since {first_day}.")
        }
        (Some(since), _) => format!("{since_verb} since {}.", day_in_words(since)),
        (None, Some(at)) => format!("{once_verb} on {}.", day_in_words(at)),
        (None, None) => format!("{once_verb}."),
    };
    OriginWords { before: before.to_owned(), name, after }
}
