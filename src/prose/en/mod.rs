//! Sentences in English, one file for each kind of fact, and in `rules` one for each rule.

mod about;
mod breakage;
mod change_names;
mod change_report;
mod changes;
mod check;
mod check_fix;
mod check_gap;
mod drawings;
mod empty_ports;
mod endings;
mod evidence;
mod evidence_summary;
mod gaps;
mod guards;
mod kept;
mod lists;
mod measure;
mod no_problem;
mod numbers;
mod plan;
mod problem_origin;
mod profile;
mod reason;
mod reliance;
mod rule_reference_error;
mod rules;
mod snippets;
mod statuses;
mod system_changes;
mod systems;
mod tested_tables;
mod today;
mod together;
mod upstream;
mod urgency;
mod urgency_rule;
mod verdict;
mod week;

use super::{Audience, Voice};
use crate::model::AssetIx;
pub(crate) use breakage::{
    BreakageCounts, UseCounts, also_written_by, breakage, dbt_of, impact_command, job_of, out_of_service,
    products_downstream, readers_apart, table_also_written_by,
};
pub(crate) use change_names::{change_named, with_names};
pub(crate) use change_report::{breaking_headline, markdown_changes, plain_changes};
pub(crate) use changes::{change, promise_words, stage_name, used};
pub(crate) use check::{MissedCheck, check_name, missed};
pub(crate) use check_fix::{check_fix, how_to_meet};
pub(crate) use check_gap::{UnmetCounts, found_in_each, gap_title, is_same_for_all};
pub(crate) use drawings::{
    delivered_mark, due_mark, of_domain, of_neighbours, of_the_company, products_broken, titled,
};
pub(crate) use empty_ports::with_empty_ports;
pub(crate) use endings::{ended, ended_port, ending, ending_port};
pub(crate) use evidence::evidence;
pub(crate) use evidence_summary::{checked, tests_in_short};
pub(crate) use gaps::{
    column_gap, column_gap_remedy, gap_line, incomplete, job_gap, job_gap_remedy, nothing_else,
};
pub(crate) use guards::control_seen;
use jiff::{SignedDuration, Timestamp};
pub(crate) use kept::{
    KeptShare, LateBefore, OutOfReach, always_broken, failure_or_problem, kept_of_days, kept_over,
    late_before,
};
pub(crate) use lists::listed;
pub(crate) use numbers::{counted, number, share_at_least, share_at_most};
pub(crate) use plan::{
    RemainingWork, RoadmapCounts, bill, delivered_in_a_year, delivered_this_quarter, delivered_work,
    known_risks, no_recent_delivery, on_time_of, plan_ahead, products_failing_today, risk_of,
    serve_several_requests, still_to_do, upkeep, work,
};
pub(crate) use profile::{
    load_size, no_rows, row_change, run_went, runs_ended, table_size, tests_ran, unusual_duration,
    usual_growth, worked,
};
pub(crate) use reason::{broken_before, failed_alike, test_failure};
pub(crate) use rule_reference_error::{mark, remedy};
pub(crate) use rules::{proposed_left_out, words};
pub(crate) use snippets::{PLACEHOLDERS, snippet};
pub(crate) use statuses::{NOT_WATCHED_MEANING, status_meaning};
pub(crate) use systems::{builds_on_schema, failed_with_one_error, logic_of_its_own};
pub(crate) use today::{
    TodayCounts, TodayNotice, TodayProblem, from_day, inner_parts_broken, other_outputs_broken,
    problem_began, problem_over, today_due, today_head, today_line,
};
pub(crate) use together::together;
pub(crate) use urgency::{
    ConcernedPart, UrgencyInBrief, foreign_reader, job_of_no_product, other_readers, unclaimed_hint,
    unclaimed_title, urgency_in_brief, urgency_of_part, urgency_with_unclaimed, waiting_hint,
};
pub(crate) use urgency_rule::{affected_uses, what_is_urgent, why_in_short, why_urgent};
pub(crate) use verdict::{VerdictEvidence, start_with, verdict};
pub(crate) use week::{
    at_least, days_in_short, due_in_words, earlier_episode, nothing_due, since_day, span_of_days,
    sum_of_rule, week_subject, week_task,
};

/// Returns the age of something in words, rounded down: `3 hours`.
fn age(since: Timestamp, now: Timestamp) -> String {
    length(now.duration_since(since))
}

/// Returns a duration in words, rounded down: `12 minutes`. A unit is used from two of it on.
fn length(duration: SignedDuration) -> String {
    unit_of(duration).count(duration)
}

/// Returns two durations of one sentence in the unit of the shorter one, so that they can be compared: `100 minutes`
/// and `89 minutes`. If the longer one is far too long for that, each has its own unit.
fn lengths(left: SignedDuration, right: SignedDuration) -> (String, String) {
    /// The most of a unit that can be grasped.
    const MOST: i64 = 300;
    let unit = unit_of(left.min(right));
    match left.max(right).as_mins() / unit.minutes <= MOST {
        true => (unit.count(left), unit.count(right)),
        false => (length(left), length(right)),
    }
}

/// A unit in which a duration is written.
#[derive(Clone, Copy)]
struct WrittenUnit {
    name: &'static str,
    minutes: i64,
}

impl WrittenUnit {
    /// Returns how many of it a duration has, rounded down: `12 minutes`.
    fn count(self, duration: SignedDuration) -> String {
        let count = duration.as_mins().max(0) / self.minutes;
        format!("{count} {}{}", self.name, if count == 1 { "" } else { "s" })
    }
}

/// Returns the largest unit of which a duration has at least two.
fn unit_of(duration: SignedDuration) -> WrittenUnit {
    match duration.as_mins() {
        ..120 => WrittenUnit { name: "minute", minutes: 1 },
        minutes if minutes < 48 * 60 => WrittenUnit { name: "hour", minutes: 60 },
        _ => WrittenUnit { name: "day", minutes: 24 * 60 },
    }
}

/// Returns the name of an asset, in backticks on a terminal.
fn of_asset(asset: AssetIx, voice: &Voice<'_>) -> String {
    let name = &voice.catalog.asset(asset).name;
    let kind = voice.kind_before(asset);
    match voice.audience {
        Audience::Page | Audience::Markdown => format!("{kind}{name}"),
        Audience::Terminal => format!("{kind}`{name}`"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_of_one_sentence_have_one_unit() {
        let minutes = SignedDuration::from_mins;
        assert_eq!(
            [0, 1, 119, 120].map(|count| length(minutes(count))),
            ["0 minutes", "1 minute", "119 minutes", "2 hours"]
        );
        let in_words = |left, right| {
            let (left, right) = lengths(minutes(left), minutes(right));
            format!("{left} old, {right} late")
        };
        assert_eq!(in_words(94, 89), "94 minutes old, 89 minutes late");
        assert_eq!(in_words(185, 89), "185 minutes old, 89 minutes late");
        assert_eq!(in_words(48 * 60, 24 * 60), "48 hours old, 24 hours late");
        assert_eq!(in_words(10 * 24 * 60, 9 * 24 * 60), "10 days old, 9 days late");
        assert_eq!(in_words(10 * 24 * 60, 5), "10 days old, 5 minutes late");
    }
}
