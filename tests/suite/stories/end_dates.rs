//! A product that ends: the day and its successor reach everyone who has to move, wherever they look.

use super::*;

/// Returns an old cube that ends on a day, the mart that replaces it, a report that reads the cube and stays, and one
/// that ends before it.
fn story(name: &str, ends: &str, more: &str) -> Scratch {
    let reads = |name: &str, reads: &[&str]| node("model", name, name, reads);
    let nodes = vec![
        reads("cube", &[]),
        reads("mart", &[]),
        reads("report", &["model.p.cube"]),
        reads("study", &["model.p.cube"]),
    ];
    let product = |id: &str, name: &str, owner: &str, more: &str| {
        format!("id: {id}\nname: {name}\nowner: {owner}\nassets: [{{dbt: 'path:models/{id}'}}]\n{more}")
    };
    let cube = format!("replaced_by: mart\n{ends}{more}");
    Scratch::new(name).with(&[
        ("glassbox.yml", "title: Shop\nbase_url: https://shop.example/\ndbt: [target]\n"),
        ("teams.yml", "teams: [{id: data, name: Data}, {id: sales, name: Sales}]\n"),
        ("target/manifest.json", &manifest(nodes)),
        ("products/cube.yml", &product("cube", "Sales cube", "data", &cube)),
        ("products/mart.yml", &product("mart", "Revenue", "data", "")),
        ("products/report.yml", &product("report", "Sales report", "sales", "")),
        ("products/study.yml", &product("study", "Study", "sales", "ends: 2026-11-30\n")),
    ])
}

