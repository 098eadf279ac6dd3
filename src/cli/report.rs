//! Output on the terminal: diagnostics, closing lines, and errors that keep Glassbox from running.

use super::Exit;
use super::here;
use crate::diagnostics::print::{self, OutputFormat};
use crate::diagnostics::{Context, Counts, Diagnostic, Explained};
use crate::error::Error;
use crate::model::on_one_line;
use crate::pipeline::LoadedCatalog;
pub(super) use crate::prose::en::counted;
use crate::rules;
use std::fmt::Display;
use std::io::Write as _;
use std::path::Path;

/// Prints one line for people. A closed standard error is not a failure.
pub(super) fn say(line: &str) {
    let _ = writeln!(anstream::stderr().lock(), "{line}");
}

/// Why a command could not run, and what to try next.
pub(super) struct CannotRun {
    why: String,
    hint: Option<String>,
}

impl CannotRun {
    /// Creates the error without a hint.
    pub(super) fn because(why: impl Display) -> Self {
        Self { why: why.to_string(), hint: None }
    }

    /// Adds a hint on what to try next.
    pub(super) fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    /// Adds the name that was probably meant, if one is similar.
    pub(super) fn did_you_mean(self, name: Option<&str>) -> Self {
        Self { hint: name.map(|name| format!("did you mean `{name}`?")), ..self }
    }

    /// Reports the error and ends the command.
    pub(super) fn report(&self) -> Exit {
        say(&format!("error: {}", self.why));
        if let Some(hint) = &self.hint {
            say(&format!("hint: {hint}"));
        }
        Exit::CouldNotRun
    }
}

impl From<Error> for CannotRun {
    fn from(error: Error) -> Self {
        Self::because(error)
    }
}

/// Prints diagnostics, for machines on standard output, for people on standard error, followed by the numbers of
/// errors, warnings and notes among those printed.
#[must_use]
pub(super) fn list(
    listed: &[Diagnostic],
    loaded: &LoadedCatalog,
    root: &Path,
    format: OutputFormat,
) -> String {
    print(listed, loaded, root, format);
    tally(listed.iter().map(|diagnostic| diagnostic.severity).collect())
}

/// Prints diagnostics, for machines on standard output, for people on standard error.
pub(super) fn print(listed: &[Diagnostic], loaded: &LoadedCatalog, root: &Path, format: OutputFormat) {
    let base_url = loaded.catalog.settings.base_url.as_deref();
    let explain = |code: &str| explained(code, base_url);
    let paths = here::paths(root, format);
    let context = Context { sources: &loaded.sources, paths: &paths, explain: &explain };
    let text = print::print_with(listed, &context, format);
    let result = match format {
        OutputFormat::Human => write!(anstream::stderr().lock(), "{text}"),
        OutputFormat::Plain
        | OutputFormat::Short
        | OutputFormat::Json
        | OutputFormat::Sarif
        | OutputFormat::Github => {
            write!(anstream::stdout().lock(), "{text}")
        }
    };
    // A reader that has closed the stream, such as `head`, has read enough.
    let _ = result;
}

/// Returns the explanation of a rule from its page, which is published under the catalog's own address.
fn explained(code: &str, base_url: Option<&str>) -> Option<Explained> {
    let page = rules::pages().find(|page| page.id == code)?;
    let rest = page.text.split_once('\n').map_or("", |(_, rest)| rest);
    let summary = rest.trim_start().split("\n\n").next().unwrap_or_default();
    Some(Explained {
        title: page.title().to_owned(),
        summary: on_one_line(summary),
        page: page.text.to_owned(),
        url: base_url.map(|base| format!("{base}rules/{code}/index.html")),
    })
}

/// Returns the numbers of errors, warnings and notes in words: `2 errors and 1 warning`; empty if there are none.
pub(super) fn tally(counts: Counts) -> String {
    let by_severity = [(counts.errors, "error"), (counts.warnings, "warning"), (counts.notes, "note")];
    let mut parts: Vec<String> = by_severity
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| counted(count, word))
        .collect();
    match (parts.len(), parts.pop()) {
        (0 | 1, last) => last.unwrap_or_default(),
        (_, last) => format!("{} and {}", parts.join(", "), last.unwrap_or_default()),
    }
}

/// Returns what kept a command from its work: its errors, and apart from them what else was found. `undone` says what
/// was not done: `Nothing was published`; `kept` is what stayed as it was, and may be empty.
pub(super) fn stopped(undone: &str, counts: Counts, kept: &str) -> String {
    let others = tally(Counts { errors: 0, ..counts });
    let errors = tally(Counts { errors: counts.errors, ..Counts::default() });
    let others = if others.is_empty() { others } else { format!(". Also found: {others}") };
    format!("{undone} because of {errors}{kept}{others}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_have_separators_and_the_right_plural() {
        assert_eq!(counted(1, "page"), "1 page");
        assert_eq!(counted(0, "page"), "0 pages");
        assert_eq!(counted(1_234_567, "page"), "1,234,567 pages");
    }
}
