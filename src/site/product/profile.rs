//! The profile of an asset: its size, its last runs and its test results.

use super::growth::{GrowthView, growth};
use super::usual::unusual_run;
use crate::model::{
    AssetIx, ExternalQuery, FailureCause, Observed, ProductIx, ResultCounts, Run, RunOutcome, SizeScope,
    StatusFact, TableSize, civil_in_words, is_web_url,
};
use crate::prose::{Say as _, Voice, en};
use crate::site::context::ViewContext;
use crate::site::evidence_summary::{self, ResultCountsView};
use jiff::civil::DateTime;
use jiff::{SignedDuration, Timestamp};
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The size of an asset, its last runs and its test results.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct ProfileView {
    /// Its size, if the warehouse reported it.
    pub size: Option<SizeView>,
    /// The number of rows of an output port on earlier days, if recorded.
    pub growth: Option<GrowthView>,
    /// Its last runs, oldest first, at most ten.
    pub runs: Vec<RunView>,
    /// The number of runs by outcome: `10 runs: 9 succeeded, 1 failed`; may be empty.
    pub runs_text: String,
    /// The duration of the last run and the usual one, if clearly different: `Took 14 minutes, usually 6`; may be
    /// empty.
    pub unusual: String,
    /// Its test results, if there is any evidence.
    pub tests: Option<TestsView>,
}

impl ProfileView {
    /// Whether there is nothing to show.
    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// The size of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct SizeView {
    /// The number of rows.
    pub rows: Option<u64>,
    /// The number of bytes.
    pub bytes: Option<u64>,
    /// Whether that is what the last run of a job wrote, which may be only part of the table.
    pub is_load: bool,
    /// As text: `14,567 rows, 2.1 MB`.
    pub text: String,
    /// When the warehouse reported it, in RFC 3339.
    pub counted: String,
    /// The same for people: `21 November 2026, 02:26`.
    pub at: String,
}

/// A run. A catalog may have a million, so it holds no texts of its own: they are made when it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct RunView {
    /// How it ended.
    pub outcome: RunOutcomeView,
    /// When it began, if known.
    pub began: Option<Timestamp>,
    /// When it ended, if it did.
    pub ended: Option<Timestamp>,
    /// The same in the catalog's time zone, else when it was last reported.
    pub at: DateTime,
    /// Its duration, if known.
    pub duration: Option<SignedDuration>,
    /// Why it failed, in one line; may be empty.
    pub why: Box<str>,
    /// The system that it ran on, if the table was observed on several.
    pub system: Option<Arc<str>>,
    /// The address that shows it.
    pub url: Option<Arc<str>>,
    /// Its query, if given.
    pub query: Option<Arc<ExternalQuery>>,
    /// The height of its bar, at most [`TALL`].
    pub height: usize,
}

/// How a run ended, if it did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum RunOutcomeView {
    /// It succeeded.
    Succeeded,
    /// It is running.
    Running,
    /// It began, and is no longer expected to end.
    Unended,
    /// It was skipped, because something before it failed.
    Skipped,
    /// It was stopped.
    Stopped,
    /// It failed.
    Failed,
    /// It deleted the table.
    Gone,
}

impl RunOutcomeView {
    /// Returns the name for programs and class names, the word after a time, and the word after a count.
    pub(super) fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Succeeded => ("succeeded", "succeeded", "succeeded"),
            Self::Running => ("running", "running", "running"),
            Self::Unended => ("unended", "no end seen", "without an end"),
            Self::Skipped => ("skipped", "skipped", "skipped"),
            Self::Stopped => ("stopped", "stopped", "stopped"),
            Self::Failed => ("failed", "failed", "failed"),
            Self::Gone => ("gone", "table gone", "took the table away"),
        }
    }
}

/// A run as templates see it.
#[derive(Serialize)]
struct RunShape<'v> {
    /// The outcome, usable as a class name.
    outcome: &'v str,
    /// When it ended, or was last reported: `21 November 2026, 02:26`.
    at: &'v str,
    /// Time, outcome and duration: `21 November 2026, 02:26: failed, 4 minutes 10 seconds`.
    short: &'v str,
    /// The same, with the reason.
    text: &'v str,
    system: Option<&'v str>,
    url: Option<&'v str>,
    query: Option<QueryShape<'v>>,
    height: usize,
}

