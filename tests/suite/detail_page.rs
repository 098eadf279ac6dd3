//! The page of details: the inputs and readers of each table, what breaks when it changes, and where its code is.

use crate::support::{NOW, Scratch, assets_of, attributes, boxes_of, build, dbt_model, glassbox};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const CATALOG: &[(&str, &str)] = &[
    ("glassbox.yml", "title: Shop\ndbt: [target]\nrepository: https://git.example/shop/blob/main/\n"),
    ("teams.yml", "teams: [{id: shop, name: Shop team}, {id: finance, name: Finance}]\n"),
    (
        "products/orders.yml",
        "id: orders\nname: Orders\nowner: shop\nassets:\n  - dbt: path:models/orders\n  \
         - {id: load, name: Load orders, kind: loader, feeds: [stg_orders], code: 'https://git.example/jobs/load.py'}\n\
         output_ports: [{id: orders, name: Orders table, dbt: orders}]\n\
         consumers: [{team: finance, use: unpaid invoices}]\n",
    ),
    (
        "products/revenue.yml",
        "id: revenue\nname: Revenue\nowner: finance\nassets: [{dbt: path:models/revenue}]\n\
         consumers: [{team: shop, use: the weekly meeting}]\n",
    ),
];

/// `stg_orders` → `orders` → `revenue`, and a dashboard that shows `orders`.
fn manifest() -> Value {
    let mut packaged = dbt_model("dates", "orders", "model.shop.stg_orders");
    packaged["package_name"] = json!("dbt_utils");
    json!({"metadata": {"project_name": "shop"}, "nodes": {
        "model.shop.stg_orders": dbt_model("stg_orders", "orders", ""),
        "model.shop.orders": dbt_model("orders", "orders", "model.shop.stg_orders"),
        "model.dbt_utils.dates": packaged,
        "model.shop.revenue": dbt_model("revenue", "revenue", "model.shop.orders")},
    "exposures": {"exposure.shop.board": {"name": "board", "resource_type": "exposure", "type": "dashboard",
        "package_name": "shop", "original_file_path": "models/revenue/board.yml", "fqn": ["shop", "revenue", "board"],
        "depends_on": {"nodes": ["model.shop.orders"]}}}})
}

fn shop(name: &str) -> Scratch {
    Scratch::new(name).with(CATALOG).with(&[("target/manifest.json", &manifest().to_string())])
}

/// Returns what the page of details shows below the name of an asset.
fn asset_entry(html: &str, key: &str) -> String {
    let from = html.find(&format!("id=\"asset-{key}\"")).expect(key);
    let rest = &html[from..];
    rest[..rest[1..].find("<li id=").or(rest[1..].find("</section>")).unwrap()].to_owned()
}

/// Returns the text of a piece of a page, on one line.
fn text_of(html: &str) -> String {
    let text: String = html
        .split('<')
        .map(|part| part.split_once('>').map_or(part, |(_, text)| text))
        .fold(String::new(), |said, text| said + " " + text);
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").replace(" .", ".").replace(" ,", ",")
}

fn detail(site: &Path, product: &str) -> String {
    fs::read_to_string(site.join(format!("products/{product}/detail/index.html"))).unwrap()
}

#[test]
fn each_table_links_to_its_upstream_and_downstream_tables() {
    let shop = shop("reads");
    let site = shop.path().join("site");
    build(shop.path(), &site);
    let orders = asset_entry(&detail(&site, "orders"), "model.shop.orders");
    let text = text_of(&orders);
    assert!(text.contains("Reads 1 stg_orders"), "{text}");
    assert!(text.contains("Read by 2 (1 other product)"), "{text}");
    let links = attributes(&orders, "href");
    for link in [
        "#asset-model.shop.stg_orders",
        "../../revenue/detail/index.html#asset-model.shop.revenue",
        "../../revenue/detail/index.html#asset-exposure.shop.board",
    ] {
        assert!(links.contains(&link), "{link} is not in {links:?}");
        let (page, anchor) = link.split_once('#').unwrap();
        let page = if page.is_empty() { detail(&site, "orders") } else { detail(&site, "revenue") };
        assert!(page.contains(&format!("<li id=\"{anchor}\"")), "{link} has no target");
    }
    let revenue = asset_entry(&detail(&site, "revenue"), "model.shop.revenue");
    let text = text_of(&revenue);
    assert!(text.contains("Reads 1 orders Orders"), "{text}");
    assert!(!text.contains("Read by"), "nothing reads this table: {text}");
}

