//! Several of its consumers add logic of their own.

use super::{About, Labels, Words};

pub(super) fn words(consumers: usize, it: &About<'_>) -> Words {
    Words {
        sentence: format!("{consumers} consumers of {it} add logic of their own"),
        advice: "pull back into it what the others would gain from".to_owned(),
        labels: Labels::Same("adds logic too"),
    }
}
