//! A loader, a Spark job and a forecast that are connected only by the tables of their events, and two unowned jobs
//! that failed.

use super::*;

/// Returns an event of a job that ended at this minute after two o'clock: the job, its state, inputs and outputs.
fn event(at: u32, job: &str, state: &str, reads: &[&str], writes: &[&str]) -> Value {
    let (namespace, name) = job.split_once('/').unwrap();
    let datasets = |all: &[&str]| -> Vec<Value> {
        all.iter().map(|name| json!({"namespace": "snowflake://acc", "name": name})).collect()
    };
    json!({"eventType": state, "eventTime": format!("2026-11-21T02:{at:02}:00Z"), "producer": "https://x",
        "schemaURL": "https://openlineage.io/spec/2-0-2/OpenLineage.json",
        "run": {"runId": format!("00000000-0000-4000-8000-0000000000{at:02}"), "facets": {}},
        "job": {"namespace": namespace, "name": name, "facets": {}}, "inputs": datasets(reads), "outputs": datasets(writes)})
}

/// Returns the story with these events in place of its own: of the loader, of Spark and of the forecast if a product
/// claims them.
fn story(name: &str, events: &[Value]) -> Scratch {
    let lines: Vec<String> = events.iter().map(Value::to_string).collect();
    let product = |id: &str, job: &str| {
        format!(
            "id: {id}\nname: {id}\nowner: data\nassets: [{{id: a, kind: job, job: {job}}}]\noutput_ports: [{{id: t, asset: a}}]\n"
        )
    };
    Scratch::new(name).with(&[
        ("glassbox.yml", "title: Without dbt\nopenlineage: [ol]\n"),
        ("teams.yml", "teams: [{id: data, name: Data}]\n"),
        ("products/load.yml", &product("load", "meltano/tap")),
        ("products/agg.yml", &product("agg", "spark/agg")),
        ("products/fc.yml", &product("fc", "dagster/forecast")),
        ("ol/e.ndjson", &lines.join("\n")),
    ])
}

fn loader() -> Value {
    event(3, "meltano/tap", "COMPLETE", &[], &["db.raw.t1", "db.raw.t2"])
}

fn spark() -> Value {
    event(9, "spark/agg", "COMPLETE", &["db.raw.t1", "db.raw.t2"], &["db.mart.t4"])
}

fn forecast() -> Value {
    event(8, "dagster/forecast", "COMPLETE", &["db.mart.t4"], &["db.ml.predicted"])
}

/// Returns the flows between products: `load>agg`.
fn flows(catalog: &Scratch) -> Vec<String> {
    let out = catalog.path().join("site");
    build(catalog.path(), &out);
    let text = fs::read_to_string(out.join("api/lineage.json")).unwrap();
    let json: Value = serde_json::from_str(&text).unwrap();
    let items = json["items"].as_array().unwrap();
    items
        .iter()
        .map(|flow| format!("{}>{}", flow["from"].as_str().unwrap(), flow["to"].as_str().unwrap()))
        .collect()
}

/// Returns the output of `glassbox impact` for a name.
fn impact(catalog: &Scratch, of: &str) -> String {
    let impact = glassbox(catalog.path(), &["impact", of]);
    impact.stdout + &impact.stderr
}

#[test]
fn tables_in_events_connect_products() {
    let catalog = story("without-dbt", &[loader(), spark(), forecast()]);
    assert_eq!(flows(&catalog), ["agg>fc", "load>agg"]);
    for of in ["load", "meltano/tap", "db.raw.t1", "snowflake://acc/db.raw.t1"] {
        let said = impact(&catalog, of);
        assert!(said.contains("agg (") && said.contains("fc ("), "{of}: {said}");
    }
}

#[test]
fn the_order_of_events_does_not_matter() {
    let site = |name: &str, events: &[Value]| {
        let catalog = story(name, events);
        (flows(&catalog), page(&catalog, "products/agg/index.html"))
    };
    let one = site("without-dbt-order", &[loader(), spark(), forecast()]);
    assert_eq!(one, site("without-dbt-order-2", &[forecast(), spark(), loader()]));
}

