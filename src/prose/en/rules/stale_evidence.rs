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
    let (name, asked) = (about.regulation_name(regulation), about.controls(&[control]));
    let when = reviewed
        .map_or_else(|| "never reviewed".to_owned(), |day| format!("last reviewed on {}", about.day(day)));
    let every = about.control(control).review_every.map(|every| every.to_string()).unwrap_or_default();
    Words {
        sentence: format!("the evidence of {about} for {asked} of {name} was {when}"),
        advice: format!("review it every {every}, and write the day as `reviewed`"),
        labels: Labels::Same("review overdue"),
    }
}