#[test]
fn the_detail_page_lists_the_same_impact_as_the_command() {
    let shop = shop("breaks");
    let site = shop.path().join("site");
    build(shop.path(), &site);
    let entry = asset_entry(&detail(&site, "orders"), "model.shop.stg_orders");
    let text = text_of(&entry);
    for said in [
        "What breaks if this changes: 1 other product, 3 tables, 1 dashboard and 2 teams",
        "In Orders: output port Orders table. Used by Finance (unpaid invoices).",
        "Used by Shop team (the weekly meeting).",
    ] {
        // What breaks is told once, for the job that loads the table.
        let told = if said.starts_with("What") { &text } else { &text_of(&detail(&site, "orders")) };
        assert!(told.contains(said), "{said} is not in {told}");
    }
    assert!(text_of(&detail(&site, "orders")).contains("glassbox impact TABLE or the explorer"));
    let folder = shop.path().to_str().unwrap();
    let list =
        |name: &str| glassbox(shop.path(), &["impact", name, "--catalog", folder, "--now", NOW]).stdout;
    assert_eq!(list("stg_orders"), list("model.shop.stg_orders"), "the name of the table is enough");
    assert!(list("stg_orders").contains("revenue (Finance)"), "{}", list("stg_orders"));
    same_as_the_command(shop.path(), &site, "orders");
}

#[test]
fn a_table_is_shown_as_bad_as_the_output_port_that_it_is_behind() {
    let scratch = Scratch::new("as-bad-as-its-output");
    build(&Path::new(env!("CARGO_MANIFEST_DIR")).join("example-catalog"), scratch.path());
    let record = fs::read_to_string(scratch.path().join("products/revenue-mart.json")).unwrap();
    let record: Value = serde_json::from_str(&record).unwrap();
    let port = record["ports"].as_array().unwrap().iter().find(|port| port["name"] == "Revenue by day");
    assert_eq!(port.unwrap()["status"]["id"], "late", "it breaks its promise, and its inputs are at risk");
    let html = detail(scratch.path(), "revenue-mart");
    let entry = asset_entry(&html, "model.fernhill.revenue_daily");
    assert!(entry.split("mark mark-").nth(1).unwrap().starts_with("late"), "{entry}");
    let drawn = boxes_of(&html).into_iter().find(|one| one.contains(">revenue_daily<")).unwrap();
    let drawn = drawn.split("</a>").next().unwrap();
    assert!(
        text_of(drawn).contains("revenue_daily output port Revenu… Late"),
        "the drawing says the same: {drawn}"
    );
    assert!(!drawn.contains("aria-label"), "what it shows is its name");
}

#[test]
fn the_detail_pages_of_the_example_agree_with_the_impact_command() {
    let scratch = Scratch::new("breaks-in-the-example");
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("example-catalog");
    build(&example, scratch.path());
    let seen: usize = ["crm-mart", "equipment-mart"]
        .into_iter()
        .map(|product| same_as_the_command(&example, scratch.path(), product))
        .sum();
    assert!(seen > 3, "only {seen} assets with something downstream were compared");
}

