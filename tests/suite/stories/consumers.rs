//! The side of those who use products: what the owner says of a problem, and feeds of what happens to what they use.

use super::*;
use std::path::PathBuf;

/// A source whose freshness is broken, a mart on it, and the team that uses the mart; the owner's notices are given.
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
fn what_the_owner_says_stands_wherever_the_problem_is_told() {
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
    // It explains a status, and changes none.
    assert!(["failing", "late"].contains(&record["status"]["id"].as_str().unwrap()), "{}", record["status"]);
}

#[test]
fn what_was_to_be_over_is_said_for_as_long_as_it_is_not() {
    let catalog = story("notices-overdue", NOTE);
    let html = read(&site(&catalog, "2026-11-23T04:00:00Z"), "products/shop/index.html");
    assert!(html.contains("was expected to be over by"), "{html}");
    let catalog = story("notices-over", NOTE);
    // Nothing is watched any more: nothing is known to be wrong.
    fs::remove_file(catalog.path().join("target/sources.json")).unwrap();
    fs::write(catalog.path().join("target/manifest.json"), manifest(Vec::new())).unwrap();
    let html = read(&site(&catalog, "2026-11-23T04:00:00Z"), "products/shop/index.html");
    assert!(!html.contains("We know"), "{html}");
    let catalog = story("notices-early", NOTE);
    let html = read(&site(&catalog, "2026-11-19T04:00:00Z"), "products/shop/index.html");
    assert!(!html.contains("We know"), "a notice is not said before it begins");
}

#[test]
fn a_team_hears_of_what_it_owns_and_of_what_it_uses() {
    let catalog = story("notices-feeds", NOTE);
    let out = site(&catalog, "2026-11-21T04:00:00Z");
    let (owner, user) = (read(&out, "teams/data/feed.xml"), read(&out, "teams/finance/feed.xml"));
    assert!(owner.contains("Notice: Shop orders") && owner.contains("Achieved: Other"), "{owner}");
    assert!(user.contains("Notice: Shop orders") && !user.contains("Other"), "{user}");
    let product = read(&out, "products/other/feed.xml");
    assert!(product.contains("Achieved: Other") && !product.contains("Shop orders"), "{product}");
    assert!(read(&out, "products/other/index.html").contains("products/other/feed.xml"));
    assert!(read(&out, "teams/finance/index.html").contains("teams/finance/feed.xml"));
    // A feed has an id of its own, and without an address of the site its links lead from where it stands.
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
fn who_builds_on_a_product_hears_of_it_in_the_feed_of_their_own() {
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
    assert!(!report.contains("Praise"), "what others are proud of is theirs: {report}");
    assert!(
        report.find("Notice: Shop").unwrap() < report.find("Breaking: Shop").unwrap(),
        "newest first: {report}"
    );
    // Two steps away nothing is told; what is gone is told to those who were to hear of it.
    let board = read(&out, "products/board/feed.xml");
    assert!(!board.contains("Shop orders") && board.contains("Breaking: Gone"), "{board}");
    for path in ["products/alone/feed.xml", "products/old/feed.xml"] {
        assert!(!out.join(path).exists(), "{path}");
    }
    let page = read(&out, "products/report/index.html");
    assert!(page.contains(r#"<link rel="alternate" type="application/atom+xml" title="Report" href="../../products/report/feed.xml">"#), "{page}");
    assert!(page.contains("Follow what changes here and upstream (Atom feed)"), "{page}");
    assert!(!read(&out, "products/alone/index.html").contains("products/alone/feed.xml"));
    assert!(
        read(&out, "teams/finance/index.html")
            .contains(r#"title="Finance" href="../../teams/finance/feed.xml">"#)
    );
}
