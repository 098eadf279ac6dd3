//! It builds on something that is deprecated or retired, or that ends.

use super::{About, Labels, Words};
use crate::model::{Lifecycle, ProductIx};

pub(super) fn words(upstream: ProductIx, has_ended: bool, about: &About<'_>) -> Words {
    let product = about.voice.catalog.product(upstream);
    let lifecycle = product.lifecycle.word();
    let end = product.ends.filter(|_| product.lifecycle != Lifecycle::Retired).map(|day| {
        let ends = if has_ended { "was due to end on" } else { "ends on" };
        format!("{ends} {}", about.day(day))
    });
    let state = match (product.lifecycle, end) {
        (Lifecycle::Active | Lifecycle::Draft | Lifecycle::Proposed, Some(end)) => end,
        (_, Some(end)) => format!("is {lifecycle} and {end}"),
        (_, None) => format!("is {lifecycle}"),
    };
    Words {
        sentence: format!("{about} builds on {}, which {state}", about.product(upstream)),
        advice: match product.replaced_by {
            Some(product) if product == about.product => format!("stop reading {}", about.product(upstream)),
            Some(product) => format!("build on {} instead", about.product(product)),
            None => format!("ask {} what replaces it", about.owner_of(upstream)),
        },
        labels: Labels::Same("builds on it"),
    }
}