/// Compares what breaks according to a product's JSON with `glassbox impact`, for each of its assets with anything
/// downstream: the products, and the exposures as far as they are named. Returns the number of these assets.
fn same_as_the_command(catalog: &Path, site: &Path, product: &str) -> usize {
    let record = fs::read_to_string(site.join(format!("products/{product}.json"))).unwrap();
    let record: Value = serde_json::from_str(&record).unwrap();
    let assets = assets_of(&record);
    let breaking: Vec<&Value> =
        assets.iter().filter_map(|asset| asset.get("breaks")).filter(|breaks| !breaks.is_null()).collect();
    for breaks in breaking.iter().take(4) {
        let command = breaks["command"].as_str().unwrap().strip_prefix("glassbox ").unwrap();
        let mut arguments: Vec<&str> = command.split(' ').collect();
        let folder = catalog.to_str().unwrap();
        arguments.extend(["--catalog", folder, "--now", NOW, "--format", "json"]);
        let listed: Value = serde_json::from_str(&glassbox(catalog, &arguments).stdout).unwrap();
        let of_others = |list: &'static str, key: &'static str| -> BTreeSet<&str> {
            let all = listed[list].as_array().unwrap().iter();
            all.filter(|one| one["own"] != json!(true)).map(|one| one[key].as_str().unwrap()).collect()
        };
        let said = |list: &str| -> BTreeSet<&str> {
            let all = breaks[list].as_array().into_iter().flatten();
            all.map(|one| one.as_str().or_else(|| one["name"].as_str()).unwrap()).collect()
        };
        assert_eq!(breaks.get("more_products"), None, "the test compares whole lists");
        assert_eq!(said("products"), of_others("products", "id"), "{command}");
        let shown = said("exposures");
        for exposure in of_others("exposures", "name") {
            assert!(shown.contains(exposure), "{command}: {exposure}");
        }
    }
    breaking.len()
}

#[test]
fn a_model_links_to_its_file_in_the_repository() {
    let shop = shop("repository");
    let site = shop.path().join("site");
    build(shop.path(), &site);
    let page = detail(&site, "orders");
    let links = |key: &str| attributes(&asset_entry(&page, key), "href").join(" ");
    assert!(
        links("model.shop.orders").contains("https://git.example/shop/blob/main/models/orders/orders.sql"),
        "{}",
        links("model.shop.orders")
    );
    assert!(
        links("orders-load").contains("https://git.example/jobs/load.py"),
        "a declared asset links to its code"
    );
    // The models of an installed package are not in the repository of the project.
    let packaged = asset_entry(&page, "model.dbt_utils.dates");
    assert!(packaged.contains("<code>models/orders/dates.sql</code>"), "{packaged}");
    assert!(!attributes(&packaged, "href").iter().any(|link| link.contains("git.example")), "{packaged}");
}

#[test]
fn one_repository_setting_does_not_apply_to_two_dbt_projects() {
    let shop = shop("repositories");
    let other = json!({"metadata": {"project_name": "stock"}, "nodes": {}});
    shop.write("stock/manifest.json", &other.to_string());
    let config = |repository: &str, own: &str| {
        format!("title: Shop\ndbt: [{{path: target{own}}}, stock]\nrepository: {repository}\n")
    };
    let site = shop.path().join("site");
    let link = || {
        let page = detail(&site, "orders");
        let entry = asset_entry(&page, "model.shop.orders");
        attributes(&entry, "href").into_iter().find(|link| link.contains("git.example")).map(str::to_owned)
    };

    shop.write("glassbox.yml", &config("https://git.example/shop", ""));
    let said = build(shop.path(), &site).stderr;
    assert!(said.contains("warning[ambiguous-repository]: `repository` is one folder"), "{said}");
    assert!(said.contains("glassbox.yml:3:13"), "{said}");
    assert_eq!(link(), None, "an ambiguous link is not shown");

    shop.write("glassbox.yml", &config("'https://git.example/{project}/blob/main/{path}'", ""));
    let said = build(shop.path(), &site).stderr;
    assert!(!said.contains("ambiguous-repository"), "{said}");
    assert_eq!(link().unwrap(), "https://git.example/shop/blob/main/models/orders/orders.sql");

    shop.write(
        "glassbox.yml",
        &config("https://git.example/stock", ", repository: 'https://git.example/own/'"),
    );
    let said = build(shop.path(), &site).stderr;
    assert!(!said.contains("ambiguous-repository"), "{said}");
    assert_eq!(link().unwrap(), "https://git.example/own/models/orders/orders.sql");
}

