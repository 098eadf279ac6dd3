//! The status of an asset as pages show it.

use super::context::ViewContext;
use crate::model::{AssetIx, Status};

/// Returns the status of an asset: its own, or the worse one of an output port that it is behind, which breaks a promise.
pub(super) fn asset_status(asset: AssetIx, context: &ViewContext<'_>) -> Option<Status> {
    let own_status = context.assessment.assets.get(asset.position()).and_then(|assessment| assessment.status);
    let product = context.catalog.asset(asset).product;
    let ports = product.into_iter().flat_map(|product| {
        let ports = context.product(product).output_ports.iter().enumerate();
        let behind = ports.filter(|(_, port)| port.asset == Some(asset));
        behind.filter_map(move |(position, _)| context.port_status(product, position))
    });
    ports.chain(own_status).max()
}
