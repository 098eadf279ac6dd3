//! Sixteen failures: four on a replication, twelve on the mart that reads it; one team relies on the mart.

use super::*;

const MODELS: [&str; 4] = ["o0", "o1", "o2", "o3"];
const TESTS: [&str; 3] = ["unique", "not_null", "accepted_values"];

/// Returns the story, with a tier for both products, or none, and with these lines for the mart.
fn story(name: &str, tier: Option<&str>, mart: &str) -> Scratch {
    let tier = tier.map(|tier| format!("tier: {tier}\n")).unwrap_or_default();
    let tables: Vec<String> = (0..4).map(|at| format!("s{at}")).collect();
    let mut nodes: Vec<_> = tables.iter().map(|table| node("source", "crm", table, &[])).collect();
    let mut rows = Vec::new();
    for (table, model) in tables.iter().zip(MODELS) {
        let source = format!("source.p.crm.{table}");
        nodes.push(node("model", "sales", model, &[&source]));
        rows.push((format!("model.p.{model}"), "success"));
        let own = format!("model.p.{model}");
        for (check, of) in [(TESTS[0], &source)].into_iter().chain(TESTS.map(|check| (check, &own))) {
            let (id, one) = test(check, of);
            rows.push((id.clone(), "fail"));
            nodes.push((id, one));
        }
    }
    Scratch::new(name).with(&[
        ("glassbox.yml", "title: Sixteen\ndbt: [target]\n"),
        ("teams.yml", "teams: [{id: data, name: Data}, {id: revops, name: Revenue operations, support: [{channel: '#revops'}]}]\n"),
        (
            "products/replication.yml",
            &format!("id: replication\nname: Replication\nowner: data\n{tier}assets: [{{dbt: 'source:crm'}}]\noutput_ports: [{{id: t, dbt: 'source:crm.s0'}}]\n"),
        ),
        (
            "products/mart.yml",
            &format!("id: mart\nname: Opportunities\nowner: data\n{tier}assets: [{{dbt: 'path:models/sales'}}]\noutput_ports: [{{id: o, dbt: o0}}]\n{mart}"),
        ),
        ("target/manifest.json", &manifest(nodes)),
        ("target/run_results.json", &results(rows)),
    ])
}

const CONSUMER: &str = "consumers: [{team: revops, use: pipeline review, stage: operational}]\n";

#[test]
fn failures_affecting_daily_operations_are_urgent_at_any_tier() {
    let sentence =
        "16 failures in 2 products need a fix today. Revenue operations relies on both (pipeline review).";
    for tier in [None, Some("team"), Some("company")] {
        let catalog = story("sixteen", tier, CONSUMER);
        let page = page(&catalog, "quality/index.html");
        assert!(page.contains(sentence), "{tier:?}: {page}");
        assert!(!page.contains("Experimental"), "{tier:?}: an undeclared tier is not shown");
        let cards = ["4 failures", "12 failures", "Revenue operations : pipeline review (daily operations)"];
        assert!(cards.iter().all(|card| page.contains(card)), "{tier:?}: {page}");
        let why = "Urgent because Revenue operations (pipeline review) relies on it.";
        assert_eq!(page.matches(why).count(), 2, "{tier:?}: {page}");
        let replication = self::page(&catalog, "products/replication/index.html");
        assert!(
            replication.contains("No consumers are declared; the products that read it"),
            "{replication}"
        );
        let results = catalog.path().join("target/run_results.json");
        let impact = glassbox(catalog.path(), &["impact", "--run-results", results.to_str().unwrap()]);
        assert_eq!(impact.stdout.lines().next(), Some(sentence), "{tier:?}: {}", impact.stderr);
        assert!(
            impact.stdout.contains("Revenue operations (pipeline review; daily operations; #revops)"),
            "{}",
            impact.stdout
        );
    }
}

#[test]
fn failures_without_known_users_can_wait() {
    // The mart reads the replication; only the mart has no known users.
    let page = page(&story("sixteen-alone", None, ""), "quality/index.html");
    let nobody =
        "Nothing is urgent today. 16 failures in 2 products can wait: nobody is known to rely on them.";
    assert!(page.contains(nobody), "{page}");
    assert!(page.contains("Nothing important is known to depend on it"), "the mart depends on it: {page}");
    assert!(page.contains("Nobody is known to rely on it"), "{page}");
    let page = super::page(
        &story("sixteen-analysis", None, "consumers: [{team: revops, use: a study, stage: analysis}]\n"),
        "quality/index.html",
    );
    assert!(page.contains("Nothing is urgent today."), "a use for analysis is not urgent: {page}");
    assert!(page.contains("It is used for nothing beyond analysis"), "{page}");
}

#[test]
fn a_consuming_team_sees_what_failed_and_whom_to_ask() {
    let catalog = story("sixteen-team", None, CONSUMER);
    let page = page(&catalog, "teams/revops/index.html");
    let (_, uses) = page.split_once("What they use today 1").unwrap();
    assert!(uses.contains("1 failing") && uses.contains("pipeline review Failing"), "{uses}");
    assert!(uses.contains("Ask Data ."), "{uses}");
    let text = fs::read_to_string(catalog.path().join("site/teams/revops/today.json")).unwrap();
    let json: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(json["uses"][0]["status"]["id"], "failing");
    assert!(json["uses"][0]["reason"].as_str().unwrap().contains("fail"), "{json}");
    let text = fs::read_to_string(catalog.path().join("site/teams/data/today.json")).unwrap();
    let json: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(json["own"].as_array().unwrap().len(), 2);
}

#[test]
fn failures_too_old_to_count_are_still_named() {
    let catalog = story("sixteen-later", None, CONSUMER);
    let site = catalog.path().join("later");
    let out = site.to_str().unwrap();
    let run = glassbox(catalog.path(), &["build", ".", "--out", out, "--now", "2026-11-24T04:00:00Z"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let quality = fs::read_to_string(site.join("quality/index.html")).unwrap();
    assert!(quality.contains("2 products failed when last checked, too long ago to count"), "{quality}");
    assert!(!quality.contains("No failed run"), "{quality}");
    let mart = fs::read_to_string(site.join("products/mart.md")).unwrap();
    assert!(
        mart.contains("**Not known today: 3 of the 3 tests of “O” failed when they last ran, on 21 November"),
        "{mart}"
    );
    assert!(mart.contains("- Status: Unknown"), "{mart}");
}

/// A test of several tables of a product fails once, as `impact` says.
#[test]
fn a_test_of_two_tables_of_a_product_is_one_failure() {
    let of = ["model.p.o0", "model.p.o1"];
    let singular = json!({"name": "sums_agree", "resource_type": "test", "package_name": "p", "fqn": ["p", "sums_agree"],
        "original_file_path": "tests/sums_agree.sql", "depends_on": {"nodes": of}});
    let id = "test.p.sums_agree".to_owned();
    let nodes = ["o0", "o1"].map(|name| node("model", "sales", name, &[]));
    let source = node("source", "crm", "s0", &[]);
    let nodes = nodes.into_iter().chain([source, (id.clone(), singular)]);
    let rows = of.map(|model| (model.to_owned(), "success")).into_iter().chain([(id, "fail")]);
    let catalog = story("one-failure", None, CONSUMER).with(&[
        ("target/manifest.json", &manifest(nodes.collect())),
        ("target/run_results.json", &results(rows)),
    ]);
    let said = page(&catalog, "quality/index.html");
    assert!(said.contains("1 failure in 1 product needs a fix today."), "{said}");
}
