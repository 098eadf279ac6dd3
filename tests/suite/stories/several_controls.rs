//! A guard that carries out several controls, and a control that covers what is marked and not everything.

use super::*;
use crate::support::NOW;

/// Returns an event of a job without inputs and outputs.
fn event(end: &str, job: &str, at: &str) -> String {
    let (namespace, name) = job.split_once('/').unwrap();
    json!({"eventType": end, "eventTime": at, "producer": "https://x",
        "schemaURL": "https://openlineage.io/spec/2-0-2/OpenLineage.json",
        "run": {"runId": format!("00000000-0000-4000-8000-{:012}", job.len()), "facets": {}},
        "job": {"namespace": namespace, "name": name, "facets": {}}, "inputs": [], "outputs": []})
    .to_string()
}

/// Returns a product with a table with a marked column and a plain one, and a policy with these keys.
fn story(name: &str, keys: &str, end: &str, marks: &str) -> Scratch {
    let (id, mut people) = node("model", "m", "people", &[]);
    people["columns"] = json!({"email": {"name": "email", "tags": ["pii"]}, "city": {"name": "city"}});
    let nodes = vec![(id, people), node("model", "m", "places", &[])];
    let rows = ["people", "places"].map(|name| (format!("model.p.{name}"), "success"));
    Scratch::new(name).with(&[
        ("glassbox.yml", "title: Controls\ndbt: [target]\nopenlineage: [ol]\n"),
        ("teams.yml", "teams: [{id: data, name: Data}]\n"),
        (
            "regulations/gdpr.yml",
            &format!(
                "id: gdpr\nname: GDPR\n{marks}controls: [{{id: masking, name: Masking}}, {{id: access, name: Access}}]\n"
            ),
        ),
        ("products/people.yml", &product(keys)),
        ("target/manifest.json", &manifest(nodes)),
        ("target/run_results.json", &results(rows)),
        ("ol/e.ndjson", &(event(end, "ranger/mask", "2026-11-21T02:20:00Z") + "\n")),
    ])
}

fn product(keys: &str) -> String {
    format!(
        "id: people\nname: People\nowner: data\nregulations: [{{id: gdpr}}]\nassets:\n  - dbt: path:models/m\n  \
         - {{id: mask, name: Mask, kind: access policy, job: ranger/mask, {keys}}}\n\
         output_ports: [{{id: people, dbt: people}}]\n"
    )
}

const BOTH: &str = "guards: [people, places], control: [gdpr/masking, gdpr/access]";

/// Returns the words and the observations of the controls of the product.
fn controls(catalog: &Scratch) -> Vec<(String, String)> {
    let record = fs::read_to_string(catalog.path().join("site/products/people.json")).unwrap();
    let record: Value = serde_json::from_str(&record).unwrap();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let controls = record["regulations"][0]["controls"].as_array().unwrap().iter();
    controls.map(|control| (text(&control["state"]["id"]), text(&control["seen"]))).collect()
}

#[test]
fn a_guard_is_evidence_of_each_of_its_controls_and_fails_once() {
    let well = story("controls-well", BOTH, "COMPLETE", "");
    page(&well, "index.html");
    let seen = ("seen".to_owned(), "last run today, 02:20: 2 of 2 tables".to_owned());
    assert_eq!(controls(&well), [seen.clone(), seen]);
    let messages = glassbox(well.path(), &["check", "--now", NOW]).messages();
    assert!(!messages.contains("missing-control"), "{messages}");

    let failing = story("controls-fail", BOTH, "FAIL", "");
    let quality = page(&failing, "quality/index.html");
    assert!(quality.contains("1 failure in 1 product needs a fix today."), "{quality}");
    assert!(
        quality.contains("Masking (GDPR) failed for 2 tables. Access (GDPR) failed for 2 tables."),
        "{quality}"
    );
    let failed = ("failing".to_owned(), "failed today, 02:20: 2 of 2 tables".to_owned());
    assert_eq!(controls(&failing), [failed.clone(), failed]);
    let team = page(&failing, "teams/data/index.html");
    assert!(team.contains("1 failure today") && !team.contains("2 failures"), "{team}");
    let impact = glassbox(failing.path(), &["impact", "ranger/mask", "--format", "json"]).stdout;
    let impact: Value = serde_json::from_str(&impact).unwrap();
    assert_eq!(impact["nodes"].as_array().unwrap().len(), 1, "{impact}");
}

