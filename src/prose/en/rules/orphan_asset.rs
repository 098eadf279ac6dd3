//! It reads assets that belong to no product.

use super::{About, Labels, Words};
use crate::model::AssetIx;

pub(super) fn words(assets: &[AssetIx], about: &About<'_>) -> Words {
    let (belong, advice) = match assets {
        [_] => ("belongs", "add it to `assets` if it belongs here; otherwise ask who owns it"),
        _ => ("belong", "add to `assets` what belongs here; ask who owns the others"),
    };
    let assets = about.assets(assets);
    Words {
        sentence: format!("{about} reads {assets}, which {belong} to no product"),
        advice: advice.to_owned(),
        labels: Labels::Same("reads a table in no product"),
    }
}
