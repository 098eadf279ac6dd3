//! Diagnostics as text: annotated source for people; lines, JSON and workflow commands for machines.

use super::context::Context;
use super::paths::Paths;
use super::{Diagnostic, Severity};
use crate::source::{Position, SourceMap, Span, floor_char_boundary};
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use serde::Serialize;
use std::fmt::Write as _;

/// How diagnostics are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum OutputFormat {
    /// The annotated source, with colours; strip them for a plain terminal.
    #[default]
    Human,
    /// The same without colours, for output that is not a terminal.
    Plain,
    /// One line each: `file:line:column: severity[code]: message`.
    Short,
    /// One JSON document: an array.
    Json,
    /// One SARIF 2.1.0 log.
    Sarif,
    /// Workflow commands, which GitHub shows beside the changed lines.
    Github,
}

/// Sorts diagnostics for reading: by file, then position, then severity and text.
pub(crate) fn sort(diagnostics: &mut Vec<Diagnostic>, sources: &SourceMap) {
    diagnostics.sort_by_cached_key(|diagnostic| {
        let place = diagnostic.labels.first().map(|label| label.span);
        let path = place.map(|span| sources.path(span.file).to_owned());
        (path, place.map(|span| span.start), diagnostic.severity, diagnostic.code, diagnostic.message.clone())
    });
    diagnostics.dedup();
}

/// Formats all diagnostics, with paths relative to the catalog's folder.
#[must_use]
pub(crate) fn print(diagnostics: &[Diagnostic], sources: &SourceMap, format: OutputFormat) -> String {
    print_with(diagnostics, &Context { sources, paths: &Paths::default(), explain: &|_| None }, format)
}

/// Formats all diagnostics, ending in a line break unless there are none.
#[must_use]
pub(crate) fn print_with(diagnostics: &[Diagnostic], context: &Context<'_>, format: OutputFormat) -> String {
    let each = |print: &dyn Fn(&Diagnostic) -> String, end: &str| {
        diagnostics.iter().fold(String::new(), |text, diagnostic| text + &print(diagnostic) + end)
    };
    match format {
        OutputFormat::Human => each(&|diagnostic| human(diagnostic, context, &Renderer::styled()), "\n\n"),
        OutputFormat::Plain => each(&|diagnostic| human(diagnostic, context, &Renderer::plain()), "\n\n"),
        OutputFormat::Short => each(&|diagnostic| short(diagnostic, context), "\n"),
        OutputFormat::Github => each(&|diagnostic| github(diagnostic, context), "\n"),
        OutputFormat::Sarif => super::sarif::sarif(diagnostics, context),
        OutputFormat::Json => {
            let records: Vec<_> = diagnostics.iter().map(|diagnostic| record(diagnostic, context)).collect();
            serde_json::to_string_pretty(&records).expect("serializable") + "\n"
        }
    }
}

fn human(diagnostic: &Diagnostic, context: &Context<'_>, renderer: &Renderer) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let mut main = Group::with_title(level.primary_title(&diagnostic.message).id(diagnostic.code));
    let mut shown: Vec<Span> = Vec::new();
    for first in &diagnostic.labels {
        if shown.iter().any(|span| span.file == first.span.file) {
            continue;
        }
        shown.push(first.span);
        let Some(file) = context.sources.file(first.span.file) else { continue };
        // All spans of one file share a snippet; the very first span is the one to fix.
        let annotations =
            diagnostic.labels.iter().filter(|label| label.span.file == first.span.file).map(|label| {
                let kind = if std::ptr::eq(label, &raw const diagnostic.labels[0]) {
                    AnnotationKind::Primary
                } else {
                    AnnotationKind::Context
                };
                kind.span(on_one_line(&file.text, label.span))
                    .label((!label.text.is_empty()).then_some(label.text.as_str()))
            });
        let snippet =
            Snippet::source(&*file.text).line_start(file.first_line()).path(context.paths.of(&file.path));
        main = main.element(snippet.annotations(annotations));
    }
    for note in &diagnostic.notes {
        main = main.element(Level::NOTE.message(note));
    }
    let mut groups = vec![main];
    groups.extend(diagnostic.help.iter().map(|help| Group::with_title(Level::HELP.secondary_title(help))));
    renderer.render(&groups)
}

/// Returns the part of a span on its first line, on character boundaries: a block of text or a mapping
/// is pointed at, not underlined as a whole.
fn on_one_line(text: &str, span: Span) -> std::ops::Range<usize> {
    let start = floor_char_boundary(text, span.start as usize);
    let end = floor_char_boundary(text, span.end as usize).max(start);
    let line_end = text[start..].find(['\n', '\r']).map_or(text.len(), |at| start + at);
    start..end.min(line_end)
}

fn short(diagnostic: &Diagnostic, context: &Context<'_>) -> String {
    let mut line = String::new();
    if let Some((path, position)) = place(diagnostic, context) {
        let _ = write!(line, "{path}:{}:{}: ", position.line, position.column);
    }
    let _ = write!(line, "{}[{}]: {}", diagnostic.severity.word(), diagnostic.code, diagnostic.message);
    if let Some(help) = diagnostic.help.first() {
        let _ = write!(line, "; {help}");
    }
    on_a_line(&line)
}

/// Returns a text without line breaks: programs read one line per diagnostic.
fn on_a_line(text: &str) -> String {
    let breaks = |letter: char| letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}');
    let mut line = String::with_capacity(text.len());
    for letter in text.chars() {
        if breaks(letter) {
            line.extend(letter.escape_default());
        } else {
            line.push(letter);
        }
    }
    line
}

