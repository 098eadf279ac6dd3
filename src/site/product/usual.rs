//! Whether a table's growth, or the duration of its last run, is clearly unusual: compared with its own history only,
//! and no result if that is too short.

use crate::model::{Run, RunOutcome};
use jiff::SignedDuration;
use jiff::civil::Date;

/// The fewest earlier successful runs that must be known,
const RUNS: usize = 5;
/// and the most of them that are compared, the newest.
const COMPARED: usize = 30;
/// Shorter differences are irrelevant.
const SHORT: SignedDuration = SignedDuration::from_mins(1);

/// Returns the duration of the last run and the usual duration before it, if it is at least twice as long, or half,
/// and longer or shorter than each of them. Runs of other jobs and on other systems do not count.
pub(super) fn unusual_run(runs: &[Run]) -> Option<(SignedDuration, SignedDuration)> {
    let (last, before) = runs.split_last()?;
    let worked = |run: &Run| {
        run.duration.filter(|_| run.outcome == RunOutcome::Success).map(|duration| duration.as_millis())
    };
    let took = worked(last)?;
    let is_alike = |run: &&Run| run.system == last.system && run.origin.job == last.origin.job;
    let mut earlier: Vec<i128> =
        before.iter().rev().filter(is_alike).filter_map(worked).take(COMPARED).collect();
    if earlier.len() < RUNS {
        return None;
    }
    let usual = median(&mut earlier)?;
    let is_longer = earlier.iter().all(|duration| took > *duration) && took >= usual * 2;
    let is_shorter = earlier.iter().all(|duration| took < *duration) && took * 2 <= usual;
    let is_clear = (is_longer || is_shorter) && (took - usual).abs() >= SHORT.as_millis();
    is_clear.then(|| Some((last.duration?, SignedDuration::from_millis(i64::try_from(usual).ok()?))))?
}

/// The fewest earlier days that must be known: the usual growth may differ between the days of the week.
const DAYS: usize = 7;
/// Fewer rows than this may come or go by chance,
const FEW: i128 = 10;
/// and if usually none do, fewer than this part of all.
const PART: i128 = 20;

/// Returns the usual number of new rows a day, if the last day had clearly more or fewer than every day before. Only
/// days after a known day count, and the last of them must be today or yesterday.
pub(super) fn usual_growth(days: &[(Date, Option<u64>)]) -> Option<i128> {
    let rows = |day: usize| days.get(day)?.1.map(i128::from);
    let growth = |day: usize| Some(rows(day)? - rows(day.checked_sub(1)?)?);
    let end = days.iter().rposition(|(_, rows)| rows.is_some())?;
    if end + 2 < days.len() {
        return None;
    }
    let last = growth(end)?;
    let mut earlier: Vec<i128> = (0..end).filter_map(growth).collect();
    if earlier.len() < DAYS {
        return None;
    }
    let usual = median(&mut earlier)?;
    let mut distances: Vec<i128> = earlier.iter().map(|value| (value - usual).abs()).collect();
    let spread = median(&mut distances)?;
    let is_outside = earlier.iter().all(|value| last > *value) || earlier.iter().all(|value| last < *value);
    let chance = if usual == 0 { rows(end - 1)? / PART } else { usual.abs() };
    let is_clear = (last - usual).abs() >= chance.max(spread * 4).max(FEW);
    (is_outside && is_clear).then_some(usual)
}

