//! Where data comes from and where it is used: the engineers of an inventory service want to drop a table, and people
//! who work in Salesforce ask which of its fields are right.

use super::*;

/// Returns the story: a feed of another team's service, what is built from it, a sync to Salesforce and an app; and
/// these further files.
fn story(name: &str, more: &[(&str, &str)]) -> Scratch {
    let tests = [test("not_null", "model.p.scores")];
    let nodes = vec![
        node("source", "inventory_feed", "shelves", &[]),
        node("source", "inventory_feed", "prices", &[]),
        node("source", "inventory_feed", "old", &[]),
        node("source", "scratch", "pad", &[]),
        node("model", "stock", "stock_items", &["source.p.inventory_feed.shelves"]),
        node("model", "stock", "stock_prices", &["source.p.inventory_feed.prices"]),
        node("model", "scores", "scores", &["model.p.stock_items"]),
        node("model", "nobody", "pads", &["source.p.scratch.pad"]),
    ];
    let rows = [("model.p.scores".to_owned(), "success"), (tests[0].0.clone(), "fail")];
    Scratch::new(name)
        .with(&[
            ("glassbox.yml", "title: Top items\nbase_url: https://data.example/\ndbt: [target]\n"),
            (
                "teams.yml",
                "teams:\n  - {id: data, name: Data, support: [{channel: '#data'}]}\n  - {id: app, name: App engineering, support: [{channel: Pager}]}\n  - {id: revops, name: Revenue operations, support: [{channel: '#revops'}]}\n",
            ),
            (
                "products/stock.yml",
                "id: stock\nname: Inventory\nowner: data\nassets: [{dbt: 'path:models/stock'}]\noutput_ports: [{id: items, dbt: stock_items}]\n",
            ),
            (
                "products/scores.yml",
                "id: scores\nname: Scores\nowner: revops\nassets:\n  - dbt: path:models/scores\n  - {id: push, name: Push of the scores, kind: sync, tool: Hightouch, reads: [scores], system: salesforce, fields: {id: Account number, score: Health score}}\noutput_ports: [{id: sync, asset: push, type: sync}]\n",
            ),
            (
                "products/in-app.yml",
                "id: in-app\nname: In the app\nowner: app\nassets: [{id: drop, kind: export, reads: [stock_items]}]\nconsumers: [{team: app, use: the shelf, stage: application, last_mile: {where: past seasons removed}}]\nslas: [{property: freshness, target: 6h}]\n",
            ),
            ("target/manifest.json", &manifest(nodes.into_iter().chain(tests).collect())),
            ("target/run_results.json", &results(rows)),
        ])
        .with(more)
}

fn check(catalog: &Scratch) -> String {
    let run = glassbox(catalog.path(), &["check", ".", "--now", crate::support::NOW]);
    run.stdout + &run.stderr
}

#[test]
fn the_page_of_a_source_system_shows_what_depends_on_it() {
    let catalog = story("systems-engineers", &[]);
    let page = page(&catalog, "systems/inventory-feed/index.html");
    assert!(page.contains("Inventory feed") && page.contains("Source system"), "{page}");
    assert!(page.contains("3 products build on it, 1 of them customer-facing."), "{page}");
    assert!(page.contains("glassbox impact --system inventory-feed"), "{page}");
    let (_, told) = page.split_once("Who to tell before a change").unwrap();
    let (direct, through) = told.split_once("Who is affected downstream").unwrap();
    assert!(direct.contains("Data Inventory #data") && !direct.contains("In the app"), "{direct}");
    assert!(through.contains("In the app Reaches customers App engineering : the shelf"), "{through}");
    assert!(through.contains("past seasons removed") && through.contains("Pager"), "{through}");
    assert!(through.contains("Promises: fresh within 6 hours"), "{through}");
    let (_, read) = through.split_once("What we read").unwrap();
    let place = |text: &str| read.find(text).unwrap_or_else(|| panic!("{text}: {read}"));
    assert!(
        place("inventory_feed.shelves") < place("inventory_feed.prices"),
        "customer-facing products come first: {read}"
    );
    assert!(
        read.contains("Customer-facing products that depend on it")
            && read.contains("In the app")
            && read.contains("Not read by any product 1"),
        "{read}"
    );
    let badge = fs::read_to_string(catalog.path().join("site/badges/systems/inventory-feed.json")).unwrap();
    assert!(badge.contains("3 products build on this schema, 1 of them customer-facing"), "{badge}");
    assert!(page.contains("](https://data.example/systems/inventory-feed/)"), "{page}");
}

