//! What happens to the tables behind output ports: `glassbox diff` follows them, with and without dbt.

use super::*;

const TEAMS: &str =
    "teams:\n  - {id: data, name: Data}\n  - {id: app, name: App, support: [{channel: '#app'}]}\n";
const MART: &str = "id: mart\nname: Missing items\nowner: data\nassets: [{dbt: fct}]\noutput_ports: [{id: o, name: Items, dbt: fct}]\nconsumers: [{team: app, use: shop page, stage: application}]\n";
const REPORT: &str = "id: report\nname: Report\nowner: data\nassets: [{dbt: report}]\n";
const SYNC: &str =
    "id: sync\nname: Sync\nowner: data\nassets: [{id: s, kind: sync, tool: Census, reads: ['mart:o']}]\n";

/// Returns a model that a report reads by `ref` and a sync by its name, after `change` is applied to the model.
fn dbt_story(name: &str, change: impl Fn(&mut Value)) -> Scratch {
    let mut mart = node("model", "marts", "fct", &[]);
    change(&mut mart.1);
    let report = node("model", "marts", "report", &["model.p.fct"]);
    Scratch::new(name).with(&[
        ("glassbox.yml", "title: Shop\ndbt: [target]\n"),
        ("teams.yml", TEAMS),
        ("target/manifest.json", &manifest(vec![mart, report])),
        ("products/mart.yml", MART),
        ("products/report.yml", REPORT),
        ("products/sync.yml", SYNC),
    ])
}

/// Returns the comparison of two states, with its exit code.
pub(super) fn diff(old: &Scratch, new: &Scratch) -> (String, i32) {
    let folders = [old.path().to_str().unwrap(), new.path().to_str().unwrap()];
    let run = glassbox(
        new.path(),
        &["diff", folders[0], folders[1], "--now", crate::support::NOW, "--deny-breaking"],
    );
    (run.stdout, run.code)
}

#[test]
fn renaming_or_moving_a_table_breaks_readers_outside_dbt() {
    for (at, moved) in ["db.marts.fct_v2", "db.prod2.fct", "db2.marts.fct"].into_iter().enumerate() {
        let old = dbt_story(&format!("table-moved-{at}-old"), |_| ());
        let new = dbt_story(&format!("table-moved-{at}-new"), |node| node["relation_name"] = json!(moved));
        let (said, code) = diff(&old, &new);
        assert_eq!(code, 1, "{said}");
        let expected = format!(
            "Breaking: Missing items (table of output Items moved from db.marts.fct to {moved}). It reaches customers: Missing items."
        );
        assert!(said.starts_with(&expected), "{said}");
        assert!(
            said.contains("    tell App (#app), Sync (Data)\n"),
            "readers in dbt follow the new name: {said}"
        );
        assert!(!said.contains("reaches Report"), "{said}");
    }
}

#[test]
fn a_shorter_table_name_or_a_view_is_not_a_move() {
    let old = dbt_story("table-same-old", |_| ());
    let new = dbt_story("table-same-new", |node| node["relation_name"] = json!("marts.fct"));
    assert_eq!(diff(&old, &new), ("Nothing that others rely on has changed.\n".to_owned(), 0));
    // A view can be read like a table.
    let new = dbt_story("table-view-new", |node| node["config"]["materialized"] = json!("view"));
    assert_eq!(diff(&old, &new).1, 0);
}

#[test]
fn a_model_that_becomes_ephemeral_loses_its_table() {
    let old = dbt_story("table-ephemeral-old", |_| ());
    let new = dbt_story("table-ephemeral-new", |node| {
        node["relation_name"] = Value::Null;
        node["config"]["materialized"] = json!("ephemeral");
    });
    let (said, code) = diff(&old, &new);
    assert_eq!(code, 1, "{said}");
    assert!(
        said.contains("mart (Missing items): output Items has lost its table fct: the dbt model is ephemeral now\n    tell App (#app), Sync (Data)\n"),
        "{said}"
    );
    assert!(!said.contains("reaches Report"), "{said}");
}

