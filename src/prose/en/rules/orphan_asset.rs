//! It reads assets that belong to no product.

use super::{About, Labels, Words};
use crate::model::AssetIx;

pub(super) fn words(assets: &[AssetIx], it: &About<'_>) -> Words {
    let belong = if assets.len() == 1 { "belongs" } else { "belong" };
    let assets = it.assets(assets);
    Words {
        sentence: format!("{it} reads {assets}, which {belong} to no product"),
        advice: "add what belongs to it to its `assets`, and ask who owns the rest".to_owned(),
        labels: Labels::Same("reads a table in no product"),
    }
}
