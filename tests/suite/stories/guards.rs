//! Guards that other teams run, that look after jobs, and that ran too early.

use super::*;
use crate::support::NOW;

/// Returns an event of a job: its end, the job, its time, inputs and outputs.
fn event(end: &str, job: &str, at: &str, reads: &[&str], writes: &[&str]) -> String {
    let (namespace, name) = job.split_once('/').unwrap();
    let tables = |names: &[&str]| -> Vec<Value> {
        names.iter().map(|name| json!({"namespace": "snowflake://acc", "name": name})).collect()
    };
    json!({"eventType": end, "eventTime": at, "producer": "https://x",
        "schemaURL": "https://openlineage.io/spec/2-0-2/OpenLineage.json",
        "run": {"runId": format!("00000000-0000-4000-8000-{:012}", job.len()), "facets": {}},
        "job": {"namespace": namespace, "name": name, "facets": {}},
        "inputs": tables(reads), "outputs": tables(writes)})
    .to_string()
}

/// Patients are loaded at two and aggregated; a policy, of the loading product or of its own, guards them.
fn story(name: &str, guards: &str, apart: bool, policy: (&str, &str)) -> Scratch {
    let guard =
        format!("  - {{id: mask, name: Masking policy, kind: access policy, job: ranger/mask, {guards}}}\n");
    let own = if apart { "" } else { &guard };
    let (end, at) = policy;
    let events = [
        event("COMPLETE", "fivetran/patients", "2026-11-21T02:00:00Z", &[], &["wh.raw.patients"]),
        event(end, "ranger/mask", at, &["wh.raw.patients"], &[]),
        event("COMPLETE", "spark/sum", "2026-11-21T02:20:00Z", &["wh.raw.patients"], &["wh.mart.sum"]),
    ];
    let catalog = Scratch::new(name).with(&[
        ("glassbox.yml", "title: Guards\nopenlineage: [ol]\n"),
        (
            "teams.yml",
            "teams:\n  - {id: data, name: Data, support: [{channel: '#data'}]}\n  - {id: sec, name: Security, \
             support: [{channel: '#sec'}]}\n  - {id: care, name: Care}\n",
        ),
        ("regulations/gdpr.yml", "id: gdpr\nname: GDPR\ncontrols: [{id: masking, name: Masking}]\n"),
        (
            "products/load.yml",
            &format!(
                "id: load\nname: Patient load\nowner: data\nregulations: [{{id: gdpr}}]\n\
                 output_ports: [{{id: p, dataset: wh.raw.patients}}]\nassets:\n  \
                 - {{id: m, name: Fivetran, kind: loader, job: fivetran/patients}}\n{own}"
            ),
        ),
        (
            "products/sum.yml",
            "id: sum\nname: Patients\nowner: data\nassets: [{id: s, job: spark/sum}]\n\
             output_ports: [{id: o, dataset: wh.mart.sum}]\nconsumers: [{team: care, use: call list, stage: operational}]\n",
        ),
        ("ol/events.ndjson", &(events.join("\n") + "\n")),
    ]);
    if apart {
        let product = format!("id: policies\nname: Policies\nowner: sec\nassets:\n{guard}");
        catalog.write("products/policies.yml", &product);
    }
    catalog
}

/// The table that it guards is out of use, so nobody else would hear of the failure.
#[test]
fn a_failed_guard_of_a_retired_product_is_an_incident_of_its_own_product() {
    let policy = ("FAIL", "2026-11-21T02:10:00Z");
    let catalog = story("guard-of-retired", "guards: 'load:p', control: gdpr/masking", true, policy);
    for product in ["load", "sum"] {
        let path = format!("products/{product}.yml");
        let text = std::fs::read_to_string(catalog.path().join(&path)).unwrap();
        catalog.write(&path, &(text + "lifecycle: retired\n"));
    }
    let quality = page(&catalog, "quality/index.html");
    assert!(quality.contains("Fix today 1") && quality.contains("Policies"), "{quality}");
}

