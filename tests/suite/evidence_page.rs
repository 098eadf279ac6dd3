//! Which evidence was read, and what became of it: the page, the file for programs, and the output of `check`,
//! on a catalog of one table with files of every kind.

use crate::reading::main_of;
use crate::support::{NOW, Scratch, build, glassbox};
use serde_json::{Value, json};
use std::fs;

const CATALOG: &[(&str, &str)] = &[
    (
        "glassbox.yml",
        "title: Shop\ndbt:\n  - path: target\n    runs: [archive]\nopenlineage: [events, 'more events.ndjson']\n",
    ),
    ("products/orders.yml", "id: orders\nname: Orders\nassets: [{dbt: path:models}]\n"),
];

/// Returns the models of the shop's project.
fn manifest() -> String {
    let model = json!({"name": "orders", "resource_type": "model", "package_name": "shop",
        "original_file_path": "models/orders.sql", "fqn": ["shop", "orders"], "database": "db", "schema": "main",
        "alias": "orders", "config": {"materialized": "table"}, "relation_name": "\"db\".\"main\".\"orders\"",
        "depends_on": {"nodes": []}});
    json!({"metadata": {"project_name": "shop"}, "nodes": {"model.shop.orders": model}, "sources": {}})
        .to_string()
}

/// Returns the results of a run: with these arguments, at a time of this day, with the status of these models.
fn run(arguments: &Value, clock: &str, rows: &[(&str, &str)]) -> String {
    let at = format!("2026-11-20T{clock}:00Z");
    let row = |(model, status): &(&str, &str)| {
        json!({"unique_id": format!("model.shop.{model}"), "status": status,
            "timing": [{"name": "execute", "started_at": at, "completed_at": at}]})
    };
    let rows: Vec<Value> = rows.iter().map(row).collect();
    json!({"metadata": {"generated_at": at, "invocation_id": clock}, "args": arguments, "results": rows})
        .to_string()
}

/// Returns an event of a job that writes a table.
fn event(kind: &str, job: &str, table: &str) -> String {
    json!({"eventType": kind, "eventTime": "2026-11-20T03:00:00Z", "run": {"runId": job},
        "job": {"namespace": "loads", "name": job}, "inputs": [],
        "outputs": [{"namespace": "warehouse", "name": table}]})
    .to_string()
}

/// Returns the shop with a file of every kind.
fn shop(name: &str) -> Scratch {
    let shop = Scratch::new(&format!("evidence-{name}")).with(CATALOG);
    let build = json!({"which": "build"});
    let files = [
        ("target/manifest.json", manifest()),
        ("target/run_results.json", run(&build, "09:00", &[("orders", "error")])),
        ("archive/early.json", run(&build, "08:00", &[("orders", "success"), ("orders", "success")])),
        (
            "archive/empty.json",
            run(&json!({"which": "build", "empty": true}), "10:00", &[("orders", "success")]),
        ),
        ("archive/other one.json", run(&build, "07:00", &[("order", "success"), ("<b>bold</b>", "success")])),
        ("archive/notes.txt", "nothing of this kind".to_owned()),
        ("events/known.ndjson", format!("torn\n{}\n", event("COMPLETE", "load", "db.main.orders"))),
        (
            "more events.ndjson",
            [event("START", "x", "db.far.away"), event("COMPLETE", "x", "db.far.away")].join("\n"),
        ),
    ];
    for (path, text) in files {
        shop.write(path, &text);
    }
    shop.write("archive/packed.json.gz", "\u{1f}");
    fs::write(shop.path().join("archive/packed.json.gz"), b"\x1f\x8bno").unwrap();
    shop
}

/// Returns the `api/evidence.json` of a catalog, after building it.
fn record(catalog: &Scratch) -> Value {
    let site = catalog.path().join("site");
    build(catalog.path(), &site);
    serde_json::from_str(&fs::read_to_string(site.join("api/evidence.json")).unwrap()).unwrap()
}

fn number(of: &Value, key: &str) -> u64 {
    of[key].as_u64().unwrap()
}

/// Asserts that the counts add up to the rows, and returns them: used, replaced, not relevant, matched nothing.
fn counts(of: &Value) -> [u64; 4] {
    let not_about = of["not_about"].as_array().unwrap().iter().map(|one| number(one, "rows")).sum();
    let counts = [number(of, "used"), number(of, "replaced"), not_about, number(of, "unmatched")];
    assert_eq!(counts.iter().sum::<u64>(), number(of, "rows"), "{of}");
    counts
}

