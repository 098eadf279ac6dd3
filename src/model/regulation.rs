//! What regulations ask for.

use super::{Length, TeamIx};

/// A regulation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Regulation {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// One plain sentence; may be empty.
    pub summary: String,
    /// Markdown; may be empty.
    pub description: String,
    /// Where it holds; may be empty.
    pub jurisdiction: String,
    /// The team that answers for it.
    pub owner: Option<TeamIx>,
    /// Its text.
    pub url: Option<String>,
    /// Whether it travels downstream with the data, as the protection of persons does.
    pub carried: bool,
    /// What it asks for.
    pub controls: Vec<Control>,
}

/// A control that a regulation asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Control {
    /// The id, unique within the regulation.
    pub id: String,
    /// The name.
    pub name: String,
    /// Markdown; may be empty.
    pub description: String,
    /// What counts as evidence; may be empty.
    pub evidence: String,
    /// How often the evidence is looked at.
    pub review_every: Option<Length>,
}
