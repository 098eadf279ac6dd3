//! A table is aggregated each night and sent to another system by a job with its own schedule.

use super::*;
use crate::support::NOW;

/// Returns an event of a job: state, job, time and datasets.
fn event(state: &str, job: &str, at: &str, reads: &[&str], writes: &[&str]) -> String {
    let (namespace, name) = job.split_once('/').unwrap();
    let table = |name: &&str| json!({"namespace": "snowflake://acc", "name": format!("db.{name}")});
    // A run for each day and hour.
    let run =
        format!("00000000-0000-4000-8000-{:03}{}0", job.len(), at[8..13].replace(['-', 'T'], "").repeat(2));
    json!({"eventType": state, "eventTime": at, "producer": "https://x",
        "schemaURL": "https://openlineage.io/spec/2-0-2/OpenLineage.json",
        "run": {"runId": run, "facets": {}}, "job": {"namespace": namespace, "name": name, "facets": {}},
        "inputs": reads.iter().map(table).collect::<Vec<_>>(), "outputs": writes.iter().map(table).collect::<Vec<_>>()})
    .to_string()
}

/// Returns the aggregate in dbt, built at a time, and the sync with its events.
fn story(name: &str, made: &str, materialized: &str, events: &[String]) -> Scratch {
    let (sum, mut mart) = node("model", "marts", "t4", &[]);
    mart["config"]["materialized"] = json!("table");
    let (view, mut shown) = node("model", "marts", "v4", &[&sum]);
    shown["config"]["materialized"] = json!(materialized);
    let results =
        results([(sum.clone(), "success"), (view.clone(), "success")]).replace("2026-11-21T02:05:00Z", made);
    Scratch::new(name).with(&[
        ("glassbox.yml", "title: Order\ntime_zone: Europe/Berlin\ndbt: [target]\nopenlineage: [ol]\n"),
        ("teams.yml", "teams: [{id: data, name: Data}, {id: rev, name: RevOps}]\n"),
        ("products/mart.yml", "id: mart\nname: The sum\nowner: data\nassets: [{dbt: 'path:models/marts'}]\noutput_ports: [{id: v4, dbt: v4}]\n"),
        (
            "products/sync.yml",
            "id: sync\nname: Sync\nowner: rev\noutput_ports: [{id: s, asset: h}]\n\
             assets:\n  - {id: h, name: Hightouch, kind: sync, job: hightouch/sync, reads: [v4]}\n",
        ),
        (
            "products/board.yml",
            "id: board\nname: Board\nowner: rev\noutput_ports: [{id: b, asset: b}]\n\
             assets:\n  - {id: b, name: Board, kind: dashboard, reads: ['sync:s']}\n",
        ),
        ("target/manifest.json", &manifest(vec![(sum, mart), (view, shown)])),
        ("target/run_results.json", &results),
        ("ol/events.ndjson", &(events.join("\n") + "\n")),
    ])
}

fn sync(state: &str, at: &str) -> String {
    event(state, "hightouch/sync", at, &["marts.v4"], &[])
}

fn product(catalog: &Scratch, id: &str) -> String {
    page(catalog, &format!("products/{id}/index.html"))
}

const BEHIND: &str = "ran too early: its last run (21 November 2026, 03:08) began 18 minutes before t4 of The sum was ready \
                      (03:26), so it has older data";

#[test]
fn a_sync_that_started_before_its_table_was_built_ran_too_early() {
    for (name, materialized) in [("behind", "view"), ("behind-2", "ephemeral")] {
        let catalog =
            story(name, "2026-11-21T02:26:00Z", materialized, &[sync("COMPLETE", "2026-11-21T02:08:00Z")]);
        let page = product(&catalog, "sync");
        assert!(page.contains(BEHIND) && page.contains("At risk"), "{page}");
        let board = product(&catalog, "board");
        assert!(board.contains("At risk") && board.contains("ran too early: its last run"), "{board}");
        let quality = super::page(&catalog, "quality/index.html");
        let problem = super::page(&catalog, "quality/incidents/sync/index.html");
        assert!(problem.contains(BEHIND), "{problem}");
        // Nothing of it failed, and it is more than a warning.
        assert!(quality.contains("1 problem in 1 product can wait"), "{quality}");
    }
}

