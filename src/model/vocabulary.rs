//! The vocabularies that a catalog may define: categories and tiers.

use super::Role;

/// An entry of a vocabulary that the catalog defines: a category or a tier.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct VocabularyEntry {
    /// The id.
    pub id: String,
    /// The display name.
    pub name: String,
    /// For a category, the plural name for its products, such as `Marts`; otherwise its name.
    pub plural: String,
    /// Its meaning in one plain sentence; may be empty.
    pub description: String,
    /// For a category, the role of its products, if it is one that Glassbox knows.
    pub role: Option<Role>,
    /// The name of the theme's icon that the catalog assigns to it.
    pub icon: Option<String>,
}

impl VocabularyEntry {
    /// Returns the name of its appearance, fit for a CSS class: its role, so that custom categories have the colours
    /// of the built-in ones; otherwise its id.
    #[must_use]
    pub(crate) fn look(&self) -> &str {
        self.role.map_or(&self.id, |role| role.word())
    }
}
