//! Reading a mapping field by field.

use super::{MappingEntry, Node, NodeKind};
use crate::diagnostics::{Diagnostic, Diagnostics, one_of};
use crate::source::{Span, Spanned};

/// The keys and values of a mapping, read one by one.
///
/// The keys that are read are the keys that are allowed: whatever is left over when
/// the fields are dropped is reported as an unknown key, so that no reader can forget to.
pub(crate) struct Fields<'n, 'f> {
    /// What the mapping describes, for messages: "a data product".
    what: &'static str,
    /// The key that the mapping is the value of, if keys are free.
    name: Option<&'n Spanned<String>>,
    node: &'n Node,
    entries: &'n [MappingEntry],
    /// The keys that were read so far.
    requested: Vec<&'static str>,
    diagnostics: &'f mut Diagnostics,
}

impl<'n, 'f> Fields<'n, 'f> {
    /// Opens the fields of `what` ("a data product"); a `wrong-type` diagnostic if it is no mapping, with what to write
    /// instead of the node.
    pub(crate) fn open(
        what: &'static str,
        node: &'n Node,
        help: impl FnOnce(&Node) -> String,
        diagnostics: &'f mut Diagnostics,
    ) -> Option<Self> {
        match &node.kind {
            NodeKind::Mapping(entries) => {
                Some(Self { what, name: None, node, entries, requested: Vec::new(), diagnostics })
            }
            _ => {
                let message = format!("{what} must be a mapping of keys and values, not {}", node.describe());
                diagnostics.push(
                    Diagnostic::error("wrong-type", message)
                        .at(node.span, "expected `key: value` lines")
                        .help(help(node)),
                );
                None
            }
        }
    }

    /// Opens the fields of an entry with a free key; a `wrong-type` diagnostic if its value is no mapping.
    pub(crate) fn open_entry(
        what: &'static str,
        entry: &'n MappingEntry,
        help: impl FnOnce(&Node) -> String,
        diagnostics: &'f mut Diagnostics,
    ) -> Option<Self> {
        let mut fields = Self::open(what, &entry.value, help, diagnostics)?;
        fields.name = Some(&entry.key);
        Some(fields)
    }

    /// Returns the key that the mapping is the value of, if keys are free.
    #[must_use]
    pub(crate) fn name(&self) -> Option<Spanned<String>> {
        self.name.cloned()
    }

