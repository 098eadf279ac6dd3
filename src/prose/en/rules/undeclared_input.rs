//! It builds on a product that it does not declare.

use super::{About, Labels, Words};
use crate::model::ProductIx;

pub(super) fn words(upstream: ProductIx, about: &About<'_>) -> Words {
    let id = &about.voice.catalog.product(upstream).id;
    let (upstream, owner) = (about.product(upstream), about.owner_of(upstream));
    Words {
        sentence: format!("{about} builds on {upstream}, but does not declare it"),
        advice: format!("add `- {{product: {id}}}` to its `input_ports`, so that {owner} knows"),
        labels: Labels::Same("reads it"),
    }
}
