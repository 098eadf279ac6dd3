//! Today's status of everything that a team owns or uses, as a message for a chat.

use super::numbers::{counted, number};
use crate::model::day_in_words;
use jiff::civil::Date;

/// Returns why a product with a problem is fine for those who use it.
#[must_use]
pub(crate) fn inner_parts_broken() -> &'static str {
    "Something inside it is broken, but nothing that others use depends on it"
}

/// Returns why a product with a problem is not as bad for those who use only some of its output ports.
#[must_use]
pub(crate) fn other_outputs_broken() -> &'static str {
    "Something else in it has a problem; this is the status of the outputs that they use"
}

/// Returns `From 1 March 2027`, for a use that begins then.
#[must_use]
pub(crate) fn from_day(day: Date) -> String {
    format!("From {}", day_in_words(day))
}

/// A product with a problem, as a message shows it.
pub(crate) struct TodayProblem<'a> {
    /// Its name.
    pub product: &'a str,
    /// Its status.
    pub status: &'a str,
    /// The reason, without a final period; may be empty.
    pub reason: &'a str,
    /// The team to ask.
    pub ask: Option<String>,
    /// The notices of owners about it, and about what it builds on.
    pub notices: &'a [TodayNotice],
}

/// A notice of the owner of a product.
pub(crate) struct TodayNotice {
    /// The team that owns the product, if any.
    pub owner: Option<String>,
    /// The product.
    pub product: String,
    /// The text.
    pub text: String,
}

/// The products that a team owns or uses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct TodayCounts {
    /// Those with a problem.
    pub problems: usize,
    /// Those whose status is unknown.
    pub unknown: usize,
    /// All of them.
    pub all: usize,
}

/// Returns `*CRM, 21 November 2026*: 1 of the 3 products that you own or use has a problem.`
#[must_use]
pub(crate) fn today_head(team: &str, day: Date, counts: TodayCounts) -> String {
    let day = day_in_words(day);
    let TodayCounts { problems, unknown, all } = counts;
    let sentence = match (problems, all) {
        (_, 0) => "you own and use no data products.".to_owned(),
        (0, 1) if unknown == 1 => "the status of the product that you own or use is unknown.".to_owned(),
        (0, all) if unknown > 0 => {
            format!(
                "the status of {} of the {} products that you own or use is unknown.",
                number(unknown),
                number(all)
            )
        }
        (0, _) => "nothing is known to be wrong with what you own or use.".to_owned(),
        (1, 1) => "the product that you own or use has a problem.".to_owned(),
        (1, all) => format!("1 of the {} products that you own or use has a problem.", number(all)),
        (some, all) => {
            format!("{} of the {} products that you own or use have problems.", number(some), number(all))
        }
    };
    let unknown = match unknown {
        1.. if problems > 0 => format!(" The status of {} is unknown.", number(unknown)),
        _ => String::new(),
    };
    format!("*{team}, {day}*: {sentence}{unknown}")
}

/// Returns `*Sync* (at risk): upstream problem in Customers. Ask Data. Data on Customers: “We know, it will be over
/// tomorrow.”`
#[must_use]
pub(crate) fn today_line(problem: &TodayProblem<'_>) -> String {
    let mut text = format!("*{}* ({})", problem.product, problem.status.to_lowercase());
    if !problem.reason.is_empty() {
        text.push_str(&format!(": {}.", problem.reason));
    }
    if let Some(ask) = &problem.ask {
        text.push_str(&format!(" Ask {ask}."));
    }
    for notice in problem.notices {
        let author = notice.owner.as_deref().unwrap_or("Notice");
        text.push_str(&format!(" {author} on {}: “{}”", notice.product, notice.text));
    }
    text
}

/// Returns `2 things are due by 5 December 2026.`, to follow a line; empty if nothing is due.
#[must_use]
pub(crate) fn today_due(count: usize, to: Date) -> String {
    let verb = if count == 1 { "is" } else { "are" };
    match count {
        0 => String::new(),
        count => format!("\n{} {verb} due by {}.", counted(count, "thing"), day_in_words(to)),
    }
}

/// Returns that a product has been late or failing since a day that a feed reports.
#[must_use]
pub(crate) fn problem_began(status: &str) -> String {
    format!("It is {}.", status.to_lowercase())
}

/// Returns that it no longer is, and since when it was.
#[must_use]
pub(crate) fn problem_over(status: &str, since: Option<Date>) -> String {
    let since = since.map_or_else(String::new, |since| format!(" since {}", day_in_words(since)));
    format!("It had been late or failing{since}, and is {} now.", status.to_lowercase())
}