#[test]
fn a_failed_guard_of_another_team_is_shown_once_as_theirs_to_fix() {
    let catalog = story("guard-of-others", "guards: 'load:p'", true, ("FAIL", "2026-11-21T02:10:00Z"));
    let quality = page(&catalog, "quality/index.html");
    assert!(
        quality.contains("1 failure in 1 product needs a fix today. Care relies on it (call list)."),
        "{quality}"
    );
    assert!(quality.contains("Who can fix it Security #sec Affects"), "{quality}");
    assert!(!quality.contains("Can wait"), "{quality}");
    // What the guard found is evidence about the table, newer than its load.
    let load = page(&catalog, "products/load/index.html");
    assert!(load.contains("Latest evidence 21 November 2026, 02:10."), "{load}");
    // The team that runs it has to fix it, and the owner of the data has to know.
    let sec = page(&catalog, "quality/teams/sec/index.html");
    assert!(sec.contains("Yours to fix today 1") && sec.contains("Patient load Failing"), "{sec}");
    let data = page(&catalog, "quality/teams/data/index.html");
    assert!(!data.contains("Yours to fix"), "{data}");
    assert!(data.contains("Waiting for others 1 Problems that other teams can fix"), "{data}");
    assert!(data.contains("Patient load Failing") && data.contains("2 products of yours"), "{data}");
    for team in ["sec", "data"] {
        let week = page(&catalog, &format!("teams/{team}/index.html"));
        assert!(week.contains("Failing Patient load 1 failure today"), "{team}: {week}");
    }
    // If it is unknown who can fix it, the owner of the data has to ask.
    let policies = fs::read_to_string(catalog.path().join("products/policies.yml")).unwrap();
    catalog.write("products/policies.yml", &policies.replace("owner: sec\n", ""));
    let data = page(&catalog, "quality/teams/data/index.html");
    assert!(data.contains("Yours to fix today 1"), "{data}");
    let own = story("guard-of-its-own", "guards: 'load:p'", false, ("FAIL", "2026-11-21T02:10:00Z"));
    let reader = page(&own, "products/sum/index.html");
    assert!(reader.contains("Patient load, which it builds on, has a failing guard."), "{reader}");
    assert!(
        reader.contains("Cause: a guard of Patient load failed on 21 November 2026. Data can fix it"),
        "{reader}"
    );
}

/// Programs read it from the records: what a guard elsewhere found is the latest evidence about a product, also where it
/// is only declared as upstream.
#[test]
fn a_failed_guard_elsewhere_dates_the_problem_of_whoever_declares_to_build_on_it() {
    let catalog = story("guard-dates", "guards: 'load:p'", true, ("FAIL", "2026-11-21T02:10:00Z"));
    catalog.write(
        "products/letters.yml",
        "id: letters\nname: Letters\nowner: care\nassets: [{id: l, job: spark/letters}]\ninput_ports: [{product: load}]\n",
    );
    let letters = event("COMPLETE", "spark/letters", "2026-11-21T02:30:00Z", &["wh.other"], &["wh.letters"]);
    catalog.write("ol/letters.ndjson", &(letters + "\n"));
    page(&catalog, "index.html");
    let text = std::fs::read_to_string(catalog.path().join("site/products/letters.json")).unwrap();
    let record: Value = serde_json::from_str(&text).unwrap();
    let reason = &record["standing"]["reasons"][0];
    assert_eq!(reason["fact"]["code"], "declared-upstream", "{reason}");
    // Its load ended at 02:00; the guard failed ten minutes later.
    assert_eq!(reason["at"], "21 November 2026, 02:10", "{reason}");
}

#[test]
fn a_guard_of_a_job_covers_the_tables_the_job_writes() {
    let guards = "guards: m, control: gdpr/masking";
    let catalog = story("guard-of-a-job", guards, false, ("COMPLETE", "2026-11-21T02:10:00Z"));
    let regulation = page(&catalog, "regulations/gdpr/index.html");
    assert!(regulation.contains("last run today, 02:10: 1 of 1 table"), "{regulation}");
    let check = glassbox(catalog.path(), &["check", "--now", NOW]);
    assert!(!check.stderr.contains("unguarded-data"), "{}", check.stderr);
    assert!(!check.stderr.contains("missing-control"), "{}", check.stderr);
    let failing = story("guard-of-a-job-fails", guards, false, ("FAIL", "2026-11-21T02:10:00Z"));
    let quality = page(&failing, "quality/index.html");
    assert!(quality.contains("wh.raw.patients : its guard Masking policy"), "{quality}");
    assert!(!quality.contains("Fivetran : its guard"), "{quality}");
}

