//! The vocabularies that a catalog may define: its categories and tiers.

use super::Role;

/// A word of a vocabulary that the catalog may choose: a category or a tier.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct VocabularyEntry {
    /// The id.
    pub id: String,
    /// The name for people.
    pub name: String,
    /// Of a category: the name for several of its products, such as `Marts`; of anything else, its name.
    pub plural: String,
    /// What it means, in one plain sentence; may be empty.
    pub description: String,
    /// Of a category: the role of its products, if it has one that Glassbox knows.
    pub role: Option<Role>,
    /// The name of the icon that the catalog gives it, one of the theme's.
    pub icon: Option<String>,
}

impl VocabularyEntry {
    /// What it looks like, as a name fit for a class: its role, so that categories of the catalog's own have
    /// the colours of those that come with Glassbox; else its id.
    #[must_use]
    pub(crate) fn look(&self) -> &str {
        self.role.map_or(&self.id, |role| role.word())
    }
}
