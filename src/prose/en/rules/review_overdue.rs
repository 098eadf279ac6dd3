//! The day of its review has passed.

use super::{About, Labels, Words};
use jiff::civil::Date;

pub(super) fn words(by: Date, about: &About<'_>) -> Words {
    Words {
        sentence: format!("the review of {about} was due by {}", about.day(by)),
        advice: "check whether it is still needed and correct, and set the next `review_by`".to_owned(),
        labels: Labels::Same("review overdue"),
    }
}