#[test]
fn a_wrong_control_in_a_list_is_reported_where_it_is() {
    let keys = "guards: [people], control: [gdpr/masking, gdpr/maskin, gdpr/masking]";
    let catalog = story("controls-wrong", keys, "COMPLETE", "");
    let line = product(keys).lines().nth(6).unwrap().to_owned();
    let column = |at: usize| format!("products/people.yml:7:{}", at + 1);
    let said = glassbox(catalog.path(), &["check"]).messages();
    let after = |code: &str| said.split_once(&format!("error[{code}]")).unwrap().1.to_owned();
    let unknown = after("unknown-control");
    let place = unknown.lines().nth(1).unwrap();
    assert!(place.contains(&column(line.find("gdpr/maskin,").unwrap())), "{said}");
    let twice = after("duplicate-id");
    assert!(twice.starts_with(": `mask` carries out `gdpr/masking` twice"), "{said}");
    assert!(twice.lines().nth(1).unwrap().contains(&column(line.rfind("gdpr/masking").unwrap())), "{said}");
}

#[test]
fn a_lost_control_is_a_change_and_the_others_are_kept() {
    let old = story("controls-old", BOTH, "COMPLETE", "");
    let said = |name: &str, keys: &str| {
        let new = story(name, keys, "COMPLETE", "");
        let folders = [old.path().to_str().unwrap(), new.path().to_str().unwrap()];
        glassbox(new.path(), &["diff", folders[0], folders[1], "--now", NOW]).stdout
    };
    let one = said("controls-one", "guards: [people, places], control: gdpr/masking");
    assert!(one.contains("guard Mask no longer carries out gdpr/access\n"), "{one}");
    assert!(!one.contains("gdpr/masking"), "{one}");
    let none = said("controls-none", "reads: [people]");
    assert!(
        none.contains("no longer carries out gdpr/masking")
            || none.contains("which carried out gdpr/access and gdpr/masking"),
        "{none}"
    );
    let same = said("controls-order", "guards: [people, places], control: [gdpr/access, gdpr/masking]");
    assert!(!same.contains("guard Mask"), "{same}");
}

#[test]
fn a_control_that_covers_all_marked_tables_is_partly_seen() {
    let keys = "guards: [people], control: gdpr/masking";
    for (name, marks, state, seen) in [
        (
            "partly",
            "marks: [pii]\n",
            "partly",
            "last run today, 02:20: 1 of 2 tables, including all that are marked",
        ),
        ("unmarked", "", "missing", "last run today, 02:20: 1 of 2 tables"),
        ("others-marked", "marks: [secret]\n", "missing", "last run today, 02:20: 1 of 2 tables"),
    ] {
        let catalog = story(&format!("marked-{name}"), keys, "COMPLETE", marks);
        let regulation = page(&catalog, "regulations/gdpr/index.html");
        assert_eq!(controls(&catalog)[0], (state.to_owned(), seen.to_owned()), "{name}");
        assert!(regulation.contains(seen), "{name}: {regulation}");
        // It is not met: what the others lack is still to be done.
        let check = glassbox(catalog.path(), &["check", "--now", NOW]).messages();
        assert!(check.contains("missing-control"), "{name}: {check}");
        // The rule says of it what the page does.
        let is_partly = "`masking` was seen on all marked tables, but not on every table";
        assert_eq!(check.contains(is_partly), state == "partly", "{name}: {check}");
        assert_eq!(check.contains("no evidence for `access` of GDPR"), state == "partly", "{name}: {check}");
        assert_eq!(regulation.contains("Not seen on every table"), state == "partly", "{name}: {regulation}");
    }
    // The marked table itself is not covered.
    let other =
        story("marked-uncovered", "guards: [places], control: gdpr/masking", "COMPLETE", "marks: [pii]\n");
    page(&other, "index.html");
    assert_eq!(controls(&other)[0].0, "missing");
}
