//! The description of a kind of catalog file: where its files are, their keys, and how one is read.

use super::document::{Declared, DocumentDeclaration, Value};
use super::yaml::{self, NodeKind};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::source::{FileId, Span};

/// The description of a kind of file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FileAbout {
    /// Its name: `product`.
    pub name: &'static str,
    /// Where such files are: `teams.yml`, or a pattern such as `products/**/*.yml`.
    pub files: &'static str,
    /// Its title, for a heading.
    pub title: &'static str,
    /// What an empty file needs at least: advice, without a period. `None` if a file may be empty.
    pub at_least: Option<&'static str>,
}

/// A kind of file whose contents are read as a `D`.
pub(crate) struct FileKind<D> {
    /// Its description.
    pub about: FileAbout,
    /// The keys of such a file.
    pub keys: fn() -> DocumentDeclaration,
    /// Reads a file; returns `None`, with a diagnostic, if it cannot be used.
    pub read: fn(&OpenFile<'_>, &mut Diagnostics) -> Option<D>,
}

/// The text of a file to be read.
pub(crate) struct OpenFile<'t> {
    /// The description of its kind.
    pub about: FileAbout,
    /// The file, for spans.
    pub file: FileId,
    /// Its path from the catalog's folder.
    pub path: &'t str,
    /// Its text, without a byte order mark.
    pub text: &'t str,
}

impl<D: Declared + Value<Out = D>> FileKind<D> {
    /// Returns a kind of YAML file whose keys are declared.
    pub(super) const fn yaml(about: FileAbout) -> Self {
        Self { about, keys: D::document, read: yaml_file::<D> }
    }
}

/// Reads a YAML file. Diagnostics: those of [`yaml`] and of its keys, and `empty-file`.
fn yaml_file<D: Value<Out = D>>(open: &OpenFile<'_>, diagnostics: &mut Diagnostics) -> Option<D> {
    let before = diagnostics.len();
    let node = yaml::parse(open.file, open.text, diagnostics);
    let Some(node) = node.filter(|node| node.kind != NodeKind::Null) else {
        if let Some(at_least) = open.about.at_least
            && diagnostics.len() == before
        {
            let diagnostic =
                Diagnostic::error("empty-file", "the file is empty").at(Span::new(open.file, 0, 0), "empty");
            diagnostics.push(diagnostic.help(at_least));
        }
        return None;
    };
    D::read(&node, diagnostics)
}
