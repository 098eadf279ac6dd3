//! All names that a file can refer to.

use super::names::{self, KnownNames};
use super::organisation::{self, Organisation, People};
use crate::model::{CategoryIx, DomainIx, ProductIx, RegulationIx, Role, TeamIx, TierIx, VocabularyEntry};
use crate::read::documents::Documents;
use crate::read::product::ProductDoc;

/// Everything that a file can name.
pub(super) struct CatalogNames<'d> {
    pub(super) documents: &'d Documents,
    pub(super) people: People<'d>,
    /// The categories that have a role, by id.
    pub(super) roles: Vec<(&'d str, Role)>,
    /// The role of each category.
    category_roles: Vec<Option<Role>>,
    pub(super) categories: KnownNames<'d, CategoryIx>,
    pub(super) tiers: KnownNames<'d, TierIx>,
    pub(super) domains: KnownNames<'d, DomainIx>,
    pub(super) teams: KnownNames<'d, TeamIx>,
    pub(super) regulations: KnownNames<'d, RegulationIx>,
    pub(super) products: KnownNames<'d, ProductIx>,
    pub(super) contracts: KnownNames<'d, usize>,
}

impl<'d> CatalogNames<'d> {
    /// Collects the names in the documents, in which each product id occurs once.
    pub(super) fn new(
        documents: &'d Documents,
        products: &[&'d ProductDoc],
        organisation: &Organisation<'d>,
        categories: &'d [VocabularyEntry],
        tiers: &'d [VocabularyEntry],
    ) -> Self {
        let products = products.iter().enumerate();
        let contracts = documents.contracts.iter().enumerate();
        Self {
            documents,
            people: organisation::people(&documents.teams),
            roles: categories
                .iter()
                .filter_map(|category| Some((category.id.as_str(), category.role?)))
                .collect(),
            category_roles: categories.iter().map(|category| category.role).collect(),
            categories: vocabulary(names::CATEGORY, categories, CategoryIx::at),
            tiers: vocabulary(names::TIER, tiers, TierIx::at),
            domains: organisation.domain_names(),
            teams: organisation.team_names(),
            regulations: organisation.regulation_names(),
            products: KnownNames::new(
                names::PRODUCT,
                products.map(|(position, doc)| (doc.id.value.as_str(), ProductIx::at(position))),
            ),
            contracts: KnownNames::new(names::CONTRACT, contracts.map(|(at, doc)| (doc.path.as_str(), at))),
        }
    }

    /// Returns the role of a category.
    pub(super) fn role(&self, category: CategoryIx) -> Option<Role> {
        self.category_roles.get(category.position()).copied().flatten()
    }

    /// Returns the ids of the categories whose products have a role.
    pub(super) fn of_role(&self, role: Role) -> impl Iterator<Item = &'d str> {
        self.roles.iter().filter(move |(_, known)| *known == role).map(|(id, _)| *id)
    }
}

fn vocabulary<I: Copy>(
    kind: names::NameKind,
    words: &[VocabularyEntry],
    index: fn(usize) -> I,
) -> KnownNames<'_, I> {
    KnownNames::new(
        kind,
        words.iter().enumerate().map(|(position, word)| (word.id.as_str(), index(position))),
    )
}
