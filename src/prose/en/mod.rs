//! Sentences in English, one file for each kind of fact, and in `rules` one for each rule.

mod about;
mod breakage;
mod change_names;
mod change_report;
mod changes;
mod check;
mod drawings;
mod endings;
mod evidence;
mod evidence_summary;
mod gaps;
mod guards;
mod kept;
mod lists;
mod measure;
mod numbers;
mod plan;
mod problem_origin;
mod profile;
mod reason;
mod reliance;
mod rule_fault;
mod rules;
mod snippets;
mod system_changes;
mod systems;
mod today;
mod urgency;
mod verdict;
mod week;

use super::{Audience, Voice};
use crate::model::AssetIx;
pub(crate) use breakage::{BreakageCounts, UseCounts, breakage, impact_command, readers_apart};
pub(crate) use change_names::{change_named, with_names};
pub(crate) use change_report::{breaking_headline, markdown_changes, plain_changes};
pub(crate) use changes::{change, promise_words, stage_name, used};
pub(crate) use check::check_name;
pub(crate) use drawings::{
    delivered_mark, due_mark, of_domain, of_neighbours, of_the_company, products_broken, titled,
};
pub(crate) use endings::{ended, ended_port, ending, ending_port};
pub(crate) use evidence::evidence;
pub(crate) use evidence_summary::{checked, tests_in_short};
pub(crate) use gaps::{
    column_gap, column_gap_remedy, gap_line, incomplete, job_gap, job_gap_remedy, nothing_else,
};
pub(crate) use guards::control_seen;
use jiff::{SignedDuration, Timestamp};
pub(crate) use kept::{KeptShare, kept_of_days, kept_over};
pub(crate) use lists::listed;
pub(crate) use numbers::{counted, number};
pub(crate) use plan::{
    RemainingWork, bill, delivered_in_a_year, delivered_this_quarter, initiatives_in_danger, known_risks,
    no_sponsor, on_time_of, serve_several_requests, still_to_do, upkeep, work,
};
pub(crate) use profile::{
    load_size, row_change, run_went, runs_ended, table_size, tests_ran, unusual_duration, usual_growth,
    worked,
};
pub(crate) use reason::{failed_alike, test_failure};
pub(crate) use rule_fault::{mark, remedy};
pub(crate) use rules::words;
pub(crate) use snippets::{PLACEHOLDERS, snippet};
pub(crate) use systems::builds_on_schema;
pub(crate) use today::{
    TodayCounts, TodayNotice, TodayProblem, inner_parts_broken, problem_began, problem_over, today_due,
    today_head, today_line,
};
pub(crate) use urgency::{
    ConcernedPart, foreign_reader, job_of_no_product, other_readers, unclaimed_hint, unclaimed_title,
    urgency_of_part, urgency_with_unclaimed, waiting_hint,
};
pub(crate) use verdict::{VerdictEvidence, start_with, verdict};
pub(crate) use week::{due_in_words, nothing_due, span_of_days, sum_of_rule, week_task};

/// Returns the age of something in words, rounded down: `3 hours`.
fn age(of: Timestamp, now: Timestamp) -> String {
    length(now.duration_since(of))
}

/// Returns a duration in words, rounded down: `12 minutes`.
fn length(of: SignedDuration) -> String {
    let (count, unit) = match of.as_mins().max(0) {
        minutes @ ..90 => (minutes, "minute"),
        minutes if minutes < 48 * 60 => (minutes / 60, "hour"),
        minutes => (minutes / (24 * 60), "day"),
    };
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
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
