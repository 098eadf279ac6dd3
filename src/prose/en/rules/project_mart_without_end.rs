//! It is a project mart without an end date.

use super::{About, Labels, Words};

pub(super) fn words(about: &About<'_>) -> Words {
    Words {
        sentence: format!("the project mart {about} has no `review_by`"),
        advice: "set `review_by` to the day on which you will decide whether to retire it or to make it an integrated mart".to_owned(),
        labels: Labels::Same("no end"),
    }
}
