//! `goals.yml`: what the company wants to reach, above single requests.

use super::document::kinds::{DueDay, Id, Markdown, Text};
use super::document::references::TeamId;
use super::document::{Value as _, document};
use super::yaml::Node;
use crate::diagnostics::Diagnostics;

document! {
    /// What the company wants to reach.
    pub struct GoalsDoc as "the file of goals" {
        /// The goals, the most important first.
        goals: list GoalDoc,
    }
}

document! {
    /// A goal that initiatives serve.
    pub struct GoalDoc as "a goal" {
        /// Unique in the catalog.
        #[example = "fewer-spreadsheets"]
        id: required Id,
        /// The name for people; without it, made of the id.
        #[example = "Decisions without spreadsheets"]
        name: optional Text,
        /// What it means, and how to tell that it is reached.
        description: optional Markdown,
        /// The team that is responsible for it.
        #[example = "finance"]
        owner: optional TeamId,
        /// When it should be reached.
        target: optional DueDay,
    }
}

/// Reads `goals.yml`: a list of goals under `goals`.
pub(crate) fn goals(node: &Node, diagnostics: &mut Diagnostics) -> Vec<GoalDoc> {
    GoalsDoc::read(node, diagnostics).map(|doc| doc.goals).unwrap_or_default()
}
