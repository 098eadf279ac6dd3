//! One of its syncs reads a mart, rather than a table of its own.

use super::{About, Labels, Words};
use crate::model::AssetIx;

pub(super) fn words(tables: &[AssetIx], about: &About<'_>) -> Words {
    let table = if tables.len() == 1 { "table" } else { "tables" };
    let tables = about.assets(tables);
    Words {
        sentence: format!("a sync in {about} reads the mart {table} {tables} directly"),
        advice: "let the sync read an export table of its own, built from the mart".to_owned(),
        labels: Labels::Same("tied to a mart"),
    }
}
