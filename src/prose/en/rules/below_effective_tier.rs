//! A product of a higher tier is built on it.

use super::{About, Labels, Words};
use crate::model::{ProductIx, TierIx};

pub(super) fn words(tier: TierIx, user: ProductIx, needed: TierIx, it: &About<'_>) -> Words {
    let (tier, user, needed) = (it.tier(tier), it.product(user), it.tier(needed));
    Words {
        sentence: format!("{it} has the tier {tier}, but {user}, which builds on it, has the tier {needed}"),
        advice: format!(
            "meet the requirements of the tier {needed} and declare it, or let {user} build on something else"
        ),
        labels: Labels::Same("lower tier"),
    }
}
