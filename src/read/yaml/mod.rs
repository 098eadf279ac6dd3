//! YAML with the place of every value: text → [`Node`] → typed documents.
//!
//! [`parse`](parse::parse) makes a tree of nodes from the parser's events; [`Fields`] and the
//! functions of [`values`] read a document out of the tree. Both collect faults and go on, so
//! that one run tells all that is wrong with a file. A scalar has no type until somebody asks
//! for one: `version: 1.10` is the text `1.10` where text is wanted.

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

/// A value in a YAML file and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Its place; of a block mapping, from its first key on.
    pub span: Span,
    /// What it is.
    pub kind: NodeKind,
}

/// The kinds of YAML values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NodeKind {
    /// Nothing, `~` or `null`.
    Null,
    /// Text, a number, a date…: not yet told apart.
    Scalar(String),
    /// A list.
    Sequence(Vec<Node>),
    /// Keys and values in the file's order, each key once.
    Mapping(Vec<MappingEntry>),
}

/// A key and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MappingEntry {
    /// The key and its place.
    pub key: Spanned<String>,
    /// The value.
    pub value: Node,
}

impl Node {
    /// What it is, in a word for people.
    #[must_use]
    pub fn describe(&self) -> &'static str {
        match &self.kind {
            NodeKind::Null => "nothing",
            NodeKind::Scalar(_) => "a single value",
            NodeKind::Sequence(_) => "a list",
            NodeKind::Mapping(_) => "a mapping",
        }
    }

    /// The value of a key, if it is a mapping that has it.
    #[must_use]
    pub fn value_of(&self, key: &str) -> Option<&Node> {
        let NodeKind::Mapping(entries) = &self.kind else { return None };
        entries.iter().find(|entry| entry.key.value == key).map(|entry| &entry.value)
    }

    /// The items of the list at a key; none, if there is no such list.
    #[must_use]
    pub fn items_of(&self, key: &str) -> &[Node] {
        match self.value_of(key).map(|value| &value.kind) {
            Some(NodeKind::Sequence(items)) => items,
            _ => &[],
        }
    }

    /// The text at a key, if it is one.
    #[must_use]
    pub fn text_of(&self, key: &str) -> Option<Spanned<String>> {
        let value = self.value_of(key)?;
        let NodeKind::Scalar(text) = &value.kind else { return None };
        Some(Spanned::new(text.clone(), value.span))
    }

    /// How many nodes it consists of, itself included.
    fn size(&self) -> usize {
        1 + match &self.kind {
            NodeKind::Null | NodeKind::Scalar(_) => 0,
            NodeKind::Sequence(items) => items.iter().map(Node::size).sum(),
            NodeKind::Mapping(entries) => entries.iter().map(|entry| 1 + entry.value.size()).sum(),
        }
    }
}
