//! The page of each rule is its test: examples under headings that begin with "An example that breaks the rule" are
//! found, with the words of the page, and those under "An example that meets it" are not.
//!
//! An example is the files of a small catalog, one block each; a block of `dbt` describes dbt's project,
//! a line for each model: `NAME in FOLDER[, reads A B][, has COLUMN:TYPE…][, marked TAG][, takes N s]
//! [, tested]`; `NAME is an exposure, reads A B` is one of those. A block of `runs` lists which jobs ended when on
//! the last seven days, a line each:
//! `JOB at HH:MM[, reads TABLE…][, writes TABLE…][, not on DAY…][, only on DAY…]`. Files that a later example does
//! not name are as in the first. A team `data` always exists, and it is 21 November 2026.

use crate::house_rules::rust_files;
use crate::support::{NOW, Run, Scratch, build, glassbox};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// A page: its first example, and the differences of the others from it.
struct Page {
    breaks: BTreeMap<String, String>,
    examples: Vec<Example>,
}

/// How the headings of examples begin.
const BREAKS: &str = "An example that breaks the rule";
const MEETS: &str = "An example that meets it";

/// The files of an example, and the expected messages: none for one that keeps the rule.
struct Example {
    heading: String,
    files: BTreeMap<String, String>,
    says: String,
}

fn page(text: &str) -> Page {
    let example = |section: &str| {
        let (heading, body) = section.split_once('\n').unwrap();
        let mut files = blocks(body);
        let says = files.remove("text").unwrap_or_default();
        assert_eq!(heading.starts_with(BREAKS), !says.is_empty(), "{heading}");
        assert!(heading.starts_with(BREAKS) || heading.starts_with(MEETS), "{heading}");
        Example { heading: heading.to_owned(), files, says }
    };
    let examples: Vec<Example> = text.split("\n## ").skip(1).map(example).collect();
    assert!(examples[1..].iter().any(|one| one.says.is_empty()), "nothing keeps the rule");
    Page { breaks: examples[0].files.clone(), examples }
}

/// Returns the fenced blocks of a text, by the file named in the line before, or by their language.
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

/// Returns what dbt would write for models described one per line: its manifest and its run results.
fn artifacts(lines: &str) -> (String, String) {
    let (mut nodes, mut exposures, mut results) = (Map::new(), Map::new(), Vec::new());
    for line in lines.lines() {
        let mut parts = line.split(", ");
        let first = parts.next().unwrap();
        let (name, folder) =
            first.split_once(" in ").unwrap_or((first.trim_end_matches(" is an exposure"), ""));
        let mut reads: Vec<String> = Vec::new();
        let (mut columns, mut tags) = (Map::new(), Vec::new());
        for part in parts {
            for written in part.strip_prefix("has ").unwrap_or_default().split_whitespace() {
                let (column, kind) = written.split_once(':').unwrap();
                columns.insert(column.to_owned(), json!({"name": column, "data_type": kind}));
            }
            tags.extend(part.strip_prefix("marked "));
            if let Some(seconds) = part.strip_prefix("takes ").and_then(|took| took.strip_suffix(" s")) {
                results.push(json!({"unique_id": format!("model.shop.{name}"), "status": "success",
                    "execution_time": seconds.parse::<f64>().unwrap()}));
            }
            if let Some(names) = part.strip_prefix("reads ") {
                reads.extend(names.split(' ').map(|name| format!("model.shop.{name}")));
            }
            if part == "tested" {
                let test = json!({"name": "unique", "resource_type": "test", "attached_node": format!("model.shop.{name}")});
                nodes.insert(format!("test.shop.unique_{name}.1"), test);
            }
        }
        if folder.is_empty() {
            let exposure = json!({"name": name, "resource_type": "exposure", "package_name": "shop",
                "fqn": ["shop", name], "type": "dashboard", "depends_on": {"nodes": reads}});
            exposures.insert(format!("exposure.shop.{name}"), exposure);
            continue;
        }
        let model = json!({"name": name, "resource_type": "model", "package_name": "shop", "fqn": ["shop", folder, name],
            "original_file_path": format!("models/{folder}/{name}.sql"), "depends_on": {"nodes": reads},
            "columns": columns, "tags": tags});
        nodes.insert(format!("model.shop.{name}"), model);
    }
    let manifest =
        json!({"metadata": {"project_name": "shop"}, "nodes": Value::Object(nodes), "exposures": exposures});
    let runs = json!({"metadata": {"generated_at": NOW}, "args": {"which": "build"}, "results": results});
    (manifest.to_string(), runs.to_string())
}

