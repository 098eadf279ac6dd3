//! Who logged in: by nine o'clock on weekdays, or never older than a few minutes; two tables that others read.

use super::*;

const PRODUCT: &str = "id: logins\nname: Logins\nowner: data\nassets: [{dbt: 'path:models/logins'}]\n\
                       output_ports: [{id: s, dbt: summary}, {id: m, dbt: churn}]\n";

/// Returns the tables of two ports, each with its build times; in UTC, while the company is in Berlin.
fn story(name: &str, promise: &str, summary: &[&str], churn: &[&str]) -> Scratch {
    let nodes = ["summary", "churn"].map(|table| node("model", "logins", table, &[]));
    let scratch = Scratch::new(name).with(&[
        ("glassbox.yml", "title: F\ntime_zone: Europe/Berlin\ndbt: [{path: target}]\n"),
        ("teams.yml", "teams: [{id: data, name: Data}]\n"),
        ("products/logins.yml", &format!("{PRODUCT}slas: [{promise}]\n")),
        ("target/manifest.json", &manifest(nodes.to_vec())),
    ]);
    for (table, ends) in [("summary", summary), ("churn", churn)] {
        for (at, end) in ends.iter().enumerate() {
            let rows =
                results([(format!("model.p.{table}"), "success")]).replace("2026-11-21T02:05:00Z", end);
            scratch.write(&format!("target/run_results_{table}_{at}.json"), &rows);
        }
    }
    scratch
}

/// Returns the claims about the product at a moment: the promise, and the status of each port.
fn says(catalog: &Scratch, now: &str) -> (String, String) {
    let out = catalog.path().join("site");
    let built = glassbox(catalog.path(), &["build", ".", "--now", now, "--out", &out.display().to_string()]);
    assert_eq!(built.code, 0, "{}", built.stderr);
    let text = fs::read_to_string(out.join("products/logins.json")).unwrap();
    let json: Value = serde_json::from_str(&text).unwrap();
    let promise = &json["slas"][0];
    let said = |key: &str| promise[key].as_str().unwrap_or_default().to_owned();
    let verdict = promise["status"]["name"].as_str().unwrap_or("-").to_owned();
    let ports = json["ports"].as_array().unwrap().iter();
    let ports = ports.map(|port| port["status"]["id"].as_str().unwrap_or("-").to_owned()).collect::<Vec<_>>();
    (format!("{} {}: {verdict}: {}", said("title"), said("target"), said("measured")), ports.join(" "))
}

const READY: &str = "{property: ready, target: \"09:00\", on: weekdays}";

#[test]
fn a_product_is_late_from_the_minute_after_its_deadline() {
    // Built each night, but on Monday one of them was not.
    let fridays = ["2026-11-20T05:00:00Z"];
    let monday = ["2026-11-20T05:00:00Z", "2026-11-23T05:00:00Z"];
    let catalog = story("ready", READY, &monday, &fridays);
    let at = |now: &str| says(&catalog, now);
    let kept =
        "Ready by 09:00 on weekdays: Kept: Ready on 20 November 2026, 06:00, due on 20 November 2026, 09:00";
    assert_eq!(at("2026-11-22T12:00:00Z").0, kept, "there is no deadline at the weekend");
    assert_eq!(at("2026-11-23T08:00:00Z").0, kept, "at nine o'clock in Berlin it is not yet late");
    let (said, ports) = at("2026-11-23T08:12:00Z");
    assert_eq!(
        said,
        "Ready by 09:00 on weekdays: Broken: Not ready, due on 23 November 2026, 09:00: 12 minutes late"
    );
    assert_eq!(ports, "unchecked late", "each port has its own status");
}

#[test]
fn a_missed_deadline_states_by_how_much() {
    let early = ["2026-11-19T05:00:00Z", "2026-11-20T05:00:00Z"];
    let late = ["2026-11-19T05:00:00Z", "2026-11-20T08:12:00Z"];
    let broken = "Ready by 09:00 on weekdays: Broken: Ready on 20 November 2026, 09:12, due on 20 November 2026, 09:00: 12 minutes late";
    let written = [
        READY,
        "{property: freshness, target: 'by 9:00 on weekdays'}",
        "{property: ready, target: '9:00 on Mon, tue, wed, thu, friday'}",
    ];
    for (at, promise) in written.iter().enumerate() {
        let catalog = story(&format!("ready-late-{at}"), promise, &early, &late);
        assert_eq!(
            says(&catalog, "2026-11-20T12:00:00Z"),
            (broken.to_owned(), "unchecked warning".to_owned())
        );
    }
    // For one port only.
    let of_one = story("ready-one", "{property: ready, target: \"09:00\", port: s}", &early, &late);
    let (said, ports) = says(&of_one, "2026-11-20T12:00:00Z");
    assert!(said.starts_with("Ready by 09:00: Kept"), "{said}");
    assert_eq!(ports, "holding unchecked");
}

