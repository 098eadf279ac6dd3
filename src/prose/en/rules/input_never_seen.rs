//! It declares an input that it has never been observed to read.

use super::{About, Labels, Words};
use crate::model::ProductIx;

pub(super) fn words(upstream: ProductIx, about: &About<'_>) -> Words {
    let upstream = about.product(upstream);
    Words {
        sentence: format!("{about} declares that it builds on {upstream}, but was not found to read it"),
        advice: "remove it, or declare the assets that read it".to_owned(),
        labels: Labels::Same("not found"),
    }
}