#[test]
fn a_failed_loader_puts_the_forecast_at_risk() {
    let failed = event(3, "meltano/tap", "FAIL", &[], &["db.raw.t1", "db.raw.t2"]);
    let catalog = story("without-dbt-risk", &[failed, spark(), forecast()]);
    let page = page(&catalog, "products/fc/index.html");
    assert!(page.contains("At risk"), "{page}");
}

#[test]
fn an_unowned_job_between_two_products_connects_them() {
    let copy = event(5, "airbyte/copy", "COMPLETE", &["db.raw.t1"], &["db.raw.copy"]);
    let reads_copy = event(9, "spark/agg", "COMPLETE", &["db.raw.copy"], &["db.mart.t4"]);
    let catalog = story("without-dbt-nobody", &[loader(), copy, reads_copy, forecast()]);
    assert_eq!(flows(&catalog), ["agg>fc", "load>agg"]);
    let said = impact(&catalog, "load");
    assert!(said.contains("agg (") && said.contains("fc ("), "{said}");
}

#[test]
fn a_table_written_by_two_products_comes_from_both() {
    let second = event(4, "dagster/forecast", "COMPLETE", &[], &["db.raw.t1"]);
    let catalog = story("without-dbt-two", &[loader(), second, spark()]);
    assert_eq!(flows(&catalog), ["fc>agg", "load>agg"]);
}

#[test]
fn two_products_whose_jobs_write_one_table_do_not_build_on_each_other() {
    let product = |id: &str, job: &str, ports: &str| {
        format!("id: {id}\nname: {id}\nassets: [{{id: a, kind: job, job: {job}}}]\noutput_ports: [{ports}]\n")
    };
    let late = event(12, "spark/late", "COMPLETE", &["db.raw.t1"], &["db.mart.t4"]);
    let shared = |name: &str, owner_job: &str| {
        story(name, &[loader(), spark(), late.clone()]).with(&[
            ("products/agg.yml", &product("agg", owner_job, "{id: t, dataset: db.mart.t4}")),
            ("products/late.yml", &product("late", "spark/late", "")),
        ])
    };
    let both = shared("without-dbt-both-write", "spark/agg");
    assert_eq!(flows(&both), ["load>agg", "load>late"]);
    // Whoever only takes a table in builds on the product whose job writes it.
    let one = shared("without-dbt-one-writes", "spark/other");
    assert!(flows(&one).contains(&"late>agg".to_owned()), "{:?}", flows(&one));
    // A failure of either job still affects the table.
    assert!(impact(&both, "spark/late").contains("agg"), "{}", impact(&both, "spark/late"));
}

/// A model of `mart` that a job of `rates` also writes: seen in its events, or declared with `feeds`. The job may read it too.
pub(super) fn model_with_a_second_writer(name: &str, event: Option<Value>, asset: &str) -> Scratch {
    let mut manifest = json!({"metadata": {"project_name": "shop"}, "nodes": {
        "model.shop.orders": crate::support::dbt_model("orders", "mart", "")}});
    manifest["nodes"]["model.shop.orders"]["relation_name"] = json!("db.mart.orders");
    manifest["nodes"]["model.shop.orders"]["config"]["materialized"] = json!("table");
    Scratch::new(name).with(&[
        ("glassbox.yml", "title: Shared\ndbt: [target]\nopenlineage: [ol]\n"),
        ("target/manifest.json", &manifest.to_string()),
        (
            "products/mart.yml",
            "id: mart\nname: Mart\nassets: [{dbt: path:models/mart}]\noutput_ports: [{id: o, dbt: orders}]\n",
        ),
        ("products/rates.yml", &format!("id: rates\nname: Rates\nassets: [{asset}]\n")),
        ("ol/e.ndjson", &event.map(|event| event.to_string()).unwrap_or_default()),
    ])
}

pub(super) const SHARED: [&str; 7] =
    ["check", "--only", "two-writers", "--format", "short", "--now", crate::support::NOW];

