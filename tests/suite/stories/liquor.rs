//! Top items that a store does not carry: from an inventory table to the retailer's app and a weekly e-mail. Somebody
//! deletes the table.

use super::*;

const READS: &str = "input_ports: [{product: stock, port: stock}]\n";

/// Returns the story: the products, with these lines of the stock's output ports, and dbt's nodes.
fn story(name: &str, ports: &str, nodes: Vec<(String, Value)>) -> Scratch {
    Scratch::new(name).with(&[
        ("glassbox.yml", "title: Top items\ndbt: [target]\n"),
        (
            "teams.yml",
            "teams:\n  - {id: data, name: Data, support: [{channel: '#data'}]}\n  - {id: app, name: App engineering, support: [{channel: Pager}]}\n  - {id: crm, name: CRM}\n",
        ),
        (
            "products/stock.yml",
            &format!("id: stock\nname: Inventory\nowner: data\nassets: [{{dbt: 'path:models/stock'}}]\noutput_ports: [{ports}]\n"),
        ),
        (
            "products/top.yml",
            &format!("id: top\nname: Top items\nowner: data\ntier: experimental\nassets: [{{dbt: 'path:models/top'}}]\noutput_ports: [{{id: items, dbt: top_items}}]\n{READS}"),
        ),
        (
            "products/in-app.yml",
            "id: in-app\nname: In the app\nowner: app\nassets: [{id: drop, kind: export, reads: [top_items]}]\nconsumers: [{team: app, use: the app, stage: application, last_mile: {where: past seasons removed}}]\n",
        ),
        (
            "products/mail.yml",
            "id: mail\nname: Weekly e-mail\nowner: crm\ntier: customer-facing\nassets: [{id: sync, kind: sync, reads: [top_items]}]\n",
        ),
        ("target/manifest.json", &manifest(nodes)),
    ])
}

fn all() -> Vec<(String, Value)> {
    vec![
        node("model", "stock", "shelves", &[]),
        node("model", "stock", "stock_items", &[]),
        node("model", "top", "top_items", &["model.p.stock_items"]),
    ]
}

const PORT: &str = "{id: stock, name: Stock, dbt: stock_items}";

/// Returns the same after the table was deleted, and the model that read it no longer does.
fn without_the_table() -> Vec<(String, Value)> {
    vec![node("model", "stock", "shelves", &[]), node("model", "top", "top_items", &[])]
}

/// Returns the output of `diff` for the story before and after, with its exit code.
fn diff(name: &str, after: &Scratch, arguments: &[&str]) -> (i32, String) {
    let before = story(&format!("liquor-{name}-before"), PORT, all());
    let (old, new) = (before.path().to_str().unwrap(), after.path().to_str().unwrap());
    let run = glassbox(before.path(), &[&["diff", old, new, "--deny-breaking"], arguments].concat());
    (run.code, run.stdout)
}

const CUSTOMERS: &str = "It reaches customers: In the app and Weekly e-mail.";

#[test]
fn deleting_a_table_behind_a_declared_output_port_is_breaking() {
    let (code, said) = diff("gone", &story("liquor-gone", PORT, without_the_table()), &[]);
    assert_eq!(code, 1, "{said}");
    assert!(
        said.starts_with(&format!(
            "Breaking: Inventory (output Stock has lost its table stock_items). {CUSTOMERS}\n"
        )),
        "{said}"
    );
    assert!(said.contains("tell Top items (Data, #data)\n"), "direct readers come first: {said}");
    assert!(
        said.contains("reaches In the app: App engineering, customer application (the app); tell Pager; last mile: past seasons removed"),
        "{said}"
    );
    assert!(said.contains("reaches Weekly e-mail (customer-facing)"), "{said}");
}

#[test]
fn removing_an_output_port_names_everyone_downstream() {
    let after = story("liquor-port", "{id: shelves, dbt: shelves}", all());
    let (code, said) = diff("port", &after, &[]);
    assert_eq!(code, 1, "{said}");
    assert!(
        said.starts_with(&format!("Breaking: Inventory (removed output Stock). {CUSTOMERS}\n")),
        "{said}"
    );
}

