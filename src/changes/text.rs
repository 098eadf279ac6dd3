//! Changes as they are said: on a terminal, in a comment to a pull request, to programs.

use crate::model::Change;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use std::fmt::Write as _;

/// A change for programs: `glassbox diff --format json`, and a line of `changes.ndjson`.
#[derive(Serialize)]
struct Record<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    day: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<String>,
    kind: &'a str,
    product: &'a str,
    name: &'a str,
    text: &'a str,
    breaking: bool,
    tell: &'a [String],
}

fn record(change: &Change) -> Record<'_> {
    Record {
        day: None,
        at: None,
        kind: change.kind.word(),
        product: &change.product,
        name: &change.name,
        text: &change.text,
        breaking: change.breaking,
        tell: &change.tell,
    }
}

/// For people, a line each.
#[must_use]
pub fn plain(changes: &[Change]) -> String {
    let mut text = String::new();
    for (title, breaking) in [("Breaking", true), ("Other changes", false)] {
        let of_kind: Vec<&Change> = changes.iter().filter(|change| change.breaking == breaking).collect();
        if of_kind.is_empty() {
            continue;
        }
        if !text.is_empty() {
            text.push('\n');
        }
        let _ = writeln!(text, "{title}");
        for change in of_kind {
            let _ = writeln!(text, "  {}: {} {}", change.product, change.name, change.text);
            if !change.tell.is_empty() {
                let _ = writeln!(text, "    tell {}", change.tell.join(", "));
            }
        }
    }
    if text.is_empty() {
        text.push_str("Nothing that others rely on has changed.\n");
    }
    text
}

/// As one JSON document.
#[must_use]
pub fn json(changes: &[Change]) -> String {
    #[derive(Serialize)]
    struct Document<'a> {
        breaking: usize,
        changes: Vec<Record<'a>>,
    }
    let document = Document {
        breaking: changes.iter().filter(|change| change.breaking).count(),
        changes: changes.iter().map(record).collect(),
    };
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}

/// As a comment to a pull request.
#[must_use]
pub fn markdown(changes: &[Change]) -> String {
    let mut text = String::from("### Data products\n\n");
    let breaking: Vec<&Change> = changes.iter().filter(|change| change.breaking).collect();
    let others: Vec<&Change> = changes.iter().filter(|change| !change.breaking).collect();
    if changes.is_empty() {
        text.push_str("Nothing that others rely on changes.\n");
    }
    if !breaking.is_empty() {
        text.push_str("**May break what others have built**\n\n| Product | What changes | Tell |\n| --- | --- | --- |\n");
        for change in &breaking {
            let tell: Vec<String> = change.tell.iter().map(|one| format!("`{}`", cell(one))).collect();
            let tell = if tell.is_empty() { "nobody is known to use it".to_owned() } else { tell.join(", ") };
            let _ = writeln!(text, "| {} | {} | {tell} |", cell(&change.name), cell(&change.text));
        }
    }
    if !others.is_empty() {
        // A long list is folded, so that the comment stays one that is read.
        let fold = others.len() > 10;
        if !breaking.is_empty() {
            text.push('\n');
        }
        if fold {
            let _ = writeln!(text, "<details><summary>{} other changes</summary>\n", others.len());
        }
        text.push_str("| Product | What changes |\n| --- | --- |\n");
        for change in &others {
            let _ = writeln!(text, "| {} | {} |", cell(&change.name), cell(&change.text));
        }
        if fold {
            text.push_str("\n</details>\n");
        }
    }
    text
}

/// Text in a cell of a table: nothing in it is markup, a new row or a mention of somebody.
fn cell(text: &str) -> String {
    let mut out = String::new();
    for letter in text.chars() {
        match letter {
            '\n' | '\r' => out.push(' '),
            '<' => out.push_str("&lt;"),
            '@' => out.push_str("&#64;"),
            '|' | '`' | '*' | '_' | '[' | ']' | '\\' | '#' | '!' => {
                out.push('\\');
                out.push(letter);
            }
            _ => out.push(letter),
        }
    }
    out
}

/// Lines for the record of changes, each with its day; they end in a newline.
#[must_use]
pub fn lines(changes: &[Change], day: Date, at: Timestamp) -> Vec<String> {
    let line = |change: &Change| {
        let record = Record { day: Some(day.to_string()), at: Some(at.to_string()), ..record(change) };
        serde_json::to_string(&record).unwrap_or_default() + "\n"
    };
    changes.iter().map(line).collect()
}
