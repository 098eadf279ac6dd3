//! The dependencies of the program: their licences are allowed by the project, their source is the public registry.

use serde_json::Value;
use std::process::Command;

/// Returns the licences that `deny.toml` allows.
fn allowed() -> Vec<String> {
    let deny = include_str!("../../deny.toml");
    let list = deny.split("allow = [").nth(1).unwrap().split(']').next().unwrap();
    let allowed: Vec<String> = list
        .split(',')
        .map(|one| one.trim().trim_matches('"').to_owned())
        .filter(|one| !one.is_empty())
        .collect();
    assert!(allowed.iter().any(|one| one == "MIT"), "{allowed:?}");
    allowed
}

/// Returns whether one of the alternatives of an SPDX expression is allowed completely.
fn is_allowed(expression: &str, allowed: &[String]) -> bool {
    let flat = expression.replace('/', " OR ").replace(['(', ')'], " ");
    let alone = |licence: &str| allowed.iter().any(|one| one == licence.trim());
    // An `AND` around alternatives in brackets is beyond this check, so each part must hold.
    if expression.contains(") AND") || expression.contains("AND (") {
        return expression.split(" AND ").all(|part| is_allowed(part.trim_matches(['(', ')', ' ']), allowed));
    }
    flat.split(" OR ").any(|choice| choice.split(" AND ").all(alone))
}

#[test]
fn licence_expressions_are_evaluated_against_the_allowed_licences() {
    let allowed = ["MIT".to_owned(), "Unicode-3.0".to_owned()];
    for yes in ["MIT", "MIT/Apache-2.0", "GPL-3.0 OR MIT", "(MIT OR Apache-2.0) AND Unicode-3.0"] {
        assert!(is_allowed(yes, &allowed), "{yes}");
    }
    for no in ["GPL-3.0", "MIT AND GPL-3.0", "(MIT OR Apache-2.0) AND GPL-3.0", ""] {
        assert!(!is_allowed(no, &allowed), "{no}");
    }
}

#[test]
fn dependencies_have_allowed_licences_and_come_from_the_registry() {
    let rustc = Command::new("rustc").arg("-vV").output().unwrap();
    let rustc = String::from_utf8(rustc.stdout).unwrap();
    let host = rustc.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let metadata = Command::new(env!("CARGO"))
        .args(["metadata", "--locked", "--offline", "--format-version", "1", "--filter-platform", host])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(metadata.status.success(), "{}", String::from_utf8_lossy(&metadata.stderr));
    let metadata: Value = serde_json::from_slice(&metadata.stdout).unwrap();
    let used: Vec<&str> = metadata["resolve"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|node| node["id"].as_str().unwrap())
        .collect();
    let allowed = allowed();
    let mut wrong = Vec::new();
    let mut seen = 0;
    for package in metadata["packages"].as_array().unwrap() {
        let name = package["name"].as_str().unwrap();
        if !used.contains(&package["id"].as_str().unwrap()) || name == env!("CARGO_PKG_NAME") {
            continue;
        }
        seen += 1;
        let licence = package["license"].as_str().unwrap_or_default();
        if !is_allowed(licence, &allowed) {
            wrong.push(format!("{name}: the licence `{licence}`"));
        }
        if !package["source"].as_str().unwrap_or_default().starts_with("registry+") {
            wrong.push(format!("{name}: from {}", package["source"]));
        }
    }
    assert!(seen > 50, "the test must find the dependencies: it found {seen}");
    assert_eq!(wrong, Vec::<String>::new());
}
