//! Which module may import which: data flows in one direction, so imports do too.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Every top-level module and the modules that it may import from: those that the data has already passed, and
/// those that hold no data of their own (`source`, `error`, `diagnostics`, `model`).
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("error", &[]),
    ("diagnostics", &["source"]),
    ("model", &["source"]),
    ("read", &["source", "error", "diagnostics", "model"]),
    ("resolve", &["source", "diagnostics", "model", "read"]),
    ("schema", &["model", "read"]),
    ("init", &[]),
    ("assess", &["model"]),
    ("rules", &["source", "diagnostics", "model"]),
    ("standards", &["diagnostics", "model", "rules"]),
    ("changes", &["model"]),
    ("prose", &["source", "diagnostics", "model"]),
    ("lineage", &["model"]),
    ("site", &["model", "prose", "lineage"]),
    ("theme", &["source", "error", "diagnostics", "read"]),
    ("render", &["source", "diagnostics", "model", "prose", "lineage", "site", "theme"]),
    ("publish", &["error"]),
    (
        "pipeline",
        &[
            "source",
            "error",
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
    // What the suite and the benches use.
    (
        "internals",
        &[
            "source",
            "diagnostics",
            "model",
            "read",
            "resolve",
            "assess",
            "prose",
            "lineage",
            "site",
            "pipeline",
        ],
    ),
    ("serve", &["source", "error", "diagnostics", "prose", "pipeline", "render", "site", "theme"]),
    (
        "cli",
        &[
            "source",
            "error",
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

/// The top-level modules that return facts: enums with indices and numbers. Their findings
/// are worded in `prose`.
const RETURN_FACTS: &[&str] = &["assess", "rules", "standards", "changes"];

#[test]
fn errors_are_typed_and_failed_json_is_not_replaced_silently() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    for file in rust_files(&source) {
        let text: String = fs::read_to_string(&file).unwrap().split_whitespace().collect();
        for unsaid in [",String>{", ",()>{", "io::Result<()>{"] {
            let is_result = |end: usize| {
                text[..end].rfind("fn").is_some_and(|start| text[start..end].contains("Result<"))
            };
            let found = text.match_indices(unsaid).any(|(end, _)| is_result(end + 1));
            if found && !(unsaid.starts_with("io") && file.ends_with("serve/http.rs")) {
                wrong.push(format!("{}: `{unsaid}`", file.display()));
            }
        }
        let silent = text.split("serde_json::to_").skip(1).filter(|rest| {
            rest.split(')').nth(1).is_some_and(|rest| rest.starts_with(".unwrap_or_default("))
        });
        wrong.extend(silent.map(|_| format!("{}: JSON that may be empty", file.display())));
    }
    assert_eq!(wrong, Vec::<String>::new());
}

/// `is_…` asks a question: functions that change something, or report a problem, are named after that.
#[test]
fn functions_named_is_return_a_bool() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (mut wrong, mut asked) = (Vec::new(), 0);
    for file in rust_files(&source) {
        let text = fs::read_to_string(&file).unwrap().replace("r#", "");
        for declaration in text.split("fn is_").skip(1).filter_map(|rest| rest.split(['{', '}']).next()) {
            asked += 1;
            let returns = declaration.rsplit_once("->").map(|(_, returns)| returns.trim());
            if !returns.is_some_and(|returns| returns == "bool" || returns.starts_with("bool\nwhere")) {
                wrong.push(format!("{}: is_{declaration}", file.display()));
            }
        }
    }
    assert!(asked > 50, "only {asked} functions were found");
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn modules_import_only_modules_that_the_data_has_passed() {
    let allowed: BTreeMap<&str, &[&str]> = MAY_IMPORT.iter().copied().collect();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    let mut seen = 0;
    for file in rust_files(&source) {
        let module = top_level_module(&file, &source);
        if module == "lib" || module == "main" {
            continue;
        }
        let Some(may) = allowed.get(module.as_str()) else {
            wrong.push(format!("{} is in a module that the table does not know", file.display()));
            continue;
        };
        for imported in imports(&fs::read_to_string(&file).unwrap()) {
            seen += 1;
            if imported != module && !may.contains(&imported.as_str()) {
                wrong.push(format!("{} imports `{imported}`, but `{module}` may not", file.display()));
            }
        }
    }
    assert!(seen > 100, "the test must find the imports: it found {seen}");
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn imports_are_extracted_from_source_text() {
    let text = "use crate::model::{Catalog, ProductIx};\nuse crate::{read, site as pages};\n\
                fn f() { crate::source::Span::new(); } // crate::publish is only spoken of\n";
    assert_eq!(imports(text), ["model", "read", "site", "source"]);
}

#[test]
fn every_file_starts_with_its_purpose_and_has_at_most_450_lines() {
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

/// Programs that list the output of `glassbox check` show the meaning of each kind of fault.
#[test]
fn every_diagnostic_code_has_a_description() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    for file in rust_files(&source) {
        let text = fs::read_to_string(&file).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for kind in ["Diagnostic::error(", "Diagnostic::warning(", "Diagnostic::note_of("] {
            for call in code.split(kind).skip(1) {
                let Some(code) = call.trim_start().strip_prefix('"').and_then(|rest| rest.split('"').next())
                else {
                    continue;
                };
                if glassbox::internals::kind(code).is_none() {
                    wrong.push(format!("{}: `{code}` is not in src/diagnostics/codes.rs", file.display()));
                }
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn modules_that_return_facts_build_no_sentences() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    let mut seen = 0;
    for place in RETURN_FACTS {
        let place = source.join(place);
        let files = if place.is_dir() { rust_files(&place) } else { vec![place] };
        for file in files {
            let text = fs::read_to_string(&file).unwrap();
            let (code, literals) = code_and_literals(text.split("#[cfg(test)]").next().unwrap());
            for made in ["format!", "format_args!", "write!", "writeln!"] {
                if code.contains(made) {
                    wrong.push(format!("{} makes a text with `{made}`", file.display()));
                }
            }
            seen += literals.len();
            for literal in literals.iter().filter(|one| one.split_whitespace().count() > 1) {
                wrong.push(format!("{} says \"{literal}\"", file.display()));
            }
        }
    }
    assert!(seen > 100, "the test must find the literals: it found {seen}");
    assert_eq!(wrong, Vec::<String>::new(), "sentences belong in `prose`");
}

/// The facts that the scripts need about the files that Glassbox writes are in these files.
#[test]
fn scripts_do_not_repeat_facts_from_the_files_they_load() {
    let themes = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default");
    let mut seen = 0;
    for folder in [themes.clone(), themes.join("on-demand")] {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|ending| ending != "js") {
                continue;
            }
            let script = fs::read_to_string(&path).unwrap();
            for known in [
                "Healthy",
                "At risk",
                "Failing",
                "\"lifecycle\"",
                "\"retired\"",
                "(teams|domains)",
                "products/${product",
                "products/${id",
                "\"the\"",
                "% 8",
            ] {
                assert!(!script.contains(known), "{} repeats `{known}`", path.display());
            }
            seen += 1;
        }
    }
    assert!(seen > 5, "the test must find the scripts: it found {seen}");
}

/// A catalog may name its categories freely, so nothing may depend on an id or a display name: what
/// is special about a category is its [role](glassbox::internals::Role).
#[test]
fn code_refers_to_categories_only_by_their_roles() {
    const ROLES: [&str; 8] = [
        "replication",
        "mart",
        "application",
        "dashboard",
        "activation",
        "alerting",
        "analysis",
        "consulting",
    ];
    // The default categories themselves, dbt's word "analysis", and the kinds of declared assets.
    const OTHER: [&str; 4] = [
        "resolve/vocabulary.rs",
        "resolve/dbt/index.rs",
        "resolve/dbt/selector/methods.rs",
        "site/product/layers.rs",
    ];
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    for module in ["resolve", "assess", "rules", "standards", "changes", "site"] {
        for file in rust_files(&source.join(module)) {
            let text = fs::read_to_string(&file).unwrap();
            let code = text.split("#[cfg(test)]").next().unwrap();
            let place = file.strip_prefix(&source).unwrap().to_string_lossy().replace('\\', "/");
            if OTHER.contains(&place.as_str()) {
                continue;
            }
            for role in ROLES {
                let name = format!("{}{}", role[..1].to_uppercase(), &role[1..]);
                let compares = |text: &str| code.contains(&format!("= \"{text}\""));
                if code_and_literals(code).1.iter().any(|one| one == role) || compares(&name) {
                    wrong.push(format!("{place} knows \"{role}\" by its id or name"));
                }
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new(), "ask for `Catalog::role`");
}

#[test]
fn literals_are_told_apart_from_comments_attributes_and_lifetimes() {
    let text = "//! \"a comment\"\n#[expect(x, reason = \"an attribute\")]\nfn f<'a>(x: &'a str) { g('\"', '\\'');\n\
                /* \"a /* nested */ comment\" */ h(\"a \\\"b\\\" c\", r#\"raw \"text\" it is\"#, b\"d\"); } // \"e f\"";
    let (code, literals) = code_and_literals(text);
    assert_eq!(literals, ["a \\\"b\\\" c", "raw \"text\" it is", "d"]);
    assert!(code.contains("fn f<'a>(x: &'a str)") && !code.contains("comment"), "{code}");
}

/// Returns Rust code without comments, attributes and literals, and the texts of its literals as written.
pub(crate) fn code_and_literals(text: &str) -> (String, Vec<String>) {
    let (mut code, mut literals) = (String::new(), Vec::new());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let raw = rest.strip_prefix('r').map(|after| after.trim_start_matches('#'));
        let is_word = code.ends_with(|before: char| before.is_alphanumeric() || before == '_');
        let skipped = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            end_of(rest, ("/*", "*/"))
        } else if rest.starts_with("#[") || rest.starts_with("#![") {
            end_of(rest, ("[", "]"))
        } else if letter == '"' {
            let end = 1 + end_of_text(&rest[1..]);
            literals.push(rest[1..end].to_owned());
            end + 1
        } else if let Some(after) = raw.filter(|after| after.starts_with('"') && !is_word) {
            let hashes = "#".repeat(rest.len() - after.len() - 1);
            let end = after[1..].find(&format!("\"{hashes}")).unwrap();
            literals.push(after[1..=end].to_owned());
            rest.len() - after.len() + end + 2 + hashes.len()
        } else if let Some(after) = rest.strip_prefix("'\\") {
            after.char_indices().skip(1).find(|(_, one)| *one == '\'').map_or(rest.len(), |(at, _)| at + 3)
        } else if letter == '\'' && rest.chars().nth(2) == Some('\'') {
            rest.char_indices().nth(3).map_or(rest.len(), |(at, _)| at)
        } else {
            code.push(letter);
            letter.len_utf8()
        };
        rest = &rest[skipped..];
    }
    (code, literals)
}

/// Returns the position after a nestable construct that opens at the beginning of a text.
pub(crate) fn end_of(text: &str, (open, close): (&str, &str)) -> usize {
    let mut depth = 0;
    for (at, _) in text.char_indices() {
        if text[at..].starts_with(open) {
            depth += 1;
        } else if text[at..].starts_with(close) {
            depth -= 1;
            if depth == 0 {
                return at + close.len();
            }
        }
    }
    text.len()
}

/// Returns the end of a literal whose opening quote is before the text.
fn end_of_text(text: &str) -> usize {
    let mut escaped = false;
    let end = text.find(|letter: char| {
        let ends = letter == '"' && !escaped;
        escaped = letter == '\\' && !escaped;
        ends
    });
    end.unwrap_or(text.len())
}

pub(crate) fn rust_files(folder: &Path) -> Vec<PathBuf> {
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

/// Returns the top-level module: `read` for `src/read/yaml/parse.rs`, `source` for `src/source.rs`.
pub(crate) fn top_level_module(file: &Path, source: &Path) -> String {
    let inside = file.strip_prefix(source).unwrap();
    let first = inside.components().next().unwrap().as_os_str().to_string_lossy();
    first.trim_end_matches(".rs").to_owned()
}

/// Returns the top-level modules that a file names after `crate::`, sorted, outside of comments.
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

#[test]
fn test_files_have_at_most_500_lines() {
    let suite = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite");
    let mut wrong = Vec::new();
    for file in rust_files(&suite) {
        let lines = fs::read_to_string(&file).unwrap().lines().count();
        if lines > 500 {
            wrong.push(format!("{} has {lines} lines", file.display()));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}
