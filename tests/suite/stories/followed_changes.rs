//! A change is followed to everyone that it concerns: `glassbox diff` before it is merged, and the feeds after it.

use super::table_changes::diff;
use super::*;

const TEAMS: &str = "teams:
  - {id: data, name: Data, support: [{channel: '#data'}]}
  - {id: kiosk, name: Kiosk team, support: [{channel: '#kiosk'}]}
  - {id: finance, name: Finance, support: [{channel: '#finance'}]}
";
const TILL: &str = "id: till\nname: Till\nowner: data\nassets: [{dbt: 'source:pos'}, {dbt: stg_sales}]\noutput_ports: [{id: sales, name: Sales, dbt: stg_sales}]\n";
const MART: &str = "id: mart\nname: Bread sold\nowner: data\nassets: [{dbt: fct_bread}, {dbt: fct_rolls}]\noutput_ports: [{id: bread, name: Bread, dbt: fct_bread, type: table}, {id: rolls, name: Rolls, dbt: fct_rolls}]\nconsumers: [{team: finance, use: the month, stage: operational}]\n";
const MENU: &str = "id: kiosk\nname: Menu\nowner: kiosk\nassets: [{dbt: exp_menu}]\noutput_ports: [{id: menu, name: Menu, dbt: exp_menu}]\nconsumers: [{team: kiosk, use: the screen, stage: application}]\n";
const ROLLS: &str = "id: board\nname: Roll board\nowner: finance\nassets: [{dbt: board}]\n";

fn nodes() -> Vec<(String, Value)> {
    vec![
        node("source", "pos", "sales", &[]),
        node("model", "till", "stg_sales", &["source.p.pos.sales"]),
        node("model", "mart", "fct_bread", &["model.p.stg_sales"]),
        node("model", "mart", "fct_rolls", &["model.p.stg_sales"]),
        node("model", "menu", "exp_menu", &["model.p.fct_bread"]),
        node("model", "board", "board", &["model.p.fct_rolls"]),
    ]
}

/// Returns a bakery whose till feeds a mart, from which a menu for customers and a board are made. A product and a team
/// have the same id.
fn bakery(name: &str) -> Scratch {
    Scratch::new(name).with(&[
        ("glassbox.yml", "title: Bakery\ndbt: [target]\n"),
        ("teams.yml", TEAMS),
        ("target/manifest.json", &manifest(nodes())),
        ("products/till.yml", TILL),
        ("products/mart.yml", MART),
        ("products/menu.yml", MENU),
        ("products/board.yml", ROLLS),
    ])
}

/// Returns what `diff` says of the bakery after a change.
fn changed(name: &str, files: &[(&str, &str)]) -> (String, i32) {
    let old = bakery(&format!("{name}-old"));
    let new = bakery(&format!("{name}-new")).with(files);
    diff(&old, &new)
}

#[test]
fn losing_a_source_is_breaking_and_followed_to_customers() {
    let mut left = nodes();
    left.remove(0);
    left[0].1["depends_on"]["nodes"] = json!([]);
    let (said, code) = changed("source-gone", &[("target/manifest.json", &manifest(left))]);
    assert_eq!(code, 1, "{said}");
    let expected = "Breaking: Till (Sales no longer gets data from pos.sales). It reaches customers: Menu.";
    assert!(said.starts_with(expected), "{said}");
    assert!(said.contains("    tell Bread sold (Data, #data)\n"), "{said}");
    assert!(
        said.contains("reaches Menu: Kiosk team, customer application (the screen); tell #kiosk\n"),
        "{said}"
    );
}

#[test]
fn a_source_that_is_another_table_is_breaking() {
    let mut moved = nodes();
    moved[0].1["relation_name"] = json!("db.pos_v2.sales");
    let (said, code) = changed("source-moved", &[("target/manifest.json", &manifest(moved))]);
    assert_eq!(code, 1, "{said}");
    assert!(
        said.contains("source pos.sales of Sales moved from db.pos.sales to db.pos_v2.sales\n"),
        "{said}"
    );
    // A source that is renamed in dbt only still is the same table.
    let mut renamed = nodes();
    renamed[0].0 = "source.p.pos.receipts".to_owned();
    renamed[0].1["name"] = json!("receipts");
    renamed[1].1["depends_on"]["nodes"] = json!(["source.p.pos.receipts"]);
    let (said, code) = changed("source-renamed", &[("target/manifest.json", &manifest(renamed))]);
    assert_eq!(code, 0, "{said}");
}