#[test]
fn a_control_without_evidence_says_if_its_job_failed() {
    let guards = "guards: 'load:p', control: gdpr/masking";
    let catalog = story("guard-failed-control", guards, false, ("FAIL", "2026-11-21T02:10:00Z"));
    let check = |catalog: &Scratch| glassbox(catalog.path(), &["check", "--now", NOW]).stderr;
    let said = check(&catalog);
    let failed = "the job that carries out `masking` of GDPR for `load` failed";
    assert!(said.contains(failed) && !said.contains("has no evidence"), "{said}");
    assert!(
        said.contains("find out why it failed") && !said.contains("with the link to the evidence"),
        "{said}"
    );
    // Without its job, only a link can be evidence.
    let other = story("guard-failed-no-control", "guards: 'load:p'", false, ("FAIL", "2026-11-21T02:10:00Z"));
    let said = check(&other);
    assert!(said.contains("with the link to the evidence") && !said.contains("carries out"), "{said}");
    // Of several controls, it names the one whose job failed; that one is not without evidence, as on the page.
    let two =
        "id: gdpr\nname: GDPR\ncontrols: [{id: masking, name: Masking}, {id: erasure, name: Erasure}]\n";
    catalog.write("regulations/gdpr.yml", two);
    let said = check(&catalog);
    let both = "`load` has no evidence for `erasure` of GDPR. The job that carries out `masking` failed";
    assert!(said.contains(both), "{said}");
    assert!(said.contains("add `erasure` to its `controls` for GDPR"), "{said}");
}

#[test]
fn a_guard_that_ran_before_its_table_was_built_does_not_count() {
    for (at, text, state, status) in [
        (
            "2026-11-21T01:10:00Z",
            "ran before the table was made today, 01:10: 1 of 1 table",
            "missing",
            "unchecked",
        ),
        ("2026-11-21T02:10:00Z", "last run today, 02:10: 1 of 1 table", "seen", "holding"),
    ] {
        let control =
            story("guard-too-early", "guards: 'load:p', control: gdpr/masking", false, ("COMPLETE", at));
        let record = |catalog: &Scratch| -> Value {
            build(catalog.path(), &catalog.path().join("site"));
            serde_json::from_slice(&fs::read(catalog.path().join("site/products/load.json")).unwrap())
                .unwrap()
        };
        let seen = record(&control)["regulations"][0]["controls"][0].clone();
        assert_eq!((&seen["state"]["id"], &seen["seen"]), (&json!(state), &json!(text)));
        let check = glassbox(control.path(), &["check", "--now", NOW]);
        assert_eq!(check.stderr.contains("missing-control"), state == "missing", "{}", check.stderr);
        // A link would hide that the job runs at the wrong time.
        assert!(!check.stderr.contains("with the link"), "{}", check.stderr);
        for said in [
            "for `masking` of GDPR: the job that carries it out ran before the tables were last built\n",
            "help: run the job after the tables are built: the control has evidence again",
        ] {
            assert_eq!(check.stderr.contains(said), state == "missing", "{}", check.stderr);
        }
        // Nor is a scan of yesterday's table evidence for today's.
        let scan = story("scan-too-early", "guards: 'load:p'", true, ("COMPLETE", at));
        assert_eq!(record(&scan)["status"]["id"], status, "{at}");
    }
}

