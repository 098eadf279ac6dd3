//! The name of a type means one thing in the whole crate, so that it is always clear which `Record` is meant.

use crate::house_rules::rust_files;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

#[test]
fn type_names_are_unique_in_the_crate() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let texts: BTreeMap<String, String> = rust_files(&source)
        .into_iter()
        .map(|file| {
            let place = file.strip_prefix(&source).unwrap().to_string_lossy().replace('\\', "/");
            (place, fs::read_to_string(&file).unwrap())
        })
        .collect();
    let macros: BTreeSet<String> = texts.values().flat_map(|text| macros_that_declare(text)).collect();
    let mut places: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (place, text) in &texts {
        for name in type_names(text).into_iter().chain(types_of_macros(text, &macros)) {
            places.entry(name).or_default().push(place);
        }
    }
    assert!(places.len() > 1_100, "the test must find the types: it found {}", places.len());
    places.retain(|_, places| places.len() > 1);
    assert_eq!(places, BTreeMap::new());
}

/// Returns the types that a formatted file declares outside of functions and implementations.
fn type_names(text: &str) -> Vec<String> {
    text.lines().filter_map(|line| Some(name_at(after_keyword(without_visibility(line))?))).collect()
}

/// Returns the macros of a file that declare types.
fn macros_that_declare(text: &str) -> Vec<String> {
    blocks(text, head_of_macro)
        .filter(|(_, body)| {
            body.iter().any(|line| {
                after_keyword(without_visibility(line.trim())).is_some_and(|rest| rest.starts_with("$name"))
            })
        })
        .map(|(name, _)| name.to_owned())
        .collect()
}

/// Returns the types that a file declares with these macros: the names at the first level of each use.
///
/// A macro of the same file goes before those of other files, which may have the same name.
fn types_of_macros(text: &str, macros: &BTreeSet<String>) -> Vec<String> {
    let own: Vec<&str> = blocks(text, head_of_macro).map(|(name, _)| name).collect();
    let declaring = macros_that_declare(text);
    blocks(text, |head| head.strip_suffix("! {"))
        .filter(|(name, _)| {
            if own.contains(name) { declaring.iter().any(|one| one == name) } else { macros.contains(*name) }
        })
        .flat_map(|(_, body)| body)
        .filter_map(|line| {
            let line = without_visibility(line.strip_prefix("    ")?);
            let name = name_at(after_keyword(line).unwrap_or(line));
            name.starts_with(|letter: char| letter.is_ascii_uppercase()).then_some(name)
        })
        .collect()
}

fn head_of_macro(line: &str) -> Option<&str> {
    line.strip_prefix("macro_rules! ")?.strip_suffix(" {")
}

/// Returns the blocks of a formatted file that begin with a head and end with a brace, both at the margin.
fn blocks<'t>(
    text: &'t str,
    head: impl Fn(&'t str) -> Option<&'t str>,
) -> impl Iterator<Item = (&'t str, Vec<&'t str>)> {
    let lines: Vec<&str> = text.lines().collect();
    let heads: Vec<(usize, &str)> =
        lines.iter().enumerate().filter_map(|(at, line)| Some((at, head(line)?))).collect();
    heads.into_iter().map(move |(at, name)| {
        (name, lines[at + 1..].iter().copied().take_while(|line| *line != "}").collect())
    })
}

fn without_visibility(line: &str) -> &str {
    line.strip_prefix("pub ").or_else(|| Some(line.strip_prefix("pub(")?.split_once(") ")?.1)).unwrap_or(line)
}

fn after_keyword(line: &str) -> Option<&str> {
    ["struct ", "enum ", "trait ", "type ", "union "].iter().find_map(|word| line.strip_prefix(word))
}

fn name_at(text: &str) -> String {
    text.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect()
}

#[test]
fn type_names_are_found_whatever_their_visibility() {
    let text = "pub struct A;\nenum B<'a> {\npub(super) type C = u8;\npub(in crate::read) trait D: E {\n    struct Inner;\nfn f() {\n";
    assert_eq!(type_names(text), ["A", "B", "C", "D"]);
}

#[test]
fn type_names_are_found_in_uses_of_macros_that_declare_types() {
    let text = "macro_rules! kinds {\n    ($name:ident) => {\n        pub(crate) struct $name;\n    };\n}\n\
                macro_rules! lists {\n    ($name:ident) => {\n        const $name: u8 = 1;\n    };\n}\n\
                kinds! {\n    /// A day.\n    Day(\"day\"): Date = read;\n}\n\
                lists! {\n    None;\n}\n\
                document! {\n    pub struct PortDoc as \"a port\" {\n        id: required Id,\n    }\n}\n";
    let others = BTreeSet::from(["document".to_owned(), "lists".to_owned()]);
    assert_eq!(types_of_macros(text, &others), ["Day", "PortDoc"]);
}