fn file<'r>(record: &'r Value, path: &str) -> &'r Value {
    record["items"].as_array().unwrap().iter().find(|file| file["path"] == path).unwrap()
}

#[test]
fn the_counts_of_every_file_add_up_to_its_rows() {
    let record = record(&shop("sums"));
    let items = record["items"].as_array().unwrap();
    assert_eq!((number(&record, "count"), items.len()), (8, 8));
    let mut sums = [0; 4];
    for file in items {
        for (sum, count) in sums.iter_mut().zip(counts(file)) {
            *sum += count;
        }
    }
    assert_eq!(counts(&record["totals"]), sums);
    let of = |path| counts(file(&record, path));
    assert_eq!(of("target/run_results.json"), [1, 0, 0, 0]);
    assert_eq!(of("archive/empty.json"), [0, 0, 1, 0]);
    assert_eq!(of("archive/other one.json"), [0, 0, 0, 2]);
    assert_eq!(of("archive/packed.json.gz"), [0, 0, 1, 0]);
    assert_eq!(of("archive/notes.txt"), [0, 0, 0, 0]);
    assert_eq!(of("more events.ndjson"), [0, 0, 0, 2]);
    let early = of("archive/early.json");
    assert_eq!((early[0] + early[1], early[2], early[3]), (2, 0, 0));
}

#[test]
fn the_record_of_a_file_gives_its_format_and_why_rows_do_not_count() {
    let record = record(&shop("record"));
    let empty = file(&record, "archive/empty.json");
    assert_eq!(
        empty["not_about"],
        json!([{"code": "empty-build", "text": "builds without rows (--empty)", "rows": 1}])
    );
    assert_eq!((&empty["format"], &empty["place"]), (&json!("dbt-run-results"), &json!("archive")));
    assert_eq!(empty["newest"], "2026-11-20T10:00:00Z");
    let other = file(&record, "archive/other one.json");
    assert_eq!(
        other["strangers"],
        json!([{"name": "model.shop.<b>bold</b>", "nearest": null}, {"name": "model.shop.order", "nearest": "model.shop.orders"}])
    );
    let text = file(&record, "archive/notes.txt");
    assert_eq!((&text["format"], &text["newest"]), (&Value::Null, &Value::Null));
}

#[test]
fn the_evidence_page_states_the_same_counts_as_the_record() {
    let shop = shop("words");
    let record = record(&shop);
    let page = main_of(&shop.path().join("site"), "evidence/index.html");
    let [used, replaced, not_about, unmatched] = counts(&record["totals"]);
    let sums = format!(
        "8 files, {} rows: {used} used, {replaced} replaced by newer, {not_about} not relevant, {unmatched} matched nothing",
        number(&record["totals"], "rows")
    );
    assert!(page.contains(&sums), "{page}");
    for said in [
        "builds without rows (--empty): 1",
        "unreadable rows: 1",
        "model.shop.order nearest: model.shop.orders",
        "model.shop.&lt;b&gt;bold&lt;/b&gt;",
        "dbt run results newest: 20 November 2026, 09:00",
        "OpenLineage events",
        "Unknown format",
        "more events.ndjson 1 file",
        "archive 5 files",
    ] {
        assert!(page.contains(said), "the page does not say: {said}\n{page}");
    }
    // Files that need attention come at the beginning: unread ones first.
    let odd: Vec<&str> = page.lines().skip_while(|line| !line.contains("Files to check")).skip(1).collect();
    let odd: Vec<&str> =
        odd.into_iter().take_while(|line| !line.contains("File by file")).map(str::trim).collect();
    let marks = ["Not read", "Cannot be read", "Nothing matched", "Partly unreadable", "Nothing matched"];
    let marked: Vec<_> = odd.iter().filter(|line| line.starts_with("li")).collect();
    assert_eq!(marked.len(), marks.len(), "{odd:?}");
    for (line, mark) in marked.iter().zip(marks) {
        assert!(line.contains(mark), "{mark} is not what {line} says");
    }
}

