//! Whether it, or part of it, has an address at which it can be opened.

use super::AskedCheck;
use crate::model::{Asset, CheckFact, CheckMark, OutputPort, is_safe_url};
use crate::standards::marks::has;

pub(super) fn mark(asked: &AskedCheck<'_>) -> CheckMark {
    let catalog = asked.context.catalog;
    let asset = |port: &OutputPort| port.asset.map(|asset| catalog.asset(asset));
    let is_link = |asset: &Asset| asset.url.as_deref().is_some_and(is_safe_url);
    let ports = &asked.product.output_ports;
    let opens = ports.iter().any(|port| port.url.is_some() || asset(port).is_some_and(is_link))
        || asked.product.assets.iter().map(|asset| catalog.asset(*asset)).any(is_link);
    has(opens, CheckFact::NoAddress)
}
