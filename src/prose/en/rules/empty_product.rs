//! It is in use, but has neither assets nor output ports.

use super::{About, Labels, Words};

pub(super) fn words(about: &About<'_>) -> Words {
    Words {
        sentence: format!("{about} is active, but has neither assets nor output ports"),
        advice: "list what it consists of under `assets`, or what it offers under `output_ports`".to_owned(),
        labels: Labels::Same("empty"),
    }
}
