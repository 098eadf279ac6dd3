//! The problem of a product, and its page.

use super::context::ViewContext;
use super::paths;
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

    /// Returns the page with everything known about the problem of a product.
    pub(super) fn incident_path(&self, product: ProductIx) -> String {
        paths::folder("quality/incidents", &self.card(product).id)
    }
}
