//! It has no owner.

use super::{About, Labels, Words};

pub(super) fn words(about: &About<'_>) -> Words {
    Words {
        sentence: format!("{about} has no owner"),
        advice: "name the team that owns it: `owner: …`".to_owned(),
        labels: Labels::Same("no owner"),
    }
}
