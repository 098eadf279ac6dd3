//! Categories have roles: a catalog with its own categories gets what the built-in ones get.

use crate::support::{NOW, Scratch, build, files, glassbox};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Returns the default categories under ids of the catalog's own, each with its role if `have_roles`.
fn own_categories(have_roles: bool) -> String {
    let defaults = [
        (
            "replication",
            "Replication",
            "Replications",
            "Brings data from a system of the company into the warehouse, unchanged.",
        ),
        ("mart", "Mart", "Marts", "Tables that others can build on: the data itself is the product."),
        (
            "application",
            "Application",
            "Applications",
            "A place to explore data and ask your own questions without writing code.",
        ),
        ("dashboard", "Dashboard", "Dashboards", "Answers to fixed questions, kept up to date."),
        ("activation", "Activation", "Activations", "Brings data back into the tools that people work in."),
        (
            "alerting",
            "Alerting",
            "Alerts",
            "Notifies people when something happens that needs their attention.",
        ),
        ("analysis", "Analysis", "Analyses", "A study that answers one large question."),
        ("consulting", "Consulting", "Consulting services", "People who help with questions about data."),
    ];
    let entry = |(role, name, plural, description): (&str, &str, &str, &str)| {
        let role =
            if have_roles { format!("id: our-{role}, role: {role}") } else { format!("id: our-{role}") };
        format!("  - {{{role}, name: {name}, plural: {plural}, description: \"{description}\"}}\n")
    };
    format!("categories:\n{}", defaults.map(entry).concat())
}

/// Returns products of every role, with what rules and standards check; `prefix` precedes each category.
fn shop(name: &str, prefix: &str, categories: &str) -> Scratch {
    let model = |name: &str, folder: &str, reads: &[&str]| {
        json!({"name": name, "resource_type": "model", "package_name": "shop", "fqn": ["shop", folder, name],
            "original_file_path": format!("models/{folder}/{name}.sql"), "depends_on": {"nodes": reads}})
    };
    let board = json!({"name": "board", "type": "dashboard", "package_name": "shop", "fqn": ["shop", "board"],
        "url": "https://bi.example/board", "depends_on": {"nodes": ["model.shop.fct_orders"]}});
    let nodes = json!({
        "model.shop.raw_crm": model("raw_crm", "crm", &[]),
        "model.shop.raw_billing": model("raw_billing", "billing", &[]),
        "model.shop.fct_orders": model("fct_orders", "orders", &["model.shop.raw_crm", "model.shop.raw_billing"]),
    });
    let manifest = json!({"metadata": {"project_name": "shop"}, "nodes": nodes, "exposures": {"exposure.shop.board": board}});
    let catalog = Scratch::new(name).with(&[
        ("glassbox.yml", &format!("title: Shop\ndbt: [target]\n{categories}")),
        ("target/manifest.json", &manifest.to_string()),
        ("teams.yml", "teams: [{id: data, name: Data}]\n"),
        ("standards.yml", "default: true\n"),
    ]);
    for (id, category, rest) in [
        ("crm", "replication", "assets: [{dbt: path:models/crm}]\noutput_ports: [{id: raw, dbt: raw_crm}]"),
        (
            "billing",
            "replication",
            "assets: [{dbt: path:models/billing}]\noutput_ports: [{id: raw, dbt: raw_billing}]",
        ),
        (
            "orders",
            "mart",
            "mart: application\nassets: [{dbt: path:models/orders}]\noutput_ports: [{id: orders, dbt: fct_orders}]",
        ),
        (
            "board",
            "dashboard",
            "output_ports: [{id: page, type: document, url: \"https://wiki.example/board\"}]\nassets: [{dbt: \"exposure:board\"}]",
        ),
        ("explore", "application", "input_ports: [{product: orders}]"),
        (
            "export",
            "activation",
            "input_ports: [{product: orders}]\nconsumers: [{team: data}, {product: board}]",
        ),
        ("alarm", "alerting", "input_ports: [{product: crm}]"),
        ("study", "analysis", "input_ports: [{product: crm}]"),
        ("help", "consulting", ""),
    ] {
        let text =
            format!("id: {id}\nname: {id} of ours\nowner: data\ncategory: {prefix}{category}\n{rest}\n");
        catalog.write(&format!("products/{id}.yml"), &text);
    }
    catalog
}

/// Returns the site as text, as if its categories had the ids of the default ones.
fn site(catalog: &Scratch) -> BTreeMap<String, String> {
    let out = catalog.path().join("site");
    build(catalog.path(), &out);
    let plain = |text: &str| text.replace("our-", "");
    let read = |(path, bytes): (String, Vec<u8>)| (plain(&path), plain(&String::from_utf8_lossy(&bytes)));
    files(&out).into_iter().map(read).collect()
}

/// Returns the findings of a rule, one per line.
fn found(catalog: &Scratch, rule: &str) -> String {
    let run = glassbox(catalog.path(), &["check", ".", "--now", NOW, "--format", "short", "--only", rule]);
    assert!(run.code < 2, "{}", run.stderr);
    let of_rule = |line: &&str| line.contains(&format!("[{rule}]"));
    run.stdout.lines().filter(of_rule).map(|line| format!("{line}\n")).collect()
}