#[test]
fn a_source_that_no_product_reads_has_no_page() {
    let catalog = story("systems-unread", &[]);
    let list = page(&catalog, "systems/index.html");
    assert!(list.contains("Inventory feed") && !list.contains("Scratch"), "{list}");
    assert!(!catalog.path().join("site/systems/scratch").exists());
}

#[test]
fn a_destination_lists_filled_fields_with_status_and_contact() {
    let page = page(&story("systems-users", &[]), "systems/salesforce/index.html");
    assert!(page.contains("Salesforce") && page.contains("Destination"), "{page}");
    let (_, filled) = page.split_once("Fields we fill 2").unwrap();
    assert!(filled.contains("Push of the scores Status today: At risk Hightouch"), "{filled}");
    assert!(filled.contains("From Scores , table scores . Ask Revenue operations #revops"), "{filled}");
    assert!(filled.contains("Account number Filled from id Wrong today: id is empty"), "{filled}");
    assert!(filled.contains("Health score Filled from score"), "{filled}");
    assert!(
        !page.contains("Who to tell before a change") && !page.contains("build on this schema"),
        "{page}"
    );
}

#[test]
fn one_declared_system_covers_all_its_sources() {
    let systems = "systems:\n  - {id: inventory-service, name: Inventory service, team: app, direction: source, url: 'https://inventory.example/', contract: 'https://inventory.example/contract', sources: inventory_feed}\n  - {id: salesforce, direction: destination}\n";
    let catalog = story("systems-declared", &[("systems.yml", systems)]);
    assert!(!check(&catalog).contains("unknown-"), "{}", check(&catalog));
    let page = page(&catalog, "systems/inventory-service/index.html");
    assert!(page.contains("3 products build on it") && page.contains("Team App engineering"), "{page}");
    assert!(page.contains("Open Inventory service") && page.contains("Data contract"), "{page}");
    assert!(!catalog.path().join("site/systems/inventory-feed").exists());
}

#[test]
fn tables_filled_by_a_loader_belong_to_its_system() {
    let loader = "id: load\nname: Load\nowner: data\nassets: [{id: load, name: Nightly load, tool: Airbyte, feeds: ['source:inventory_feed'], system: Inventory Service}]\n";
    let catalog = story("systems-loader", &[("products/load.yml", loader)]);
    let page = page(&catalog, "systems/inventory-service/index.html");
    assert!(page.contains("Inventory Service") && page.contains("4 products build on it"), "{page}");
    assert!(page.contains("Brought in by Nightly load (Airbyte) of Load"), "{page}");
    assert!(page.contains("Table Status Read by Products"), "one loader needs no column: {page}");
    assert!(!catalog.path().join("site/systems/inventory-feed").exists());
    let product = super::page(&catalog, "products/load/index.html");
    assert!(product.contains("Brings in data from Inventory Service"), "{product}");
}

#[test]
fn sources_selected_by_an_asset_belong_to_its_declared_system() {
    let product = "id: raw\nname: Raw\nowner: data\nassets: [{dbt: 'source:inventory_feed', exclude: 'source:inventory_feed.old', system: wms}]\n";
    let catalog = story("systems-selected", &[("products/raw.yml", product)]);
    assert!(page(&catalog, "systems/wms/index.html").contains("What we read 2"));
}

#[test]
fn a_misspelt_system_gets_the_nearest_name() {
    let systems = "systems: [{id: sales-force}]\n";
    let closed = check(&story("systems-misspelt", &[("systems.yml", systems)]));
    assert!(
        closed.contains("error[unknown-system]") && closed.contains("did you mean `sales-force`?"),
        "{closed}"
    );
    let wrong = "id: load\nname: Load\nowner: data\nassets: [{id: load, feeds: ['source:inventory_feed'], system: inventory-fed}]\n";
    let open = check(&story("systems-misspelt-open", &[("products/load.yml", wrong)]));
    assert!(
        open.contains("warning[unknown-system]") && open.contains("did you mean `inventory_feed`?"),
        "{open}"
    );
    let source = "systems: [{id: salesforce}, {id: a, sources: inventory_fed}]\n";
    let source = check(&story("systems-misspelt-source", &[("systems.yml", source)]));
    assert!(source.contains("warning[unknown-source]") && source.contains("`inventory_feed`?"), "{source}");
}

