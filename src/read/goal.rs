//! `goals.yml`: what the company wants to achieve, beyond single requests.

use super::document::document;
use super::document::kinds::{DueValue, IdValue, MarkdownValue, TextValue};
use super::document::references::TeamId;
use super::file_kind::{FileAbout, FileKind};

document! {
    /// What the company wants to achieve.
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
        id: required IdValue,
        /// The display name; by default, derived from the id.
        #[example = "Decisions without spreadsheets"]
        name: optional TextValue,
        /// What it means, and how to tell that it has been reached.
        description: optional MarkdownValue,
        /// The team that is responsible for it.
        #[example = "finance"]
        owner: optional TeamId,
        /// When it should be reached.
        target: optional DueValue,
    }
}

/// `goals.yml`.
pub(super) const FILE: FileKind<GoalsDoc> = FileKind::yaml(FileAbout {
    name: "goals",
    files: "goals.yml",
    title: "Goals",
    at_least: Some("write a list of goals under `goals`, or remove the file"),
});
