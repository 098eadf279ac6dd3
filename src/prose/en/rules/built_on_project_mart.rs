//! It is a project mart, and lasting marts build on it.

use super::{About, Labels, Words};
use crate::model::ProductIx;

pub(super) fn words(marts: &[ProductIx], about: &About<'_>) -> Words {
    let build = if marts.len() == 1 { "builds" } else { "build" };
    let marts = about.products(marts);
    Words {
        sentence: format!("{marts} {build} on the project mart {about}"),
        advice: "move what they read into an integrated mart".to_owned(),
        labels: Labels::Same("not made to last"),
    }
}