#[test]
fn a_deadline_applies_only_on_its_days() {
    let runs = ["2026-11-16T05:00:00Z", "2026-11-18T09:00:00Z"];
    let promise = "{property: ready, target: \"09:00\", on: [mon, wed]}";
    let catalog = story("ready-days", promise, &runs, &runs);
    let (said, _) = says(&catalog, "2026-11-17T12:00:00Z");
    assert!(said.starts_with("Ready by 09:00 on Monday and Wednesday: Kept"), "{said}");
    let (said, _) = says(&catalog, "2026-11-19T12:00:00Z");
    assert!(said.ends_with("due on 18 November 2026, 09:00: 60 minutes late"), "{said}");
}

#[test]
fn a_day_without_observations_does_not_break_a_deadline() {
    let night = ["2026-11-21T02:26:00Z"];
    let catalog = story("ready-unseen", READY, &night, &night);
    let (said, ports) = says(&catalog, "2026-11-21T04:00:00Z");
    // It is Saturday, and Friday was not observed.
    assert!(said.contains("Not due today: Due next on 23 November 2026, 09:00"), "{said}");
    assert!(!ports.contains("late") && !ports.contains("warning"), "{ports}");
    let tuesday = ["2026-11-24T02:26:00Z"];
    let catalog = story("ready-unseen-day", READY, &tuesday, &[]);
    let (said, _) = says(&catalog, "2026-11-24T04:00:00Z");
    assert!(said.contains("Not measurable: No run of churn was seen"), "on a working day: {said}");
}

#[test]
fn a_failed_run_misses_its_deadline_until_the_next_good_run() {
    let night = ["2026-11-20T05:00:00Z"];
    let catalog = story("ready-failed", READY, &night, &night);
    for table in ["summary", "churn"] {
        let path = format!("target/run_results_{table}_0.json");
        let failed = fs::read_to_string(catalog.path().join(&path)).unwrap();
        catalog.write(&path, &failed.replace("\"success\"", "\"error\""));
    }
    // Friday's run failed, and nothing was observed since: on no day of the weekend is that fine.
    for now in ["2026-11-20T12:00:00Z", "2026-11-21T12:00:00Z", "2026-11-22T20:00:00Z"] {
        let (said, _) = says(&catalog, now);
        assert!(said.contains("Broken: Not ready, due on 20 November 2026, 09:00"), "{now}: {said}");
    }
    let mended = results(["summary", "churn"].map(|table| (format!("model.p.{table}"), "success")));
    catalog.write(
        "target/run_results_later.json",
        &mended.replace("2026-11-21T02:05:00Z", "2026-11-21T10:00:00Z"),
    );
    let (said, _) = says(&catalog, "2026-11-22T20:00:00Z");
    assert!(said.contains("Ready on 21 November 2026, 11:00, due on 20 November 2026, 09:00"), "{said}");
}

#[test]
fn stale_data_states_by_how_much_and_marks_each_stale_port() {
    let (summary, churn) = (["2026-11-21T03:57:00Z"], ["2026-11-21T03:30:00Z"]);
    let catalog = story("five-minutes", "{property: freshness, target: 5m}", &summary, &churn);
    let (said, ports) = says(&catalog, "2026-11-21T04:00:00Z");
    assert!(said.ends_with("too old since 21 November 2026, 04:35: 25 minutes late"), "{said}");
    assert_eq!(ports, "unchecked late");
    let both =
        story("five-minutes-both", "{property: freshness, target: 5m}", &["2026-11-21T02:26:00Z"], &churn);
    assert_eq!(says(&both, "2026-11-21T04:00:00Z").1, "late late");
}

#[test]
fn days_of_the_week_are_refused_without_a_deadline() {
    let catalog = story("days", "{property: freshness, target: 5m, on: weekdays}", &[], &[]);
    let check = glassbox(catalog.path(), &["check", "."]);
    let said = check.stdout + &check.stderr;
    assert!(
        check.code != 0
            && said.contains("only a promise to be ready by a time of day can have days of the week"),
        "{said}"
    );
}
