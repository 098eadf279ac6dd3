//! One of its jobs usually runs before its input is ready.

use super::{About, Labels, Words};
use crate::model::{AssetIx, EarlyDays};
use crate::prose::en::length;

pub(super) fn words(asset: AssetIx, input: AssetIx, days: EarlyDays, about: &About<'_>) -> Words {
    let (asset, input) = (about.asset(asset), about.asset(input));
    let EarlyDays { early, compared, median_lead } = days;
    let lead = length(median_lead);
    Words {
        sentence: format!(
            "{asset} of {about} runs too early: on {early} of {compared} days it began before {input} was ready, usually by {lead}"
        ),
        advice: format!("start it when {input} is ready, or later"),
        labels: Labels::Same("runs too early"),
    }
}
