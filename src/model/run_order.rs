//! Order in time: whether a run began before its input was built.
//!
//! An input may be built again at any time. That only matters if the reader has the data of the previous run: if its
//! run was closer to the end of the previous run than to its own turn, or if it has let a whole turn pass.

use super::{EarlyDays, Period, Product, Run, RunOutcome, SlaProperty, SlaTarget};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;

/// A reader runs far more often than its input if it runs at least this many times for each run of the input.
const FAR_MORE_OFTEN: i32 = 2;

/// Runs of one schedule that are this close count as at the same time: the clocks of two schedulers differ.
const TOLERANCE: SignedDuration = SignedDuration::from_secs(60);

/// Data older than one part in this many of a reader's interval is from the run before the expected one.
const LATE_PART_OF_INTERVAL: i32 = 2;

/// Data that is younger than one part in this many of its promised age does not endanger the promise.
const SAFE_PART_OF_PROMISE: i32 = 4;

/// How often an input is read if the interval is unknown.
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// The number of gaps between runs that establish a rhythm.
const GAPS: usize = 2;

/// The age up to which a day is recent.
const RECENT: SignedDuration = SignedDuration::from_hours(7 * 24);

/// The maximum distance of a run from the end of its input's run for both to belong to one day.
const HALF_A_DAY: SignedDuration = SignedDuration::from_hours(12);

/// A run that began before its input was built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TooEarly {
    /// When the run began; when it ended, if its start is unknown.
    pub started_at: Timestamp,
    /// When its input was last built.
    pub built_at: Timestamp,
    /// When the input data that it used was built, if that was observed.
    pub data_as_of: Option<Timestamp>,
}

/// How often runs are expected, as far as known.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct RunIntervals {
    /// How often the reader runs, according to its schedule.
    pub reader: Option<SignedDuration>,
    /// How often its input is built, according to its schedule.
    pub read: Option<SignedDuration>,
    /// The promised maximum age of the reader's data.
    pub promised: Option<SignedDuration>,
}

impl RunIntervals {
    /// Returns the expectations from the promises of a reader's product.
    #[must_use]
    pub(crate) fn of(product: Option<&Product>) -> Self {
        Self { promised: product.and_then(promised), ..Self::default() }
    }

    /// Returns how long it takes until a reader's next turn: by its schedule, its runs or its promise, otherwise a
    /// day, or as long as its input takes.
    #[must_use]
    pub(crate) fn turn(&self, reader: &[Run], every: Option<SignedDuration>) -> SignedDuration {
        self.own_interval(reader).unwrap_or_else(|| DAY.max(every.unwrap_or_default()))
    }

    fn own_interval(&self, reader: &[Run]) -> Option<SignedDuration> {
        self.reader.or_else(|| interval(&good_ends(reader))).or(self.promised)
    }
}

/// Returns the promised maximum age or update interval of a product's data, if it promises either.
fn promised(product: &Product) -> Option<SignedDuration> {
    let lengths = product.slas.iter().filter_map(|sla| match (sla.property, &sla.target) {
        (SlaProperty::Freshness, SlaTarget::Period(length))
        | (SlaProperty::Frequency, SlaTarget::Every(length)) => Some(length),
        _ => None,
    });
    lengths.copied().map(length).min()
}

/// Returns the longest duration of a period.
pub(super) fn length(period: Period) -> SignedDuration {
    let minutes = i64::try_from(period.minutes_at_most()).unwrap_or(i64::MAX / 60);
    SignedDuration::from_secs(minutes.saturating_mul(60).min(i64::MAX / 4))
}

/// Returns when a run began; when it ended, if its start is unknown.
#[must_use]
pub(crate) fn started_at(run: &Run) -> Timestamp {
    // In whole seconds: clocks of several machines agree on no more.
    let worked = run.duration.map(|duration| SignedDuration::from_secs(duration.as_secs()));
    let before_the_end = worked.and_then(|worked| run.at.checked_sub(worked).ok());
    run.started_at.or(before_the_end).unwrap_or(run.at)
}

/// Returns whether one moment is after another by more than the difference of clocks.
#[must_use]
pub(crate) fn is_after(moment: Timestamp, earlier: Timestamp) -> bool {
    moment.duration_since(earlier) > TOLERANCE
}

