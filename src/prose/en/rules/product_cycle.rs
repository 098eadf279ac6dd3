//! It and others build on each other in a circle.

use super::{About, Labels, Words};
use crate::model::ProductIx;

pub(super) fn words(products: &[ProductIx], about: &About<'_>) -> Words {
    let products = about.products(products);
    Words {
        sentence: format!("{products} build on each other in a cycle: none of them can be changed alone"),
        advice: "move what both need into a product of its own".to_owned(),
        labels: Labels::Same("in the cycle"),
    }
}