#[test]
fn quality_coverage_and_every_reason_link_to_the_evidence() {
    let shop = shop("links");
    build(shop.path(), &shop.path().join("site"));
    let site = shop.path().join("site");
    let sums = "8 files, ";
    for page in ["quality/index.html", "coverage/index.html"] {
        let text = main_of(&site, page);
        assert!(text.contains("](../evidence/index.html): ") && text.contains(sums), "{page}: {text}");
    }
    let row = "evidence/index.html#file-target/run_results.json";
    let text = main_of(&site, "products/orders/index.html");
    assert!(text.contains(&format!("[target/run_results.json](../../{row})")), "{text}");
    let text = main_of(&site, "quality/incidents/orders/index.html");
    assert!(text.contains(&format!("[target/run_results.json](../../../{row})")), "{text}");
    let html = fs::read_to_string(site.join("evidence/index.html")).unwrap();
    assert!(html.contains(r#" id="file-target/run_results.json""#), "the row has no such anchor");
    assert!(html.contains(r#" id="file-archive/other~20one.json""#), "an anchor has no spaces");
    let llms = fs::read_to_string(site.join("llms.txt")).unwrap();
    assert!(llms.contains("`api/evidence.json`"), "{llms}");
}

#[test]
fn a_long_list_of_evidence_files_is_paginated() {
    let shop = Scratch::new("evidence-pages").with(CATALOG);
    shop.write("target/manifest.json", &manifest());
    for at in 0..250 {
        let clock = format!("{:02}:{:02}", at / 60, at % 60);
        let status = if at == 249 { "error" } else { "success" };
        shop.write(
            &format!("archive/{at:03}.json"),
            &run(&json!({"which": "build"}), &clock, &[("orders", status)]),
        );
    }
    shop.write("events/a.ndjson", &event("COMPLETE", "load", "db.main.orders"));
    shop.write("more events.ndjson", &event("COMPLETE", "load", "db.main.orders"));
    let record = record(&shop);
    assert_eq!((number(&record, "count"), number(&record["totals"], "rows")), (252, 252));
    let site = shop.path().join("site");
    let pages = ["evidence/index.html", "evidence/page/2/index.html", "evidence/page/3/index.html"];
    let rows = |page: &str| {
        let html = fs::read_to_string(site.join(page)).unwrap();
        html.matches(" id=\"file-").count()
    };
    assert_eq!(pages.map(rows), [100, 100, 52]);
    assert!(!site.join("evidence/page/4").exists());
    for page in pages {
        let text = main_of(&site, page);
        assert!(text.contains("252 files, 252 rows: "), "{page} has no totals: {text}");
    }
    let [first, second, third] = pages.map(|page| main_of(&site, page));
    // All rows of these files were used, so they share a line.
    let html = fs::read_to_string(site.join(pages[1])).unwrap();
    assert!(html.contains("<summary>100 files</summary>") && !html.contains("<tr id="), "{second}");
    assert_eq!(html.matches("<span>100</span>").count(), 2, "rows, and those used: {second}");
    assert!(first.contains("[Next](page/2/index.html)") && !first.contains("[Previous]"), "{first}");
    assert!(second.contains("[Previous](../../index.html)"), "{second}");
    assert!(third.contains("[Previous](../2/index.html)") && !third.contains("[Next]"), "{third}");
    // A place on several pages shows its number of files on each.
    assert!([&first, &second, &third].iter().all(|page| page.contains("archive 250 files")));
    let product = main_of(&site, "products/orders/index.html");
    assert!(product.contains("(../../evidence/page/3/index.html#file-archive/249.json)"), "{product}");
}

#[test]
fn check_prints_the_evidence_totals_only_if_there_is_evidence() {
    let shop = shop("check");
    let totals = record(&shop)["totals"].clone();
    let [used, replaced, not_about, unmatched] = counts(&totals);
    let rows = number(&totals, "rows");
    let sums = format!(
        "8 files, {rows} rows: {used} used, {replaced} replaced by newer, {not_about} not relevant, {unmatched} matched nothing"
    );
    for format in ["human", "short", "github", "sarif", "json"] {
        let run = glassbox(shop.path(), &["check", ".", "--now", NOW, "--format", format]);
        assert!(
            run.stderr.contains(&format!("\nEvidence: {sums}\nChecked 1 product: "))
                || run.stderr.starts_with(&format!("Evidence: {sums}\nChecked 1 product: ")),
            "{format}: {}",
            run.stderr
        );
        assert!(
            !run.stdout.contains(&sums),
            "{format} prints only diagnostics to standard output: {}",
            run.stdout
        );
    }
    let bare = Scratch::new("evidence-none").with(&[("glassbox.yml", "title: Shop\n"), CATALOG[1]]);
    bare.write("products/orders.yml", "id: orders\nname: Orders\n");
    let run = glassbox(bare.path(), &["check", ".", "--now", NOW]);
    assert!(!run.stderr.contains("Evidence"), "{}", run.stderr);
    build(bare.path(), &bare.path().join("site"));
    assert!(
        !bare.path().join("site/evidence").exists() && !bare.path().join("site/api/evidence.json").exists()
    );
}
