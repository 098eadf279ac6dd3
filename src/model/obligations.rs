//! The obligations of products, and where regulated data flows.

use super::{AssetIx, Catalog, DataPart, Obligation, ProductIx, RegulationIx};
use std::collections::{BTreeMap, VecDeque};

impl Catalog {
    /// Returns a product's obligation under a regulation, if it declares one.
    #[must_use]
    pub(crate) fn obligation(&self, product: ProductIx, regulation: RegulationIx) -> Option<&Obligation> {
        self.product(product).obligations.iter().find(|obligation| obligation.regulation == regulation)
    }

    /// Returns the data of a product in service that dbt marks for a regulation that the product does not declare.
    #[must_use]
    pub(crate) fn undeclared_marked_data(
        &self,
        product: ProductIx,
        regulation: RegulationIx,
    ) -> Vec<DataPart> {
        let owner = self.product(product);
        let is_exempt = !owner.lifecycle.is_in_service() || self.obligation(product, regulation).is_some();
        if is_exempt || self.regulations[regulation.position()].marks.is_empty() {
            return Vec::new();
        }
        owner.assets.iter().flat_map(|asset| self.marked(*asset, regulation)).collect()
    }

    /// Returns whether dbt marks an asset for a regulation, or a column of it.
    #[must_use]
    pub(crate) fn is_marked(&self, asset: AssetIx, regulation: RegulationIx) -> bool {
        !self.regulations[regulation.position()].marks.is_empty()
            && !self.marked(asset, regulation).is_empty()
    }

    /// Returns the data of an asset that dbt marks for a regulation: all of it, or columns by position.
    fn marked(&self, asset: AssetIx, regulation: RegulationIx) -> Vec<DataPart> {
        let columns = self.regulations[regulation.position()].marked(self.asset(asset));
        columns.into_iter().map(|column| DataPart { asset, column }).collect()
    }

    /// Returns the data of a product that no guard of a regulation covers: the assets or columns that dbt marks for it.
    /// Where nothing is marked, these are the output tables of a product under the regulation, unless the obligation
    /// ends in it.
    #[must_use]
    pub(crate) fn unguarded(&self, product: ProductIx, regulation: RegulationIx) -> Vec<DataPart> {
        let regulation_entry = &self.regulations[regulation.position()];
        let owner = self.product(product);
        let marks = |asset: &AssetIx| {
            if regulation_entry.marks.is_empty() { Vec::new() } else { self.marked(*asset, regulation) }
        };
        let mut data: Vec<DataPart> = owner.assets.iter().flat_map(marks).collect();
        let is_under = || self.obligation(product, regulation).is_some_and(Obligation::passes_on);
        if data.is_empty() && is_under() {
            let output_assets = owner.output_assets();
            data.extend(
                output_assets
                    .filter(|asset| self.asset(*asset).is_table())
                    .map(|asset| DataPart { asset, column: None }),
            );
            data.sort_unstable();
            data.dedup();
        }
        data.retain(|part| !self.guards.covers(part.asset, regulation));
        data
    }

    /// Returns the products that data under a regulation reaches although they declare no obligation, each with the
    /// product from which it comes: from every product in service under it, along the observed flows, until a product
    /// declares one.
    #[must_use]
    pub(crate) fn undeclared_recipients(&self, regulation: RegulationIx) -> BTreeMap<ProductIx, ProductIx> {
        let mut came_from: BTreeMap<ProductIx, ProductIx> = BTreeMap::new();
        let under = (0..self.products.len()).map(ProductIx::at).filter(|product| {
            self.product(*product).lifecycle.is_in_service()
                && self.obligation(*product, regulation).is_some_and(Obligation::passes_on)
        });
        let mut queue: VecDeque<ProductIx> = under.collect();
        while let Some(from) = queue.pop_front() {
            for flow in self.lineage.downstream(from).iter().filter(|flow| flow.flow.is_seen()) {
                let is_new = !came_from.contains_key(&flow.product);
                if is_new && self.obligation(flow.product, regulation).is_none() {
                    came_from.insert(flow.product, from);
                    queue.push_back(flow.product);
                }
            }
        }
        came_from
    }
}
