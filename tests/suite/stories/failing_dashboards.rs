//! A bad night of a company that declares neither tiers nor consumers: what people open comes first, and each promise is
//! broken by what breaks it.

use super::table_changes::{run, table};
use super::*;

/// A mart whose load and a dashboard on it whose own refresh went as these events say.
fn company(name: &str, mart: &str, refresh: &str) -> Scratch {
    let lines = [
        run(1, "etl/orders", mart, &[], vec![table("wh.marts.orders", &[])]),
        run(20, "bi/sales", refresh, &["wh.marts.orders"], vec![]),
    ];
    let lines: Vec<String> = lines.iter().map(Value::to_string).collect();
    Scratch::new(name).with(&[
        ("glassbox.yml", "title: Shop\nopenlineage: [ol]\n"),
        ("teams.yml", "teams: [{id: data, name: Data}]\n"),
        ("products/orders.yml", "id: orders\nname: Orders\ncategory: mart\nowner: data\nassets: [{id: load, job: etl/orders}]\noutput_ports: [{id: o, name: Orders, dataset: wh.marts.orders}]\n"),
        ("products/sales.yml", "id: sales\nname: Sales dashboard\ncategory: dashboard\nowner: data\nassets: [{id: refresh, name: Refresh, job: bi/sales}]\noutput_ports: [{id: d, name: Sales, asset: refresh, type: dashboard}]\nslas: [{property: availability, target: 99%}]\n"),
        ("ol/e.ndjson", &lines.join("\n")),
    ])
}

#[test]
fn a_failing_dashboard_is_urgent_and_a_mart_with_few_readers_is_not() {
    let quality = page(&company("dashboard-fails", "COMPLETE", "FAIL"), "quality/index.html");
    assert!(quality.contains("1 failure in 1 product needs a fix today"), "{quality}");
    let quality = page(&company("mart-fails", "FAIL", "COMPLETE"), "quality/index.html");
    assert!(!quality.contains("today; ") && quality.contains("can wait"), "{quality}");
}

#[test]
fn a_problem_names_affected_dashboards_and_only_promises_it_breaks() {
    let catalog = company("both-fail", "FAIL", "FAIL");
    let orders = page(&catalog, "quality/incidents/orders/index.html");
    assert!(orders.contains("Affected dashboards, apps and syncs Sales dashboard"), "{orders}");
    assert!(orders.contains("Broken promises None known"), "the refresh failed independently: {orders}");
    let sales = page(&catalog, "quality/incidents/sales/index.html");
    assert!(!sales.contains("Broken promises None"), "{sales}");
}

#[test]
fn a_product_with_a_problem_states_how_many_products_it_affects() {
    let orders = page(&company("affects", "FAIL", "COMPLETE"), "products/orders/index.html");
    assert!(orders.contains("This problem affects 1 other product ."), "{orders}");
}
