//! Reasons and measurements for programs.

use super::codes::{Code, Coded, coded};
use crate::model::{
    AssetIx, Catalog, EarlierFailure, FailureCause, Measure, NewestRow, StatusFact, TestFailure, UnknownAge,
    Unmeasured, hundredths,
};
use serde_json::{Value, json};

impl Code for StatusFact {
    fn coded(&self, catalog: &Catalog) -> Coded {
        match self {
            Self::NoRun { only: None } => coded("no-run", Value::Null),
            Self::NoRun { only: Some(only) } => coded("no-run", json!({"only": only.word()})),
            Self::NoJob => coded("no-job", Value::Null),
            Self::RunTooOld { last } => coded("run-too-old", json!({"last": last.to_string()})),
            Self::Overdue { schedule, last, missed } => {
                let last = last.map(|last| last.to_string());
                let mut fact = coded("overdue", json!({"schedule": schedule.to_string(), "last": last}));
                if let Some(missed) = missed {
                    fact.data.insert("due".to_owned(), json!(missed.due.to_string()));
                    fact.data.insert("late_seconds".to_owned(), json!(missed.late_by().as_secs()));
                }
                fact
            }
            Self::RanLate { schedule, missed } => coded(
                "ran-late",
                json!({"schedule": schedule.to_string(), "due": missed.due.to_string(),
                    "at": missed.until.to_string(), "late_seconds": missed.late_by().as_secs()}),
            ),
            Self::RunFailed { load, why } => {
                let mut data = why.coded(catalog).data;
                data.insert("load".to_owned(), json!(load));
                Coded { code: "run-failed", data }
            }
            Self::TableGone { how, job } => coded("table-gone", json!({"how": how.word(), "job": job})),
            Self::RunSkipped => coded("run-skipped", Value::Null),
            Self::Behind { read, started_at, built_at, more } => {
                let read = &catalog.asset(*read).key;
                let (started_at, built_at) = (started_at.to_string(), built_at.to_string());
                coded("behind", json!({"reads": read, "began": started_at, "made": built_at, "more": more}))
            }
            Self::RunHangs { since, last } => {
                coded("run-hangs", json!({"since": since.to_string(), "last": last.to_string()}))
            }
            Self::StreamSilent { last } => coded("stream-silent", json!({"last": last.to_string()})),
            Self::FirstRunUnended { since } => {
                coded("first-run-unended", json!({"since": since.to_string()}))
            }
            Self::FreshnessNotChecked => coded("freshness-not-checked", Value::Null),
            Self::FailedEarlier { what, at } => {
                let data = match what {
                    EarlierFailure::Run => json!({"what": "run"}),
                    EarlierFailure::Tests { failed, of } => {
                        json!({"what": "tests", "failed": failed, "of": of})
                    }
                    EarlierFailure::Check { name, column } => {
                        json!({"what": "check", "name": name, "column": column})
                    }
                    EarlierFailure::Late => json!({"what": "freshness"}),
                    EarlierFailure::Guard(guard) => {
                        json!({"what": "guard", "guard": catalog.asset(*guard).key})
                    }
                };
                coded("failed-earlier", json!({"at": at.to_string(), "failure": data}))
            }
            Self::FreshnessTooOld { last } => coded("freshness-too-old", json!({"last": last.to_string()})),
            Self::FreshnessCrashed { message } => coded("freshness-crashed", json!({"message": message})),
            Self::FreshnessOfAnotherLimit => coded("freshness-of-another-limit", Value::Null),
            Self::SourceLate { loaded, limit } => {
                let loaded = match loaded {
                    NewestRow::At(at) => Some(at.to_string()),
                    NewestRow::Never | NewestRow::Unknown => None,
                };
                let limit = limit.map(|limit| limit.to_string());
                coded("source-late", json!({"loaded": loaded, "limit": limit}))
            }
            Self::TestsFailed { failed, of } => {
                coded("tests-failed", json!({"failed": tests(failed), "of": of}))
            }
            Self::TestsWarned { warned, of } => {
                coded("tests-warned", json!({"warned": tests(warned), "of": of}))
            }
            Self::TestsSkipped { count, of } => coded("tests-skipped", json!({"count": count, "of": of})),
            Self::TestsMissing { count, of } => coded("tests-missing", json!({"count": count, "of": of})),
            Self::CheckFailed { name, column } => {
                coded("check-failed", json!({"name": name, "column": column}))
            }
            Self::CheckSkipped { name, column } => {
                coded("check-skipped", json!({"name": name, "column": column}))
            }
            Self::NoRows { is_load, before, on } => {
                coded("no-rows", json!({"load": is_load, "before": before, "on": on.to_string()}))
            }
            Self::GuardFailed { guard, why } => {
                coded("guard-failed", json!({"guard": catalog.asset(*guard).key, "why": why.coded(catalog)}))
            }
            Self::GuardedEarly { guard } => {
                coded("guarded-early", json!({"guard": catalog.asset(*guard).key}))
            }
            Self::BreaksPromise { product, sla, measure } | Self::PromiseBroken { product, sla, measure } => {
                let code = if matches!(self, Self::BreaksPromise { .. }) {
                    "breaks-promise"
                } else {
                    "promise-broken"
                };
                let product = catalog.product(*product);
                let key = product.slas[*sla].key(product);
                let measured = measure.coded(catalog);
                coded(code, json!({"product": product.id, "promise": key, "measured": measured}))
            }
            Self::Upstream { cause, why } | Self::UpstreamUnknown { cause, why } => {
                let code =
                    if matches!(self, Self::Upstream { .. }) { "upstream" } else { "upstream-unknown" };
                coded(code, json!({"cause": catalog.asset(*cause).key, "why": why.coded(catalog)}))
            }
            Self::DeclaredUpstream { product, status } => {
                let product = &catalog.product(*product).id;
                coded("declared-upstream", json!({"product": product, "status": status.word()}))
            }
        }
    }
}

