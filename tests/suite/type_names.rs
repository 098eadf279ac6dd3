//! The name of a type means one thing in the whole crate, so that it is always clear which `Record` is meant.

use crate::house_rules::rust_files;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

#[test]
fn type_names_are_unique_in_the_crate() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for file in rust_files(&source) {
        let place = file.strip_prefix(&source).unwrap().to_string_lossy().replace('\\', "/");
        for name in type_names(&fs::read_to_string(&file).unwrap()) {
            places.entry(name).or_default().push(place.clone());
        }
    }
    assert!(places.len() > 600, "the test must find the types: it found {}", places.len());
    places.retain(|_, places| places.len() > 1);
    assert_eq!(places, BTreeMap::new());
}

/// Returns the types that a formatted file declares outside of functions and implementations.
fn type_names(text: &str) -> Vec<String> {
    text.lines()
        .filter_map(|line| {
            let line = line
                .strip_prefix("pub ")
                .or_else(|| Some(line.strip_prefix("pub(")?.split_once(") ")?.1))
                .unwrap_or(line);
            let rest = ["struct ", "enum ", "trait ", "type ", "union "]
                .iter()
                .find_map(|word| line.strip_prefix(word))?;
            Some(rest.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect())
        })
        .collect()
}

#[test]
fn type_names_are_found_whatever_their_visibility() {
    let text = "pub struct A;\nenum B<'a> {\npub(super) type C = u8;\npub(in crate::read) trait D: E {\n    struct Inner;\nfn f() {\n";
    assert_eq!(type_names(text), ["A", "B", "C", "D"]);
}
