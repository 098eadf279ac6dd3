//! `two-writers` in words.

use super::{About, Labels, Words};
use crate::model::{AssetIx, ProductIx};

pub(super) fn words(tables: &[AssetIx], writers: &[ProductIx], about: &About<'_>) -> Words {
    let them = if tables.len() == 1 { "it" } else { "them" };
    let (tables, others) = (about.assets(tables), about.products(writers));
    let (does, whose) =
        if writers.len() == 1 { ("so does", "the other’s rows") } else { ("so do", "the others’ rows") };
    Words {
        sentence: format!("{about} writes {tables}, and {does} {others}: each may overwrite {whose}"),
        advice: format!(
            "decide which product writes {them}, or let one read what the other writes and write a table of its own"
        ),
        labels: Labels::First("written here", "and here"),
    }
}
