//! Whether a product can be used today: one sentence, the same everywhere.

use super::*;
use crate::support::files;

/// Returns the text of the verdict on a product.
fn verdict(product: &Value) -> &str {
    product["verdict"]["text"].as_str().unwrap()
}

#[test]
fn a_verdict_gives_the_answer_then_evidence_cause_and_contact() {
    let failing = run("build", MORNING, &[(TESTS[2], "fail", Some(2))]);
    let broken = run("build", MORNING, &[(MODELS[0], "error", None), (MODELS[1], "skipped", None)]);
    let warned = run("build", MORNING, &[(TESTS[0], "warn", Some(1))]);
    let late = freshness("error", "2026-11-19T10:00:00Z", "2026-11-21T01:50:00Z");
    let well = ("target/ignored.txt", "");
    let cases: &[(&str, &str, (&str, &str), &str)] = &[
        (
            "well",
            "orders",
            well,
            "Fine to use. Last run 03:00 succeeded, all 3 tests passed, data is 3 hours old (promised: 24 hours).",
        ),
        (
            "unchecked",
            "study",
            well,
            "Nothing tests its data. Last run 03:00 succeeded, no test, no promised freshness.",
        ),
        (
            "wrong",
            "orders",
            ("target/run_results.json", &failing),
            "Check before you use it: its test fails. Last checked on 21 November 2026, 03:00: amount is empty in 2 rows. Data can fix it.",
        ),
        (
            "wrong-upstream",
            "board",
            ("target/run_results.json", &failing),
            "Use with care: Orders, which it builds on, has a failing test. Cause: a test of Orders failed on 21 November 2026. Data can fix it.",
        ),
        (
            "not-updated",
            "orders",
            ("target/run_results.json", &broken),
            "Not updated: the last run of stg_orders failed. It failed on 21 November 2026, 03:00. Data can fix it.",
        ),
        (
            "not-updated-upstream",
            "study",
            ("target/run_results.json", &broken),
            "Use with care: stg_orders of Orders, which it builds on, was not updated. Cause: a run of Orders failed on 21 November 2026. Data can fix it.",
        ),
        (
            "warned",
            "orders",
            ("target/run_results.json", &warned),
            "Use with care: 1 of 2 tests on stg_orders warns. Last checked on 21 November 2026, 03:00: order_id is not unique (1 value repeats). Data can fix it.",
        ),
        (
            "late",
            "orders",
            ("target/sources.json", &late),
            "Use with care: the data of “Orders” is 42 hours old. Data as of 19 November 2026, 11:00, 18 hours late; promised: at most 24 hours. Cause: the data of Raw has been late since 19 November 2026. Data can fix it.",
        ),
        (
            "late-source",
            "raw",
            ("target/sources.json", &late),
            "Use with care: the newest data of raw.orders is from 19 November 2026, 11:00. Allowed: 12 hours. Data can fix it.",
        ),
    ];
    let said: Vec<String> = cases
        .iter()
        .map(|(name, product, evidence, _)| {
            let shop = Shop::new(&format!("verdict-{name}"), &[*evidence]);
            format!("{name}: {}", verdict(&shop.product(product)))
        })
        .collect();
    let expected: Vec<String> = cases.iter().map(|(name, _, _, text)| format!("{name}: {text}")).collect();
    assert_eq!(said, expected);
}

#[test]
fn a_product_without_evidence_is_not_known_today() {
    let shop =
        Shop::new("verdict-unknown", &[("target/run_results.json", "{}"), ("target/sources.json", "{}")]);
    assert_eq!(
        verdict(&shop.product("orders")),
        "Not known today: no run of it was seen. Data can tell you more."
    );
    assert!(shop.product("advice")["verdict"].is_null());
}