/// Returns Quality's view of the story with these lines for the product of the sync and that of the aggregate.
fn quality_with(catalog: &Scratch, sync: &str, mart: &str) -> String {
    for (id, lines) in [("sync", sync), ("mart", mart)] {
        let file = catalog.path().join(format!("products/{id}.yml"));
        let text = fs::read_to_string(&file).unwrap().replace("assets:", &format!("{lines}\nassets:"));
        catalog.write(&format!("products/{id}.yml"), &text);
    }
    super::page(catalog, "quality/index.html")
}

const MAIL: &str = "consumers: [{team: rev, use: newsletter, stage: marketing}]";

#[test]
fn a_run_that_was_too_early_is_as_urgent_as_its_downstream_uses() {
    let early = [sync("COMPLETE", "2026-11-21T02:08:00Z")];
    let catalog = story("behind-urgent", "2026-11-21T02:26:00Z", "view", &early);
    let quality = quality_with(&catalog, MAIL, "");
    let first = "1 problem in 1 product needs a fix today. RevOps relies on it (newsletter).";
    assert!(quality.contains(first), "{quality}");
    assert!(quality.contains("Fix today 1") && !quality.contains("Can wait"), "{quality}");
}

#[test]
fn the_hint_on_what_can_wait_states_why() {
    let late = "slas: [{property: ready, target: \"03:00\"}]";
    let catalog =
        story("waits-late", "2026-11-21T02:26:00Z", "view", &[sync("COMPLETE", "2026-11-21T02:30:00Z")]);
    let quality = quality_with(&catalog, MAIL, late);
    let (_, waiting) = quality.split_once("Can wait 1").unwrap();
    let hint = "It affects something important, but has not failed; it breaks a promise.";
    assert!(waiting.contains(hint), "{waiting}");
    assert!(waiting.contains("Nothing has failed, though RevOps (newsletter) relies on it"), "{waiting}");
    let catalog = story("waits", "2026-11-21T02:26:00Z", "view", &[sync("COMPLETE", "2026-11-21T02:30:00Z")]);
    let quality = quality_with(&catalog, "", late);
    assert!(
        quality.contains(
            "Little depends on these; 1 breaks a promise. How this is decided A problem needs a fix today if"
        ),
        "{quality}"
    );
}

#[test]
fn a_later_run_clears_a_run_that_was_too_early() {
    let early = sync("COMPLETE", "2026-11-21T02:08:00Z");
    let again =
        [early.clone(), sync("START", "2026-11-21T03:00:00Z"), sync("COMPLETE", "2026-11-21T03:01:00Z")];
    for events in [again.to_vec(), again.iter().rev().cloned().collect()] {
        let page = product(&story("behind-cleared", "2026-11-21T02:26:00Z", "view", &events), "sync");
        assert!(!page.contains("ran too early:") && !page.contains("At risk"), "{page}");
    }
    // While it runs again, the previous run counts.
    let open = [early, sync("START", "2026-11-21T03:00:00Z")];
    let page = product(&story("behind-open", "2026-11-21T02:26:00Z", "view", &open), "sync");
    assert!(page.contains(BEHIND), "{page}");
}

#[test]
fn the_start_of_a_run_decides_if_it_was_too_early() {
    let across = [sync("START", "2026-11-21T02:08:00Z"), sync("COMPLETE", "2026-11-21T02:40:00Z")];
    let page = product(&story("behind-across", "2026-11-21T02:26:00Z", "view", &across), "sync");
    assert!(page.contains(BEHIND), "{page}");
    let after = [sync("START", "2026-11-21T02:27:00Z"), sync("COMPLETE", "2026-11-21T02:40:00Z")];
    let page = product(&story("behind-after", "2026-11-21T02:26:00Z", "view", &after), "sync");
    assert!(!page.contains("ran too early:"), "{page}");
}

#[test]
fn runs_that_were_too_early_are_found_from_events_alone() {
    let made = event("COMPLETE", "spark/agg", "2026-11-21T02:26:00Z", &[], &["ml.t9"]);
    let read = event("COMPLETE", "dagster/train", "2026-11-21T02:08:00Z", &["ml.t9"], &[]);
    let catalog = Scratch::new("behind-events").with(&[
        ("glassbox.yml", "title: Order\nopenlineage: [ol]\n"),
        ("teams.yml", "teams: [{id: data, name: Data}]\n"),
        ("products/agg.yml", "id: agg\nname: Sum\nowner: data\nassets: [{id: a, job: spark/agg}]\n"),
        ("products/fc.yml", "id: fc\nname: Forecast\nowner: data\nassets: [{id: f, job: dagster/train}]\n"),
        ("ol/events.ndjson", &format!("{read}\n{made}\n")),
    ]);
    let page = page(&catalog, "products/fc/index.html");
    assert!(
        page.contains(
            "ran too early: its last run (21 November 2026, 02:08) began 18 minutes before db.ml.t9 of Sum was ready (02:26)"
        ),
        "{page}"
    );
}