#[test]
fn a_table_that_dbt_builds_and_a_job_of_another_product_writes_is_shared() {
    let job = "{id: fill, kind: job, job: spark/fill}";
    let writes = |reads: &[&str]| Some(event(9, "spark/fill", "COMPLETE", reads, &["db.mart.orders"]));
    let seen = model_with_a_second_writer("shared-dbt-seen", writes(&[]), job);
    let declared =
        model_with_a_second_writer("shared-dbt-declared", None, "{id: fill, kind: job, feeds: [orders]}");
    for catalog in [&seen, &declared] {
        assert_eq!(flows(catalog), [] as [&str; 0]);
        let check = glassbox(catalog.path(), &SHARED);
        let said = check.stdout;
        assert!(
            said.contains("products/mart.yml:1:5: warning[two-writers]: `mart` writes `orders`"),
            "{said}"
        );
        assert!(said.contains("products/rates.yml:3:15: warning[two-writers]: `rates` writes"), "{said}");
        // A failure of either still affects the table.
        assert!(impact(catalog, "rates").contains("mart"), "{}", impact(catalog, "rates"));
        let mart = page(catalog, "products/mart/detail/index.html");
        assert!(mart.contains("Also written by Fill of Rates"), "{mart}");
        // Writing is not reading.
        let mart = page(catalog, "products/mart/index.html");
        assert!(!mart.contains("read of another product"), "{mart}");
        let rates = page(catalog, "products/rates/detail/index.html");
        assert!(rates.contains("Writes orders, which is also written by dbt in Mart"), "{rates}");
    }
    // Only a job that reads the table too builds on it.
    let reads = model_with_a_second_writer("shared-dbt-reads", writes(&["db.mart.orders"]), job);
    assert_eq!(flows(&reads), ["mart>rates"]);
    // A job that guards the table, such as one that masks it, is not a second writer.
    let guard = "{id: fill, kind: job, job: spark/fill, guards: [orders]}";
    let masked = model_with_a_second_writer("shared-dbt-masked", writes(&[]), guard);
    let check = glassbox(masked.path(), &SHARED);
    assert!(!check.stdout.contains("two-writers"), "{}", check.stdout);
}

#[test]
fn an_orchestrator_that_runs_dbt_is_no_second_writer() {
    let nightly = "{id: nightly, kind: job, job: airflow/dbt_build}";
    let wrote = || Some(event(9, "airflow/dbt_build", "COMPLETE", &[], &["db.mart.orders"]));
    let two_writers = |catalog: &Scratch| glassbox(catalog.path(), &SHARED).stdout.contains("two-writers");
    // As far as is known, the task of the orchestrator is one more writer of the table.
    assert!(two_writers(&model_with_a_second_writer("shared-task", wrote(), nightly)));
    // dbt reports its models as parts of that task.
    let catalog = model_with_a_second_writer("shared-parent", wrote(), nightly);
    let mut model = event(8, "dbt/model.shop.orders", "COMPLETE", &[], &["db.mart.orders"]);
    model["job"]["facets"] = json!({"dbt_node": {"unique_id": "model.shop.orders"}});
    let task = json!({"namespace": "airflow", "name": "dbt_build"});
    model["run"]["facets"] =
        json!({"parent": {"run": {"runId": "00000000-0000-4000-8000-000000000009"}, "job": task}});
    catalog.write("ol/dbt.ndjson", &model.to_string());
    assert!(!two_writers(&catalog), "{}", glassbox(catalog.path(), &SHARED).stdout);
    // It is not said to be an input of the product either.
    assert_eq!(flows(&catalog), [] as [&str; 0]);
    // The task reports dbt's invocation itself.
    let mut invoked = wrote().unwrap();
    invoked["run"]["facets"] = json!({"dbt_run": {"invocation_id": "i1"}});
    assert!(!two_writers(&model_with_a_second_writer("shared-invocation", Some(invoked), nightly)));
    // Without such events, its tool says so.
    let declared = "{id: nightly, kind: job, tool: dbt Cloud, feeds: [orders]}";
    assert!(!two_writers(&model_with_a_second_writer("shared-tool", None, declared)));
    // The orchestrator of the product whose tables dbt builds never was a second one.
    let own = model_with_a_second_writer("shared-own", wrote(), "{id: other, kind: job}");
    own.write(
        "products/mart.yml",
        &format!("id: mart\nname: Mart\nassets: [{{dbt: path:models/mart}}, {nightly}]\n"),
    );
    assert!(!two_writers(&own));
}