/// The page of quality, the cause in the verdict on a reader, and the week of the team name the same day.
#[test]
fn a_cause_has_the_same_date_on_every_page() {
    let line = |product: &str, day: &str, status: &str| {
        format!(
            "{{\"day\":\"{day}\",\"at\":\"{day}T04:00:00Z\",\"product\":\"{product}\",\"status\":\"{status}\",\"promises\":{{}}}}\n"
        )
    };
    let broken = run("build", MORNING, &[(MODELS[1], "error", None)]);
    let history = line("orders", "2026-11-19", "late") + &line("orders", "2026-11-20", "failing");
    let shop = Shop::new(
        "verdict-date",
        &[("history/2026-11.ndjson", &history), ("target/run_results.json", &broken)],
    );
    assert_eq!(
        verdict(&shop.product("board")),
        "Use with care: orders of Orders, which it builds on, was not updated. Cause: a run of Orders failed; it has had problems since at least 19 November 2026. Data can fix it."
    );
    let page = |path: &str| crate::reading::main_of(&shop.catalog.path().join("site"), path);
    build(shop.catalog.path(), &shop.catalog.path().join("site"));
    assert!(page("quality/index.html").contains("since at least 19 November 2026"));
    let week = page("teams/data/index.html");
    assert!(week.contains("since at least 19 November") && !week.contains("since 21 November"), "{week}");
    // Data is too old from a known moment on: what was recorded before that was another problem.
    let late = freshness("error", "2026-11-19T10:00:00Z", "2026-11-21T01:50:00Z");
    let history: String =
        ["2026-11-17", "2026-11-18", "2026-11-19", "2026-11-20"].map(|day| line("raw", day, "late")).concat();
    let shop =
        Shop::new("verdict-late", &[("history/2026-11.ndjson", &history), ("target/sources.json", &late)]);
    assert!(
        verdict(&shop.product("orders"))
            .contains("Cause: the data of Raw has been late since 19 November 2026."),
        "{}",
        verdict(&shop.product("orders"))
    );
    build(shop.catalog.path(), &shop.catalog.path().join("site"));
    let quality = crate::reading::main_of(&shop.catalog.path().join("site"), "quality/index.html");
    assert!(quality.contains("since 19 November 2026, 23:00"), "{quality}");
}

/// People know the output port, and not the table behind it.
#[test]
fn a_verdict_names_a_table_by_its_output_port() {
    let named = "id: orders\nname: Orders\nowner: data\nassets: [{dbt: stg_orders}, {dbt: orders}]\n\
                 output_ports: [{id: all, name: All orders, dbt: orders}, {id: stg, dbt: stg_orders}]\n";
    let said = |name: &str, failing: &str| {
        let results = run("build", MORNING, &[(failing, "fail", Some(2))]);
        let shop = Shop::new(name, &[("products/orders.yml", named), ("target/run_results.json", &results)]);
        verdict(&shop.product("orders")).split(". ").next().unwrap().to_owned()
    };
    assert_eq!(said("verdict-port", TESTS[2]), "Check before you use it: the test on “All orders” fails");
    // A port without a name of its own is named after its id on every page.
    assert_eq!(said("verdict-table", TESTS[0]), "Check before you use it: 1 of 2 tests on “Stg” fails");
}

/// A verdict that names one table does not hide another that readers may use.
#[test]
fn a_verdict_names_one_failing_table_and_counts_the_others() {
    let two = "id: orders\nname: Orders\nowner: data\nassets: [{dbt: stg_orders}, {dbt: orders}]\n\
               output_ports: [{id: all, name: All orders, dbt: orders}]\n";
    let results = run("build", MORNING, &[(TESTS[0], "fail", Some(2)), (TESTS[2], "fail", Some(1))]);
    let shop =
        Shop::new("verdict-two", &[("products/orders.yml", two), ("target/run_results.json", &results)]);
    let orders = shop.product("orders");
    let said = verdict(&orders);
    let answer = said.split(". ").next().unwrap();
    assert!(
        answer.starts_with("Check before you use it: ") && answer.ends_with("; 1 other table fails too"),
        "{said}"
    );
}

