//! The page of each rule is its test: the example under "Breaks it" is found, with the words that
//! the page says, and the one under "Keeps it" is not.
//!
//! An example is the files of a small catalog, one block each; a block of `dbt` says what dbt knows,
//! a line for each model: `NAME in FOLDER[, reads A B][, tested]`. What the second example does not
//! name is as in the first. A team `data` is always there, and it is the 21st of November 2026.

use crate::support::{NOW, Run, Scratch, glassbox};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// A page: its blocks under "Breaks it" and under "Keeps it", by file, and what is to be said.
struct Page {
    breaks: BTreeMap<String, String>,
    keeps: BTreeMap<String, String>,
    says: String,
}

fn page(text: &str) -> Page {
    let (before, keeps) = text.split_once("\n## Keeps it\n").unwrap();
    let (_, breaks) = before.split_once("\n## Breaks it\n").unwrap();
    let mut breaks = blocks(breaks);
    let says = breaks.remove("text").unwrap();
    Page { breaks, keeps: blocks(keeps), says }
}

/// The fenced blocks of a text, by the file named in the line before, or by their language.
fn blocks(text: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let parts: Vec<&str> = text.split("```").collect();
    for pair in parts.chunks(2).filter(|pair| pair.len() == 2) {
        let (language, body) = pair[1].split_once('\n').unwrap();
        let file = pair[0].trim().lines().last().unwrap_or_default().trim_end_matches(':').trim_matches('`');
        let name = if language == "yaml" { file } else { language };
        found.insert(name.to_owned(), body.to_owned());
    }
    found
}

/// What dbt would write of models told a line each.
fn manifest(lines: &str) -> String {
    let mut nodes = Map::new();
    for line in lines.lines() {
        let mut parts = line.split(", ");
        let (name, folder) = parts.next().unwrap().split_once(" in ").unwrap();
        let mut reads: Vec<String> = Vec::new();
        for part in parts {
            if let Some(names) = part.strip_prefix("reads ") {
                reads.extend(names.split(' ').map(|name| format!("model.shop.{name}")));
            }
            if part == "tested" {
                let test = json!({"name": "unique", "resource_type": "test", "attached_node": format!("model.shop.{name}")});
                nodes.insert(format!("test.shop.unique_{name}.1"), test);
            }
        }
        let model = json!({"name": name, "resource_type": "model", "package_name": "shop", "fqn": ["shop", folder, name],
            "original_file_path": format!("models/{folder}/{name}.sql"), "depends_on": {"nodes": reads}});
        nodes.insert(format!("model.shop.{name}"), model);
    }
    json!({"metadata": {"project_name": "shop"}, "nodes": Value::Object(nodes)}).to_string()
}

fn write(catalog: &Scratch, files: &BTreeMap<String, String>) {
    for (name, text) in files {
        match name.as_str() {
            "dbt" => catalog.write("target/manifest.json", &manifest(text)),
            path => catalog.write(path, text),
        }
    }
}

fn check(catalog: &Scratch, more: &[&str]) -> Run {
    let run = glassbox(catalog.path(), &[&["check", ".", "--now", NOW, "--format", "short"], more].concat());
    assert!(run.code < 2, "{}", run.stderr);
    run
}

fn catalog(name: &str, page: &Page) -> Scratch {
    let catalog = Scratch::new(&format!("rule-{name}"));
    let dbt = if page.breaks.contains_key("dbt") { "dbt: [target]\n" } else { "" };
    catalog.write("glassbox.yml", &format!("title: Shop\n{dbt}"));
    catalog.write("teams.yml", "teams: [{id: data, name: Data}]\n");
    write(&catalog, &page.breaks);
    catalog
}

fn pages() -> Vec<(String, Page)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let pages = files.filter(|path| path.extension().is_some_and(|ending| ending == "md"));
    let name = |path: &Path| path.file_stem().unwrap().to_string_lossy().into_owned();
    let mut pages: Vec<(String, Page)> =
        pages.map(|path| (name(&path), page(&fs::read_to_string(&path).unwrap()))).collect();
    pages.sort_by(|one, other| one.0.cmp(&other.0));
    pages
}

