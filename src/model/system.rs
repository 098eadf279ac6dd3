//! Systems besides the warehouse: where data comes from, and where it is written to.

use super::vocabulary_macro::vocabulary;
use super::{AssetIx, SystemIx, TeamIx};
use std::collections::BTreeSet;

vocabulary! {
    /// Which way data flows between a system and the warehouse.
    SystemDirection {
        /// Data is read from it.
        Source = "source",
        /// Data is written to it.
        Destination = "destination",
        /// Data is read from it and written to it.
        Both = "both",
    }
}

vocabulary! {
    /// What an asset is to a system that it stands for.
    SystemPart {
        /// A table of it that is read.
        Table = "table",
        /// A job that brings its data in.
        Loader = "loader",
        /// A job that writes to it.
        Writer = "writer",
    }
}

/// A system besides the warehouse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct System {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// Markdown; may be empty.
    pub description: String,
    /// The team that operates it.
    pub team: Option<TeamIx>,
    /// The direction of the data flow, if declared.
    pub direction: Option<SystemDirection>,
    /// Where it is opened or documented.
    pub url: Option<String>,
    /// Its data contract: a file of the catalog, or an address.
    pub contract: Option<String>,
    /// The assets read from it, sorted: its tables, and loaders whose tables are unknown.
    pub read: Vec<AssetIx>,
    /// The jobs that load its data, sorted.
    pub loaders: Vec<AssetIx>,
    /// The assets that write to it, sorted.
    pub written: Vec<AssetIx>,
}

impl System {
    /// Creates a system of which only the id is known.
    #[must_use]
    pub(crate) fn named(id: &str) -> Self {
        Self {
            id: id.to_owned(),
            name: id.to_owned(),
            description: String::new(),
            team: None,
            direction: None,
            url: None,
            contract: None,
            read: Vec::new(),
            loaders: Vec::new(),
            written: Vec::new(),
        }
    }

    /// Returns the direction of the data flow, both observed and declared.
    #[must_use]
    pub(crate) fn flow(&self) -> SystemDirection {
        let is_declared =
            |direction| self.direction == Some(direction) || self.direction == Some(SystemDirection::Both);
        let is_read = !self.read.is_empty() || is_declared(SystemDirection::Source);
        let is_written = !self.written.is_empty() || is_declared(SystemDirection::Destination);
        match (is_read, is_written) {
            (true, true) => SystemDirection::Both,
            (false, true) => SystemDirection::Destination,
            _ => SystemDirection::Source,
        }
    }

    /// Returns the assets that bring its data: those read from it and their loaders.
    #[must_use]
    pub(crate) fn assets_read(&self) -> Vec<AssetIx> {
        self.read.iter().chain(&self.loaders).copied().collect()
    }

    /// Returns all assets that represent it in the catalog, sorted.
    #[must_use]
    pub(crate) fn assets(&self) -> Vec<AssetIx> {
        let assets: BTreeSet<AssetIx> =
            self.read.iter().chain(&self.loaders).chain(&self.written).copied().collect();
        assets.into_iter().collect()
    }
}

/// The systems, and those that each asset brings data from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Systems {
    /// The systems, by id.
    pub all: Vec<System>,
    /// The assets that bring data from a system, sorted, each with that system.
    origins: Vec<(AssetIx, SystemIx)>,
    /// The assets that write to a system, in the same way.
    targets: Vec<(AssetIx, SystemIx)>,
}

impl Systems {
    /// Creates the systems from a list, by id.
    #[must_use]
    pub(crate) fn new(systems: Vec<System>) -> Self {
        let sorted = |assets: fn(&System) -> Vec<AssetIx>| {
            let entry = |(position, system): (usize, &System)| {
                assets(system).into_iter().map(move |asset| (asset, SystemIx::at(position)))
            };
            let mut pairs: Vec<(AssetIx, SystemIx)> = systems.iter().enumerate().flat_map(entry).collect();
            pairs.sort_unstable();
            pairs
        };
        let (origins, targets) = (sorted(System::assets_read), sorted(|system| system.written.clone()));
        Self { all: systems, origins, targets }
    }

    /// Returns the systems that an asset brings data from, sorted: that of a table, or those of a job that loads
    /// tables.
    pub(crate) fn origins(&self, asset: AssetIx) -> impl Iterator<Item = SystemIx> {
        systems_of(&self.origins, asset)
    }

    /// Returns the systems that an asset writes to, sorted.
    pub(crate) fn targets(&self, asset: AssetIx) -> impl Iterator<Item = SystemIx> {
        systems_of(&self.targets, asset)
    }

    /// Returns the system with an id.
    #[must_use]
    pub(crate) fn with_id(&self, id: &str) -> Option<&System> {
        let position = self.all.binary_search_by(|system| system.id.as_str().cmp(id));
        position.ok().map(|at| &self.all[at])
    }
}

/// Returns the systems of an asset in a sorted list.
fn systems_of(pairs: &[(AssetIx, SystemIx)], asset: AssetIx) -> impl Iterator<Item = SystemIx> {
    let first = pairs.partition_point(|(known, _)| *known < asset);
    pairs[first..].iter().take_while(move |(known, _)| *known == asset).map(|(_, system)| *system)
}
