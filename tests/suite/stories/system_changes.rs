//! What changes for those who run and use a system: `glassbox diff` reports it before it is merged.

use super::*;

const SYSTEMS: &str = "systems:\n  - {id: salesforce, name: Salesforce, team: sales, direction: destination}\n  - {id: shop, name: Shop, team: app, direction: source}\n";
const TEAMS: &str = "teams:\n  - {id: data, name: Data}\n  - {id: app, name: App engineering}\n  - {id: sales, name: Sales, support: [{channel: '#sales'}]}\n  - {id: care, name: Care, support: [{channel: '#care'}]}\n";
const SCORES: &str = "id: scores\nname: Scores\nowner: data\nassets:\n  - {id: push, name: Push of the scores, kind: sync, system: salesforce, fields: {id: Account number, score: Health score}}\nconsumers: [{team: care, use: calls, stage: operational}]\n";

/// Returns a sync to a system, with these files in place of its own.
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

/// Returns the comparison of the original catalog with one that has these files.
fn diff(name: &str, changed: &[(&str, &str)], format: &str) -> String {
    let (old, new) = (story(&format!("{name}-old"), &[]), story(&format!("{name}-new"), changed));
    let folders = [old.path().to_str().unwrap(), new.path().to_str().unwrap()];
    let more = ["--now", crate::support::NOW, "--format", format];
    let run = glassbox(new.path(), &[&["diff", folders[0], folders[1]], &more[..]].concat());
    assert!(run.code < 2, "{}", run.stderr);
    run.stdout
}