#[test]
fn every_rule_finds_what_its_page_says_and_nothing_else() {
    let pages = pages();
    let listed = glassbox(Path::new("."), &["explain"]).stdout;
    let listed: Vec<&str> = listed.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(
        listed,
        pages.iter().map(|(rule, _)| rule.as_str()).collect::<Vec<_>>(),
        "each rule has a page"
    );
    for (rule, page) in &pages {
        let catalog = catalog(rule, page);
        assert_eq!(
            check(&catalog, &["--only", rule]).stdout.trim(),
            page.says.trim(),
            "what `{rule}` says of what breaks it"
        );
        write(&catalog, &page.keeps);
        assert_eq!(check(&catalog, &["--only", rule]).stdout, "", "what `{rule}` says of what keeps it");
    }
}

#[test]
fn how_much_a_rule_counts_is_said_by_rule_tier_and_category() {
    let page = page(
        &fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules/ownerless.md")).unwrap(),
    );
    let catalog = catalog("levels", &page);
    let first = |rules: &str| {
        catalog.write("glassbox.yml", &format!("title: Shop\n{rules}"));
        check(&catalog, &["--only", "ownerless"])
            .stdout
            .split("[ownerless]")
            .next()
            .unwrap()
            .rsplit(' ')
            .next()
            .unwrap()
            .to_owned()
    };
    assert_eq!(first(""), "warning");
    assert_eq!(first("rules: {ownerless: error}\n"), "error");
    assert_eq!(first("rules: {ownerless: {level: error, tiers: {experimental: note}}}\n"), "note");
    assert_eq!(first("rules: {ownerless: {categories: {mart: error}}}\n"), "warning");
    assert_eq!(first("rules: {ownerless: off}\n"), "");
    catalog.write("glassbox.yml", "title: Shop\nrules: {ownerles: off}\n");
    assert!(
        check(&catalog, &[])
            .stdout
            .contains("error[unknown-rule]: there is no rule `ownerles`; did you mean `ownerless`?")
    );
}

#[test]
fn leave_to_break_a_rule_has_a_reason_and_an_end() {
    let page = page(
        &fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules/ownerless.md")).unwrap(),
    );
    let catalog = catalog("waivers", &page);
    let waiver = |expires: &str| {
        catalog.write("glassbox.yml", &format!("title: Shop\nwaivers: [{{rule: ownerless, product: orders, reason: The team is new, expires: {expires}}}]\n"));
        check(&catalog, &["--except", "empty-product"]).stdout
    };
    assert_eq!(waiver("2026-12-31"), "");
    let expired = waiver("2026-10-31");
    assert!(
        expired.contains(
            "warning[expired-waiver]: the leave for `orders` to break `ownerless` ended on 2026-10-31"
        ),
        "{expired}"
    );
    assert!(expired.contains("warning[ownerless]"), "what was waived is found again");
}

#[test]
fn what_is_denied_ends_with_1() {
    let page = page(
        &fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules/ownerless.md")).unwrap(),
    );
    let catalog = catalog("deny", &page);
    assert_eq!(check(&catalog, &[]).code, 0);
    assert_eq!(check(&catalog, &["--deny", "warnings"]).code, 1);
    assert_eq!(check(&catalog, &["--deny", "warnings", "--except", "ownerless"]).code, 0);
    catalog.write("glassbox.yml", "title: Shop\nrules: {ownerless: error}\n");
    assert_eq!(check(&catalog, &[]).code, 1);
    let build = glassbox(catalog.path(), &["build", ".", "--now", NOW]);
    assert!(
        build.code == 1
            && build.stderr.contains("nobody answers for `orders`")
            && !catalog.path().join("site").exists(),
        "{}",
        build.stderr
    );
    let unknown = glassbox(catalog.path(), &["check", ".", "--only", "ownerles"]);
    assert!(unknown.code == 2 && unknown.stderr.contains("did you mean `ownerless`?"), "{}", unknown.stderr);
}