#[test]
fn a_loader_that_is_gone_is_breaking_and_one_that_was_not_seen_is_not() {
    let loader = "id: till\nname: Till\nowner: data\nassets: [{dbt: 'source:pos'}, {dbt: stg_sales}, {id: load, kind: loader, name: Till copy, feeds: ['source:pos']}]\noutput_ports: [{id: sales, name: Sales, dbt: stg_sales}]\n";
    let old = bakery("loader-old").with(&[("products/till.yml", loader)]);
    let (said, code) = diff(&old, &bakery("loader-new"));
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("Sales no longer gets data from Till copy"), "{said}");
    let other =
        loader.replace("{id: load, kind: loader, name: Till copy", "{id: copy, kind: loader, name: New copy");
    let (said, code) = diff(&old, &bakery("loader-other").with(&[("products/till.yml", &other)]));
    assert_eq!(code, 0, "another loader does the same: {said}");
}

#[test]
fn a_change_that_also_removes_consumers_reaches_them() {
    let mart = MART.split("output_ports").next().unwrap();
    let menu = MENU.split("consumers").next().unwrap();
    let (said, code) = changed("consumers-gone", &[("products/mart.yml", mart), ("products/menu.yml", menu)]);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("Finance (#finance)"), "{said}");
    assert!(
        said.contains("reaches Menu: Kiosk team, customer application (the screen); tell #kiosk\n"),
        "{said}"
    );
    assert!(
        said.contains("no longer used by Finance in daily operations\n    tell Finance (#finance)\n"),
        "{said}"
    );
}

#[test]
fn a_removed_port_is_told_to_its_own_readers() {
    let mart = MART.replace("{id: bread, name: Bread, dbt: fct_bread, type: table}, ", "");
    let (said, code) = changed("one-port", &[("products/mart.yml", &mart)]);
    assert_eq!(code, 1, "{said}");
    assert!(
        said.contains("removed output Bread\n    tell Finance (#finance), Menu (Kiosk team, #kiosk)\n"),
        "{said}"
    );
    assert!(!said.contains("Roll board"), "it reads the other port: {said}");
}

#[test]
fn a_product_and_a_team_with_one_id_are_both_told() {
    let mart = MART.replace("consumers: [", "consumers: [{team: kiosk, use: prices}, ");
    let old = bakery("same-id-old").with(&[("products/mart.yml", &mart)]);
    let without = mart.replace("{id: bread, name: Bread, dbt: fct_bread, type: table}, ", "");
    let new = bakery("same-id-new").with(&[("products/mart.yml", &without)]);
    let said = diff(&old, &new).0;
    assert!(said.contains("Menu (Kiosk team, #kiosk), Kiosk team (#kiosk)"), "{said}");
    let folders = [old.path().to_str().unwrap(), new.path().to_str().unwrap()];
    let run = glassbox(
        new.path(),
        &["diff", folders[0], folders[1], "--now", crate::support::NOW, "--format", "json"],
    );
    let document: Value = serde_json::from_str(&run.stdout).unwrap();
    let told = document["changes"][0]["recipients"].as_array().unwrap();
    let of_id: Vec<&Value> = told.iter().filter(|one| one["id"] == "kiosk").collect();
    assert_eq!(of_id.len(), 2, "{told:?}");
    assert_eq!((&of_id[0]["kind"], &of_id[1]["kind"]), (&json!("product"), &json!("team")));
    assert_eq!(of_id[0]["channels"], json!(["#kiosk"]));
}