/// Returns the last run that ended, if it succeeded: it built the current data.
#[must_use]
pub(crate) fn last_good(runs: &[Run]) -> Option<&Run> {
    let ended = runs.iter().rev().find(|run| run.outcome != RunOutcome::Running);
    ended.filter(|run| run.outcome == RunOutcome::Success)
}

/// Returns how often something runs, according to its history; `None` if that shows no rhythm.
#[must_use]
pub(crate) fn interval(ends: &[Timestamp]) -> Option<SignedDuration> {
    let mut gaps: Vec<SignedDuration> =
        ends.windows(2).map(|pair| pair[1].duration_since(pair[0])).filter(|gap| *gap > TOLERANCE).collect();
    gaps.sort_unstable();
    (gaps.len() >= GAPS).then(|| gaps[gaps.len() / 2])
}

/// Returns when successful runs ended, oldest first.
#[must_use]
pub(crate) fn good_ends(runs: &[Run]) -> Vec<Timestamp> {
    runs.iter().filter(|run| run.outcome == RunOutcome::Success).map(|run| run.at).collect()
}

/// Returns whether two runs are the same run of one job, reported for both assets. A job does not wait for its own
/// output.
fn is_one_job(first: &Run, second: &Run) -> bool {
    first.origin.job.is_some() && first.origin.job == second.origin.job
}

/// Returns whether a successful run of a reader began too early, as of `now`.
#[must_use]
pub(crate) fn too_early(
    reader: &[Run],
    run: &Run,
    input_runs: &[Run],
    intervals: &RunIntervals,
    now: Timestamp,
) -> Option<TooEarly> {
    let ended = |run: &&Run| run.outcome == RunOutcome::Success && run.at <= now;
    let last = input_runs.iter().rev().find(ended)?;
    // dbt builds everything in one command in order, so only the ends are compared.
    let is_one_command = run.origin.job.is_none() && run.origin == last.origin;
    let started_at = if is_one_command { run.at } else { started_at(run) };
    let latest = started_at.checked_add(TOLERANCE).ok()?;
    if last.at <= latest || is_one_job(run, last) {
        return None;
    }
    let ends = good_ends(input_runs);
    let after = ends.iter().copied().find(|end| *end > latest)?;
    let data_as_of = ends.iter().rev().copied().find(|end| *end <= latest);
    let missed = TooEarly { started_at, built_at: last.at, data_as_of };

    let every = intervals.read.or_else(|| interval(&ends));
    let every = every.or_else(|| Some(after.duration_since(data_as_of?)));
    let turn = intervals.turn(reader, every);
    if now.duration_since(after) > turn {
        return Some(missed);
    }
    // A reader that runs far more often than its input changes picks up the change in its next turn.
    if intervals
        .own_interval(reader)
        .is_some_and(|reader_interval| reader_interval * FAR_MORE_OFTEN <= every.unwrap_or(DAY))
    {
        return None;
    }
    let before = data_as_of.or_else(|| after.checked_sub(every?).ok());
    let is_of_the_run_before = before.is_none_or(|before| {
        let age = started_at.duration_since(before);
        // It missed the run before if its data is older than half a turn; that matters only if it uses up more than a
        // quarter of the age that is promised.
        age * LATE_PART_OF_INTERVAL > turn
            && intervals.promised.is_none_or(|promised| age * SAFE_PART_OF_PROMISE > promised)
    });
    is_of_the_run_before.then_some(missed)
}

