//! It names a consumer that has never been observed to read it.

use super::{About, Labels, Words};
use crate::model::ProductIx;

pub(super) fn words(consumer: ProductIx, about: &About<'_>) -> Words {
    let consumer = about.product(consumer);
    Words {
        sentence: format!("{about} declares the consumer {consumer}, which was not found to read it"),
        advice: "remove it, or declare the assets that read it".to_owned(),
        labels: Labels::Same("not found"),
    }
}
