//! The systems that the data of a mart comes from.

use super::{ProductIx, SystemIx};

/// The origins of an application mart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct MartOrigins {
    /// The source systems, sorted.
    pub systems: Vec<SystemIx>,
    /// Replications and application marts without a known system, sorted.
    pub products: Vec<ProductIx>,
    /// Whether it also reads integrated marts, whose origins are not followed.
    pub reads_integrated: bool,
}

impl MartOrigins {
    /// Returns the number of systems that it draws from.
    pub(crate) fn count(&self) -> usize {
        self.systems.len() + self.products.len()
    }

    /// Returns its only source system; `None` if there are several, or may be.
    pub(crate) fn only(&self) -> Option<SystemIx> {
        self.systems.first().copied().filter(|_| self.count() == 1 && !self.reads_integrated)
    }
}