#[test]
fn long_lists_end_in_a_link_to_all_and_no_link_points_to_a_hidden_entry() {
    const MANY: usize = 120;
    let name = |number: usize| format!("mart_{number:03}");
    let mut nodes = serde_json::Map::new();
    nodes.insert("model.shop.orders".to_owned(), dbt_model("orders", "orders", ""));
    for number in 0..MANY {
        let model = dbt_model(&name(number), "marts", "model.shop.orders");
        nodes.insert(format!("model.shop.{}", name(number)), model);
    }
    let last = dbt_model("stg_last", "orders", &format!("model.shop.{}", name(MANY - 1)));
    nodes.insert("model.shop.stg_last".to_owned(), last);
    let manifest = json!({"metadata": {"project_name": "shop"}, "nodes": nodes}).to_string();
    let shop = Scratch::new("long-lists").with(&[
        ("glassbox.yml", "title: Shop\ndbt: [target]\n"),
        ("products/marts.yml", "id: marts\nname: Marts\nassets: [{dbt: path:models/marts}]\n"),
        ("products/orders.yml", "id: orders\nname: Orders\nassets: [{dbt: path:models/orders}]\n"),
        ("target/manifest.json", &manifest),
    ]);
    let site = shop.path().join("site");
    build(shop.path(), &site);
    let page = detail(&site, "orders");
    let orders = asset_entry(&page, "model.shop.orders");
    let text = text_of(&orders);
    assert!(text.contains("Read by 120 (1 other product)"), "{text}");
    assert!(text.contains("114 more") && text.contains("and 70 more"), "{text}");
    let csv = |name: &str| fs::read_to_string(site.join(name)).unwrap();
    assert!(page.contains("href=\"../reads.csv\">and 70 more in the table of all reads"), "{page}");
    let reads = csv("products/orders/reads.csv");
    assert_eq!(reads.lines().filter(|line| line.starts_with("orders,orders,mart_")).count(), MANY, "{reads}");
    assert!(reads.contains("mart_119,marts,stg_last,orders"), "what it reads is there too: {reads}");
    assert!(!site.join("products/orders/tables.csv").exists(), "the page shows all of its tables");
    let marts = detail(&site, "marts");
    assert!(marts.contains("href=\"../tables.csv\">and 20 more in the table of all its parts"), "{marts}");
    let tables = csv("products/marts/tables.csv");
    assert_eq!(tables.lines().count(), 1 + MANY);
    assert!(tables.contains("Final tables,mart_119,model,"), "{tables}");
    let entry = asset_entry(&page, "model.shop.stg_last");
    let beyond = attributes(&entry, "href").into_iter().find(|link| link.contains("marts/")).unwrap();
    assert_eq!(beyond, "../../marts/detail/index.html", "the page shows only the first hundred");
    for link in attributes(&orders, "href").into_iter().filter(|link| link.contains("marts/detail")) {
        let (_, anchor) = link.split_once('#').expect(link);
        assert!(marts.contains(&format!("id=\"{anchor}\"")), "{link} has no target");
    }
}

#[test]
fn two_dbt_projects_that_cannot_be_told_apart_get_no_wrong_link() {
    let shop = shop("repositories-alike");
    let site = shop.path().join("site");
    let link = || {
        let page = detail(&site, "orders");
        let entry = asset_entry(&page, "model.shop.orders");
        attributes(&entry, "href").into_iter().find(|link| link.contains("git.example")).map(str::to_owned)
    };
    let entry = |path: &str, repository: &str| {
        format!("{{path: {path}, repository: 'https://git.example/{repository}'}}")
    };
    let build_with = |entries: &[String]| {
        shop.write("glassbox.yml", &format!("title: Shop\ndbt: [{}]\n", entries.join(", ")));
        build(shop.path(), &site);
        link()
    };
    // Before 1.4, dbt did not name the project: it is that of most of its nodes.
    let manifest = std::fs::read_to_string(shop.path().join("target/manifest.json")).unwrap();
    let mut nameless: Value = serde_json::from_str(&manifest).unwrap();
    nameless["metadata"].as_object_mut().unwrap().remove("project_name");
    let other = json!({"metadata": {}, "nodes": {"model.stock.items": {"name": "items", "resource_type": "model",
        "package_name": "stock", "original_file_path": "models/items.sql", "fqn": ["stock", "items"]}}});
    shop.write("target/manifest.json", &nameless.to_string());
    shop.write("stock/manifest.json", &other.to_string());
    let own = Some("https://git.example/shop/models/orders/orders.sql".to_owned());
    assert_eq!(build_with(&[entry("target", "shop"), entry("stock", "stock")]), own);
    // Of one name, and in different places: which of them has the model is not known.
    let same = json!({"metadata": {"project_name": "shop"}, "nodes": {}});
    shop.write("stock/manifest.json", &same.to_string());
    assert_eq!(build_with(&[entry("target", "shop"), entry("stock", "stock")]), None);
    // The artifacts of one project, from two environments.
    assert_eq!(build_with(&[entry("target", "shop"), entry("stock", "shop")]), own);
    assert_eq!(build_with(&[entry("target", "shop"), "stock".to_owned()]), own);
}

