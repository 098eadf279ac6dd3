//! The names of what changes refer to by id, in the state of a catalog.

use super::Catalog;
use std::collections::BTreeMap;

/// What a change refers to by id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum NamedIdKind {
    /// A team.
    Team,
    /// A tier.
    Tier,
    /// A domain.
    Domain,
    /// A category.
    Category,
    /// A regulation.
    Regulation,
}

/// The names by kind and id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ShownNames(BTreeMap<(NamedIdKind, String), String>);

impl ShownNames {
    /// Returns the names in a catalog.
    #[must_use]
    pub(crate) fn of(catalog: &Catalog) -> Self {
        let entry = |kind, id: &String, name: &String| ((kind, id.clone()), name.clone());
        let vocabularies = (catalog.tiers.iter().map(|tier| entry(NamedIdKind::Tier, &tier.id, &tier.name)))
            .chain(
                catalog
                    .categories
                    .iter()
                    .map(|category| entry(NamedIdKind::Category, &category.id, &category.name)),
            );
        let names = (catalog.teams.iter().map(|team| entry(NamedIdKind::Team, &team.id, &team.name)))
            .chain(catalog.domains.iter().map(|domain| entry(NamedIdKind::Domain, &domain.id, &domain.name)))
            .chain(
                catalog
                    .regulations
                    .iter()
                    .map(|regulation| entry(NamedIdKind::Regulation, &regulation.id, &regulation.name)),
            );
        Self(vocabularies.chain(names).collect())
    }

    /// Adds the names of an older state, for what is gone.
    #[must_use]
    pub(crate) fn or(mut self, older: Self) -> Self {
        for (key, name) in older.0 {
            self.0.entry(key).or_insert(name);
        }
        self
    }

    /// Returns the name of something; its id if it is not known.
    #[must_use]
    pub(crate) fn of_id(&self, kind: NamedIdKind, id: &str) -> String {
        self.0.get(&(kind, id.to_owned())).cloned().unwrap_or_else(|| id.to_owned())
    }
}
