//! It builds on something that is deprecated or retired, or that ends.

use super::{About, Labels, Words};
use crate::model::{Lifecycle, ProductIx};

pub(super) fn words(upstream: ProductIx, has_ended: bool, it: &About<'_>) -> Words {
    let product = it.voice.catalog.product(upstream);
    let lifecycle = product.lifecycle.word();
    let end = product.ends.filter(|_| product.lifecycle != Lifecycle::Retired).map(|day| {
        let ends = if has_ended { "was due to end on" } else { "ends on" };
        format!("{ends} {}", it.day(day))
    });
    let is = match (product.lifecycle, end) {
        (Lifecycle::Active | Lifecycle::Draft | Lifecycle::Proposed, Some(end)) => end,
        (_, Some(end)) => format!("is {lifecycle} and {end}"),
        (_, None) => format!("is {lifecycle}"),
    };
    Words {
        sentence: format!("{it} builds on {}, which {is}", it.product(upstream)),
        advice: match product.replaced_by {
            Some(product) if product == it.product => format!("stop reading {}", it.product(upstream)),
            Some(product) => format!("build on {} instead", it.product(product)),
            None => format!("ask {} what replaces it", it.owner_of(upstream)),
        },
        labels: Labels::Same("builds on it"),
    }
}
