//! The requirements of regulations.

use super::{Asset, ControlEvidence, Period, TeamIx};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A regulation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Regulation {
    /// The id.
    pub id: String,
    /// The file that defines it, relative to the folder of the catalog.
    pub file: Arc<str>,
    /// The name.
    pub name: String,
    /// One plain sentence; may be empty.
    pub summary: String,
    /// Markdown; may be empty.
    pub description: String,
    /// Where it applies; may be empty.
    pub jurisdiction: String,
    /// The team that owns it.
    pub owner: Option<TeamIx>,
    /// The address of its text.
    pub url: Option<String>,
    /// Whether it applies downstream along with the data, as the protection of personal data does.
    pub carried: bool,
    /// The marks of data under it in dbt: tags, and keys or values of meta; in lower case.
    pub marks: Vec<String>,
    /// The controls that it requires.
    pub controls: Vec<Control>,
}

/// A control that a regulation requires.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Control {
    /// The id, unique within the regulation.
    pub id: String,
    /// The name.
    pub name: String,
    /// Markdown; may be empty.
    pub description: String,
    /// What counts as evidence; may be empty.
    pub evidence: String,
    /// How often the evidence is reviewed.
    pub review_every: Option<Period>,
}

impl Regulation {
    /// Returns which parts of an asset dbt marks as data under it: the asset itself, or columns of it by position.
    #[must_use]
    pub(crate) fn marked(&self, asset: &Asset) -> Vec<Option<usize>> {
        if self.is_mark(&asset.tags, &asset.meta) {
            return vec![None];
        }
        let columns = asset.columns.iter().enumerate();
        columns
            .filter(|(_, column)| self.is_mark(&column.tags, &column.meta))
            .map(|(position, _)| Some(position))
            .collect()
    }

    /// Returns whether a tag, a key of meta that is not false, or a value of meta is one of the marks.
    fn is_mark(&self, tags: &[String], meta: &BTreeMap<String, String>) -> bool {
        let is_mark = |word: &str| self.marks.iter().any(|mark| mark.eq_ignore_ascii_case(word));
        tags.iter().any(|tag| is_mark(tag))
            || meta.iter().any(|(key, value)| {
                is_mark(value) || is_mark(key) && !["false", "no", "none", ""].contains(&value.as_str())
            })
    }
}

impl Control {
    /// Returns whether the evidence was reviewed in time: if the control requires a review and no date is given, it
    /// was not.
    #[must_use]
    pub(crate) fn is_current(&self, evidence: &ControlEvidence, today: Date) -> bool {
        self.review_every.is_none() || self.due(evidence).is_some_and(|until| until >= today)
    }

    /// Returns whether a control that a job carries out was reviewed in time: if it requires a review and there was none,
    /// it was not.
    #[must_use]
    pub(crate) fn is_reviewed_in_time(&self, review: Option<&ControlEvidence>, today: Date) -> bool {
        self.review_every.is_none() || review.is_some_and(|review| self.is_current(review, today))
    }

    /// Returns the last day for the next review of the evidence; `None` if the control requires no review, or the
    /// date of the last one is unknown.
    #[must_use]
    pub(crate) fn due(&self, evidence: &ControlEvidence) -> Option<Date> {
        self.review_every?.after(evidence.reviewed?)
    }
}
