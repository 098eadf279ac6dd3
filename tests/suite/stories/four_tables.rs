//! A loader loads three tables, an access policy guards them, a mart aggregates them, a dashboard shows the result.

use super::*;
use crate::support::NOW;

/// The differences between one variant of the story and another.
struct Variant<'t> {
    /// The id, name, tool and job of the guard.
    guard: [&'t str; 4],
    /// What the guard looks after, and for which control.
    keys: &'t str,
    /// Whether the guard belongs to a product of its own.
    apart: bool,
    /// The end of its run; `None` if no run was observed.
    end: Option<&'t str>,
}

const MASK: [&str; 4] = ["mask", "Masking policy", "Immuta", "immuta/policies/mask"];
const KEYS: &str = "guards: ['source:raw'], control: gdpr/masking";

fn variant(end: Option<&str>) -> Variant<'_> {
    Variant { guard: MASK, keys: KEYS, apart: false, end }
}

/// Returns an OpenLineage event that ends a run on the night of the story and has read these tables.
fn event(end: &str, job: &str, at: &str, reads: &[&str]) -> String {
    let (namespace, name) = job.split_once('/').unwrap();
    let table = |name: &&str| json!({"namespace": "snowflake://acc", "name": format!("db.{name}")});
    let message = json!({"errorMessage": {"message": "the rule could not be applied to t2", "programmingLanguage": "PYTHON"}});
    let facets = if end == "FAIL" { message } else { json!({}) };
    json!({"eventType": end, "eventTime": at, "producer": "https://x",
        "schemaURL": "https://openlineage.io/spec/2-0-2/OpenLineage.json",
        "run": {"runId": format!("00000000-0000-4000-8000-{:012}", job.len()), "facets": facets},
        "job": {"namespace": namespace, "name": name, "facets": {}},
        "inputs": reads.iter().map(table).collect::<Vec<_>>(), "outputs": []})
    .to_string()
}

fn story(name: &str, variant: &Variant<'_>) -> Scratch {
    let tables = ["t1", "t2", "t3"].map(|table| node("source", "raw", table, &[]));
    let sources: Vec<String> = tables.iter().map(|(id, _)| id.clone()).collect();
    let mut nodes = tables.to_vec();
    nodes.push(node("model", "marts", "t4", &[&sources[0], &sources[1]]));
    let tests: Vec<_> =
        sources.iter().map(String::as_str).chain(["model.p.t4"]).map(|of| test("unique", of)).collect();
    let rows = tests.iter().map(|(id, _)| (id.clone(), "pass")).chain([("model.p.t4".to_owned(), "success")]);
    let results = results(rows.collect::<Vec<_>>());
    nodes.extend(tests);
    nodes.push((
        "exposure.p.sales".to_owned(),
        json!({"name": "sales", "resource_type": "exposure", "package_name": "p", "type": "dashboard",
            "fqn": ["p", "sales"], "original_file_path": "models/e.yml", "depends_on": {"nodes": ["model.p.t4"]}}),
    ));
    let (exposures, nodes): (Vec<_>, Vec<_>) =
        nodes.into_iter().partition(|(id, _)| id.starts_with("exposure."));
    let mut manifest: Value = serde_json::from_str(&manifest(nodes)).unwrap();
    manifest["exposures"] = Value::Object(exposures.into_iter().collect());

    let Variant { guard: [id, label, tool, job], keys, apart, end } = variant;
    let guard = format!("{{id: {id}, name: {label}, kind: access policy, tool: {tool}, job: {job}, {keys}}}");
    let own = if *apart { String::new() } else { format!("  - {guard}\n") };
    let load = event("COMPLETE", "meltano/load", "2026-11-21T02:03:00Z", &[]);
    let look = end.map(|end| event(end, job, "2026-11-21T02:05:00Z", &["raw.t1", "raw.t2", "raw.t3"]));
    let scratch = Scratch::new(name).with(&[
        ("glassbox.yml", "title: Four tables\ndbt: [target]\nopenlineage: [ol]\n"),
        ("teams.yml", "teams: [{id: data, name: Data}, {id: privacy, name: Privacy}]\n"),
        ("regulations/gdpr.yml", "id: gdpr\nname: GDPR\ncontrols: [{id: masking, name: Masking}, {id: erasure, name: Erasure}]\n"),
        (
            "products/load.yml",
            &format!(
                "id: load\nname: Loaded tables\nowner: data\ntier: company\nregulations: [{{id: gdpr}}]\n\
                 output_ports: [{{id: t1, dbt: 'source:raw.t1'}}, {{id: t2, dbt: 'source:raw.t2'}}]\nassets:\n  \
                 - dbt: 'source:raw'\n  - {{id: loader, kind: loader, job: meltano/load, feeds: ['source:raw']}}\n{own}"
            ),
        ),
        (
            "products/mart.yml",
            "id: mart\nname: The sum\nowner: data\ntier: company\nassets: [{dbt: 'path:models/marts'}]\noutput_ports: [{id: t4, dbt: t4}]\n",
        ),
        (
            "products/sales.yml",
            "id: sales\nname: Sales dashboard\nowner: data\nassets: [{dbt: 'exposure:sales'}]\noutput_ports: [{id: sales, dbt: 'exposure:sales'}]\n",
        ),
        ("target/manifest.json", &manifest.to_string()),
        ("target/run_results.json", &results),
        ("ol/events.ndjson", &format!("{load}\n{}\n", look.unwrap_or_default())),
    ]);
    if *apart {
        let product = format!("id: policies\nname: Policies\nowner: privacy\nassets: [{guard}]\n");
        scratch.write("products/policies.yml", &product);
    }
    scratch
}

