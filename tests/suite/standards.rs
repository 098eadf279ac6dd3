//! Standards, boundaries and evidence: the requirements for products, and their progress, calculated by hand.

use crate::reading::main_of;
use crate::support::{NOW, Scratch, build, example_site, glassbox, joined, page_of};
use glassbox::internals::CheckKind;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// `orders` offers a table of three columns with one test, and reads `raw`, bypassing its only output port.
fn shop(name: &str, standards: &str) -> Scratch {
    let columns = json!({"id": {"name": "id", "description": "What tells it apart"},
        "amount": {"name": "amount", "description": ""}, "day": {"name": "day", "description": "When"}});
    let model = |name: &str, folder: &str, reads: Vec<&str>| {
        json!({"name": name, "resource_type": "model",
        "package_name": "shop", "fqn": ["shop", folder, name], "original_file_path": format!("models/{folder}/{name}.sql"),
        "depends_on": {"nodes": reads}, "columns": if name == "fct_orders" { columns.clone() } else { json!({}) }})
    };
    let nodes = json!({
        "model.shop.raw_orders": model("raw_orders", "raw", vec![]),
        "model.shop.raw_hidden": model("raw_hidden", "raw", vec![]),
        "model.shop.fct_orders": model("fct_orders", "orders", vec!["model.shop.raw_orders", "model.shop.raw_hidden"]),
        "test.shop.unique_id.1": {"name": "unique_id", "resource_type": "test", "attached_node": "model.shop.fct_orders"},
    });
    let manifest = json!({"metadata": {"project_name": "shop"}, "nodes": nodes}).to_string();
    Scratch::new(name).with(&[
        ("glassbox.yml", "title: Shop\ndbt: [target]\n"),
        ("target/manifest.json", &manifest),
        ("teams.yml", "teams: [{id: data, name: Data}]\n"),
        ("standards.yml", standards),
        ("products/raw.yml", "id: raw\nname: Raw\nowner: data\ncategory: replication\nassets: [{dbt: path:models/raw}]\noutput_ports: [{id: orders, dbt: raw_orders}]\n"),
        (
            "products/orders.yml",
            "id: orders\nname: Orders\nsummary: What was sold.\nowner: data\ncategory: mart\nassets: [{dbt: path:models/orders}]\noutput_ports: [{id: orders, dbt: fct_orders, description: A row an order.}]\nslas: [{property: freshness, target: 6h}]\nreview_by: 2026-11-20\n",
        ),
    ])
}

/// Returns the scorecards of `orders` on its page for programs.
fn scorecards(catalog: &Scratch) -> Value {
    let out = catalog.path().join("site");
    build(catalog.path(), &out);
    let record: Value = serde_json::from_slice(&fs::read(out.join("products/orders.json")).unwrap()).unwrap();
    record["standards"].clone()
}

/// Returns a standard of these checks, each on a level of its own, in order.
fn standard(checks: &str) -> String {
    format!("standards: [{{id: ours, checks: [{checks}]}}]\n")
}

#[test]
fn each_check_looks_at_what_it_names() {
    // Checks that need evidence are tried with some in the next test.
    let mut tried = BTreeSet::from(["not-broken"]);
    for (check, missing) in [
        ("owner", None),
        ("steward", Some("no steward is named")),
        ("summary", None),
        ("description", Some("it has no description")),
        ("support", Some("no channel is listed")),
        ("opens", Some("no address is given")),
        ("output-ports", None),
        ("outputs-described", None),
        ("{check: columns-described, at_least: 60%}", None),
        ("{check: columns-described, at_least: 67%}", Some("2 of 3 columns have a description")),
        ("outputs-tested", None),
        ("contracts", Some("its only table has no contract")),
        ("guarded", Some("its only table is not guarded")),
        ("promise", None),
        ("{check: promise, property: freshness}", None),
        ("{check: promise, property: availability}", Some("not promised")),
        ("promises-kept", Some("none of 1 is measured")),
        ("consumers", Some("no consumers are named")),
        ("reviewed", Some("it was due on 20 November 2026")),
        ("{check: link, title: runbook}", Some("no link is given")),
        ("{check: keeps, rule: shared-export}", None),
        (
            "{check: keeps, rule: boundary-leak}",
            Some("Orders bypasses the output ports of Raw: it reads `raw_hidden`"),
        ),
        ("{check: builds-on, categories: replication}", None),
        ("{check: builds-on, categories: mart}", Some("it also reads Raw")),
        ("{check: attested, id: drill, name: It was drilled}", Some("not attested")),
    ] {
        let cards = scorecards(&shop("standard-check", &standard(check)));
        let found = cards[0]["steps"][0]["missing"][0]["seen"].as_str();
        assert_eq!(found, missing, "{check}: {cards}");
        let fact = &cards[0]["steps"][0]["missing"][0];
        assert_eq!(fact["code"].is_string(), missing.is_some(), "{check}: {cards}");
        assert_eq!(cards[0]["score"]["whole"], 1, "{check} is answered");
        let word = check.trim_start_matches("{check: ").split([',', '}']).next().unwrap();
        tried.insert(word);
    }
    assert_eq!(tried, CheckKind::WORDS.iter().copied().collect(), "every check is tested");
}

