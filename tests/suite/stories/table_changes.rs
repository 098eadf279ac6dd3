//! What becomes of the tables behind output ports: `glassbox diff` follows them, with and without dbt.

use super::*;

const TEAMS: &str =
    "teams:\n  - {id: data, name: Data}\n  - {id: app, name: App, support: [{channel: '#app'}]}\n";
const MART: &str = "id: mart\nname: Missing items\nowner: data\nassets: [{dbt: fct}]\noutput_ports: [{id: o, name: Items, dbt: fct}]\nconsumers: [{team: app, use: shop page, stage: application}]\n";
const REPORT: &str = "id: report\nname: Report\nowner: data\nassets: [{dbt: report}]\n";
const SYNC: &str =
    "id: sync\nname: Sync\nowner: data\nassets: [{id: s, kind: sync, tool: Census, reads: ['mart:o']}]\n";

/// A model that a report reads by `ref` and a sync by its name; `change` is what another state does to the model.
fn dbt_story(name: &str, change: impl Fn(&mut Value)) -> Scratch {
    let mut mart = node("model", "marts", "fct", &[]);
    change(&mut mart.1);
    let report = node("model", "marts", "report", &["model.p.fct"]);
    Scratch::new(name).with(&[
        ("glassbox.yml", "title: Shop\ndbt: [target]\n"),
        ("teams.yml", TEAMS),
        ("target/manifest.json", &manifest(vec![mart, report])),
        ("products/mart.yml", MART),
        ("products/report.yml", REPORT),
        ("products/sync.yml", SYNC),
    ])
}

/// What the comparison of two states says, with its exit code.
fn diff(old: &Scratch, new: &Scratch) -> (String, i32) {
    let folders = [old.path().to_str().unwrap(), new.path().to_str().unwrap()];
    let run = glassbox(
        new.path(),
        &["diff", folders[0], folders[1], "--now", crate::support::NOW, "--deny-breaking"],
    );
    (run.stdout, run.code)
}

#[test]
fn a_table_with_another_name_or_place_breaks_what_reads_it_by_name() {
    for (at, moved) in ["db.marts.fct_v2", "db.prod2.fct", "db2.marts.fct"].into_iter().enumerate() {
        let old = dbt_story(&format!("table-moved-{at}-old"), |_| ());
        let new = dbt_story(&format!("table-moved-{at}-new"), |node| node["relation_name"] = json!(moved));
        let (said, code) = diff(&old, &new);
        assert_eq!(code, 1, "{said}");
        let expected = format!(
            "Breaking: Missing items (table of output Items moved from db.marts.fct to {moved}). It reaches customers: Missing items."
        );
        assert!(said.starts_with(&expected), "{said}");
        assert!(said.contains("    tell App (#app), Sync\n"), "dbt follows a table that it makes: {said}");
        assert!(!said.contains("reaches Report"), "{said}");
    }
}

#[test]
fn a_table_that_is_told_with_less_of_its_place_has_not_moved() {
    let old = dbt_story("table-same-old", |_| ());
    let new = dbt_story("table-same-new", |node| node["relation_name"] = json!("marts.fct"));
    assert_eq!(diff(&old, &new), ("Nothing that others rely on has changed.\n".to_owned(), 0));
    // A view can be read like a table.
    let new = dbt_story("table-view-new", |node| node["config"]["materialized"] = json!("view"));
    assert_eq!(diff(&old, &new).1, 0);
}

#[test]
fn a_model_that_is_ephemeral_now_has_no_table() {
    let old = dbt_story("table-ephemeral-old", |_| ());
    let new = dbt_story("table-ephemeral-new", |node| {
        node["relation_name"] = Value::Null;
        node["config"]["materialized"] = json!("ephemeral");
    });
    let (said, code) = diff(&old, &new);
    assert_eq!(code, 1, "{said}");
    assert!(
        said.contains("mart (Missing items): output Items has lost its table fct: the dbt model is ephemeral now\n    tell App (#app), Sync\n"),
        "{said}"
    );
    assert!(!said.contains("reaches Report"), "{said}");
}

#[test]
fn artifacts_of_another_target_are_recognised_where_every_table_has_moved() {
    let story = |name: &str, schema: &str| {
        let both = ["fct", "report"].map(|table| {
            let mut node = node("model", "marts", table, &[]);
            node.1["relation_name"] = json!(format!("db.{schema}.{table}"));
            node
        });
        let report = format!("{REPORT}output_ports: [{{id: o, dbt: report}}]\n");
        Scratch::new(name).with(&[
            ("glassbox.yml", "title: Shop\ndbt: [target]\n"),
            ("teams.yml", TEAMS),
            ("target/manifest.json", &manifest(both.to_vec())),
            ("products/mart.yml", MART),
            ("products/report.yml", &report),
        ])
    };
    let (old, new) = (story("table-target-old", "prod"), story("table-target-new", "ci_7"));
    let run = glassbox(new.path(), &["diff", old.path().to_str().unwrap(), "--now", crate::support::NOW]);
    assert!(run.stderr.contains("hint: every table of dbt stands elsewhere now"), "{}", run.stderr);
    assert!(run.stdout.contains("moved from db.prod.fct to db.ci_7.fct"), "{}", run.stdout);
}
