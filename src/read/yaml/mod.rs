//! YAML with the span of every value: text → [`Node`] → typed documents.
//!
//! [`parse`](parse::parse) makes a tree of nodes from the parser's events; [`Fields`] and the
//! functions of [`values`] read a document from the tree. Both collect diagnostics and go on, so
//! that one run reports everything that is wrong with a file. A scalar has no type until one is
//! requested: `version: 1.10` is the text `1.10` where text is wanted.

mod advice;
mod fields;
mod flow;
mod help;
mod misread;
mod parse;
pub(crate) mod values;

pub(crate) use fields::Fields;
pub use parse::parse;

use crate::source::{Span, Spanned};

/// A value in a YAML file and its span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Its span; for a block mapping, from its first key on.
    pub span: Span,
    /// Its kind.
    pub kind: NodeKind,
}

/// The kinds of YAML values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NodeKind {
    /// Nothing, `~` or `null`.
    Null,
    /// Text, a number, a date…: not yet distinguished.
    Scalar(String),
    /// A list.
    Sequence(Vec<Node>),
    /// Keys and values in the file's order, each key once.
    Mapping(Vec<MappingEntry>),
}

/// A key and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MappingEntry {
    /// The key and its span.
    pub key: Spanned<String>,
    /// The value.
    pub value: Node,
}

impl Node {
    /// Returns its kind in words, for messages: "a list".
    #[must_use]
    pub fn describe(&self) -> &'static str {
        match &self.kind {
            NodeKind::Null => "nothing",
            NodeKind::Scalar(_) => "a single value",
            NodeKind::Sequence(_) => "a list",
            NodeKind::Mapping(_) => "a mapping",
        }
    }

    /// Returns the value of a key, if it is a mapping that has the key.
    #[must_use]
    pub fn value_of(&self, key: &str) -> Option<&Node> {
        let NodeKind::Mapping(entries) = &self.kind else { return None };
        entries.iter().find(|entry| entry.key.value == key).map(|entry| &entry.value)
    }

    /// Returns the items of the list at a key; none if there is no such list.
    #[must_use]
    pub fn items_of(&self, key: &str) -> &[Node] {
        match self.value_of(key).map(|value| &value.kind) {
            Some(NodeKind::Sequence(items)) => items,
            _ => &[],
        }
    }

    /// Returns the text at a key, if it is a text.
    #[must_use]
    pub fn text_of(&self, key: &str) -> Option<Spanned<String>> {
        let value = self.value_of(key)?;
        let NodeKind::Scalar(text) = &value.kind else { return None };
        Some(Spanned::new(text.clone(), value.span))
    }

    /// Returns the number of its nodes, itself included.
    fn size(&self) -> usize {
        1 + match &self.kind {
            NodeKind::Null | NodeKind::Scalar(_) => 0,
            NodeKind::Sequence(items) => items.iter().map(Node::size).sum(),
            NodeKind::Mapping(entries) => entries.iter().map(|entry| 1 + entry.value.size()).sum(),
        }
    }
}
