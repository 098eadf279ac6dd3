//! Several of its consumers add their own logic.

use super::{About, Labels, Words};

pub(super) fn words(consumers: usize, downstream: usize, about: &About<'_>) -> Words {
    let whose = match (consumers - downstream, downstream) {
        (_, 0) => format!("{about}"),
        (0, _) => format!("what builds on {about}"),
        _ => format!("{about}, and of what builds on it,"),
    };
    Words {
        sentence: format!("{consumers} consumers of {whose} add logic of their own"),
        advice: format!("move the logic that others need into {about}"),
        labels: Labels::Same("adds logic too"),
    }
}
