//! Documents, each declared once: the struct, the reader that collects diagnostics, the completion in editors
//! and the reference page all come from the declaration.
//!
//! [`document!`](declare::document) makes a struct from a list of keys. Each key has a way in which it is
//! written (`required`, `optional`, `list`, …) and a kind of value, a type that is a [`Value`]: one of
//! [`kinds`], an id of [`references`], or another document. Only declared keys are read.

pub(in crate::read) mod declare;
pub(crate) mod kinds;
pub(in crate::read) mod patterns;
pub(crate) mod references;

pub(in crate::read) use declare::document;

use super::yaml::values::shown;
use super::yaml::{Fields, MappingEntry, Node, NodeKind};
use crate::diagnostics::{Diagnostics, one_of};
use crate::source::Spanned;
use references::Reference;
use std::marker::PhantomData;

/// A kind of value: its reader, and its description for editors and the reference page.
pub(crate) trait Value {
    /// The type that reading it returns.
    type Out;

    /// Reads a value; returns `None`, with a diagnostic, if it is not of this kind.
    fn read(node: &Node, diagnostics: &mut Diagnostics) -> Option<Self::Out>;

    /// Reads a value that may depend on the other keys of its mapping.
    fn read_beside(node: &Node, _keys: &[MappingEntry], diagnostics: &mut Diagnostics) -> Option<Self::Out> {
        Self::read(node, diagnostics)
    }

    /// Reads an entry of a mapping with free keys.
    fn read_entry(entry: &MappingEntry, diagnostics: &mut Diagnostics) -> Option<Self::Out> {
        Self::read(&entry.value, diagnostics)
    }

    /// Returns what may be written.
    fn shape() -> ValueShape;
}

/// A declared document: a mapping with known keys.
pub(crate) trait Declared: Sized {
    /// Reads all keys, independently of each other, so that all diagnostics are found at once.
    fn read_keys(fields: &mut Fields<'_, '_>) -> Option<Self>;

    /// Returns its declaration.
    fn document() -> DocumentDeclaration;
}

/// Returns what to write instead of something that is no mapping: `write `{id: data}``, with each required key, or else
/// which keys there are.
pub(in crate::read) fn keys_to_write<D: Declared>(node: &Node) -> String {
    let keys = D::document().keys;
    let mut required = keys.iter().filter(|key| key.is_required);
    match (&node.kind, required.next()) {
        (NodeKind::Scalar(text), Some(first))
            if is_single(&first.shape) && !text.contains(char::is_whitespace) =>
        {
            let others = required.map(|key| format!(", {}: …", key.name)).collect::<String>();
            format!("write `{{{}: {}{others}}}`", first.name, shown(text))
        }
        _ => format!("the keys here are {}", one_of(keys.iter().map(|key| key.name))),
    }
}

fn is_single(shape: &ValueShape) -> bool {
    matches!(shape, ValueShape::Single(_) | ValueShape::Reference(_))
}

/// What may be written as a value.
#[derive(Clone, Debug)]
pub(crate) enum ValueShape {
    /// A single value.
    Single(Single),
    /// An id of something in the catalog.
    Reference(Reference),
    /// A mapping with known keys.
    Document(DocumentDeclaration),
    /// A list.
    List(Box<ValueShape>),
    /// A single value, or a list of them.
    OneOrMore(Box<ValueShape>),
    /// A mapping whose keys are free or ids.
    Entries {
        /// The kind of id that the keys are, if they are ids.
        keys: Option<Reference>,
        /// The shape of the values.
        values: Box<ValueShape>,
    },
    /// One of several shapes.
    Either(Vec<ValueShape>),
}

/// A single value.
#[derive(Clone, Debug)]
pub(crate) struct Single {
    /// Its name: `duration`.
    pub name: &'static str,
    /// Its written form, in a sentence; empty if the schema lists all words.
    pub about: &'static str,
    /// Its JSON Schema.
    pub schema: serde_json::Value,
    /// Examples of its written form.
    pub examples: &'static [&'static str],
}

/// A declared document.
#[derive(Clone, Debug)]
pub(crate) struct DocumentDeclaration {
    /// Its name for programs: `OutputPort`.
    pub name: &'static str,
    /// What it is, in the middle of a sentence: `an output port`.
    pub what: &'static str,
    /// What it is, in a sentence or two.
    pub about: String,
    /// Its keys, in the recommended order.
    pub keys: Vec<KeyDeclaration>,
    /// The value of each free key; `None` if only the keys above are allowed.
    pub free_key: Option<Box<KeyDeclaration>>,
    /// The JSON Schema of constraints across several keys.
    pub across: serde_json::Value,
}

impl DocumentDeclaration {
    /// Returns what it is, without an article: `output port`.
    #[must_use]
    pub(crate) fn noun(&self) -> &'static str {
        without_article(self.what).trim_matches('`')
    }
}

/// A key of a document.
#[derive(Clone, Debug)]
pub(crate) struct KeyDeclaration {
    /// The key as written.
    pub name: &'static str,
    /// What it is for, in a sentence or two.
    pub about: String,
    /// Whether it is required.
    pub is_required: bool,
    /// What may be written.
    pub shape: ValueShape,
    /// The default if it is not written.
    pub default: Option<serde_json::Value>,
    /// An example, if the kind's own examples are not enough.
    pub example: Option<&'static str>,
}

/// A constraint across several keys of a document.
pub(in crate::read) struct CrossKeyCheck {
    /// Pushes diagnostics; returns `None` if the document cannot be used.
    pub(in crate::read) check: fn(&mut Fields<'_, '_>) -> Option<()>,
    /// The same as JSON Schema.
    pub(in crate::read) schema: fn() -> serde_json::Value,
}

/// Returns what something is, without its article.
#[must_use]
pub(crate) fn without_article(what: &'static str) -> &'static str {
    ["a ", "an ", "the "].iter().find_map(|article| what.strip_prefix(article)).unwrap_or(what)
}

/// Returns the lines of a doc comment as one text.
pub(in crate::read) fn joined(lines: &[&str]) -> String {
    lines.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ")
}

/// A value without its span.
#[derive(Debug)]
pub(crate) struct Unspanned<V>(PhantomData<V>);

impl<T, V: Value<Out = Spanned<T>>> Value for Unspanned<V> {
    type Out = T;

    fn read(node: &Node, diagnostics: &mut Diagnostics) -> Option<T> {
        V::read(node, diagnostics).map(|read| read.value)
    }

    fn shape() -> ValueShape {
        V::shape()
    }
}

/// A document that may be written as a single value.
pub(crate) trait Shorthand: Declared {
    /// The kind of that value.
    type Form: Value;

    /// Returns the document that the value stands for.
    fn from_shorthand(form: <Self::Form as Value>::Out, diagnostics: &mut Diagnostics) -> Option<Self>;
}

/// A document, or the single value that stands for it.
#[derive(Debug)]
pub(crate) struct OrShorthand<D>(PhantomData<D>);

impl<D: Shorthand + Value<Out = D>> Value for OrShorthand<D> {
    type Out = D;

    fn read(node: &Node, diagnostics: &mut Diagnostics) -> Option<D> {
        match node.kind {
            NodeKind::Scalar(_) => D::from_shorthand(D::Form::read(node, diagnostics)?, diagnostics),
            _ => D::read(node, diagnostics),
        }
    }

    fn shape() -> ValueShape {
        ValueShape::Either(vec![D::Form::shape(), ValueShape::Document(D::document())])
    }
}