#[test]
fn markdown_and_json_state_the_same_impact_as_text() {
    let after = story("liquor-formats", "{id: shelves, dbt: shelves}", all());
    let (_, markdown) = diff("markdown", &after, &["--format", "markdown"]);
    assert!(markdown.contains(CUSTOMERS) && markdown.contains("- In the app: App engineering"), "{markdown}");
    let (_, json) = diff("json", &after, &["--format", "json"]);
    let json: Value = serde_json::from_str(&json).unwrap();
    assert!(json["headline"].as_str().unwrap().ends_with(CUSTOMERS), "{json}");
    let reached = json["changes"][0]["reaches"].as_array().unwrap();
    assert_eq!(
        (&reached[0]["product"]["id"], &reached[0]["customers"]),
        (&json!("in-app"), &json!(true)),
        "{json}"
    );
}

#[test]
fn a_table_that_was_already_missing_is_no_change() {
    let before = story("liquor-never-before", PORT, without_the_table());
    let after = story("liquor-never", PORT, without_the_table());
    let (old, new) = (before.path().to_str().unwrap(), after.path().to_str().unwrap());
    let run = glassbox(before.path(), &["diff", old, new, "--deny-breaking"]);
    assert_eq!(
        (run.code, run.stdout.as_str()),
        (0, "Nothing that others rely on has changed.\n"),
        "{}",
        run.stderr
    );
}

#[test]
fn impact_accepts_names_as_written_in_yaml() {
    let catalog = story("liquor-impact", PORT, all());
    for name in ["stock:stock", "stock_items", "model.p.stock_items"] {
        let run = glassbox(catalog.path(), &["impact", name]);
        assert_eq!(run.code, 0, "{name}: {}", run.stderr);
        assert!(
            run.stdout.contains("App engineering (the app; customer application; Pager; logic of its own: past seasons removed)"),
            "{name}: {}",
            run.stdout
        );
    }
    let sources = story(
        "liquor-impact-source",
        PORT,
        all().into_iter().chain([node("source", "feed", "shelf", &[])]).collect(),
    );
    for name in ["source:feed", "source:feed.shelf"] {
        let run = glassbox(sources.path(), &["impact", name]);
        assert_eq!(
            (run.code, run.stdout.lines().next()),
            (0, Some("Starts at: feed.shelf")),
            "{name}: {}",
            run.stderr
        );
    }
    assert_eq!(glassbox(sources.path(), &["impact", "source:fee"]).code, 2);
}

#[test]
fn declared_assets_are_never_called_an_older_version() {
    let catalog = story("liquor-version", PORT, all());
    assert!(!page(&catalog, "products/in-app/detail/index.html").contains("older version"));
}

/// Returns the story with last miles of the mart, the app and the e-mail.
fn with_last_miles(name: &str) -> Scratch {
    let catalog = story(name, PORT, all());
    let top = fs::read_to_string(catalog.path().join("products/top.yml")).unwrap();
    let consumers = "consumers:\n  - team: data\n    use: calls\n    last_mile:\n      - {where: a sheet, what: No liquor for beer and wine stores, since: 2026-06-01, ttl: 90d, into: top}\n      - {where: a note, what: No closed stores}\n";
    catalog.write("products/top.yml", &format!("{top}category: mart\n{consumers}"));
    catalog.write(
        "products/mail.yml",
        "id: mail\nname: Weekly e-mail\nowner: crm\ncategory: activation\nassets: [{id: sync, kind: sync, reads: [top_items]}]\nconsumers: [{team: crm, use: letters, last_mile: {where: a filter, what: Only bottles, since: 2026-11-01, ttl: 60d}}]\n",
    );
    catalog
}

#[test]
fn a_mart_lists_the_logic_that_its_consumers_add() {
    let page = page(&with_last_miles("liquor-miles"), "products/top/index.html");
    let (_, added) = page.split_once("What consumers add").unwrap();
    for logic in
        ["No liquor for beer and wine stores", "No closed stores", "Only bottles", "past seasons removed"]
    {
        assert!(added.contains(logic), "{logic}: {added}");
    }
}