/// Returns on how many of the days up to `today` the last successful run of a reader began before its input was
/// built.
#[must_use]
pub(crate) fn early_days(
    reader: &[Run],
    input_runs: &[Run],
    intervals: &RunIntervals,
    today: Date,
    zone: &TimeZone,
) -> EarlyDays {
    let day = |moment: Timestamp| moment.to_zoned(zone.clone()).date();
    let mut last: BTreeMap<Date, (&Run, Option<Timestamp>)> = BTreeMap::new();
    let mut next = None;
    for run in reader.iter().rev().filter(|run| run.outcome == RunOutcome::Success) {
        if today.duration_since(day(run.at)) >= RECENT {
            break;
        }
        let started_at = started_at(run);
        if day(started_at) <= today {
            last.entry(day(started_at)).or_insert((run, next));
        }
        next = Some(started_at);
    }
    let ends = good_ends(input_runs);
    let (mut compared, mut delays) = (0, Vec::new());
    for (run, next) in last.into_values() {
        let started_at = started_at(run);
        let is_near = |end: &Timestamp| end.duration_since(started_at).abs() <= HALF_A_DAY;
        let first = ends.partition_point(|end| end.duration_since(started_at) <= TOLERANCE);
        let is_of_this_turn = |end: &Timestamp| is_near(end) && next.is_none_or(|next| *end < next);
        let after = ends.get(first).copied().filter(is_of_this_turn);
        if after.is_none() && !ends[..first].last().is_some_and(is_near) {
            continue;
        }
        compared += 1;
        let missed = after.and_then(|after| too_early(reader, run, input_runs, intervals, after));
        delays.extend(missed.map(|missed| missed.built_at.duration_since(missed.started_at)));
    }
    delays.sort_unstable();
    EarlyDays {
        early: delays.len(),
        compared,
        median_lead: delays.get(delays.len() / 2).copied().unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{EvidenceOrigin, FailureCause};

    fn run(job: &str, at: i64, duration: u32) -> Run {
        Run {
            at: Timestamp::from_second(at * 60).unwrap(),
            started_at: None,
            duration: Some(SignedDuration::from_mins(i64::from(duration))),
            outcome: RunOutcome::Success,
            failure: FailureCause::Unknown,
            is_streaming: false,
            origin: EvidenceOrigin { file: None, job: Some(job.into()) },
            system: None,
            link: None,
            query: None,
            names: Default::default(),
        }
    }

    /// Returns by how many minutes the last of the reader's runs began too early.
    fn minutes(reader: &[i64], input: &[i64], now: i64, intervals: &RunIntervals) -> Option<i64> {
        let runs = |job: &str, ends: &[i64]| ends.iter().map(|at| run(job, *at, 0)).collect::<Vec<_>>();
        let (reader, input) = (runs("sync", reader), runs("load", input));
        let now = Timestamp::from_second(now * 60).unwrap();
        let early = too_early(&reader, reader.last()?, &input, intervals, now)?;
        Some(early.built_at.duration_since(early.started_at).as_mins())
    }

    fn usual(reader: &[i64], input: &[i64], now: i64) -> Option<i64> {
        minutes(reader, input, now, &RunIntervals::default())
    }

    const DAY: i64 = 24 * 60;

    /// Returns the days up to the fifth on which it was too early, the days that are known, and by how many minutes
    /// it was.
    fn days(reader: &[i64], input: &[i64]) -> (usize, usize, i64) {
        let runs = |job: &str, ends: &[i64]| ends.iter().map(|at| run(job, *at, 0)).collect::<Vec<_>>();
        let (reader, input) = (runs("sync", reader), runs("load", input));
        let today = Timestamp::from_second(4 * DAY * 60).unwrap().to_zoned(TimeZone::UTC).date();
        let early = early_days(&reader, &input, &RunIntervals::default(), today, &TimeZone::UTC);
        assert_eq!(early.is_usual(), early.compared >= 3 && early.early * 2 > early.compared);
        (early.early, early.compared, early.median_lead.as_mins())
    }

    #[test]
    fn days_on_which_a_reader_ran_too_early_are_counted() {
        let each = |at: i64, days: std::ops::Range<i64>| days.map(|day| day * DAY + at).collect::<Vec<_>>();
        assert_eq!(days(&each(128, 0..5), &each(146, 0..5)), (5, 5, 18));
        assert_eq!(days(&each(146, 0..5), &each(128, 0..5)), (0, 5, 0));
        assert_eq!(days(&each(128, -10..5), &each(146, -10..5)), (7, 7, 18), "old days do not count");
        assert_eq!(
            days(&each(128, 0..5), &each(146, 0..3)),
            (3, 3, 18),
            "days without runs of both do not count"
        );
        // A later run of the same day clears it.
        let twice: Vec<i64> = (0..5).flat_map(|day| [day * DAY + 128, day * DAY + 150]).collect();
        assert_eq!(days(&twice, &each(146, 0..5)), (0, 5, 0));
        // Across midnight.
        assert_eq!(days(&each(23 * 60 + 50, 0..5), &each(10, 0..6)), (5, 5, 20));
        // An input that is built again at noon, and a stream.
        let again: Vec<i64> = (0..5).flat_map(|day| [day * DAY + 450, day * DAY + 510]).collect();
        assert_eq!(days(&each(480, 0..5), &again), (0, 5, 0));
        let stream: Vec<i64> = (0..5 * 288).map(|at| at * 5).collect();
        assert_eq!(days(&each(128, 0..5), &stream), (0, 5, 0));
    }

    #[test]
    fn single_runs_of_reader_and_writer_are_compared() {
        assert_eq!(usual(&[128], &[146], 240), Some(18));
        assert_eq!(usual(&[146], &[128], 240), None);
        assert_eq!(usual(&[146], &[147], 240), None, "a minute of clock difference is tolerated");
        assert_eq!(usual(&[146], &[148], 240), Some(2));
    }

    #[test]
    fn a_reader_that_runs_too_early_every_night_is_behind() {
        let nights = |at: i64| (0..5).map(|night| night * DAY + at).collect::<Vec<_>>();
        assert_eq!(usual(&nights(128), &nights(146), 4 * DAY + 240), Some(18));
        assert_eq!(usual(&nights(146), &nights(128), 4 * DAY + 240), None);
        // The last night was fine.
        let mut reader = nights(128);
        reader[4] = 4 * DAY + 150;
        assert_eq!(usual(&reader, &nights(146), 4 * DAY + 240), None);
    }

    #[test]
    fn rebuilding_a_table_during_the_day_puts_no_reader_behind() {
        // Read at 08:00, made at 07:30 and again at 08:30.
        assert_eq!(usual(&[480], &[450, 510], 540), None);
        // Until a whole day has passed without another read.
        assert_eq!(usual(&[480], &[450, 510], 540 + DAY), Some(30));
        // Both run each hour, half an hour apart.
        let hours = |at: i64| (0..6).map(|hour| hour * 60 + at).collect::<Vec<_>>();
        assert_eq!(usual(&hours(60), &hours(30)[..], 6 * 60 + 10), None);
        assert_eq!(usual(&hours(0), &hours(30), 5 * 60 + 45), None);
        // Hourly, five minutes too early: it always has the data of the hour before.
        assert_eq!(usual(&hours(0), &hours(5), 5 * 60 + 10), Some(5));
        // A stream is read once a day.
        let stream: Vec<i64> = (0..1000).map(|at| at * 5).collect();
        assert_eq!(usual(&[128 + 2 * DAY], &stream, 240 + 2 * DAY), None);
    }

    #[test]
    fn a_frequent_reader_is_not_behind_while_it_keeps_running() {
        let often: Vec<i64> = (0..30).map(|at| at * 5).collect();
        assert_eq!(usual(&often, &[146], 149), None);
        assert_eq!(usual(&often[..20], &[146], 160), Some(51), "the reader stopped running");
    }

    #[test]
    fn schedules_and_promises_set_how_late_a_reader_may_be() {
        let hours = |hours| Some(SignedDuration::from_hours(hours));
        // The night is the only history of a table that is built hourly.
        let each_hour = RunIntervals { read: hours(1), ..RunIntervals::default() };
        assert_eq!(minutes(&[120], &[210], 240, &each_hour), None);
        // With a promise of weekly data, a day is not late.
        let a_week = RunIntervals { promised: hours(7 * 24), ..RunIntervals::default() };
        let nights = |at: i64| (0..5).map(|night| night * DAY + at).collect::<Vec<_>>();
        assert_eq!(minutes(&nights(128), &nights(146), 4 * DAY + 240, &a_week), None);
        let minutes_promised =
            RunIntervals { promised: Some(SignedDuration::from_mins(5)), ..RunIntervals::default() };
        assert_eq!(minutes(&[210], &[232], 240, &minutes_promised), Some(22));
    }
}
