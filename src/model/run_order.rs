//! Order in time: whether a run began before what it reads was made.
//!
//! What is read may be made again at any time. That matters only if the reader carries data of the run before:
//! if its run was nearer to the end of the run before than to its own turn, or if it has let a whole turn pass.

use super::{Outcome, Run};
use jiff::{SignedDuration, Timestamp};

/// Clocks differ a little.
const TOLERANCE: SignedDuration = SignedDuration::from_secs(60);

/// How often something is read of which nobody says how often.
const A_DAY: SignedDuration = SignedDuration::from_hours(24);

/// How many gaps between runs show a rhythm.
const GAPS: usize = 2;

/// A run that began before what it reads was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TooEarly {
    /// When the run began; when it ended, if nobody says when it began.
    pub began: Timestamp,
    /// When what it reads was last made.
    pub made: Timestamp,
    /// When what it carries was made, if that was seen.
    pub carries: Option<Timestamp>,
}

/// How often runs are expected, as far as that is known.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Rhythms {
    /// How often the reader runs, by its schedule.
    pub reader: Option<SignedDuration>,
    /// How often what it reads is made, by its schedule.
    pub read: Option<SignedDuration>,
    /// How old the reader's data may be, as promised.
    pub promised: Option<SignedDuration>,
}

/// When a run began; when it ended, if nobody says.
#[must_use]
pub(crate) fn began(run: &Run) -> Timestamp {
    let worked = run.took.map(|seconds| SignedDuration::from_secs(i64::from(seconds)));
    let before_the_end = worked.and_then(|worked| run.at.checked_sub(worked).ok());
    run.began.or(before_the_end).unwrap_or(run.at)
}

/// The last run that ended, if it went well: it made what is there.
#[must_use]
pub(crate) fn last_good(runs: &[Run]) -> Option<&Run> {
    let ended = runs.iter().rev().find(|run| run.outcome != Outcome::Running);
    ended.filter(|run| run.outcome == Outcome::Success)
}

/// How often something runs, by its history; nothing if that shows no rhythm.
#[must_use]
pub(crate) fn rhythm(ends: &[Timestamp]) -> Option<SignedDuration> {
    let mut gaps: Vec<SignedDuration> =
        ends.windows(2).map(|pair| pair[1].duration_since(pair[0])).filter(|gap| *gap > TOLERANCE).collect();
    gaps.sort_unstable();
    (gaps.len() >= GAPS).then(|| gaps[gaps.len() / 2])
}

/// When runs went well, the oldest first.
#[must_use]
pub(crate) fn good_ends(runs: &[Run]) -> Vec<Timestamp> {
    runs.iter().filter(|run| run.outcome == Outcome::Success).map(|run| run.at).collect()
}

/// Whether two runs are one: of one job, told of both assets. What a job writes, it does not wait for.
fn is_one_job(one: &Run, other: &Run) -> bool {
    one.witness.job.is_some() && one.witness.job == other.witness.job
}