#[test]
fn logic_added_by_two_consumers_is_reported_for_their_shared_mart() {
    let catalog = with_last_miles("liquor-miles-rule");
    let top = fs::read_to_string(catalog.path().join("products/top.yml")).unwrap();
    let (own, _) = top.split_once("consumers:").unwrap();
    catalog.write("products/top.yml", own);
    let check =
        glassbox(catalog.path(), &["check", "--only", "shared-last-mile", "--now", crate::support::NOW]);
    let said = check.messages();
    assert!(said.contains("2 consumers of what builds on `top` add logic of their own"), "{said}");
    assert_eq!(
        said.matches("note[shared-last-mile]").count(),
        1,
        "reported once, for the shared mart: {said}"
    );
    // A single one is nobody else's concern.
    fs::remove_file(catalog.path().join("products/mail.yml")).unwrap();
    let check =
        glassbox(catalog.path(), &["check", "--only", "shared-last-mile", "--now", crate::support::NOW]);
    assert!(!check.messages().contains("shared-last-mile"), "{}", check.messages());
}

#[test]
fn one_page_lists_all_last_miles_by_due_date() {
    let catalog = with_last_miles("liquor-miles-all");
    let page = page(&catalog, "last-mile/index.html");
    let place = |text: &str| page.find(text).unwrap_or_else(|| panic!("{text}: {page}"));
    assert!(place("No liquor") < place("Only bottles") && place("Only bottles") < place("No closed stores"));
    assert!(page.contains("Consumers keep 4 pieces of logic outside any product; 1 is overdue."), "{page}");
    assert!(
        page.contains("Overdue by 83 days No liquor")
            && page.contains("No end date No closed stores")
            && page.contains("Should become part of Top items"),
        "{page}"
    );
    let csv = fs::read_to_string(catalog.path().join("site/last-mile.csv")).unwrap();
    assert!(
        csv.contains("top,data,calls,a sheet,No liquor for beer and wine stores,top,2026-06-01,2026-08-30"),
        "{csv}"
    );
    let calendar = fs::read_to_string(catalog.path().join("site/last-mile.ics")).unwrap();
    assert!(calendar.contains("DTSTART;VALUE=DATE:20260830") && calendar.contains("20261231"), "{calendar}");
}

/// Returns the status of a product after a night in which everything that dbt builds succeeded and was tested.
fn status_after_a_good_night(name: &str, product: &str, yaml: &str) -> (String, String) {
    let tested = |model: &str| format!("test.p.not_null_model_p_{model}");
    let nodes = [
        all(),
        ["stock_items", "top_items"].map(|model| test("not_null", &format!("model.p.{model}"))).into(),
    ];
    let rows = ["shelves", "stock_items", "top_items"].map(|model| (format!("model.p.{model}"), "success"));
    let tests = ["stock_items", "top_items"].map(|model| (tested(model), "pass"));
    let catalog = story(name, PORT, nodes.concat()).with(&[
        (&format!("products/{product}.yml"), yaml),
        ("target/run_results.json", &results(rows.into_iter().chain(tests))),
    ]);
    let out = catalog.path().join("site");
    build(catalog.path(), &out);
    let record = fs::read_to_string(out.join(format!("products/{product}.json"))).unwrap();
    let record: Value = serde_json::from_str(&record).unwrap();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    (text(&record["status"]["id"]), text(&record["standing"]["reasons"][0]["fact"]["code"]))
}

#[test]
fn an_export_without_an_observed_run_is_unknown_even_on_a_good_table() {
    let kinds =
        ["export", "sync", "alert", "drop into a bucket", "materialized view", "api sync", "report mailer"];
    for (at, kind) in kinds.iter().enumerate() {
        for (of, category) in ["", "category: dashboard\n"].iter().enumerate() {
            let yaml = format!(
                "id: in-app\nname: In the app\nowner: app\n{category}assets: [{{id: drop, kind: {kind}, reads: [top_items]}}]\n"
            );
            let name = format!("liquor-unseen-{at}-{of}");
            let (status, code) = status_after_a_good_night(&name, "in-app", &yaml);
            // Assets without a kind of their own follow their category.
            let is_shown = !category.is_empty() && ["alert", "drop into a bucket"].contains(kind);
            let expected = if is_shown { ("holding", "") } else { ("unknown", "no-job") };
            assert_eq!((status.as_str(), code.as_str()), expected, "{kind} {category}");
        }
    }
    // A dashboard shows the table whenever somebody looks: by its kind, by its category or by its port.
    let shown = [
        "assets: [{id: drop, kind: Looker dashboards, reads: [top_items]}]\n",
        "category: dashboard\nassets: [{id: drop, kind: Tableau, reads: [top_items]}]\n",
        "assets: [{id: drop, kind: Tableau, reads: [top_items]}]\noutput_ports: [{id: look, asset: drop, type: dashboard}]\n",
        "assets: [{id: drop, kind: masking, reads: [top_items], guards: [top_items]}]\n",
    ];
    for (at, more) in shown.iter().enumerate() {
        let yaml = format!("id: in-app\nname: In the app\nowner: app\n{more}");
        let (status, _) = status_after_a_good_night(&format!("liquor-shown-{at}"), "in-app", &yaml);
        assert_ne!(status, "unknown", "{more}");
    }
}

