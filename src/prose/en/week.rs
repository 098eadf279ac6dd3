//! The tasks of a team in the coming days, in words.

use super::lists::{all, listed};
use super::numbers::{counted, number};
use crate::model::{
    EarlierEpisode, InitiativeIx, Product, ProductIx, RegulationIx, RiskFact, SinceDay, UpstreamRole, User,
    WeekFact, WeekSubject, WeekTask, WorkState, day_in_words, on_one_line,
};
use crate::prose::{Say, Voice};
use jiff::civil::Date;

/// A task for a product, without its name and its due date; a part of it is the link text. Begins in lower case
/// unless with a name, and has no final period.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct WeekWords {
    /// The text before the link; may be empty.
    pub before: String,
    /// The link text; may be empty.
    pub link: String,
    /// The text after it; may be empty.
    pub after: String,
}

impl WeekWords {
    fn new(before: impl Into<String>, link: impl Into<String>, after: impl Into<String>) -> Self {
        Self { before: before.into(), link: link.into(), after: after.into() }
    }

    /// Returns the whole text.
    #[must_use]
    pub(crate) fn text(&self) -> String {
        format!("{}{}{}", self.before, self.link, self.after)
    }
}

/// Returns the name of what a task concerns: a product, or work on the platform.
#[must_use]
pub(crate) fn week_subject(subject: WeekSubject, voice: &Voice<'_>) -> String {
    match subject {
        WeekSubject::Product(product) => voice.name_of(product),
        WeekSubject::Platform(initiative, platform) => {
            let pieces = voice.catalog.initiatives.get(initiative.position());
            let piece = pieces.and_then(|initiative| initiative.platform.get(platform));
            piece.map_or_else(String::new, |piece| text(&piece.name, voice))
        }
    }
}

/// Returns a task for a product, or for work on the platform.
#[must_use]
pub(crate) fn week_task(task: &WeekTask, today: Date, voice: &Voice<'_>) -> WeekWords {
    match (&task.fact, task.product()) {
        (WeekFact::Delivery { initiative, state, risk }, _) => delivery(*initiative, *state, *risk, voice),
        (_, Some(product)) => of_product(task, product, today, voice),
        (_, None) => WeekWords::default(),
    }
}

/// Returns a task for a product, other than work for an initiative.
fn of_product(task: &WeekTask, index: ProductIx, today: Date, voice: &Voice<'_>) -> WeekWords {
    let product = voice.catalog.product(index);
    match &task.fact {
        WeekFact::Incident { .. } => incident(&task.fact, today),
        WeekFact::Upstream(role, affected) => upstream(product, *role, affected, voice),
        WeekFact::ControlsFailed(regulation, controls) => {
            evidence("the last check failed for", *regulation, controls, "", voice)
        }
        WeekFact::EvidenceMissing(regulation, controls) => {
            evidence("no evidence yet for", *regulation, controls, "", voice)
        }
        WeekFact::EvidenceReview(regulation, controls) => {
            let never = if task.due.is_none() { ", which nobody has reviewed yet" } else { "" };
            evidence("review the evidence for", *regulation, controls, never, voice)
        }
        WeekFact::Review => WeekWords::new("review the product and set its next review", "", ""),
        WeekFact::Delivery { initiative, state, risk } => delivery(*initiative, *state, *risk, voice),
        WeekFact::Waiver(waiver) => {
            let rule = voice.catalog.settings.waivers.get(*waiver).map_or("", |waiver| waiver.rule.as_str());
            WeekWords::new("the waiver of ", voice.code(rule), " ends")
        }
        WeekFact::LastMile(consumer, mile) => last_mile(product, *consumer, *mile, voice),
        WeekFact::End => WeekWords::new("ends: retire it, or set a later day", "", ""),
        WeekFact::UpstreamEnds(upstream) => {
            let ending = voice.catalog.product(*upstream);
            let successor = ending.replaced_by.filter(|other| *other != index);
            let to_successor =
                successor.map(|other| format!(" to {}", voice.name_of(other))).unwrap_or_default();
            let by_end = by_its_end(ending.ends, today);
            WeekWords::new("move from ", voice.name_of(*upstream), format!("{to_successor}{by_end}"))
        }
        WeekFact::PortEnds(port) => {
            let port = product.output_ports.get(*port).map_or("", |port| port.name.as_str());
            WeekWords::new("", text(port, voice), " ends: remove it, or set a later day")
        }
        WeekFact::UpstreamPortEnds { upstream, port, is_known } => {
            let ending = voice.catalog.product(*upstream);
            let port = ending.output_ports.get(*port).map_or("", |port| port.name.as_str());
            let port = format!("{} of {}", text(port, voice), voice.name_of(*upstream));
            let by_end = by_its_end(task.due, today);
            // Only the use of the product is known: it may be one of its other output ports.
            let by_end = if *is_known { by_end.to_owned() } else { format!("{by_end}, if you use it") };
            WeekWords::new("move from ", port, by_end)
        }
        WeekFact::Notice(notice) => {
            let notice = product.notices.get(*notice).map_or("", |notice| notice.text.as_str());
            WeekWords::new(format!("expected to be over: “{}”", text(notice, voice)), "", "")
        }
    }
}

