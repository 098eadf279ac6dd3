//! The perspective of consumers: the owner's notices about a problem, and feeds about what they use.

use super::*;
use std::path::PathBuf;

/// Returns a late source, a mart on it, and a team that uses the mart, with the owner's notices.
fn story(name: &str, notices: &str) -> Scratch {
    let mut raw = node("source", "shop", "orders", &[]);
    raw.1["freshness"] = json!({"error_after": {"count": 12, "period": "hour"}});
    raw.1["loaded_at_field"] = json!("at");
    let freshness = json!({"metadata": {"generated_at": "2026-11-21T03:00:00Z"}, "results": [{
        "unique_id": "source.p.shop.orders", "status": "error", "max_loaded_at": "2026-11-19T03:00:00Z",
        "snapshotted_at": "2026-11-21T03:00:00Z",
        "criteria": {"error_after": {"count": 12, "period": "hour"}}}]});
    Scratch::new(name).with(&[
        ("glassbox.yml", "title: Shop\ndbt: [target]\n"),
        ("teams.yml", "teams: [{id: data, name: Data}, {id: finance, name: Finance}]\n"),
        ("target/manifest.json", &manifest(vec![raw])),
        ("target/sources.json", &freshness.to_string()),
        (
            "products/shop.yml",
            &format!("id: shop\nname: Shop orders\nowner: data\nassets: [{{dbt: 'source:shop'}}]\nconsumers: [{{team: finance, use: the month}}]\n{notices}"),
        ),
        ("products/other.yml", "id: other\nname: Other\nowner: data\naccomplishments: [{date: 2026-11-01, text: Something good}]\n"),
    ])
}