/// Returns the events of jobs described one per line, a run for each of the last seven days.
fn events(lines: &str) -> String {
    let mut events = String::new();
    for (at, line) in lines.lines().enumerate() {
        let mut parts = line.split(", ");
        let (job, time) = parts.next().and_then(|first| first.split_once(" at ")).unwrap();
        let (namespace, name) = job.split_once('/').unwrap();
        let (mut inputs, mut outputs) = (Vec::new(), Vec::new());
        let mut days: Vec<String> = (15..22).map(|day| format!("2026-11-{day}")).collect();
        for part in parts {
            let table = |name: &str| json!({"namespace": "snowflake://acc", "name": name});
            match part.split_once(' ').unwrap() {
                ("reads", names) => inputs.extend(names.split(' ').map(table)),
                ("writes", names) => outputs.extend(names.split(' ').map(table)),
                ("not", named) => days.retain(|day| !named.contains(day)),
                ("only", named) => days.retain(|day| named.contains(day)),
                _ => panic!("{line}"),
            }
        }
        for day in days {
            let run = format!("00000000-0000-4000-8000-{at:04}{}", day.replace('-', ""));
            let event = json!({"eventType": "COMPLETE", "eventTime": format!("{day}T{time}:00Z"), "producer": "https://x",
                "schemaURL": "https://openlineage.io/spec/2-0-2/OpenLineage.json", "run": {"runId": run, "facets": {}},
                "job": {"namespace": namespace, "name": name, "facets": {}}, "inputs": inputs, "outputs": outputs});
            events.push_str(&format!("{event}\n"));
        }
    }
    events
}

