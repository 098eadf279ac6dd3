//! The systems that the data of a mart comes from.

use super::{ProductIx, SystemIx};

/// What an application mart draws from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct MartOrigins {
    /// The source systems, sorted.
    pub systems: Vec<SystemIx>,
    /// Replications and application marts of which no system is known, sorted.
    pub products: Vec<ProductIx>,
}

impl MartOrigins {
    /// How many systems it draws from.
    pub(crate) fn count(&self) -> usize {
        self.systems.len() + self.products.len()
    }

    /// The one system that it draws from; none if there are several, or if nothing is known.
    pub(crate) fn only(&self) -> Option<SystemIx> {
        self.systems.first().copied().filter(|_| self.count() == 1)
    }
}
