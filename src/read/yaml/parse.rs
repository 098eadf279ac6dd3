//! Makes a tree from parser events: resolves anchors and merge keys, reports duplicate keys, limits the
//! expansion of aliases.

use super::flow::Bracket;
use super::misread::MisreadText;
use super::{MappingEntry, Node, NodeKind, help};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::source::{FileId, Span, Spanned, floor_char_boundary};
use granit_parser::{Event, Parser, ScalarStyle};
use std::collections::BTreeMap;

/// The total number of nodes that all aliases of a file may expand to: a catalog file has a few
/// hundred, an alias bomb has millions.
const ALIAS_BUDGET: usize = 20_000;
/// How deep lists and mappings may be nested: catalog files have about ten levels.
const NESTING_LIMIT: usize = 64;

/// Returns the first document of a YAML text; `None` if there is none or it cannot be read.
///
/// The text must not begin with a byte order mark. Diagnostics: `yaml-syntax`, `duplicate-key`,
/// `unusable-key`, `wrong-type`, `too-many-aliases`, `several-documents`; a warning: `unquoted-text`.
pub fn parse(file: FileId, text: &str, diagnostics: &mut Diagnostics) -> Option<Node> {
    let options = granit_parser::options! {
        flow_nesting_limit: NESTING_LIMIT,
        block_nesting_limit: NESTING_LIMIT,
    };
    let mut parser = Parser::new_from_str_with_options(text, options);
    let mut builder =
        Builder { file, diagnostics, open: Vec::new(), anchors: BTreeMap::new(), aliased: 0, root: None };
    let mut misread = MisreadText::new(file, text);
    let (mut documents, mut position) = (0, 0);
    while let Some(event) = parser.next_event() {
        let (event, span) = match event {
            Ok(event) => event,
            Err(error) => {
                let open = builder.brackets(text);
                builder.diagnostics.push(help::parser_diagnostic(file, text, &error, position, &open));
                return None;
            }
        };
        let span = byte_span(file, text, &span);
        position = span.end as usize;
        misread.event(&event, span);
        match event {
            Event::DocumentStart(..) => {
                documents += 1;
                if documents > 1 {
                    let diagnostic = Diagnostic::error(
                        "several-documents",
                        "the file contains more than one YAML document",
                    )
                    .at(span, "a second document begins here")
                    .help("put each document into its own file");
                    builder.diagnostics.push(diagnostic);
                    break;
                }
            }
            Event::Scalar(text, style, anchor, _) => {
                let kind = scalar(text.into_owned(), style);
                builder.add(Node { span, kind }, anchor);
            }
            Event::Alias(anchor) => builder.alias(anchor, span),
            Event::SequenceStart(_, anchor, _) => builder.open.push(OpenNode::sequence(anchor, span)),
            Event::MappingStart(_, anchor, _) => builder.open.push(OpenNode::mapping(anchor, span)),
            Event::SequenceEnd | Event::MappingEnd => builder.close(span),
            _ => {}
        }
    }
    let root = builder.root;
    misread.report(diagnostics);
    root
}

/// Returns the span of an event, on character boundaries.
fn byte_span(file: FileId, text: &str, span: &granit_parser::Span) -> Span {
    let range = span.byte_range().unwrap_or(0..0);
    Span::new(file, floor_char_boundary(text, range.start), floor_char_boundary(text, range.end))
}

/// Returns a single value; nothing for one of the ways to write null without quotes.
fn scalar(text: String, style: ScalarStyle) -> NodeKind {
    let is_null = style == ScalarStyle::Plain && matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL");
    if is_null { NodeKind::Null } else { NodeKind::Scalar(text) }
}

/// A list or mapping whose end has not been reached, with the number of its anchor; 0 if it has none.
struct OpenNode {
    anchor: usize,
    span: Span,
    kind: OpenKind,
}

enum OpenKind {
    Sequence(Vec<Node>),
    Mapping { entries: Vec<MappingEntry>, key: Option<Node> },
}

impl OpenNode {
    fn sequence(anchor: usize, span: Span) -> Self {
        Self { anchor, span, kind: OpenKind::Sequence(Vec::new()) }
    }

    fn mapping(anchor: usize, span: Span) -> Self {
        Self { anchor, span, kind: OpenKind::Mapping { entries: Vec::new(), key: None } }
    }
}

/// Makes the tree, node by node.
struct Builder<'f> {
    file: FileId,
    diagnostics: &'f mut Diagnostics,
    /// The lists and mappings that contain the position, outermost first.
    open: Vec<OpenNode>,
    /// The nodes with an anchor, by its number.
    anchors: BTreeMap<usize, Node>,
    /// The number of nodes that aliases have expanded to.
    aliased: usize,
    root: Option<Node>,
}