/// A query as templates see it.
#[derive(Serialize)]
struct QueryShape<'v> {
    id: &'v str,
    /// May be empty.
    source: &'v str,
    /// The address that shows it.
    url: Option<&'v str>,
}

impl Serialize for RunView {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (outcome, how, _) = self.outcome.words();
        let at = civil_in_words(self.at);
        let duration = self.duration.map(en::worked).unwrap_or_default();
        RunShape {
            outcome,
            at: &at,
            short: &en::run_went(&at, how, &duration, ""),
            text: &en::run_went(&at, how, &duration, &self.why),
            system: self.system.as_deref(),
            url: self.url.as_deref(),
            query: self.query.as_deref().map(|query| QueryShape {
                id: &query.id,
                source: &query.source,
                url: query_url(query),
            }),
            height: self.height,
        }
        .serialize(serializer)
    }
}

/// The test results of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct TestsView {
    /// In numbers.
    pub counts: ResultCountsView,
    /// As text: `10 ran: 9 passed, 1 failed; 1 did not run`.
    pub text: String,
    /// The same as parts of a bar.
    pub parts: Vec<TestPart>,
}

/// Tests with the same result, as a part of a bar that is a thousand wide.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct TestPart {
    /// The result, usable as a class name: `passed`, `warned`, `failed` or `missing`.
    pub id: &'static str,
    /// Where the part begins.
    pub from: usize,
    /// The width of the part.
    pub width: usize,
}

/// The number of runs shown.
const RUNS: usize = 10;
/// The height of the longest run's bar,
const TALL: usize = 30;
/// and that of a run that took no time, or an unknown time.
const LOW: usize = 4;

/// Returns the profile of an asset of a product.
pub(super) fn profile(asset: AssetIx, product: ProductIx, context: &ViewContext<'_>) -> ProfileView {
    let observed = context.catalog.observations.assets.get(asset);
    let runs = observed.map(|observed| runs(asset, observed, context)).unwrap_or_default();
    let unusual = observed.and_then(|observed| unusual_run(&observed.runs));
    ProfileView {
        size: observed.and_then(|observed| observed.size).map(|size| size_view(size, context)),
        growth: growth(asset, product, context),
        runs_text: runs_text(&runs, observed.is_some_and(|observed| observed.runs.len() > runs.len())),
        unusual: unusual.map(|(duration, usual)| en::unusual_duration(duration, usual)).unwrap_or_default(),
        runs,
        tests: tests(asset, context),
    }
}

fn size_view(size: TableSize, context: &ViewContext<'_>) -> SizeView {
    let is_load = size.scope == SizeScope::Written;
    SizeView {
        rows: size.rows,
        bytes: size.bytes,
        is_load,
        text: if is_load {
            en::load_size(size.rows, size.bytes)
        } else {
            en::table_size(size.rows, size.bytes)
        },
        counted: size.at.to_string(),
        at: context.moment_in_words(size.at),
    }
}

fn runs(asset: AssetIx, observed: &Observed, context: &ViewContext<'_>) -> Vec<RunView> {
    let all = &observed.runs;
    let first = all.len().saturating_sub(RUNS);
    let shown = &all[first..];
    let longest = shown.iter().filter_map(|run| run.duration).max().unwrap_or_default();
    let views = shown.iter().enumerate().map(|(at, run)| {
        let is_last = !shown[at + 1..].iter().any(|later| later.system == run.system);
        let is_at_work = is_last && is_at_work(asset, run, context);
        run_view(run, is_at_work, longest, observed, context)
    });
    views.collect()
}

/// Whether the unfinished last run of an asset may still be running, as it was assessed.
fn is_at_work(asset: AssetIx, run: &Run, context: &ViewContext<'_>) -> bool {
    let Some(assessment) = context.assessment.assets.get(asset.position()) else { return false };
    let hangs = |fact: &StatusFact| matches!(fact, StatusFact::RunHangs { last, .. } | StatusFact::StreamSilent { last } if *last == run.at);
    assessment.counts(run.at) && !assessment.reasons.iter().any(|reason| hangs(&reason.fact))
}