#[test]
fn artifacts_of_another_dbt_target_are_recognised() {
    let story = |name: &str, schema: &str| {
        let both = ["fct", "report"].map(|table| {
            let mut node = node("model", "marts", table, &[]);
            node.1["relation_name"] = json!(format!("db.{schema}.{table}"));
            node
        });
        let report = format!("{REPORT}output_ports: [{{id: o, dbt: report}}]\n");
        Scratch::new(name).with(&[
            ("glassbox.yml", "title: Shop\ndbt: [target]\n"),
            ("teams.yml", TEAMS),
            ("target/manifest.json", &manifest(both.to_vec())),
            ("products/mart.yml", MART),
            ("products/report.yml", &report),
        ])
    };
    let (old, new) = (story("table-target-old", "prod"), story("table-target-new", "ci_7"));
    let run = glassbox(new.path(), &["diff", old.path().to_str().unwrap(), "--now", crate::support::NOW]);
    assert!(run.stderr.contains("hint: every dbt table has moved"), "{}", run.stderr);
    assert!(run.stdout.contains("moved from db.prod.fct to db.ci_7.fct"), "{}", run.stdout);
}

/// Returns a loader of two tables, a Spark job that reads one of them, and an app that reads the output of that job.
pub(super) fn loaded(name: &str, events: &[Value]) -> Scratch {
    let lines: Vec<String> = events.iter().map(Value::to_string).collect();
    let app = "id: app\nname: Top items in the app\nowner: app\nassets: [{id: a, kind: sync, job: airflow/app}]\noutput_ports: [{id: a, asset: a, type: sync}]\nconsumers: [{team: app, use: the app, stage: application}]\n";
    Scratch::new(name).with(&[
        ("glassbox.yml", "title: Stock\nopenlineage: [ol]\n"),
        ("teams.yml", TEAMS),
        ("products/stock.yml", "id: stock\nname: Stock\nowner: data\nassets: [{id: load, job: fivetran/stock}]\noutput_ports: [{id: b, dataset: wh.raw.stock}, {id: z, dataset: wh.raw.zones}]\n"),
        ("products/top.yml", "id: top\nname: Top items\nowner: data\nassets: [{id: s, job: spark/top}]\noutput_ports: [{id: t, dataset: wh.mart.top}]\n"),
        ("products/app.yml", app),
        ("ol/e.ndjson", &lines.join("\n")),
    ])
}

/// Returns a run of a job that ended at this minute after two o'clock.
pub(super) fn run(at: u32, job: &str, state: &str, reads: &[&str], writes: Vec<Value>) -> Value {
    let (namespace, name) = job.split_once('/').unwrap();
    let reads: Vec<Value> = reads.iter().map(|name| table(name, &[])).collect();
    json!({"eventType": state, "eventTime": format!("2026-11-21T02:{at:02}:00Z"), "producer": "https://x",
        "schemaURL": "https://openlineage.io/spec/2-0-2/OpenLineage.json",
        "run": {"runId": format!("00000000-0000-4000-8000-0000000000{at:02}")},
        "job": {"namespace": namespace, "name": name}, "inputs": reads, "outputs": writes})
}

/// Returns a table with its columns.
pub(super) fn table(name: &str, columns: &[(&str, &str)]) -> Value {
    let fields: Vec<Value> = columns.iter().map(|(name, kind)| json!({"name": name, "type": kind})).collect();
    json!({"namespace": "snowflake://acc", "name": name, "facets": {"schema": {"fields": fields}}})
}

pub(super) const COLUMNS: [(&str, &str); 3] = [("id", "bigint"), ("amount", "int"), ("shop", "string")];

pub(super) fn load(columns: &[(&str, &str)]) -> Value {
    run(
        1,
        "fivetran/stock",
        "COMPLETE",
        &[],
        vec![table("wh.raw.stock", columns), table("wh.raw.zones", &[])],
    )
}

pub(super) fn readers() -> Vec<Value> {
    vec![
        run(20, "spark/top", "COMPLETE", &["wh.raw.stock"], vec![table("wh.mart.top", &[])]),
        run(30, "airflow/app", "COMPLETE", &["wh.mart.top"], vec![]),
    ]
}

