//! One of its syncs reads a mart, rather than a table of its own.

use super::{About, Labels, Words};
use crate::model::AssetIx;

pub(super) fn words(tables: &[AssetIx], it: &About<'_>) -> Words {
    let tables = it.assets(tables);
    Words {
        sentence: format!("a sync of {it} reads {tables} directly"),
        advice: "give it a table of its own that takes from the mart what it needs".to_owned(),
        labels: Labels::Same("tied to a mart"),
    }
}