/// A story whose site is built.
struct Seen {
    catalog: Scratch,
    quality: String,
}

impl Seen {
    fn of(catalog: Scratch) -> Self {
        let quality = page(&catalog, "quality/index.html");
        Self { catalog, quality }
    }

    fn file(&self, path: &str) -> String {
        fs::read_to_string(self.catalog.path().join("site").join(path)).unwrap()
    }

    fn record(&self, product: &str) -> Value {
        let path = self.catalog.path().join(format!("site/products/{product}.json"));
        serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
    }

    fn status(&self, product: &str) -> String {
        self.record(product)["status"]["id"].as_str().unwrap().to_owned()
    }
}

#[test]
fn a_failed_guard_makes_the_product_it_guards_fail() {
    let other = Variant {
        guard: ["scan", "Nightly scan", "Macie", "aws/scan"],
        keys: "guards: ['load:t1', 'load:t2', 'source:raw.t3']",
        apart: true,
        end: Some("ABORT"),
    };
    for (name, case) in [("four-tables", variant(Some("FAIL"))), ("four-tables-other", other)] {
        let seen = Seen::of(story(name, &case));
        let quality = &seen.quality;
        assert_eq!(seen.status("load"), "failing", "{name}");
        assert_eq!(seen.status("mart"), "at-risk", "{name}");
        assert_eq!(seen.status("sales"), "at-risk", "{name}");
        let first = quality.find("Loaded tables").unwrap();
        assert!(quality.find("The sum").is_none_or(|at| first < at), "{name}: {quality}");
        assert!(quality.contains(&format!("its guard {}", case.guard[1])), "{name}: {quality}");
        // By the name of its product, not by dbt's.
        assert!(quality.contains("Affected dashboards, apps and syncs Sales dashboard"), "{name}: {quality}");
        // One failure, however many tables; if the guard is in another product it is shown there too, and can wait.
        let count = "1 failure in 1 product ";
        assert!(quality.contains(count), "{name}: {quality}");
    }
}

/// A check of a dashboard found that the data below it is bad: whoever makes the data fixes it, on every page.
#[test]
fn what_a_check_of_a_dashboard_found_is_fixed_by_the_owner_of_the_data() {
    let catalog = story("four-check", &variant(None));
    catalog.write(
        "products/sales.yml",
        "id: sales\nname: Sales dashboard\nowner: privacy\nassets:\n  - dbt: exposure:sales\n  \
         - {id: check, name: Spectacles, kind: test, job: spectacles/tests, reads: [t4]}\noutput_ports: [{id: sales, dbt: 'exposure:sales'}]\n",
    );
    let failed = event("FAIL", "spectacles/tests", "2026-11-21T02:06:00Z", &[]);
    let events = fs::read_to_string(catalog.path().join("ol/events.ndjson")).unwrap();
    catalog.write("ol/events.ndjson", &format!("{events}{failed}\n"));
    let seen = Seen::of(catalog);
    assert!(seen.quality.contains("Who can fix it Data Ask Privacy what it found"), "{}", seen.quality);
    let dashboard = text_of(&seen.file("products/sales/index.html"));
    assert!(
        dashboard.contains("Data can fix it") && !dashboard.contains("Privacy can fix it"),
        "{dashboard}"
    );
}

