//! It is an export, and feeds more than one use.

use super::{About, Labels, Words};

pub(super) fn words(uses: usize, about: &About<'_>) -> Words {
    Words {
        sentence: format!("the export {about} feeds {uses} uses: a change for one affects all of them"),
        advice: "create an export for each use, from the same mart".to_owned(),
        labels: Labels::Same("another use"),
    }
}