/// Returns the median.
fn median(numbers: &mut [i128]) -> Option<i128> {
    numbers.sort_unstable();
    let middle = numbers.len() / 2;
    let upper = *numbers.get(middle)?;
    match numbers.len() % 2 {
        0 => Some((numbers[middle - 1] + upper) / 2),
        _ => Some(upper),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{EvidenceOrigin, FailureCause};
    use jiff::Timestamp;

    /// Runs that took these numbers of minutes; those with zero minutes failed.
    fn runs(minutes: &[i64]) -> Vec<Run> {
        let run = |(at, took): (usize, &i64)| Run {
            at: Timestamp::from_second(at as i64 * 86_400).unwrap(),
            started_at: None,
            duration: Some(SignedDuration::from_mins(if *took == 0 { 90 } else { *took })),
            outcome: if *took == 0 { RunOutcome::Error } else { RunOutcome::Success },
            failure: FailureCause::Unknown,
            is_streaming: false,
            origin: EvidenceOrigin::default(),
            system: None,
            link: None,
            query: None,
            names: Default::default(),
        };
        minutes.iter().enumerate().map(run).collect()
    }

    fn took(minutes: &[i64]) -> Option<(i64, i64)> {
        unusual_run(&runs(minutes)).map(|(took, usual)| (took.as_secs() / 60, usual.as_secs() / 60))
    }

    #[test]
    fn a_run_time_is_judged_by_its_own_history() {
        assert_eq!(took(&[6, 5, 6, 7, 6, 14]), Some((14, 6)));
        assert_eq!(took(&[6, 5, 6, 7, 14]), None, "four earlier runs are too few");
        assert_eq!(took(&[6, 5, 6, 7, 6, 11]), None, "it took less than twice as long");
        assert_eq!(took(&[6, 5, 20, 7, 6, 14]), None, "it took as long before");
        assert_eq!(took(&[30, 28, 31, 30, 29, 10]), Some((10, 30)));
        assert_eq!(took(&[6, 5, 6, 7, 6, 0]), None, "a run that failed says nothing");
        assert_eq!(
            took(&[0, 6, 5, 6, 7, 6, 14]),
            Some((14, 6)),
            "failed runs are left out of the comparison"
        );
        assert_eq!(took(&[]), None);
        let mut other = runs(&[6, 5, 6, 7, 6, 14]);
        other[0].system = Some(1);
        assert_eq!(unusual_run(&other), None, "runs on another system are not compared");
        let mut short = runs(&[6, 5, 6, 7, 6, 14]);
        for run in &mut short {
            run.duration = run.duration.map(|duration| duration / 60);
        }
        assert_eq!(unusual_run(&short), None, "seconds");
    }

    fn usual(rows: &[u64]) -> Option<i128> {
        let first = Date::constant(2026, 11, 1);
        let day = |at: usize| first.checked_add(jiff::Span::new().days(at as i64)).unwrap();
        // Days without a number of rows are unknown.
        let days: Vec<_> =
            rows.iter().enumerate().map(|(at, rows)| (day(at), (*rows > 0).then_some(*rows))).collect();
        usual_growth(&days)
    }

    #[test]
    fn row_growth_is_judged_by_its_own_history() {
        let steady: Vec<u64> = (0..8).map(|day| 10_000 + day * 100).collect();
        let then = |rows: u64| [steady.clone(), vec![rows]].concat();
        assert_eq!(usual(&then(15_000)), Some(100));
        assert_eq!(usual(&then(10_700)), Some(100), "it stopped growing");
        assert_eq!(usual(&then(9_000)), Some(100));
        assert_eq!(usual(&then(10_850)), None, "slightly more growth is not unusual");
        assert_eq!(usual(&then(15_000)[1..]), None, "six days of history are too few");
        assert_eq!(
            usual(&[then(15_000), vec![0]].concat()),
            Some(100),
            "an unusual change of yesterday is shown"
        );
        assert_eq!(usual(&[then(15_000), vec![0, 0]].concat()), None, "an older change is not shown");
        assert_eq!(usual(&[steady, vec![0, 15_000]].concat()), None, "a gap of a day is not unusual growth");
        let uneven = [1_000, 1_100, 1_100, 1_250, 1_250, 1_350, 1_500, 1_500, 1_600, 1_600];
        assert_eq!(usual(&uneven), None, "growth on some days only has no usual value");
        let still = [500; 8];
        assert_eq!(usual(&[&still[..], &[512]].concat()), None, "a change of few rows is not unusual");
        assert_eq!(usual(&[&still[..], &[600]].concat()), Some(0));
        assert_eq!(usual(&[]), None);
    }
}
