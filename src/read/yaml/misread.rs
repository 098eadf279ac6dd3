//! Finds valid YAML that does not mean what was intended: a comment, a tag or an anchor in place of a value
//! or of a part of it.

use super::advice::{as_in, begins_with, comment, line_start};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::source::{FileId, Span};
use granit_parser::{Event, ScalarStyle};
use std::collections::BTreeMap;

/// What of a file may have been misread so far.
pub(super) struct MisreadText<'t> {
    file: FileId,
    text: &'t str,
    /// Comments that begin like a word, by position.
    comments: BTreeMap<usize, Span>,
    /// The positions of missing values.
    missing: Vec<usize>,
    /// Unquoted texts, by the positions of their ends.
    texts: BTreeMap<usize, Span>,
    /// Anchors of single values that nothing refers to yet, by number.
    anchors: BTreeMap<usize, Span>,
    /// The values with a tag that means nothing.
    tags: Vec<Span>,
}

impl<'t> MisreadText<'t> {
    pub(super) fn new(file: FileId, text: &'t str) -> Self {
        let (comments, texts, anchors) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        Self { file, text, comments, missing: Vec::new(), texts, anchors, tags: Vec::new() }
    }

    /// Notes what the parser saw.
    pub(super) fn event(&mut self, event: &Event<'_>, span: Span) {
        let (start, end) = (span.start as usize, span.end as usize);
        match event {
            Event::Comment(..) => {
                let word = self.text[start..].strip_prefix('#').and_then(|rest| rest.chars().next());
                if word.is_some_and(char::is_alphanumeric) {
                    self.comments.insert(start, span);
                }
            }
            Event::Scalar(_, style, anchor, tag) => {
                let has_local_tag = tag
                    .as_ref()
                    .is_some_and(|tag| !tag.handle().starts_with("tag:") && tag.original_handle() != "!!");
                if *anchor != 0 {
                    self.anchors.insert(*anchor, span);
                } else if has_local_tag {
                    self.tags.push(span);
                } else if *style == ScalarStyle::Plain && start == end {
                    self.missing.push(start);
                } else if *style == ScalarStyle::Plain {
                    self.texts.insert(end, span);
                }
            }
            Event::Alias(anchor) => drop(self.anchors.remove(anchor)),
            _ => {}
        }
    }

    /// Reports what was misread. Diagnostics: `unquoted-text`, a warning.
    pub(super) fn report(self, diagnostics: &mut Diagnostics) {
        for at in &self.missing {
            if let Some(hash) = self.comment_for(*at) {
                let word = &self.text[hash.start as usize..hash.end as usize];
                let value = word.split([',', ']', '}']).next().unwrap_or_default().trim();
                let diagnostic = warning("a value is expected here, but there is a comment")
                    .at(hash, "a comment, not a value");
                diagnostics.push(diagnostic.help(comment(value)));
            }
        }
        for span in self.comments.values() {
            let before = self.text[..span.start as usize].trim_end_matches([' ', '\t']);
            let Some(text) = self.texts.get(&before.len()) else { continue };
            let whole = self.text[text.start as usize..span.end as usize].trim();
            let diagnostic = warning("the end of a text is read as a comment").at(*span, "a comment");
            diagnostics.push(diagnostic.help(format!(
                "put quotes around text that contains ` #`{}, or a space after the `#` of a comment",
                as_in(whole)
            )));
        }
        for span in self.anchors.values() {
            diagnostics.extend(self.mark_warning('&', "an anchor, which nothing refers to", *span));
        }
        for span in &self.tags {
            diagnostics.extend(self.mark_warning('!', "a tag, which says nothing here", *span));
        }
    }

    /// Returns the comment in place of a missing value: after the colon of its key, or after
    /// the dash of its item.
    fn comment_for(&self, at: usize) -> Option<Span> {
        let line_start = line_start(self.text, at);
        let line = self.text[line_start..].lines().next().unwrap_or_default();
        let after_dash = line.len() - line.trim_start_matches([' ', '-']).len();
        let after_colon = self.text[at..].trim_start_matches(':').trim_start_matches([' ', '\t']);
        let after_colon = self.text.len() - after_colon.len();
        let comment = self.comments.get(&after_colon).or_else(|| {
            let is_item = line[..after_dash].contains('-') && line_start + after_dash <= at;
            self.comments.get(&(line_start + after_dash)).filter(|_| is_item)
        });
        comment.copied()
    }

    /// Returns the warning about an anchor or a tag before a value, which begins with a mark.
    fn mark_warning(&self, mark: char, meaning: &str, value: Span) -> Option<Diagnostic> {
        let (start, end) = (value.start as usize, value.end as usize);
        let line_start = line_start(self.text, start);
        let is_start = |at: &usize| {
            *at == 0 || self.text[line_start..line_start + at].ends_with([' ', '\t', '[', '{', ','])
        };
        let marks = self.text[line_start..start].rmatch_indices(mark).map(|(at, _)| at);
        let at = line_start + marks.into_iter().find(is_start)?;
        let word = self.text[at..].split([' ', '\t', '\n', '\r', ',', ']', '}']).next().unwrap_or_default();
        let place = Span::new(self.file, at, at + word.len());
        let diagnostic =
            warning(format!("`{word}` is read as {meaning}")).at(place, "not a part of the value");
        Some(diagnostic.help(begins_with(mark, self.text[at..end.max(at)].trim())))
    }
}

fn warning(message: impl Into<String>) -> Diagnostic {
    Diagnostic::warning("unquoted-text", message)
}
