//! The words that a catalog may choose: its categories and tiers.

use super::Role;

/// A word of a vocabulary that the catalog may choose: a category or a tier.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vocable {
    /// The id.
    pub id: String,
    /// The name for people.
    pub name: String,
    /// What it means, in one plain sentence; may be empty.
    pub description: String,
    /// Of a category: the role of its products, if it has one that Glassbox knows.
    pub role: Option<Role>,
}
