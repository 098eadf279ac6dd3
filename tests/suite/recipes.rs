//! The recipes of CONTRIBUTING name files, macros, functions and types that exist.

use crate::house_rules::rust_files;
use std::fs;
use std::path::Path;

#[test]
fn recipes_name_files_and_items_that_exist() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(root.join("CONTRIBUTING.md")).unwrap();
    let recipes = text.split("\n## Recipes\n").nth(1).unwrap().split("\n## ").next().unwrap();
    let files = ["src", "tests/suite"].map(|folder| rust_files(&root.join(folder))).concat();
    let code: Vec<String> = files.iter().map(|file| fs::read_to_string(file).unwrap()).collect();
    let addresses = fs::read_to_string(root.join("tests/browser/site.js")).unwrap();
    let is_in_code = |wanted: &str| {
        let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
        code.iter().chain([&addresses]).any(|text| text.split(|one| !is_word(one)).any(|word| word == wanted))
    };
    let (mut paths, mut items, mut wrong) = (0, 0, Vec::new());
    for quoted in recipes.split('`').skip(1).step_by(2) {
        let is_name = quoted.chars().all(|letter| letter.is_alphanumeric() || letter == '_');
        let is_present = if quoted.contains(['<', '*', ' ', ':']) {
            // A pattern or a command.
            continue;
        } else if quoted.contains('/') {
            paths += 1;
            root.join(quoted).exists()
        } else if let Some(name) = quoted.strip_suffix('!') {
            items += 1;
            code.iter().any(|text| text.contains(&format!("macro_rules! {name} ")))
        } else if is_name {
            items += 1;
            is_in_code(quoted)
        } else {
            continue;
        };
        if !is_present {
            wrong.push(quoted);
        }
    }
    assert!(paths > 20 && items > 20, "the test must find the recipes: {paths} paths, {items} names");
    assert_eq!(wrong, [""; 0]);
}
