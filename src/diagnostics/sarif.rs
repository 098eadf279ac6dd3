//! Diagnostics as SARIF 2.1.0 (OASIS), which code scanning of GitHub and others read.

use super::{Diagnostic, Severity};
use crate::source::SourceMap;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// One log with one run.
pub(super) fn sarif(diagnostics: &[Diagnostic], sources: &SourceMap) -> String {
    let codes: BTreeSet<&str> = diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    let rules: Vec<Value> = codes.iter().map(|code| json!({"id": code})).collect();
    let results: Vec<Value> = diagnostics.iter().map(|one| result(one, sources)).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {"name": "Glassbox", "version": env!("CARGO_PKG_VERSION"), "rules": rules}},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    serde_json::to_string_pretty(&log).unwrap_or_default() + "\n"
}

fn result(diagnostic: &Diagnostic, sources: &SourceMap) -> Value {
    let level = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    let said = std::iter::once(&diagnostic.message).chain(&diagnostic.notes).chain(&diagnostic.help);
    let text = said.map(String::as_str).collect::<Vec<_>>().join(". ");
    let places: Vec<Value> = diagnostic
        .labels
        .iter()
        .filter_map(|label| {
            let file = sources.file(label.span.file)?;
            let (begin, end) = (file.position(label.span.start), file.position(label.span.end));
            Some(json!({
                "physicalLocation": {
                    "artifactLocation": {"uri": &*file.path},
                    "region": {"startLine": begin.line, "startColumn": begin.column, "endLine": end.line, "endColumn": end.column},
                },
                "message": {"text": label.text},
            }))
        })
        .collect();
    let mut result = json!({"ruleId": diagnostic.code, "level": level, "message": {"text": text}});
    if let Some((first, others)) = places.split_first() {
        result["locations"] = json!([first]);
        if !others.is_empty() {
            result["relatedLocations"] = json!(others);
        }
    }
    result
}
