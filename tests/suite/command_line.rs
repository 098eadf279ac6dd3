//! The command line: what it says, on which stream, and with which exit code it ends.

use crate::support::{NOW, Scratch, files, glassbox};

const CONFIG: (&str, &str) = ("glassbox.yml", "title: Acme\n");
const GOOD: (&str, &str) = ("products/orders.yml", "id: orders\nname: Orders\n");
const OWNED: (&str, &str) =
    ("products/orders.yml", "id: orders\nname: Orders\nowner: sales\ncategory: consulting\n");
const TEAMS: (&str, &str) = ("teams.yml", "teams: [{id: sales, name: Sales}]\n");
const BAD: (&str, &str) = ("products/orders.yml", "id: orders\nname: Orders\nownr: sales\n");

#[test]
fn nothing_wrong_ends_with_0() {
    let catalog = Scratch::new("cli-good").with(&[CONFIG, OWNED, TEAMS]);
    let run = glassbox(catalog.path(), &["check", "--now", NOW]);
    assert_eq!((run.code, run.said().as_str()), (0, "Checked 1 product: nothing is wrong\n"));
    assert_eq!(run.stdout, "");
    let run = glassbox(catalog.path(), &["build", "--now", NOW]);
    assert_eq!(run.code, 0);
    assert!(run.said().starts_with("Built 1 product into site ("), "{}", run.said());
    assert!(run.said().ends_with(" in [TIME]\n"), "{}", run.said());
}

#[test]
fn errors_of_the_catalog_end_with_1() {
    let catalog = Scratch::new("cli-bad").with(&[CONFIG, BAD]);
    for command in ["check", "build"] {
        let run = glassbox(catalog.path(), &[command, "--now", NOW]);
        assert_eq!(run.code, 1, "{command}");
        assert!(run.stderr.contains("did you mean `owner`?"), "{}", run.stderr);
    }
    assert!(!catalog.path().join("site").exists(), "with errors nothing is written");
}

#[test]
fn diagnostics_for_code_scanning_are_sarif() {
    let catalog = Scratch::new("cli-sarif").with(&[CONFIG, BAD]);
    let run = glassbox(catalog.path(), &["check", "--now", NOW, "--format", "sarif"]);
    let log: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let result = &log["runs"][0]["results"][0];
    assert_eq!((result["ruleId"].as_str(), result["level"].as_str()), (Some("unknown-key"), Some("error")));
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "products/orders.yml");
    assert_eq!(
        (place["region"]["startLine"].as_u64(), place["region"]["startColumn"].as_u64()),
        (Some(3), Some(1))
    );
    assert!(result["message"]["text"].as_str().unwrap().ends_with("did you mean `owner`?"));
}

#[test]
fn what_glassbox_cannot_do_ends_with_2() {
    let catalog = Scratch::new("cli-cannot").with(&[CONFIG, GOOD, ("full/theirs.txt", "keep me")]);
    let code = |arguments: &[&str]| glassbox(catalog.path(), arguments).code;
    assert_eq!(code(&["build", "--now", "tomorrow"]), 2);
    assert_eq!(code(&["build", "--colour"]), 2);
    assert_eq!(code(&["dance"]), 2);
    assert_eq!(code(&["build", "--out", "full"]), 2);
    assert_eq!(files(&catalog.path().join("full"))["theirs.txt"], b"keep me");
}

#[test]
fn diagnostics_for_editors_are_a_line_each() {
    let catalog = Scratch::new("cli-short").with(&[CONFIG, BAD]);
    let run = glassbox(catalog.path(), &["check", "--now", NOW, "--format", "short"]);
    let first = run.stdout.lines().next().unwrap_or_default().to_owned();
    assert_eq!(
        first,
        "products/orders.yml:3:1: error[unknown-key]: a data product has no key `ownr`; did you mean `owner`?"
    );
}

#[test]
fn diagnostics_for_programs_are_json_on_standard_output() {
    let catalog = Scratch::new("cli-json").with(&[CONFIG, BAD]);
    let run = glassbox(catalog.path(), &["check", "--now", NOW, "--format", "json"]);
    let value: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let found = &value[0];
    assert_eq!(found["code"], "unknown-key");
    assert_eq!(found["help"][0], "did you mean `owner`?");
    let place = &found["places"][0];
    assert_eq!(place["file"], "products/orders.yml");
    assert_eq!((&place["line"], &place["column"]), (&3.into(), &1.into()));
}

#[test]
fn diagnostics_for_pull_requests_are_annotations() {
    let catalog = Scratch::new("cli-github").with(&[CONFIG, BAD]);
    let run = glassbox(catalog.path(), &["check", "--now", NOW, "--format", "github"]);
    assert!(run.stdout.starts_with("::error file=products/orders.yml,line=3,col="), "{}", run.stdout);
}

#[test]
fn the_help_teaches() {
    let catalog = Scratch::new("cli-help");
    let run = glassbox(catalog.path(), &["--help"]);
    assert_eq!(run.code, 0);
    for words in ["build", "check", "Examples:", "Exit codes:"] {
        assert!(run.stdout.contains(words), "{words} is missing: {}", run.stdout);
    }
    let without = glassbox(catalog.path(), &[]);
    assert_eq!(without.code, 2);
    assert!(without.stderr.contains("Usage:"), "{}", without.stderr);
}

#[test]
fn the_time_that_counts_can_be_set() {
    let catalog = Scratch::new("cli-now").with(&[CONFIG, GOOD]);
    glassbox(catalog.path(), &["build", "--now", "2031-02-03"]);
    let home = String::from_utf8(files(&catalog.path().join("site"))["index.html"].clone()).unwrap();
    assert!(home.contains("3 February 2031"), "{home}");
}
