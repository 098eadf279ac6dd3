//! Problems in a catalog, reported with their place and a way to fix them.
//!
//! Stages collect [`Diagnostic`]s and continue; nothing here stops a stage. The printers in
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

/// How severe a diagnostic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The catalog contains something that cannot be intended: nothing is published.
    Error,
    /// Worth fixing, but the site is correct without it.
    Warning,
    /// Good to know.
    Note,
}

impl Severity {
    /// Returns the lower-case word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// A span and a text about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annotation {
    /// The span.
    pub span: Span,
    /// The text; may be empty.
    pub text: String,
}

/// The diagnostics collected so far.
pub(crate) type Diagnostics = Vec<Diagnostic>;

/// A problem of the catalog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How severe it is.
    pub severity: Severity,
    /// The kind of problem, in kebab-case: `unknown-team`.
    pub code: &'static str,
    /// What is wrong: lower case, names in backticks, no final period.
    pub message: String,
    /// The spans; the first is the place to fix. Empty if the place is in no file.
    pub labels: Vec<Annotation>,
    /// The file concerned, relative to the catalog's folder, if no place in it can be shown.
    pub about: Option<String>,
    /// Facts that help to understand.
    pub notes: Vec<String>,
    /// How to fix it.
    pub help: Vec<String>,
    /// Its subject, for programs: ids, numbers and lists of them.
    pub data: serde_json::Map<String, serde_json::Value>,
}

impl Diagnostic {
    /// Creates an error of the kind `code`.
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self::of(Severity::Error, code, message)
    }

    /// Creates a warning of the kind `code`.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self::of(Severity::Warning, code, message)
    }

    /// Creates a note of the kind `code`.
    pub fn note_of(code: &'static str, message: impl Into<String>) -> Self {
        Self::of(Severity::Note, code, message)
    }

    /// Creates a diagnostic with a severity, of the kind `code`.
    pub fn of(severity: Severity, code: &'static str, message: impl Into<String>) -> Self {
        let (labels, notes, help) = (Vec::new(), Vec::new(), Vec::new());
        let data = serde_json::Map::new();
        Self { severity, code, message: message.into(), labels, about: None, notes, help, data }
    }

    /// Adds a span; the first one added is the place to fix.
    #[must_use]
    pub fn at(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Annotation { span, text: text.into() });
        self
    }

    /// Sets its subject, for programs.
    #[must_use]
    pub fn data(mut self, data: serde_json::Map<String, serde_json::Value>) -> Self {
        self.data = data;
        self
    }

    /// Sets the file concerned, by its path relative to the catalog's folder; for diagnostics without a span.
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

    /// Adds a way to fix it.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help.push(text.into());
        self
    }

    /// Adds `did you mean …?` if a known name is similar to the written one.
    #[must_use]
    pub fn did_you_mean<'a>(self, written: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        match nearest(written, known) {
            Some(name) => self.help(format!("did you mean `{name}`?")),
            None => self,
        }
    }
}

/// The number of diagnostics of each severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// The number of errors.
    pub errors: usize,
    /// The number of warnings.
    pub warnings: usize,
    /// The number of notes.
    pub notes: usize,
}

impl Counts {
    /// Returns the number of diagnostics of any severity.
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

/// Returns whether any of them is an error, so that nothing may be published.
#[must_use]
pub(crate) fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
}
