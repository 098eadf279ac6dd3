//! Streams: jobs that run continuously. Many of them send nothing but `RUNNING`.

use super::table_changes::{again, run, table};
use super::*;

/// Returns a stream that fills a table, and a report on it.
fn stream(name: &str, events: &[Value]) -> Scratch {
    let lines: Vec<String> = events.iter().map(Value::to_string).collect();
    Scratch::new(name).with(&[
        ("glassbox.yml", "title: Clicks\nopenlineage: [ol]\n"),
        ("teams.yml", "teams: [{id: data, name: Data}]\n"),
        ("products/clicks.yml", "id: clicks\nname: Clicks\nowner: data\nassets: [{id: s, name: Sessions job, job: flink/clicks}]\noutput_ports: [{id: o, name: Sessions, dataset: wh.live.sessions}]\nslas: [{property: freshness, target: 24h}, {property: frequency, target: daily}, {property: error_rate, target: 1%}]\n"),
        ("products/report.yml", "id: report\nname: Report\nowner: data\nassets: [{id: r, name: Report, job: spark/report}]\n"),
        ("ol/e.ndjson", &lines.join("\n")),
    ])
}

/// Returns a `RUNNING` event of the stream at this minute after two o'clock.
fn running(at: u32) -> Value {
    run(at, "flink/clicks", "RUNNING", &["wh.live.clicks"], vec![table("wh.live.sessions", &[])])
}

fn report() -> Value {
    run(40, "spark/report", "COMPLETE", &["wh.live.sessions"], vec![])
}

/// Returns the page of the stream's product as of a moment.
fn as_of(catalog: &Scratch, now: &str) -> String {
    let run = glassbox(catalog.path(), &["build", ".", "--out", "site", "--now", now]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    text_of(&fs::read_to_string(catalog.path().join("site/products/clicks/index.html")).unwrap())
}

#[test]
fn a_running_stream_is_unchecked_and_has_not_succeeded() {
    // One sign of life counts as much as many of one run.
    let mut later = again(&running(10), 30);
    later["run"] = running(10)["run"].clone();
    for (at, events) in [vec![running(30), report()], vec![running(10), later, report()]].iter().enumerate() {
        let catalog = stream(&format!("stream-alive-{at}"), events);
        let page = as_of(&catalog, "2026-11-21T03:00:00Z");
        assert!(page.contains("Unchecked"), "{page}");
        assert!(page.contains("Last seen running 02:30"), "{page}");
        assert!(!page.contains("not ended") && !page.contains("succeeded"), "{page}");
        assert!(
            page.contains(
                "Sessions job was running on 21 November 2026, 02:30, and nothing shows how new its data is"
            ),
            "{page}"
        );
        // Promises about runs need runs that end.
        assert_eq!(page.matches("Not measurable").count(), 3, "{page}");
        // Its outputs and their readers are known.
        assert!(page.contains("Address: wh.live.sessions Read by Report"), "{page}");
    }
}

#[test]
fn a_stream_that_runs_again_is_no_longer_failing() {
    let mut failed = running(10);
    failed["eventType"] = json!("FAIL");
    let mut again = running(30);
    let kind = json!({"jobType": {"processingType": "STREAMING", "integration": "FLINK"}});
    // For a job not declared as a stream, the run that ended counts while the next one is running.
    let page =
        as_of(&stream("stream-batch", &[failed.clone(), again.clone(), report()]), "2026-11-21T03:00:00Z");
    assert!(page.contains("Failing"), "{page}");
    again["job"]["facets"] = kind.clone();
    let page =
        as_of(&stream("stream-again", &[failed.clone(), again.clone(), report()]), "2026-11-21T03:00:00Z");
    assert!(page.contains("Unchecked") && !page.contains("Failing"), "{page}");
    // After a long silence, or if it has only started, it is not known to be running.
    let page = as_of(
        &stream("stream-again-silent", &[failed.clone(), again.clone(), report()]),
        "2026-11-22T02:50:00Z",
    );
    assert!(page.contains("Failing"), "{page}");
    again["eventType"] = json!("START");
    let page = as_of(&stream("stream-again-begun", &[failed, again, report()]), "2026-11-21T03:00:00Z");
    assert!(page.contains("Failing"), "{page}");
}

#[test]
fn the_columns_of_a_stream_are_known_while_it_runs() {
    let mut writes = running(30);
    writes["outputs"] = json!([table("wh.live.sessions", &[("session_id", "bigint")])]);
    writes["job"]["facets"] = json!({"jobType": {"processingType": "STREAMING"}});
    let catalog = stream("stream-columns", &[writes, report()]);
    as_of(&catalog, "2026-11-21T03:00:00Z");
    let detail = fs::read_to_string(catalog.path().join("site/products/clicks/detail/index.html")).unwrap();
    assert!(text_of(&detail).contains("session_id"), "{}", text_of(&detail));
}

#[test]
fn a_stream_without_events_for_a_day_is_not_known_to_run() {
    let catalog = stream("stream-silent", &[running(30), report()]);
    let page = as_of(&catalog, "2026-11-22T02:50:00Z");
    assert!(
        page.contains("Not known today: Sessions job was last seen running on 21 November 2026, 02:30"),
        "{page}"
    );
}

#[test]
fn events_of_the_type_other_do_not_show_that_a_stream_runs() {
    let mut other = running(30);
    other["eventType"] = json!("OTHER");
    let page = as_of(&stream("stream-other", &[other, report()]), "2026-11-21T03:00:00Z");
    assert!(page.contains("Not known today: no run of Sessions job was seen"), "{page}");
    assert!(page.contains("Address: wh.live.sessions Read by Report"), "{page}");
}

#[test]
fn a_run_with_only_a_start_event_is_not_a_stream() {
    let mut begun = running(30);
    begun["eventType"] = json!("START");
    let page = as_of(&stream("stream-begun", &[begun, report()]), "2026-11-21T03:00:00Z");
    assert!(page.contains("first run of Sessions job has not ended yet"), "{page}");
}

#[test]
fn an_unowned_stream_connects_the_products_it_reads_and_writes() {
    let catalog = stream(
        "stream-between",
        &[
            run(10, "flink/clicks", "COMPLETE", &[], vec![table("wh.live.clicks", &[])]),
            run(20, "kafka/enrich", "RUNNING", &["wh.live.clicks"], vec![table("wh.live.rich", &[])]),
            run(40, "spark/report", "COMPLETE", &["wh.live.rich"], vec![]),
        ],
    );
    let page = as_of(&catalog, "2026-11-21T03:00:00Z");
    assert!(page.contains("Feeds Report"), "{page}");
}
