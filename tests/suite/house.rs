//! The house: which room may import which. Data flows one way, so imports do too.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Every room and the rooms that it may import from: those that the data has already passed, and
/// the three that hold no data of their own (`source`, `diagnostics`, `model`).
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("diagnostics", &["source"]),
    ("model", &["source"]),
    ("read", &["source", "diagnostics", "model"]),
    ("resolve", &["source", "diagnostics", "model", "read"]),
    ("schema", &["model", "read"]),
    ("init", &[]),
    ("assess", &["model"]),
    ("rules", &["source", "diagnostics", "model"]),
    ("standards", &["diagnostics", "model"]),
    ("changes", &["model"]),
    ("prose", &["model"]),
    ("lineage", &["model"]),
    ("site", &["model", "prose", "lineage"]),
    ("theme", &["source", "diagnostics", "read"]),
    ("render", &["source", "diagnostics", "model", "prose", "lineage", "site", "theme"]),
    ("publish", &[]),
    (
        "pipeline",
        &[
            "source",
            "diagnostics",
            "model",
            "read",
            "resolve",
            "assess",
            "rules",
            "standards",
            "changes",
            "prose",
            "site",
            "theme",
            "render",
            "publish",
        ],
    ),
    ("serve", &["source", "diagnostics", "model", "pipeline", "render", "site", "theme"]),
    (
        "cli",
        &[
            "source",
            "diagnostics",
            "model",
            "assess",
            "rules",
            "changes",
            "prose",
            "pipeline",
            "publish",
            "init",
            "schema",
            "serve",
        ],
    ),
];

#[test]
fn every_import_points_upstream() {
    let allowed: BTreeMap<&str, &[&str]> = MAY_IMPORT.iter().copied().collect();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    let mut seen = 0;
    for file in rust_files(&source) {
        let room = room(&file, &source);
        if room == "lib" || room == "main" {
            continue;
        }
        let Some(may) = allowed.get(room.as_str()) else {
            wrong.push(format!("{} is in a room that the table does not know", file.display()));
            continue;
        };
        for imported in imports(&fs::read_to_string(&file).unwrap()) {
            seen += 1;
            if imported != room && !may.contains(&imported.as_str()) {
                wrong.push(format!("{} imports `{imported}`, but `{room}` may not", file.display()));
            }
        }
    }
    assert!(seen > 100, "the test must see the imports: it saw {seen}");
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn the_imports_of_a_file_are_found() {
    let text = "use crate::model::{Catalog, ProductIx};\nuse crate::{read, site as pages};\n\
                fn f() { crate::source::Span::new(); } // crate::publish is only spoken of\n";
    assert_eq!(imports(text), ["model", "read", "site", "source"]);
}

#[test]
fn every_file_says_what_it_is_for_and_is_read_in_one_sitting() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    for file in rust_files(&source) {
        let text = fs::read_to_string(&file).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        if !text.starts_with("//!") {
            wrong.push(format!("{} does not open with its purpose", file.display()));
        }
        if code.lines().count() > 450 {
            wrong.push(format!("{} has {} lines", file.display(), code.lines().count()));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(rust_files(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// `src/read/yaml/parse.rs` is in the room `read`, `src/source.rs` is the room `source`.
fn room(file: &Path, source: &Path) -> String {
    let inside = file.strip_prefix(source).unwrap();
    let first = inside.components().next().unwrap().as_os_str().to_string_lossy();
    first.trim_end_matches(".rs").to_owned()
}

/// The rooms that a file names after `crate::`, sorted, outside of comments.
fn imports(text: &str) -> Vec<String> {
    let code: Vec<&str> =
        text.lines().map(|line| line.find("//").map_or(line, |comment| &line[..comment])).collect();
    let code = code.join("\n");
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        let names: Vec<&str> = match rest.strip_prefix('{') {
            Some(list) => list.split('}').next().unwrap_or_default().split(',').collect(),
            None => vec![rest],
        };
        for name in names {
            let name: String =
                name.trim().chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect();
            if !name.is_empty() && name.chars().all(|letter| letter.is_lowercase() || letter == '_') {
                found.push(name);
            }
        }
    }
    found.sort();
    found.dedup();
    found
}
