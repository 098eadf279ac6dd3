//! It was delivered to last, but only the request that it was made for uses it.

use super::{About, Labels, Words};
use jiff::civil::Date;

pub(super) fn words(initiative: &str, delivered: Date, about: &About<'_>) -> Words {
    let (initiative, day) = (about.initiative(initiative), about.day(delivered));
    Words {
        sentence: format!(
            "{about} was delivered on {day} as work of lasting value, but only {initiative} uses it"
        ),
        advice: "tell others about it, say what it makes possible (`enables: …`), or set `value: this-ask`"
            .to_owned(),
        labels: Labels::Same("nobody else uses it"),
    }
}
