//! Random pieces of evidence, and the files that contain them.

use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A piece of evidence.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// When it was observed, in minutes after 15 November 2026, 08:00 UTC, six days before now.
    pub(super) at: u16,
    /// The file of its kind that contains it; for run results, its invocation.
    pub(super) file: u8,
    /// What was observed.
    pub(super) kind: Kind,
}

/// What was observed.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    /// A row about a model.
    Model { name: &'static str, status: &'static str },
    /// A row about a test.
    Test { name: &'static str, status: &'static str },
    /// A freshness check of the source; how many hours before it the newest row was loaded.
    Freshness { status: &'static str, age: u8 },
    /// An event of a run of a job, which may be a piece of another run.
    JobRun { job: u8, run: u8, state: &'static str, child: Option<u8> },
    /// An event of a run that loads the source, on one of two systems.
    Load { run: u8, system: u8, state: &'static str },
    /// An event of a run that writes the table of another job.
    OtherWrite { run: u8, state: &'static str },
    /// A run that dropped a table.
    Dropped { table: &'static str },
    /// A check of a table, on one of two systems.
    Check { table: &'static str, name: &'static str, system: u8, passes: bool, run: u8 },
    /// A line that cannot be read.
    Torn,
}

const MODELS: [&str; 4] = ["model.shop.stg", "model.shop.orders", "model.shop.customers", "model.shop.gone"];
const TESTS: [&str; 3] = ["test.shop.unique_stg", "test.shop.not_null_orders", "test.shop.totals"];
/// The table that loads fill: the source's.
const LOADED: &str = "wh.raw.orders";
/// The table of a job, which another one writes as well.
const OWN: &str = "wh.raw.own";
const DROPPED: [&str; 2] = [OWN, "wh.main.customers"];
const TABLES: [&str; 4] = [LOADED, "wh.main.orders", "wh.main.customers", "wh.raw.feed"];
const CHECKS: [&str; 3] = ["not_null", "unique", "row_count"];
const STATES: [&str; 5] = ["START", "RUNNING", "COMPLETE", "FAIL", "ABORT"];

/// Minutes until now.
const UNTIL_NOW: u16 = 6 * 24 * 60;

impl Piece {
    /// Returns whether it is good news. A run or check that is older than promised is bad news
    /// for the promise: without it the broken promise would be unknown.
    pub(super) fn is_passing(&self) -> bool {
        const PROMISED: u16 = 24 * 60;
        let is_recent = self.at + PROMISED > UNTIL_NOW;
        match self.kind {
            Kind::Test { status, .. } => status == "pass",
            Kind::Model { status, .. } => is_recent && ["success", "reused"].contains(&status),
            Kind::Freshness { status, age } => {
                is_recent && status == "pass" && self.at + PROMISED > UNTIL_NOW + u16::from(age) * 60
            }
            Kind::JobRun { state, .. } | Kind::Load { state, .. } => is_recent && state == "COMPLETE",
            Kind::Check { passes, .. } => passes,
            Kind::OtherWrite { .. } | Kind::Dropped { .. } | Kind::Torn => false,
        }
    }

    /// Returns the table that it names, and the system, if it names one.
    pub(super) fn table(&self) -> Option<(&'static str, u8)> {
        match self.kind {
            Kind::Load { system, .. } => Some((LOADED, system)),
            Kind::Check { table, system, .. } => Some((table, system)),
            _ => None,
        }
    }
}

/// Generates up to a dozen pieces.
pub(super) fn pieces() -> impl Strategy<Value = Vec<Piece>> {
    prop::collection::vec(piece(), 0..12)
}

fn piece() -> impl Strategy<Value = Piece> {
    let kind = prop_oneof![
        4 => (prop::sample::select(&MODELS[..]), prop::sample::select(vec!["success", "success", "error", "skipped", "reused", "no-op"]))
            .prop_map(|(name, status)| Kind::Model { name, status }),
        4 => (prop::sample::select(&TESTS[..]), prop::sample::select(vec!["pass", "pass", "fail", "warn", "error", "skipped"]))
            .prop_map(|(name, status)| Kind::Test { name, status }),
        3 => (prop::sample::select(vec!["pass", "pass", "warn", "error", "runtime error"]), 0_u8..40)
            .prop_map(|(status, age)| Kind::Freshness { status, age }),
        3 => (0_u8..2, 0_u8..4, prop::sample::select(&STATES[..]), prop::option::of(0_u8..4))
            .prop_map(|(job, run, state, child)| Kind::JobRun { job, run, state, child }),
        2 => (0_u8..3, 0_u8..2, prop::sample::select(&STATES[..]))
            .prop_map(|(run, system, state)| Kind::Load { run, system, state }),
        3 => (prop::sample::select(&TABLES[..]), prop::sample::select(&CHECKS[..]), 0_u8..2, any::<bool>(), 0_u8..3)
            .prop_map(|(table, name, system, passes, run)| Kind::Check { table, name, system, passes, run }),
        1 => (0_u8..3, prop::sample::select(&STATES[..])).prop_map(|(run, state)| Kind::OtherWrite { run, state }),
        1 => prop::sample::select(&DROPPED[..]).prop_map(|table| Kind::Dropped { table }),
        1 => Just(Kind::Torn),
    ];
    (0_u16..UNTIL_NOW + 120, 0_u8..6, kind).prop_map(placed)
}

/// When each invocation of dbt and each run of a job began: its reports are from the hours after that.
const BEGINNINGS: [u16; 6] = [100, 3000, 5000, 6500, 8000, UNTIL_NOW + 60];

/// Returns a piece at its time; the reports on one invocation or run are close together. One invocation of dbt builds
/// or tests a node once, so all its reports on a node have the same time.
fn placed((at, file, kind): (u16, u8, Kind)) -> Piece {
    let of_node = |all: &[&str], name: &str| {
        let position = all.iter().position(|one| *one == name).unwrap_or_default();
        BEGINNINGS[usize::from(file)] + u16::try_from(7 * position).unwrap() % 60
    };
    let at = match kind {
        Kind::Model { name, .. } => of_node(&MODELS, name),
        Kind::Test { name, .. } => of_node(&TESTS, name),
        Kind::JobRun { run, .. } | Kind::Load { run, .. } | Kind::OtherWrite { run, .. } => {
            BEGINNINGS[usize::from(run)] + at % 600
        }
        _ => at,
    };
    Piece { at, file, kind }
}

/// Generates a failing piece. A warning is no failure: a newer one may replace a failure.
pub(super) fn failing() -> impl Strategy<Value = Piece> {
    let kind = prop_oneof![
        prop::sample::select(&MODELS[..]).prop_map(|name| Kind::Model { name, status: "error" }),
        (prop::sample::select(&TESTS[..]), prop::sample::select(vec!["fail", "error"]))
            .prop_map(|(name, status)| Kind::Test { name, status }),
        // It shows no newer rows than any other check.
        Just(Kind::Freshness { status: "error", age: u8::MAX }),
        (0_u8..2, 0_u8..4, prop::option::of(0_u8..4)).prop_map(|(job, run, child)| Kind::JobRun {
            job,
            run,
            state: "FAIL",
            child
        }),
        prop::sample::select(&DROPPED[..]).prop_map(|table| Kind::Dropped { table }),
        (0_u8..3, 0_u8..2).prop_map(|(run, system)| Kind::Load { run, system, state: "FAIL" }),
        (prop::sample::select(&TABLES[..]), prop::sample::select(&CHECKS[..]), 0_u8..2, 0_u8..3)
            .prop_map(|(table, name, system, run)| Kind::Check { table, name, system, passes: false, run }),
    ];
    (0_u16..UNTIL_NOW, 0_u8..5, kind).prop_map(placed)
}

/// Shuffles the pieces.
pub(super) fn shuffle(pieces: &mut [Piece], mut seed: u64) {
    for at in (1..pieces.len()).rev() {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        pieces.swap(at, usize::try_from(seed >> 33).unwrap() % (at + 1));
    }
}

/// Returns the files that contain the pieces, by path.
pub(super) fn files(pieces: &[Piece]) -> Vec<(String, String)> {
    let mut results: BTreeMap<u8, Vec<Value>> = BTreeMap::new();
    let mut sources: BTreeMap<u8, Vec<Value>> = BTreeMap::new();
    let mut events: BTreeMap<u8, Vec<String>> = BTreeMap::new();
    for piece in pieces {
        let at = moment(piece.at);
        let timing = json!([{"name": "execute", "completed_at": at}]);
        match &piece.kind {
            Kind::Model { name, status } => results.entry(piece.file).or_default().push(
                json!({"unique_id": name, "status": status, "timing": timing, "relation_name": name.replace("model.shop.", "wh.main.")}),
            ),
            Kind::Test { name, status } => {
                results.entry(piece.file).or_default().push(json!({"unique_id": name, "status": status, "timing": timing, "failures": 1}));
            }
            Kind::Freshness { status, age } => {
                let loaded = (*status != "runtime error").then(|| moment(piece.at.saturating_sub(u16::from(*age).saturating_mul(60))));
                sources.entry(piece.file).or_default().push(
                    json!({"unique_id": "source.shop.raw.orders", "status": status, "max_loaded_at": loaded, "snapshotted_at": at, "criteria": {}}),
                );
            }
            Kind::JobRun { job, run, state, child } => {
                let name = if child.is_some() { format!("job-{job}.part") } else { format!("job-{job}") };
                let parent = child.map(|run| json!({"run": {"runId": format!("r{run}")}, "job": {"namespace": "ns", "name": format!("job-{job}")}}));
                let run = if child.is_some() { format!("part-{run}") } else { format!("r{run}") };
                events.entry(piece.file).or_default().push(event((&at, state), (&name, &run), parent, (&json!([]), &json!([]))));
            }
            Kind::Load { run, system, state } => {
                let table = json!([{"namespace": format!("system-{system}"), "name": LOADED}]);
                let (job, run) = (format!("load-{system}"), format!("l{run}"));
                events.entry(piece.file).or_default().push(event((&at, state), (&job, &run), None, (&json!([]), &table)));
            }
            Kind::OtherWrite { run, state } => {
                let table = json!([{"namespace": "system-0", "name": OWN}]);
                events.entry(piece.file).or_default().push(event((&at, state), ("touch", &format!("t{run}")), None, (&json!([]), &table)));
            }
            Kind::Dropped { table } => {
                let change = json!({"lifecycleStateChange": {"lifecycleStateChange": "DROP"}});
                let table = json!([{"namespace": "system-0", "name": table, "facets": change}]);
                events.entry(piece.file).or_default().push(event((&at, "COMPLETE"), ("clean", &format!("d{at}")), None, (&json!([]), &table)));
            }
            Kind::Check { table, name, system, passes, run } => {
                let assertion = json!({"assertion": name, "column": "id", "success": passes});
                let table = json!([{"namespace": format!("system-{system}"), "name": table,
                    "inputFacets": {"dataQualityAssertions": {"assertions": [assertion]}}}]);
                let (job, run) = (format!("check-{system}"), format!("c{run}"));
                events.entry(piece.file).or_default().push(event((&at, "COMPLETE"), (&job, &run), None, (&table, &json!([]))));
            }
            Kind::Torn => events.entry(piece.file).or_default().push("{\"eventType\": \"COMPL".to_owned()),
        }
    }
    let mut files = Vec::new();
    for (file, rows) in results {
        let schema = "https://schemas.getdbt.com/dbt/run-results/v6.json";
        let text = json!({"metadata": {"dbt_schema_version": schema, "invocation_id": format!("i{file}"), "generated_at": moment(0)},
            "args": {"which": "build"}, "results": rows});
        files.push((format!("a/run_results_{file}.json"), text.to_string()));
    }
    for (file, rows) in sources {
        let schema = "https://schemas.getdbt.com/dbt/sources/v3.json";
        let text =
            json!({"metadata": {"dbt_schema_version": schema, "generated_at": moment(0)}, "results": rows});
        files.push((format!("b/sources_{file}.json"), text.to_string()));
    }
    for (file, lines) in events {
        files.push((format!("c/events_{file}.ndjson"), lines.join("\n") + "\n"));
    }
    // Something is monitored, even if nothing was observed.
    files.push((
        "d/other.ndjson".to_owned(),
        "{\"eventTime\": \"2026-11-15T08:00:00Z\", \"job\": {}}\n".to_owned(),
    ));
    files
}

/// Returns the number of rows in a file: its results, or its lines.
pub(super) fn rows(text: &str) -> usize {
    match serde_json::from_str::<Value>(text) {
        Ok(doc) if doc.get("results").is_some() => doc["results"].as_array().map_or(0, Vec::len),
        _ => text.lines().count(),
    }
}

fn event(
    (at, state): (&str, &str),
    (job, run): (&str, &str),
    parent: Option<Value>,
    (inputs, outputs): (&Value, &Value),
) -> String {
    json!({"eventType": state, "eventTime": at, "run": {"runId": run, "facets": {"parent": parent}},
        "job": {"namespace": "ns", "name": job}, "inputs": inputs, "outputs": outputs, "producer": "https://example.com"}).to_string()
}

/// Returns the moment this many minutes after 15 November 2026, 08:00 UTC, which is six days before now.
fn moment(minutes: u16) -> String {
    let minutes = u32::from(minutes) + 8 * 60;
    let (day, minute) = (15 + minutes / (24 * 60), minutes % (24 * 60));
    format!("2026-11-{day:02}T{:02}:{:02}:00Z", minute / 60, minute % 60)
}
