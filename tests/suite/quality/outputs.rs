//! How lists of output ports show the status of the product: only if it adds to that of the port.

use super::*;

/// Returns the row of an output port in the list of all, as text.
fn row(shop: &Shop, port: &str) -> String {
    let site = shop.catalog.path().join("site");
    build(shop.catalog.path(), &site);
    let page = fs::read_to_string(site.join("outputs/index.html")).unwrap();
    let start = page
        .find(&format!(
            "<th scope=\"row\" role=\"rowheader\"><a class=\"output-name\" href=\"../products/{port}\""
        ))
        .unwrap();
    let rows = page[start..].split("</table>").next().unwrap();
    let row = rows.split("<tr").next().unwrap();
    let pieces = row.split('<').filter_map(|piece| piece.split_once('>')).map(|(_, text)| text.trim());
    pieces.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A study with a paper that cannot be observed.
const STUDY: (&str, &str) = (
    "products/study.yml",
    "id: study\nname: Study\nowner: data\nassets: [{dbt: path:models/study}]\n\
     output_ports: [{id: paper, name: Paper, type: document}]\n",
);

#[test]
fn a_port_with_a_better_status_than_its_product_shows_both() {
    let broken = run("build", MORNING, &[("test.shop.unique_stg.1", "fail", Some(2))]);
    let shop = Shop::new("outputs-worse", &[("target/run_results.json", &broken)]);
    assert_eq!(
        row(&shop, "orders/index.html#port-orders"),
        "Orders Orders Data At risk Product: failing Company"
    );
    let shop = Shop::new("outputs-same", &[]);
    let well = row(&shop, "orders/index.html#port-orders");
    assert!(!well.contains("Product:"), "{well}");
}

#[test]
fn a_port_without_a_status_shows_only_problems_of_its_product() {
    let shop = Shop::new("outputs-none", &[STUDY]);
    assert_eq!(shop.product("study")["status"]["id"], "unchecked");
    assert_eq!(row(&shop, "study/index.html#port-paper"), "Paper Study Data Not watched");
    let broken = run("build", MORNING, &[("model.shop.study", "error", None)]);
    let shop = Shop::new("outputs-none-failing", &[STUDY, ("target/run_results.json", &broken)]);
    assert_eq!(row(&shop, "study/index.html#port-paper"), "Paper Study Data Product: failing");
}

#[test]
fn a_sync_without_a_job_is_unknown_whatever_its_port_is_called() {
    for kind in ["sync", "api", "dashboard"] {
        let push = format!(
            "id: push\nname: Push\nowner: data\ncategory: activation\n\
             assets: [{{dbt: path:models/study}}, {{id: push, name: Push, kind: sync, reads: [orders]}}]\n\
             output_ports: [{{id: app, name: App, asset: push, type: {kind}}}]\n"
        );
        let shop = Shop::new("outputs-sync", &[("products/study.yml", push.as_str())]);
        let product = shop.product("push");
        assert_eq!(product["status"]["id"], "unknown", "{kind}: {}", product["standing"]);
        assert_eq!(product["ports"][0]["status"]["id"], "unknown", "{kind}");
        assert!(shop.says("push").contains("nothing shows that it ran"), "{kind}: {}", shop.says("push"));
    }
}

#[test]
fn a_dashboard_is_only_as_certain_as_all_data_that_it_shows() {
    let mut manifest = manifest();
    manifest["exposures"]["exposure.shop.board"]["depends_on"]["nodes"] =
        json!(["model.shop.orders", "model.shop.study"]);
    let shop = Shop::new("dashboard-of-two", &[("target/manifest.json", &manifest.to_string())]);
    let statuses = ["orders", "study", "board"].map(|product| shop.product(product)["status"]["id"].clone());
    assert_eq!(statuses, ["holding", "unchecked", "unchecked"], "nothing checks half of what it shows");
}