#[test]
fn the_not_broken_check_is_answered_from_the_evidence() {
    for (upstream, status, missing) in [
        ("success", "success", None),
        ("no result", "success", Some("nothing is known about it today")),
        ("success", "error", Some("it is failing")),
    ] {
        let timing = json!([{"name": "execute", "started_at": "2026-11-21T02:50:00Z", "completed_at": "2026-11-21T02:51:00Z"}]);
        let ran = |table: &str, status: &str| json!({"unique_id": format!("model.shop.{table}"), "status": status, "timing": timing});
        let results = json!({
            "metadata": {"dbt_schema_version": "https://schemas.getdbt.com/dbt/run-results/v6.json",
                "generated_at": "2026-11-21T03:00:00Z"},
            "args": {"which": "build"},
            "results": [ran("raw_orders", upstream), ran("raw_hidden", upstream), ran("fct_orders", status),
                {"unique_id": "test.shop.unique_id.1", "status": "pass", "timing": timing}],
        });
        let catalog = shop("standard-broken", &standard("not-broken"));
        catalog.write("target/run_results.json", &results.to_string());
        let cards = scorecards(&catalog);
        assert_eq!(cards[0]["score"]["whole"], 1, "{upstream} {status}: {cards}");
        let seen = cards[0]["steps"][0]["missing"][0]["seen"].as_str();
        assert_eq!(seen, missing, "{upstream} {status}: {cards}");
    }
}

#[test]
fn a_rule_that_cannot_find_anything_in_a_product_is_not_said_to_be_kept() {
    let catalog = shop("standard-not-applicable", &standard("{check: keeps, rule: untested-output}"));
    let product = "id: orders\nname: Orders\nowner: data\nassets: [{dbt: path:models/orders}]\noutput_ports: [{id: orders, dbt: fct_orders, type: KIND}]\n";
    for (kind, asked) in [("table", 1), ("dashboard", 0)] {
        catalog.write("products/orders.yml", &product.replace("KIND", kind));
        assert_eq!(scorecards(&catalog)[0]["score"]["whole"], asked, "{kind}");
    }
}

#[test]
fn checks_that_do_not_apply_are_left_out_of_the_score() {
    let catalog = shop("standard-none", &standard("not-broken, owner"));
    catalog.write("products/orders.yml", "id: orders\nname: Orders\nowner: data\n");
    let cards = scorecards(&catalog);
    assert_eq!(cards[0]["score"], json!({"part": 1, "whole": 1, "percent": 100}));
    catalog.write("standards.yml", &standard("not-broken"));
    assert_eq!(scorecards(&catalog)[0].get("level"), None, "without checks no level is reached");
}

#[test]
fn a_rule_that_does_not_apply_to_a_product_is_not_asked_for() {
    for rule in [
        "contract-mismatch",
        "missing-control",
        "stale-evidence",
        "unguarded-data",
        "last-mile-expired",
        "consumer-never-seen",
        "ends-in-use",
    ] {
        let cards =
            scorecards(&shop("standard-nothing", &standard(&format!("{{check: keeps, rule: {rule}}}"))));
        assert_eq!(cards[0]["score"]["whole"], 0, "{rule}: {cards}");
        assert_eq!(cards[0].get("level"), None, "{rule}");
    }
    // The rules that apply to it.
    for rule in ["promise-out-of-reach", "undocumented-output", "unused-asset", "jargon-in-summary"] {
        let cards =
            scorecards(&shop("standard-something", &standard(&format!("{{check: keeps, rule: {rule}}}"))));
        assert_eq!(cards[0]["score"], json!({"part": 1, "whole": 1, "percent": 100}), "{rule}: {cards}");
    }
}

