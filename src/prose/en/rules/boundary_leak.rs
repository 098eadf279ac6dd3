//! It reads assets of another product that are not output ports.

use super::{About, Labels, Words};
use crate::model::{AssetIx, ProductIx};
use crate::prose::en::listed;

pub(super) fn words(upstream: ProductIx, assets: &[AssetIx], it: &About<'_>) -> Words {
    let (name, assets) = (it.product(upstream), it.assets(assets));
    let ports = it.voice.catalog.product(upstream).output_ports.iter();
    let ports = listed(ports.map(|port| it.code(&port.id)));
    let owner = it.owner_of(upstream);
    Words {
        sentence: format!("{it} bypasses the output ports of {name}: it reads {assets}"),
        advice: format!("read {ports} instead, or ask {owner} for an output port that offers it"),
        labels: Labels::First("reads it", "may change it without notice"),
    }
}