fn site(catalog: &Scratch, now: &str) -> PathBuf {
    let run = glassbox(catalog.path(), &["build", ".", "--now", now, "--out", "site"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    catalog.path().join("site")
}

fn read(out: &std::path::Path, path: &str) -> String {
    fs::read_to_string(out.join(path)).unwrap_or_else(|_| panic!("{path}"))
}

const NOTE: &str =
    "notices: [{text: 'We know, and mend it <tomorrow>.', since: 2026-11-20, until: 2026-11-22}]\n";

#[test]
fn a_notice_of_the_owner_is_shown_wherever_the_problem_is() {
    let catalog = story("notices-told", NOTE);
    let out = site(&catalog, "2026-11-21T04:00:00Z");
    let said = "We know, and mend it &lt;tomorrow&gt;.";
    for page in ["products/shop/index.html", "quality/index.html", "teams/finance/index.html"] {
        let html = read(&out, page);
        assert!(html.contains(said), "{page}");
        assert!(html.contains("expected to be over by"), "{page}");
    }
    let today: Value = serde_json::from_str(&read(&out, "teams/finance/today.json")).unwrap();
    assert_eq!(today["uses"][0]["notices"][0]["until"], "2026-11-22");
    let record: Value = serde_json::from_str(&read(&out, "products/shop.json")).unwrap();
    assert_eq!(record["notices"][0]["since"], "2026-11-20");
    // It explains a status, but changes none.
    assert!(["failing", "late"].contains(&record["status"]["id"].as_str().unwrap()), "{}", record["status"]);
}

#[test]
fn a_notice_follows_the_tables_of_its_product() {
    // The mart reads the shop and a budget. The forecast reads only what the mart makes of the budget.
    let nodes = vec![
        node("source", "shop", "orders", &[]),
        node("source", "budget", "plan", &[]),
        node("model", "mart", "sales", &["source.p.shop.orders"]),
        node("model", "mart", "plans", &["source.p.budget.plan"]),
        node("model", "board", "board", &["model.p.sales"]),
        node("model", "forecast", "forecast", &["model.p.plans"]),
    ];
    let product = |id: &str, assets: &str| {
        format!("id: {id}\nname: The {id}\nowner: data\nassets: [{{dbt: '{assets}'}}]\n")
    };
    let catalog = story("notices-tables", NOTE).with(&[
        ("target/manifest.json", &manifest(nodes)),
        ("products/mart.yml", &product("mart", "path:models/mart")),
        ("products/board.yml", &product("board", "path:models/board")),
        ("products/forecast.yml", &product("forecast", "path:models/forecast")),
    ]);
    let out = site(&catalog, "2026-11-21T04:00:00Z");
    let tells = |id: &str| read(&out, &format!("products/{id}/index.html")).contains("We know, and mend it");
    assert_eq!(["shop", "mart", "board", "forecast"].map(tells), [true, true, true, false]);
}

#[test]
fn the_page_of_a_system_shows_how_its_data_stands_today() {
    let catalog = story("notices-system", NOTE);
    let shop = page(&catalog, "systems/shop/index.html");
    let (_, today) = shop.split_once("Its data today").unwrap();
    let (today, _) = today.split_once("Who to tell before a change").unwrap();
    assert!(
        today.contains(
            "Tables and loads today: Late 1 Late shop.orders : Its newest data was from 19 November 2026"
        ),
        "{today}"
    );
    assert!(today.contains("Shop orders : We know, and mend it &lt;tomorrow&gt;."), "{today}");
    // Without evidence there is nothing to tell.
    let silent = story("notices-system-unseen", "");
    fs::remove_file(silent.path().join("target/sources.json")).unwrap();
    assert!(!page(&silent, "systems/shop/index.html").contains("Its data today"));
}

#[test]
fn an_overdue_notice_is_shown_until_the_problem_is_over() {
    let catalog = story("notices-overdue", NOTE);
    let html = read(&site(&catalog, "2026-11-23T04:00:00Z"), "products/shop/index.html");
    assert!(html.contains("was expected to be over by"), "{html}");
    let catalog = story("notices-over", NOTE);
    // Nothing is monitored any more: no problem is known.
    fs::remove_file(catalog.path().join("target/sources.json")).unwrap();
    fs::write(catalog.path().join("target/manifest.json"), manifest(Vec::new())).unwrap();
    let html = read(&site(&catalog, "2026-11-23T04:00:00Z"), "products/shop/index.html");
    assert!(!html.contains("We know"), "{html}");
    let catalog = story("notices-early", NOTE);
    let html = read(&site(&catalog, "2026-11-19T04:00:00Z"), "products/shop/index.html");
    assert!(!html.contains("We know"), "a notice is not shown before it begins");
}

#[test]
fn the_feed_of_a_team_covers_products_it_owns_and_uses() {
    let catalog = story("notices-feeds", NOTE);
    let out = site(&catalog, "2026-11-21T04:00:00Z");
    let (owner, user) = (read(&out, "teams/data/feed.xml"), read(&out, "teams/finance/feed.xml"));
    assert!(owner.contains("Notice: Shop orders") && owner.contains("Achieved: Other"), "{owner}");
    assert!(user.contains("Notice: Shop orders") && !user.contains("Other"), "{user}");
    let product = read(&out, "products/other/feed.xml");
    assert!(product.contains("Achieved: Other") && !product.contains("Shop orders"), "{product}");
    assert!(read(&out, "products/other/index.html").contains("href=\"feed.xml\""));
    assert!(read(&out, "teams/finance/index.html").contains("href=\"feed.xml\""));
    // A feed has an id of its own, and without an address of the site its links are relative to its location.
    assert!(product.contains("<id>urn:glassbox:feed:products:other</id>"), "{product}");
    assert!(product.contains("href=\"../../products/other/index.html\""), "{product}");
    // The same entry has the same id in every feed.
    let id = |feed: &str| {
        feed.split("<entry>")
            .nth(1)
            .unwrap()
            .split("<id>urn:")
            .nth(1)
            .unwrap()
            .split('<')
            .next()
            .unwrap()
            .to_owned()
    };
    assert_eq!(id(&user), id(&read(&out, "products/shop/feed.xml")));
}

#[test]
fn feeds_of_downstream_products_include_notices_from_upstream() {
    let catalog = story("notices-upstream", &format!("{NOTE}accomplishments: [{{date: 2026-11-02, text: Praise}}]\n"))
        .with(&[
            ("products/report.yml", "id: report\nname: Report\nowner: finance\ninput_ports: [{product: shop}]\n"),
            ("products/board.yml", "id: board\nname: Board\nowner: finance\ninput_ports: [{product: report}]\n"),
            ("products/alone.yml", "id: alone\nname: Alone\nowner: finance\n"),
            (
                "products/old.yml",
                "id: old\nname: Old\nowner: finance\nlifecycle: retired\ninput_ports: [{product: shop}]\n",
            ),
            (
                "history/changes.ndjson",
                concat!(
                    r#"{"day":"2026-11-19","kind":"column-removed","product":"shop","name":"Shop orders","text":"removed column day from Orders","breaking":true,"tell":["report"]}"#,
                    "\n",
                    r#"{"day":"2026-11-18","kind":"product-removed","product":"gone","name":"Gone","text":"removed","breaking":true,"tell":["board"]}"#,
                    "\n"
                ),
            ),
        ]);
    let out = site(&catalog, "2026-11-21T04:00:00Z");
    let report = read(&out, "products/report/feed.xml");
    assert!(report.contains("Notice: Shop orders") && report.contains("Breaking: Shop orders"), "{report}");
    assert!(!report.contains("Praise"), "accomplishments upstream are not in this feed: {report}");
    assert!(
        report.find("Notice: Shop").unwrap() < report.find("Breaking: Shop").unwrap(),
        "newest first: {report}"
    );
    // Two steps away only the owner's notices are passed on; a removal is reported to those who had to be told.
    let board = read(&out, "products/board/feed.xml");
    assert!(board.contains("Notice: Shop orders") && !board.contains("Breaking: Shop orders"), "{board}");
    assert!(board.contains("Breaking: Gone"), "{board}");
    // Before the first news there is something to subscribe to, as of the day of the catalog.
    let alone = read(&out, "products/alone/feed.xml");
    assert!(
        alone.contains("<updated>2026-11-21T00:00:00Z</updated>") && !alone.contains("<entry>"),
        "{alone}"
    );
    assert!(!out.join("products/old/feed.xml").exists());
    let page = read(&out, "products/report/index.html");
    assert!(
        page.contains(r#"<link rel="alternate" type="application/atom+xml" title="Report" href="feed.xml">"#),
        "{page}"
    );
    assert!(page.contains("Follow what changes here and upstream (Atom feed)"), "{page}");
    assert!(read(&out, "products/alone/index.html").contains("Follow what changes (Atom feed)"));
    assert!(read(&out, "teams/finance/index.html").contains(r#"title="Finance" href="feed.xml">"#));
}

/// Returns the shop, a mart and a board on top of each other, and a team that uses the board, which it owns.
fn chain(name: &str, settings: &str) -> Scratch {
    let catalog = story(name, NOTE);
    let (report, model) = node("model", "marts", "report", &["source.p.shop.orders"]);
    let (board, sums) = node("model", "board", "board", &[&report]);
    let manifest_path = "target/manifest.json";
    let text = fs::read_to_string(catalog.path().join(manifest_path)).unwrap();
    let mut manifest: Value = serde_json::from_str(&text).unwrap();
    manifest["nodes"] = json!({&report: model, &board: sums});
    catalog.with(&[
        (manifest_path, &manifest.to_string()),
        ("glassbox.yml", &format!("title: Shop\ndbt: [target]\n{settings}")),
        ("products/report.yml", "id: report\nname: Report\nowner: data\nassets: [{dbt: 'path:models/marts'}]\n"),
        (
            "products/board.yml",
            "id: board\nname: Board\nowner: finance\nreview_by: 2026-11-30\nassets: [{dbt: 'path:models/board'}]\n\
             consumers: [{team: finance, use: planning}]\n",
        ),
    ])
}

#[test]
fn a_notice_reaches_all_downstream_products_at_any_distance() {
    let catalog = chain("notices-chain", "");
    let out = site(&catalog, "2026-11-21T04:00:00Z");
    let said = "We know, and mend it &lt;tomorrow&gt;.";
    let of = r#"shop/index.html">Shop orders</a>: "#;
    let board = read(&out, "products/board/index.html");
    let (before, _) = board.rsplit_once(said).unwrap();
    assert!(before[before.len() - 120..].contains(of), "{board}");
    // A team that uses both reads it once.
    let team = read(&out, "teams/finance/index.html");
    assert_eq!(team.matches(said).count(), 1, "{team}");
    assert!(team.contains(&[of, "<small>the same notice as above</small>"].concat()), "{team}");
    let badge: Value = serde_json::from_str(&read(&out, "badges/board.json")).unwrap();
    assert!(badge["message"].as_str().unwrap().ends_with(" · notice"), "{badge}");
    let today: Value = serde_json::from_str(&read(&out, "teams/finance/today.json")).unwrap();
    let board = today["uses"].as_array().unwrap().iter().find(|one| one["product"]["id"] == "board").unwrap();
    assert_eq!(board["notices"][0]["of"]["name"], "Shop orders", "{board}");
    assert!(read(&out, "products/board/feed.xml").contains("Notice: Shop orders"));
    // It ended by itself.
    let catalog = chain("notices-chain-over", "");
    let out = site(&catalog, "2026-11-19T04:00:00Z");
    assert!(!read(&out, "badges/board.json").contains("notice"));
}

#[test]
fn a_team_is_told_who_can_fix_a_problem_unless_it_is_their_own() {
    let base = "base_url: https://data.example.com/catalog/\n";
    let catalog = chain("today-ask", base);
    let out = site(&catalog, "2026-11-21T04:00:00Z");
    let record = |team: &str| -> Value {
        serde_json::from_str(&read(&out, &format!("teams/{team}/today.json"))).unwrap()
    };
    let today = record("finance");
    let board = &today["own"][0];
    assert_eq!((&board["owner"]["id"], &board["ask"]["id"]), (&json!("finance"), &json!("data")), "{board}");
    assert!(read(&out, "teams/finance/index.html").contains(">Data</a>."));
    assert_eq!(record("data")["own"][0]["ask"], Value::Null, "the problem is theirs to fix");
    // A message that can be posted as it is.
    assert_eq!(today["url"], "https://data.example.com/catalog/teams/finance/");
    assert_eq!(board["url"], "https://data.example.com/catalog/products/board/");
    let text = today["text"].as_str().unwrap();
    let first = "*Finance, 21 November 2026*: 2 of the 2 products that you own or use have problems.";
    assert!(text.starts_with(first), "{text}");
    assert!(text.contains("• *Board* (at risk): Upstream problem in shop.orders"), "{text}");
    assert!(
        text.contains("Ask Data. Data on Shop orders: “We know, and mend it &lt;tomorrow&gt;.”"),
        "{text}"
    );
    assert!(text.contains("1 thing is due by 5 December 2026."), "{text}");
    assert!(text.ends_with("https://data.example.com/catalog/teams/finance/"), "{text}");
    assert_eq!(today["due"][0]["kind"], "review", "{today}");
}

#[test]
fn feeds_report_the_start_and_the_end_of_a_failure() {
    let line = |day: &str, status: &str| {
        format!(
            "{{\"day\":\"{day}\",\"at\":\"{day}T04:00:00Z\",\"product\":\"shop\",\"status\":\"{status}\",\"promises\":{{}}}}\n"
        )
    };
    let days = [
        ("2026-11-14", "failing"),
        ("2026-11-15", "holding"),
        ("2026-11-16", "late"),
        ("2026-11-17", "failing"),
        ("2026-11-19", "holding"),
    ];
    let history: String = days.iter().map(|(day, status)| line(day, status)).collect();
    let catalog = chain("feeds-failures", "").with(&[("history/2026-11.ndjson", &history)]);
    let out = site(&catalog, "2026-11-21T04:00:00Z");
    for feed in ["products/shop/feed.xml", "products/report/feed.xml", "teams/finance/feed.xml"] {
        let text = read(&out, feed);
        assert!(
            text.contains("<title>Problem: Shop orders</title><id>urn:glassbox:problem:shop:2026-11-16</id>"),
            "{text}"
        );
        assert!(
            text.contains("It had been late or failing since 16 November 2026, and is healthy now."),
            "{text}"
        );
        // It is late again today; on the first recorded day it is unknown whether it began then.
        assert!(text.contains("urn:glassbox:problem:shop:2026-11-21"), "{text}");
        assert!(!text.contains("problem:shop:2026-11-14"), "{text}");
    }
    assert!(
        !out.join("whats-new/index.html").exists() || !read(&out, "whats-new/index.html").contains("Problem")
    );
}
