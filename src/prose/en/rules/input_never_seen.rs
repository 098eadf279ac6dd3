//! It declares an input that it has never been observed to read.

use super::{About, Labels, Words};
use crate::model::ProductIx;

pub(super) fn words(upstream: ProductIx, it: &About<'_>) -> Words {
    let upstream = it.product(upstream);
    Words {
        sentence: format!("{it} declares that it builds on {upstream}, but was not found to read it"),
        advice: "remove it, or declare the assets that read it".to_owned(),
        labels: Labels::Same("not found"),
    }
}