#[test]
fn removing_a_field_or_changing_its_source_is_breaking() {
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
fn renaming_a_sync_does_not_change_its_fields() {
    let scores = SCORES.replace("id: push", "id: push-2");
    let found = diff("system-renamed", &[("products/scores.yml", &scores)], "text");
    assert_eq!(found, "Nothing that others rely on has changed.\n");
    // A field of an unnamed system is reported separately.
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
fn removing_a_system_from_a_sync_is_breaking_and_a_new_owner_is_not() {
    let scores = SCORES.replace(" system: salesforce,", "");
    let systems = SYSTEMS.replace("team: app", "team: data");
    let teams = TEAMS.replace("'#sales'", "'#crm'");
    let changed: &[(&str, &str)] =
        &[("products/scores.yml", &scores), ("systems.yml", &systems), ("teams.yml", &teams)];
    snapbox::assert_data_eq!(
        diff("system-unnamed", changed, "text"),
        snapbox::str![[r#"
Breaking: Salesforce (Push of the scores of Scores no longer writes to it). It reaches daily work: Scores.

Breaking
  system salesforce (Salesforce): Push of the scores of Scores no longer writes to it
    tell Care (#care), Sales (#crm)
    reaches Scores: Care, daily operations (calls); tell #care
    reaches Scores: Sales (Salesforce); tell #crm

Other changes
  system salesforce (Salesforce): contact changed from #sales to #crm
  system shop (Shop): owner changed from App engineering to Data
    tell App engineering, Data

"#]]
    );
    let markdown = diff("system-unnamed-markdown", changed, "markdown");
    assert!(markdown.contains("| Salesforce (system) | Push of the scores of Scores no longer writes to it | Care (\\#care), Sales (\\#crm) |"), "{markdown}");
    assert!(
        markdown.contains(
            "| Shop (system) | owner changed from App engineering to Data; tell App engineering, Data |"
        ),
        "{markdown}"
    );
    let json: Value = serde_json::from_str(&diff("system-unnamed-json", changed, "json")).unwrap();
    let first = &json["changes"][0];
    assert_eq!((&first["system"], &first["product"]), (&json!("salesforce"), &json!("")));
    assert_eq!((&first["kind"], &first["data"]["part"]), (&json!("system-part-removed"), &json!("writer")));
}

#[test]
fn removing_a_system_is_breaking_if_a_product_writes_to_it() {
    let scores = SCORES.replace(" system: salesforce,", "");
    let changed: &[(&str, &str)] = &[("products/scores.yml", &scores), ("systems.yml", "systems: []\n")];
    let found = diff("system-gone", changed, "text");
    let (breaking, others) = found.split_once("Other changes\n").unwrap();
    assert!(
        breaking
            .contains("  system salesforce (Salesforce): removed\n    tell Care (#care), Sales (#sales)\n"),
        "{found}"
    );
    assert!(!breaking.contains("no longer writes"), "the removal is reported once: {found}");
    assert_eq!(others, "  system shop (Shop): removed\n");
}

#[test]
fn systems_that_cannot_be_read_are_not_reported_as_removed() {
    let (old, new) =
        (story("system-broken-old", &[]), story("system-broken-new", &[("systems.yml", "systems: [\n")]));
    let folders = [old.path().to_str().unwrap(), new.path().to_str().unwrap()];
    let run = glassbox(new.path(), &["diff", folders[0], folders[1], "--now", crate::support::NOW]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stdout.starts_with("Not everything could be compared"), "{}", run.stdout);
    assert!(!run.stdout.contains("removed"), "{}", run.stdout);
}

#[test]
fn additions_to_a_system_are_addressed_to_its_team() {
    let scores = SCORES.replace("score: Health score}", "score: Health score, margin: Margin}").replace(
        "assets:\n",
        "assets:\n  - {id: load, name: Load of the shop, kind: loader, system: shop}\n",
    );
    let systems = SYSTEMS.replace("direction: source", "direction: both")
        + "  - {id: hub, name: Hub, team: app, direction: source}\n";
    let changed: &[(&str, &str)] = &[("products/scores.yml", &scores), ("systems.yml", &systems)];
    let systems = changed[1].1.replace("direction: both", "direction: source");
    snapbox::assert_data_eq!(
        diff("system-new", &[changed[0], ("systems.yml", &systems)], "text"),
        snapbox::str![[r##"
Other changes
  scores (Scores): now fills the field Margin in Salesforce from margin
    tell Sales (#sales)
  system hub (Hub): new system
  system shop (Shop): Load of the shop of Scores is now known to read from it
    tell App engineering

"##]]
    );
    let said = diff("system-direction", changed, "text");
    assert!(said.contains("  system shop (Shop): direction changed from source to both\n"), "{said}");
    let markdown = diff("system-new-markdown", changed, "markdown");
    assert!(
        markdown.contains(
            "| Scores | now fills the field Margin in Salesforce from margin; tell Sales (\\#sales) |"
        ),
        "{markdown}"
    );
    let json: Value = serde_json::from_str(&diff("system-new-json", changed, "json")).unwrap();
    let codes: Vec<&str> =
        json["changes"].as_array().unwrap().iter().filter_map(|change| change["code"].as_str()).collect();
    assert!(codes.contains(&"field-added") && codes.contains(&"system-added"), "{codes:?}");
}

#[test]
fn renaming_a_field_is_reported_as_removed_and_added() {
    let scores = SCORES.replace("score: Health score", "score: Health index");
    let said = diff("system-retargeted", &[("products/scores.yml", &scores)], "text");
    let (breaking, others) = said.split_once("Other changes\n").unwrap();
    assert!(
        breaking.contains("scores (Scores): no longer fills the field Health score in Salesforce\n"),
        "{said}"
    );
    assert_eq!(
        others,
        "  scores (Scores): now fills the field Health index in Salesforce from score\n    tell Sales (#sales)\n"
    );
}

#[test]
fn a_renamed_system_and_a_replaced_sync_are_one_change_each() {
    let systems = SYSTEMS.replace("id: salesforce", "id: crm");
    let scores = SCORES.replace("system: salesforce", "system: crm");
    let changed: &[(&str, &str)] = &[("products/scores.yml", &scores), ("systems.yml", &systems)];
    assert_eq!(
        diff("system-id", changed, "text"),
        "Other changes\n  system crm (Salesforce): id changed from salesforce to crm\n"
    );
    let port = |sync: &str| {
        SCORES.replace("id: push, name: Push", sync)
            + &format!("output_ports: [{{id: o, asset: {}}}]\n", &sync[4..sync.find(',').unwrap()])
    };
    let (before, after) = (port("id: push, name: Push"), port("id: census, name: Census push"));
    let old = story("system-tool-old", &[("products/scores.yml", &before)]);
    let new = story("system-tool-new", &[("products/scores.yml", &after)]);
    let folders = [old.path().to_str().unwrap(), new.path().to_str().unwrap()];
    let run = glassbox(new.path(), &["diff", folders[0], folders[1], "--now", crate::support::NOW]);
    assert_eq!(
        run.stdout,
        "Other changes\n  system salesforce (Salesforce): Census push of the scores of Scores writes to it instead of Push of the scores\n    tell Sales (#sales)\n"
    );
}

#[test]
fn renaming_a_system_and_its_sync_together_is_not_breaking() {
    let port = |sync: &str, system: &str| {
        format!(
            "id: scores\nname: Scores\nowner: data\nassets:\n  - {{id: {sync}, name: {sync}, kind: sync, system: {system}, fields: {{id: Account number, score: Health score}}}}\noutput_ports: [{{id: o, asset: {sync}}}]\nconsumers: [{{team: care, use: calls, stage: operational}}]\n"
        )
    };
    let said = |name: &str, scores: &str, systems: &str| {
        let old = story(&format!("{name}-old"), &[("products/scores.yml", &port("push", "salesforce"))]);
        let new = story(&format!("{name}-new"), &[("products/scores.yml", scores), ("systems.yml", systems)]);
        let folders = [old.path().to_str().unwrap(), new.path().to_str().unwrap()];
        let run = glassbox(new.path(), &["diff", folders[0], folders[1], "--now", crate::support::NOW]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        run.stdout
    };
    let systems = SYSTEMS.replace("id: salesforce, name: Salesforce", "id: crm, name: Sales cloud");
    assert_eq!(
        said("both-renamed", &port("census", "crm"), &systems),
        "Other changes\n  system crm (Sales cloud): id changed from salesforce to crm\n  system crm (Sales cloud): renamed from Salesforce\n  system crm (Sales cloud): census of Scores writes to it instead of push\n    tell Sales (#sales)\n"
    );
    // The same name with another id, and another sync.
    let id_only = SYSTEMS.replace("id: salesforce", "id: crm");
    let found = said("both-ids", &port("census", "crm"), &id_only);
    assert!(!found.contains("Breaking") && !found.contains("fills"), "{found}");
    // A system with other fields filled, or run by another team, is a different one.
    let other = port("census", "crm").replace("Health score", "Index");
    assert!(said("both-fields", &other, &systems).starts_with("Breaking"));
    let others = systems.replace("team: sales", "team: app");
    let found = said("both-team", &port("census", "crm"), &others);
    assert!(found.contains("system salesforce (Salesforce): removed"), "{found}");
}

#[test]
fn a_guard_that_guards_fewer_tables_is_reported() {
    let state = |name: &str, guarded: &[&str], tables: &[&str]| {
        let table = |id: &&str| format!("  - {{id: {id}, name: {id}, job: x/{id}, table: wh.{id}}}\n");
        let port = |id: &&str| format!("  - {{id: {id}, asset: {id}}}\n");
        let guarded: Vec<String> = guarded.iter().map(|id| format!("'scores:{id}'")).collect();
        let scores = format!(
            "id: scores\nname: Scores\nowner: data\nassets:\n{}  - {{id: mask, name: Mask, guards: [{}]}}\noutput_ports:\n{}",
            tables.iter().map(table).collect::<String>(),
            guarded.join(", "),
            tables.iter().map(port).collect::<String>(),
        );
        story(name, &[("products/scores.yml", &scores)])
    };
    let both = ["people", "places"];
    let old = state("guards-both", &both, &both);
    let said = |new: &Scratch| {
        let folders = [old.path().to_str().unwrap(), new.path().to_str().unwrap()];
        let run = glassbox(new.path(), &["diff", folders[0], folders[1], "--now", crate::support::NOW]);
        assert!(run.code < 2, "{}", run.stderr);
        run.stdout
    };
    let found = said(&state("guards-one", &["people"], &both));
    assert!(found.contains("scores (Scores): guard Mask no longer guards places\n"), "{found}");
    // What is gone needs no guard.
    let found = said(&state("guards-the-rest", &["people"], &["people"]));
    assert!(!found.contains("no longer guards"), "{found}");
    assert!(!said(&state("guards-still-both", &["places", "people"], &both)).contains("guard"));
}

#[test]
fn moving_a_guard_to_another_product_does_not_remove_it() {
    let scores = "id: scores\nname: Scores\nowner: data\nassets:\n  - {id: load, name: Load, job: x/load, table: wh.people}\n";
    let mask = "  - {id: mask, name: Mask, guards: 'scores:people', control: gdpr/masking}\n";
    let ports = "output_ports: [{id: people, asset: load}]\n";
    let policies =
        "id: policies\nname: Policies\nowner: care\nassets:\n  - {id: other, name: Other, kind: policy}\n";
    let gdpr = "id: gdpr\nname: GDPR\ncontrols: [{id: masking, name: Masking}]\n";
    let state = |name: &str, own: &str, others: &str| {
        story(
            name,
            &[
                ("products/scores.yml", &format!("{scores}{own}{ports}")),
                ("products/policies.yml", &format!("{policies}{others}")),
                ("regulations/gdpr.yml", gdpr),
            ],
        )
    };
    let old = state("guard-stays", mask, "");
    let said = |name: &str, moved: &str| {
        let new = state(name, "", moved);
        let folders = [old.path().to_str().unwrap(), new.path().to_str().unwrap()];
        glassbox(new.path(), &["diff", folders[0], folders[1], "--now", crate::support::NOW]).stdout
    };
    let found = said("guard-moves", mask);
    assert!(found.contains("scores (Scores): guard Mask now belongs to Policies\n"), "{found}");
    assert!(!found.contains("removed guard"), "{found}");
    // A guard without a control, or of something else, is no successor.
    let found = said("guard-plain", &mask.replace(", control: gdpr/masking", ""));
    assert!(found.contains("removed guard Mask, which carried out gdpr/masking"), "{found}");
    let found = said("guard-elsewhere", &mask.replace("'scores:people'", "other"));
    assert!(found.contains("removed guard Mask"), "{found}");
}

#[test]
fn removing_a_guard_or_loosening_a_schedule_is_reported() {
    let guarded = |guard: &str, due: &str| {
        format!(
            "id: scores\nname: Scores\nowner: data\nassets:\n  - {{id: load, name: Load, job: x/load, table: wh.people{due}}}\n{guard}output_ports: [{{id: people, asset: load}}]\n"
        )
    };
    let gdpr = "id: gdpr\nname: GDPR\ncontrols: [{id: masking, name: Masking}]\n";
    let policy = "  - {id: mask, name: Mask, guards: 'scores:people', control: gdpr/masking}\n";
    let before = guarded(policy, ", schedule: by 08:30");
    let said = |name: &str, after: &str| {
        let old = story(
            &format!("{name}-old"),
            &[("products/scores.yml", &before), ("regulations/gdpr.yml", gdpr)],
        );
        let new =
            story(&format!("{name}-new"), &[("products/scores.yml", after), ("regulations/gdpr.yml", gdpr)]);
        let folders = [old.path().to_str().unwrap(), new.path().to_str().unwrap()];
        let run = glassbox(new.path(), &["diff", folders[0], folders[1], "--now", crate::support::NOW]);
        assert!(run.code < 2, "{}", run.stderr);
        run.stdout
    };
    let plain = policy.replace(", control: gdpr/masking", "");
    let found = said("guard-control", &guarded(&plain, ", schedule: by 11:30"));
    assert!(found.contains("scores (Scores): guard Mask no longer carries out gdpr/masking\n"), "{found}");
    assert!(
        found.contains("scores (Scores): schedule of Load changed from by 08:30 to by 11:30\n"),
        "{found}"
    );
    let found = said("guard-gone", &guarded("", ""));
    assert!(
        found.contains("scores (Scores): removed guard Mask, which carried out gdpr/masking\n"),
        "{found}"
    );
    assert!(found.contains("scores (Scores): schedule of Load changed from by 08:30 to none\n"), "{found}");
    // Another id of the same name is no way around it.
    let renamed = |text: &str| text.replace("id: mask,", "id: policy,").replace("id: load,", "id: loader,");
    let moved =
        |guard: &str, due: &str| renamed(&guarded(guard, due)).replace("asset: load}", "asset: loader}");
    let found = said("guard-renamed", &moved(policy, ", schedule: by 08:30"));
    assert!(!found.contains("guard") && !found.contains("schedule"), "{found}");
    let found = said("guard-renamed-control", &moved(&plain, ", schedule: by 11:30"));
    assert!(found.contains("scores (Scores): guard Mask no longer carries out gdpr/masking\n"), "{found}");
    assert!(
        found.contains("scores (Scores): schedule of Load changed from by 08:30 to by 11:30\n"),
        "{found}"
    );
    let found = said("guard-renamed-schedule", &moved(policy, ""));
    assert!(found.contains("scores (Scores): schedule of Load changed from by 08:30 to none\n"), "{found}");
}

#[test]
fn of_two_guards_of_one_name_one_with_a_new_id_stands_for_only_one() {
    let state = |name: &str, ids: &[&str]| {
        let guards: String = ids
            .iter()
            .map(|id| {
                format!("  - {{id: {id}, name: Mask, guards: 'scores:people', control: gdpr/masking}}\n")
            })
            .collect();
        let scores = format!(
            "id: scores\nname: Scores\nowner: data\nassets:\n  - {{id: load, name: Load, job: x/load, table: wh.people}}\n{guards}output_ports: [{{id: people, asset: load}}]\n"
        );
        let gdpr = "id: gdpr\nname: GDPR\ncontrols: [{id: masking, name: Masking}]\n";
        story(name, &[("products/scores.yml", &scores), ("regulations/gdpr.yml", gdpr)])
    };
    let (old, new) = (state("two-guards", &["first", "second"]), state("one-guard", &["third"]));
    let folders = [old.path().to_str().unwrap(), new.path().to_str().unwrap()];
    let run = glassbox(new.path(), &["diff", folders[0], folders[1], "--now", crate::support::NOW]);
    assert_eq!(run.stdout.matches("removed guard Mask").count(), 1, "{}", run.stdout);
}

#[test]
fn record_and_diff_report_the_same_changes_of_systems() {
    let catalog = story("system-record", &[]);
    let record = |day: u8| {
        let run = glassbox(catalog.path(), &["record", "--now", &format!("2026-11-{day}T03:00:00Z")]);
        assert_eq!(run.code, 0, "{}", run.stderr);
    };
    record(20);
    let scores = SCORES.replace(" system: salesforce,", "");
    catalog.write("products/scores.yml", &scores);
    catalog.write(
        "systems.yml",
        "systems:\n  - {id: salesforce, name: Salesforce, team: sales, direction: destination}\n",
    );
    record(21);
    let kept = fs::read_to_string(catalog.path().join("history/changes.ndjson")).unwrap();
    assert!(kept.contains("system-removed") && kept.contains("system-part-removed"), "{kept}");
    let news = page(&catalog, "whats-new/index.html");
    assert!(news.contains("Shop Changed Removed"), "{news}");
    assert!(
        news.contains("Salesforce Breaking Push of the scores of Scores no longer writes to it"),
        "{news}"
    );
    let run = glassbox(catalog.path(), &["check", "--now", "2026-11-21T03:00:00Z"]);
    assert!(!run.messages().contains("bad-history"), "{}", run.messages());
}