#[test]
fn a_control_whose_job_failed_is_failing_even_without_tables() {
    let keys = "control: gdpr/masking";
    for (name, end, state) in [
        ("four-tables-bare-control", "FAIL", "failing"),
        ("four-tables-bare-control-well", "COMPLETE", "given"),
    ] {
        let catalog = story(name, &Variant { keys, ..variant(Some(end)) });
        let file = catalog.path().join("products/load.yml");
        let evidence = "{id: gdpr, controls: {masking: {evidence: 'https://x/mask', reviewed: 2026-11-01}}}";
        let text = fs::read_to_string(&file).unwrap().replace("{id: gdpr}", evidence);
        catalog.write("products/load.yml", &text);
        let seen = Seen::of(catalog);
        let table = seen.file("regulations/gdpr/evidence.csv");
        assert!(table.contains(&format!(",masking,{state},")), "{end}: {table}");
        let control = seen.record("load")["regulations"][0]["controls"][0].clone();
        assert_eq!(control["state"]["id"], state, "{end}: {control}");
        let page = page(&seen.catalog, "regulations/gdpr/index.html");
        let rows = page.split("Products in scope").last().unwrap();
        assert_eq!(rows.contains("Evidence current"), end == "COMPLETE", "{page}");
        assert_eq!(rows.contains("failed today"), end == "FAIL", "{page}");
    }
}

#[test]
fn a_guard_that_passed_or_was_not_observed_worsens_no_status() {
    for end in [Some("COMPLETE"), None] {
        let catalog = story("four-tables-well", &variant(end));
        let seen = Seen::of(catalog);
        // The guard itself was expected to run.
        let own = if end.is_some() { "holding" } else { "unknown" };
        assert_eq!(seen.status("load"), own, "{end:?}");
        assert_eq!(seen.status("mart"), "holding", "{end:?}");
        let apart = Variant { apart: true, ..variant(end) };
        let seen = Seen::of(story("four-tables-apart", &apart));
        assert_eq!(seen.status("load"), "holding", "{end:?}: the guard of another product is reported there");
        assert!(seen.record("load")["builds_on"].as_array().is_none_or(Vec::is_empty));
    }
}

#[test]
fn a_policy_guards_data_without_checking_it() {
    // Without the tests of dbt only the guard is left: a policy does not check the data, a scan does.
    for (keys, expected) in [(KEYS, "unchecked"), ("guards: ['source:raw']", "holding")] {
        let catalog =
            story("four-tables-untested", &Variant { keys, apart: true, ..variant(Some("COMPLETE")) });
        let path = catalog.path().join("target/manifest.json");
        let mut manifest: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        manifest["nodes"].as_object_mut().unwrap().retain(|id, _| id.starts_with("model."));
        fs::write(&path, manifest.to_string()).unwrap();
        let seen = Seen::of(catalog);
        assert_eq!(seen.status("load"), expected, "{keys}");
    }
}