#[test]
fn one_name_under_two_namespaces_is_two_tables_unless_settings_map_them() {
    let mut elsewhere = event(9, "spark/agg", "COMPLETE", &["db.raw.t1"], &[]);
    elsewhere["inputs"][0]["namespace"] = json!("snowflake://old");
    let catalog = story("without-dbt-namespaces", &[loader(), elsewhere.clone()]);
    assert_eq!(flows(&catalog), Vec::<String>::new());
    let mapped = "title: Without dbt\nopenlineage: [{path: ol, namespaces: {'snowflake://acc': db, 'snowflake://old': db}}]\n";
    let catalog =
        story("without-dbt-mapped", &[loader(), elsewhere.clone()]).with(&[("glassbox.yml", mapped)]);
    assert_eq!(flows(&catalog), ["load>agg"]);
    // All names of a dataset count.
    elsewhere["inputs"][0]["facets"] = json!({"symlinks": {"_producer": "x", "_schemaURL": "x",
        "identifiers": [{"namespace": "snowflake://acc", "name": "DB.RAW.T1", "type": "TABLE"}]}});
    let catalog = story("without-dbt-symlinks", &[loader(), elsewhere]);
    assert_eq!(flows(&catalog), ["load>agg"]);
}

#[test]
fn a_child_run_counts_for_its_parent_job() {
    let mut piece = event(9, "spark/agg.step", "COMPLETE", &["db.raw.t1"], &["db.mart.t4"]);
    piece["run"]["facets"] = json!({"parent": {"_producer": "x", "_schemaURL": "x",
        "run": {"runId": "00000000-0000-4000-8000-000000000077"}, "job": {"namespace": "spark", "name": "agg"}}});
    let catalog = story("without-dbt-piece", &[loader(), piece, forecast()]);
    assert_eq!(flows(&catalog), ["agg>fc", "load>agg"]);
}

#[test]
fn datasets_used_only_by_unowned_jobs_stay_unmatched() {
    let writes = event(3, "other/load", "COMPLETE", &[], &["x.y.z"]);
    let reads = event(4, "other/read", "COMPLETE", &["x.y.z"], &[]);
    let catalog = story("without-dbt-strangers", &[writes, reads]);
    let check = glassbox(catalog.path(), &["check"]);
    assert!(
        (check.stdout + &check.stderr).contains("unmatched-evidence"),
        "a file that matches nothing is reported"
    );
}

