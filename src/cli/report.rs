//! What is said on the terminal: diagnostics, closing lines, and why Glassbox could not run.

use super::Exit;
use crate::diagnostics::print::{self, Format};
use crate::diagnostics::{Diagnostic, Severity};
use crate::source::SourceMap;
use std::io::Write as _;

/// Says one line to people. A closed standard error is nobody's fault.
pub(super) fn say(line: &str) {
    let _ = writeln!(anstream::stderr().lock(), "{line}");
}

/// Says why Glassbox could not run, and what to try next.
pub(super) fn could_not_run(why: &str, hint: Option<&str>) -> Exit {
    say(&format!("error: {why}"));
    if let Some(hint) = hint {
        say(&format!("hint: {hint}"));
    }
    Exit::CouldNotRun
}

/// Prints what is wrong: for machines on standard output, for people on standard error.
pub(super) fn diagnostics(diagnostics: &[Diagnostic], sources: &SourceMap, format: Format) {
    let text = print::print(diagnostics, sources, format);
    let result = match format {
        Format::Human => write!(anstream::stderr().lock(), "{text}"),
        Format::Plain | Format::Short | Format::Json | Format::Sarif | Format::Github => {
            write!(anstream::stdout().lock(), "{text}")
        }
    };
    // A reader that has closed the stream, such as `head`, has read enough.
    let _ = result;
}

/// How many errors, warnings and notes, in words: `2 errors and 1 warning`; empty if there are none.
pub(super) fn tally(diagnostics: &[Diagnostic]) -> String {
    let count = |severity| diagnostics.iter().filter(|one| one.severity == severity).count();
    let all = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Note, "note")];
    let mut parts: Vec<String> = all
        .into_iter()
        .map(|(severity, word)| (count(severity), word))
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| counted(count, word))
        .collect();
    match (parts.len(), parts.pop()) {
        (0 | 1, last) => last.unwrap_or_default(),
        (_, last) => format!("{} and {}", parts.join(", "), last.unwrap_or_default()),
    }
}

/// `1 product`, `12,034 products`.
pub(super) fn counted(count: usize, word: &str) -> String {
    let digits = count.to_string();
    let mut grouped = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{grouped} {word}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_read_well() {
        assert_eq!(counted(1, "page"), "1 page");
        assert_eq!(counted(0, "page"), "0 pages");
        assert_eq!(counted(1_234_567, "page"), "1,234,567 pages");
    }
}
