//! A product depends on this one and needs a higher tier than it has.

use super::{About, Labels, Words};
use crate::model::{ProductIx, TierIx};

pub(super) fn words(tier: TierIx, user: ProductIx, needed: TierIx, about: &About<'_>) -> Words {
    let (user, needed) = (about.product(user), about.tier(needed));
    let (own_tier, advice) = if about.itself().has_tier {
        let meet = format!("meet the requirements of the tier {needed} and declare it");
        (format!("has the tier {}", about.tier(tier)), meet)
    } else {
        ("declares no tier".to_owned(), format!("declare the tier {needed} and meet its requirements"))
    };
    Words {
        sentence: format!("{about} {own_tier}, but {user}, which depends on it, has the tier {needed}"),
        advice: format!("{advice}, or let {user} use something else"),
        labels: Labels::Same("lower tier"),
    }
}