#[test]
fn a_port_that_moves_to_another_product_with_its_table_does_not_break() {
    let mart = MART
        .replace("assets: [{dbt: fct_bread}, ", "assets: [")
        .replace("{id: bread, name: Bread, dbt: fct_bread, type: table}, ", "");
    let shop = "id: shop\nname: Shop\nowner: data\nassets: [{dbt: fct_bread}]\noutput_ports: [{id: loaves, name: Loaves, dbt: fct_bread, type: table}]\n";
    let files = [("products/mart.yml", mart.as_str()), ("products/shop.yml", shop)];
    let (said, code) = changed("port-moved", &files);
    assert_eq!(code, 0, "{said}");
    assert!(
        said.contains("output Bread moved to Shop as Loaves; its table stays db.mart.fct_bread\n"),
        "{said}"
    );
    assert!(!said.contains("tell Shop"), "it came with the change: {said}");
    assert!(!said.contains("no longer builds on"), "the menu still reads the same table: {said}");
    // A promise that stays behind is broken.
    let promise = "slas: [{property: freshness, target: 6h}]\n";
    let old = bakery("port-moved-promised").with(&[("products/mart.yml", &format!("{MART}{promise}"))]);
    let new =
        bakery("port-moved-unpromised").with(&[("products/mart.yml", &format!("{mart}{promise}")), files[1]]);
    let (said, code) = diff(&old, &new);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("removed promise: “fresh within 6 hours” for Bread"), "{said}");
}

#[test]
fn a_product_that_stops_reading_another_no_longer_builds_on_it() {
    let mut left = nodes();
    left[4].1["depends_on"]["nodes"] = json!(["model.p.fct_rolls"]);
    left[5].1["depends_on"]["nodes"] = json!([]);
    let (said, _) = changed("reads-less", &[("target/manifest.json", &manifest(left))]);
    assert!(said.contains("(Roll board): no longer builds on Bread sold"), "{said}");
    assert!(!said.contains("(Menu): no longer builds on"), "it reads another table of it: {said}");
}

#[test]
fn an_owner_that_is_no_team_is_named_as_written() {
    let mart = MART.replace("owner: data", "owner: finanse");
    let (said, _) = changed("owner-unknown", &[("products/mart.yml", &mart)]);
    assert!(said.contains("owner changed from Data to finanse, which is not in teams.yml"), "{said}");
    assert!(!said.contains("no team"), "{said}");
    // It is named too once it is put right.
    let old = bakery("owner-was-unknown").with(&[("products/mart.yml", &mart)]);
    let (said, _) = diff(&old, &bakery("owner-put-right"));
    assert!(said.contains("owner changed from finanse to Data\n"), "{said}");
    let new = bakery("owner-removed").with(&[("products/mart.yml", &mart.replace("owner: finanse\n", ""))]);
    let (said, _) = diff(&old, &new);
    assert!(said.contains("owner changed from finanse to no team\n"), "{said}");
}

#[test]
fn a_new_owner_is_named_and_told_to_those_who_use_the_product() {
    let mart = MART.replace("owner: data", "owner: finance");
    let (said, _) = changed("new-owner", &[("products/mart.yml", &mart)]);
    assert!(said.contains("owner changed from Data to Finance\n"), "{said}");
    for told in ["Data (#data)", "Finance (#finance)", "Menu (Kiosk team, #kiosk)"] {
        assert!(said.contains(told), "{told}: {said}");
    }
}

#[test]
fn a_breaking_change_that_nobody_is_known_to_notice_says_so() {
    let menu = MENU
        .replace("dbt: exp_menu}]\nconsumers", "dbt: exp_menu}]\nx-was")
        .split("x-was")
        .next()
        .unwrap()
        .to_owned();
    let old = bakery("nobody-old").with(&[("products/menu.yml", &menu)]);
    let mut moved = nodes();
    moved[4].1["relation_name"] = json!("db.shop.exp_menu");
    let new = bakery("nobody-new")
        .with(&[("products/menu.yml", &menu), ("target/manifest.json", &manifest(moved))]);
    let (said, code) = diff(&old, &new);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("    nobody is known to read it by name\n"), "{said}");
}

