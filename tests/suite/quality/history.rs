//! What the recorded history adds, and how days are recorded.

use super::*;
use crate::reading::main_of;
use crate::support::example_site;

#[test]
fn the_numbers_of_the_home_page_add_up_to_all_products() {
    let shop = Shop::new("numbers", &[]);
    build(shop.catalog.path(), &shop.catalog.path().join("site"));
    let home = main_of(&shop.catalog.path().join("site"), "index.html");
    assert!(home.contains("5 data products"), "{home}");
    assert!(
        home.contains("3 Healthy") && home.contains("1 Unchecked") && home.contains("1 Not watched"),
        "{home}"
    );
}

#[test]
fn problems_are_dated_from_the_first_failing_day_in_the_history() {
    let line = |day: &str, status: &str| {
        format!(
            "{{\"day\":\"{day}\",\"at\":\"{day}T04:00:00Z\",\"product\":\"orders\",\"status\":\"{status}\",\"promises\":{{}}}}\n"
        )
    };
    let since = |name: &str, days: &[(&str, &str)]| {
        let history: String = days.iter().map(|(day, status)| line(day, status)).collect();
        let failed = run("build", MORNING, &[(MODELS[1], "error", None)]);
        let shop =
            Shop::new(name, &[("history/2026-11.ndjson", &history), ("target/run_results.json", &failed)]);
        build(shop.catalog.path(), &shop.catalog.path().join("site"));
        let page = main_of(&shop.catalog.path().join("site"), "quality/index.html");
        page.lines().find_map(|line| line.split_once("since ").map(|(_, day)| day.to_owned())).unwrap()
    };
    let late = [("2026-11-18", "holding"), ("2026-11-19", "late"), ("2026-11-20", "failing")];
    assert_eq!(
        since("since-history", &late),
        "20 November 2026; problems since 19 November 2026",
        "on the 19th it was late, not failing"
    );
    let failing = [("2026-11-19", "failing"), ("2026-11-20", "failing")];
    // Nothing was recorded before the 19th, so that it may have been failing for longer.
    assert_eq!(since("since-failing", &failing), "at least 19 November 2026");
    let known = [("2026-11-18", "holding"), ("2026-11-19", "failing"), ("2026-11-20", "failing")];
    assert_eq!(since("since-known", &known), "19 November 2026");
    let only_late = [("2026-11-18", "late"), ("2026-11-19", "late"), ("2026-11-20", "late")];
    assert_eq!(
        since("since-late", &only_late),
        "21 November 2026, 03:00; problems since at least 18 November 2026",
        "it was late before, and has been failing only since this morning"
    );
    let at_risk = [("2026-11-19", "late"), ("2026-11-20", "at-risk")];
    assert_eq!(since("since-runs", &at_risk), "21 November 2026, 03:00", "until then the cause was upstream");
}

#[test]
fn consecutive_days_with_the_same_status_are_shown_as_one() {
    let day = |day: &str, status: &str, kept: bool| {
        format!(
            "{{\"day\":\"{day}\",\"at\":\"{day}T04:00:00Z\",\"product\":\"orders\",\"status\":\"{status}\",\"promises\":{{\"freshness/orders\":{kept}}}}}\n"
        )
    };
    let history = [
        day("2026-11-14", "holding", true),
        day("2026-11-15", "holding", true),
        // The 16th is not recorded.
        day("2026-11-17", "holding", true),
        day("2026-11-18", "late", true),
        day("2026-11-19", "late", false),
        day("2026-11-20", "late", false),
    ];
    let shop = Shop::new("streaks", &[("history/2026-11.ndjson", &history.concat())]);
    let product = shop.product("orders");
    let told = |streak: &Value| {
        let status = streak["status"]["id"].as_str().unwrap_or("-");
        let broken = streak["broken"].as_array().map_or(0, Vec::len);
        format!("{} to {}: {} {status}, {broken} broken", &streak["from"], &streak["to"], streak["days"])
            .replace('"', "")
    };
    let streaks: Vec<String> = product["history"]["streaks"].as_array().unwrap().iter().map(told).collect();
    assert_eq!(
        streaks[1..],
        [
            "2026-11-14 to 2026-11-15: 2 holding, 0 broken",
            "2026-11-16 to 2026-11-16: 1 -, 0 broken",
            "2026-11-17 to 2026-11-17: 1 holding, 0 broken",
            "2026-11-18 to 2026-11-18: 1 late, 0 broken",
            "2026-11-19 to 2026-11-20: 2 late, 1 broken",
            "2026-11-21 to 2026-11-21: 1 holding, 0 broken",
        ]
    );
    let page = fs::read_to_string(shop.catalog.path().join("site/products/orders/index.html")).unwrap();
    let key: Vec<&str> =
        page.split("key-colour key-").skip(1).filter_map(|part| part.split('"').next()).collect();
    assert_eq!(key, ["late", "holding", "none"]);
}