#[test]
fn the_impact_of_a_guard_includes_the_products_it_guards() {
    let catalog = story("four-tables-impact", &Variant { apart: true, ..variant(None) });
    let impact = glassbox(catalog.path(), &["impact", "immuta/policies/mask", "--format", "json"]);
    let impact: Value = serde_json::from_str(&impact.stdout).unwrap();
    let hit: Vec<&str> =
        impact["products"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
    assert_eq!(hit, ["load", "policies", "mart", "sales"]);
}

#[test]
fn mistakes_in_a_guard_are_reported() {
    for (keys, code) in [
        ("guards: ['source:rew'], control: gdpr/masking", "empty-selector"),
        ("guards: [mask]", "empty-selector"),
        ("control: gdpr/masking", "empty-selector"),
        ("guards: ['source:raw'], control: gdpr/maskin", "unknown-control"),
        ("guards: ['source:raw'], control: masking", "unknown-control"),
        ("guards: ['source:raw'], control: gdrp/masking", "unknown-regulation"),
    ] {
        let catalog = story("four-tables-wrong", &Variant { keys, ..variant(None) });
        let check = glassbox(catalog.path(), &["check"]);
        assert!(check.stderr.contains(&format!("[{code}]")), "{keys}: {}", check.stderr);
    }
}

/// What is guarded need not be known to dbt.
#[test]
fn an_unknown_guarded_table_is_explained_for_datasets_and_jobs() {
    let said = |keys: &str| {
        let catalog = story("four-tables-unknown", &Variant { keys, ..variant(None) });
        glassbox(catalog.path(), &["check"]).stderr
    };
    let unknown = said("guards: [d.b]");
    assert!(unknown.contains("warning[empty-selector]: `d.b` is guarded, but is not known"), "{unknown}");
    assert!(unknown.contains("not an asset, an output port or a dbt node"), "{unknown}");
    assert!(unknown.contains("with `table: …` or `job: …`"), "{unknown}");
    let dbt = said("guards: ['source:rew']");
    assert!(dbt.contains("the selector `source:rew` matches nothing in dbt"), "{dbt}");
}

/// Returns what the regulation shows about the masking of the loaded tables, and the text of its page.
fn masking(seen: &Seen) -> (Value, String) {
    let record = seen.record("load");
    let control = record["regulations"][0]["controls"][0].clone();
    (control, page(&seen.catalog, "regulations/gdpr/index.html"))
}

#[test]
fn a_regulation_shows_declared_observed_and_failing_controls() {
    let cases = [
        (Some("FAIL"), KEYS, "failing", "failed today, 02:05: 3 of 3 tables"),
        (Some("COMPLETE"), KEYS, "seen", "last run today, 02:05: 3 of 3 tables"),
        // Some of the tables are not evidence for all.
        (
            Some("COMPLETE"),
            "guards: ['load:t1', 'load:t2'], control: gdpr/masking",
            "missing",
            "last run today, 02:05: 2 of 3 tables",
        ),
        (None, KEYS, "missing", "3 of 3 tables guarded, no recent run seen"),
        // A guard without a control is not evidence of one.
        (Some("COMPLETE"), "guards: ['source:raw']", "missing", ""),
    ];
    for (end, keys, state, text) in cases {
        let seen = Seen::of(story("four-tables-regulation", &Variant { keys, ..variant(end) }));
        let (control, page) = masking(&seen);
        assert_eq!(
            (&control["state"]["id"], control["seen"].as_str().unwrap_or_default()),
            (&json!(state), text),
            "{end:?} {keys}"
        );
        assert!(page.contains(text), "{end:?} {keys}: {page}");
        let csv = fs::read_to_string(seen.catalog.path().join("site/regulations/gdpr/evidence.csv")).unwrap();
        assert!(csv.contains(&format!("gdpr,load,Loaded tables,data,masking,{state},")), "{csv}");
        let check = glassbox(seen.catalog.path(), &["check", "--now", NOW]);
        let missing = match state {
            "seen" => "`erasure` of GDPR",
            // Its state is another one on the pages too.
            "failing" => "`erasure` of GDPR. The job that carries out `masking` failed",
            _ => "2 controls of GDPR: `masking` and `erasure`",
        };
        assert!(
            check.stderr.contains(&format!("`load` has no evidence for {missing}")),
            "{end:?} {keys}: {}",
            check.stderr
        );
    }
}

#[test]
fn marked_columns_without_a_guard_are_listed() {
    let regulation =
        "id: gdpr\nname: GDPR\nmarks: [pii]\ncontrols: [{id: masking, name: Masking}, {id: erasure}]\n";
    for (keys, listed) in [
        (KEYS, false),
        ("guards: ['source:raw.t1'], control: gdpr/masking", true),
        // If nothing is guarded for the regulation, nothing is missing.
        ("guards: ['source:raw.t1']", false),
    ] {
        let catalog = story("four-tables-marks", &Variant { keys, ..variant(Some("COMPLETE")) });
        catalog.write("regulations/gdpr.yml", regulation);
        let path = catalog.path().join("target/manifest.json");
        let mut manifest: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        manifest["sources"]["source.p.raw.t2"]["columns"] =
            json!({"email": {"name": "email", "tags": ["pii"]}});
        fs::write(&path, manifest.to_string()).unwrap();
        let check = glassbox(catalog.path(), &["check"]);
        let found = check.stderr.contains("no guard of GDPR covers `raw.t2.email` of `load`");
        assert_eq!(found, listed, "{keys}: {}", check.stderr);
        assert_eq!(check.stderr.contains("unguarded-data"), listed, "{keys}: {}", check.stderr);
        let page = page(&catalog, "regulations/gdpr/index.html");
        assert_eq!(page.contains("Loaded tables raw.t2.email"), listed, "{keys}: {page}");
    }
}

#[test]
fn a_standard_can_ask_for_guards() {
    let standard = |share: &str| {
        format!(
            "standards:\n  - id: safe\n    name: Safe\n    checks: [{{id: g, check: guarded, level: basic{share}}}]\nlevels: [{{id: basic, name: Basic}}]\n"
        )
    };
    for (keys, share, met) in [
        (KEYS, "", true),
        ("guards: ['load:t1', 'load:t2']", "", false),
        ("guards: ['load:t1', 'load:t2']", ", at_least: 60%", true),
    ] {
        let catalog = story("four-tables-standard", &Variant { keys, ..variant(None) });
        catalog.write("standards.yml", &standard(share));
        let seen = Seen::of(catalog);
        let card = &seen.record("load")["standards"][0];
        assert_eq!(card["score"]["part"], json!(u8::from(met)), "{keys}{share}: {card}");
        assert_eq!(card.to_string().contains("2 of 3 tables are guarded"), !met, "{keys}{share}: {card}");
    }
}
