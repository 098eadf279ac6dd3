//! The schemas that editors read: they have the keys that the program reads, and no others; and the
//! example catalog conforms to them.

use crate::support::{NOW, Scratch, glassbox};
use glassbox::internals::FileId;
use glassbox::internals::{Node, NodeKind, parse};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Returns the kinds of files that have a schema.
fn kinds() -> Vec<String> {
    let run = glassbox(Path::new("."), &["schema"]);
    let names = run.stdout.lines().filter_map(|line| line.split_whitespace().next());
    names.map(str::to_owned).collect()
}

pub(crate) fn schema(kind: &str) -> Value {
    let run = glassbox(Path::new("."), &["schema", kind]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    serde_json::from_str(&run.stdout).unwrap()
}

/// Returns the keys of a schema, or of one of its definitions.
fn keys(schema: &Value, definition: &str) -> BTreeSet<String> {
    let object = if definition.is_empty() { schema } else { &schema["definitions"][definition] };
    let properties = object["properties"].as_object().unwrap_or_else(|| panic!("there is no `{definition}`"));
    properties.keys().cloned().collect()
}

/// Returns those of these keys that the program does not know in the place of `??` in a file.
fn unknown_keys(file: &str, text: &str, keys: &BTreeSet<String>) -> Vec<String> {
    let catalog = Scratch::new("schema-keys");
    catalog.write("glassbox.yml", "title: Shop\n");
    // The keys that the example already has are known.
    let new = keys.iter().filter(|key| !text.contains(&format!("{key}: ")));
    let between = if text.contains(", ??") || text.contains("{??") { ", " } else { "\n" };
    let new: Vec<String> = new.map(|key| format!("{key}: null")).collect();
    catalog.write(file, &text.replace("??", &new.join(between)));
    let run = glassbox(catalog.path(), &["check", ".", "--now", NOW, "--format", "json"]);
    let found: Value = serde_json::from_str(&run.stdout).unwrap();
    let unknown = found.as_array().unwrap().iter().filter(|one| one["code"] == "unknown-key");
    unknown.map(|one| one["message"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn every_key_of_the_schemas_is_read() {
    let product = "id: p\nname: P\n";
    let mut seen = BTreeSet::new();
    for (kind, definition, file, text) in [
        ("glassbox", "", "glassbox.yml", "??"),
        ("glassbox", "DbtProject", "glassbox.yml", "dbt: [{path: x, ??}]"),
        ("glassbox", "Events", "glassbox.yml", "openlineage: [{path: x, ??}]"),
        ("glassbox", "EvidenceSettings", "glassbox.yml", "evidence: {??}"),
        ("glassbox", "Rule", "glassbox.yml", "rules: {ownerless: {??}}"),
        ("glassbox", "Waiver", "glassbox.yml", "waivers: [{??}]"),
        ("glassbox", "Word", "glassbox.yml", "tiers: [{id: x, ??}]"),
        ("glassbox", "Category", "glassbox.yml", "categories: [{id: x, ??}]"),
        ("product", "", "products/p.yml", &format!("{product}??\n")),
        ("product", "SelectedAssets", "products/p.yml", &format!("{product}assets: [{{dbt: x, ??}}]\n")),
        ("product", "DeclaredAsset", "products/p.yml", &format!("{product}assets: [{{id: x, ??}}]\n")),
        ("product", "OutputPort", "products/p.yml", &format!("{product}output_ports: [{{id: x, ??}}]\n")),
        ("product", "InputPort", "products/p.yml", &format!("{product}input_ports: [{{product: p, ??}}]\n")),
        ("product", "Consumer", "products/p.yml", &format!("{product}consumers: [{{product: p, ??}}]\n")),
        (
            "product",
            "LastMile",
            "products/p.yml",
            &format!("{product}consumers: [{{product: p, last_mile: {{??}}}}]\n"),
        ),
        (
            "product",
            "Sla",
            "products/p.yml",
            &format!("{product}slas: [{{property: freshness, target: 6h, ??}}]\n"),
        ),
        ("product", "Obligation", "products/p.yml", &format!("{product}regulations: [{{id: x, ??}}]\n")),
        (
            "product",
            "ControlEvidence",
            "products/p.yml",
            &format!("{product}regulations: [{{id: x, controls: {{y: {{??}}}}}}]\n"),
        ),
        ("product", "Channel", "products/p.yml", &format!("{product}support: [{{channel: x, ??}}]\n")),
        ("product", "Link", "products/p.yml", &format!("{product}links: [{{title: x, url: /y, ??}}]\n")),
        (
            "product",
            "Accomplishment",
            "products/p.yml",
            &format!("{product}accomplishments: [{{date: 2026-01-01, text: x, ??}}]\n"),
        ),
        ("teams", "", "teams.yml", "teams: []\n??\n"),
        ("teams", "Team", "teams.yml", "teams: [{id: x, ??}]\n"),
        ("teams", "Member", "teams.yml", "teams: [{id: x, members: [{??}]}]\n"),
        ("team", "", "teams/x.yml", "id: x\n??\n"),
        ("team", "Member", "teams/x.yml", "id: x\nmembers: [{??}]\n"),
        ("domains", "", "domains.yml", "domains: []\n??\n"),
        ("domains", "Domain", "domains.yml", "domains: [{id: x, ??}]\n"),
        ("goals", "", "goals.yml", "goals: []\n??\n"),
        ("goals", "Goal", "goals.yml", "goals: [{id: x, ??}]\n"),
        ("product", "Notice", "products/p.yml", &format!("{product}notices: [{{text: x, ??}}]\n")),
        ("product", "BusinessValue", "products/p.yml", &format!("{product}value: {{text: x, ??}}\n")),
        ("systems", "", "systems.yml", "systems: []\n??\n"),
        ("systems", "System", "systems.yml", "systems: [{id: x, ??}]\n"),
        ("regulation", "", "regulations/x.yml", "id: x\nname: X\n??\n"),
        ("regulation", "Control", "regulations/x.yml", "id: x\nname: X\ncontrols: [{id: x, ??}]\n"),
        ("initiative", "", "roadmap/x.yml", "id: x\ntitle: X\n??\n"),
        ("initiative", "Delivery", "roadmap/x.yml", "id: x\ntitle: X\ndelivers: [{product: x, ??}]\n"),
        ("standards", "", "standards.yml", "default: true\n??\n"),
        ("standards", "Word", "standards.yml", "levels: [{id: x, ??}]\n"),
        ("standards", "Standard", "standards.yml", "standards: [{id: x, ??}]\n"),
        ("standards", "Check", "standards.yml", "standards: [{id: x, checks: [{check: owner, ??}]}]\n"),
        ("page", "", "content/x.md", "---\n??\n---\n# X\n"),
    ] {
        seen.insert((kind, definition));
        let known = keys(&schema(kind), definition);
        assert_eq!(unknown_keys(file, text, &known), Vec::<String>::new(), "{kind} {definition}");
        let wrong = BTreeSet::from(["descripton".to_owned()]);
        assert_eq!(unknown_keys(file, text, &wrong).len(), 1, "{kind} {definition} is tested");
    }
    for kind in &kinds() {
        let schema = schema(kind);
        let has_keys = !keys(&schema, "").is_empty();
        assert!(!has_keys || seen.contains(&(kind.as_str(), "")), "{kind} has untested keys");
        let definitions = schema["definitions"].as_object().into_iter().flat_map(serde_json::Map::keys);
        // Those of several kinds are the same in each.
        let of_several = |name: &str| ["Channel", "Link"].contains(&name);
        let missed: Vec<&String> = definitions
            .filter(|name| !of_several(name) && !seen.contains(&(kind.as_str(), name.as_str())))
            .collect();
        assert!(missed.is_empty(), "{kind} also has {missed:?}");
    }
}

/// Every part is described, and the default in the schema is the program's.
#[test]
fn schemas_describe_each_key_and_its_default() {
    let mut defaults = Vec::new();
    for kind in &kinds() {
        let schema = schema(kind);
        assert_eq!(schema["$id"], format!("urn:glassbox:schema:{kind}"));
        let none = serde_json::Map::new();
        let definitions = schema["definitions"].as_object().unwrap_or(&none).iter();
        let all = definitions.map(|(name, one)| (name.as_str(), one)).chain([(kind.as_str(), &schema)]);
        for (name, object) in all {
            assert!(object["title"].is_string() && object["description"].is_string(), "{kind} {name}");
            for (key, about) in object["properties"].as_object().unwrap() {
                assert!(about["description"].as_str().is_some_and(|text| !text.is_empty()), "{name}.{key}");
                if let Some(default) = about.get("default") {
                    defaults.push(format!("{name}.{key}: {default}"));
                }
            }
        }
    }
    let expected = [
        "EvidenceSettings.expires: \"2 days\"",
        "EvidenceSettings.history: \"history\"",
        "glassbox.fiscal_year_begins: \"january\"",
        "glassbox.language: \"en\"",
        "glassbox.raw_html: false",
        "glassbox.theme: \"default\"",
        "glassbox.time_zone: \"UTC\"",
        "glassbox.title: \"Data products\"",
        "product.lifecycle: \"active\"",
        "regulation.carried: true",
        "Delivery.status: \"planned\"",
        "standards.default: false",
        "page.nav: true",
    ];
    assert_eq!(defaults, expected);
}

/// Returns a file as an editor sees it: text that looks like a number is one.
pub(crate) fn as_json(node: &Node) -> Value {
    match &node.kind {
        NodeKind::Null => Value::Null,
        NodeKind::Scalar(text) if text == "true" || text == "false" => Value::Bool(text == "true"),
        NodeKind::Scalar(text) => match (text.parse::<i64>(), text.parse::<f64>()) {
            (Ok(number), _) => Value::from(number),
            (_, Ok(number)) if number.is_finite() => Value::from(number),
            _ => Value::String(text.clone()),
        },
        NodeKind::Sequence(items) => Value::Array(items.iter().map(as_json).collect()),
        NodeKind::Mapping(entries) => {
            entries.iter().map(|entry| (entry.key.value.clone(), as_json(&entry.value))).collect()
        }
    }
}

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("example-catalog")
}

/// Returns the hand-written files of the example, each with its kind.
fn files() -> Vec<(&'static str, PathBuf)> {
    let mut found = vec![
        ("glassbox", example().join("glassbox.yml")),
        ("teams", example().join("teams.yml")),
        ("domains", example().join("domains.yml")),
        ("goals", example().join("goals.yml")),
        ("systems", example().join("systems.yml")),
        ("standards", example().join("standards.yml")),
    ];
    for (kind, folder) in [("product", "products"), ("regulation", "regulations"), ("initiative", "roadmap")]
    {
        let mut folders = vec![example().join(folder)];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() { folders.push(path) } else { found.push((kind, path)) }
            }
        }
    }
    found
}

#[test]
fn the_files_of_the_example_match_and_name_their_schemas() {
    for (kind, path) in files() {
        let validator = jsonschema::validator_for(&schema(kind)).unwrap();
        let text = fs::read_to_string(&path).unwrap();
        let value = as_json(&parse(FileId(0), &text, &mut Vec::new()).unwrap());
        let wrong: Vec<String> = validator
            .iter_errors(&value)
            .map(|error| format!("{} at {}", error, error.instance_path()))
            .collect();
        assert!(wrong.is_empty(), "{}: {wrong:?}", path.display());
        // Every file names the location of its schema for editors.
        let named = text.lines().next().unwrap().split("$schema=").nth(1);
        let named = named.unwrap_or_else(|| panic!("{} names no schema", path.display()));
        let found = path.parent().unwrap().join(named).canonicalize().unwrap();
        assert_eq!(found, example().join(format!("schemas/{kind}.json")), "{}", path.display());
        // And a typo is marked.
        let mut slipped = value.clone();
        slipped.as_object_mut().unwrap().insert("descripton".to_owned(), Value::from("x"));
        assert!(!validator.is_valid(&slipped), "{}", path.display());
        slipped.as_object_mut().unwrap().remove("descripton");
        slipped.as_object_mut().unwrap().insert("x-own".to_owned(), Value::from("x"));
        assert!(validator.is_valid(&slipped), "{}", path.display());
    }
}

/// Their names are free, so the schema has no keys: it describes the form of a name and of a drawing.
#[test]
fn the_icon_schema_rejects_what_check_refuses() {
    let schema = schema("icons");
    assert_eq!(schema["properties"], serde_json::json!({}));
    let validator = jsonschema::validator_for(&schema).unwrap();
    let catalog = Scratch::new("schema-icons");
    catalog.write("glassbox.yml", "title: Shop\n");
    let own = fs::read_to_string(example().parent().unwrap().join("themes/default/icons.yml")).unwrap();
    for (text, is_right) in [
        (own.as_str(), true),
        ("payroll: M4 10h12\n2026: m1,1.5e-1z\n", true),
        ("payroll: \"M1 1'/%3E\"\n", false),
        ("payroll: 4 10h12\n", false),
        ("payroll: [M1 1]\n", false),
        ("Payroll: M4 10h12\n", false),
        ("- M1 1\n", false),
    ] {
        let value = as_json(&parse(FileId(0), text, &mut Vec::new()).unwrap());
        assert_eq!(validator.is_valid(&value), is_right, "the schema disagrees on {text}");
        catalog.write("themes/default/icons.yml", text);
        let run = glassbox(catalog.path(), &["build", ".", "--now", NOW, "--out", "site"]);
        assert_eq!(run.code == 0, is_right, "check disagrees on {text}: {}", run.stderr);
    }
}

#[test]
fn the_schemas_of_the_example_are_up_to_date() {
    let scratch = Scratch::new("schema-written");
    let run = glassbox(scratch.path(), &["schema", "--write", "schemas"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    for entry in fs::read_dir(scratch.path().join("schemas")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap();
        let known = fs::read_to_string(example().join("schemas").join(name)).unwrap_or_default();
        let written = fs::read_to_string(&path).unwrap();
        assert!(known == written, "write {name:?} anew: glassbox schema --write example-catalog/schemas");
    }
    let wrong = glassbox(scratch.path(), &["schema", "produkt"]);
    assert!(wrong.code == 2 && wrong.stderr.contains("did you mean `product`?"), "{}", wrong.stderr);
}

#[test]
fn the_reference_names_the_checks_that_take_a_key() {
    let reference = include_str!("../../docs/reference.md");
    let section = |heading: &str| reference.split(heading).nth(1).unwrap().split("\n##").next().unwrap();
    let checks = section("\n### Check\n");
    let mut named = 0;
    for row in section("\n### Check: `standards.checks`\n").lines().filter(|row| row.contains(" For `")) {
        let key = row.split('`').nth(1).unwrap();
        for check in checks.lines().filter(|line| line.contains(&format!("with `{key}`"))) {
            let check = check.split('`').nth(1).unwrap();
            assert!(row.split(" For ").nth(1).unwrap().contains(&format!("`{check}`")), "{key} of {check}");
            named += 1;
        }
    }
    assert!(named > 3, "only {named} checks name the keys they take");
}

#[test]
fn the_reference_is_up_to_date_and_has_every_key() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/reference.md");
    let run = glassbox(Path::new("."), &["schema", "--reference"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    if std::env::var_os("SNAPSHOTS").is_some_and(|how| how == "overwrite") {
        fs::write(&path, &run.stdout).unwrap();
    }
    let known = fs::read_to_string(&path).unwrap_or_default();
    assert!(known == run.stdout, "run the tests once with SNAPSHOTS=overwrite, and read the difference");
    for kind in &kinds() {
        let schema = schema(kind);
        let definitions =
            schema["definitions"].as_object().into_iter().flatten().map(|(name, _)| name.as_str());
        for key in definitions.chain([""]).flat_map(|definition| keys(&schema, definition)) {
            assert!(known.contains(&format!("`{key}`")), "{key} of {kind}");
        }
    }
    // Every link of the page leads to one of its headings.
    let anchors: BTreeSet<String> = known.lines().filter(|line| line.starts_with('#')).map(anchor).collect();
    let links: Vec<&str> = known.split("](#").skip(1).filter_map(|rest| rest.split(')').next()).collect();
    assert!(links.len() > 40, "{links:?}");
    let dead: Vec<&&str> = links.iter().filter(|link| !anchors.contains(**link)).collect();
    assert!(dead.is_empty(), "{dead:?}");
    let headings = known.lines().filter(|line| line.starts_with('#')).count();
    assert_eq!(headings, anchors.len(), "each heading has its own anchor");
}

/// Returns the address of a heading on GitHub.
fn anchor(heading: &str) -> String {
    let text = heading.trim_start_matches('#').trim().to_lowercase().replace(' ', "-");
    text.chars().filter(|letter| letter.is_alphanumeric() || "-_".contains(*letter)).collect()
}
