//! It is a project mart, and nobody said when it ends.

use super::{About, Labels, Words};

pub(super) fn words(it: &About<'_>) -> Words {
    Words {
        sentence: format!("the project mart {it} has no end"),
        advice: "write the day as `review_by`, and then retire it or make it an integrated mart".to_owned(),
        labels: Labels::Same("no end"),
    }
}