#[test]
fn failed_unowned_jobs_are_listed_as_in_no_product() {
    let failed = [
        event(5, "immuta/mask", "FAIL", &[], &[]),
        event(6, "spectacles/explores", "FAIL", &[], &["db.bi.view"]),
        event(7, "hightouch/sync", "COMPLETE", &["db.mart.t4"], &[]),
    ];
    let catalog =
        story("without-dbt-foreign", &[vec![loader(), spark(), forecast()], failed.to_vec()].concat());
    let quality = page(&catalog, "quality/index.html");
    assert!(
        quality.contains("2 failed jobs belong to no product; no product is known to be broken."),
        "{quality}"
    );
    assert!(!quality.contains("Nothing is") && !quality.contains("No failed run"), "{quality}");
    let (_, section) = quality.split_once("Failed jobs in no product 2").unwrap();
    assert!(section.contains("immuta/mask") && section.contains("spectacles/explores"), "{section}");
    assert!(section.contains("writes snowflake://acc/db.bi.view"), "{section}");
    let coverage = page(&catalog, "coverage/index.html");
    assert!(coverage.contains("Jobs in no product 3") && coverage.contains("hightouch/sync"), "{coverage}");
    let text = fs::read_to_string(catalog.path().join("site/api/unclaimed.json")).unwrap();
    let json: Value = serde_json::from_str(&text).unwrap();
    let jobs: Vec<(&str, bool)> = json["jobs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|job| (job["job"].as_str().unwrap(), job["failed"].as_bool().unwrap()))
        .collect();
    assert_eq!(jobs, [("immuta/mask", true), ("spectacles/explores", true), ("hightouch/sync", false)]);
}

#[test]
fn an_unowned_job_that_succeeded_again_is_no_failure() {
    let again = [event(5, "immuta/mask", "FAIL", &[], &[]), event(9, "immuta/mask", "COMPLETE", &[], &[])];
    let catalog = story("without-dbt-again", &[vec![loader()], again.to_vec()].concat());
    let quality = page(&catalog, "quality/index.html");
    assert!(!quality.contains("in no product") && !quality.contains("belong"), "{quality}");
}

#[test]
fn a_failed_job_of_a_product_is_not_listed_as_unowned() {
    let catalog = story("without-dbt-own", &[event(5, "meltano/tap", "FAIL", &[], &["db.raw.t1"])]);
    let quality = page(&catalog, "quality/index.html");
    assert!(quality.contains("1 failure in 1 product") && !quality.contains("no product"), "{quality}");
}

/// Returns the story with output ports that name a dataset: this one for the loader, `db.mart.t4` for Spark.
fn with_ports(name: &str, dataset: &str, events: &[Value]) -> Scratch {
    let port = |job: &str, dataset: &str| {
        format!(
            "owner: data\nassets: [{{id: a, kind: job, job: {job}}}]\noutput_ports: [{{id: t, dataset: '{dataset}'}}]\n"
        )
    };
    story(name, events).with(&[
        ("products/load.yml", &format!("id: load\nname: load\n{}", port("meltano/tap", dataset))),
        ("products/agg.yml", &format!("id: agg\nname: agg\n{}", port("spark/agg", "DB.mart.T4"))),
    ])
}

#[test]
fn an_output_port_may_omit_the_namespace_of_its_dataset() {
    for (name, dataset) in [("port-short", "db.raw.t1"), ("port-long", "snowflake://acc/db.raw.t1")] {
        let catalog = with_ports(name, dataset, &[loader(), spark(), forecast()]);
        let check = glassbox(catalog.path(), &["check"]);
        let said = check.stdout + &check.stderr;
        assert!(!said.contains("unseen-dataset"), "{said}");
        assert_eq!(flows(&catalog), ["agg>fc", "load>agg"]);
        let text = fs::read_to_string(catalog.path().join("site/products/load.json")).unwrap();
        let json: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(json["ports"][0]["status"]["id"], "unchecked", "it ran, and nothing tests it");
        let tables = fs::read_to_string(catalog.path().join("site/products/load/detail/index.html")).unwrap();
        assert!(tables.contains("db.raw.t1") && !tables.contains("older version"), "it has no versions");
        for of in ["load:t", dataset, "meltano/tap"] {
            let said = impact(&catalog, of);
            assert!(said.contains("agg (") && said.contains("fc ("), "{of}: {said}");
        }
    }
}

/// Names in a lake are paths.
#[test]
fn an_output_port_may_name_a_path_without_its_namespace() {
    let slashes = |event: Value| -> Value {
        serde_json::from_str(&event.to_string().replace("db.raw.t1", "raw/t1")).unwrap()
    };
    let loader = event(3, "meltano/tap", "COMPLETE", &[], &["db.raw.t1"]);
    let spark = event(9, "spark/agg", "COMPLETE", &["db.raw.t1"], &["db.mart.t4"]);
    for (name, dataset) in [("path-short", "raw/t1"), ("path-long", "snowflake://acc/raw/t1")] {
        let catalog = with_ports(name, dataset, &[loader.clone(), spark.clone()].map(slashes));
        let check = glassbox(catalog.path(), &["check"]);
        let said = check.stdout + &check.stderr;
        assert!(!said.contains("unseen-dataset") && !said.contains("boundary-leak"), "{said}");
        assert_eq!(flows(&catalog), ["load>agg"]);
    }
}

#[test]
fn a_failed_job_is_one_failure_however_many_ports_it_has() {
    let failed = event(3, "meltano/tap", "FAIL", &[], &["db.raw.t1", "db.raw.t2"]);
    let catalog = with_ports("port-failed", "db.raw.t1", &[failed, spark(), forecast()]);
    let quality = page(&catalog, "quality/index.html");
    assert!(quality.contains("1 failure in 1 product"), "{quality}");
    let port = page(&catalog, "products/load/index.html");
    assert!(port.contains("Failing") && !port.contains("Healthy"), "{port}");
}

#[test]
fn an_output_port_with_an_unobserved_dataset_gets_a_warning() {
    let catalog = with_ports("port-unseen", "snowflake://old/db.raw.t1", &[loader(), spark(), forecast()]);
    let check = glassbox(catalog.path(), &["check"]);
    let said = check.stdout + &check.stderr;
    assert!(said.contains("unseen-dataset"), "{said}");
    assert!(said.contains("did you mean `snowflake://acc/db.raw.t1`?"), "{said}");
    let both = "id: load\nname: load\nassets: [{id: a, job: meltano/tap}]\noutput_ports: [{id: t, asset: a, dataset: x}]\n";
    let check = glassbox(catalog.with(&[("products/load.yml", both)]).path(), &["check"]);
    assert!((check.stdout + &check.stderr).contains("an output port refers to only one of these"));
}

#[test]
fn unowned_datasets_are_listed_with_their_writers_and_readers() {
    let foreign = event(6, "spectacles/explores", "COMPLETE", &["db.mart.t4", "db.bi.view"], &["db.bi.log"]);
    let catalog = story("without-dbt-datasets", &[loader(), spark(), forecast(), foreign]);
    let coverage = page(&catalog, "coverage/index.html");
    assert!(coverage.contains("Datasets in no product 2"), "{coverage}");
    let text = fs::read_to_string(catalog.path().join("site/api/unclaimed.json")).unwrap();
    let json: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        json["datasets"],
        json!([
            {"dataset": "snowflake://acc/db.bi.log", "writers": ["spectacles/explores"], "readers": []},
            {"dataset": "snowflake://acc/db.bi.view", "writers": [], "readers": ["spectacles/explores"]},
        ])
    );
}

