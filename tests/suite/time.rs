//! When promises break, what they are measured by, and what is shown if they cannot be measured.
//!
//! A shop with one mart, which dbt builds from one source; a sync reads the mart.

use crate::support::{Scratch, glassbox};
use serde_json::{Value, json};
use std::fs;

const CONFIG: &str = "title: Shop\ntime_zone: UTC\ndbt: [target]\nopenlineage: [events]\n";

/// Returns the catalog with these promises of the mart.
fn shop(name: &str, promises: &str) -> Scratch {
    let orders = format!(
        "id: orders\nname: Orders\nassets: [{{dbt: orders}}]\noutput_ports: [{{id: o, dbt: orders}}]\nslas:\n{promises}\n"
    );
    Scratch::new(&format!("time-{name}"))
        .with(&[("glassbox.yml", CONFIG), ("products/orders.yml", &orders)])
        .with(&[(
            "target/manifest.json",
            &manifest(&json!({"error_after": {"count": 12, "period": "hour"}})),
        )])
}

fn manifest(freshness: &Value) -> String {
    json!({"metadata": {"project_name": "shop"},
        "nodes": {"model.shop.orders": {"name": "orders", "resource_type": "model", "package_name": "shop",
            "original_file_path": "models/orders.sql", "fqn": ["shop", "orders"], "config": {"materialized": "table"},
            "relation_name": "\"db\".\"main\".\"orders\"", "depends_on": {"nodes": ["source.shop.raw.orders"]}}},
        "sources": {"source.shop.raw.orders": {"source_name": "raw", "name": "orders", "resource_type": "source",
            "relation_name": "\"db\".\"raw\".\"orders\"", "fqn": ["shop", "raw", "orders"], "original_file_path": "models/raw.yml",
            "freshness": freshness}}})
    .to_string()
}

impl Scratch {
    /// Adds runs of the mart, each with its end time and result.
    fn runs(self, runs: &[(&str, &str)]) -> Self {
        for (at, status) in runs {
            let row =
                json!({"unique_id": "model.shop.orders", "status": status, "timing": [{"completed_at": at}]});
            let file = json!({"metadata": {"generated_at": at}, "args": {"which": "run"}, "results": [row]});
            self.write(&format!("target/run_results_{}.json", at.replace(':', "")), &file.to_string());
        }
        self
    }

    /// Adds a check of the source at two o'clock in the night of the 21st.
    fn checked(self, status: &str, loaded: Option<&str>) -> Self {
        let at = "2026-11-21T02:00:00Z";
        let row = json!({"unique_id": "source.shop.raw.orders", "status": status, "max_loaded_at": loaded, "snapshotted_at": at});
        self.write(
            "target/sources.json",
            &json!({"metadata": {"generated_at": at}, "results": [row]}).to_string(),
        );
        self
    }