/// A product does not get further by leaving out a regulation that dbt marks its columns with.
#[test]
fn what_is_not_declared_is_not_kept() {
    let asked = |rule: &str, product: &str, waiver: &str| {
        let catalog = shop("standard-undeclared", &standard(&format!("{{check: keeps, rule: {rule}}}")));
        let manifest = fs::read_to_string(catalog.path().join("target/manifest.json")).unwrap();
        let mut manifest: Value = serde_json::from_str(&manifest).unwrap();
        manifest["nodes"]["model.shop.fct_orders"]["columns"]["id"]["tags"] = json!(["personal"]);
        catalog.write("target/manifest.json", &manifest.to_string());
        catalog.write(
            "regulations/law.yml",
            "id: law\nname: Law\nmarks: [personal]\ncontrols: [{id: erase, name: Erasure, review_every: 30d}]\n",
        );
        let file = fs::read_to_string(catalog.path().join("products/orders.yml")).unwrap();
        catalog.write("products/orders.yml", &format!("{file}{product}"));
        catalog.write("glassbox.yml", &format!("title: Shop\ndbt: [target]\n{waiver}"));
        let card = scorecards(&catalog)[0].clone();
        let missing = card["steps"][0]["missing"][0]["seen"].as_str().map(str::to_owned);
        (card["score"]["whole"].clone(), missing)
    };
    let evidence = |reviewed: &str| {
        format!(
            "regulations: [{{id: law, controls: {{erase: {{evidence: a job, reviewed: {reviewed}}}}}}}]\n"
        )
    };
    for rule in ["missing-control", "stale-evidence"] {
        let (whole, missing) = asked(rule, "", "");
        assert_eq!(whole, 1, "{rule}");
        // Nothing is known of what is not declared: that is not a finding of the rule itself.
        assert_eq!(missing.as_deref(), Some("not known: it does not declare Law yet"), "{rule}");
        assert_eq!(asked(rule, &evidence("2026-11-20"), ""), (json!(1), None), "{rule} with evidence");
        // Leave to leave it out until a day is no merit either: then nothing is asked.
        let waiver = "waivers: [{rule: regulation-not-carried, product: orders, reason: It comes., owner: data, expires: 2027-01-31}]\n";
        assert_eq!(asked(rule, "", waiver), (json!(0), None), "{rule} with a waiver");
    }
    assert!(
        asked("missing-control", "regulations: [{id: law}]\n", "").1.is_some(),
        "declared without evidence"
    );
    assert!(asked("stale-evidence", &evidence("2026-01-01"), "").1.is_some(), "declared with old evidence");
}

#[test]
fn a_level_is_reached_if_it_and_all_lower_levels_are_complete() {
    let checks = "{check: owner, level: findable}, {check: consumers, level: dependable}, {check: summary, level: production}";
    let catalog = shop("standard-levels", &standard(checks));
    let cards = scorecards(&catalog);
    let reached = |cards: &Value| -> Vec<bool> {
        let steps = cards[0]["steps"].as_array().unwrap();
        steps.iter().map(|step| step.get("reached").is_some_and(|reached| reached == true)).collect()
    };
    assert_eq!(reached(&cards), [true, false, false], "levels above a gap are not reached");
    assert_eq!((&cards[0]["level"], &cards[0]["score"]["percent"]), (&json!("Can be found"), &json!(66)));
    let text = fs::read_to_string(catalog.path().join("products/orders.yml")).unwrap();
    catalog.write("products/orders.yml", &format!("{text}consumers: [{{team: data, use: counting}}]\n"));
    assert_eq!(reached(&scorecards(&catalog)), [true, true, true]);
}

#[test]
fn attestations_expire_and_need_a_new_review() {
    let catalog = shop(
        "standard-attested",
        &standard("{check: attested, id: drill, name: It was drilled, every: 90d}"),
    );
    let text = fs::read_to_string(catalog.path().join("products/orders.yml")).unwrap();
    let seen = |reviewed: &str| {
        let attested =
            format!("{text}attested: {{drill: {{evidence: https://wiki.example/drill{reviewed}}}}}\n");
        catalog.write("products/orders.yml", &attested);
        scorecards(&catalog)[0]["steps"][0]["missing"][0]["seen"].as_str().map(str::to_owned)
    };
    assert_eq!(seen(", reviewed: 2026-09-01"), None);
    assert_eq!(seen(", reviewed: 2026-06-01").as_deref(), Some("last reviewed on 1 June 2026"));
    assert_eq!(seen("").as_deref(), Some("no review date is given"));
}