#[test]
fn each_day_is_recorded_once_despite_merges_and_damaged_lines() {
    let shop = Shop::new("record", &[]);
    let record = |now: &str| glassbox(shop.catalog.path(), &["record", ".", "--now", now]);
    let recorded = || fs::read_to_string(shop.catalog.path().join("history/2026-11.ndjson")).unwrap();
    assert!(record(NOW).stderr.contains("Recorded 4 products of 2026-11-21"));
    assert_eq!(
        recorded().lines().nth(1).unwrap(),
        r#"{"day":"2026-11-21","at":"2026-11-21T04:00:00Z","product":"orders","status":"holding","promises":{"freshness/orders":true,"latency":true}}"#
    );
    assert!(record("2026-11-21T04:30:00Z").stderr.contains("is already recorded"));
    // A branch has recorded the day too, with another end, and the machine stopped in the middle of a line.
    let merged = format!(
        "{}{}",
        recorded().replace("04:00:00Z", "03:00:00Z").replace("\"holding\"", "\"failing\""),
        recorded()
    );
    fs::write(shop.catalog.path().join("history/2026-11.ndjson"), format!("{merged}{{\"day\":\"2026-11-2"))
        .unwrap();
    let product = shop.product("orders");
    let history = &product["history"];
    let streaks = history["streaks"].as_array().unwrap();
    assert_eq!((&history["days"], streaks.len()), (&json!(90), 2), "89 unrecorded days, then one recorded");
    assert_eq!((&streaks[0]["days"], &streaks[0]["status"]), (&json!(89), &Value::Null));
    let today = |product: &Value| product["history"]["streaks"][1].clone();
    assert_eq!(today(&product)["status"]["id"], "holding", "the newest line of a day counts");
    assert_eq!(today(&product)["from"], "2026-11-21");
    let kept = product["history"]["kept"].as_array().unwrap();
    let fresh = kept.iter().find(|one| one["promise"] == "Fresh within 24 hours, Orders").unwrap();
    assert_eq!((fresh["month"].as_u64(), fresh["quarter"].as_u64()), (Some(100), Some(100)));
    let page = main_of(&shop.catalog.path().join("site"), "products/orders/index.html");
    assert!(page.contains("100% of the 1 day recorded") && !page.contains("of 30 days"), "{page}");
    assert!(shop.warnings().contains("warning[bad-history]"), "{}", shop.warnings());
    shop.catalog.write("target/run_results.json", &run("build", MORNING, &[(MODELS[1], "error", None)]));
    assert!(record("2026-11-21T04:45:00Z").stderr.contains("Recorded 2 products"));
    assert!(
        recorded().lines().last().unwrap().contains("\"board\"")
            || recorded().lines().last().unwrap().contains("\"orders\"")
    );
    let product = shop.product_at("orders", "2026-11-21T04:50:00Z");
    assert_eq!(today(&product)["status"]["id"], "failing");
}

#[test]
fn a_badge_shows_the_status_and_the_promises_kept() {
    let shop = Shop::new("badge", &[]);
    build(shop.catalog.path(), &shop.catalog.path().join("site"));
    let read = |name: &str| fs::read_to_string(shop.catalog.path().join("site/badges").join(name)).unwrap();
    let badge: Value = serde_json::from_str(&read("orders.json")).unwrap();
    assert_eq!(
        badge,
        json!({"schemaVersion": 1, "label": "Orders", "message": "healthy · 2 of 2 promises kept", "color": "156b39"})
    );
    assert!(read("orders.svg").contains("aria-label=\"Orders: healthy · 2 of 2 promises kept\""));
}

#[test]
fn a_bad_day_in_the_history_names_its_failing_and_late_products() {
    let line = |day: &str, product: &str, status: &str| {
        format!(
            "{{\"day\":\"{day}\",\"at\":\"{day}T04:00:00Z\",\"product\":\"{product}\",\"status\":\"{status}\",\"promises\":{{}}}}\n"
        )
    };
    let history = [
        line("2026-11-18", "orders", "holding"),
        line("2026-11-18", "board", "holding"),
        line("2026-11-19", "orders", "late"),
        line("2026-11-19", "board", "failing"),
        // As many in each way, but not the same ones: it is a line of its own.
        line("2026-11-20", "orders", "failing"),
        line("2026-11-20", "board", "late"),
    ];
    let shop = Shop::new("bad-days", &[("history/2026-11.ndjson", &history.concat())]);
    build(shop.catalog.path(), &shop.catalog.path().join("site"));
    let page = fs::read_to_string(shop.catalog.path().join("site/quality/days/index.html")).unwrap();
    let named = |day: &str| {
        let row =
            page.split(&format!("<time datetime=\"{day}\">")).nth(1).unwrap().split("</tr>").next().unwrap();
        let links = row.split("<a href=\"").skip(1).map(|link| link.split('"').next().unwrap().to_owned());
        links.collect::<Vec<_>>()
    };
    let (orders, board) = ("../../products/orders/index.html", "../../products/board/index.html");
    assert_eq!(named("2026-11-19"), [board, orders], "failing products come first");
    assert_eq!(named("2026-11-20"), [orders, board]);
    assert!(named("2026-11-18").is_empty());
}