#[test]
fn less_of_an_output_port_is_told_even_if_nothing_breaks() {
    let mart = MART.replace("type: table", "type: file, url: 'https://b.example'");
    let old = bakery("less-old").with(&[(
        "products/mart.yml",
        &MART.replace("type: table", "type: table, url: 'https://a.example'"),
    )]);
    let (said, code) = diff(&old, &bakery("less-new").with(&[("products/mart.yml", &mart)]));
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("type of output Bread changed from table to file\n    tell "), "{said}");
    assert!(
        said.contains("address of output Bread changed from https://a.example to https://b.example\n"),
        "{said}"
    );
    let mut tested = nodes();
    tested.push(test("unique", "model.p.fct_bread"));
    let old = bakery("tested-old").with(&[("target/manifest.json", &manifest(tested))]);
    let said = diff(&old, &bakery("tested-new")).0;
    assert!(said.contains("nothing tests output Bread any more\n    tell "), "{said}");
    let draft = format!("{MART}lifecycle: draft\n");
    let said = changed("draft", &[("products/mart.yml", &draft)]).0;
    assert!(said.contains("lifecycle changed from active to draft\n    tell "), "{said}");
}

#[test]
fn an_end_names_those_it_reaches_down_to_customers() {
    let till = format!("{TILL}lifecycle: deprecated\nends: 2026-12-31\n");
    let (said, code) = changed("till-ends", &[("products/till.yml", &till)]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("ends on 31 December 2026\n    tell Bread sold (Data, #data)\n"), "{said}");
    assert!(
        said.contains("reaches Menu: Kiosk team, customer application (the screen); tell #kiosk\n"),
        "{said}"
    );
}

#[test]
fn logic_of_consumers_is_told_when_it_comes_stays_longer_or_is_left() {
    let with = |logic: &str| {
        MART.replace("stage: operational", &format!("stage: operational, last_mile: [{logic}]"))
    };
    let first = with("{where: Sheet, what: drops rolls, since: 2026-09-01, ttl: 60d}");
    let said = changed("logic-new", &[("products/mart.yml", &first)]).0;
    assert!(
        said.contains(
            "new logic on top of it by Finance: “drops rolls”\n    tell Data (#data), Finance (#finance)\n"
        ),
        "{said}"
    );
    let old = bakery("logic-old").with(&[("products/mart.yml", &first)]);
    let longer = first.replace("60d", "90d");
    let said = diff(&old, &bakery("logic-longer").with(&[("products/mart.yml", &longer)])).0;
    assert!(
        said.contains("the logic added by Finance may stay until 30 November 2026: “drops rolls”\n"),
        "{said}"
    );
    // Other words for it do not hide that it stays longer, and are no change by themselves.
    let reworded = |name: &str, logic: &str| {
        let mart = logic.replace("drops rolls", "leaves out rolls");
        diff(&old, &bakery(name).with(&[("products/mart.yml", &mart)])).0
    };
    let said = reworded("logic-reworded-longer", &longer);
    assert!(said.contains("may stay until 30 November 2026: “leaves out rolls”\n"), "{said}");
    assert!(!said.contains("new logic on top of it"), "{said}");
    assert!(!reworded("logic-reworded", &first).contains("logic"), "{said}");
    let left = MART.split("consumers").next().unwrap();
    let said = diff(&old, &bakery("logic-left").with(&[("products/mart.yml", left)])).0;
    assert!(said.contains("logic on top of it by Finance is gone: “drops rolls”\n"), "{said}");
}

#[test]
fn logic_that_is_still_to_come_is_dated_and_not_aged() {
    let mart = MART.replace(
        "stage: operational",
        "stage: operational, last_mile: {where: Sheet, what: drops rolls, since: 2027-01-05, ttl: 60d}",
    );
    let catalog = bakery("logic-future").with(&[("products/mart.yml", &mart)]);
    let text = page(&catalog, "last-mile/index.html");
    assert!(text.contains("From 5 January 2027 ."), "{text}");
    assert!(!text.contains("In place since"), "{text}");
}

#[test]
fn logic_is_in_the_week_of_the_team_that_is_to_take_it_over() {
    let mart = MART.replace("stage: operational", "stage: operational, last_mile: {where: Sheet, what: drops rolls, since: 2026-09-01, ttl: 60d, into: kiosk}");
    let catalog = bakery("logic-into").with(&[("products/mart.yml", &mart)]);
    let week = page(&catalog, "teams/kiosk/week.md");
    assert!(week.contains("Move the last mile of Finance into a product: drops rolls"), "{week}");
}

