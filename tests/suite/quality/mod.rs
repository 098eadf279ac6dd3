//! What the site shows about a small shop, with every kind of evidence: each trap of the
//! formats, statuses and promises calculated by hand, and who is affected.
//!
//! The shop has a loader, whose source dbt checks for freshness; a mart of two models with tests; a
//! board for customers; and a study that nobody depends on. It is five o'clock in Berlin, four in UTC.

mod affected;
mod events;
mod evidence_age;
mod examples;
mod history;
mod outputs;
mod parts;
mod promises;
mod runs;
mod verdicts;
mod weight;

use crate::support::{NOW, Scratch, build, dbt_model, glassbox};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

const CONFIG: &str = "title: Shop\ntime_zone: Europe/Berlin\ndbt: [target]\nopenlineage: [events]\n";

const PRODUCTS: &[(&str, &str)] = &[
    ("teams.yml", "teams:\n  - {id: data, name: Data}\n  - {id: shop-floor, name: Shop floor}\n"),
    (
        "products/raw.yml",
        "id: raw\nname: Raw\nowner: data\ntier: company\nassets:\n  - dbt: source:raw\n  - id: loader\n    name: Loader\n    job: loads/orders\n    feeds: [source:raw.orders]\n",
    ),
    (
        "products/orders.yml",
        "id: orders\nname: Orders\nowner: data\ntier: company\nassets: [{dbt: path:models/orders}]\n\
         output_ports: [{id: orders, dbt: orders}]\n\
         slas:\n  - {property: freshness, target: 24h, port: orders}\n  - {property: availability, target: 99%}\n  - {property: error_rate, target: 10%}\n  - {property: frequency, target: daily}\n  - {property: latency, target: 2h}\n  - {property: support_response, target: 1 business day}\n",
    ),
    (
        "products/board.yml",
        "id: board\nname: Board\nowner: data\ntier: customer-facing\nassets: [{dbt: 'exposure:board'}]\n\
         output_ports: [{id: board, dbt: 'exposure:board', type: dashboard}]\n\
         consumers: [{team: shop-floor, use: opening hours, stage: application}]\n",
    ),
    (
        "products/study.yml",
        "id: study\nname: Study\nowner: data\ntier: experimental\nassets: [{dbt: path:models/study}]\n",
    ),
    ("products/advice.yml", "id: advice\nname: Advice\nowner: data\ncategory: consulting\n"),
];

/// Returns the shop's dbt manifest.
fn manifest() -> Value {
    let test = |name: &str, column: &str, of: &str| {
        json!({"name": format!("{name}_{of}_{column}"), "resource_type": "test", "column_name": column,
            "attached_node": format!("model.shop.{of}"), "test_metadata": {"name": name, "kwargs": {"column_name": column}},
            "depends_on": {"nodes": [format!("model.shop.{of}")]}})
    };
    json!({"metadata": {"project_name": "shop"},
        "nodes": {
            "model.shop.stg_orders": dbt_model("stg_orders", "orders", "source.shop.raw.orders"),
            "model.shop.orders": dbt_model("orders", "orders", "model.shop.stg_orders"),
            "model.shop.study": dbt_model("study", "study", "model.shop.stg_orders"),
            "test.shop.unique_stg.1": test("unique", "order_id", "stg_orders"),
            "test.shop.not_null_stg.2": test("not_null", "order_id", "stg_orders"),
            "test.shop.not_null_orders.3": test("not_null", "amount", "orders"),
        },
        "sources": {"source.shop.raw.orders": {"source_name": "raw", "name": "orders", "resource_type": "source",
            "relation_name": "\"db\".\"raw\".\"orders\"", "fqn": ["shop", "raw", "orders"], "original_file_path": "models/raw.yml",
            "freshness": {"warn_after": {"count": 6, "period": "hour"}, "error_after": {"count": 12, "period": "hour"}}}},
        "exposures": {"exposure.shop.board": {"name": "board", "type": "dashboard", "fqn": ["shop", "board"],
            "original_file_path": "models/board.yml", "depends_on": {"nodes": ["model.shop.orders"]}}}})
}

const MODELS: [&str; 3] = ["model.shop.stg_orders", "model.shop.orders", "model.shop.study"];
const TESTS: [&str; 3] =
    ["test.shop.unique_stg.1", "test.shop.not_null_stg.2", "test.shop.not_null_orders.3"];

