//! Several of its consumers add their own logic.

use super::{About, Labels, Words};

pub(super) fn words(consumers: usize, downstream: usize, it: &About<'_>) -> Words {
    let whose = match (consumers - downstream, downstream) {
        (_, 0) => format!("{it}"),
        (0, _) => format!("what builds on {it}"),
        _ => format!("{it}, and of what builds on it,"),
    };
    Words {
        sentence: format!("{consumers} consumers of {whose} add logic of their own"),
        advice: format!("move the logic that others need into {it}"),
        labels: Labels::Same("adds logic too"),
    }
}
