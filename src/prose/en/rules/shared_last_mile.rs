//! Several of its consumers add logic of their own.

use super::{About, Labels, Words};

pub(super) fn words(consumers: usize, it: &About<'_>) -> Words {
    Words {
        sentence: format!("{consumers} consumers of {it} add logic of their own"),
        advice: format!("move the logic that others need into {it}"),
        labels: Labels::Same("adds logic too"),
    }
}