#[test]
fn a_standard_applies_to_its_categories_and_tiers() {
    let catalog = shop(
        "standard-audience",
        "standards:\n  - {id: marts, categories: mart, checks: [owner]}\n  - {id: dashboards, categories: dashboard, checks: [owner]}\n  - {id: important, tiers: company, checks: [owner]}\n",
    );
    let ids = |cards: &Value| -> Vec<String> {
        // A product to which no standard applies has no scorecards.
        let cards = cards.as_array().map(Vec::as_slice).unwrap_or_default();
        cards.iter().map(|card| card["standard"]["id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(ids(&scorecards(&catalog)), ["marts"]);
    let text = fs::read_to_string(catalog.path().join("products/orders.yml")).unwrap();
    catalog.write("products/orders.yml", &format!("{text}tier: company\n"));
    assert_eq!(ids(&scorecards(&catalog)), ["marts", "important"]);
    catalog.write("products/orders.yml", &format!("{text}lifecycle: retired\n"));
    assert_eq!(ids(&scorecards(&catalog)), Vec::<String>::new());
}

#[test]
fn default_standards_are_adopted_in_one_line_and_replaced_one_by_one() {
    let catalog = shop("standard-default", "default: true\n");
    let names = |cards: &Value| -> Vec<String> {
        cards
            .as_array()
            .unwrap()
            .iter()
            .map(|card| card["standard"]["name"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(names(&scorecards(&catalog)), ["What every product has", "A table to build on"]);
    catalog.write(
        "standards.yml",
        "default: true\nstandards: [{id: data, name: Our own, categories: mart, checks: [owner]}]\n",
    );
    assert_eq!(names(&scorecards(&catalog)), ["What every product has", "Our own"]);
    // A catalog with other categories adopts the standards that fit them.
    catalog.write("glassbox.yml", "title: Shop\ndbt: [target]\ncategories: [mart, replication]\n");
    catalog.write("standards.yml", "default: true\nlevels: [only]\n");
    assert_eq!(names(&scorecards(&catalog)), ["What every product has", "A table to build on"]);
}

#[test]
fn mistakes_in_standards_are_reported_with_their_location() {
    let catalog = shop(
        "standard-mistakes",
        "standards:\n  - id: ours\n    categories: marts\n    checks:\n      - ownr\n      - {check: owner, at_least: 5%}\n      - {check: keeps, rule: boundary-lek}\n      - {check: link}\n      - {check: attested}\n      - {check: columns-described, at_least: many}\n      - {check: summary, level: findabel}\n      - {check: steward, id: twice}\n      - {check: support, id: twice}\n",
    );
    let short = |catalog: &Scratch| {
        let run = glassbox(catalog.path(), &["check", ".", "--now", NOW, "--format", "short"]);
        assert_eq!(run.code, 1, "{}", run.stderr);
        run.stdout.lines().filter(|line| line.contains(": error[")).map(str::to_owned).collect::<Vec<_>>()
    };
    snapbox::assert_data_eq!(
        short(&catalog).join("\n"),
        snapbox::str![[r#"
standards.yml:3:17: error[unknown-category]: standard `ours` is for the `marts`, which is not a category; did you mean `mart`?
standards.yml:5:9: error[unknown-word]: `ownr` is not a check; did you mean `owner`?
standards.yml:6:24: error[unknown-key]: the check `owner` has no key `at_least`; remove it
standards.yml:8:17: error[missing-key]: the check `link` has no `title`; write `{check: link, title: …}`
standards.yml:9:17: error[missing-key]: an attested check needs an `id` and a `name`; write `{check: attested, id: …, name: …}`; products refer to the `id`
standards.yml:10:46: error[bad-share]: `many` is not a share; write a number from 0 to 100, as in `80%`
standards.yml:11:33: error[unknown-level]: check `summary` of `ours` has the level `findabel`, which is not a level; did you mean `findable`?
standards.yml:13:30: error[duplicate-id]: two checks of `ours` have the id `twice`; give one of them an `id` of its own"#]]
    );
    catalog.write("standards.yml", &standard("{check: keeps, rule: boundary-lek}"));
    assert_eq!(
        short(&catalog),
        [
            "standards.yml:1:41: error[unknown-rule]: the check `keeps-boundary-lek` asks to keep `boundary-lek`, which is not a rule; did you mean `boundary-leak`?"
        ]
    );
}

/// What `src/model/check.rs` declares is what the reader accepts.
#[test]
fn each_check_accepts_its_own_keys_and_names_a_missing_one() {
    let values = BTreeMap::from([
        ("at_least", "50%"),
        ("words", "20"),
        ("property", "freshness"),
        ("rule", "ownerless"),
        ("title", "Runbook"),
        ("categories", "mart"),
        ("every", "90d"),
    ]);
    let declared: BTreeSet<&str> =
        CheckKind::ALL.iter().flat_map(|kind| kind.parameters()).copied().collect();
    assert_eq!(declared, values.keys().copied().collect(), "every key has a value to test it with");
    let mut checks = Vec::new();
    let mut expected = Vec::new();
    let mut line = 5;
    for kind in CheckKind::ALL {
        let word = kind.word();
        for (key, value) in &values {
            let required = kind.required().iter().filter(|needed| *needed != key).copied();
            let others: String = required.map(|needed| format!(", {needed}: {}", values[needed])).collect();
            checks.push(format!("      - {{check: {word}, id: c{line}, name: N, {key}: {value}{others}}}\n"));
            if !kind.parameters().contains(key) {
                expected.push((line, format!("error[unknown-key]: the check `{word}` has no key `{key}`")));
            }
            line += 1;
        }
        checks.push(format!("      - {{check: {word}, id: c{line}, name: N}}\n"));
        for key in kind.required() {
            expected.push((line, format!("error[missing-key]: the check `{word}` has no `{key}`")));
        }
        line += 1;
    }
    let standards = format!("standards:\n  - id: ours\n    name: Ours\n    checks:\n{}", checks.concat());
    let catalog = shop("standard-keys", &standards);
    let run = glassbox(catalog.path(), &["check", ".", "--now", NOW, "--format", "short"]);
    let found = run.stdout.lines().filter_map(|told| told.strip_prefix("standards.yml:"));
    let found = found.filter(|told| told.contains(": error[")).map(|told| {
        let mut parts = told.splitn(3, ':');
        let line: usize = parts.next().unwrap().parse().unwrap();
        let message = parts.nth(1).unwrap().trim();
        (line, message.split(';').next().unwrap().to_owned())
    });
    assert_eq!(found.collect::<Vec<_>>(), expected);
}

#[test]
fn standards_and_modularity_pages_explain_their_numbers() {
    let catalog = shop("standard-pages", "default: true\n");
    let out = catalog.path().join("site");
    build(catalog.path(), &out);
    let page = main_of(&out, "standards/data/index.html");
    assert!(page.contains("1 of 2 products reached it"), "{page}");
    // What most products do not meet leads to them.
    let (_, checks) = page.split_once("What most products do not meet comes first.").unwrap();
    assert!(checks.contains("[1 of 2 do not meet: All output tables have tests]"), "{checks}");
    let unmet = main_of(&out, "standards/data/not-met/outputs-tested/index.html");
    assert!(
        unmet.contains("Products with untested output tables")
            && unmet.contains("Its only table is not tested"),
        "{unmet}"
    );
    // What is the same for all is said once, by the title, and then how to mend it.
    let unmet = main_of(&out, "standards/product/not-met/steward/index.html");
    assert!(unmet.contains("Products without a steward") && unmet.contains("as steward in"), "{unmet}");
    assert!(!unmet.to_lowercase().contains("no steward is named"), "{unmet}");
    assert!(!out.join("standards/data/not-met/output-ports").exists(), "a check that all meet has no page");
    let modularity = main_of(&out, "modularity/index.html");
    // `orders` reads two tables of `raw`, one of which is an output port.
    assert!(
        modularity.contains("50%") && modularity.contains("1 bypasses existing output ports."),
        "{modularity}"
    );
    let all = main_of(&out, "standards/index.html");
    assert!(all.contains("Proposed and retired products are left out."), "{all}");
    let home = fs::read_to_string(out.join("index.html")).unwrap();
    assert!(home.contains("standards/index.html") && home.contains("modularity/index.html"));
}

/// Two numbers of readers on a page are no contradiction if the page says why.
#[test]
fn a_page_says_whose_reads_it_does_not_count() {
    let site = example_site("standards-proposed-readers");
    let page = page_of(&site, "products/engagement-mart/index.html");
    assert!(page.contains("7 reads (not counting 1 proposed product)"), "{page}");
    let page = page_of(&site, "products/revenue-mart/index.html");
    assert!(
        page.contains("Tables of other products read its tables") && !page.contains("not counting"),
        "{page}"
    );
}

#[test]
fn the_most_missed_checks_link_to_their_descriptions() {
    let site = example_site("standards-missed");
    let all = page_of(&site, "standards/index.html");
    let missed: Vec<&str> = all.split("<ul class=\"missed\"><li><a href=\"").skip(1).collect();
    assert!(missed.len() > 1);
    for link in missed {
        let (page, check) = link.split('"').next().unwrap().split_once('#').unwrap();
        let page = joined("standards/index.html", page);
        assert!(page_of(&site, &page).contains(&format!("id=\"{check}\"")), "{page}#{check}");
    }
}

#[test]
fn evidence_for_a_regulation_is_exported_as_csv() {
    let catalog = shop("evidence", "default: true\n");
    catalog.write(
        "regulations/gdpr.yml",
        "id: gdpr\nname: GDPR\ncontrols: [{id: masking, review_every: 90d}, {id: erasure}]\n",
    );
    let text = fs::read_to_string(catalog.path().join("products/raw.yml")).unwrap();
    catalog.write(
        "products/raw.yml",
        &format!("{text}regulations:\n  - id: gdpr\n    basis: \"=contract, with care\"\n    data: [email, name]\n    controls: {{masking: {{evidence: https://wiki.example/masking, reviewed: 2026-06-01}}}}\n"),
    );
    let out = catalog.path().join("site");
    build(catalog.path(), &out);
    let table = fs::read_to_string(out.join("regulations.csv")).unwrap();
    assert_eq!(
        table,
        "regulation,product,product_name,owner,control,state,evidence,reviewed,review_due,basis,data,ends_here,seen\r\n\
         gdpr,raw,Raw,data,masking,stale,https://wiki.example/masking,2026-06-01,2026-08-30,\"'=contract, with care\",email; name,,\r\n\
         gdpr,raw,Raw,data,erasure,missing,,,,\"'=contract, with care\",email; name,,\r\n"
    );
    assert_eq!(table, fs::read_to_string(out.join("regulations/gdpr/evidence.csv")).unwrap());
    let matrix = main_of(&out, "regulations/index.html");
    assert!(
        matrix.contains("Evidence is current in 0 of 2 cases (1 product × 2 controls)")
            && matrix.contains("5 months"),
        "{matrix}"
    );
    let page = main_of(&out, "regulations/gdpr/index.html");
    assert!(page.contains("Not declared"), "orders reads raw without declaring it: {page}");
    let reached = main_of(&out, "products/orders/index.html");
    assert!(reached.contains("It declares no regulation, but regulated data reaches it"), "{reached}");

    let text = fs::read_to_string(catalog.path().join("products/orders.yml")).unwrap();
    let all = "controls: {masking: {evidence: https://wiki.example/m, reviewed: 2026-11-01}, erasure: {evidence: https://wiki.example/e}}";
    catalog.write("products/orders.yml", &format!("{text}regulations:\n  - id: gdpr\n    {all}\n"));
    build(catalog.path(), &out);
    let page = main_of(&out, "regulations/gdpr/index.html");
    assert!(page.contains("1 of 2 products lacks current evidence for at least one control"), "{page}");
    let table = page.split("#only-gaps\n").nth(1).unwrap();
    assert!(
        table.find("products/raw/").unwrap() < table.find("products/orders/").unwrap(),
        "open items come first: {table}"
    );
}

/// Gaps come first: a later page without any links to the first one, not to an empty table.
#[test]
fn the_only_gaps_link_leads_to_the_page_with_the_gaps() {
    let catalog = Scratch::new("regulation-pages").with(&[
        ("glassbox.yml", "title: Shop\n"),
        ("regulations/gdpr.yml", "id: gdpr\nname: GDPR\ncontrols: [{id: masking, name: Masking}]\n"),
    ]);
    for at in 0..60 {
        let given = if at < 2 { "" } else { ", controls: {masking: {evidence: https://wiki.example/m}}" };
        let product = format!("id: p{at}\nname: P{at}\nregulations: [{{id: gdpr{given}}}]\n");
        catalog.write(&format!("products/p{at}.yml"), &product);
    }
    let out = catalog.path().join("site");
    build(catalog.path(), &out);
    let gaps = |path: &str| {
        let page = fs::read_to_string(out.join(path)).unwrap();
        page.split("only-gaps-some\" href=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
    };
    assert_eq!(gaps("regulations/gdpr/index.html"), "#only-gaps");
    let later = gaps("regulations/gdpr/page/2/index.html");
    assert_eq!(later, "../../index.html#only-gaps");
}