#[test]
fn a_usual_wrong_order_is_reported_even_through_views() {
    let found = |name: &str, sync_at: &str| {
        let at = |day: u32, time: &str| format!("2026-11-{day}T{time}:00Z");
        let events = |day| [sync("START", &at(day, sync_at)), sync("COMPLETE", &at(day, "02:50"))];
        let events: Vec<String> = (15..=20).flat_map(events).collect();
        let catalog = story(name, &at(21, "02:26"), "view", &events);
        let dbt = "dbt: [{path: target, runs: [archive]}]";
        catalog.write("glassbox.yml", &format!("title: Order\n{dbt}\nopenlineage: [ol]\n"));
        for day in 15..=20 {
            let made = results([("model.p.t4".to_owned(), "success")]).replace("02:05", "02:26");
            let made = made.replace("2026-11-21", &format!("2026-11-{day}"));
            catalog.write(&format!("archive/run_results_{day}.json"), &made);
        }
        glassbox(
            catalog.path(),
            &["check", ".", "--now", NOW, "--format", "short", "--only", "runs-before-its-input"],
        )
        .stdout
    };
    let early = found("behind-most-days", "02:08");
    let said = "`Hightouch` of `sync` runs too early: on 6 of 6 days it began before `t4` was ready, usually by 18 minutes";
    assert!(early.contains(said), "{early}");
    assert_eq!(found("behind-no-day", "02:27"), "");
}