fn run_view(
    run: &Run,
    is_at_work: bool,
    longest: SignedDuration,
    observed: &Observed,
    context: &ViewContext<'_>,
) -> RunView {
    let outcome = match run.outcome {
        RunOutcome::Success => RunOutcomeView::Succeeded,
        RunOutcome::Error if run.failure == FailureCause::Stopped => RunOutcomeView::Stopped,
        RunOutcome::Error if run.removed_data() => RunOutcomeView::Gone,
        RunOutcome::Error => RunOutcomeView::Failed,
        RunOutcome::Skipped => RunOutcomeView::Skipped,
        RunOutcome::Running if is_at_work => RunOutcomeView::Running,
        RunOutcome::Running => RunOutcomeView::Unended,
    };
    let has_ended = run.outcome != RunOutcome::Running;
    // A skipped run took no time, whatever dbt reports.
    let duration = run.duration.filter(|_| run.outcome != RunOutcome::Skipped);
    let before_the_end =
        || duration.filter(|_| has_ended).and_then(|duration| run.at.checked_sub(duration).ok());
    let why = match run.failure {
        FailureCause::Stopped => String::new(),
        ref why => why.say(&Voice::page(context.catalog)),
    };
    RunView {
        outcome,
        began: run.started_at.or_else(before_the_end),
        ended: has_ended.then_some(run.at),
        at: run.at.to_zoned(context.catalog.settings.time_zone.clone()).datetime(),
        duration,
        why: why.into_boxed_str(),
        system: run.system.and_then(|system| observed.systems.get(usize::from(system))).cloned(),
        url: run.link.clone(),
        query: run.query.clone(),
        height: LOW + duration.map_or(0, |duration| share(duration, longest, TALL - LOW)),
    }
}

/// Returns where a query can be viewed: its id, or its source, if either is a web address.
pub(super) fn query_url(query: &ExternalQuery) -> Option<&str> {
    [&*query.id, &*query.source].into_iter().find(|address| is_web_url(address))
}

/// Returns the height of a duration on a scale where `longest` is `whole`.
fn share(duration: SignedDuration, longest: SignedDuration, whole: usize) -> usize {
    let part = duration.as_millis().max(0).saturating_mul(whole as i128).checked_div(longest.as_millis());
    usize::try_from(part.unwrap_or_default()).unwrap_or_default().min(whole)
}

/// Returns the number of runs by outcome, from best to worst.
fn runs_text(runs: &[RunView], has_older: bool) -> String {
    let mut ends: BTreeMap<RunOutcomeView, usize> = BTreeMap::new();
    for run in runs {
        *ends.entry(run.outcome).or_default() += 1;
    }
    let counts: Vec<(usize, &str)> = ends.into_iter().map(|(end, count)| (count, end.words().2)).collect();
    if counts.is_empty() { String::new() } else { en::runs_ended(&counts, has_older) }
}

/// Returns the results of an asset's tests and checks, as they are counted everywhere.
fn tests(asset: AssetIx, context: &ViewContext<'_>) -> Option<TestsView> {
    if !context.assessment.assessed {
        return None;
    }
    let tested = evidence_summary::tested(asset, context)?;
    let both = |count: fn(&ResultCountsView) -> usize| count(&tested.tests) + count(&tested.checks);
    let tally = ResultCounts {
        passed: both(|tally| tally.passed),
        warned: both(|tally| tally.warned),
        failed: both(|tally| tally.failed),
        missing: both(|tally| tally.missing),
        before_load: both(|tally| tally.before_load),
    };
    Some(TestsView { counts: tally.into(), text: en::tests_ran(&tally), parts: parts(&tally) })
}

/// The width of the test bar.
const WIDE: usize = 1000;

fn parts(tally: &ResultCounts) -> Vec<TestPart> {
    let counts = [
        ("passed", tally.passed),
        ("warned", tally.warned),
        ("failed", tally.failed),
        ("missing", tally.missing),
    ];
    let mut before = 0;
    let parts = counts.into_iter().filter(|(_, count)| *count > 0).map(|(id, count)| {
        let from = before * WIDE / tally.total();
        before += count;
        TestPart { id, from, width: before * WIDE / tally.total() - from }
    });
    parts.collect()
}
