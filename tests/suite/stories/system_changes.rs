//! What changes for those who run and use a system: `glassbox diff` tells them before it is merged.

use super::*;

const SYSTEMS: &str = "systems:\n  - {id: salesforce, name: Salesforce, team: sales, direction: destination}\n  - {id: shop, name: Shop, team: app, direction: source}\n";
const TEAMS: &str = "teams:\n  - {id: data, name: Data}\n  - {id: app, name: App engineering}\n  - {id: sales, name: Sales, support: [{channel: '#sales'}]}\n  - {id: care, name: Care, support: [{channel: '#care'}]}\n";
const SCORES: &str = "id: scores\nname: Scores\nowner: data\nassets:\n  - {id: push, name: Push of the scores, kind: sync, system: salesforce, fields: {id: Account number, score: Health score}}\nconsumers: [{team: care, use: calls, stage: operational}]\n";

/// A sync to a system, and these files instead of its own.
fn story(name: &str, more: &[(&str, &str)]) -> Scratch {
    Scratch::new(name)
        .with(&[
            ("glassbox.yml", "title: Scores\n"),
            ("teams.yml", TEAMS),
            ("systems.yml", SYSTEMS),
            ("products/scores.yml", SCORES),
        ])
        .with(more)
}

/// What the comparison of a catalog as it was with one that has these files says.
fn diff(name: &str, changed: &[(&str, &str)], format: &str) -> String {
    let (old, new) = (story(&format!("{name}-old"), &[]), story(&format!("{name}-new"), changed));
    let folders = [old.path().to_str().unwrap(), new.path().to_str().unwrap()];
    let more = ["--now", crate::support::NOW, "--format", format];
    let run = glassbox(new.path(), &[&["diff", folders[0], folders[1]], &more[..]].concat());
    assert!(run.code < 2, "{}", run.stderr);
    run.stdout
}

#[test]
fn a_field_that_is_gone_or_filled_from_elsewhere_breaks_what_its_users_see() {
    let scores = SCORES.replace("{id: Account number, score: Health score}", "{key: Account number}");
    let changed: &[(&str, &str)] = &[("products/scores.yml", &scores)];
    snapbox::assert_data_eq!(
        diff("system-fields", changed, "text"),
        snapbox::str![[r#"
Breaking: Scores (fills the field Account number in Salesforce from key instead of id) and 1 more change. They reach daily work: Scores.

Breaking
  scores (Scores): fills the field Account number in Salesforce from key instead of id
    tell Care (#care), Sales (#sales)
  scores (Scores): no longer fills the field Health score in Salesforce
    tell Care (#care), Sales (#sales)
    reaches Scores: Care, daily operations (calls); tell #care
    reaches Scores: Sales (Salesforce); tell #sales

"#]]
    );
    let json: Value = serde_json::from_str(&diff("system-fields-json", changed, "json")).unwrap();
    assert_eq!(json["changes"][0]["kind"], "field-moved");
    assert_eq!(json["changes"][0]["data"]["system"]["id"], "salesforce");
    assert_eq!(json["changes"][1]["kind"], "field-removed");
    assert_eq!(json["changes"][1]["data"]["column"], "score");
    assert_eq!(json["changes"][1]["tell"], json!(["care", "sales"]));
}

#[test]
fn a_sync_with_another_id_still_fills_its_fields() {
    let scores = SCORES.replace("id: push", "id: push-2");
    let found = diff("system-renamed", &[("products/scores.yml", &scores)], "text");
    assert_eq!(found, "Nothing that others rely on has changed.\n");
    // What names no system is told by itself.
    let alone = SCORES.replace(" system: salesforce,", "");
    let (old, gone) = (alone.clone(), alone.replace(", score: Health score", ""));
    let old = story("system-alone-old", &[("products/scores.yml", &old)]);
    let new = story("system-alone-new", &[("products/scores.yml", &gone)]);
    let folders = [old.path().to_str().unwrap(), new.path().to_str().unwrap()];
    let run = glassbox(new.path(), &["diff", folders[0], folders[1], "--now", crate::support::NOW]);
    let told = "no longer fills the field Health score (Push of the scores)\n    tell Care (#care)\n";
    assert!(run.stdout.contains(told), "{}", run.stdout);
}

#[test]
fn a_sync_that_no_longer_names_its_system_breaks_it_and_a_new_owner_does_not() {
    let scores = SCORES.replace(" system: salesforce,", "");
    let systems = SYSTEMS.replace("team: app", "team: data");
    let teams = TEAMS.replace("'#sales'", "'#crm'");
    let changed: &[(&str, &str)] =
        &[("products/scores.yml", &scores), ("systems.yml", &systems), ("teams.yml", &teams)];
    snapbox::assert_data_eq!(
        diff("system-unnamed", changed, "text"),
        snapbox::str![[r##"
Breaking: Salesforce (Push of the scores of Scores no longer writes to it). It reaches daily work: Scores.

Breaking
  system salesforce (Salesforce): Push of the scores of Scores no longer writes to it
    tell Care (#care), Sales (#crm)
    reaches Scores: Care, daily operations (calls); tell #care
    reaches Scores: Sales (Salesforce); tell #crm

Other changes
  system salesforce (Salesforce): contact changed from #sales to #crm
  system shop (Shop): owner changed from app to data

"##]]
    );
    let markdown = diff("system-unnamed-markdown", changed, "markdown");
    assert!(markdown.contains("| Salesforce (system) | Push of the scores of Scores no longer writes to it | Care (\\#care), Sales (\\#crm) |"), "{markdown}");
    assert!(markdown.contains("| Shop (system) | owner changed from app to data |"), "{markdown}");
    let json: Value = serde_json::from_str(&diff("system-unnamed-json", changed, "json")).unwrap();
    let first = &json["changes"][0];
    assert_eq!((&first["system"], &first["product"]), (&json!("salesforce"), &json!("")));
    assert_eq!((&first["kind"], &first["data"]["part"]), (&json!("system-part-removed"), &json!("writer")));
}

#[test]
fn a_system_that_is_gone_is_breaking_where_something_wrote_to_it() {
    let scores = SCORES.replace(" system: salesforce,", "");
    let changed: &[(&str, &str)] = &[("products/scores.yml", &scores), ("systems.yml", "systems: []\n")];
    let found = diff("system-gone", changed, "text");
    let (breaking, others) = found.split_once("Other changes\n").unwrap();
    assert!(
        breaking
            .contains("  system salesforce (Salesforce): removed\n    tell Care (#care), Sales (#sales)\n"),
        "{found}"
    );
    assert!(!breaking.contains("no longer writes"), "told once: {found}");
    assert_eq!(others, "  system shop (Shop): removed\n");
}

#[test]
fn systems_that_could_not_be_read_are_not_gone() {
    let (old, new) =
        (story("system-broken-old", &[]), story("system-broken-new", &[("systems.yml", "systems: [\n")]));
    let folders = [old.path().to_str().unwrap(), new.path().to_str().unwrap()];
    let run = glassbox(new.path(), &["diff", folders[0], folders[1], "--now", crate::support::NOW]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stdout.starts_with("Not everything could be compared"), "{}", run.stdout);
    assert!(!run.stdout.contains("removed"), "{}", run.stdout);
}
