//! The path of a product to production: who is on each step and since when, how that compares with its
//! tier, and the levels that it reaches on its way.

use super::*;
use crate::support::NOW;
use std::path::PathBuf;

const NEXT_DAY: &str = "2026-11-22T08:00:00Z";

/// Returns a mart that a dashboard reads, that a sync sends to Salesforce and an app shows to customers.
fn story(name: &str, tier: &str, more: &[(&str, &str)]) -> Scratch {
    let product = |id: &str, upstream: &str, more: &str| {
        format!("id: {id}\nname: {id}\nowner: data\ninput_ports: [{{product: {upstream}}}]\n{more}")
    };
    Scratch::new(name)
        .with(&[
            ("glassbox.yml", "title: Stores\n"),
            (
                "teams.yml",
                "teams: [{id: data, name: Data}, {id: sales, name: Sales}, {id: letters, name: Letters}, {id: app, name: App}]\n",
            ),
            (
                "products/mart.yml",
                &format!(
                    "id: mart\nname: Top items\nowner: data\n{tier}consumers:\n  - {{team: sales, use: calls, stage: operational, since: 2026-03-01}}\n"
                ),
            ),
            ("products/looks.yml", &product("looks", "mart", "category: dashboard\n")),
            ("products/feed.yml", &product("feed", "mart", "consumers: [{team: letters, stage: marketing}]\n")),
            ("products/api.yml", &product("api", "feed", "consumers: [{team: app, stage: application}]\n")),
        ])
        .with(more)
}