/// Returns the page of the sync with a schedule, whose last run was on Friday 20 November at 02:50 in Berlin's time.
fn scheduled(name: &str, schedule: &str, last: &str, now: &str) -> String {
    let made = "2026-11-20T01:00:00Z";
    let catalog = story(name, made, "table", &[sync("START", last), sync("COMPLETE", last)]);
    let file = "products/sync.yml";
    let written = std::fs::read_to_string(catalog.path().join(file)).unwrap();
    catalog.write(file, &written.replace("reads: [v4]", &format!("reads: [v4], schedule: {schedule}")));
    let ran = glassbox(catalog.path(), &["build", ".", "--out", "public", "--now", now]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let page = |page: &str| std::fs::read_to_string(catalog.path().join("public/products/sync").join(page));
    page("detail/index.html").unwrap()
}

#[test]
fn a_job_that_missed_its_schedule_is_not_healthy() {
    let friday = "2026-11-20T01:50:00Z";
    let said = "was not seen to finish today: was due by 06:00, 1 minute late; its last successful run was on 20 November 2026, 02:50";
    // In Berlin it is 06:01 on Saturday; then 05:59.
    let page = scheduled("schedule-missed", "'06:00'", friday, "2026-11-21T05:01:00Z");
    assert!(page.contains(said) && page.contains("Warning") && page.contains("due by 06:00"), "{page}");
    let page = scheduled("schedule-not-yet", "'06:00'", friday, "2026-11-21T04:59:00Z");
    assert!(!page.contains("was due"), "{page}");
    let page = scheduled("schedule-weekdays", "by 06:00 on weekdays", friday, "2026-11-21T12:00:00Z");
    assert!(!page.contains("was due") && page.contains("due by 06:00 on weekdays"), "{page}");
    // A run since the day began counts, also before the scheduled time.
    let page = scheduled("schedule-kept", "'06:00'", "2026-11-20T23:30:00Z", "2026-11-21T12:00:00Z");
    assert!(!page.contains("was due"), "{page}");
    let page = scheduled("schedule-rhythm", "every 4h", friday, "2026-11-20T12:00:00Z");
    assert!(
        page.contains(
            "was due every 4 hours, 6 hours late; its last successful run was on 20 November 2026, 02:50"
        ),
        "{page}"
    );
}

#[test]
fn a_run_later_than_its_schedule_warns_by_how_much() {
    // In Berlin it ended at 02:50.
    let ended = "2026-11-20T01:50:00Z";
    for (schedule, said) in [
        ("'02:10'", "ran late: was due by 02:10, and ended on 20 November 2026, 02:50, 40 minutes late"),
        ("'02:50'", ""),
        ("every 4h", ""),
    ] {
        let page = scheduled("schedule-late", schedule, ended, "2026-11-20T04:00:00Z");
        assert_eq!(page.contains("ran late"), !said.is_empty(), "{schedule}: {page}");
        assert!(page.contains(said), "{schedule}: {page}");
    }
    // A punctual run that was repeated later was punctual.
    let again = [sync("COMPLETE", "2026-11-21T01:30:00Z"), sync("COMPLETE", "2026-11-21T02:50:00Z")];
    let catalog = story("schedule-again", "2026-11-21T01:00:00Z", "table", &again);
    let file = "products/sync.yml";
    let written = fs::read_to_string(catalog.path().join(file)).unwrap();
    catalog.write(file, &written.replace("reads: [v4]", "reads: [v4], schedule: '02:40'"));
    let page = product(&catalog, "sync");
    assert!(!page.contains("ran late") && !page.contains("Warning"), "{page}");
}

#[test]
fn a_job_that_did_not_run_today_is_not_reported_as_too_early() {
    let yesterday = [sync("COMPLETE", "2026-11-20T01:50:00Z")];
    let catalog = story("schedule-not-today", "2026-11-21T01:26:00Z", "table", &yesterday);
    let file = "products/sync.yml";
    let written = fs::read_to_string(catalog.path().join(file)).unwrap();
    catalog.write(file, &written.replace("reads: [v4]", "reads: [v4], schedule: '02:40'"));
    let page = product(&catalog, "sync");
    assert!(
        page.contains("Not updated: Hightouch was not seen to finish today. It was due by 02:40,"),
        "{page}"
    );
    let quality = super::page(&catalog, "quality/index.html");
    assert!(quality.contains("Hightouch: was not seen to finish today: was due by 02:40"), "{quality}");
    // Products that build on it show the same cause.
    let board = product(&catalog, "board");
    assert!(board.contains("Sync, which it builds on, did not run when it was due."), "{board}");
    assert!(board.contains("Cause: Sync did not run when it was due on 21 November 2026."), "{board}");
}

#[test]
fn a_downstream_verdict_names_the_run_that_was_too_early() {
    let early = [sync("COMPLETE", "2026-11-21T02:08:00Z")];
    let board = product(&story("behind-chain", "2026-11-21T02:26:00Z", "view", &early), "board");
    assert!(board.contains("Cause: Sync ran too early on 21 November 2026. RevOps can fix it"), "{board}");
}

/// Returns the page of a sync that reads a source; its only run was on Friday 20 November at 02:08, and the source
/// was loaded at these times.
fn reads_source(name: &str, load: &str, sync_has: &str, loads: &[&str], freshness: Option<&str>) -> String {
    let (source, raw) = node("source", "raw", "t9", &[]);
    let run = |at: &&str| event("COMPLETE", "airbyte/load", at, &[], &["raw.t9"]);
    let mut events: Vec<String> = loads.iter().map(run).collect();
    events.push(event("COMPLETE", "hightouch/sync", "2026-11-20T02:08:00Z", &["raw.t9"], &[]));
    let catalog = Scratch::new(name).with(&[
        ("glassbox.yml", "title: Order\ndbt: [target]\nopenlineage: [ol]\n"),
        ("teams.yml", "teams: [{id: data, name: Data}]\n"),
        (
            "products/raw.yml",
            &format!(
                "id: raw\nname: Raw data\nowner: data\noutput_ports: [{{id: t9, dbt: 'source:raw.t9'}}]\n\
                 assets: [{{dbt: 'source:raw.t9'}}, {{id: load, name: Load, job: airbyte/load, feeds: ['source:raw.t9']{load}}}]\n"
            ),
        ),
        (
            "products/sync.yml",
            &format!(
                "id: sync\nname: Sync\nowner: data\n\
                 assets: [{{id: h, name: Hightouch, kind: sync, job: hightouch/sync, reads: ['raw:t9']{sync_has}}}]\n"
            ),
        ),
        ("target/manifest.json", &manifest(vec![(source.clone(), raw)])),
        ("ol/events.ndjson", &(events.join("\n") + "\n")),
    ]);
    if let Some(loaded) = freshness {
        let sources = json!({
            "metadata": {"dbt_schema_version": "https://schemas.getdbt.com/dbt/sources/v3.json",
                "generated_at": "2026-11-21T03:30:00Z", "invocation_id": "f"},
            "results": [{"unique_id": source, "max_loaded_at": loaded, "snapshotted_at": "2026-11-21T03:30:00Z",
                "status": "pass", "max_loaded_at_time_ago_in_s": 60.0,
                "criteria": {"error_after": {"count": 9, "period": "day"}}}],
        });
        catalog.write("target/sources.json", &sources.to_string());
    }
    product(&catalog, "sync")
}

#[test]
fn a_single_load_of_a_source_needs_a_schedule_to_show_the_order() {
    let late = ["2026-11-20T02:26:00Z"];
    let is_behind = |page: &str| page.contains("ran too early: its last run (20 November 2026, 02:08)");
    let daily = ", schedule: daily";
    // It is 04:00 on the next day: the reader had a whole day to run again.
    assert!(!is_behind(&reads_source("load-alone", "", "", &late, None)), "its interval is not known");
    let page = reads_source("load-scheduled", daily, "", &late, None);
    assert!(is_behind(&page) && page.contains("At risk"), "{page}");
    // By its own schedule it was not due yet.
    assert!(!is_behind(&reads_source("load-weekly", daily, ", schedule: by 06:00 on mon", &late, None)));
    assert!(is_behind(&reads_source("load-read-daily", daily, ", schedule: '03:00'", &late, None)));
    let lately = ["2026-11-20T10:00:00Z"];
    assert!(
        !is_behind(&reads_source("load-lately", daily, "", &lately, None)),
        "the reader had no time to run since"
    );
}

#[test]
fn three_loads_of_a_source_show_how_often_it_is_loaded() {
    let is_behind = |page: &str| page.contains("ran too early: its last run (20 November 2026, 02:08)");
    let three = ["2026-11-20T02:26:00Z", "2026-11-20T10:26:00Z", "2026-11-20T18:26:00Z"];
    assert!(is_behind(&reads_source("loads-three", "", "", &three, None)));
    assert!(!is_behind(&reads_source("loads-two", "", "", &three[..2], None)), "two loads show no interval");
}

#[test]
fn the_newest_row_of_a_source_counts_as_a_load() {
    let is_behind = |page: &str| page.contains("ran too early: its last run (20 November 2026, 02:08)");
    let page = |name, load, row| reads_source(name, load, "", &[], Some(row));
    let daily = ", schedule: daily";
    assert!(is_behind(&page("row-scheduled", daily, "2026-11-20T02:26:00Z")));
    assert!(!is_behind(&page("row-alone", "", "2026-11-20T02:26:00Z")), "its interval is not known");
    assert!(
        !is_behind(&page("row-lately", daily, "2026-11-21T03:20:00Z")),
        "the reader had no time to run since"
    );
    assert!(!is_behind(&page("row-before", daily, "2026-11-20T01:00:00Z")), "the row was already read");
}

#[test]
fn an_input_that_shows_several_tables_is_counted_once() {
    let made = |name: &str| node("model", "marts", name, &[]);
    let (four, five) = (made("t4"), made("t5"));
    let built = results([(four.0.clone(), "success"), (five.0.clone(), "success")]);
    let catalog =
        story("behind-once", "2026-11-21T02:26:00Z", "view", &[sync("COMPLETE", "2026-11-21T02:01:00Z")]);
    catalog.write("target/manifest.json", &manifest(vec![four, five]));
    catalog.write("target/run_results.json", &built);
    catalog.write(
        "products/mart.yml",
        "id: mart\nname: The sum\nowner: data\nassets: [{dbt: 'path:models/marts'}, {id: sheet, name: Sheet, kind: dashboard, reads: [t4, t5]}]\n\
         output_ports: [{id: sheet, asset: sheet}, {id: t4, dbt: t4}]\n",
    );
    let reads = |inputs: &str| {
        catalog.write(
            "products/sync.yml",
            &format!(
                "id: sync\nname: Sync\nowner: rev\noutput_ports: [{{id: s, asset: h}}]\n\
                 assets:\n  - {{id: h, name: Hightouch, kind: sync, job: hightouch/sync, reads: [{inputs}]}}\n"
            ),
        );
        product(&catalog, "sync")
    };
    let page = reads("'mart:sheet'");
    assert!(page.contains("ran too early: its last run") && !page.contains("more input"), "{page}");
    let page = reads("'mart:sheet', t4");
    assert!(page.contains("and before 1 more input"), "{page}");
}