#[test]
fn system_ids_are_unique_and_equal_ids_are_one_system() {
    let twice = "systems: [{id: salesforce}, {id: salesforce}, {id: a, sources: scratch}, {id: b, sources: scratch}]\n";
    let said = check(&story("systems-twice", &[("systems.yml", twice)]));
    assert_eq!(said.matches("error[duplicate-id]").count(), 2, "{said}");
    // Names with the same id are one system.
    let nodes = ["shop_db", "Shop-DB"].map(|source| node("source", source, "t", &[]));
    let reads: Vec<&str> = nodes.iter().map(|(id, _)| id.as_str()).collect();
    let model = node("model", "stock", "stock_items", &reads);
    let all =
        manifest(nodes.iter().cloned().chain([model, node("model", "scores", "scores", &[])]).collect());
    let catalog = story("systems-alike", &[("target/manifest.json", &all)]);
    assert!(page(&catalog, "systems/shop-db/index.html").contains("What we read 2"));
}

#[test]
fn impact_accepts_a_system() {
    let catalog = story("systems-impact", &[]);
    let run = glassbox(catalog.path(), &["impact", "--system", "inventory-feed"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("3 products") && run.stdout.contains("application; Pager"), "{}", run.stdout);
    let written = glassbox(catalog.path(), &["impact", "--system", "salesforce"]);
    assert!(written.stdout.starts_with("Starts at: Push of the scores\n"), "{}", written.stdout);
    let wrong = glassbox(catalog.path(), &["impact", "--system", "salesforc"]);
    assert!(wrong.code == 2 && wrong.stderr.contains("did you mean `salesforce`?"), "{}", wrong.stderr);
}

#[test]
fn the_page_of_a_team_lists_its_systems() {
    let systems = "systems: [{id: salesforce, name: Salesforce, team: revops}]\n";
    let catalog = story("systems-of-team", &[("systems.yml", systems)]);
    let team = page(&catalog, "teams/revops/index.html");
    assert!(team.contains("Systems they are responsible for Salesforce"), "{team}");
    assert!(!page(&catalog, "teams/app/index.html").contains("Systems they are responsible for"));
}

#[test]
fn a_field_filled_from_a_missing_column_is_reported() {
    let found = |name: &str, columns: Value| {
        let catalog = story(name, &[]);
        let file = catalog.path().join("target/manifest.json");
        let mut manifest: Value = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
        manifest["nodes"]["model.p.scores"]["columns"] = columns;
        catalog.write("target/manifest.json", &manifest.to_string());
        check(&catalog)
    };
    let column = |name: &str, kind: Value| json!({"name": name, "data_type": kind});
    let of = |other: &str, kind: Value| json!({"ID": column("ID", json!("int")), other: column(other, kind)});
    let wrong = found("systems-column", of("scores", json!("int")));
    let said = "the field `Health score` is filled from the column `score`, which `scores` does not have";
    assert!(wrong.contains(said) && wrong.contains("did you mean `scores`?"), "{wrong}");
    assert!(!wrong.contains("`Account number`"), "column names are compared without case: {wrong}");
    let right = found("systems-column-there", of("score", json!("int")));
    assert!(!right.contains("unknown-column"), "{right}");
    // Columns that are only described may be incomplete.
    let described = found("systems-column-described", of("scores", Value::Null));
    assert!(!described.contains("unknown-column"), "{described}");
}

/// Returns the ids of the products, and the names of the teams, that `impact --system` lists.
fn impact_of(catalog: &Scratch, system: &str) -> (Vec<String>, Vec<String>) {
    let run = glassbox(catalog.path(), &["impact", "--system", system, "--format", "json"]);
    let impact: Value = serde_json::from_str(&run.stdout).unwrap();
    let all = |list: &str, key: &str| -> Vec<String> {
        let list = impact[list].as_array().unwrap();
        list.iter().map(|one| one[key].as_str().unwrap().to_owned()).collect()
    };
    (all("products", "id"), all("teams", "name"))
}

/// Returns the part of a system's page about who is affected.
fn affected(page: &str) -> String {
    let (_, affected) = page.split_once("Who is affected downstream").unwrap();
    affected.split_once("What we read").map_or(affected, |(before, _)| before).to_owned()
}

#[test]
fn the_page_of_a_system_and_impact_list_the_same_products_and_teams() {
    let catalog = story("systems-agree", &[]);
    for (system, expected) in [("inventory-feed", 3), ("salesforce", 1)] {
        let (products, teams) = impact_of(&catalog, system);
        assert_eq!(products.len(), expected, "{products:?}");
        page(&catalog, "index.html");
        let html =
            fs::read_to_string(catalog.path().join(format!("site/systems/{system}/index.html"))).unwrap();
        let (_, html) = html.split_once("Who is affected downstream").unwrap();
        for product in products {
            let entry = format!("<p class=\"system-use\"><a href=\"../../products/{product}/index.html\">");
            assert!(html.contains(&entry), "{product}: {html}");
        }
        assert_eq!(html.matches("class=\"system-use\"").count(), expected, "{html}");
        for team in teams {
            assert!(html.contains(&format!(">{team}</a>")), "{team}: {html}");
        }
    }
}

#[test]
fn products_that_read_each_other_are_all_listed_with_their_outputs() {
    let nodes = vec![
        node("source", "events", "clicks", &[]),
        node("model", "growth", "funnel", &["source.p.events.clicks", "model.p.accounts"]),
        node("model", "sales", "accounts", &["source.p.events.clicks"]),
        node("model", "sales", "churn", &["model.p.funnel"]),
    ];
    let catalog = Scratch::new("systems-circle").with(&[
        ("glassbox.yml", "title: Circle\ndbt: [target]\n"),
        ("teams.yml", "teams: [{id: growth, name: Growth team, support: [{channel: '#growth'}]}]\n"),
        ("products/growth.yml", "id: growth\nname: Growth\nowner: growth\nassets: [{dbt: 'path:models/growth'}]\noutput_ports: [{id: funnel, name: The funnel, dbt: funnel}, {id: board, name: Board, url: 'https://bi.example/'}]\n"),
        ("products/sales.yml", "id: sales\nname: Sales\nassets: [{dbt: 'path:models/sales'}]\noutput_ports: [{id: accounts, dbt: accounts}]\n"),
        ("target/manifest.json", &manifest(nodes)),
    ]);
    let reached = affected(&page(&catalog, "systems/events/index.html"));
    assert!(
        reached
            .contains("Growth No team is declared as a consumer. #growth Outputs: The funnel Perhaps also Board : what is behind it is not known Read by Sales"),
        "{reached}"
    );
    assert!(
        reached.contains("Sales No team is declared as a consumer. Outputs: Accounts Read by Growth"),
        "{reached}"
    );
    assert_eq!(impact_of(&catalog, "events").0, ["growth", "sales"]);
    let impact = glassbox(catalog.path(), &["impact", "--system", "events"]).stdout;
    assert!(impact.contains("growth: board (perhaps: what is behind it is not known)"), "{impact}");
    assert!(impact.contains("growth: funnel\n"), "{impact}");
}

#[test]
fn everyone_affected_by_a_system_that_much_builds_on_is_on_further_pages() {
    let raw = node("source", "core", "rows", &[]);
    let models =
        (0..90).map(|at| node("model", &format!("m{at}"), &format!("t{at}"), &["source.p.core.rows"]));
    let nodes = manifest([raw].into_iter().chain(models).collect());
    let catalog = Scratch::new("systems-many")
        .with(&[("glassbox.yml", "title: Many\ndbt: [target]\n"), ("target/manifest.json", &nodes)]);
    for at in 0..90 {
        let product = format!("id: p{at}\nname: Part {at:02}\nassets: [{{dbt: 'path:models/m{at}'}}]\n");
        catalog.write(&format!("products/p{at}.yml"), &product);
    }
    let first = page(&catalog, "systems/core/index.html");
    assert!(first.contains("90 products build on it") && first.contains("Page 1 of 3"), "{first}");
    assert!(affected(&first).contains("Part 39") && !affected(&first).contains("Part 40"), "{first}");
    // What the page only counts is in a table beside it.
    assert!(first.contains("and 84 more (CSV)"), "{first}");
    let everything = fs::read_to_string(catalog.path().join("site/systems/core/everything.csv")).unwrap();
    assert!(
        everything.contains("\naffected product,p89,") && everything.contains("\ntable,"),
        "{everything}"
    );
    let last = page(&catalog, "systems/core/page/3/index.html");
    assert!(last.contains("Part 89") && !last.contains("Part 79"), "{last}");
    assert!(!last.contains("Who to tell before a change") && !last.contains("What we read 1"), "{last}");
}

#[test]
fn an_output_port_that_feeds_a_system_is_no_source_of_its_product() {
    // What the sync writes to the inventory service comes back with its feed.
    let product = |system: &str| {
        format!(
            "id: in-app\nname: In the app\nowner: app\nassets: [{{id: drop, name: Shelf sync, kind: sync, reads: [stock_items], feeds: ['source:inventory_feed.prices']{system}}}]\noutput_ports: [{{id: shelf, asset: drop, type: sync}}]\n"
        )
    };
    for system in ["", ", system: inventory_feed"] {
        let catalog = story("systems-fed", &[("products/in-app.yml", &product(system))]);
        let feed = page(&catalog, "systems/inventory-feed/index.html");
        assert!(feed.contains("Source and destination") && feed.contains("1 job writes to it."), "{feed}");
        assert!(!feed.contains("Brought in by Shelf sync"), "{feed}");
        let product = page(&catalog, "products/in-app/index.html");
        assert!(product.contains("Writes to Inventory feed"), "{product}");
        assert!(!product.contains("Brings in data from"), "{product}");
    }
    // A port on a job that only loads tables is a source: its product makes them available.
    let loader = "id: in-app\nname: In the app\nassets: [{id: load, kind: loader, feeds: ['source:inventory_feed.prices']}]\noutput_ports: [{id: prices, asset: load, type: table}]\n";
    let catalog = story("systems-loaded", &[("products/in-app.yml", loader)]);
    assert!(page(&catalog, "products/in-app/index.html").contains("Brings in data from Inventory feed"));
}

#[test]
fn fields_of_an_unnamed_system_are_on_the_product_page_and_reported() {
    let product = |system: &str| {
        format!(
            "id: scores\nname: Scores\nowner: revops\nassets:\n  - dbt: path:models/scores\n  - {{id: push, name: Push of the scores, kind: sync, reads: [scores]{system}, fields: {{id: Account number, score: Health score}}}}\noutput_ports: [{{id: sync, asset: push, type: sync}}]\n"
        )
    };
    let catalog = story("systems-unnamed", &[("products/scores.yml", &product(""))]);
    let said = check(&catalog);
    let message = "warning[fields-without-system]: `Push of the scores` fills the field `Account number` of a system that it does not name";
    assert!(said.contains(message) && said.contains("add `system: …`"), "{said}");
    let shown = page(&catalog, "products/scores/index.html");
    assert!(
        shown.contains("Fields it fills 2 Account number Filled from id Health score Filled from score"),
        "{shown}"
    );
    let named = story("systems-named", &[("products/scores.yml", &product(", system: salesforce"))]);
    assert!(!check(&named).contains("fields-without-system"), "{}", check(&named));
}

#[test]
fn a_field_that_two_syncs_fill_is_marked_and_each_sync_has_its_own_reason() {
    let second = "id: second\nname: Second push\nowner: data\nassets:\n  - {id: again, name: Nightly push, kind: sync, reads: [stock_items], system: salesforce, fields: {id: health score, shelf: Shelf}}\n";
    let catalog = story("systems-two-fill", &[("products/second.yml", second)]);
    let page = page(&catalog, "systems/salesforce/index.html");
    let (first, nightly) = page.split_once("Nightly push Status today").unwrap();
    let also = "the last one to run decides what it holds";
    assert!(
        first.contains(&format!("Health score Filled from score Also filled by Nightly push: {also}")),
        "{first}"
    );
    assert!(
        nightly.contains(&format!("health score Filled from id Also filled by Push of the scores: {also}")),
        "{nightly}"
    );
    assert_eq!(page.matches(also).count(), 2, "the other fields have one sync each: {page}");
    // It is at risk by what it reads, not because nothing is known of itself.
    assert!(!first.contains("Nothing shows that it ran"), "{first}");
    assert!(first.contains("Upstream problem in scores"), "{first}");
}