fn tests(failed: &[TestFailure]) -> Vec<Value> {
    let test = |failure: &TestFailure| json!({"name": failure.name, "column": failure.column, "broken": failure.crashed, "rows": failure.rows});
    failed.iter().map(test).collect()
}

impl Code for FailureCause {
    /// Its code is also in its data, as `why`: there it is the reason of a failed run.
    fn coded(&self, _: &Catalog) -> Coded {
        let (code, data) = match self {
            Self::Unknown => ("unsaid", json!({"why": "unsaid"})),
            Self::Message(message) => ("said", json!({"why": "said", "message": message})),
            Self::Stopped => ("stopped", json!({"why": "stopped"})),
            Self::Partly => ("partly", json!({"why": "partly"})),
            Self::Child { job, message } => {
                ("child", json!({"why": "child", "job": job, "message": message}))
            }
            Self::TableGone { how, job } => {
                ("table-gone", json!({"why": "table-gone", "how": how.word(), "job": job}))
            }
        };
        coded(code, data)
    }
}

impl Code for Measure {
    fn coded(&self, catalog: &Catalog) -> Coded {
        let key = |asset| json!(catalog.asset(asset).key);
        let mut fact = match self {
            Self::Nothing => coded("nothing", Value::Null),
            Self::NotMeasurable(why) => why.coded(catalog),
            Self::DataAsOf { at, late_since, unchecked, .. } => {
                let mut fact = coded("data-as-of", json!({"at": at.to_string()}));
                if let Some(since) = late_since {
                    fact.data.insert("late_since".to_owned(), json!(since.to_string()));
                }
                if !unchecked.assets.is_empty() {
                    let assets: Vec<Value> = unchecked.assets.iter().map(|asset| key(*asset)).collect();
                    fact.data.insert("unchecked".to_owned(), json!(assets));
                    fact.data.insert("more_unchecked".to_owned(), json!(unchecked.more));
                }
                fact
            }
            Self::Ready { due, at, late_by, is_old, .. } => {
                let at = at.map(|at| at.to_string());
                let mut fact = coded("ready", json!({"due": due.to_string(), "at": at}));
                if let Some(late_by) = late_by {
                    fact.data.insert("late_seconds".to_owned(), json!(late_by.as_secs()));
                }
                fact.data.extend(is_old.then(|| ("old_data".to_owned(), json!(true))));
                fact
            }
            Self::NoData { .. } => coded("no-data", Value::Null),
            Self::Delay { loaded, built_at, .. } => {
                coded("delay", json!({"loaded": loaded.to_string(), "made": built_at.to_string()}))
            }
            Self::Share { down, since, of, runs, skipped } => {
                let up = hundredths(of.saturating_sub(*down), *of) as f64 / 100.0;
                coded(
                    "share",
                    json!({"up": up, "since": since.to_string(), "runs": runs, "skipped": skipped}),
                )
            }
            Self::Rate { failed, of } => coded("rate", json!({"failed": failed, "runs": of})),
            Self::LateAfter { at, due, grace, .. } => {
                coded("late-after", json!({"at": at.to_string(), "due": due.to_string(), "grace": grace}))
            }
            Self::TimesSince { times, since, grace } => {
                coded("times-since", json!({"times": times, "since": since.to_string(), "grace": grace}))
            }
            Self::Unrepaired { failed, skipped, .. } => {
                coded("unrepaired", json!({"failed": failed.to_string(), "skipped": skipped}))
            }
            Self::Repaired { failures, skipped, since, fix_by } => {
                let (since, fix_by) = (since.to_string(), fix_by.map(|at| at.to_string()));
                let data =
                    json!({"failures": failures, "skipped": skipped, "since": since, "fix_by": fix_by});
                coded("repaired", data)
            }
        };
        fact.data.extend(limiting_asset(self).map(|asset| ("held_up_by".to_owned(), key(asset))));
        fact
    }
}

