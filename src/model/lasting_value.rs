//! Whether the value of a piece of work lasts beyond the ask that it is done for.

use super::{Catalog, Delivery, ValueDuration};

impl Catalog {
    /// Whether the value of work on a product lasts: that of one that goes does not, whatever is written.
    #[must_use]
    pub(crate) fn is_lasting(&self, work: &Delivery) -> bool {
        work.value == Some(ValueDuration::Lasting) && !self.product(work.product).is_going()
    }
}
