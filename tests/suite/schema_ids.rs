//! `glassbox schema --catalog`: schemas with the ids of a catalog.

use crate::schema::as_json;
use crate::support::{NOW, Run, Scratch, glassbox};
use glassbox::internals::FileId;
use glassbox::internals::parse;
use serde_json::Value;

fn catalog(name: &str) -> Scratch {
    Scratch::new(name).with(&[
        (
            "glassbox.yml",
            "title: Shop\ntiers: [low, high]\ncategories: [table, {id: report, role: dashboard}]\n",
        ),
        ("teams.yml", "teams: [{id: sales-data, domain: sales, members: [ada@shop.example]}]\n"),
        ("domains.yml", "domains: [{id: sales, owner: sales-data}]\n"),
        ("regulations/gdpr.yml", "id: gdpr\nname: GDPR\ncontrols: [{id: deletion}]\n"),
        (
            "standards.yml",
            "levels: [good]\nstandards: [{id: s, checks: [{check: attested, id: drill, name: D}]}]\n",
        ),
        ("products/orders.yml", "id: orders\nname: Orders\nowner: sales-data\noutput_ports: [{id: all}]\n"),
    ])
}

fn schema(catalog: &Scratch, kind: &str) -> (Run, Value) {
    let run = glassbox(catalog.path(), &["schema", kind, "--catalog"]);
    let schema = serde_json::from_str(&run.stdout).unwrap();
    (run, schema)
}

/// Where an id is written, with an existing and an unknown one, and whether the latter is marked.
const REFERENCES: &[(&str, &str, &str, &str, bool)] = &[
    ("product", "owner: ??", "sales-data", "sales-dta", true),
    ("product", "domain: ??", "sales", "sale", true),
    ("product", "tier: ??", "high", "hihg", true),
    ("product", "tier: ??", "low", "experimental", true),
    ("product", "category: ??", "report", "reprot", true),
    ("product", "input_ports: [{product: ??}]", "orders", "ordes", true),
    ("product", "consumers: [{team: ??}]", "sales-data", "sales", true),
    ("product", "consumers: [{product: ??}]", "orders", "order", true),
    ("product", "regulations: [{id: ??}]", "gdpr", "gpdr", true),
    ("product", "regulations: [{id: gdpr, controls: {??: {}}}]", "deletion", "deletions", true),
    ("product", "attested: {??: {}}", "drill", "dril", true),
    ("product", "steward: ??", "ada@shop.example", "Grace Hopper", false),
    (
        "product",
        "output_ports: [{id: x}]\nslas: [{property: latency, target: 1d, port: ??}]",
        "x",
        "x",
        false,
    ),
    ("initiative", "sponsor: ??", "sales-data", "sales", true),
    ("initiative", "delivers: [{product: ??}]", "orders", "oders", true),
    ("initiative", "delivers: [{product: orders, waits_for: [??]}]", "orders", "oders", true),
    ("teams", "teams: [{id: sales-data, domain: ??}]", "sales", "sails", true),
    ("domains", "domains: [{id: sales, owner: ??}]", "sales-data", "sails", true),
    ("regulation", "owner: ??", "sales-data", "sails", true),
    (
        "glassbox",
        "tiers: [low, high]\ncategories: [table, report]\n\
         waivers: [{rule: ownerless, product: ??, reason: r, owner: sales-data, expires: 2027-01-01}]",
        "orders",
        "oders",
        true,
    ),
    (
        "glassbox",
        "tiers: [low, high]\ncategories: [table, report]\n\
         waivers: [{rule: ownerless, product: orders, reason: r, owner: ??, expires: 2027-01-01}]",
        "sales-data",
        "sales-dat",
        true,
    ),
    ("glassbox", "tiers: [low, high, new]\nrules: {ownerless: {tiers: {??: off}}}", "low", "new", false),
    (
        "standards",
        "standards: [{id: s, checks: [{check: attested, id: drill, name: D}], tiers: ??}]",
        "high",
        "hgh",
        true,
    ),
    ("standards", "standards: [{id: s, categories: [??]}]", "table", "tabel", true),
    (
        "standards",
        "levels: [good, new]\nstandards: [{id: s, checks: [{check: owner, level: ??}]}]",
        "good",
        "new",
        false,
    ),
];

#[test]
fn schemas_with_ids_reject_exactly_the_ids_that_check_refuses() {
    for (kind, text, known, other, is_marked) in REFERENCES {
        let catalog = catalog("schema-ids");
        let (run, schema) = schema(&catalog, kind);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let validator = jsonschema::validator_for(&schema).unwrap();
        let (file, head) = match *kind {
            "product" => ("products/new.yml", "id: new\nname: New\n"),
            "initiative" => ("roadmap/new.yml", "id: new\ntitle: New\n"),
            "regulation" => ("regulations/new.yml", "id: new\nname: New\n"),
            "glassbox" => ("glassbox.yml", ""),
            "teams" => ("teams.yml", ""),
            "domains" => ("domains.yml", ""),
            _ => ("standards.yml", ""),
        };
        for (value, is_right) in [(known, true), (other, !is_marked)] {
            let text = format!("{head}{}\n", text.replace("??", value));
            let json = as_json(&parse(FileId(0), &text, &mut Vec::new()).unwrap());
            assert_eq!(validator.is_valid(&json), is_right, "the schema of {kind}: {text}");
            catalog.write(file, &text);
            let run = glassbox(catalog.path(), &["check", ".", "--now", NOW, "--format", "json"]);
            let found: Vec<Value> = serde_json::from_str(&run.stdout).unwrap();
            let is_here = |one: &&Value| one["severity"] == "error" && one["places"][0]["path"] == file;
            let errors: Vec<&Value> = found.iter().filter(is_here).collect();
            assert_eq!(errors.is_empty(), is_right, "`check` and {text}: {errors:?}");
        }
    }
}

#[test]
fn editors_complete_known_values_where_new_ones_are_allowed() {
    let (_, schema) = schema(&catalog("schema-completed"), "product");
    let completed = |place: &Value| place["anyOf"][0]["enum"].clone();
    assert_eq!(completed(&schema["properties"]["steward"]), serde_json::json!(["ada@shop.example"]));
    assert_eq!(
        completed(&schema["definitions"]["InputPort"]["properties"]["port"]),
        serde_json::json!(["all"])
    );
}

#[test]
fn schemas_of_a_catalog_with_errors_have_the_readable_ids() {
    let catalog = catalog("schema-broken");
    catalog.write("products/broken.yml", "id: broken\n");
    let (run, schema) = schema(&catalog, "product");
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("error[missing-key]: a data product has no `name`"), "{}", run.stderr);
    assert!(run.stderr.contains("The catalog has 1 error; what cannot be read is missing"), "{}", run.stderr);
    let products = &schema["definitions"]["InputPort"]["properties"]["product"]["enum"];
    assert_eq!(*products, serde_json::json!(["orders"]));
}

#[test]
fn all_schemas_can_be_written_with_the_ids_of_another_folder() {
    let catalog = catalog("schema-elsewhere");
    let here = Scratch::new("schema-elsewhere-here");
    let path = catalog.path().to_str().unwrap();
    let run = glassbox(here.path(), &["schema", "--write", "schemas", "--catalog", path]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let text = std::fs::read_to_string(here.path().join("schemas/initiative.json")).unwrap();
    assert!(text.contains("\"sales-data\""));
    let run = glassbox(catalog.path(), &["schema", "--catalog"]);
    assert!(run.code == 2 && run.stderr.contains("hint: name a kind of file"), "{}", run.stderr);
}