#[test]
fn an_ending_product_states_its_end_date_and_its_replacement() {
    let catalog = story("ends-soon", "ends: 2026-12-01\n", "");
    let text = page(&catalog, "products/cube/index.html");
    let said = "Ends. Use Revenue instead. It ends on 1 December 2026 . Still built on it: Sales report .";
    assert!(text.contains(said), "{text}");
    let record = fs::read_to_string(catalog.path().join("site/products/cube.json")).unwrap();
    let ending: Value = serde_json::from_str::<Value>(&record).unwrap()["ending"].clone();
    assert_eq!(ending["date"], "2026-12-01");
    assert_eq!(ending["replaced_by"]["id"], "mart");
    let readers: Vec<&str> = ending["readers"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert_eq!(readers, ["report"], "the study ends before");
    let markdown = fs::read_to_string(catalog.path().join("site/products/cube.md")).unwrap();
    assert!(markdown.contains("- Ends: 2026-12-01\n- Replaced by: Revenue\n"), "{markdown}");
}

#[test]
fn an_end_date_is_in_the_weeks_of_owner_and_downstream_teams() {
    let catalog = story("ends-week", "ends: 2026-12-01\n", "");
    let owner = page(&catalog, "teams/data/week.md");
    assert!(owner.contains("Ends: retire it, or set a later day"), "{owner}");
    let reader = page(&catalog, "teams/sales/week.md");
    assert!(reader.contains("Move from Sales cube to Revenue before it ends"), "{reader}");
    assert!(!reader.contains("Study: Move"), "a product that ends earlier need not move: {reader}");
    let calendar = page(&catalog, "teams/sales/week.ics");
    assert!(calendar.contains("DTSTART;VALUE=DATE:20261201"), "{calendar}");
}

#[test]
fn teams_that_use_an_ending_product_have_it_in_their_week_and_day() {
    let catalog = story("ends-users", "ends: 2026-12-01\n", "consumers: [{team: finance, use: the month}]\n")
        .with(&[("teams.yml", "teams: [{id: data, name: Data}, {id: sales, name: Sales}, {id: finance}]\n")]);
    let week = page(&catalog, "teams/finance/week.md");
    assert!(week.contains("Move from Sales cube to Revenue before it ends"), "{week}");
    let today = fs::read_to_string(catalog.path().join("site/teams/finance/today.json")).unwrap();
    let today: Value = serde_json::from_str(&today).unwrap();
    assert_eq!((&today["due"][0]["kind"], &today["due"][0]["due"]), (&json!("end"), &json!("2026-12-01")));
}

#[test]
fn a_product_still_in_use_is_reported_two_months_before_its_end() {
    let findings = |name: &str, ends: &str, more: &str| {
        let catalog = story(name, ends, more);
        let run = glassbox(catalog.path(), &["check", ".", "--now", "2026-11-21T04:00:00Z"]);
        let lines = run
            .stdout
            .lines()
            .chain(run.stderr.lines())
            .filter(|line| line.contains("[ends-in-use]") || line.contains("[retired-upstream]"));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(
        findings("ends-near", "ends: 2027-01-20\n", ""),
        [
            "warning[ends-in-use]: `cube` ends on 2027-01-20, and `report` still builds on it",
            "warning[retired-upstream]: `report` builds on `cube`, which ends on 2027-01-20",
        ]
    );
    // A distant day is not urgent for anybody, but those who read it know.
    assert_eq!(
        findings("ends-far", "ends: 2027-01-21\n", ""),
        ["warning[retired-upstream]: `report` builds on `cube`, which ends on 2027-01-21"]
    );
    assert_eq!(
        findings("ends-passed", "ends: 2026-11-21\n", "lifecycle: deprecated\n")[0],
        "warning[ends-in-use]: `cube` was due to end on 2026-11-21, but is still deprecated"
    );
    assert_eq!(
        findings("ends-used", "ends: 2026-12-31\n", "consumers: [{team: sales}]\n")[0],
        "warning[ends-in-use]: `cube` ends on 2026-12-31, and `report` still builds on it and 1 team uses it"
    );
    assert_eq!(
        findings("ends-used-by-its-owner", "ends: 2026-12-31\n", "consumers: [{team: data}]\n")[0],
        "warning[ends-in-use]: `cube` ends on 2026-12-31, and `report` still builds on it",
        "the owner knows"
    );
    assert_eq!(
        findings(
            "ends-used-by-a-product",
            "ends: 2026-12-31\n",
            "consumers: [{product: report}, {product: mart}]\n"
        )[0],
        "warning[ends-in-use]: `cube` ends on 2026-12-31, and `report` still builds on it",
        "its replacement may stay, and a reader counts once"
    );
}

#[test]
fn a_product_that_is_only_declared_as_a_consumer_has_to_move_as_well() {
    let more = "consumers: [{product: panel}]\n";
    let catalog = story("ends-declared", "ends: 2026-12-01\n", more)
        .with(&[("products/panel.yml", "id: panel\nname: Panel\nowner: sales\n")]);
    let run = glassbox(catalog.path(), &["check", ".", "--now", "2026-11-21T04:00:00Z"]);
    assert!(run.messages().contains("`panel` and `report` still build on it"), "{}", run.messages());
    let text = page(&catalog, "products/cube/index.html");
    assert!(text.contains("Still built on it: Panel , Sales report ."), "{text}");
    let week = page(&catalog, "teams/sales/week.md");
    assert!(
        week.contains("[Panel](https://shop.example/products/cube/): Move from Sales cube to Revenue"),
        "{week}"
    );
}

#[test]
fn the_replacement_may_read_the_product_until_its_end() {
    let catalog = story("ends-successor", "ends: 2026-12-01\n", "");
    let mut nodes: Value =
        serde_json::from_str(&fs::read_to_string(catalog.path().join("target/manifest.json")).unwrap())
            .unwrap();
    nodes["nodes"]["model.p.mart"]["depends_on"]["nodes"] = json!(["model.p.cube"]);
    catalog.write("target/manifest.json", &nodes.to_string());
    let text = page(&catalog, "products/cube/index.html");
    assert!(text.contains("Still built on it: Sales report ."), "{text}");
    assert!(!page(&catalog, "teams/data/week.md").contains("Revenue: Move"), "the replacement need not move");
    let run = glassbox(catalog.path(), &["check", ".", "--now", "2026-11-21T04:00:00Z", "--format", "short"]);
    assert!(run.stdout.contains("`report` still builds on it; move it to `mart`"), "{}", run.stdout);
    assert!(!run.stdout.contains("`mart` builds on `cube`, which"), "{}", run.stdout);
    // Once it is retired, that is over.
    let cube = fs::read_to_string(catalog.path().join("products/cube.yml")).unwrap();
    catalog.write("products/cube.yml", &format!("{cube}lifecycle: retired\n"));
    let run = glassbox(catalog.path(), &["check", ".", "--now", "2026-11-21T04:00:00Z", "--format", "short"]);
    assert!(
        run.stdout.contains("`mart` builds on `cube`, which is retired; stop reading `cube`"),
        "{}",
        run.stdout
    );
    let text = page(&catalog, "products/cube/index.html");
    assert!(
        text.contains("Use Revenue instead.") && !text.contains("It ended on"),
        "the end date is in the future: {text}"
    );
}

#[test]
fn a_past_end_date_is_worded_in_the_past() {
    let catalog = story("ends-overdue", "ends: 2026-11-01\n", "");
    let run = glassbox(catalog.path(), &["check", ".", "--now", "2026-11-21T04:00:00Z", "--format", "short"]);
    let said = "`report` builds on `cube`, which was due to end on 2026-11-01; build on `mart` instead";
    assert!(run.stdout.contains(said), "{}", run.stdout);
    let week = page(&catalog, "teams/sales/week.md");
    assert!(
        week.contains("Move from Sales cube to Revenue now that its end date has been reached"),
        "{week}"
    );
}

#[test]
fn a_product_past_its_end_date_is_not_fine_to_use() {
    let past = |name: &str, ends: &str| {
        let results = results([("model.p.cube".to_owned(), "success")]);
        let catalog = story(name, ends, "").with(&[("target/run_results.json", &results)]);
        page(&catalog, "products/cube/index.html")
    };
    let said = "Use with care: its end date, 1 November 2026, has come.";
    let page = past("ends-care", "ends: 2026-11-01\n");
    assert!(page.contains(said), "{page}");
    let page = past("ends-on-the-day", "ends: 2026-11-21\n");
    assert!(page.contains("Use with care: its end date, 21 November 2026, has come."), "{page}");
    let page = past("ends-not-yet", "ends: 2026-12-01\n");
    assert!(page.contains("Nothing tests its data.") && !page.contains("has come"), "{page}");
}

#[test]
fn an_end_date_is_news_when_it_is_set_and_when_the_product_is_gone() {
    let catalog = story("ends-news", "", "");
    let record = |day: &str| {
        let run = glassbox(catalog.path(), &["record", ".", "--now", day]);
        assert_eq!(run.code, 0, "{}", run.stderr);
    };
    record("2026-11-18T04:00:00Z");
    let before = fs::read_to_string(catalog.path().join("products/cube.yml")).unwrap();
    catalog.write("products/cube.yml", &format!("{before}ends: 2026-12-01\n"));
    record("2026-11-19T04:00:00Z");
    let news = page(&catalog, "whats-new/index.html");
    assert!(news.contains("Sales cube Changed Ends on 1 December 2026"), "{news}");
    let feed = page(&catalog, "products/report/feed.xml");
    assert!(feed.contains("Changed: Sales cube"), "downstream feeds report it: {feed}");
    catalog.write("products/cube.yml", &format!("{before}ends: 2026-11-20\nlifecycle: retired\n"));
    let text = page(&catalog, "products/cube/index.html");
    assert!(text.contains("Retired. It is no longer in use and is kept here for reference. Use Revenue instead. It ended on 20 November 2026 ."), "{text}");
    let news = page(&catalog, "whats-new/index.html");
    assert!(news.contains("Sales cube Changed Ended; use Revenue instead"), "{news}");
    // Once the retirement is recorded, the two are one piece of news.
    record("2026-11-20T04:00:00Z");
    let news = page(&catalog, "whats-new/index.html");
    assert_eq!(news.matches("Ended; use Revenue instead").count(), 1, "{news}");
    let retired = "Lifecycle changed from active to retired Ended; use Revenue instead";
    assert!(news.contains(&format!("Sales cube Breaking {retired}")), "{news}");
}

#[test]
fn a_replacement_is_another_product_and_forms_no_cycle() {
    let faults = |cube: &str, mart: &str| {
        let catalog = Scratch::new("ends-faults").with(&[
            ("glassbox.yml", "title: Shop\n"),
            ("products/cube.yml", &format!("id: cube\nname: Cube\n{cube}\n")),
            ("products/mart.yml", &format!("id: mart\nname: Mart\n{mart}\n")),
        ]);
        let run = glassbox(catalog.path(), &["check", ".", "--format", "short"]);
        let lines = run.stdout.lines().filter(|line| line.contains("error"));
        assert_eq!(run.code, 1, "{}", run.stderr);
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(
        faults("replaced_by: cube", ""),
        [
            "products/cube.yml:3:14: error[replaced-by-itself]: product `cube` is replaced by itself; name the product that people should use instead"
        ]
    );
    assert_eq!(
        faults("replaced_by: mart", "replaced_by: cube"),
        [
            "products/cube.yml:3:14: error[replaced-by-itself]: the products that replace `cube` lead back to it; name the product that people should use in the end",
            "products/mart.yml:3:14: error[replaced-by-itself]: the products that replace `mart` lead back to it; name the product that people should use in the end",
        ]
    );
    // A replacement that is itself replaced links on; one that is retired for good links nowhere.
    let catalog = Scratch::new("ends-chain").with(&[
        ("glassbox.yml", "title: Shop\n"),
        ("products/a.yml", "id: a\nname: A\nreplaced_by: b\n"),
        ("products/b.yml", "id: b\nname: B\nlifecycle: retired\nreplaced_by: c\n"),
        ("products/c.yml", "id: c\nname: C\n"),
        ("products/d.yml", "id: d\nname: D\nreplaced_by: e\n"),
        ("products/e.yml", "id: e\nname: E\nlifecycle: retired\n"),
    ]);
    let text = page(&catalog, "products/a/index.html");
    assert!(text.contains("Use C instead."), "{text}");
    let run = glassbox(catalog.path(), &["check", ".", "--format", "short"]);
    let said =
        "products/d.yml:3:14: warning[replaced-by-retired]: product `d` is replaced by `e`, which is retired";
    assert!(run.stdout.contains(said), "{}", run.stdout);
    assert!(
        faults("replaced_by: nobody", "")[0]
            .contains("product `cube` is replaced by `nobody`, which is not a product")
    );
}

/// Version 1 of the orders ends; the report reads it, and the study reads version 2.
fn versions(name: &str, ends: &str) -> Scratch {
    let version = |number: u8| {
        let (id, mut model) = node("model", "shop", &format!("orders.v{number}"), &[]);
        model["name"] = json!("orders");
        model["version"] = json!(number);
        model["latest_version"] = json!(2);
        (id, model)
    };
    let mut old = version(1);
    old.1["deprecation_date"] = json!(format!("{ends}T00:00:00+00:00"));
    let nodes = vec![
        old,
        version(2),
        node("model", "report", "report", &["model.p.orders.v1"]),
        node("model", "study", "study", &["model.p.orders.v2"]),
    ];
    let product = |id: &str, name: &str, owner: &str, ports: &str| {
        format!("id: {id}\nname: {name}\nowner: {owner}\nassets: [{{dbt: 'path:models/{id}'}}]\n{ports}")
    };
    let ports = "output_ports:\n  - {id: orders-1, name: Orders 1, dbt: orders.v1}\n  - {id: orders-2, name: Orders 2, dbt: orders.v2}\n";
    Scratch::new(name).with(&[
        ("glassbox.yml", "title: Shop\nbase_url: https://shop.example/\ndbt: [target]\n"),
        ("teams.yml", "teams: [{id: data, name: Data}, {id: sales, name: Sales}, {id: lab, name: Lab}]\n"),
        ("target/manifest.json", &manifest(nodes)),
        ("products/shop.yml", &product("shop", "Shop", "data", ports)),
        ("products/report.yml", &product("report", "Sales report", "sales", "")),
        ("products/study.yml", &product("study", "Study", "lab", "")),
        ("roadmap/idea.yml", "id: idea\ntitle: An idea\nsponsor: data\noutcome: Better.\n"),
    ])
}

#[test]
fn the_end_of_a_version_is_in_the_weeks_of_owner_and_readers_of_that_version() {
    let catalog = versions("version-ends", "2026-12-01");
    let week = |team: &str, file: &str| page(&catalog, &format!("teams/{team}/{file}"));
    assert!(week("data", "week.md").contains("Orders 1 ends: remove it, or set a later day"));
    for file in ["index.html", "week.md", "week.ics", "week.json"] {
        let text = week("sales", file).replace("\r\n ", "");
        assert!(text.contains("Move from Orders 1 of Shop before it ends"), "{file}: {text}");
        assert!(!week("lab", file).contains("Orders"), "{file}: version 2 has no end");
    }
    assert!(page(&catalog, "roadmap.ics").contains("Orders 1 of Shop ends"));
    assert!(!page(&catalog, "products/shop/feed.xml").contains("end date"), "the day has not come");
    let far = versions("version-ends-far", "2027-03-01");
    assert!(!page(&far, "teams/sales/week.md").contains("Orders 1"));
}

#[test]
fn the_end_of_a_version_is_news_for_its_readers_once_the_day_has_come() {
    let catalog = versions("version-ended", "2026-11-20");
    let said = "Orders 1 has reached its end date";
    for file in ["whats-new/index.html", "feed.xml", "products/report/feed.xml", "teams/sales/feed.xml"] {
        assert!(page(&catalog, file).contains(said), "{file}: {}", page(&catalog, file));
    }
    assert!(!page(&catalog, "teams/lab/week.md").contains("Orders"), "version 2 has no end");
    assert!(page(&catalog, "teams/sales/week.md").contains("now that its end date has been reached"));
}

/// A consumer names the product, and not which of its output ports.
#[test]
fn the_end_of_a_version_is_in_the_week_of_consumers_who_may_use_it() {
    let consumers =
        "consumers: [{team: lab, use: Trials}, {product: desk, use: Questions}, {product: study}]\n";
    let one = "output_ports: [{id: orders-1, name: Orders 1, dbt: orders.v1}]\n";
    let two = "output_ports:\n  - {id: orders-1, name: Orders 1, dbt: orders.v1}\n  - {id: orders-2, name: Orders 2, dbt: orders.v2}\n";
    for (ports, ending) in [(one, "before it ends"), (two, "before it ends, if you use it")] {
        let catalog = versions("version-ends-consumers", "2026-12-01");
        let shop = format!(
            "id: shop\nname: Shop\nowner: data\nassets: [{{dbt: 'path:models/shop'}}]\n{ports}{consumers}"
        );
        let desk = "id: desk\nname: Help desk\nowner: help\nlifecycle: active\n";
        let teams = "teams: [{id: data, name: Data}, {id: sales, name: Sales}, {id: lab, name: Lab}, {id: help, name: Help}]\n";
        let catalog =
            catalog.with(&[("products/shop.yml", &shop), ("products/desk.yml", desk), ("teams.yml", teams)]);
        let week = |team: &str, file: &str| page(&catalog, &format!("teams/{team}/{file}"));
        let of_team = week("lab", "week.md");
        assert!(
            of_team.contains("[Shop]") && of_team.contains(&format!("Move from Orders 1 of Shop {ending}")),
            "{of_team}"
        );
        assert!(!of_team.contains("Study]"), "the study is seen to read version 2: {of_team}");
        assert_eq!(of_team.contains("if you use it"), ports == two, "{of_team}");
        let of_product = week("help", "week.md");
        assert!(of_product.contains(&format!("Move from Orders 1 of Shop {ending}")), "{of_product}");
        assert!(week("lab", "week.ics").replace("\r\n ", "").contains("Move from Orders 1 of Shop"));
        let sales = week("sales", "week.md");
        assert!(
            sales.contains("Move from Orders 1 of Shop before it ends") && !sales.contains("if you use it"),
            "it is seen to read it: {sales}"
        );
    }
    let catalog = versions("version-ended-consumers", "2026-11-20");
    let shop = format!(
        "id: shop\nname: Shop\nowner: data\nassets: [{{dbt: 'path:models/shop'}}]\n{two}consumers: [{{team: lab}}]\n"
    );
    let catalog = catalog.with(&[("products/shop.yml", &shop)]);
    assert!(page(&catalog, "teams/lab/feed.xml").contains("Orders 1 has reached its end date"));
}

#[test]
fn a_version_that_is_still_read_is_reported_two_months_before_its_end_and_after_it() {
    let said = |name: &str, ends: &str| {
        let catalog = versions(name, ends);
        let run = glassbox(catalog.path(), &["check", "--only", "ends-in-use", "--now", crate::support::NOW]);
        run.messages()
    };
    let near = said("version-in-use", "2027-01-20");
    let expected = "warning[ends-in-use]: the version behind the output port `orders-1` of `shop` ends on 2027-01-20, and \
                    `report` still builds on it";
    assert!(near.contains(expected), "{near}");
    assert!(near.contains("move it to another output port before that day"), "{near}");
    // The study reads version 2, which has no end.
    assert!(!near.contains("study") && !near.contains("orders-2"), "{near}");
    let past = said("version-in-use-past", "2026-11-20");
    assert!(
        past.contains("of `shop` was due to end on 2026-11-20, and `report` still builds on it"),
        "{past}"
    );
    assert!(!said("version-in-use-far", "2027-03-01").contains("ends-in-use"));
}