/// Returns the asset that holds up a promise.
fn limiting_asset(measure: &Measure) -> Option<AssetIx> {
    match measure {
        Measure::DataAsOf { limiting_asset, .. }
        | Measure::Ready { limiting_asset, .. }
        | Measure::NoData { limiting_asset } => *limiting_asset,
        _ => None,
    }
}

impl Code for Unmeasured {
    fn coded(&self, catalog: &Catalog) -> Coded {
        match self {
            Self::NoRunOrLoad => coded("nothing-seen", Value::Null),
            Self::NotKnown { asset, why } => {
                let mut fact = why.coded(catalog);
                fact.data.insert("asset".to_owned(), json!(catalog.asset(*asset).key));
                fact
            }
            Self::NoRun => coded("no-run", Value::Null),
            Self::NoLoad => coded("no-load", Value::Null),
            Self::NoHistory => coded("no-history", Value::Null),
            Self::NotDue { next } => coded("not-due", json!({"next": next.to_string()})),
        }
    }
}

impl Code for UnknownAge {
    fn coded(&self, _: &Catalog) -> Coded {
        match self {
            Self::NotSeen => coded("not-seen", Value::Null),
            Self::NotObservedByDeadline { due } => coded("not-seen-then", json!({"due": due.to_string()})),
            Self::NoSuccess => coded("no-success", Value::Null),
            Self::StillRunning { at } => coded("at-work", json!({"at": at.to_string()})),
            Self::NotChecked => coded("not-checked", Value::Null),
            Self::Behind { built_at } => coded("behind", json!({"made": built_at.to_string()})),
            Self::TooOld { at } => coded("too-old", json!({"at": at.to_string()})),
            Self::SuccessTooOld { at } => coded("success-too-old", json!({"at": at.to_string()})),
            Self::CheckCrashed { at } => coded("check-crashed", json!({"at": at.to_string()})),
            Self::NoRowTime { at } => coded("no-row-time", json!({"at": at.to_string()})),
            Self::FutureRows { at } => coded("rows-to-come", json!({"at": at.to_string()})),
        }
    }
}
