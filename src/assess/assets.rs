//! How an asset stands by what was seen of it alone: its runs, its tests, the age of its data.

use super::Clock;
use crate::model::{
    Asset, AssetIx, AssetKind, AssetStanding, FreshnessFinding, Observed, Outcome, Reason, Run, Status, Test,
    TestFinding, TestRun,
};
use jiff::Timestamp;

/// How many failing tests a reason names.
const NAMED: usize = 3;

/// How an asset stands, without what it builds on.
pub(super) fn own(asset: &Asset, index: AssetIx, clock: &Clock<'_>) -> AssetStanding {
    let nothing = Observed::default();
    let observed = clock.catalog.observations.assets.get(index).unwrap_or(&nothing);
    let mut look = Look { asset, observed, clock, reasons: Vec::new(), seen: None, well: false };
    if !asset.external {
        look.at_runs();
        look.at_freshness();
        look.at_tests();
        look.at_checks();
    }
    let Look { mut reasons, seen, well, .. } = look;
    reasons.sort_by_key(|reason| std::cmp::Reverse(reason.status));
    let status = reasons.first().map(|reason| reason.status).or(well.then_some(Status::Holding));
    AssetStanding { status, reasons, causes: Vec::new(), seen }
}

/// Whether dbt makes the asset when it runs, so that a run can be expected.
pub(super) fn is_made(asset: &Asset) -> bool {
    matches!(asset.kind, AssetKind::Model | AssetKind::Seed | AssetKind::Snapshot)
        && asset.materialized.as_deref() != Some("ephemeral")
        && !asset.external
}

struct Look<'a> {
    asset: &'a Asset,
    observed: &'a Observed,
    clock: &'a Clock<'a>,
    reasons: Vec<Reason>,
    seen: Option<Timestamp>,
    /// Whether anything was seen to be well.
    well: bool,
}

