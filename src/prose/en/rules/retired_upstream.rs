//! It builds on something that is deprecated or retired.

use super::{About, Labels, Words};
use crate::model::ProductIx;

pub(super) fn words(upstream: ProductIx, it: &About<'_>) -> Words {
    let lifecycle = it.voice.catalog.product(upstream).lifecycle.word();
    let (upstream, owner) = (it.product(upstream), it.owner_of(upstream));
    Words {
        sentence: format!("{it} builds on {upstream}, which is {lifecycle}"),
        advice: format!("ask {owner} what replaces it"),
        labels: Labels::Same("builds on it"),
    }
}