/// Returns `deliver for “One place for hiring” (at risk: …)`.
fn delivery(
    initiative: InitiativeIx,
    state: WorkState,
    risk: Option<RiskFact>,
    voice: &Voice<'_>,
) -> WeekWords {
    let initiative = voice.catalog.initiatives.get(initiative.position());
    let title = initiative.map_or("", |initiative| initiative.title.as_str());
    let state = match (state, risk) {
        (WorkState::Paused, _) => " (paused)".to_owned(),
        (WorkState::AtRisk, Some(risk)) => format!(" (at risk: {})", risk.say(voice)),
        (WorkState::AtRisk, None) => " (at risk)".to_owned(),
        _ => String::new(),
    };
    WeekWords::new("deliver for “", text(title, voice), format!("”{state}"))
}

/// Returns by when to move from what has an end date.
fn by_its_end(ends: Option<Date>, today: Date) -> &'static str {
    match ends.is_some_and(|day| day <= today) {
        true => " now that its end date has been reached",
        false => " before it ends",
    }
}

/// Returns `2 failures since 16 November, 5 teams and 3 other products affected`.
fn incident(fact: &WeekFact, today: Date) -> WeekWords {
    let WeekFact::Incident {
        failures,
        late,
        problems,
        warnings,
        promises,
        since,
        problems_since,
        products,
        teams,
        ..
    } = fact
    else {
        return WeekWords::default();
    };
    // Data that is late has not failed.
    let (failures, problems) = if *late > 0 { (0, failures + problems) } else { (*failures, *problems) };
    let amounts =
        [(failures, "failure"), (problems, "problem"), (*warnings, "warning"), (*promises, "broken promise")];
    let day = |since: SinceDay| at_least(since.at_least, short_day(since.day, today));
    let since = since.map(|since| match since.day == today {
        true => " today".to_owned(),
        false => format!(" since {}", day(since)),
    });
    let before = problems_since.map(|since| format!(" (problems since {})", day(since)));
    let wrong = [Some(amounts_of(&amounts)), since, before].into_iter().flatten().collect::<String>();
    let affected = amounts_of(&[(*teams, "team"), (*products, "other product")]);
    match affected.is_empty() {
        true => WeekWords::new("", wrong, ""),
        false => WeekWords::new(format!("{wrong}, "), format!("{affected} affected"), ""),
    }
}

/// The most products that are named as affected by a problem upstream.
const AFFECTED: usize = 3;

/// Returns `the cause of what is wrong with Revenue and 2 more; Data Platform can fix it`.
fn upstream(cause: &Product, role: UpstreamRole, affected: &[ProductIx], voice: &Voice<'_>) -> WeekWords {
    let mut names: Vec<String> =
        affected.iter().take(AFFECTED).map(|product| voice.name_of(*product)).collect();
    match affected.len().saturating_sub(AFFECTED) {
        0 => {}
        more => names.push(format!("{} more", number(more))),
    }
    let fixer = match cause.owner {
        Some(owner) => format!("{} can fix it", voice.text(&voice.catalog.team(owner).name)),
        None => "it has no owner yet".to_owned(),
    };
    let (link, to_names) = match role {
        UpstreamRole::OnlyCause => ("the cause of what is wrong", "with"),
        UpstreamRole::OneOfCauses => ("a cause of what is wrong", "with"),
        UpstreamRole::Harmless => ("a problem upstream", "of"),
    };
    WeekWords::new("", link, format!(" {to_names} {}; {fixer}", all(&names)))
}

/// Returns a day to follow `since`: `at least 19 November 2026` if nothing was recorded before it.
#[must_use]
pub(crate) fn since_day(since: SinceDay) -> String {
    at_least(since.at_least, day_in_words(since.day))
}

/// Returns a day or a moment to follow `since`: if it may have been so for longer, `at least 19 November 2026`.
#[must_use]
pub(crate) fn at_least(is_cut: bool, moment: String) -> String {
    if is_cut { format!("at least {moment}") } else { moment }
}

/// Returns `move the last mile of Finance into a product: open bookings per country`.
fn last_mile(product: &Product, consumer: usize, mile: usize, voice: &Voice<'_>) -> WeekWords {
    let Some(consumer) = product.consumers.get(consumer) else { return WeekWords::default() };
    let who = match consumer.user {
        User::Team(team) => voice.text(&voice.catalog.team(team).name),
        User::Product(user) => voice.name_of(user),
    };
    let words = consumer.last_miles.get(mile).map_or("", |mile| mile.logic_or_place());
    let words = if words.is_empty() { String::new() } else { format!(": {}", text(words, voice)) };
    WeekWords::new("move the ", "last mile", format!(" of {who} into a product{words}"))
}

/// Returns `review the evidence for Erasure and Access log review (GDPR)`.
fn evidence(
    what: &str,
    regulation: RegulationIx,
    controls: &[usize],
    after: &str,
    voice: &Voice<'_>,
) -> WeekWords {
    let regulation = &voice.catalog.regulations[regulation.position()];
    let names = controls.iter().filter_map(|control| regulation.controls.get(*control));
    let names = listed(names.map(|control| voice.text(&control.name)));
    WeekWords::new(format!("{what} {names} ("), voice.text(&regulation.name), format!("){after}"))
}

