//! Whether it has a link whose title contains the required words.

use super::AskedCheck;
use crate::model::{CheckFact, CheckMark};
use crate::standards::marks::has;

pub(super) fn mark(asked: &AskedCheck<'_>) -> CheckMark {
    let wanted = asked.parameters.title.as_deref().unwrap_or_default().to_lowercase();
    let is_present = asked.product.links.iter().any(|link| link.title.to_lowercase().contains(&wanted));
    has(is_present, CheckFact::NoLink)
}