impl Look<'_> {
    fn add(&mut self, status: Status, text: impl Into<String>, (at, origin): (Option<Timestamp>, &str)) {
        self.reasons.push(Reason { status, text: text.into(), at, origin: origin.to_owned() });
    }

    fn at_runs(&mut self) {
        let expected = is_made(self.asset) || self.asset.job.is_some();
        let Some(last) = self.observed.runs.last() else {
            if expected {
                self.add(Status::Unknown, "no run of it was seen", (None, ""));
            }
            return;
        };
        self.seen = self.seen.max(Some(last.at));
        if self.clock.is_too_old(last.at) {
            // Sources are loaded by whom they belong to; that some load was seen once obliges to nothing.
            if expected {
                let text = format!(
                    "it was last seen to run on {}, too long ago to say how it stands",
                    self.clock.spoken(last.at)
                );
                self.add(Status::Unknown, text, (Some(last.at), &last.origin));
            }
            return;
        }
        // While it runs, the run before counts.
        let ended = self.observed.runs.iter().rev().find(|run| run.outcome != Outcome::Running);
        let what = if self.asset.kind == AssetKind::Source { "load" } else { "run" };
        match ended {
            Some(Run { outcome: Outcome::Error, at, origin, .. }) => {
                let message = self.last_words();
                let why = if message.is_empty() { String::new() } else { format!(": {message}") };
                self.add(Status::Failing, format!("its last {what} failed{why}"), (Some(*at), origin));
            }
            Some(Run { outcome: Outcome::Skipped, at, origin, .. }) => {
                let text = "it was not made anew, because something before it failed";
                self.add(Status::AtRisk, text, (Some(*at), origin));
            }
            Some(_) => self.well = true,
            None => {
                self.add(Status::Unknown, "its first run has not ended yet", (Some(last.at), &last.origin))
            }
        }
    }

    /// What the runs that failed since the last that did not said last: not every witness says why.
    fn last_words(&self) -> &str {
        let failed = self.observed.runs.iter().rev().take_while(|run| run.outcome != Outcome::Success);
        failed.map(|run| run.message.as_str()).find(|message| !message.is_empty()).unwrap_or_default()
    }

    fn at_freshness(&mut self) {
        let Some(limits) = self.asset.freshness else { return };
        let Some(check) = &self.observed.freshness else {
            let text = "its freshness was not checked, or the check failed";
            return self.add(Status::Unknown, text, (None, ""));
        };
        self.seen = self.seen.max(Some(check.at));
        let by = (Some(check.at), "dbt source freshness");
        if self.clock.is_too_old(check.at) {
            let text = format!("its freshness was last checked on {}", self.clock.spoken(check.at));
            return self.add(Status::Unknown, text, by);
        }
        let newest = check.loaded.map_or_else(
            || "it has no data".to_owned(),
            |loaded| format!("its newest data was from {}", self.clock.spoken(loaded)),
        );
        let text = |limit: Option<crate::model::Length>| match limit {
            Some(limit) => format!("{newest}, and {limit} is the limit"),
            None => newest.clone(),
        };
        match check.finding {
            FreshnessFinding::Pass => self.well = true,
            FreshnessFinding::Warn => self.add(Status::Warning, text(limits.warn_after), by),
            FreshnessFinding::Error => {
                self.add(Status::Late, text(limits.error_after.or(limits.warn_after)), by)
            }
            FreshnessFinding::Crashed => self.add(Status::Unknown, "the check of its freshness failed", by),
        }
    }

    fn at_tests(&mut self) {
        let total = self.asset.tests.len();
        let (mut failing, mut warning, mut skipped, mut missing) = (Vec::new(), Vec::new(), 0, 0);
        let mut newest: Option<Timestamp> = None;
        for (number, test) in self.asset.tests.iter().enumerate() {
            let run = self.observed.tests.get(number).and_then(Option::as_ref);
            let run = run.filter(|run| !self.clock.is_too_old(run.at));
            newest = newest.max(run.map(|run| run.at));
            match run {
                Some(run) => match run.finding {
                    TestFinding::Pass => self.well = true,
                    TestFinding::Fail | TestFinding::Broken => failing.push(found(test, run)),
                    TestFinding::Warn => warning.push(found(test, run)),
                    TestFinding::Skipped => skipped += usize::from(!test.unit),
                },
                None => missing += usize::from(!test.unit),
            }
        }
        self.seen = self.seen.max(newest);
        let of = |count: usize, verb: (&str, &str)| {
            let tests = if total == 1 { "its test".to_owned() } else { format!("{count} of {total} tests") };
            format!("{tests} {}", if count == 1 { verb.0 } else { verb.1 })
        };
        if !failing.is_empty() {
            let text = format!("{}: {}", of(failing.len(), ("fails", "fail")), listed(&failing));
            self.add(Status::Failing, text, (newest, "dbt test"));
        }
        if !warning.is_empty() {
            let text = format!("{}: {}", of(warning.len(), ("warns", "warn")), listed(&warning));
            self.add(Status::Warning, text, (newest, "dbt test"));
        }
        if skipped > 0 {
            self.add(Status::Unknown, of(skipped, ("did not run", "did not run")), (newest, "dbt test"));
        }
        // Where not even a run was seen, that says it all.
        let said = self.reasons.iter().any(|reason| reason.status == Status::Unknown);
        if missing > 0 && !said {
            self.add(Status::Unknown, of(missing, ("has no result", "have no result")), (newest, "dbt test"));
        }
    }

    /// What others checked, unless a test of dbt's looks after the same.
    fn at_checks(&mut self) {
        for check in &self.observed.checks {
            let is_known = self.asset.tests.iter().any(|test| {
                test.name == check.name && test.column == check.column
                    || self.asset.tests.len() > self.observed.checks.len()
            });
            if is_known && !self.observed.tests.is_empty() || self.clock.is_too_old(check.at) {
                continue;
            }
            self.seen = self.seen.max(Some(check.at));
            let status = match check.finding {
                TestFinding::Pass => {
                    self.well = true;
                    continue;
                }
                TestFinding::Skipped => continue,
                TestFinding::Warn => Status::Warning,
                TestFinding::Fail | TestFinding::Broken => Status::Failing,
            };
            let what = in_words(&check.name, check.column.as_deref());
            self.add(status, format!("a check of its data failed: {what}"), (Some(check.at), "OpenLineage"));
        }
    }
}

fn listed(found: &[String]) -> String {
    let mut text = found.iter().take(NAMED).cloned().collect::<Vec<_>>().join("; ");
    if found.len() > NAMED {
        text.push_str(&format!("; and {} more", found.len() - NAMED));
    }
    text
}

/// What a test found, in words.
fn found(test: &Test, run: &TestRun) -> String {
    if run.finding == TestFinding::Broken {
        return format!("`{}` could not be run", test.name);
    }
    let what = in_words(&test.name, test.column.as_deref());
    match run.failures {
        Some(1) => format!("{what} (1 row)"),
        Some(rows) if rows > 0 => format!("{what} ({rows} rows)"),
        _ => what,
    }
}

/// What is wrong when a test of this name fails.
fn in_words(test: &str, column: Option<&str>) -> String {
    match (test.rsplit('.').next().unwrap_or(test), column) {
        ("unique", Some(column)) => format!("{column} is not unique"),
        ("not_null", Some(column)) => format!("{column} is empty"),
        ("accepted_values", Some(column)) => format!("{column} has values that it should not have"),
        ("relationships", Some(column)) => format!("{column} leads nowhere"),
        (name, Some(column)) => format!("{} of {column}", name.replace('_', " ")),
        (name, None) => format!("“{}”", name.replace('_', " ")),
    }
}
