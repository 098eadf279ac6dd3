//! Everything that products can hold: what dbt knows, then what products declare themselves.

use super::Known;
use super::ports;
use crate::diagnostics::Diagnostic;
use crate::model::{Asset, AssetEdge, AssetIx, AssetKind, Product, ProductIx};
use crate::read::catalog::Documents;
use crate::read::product::{AssetDoc, DeclaredAssetDoc, ProductDoc};
use crate::read::yaml::Faults;
use crate::source::Spanned;
use std::collections::BTreeMap;

/// Products with their output ports, and their names: what `PRODUCT:PORT` refers to.
#[derive(Clone, Copy)]
pub(super) struct Named<'a> {
    pub(super) known: &'a Known<'a>,
    pub(super) products: &'a [Product],
}

/// The assets, who holds them, and how they are found.
pub(super) struct Inventory<'d> {
    assets: Vec<Asset>,
    edges: Vec<AssetEdge>,
    /// The ids of the products in the order of their indices.
    products: Vec<&'d str>,
    /// The assets that each product declares, by id.
    declared: BTreeMap<(ProductIx, &'d str), AssetIx>,
}

impl<'d> Inventory<'d> {
    /// What the documents name; products hold what they claim.
    pub(super) fn new(documents: &'d Documents, docs: &[&'d ProductDoc], faults: &mut Faults) -> Self {
        let _ = documents;
        let mut inventory = Self {
            assets: Vec::new(),
            edges: Vec::new(),
            products: docs.iter().map(|doc| doc.id.value.as_str()).collect(),
            declared: BTreeMap::new(),
        };
        inventory.declare(docs, faults);
        inventory
    }

    pub(super) fn assets(&self) -> &[Asset] {
        &self.assets
    }

    pub(super) fn product_id(&self, product: ProductIx) -> &'d str {
        self.products[product.position()]
    }

    /// The assets that a product declares, by id.
    pub(super) fn declared_names(&self, product: &str) -> impl Iterator<Item = (&'d str, AssetIx)> {
        let index = self.products.binary_search(&product).map_or(ProductIx(u32::MAX), ProductIx::at);
        let own = self.declared.range((index, "")..).take_while(move |((holder, _), _)| *holder == index);
        own.map(|((_, id), asset)| (*id, *asset))
    }

    /// The one asset that a selector names; `what` says whose it is, for a fault.
    pub(super) fn one(&self, selector: &Spanned<String>, what: &str, faults: &mut Faults) -> Option<AssetIx> {
        let _ = (selector, what, faults);
        None
    }

    /// The assets and their edges, sorted.
    pub(super) fn into_parts(mut self) -> (Vec<Asset>, Vec<AssetEdge>) {
        self.edges.sort_unstable();
        self.edges.dedup();
        (self.assets, self.edges)
    }

    /// Adds the assets that products declare.
    fn declare(&mut self, docs: &[&'d ProductDoc], faults: &mut Faults) {
        for (position, doc) in docs.iter().enumerate() {
            let product = ProductIx::at(position);
            for written in declared(doc) {
                let id = written.id.value.as_str();
                if let Some(first) = self.declared.get(&(product, id)) {
                    let message = format!("two assets of `{}` have the id `{id}`", doc.id.value);
                    let fault = Diagnostic::error("duplicate-id", message).at(written.id.span, "given again");
                    let first = self.assets[first.position()].declared;
                    faults.push(match first {
                        Some(first) => fault.at(first, "first given here"),
                        None => fault,
                    });
                    continue;
                }
                self.declared.insert((product, id), AssetIx::at(self.assets.len()));
                self.assets.push(asset(written, product, &doc.id.value));
            }
        }
    }

    /// Draws the edges that declared assets say they have: `feeds` what they write, `reads` what
    /// they read, each a selector or `PRODUCT:PORT`.
    pub(super) fn connect_declared(&mut self, docs: &[&'d ProductDoc], named: Named<'_>, faults: &mut Faults) {
        for (position, doc) in docs.iter().enumerate() {
            for written in declared(doc) {
                let Some(own) = self.declared.get(&(ProductIx::at(position), written.id.value.as_str())) else {
                    continue;
                };
                let own = *own;
                for read in &written.reads {
                    for from in self.named(read, named, faults) {
                        self.edges.push(AssetEdge { from, to: own });
                    }
                }
                for fed in &written.feeds {
                    for to in self.named(fed, named, faults) {
                        self.edges.push(AssetEdge { from: own, to });
                    }
                }
            }
        }
    }

    /// The assets that a selector or `PRODUCT:PORT` names.
    fn named(&self, written: &Spanned<String>, named: Named<'_>, faults: &mut Faults) -> Vec<AssetIx> {
        if let Some(asset) = ports::asset_of(&written.value, named) {
            return asset.into_iter().collect();
        }
        self.one(written, "", faults).into_iter().collect()
    }
}

fn declared(doc: &ProductDoc) -> impl Iterator<Item = &DeclaredAssetDoc> {
    doc.assets.iter().filter_map(|asset| match asset {
        AssetDoc::Declared(declared) => Some(&**declared),
        AssetDoc::Dbt { .. } => None,
    })
}

fn asset(written: &DeclaredAssetDoc, product: ProductIx, product_id: &str) -> Asset {
    let given = |text: &Option<Spanned<String>>| text.as_ref().map(|text| text.value.clone());
    Asset {
        key: format!("{product_id}/{}", written.id.value),
        name: given(&written.name).unwrap_or_else(|| super::titled(&written.id.value)),
        kind: AssetKind::Declared(given(&written.kind).unwrap_or_else(|| "asset".to_owned())),
        product: Some(product),
        description: given(&written.description).unwrap_or_default(),
        url: given(&written.url),
        tool: given(&written.tool),
        job: given(&written.job),
        declared: Some(written.id.span),
        ..Asset::default()
    }
}
