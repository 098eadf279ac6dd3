//! The problem of a product, its page, and the problem to fix before it.

use super::context::ViewContext;
use super::{paths, quality};
use crate::model::{Incident, ProductIx};

impl ViewContext<'_> {
    /// Returns the problem of a product, the most urgent of several; `None` if nothing of its own is wrong.
    pub(super) fn incident(&self, product: ProductIx) -> Option<&Incident> {
        let incidents = &self.assessment.incidents;
        let by_product = self.incidents.get_or_init(|| {
            incidents.iter().enumerate().rev().map(|(at, incident)| (incident.product, at)).collect()
        });
        Some(&incidents[*by_product.get(&product)?])
    }

    /// Returns the product whose urgent problem is upstream of the urgent problem of a product: the one to start with.
    pub(super) fn cause(&self, product: ProductIx) -> Option<ProductIx> {
        let causes = self.causes.get_or_init(|| quality::causes(&self.assessment.incidents, self));
        causes.get(&product).copied()
    }

    /// Returns the page with everything known about the problem of a product.
    pub(super) fn incident_path(&self, product: ProductIx) -> String {
        paths::folder("quality/incidents", &self.card(product).id)
    }
}