/// A punctual run on old data does not make the data punctual.
#[test]
fn a_deadline_met_with_old_data_is_stated_as_such() {
    let promised = "id: orders\nname: Orders\nowner: data\nassets: [{dbt: path:models/orders}]\n\
                    slas: [{property: freshness, target: 'by 08:00'}]\n";
    let late = freshness("error", "2026-11-19T10:00:00Z", "2026-11-21T01:50:00Z");
    let checked = |name: &str, files: &[(&str, &str)]| {
        let files: Vec<(&str, &str)> =
            files.iter().copied().chain([("products/orders.yml", promised)]).collect();
        let shop = Shop::new(name, &files);
        let product = shop.product("orders");
        let promise = &product["slas"][0];
        let row = [&promise["measured"], &promise["measure"]["data"]["old_data"]].map(Value::to_string);
        let markdown = fs::read_to_string(shop.catalog.path().join("site/products/orders.md")).unwrap();
        let said = product["standing"]["checked"].as_str().unwrap().to_owned();
        (said, row, markdown.contains("but from old data"))
    };
    let (fresh, row, is_in_markdown) = checked("ready-fresh", &[]);
    assert!(fresh.ends_with("data was ready in time (promised: by 08:00)"), "{fresh}");
    assert!(row[0].starts_with("\"Ready on ") && row[1] == "null" && !is_in_markdown, "{row:?}");
    // The row of the promise says the same as the sentence under the status, for people and for programs.
    let (old, row, is_in_markdown) = checked("ready-old", &[("target/sources.json", &late)]);
    assert!(old.ends_with("built in time (promised: by 08:00), but from old data"), "{old}");
    assert!(row[0].starts_with("\"Built on ") && row[0].ends_with(", but from old data\""), "{row:?}");
    assert!(row[1] == "true" && is_in_markdown, "{row:?}");
}

/// Wrong data comes first, and that it is old as well is stated for the old tables.
#[test]
fn a_verdict_states_both_wrong_and_old_data() {
    let failing = run("build", MORNING, &[(TESTS[2], "fail", Some(2))]);
    let late = freshness("error", "2026-11-19T10:00:00Z", "2026-11-21T01:50:00Z");
    let evidence = [("target/run_results.json", failing.as_str()), ("target/sources.json", late.as_str())];
    let shop = Shop::new("verdict-both", &evidence);
    assert_eq!(
        verdict(&shop.product("orders")),
        "Check before you use it: its test fails. Last checked on 21 November 2026, 03:00: amount is empty in 2 rows. The data of “Orders” is 42 hours old. Data as of 19 November 2026, 11:00, 18 hours late; promised: at most 24 hours. Start with Raw: it is upstream of this and needs a fix too. Data can fix the rest."
    );
}