#[test]
fn the_map_shows_products_by_name_in_a_lane_per_team() {
    let catalog = story("liquor-map", PORT, all());
    let out = catalog.path().join("site");
    build(catalog.path(), &out);
    let html = fs::read_to_string(out.join("lineage/index.html")).unwrap();
    let (_, map) = html.split_once("id=\"products-drawing\"").unwrap();
    let map = map.split("</svg>").next().unwrap();
    for named in ["Inventory", "Top items", "In the app", "Weekly e-mail"] {
        assert!(map.contains(&format!("aria-label=\"{named}")), "{named}: {map}");
    }
    let lanes: Vec<&str> = map.split("class=\"lane-name\"").skip(1).collect();
    let named = |lane: &str| lane.split_once('>').unwrap().1.split('<').next().unwrap().to_owned();
    assert_eq!(lanes.iter().map(|lane| named(lane)).collect::<Vec<_>>(), ["Data", "App engineering", "CRM"]);
    assert!(!html.contains("No domain"), "without domains nothing is listed by domain");
    assert!(out.join("lineage/products.svg").exists());
}

#[test]
fn too_many_products_for_one_map_are_drawn_by_category() {
    let catalog = story("liquor-map-many", PORT, all());
    for at in 0..40 {
        let yaml = format!(
            "id: more{at}\nname: More {at}\nowner: data\ncategory: dashboard\ninput_ports: [{{product: top}}]\n"
        );
        catalog.write(&format!("products/more{at}.yml"), &yaml);
    }
    let out = catalog.path().join("site");
    build(catalog.path(), &out);
    let html = fs::read_to_string(out.join("lineage/index.html")).unwrap();
    assert!(!html.contains("products-drawing") && html.contains("The company in one picture"));
}

/// Without domains, the matrix shows by team who builds on whom, and each number links to its list.
#[test]
fn without_domains_the_flows_are_counted_between_teams() {
    let product = |id: &str, owner: &str, reads: &str| {
        format!("id: {id}\nname: {id}\n{owner}output_ports: [{{id: out, type: table}}]\n{reads}")
    };
    let catalog = Scratch::new("liquor-teams").with(&[
        ("glassbox.yml", "title: Liquor\n"),
        ("teams.yml", "teams: [{id: load, name: Loading}, {id: explore, name: Explorers}]\n"),
        ("products/raw.yml", &product("raw", "owner: load\n", "")),
        (
            "products/mart.yml",
            &product("mart", "owner: explore\n", "input_ports: [{product: raw, port: out}]\n"),
        ),
        ("products/sheet.yml", &product("sheet", "", "input_ports: [{product: mart, port: out}]\n")),
    ]);
    let text = page(&catalog, "lineage/index.html");
    assert!(text.contains("2 of them lead from one team to another"), "{text}");
    assert!(text.contains("Flows between teams"), "{text}");
    let flows = page(&catalog, "lineage/load/index.html");
    assert!(
        flows.contains("Flows out of Loading 1 flow, by the team that builds on Loading . Into Explorers 1"),
        "{flows}"
    );
    // The explorer keeps its place, whatever the name of a team.
    assert!(page(&catalog, "lineage/explore/index.html").contains("Lineage explorer"));
    let others = page(&catalog, "lineage/explore_part/index.html");
    assert!(others.contains("Flows out of Explorers") && others.contains("Into No owner 1"), "{others}");
}
