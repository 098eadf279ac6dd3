//! It was delivered to last, and nobody but the ask that it was made for uses it.

use super::{About, Labels, Words};
use jiff::civil::Date;

pub(super) fn words(initiative: &str, delivered: Date, it: &About<'_>) -> Words {
    let initiative = it.code(initiative);
    Words {
        sentence: format!("{it} was delivered on {delivered} to last, and nobody but {initiative} uses it"),
        advice:
            "tell others about it, write what it makes possible (`enables: …`), or write `value: this-ask`"
                .to_owned(),
        labels: Labels::Same("nobody else uses it"),
    }
}