/// The page, the record, the Markdown, the badge and the preview in a chat agree on each product of the
/// example, and none shows `Fine to use` for a product that is not healthy or breaks a promise.
#[test]
fn all_pages_and_files_of_a_product_give_the_same_verdict() {
    let scratch = Scratch::new("verdicts-example");
    let out = scratch.path().join("site");
    build(&Path::new(env!("CARGO_MANIFEST_DIR")).join("example-catalog"), &out);
    let site = files(&out);
    let text = |path: String| String::from_utf8_lossy(&site[path.as_str()]).into_owned();
    let plain = |html: &str| {
        html.replace("&quot;", "\"")
            .replace("&#39;", "'")
            .replace("&#x27;", "'")
            .replace("&amp;", "&")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
    };
    let mut answers = std::collections::BTreeSet::new();
    let ids: Vec<String> = serde_json::from_slice::<Value>(&site["api/products.json"]).unwrap()["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["id"].as_str().unwrap().to_owned())
        .collect();
    for id in ids {
        let record: Value = serde_json::from_str(&text(format!("products/{id}.json"))).unwrap();
        if record["verdict"].is_null() {
            assert!(record["status"].is_null(), "{id} has a status and no verdict");
            continue;
        }
        let (said, answer) = (verdict(&record), record["verdict"]["answer"].as_str().unwrap());
        answers.insert(record["verdict"]["trust"].as_str().unwrap().to_owned());
        let broken = |sla: &Value| sla["status"]["id"] == "broken";
        let is_well = record["status"]["id"] == "holding"
            && !record["slas"].as_array().into_iter().flatten().any(broken);
        // A kept promise of freshness is not a look at the data.
        let is_tested = !said.contains("no test");
        assert_eq!(
            answer.starts_with("Fine to use"),
            is_well && is_tested && record["lifecycle"]["id"] == "active",
            "{id}: {said}"
        );
        assert!(said.len() <= 400 && said.starts_with(answer), "{id}: {said}");
        let html = text(format!("products/{id}/index.html"));
        let preview =
            html.split("property=\"og:description\" content=\"").nth(1).unwrap().split('"').next().unwrap();
        assert!(plain(preview).starts_with(said), "{id}: {preview}");
        let answered = html.split("verdict-answer\">").nth(1).unwrap().split("</p>").next().unwrap();
        assert_eq!(plain(answered), answer, "{id}");
        let markdown = text(format!("products/{id}.md"));
        let rest = said.strip_prefix(answer).unwrap();
        assert!(markdown.contains(&format!("**{answer}**{rest}")), "{id}: {markdown}");
        assert!(plain(&text(format!("badges/{id}.svg"))).contains(said), "{id}");
    }
    let all = ["care", "fine", "stale", "unchecked", "unknown", "wrong"];
    assert_eq!(answers.into_iter().collect::<Vec<_>>(), all, "the example shows every verdict");
}

/// Evidence takes precedence over declarations: what runs and fails exists, whatever its file declares.
#[test]
fn a_proposed_product_with_evidence_has_a_status() {
    let proposed = "id: orders\nname: Orders\nowner: data\nlifecycle: proposed\nassets: [{dbt: stg_orders}, {dbt: orders}]\n";
    let broken = run("build", MORNING, &[(MODELS[0], "error", None), (MODELS[1], "skipped", None)]);
    let seen = [("products/orders.yml", proposed), ("target/run_results.json", broken.as_str())];
    let shop = Shop::new("verdict-proposed", &seen);
    let product = shop.product("orders");
    assert_eq!(product["status"]["name"], "Failing");
    assert_eq!(
        verdict(&product),
        "Not updated: the last run of stg_orders failed. Only proposed: do not rely on it yet. It failed on 21 November 2026, 03:00. Data can fix it."
    );
    let page = std::fs::read_to_string(shop.catalog.path().join("site/products/orders/index.html")).unwrap();
    assert!(page.contains("Parts of it already run, but nothing is promised."), "{page}");
    assert!(!page.contains("It does not exist yet."), "{page}");
    // If everything succeeds it is still no more than a proposal.
    let shop = Shop::new("verdict-proposed-well", &[("products/orders.yml", proposed)]);
    assert!(verdict(&shop.product("orders")).starts_with("Only proposed: do not rely on it yet."));
    // And without observations it has no status.
    let unseen =
        [("products/orders.yml", proposed), ("target/run_results.json", "{}"), ("target/sources.json", "{}")];
    let shop = Shop::new("verdict-proposed-unseen", &unseen);
    assert!(shop.product("orders")["status"].is_null());
}

/// What nothing checks is named beside what was checked.
#[test]
fn fine_to_use_is_limited_to_what_is_checked() {
    let two = "id: orders\nname: Orders\nowner: data\nassets: [{dbt: stg_orders}, {dbt: orders}, {dbt: study}]\n\
               output_ports: [{id: orders, dbt: orders}, {id: study, dbt: study}]\n";
    let study = "id: study\nname: Study\nowner: data\n";
    let shop = Shop::new("verdict-in-part", &[("products/orders.yml", two), ("products/study.yml", study)]);
    assert_eq!(
        verdict(&shop.product("orders")),
        "Fine to use, as far as it is checked. Last run 03:00 succeeded, all 3 tests passed, no promised freshness. Nothing checks 1 of its 2 output ports."
    );
}

/// A promise that is kept says how old the data is, and nothing about whether it is right.
#[test]
fn what_nothing_tests_is_not_fine_though_it_is_fresh() {
    let fresh = "id: study\nname: Study\nowner: data\nlifecycle: active\nassets: [{dbt: study}]\n\
                 slas: [{property: freshness, target: 24h}]\n";
    let shop = Shop::new("verdict-untested", &[("products/study.yml", fresh)]);
    let study = shop.product("study");
    assert_eq!(study["status"]["name"], "Healthy", "it keeps its promise");
    assert_eq!(study["verdict"]["trust"], "unchecked");
    assert_eq!(
        verdict(&study),
        "Fresh as promised; nothing tests its data. Last run 03:00 succeeded, no test, data is 3 hours old (promised: 24 hours)."
    );
    let page = std::fs::read_to_string(shop.catalog.path().join("site/products/study/index.html")).unwrap();
    assert!(page.contains("class=\"verdict mark-unchecked\""), "{page}");
}

/// Of two problems of which one is upstream, the product says with which to start, as the page of quality does.
#[test]
fn what_is_broken_itself_and_upstream_names_the_product_to_start_with() {
    let broken = run("build", MORNING, &[(MODELS[0], "error", None), (TESTS[2], "fail", Some(2))]);
    let load = "id: load\nname: Load\nowner: data\nassets: [{dbt: path:models/orders/stg_orders.sql}]\n";
    let orders = "id: orders\nname: Orders\nowner: data\ntier: company\nassets: [{dbt: path:models/orders/orders.sql}]\n";
    let files = [
        ("products/load.yml", load),
        ("products/orders.yml", orders),
        ("target/run_results.json", broken.as_str()),
    ];
    let shop = Shop::new("verdict-start", &files);
    let said = shop.product("orders");
    assert_eq!(said["verdict"]["start"]["id"], "load", "{said}");
    let text = "Start with Load: it is upstream of this and needs a fix too. Data can fix the rest.";
    assert!(verdict(&said).ends_with(text), "{}", verdict(&said));
    let quality = crate::reading::main_of(&shop.catalog.path().join("site"), "quality/index.html");
    assert!(quality.contains("Start with [Load]"), "{quality}");
}

/// A warning elsewhere in the product does not hide that its failure has a cause upstream.
#[test]
fn a_warning_on_another_table_leaves_the_place_to_start_with() {
    let odd = [(MODELS[0], "error", None), (TESTS[2], "fail", Some(2))];
    let mut broken: Value = serde_json::from_str(&run("build", MORNING, &odd)).unwrap();
    for (id, status) in [("model.shop.notes", "success"), ("test.shop.not_null_notes.4", "warn")] {
        broken["results"]
            .as_array_mut()
            .unwrap()
            .push(json!({"unique_id": id, "status": status, "failures": 1,
            "timing": [{"name": "execute", "started_at": MORNING, "completed_at": MORNING}]}));
    }
    let mut manifest = manifest();
    let nodes = manifest["nodes"].as_object_mut().unwrap();
    nodes.insert("model.shop.notes".to_owned(), dbt_model("notes", "orders", ""));
    let test = json!({"name": "not_null_notes_id", "resource_type": "test", "column_name": "id",
        "attached_node": "model.shop.notes", "test_metadata": {"name": "not_null", "kwargs": {"column_name": "id"}},
        "depends_on": {"nodes": ["model.shop.notes"]}});
    nodes.insert("test.shop.not_null_notes.4".to_owned(), test);
    let load = "id: load\nname: Load\nowner: data\nassets: [{dbt: path:models/orders/stg_orders.sql}]\n";
    let orders = "id: orders\nname: Orders\nowner: data\ntier: company\nassets: [{dbt: path:models/orders/orders.sql}, {dbt: path:models/orders/notes.sql}]\n";
    let files = [
        ("products/load.yml", load),
        ("products/orders.yml", orders),
        ("target/manifest.json", &manifest.to_string()),
        ("target/run_results.json", &broken.to_string()),
    ];
    let shop = Shop::new("verdict-start-warning", &files);
    let said = shop.product("orders");
    assert!(said["standing"]["reasons"].to_string().contains("notes"), "{said}");
    let quality = crate::reading::main_of(&shop.catalog.path().join("site"), "quality/index.html");
    assert!(quality.contains("Start with [Load]"), "{quality}");
}

/// The word for what is directly upstream is not used of what is further away.
#[test]
fn a_verdict_does_not_say_of_everything_upstream_that_a_product_builds_on_it() {
    let failed = [event("START", "2026-11-21T01:20:00Z", "b"), event("FAIL", "2026-11-21T01:31:00Z", "b")];
    let failed = failed.join("\n");
    let broken = run("build", MORNING, &[(MODELS[1], "error", None)]);
    let load = ("events/loads.ndjson", failed.as_str());
    let said = |name: &str, evidence: &[(&str, &str)], product: &str| {
        let shop = Shop::new(name, evidence);
        verdict(&shop.product(product)).to_owned()
    };
    let orders = said("verdict-direct", &[load], "orders");
    assert!(orders.contains("Raw, which it builds on, was not updated."), "{orders}");
    let board = said("verdict-indirect", &[load], "board");
    assert!(board.starts_with("Use with care: Raw, upstream of it, was not updated."), "{board}");
    // The board builds on Orders, and not on Raw.
    let board = said("verdict-both", &[load, ("target/run_results.json", &broken)], "board");
    // Only one table of Orders is known to be old.
    assert!(board.contains("orders of Orders, which it builds on, was not updated."), "{board}");
    assert!(board.contains("1 more product upstream of it has a problem."), "{board}");
    assert!(!board.contains("that it builds on"), "{board}");
}

/// Good data of a draft is still that of a draft, and bad data all the more.
#[test]
fn every_verdict_says_that_a_product_is_not_for_others_yet_or_no_longer() {
    let orders = |lifecycle: &str| {
        format!(
            "id: orders\nname: Orders\nowner: data\nlifecycle: {lifecycle}\nassets: [{{dbt: stg_orders}}, {{dbt: orders}}]\n"
        )
    };
    let failing = run("build", MORNING, &[(TESTS[2], "fail", Some(2))]);
    for (lifecycle, sentence, in_short) in [
        ("proposed", "Only proposed: do not rely on it yet.", "check before you use it, only proposed"),
        ("draft", "A draft: do not rely on it yet.", "check before you use it, a draft"),
        ("deprecated", "Deprecated: build nothing new on it.", "check before you use it, deprecated"),
    ] {
        let written = orders(lifecycle);
        let evidence = [("products/orders.yml", written.as_str()), ("target/run_results.json", &failing)];
        let shop = Shop::new(&format!("verdict-{lifecycle}-failing"), &evidence);
        let answer = format!("Check before you use it: the test on orders fails. {sentence}");
        assert_eq!(shop.product("orders")["verdict"]["answer"], answer);
        let text = |path: &str| std::fs::read_to_string(shop.catalog.path().join("site").join(path)).unwrap();
        let page = text("products/orders/index.html");
        assert!(page.contains(&format!("<p class=\"verdict-answer\">{answer}</p>")), "{page}");
        assert!(page.contains(&format!("property=\"og:title\" content=\"Orders: {in_short}\"")), "{page}");
        assert!(!page.contains("Have a look, but do not rely on it yet."), "said once: {page}");
        for other in ["products/orders.md", "badges/orders.svg", "products/orders/embed/index.html"] {
            assert!(text(other).contains(sentence), "{other}: {}", text(other));
        }
        // In order it says so too, as it always did.
        let shop = Shop::new(&format!("verdict-{lifecycle}-well"), &evidence[..1]);
        let well = shop.product("orders");
        let last = &sentence[sentence.find(": ").unwrap() + 2..];
        assert!(well["verdict"]["answer"].as_str().unwrap().ends_with(last), "{}", well["verdict"]);
    }
}

/// What still gets its data is not said to be old.
#[test]
fn a_product_of_which_one_table_failed_is_partly_not_updated() {
    let two =
        "id: orders\nname: Orders\nowner: data\nassets: [{dbt: stg_orders}, {dbt: orders}, {dbt: study}]\n";
    let study = "id: study\nname: Study\nowner: data\n";
    let broken = run("build", MORNING, &[(MODELS[2], "error", None)]);
    let said = |name: &str, ports: &str| {
        let two = format!("{two}{ports}");
        let evidence = [
            ("products/orders.yml", two.as_str()),
            ("products/study.yml", study),
            ("target/run_results.json", broken.as_str()),
        ];
        verdict(&Shop::new(name, &evidence).product("orders")).to_owned()
    };
    let failed = "failed. It failed on 21 November 2026, 03:00. Data can fix it.";
    for (name, ports, opening) in [
        ("one-of-all", "", "Partly not updated"),
        (
            "one-of-both",
            "output_ports: [{id: o, dbt: orders}, {id: study, dbt: study}]\n",
            "Partly not updated",
        ),
        ("the-only", "output_ports: [{id: study, dbt: study}]\n", "Not updated"),
    ] {
        let said = said(&format!("verdict-{name}"), ports);
        assert!(said.starts_with(&format!("{opening}: the last run of ")), "{name}: {said}");
        assert!(said.ends_with(failed), "{name}: {said}");
    }
}