    /// Returns the site's record of a product.
    fn product_at(&self, product: &str, now: &str) -> Value {
        let run = glassbox(self.path(), &["build", ".", "--now", now]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let record = fs::read_to_string(self.path().join(format!("site/products/{product}.json"))).unwrap();
        serde_json::from_str(&record).unwrap()
    }

    /// Returns the promises of the mart: the outcome of each, and its measurement.
    fn promises_at(&self, now: &str) -> Vec<String> {
        let product = self.product_at("orders", now);
        let said = |sla: &Value| {
            format!(
                "{}: {}",
                sla["status"]["name"].as_str().unwrap(),
                sla["measured"].as_str().unwrap_or_default()
            )
        };
        product["slas"].as_array().into_iter().flatten().map(said).collect()
    }

    fn promise_at(&self, now: &str) -> String {
        self.promises_at(now).remove(0)
    }
}

const FRESH: &str = "  - {property: freshness, target: 24h, port: o}";
const NOW: &str = "2026-11-21T04:00:00Z";

#[test]
fn a_promise_in_business_hours_breaks_the_minute_after_they_pass() {
    let shop = shop("business", "  - {property: freshness, target: 8 business hours, port: o}")
        .with(&[("target/manifest.json", &manifest(&Value::Null))])
        .runs(&[("2026-11-20T07:00:00Z", "success")]);
    let not_checked = "; the age of raw.orders is not checked";
    assert_eq!(
        shop.promise_at("2026-11-20T17:00:00Z"),
        format!("Kept: Data as of 20 November 2026, 07:00{not_checked}")
    );
    let broken = "Broken: Data as of 20 November 2026, 07:00, too old since 20 November 2026, 17:00";
    assert_eq!(shop.promise_at("2026-11-20T17:01:00Z"), format!("{broken}: 1 minute late"));
    assert_eq!(shop.promise_at("2026-11-21T10:00:00Z"), format!("{broken}: 17 hours late"));
}

#[test]
fn frequency_has_an_hour_of_grace_and_freshness_has_none() {
    let shop = shop("grace", "  - {property: freshness, target: 1d, port: o}\n  - {property: frequency, target: daily, port: o}\n  - {property: frequency, target: every 24h, port: o}")
        .runs(&[("2026-11-19T03:20:00Z", "success"), ("2026-11-20T03:00:00Z", "success")])
        .checked("pass", Some("2026-11-21T01:00:00Z"));
    let verdicts = |now: &str| {
        shop.promises_at(now).iter().map(|one| one.split(':').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(verdicts("2026-11-21T03:00:00Z"), ["Kept", "Kept", "Kept"]);
    assert_eq!(verdicts("2026-11-21T03:01:00Z"), ["Broken", "Kept", "Broken"]);
    assert_eq!(verdicts("2026-11-21T04:00:00Z"), ["Broken", "Kept", "Broken"]);
    assert_eq!(verdicts("2026-11-21T04:01:00Z"), ["Broken", "Broken", "Broken"]);
    assert_eq!(
        shop.promises_at("2026-11-21T04:00:00Z")[1],
        "Kept: Twice since 19 November 2026, 03:20, never more than an hour late"
    );
    assert_eq!(
        shop.promises_at("2026-11-21T04:01:00Z")[1],
        "Broken: Nothing arrived on time after 20 November 2026, 03:00: it was due by 21 November 2026, 04:00, with an hour of grace; 1 minute late"
    );
}

#[test]
fn measures_over_time_start_at_the_first_observed_run() {
    let failed: Vec<String> = (15..=20).map(|day| format!("2026-11-{day}T03:00:00Z")).collect();
    let runs: Vec<(&str, &str)> =
        failed.iter().map(|at| (at.as_str(), "error")).chain([("2026-11-21T03:00:00Z", "success")]).collect();
    let shop = shop("history", "  - {property: frequency, target: daily}\n  - {property: availability, target: 50%}\n  - {property: time_to_repair, target: 1d}\n  - {property: error_rate, target: 90%}")
        .runs(&runs);
    assert_eq!(
        shop.promises_at("2026-11-21T15:00:00Z"),
        [
            "Broken: Nothing arrived on time after 15 November 2026, 03:00, when runs were first seen: it was due by 16 November 2026, 04:00, with an hour of grace; 4 days late",
            // Down for 6 days of 6.5.
            "Broken: 7.69% since 15 November 2026, 03:00, over 7 runs",
            "Broken: The failure of 15 November 2026, 03:00 was not fixed in time: 5 days late",
            "Not measurable: Too few runs are known to tell whether it is kept",
        ]
    );
}

/// Without a failure, nobody knows whether one would be fixed in time, so nothing is kept.
#[test]
fn a_promise_to_fix_failures_is_not_kept_before_there_is_one() {
    let shop = shop("repair", "  - {property: time_to_repair, target: 1 business day}");
    let well = shop.runs(&[("2026-11-19T03:00:00Z", "success"), ("2026-11-20T03:00:00Z", "success")]);
    assert_eq!(
        well.promise_at("2026-11-20T04:00:00Z"),
        "No failed run: No run of its outputs failed or was skipped since 19 November 2026, 03:00"
    );
}

/// Of a failure that may still be fixed, the promise says by when.
#[test]
fn a_promise_to_fix_failures_says_what_is_still_to_be_fixed() {
    let shop = shop("to-be-fixed", "  - {property: time_to_repair, target: 2d}");
    let shop = shop.runs(&[
        ("2026-11-17T03:00:00Z", "success"),
        ("2026-11-18T03:00:00Z", "error"),
        ("2026-11-19T03:00:00Z", "success"),
        ("2026-11-20T03:00:00Z", "error"),
    ]);
    assert_eq!(
        shop.promise_at("2026-11-19T04:00:00Z"),
        "Kept: 1 failure since 17 November 2026, 03:00, fixed in time"
    );
    assert_eq!(
        shop.promise_at("2026-11-20T04:00:00Z"),
        "Kept: 2 failures since 17 November 2026, 03:00, fixed in time, except for the last: still to be fixed by 22 November 2026, 03:00"
    );
}

#[test]
fn an_outage_that_began_before_the_30_day_window_counts_within_it() {
    let shop = shop(
        "window",
        "  - {property: availability, target: 50%}\n  - {property: time_to_repair, target: 30d}",
    )
    .runs(&[
        ("2026-10-01T03:00:00Z", "success"),
        ("2026-10-10T03:00:00Z", "error"),
        ("2026-11-20T04:00:00Z", "success"),
    ]);
    let promises = shop.promises_at("2026-11-21T04:00:00Z");
    assert_eq!(
        promises[0], "Broken: 3.33% since 22 October 2026, 04:00, over 1 run",
        "available on one day of thirty"
    );
    assert_eq!(
        promises[1],
        "Broken: The failure of 10 October 2026, 03:00 was not fixed in time: 11 days late"
    );
}

#[test]
fn evidence_for_a_weekly_promise_is_valid_for_a_week() {
    let sync = "id: sync\nname: Sync\nassets: [{id: sync, kind: sync, job: ns/j, reads: [orders]}]\n\
                output_ports: [{id: s, asset: sync}]\nslas: [{property: freshness, target: 24h, port: s}]\n";
    let event = json!({"eventType": "COMPLETE", "eventTime": "2026-11-21T03:30:00Z", "run": {"runId": "r"},
        "job": {"namespace": "ns", "name": "j"}, "inputs": [], "outputs": []});
    let shop = shop(
        "weekly",
        "  - {property: freshness, target: 8d, port: o}\n  - {property: frequency, target: weekly, port: o}",
    )
    .with(&[
        ("target/manifest.json", &manifest(&Value::Null)),
        ("products/sync.yml", sync),
        ("events/e.ndjson", &event.to_string()),
    ])
    .runs(&[("2026-11-09T03:00:00Z", "success"), ("2026-11-16T03:00:00Z", "success")]);
    let product = shop.product_at("orders", "2026-11-21T08:00:00Z");
    assert_eq!(product["status"]["name"], "Healthy", "{}", product["standing"]);
    let kept = "Kept: Data as of 16 November 2026, 03:00; the age of raw.orders is not checked";
    assert_eq!(
        shop.promises_at("2026-11-21T08:00:00Z"),
        [kept, "Kept: Twice since 9 November 2026, 03:00, never more than an hour late"]
    );
    let sync = shop.product_at("sync", "2026-11-21T08:00:00Z");
    assert_eq!(
        sync["slas"][0]["status"]["name"], "Broken",
        "the run of 16 November counts downstream as well"
    );
    assert_eq!(shop.promise_at("2026-11-24T03:00:00Z"), kept);
    assert_eq!(
        shop.promise_at("2026-11-24T03:01:00Z"),
        "Broken: Data as of 16 November 2026, 03:00, too old since 24 November 2026, 03:00: 1 minute late"
    );
    // After the promised eight days and two of grace, silence is no evidence any more.
    let unknown = "Not measurable: Orders was last seen on 16 November 2026, 03:00, too long ago to say";
    assert_eq!(shop.promise_at("2026-11-26T03:01:00Z"), unknown);
    let sync = shop.product_at("sync", "2026-11-26T03:01:00Z");
    assert_eq!(
        sync["slas"][0]["status"]["name"], "Not measurable",
        "expired evidence makes no downstream product late"
    );
}

#[test]
fn freshness_is_measured_by_the_newest_row_of_the_source() {
    let shop = shop("rows", "  - {property: freshness, target: 6h, port: o}")
        .runs(&[("2026-11-21T03:00:00Z", "success")]);
    // Fresh enough for dbt, which allows twelve hours.
    let shop = shop.checked("pass", Some("2026-11-20T16:00:00Z"));
    assert_eq!(
        shop.promise_at(NOW),
        "Broken: Data as of 20 November 2026, 16:00, delayed by raw.orders, too old since 20 November 2026, 22:00: 6 hours late"
    );
    let shop = shop.checked("pass", Some("2026-11-21T01:30:00Z"));
    assert_eq!(shop.promise_at(NOW), "Kept: Data as of 21 November 2026, 01:30 (oldest input: raw.orders)");
    let record = shop.product_at("orders", NOW)["slas"][0]["measure"].clone();
    let data = json!({"at": "2026-11-21T01:30:00Z", "held_up_by": "source.shop.raw.orders"});
    assert_eq!(record, json!({"code": "data-as-of", "data": data}));
}

#[test]
fn freshness_is_not_measurable_if_that_of_the_source_is_unknown() {
    let shop = shop("gaps", FRESH).runs(&[("2026-11-21T03:00:00Z", "success")]);
    let never = "Not measurable: The freshness of raw.orders was never checked";
    assert_eq!(shop.promise_at(NOW), never);
    let shop = shop.checked("runtime error", None);
    let crashed = "Not measurable: The freshness check of raw.orders on 21 November 2026, 02:00 crashed";
    assert_eq!(shop.promise_at(NOW), crashed);
    let record = shop.product_at("orders", NOW)["slas"][0]["measure"].clone();
    let data = json!({"at": "2026-11-21T02:00:00Z", "asset": "source.shop.raw.orders"});
    assert_eq!(record, json!({"code": "check-crashed", "data": data}));
    let shop = shop.checked("pass", Some("2026-11-23T00:00:00Z"));
    assert_eq!(
        shop.promise_at(NOW),
        "Not measurable: The newest row of raw.orders has a time in the future: 23 November 2026, 00:00"
    );
    // Data known to be too old is too old, whatever else is unknown.
    let shop = shop.checked("runtime error", None);
    let broken =
        "Broken: Data as of 21 November 2026, 03:00, too old since 22 November 2026, 03:00: 5 hours late";
    assert_eq!(shop.promise_at("2026-11-22T08:00:00Z"), broken);
}

#[test]
fn placeholder_timestamps_mean_that_there_is_no_data() {
    for (name, sentinel) in [
        ("year-1", "0001-01-01T00:00:00Z"),
        ("epoch", "1970-01-01T00:00:00Z"),
        ("year-9999", "9999-12-31T00:00:00Z"),
    ] {
        let shop =
            shop(name, FRESH).runs(&[("2026-11-21T03:00:00Z", "success")]).checked("error", Some(sentinel));
        assert_eq!(shop.promise_at(NOW), "Broken: There is no data in raw.orders", "{name}");
        let page = fs::read_to_string(shop.path().join("site/products/orders/index.html")).unwrap();
        for odd in ["January 0001", "January 1970", "December 9999"] {
            assert!(!page.contains(odd), "{name}");
        }
        let shop = shop.checked("pass", Some(sentinel));
        assert_eq!(
            shop.promise_at(NOW),
            "Not measurable: The check of raw.orders on 21 November 2026, 02:00 does not say when its newest row was loaded"
        );
    }
}

#[test]
fn a_date_given_as_now_is_in_the_time_zone_of_the_catalog() {
    for (name, zone) in [("west", "America/Los_Angeles"), ("east", "Asia/Tokyo")] {
        let config = CONFIG.replace("UTC", zone);
        // Seen in the last hour of the day, and in the first hour of the next.
        let (last, next) = match name {
            "west" => ("2026-11-22T07:30:00Z", "2026-11-22T08:30:00Z"),
            _ => ("2026-11-21T14:30:00Z", "2026-11-21T15:30:00Z"),
        };
        let shop = shop(name, FRESH)
            .with(&[("glassbox.yml", &config), ("target/manifest.json", &manifest(&Value::Null))])
            .runs(&[(last, "success")]);
        let not_checked = "; the age of raw.orders is not checked";
        assert_eq!(
            shop.promise_at("2026-11-21"),
            format!("Kept: Data as of 21 November 2026, 23:30{not_checked}")
        );
        let quality = fs::read_to_string(shop.path().join("site/quality/index.html")).unwrap();
        assert!(quality.contains("21 November 2026, 23:59"), "{quality}");
        let shop = shop.runs(&[(next, "success")]);
        let check = glassbox(shop.path(), &["check", ".", "--now", "2026-11-21", "--format", "short"]);
        assert!(check.stdout.contains("warning[future-evidence]"), "{}", check.stdout);
    }
}

#[test]
fn extreme_times_as_now_do_not_fail() {
    let shop = shop("borders", &format!("{FRESH}\n  - {{property: frequency, target: weekly}}\n  - {{property: availability, target: 99%}}"))
        .runs(&[("2026-11-20T03:00:00Z", "success"), ("2026-11-21T03:00:00Z", "success")])
        .checked("pass", Some("2026-11-21T01:30:00Z"));
    for now in
        ["-009999-01-02T02:00:00Z", "-009999-01-01", "0001-01-01", "9999-12-30T22:00:00Z", "9999-12-31"]
    {
        let run = glassbox(shop.path(), &["build", ".", &format!("--now={now}"), "--format", "short"]);
        assert_eq!(run.code, 0, "{now}: {}{}", run.stdout, run.stderr);
    }
    for wrong in ["2026-11-21T08:00:00", "tomorrow", "2026-02-30"] {
        let run = glassbox(shop.path(), &["build", ".", "--now", wrong]);
        assert_eq!(run.code, 2, "{wrong}");
        assert!(run.stderr.contains("such as 2026-11-20T08:00:00Z"), "{}", run.stderr);
    }
}

#[test]
fn ids_in_calendars_and_feeds_are_unique_and_stable() {
    let plan = |rows: &[&str]| {
        let begin = "id: plan\ntitle: Plan\nask: x\nsponsor: t\noutcome: y\ndelivers:\n";
        format!("{begin}{}\n", rows.join("\n"))
    };
    let first = "  - {product: orders, work: First cut, effort: 2w, value: lasting, status: planned, target: 2026-12-31}";
    let second = "  - {product: orders, work: Second cut, effort: 2w, value: lasting, status: planned, target: 2027-01-31}";
    let done = "  - {product: orders, work: A draft, effort: 2w, value: lasting, status: delivered, delivered: 2026-11-02}";
    let done_too = "  - {product: orders, work: Another draft, effort: 2w, value: lasting, status: delivered, delivered: 2026-11-02}";
    let shop = shop("ids", FRESH).with(&[("teams.yml", "teams:\n  - {id: t, name: T}\n")]);
    let ids = |rows: &[&str]| {
        shop.write("roadmap/plan.yml", &plan(rows));
        shop.product_at("orders", NOW);
        let found = |file: &str, begin: &str, end: char| {
            let text = fs::read_to_string(shop.path().join("site").join(file)).unwrap();
            let ids = text.split(begin).skip(1).map(|rest| rest.split(end).next().unwrap().to_owned());
            ids.collect::<Vec<String>>()
        };
        (
            found("roadmap.ics", "UID:", '\r'),
            found("feed.xml", "<entry><title>Delivered: Orders</title><id>", '<'),
        )
    };
    let (dates, news) = ids(&[first, second, done, done_too]);
    assert_eq!((dates.len(), news.len()), (2, 2), "{dates:?} {news:?}");
    assert!(dates[0] != dates[1] && news[0] != news[1], "{dates:?} {news:?}");
    let without_first = ids(&[second, done_too]);
    assert_eq!(without_first.0, dates[1..], "removing another keeps the ids");
    assert!(news.contains(&without_first.1[0]));
    let moved = first.replace("2026-12-31", "2027-03-31");
    assert_eq!(
        ids(&[&moved, second, done]).0,
        [dates[1].clone(), dates[0].clone()],
        "reordering keeps the ids"
    );
    let renamed = first.replace("First cut", "Groundwork");
    assert_eq!(ids(&[&renamed, second, done]).0[1], dates[1], "renaming another keeps the ids");
    let (twins, _) = ids(&[first, &moved, done]);
    assert!(twins[0] != twins[1], "{twins:?}");
}

#[test]
fn durations_are_compared_whenever_they_begin() {
    let state = |target: &str| {
        shop(
            &format!("longest-{}", target.replace(' ', "-")),
            &format!("  - {{property: freshness, target: {target}, port: o}}"),
        )
    };
    let is_breaking = |old: &str, new: &str| {
        let (old, new) = (state(old), state(new));
        let paths = [old.path(), new.path()].map(|path| path.to_str().unwrap().to_owned());
        let run = glassbox(old.path(), &["diff", &paths[0], &paths[1], "--deny-breaking", "--now", NOW]);
        assert!(run.code < 2, "{}", run.stderr);
        run.code == 1
    };
    // From Friday to Monday it is three days, from Monday to Tuesday one.
    assert!(is_breaking("1 business day", "2d") && !is_breaking("1 business day", "24h"));
    assert!(is_breaking("1 business day", "4d"));
    assert!(
        is_breaking("2d", "1 business hour"),
        "the first business hour of Monday may be three days after Friday"
    );
}