fn github(diagnostic: &Diagnostic, context: &Context<'_>) -> String {
    let command = match diagnostic.severity {
        Severity::Note => "notice",
        other => other.word(),
    };
    let mut text = diagnostic.message.clone();
    for more in diagnostic.notes.iter().chain(&diagnostic.help) {
        text.push('\n');
        text.push_str(more);
    }
    let place = place(diagnostic, context).map_or(String::new(), |(path, position)| {
        format!("file={},line={},col={},", property(&path), position.line, position.column)
    });
    format!("::{command} {place}title={}::{}", property(diagnostic.code), escape(&text))
}

/// Escapes a message of a workflow command.
fn escape(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes a property of a workflow command.
fn property(text: &str) -> String {
    escape(text).replace(':', "%3A").replace(',', "%2C")
}

/// The JSON form of a diagnostic; lines and columns from 1.
#[derive(Serialize)]
struct DiagnosticRecord<'a> {
    severity: &'static str,
    code: &'a str,
    message: &'a str,
    places: Vec<PlaceRecord<'a>>,
    notes: &'a [String],
    help: &'a [String],
    #[serde(skip_serializing_if = "serde_json::Map::is_empty")]
    data: &'a serde_json::Map<String, serde_json::Value>,
}

#[derive(Serialize)]
struct PlaceRecord<'a> {
    /// Relative to the catalog's folder.
    file: &'a str,
    /// Relative to the folder that the command runs in.
    path: String,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    label: &'a str,
}

fn record<'a>(diagnostic: &'a Diagnostic, context: &Context<'a>) -> DiagnosticRecord<'a> {
    let labelled = diagnostic.labels.iter().filter_map(|label| {
        let file = context.sources.file(label.span.file)?;
        let (start, end) = (file.position(label.span.start), file.position(label.span.end));
        Some(PlaceRecord {
            file: &file.path,
            path: context.paths.of(&file.path),
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
            label: &label.text,
        })
    });
    let mut places: Vec<PlaceRecord<'_>> = labelled.collect();
    if let Some(file) = diagnostic.about.as_deref().filter(|_| places.is_empty()) {
        let path = context.paths.of(file);
        places.push(PlaceRecord { file, path, line: 1, column: 1, end_line: 1, end_column: 1, label: "" });
    }
    DiagnosticRecord {
        severity: diagnostic.severity.word(),
        code: diagnostic.code,
        message: &diagnostic.message,
        places,
        notes: &diagnostic.notes,
        help: &diagnostic.help,
        data: &diagnostic.data,
    }
}

/// Returns the place to fix, or the beginning of the file that a diagnostic concerns.
fn place(diagnostic: &Diagnostic, context: &Context<'_>) -> Option<(String, Position)> {
    let placed = diagnostic.labels.first().and_then(|label| {
        let file = context.sources.file(label.span.file)?;
        Some((context.paths.of(&file.path), file.position(label.span.start)))
    });
    let about = || Some((context.paths.of(diagnostic.about.as_deref()?), Position { line: 1, column: 1 }));
    placed.or_else(about)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceFile;

    fn example() -> (Diagnostic, SourceMap) {
        let mut sources = SourceMap::default();
        let file = sources.add(SourceFile::new("products/orders.yml", "id: orders\nowner: revenue-dta\n"));
        let message = "product `orders` is owned by `revenue-dta`, which is not a team";
        let diagnostic = Diagnostic::error("unknown-team", message)
            .at(Span::new(file, 18, 29), "not in teams.yml")
            .did_you_mean("revenue-dta", ["revenue-data"]);
        (diagnostic, sources)
    }

    #[test]
    fn the_human_format_shows_the_source_line_and_the_help() {
        let (diagnostic, sources) = example();
        let text =
            anstream::adapter::strip_str(&print(&[diagnostic], &sources, OutputFormat::Human)).to_string();
        snapbox::assert_data_eq!(
            text,
            snapbox::str![[r#"
error[unknown-team]: product `orders` is owned by `revenue-dta`, which is not a team
 --> products/orders.yml:2:8
  |
2 | owner: revenue-dta
  |        ^^^^^^^^^^^ not in teams.yml
  |
help: did you mean `revenue-data`?


"#]]
        );
    }

    #[test]
    fn machine_formats_print_one_line_per_diagnostic() {
        let (diagnostic, sources) = example();
        let list = [diagnostic];
        assert_eq!(
            print(&list, &sources, OutputFormat::Short),
            "products/orders.yml:2:8: error[unknown-team]: product `orders` is owned by `revenue-dta`, which is not a team; did you mean `revenue-data`?\n"
        );
        assert_eq!(
            print(&list, &sources, OutputFormat::Github),
            "::error file=products/orders.yml,line=2,col=8,title=unknown-team::product `orders` is owned by \
             `revenue-dta`, which is not a team%0Adid you mean `revenue-data`?\n"
        );
        let json: serde_json::Value =
            serde_json::from_str(&print(&list, &sources, OutputFormat::Json)).unwrap();
        assert_eq!(json[0]["places"][0]["line"], 2);
        assert_eq!(json[0]["help"][0], "did you mean `revenue-data`?");
    }

    #[test]
    fn no_span_makes_a_printer_panic() {
        let mut sources = SourceMap::default();
        let file = sources.add(SourceFile::new("x.yml", "é: ü\r\n\n"));
        for (start, end) in [(0, 0), (1, 1), (0, 99), (1, 4), (50, 60), (9, 3)] {
            let diagnostic = Diagnostic::error("x", "y").at(Span::new(file, start, end), "here");
            for format in [OutputFormat::Human, OutputFormat::Short, OutputFormat::Json, OutputFormat::Github]
            {
                assert!(!print(std::slice::from_ref(&diagnostic), &sources, format).is_empty());
            }
        }
    }
}
