//! Problems in a catalog, reported with their place and a way to fix them.
//!
//! Stages collect [`Diagnostic`]s and go on; nothing here stops a stage. The printers in
//! [`mod@print`] turn them into text for people and machines.

pub(crate) mod codes;
mod context;
pub(crate) mod paths;
pub(crate) mod print;
mod sarif;
mod suggest;

pub(crate) use context::{Context, Explained};
pub(crate) use suggest::{nearest, one_of};

use crate::source::Span;

/// How much a diagnostic matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The catalog says something that cannot be meant: nothing is published.
    Error,
    /// Worth fixing, but the site is correct without it.
    Warning,
    /// Good to know.
    Note,
}

impl Severity {
    /// The lower-case word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// A place and what is to be seen there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annotation {
    /// The place.
    pub span: Span,
    /// What is to be seen there; may be empty.
    pub text: String,
}

/// The diagnostics collected so far.
pub(crate) type Diagnostics = Vec<Diagnostic>;

/// One fault of the catalog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How much it matters.
    pub severity: Severity,
    /// What kind of fault, in kebab-case: `unknown-team`.
    pub code: &'static str,
    /// What is wrong: lower case, names in backticks, no final period.
    pub message: String,
    /// Where; the first is the place to fix. Empty when no file has the place.
    pub labels: Vec<Annotation>,
    /// The file that it is about, from the catalog's folder, where no place in it can be shown.
    pub about: Option<String>,
    /// Facts that help to understand.
    pub notes: Vec<String>,
    /// What would be right.
    pub help: Vec<String>,
    /// What it is about, for programs: ids, numbers and lists of them.
    pub data: serde_json::Map<String, serde_json::Value>,
}

impl Diagnostic {
    /// An error of the kind `code`.
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self::of(Severity::Error, code, message)
    }

    /// A warning of the kind `code`.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self::of(Severity::Warning, code, message)
    }

    /// A note of the kind `code`.
    pub fn note_of(code: &'static str, message: impl Into<String>) -> Self {
        Self::of(Severity::Note, code, message)
    }

    /// One of a severity, of the kind `code`.
    pub fn of(severity: Severity, code: &'static str, message: impl Into<String>) -> Self {
        let (labels, notes, help) = (Vec::new(), Vec::new(), Vec::new());
        let data = serde_json::Map::new();
        Self { severity, code, message: message.into(), labels, about: None, notes, help, data }
    }

    /// Adds a place; the first one added is the place to fix.
    #[must_use]
    pub fn at(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Annotation { span, text: text.into() });
        self
    }

    /// Says what it is about, for programs.
    #[must_use]
    pub fn data(mut self, data: serde_json::Map<String, serde_json::Value>) -> Self {
        self.data = data;
        self
    }

    /// Says which file it is about, by its path from the catalog's folder; for those without a place.
    #[must_use]
    pub fn about(mut self, path: impl Into<String>) -> Self {
        self.about = Some(path.into());
        self
    }

    /// Adds a fact.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }

    /// Adds a way out.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help.push(text.into());
        self
    }

    /// Adds `did you mean …?` where a known name is near to the one that was written.
    #[must_use]
    pub fn did_you_mean<'a>(self, written: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        match nearest(written, known) {
            Some(name) => self.help(format!("did you mean `{name}`?")),
            None => self,
        }
    }
}

/// How many diagnostics there are of each severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// How many errors.
    pub errors: usize,
    /// How many warnings.
    pub warnings: usize,
    /// How many notes.
    pub notes: usize,
}

impl Counts {
    /// How many there are of any severity.
    #[must_use]
    pub(crate) fn all(self) -> usize {
        self.errors + self.warnings + self.notes
    }
}

impl FromIterator<Severity> for Counts {
    fn from_iter<T: IntoIterator<Item = Severity>>(severities: T) -> Self {
        severities.into_iter().fold(Self::default(), |mut counts, severity| {
            match severity {
                Severity::Error => counts.errors += 1,
                Severity::Warning => counts.warnings += 1,
                Severity::Note => counts.notes += 1,
            }
            counts
        })
    }
}

/// Whether any of them is an error, so that nothing may be published.
#[must_use]
pub(crate) fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
}
