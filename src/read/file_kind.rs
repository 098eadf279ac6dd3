//! What a kind of file of the catalog says of itself: where its files are, which keys they have, and how one is read.

use super::document::{Declared, DocumentDeclaration, Value};
use super::yaml::{self, NodeKind};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::source::{FileId, Span};

/// What is said of a kind of file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FileAbout {
    /// The word for it: `product`.
    pub name: &'static str,
    /// Where such files are: `teams.yml`, or all below a folder, as in `products/**/*.yml`.
    pub files: &'static str,
    /// What they are, for a heading.
    pub title: &'static str,
    /// What an empty one must have at least: advice, without a period. `None` where a file may be empty.
    pub at_least: Option<&'static str>,
}

/// A kind of file whose content is read as a `D`.
pub(crate) struct FileKind<D> {
    /// What is said of it.
    pub about: FileAbout,
    /// The keys of such a file.
    pub keys: fn() -> DocumentDeclaration,
    /// Reads one; returns `None`, with a fault, if it cannot be used.
    pub read: fn(&OpenFile<'_>, &mut Diagnostics) -> Option<D>,
}

/// The text of a file that is to be read.
pub(crate) struct OpenFile<'t> {
    /// What is said of its kind.
    pub about: FileAbout,
    /// The file, for places.
    pub file: FileId,
    /// Its path from the catalog's folder.
    pub path: &'t str,
    /// Its text, without a byte order mark.
    pub text: &'t str,
}

impl<D: Declared + Value<Out = D>> FileKind<D> {
    /// A kind of file in YAML, whose keys are declared.
    pub(super) const fn yaml(about: FileAbout) -> Self {
        Self { about, keys: D::document, read: yaml_file::<D> }
    }
}

/// Reads a file in YAML. Faults: those of [`yaml`] and of its keys, and `empty-file`.
fn yaml_file<D: Value<Out = D>>(open: &OpenFile<'_>, diagnostics: &mut Diagnostics) -> Option<D> {
    let before = diagnostics.len();
    let node = yaml::parse(open.file, open.text, diagnostics);
    let Some(node) = node.filter(|node| node.kind != NodeKind::Null) else {
        if let Some(at_least) = open.about.at_least
            && diagnostics.len() == before
        {
            let fault =
                Diagnostic::error("empty-file", "the file is empty").at(Span::new(open.file, 0, 0), "empty");
            diagnostics.push(fault.help(at_least));
        }
        return None;
    };
    D::read(&node, diagnostics)
}
