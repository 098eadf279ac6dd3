//! How many of its output ports have a description, of their own or of the table behind.

use super::AskedCheck;
use crate::model::{CheckMark, CheckedPart, OutputPort};
use crate::standards::marks::share;

pub(super) fn mark(asked: &AskedCheck<'_>) -> CheckMark {
    let asset = |port: &OutputPort| port.asset.map(|asset| asked.context.catalog.asset(asset));
    let is_described = |port: &&OutputPort| {
        !port.description.is_empty() || asset(port).is_some_and(|asset| !asset.description.is_empty())
    };
    let ports = &asked.product.output_ports;
    let described = ports.iter().filter(is_described).count();
    share(CheckedPart::OutputsDescribed, described, ports.len(), asked.parameters)
}
