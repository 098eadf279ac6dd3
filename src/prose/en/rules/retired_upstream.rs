//! It builds on something that is deprecated or retired, or that ends.

use super::{About, Labels, Words};
use crate::model::{Lifecycle, ProductIx};

pub(super) fn words(upstream: ProductIx, it: &About<'_>) -> Words {
    let product = it.voice.catalog.product(upstream);
    let lifecycle = product.lifecycle.word();
    let is = match (product.lifecycle, product.ends) {
        (Lifecycle::Active | Lifecycle::Draft | Lifecycle::Proposed, Some(ends)) => {
            format!("ends on {}", it.day(ends))
        }
        (Lifecycle::Deprecated, Some(ends)) => format!("is {lifecycle} and ends on {}", it.day(ends)),
        _ => format!("is {lifecycle}"),
    };
    // What takes its place may itself read it while others move.
    let instead = product.replaced_by.filter(|product| *product != it.product);
    Words {
        sentence: format!("{it} builds on {}, which {is}", it.product(upstream)),
        advice: match instead {
            Some(product) => format!("build on {} instead", it.product(product)),
            None => format!("ask {} what replaces it", it.owner_of(upstream)),
        },
        labels: Labels::Same("builds on it"),
    }
}
