//! Where a product is opened, and where to ask for access: its dashboards and tools, else the products downstream that
//! show it.

use super::inside;
use super::ports::PortView;
use crate::model::{self, ProductIx};
use crate::site::context::ViewContext;
use crate::site::parts::PageRef;
use serde::Serialize;

/// A place to open a product.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct OpenLink {
    /// The link text.
    pub title: String,
    /// The address.
    pub url: String,
    /// The kind of place: `Dashboard`, `Table`…
    pub kind: String,
}

/// The most downstream products showing it that a page names.
const SEEN_IN: usize = 3;

/// Returns each place to open it once: its ports, then its assets, dashboards first.
pub(super) fn open(product: &model::Product, ports: &[PortView], context: &ViewContext<'_>) -> Vec<OpenLink> {
    let mut links: Vec<(OpenLink, bool)> = Vec::new();
    let mut add = |link: OpenLink, is_dashboard: bool| {
        if !links.iter().any(|(known, _)| known.url == link.url) {
            links.push((link, is_dashboard));
        }
    };
    for (port, view) in product.output_ports.iter().zip(ports) {
        if let Some(url) = &port.url {
            let kind = view.kind.as_ref().map(|kind| kind.name.clone()).unwrap_or_default();
            let link = OpenLink { title: view.name.clone(), url: url.clone(), kind };
            add(link, port.kind == Some(model::PortType::Dashboard));
        }
    }
    for asset in &product.assets {
        let asset = context.catalog.asset(*asset);
        if let Some(url) = opened_at(asset) {
            let kind = inside::exposure_kind(asset);
            let link = OpenLink { title: asset.name.clone(), url: url.to_owned(), kind };
            add(link, asset.port_type() == Some(model::PortType::Dashboard));
        }
    }
    links.sort_by_key(|(_, is_dashboard)| !is_dashboard);
    links.into_iter().map(|(link, _)| link).collect()
}

/// Returns where to ask for access: the address of its only port that has one, else its list of ports.
pub(super) fn access(ports: &[PortView]) -> Option<String> {
    let addresses: Vec<&String> = ports.iter().filter_map(|port| port.access.as_ref()).collect();
    match addresses[..] {
        [] => None,
        [only] => Some(only.clone()),
        [..] => Some("#ports".to_owned()),
    }
}

/// Returns the products that read it and can be opened.
pub(super) fn shown_in(of: ProductIx, context: &ViewContext<'_>) -> Vec<PageRef> {
    let readers = context.catalog.lineage.downstream(of);
    let can_be_opened = |reader: &ProductIx| {
        let product = context.product(*reader);
        let mut assets = product.assets.iter().map(|asset| context.catalog.asset(*asset));
        product.lifecycle != model::Lifecycle::Retired
            && (product.output_ports.iter().any(|port| port.url.is_some())
                || assets.any(|asset| opened_at(asset).is_some()))
    };
    let readers = readers.iter().map(|reader| reader.product).filter(can_be_opened);
    readers.take(SEEN_IN).map(|reader| context.product_ref(reader)).collect()
}

/// Returns the address of a dashboard or the like.
fn opened_at(asset: &model::Asset) -> Option<&str> {
    let url = asset.url.as_deref().filter(|url| model::is_safe_url(url))?;
    (asset.kind == model::AssetKind::Exposure).then_some(url)
}
