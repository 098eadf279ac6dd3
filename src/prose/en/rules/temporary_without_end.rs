//! Logic outside of any product has no end.

use super::{About, Labels, Words};

pub(super) fn words(it: &About<'_>) -> Words {
    Words {
        sentence: format!("the logic outside products behind {it} has no end date"),
        advice: "write `since` and `ttl`".to_owned(),
        labels: Labels::Same("no end date"),
    }
}