/// Returns the comparison after a night with these events of the loader, with its exit code.
pub(super) fn after(name: &str, before: &[Value], loader: &[Value]) -> (String, i32) {
    let night = |loader: &[Value]| [loader, &readers()].concat();
    let old = loaded(&format!("{name}-old"), &night(before));
    let new = loaded(&format!("{name}-new"), &night(loader));
    diff(&old, &new)
}

#[test]
fn columns_from_events_are_compared() {
    let (said, code) = after("loaded-column", &[load(&COLUMNS)], &[load(&COLUMNS[..2])]);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("stock (Stock): removed column shop from B\n    tell Top items"), "{said}");
    assert!(said.contains("reaches Top items in the app: App, customer application (the app)"), "{said}");
    let retyped = [("id", "bigint"), ("amount", "string"), ("shop", "string")];
    let (said, code) = after("loaded-type", &[load(&COLUMNS)], &[load(&retyped)]);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("type of column amount in B changed from int to string"), "{said}");
}

#[test]
fn columns_from_a_failed_run_do_not_count() {
    let mut failed = load(&COLUMNS[..1]);
    (failed["eventType"], failed["eventTime"]) = (json!("FAIL"), json!("2026-11-21T02:10:00Z"));
    failed["run"]["runId"] = json!("00000000-0000-4000-8000-000000000010");
    let (said, code) = after("loaded-failed", &[load(&COLUMNS)], &[load(&COLUMNS), failed]);
    assert_eq!((said.as_str(), code), ("Nothing that others rely on has changed.\n", 0));
}

/// Returns the same run as another one, later.
pub(super) fn again(run: &Value, at: u32) -> Value {
    let mut later = run.clone();
    later["eventTime"] = json!(format!("2026-11-21T02:{at:02}:00Z"));
    later["run"]["runId"] = json!(format!("00000000-0000-4000-8000-0000000000{at:02}"));
    later
}

#[test]
fn a_table_is_lost_if_two_runs_of_its_loader_do_not_write_it() {
    let less = run(1, "fivetran/stock", "COMPLETE", &[], vec![table("wh.raw.zones", &[])]);
    let (later, latest) = (again(&less, 15), again(&less, 16));
    let (said, code) = after("loaded-lost", &[load(&COLUMNS)], &[less.clone(), later.clone()]);
    assert_eq!(code, 1, "{said}");
    assert!(
        said.starts_with("Breaking: Stock (output B has lost its table stock: the last two runs of the job that wrote it did not write it again). It reaches customers: Top items in the app."),
        "{said}"
    );
    assert!(said.contains("    tell Top items (Data)\n    reaches Top items in the app"), "{said}");
    assert!(!said.contains("output Z"), "{said}");
    // The events of the night before are kept in the same folder.
    let nights = [load(&COLUMNS), later.clone(), latest];
    assert_eq!(after("loaded-kept", &nights[..1], &nights).1, 1);
    assert_eq!(after("loaded-kept-since", &nights[..2], &nights).1, 1);
    // Another job may have taken over.
    let other = run(2, "airbyte/stock", "COMPLETE", &[], vec![table("wh.raw.stock", &COLUMNS)]);
    let (said, code) = after("loaded-other", &[load(&COLUMNS)], &[less, later, other]);
    assert_eq!(code, 0, "{said}");
}

#[test]
fn one_run_without_a_table_does_not_lose_it() {
    let less = run(1, "fivetran/stock", "COMPLETE", &[], vec![table("wh.raw.zones", &[])]);
    let (later, full) = (again(&less, 15), again(&load(&COLUMNS), 16));
    let nothing = ("Nothing that others rely on has changed.\n".to_owned(), 0);
    // The table is known from the previous run, and from the next one.
    assert_eq!(after("news-kept", &[load(&COLUMNS)], &[load(&COLUMNS), later.clone()]), nothing);
    assert_eq!(
        after("news-again", &[load(&COLUMNS), later.clone()], &[later.clone(), full.clone()]),
        nothing
    );
    // A run that is reported twice is one run.
    let twice = [load(&COLUMNS), later.clone(), later.clone()];
    assert_eq!(after("news-repeated", &[load(&COLUMNS)], &twice), nothing);
    // Without a run that wrote it, its columns are unknown.
    let (said, code) = after("news-alone", &[load(&COLUMNS)], std::slice::from_ref(&less));
    assert_eq!(code, 2, "{said}");
    assert!(
        said.contains("`fivetran/stock` ran once without writing `b` of `stock`, which may have had no new data (add the OpenLineage events of another run of the job to the state)"),
        "{said}"
    );
    assert!(!said.contains("lost"), "{said}");
    // A table that is written only sometimes is never lost.
    let at_times = [load(&COLUMNS), again(&less, 5), again(&load(&COLUMNS), 6), later, again(&less, 17)];
    let (said, _) = after("news-at-times", &at_times[..3], &at_times);
    assert!(!said.contains("lost"), "{said}");
}

