//! Functions fit on one screen, and their arguments have names.

use crate::house_rules::{code_and_literals, end_of, rust_files};
use std::fs;
use std::path::Path;

/// Longer functions, each with the reason why it is better read in one piece.
const LONG_FUNCTIONS: &[(&str, &str)] = &[
    // A match with an arm for each fact, rule, check or error, most of them a line or two.
    ("prose/en/changes.rs", "change"),
    ("prose/en/measure.rs", "say"),
    ("prose/en/reason.rs", "say"),
    ("prose/reason_codes.rs", "coded"),
    ("read/yaml/help.rs", "advice"),
    // A view or a text that is filled from top to bottom, a part of the page in each line.
    ("site/product/markdown.rs", "markdown"),
    ("site/figures/reach.rs", "reach"),
    ("site/initiative.rs", "initiative"),
    ("site/product/mod.rs", "product"),
    ("site/facets.rs", "facet_sources"),
];

#[test]
fn no_function_is_longer_than_sixty_lines() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    let mut seen = 0;
    let mut unneeded: Vec<&(&str, &str)> = LONG_FUNCTIONS.iter().collect();
    for file in rust_files(&source) {
        let place = file.strip_prefix(&source).unwrap().to_string_lossy().replace('\\', "/");
        for (name, lines) in functions(&fs::read_to_string(&file).unwrap()) {
            seen += 1;
            let is_this = |one: &&(&str, &str)| **one == (place.as_str(), name.as_str());
            match unneeded.iter().position(is_this) {
                Some(at) if lines > 60 => drop(unneeded.swap_remove(at)),
                _ if lines > 60 => wrong.push(format!("{place}: `{name}` has {lines} lines")),
                _ => {}
            }
        }
    }
    assert!(seen > 1_000, "the test must find the functions: it found {seen}");
    assert_eq!(wrong, Vec::<String>::new());
    assert!(unneeded.is_empty(), "these exceptions are no longer needed: {unneeded:?}");
}

/// Returns the functions of a formatted file, with their line counts.
fn functions(text: &str) -> Vec<(String, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let code = line.trim_start();
        let margin = &line[..line.len() - code.len()];
        let is_function = code.starts_with("fn ") || code.starts_with("pub") && code.contains(" fn ");
        let Some(rest) = code.split_once("fn ").filter(|_| is_function) else { continue };
        let name = rest.1.split(|letter: char| !letter.is_alphanumeric() && letter != '_').next().unwrap();
        if line.ends_with('}') {
            found.push((name.to_owned(), 1));
            continue;
        }
        // A trait's method may have no body.
        let closing = format!("{margin}}}");
        let inside = |one: &&str| one.starts_with(&format!("{margin} ")) || one.trim().is_empty();
        let body = lines[at + 1..].iter().position(|one| *one == closing);
        let is_declared = line.ends_with(';')
            || lines[at + 1..].iter().find(|one| !inside(one)).is_some_and(|one| one.ends_with(';'));
        if let Some(end) = body.filter(|_| !is_declared) {
            found.push((name.to_owned(), end + 2));
        }
    }
    found
}

/// Arguments have names, also at call sites: closures and tests may take tuples apart.
#[test]
fn no_function_takes_a_tuple_as_an_argument() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    let mut seen = 0;
    for file in rust_files(&source) {
        let text = fs::read_to_string(&file).unwrap();
        let (code, _) = code_and_literals(text.split("#[cfg(test)]").next().unwrap());
        let is_test = file.file_stem().is_some_and(|name| name == "tests");
        if is_test {
            continue;
        }
        for (at, _) in code.match_indices("fn ") {
            let name: String =
                code[at + 3..].chars().take_while(|one| one.is_alphanumeric() || *one == '_').collect();
            let Some(open) = code[at..].find('(').filter(|_| !name.is_empty()) else { continue };
            let parameters = &code[at + open..];
            let parameters = &parameters[1..end_of(parameters, ("(", ")")) - 1];
            seen += 1;
            let parameters = format!(",{}", parameters.replace(char::is_whitespace, ""));
            let is_pattern =
                |at: usize| parameters[at + end_of(&parameters[at..], ("(", ")"))..].starts_with(':');
            if parameters.match_indices(",(").any(|(at, _)| is_pattern(at + 1)) {
                wrong.push(format!("{}: `{name}` takes a tuple apart", file.display()));
            }
        }
    }
    assert!(seen > 1_000, "the test must find the functions: it found {seen}");
    assert_eq!(wrong, Vec::<String>::new());
}