#[test]
fn custom_categories_with_roles_behave_like_the_built_in_ones() {
    let builtin = shop("roles-builtin", "", "");
    let own = shop("roles-own", "our-", &own_categories(true));
    for rule in ["impure-application-mart", "shared-export", "empty-product"] {
        assert_ne!(found(&builtin, rule), "", "{rule}");
        assert_eq!(found(&builtin, rule), found(&own, rule), "{rule}");
    }
    assert!(!found(&own, "empty-product").contains("products/help.yml"));
    let (builtin, own) = (site(&builtin), site(&own));
    assert_eq!(builtin.keys().collect::<Vec<_>>(), own.keys().collect::<Vec<_>>());
    let differ: Vec<&String> = builtin.keys().filter(|path| builtin[*path] != own[*path]).collect();
    assert_eq!(differ, Vec::<&String>::new());
    let standards = &own["standards/dashboard/index.html"];
    assert!(standards.contains("board of ours"), "the default standards are for roles: {standards}");
    let record: Value = serde_json::from_str(&own["products/board.json"]).unwrap();
    assert_eq!(record["open"][0]["url"], "https://bi.example/board", "dashboards come first");
}

#[test]
fn custom_categories_look_like_their_roles_unless_they_name_an_icon() {
    let catalog = shop("roles-look", "our-", &own_categories(true));
    let page = |path: &str| {
        let out = catalog.path().join("site");
        build(catalog.path(), &out);
        std::fs::read_to_string(out.join(path)).unwrap()
    };
    let board = page("products/board/index.html");
    assert!(board.contains("cat cat-dashboard\"") && board.contains("icon icon-dashboard\""), "{board}");
    assert!(board.contains("node kind-mart"), "its neighbours are drawn in the colours of their roles");
    assert!(page("categories/index.html").contains("icon-mart") && !board.contains("cat-our-"));
    assert!(page("lineage/map.svg").contains("kind-mart") && !page("lineage/map.svg").contains("kind-our-"));
    let named = own_categories(true).replace("role: dashboard", "role: dashboard, icon: chart");
    let tiers = "tiers: [{id: gold, icon: star}]\n";
    catalog.write("glassbox.yml", &format!("title: Shop\ndbt: [target]\n{named}{tiers}"));
    let text = "id: board\nname: Board\nowner: data\ncategory: our-dashboard\ntier: gold\n";
    catalog.write("products/board.yml", text);
    let board = page("products/board/index.html");
    assert!(board.contains("cat cat-dashboard\"") && board.contains("icon icon-chart\""), "{board}");
    assert!(board.contains("icon icon-star\""), "a tier has an icon if it names one: {board}");
}

#[test]
fn a_category_without_a_role_has_none_of_its_behaviour() {
    let catalog = shop("roles-none", "our-", &own_categories(false));
    let all = glassbox(catalog.path(), &["check", ".", "--now", NOW]);
    let said = "product `orders` has a `mart`, but its category is `our-mart`";
    assert!(all.stderr.contains(said), "{}", all.stderr);
    assert!(all.stderr.contains("remove `mart`, or give a category in `glassbox.yml` the `role: mart`"));
    catalog.write("products/orders.yml", "id: orders\nname: Orders\nowner: data\ncategory: our-mart\n");
    assert_eq!(found(&catalog, "shared-export"), "");
    assert!(found(&catalog, "empty-product").contains("products/help.yml"));
}

#[test]
fn a_default_category_id_keeps_its_role_unless_another_is_set() {
    let products =
        [("products/help.yml", "id: help\nname: Help\nowner: x\nlifecycle: active\ncategory: consulting\n")];
    let catalog = Scratch::new("roles-default").with(&products);
    catalog.write("teams.yml", "teams: [{id: x, name: X}]\n");
    catalog.write("glassbox.yml", "categories: [consulting, {id: mart, name: Tables}]\n");
    assert_eq!(found(&catalog, "empty-product"), "");
    catalog.write("glassbox.yml", "categories: [{id: consulting, role: analysis}]\n");
    assert!(found(&catalog, "empty-product").contains("products/help.yml"));
}

#[test]
fn lists_are_headed_by_the_plural_of_a_category_and_none_is_invented() {
    let catalog = Scratch::new("roles-plural").with(&[
        ("products/a.yml", "id: a\nname: A\ncategory: mart\n"),
        ("products/b.yml", "id: b\nname: B\ncategory: datastory\n"),
        ("products/c.yml", "id: c\nname: C\ncategory: analysis\n"),
        (
            "glassbox.yml",
            "title: Shop\ncategories:\n  - mart\n  - {id: datastory, plural: Data stories}\n  \
             - {id: analysis, name: Quick study}\n",
        ),
    ]);
    let pages = site(&catalog);
    let read = |path: &str| &pages[path];
    for (id, plural) in [("mart", "Marts"), ("datastory", "Data stories"), ("analysis", "Quick study")] {
        let (heading, list) = (format!("<h1>{plural}</h1>"), read(&format!("categories/{id}/index.html")));
        assert!(list.contains(&heading), "{heading}");
        for page in ["products/index.html", "categories/index.html", "index.html"] {
            assert!(read(page).contains(&format!(">{plural}</a>")), "{plural} on {page}");
        }
    }
    // One product has the category in the singular, and so do programs.
    assert!(read("products/a/index.html").contains(">Mart</a>"));
    assert!(read("api/categories.json").contains("\"name\":\"Mart\""));
}
