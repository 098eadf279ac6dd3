//! `below-effective-tier` in words.

use super::{About, Labels, Words};
use crate::model::{ProductIx, TierIx};

pub(super) fn words(tier: TierIx, user: ProductIx, needed: TierIx, it: &About<'_>) -> Words {
    let (user, needed) = (it.product(user), it.tier(needed));
    let (own, advice) = if it.itself().has_tier {
        let meet = format!("meet the requirements of the tier {needed} and declare it");
        (format!("has the tier {}", it.tier(tier)), meet)
    } else {
        ("declares no tier".to_owned(), format!("declare the tier {needed} and meet its requirements"))
    };
    Words {
        sentence: format!("{it} {own}, but {user}, which depends on it, has the tier {needed}"),
        advice: format!("{advice}, or let {user} use something else"),
        labels: Labels::Same("lower tier"),
    }
}
