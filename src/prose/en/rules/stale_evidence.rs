//! The review of the evidence for a control is overdue.

use super::{About, Labels, Words};
use crate::model::{ControlIx, RegulationIx};
use jiff::civil::Date;

pub(super) fn words(
    regulation: RegulationIx,
    control: ControlIx,
    reviewed: Option<Date>,
    about: &About<'_>,
) -> Words {
    let (name, asked, when) =
        (about.regulation_name(regulation), about.controls(&[control]), last_review(reviewed, about));
    overdue(
        format!("the evidence of {about} for {asked} of {name} was {when}"),
        "write the day as `reviewed`",
        control,
        about,
    )
}

/// The same of a control without evidence that a job carries out: its runs show that it works, not that somebody looked.
pub(super) fn carried_out(
    regulation: RegulationIx,
    control: ControlIx,
    reviewed: Option<Date>,
    about: &About<'_>,
) -> Words {
    let (name, asked, when) =
        (about.regulation_name(regulation), about.controls(&[control]), last_review(reviewed, about));
    overdue(
        format!("a job carries out {asked} of {name} on every table of {about}, but it was {when}"),
        &format!("add it to its `controls` for {name}, with the day as `reviewed`"),
        control,
        about,
    )
}

fn overdue(sentence: String, record: &str, control: ControlIx, about: &About<'_>) -> Words {
    let every = about.control(control).review_every.map(|every| every.to_string()).unwrap_or_default();
    Words {
        sentence,
        advice: format!("review it every {every}, and {record}"),
        labels: Labels::Same("review overdue"),
    }
}

fn last_review(reviewed: Option<Date>, about: &About<'_>) -> String {
    reviewed.map_or_else(|| "never reviewed".to_owned(), |day| format!("last reviewed on {}", about.day(day)))
}