fn write(catalog: &Scratch, files: &BTreeMap<String, String>) {
    for (name, text) in files {
        match name.as_str() {
            "dbt" => {
                let (manifest, runs) = artifacts(text);
                catalog.write("target/manifest.json", &manifest);
                catalog.write("target/run_results.json", &runs);
            }
            "runs" => catalog.write("ol/events.ndjson", &events(text)),
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
    let has_events = page.examples.iter().any(|example| example.files.contains_key("runs"));
    let events = if has_events { "openlineage: [ol]\n" } else { "" };
    catalog.write("glassbox.yml", &format!("title: Shop\n{dbt}{events}"));
    catalog.write("teams.yml", "teams: [{id: data, name: Data}]\n");
    if has_events {
        catalog.write("ol/events.ndjson", "");
    }
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
fn every_rule_finds_exactly_what_the_examples_on_its_page_state() {
    let pages = pages();
    let listed = glassbox(Path::new("."), &["explain"]).stdout;
    let columns: std::collections::BTreeSet<_> = listed
        .lines()
        .map(|line| line.find(' ').map(|end| end + line[end..].len() - line[end..].trim_start().len()))
        .collect();
    assert_eq!(columns.len(), 1, "the levels are one column: {listed}");
    let listed: Vec<&str> = listed.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(
        listed,
        pages.iter().map(|(rule, _)| rule.as_str()).collect::<Vec<_>>(),
        "each rule has a page"
    );
    let mut wrong = Vec::new();
    for (rule, page) in &pages {
        for Example { heading, files, says } in &page.examples {
            let catalog = catalog(rule, page);
            write(&catalog, files);
            let said = check(&catalog, &["--only", rule]).stdout;
            if said.trim() != says.trim() {
                wrong.push(format!("`{rule}` under “{heading}” says\n{said}and the page\n{says}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A check that `rules!` does not declare would not be part of the program, unnoticed.
#[test]
fn every_rule_has_a_page_a_check_and_words_of_the_same_name() {
    let files = |folder: &str| {
        let files = rust_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder));
        let names = files.iter().map(|file| file.file_stem().unwrap().to_string_lossy().into_owned());
        names.filter(|name| name != "mod").collect::<Vec<_>>()
    };
    let pages: Vec<String> = pages().iter().map(|(rule, _)| rule.replace('-', "_")).collect();
    assert_eq!(files("src/rules"), pages);
    assert_eq!(files("src/prose/en/rules"), pages);
}

#[test]
fn every_finding_has_machine_readable_data() {
    for (rule, page) in pages() {
        let catalog = catalog(&format!("{rule}-data"), &page);
        let run =
            glassbox(catalog.path(), &["check", ".", "--now", NOW, "--format", "json", "--only", &rule]);
        let found: Value = serde_json::from_str(&run.stdout).unwrap();
        assert!(!found.as_array().unwrap().is_empty(), "{rule}");
        for one in found.as_array().unwrap() {
            assert!(one["code"] == rule.as_str() && one["data"]["product"].is_string(), "{one}");
        }
        if rule != "boundary-leak" {
            continue;
        }
        let data = json!({"product": "report", "upstream": "orders", "assets": ["model.shop.stg_orders"]});
        assert_eq!(found[0]["data"], data);
        let run =
            glassbox(catalog.path(), &["check", ".", "--now", NOW, "--format", "sarif", "--only", &rule]);
        let log: Value = serde_json::from_str(&run.stdout).unwrap();
        assert_eq!(log["runs"][0]["results"][0]["properties"]["data"], data);
        let out = catalog.path().join("site");
        build(catalog.path(), &out);
        let record = fs::read(out.join("products/report.json")).unwrap();
        let record: Value = serde_json::from_slice(&record).unwrap();
        let of_rule = |one: &&Value| one["rule"] == rule.as_str();
        let finding = record["findings"].as_array().unwrap().iter().find(of_rule).unwrap();
        let without_itself = json!({"upstream": "orders", "assets": ["model.shop.stg_orders"]});
        assert_eq!((&finding["data"], finding.get("code")), (&without_itself, None));
        // Its text contains the names of products, which are links on a page.
        assert_eq!(finding["message"], "Report bypasses the output ports of Orders: it reads `stg_orders`");
        let page = fs::read_to_string(out.join("products/report/index.html")).unwrap();
        let linked = "bypasses the output ports of <a href=\"../orders/index.html\">Orders</a>";
        assert!(page.contains(linked), "{page}");
    }
}

/// A file of a catalog, and the change of its text.
type Change<'c> = (&'c str, &'c dyn Fn(&str) -> String);

/// Returns the message and help of a rule's finding in a product on its page, for the catalog of the rule's first
/// example with changes to its files.
fn on_page(rule: &str, of: &str, changes: &[Change<'_>]) -> (String, String) {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("src/rules/{rule}.md")));
    let catalog = catalog(&format!("{rule}-on-page"), &page(&text.unwrap()));
    for (file, change) in changes {
        let text = fs::read_to_string(catalog.path().join(file)).unwrap();
        catalog.write(file, &change(&text));
    }
    let out = catalog.path().join("site");
    build(catalog.path(), &out);
    let record: Value =
        serde_json::from_slice(&fs::read(out.join(format!("products/{of}.json"))).unwrap()).unwrap();
    let finding = record["findings"].as_array().unwrap().iter().find(|one| one["rule"] == rule).unwrap();
    let says = |key: &str| finding[key].as_str().unwrap().to_owned();
    (says("message"), says("help"))
}

#[test]
fn findings_on_pages_use_display_names_and_dates_in_words() {
    let (message, help) = on_page("below-effective-tier", "study", &[]);
    assert_eq!(
        message,
        "Study has the tier Experimental, but App, which depends on it, has the tier Customer-facing"
    );
    assert!(help.starts_with("meet the requirements of the tier Customer-facing and declare it"), "{help}");
    let more = |text: &str| {
        let ids = [
            "{id: masking}",
            "{id: erasure}",
            "{id: basis, name: Lawful basis}",
            "{id: access}",
            "{id: retention}",
        ];
        text.lines().take(2).collect::<Vec<_>>().join("\n") + &format!("\ncontrols: [{}]\n", ids.join(", "))
    };
    let (message, help) = on_page("missing-control", "patients", &[("regulations/gdpr.yml", &more)]);
    let missing = "Erasure, Lawful basis, Access and Retention";
    assert_eq!(message, format!("Patients has no evidence for 4 controls of GDPR: {missing}"));
    let each = "add each of them to its `controls` for GDPR, with the link to the evidence as `evidence` and the day of \
                the last review as `reviewed`";
    assert_eq!(help, each);
    let named = |text: &str| text.replace("id: orders, dbt", "id: orders, name: All orders, dbt");
    let (message, _) = on_page("untested-output", "orders", &[("products/orders.yml", &named)]);
    assert_eq!(message, "The output port “All orders” of Orders has no tests");
    let (message, _) = on_page("last-mile-expired", "orders", &[]);
    assert_eq!(message, "The last mile of Data on Orders (a sheet) was due to be removed by 30 July 2026");
}

#[test]
fn advice_never_suggests_a_deprecated_output_port() {
    let end = |text: &str| {
        let mut manifest: Value = serde_json::from_str(text).unwrap();
        manifest["nodes"]["model.shop.fct_orders"]["deprecation_date"] = json!("2026-12-31T00:00:00Z");
        manifest.to_string()
    };
    let (_, help) = on_page("boundary-leak", "report", &[]);
    assert_eq!(help, "read “Orders” instead, or ask Data for an output port that offers it");
    let (_, help) = on_page("boundary-leak", "report", &[("target/manifest.json", &end)]);
    assert_eq!(help, "ask Data for an output port that offers it");
}

/// The keys of the data are a promise to programs, and follow from the declaration of the facts.
#[test]
fn the_data_of_a_finding_keeps_its_keys() {
    let mut kinds: BTreeSet<String> = BTreeSet::new();
    for (rule, page) in pages() {
        for Example { files, .. } in &page.examples {
            let catalog = catalog(&format!("{rule}-keys"), &page);
            write(&catalog, files);
            let run =
                glassbox(catalog.path(), &["check", ".", "--now", NOW, "--format", "json", "--only", &rule]);
            let found: Vec<Value> = serde_json::from_str(&run.stdout).unwrap();
            kinds.extend(found.iter().map(|one| {
                let data = one["data"].as_object().unwrap();
                let case =
                    data.get("case").map_or(String::new(), |case| format!(" ({})", case.as_str().unwrap()));
                let keys = data.keys().map(String::as_str).filter(|key| *key != "product" && *key != "case");
                format!("{rule}{case}: {}", keys.collect::<Vec<_>>().join(", "))
            }));
        }
    }
    let kinds: Vec<&str> = kinds.iter().map(|kind| kind.trim_end()).collect();
    snapbox::assert_data_eq!(
        kinds.join("\n") + "\n",
        snapbox::str![[r#"
below-effective-tier: needed, tier, user
boundary-leak: assets, upstream
built-on-project-mart: marts
consumer-never-seen: consumer
contract-mismatch (column-missing): asset, column, near
contract-mismatch (column-type): asset, column, promised, real
contract-mismatch (other-table): asset, port, tables
empty-product:
ends-in-use (in-use): ends, readers, teams
ends-in-use (past): ends
export-from-mart: tables
impure-application-mart: products, systems
input-never-seen: upstream
jargon-in-summary: words
last-mile-expired: consumer, until
lasting-without-reader: delivered, initiative
missing-control: controls, early, failed, partly, regulation
no-output-ports: readers
orphan-asset: assets
ownerless:
product-cycle: products
project-mart-without-end:
promise-out-of-reach (late-by-runs): minutes, promise, upstream, upstream_promise
promise-out-of-reach (less-together): percent, promise, upstream
promise-out-of-reach (looser-upstream): promise, upstream, upstream_promise
promise-out-of-reach (rarer-input): asset, minutes, promise
regulation-not-carried (marked): marked, regulation
regulation-not-carried (reached): path, regulation
retired-upstream: upstream
review-overdue: by
runs-before-its-input: asset, days, early_days, minutes, reads
scheduled-before-its-input: asset, due, reads, ready
shared-export: uses
shared-last-mile: consumers, downstream
stale-evidence: control, regulation, reviewed
temporary-without-end: consumer
two-writers: tables, writers
undeclared-consumer: exposures, products
undeclared-input: upstream
undocumented-output: port
unguarded-data: regulation, unguarded
untested-output: asset, port
unused-asset: assets

"#]]
    );
}

#[test]
fn the_level_of_a_rule_can_be_set_by_rule_tier_and_category() {
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
fn a_waiver_needs_a_reason_and_ends_on_its_date() {
    let page = page(
        &fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules/ownerless.md")).unwrap(),
    );
    let catalog = catalog("waivers", &page);
    let waiver = |expires: &str| {
        catalog.write("glassbox.yml", &format!("title: Shop\nwaivers: [{{rule: ownerless, product: orders, reason: The team is new, owner: data, expires: {expires}}}]\n"));
        check(&catalog, &["--except", "empty-product"]).stdout
    };
    assert_eq!(waiver("2026-12-31"), "");
    let expired = waiver("2026-10-31");
    assert!(
        expired.contains(
            "warning[expired-waiver]: the waiver of `ownerless` for `orders` expired on 2026-10-31"
        ),
        "{expired}"
    );
    assert!(expired.contains("warning[ownerless]"), "the waived finding is reported again");
    catalog.write("glassbox.yml", "title: Shop\nwaivers: [{rule: ownerless, product: order, reason: New, owner: dat, expires: 2026-12-31}]\n");
    let misspelt = check(&catalog, &[]).stdout;
    assert!(
        misspelt.contains("did you mean `orders`?") && misspelt.contains("did you mean `data`?"),
        "{misspelt}"
    );
}

#[test]
fn denied_warnings_exit_with_1() {
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
            && build.stderr.contains("`orders` has no owner")
            && !catalog.path().join("site").exists(),
        "{}",
        build.stderr
    );
    let unknown = glassbox(catalog.path(), &["check", ".", "--only", "ownerles"]);
    assert!(unknown.code == 2 && unknown.stderr.contains("did you mean `ownerless`?"), "{}", unknown.stderr);
}
