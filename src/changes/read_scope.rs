//! Which readers of a product a change is about.

use crate::model::ChangeFact;
use std::collections::BTreeSet;

/// Which readers of a product a change is about.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ReadScope {
    /// Whether readers are spared that read it only by dbt's `ref`.
    pub(super) by_name: bool,
    /// The output ports that change; all of the product if there are none.
    pub(super) ports: BTreeSet<String>,
}

impl ReadScope {
    /// Returns the scope of a change.
    pub(super) fn of(fact: &ChangeFact) -> Self {
        let ports = fact.ports().into_iter().map(|port| port.id.clone()).collect();
        Self { by_name: fact.leaves_refs_intact(), ports }
    }

    /// Returns whether an output port is among those that change.
    pub(super) fn includes(&self, port: &str) -> bool {
        self.ports.is_empty() || self.ports.contains(port)
    }
}