#[test]
fn the_day_of_a_team_says_if_the_status_of_what_it_uses_is_unknown() {
    let sync = "id: kiosk\nname: Menu\nowner: kiosk\nassets: [{id: push, kind: sync, job: x/push, reads: ['mart:bread']}]\nconsumers: [{team: finance, use: prices}]\n";
    let ran = results([("model.p.fct_bread".to_owned(), "success")]);
    let catalog = bakery("day-unknown").with(&[
        ("target/run_results.json", ran.as_str()),
        ("products/menu.yml", sync),
        ("products/mart.yml", MART.split("consumers").next().unwrap()),
        ("products/board.yml", &ROLLS.replace("owner: finance", "owner: data")),
    ]);
    let out = catalog.path().join("site");
    build(catalog.path(), &out);
    let today: Value =
        serde_json::from_str(&fs::read_to_string(out.join("teams/finance/today.json")).unwrap()).unwrap();
    let text = today["text"].as_str().unwrap();
    assert_eq!(today["uses"][0]["status"]["id"], "unknown", "{today}");
    assert!(text.contains("the status of the product that you own or use is unknown."), "{text}");
}

#[test]
fn a_job_of_no_product_that_reads_a_table_by_name_is_told() {
    let event = json!({"eventType": "COMPLETE", "eventTime": "2026-11-21T02:00:00Z",
        "run": {"runId": "00000000-0000-4000-8000-000000000001"}, "job": {"namespace": "mail", "name": "offers"},
        "inputs": [{"namespace": "db", "name": "db.menu.exp_menu"}], "outputs": []});
    let files = [
        ("glassbox.yml", "title: Bakery\ndbt: [target]\nopenlineage: [events]\n"),
        ("events/e.ndjson", &event.to_string()),
    ];
    let mut moved = nodes();
    moved[4].1["relation_name"] = json!("db.shop.exp_menu");
    let old = bakery("job-reader-old").with(&files);
    let new = bakery("job-reader-new").with(&files).with(&[("target/manifest.json", &manifest(moved))]);
    let (said, code) = diff(&old, &new);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("the job mail/offers (of no product)"), "{said}");
}

#[test]
fn a_table_of_events_and_a_system_are_found_by_their_other_names() {
    let catalog = bakery("other-names")
        .with(&[("systems.yml", "systems: [{id: register, name: Cash register, sources: [pos]}]\n")]);
    for system in ["register", "Cash register", "pos"] {
        let run = glassbox(catalog.path(), &["impact", "--now", crate::support::NOW, "--system", system]);
        assert_eq!(run.code, 0, "{system}: {}", run.stderr);
        assert!(run.stdout.contains("Starts at: pos.sales"), "{system}: {}", run.stdout);
    }
}

#[test]
fn feeds_reach_everyone_downstream_of_what_broke() {
    let catalog = bakery("feeds-downstream");
    let record = |now: &str| {
        let run = glassbox(catalog.path(), &["record", ".", "--now", now]);
        assert_eq!(run.code, 0, "{}", run.stderr);
    };
    record("2026-11-20T04:00:00Z");
    // The port is gone, and so is all that was known of how others were built on it.
    catalog.write("products/till.yml", TILL.split("output_ports").next().unwrap());
    let mut cut = nodes();
    cut[2].1["depends_on"]["nodes"] = json!([]);
    cut[3].1["depends_on"]["nodes"] = json!([]);
    catalog.write("target/manifest.json", &manifest(cut));
    catalog
        .write("products/mart.yml", &MART.replace("{team: finance, use: the month, stage: operational}", ""));
    record("2026-11-21T04:00:00Z");
    let out = catalog.path().join("site");
    build(catalog.path(), &out);
    let feed = |path: &str| fs::read_to_string(out.join(path)).unwrap_or_else(|_| panic!("{path}"));
    for path in
        ["teams/data/feed.xml", "teams/kiosk/feed.xml", "products/kiosk/feed.xml", "products/mart/feed.xml"]
    {
        assert!(feed(path).contains("Removed output Sales"), "{path}: {}", feed(path));
    }
    let finance = feed("teams/finance/feed.xml");
    assert!(finance.contains("No longer used by Finance"), "{finance}");
}