    /// Returns all entries of the mapping, read or not; this does not count as reading their keys.
    #[must_use]
    pub(crate) fn all_entries(&self) -> &'n [MappingEntry] {
        self.entries
    }

    /// Returns whether a key has a value; this does not count as reading the key.
    #[must_use]
    pub(crate) fn has(&self, key: &str) -> bool {
        self.entry(key).is_some_and(|entry| entry.value.kind != NodeKind::Null)
    }

    /// Reads the value of an optional key.
    pub(crate) fn optional<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(&Node, &mut Diagnostics) -> Option<T>,
    ) -> Option<T> {
        self.requested.push(key);
        let entry = self.entry(key)?;
        if entry.value.kind == NodeKind::Null {
            return None;
        }
        read(&entry.value, self.diagnostics)
    }

    /// Reads the value of a required key; a `missing-key` diagnostic if it is absent.
    pub(crate) fn required<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(&Node, &mut Diagnostics) -> Option<T>,
    ) -> Option<T> {
        self.requested.push(key);
        match self.entry(key) {
            Some(entry) if entry.value.kind != NodeKind::Null => read(&entry.value, self.diagnostics),
            entry => {
                let message = format!("{} has no `{key}`", self.what);
                let diagnostic = match entry {
                    Some(entry) => {
                        Diagnostic::error("missing-key", message).at(entry.key.span, "has no value")
                    }
                    None => {
                        let place = self.entries.first().map_or(self.node.span, |entry| entry.key.span);
                        Diagnostic::error("missing-key", message)
                            .at(place, format!("`{key}` is missing here"))
                    }
                };
                self.diagnostics.push(diagnostic);
                None
            }
        }
    }

    /// Reads the items of an optional list; unreadable items are left out.
    pub(crate) fn list<T>(
        &mut self,
        key: &'static str,
        read: impl Fn(&Node, &mut Diagnostics) -> Option<T>,
    ) -> Vec<T> {
        self.requested.push(key);
        let Some(entry) = self.entry(key) else { return Vec::new() };
        match &entry.value.kind {
            NodeKind::Null => Vec::new(),
            NodeKind::Sequence(items) => {
                items.iter().filter_map(|item| read(item, self.diagnostics)).collect()
            }
            _ => {
                let message = format!("`{key}` must be a list, not {}", entry.value.describe());
                let diagnostic = Diagnostic::error("wrong-type", message)
                    .at(entry.value.span, "expected a list")
                    .help(format!("write `{key}: [ … ]`, or each item on a line of its own after `- `"));
                self.diagnostics.push(diagnostic);
                Vec::new()
            }
        }
    }

    /// Reads the items of an optional list, which may be written as a single value.
    pub(crate) fn one_or_more<T>(
        &mut self,
        key: &'static str,
        read: impl Fn(&Node, &mut Diagnostics) -> Option<T>,
    ) -> Vec<T> {
        let is_list = |entry: &MappingEntry| matches!(entry.value.kind, NodeKind::Sequence(_));
        if self.entry(key).is_some_and(is_list) {
            return self.list(key, read);
        }
        self.optional(key, read).into_iter().collect()
    }

    /// Reads the entries of an optional mapping with free keys.
    pub(crate) fn entries<T>(
        &mut self,
        key: &'static str,
        read: impl Fn(&MappingEntry, &mut Diagnostics) -> Option<T>,
    ) -> Vec<T> {
        self.requested.push(key);
        let Some(entry) = self.entry(key) else { return Vec::new() };
        match &entry.value.kind {
            NodeKind::Null => Vec::new(),
            NodeKind::Mapping(entries) => {
                entries.iter().filter_map(|entry| read(entry, self.diagnostics)).collect()
            }
            _ => {
                let message = format!("`{key}` must be a mapping, not {}", entry.value.describe());
                self.diagnostics.push(
                    Diagnostic::error("wrong-type", message).at(entry.value.span, "expected `key: value`"),
                );
                Vec::new()
            }
        }
    }

    /// Reports a diagnostic that concerns several fields together.
    pub(crate) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Returns the span of a key or, if there is none, of the whole mapping.
    #[must_use]
    pub(crate) fn place(&self, key: &str) -> Span {
        self.entry(key).map_or(self.node.span, |entry| entry.key.span)
    }

    /// Returns the span of the whole mapping.
    #[must_use]
    pub(crate) fn whole(&self) -> Span {
        self.node.span
    }

    /// Returns the text at a key, if it is a text; this does not count as reading the key.
    #[must_use]
    pub(crate) fn text(&self, key: &str) -> Option<Spanned<String>> {
        self.node.text_of(key)
    }

    fn entry(&self, key: &str) -> Option<&'n MappingEntry> {
        self.entries.iter().find(|entry| entry.key.value == key)
    }
}

impl Drop for Fields<'_, '_> {
    fn drop(&mut self) {
        for entry in self.entries {
            let key = entry.key.value.as_str();
            if self.requested.contains(&key) || key.starts_with("x-") {
                continue;
            }
            let diagnostic = Diagnostic::error("unknown-key", format!("{} has no key `{key}`", self.what))
                .at(entry.key.span, "unknown key");
            let suggested = crate::diagnostics::nearest(key, self.requested.iter().copied());
            self.diagnostics.push(match suggested {
                Some(name) => diagnostic.help(format!("did you mean `{name}`?")),
                None => {
                    diagnostic.help(format!("the keys here are {}", one_of(self.requested.iter().copied())))
                }
            });
        }
    }
}
