//! Pages claim only what was checked: claims about runs, tests, promises, controls and ends of
//! obligations, on a catalog in which each of them exists, is missing, and fails.
//!
//! It is four o'clock; a mart of two tables was built at half past two.

use crate::reading::main_of;
use crate::support::{NOW, Scratch, boxes_of, dbt_model, files, glassbox};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

const PRODUCTS: &[(&str, &str)] = &[
    ("glassbox.yml", "title: Shop\ndbt: [target]\nopenlineage: [events]\n"),
    (
        "products/raw.yml",
        "id: raw\nname: Raw\nassets: [{dbt: 'source:raw'}]\nregulations: [{id: privacy}, {id: words-only}]\n",
    ),
    (
        "products/orders.yml",
        "id: orders\nname: Orders\nassets: [{dbt: path:models/orders}]\noutput_ports: [{id: orders, dbt: orders}]\n\
         slas: [{property: freshness, target: 24h}]\nregulations: [{id: privacy, drops: Only sums leave it.}]\n",
    ),
    (
        "products/board.yml",
        "id: board\nname: Board\nassets: [{dbt: 'exposure:board'}]\n\
         output_ports: [{id: board, dbt: 'exposure:board', type: dashboard}]\n\
         slas: [{property: freshness, target: 1h}]\n",
    ),
    ("products/letters.yml", "id: letters\nname: Letters\nassets: [{dbt: path:models/letters}]\n"),
    (
        "products/upload.yml",
        "id: upload\nname: Upload\nassets: [{id: job, name: Upload job, job: loads/upload}]\n",
    ),
    ("products/idea.yml", "id: idea\nname: Idea\nlifecycle: proposed\nassets: [{dbt: path:models/idea}]\n"),
    ("products/old.yml", "id: old-leaflet\nname: Old leaflet\nlifecycle: retired\n"),
    ("regulations/privacy.yml", "id: privacy\nname: Privacy act\ncontrols: [{id: log, name: Access log}]\n"),
    ("regulations/words.yml", "id: words-only\nname: Words only\n"),
];

fn manifest() -> Value {
    let test = |name: &str| {
        json!({"name": format!("{name}_orders_id"), "resource_type": "test", "column_name": "id",
            "attached_node": "model.shop.orders", "test_metadata": {"name": name, "kwargs": {"column_name": "id"}},
            "depends_on": {"nodes": ["model.shop.orders"]}})
    };
    json!({"metadata": {"project_name": "shop"},
        "nodes": {
            "model.shop.orders": dbt_model("orders", "orders", "source.shop.raw.orders"),
            "model.shop.letters": dbt_model("letters", "letters", "source.shop.raw.orders"),
            "model.shop.idea": dbt_model("idea", "idea", "source.shop.raw.orders"),
            "test.shop.unique.1": test("unique"),
            "test.shop.not_null.2": test("not_null"),
        },
        "sources": {"source.shop.raw.orders": {"source_name": "raw", "name": "orders", "resource_type": "source",
            "relation_name": "\"db\".\"raw\".\"orders\"", "fqn": ["shop", "raw", "orders"], "original_file_path": "models/raw.yml",
            "freshness": {"warn_after": {"count": 6, "period": "hour"}, "error_after": {"count": 12, "period": "hour"}}}},
        "exposures": {"exposure.shop.board": {"name": "board", "type": "dashboard", "fqn": ["shop", "board"],
            "original_file_path": "models/board.yml", "depends_on": {"nodes": ["model.shop.orders"]}}}})
}

/// Returns run results that all succeed except for some rows: id and status; `-` for no row at all.
fn run(odd: &[(&str, &str)]) -> String {
    let at = "2026-11-21T02:30:00Z";
    let all = [
        ("model.shop.orders", "success"),
        ("model.shop.letters", "success"),
        ("model.shop.idea", "success"),
        ("test.shop.unique.1", "pass"),
        ("test.shop.not_null.2", "pass"),
    ];
    let rows = all.iter().filter_map(|(id, well)| {
        let status = odd.iter().find(|(odd, _)| odd == id).map_or(*well, |(_, status)| status);
        let row = json!({"unique_id": id, "status": status, "failures": if status == "fail" { 2 } else { 0 },
            "message": "Database Error in model x (models/x.sql)\n  no such column: amout",
            "timing": [{"name": "execute", "started_at": at, "completed_at": at}]});
        (status != "-").then_some(row)
    });
    json!({"metadata": {"generated_at": at, "invocation_id": "run"}, "args": {"which": "build"}, "results": rows.collect::<Vec<_>>()})
        .to_string()
}

