//! Whether the value of a piece of work lasts beyond the request that it serves.

use super::{Catalog, Delivery, ValueDuration};

impl Catalog {
    /// Returns whether the value of work on a product lasts: work on a product that ends never does, whatever is
    /// declared.
    #[must_use]
    pub(crate) fn is_lasting(&self, work: &Delivery) -> bool {
        work.value == Some(ValueDuration::Lasting) && !self.product(work.product).is_ending()
    }
}
