//! Stories of data teams as small catalogs, written as a newcomer would write them, and what the site must show for
//! each.

mod consumers;
mod dropped_tables;
mod end_dates;
mod failing_dashboards;
mod followed_changes;
mod four_tables;
mod freshness;
mod green_marks;
mod growth;
mod guards;
mod home_page;
mod hr;
mod liquor;
mod marts;
mod named_tables;
mod observed_systems;
mod of_no_product;
mod other_writers;
mod planned_uses;
mod production;
mod run_order;
mod several_controls;
mod sixteen_failures;
mod streams;
mod system_changes;
mod systems;
mod table_changes;
mod table_columns;
mod unknown_uses;
mod who_is_affected;
mod without_dbt;
mod workflows;

use crate::support::{Scratch, build, glassbox};
use serde_json::{Value, json};
use std::fs;

/// Returns a model or source of dbt in the schema of its folder.
fn node(kind: &str, folder: &str, name: &str, reads: &[&str]) -> (String, Value) {
    let path =
        if kind == "source" { format!("models/{folder}.yml") } else { format!("models/{folder}/{name}.sql") };
    let id = if kind == "source" { format!("source.p.{folder}.{name}") } else { format!("{kind}.p.{name}") };
    let node = json!({"name": name, "resource_type": kind, "package_name": "p", "source_name": folder, "fqn": ["p", folder, name],
        "original_file_path": path, "relation_name": format!("db.{folder}.{name}"), "config": {"materialized": "table"},
        "depends_on": {"nodes": reads}});
    (id, node)
}

/// Returns a test that is attached to a node.
fn test(name: &str, of: &str) -> (String, Value) {
    let id = format!("test.p.{name}_{}", of.replace('.', "_"));
    let test = json!({"name": name, "resource_type": "test", "package_name": "p", "attached_node": of, "column_name": "id",
        "test_metadata": {"name": name, "kwargs": {"column_name": "id"}}, "depends_on": {"nodes": [of]}});
    (id, test)
}

/// Returns a manifest of these nodes; sources are separate.
fn manifest(nodes: Vec<(String, Value)>) -> String {
    let (sources, nodes): (Vec<_>, Vec<_>) = nodes.into_iter().partition(|(id, _)| id.starts_with("source."));
    let map = |all: Vec<(String, Value)>| Value::Object(all.into_iter().collect());
    json!({"metadata": {"project_name": "p"}, "nodes": map(nodes), "sources": map(sources)}).to_string()
}

/// Returns run results of 20 November 2026, three o'clock: ids with their statuses.
fn results(rows: impl IntoIterator<Item = (String, &'static str)>) -> String {
    let rows: Vec<Value> = rows
        .into_iter()
        .map(|(id, status)| {
            json!({"unique_id": id, "status": status, "failures": u8::from(status == "fail"),
                "timing": [{"name": "execute", "started_at": "2026-11-21T02:00:00Z", "completed_at": "2026-11-21T02:05:00Z"}]})
        })
        .collect();
    json!({"metadata": {"generated_at": "2026-11-21T02:10:00Z",
            "dbt_schema_version": "https://schemas.getdbt.com/dbt/run-results/v6.json"},
        "args": {"which": "build"}, "results": rows})
    .to_string()
}

/// Returns the text of a page without its elements, after building the site.
fn page(catalog: &Scratch, path: &str) -> String {
    let out = catalog.path().join("site");
    build(catalog.path(), &out);
    text_of(&fs::read_to_string(out.join(path)).unwrap())
}

/// Returns the text of a page.
pub(crate) fn text_of(html: &str) -> String {
    let mut text = String::new();
    for part in html.split('<') {
        text.push_str(part.split_once('>').map_or(part, |(_, text)| text));
        text.push(' ');
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