/// Whether a good run of a reader began too early, at a moment `now`.
#[must_use]
pub(crate) fn too_early(
    reader: &[Run],
    run: &Run,
    read: &[Run],
    rhythms: &Rhythms,
    now: Timestamp,
) -> Option<TooEarly> {
    let ended = |one: &&Run| one.outcome == Outcome::Success && one.at <= now;
    let last = read.iter().rev().find(ended)?;
    // dbt builds in order what one command builds: there only the ends are compared.
    let is_one_command = run.witness.job.is_none() && run.witness == last.witness;
    let began = if is_one_command { run.at } else { began(run) };
    let latest = began.checked_add(TOLERANCE).ok()?;
    if last.at <= latest || is_one_job(run, last) {
        return None;
    }
    let ends = good_ends(read);
    let after = ends.iter().copied().find(|end| *end > latest)?;
    let carries = ends.iter().rev().copied().find(|end| *end <= latest);
    let missed = TooEarly { began, made: last.at, carries };

    let every = rhythms.read.or_else(|| rhythm(&ends));
    let every = every.or_else(|| Some(after.duration_since(carries?)));
    let own = rhythms.reader.or_else(|| rhythm(&good_ends(reader))).or(rhythms.promised);
    let turn = own.unwrap_or_else(|| A_DAY.max(every.unwrap_or_default()));
    if now.duration_since(after) > turn {
        return Some(missed);
    }
    // What looks far more often than there is news reads it with its next turn.
    if own.is_some_and(|own| own * 2 <= every.unwrap_or(A_DAY)) {
        return None;
    }
    let before = carries.or_else(|| after.checked_sub(every?).ok());
    let is_of_the_run_before = before.is_none_or(|before| {
        let age = began.duration_since(before);
        age * 2 > turn && rhythms.promised.is_none_or(|promised| age * 4 > promised)
    });
    is_of_the_run_before.then_some(missed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{FailureCause, Witness};

    fn run(job: &str, at: i64, took: u32) -> Run {
        Run {
            at: Timestamp::from_second(at * 60).unwrap(),
            began: None,
            took: Some(took * 60),
            outcome: Outcome::Success,
            failure: FailureCause::Unsaid,
            witness: Witness { file: None, job: Some(job.into()) },
            system: None,
        }
    }

    /// By how many minutes the last of the reader's runs began too early.
    fn minutes(reader: &[i64], read: &[i64], now: i64, rhythms: &Rhythms) -> Option<i64> {
        let runs = |job: &str, ends: &[i64]| ends.iter().map(|at| run(job, *at, 0)).collect::<Vec<_>>();
        let (reader, read) = (runs("sync", reader), runs("load", read));
        let now = Timestamp::from_second(now * 60).unwrap();
        let found = too_early(&reader, reader.last()?, &read, rhythms, now)?;
        Some(found.made.duration_since(found.began).as_mins())
    }

    fn usual(reader: &[i64], read: &[i64], now: i64) -> Option<i64> {
        minutes(reader, read, now, &Rhythms::default())
    }

    const DAY: i64 = 24 * 60;

    #[test]
    fn one_night_of_each_is_compared() {
        assert_eq!(usual(&[128], &[146], 240), Some(18));
        assert_eq!(usual(&[146], &[128], 240), None);
        assert_eq!(usual(&[146], &[147], 240), None, "clocks differ a little");
        assert_eq!(usual(&[146], &[148], 240), Some(2));
    }

    #[test]
    fn night_after_night_in_the_wrong_order_is_behind() {
        let nights = |at: i64| (0..5).map(|night| night * DAY + at).collect::<Vec<_>>();
        assert_eq!(usual(&nights(128), &nights(146), 4 * DAY + 240), Some(18));
        assert_eq!(usual(&nights(146), &nights(128), 4 * DAY + 240), None);
        // The last night was in order.
        let mut reader = nights(128);
        reader[4] = 4 * DAY + 150;
        assert_eq!(usual(&reader, &nights(146), 4 * DAY + 240), None);
    }

    #[test]
    fn what_is_made_again_during_the_day_makes_nobody_behind() {
        // Read at 08:00, made at 07:30 and again at 08:30.
        assert_eq!(usual(&[480], &[450, 510], 540), None);
        // Until a whole day has passed in which nobody read it again.
        assert_eq!(usual(&[480], &[450, 510], 540 + DAY), Some(30));
        // Both run each hour, half an hour apart.
        let hours = |at: i64| (0..6).map(|hour| hour * 60 + at).collect::<Vec<_>>();
        assert_eq!(usual(&hours(60), &hours(30)[..], 6 * 60 + 10), None);
        assert_eq!(usual(&hours(0), &hours(30), 5 * 60 + 45), None);
        // Each hour, five minutes too early: it always has the data of the hour before.
        assert_eq!(usual(&hours(0), &hours(5), 5 * 60 + 10), Some(5));
        // A stream is read once a day.
        let stream: Vec<i64> = (0..1000).map(|at| at * 5).collect();
        assert_eq!(usual(&[128 + 2 * DAY], &stream, 240 + 2 * DAY), None);
    }

    #[test]
    fn what_looks_often_reads_it_with_its_next_turn() {
        let often: Vec<i64> = (0..30).map(|at| at * 5).collect();
        assert_eq!(usual(&often, &[146], 149), None);
        assert_eq!(usual(&often[..20], &[146], 160), Some(51), "it stopped");
    }

    #[test]
    fn schedules_and_promises_say_what_matters() {
        let hours = |hours| Some(SignedDuration::from_hours(hours));
        // The night is all that was seen of a table that is made each hour.
        let each_hour = Rhythms { read: hours(1), ..Rhythms::default() };
        assert_eq!(minutes(&[120], &[210], 240, &each_hour), None);
        // Who promises data of a week is not late by a day.
        let a_week = Rhythms { promised: hours(7 * 24), ..Rhythms::default() };
        let nights = |at: i64| (0..5).map(|night| night * DAY + at).collect::<Vec<_>>();
        assert_eq!(minutes(&nights(128), &nights(146), 4 * DAY + 240, &a_week), None);
        let minutes_promised = Rhythms { promised: Some(SignedDuration::from_mins(5)), ..Rhythms::default() };
        assert_eq!(minutes(&[210], &[232], 240, &minutes_promised), Some(22));
    }
}
