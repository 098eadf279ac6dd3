//! Words that people use for one another: the search finds one by the other.

use super::document::{Single, Value, ValueShape};
use super::yaml::{MappingEntry, Node, NodeKind, values};
use crate::diagnostics::Diagnostics;
use crate::source::Spanned;
use serde_json::json;

/// A word or phrase, and others that mean the same.
#[derive(Clone, Debug)]
pub(crate) struct SynonymsDoc {
    /// The word or phrase.
    pub(crate) word: Spanned<String>,
    /// The others.
    pub(crate) others: Vec<Spanned<String>>,
}

impl Value for SynonymsDoc {
    type Out = Self;

    fn read(_: &Node, _: &mut Diagnostics) -> Option<Self> {
        None
    }

    fn read_entry(entry: &MappingEntry, diagnostics: &mut Diagnostics) -> Option<Self> {
        let others = match &entry.value.kind {
            NodeKind::Sequence(items) => {
                items.iter().filter_map(|item| values::text(item, diagnostics)).collect()
            }
            _ => vec![values::text(&entry.value, diagnostics)?],
        };
        Some(Self { word: entry.key.clone(), others })
    }

    fn shape() -> ValueShape {
        ValueShape::OneOrMore(Box::new(ValueShape::Single(Single {
            name: "synonym",
            about: "A word or phrase that people use for the one before the colon.",
            schema: json!({"type": ["string", "number", "boolean"]}),
            examples: &["turnover"],
        })))
    }
}