const UPLOADED: &str = r#"{"eventType":"COMPLETE","eventTime":"2026-11-21T03:00:00Z","run":{"runId":"a"},"job":{"namespace":"loads","name":"upload"},"inputs":[],"outputs":[]}"#;

/// A site on which everything succeeded except for these rows of the run.
struct Site {
    catalog: Scratch,
}

impl Site {
    fn new(name: &str, odd: &[(&str, &str)]) -> Self {
        let catalog = Scratch::new(&format!("claims-{name}")).with(PRODUCTS);
        catalog.write("target/manifest.json", &manifest().to_string());
        catalog.write("target/run_results.json", &run(odd));
        let looked = json!({"metadata": {"generated_at": "2026-11-21T02:20:00Z"}, "results": [{
            "unique_id": "source.shop.raw.orders", "status": "pass", "max_loaded_at": "2026-11-21T01:10:00Z",
            "snapshotted_at": "2026-11-21T02:20:00Z"}]});
        catalog.write("target/sources.json", &looked.to_string());
        catalog.write("events/loads.ndjson", UPLOADED);
        let site = Self { catalog };
        site.build();
        site
    }

    fn build(&self) {
        let run = glassbox(self.catalog.path(), &["build", ".", "--now", NOW, "--out", "site"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
    }

    fn page(&self, path: &str) -> String {
        main_of(&self.catalog.path().join("site"), path)
    }

    fn file(&self, path: &str) -> String {
        fs::read_to_string(self.catalog.path().join("site").join(path)).unwrap()
    }

    fn product(&self, id: &str) -> Value {
        serde_json::from_str(&self.file(&format!("products/{id}.json"))).unwrap()
    }

    /// Returns the checks that a product's page claims.
    fn checked(&self, id: &str) -> String {
        let said = self.product(id)["standing"]["checked"].as_str().unwrap().to_owned();
        assert!(self.page(&format!("products/{id}/index.html")).contains(&said), "{id} says: {said}");
        said
    }
}

#[test]
fn the_sentence_under_a_status_states_only_what_was_observed() {
    let site = Site::new("sentence", &[("test.shop.not_null.2", "fail")]);
    assert_eq!(
        site.checked("orders"),
        "Last run 02:30 succeeded, 1 of 2 tests failed, data is 2 hours old (promised: 24 hours)"
    );
    assert_eq!(site.checked("letters"), "Last run 02:30 succeeded, no test, no promised freshness");
    assert_eq!(site.checked("upload"), "Last run 03:00 succeeded, no test, no promised freshness");
    assert_eq!(site.checked("raw"), "No test, its source is fresh enough, no promised freshness");
    for (path, bytes) in files(&site.catalog.path().join("site")) {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("its tests pass, and it is as fresh"), "{path} claims more than was checked");
    }
    let text = site.file("products/letters.md");
    assert!(text.contains("- Last run 02:30 succeeded, no test, no promised freshness."), "{text}");
}

#[test]
fn a_test_without_a_result_does_not_count_as_passed() {
    let site = Site::new("missing", &[("test.shop.unique.1", "-")]);
    let said = site.checked("orders");
    assert!(said.starts_with("Last run 02:30 succeeded, 1 of 2 tests has no result, "), "{said}");
    let tests = &site.product("orders")["standing"]["tests"];
    assert_eq!(
        *tests,
        json!({"total": 2, "passed": 1, "warned": 0, "failed": 0, "missing": 1, "before_load": 0})
    );
}

#[test]
fn an_output_port_shows_the_results_of_its_tests() {
    let card = |name: &str, odd: &[(&str, &str)]| {
        let site = Site::new(name, odd);
        let page = site.file("products/orders/index.html");
        let (_, card) = page.split_once("<p class=\"tests tests-").unwrap();
        let (status, rest) = card.split_once('"').unwrap();
        let text = rest.split_once("</p>").unwrap().0.rsplit_once('>').unwrap().1;
        format!("{status}: {text}")
    };
    assert_eq!(card("port-well", &[]), "holding: 2 tests, both passing");
    assert_eq!(card("port-failing", &[("test.shop.unique.1", "fail")]), "failing: 1 of 2 tests fails");
    assert_eq!(card("port-warning", &[("test.shop.unique.1", "warn")]), "warning: 1 of 2 tests warns");
    let unseen = [("test.shop.unique.1", "-"), ("test.shop.not_null.2", "-")];
    assert_eq!(card("port-unseen", &unseen), "unknown: 2 tests, no result seen");
    assert_eq!(
        card("port-partly", &unseen[..1]),
        "unknown: 2 tests: 1 passing, 1 without a result",
        "only passing tests give a tick"
    );
}

#[test]
fn a_late_product_has_no_output_port_with_a_better_status() {
    let site = Site::new("late-port", &[]);
    let board = site.product("board");
    assert_eq!(
        (&board["status"]["id"], &board["ports"][0]["status"]["id"]),
        (&json!("late"), &json!("late"))
    );
    // What holds for the dashboard itself is not repeated.
    let detail = site.page("products/board/detail/index.html");
    assert!(detail.contains("board Late output: Board\n"), "{detail}");
}

#[test]
fn a_regulation_without_controls_shows_no_compliance() {
    let site = Site::new("controls", &[]);
    let page = site.page("regulations/words-only/index.html");
    assert!(page.contains("No controls are defined, so compliance cannot be shown"), "{page}");
    assert!(!page.contains("Evidence given") && !page.contains("Overall"), "{page}");
    let other = site.page("regulations/privacy/index.html");
    assert!(other.contains("Overall") && other.contains("No evidence"), "{other}");
    assert!(site.file("regulations/words-only/evidence.csv").contains("words-only,raw,Raw,,,,"));
    assert!(site.file("products/raw.md").contains("Words only: no controls are defined"));
    assert!(site.page("products/raw/index.html").contains("No controls are defined"));
}

#[test]
fn products_beyond_a_declared_end_of_a_regulation_are_not_gaps() {
    let site = Site::new("ends", &[]);
    let drawing = site.file("regulations/privacy/flows.svg");
    let stands = |name: &str| -> String {
        let node = boxes_of(&drawing).into_iter().find(|node| node.contains(&format!(">{name}<"))).unwrap();
        let mut looks = node.split('"').next().unwrap().split_whitespace();
        looks.rfind(|look| !look.starts_with("kind-")).unwrap_or("plain").to_owned()
    };
    assert_eq!(stands("Raw"), "given");
    assert_eq!(stands("Orders"), "plain", "the obligation ends there");
    assert_eq!(stands("Board"), "beyond", "it reads only from where the obligation ends");
    assert_eq!(stands("Letters"), "gap", "it reads data under the regulation without declaring it");
    assert!(drawing.contains("Ended upstream") && drawing.contains("! Not declared"));
}

#[test]
fn the_quality_page_states_its_order_and_shows_no_undeclared_tiers() {
    let broken = [("model.shop.orders", "error")];
    let site = Site::new("tiers", &broken);
    let page = site.page("quality/index.html");
    assert!(page.contains("sorted by the furthest declared use"), "{page}");
    assert!(!page.contains("Experimental") && !page.contains("affects "), "{page}");
    assert_eq!(site.product("orders")["tier"], Value::Null, "no tier is declared");
}

#[test]
fn the_card_of_a_failing_product_gives_the_reason() {
    let site = Site::new("reason", &[("model.shop.idea", "error")]);
    let page = site.page("quality/index.html");
    let (_, card) = page.split_once("[Idea](").unwrap_or_else(|| panic!("no card in {page}"));
    let card = card.split("\nh3").next().unwrap();
    assert!(card.contains("Failing") && card.contains("its last run failed"), "{card}");
}

#[test]
fn a_retired_product_is_searchable_by_name_and_comes_last() {
    let site = Site::new("retired", &[]);
    let index: Value = serde_json::from_str(&site.file("search/index.json")).unwrap();
    assert_eq!((&index["products"], &index["retired"]), (&json!(PRODUCTS.len() - 3), &json!(1)));
    let words: Value = serde_json::from_str(&site.file("search/words/le.json")).unwrap();
    assert!(words["leaflet"].is_array(), "{words}");
    let products: Value = serde_json::from_str(&site.file("search/products/0.json")).unwrap();
    assert_eq!(products.as_array().unwrap().last().unwrap()[0], "old-leaflet");
}

#[test]
fn the_search_index_and_its_status_filter_list_the_same_statuses() {
    let site = Site::new("search-statuses", &[]);
    let read = |path: &str| -> Value { serde_json::from_str(&site.file(path)).unwrap() };
    let (index, facets) = (read("search/index.json"), read("search/facets.json"));
    let by_status =
        facets["facets"].as_array().unwrap().iter().find(|facet| facet["key"] == "status").unwrap();
    assert_eq!(index["statuses"], by_status["values"]);
    let statuses = index["statuses"].as_array().unwrap();
    assert_eq!(statuses.first().unwrap(), &json!(["failing", "Failing"]), "worst first");
    assert_eq!(statuses.last().unwrap(), &json!(["not-watched", "Not watched"]));
}

#[test]
fn the_time_of_the_newest_row_is_shown_for_source_and_product() {
    let site = Site::new("row", &[]);
    let detail = site.page("products/raw/detail/index.html");
    assert!(detail.contains("Newest row 21 November 2026, 01:10"), "{detail}");
    let page = site.page("products/raw/index.html");
    assert!(page.contains("Newest rows of its sources: 21 November 2026, 01:10"), "{page}");
}

#[test]
fn the_home_page_offers_what_is_missing_only_below_full_coverage() {
    let site = Site::new("coverage", &[]);
    let home = site.page("index.html");
    assert!(home.contains("100%") && home.contains("See the details"), "{home}");
    site.catalog.write("products/letters.yml", "id: letters\nname: Letters\n");
    site.build();
    assert!(site.page("index.html").contains("See what is missing"));
}

#[test]
fn large_numbers_have_thousands_separators_and_do_not_wrap() {
    let catalog = Scratch::new("claims-many").with(&[("glassbox.yml", "title: Many\n")]);
    for at in 0..1001 {
        catalog.write(&format!("products/p{at}.yml"), &format!("id: p{at}\nname: P {at}\ncategory: mart\n"));
    }
    let run = glassbox(catalog.path(), &["build", ".", "--now", NOW, "--out", "site"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let site = catalog.path().join("site");
    let (home, list) = (main_of(&site, "index.html"), main_of(&site, "products/index.html"));
    assert!(home.contains("1,001 data products") && !home.contains("1001"), "{home}");
    assert!(list.contains("1,001 products") && !list.contains("1001"), "{list}");
    let styles = fs::read_to_string(site.join("theme/glassbox.css")).unwrap();
    assert!(styles.contains(".facet a .count { flex: none; white-space: nowrap; }"));
}

#[test]
fn columns_recorded_as_added_in_the_example_exist_in_its_manifest() {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("example-catalog");
    let changes = fs::read_to_string(example.join("history/changes.ndjson")).unwrap();
    let manifest = fs::read_to_string(example.join("warehouse/artifacts/manifest.json")).unwrap();
    let manifest: Value = serde_json::from_str(&manifest).unwrap();
    let nodes = manifest["nodes"].as_object().unwrap().values();
    let columns: Vec<&String> =
        nodes.filter_map(|node| node["columns"].as_object()).flat_map(|columns| columns.keys()).collect();
    let added: Vec<&str> = changes.lines().filter(|line| line.contains("\"column-added\"")).collect();
    assert!(!added.is_empty());
    for line in added {
        let known = line.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
        assert!(known.into_iter().any(|word| columns.iter().any(|column| *column == word)), "{line}");
    }
}
