//! Runs of a job, of other jobs that write its table, and of the jobs that check it: none vouches for another.

use super::table_changes::{run, table};
use super::*;

/// Returns a catalog in which one asset is a job and its table; its product promises data of this age.
fn stock(name: &str, events: &[Value]) -> Scratch {
    let lines: Vec<String> = events.iter().map(Value::to_string).collect();
    Scratch::new(name).with(&[
        ("glassbox.yml", "title: Stock\nopenlineage: [ol]\n"),
        ("teams.yml", "teams: [{id: data, name: Data}]\n"),
        ("products/stock.yml", "id: stock\nname: Stock\nowner: data\nassets: [{id: j, job: spark/stock, table: wh.raw.stock}]\noutput_ports: [{id: o, asset: j, type: table}]\nslas: [{property: freshness, target: 6h}]\n"),
        ("ol/e.ndjson", &lines.join("\n")),
    ])
}

fn written(at: u32, job: &str, state: &str) -> Value {
    run(at, job, state, &[], vec![table("wh.raw.stock", &[])])
}

fn stock_page(name: &str, events: &[Value]) -> String {
    text_of(&page(&stock(name, events), "products/stock/index.html"))
}

#[test]
fn another_job_that_writes_the_table_does_not_repeat_a_failed_run() {
    let mut yesterday = written(1, "spark/stock", "COMPLETE");
    yesterday["eventTime"] = json!("2026-11-20T02:01:00Z");
    let failed = written(5, "spark/stock", "FAIL");
    let touched = written(15, "adhoc/touch", "COMPLETE");
    let said = stock_page("writers-failed", &[yesterday.clone(), failed.clone(), touched.clone()]);
    assert!(said.contains("Failing") && !said.contains("Kept"), "{said}");
    // The same job clears its failure; another writer shows how old the data of a job without a failure is.
    let repeated = written(20, "spark/stock", "COMPLETE");
    let said = stock_page("writers-repeated", &[yesterday.clone(), failed, touched.clone(), repeated]);
    assert!(!said.contains("Failing") && said.contains("Kept"), "{said}");
    let said = stock_page("writers-well", &[yesterday, touched]);
    assert!(!said.contains("Failing") && said.contains("Kept"), "{said}");
}