/// Tables with the same columns and the same readers say so, and the page tells these once.
#[test]
fn what_tables_share_is_told_once() {
    let mut manifest = manifest();
    let columns = json!({"id": {"name": "id", "data_type": "BIGINT", "description": "The *number*."}});
    for table in ["stg_orders", "orders"] {
        manifest["nodes"][format!("model.shop.{table}")]["columns"] = columns.clone();
    }
    let mut second = dbt_model("stg_items", "orders", "");
    second["columns"] = json!({"id": {"name": "id"}});
    manifest["nodes"]["model.shop.stg_items"] = second;
    manifest["nodes"]["model.shop.orders"]["depends_on"]["nodes"] =
        json!(["model.shop.stg_orders", "model.shop.stg_items"]);
    let shop = shop("told-once");
    shop.write("target/manifest.json", &manifest.to_string());
    let site = shop.path().join("site");
    build(shop.path(), &site);
    let html = detail(&site, "orders");
    let row = "<th>id<td>bigint<td>The <em>number</em>.";
    assert_eq!(html.matches(row).count(), 1, "{html}");
    let told: Vec<bool> = ["stg_orders", "orders", "stg_items"]
        .map(|table| {
            asset_entry(&html, &format!("model.shop.{table}")).contains("href=\"#c1\">1 column, as above")
        })
        .into();
    assert_eq!(told, [false, true, false], "another column list is another one");
    assert!(
        html.contains("href=\"#b1\">What breaks if this changes: 1 other product"),
        "both break the same: {html}"
    );
    assert_eq!(html.matches("id=\"b1\"").count() + html.matches("id=\"c1\"").count(), 2);
}

/// What all tables of a page or of a layer are is told above them; what only some are stays with each.
#[test]
fn what_all_tables_are_is_told_above_them() {
    let mut manifest = manifest();
    manifest["exposures"] = json!({});
    for table in ["stg_gain", "stg_cost"] {
        manifest["nodes"][format!("model.shop.{table}")] = dbt_model(table, "revenue", "");
    }
    let shop = shop("told-above");
    let (file, site) = (shop.path().join("target/manifest.json"), shop.path().join("site"));
    let html_of = |manifest: &Value| {
        fs::write(&file, manifest.to_string()).unwrap();
        build(shop.path(), &site);
        detail(&site, "revenue")
    };
    let html = html_of(&manifest);
    assert!(text_of(&html).contains("All 3: model, table Addresses db.main. name Staging"), "{html}");
    assert!(html.contains("<div id=\"layers\" class=\"profile-wide-parts\" data-address=\"db.main.\">"));
    let entry = asset_entry(&html, "model.shop.revenue");
    assert!(
        entry.contains("<code class=\"copyable\">revenue</code>") && !entry.contains("db.main"),
        "{entry}"
    );
    assert!(!text_of(&entry).contains("Model"), "{entry}");

    manifest["nodes"]["model.shop.revenue"]["relation_name"] = json!("\"db\".\"main\".\"all_revenue\"");
    manifest["nodes"]["model.shop.revenue"]["config"]["materialized"] = json!("view");
    let html = html_of(&manifest);
    let entry = text_of(&asset_entry(&html, "model.shop.revenue"));
    assert!(entry.contains("Model, view Address db.main.all_revenue"), "{entry}");
    let staging = html.split("id=\"staging\"").nth(1).unwrap().split("</section>").next().unwrap();
    assert!(text_of(staging).contains("All 2: model, table Addresses db.main. name"), "{staging}");
    assert!(staging.contains("<ul class=\"assets\" data-address=\"db.main.\">"), "{staging}");
}