#[test]
fn a_guard_of_a_dashboard_must_run_after_its_tables_are_built() {
    for (at, text) in [
        ("2026-11-21T02:10:00Z", "ran before the table was made today, 02:10: 1 of 2 tables"),
        ("2026-11-21T02:30:00Z", "last run today, 02:30: 1 of 2 tables"),
    ] {
        let guards = "guards: 'sum:screen', control: gdpr/masking";
        let catalog = story("guard-of-a-dashboard", guards, true, ("COMPLETE", at));
        let sum = fs::read_to_string(catalog.path().join("products/sum.yml")).unwrap();
        // A dashboard that shows another one, which shows the table of 02:20.
        let sum = sum.replace(
            "assets: [{id: s, job: spark/sum}]",
            "regulations: [{id: gdpr}]\nassets:\n  - {id: s, job: spark/sum}\n  \
             - {id: part, kind: dashboard, reads: ['sum:o']}\n  \
             - {id: screen, kind: dashboard, reads: ['sum:part']}",
        );
        let ports = "output_ports: [{id: part, asset: part}, {id: screen, asset: screen}, ";
        catalog.write("products/sum.yml", &sum.replace("output_ports: [", ports));
        build(catalog.path(), &catalog.path().join("site"));
        let record = fs::read(catalog.path().join("site/products/sum.json")).unwrap();
        let record: Value = serde_json::from_slice(&record).unwrap();
        assert_eq!(record["regulations"][0]["controls"][0]["seen"], text, "{record}");
    }
}

/// A job that succeeds shows that a control works, not that somebody looked: an overdue review cannot be made current by
/// removing the link.
#[test]
fn a_control_that_must_be_reviewed_is_not_current_because_its_job_succeeds() {
    let guards = "guards: 'load:p', control: gdpr/masking";
    let catalog = story("guard-never-reviewed", guards, false, ("COMPLETE", "2026-11-21T02:10:00Z"));
    let file = fs::read_to_string(catalog.path().join("products/load.yml")).unwrap();
    let controls = "id: gdpr\nname: GDPR\ncontrols: [{id: masking, name: Masking";
    let state = |review_every: &str, written: &str| {
        catalog.write("regulations/gdpr.yml", &format!("{controls}{review_every}}}]\n"));
        let given = format!("regulations: [{{id: gdpr{written}}}]");
        catalog.write("products/load.yml", &file.replace("regulations: [{id: gdpr}]", &given));
        build(catalog.path(), &catalog.path().join("site"));
        let text = fs::read_to_string(catalog.path().join("site/products/load.json")).unwrap();
        let product: Value = serde_json::from_str(&text).unwrap();
        let name = product["regulations"][0]["controls"][0]["state"]["name"].as_str().unwrap().to_owned();
        let check = glassbox(catalog.path(), &["check", "--only", "stale-evidence", "--now", NOW]);
        (name, check.messages())
    };
    let is_reported = |said: &str| said.contains("[stale-evidence]");
    // Reviewed twenty months ago, with a link and without it; and never.
    let every = ", review_every: 365d";
    let link = ", controls: {masking: {evidence: https://wiki.example/masking, reviewed: 2025-03-15}}";
    let day = ", controls: {masking: {reviewed: 2025-03-15}}";
    for (written, expected) in
        [(link, "Review overdue"), (day, "Review overdue"), ("", "Carried out, never reviewed")]
    {
        let (name, said) = state(every, written);
        assert_eq!(name, expected, "{written}");
        assert!(is_reported(&said), "{written}: {said}");
    }
    let (_, said) = state(every, "");
    let never = "a job carries out `masking` of GDPR on every table of `load`, but it was never reviewed";
    assert!(said.contains(never), "{said}");
    let matrix = page(&catalog, "regulations/gdpr/index.html");
    assert!(matrix.contains("never reviewed last run today, 02:10: 1 of 1 table"), "{matrix}");
    // What to write is ready to copy, without a link: the job is the evidence.
    let rule = page(&catalog, "rules/stale-evidence/index.html");
    assert!(rule.contains("regulations: - id: gdpr controls: masking: {reviewed: DATE}"), "{rule}");
    // A review in time, and a control that asks for none, are current.
    let reviewed = ", controls: {masking: {reviewed: 2026-09-15}}";
    for (every, written) in [(every, reviewed), ("", "")] {
        let (name, said) = state(every, written);
        assert_eq!(name, "Carried out", "{every}{written}");
        assert!(!is_reported(&said), "{every}{written}: {said}");
    }
}