/// Returns `2 failures and 1 warning`, without kinds that do not occur.
fn amounts_of(amounts: &[(usize, &str)]) -> String {
    let amounts =
        amounts.iter().filter(|(count, _)| *count > 0).map(|(count, singular)| counted(*count, singular));
    all(&amounts.collect::<Vec<_>>())
}

/// Returns a text from outside on one line.
fn text(text: &str, voice: &Voice<'_>) -> String {
    voice.text(&on_one_line(text))
}

/// Returns when something is due, as of today: `Was due 3 November`, `Tomorrow`, `Mon 30 November`.
#[must_use]
pub(crate) fn due_in_words(due: Date, today: Date) -> String {
    const DAYS_WITH_NAMES: i32 = 14;
    match today.until(due).map_or(0, |span| span.get_days()) {
        ..0 => format!("Was due {}", short_day(due, today)),
        0 => "Today".to_owned(),
        1 => "Tomorrow".to_owned(),
        days if days <= DAYS_WITH_NAMES => format!("{} {}", due.strftime("%a"), short_day(due, today)),
        _ => short_day(due, today),
    }
}

/// Returns a day without its year, if that is the current year.
fn short_day(day: Date, today: Date) -> String {
    if day.year() == today.year() { day.strftime("%-d %B").to_string() } else { day_in_words(day) }
}

/// Returns `21 November to 5 December 2026`.
#[must_use]
pub(crate) fn span_of_days(from: Date, to: Date) -> String {
    format!("{} to {}", short_day(from, to), day_in_words(to))
}

/// Returns the days in short: `18–19 November 2026`, `30 October – 2 November 2026`.
#[must_use]
pub(crate) fn days_in_short(from: Date, to: Date) -> String {
    if from == to {
        return day_in_words(to);
    }
    match (from.year(), from.month()) == (to.year(), to.month()) {
        true => format!("{}–{}", from.day(), day_in_words(to)),
        false => format!("{} – {}", short_day(from, to), day_in_words(to)),
    }
}

/// Returns `also late on 20 November 2026, and on 12 more of the last 90 days`.
#[must_use]
pub(crate) fn earlier_episode(earlier: EarlierEpisode, status: &str) -> String {
    let (status, days) = (status.to_lowercase(), days_in_short(earlier.from, earlier.to));
    match earlier.more {
        0 => format!("also {status} on {days}"),
        more => format!(
            "also {status} on {days}, and on {} more of the last {} days",
            number(more),
            earlier.window
        ),
    }
}

/// Returns the text if there are no tasks; `watched` if the status of any product is known.
#[must_use]
pub(crate) fn nothing_due(to: Date, watched: bool) -> String {
    let by = day_in_words(to);
    match watched {
        true => format!("No failures are known in their products, and nothing is due by {by}"),
        false => format!("Nothing is due by {by}"),
    }
}

/// Returns where a rule has findings: `7 products (Billing mart, CRM mart, Revenue and 4 more)`, or the one product.
#[must_use]
pub(crate) fn sum_of_rule(findings: usize, products: Vec<String>) -> String {
    let count = products.len();
    let names = listed(products);
    let places = if count == 1 { names } else { format!("{} ({names})", counted(count, "product")) };
    if findings == count { places } else { format!("{} in {places}", counted(findings, "finding")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn due_days_are_worded_relative_to_today() {
        let today = "2026-11-21".parse().unwrap();
        let in_words = |day: &str| due_in_words(day.parse().unwrap(), today);
        let days = [
            "2025-11-03",
            "2026-11-20",
            "2026-11-21",
            "2026-11-22",
            "2026-12-05",
            "2026-12-06",
            "2027-01-05",
        ];
        assert_eq!(
            days.map(in_words),
            [
                "Was due 3 November 2025",
                "Was due 20 November",
                "Today",
                "Tomorrow",
                "Sat 5 December",
                "6 December",
                "5 January 2027"
            ]
        );
        assert_eq!(span_of_days(today, "2026-12-05".parse().unwrap()), "21 November to 5 December 2026");
        let over = |from: &str, to: &str| span_of_days(from.parse().unwrap(), to.parse().unwrap());
        assert_eq!(over("2026-12-24", "2027-01-07"), "24 December 2026 to 7 January 2027");
    }

    #[test]
    fn findings_of_a_rule_are_summed_by_product() {
        let names =
            |count: usize| ["A", "B", "C", "D", "E"].map(str::to_owned).into_iter().take(count).collect();
        assert_eq!(sum_of_rule(1, names(1)), "A");
        assert_eq!(sum_of_rule(3, names(1)), "3 findings in A");
        assert_eq!(sum_of_rule(5, names(5)), "5 products (A, B, C and 2 more)");
        assert_eq!(sum_of_rule(6, names(2)), "6 findings in 2 products (A and B)");
    }
}
