//! One of its jobs usually runs before its input is ready.

use super::{About, Labels, Words};
use crate::model::{AssetIx, EarlyDays};
use crate::prose::en::length;

pub(super) fn words(asset: AssetIx, reads: AssetIx, days: EarlyDays, about: &About<'_>) -> Words {
    let (asset, read) = (about.asset(asset), about.asset(reads));
    let (EarlyDays { early, known, .. }, by) = (days, length(days.by));
    Words {
        sentence: format!(
            "{asset} of {about} runs too early: on {early} of {known} days it began before {read} was ready, usually by {by}"
        ),
        advice: format!("start it when {read} is ready, or later"),
        labels: Labels::Same("runs too early"),
    }
}
