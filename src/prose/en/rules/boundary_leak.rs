//! It reads assets of another product that are not output ports.

use super::{About, Labels, Words};
use crate::model::{AssetIx, OutputPort, ProductIx};
use crate::prose::en::listed;

pub(super) fn words(upstream: ProductIx, assets: &[AssetIx], about: &About<'_>) -> Words {
    let (name, assets) = (about.product(upstream), about.assets(assets));
    let catalog = about.voice.catalog;
    // Neither a port that ends nor one that is only opened can be read instead.
    let is_readable =
        |port: &&OutputPort| port.asset.is_some_and(|asset| catalog.asset(asset).deprecation_day().is_none());
    let ports = catalog.product(upstream).output_ports.iter().filter(is_readable);
    let ports = listed(ports.map(|port| about.voice.port(port)));
    let owner = about.owner_of(upstream);
    let ask = format!("ask {owner} for an output port that offers it");
    Words {
        sentence: format!("{about} bypasses the output ports of {name}: it reads {assets}"),
        advice: if ports.is_empty() { ask } else { format!("read {ports} instead, or {ask}") },
        labels: Labels::First("reads it", "may change it without notice"),
    }
}
