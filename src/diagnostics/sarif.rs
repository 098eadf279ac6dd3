//! Diagnostics as SARIF 2.1.0 (OASIS), which code scanning on GitHub and elsewhere reads.
//!
//! Each result has a location, because GitHub rejects the whole log otherwise: if no line is known, the file
//! concerned, else `glassbox.yml`, which names all the others.

use super::context::{Context, Explained};
use super::{Annotation, Diagnostic, Severity, codes};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The name of the folder that paths are relative to.
const BASE: &str = "SRCROOT";

/// Returns one log with one run.
pub(super) fn sarif(diagnostics: &[Diagnostic], context: &Context<'_>) -> String {
    let mut kinds: BTreeMap<&str, Severity> = BTreeMap::new();
    for diagnostic in diagnostics {
        let worst = kinds.entry(diagnostic.code).or_insert(diagnostic.severity);
        *worst = diagnostic.severity.min(*worst);
    }
    let rules: Vec<Value> = kinds.iter().map(|(code, level)| rule(code, *level, context)).collect();
    let index = |code: &str| kinds.keys().position(|known| *known == code);
    let results: Vec<Value> =
        diagnostics.iter().map(|diagnostic| result(diagnostic, index(diagnostic.code), context)).collect();
    let mut run = json!({
        "tool": {"driver": {"name": "Glassbox", "version": env!("CARGO_PKG_VERSION"), "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "results": results,
    });
    if let Some(uri) = context.paths.base_uri() {
        let about = json!({"text": "The folder that Glassbox ran in, or the one that GitHub checked out"});
        run["originalUriBaseIds"] = json!({BASE: {"uri": uri, "description": about}});
    }
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    });
    serde_json::to_string_pretty(&log).expect("serializable") + "\n"
}

/// Returns the descriptor of a rule or kind of diagnostic.
fn rule(code: &str, level: Severity, context: &Context<'_>) -> Value {
    let Explained { title, summary, page, url } = (context.explain)(code).unwrap_or_else(|| kind(code));
    // There is always an address: if no page is known, one that names the rule.
    let url = url.unwrap_or_else(|| format!("urn:glassbox:{code}"));
    json!({
        "id": code,
        "name": name(code),
        "shortDescription": {"text": title},
        "fullDescription": {"text": summary},
        "help": {"text": page, "markdown": page},
        "helpUri": url,
        "defaultConfiguration": {"level": level.word()},
    })
}

fn kind(code: &str) -> Explained {
    let (title, summary) = match codes::kind(code) {
        Some((title, text)) => (title.to_owned(), text.to_owned()),
        None => (code.replace('-', " "), format!("Glassbox reports this as `{code}`.")),
    };
    let page = format!("# {title}\n\n{summary}\n");
    Explained { title, summary, page, url: None }
}

/// Returns a name for programs: `BoundaryLeak`; `IsOwnerless` for a single word, as it must differ from the code.
fn name(code: &str) -> String {
    let word = |word: &str| {
        let mut letters = word.chars();
        let first = letters.next().map(|first| first.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    };
    let prefix = if code.contains('-') { "" } else { "Is" };
    prefix.to_owned() + &code.split('-').map(word).collect::<String>()
}

fn result(diagnostic: &Diagnostic, index: Option<usize>, context: &Context<'_>) -> Value {
    let sentences = std::iter::once(&diagnostic.message).chain(&diagnostic.notes).chain(&diagnostic.help);
    let text = sentences.map(String::as_str).collect::<Vec<_>>().join(". ");
    let mut places = diagnostic.labels.iter().filter_map(|label| place(label, context));
    let first = places.next().unwrap_or_else(|| {
        let path = diagnostic.about.as_deref().unwrap_or_else(|| context.config());
        json!({"physicalLocation": {"artifactLocation": file(path, context), "region": {"startLine": 1}}})
    });
    let others: Vec<Value> = places.collect();
    let mut result = json!({
        "ruleId": diagnostic.code,
        "level": diagnostic.severity.word(),
        "message": {"text": text},
        "locations": [first],
    });
    if !diagnostic.data.is_empty() {
        result["properties"] = json!({"data": diagnostic.data});
    }
    if let Some(index) = index {
        result["ruleIndex"] = json!(index);
    }
    if !others.is_empty() {
        result["relatedLocations"] = json!(others);
    }
    result
}

fn place(label: &Annotation, context: &Context<'_>) -> Option<Value> {
    let source = context.sources.file(label.span.file)?;
    let (begin, end) = (source.position(label.span.start), source.position(label.span.end));
    let mut place = json!({"physicalLocation": {
        "artifactLocation": file(&source.path, context),
        "region": {"startLine": begin.line, "startColumn": begin.column, "endLine": end.line, "endColumn": end.column},
    }});
    if !label.text.is_empty() {
        place["message"] = json!({"text": label.text});
    }
    Some(place)
}

/// Returns the location of a file; outside of the base it is absolute.
fn file(path: &str, context: &Context<'_>) -> Value {
    match context.paths.uri(path) {
        (uri, true) => json!({"uri": uri, "uriBaseId": BASE}),
        (uri, false) => json!({"uri": uri}),
    }
}