#[test]
fn tables_of_a_loader_that_did_not_run_are_not_compared() {
    let silent = run(1, "fivetran/stock", "COMPLETE", &[], vec![]);
    for (at, loader) in [&[][..], std::slice::from_ref(&silent)].into_iter().enumerate() {
        let (said, code) = after(&format!("loaded-unseen-{at}"), &[load(&COLUMNS)], loader);
        assert_eq!(code, 2, "{said}");
        assert!(
            said.contains("no successful run of `fivetran/stock` reports what it wrote, so `b` and `z` of `stock` could not be compared"),
            "{said}"
        );
        assert!(!said.contains("lost") && !said.contains("removed"), "{said}");
    }
    // A reader that did not run still reads its inputs.
    let old = loaded("loaded-reader-old", &[&[load(&COLUMNS)], &readers()[..]].concat());
    let new = loaded("loaded-reader-new", &[load(&COLUMNS)]);
    let (said, _) = diff(&old, &new);
    assert!(!said.contains("no longer builds on"), "{said}");
}

/// Returns all changes on record after a day of November.
fn recorded(catalog: &Scratch, day: u8) -> String {
    let now = format!("2026-11-{day}T03:00:00Z");
    let run = glassbox(catalog.path(), &["record", "--now", &now]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    fs::read_to_string(catalog.path().join("history/changes.ndjson")).unwrap_or_default()
}

#[test]
fn record_waits_for_the_next_run_of_a_loader() {
    let catalog = loaded("loaded-record", &[&[load(&COLUMNS)], &readers()[..]].concat());
    let record = |day: u8| recorded(&catalog, day);
    assert_eq!(record(21), "");
    catalog.write("ol/e.ndjson", "");
    assert_eq!(record(22), "");
    catalog.write("ol/e.ndjson", &load(&COLUMNS[..2]).to_string());
    let told = record(23);
    assert_eq!(told.lines().count(), 1, "{told}");
    assert!(told.contains("removed column shop from B"), "{told}");
}

#[test]
fn record_counts_runs_that_did_not_write_a_table() {
    let catalog = loaded("loaded-record-missed", &[&[load(&COLUMNS)], &readers()[..]].concat());
    let record = |day: u8| recorded(&catalog, day);
    let less = run(1, "fivetran/stock", "COMPLETE", &[], vec![table("wh.raw.zones", &[])]);
    let night = |at: u32| catalog.write("ol/e.ndjson", &again(&less, at).to_string());
    assert_eq!(record(21), "");
    night(15);
    assert_eq!(record(22), "");
    // The same run as the day before.
    assert_eq!(record(23), "");
    night(16);
    let told = record(24);
    assert_eq!(told.lines().count(), 1, "{told}");
    assert!(told.contains("output B has lost its table stock"), "{told}");
}

#[test]
fn events_give_the_columns_rows_and_size_of_a_table() {
    let statistics = |rows: u32| json!({"outputStatistics": {"rowCount": rows, "size": 999_999}});
    let mut night = load(&COLUMNS);
    night["outputs"][0]["outputFacets"] = statistics(14_567);
    night["outputs"][1]["outputFacets"] = statistics(42);
    night["outputs"][1]["facets"]["lifecycleStateChange"] = json!({"lifecycleStateChange": "OVERWRITE"});
    let catalog = loaded("loaded-profile", &[&[night], &readers()[..]].concat());
    let detail = page(&catalog, "products/stock/detail/index.html");
    assert!(detail.contains("14,567 rows, 1.0 MB in the last load"), "{detail}");
    assert!(
        detail.contains("42 rows, 1.0 MB as of"),
        "an overwritten table has only the rows of the last load: {detail}"
    );
    assert!(detail.contains("amount int"), "{detail}");
    // A recording is compared with the days before.
    catalog.write("history/2026-11.ndjson", "{\"day\":\"2026-11-20\",\"at\":\"2026-11-20T03:00:00Z\",\"product\":\"stock\",\"status\":\"unchecked\",\"promises\":{},\"rows\":{\"stock/b\":14000}}\n");
    let run = glassbox(catalog.path(), &["record", "--now", "2026-11-21T03:00:00Z"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let kept = fs::read_to_string(catalog.path().join("history/2026-11.ndjson")).unwrap();
    assert!(kept.contains("\"stock/b\":14567") && kept.contains("\"stock/z\":42"), "{kept}");
    let detail = page(&catalog, "products/stock/detail/index.html");
    assert!(
        detail.contains("Rows of each day's last load, 30 days") && detail.contains("+567 since yesterday"),
        "{detail}"
    );
}

#[test]
fn losing_an_internal_table_that_is_read_outside_dbt_is_breaking() {
    let inner = || node("model", "marts", "int_stock", &[]);
    let story = |name: &str, reads: &str, nodes: Vec<(String, Value)>| {
        let sync = SYNC.replace("mart:o", reads);
        let mart = "id: mart\nname: Missing items\nowner: data\nassets: [{dbt: 'path:models/marts'}]\n\
                    output_ports: [{id: o, name: Items, dbt: fct}]\nconsumers: [{team: app, use: shop page, stage: application}]\n";
        dbt_story(name, |_| ()).with(&[
            ("target/manifest.json", &manifest(nodes)),
            ("products/mart.yml", mart),
            ("products/sync.yml", &sync),
            ("products/report.yml", "id: report\nname: Report\nowner: data\n"),
        ])
    };
    let fct = || node("model", "marts", "fct", &[]);
    let old = story("table-read-outside-old", "int_stock", vec![fct(), inner()]);
    let new = story("table-read-outside-new", "mart:o", vec![fct()]);
    let (said, code) = diff(&old, &new);
    assert_eq!(code, 1, "{said}");
    assert!(
        said.contains("mart (Missing items): lost the table int_stock, which is not an output but is read by others\n    tell App (#app), Sync (Data)\n"),
        "{said}"
    );
    // Nothing outside dbt read it: what dbt builds, dbt follows.
    let old = story("table-read-inside-old", "mart:o", vec![fct(), inner()]);
    assert_eq!(diff(&old, &new).1, 0);
    // The same table under another name in dbt.
    let mut renamed = node("model", "marts", "stg_stock", &[]);
    renamed.1["relation_name"] = inner().1["relation_name"].clone();
    let old = story("table-renamed-old", "int_stock", vec![fct(), inner()]);
    let new = story("table-renamed-new", "stg_stock", vec![fct(), renamed]);
    let (said, code) = diff(&old, &new);
    assert_eq!(code, 0, "{said}");
}

#[test]
fn a_flow_of_a_newly_observed_job_is_now_known_rather_than_new() {
    let loads = [load(&COLUMNS)];
    let old = loaded("known-now-old", &loads);
    let new = loaded("known-now-new", &[&loads[..], &readers()].concat());
    let (said, _) = diff(&old, &new);
    assert!(said.contains("top (Top items): is now known to build on Stock\n"), "{said}");
    // The job was seen before, and reads something else now.
    let idle = run(20, "spark/top", "COMPLETE", &[], vec![table("wh.mart.top", &[])]);
    let old = loaded("reads-now-old", &[&loads[..], &[idle]].concat());
    let (said, _) = diff(&old, &new);
    assert!(said.contains("top (Top items): now builds on Stock\n"), "{said}");
    // A product that now declares it began to read.
    let old = loaded("declared-now-old", &loads);
    let top = fs::read_to_string(new.path().join("products/top.yml")).unwrap();
    new.write("products/top.yml", &format!("{top}input_ports: [{{product: stock}}]\n"));
    let (said, _) = diff(&old, &new);
    assert!(said.contains("top (Top items): now builds on Stock\n"), "{said}");
}