#[test]
fn impact_accepts_an_unowned_job() {
    let copy = event(5, "airbyte/copy", "COMPLETE", &["db.raw.t1"], &["db.raw.copy"]);
    let reads_copy = event(9, "spark/agg", "COMPLETE", &["db.raw.copy"], &["db.mart.t4"]);
    let mask = event(5, "immuta/mask", "FAIL", &[], &[]);
    let catalog = story("without-dbt-impact", &[loader(), copy, reads_copy, forecast(), mask]);
    let said = impact(&catalog, "airbyte/copy");
    assert!(said.contains("agg (") && said.contains("fc ("), "{said}");
    assert!(impact(&catalog, "immuta/mask").contains("`immuta/mask` is a job that belongs to no product"));
}

#[test]
fn diff_follows_a_change_through_tables_in_events() {
    let old = with_ports("port-diff-old", "db.raw.t1", &[loader(), spark(), forecast()]);
    let new = with_ports("port-diff-new", "db.raw.t1", &[loader(), spark(), forecast()]);
    let new = new.with(&[(
        "products/load.yml",
        "id: load\nname: load\nowner: data\nassets: [{id: a, job: meltano/tap}]\n",
    )]);
    let diff = glassbox(new.path(), &["diff", old.path().to_str().unwrap(), ".", "--deny-breaking"]);
    assert_ne!(diff.code, 0, "{}", diff.stdout);
    assert!(diff.stdout.contains("agg") && diff.stdout.contains("fc"), "{}", diff.stdout);
}

#[test]
fn an_output_port_has_the_status_of_the_job_that_writes_its_table() {
    let failed = event(3, "meltano/tap", "FAIL", &[], &["db.raw.t1"]);
    let catalog = story("without-dbt-port-status", &[failed, spark()]);
    let product = "id: load\nname: load\nowner: data\nassets: [{id: a, kind: job, job: meltano/tap}]\n\
        output_ports: [{id: job, asset: a}, {id: table, dataset: 'db.raw.t1', type: table}]\n";
    catalog.write("products/load.yml", product);
    let out = catalog.path().join("site");
    build(catalog.path(), &out);
    let record: Value = serde_json::from_slice(&fs::read(out.join("products/load.json")).unwrap()).unwrap();
    let ports = record["ports"].as_array().unwrap();
    let statuses: Vec<&str> = ports.iter().map(|port| port["status"]["id"].as_str().unwrap()).collect();
    assert_eq!(statuses, ["failing", "failing"], "{record}");
}