/// `and 2 more` leads to these two.
#[test]
fn a_day_names_every_product_that_was_failing_or_late() {
    let ids: Vec<String> = (1..=6).map(|at| format!("late{at}")).collect();
    let files: Vec<(String, String)> = ids
        .iter()
        .map(|id| (format!("products/{id}.yml"), format!("{{id: {id}, name: {id}}}\n")))
        .chain([(
            "history/2026-11.ndjson".to_owned(),
            ids.iter()
                .map(|id| format!("{{\"day\":\"2026-11-19\",\"product\":\"{id}\",\"status\":\"late\"}}\n"))
                .collect(),
        )])
        .collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (&**path, &**text)).collect();
    let shop = Shop::new("many-bad-days", &files);
    build(shop.catalog.path(), &shop.catalog.path().join("site"));
    let page = fs::read_to_string(shop.catalog.path().join("site/quality/days/index.html")).unwrap();
    assert!(page.contains("<summary>and 2 more</summary>"), "{page}");
    for id in &ids {
        assert!(page.contains(&format!("../../products/{id}/index.html")), "{id}: {page}");
    }
}

#[test]
fn broken_days_in_the_example_agree_with_the_share_of_promises_kept() {
    let site = example_site("days-agree");
    let mut seen = 0;
    let files = fs::read_dir(site.path().join("products")).unwrap().map(|entry| entry.unwrap().path());
    for file in files.filter(|path| path.extension().is_some_and(|ending| ending == "json")) {
        let text = fs::read_to_string(file).unwrap();
        let product: Value = serde_json::from_str(&text).unwrap();
        let Some(streaks) = product["history"]["streaks"].as_array() else { continue };
        for kept in product["history"]["kept"].as_array().into_iter().flatten() {
            let count = |of: &Value| usize::try_from(of.as_u64().unwrap()).unwrap();
            let is_broken = |streak: &&Value| {
                streak["broken"].as_array().is_some_and(|broken| broken.contains(&kept["promise"]))
            };
            let broken: usize = streaks.iter().filter(is_broken).map(|streak| count(&streak["days"])).sum();
            let days = count(&kept["quarter_days"]);
            let percent = ((days - broken) * 100).checked_div(days);
            assert_eq!(percent, kept["quarter"].as_u64().map(|of| of as usize), "{} {kept}", product["id"]);
            seen += usize::from(broken > 0);
        }
    }
    assert!(seen > 3, "the example shows broken promises: {seen}");
}

#[test]
fn a_shortened_error_links_to_its_full_text() {
    let long = format!("no such column: {}end", "a_very_long_name ".repeat(10));
    let failed = run("build", MORNING, &[(MODELS[1], "error", None)]).replace("no such column: amout", &long);
    let shop = Shop::new("read-more", &[("target/run_results.json", &failed)]);
    build(shop.catalog.path(), &shop.catalog.path().join("site"));
    let page = |path: &str| fs::read_to_string(shop.catalog.path().join("site").join(path)).unwrap();
    let quality = page("quality/index.html");
    let link = "<a class=\"read-more\" href=\"incidents/orders/index.html\">Read more<span class=\"hidden\"> about Orders</span></a>";
    assert!(quality.contains(link) && !quality.contains("a_very_long_name end"), "{quality}");
    let whole = page("quality/incidents/orders/index.html");
    assert!(whole.contains("a_very_long_name end") && !whole.contains("Read more"), "{whole}");
}

#[test]
fn many_teams_are_shown_in_a_table_with_the_most_failures_first() {
    let others: String = (0..25).map(|at| format!("  - {{id: t{at}, name: A team {at}}}\n")).collect();
    let teams = format!(
        "teams:\n  - {{id: data, name: Data, lead: Ada}}\n  - {{id: shop-floor, name: Shop floor}}\n{others}"
    );
    let failed = run("build", MORNING, &[(MODELS[1], "error", None)]);
    let shop = Shop::new("many-teams", &[("teams.yml", &teams), ("target/run_results.json", &failed)]);
    build(shop.catalog.path(), &shop.catalog.path().join("site"));
    let page = main_of(&shop.catalog.path().join("site"), "teams/index.html");
    assert!(page.contains("Teams with the most failing products come first."), "{page}");
    let (data, other) = (page.find("Data").unwrap(), page.find("A team 0").unwrap());
    assert!(data < other, "by name it would be last: {page}");
    assert!(page.contains("Ada") && !page.contains("led by"), "{page}");
    // The products of a team that have a problem stand before those that have none.
    let team = main_of(&shop.catalog.path().join("site"), "teams/data/index.html");
    let place = |product: &str| {
        team.rfind(&format!("[{product}](../../products/")).unwrap_or_else(|| panic!("{team}"))
    };
    assert!(place("Orders") < place("Advice") && place("Board") < place("Advice"), "{team}");
}