/// Returns a file of run results that all succeed except for `odd`: rows of id, status and failures.
fn run(which: &str, at: &str, odd: &[(&str, &str, Option<u64>)]) -> String {
    let row = |id: &str, well: &str| {
        let (status, failures) = odd
            .iter()
            .find(|(odd, ..)| *odd == id)
            .map_or((well, None), |(_, status, count)| (*status, *count));
        json!({"unique_id": id, "status": status, "failures": failures, "message": "Database Error in model x (models/x.sql)\n  no such column: amout",
            "timing": [{"name": "execute", "started_at": at, "completed_at": at}]})
    };
    let rows: Vec<Value> =
        MODELS.iter().map(|id| row(id, "success")).chain(TESTS.iter().map(|id| row(id, "pass"))).collect();
    json!({"metadata": {"generated_at": at, "invocation_id": format!("run-{at}")}, "args": {"which": which}, "results": rows}).to_string()
}

/// Returns a file of source freshness.
fn freshness(status: &str, loaded: &str, at: &str) -> String {
    json!({"metadata": {"generated_at": at}, "results": [{"unique_id": "source.shop.raw.orders", "status": status,
        "max_loaded_at": loaded, "snapshotted_at": at}]}).to_string()
}

/// Returns an event of the loader's job.
fn event(kind: &str, at: &str, run: &str) -> String {
    json!({"eventType": kind, "eventTime": at, "run": {"runId": run, "facets": {"errorMessage": {"message": "connection refused\nat line 1"}}},
        "job": {"namespace": "loads", "name": "orders"}, "inputs": [], "outputs": [{"namespace": "db", "name": "DB.raw.\"orders\""}]}).to_string()
}

const MORNING: &str = "2026-11-21T02:00:00Z";

/// The shop with this evidence, on a morning without other problems.
struct Shop {
    pub(super) catalog: Scratch,
}

impl Shop {
    fn new(name: &str, evidence: &[(&str, &str)]) -> Self {
        let catalog =
            Scratch::new(&format!("quality-{name}")).with(&[("glassbox.yml", CONFIG)]).with(PRODUCTS);
        catalog.write("target/manifest.json", &manifest().to_string());
        catalog.write("target/run_results.json", &run("build", MORNING, &[]));
        catalog
            .write("target/sources.json", &freshness("pass", "2026-11-21T00:30:00Z", "2026-11-21T01:50:00Z"));
        let loaded =
            [event("START", "2026-11-21T00:20:00Z", "a"), event("COMPLETE", "2026-11-21T00:31:00Z", "a")];
        catalog.write("events/loads.ndjson", &loaded.join("\n"));
        Self { catalog: catalog.with(evidence) }
    }

    /// Returns the product's JSON on the site.
    fn product(&self, id: &str) -> Value {
        self.product_at(id, NOW)
    }

    fn product_at(&self, id: &str, now: &str) -> Value {
        let out = self.catalog.path().join("site");
        let run =
            glassbox(self.catalog.path(), &["build", ".", "--now", now, "--out", out.to_str().unwrap()]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        serde_json::from_str(&fs::read_to_string(out.join(format!("products/{id}.json"))).unwrap()).unwrap()
    }

    /// Returns the status and first reason of a product: `failing: orders: its last run failed`.
    fn says(&self, id: &str) -> String {
        status_and_reason(&self.product(id))
    }

    /// Returns the warnings of `check`.
    fn warnings(&self) -> String {
        let run = glassbox(self.catalog.path(), &["check", ".", "--now", NOW, "--format", "short"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        run.stdout
    }
}

fn status_and_reason(product: &Value) -> String {
    let status = product["status"]["id"].as_str().unwrap_or("nothing");
    let Some(reason) = product["standing"]["reasons"].get(0) else { return status.to_owned() };
    let asset = reason["asset"]
        .as_str()
        .filter(|asset| !asset.is_empty())
        .map_or(String::new(), |asset| format!("{asset}: "));
    format!("{status}: {asset}{}", reason["text"].as_str().unwrap())
}

/// Returns the outcome and the measurement of a product's promise.
fn promise(product: &Value, property: &str) -> String {
    let slas = product["slas"].as_array().unwrap();
    let sla = slas.iter().find(|sla| sla["id"] == property).unwrap();
    format!(
        "{}: {}",
        sla["status"]["name"].as_str().unwrap_or("-"),
        sla["measured"].as_str().unwrap_or_default()
    )
}