impl Builder<'_> {
    /// Returns the brackets of the open lists and mappings, outermost first.
    fn brackets(&self, text: &str) -> Vec<Bracket> {
        self.open.iter().filter_map(|open| Bracket::of(text, open.span)).collect()
    }

    /// Adds a copy of the node that an alias refers to.
    fn alias(&mut self, anchor: usize, span: Span) {
        // An alias inside its own anchor finds nothing: this rejects YAML's recursive values.
        let kind = match self.anchors.get(&anchor) {
            Some(node) => {
                let aliased_before = self.aliased;
                self.aliased = self.aliased.saturating_add(node.size());
                if self.aliased <= ALIAS_BUDGET {
                    node.kind.clone()
                } else {
                    if aliased_before <= ALIAS_BUDGET {
                        self.diagnostics.push(
                            Diagnostic::error(
                                "too-many-aliases",
                                "the file's aliases expand to too many values",
                            )
                            .at(span, "this alias makes it too large")
                            .note(format!(
                                "all aliases of a file may expand to {ALIAS_BUDGET} values together"
                            )),
                        );
                    }
                    NodeKind::Null
                }
            }
            None => {
                self.diagnostics.push(
                    Diagnostic::error("yaml-syntax", "an alias is inside the value it refers to")
                        .at(span, ""),
                );
                NodeKind::Null
            }
        };
        self.add(Node { span, kind }, 0);
    }

    fn close(&mut self, end: Span) {
        let Some(OpenNode { anchor, span, kind }) = self.open.pop() else { return };
        let node = match kind {
            OpenKind::Sequence(items) => {
                let last = items.last().map_or(end.end, |item| item.span.end);
                let last = if end.end > end.start { end.end } else { last };
                Node { span: Span { end: last.max(span.end), ..span }, kind: NodeKind::Sequence(items) }
            }
            OpenKind::Mapping { entries, .. } => {
                // As written: entries that `<<` merges are elsewhere in the file.
                let first = entries.first().map_or(span.start, |entry| entry.key.span.start);
                let first = if span.end > span.start { span.start } else { first };
                let last =
                    entries.last().map_or(end.end, |entry| entry.value.span.end.max(entry.key.span.end));
                let last = if end.end > end.start { end.end } else { last };
                Node {
                    span: Span { file: self.file, start: first, end: last.max(first) },
                    kind: NodeKind::Mapping(self.merged(entries)),
                }
            }
        };
        self.add(node, anchor);
    }

    /// Adds a finished node to the open list or mapping, or makes it the root.
    fn add(&mut self, node: Node, anchor: usize) {
        if anchor != 0 {
            self.anchors.insert(anchor, node.clone());
        }
        match self.open.last_mut() {
            None => self.root = Some(node),
            Some(OpenNode { kind: OpenKind::Sequence(items), .. }) => items.push(node),
            Some(OpenNode { kind: OpenKind::Mapping { entries, key }, .. }) => match key.take() {
                None => *key = Some(node),
                Some(key) => {
                    if let Some(key) = usable_key(key, self.diagnostics) {
                        insert(entries, MappingEntry { key, value: node }, self.diagnostics);
                    }
                }
            },
        }
    }

    /// Replaces `<<` with the entries of the mappings that it names; keys of the mapping itself win. Diagnostics:
    /// `wrong-type`.
    fn merged(&mut self, entries: Vec<MappingEntry>) -> Vec<MappingEntry> {
        if !entries.iter().any(|entry| entry.key.value == "<<") {
            return entries;
        }
        let (merges, mut merged): (Vec<MappingEntry>, Vec<MappingEntry>) =
            entries.into_iter().partition(|entry| entry.key.value == "<<");
        for merge in merges {
            let sources = match merge.value.kind {
                NodeKind::Sequence(items) => items,
                kind => vec![Node { span: merge.value.span, kind }],
            };
            for source in sources {
                let NodeKind::Mapping(inherited) = source.kind else {
                    let message = "`<<` takes a mapping, or a list of mappings";
                    self.diagnostics
                        .push(Diagnostic::error("wrong-type", message).at(source.span, "not a mapping"));
                    continue;
                };
                for entry in inherited {
                    if !merged.iter().any(|other| other.key.value == entry.key.value) {
                        merged.push(entry);
                    }
                }
            }
        }
        merged
    }
}

/// Returns the text of a key. Diagnostics: `unusable-key`.
fn usable_key(key: Node, diagnostics: &mut Diagnostics) -> Option<Spanned<String>> {
    match key.kind {
        NodeKind::Scalar(text) => Some(Spanned::new(text, key.span)),
        _ => {
            let message = format!("a key must be a name, not {}", key.describe());
            let diagnostic = Diagnostic::error("unusable-key", message).at(key.span, "");
            let bracket = match key.kind {
                NodeKind::Mapping(_) => Some("`{`"),
                NodeKind::Sequence(_) => Some("`[`"),
                NodeKind::Null | NodeKind::Scalar(_) => None,
            };
            diagnostics.push(match bracket {
                Some(bracket) => {
                    diagnostic.help(format!("put quotes around text that begins with {bracket}"))
                }
                None => diagnostic,
            });
            None
        }
    }
}

/// Adds an entry, unless its key exists; `<<` may be repeated. Diagnostics: `duplicate-key`.
fn insert(entries: &mut Vec<MappingEntry>, entry: MappingEntry, diagnostics: &mut Diagnostics) {
    let first = entries.iter().find(|first| first.key.value == entry.key.value && entry.key.value != "<<");
    match first {
        None => entries.push(entry),
        Some(first) => diagnostics.push(
            Diagnostic::error("duplicate-key", format!("the key `{}` is given twice", entry.key.value))
                .at(entry.key.span, "given again")
                .at(first.key.span, "first given here")
                .help("keep one of the two"),
        ),
    }
}