/// Returns the story in which an unowned job fails to write what Spark reads for this consumer.
fn foreign_failure(name: &str, consumers: &str) -> Scratch {
    let failed = event(4, "airbyte/copy", "FAIL", &[], &["db.raw.copy"]);
    let reads_copy = event(9, "spark/agg", "COMPLETE", &["db.raw.copy"], &["db.mart.t4"]);
    let catalog = story(name, &[loader(), failed, reads_copy]);
    let file = catalog.path().join("products/agg.yml");
    let text = fs::read_to_string(&file).unwrap() + consumers;
    catalog.write("products/agg.yml", &text);
    catalog.write("teams.yml", "teams: [{id: data, name: Data}, {id: app, name: App team}]\n");
    catalog
}

#[test]
fn a_failed_unowned_job_is_as_urgent_as_its_downstream_uses() {
    let consumers = "consumers: [{team: app, use: Shop app, stage: application}]\n";
    let catalog = foreign_failure("without-dbt-foreign-hurts", consumers);
    let quality = page(&catalog, "quality/index.html");
    let first = "1 failed job belongs to no product and needs a fix today. App team relies on what it writes (Shop app).";
    assert!(quality.contains(first), "{quality}");
    assert!(!quality.contains("no product is known to be broken"), "{quality}");
    let (_, section) = quality.split_once("Failed jobs in no product 1").unwrap();
    assert!(section.contains("Fix today."), "{section}");
    assert!(section.contains("Who is affected: agg (at risk) ; App team (Shop app)"), "{section}");
    // The job ran, not the table.
    let product = page(&catalog, "products/agg/index.html");
    assert!(product.contains("the last run of airbyte/copy, which writes it"), "{product}");
    // Those affected see it on their own page as well.
    let team = page(&catalog, "quality/teams/data/index.html");
    assert!(team.contains("1 failed job belongs to no product and needs a fix today."), "{team}");
}

#[test]
fn a_failed_unowned_job_without_important_uses_can_wait() {
    let catalog = foreign_failure("without-dbt-foreign-reader", "");
    let quality = page(&catalog, "quality/index.html");
    let first = "1 failed job belongs to no product. 1 other product is downstream of what it writes.";
    assert!(quality.contains(first), "{quality}");
    assert!(!quality.contains("Fix today."), "{quality}");
}

#[test]
fn an_old_failure_of_an_unowned_job_is_not_shown_as_current() {
    let failed = event(5, "airflow/old", "FAIL", &[], &[]).to_string().replace("2026-11-21T", "2026-11-01T");
    let old: Value = serde_json::from_str(&failed).unwrap();
    let catalog = story("without-dbt-long-ago", &[loader(), spark(), forecast(), old]);
    let quality = page(&catalog, "quality/index.html");
    assert!(!quality.contains("failed job") && !quality.contains("airflow/old"), "{quality}");
    // It is still an unowned job.
    assert!(page(&catalog, "coverage/index.html").contains("airflow/old"));
}

#[test]
fn tables_that_the_job_behind_a_port_builds_are_its_output() {
    let catalog = story("without-dbt-outputs", &[loader(), spark(), forecast()]);
    let check = |catalog: &Scratch| glassbox(catalog.path(), &["check", "--now", crate::support::NOW]);
    let messages = check(&catalog).messages();
    assert!(!messages.contains("boundary-leak"), "{messages}");
    // Those of another job of the product are not.
    let load = "id: load\nname: load\nowner: data\n\
                assets: [{id: a, kind: job, job: meltano/other}, {id: b, kind: job, job: meltano/tap}]\n\
                output_ports: [{id: t, asset: a}]\n";
    let messages = check(&catalog.with(&[("products/load.yml", load)])).messages();
    assert!(messages.contains("boundary-leak"), "{messages}");
}
