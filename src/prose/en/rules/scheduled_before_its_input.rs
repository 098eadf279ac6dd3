//! One of its jobs is due before its input is ready.

use super::{About, Labels, Words};
use crate::model::AssetIx;

pub(super) fn words(asset: AssetIx, reads: AssetIx, times: (&str, &str), about: &About<'_>) -> Words {
    let (asset, read) = (about.asset(asset), about.asset(reads));
    let (due, ready) = times;
    Words {
        sentence: format!("{asset} of {about} is due by {due}, but {read} is only ready by {ready}"),
        advice: format!("run it later, or have {read} ready earlier"),
        labels: Labels::Same("due too early"),
    }
}