/// Builds the site as of a moment.
fn site(catalog: &Scratch, now: &str) -> PathBuf {
    let out = catalog.path().join("site");
    let run = glassbox(catalog.path(), &["build", ".", "--now", now, "--out", "site"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    out
}

fn read(catalog: &Scratch, now: &str, path: &str) -> String {
    fs::read_to_string(site(catalog, now).join(path)).unwrap()
}

/// Returns the steps to production, each with who is on it according to a product's record, which has those reached.
fn steps(catalog: &Scratch, now: &str, product: &str) -> Vec<(String, Vec<String>)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let user = |user: &Value| {
        let through = if user["through"] == true { "through " } else { "" };
        let since = user["since"].as_str().map_or(String::new(), |day| format!(" since {day}"));
        format!("{through}{}{since}", text(&user["who"]["name"]))
    };
    let record: Value =
        serde_json::from_str(&read(catalog, now, &format!("products/{product}.json"))).unwrap();
    let reached = record["production"]["steps"].as_array().unwrap();
    let users = |stage: &str| {
        let step = reached.iter().find(|step| step["step"]["id"] == stage);
        step.into_iter().flat_map(|step| step["users"].as_array().unwrap()).map(user).collect()
    };
    let stages = ["analysis", "operational", "marketing", "application"];
    stages.map(|stage| (stage.to_owned(), users(stage))).into()
}

/// Records the catalog as of a moment, and returns the changes that were added.
fn record(catalog: &Scratch, now: &str) -> Vec<Value> {
    let changes = catalog.path().join("history/changes.ndjson");
    let lines = || fs::read_to_string(&changes).unwrap_or_default();
    let before = lines().lines().count();
    let run = glassbox(catalog.path(), &["record", ".", "--now", now]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    lines().lines().skip(before).map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Returns the codes of changes.
fn codes(changes: &[Value]) -> Vec<&str> {
    changes.iter().filter_map(|one| one["code"].as_str()).collect()
}

#[test]
fn the_header_of_a_product_shows_its_users_by_stage() {
    let catalog = story("path-steps", "tier: experimental\n", &[]);
    let named = |stage: &str, users: &[&str]| {
        (stage.to_owned(), users.iter().map(|user| (*user).to_owned()).collect::<Vec<_>>())
    };
    assert_eq!(
        steps(&catalog, NOW, "mart"),
        [
            named("analysis", &["through looks"]),
            named("operational", &["Sales since 2026-03-01"]),
            named("marketing", &["through feed"]),
            named("application", &["through feed"]),
        ]
    );
    let text = page(&catalog, "products/mart/index.html");
    let (head, body) = text.split_once("Who to ask").unwrap();
    assert!(head.contains("Made for tier Experimental, but used for customers."), "{head}");
    assert!(!body.contains("Made for tier Experimental"), "{body}");
    assert!(page(&catalog, "products/looks/index.html").contains("Its dashboards"));
}

#[test]
fn a_dashboard_without_anything_in_it_is_not_used() {
    let planned = "id: planned\nname: planned\nowner: data\ncategory: dashboard\n";
    let catalog = story("path-empty", "", &[("products/planned.yml", planned)]);
    assert!(!page(&catalog, "products/planned/index.html").contains("Its dashboards"));
}

#[test]
fn customer_facing_and_untiered_products_are_not_warned_of_their_use() {
    for (name, tier) in [("path-made", "tier: customer-facing\n"), ("path-unsaid", "")] {
        let catalog = story(name, tier, &[]);
        assert!(!page(&catalog, "products/mart/index.html").contains("Made for"), "{name}");
    }
}

#[test]
fn proposed_and_retired_readers_do_not_advance_the_stage() {
    for lifecycle in ["proposed", "retired"] {
        let api = format!(
            "id: api\nname: api\nowner: data\nlifecycle: {lifecycle}\ninput_ports: [{{product: feed}}]\nconsumers: [{{team: app, stage: application}}]\n"
        );
        let catalog = story(&format!("path-{lifecycle}"), "", &[("products/api.yml", &api)]);
        let (stage, users) = steps(&catalog, NOW, "mart").pop().unwrap();
        assert_eq!((stage.as_str(), users.len()), ("application", 0), "{lifecycle}");
    }
}

#[test]
fn products_in_a_cycle_have_the_same_stages() {
    let looks = "id: looks\nname: looks\nowner: data\ninput_ports: [{product: api}]\n";
    let feed = "id: feed\nname: feed\nowner: data\ninput_ports: [{product: mart}, {product: looks}]\nconsumers: [{team: letters, stage: marketing}]\n";
    let catalog = story("path-circle", "", &[("products/looks.yml", looks), ("products/feed.yml", feed)]);
    for product in ["looks", "api", "feed"] {
        let reached: Vec<bool> =
            steps(&catalog, NOW, product).iter().map(|(_, users)| !users.is_empty()).collect();
        assert_eq!(reached, [false, false, true, true], "{product}");
    }
}

/// Returns the mart with other consumers.
fn mart(consumers: &str) -> String {
    format!("id: mart\nname: Top items\nowner: data\nconsumers: {consumers}\n")
}

#[test]
fn a_use_is_dated_from_its_first_record() {
    let calls = "{team: sales, use: calls, stage: operational}";
    let catalog = story("path-since", "", &[("products/mart.yml", &mart(&format!("[{calls}]")))]);
    assert!(record(&catalog, NOW).is_empty(), "the first record has no changes");
    let both = mart(&format!("[{calls}, {{team: app, stage: application}}]"));
    catalog.write("products/mart.yml", &both);
    assert_eq!(codes(&record(&catalog, NEXT_DAY)), ["use-added"]);
    let steps = steps(&catalog, NEXT_DAY, "mart");
    assert_eq!(steps[1].1, ["Sales"]);
    assert_eq!(steps[3].1, ["App since 2026-11-22", "through feed"]);
    assert!(
        read(&catalog, NEXT_DAY, "whats-new/index.html")
            .contains("Now used by App in a customer application")
    );
    catalog.write("products/mart.yml", &mart("[{team: app, stage: application}]"));
    assert_eq!(codes(&record(&catalog, "2026-11-23T08:00:00Z")), ["use-removed"]);
}

#[test]
fn removing_a_last_mile_is_news_and_rewording_it_is_not() {
    let with = |logic: &str| mart(&format!("[{{team: sales, use: calls{logic}}}]"));
    let first = with(", last_mile: {what: No liquor for beer shops, since: 2026-09-01, ttl: 90d}");
    let catalog = story("path-pulled-back", "", &[("products/mart.yml", &first)]);
    record(&catalog, NOW);
    catalog.write(
        "products/mart.yml",
        &with(", last_mile: {what: No liquor for shops with beer, since: 2026-09-01, ttl: 90d}"),
    );
    assert!(record(&catalog, NOW).is_empty());
    // Of two pieces in the place of one, one is new, and the other has no end any more.
    catalog.write("products/mart.yml", &with(", last_mile: [{what: Liquor only}, {what: Wine only}]"));
    let added = record(&catalog, NOW);
    assert_eq!(codes(&added), ["last-mile-until", "last-mile-added"]);
    catalog.write(
        "products/mart.yml",
        &with(", last_mile: {what: No liquor for shops with beer, since: 2026-09-01, ttl: 90d}"),
    );
    record(&catalog, NOW);
    catalog.write("products/mart.yml", &with(""));
    let changes = record(&catalog, NEXT_DAY);
    assert_eq!(codes(&changes), ["last-mile-removed"]);
    assert_eq!(changes[0]["data"]["what"], "No liquor for shops with beer");
    let news = read(&catalog, NEXT_DAY, "whats-new/index.html");
    assert!(news.contains("Achieved") && news.contains("ogic on top of it by Sales is gone"), "{news}");
}

const STANDARDS: &str = "\
levels: [{id: found, name: Can be found}, {id: ready, name: Ready for production}]
standards:
  - id: basics
    name: The basics
    checks: [{check: summary, level: found}, {check: support, level: ready}]
";

/// Returns the mart with a summary, and support only if it is given.
fn supported(support: &str) -> String {
    format!("id: mart\nname: Top items\nsummary: What sells where.\nowner: data\n{support}")
}

#[test]
fn reaching_a_level_is_news_once_and_losing_it_goes_to_the_owner() {
    let ready = supported("support: [{channel: '#items'}]\n");
    let catalog =
        story("path-levels", "", &[("standards.yml", STANDARDS), ("products/mart.yml", &supported(""))]);
    assert!(record(&catalog, NOW).is_empty());
    catalog.write("products/mart.yml", &ready);
    let changes = record(&catalog, NEXT_DAY);
    assert_eq!(codes(&changes), ["level-reached"]);
    assert_eq!(changes[0]["text"], "reached “Ready for production” in “The basics”");
    let news = read(&catalog, NEXT_DAY, "whats-new/index.html");
    assert!(news.contains("Reached “Ready for production” in “The basics”"), "{news}");
    assert!(read(&catalog, NEXT_DAY, "feed.xml").contains("Achieved: Top items"));
    assert!(read(&catalog, NEXT_DAY, "teams/data/index.html").contains("reached “Ready for production”"));

    // A lost level is the owner's concern, and no news.
    let third = "2026-11-23T08:00:00Z";
    catalog.write("products/mart.yml", &supported(""));
    assert_eq!(codes(&record(&catalog, third)), ["level-lost"]);
    let lost = "No longer “Ready for production” since";
    assert!(read(&catalog, third, "products/mart/index.html").contains(lost));
    let team = read(&catalog, third, "teams/data/index.html");
    assert!(team.contains("fell below “Ready for production”"), "{team}");
    assert!(
        !team.contains("reached “Ready for production”"),
        "a lost level is not listed as reached: {team}"
    );
    assert!(!read(&catalog, third, "whats-new/index.html").contains("Fell below"));

    // Reached again, it is reported neither as news nor as lost.
    let fourth = "2026-11-24T08:00:00Z";
    catalog.write("products/mart.yml", &ready);
    assert!(record(&catalog, fourth).is_empty());
    assert!(!read(&catalog, fourth, "products/mart/index.html").contains(lost));
}

#[test]
fn a_new_standard_is_no_news_for_products_that_meet_it() {
    let catalog =
        story("path-standard", "", &[("products/mart.yml", &supported("support: [{channel: '#items'}]\n"))]);
    record(&catalog, NOW);
    catalog.write("standards.yml", STANDARDS);
    assert!(record(&catalog, NEXT_DAY).is_empty());
}

#[test]
fn the_roadmap_shows_the_share_of_hardening_work() {
    let initiative = |id: &str, kind: &str, effort: &str| {
        format!("id: {id}\ntitle: {id}\n{kind}delivers: [{{product: mart, work: x{effort}}}]\n")
    };
    let catalog = story(
        "path-hardening",
        "",
        &[
            ("roadmap/app.yml", &initiative("app", "", ", effort: 3w")),
            ("roadmap/trust.yml", &initiative("trust", "kind: hardening\n", ", effort: 1w")),
        ],
    );
    let roadmap = page(&catalog, "roadmap/index.html");
    assert!(roadmap.contains("of the work hardens existing products 25%"), "{roadmap}");
    assert!(page(&catalog, "initiatives/trust/index.html").contains("Hardening"));
    assert!(!page(&catalog, "initiatives/app/index.html").contains("Hardening"));
    catalog.write("roadmap/app.yml", &initiative("app", "", ""));
    let roadmap = page(&catalog, "roadmap/index.html");
    assert!(roadmap.contains("requests hardens existing products 1 of 2"), "{roadmap}");
}

#[test]
fn adding_a_stage_to_a_use_does_not_remove_the_use() {
    let catalog = story("path-stage", "", &[("products/mart.yml", &mart("[{team: sales}]"))]);
    record(&catalog, NOW);
    catalog.write("products/mart.yml", &mart("[{team: sales, stage: operational}]"));
    assert_eq!(codes(&record(&catalog, NEXT_DAY)), ["use-added"]);
}

#[test]
fn renaming_the_id_of_a_level_is_no_news() {
    let ready = supported("support: [{channel: '#items'}]\n");
    let catalog = story("path-level-id", "", &[("standards.yml", STANDARDS), ("products/mart.yml", &ready)]);
    record(&catalog, NOW);
    catalog.write("standards.yml", &STANDARDS.replace("ready", "production").replace("found", "visible"));
    assert!(record(&catalog, NEXT_DAY).is_empty());
}

/// A reader that customers rely on by its tier is urgent for the mart if that fails, so its use counts here as well: by
/// the tier, as nobody says at which stage it is used.
#[test]
fn the_tier_of_a_reader_counts_as_a_use() {
    let reader = "id: app\nname: App\nowner: data\ntier: customer-facing\ninput_ports: [{product: mart}]\n";
    let reached = |name: &str, reader: &str| {
        let catalog = story(name, "tier: team\n", &[("products/reader.yml", reader)]);
        for product in ["looks", "feed", "api"] {
            catalog.write(&format!("products/{product}.yml"), &format!("id: {product}\nname: {product}\n"));
        }
        let known = steps(&catalog, NOW, "mart").into_iter().filter(|(_, users)| !users.is_empty());
        assert_eq!(known.map(|(id, _)| id).collect::<Vec<_>>(), ["operational"]);
        let text = page(&catalog, "products/mart/index.html");
        let (_, used) = text.split_once("Where it is used").unwrap();
        used.split_once("Who to ask").unwrap().0.to_owned()
    };
    let tier = reached("path-tier", reader);
    assert!(tier.contains("Tier Customer-facing : through App"), "{tier}");
    assert!(
        tier.contains("Made for tier Team, but a product of tier Customer-facing builds on it."),
        "{tier}"
    );
    assert!(!tier.contains("Marketing") && !tier.contains("for customers"), "{tier}");
    let company = reached("path-company", &reader.replace("customer-facing", "company"));
    assert!(company.contains("Tier Company : through App"), "{company}");
    for (name, reader) in [
        ("path-low", reader.replace("tier: customer-facing\n", "")),
        ("path-retired", format!("{reader}lifecycle: retired\n")),
    ] {
        let none = reached(name, &reader);
        assert!(!none.contains("through App"), "{none}");
    }
}
