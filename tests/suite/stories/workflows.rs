//! A workflow with one task for each table, as in Airflow: a removed task sends no events, so only the
//! runs of its workflow show that its table is lost.

use super::table_changes::{after, diff, loaded, readers, run, table};
use super::*;

/// Returns the run with this number of a workflow, with the tasks that were part of it, each of which wrote a table.
fn night(number: u32, tasks: &[&str]) -> Vec<Value> {
    let mut events: Vec<Value> = tasks.iter().zip(0..).map(|(task, at)| of(number, at, task)).collect();
    events.push(whole(number, "COMPLETE"));
    events
}

/// Returns an event of a task that wrote the table of its name.
fn of(number: u32, at: u32, task: &str) -> Value {
    let name = format!("fivetran/stock.{task}");
    let mut event =
        run(number * 10 + at, &name, "COMPLETE", &[], vec![table(&format!("wh.raw.{task}"), &[])]);
    let whole = whole(number, "COMPLETE");
    event["run"]["facets"]["parent"] =
        json!({"run": {"runId": whole["run"]["runId"]}, "job": {"namespace": "fivetran", "name": "stock"}});
    event
}

/// Returns an event of the workflow itself.
fn whole(number: u32, state: &str) -> Value {
    run(number * 10 + 9, "fivetran/stock", state, &[], vec![])
}

const BOTH: &[&str] = &["stock", "zones"];
const LESS: &[&str] = &["zones"];
const LOST: &str = "output B has lost its table stock: the last two runs of the workflow that wrote it did not write it again";

#[test]
fn a_table_is_lost_when_its_task_leaves_the_workflow() {
    let two = [night(2, LESS), night(3, LESS)].concat();
    let (said, code) = after("workflow-less", &night(1, BOTH), &two);
    assert_eq!(code, 1, "{said}");
    assert!(said.starts_with(&format!("Breaking: Stock ({LOST}). It reaches customers")), "{said}");
    assert!(said.contains("    tell Top items (Data)\n") && !said.contains("output Z"), "{said}");
    // The events of the night before are kept in the same folder.
    let kept = [night(1, BOTH), two.clone()].concat();
    let (said, code) = after("workflow-kept", &night(1, BOTH), &kept);
    assert!(code == 1 && said.contains(LOST), "{said}");
    // A workflow that sends no events of its own is known by its tasks.
    let silent: Vec<Value> = two.into_iter().filter(|event| event["job"]["name"] != "stock").collect();
    let (said, code) = after("workflow-silent", &night(1, BOTH), &silent);
    assert!(code == 1 && said.contains(LOST), "{said}");
    // Another job may have taken over.
    let other = run(45, "airbyte/stock", "COMPLETE", &[], vec![table("wh.raw.stock", &[])]);
    assert_eq!(after("workflow-other", &night(1, BOTH), &[silent, vec![other]].concat()).1, 0);
}

#[test]
fn one_workflow_run_without_a_task_loses_no_table() {
    let (said, code) = after("workflow-once", &night(1, BOTH), &night(2, LESS));
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("`fivetran/stock` ran once without writing `b` of `stock`"), "{said}");
    assert!(!said.contains("lost"), "{said}");
    let nothing = ("Nothing that others rely on has changed.\n".to_owned(), 0);
    let kept = [night(1, BOTH), night(2, LESS)].concat();
    assert_eq!(after("workflow-once-kept", &night(1, BOTH), &kept), nothing);
    // A task that runs only sometimes is never lost.
    let at_times = [kept, night(3, BOTH), night(4, LESS), night(5, LESS)].concat();
    let (said, _) = after("workflow-at-times", &night(1, BOTH), &at_times);
    assert!(!said.contains("lost"), "{said}");
}

#[test]
fn only_successful_runs_with_outputs_show_that_a_task_is_gone() {
    let ended = |state: &str| [2, 3].map(|at| vec![of(at, 0, "zones"), whole(at, state)]).concat();
    let silent = |number: u32| {
        let mut task = of(number, 0, "zones");
        task["outputs"] = json!([]);
        vec![task, whole(number, "COMPLETE")]
    };
    let mut orphans = [of(2, 0, "zones"), of(3, 0, "zones")];
    orphans.iter_mut().for_each(|event| event["run"]["facets"] = json!({}));
    let failing = |number: u32| {
        let mut task = of(number, 1, "stock");
        task["eventType"] = json!("FAIL");
        vec![of(number, 0, "zones"), task]
    };
    let nights = [
        ("failed", ended("FAIL")),
        ("at-work", ended("START")),
        ("silent", [silent(2), silent(3)].concat()),
        ("no-parent", orphans.to_vec()),
    ];
    for (name, events) in nights {
        let (said, code) = after(&format!("workflow-{name}"), &night(1, BOTH), &events);
        assert_eq!(code, 2, "{name}: {said}");
        assert!(!said.contains("lost"), "{name}: {said}");
        assert!(said.contains("no successful run of `fivetran/stock.stock`"), "{name}: {said}");
    }
    // A failed task still exists.
    let (said, _) = after("workflow-task-failed", &night(1, BOTH), &[failing(2), failing(3)].concat());
    assert!(!said.contains("lost"), "{said}");
    // A job without a workflow is compared with nothing.
    let alone = run(1, "fivetran/stock.stock", "COMPLETE", &[], vec![table("wh.raw.stock", &[])]);
    let two = [night(2, LESS), night(3, LESS)].concat();
    let (said, _) = after("workflow-none", &[alone], &two);
    assert!(!said.contains("lost"), "{said}");
}

#[test]
fn record_counts_workflow_runs_without_a_task() {
    let catalog = loaded("workflow-record", &[night(1, BOTH), readers().to_vec()].concat());
    let record = |day: u8, events: Option<Vec<Value>>| {
        if let Some(events) = events {
            let lines: Vec<String> = events.iter().map(Value::to_string).collect();
            catalog.write("ol/e.ndjson", &lines.join("\n"));
        }
        let run = glassbox(catalog.path(), &["record", "--now", &format!("2026-11-{day}T03:00:00Z")]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        fs::read_to_string(catalog.path().join("history/changes.ndjson")).unwrap_or_default()
    };
    assert_eq!(record(21, None), "");
    assert_eq!(record(22, Some(night(2, LESS))), "");
    // The same run as the day before.
    assert_eq!(record(23, None), "");
    let told = record(24, Some(night(3, LESS)));
    assert_eq!(told.lines().count(), 1, "{told}");
    assert!(told.contains(LOST), "{told}");
    // What was reported once is not reported again.
    assert_eq!(record(25, Some(night(4, LESS))), told);
}

#[test]
fn a_workflow_that_keeps_all_its_tasks_loses_no_table() {
    let old = loaded("workflow-same-old", &[night(1, BOTH), readers().to_vec()].concat());
    let new = loaded("workflow-same-new", &[night(2, BOTH), night(3, BOTH), readers().to_vec()].concat());
    assert_eq!(diff(&old, &new), ("Nothing that others rely on has changed.\n".to_owned(), 0));
}

/// Returns a run of an outer workflow with a task of its own, and with this run of the workflow inside it.
fn outer_night(number: u32, mut inside: Vec<Value>) -> Vec<Value> {
    let outer = run(number * 10 + 8, "fivetran/nightly", "COMPLETE", &[], vec![]);
    let parent =
        json!({"run": {"runId": outer["run"]["runId"]}, "job": {"namespace": "fivetran", "name": "nightly"}});
    let mut orders =
        run(number * 10 + 5, "fivetran/orders", "COMPLETE", &[], vec![table("wh.raw.orders", &[])]);
    orders["run"]["facets"]["parent"] = parent.clone();
    for event in inside.iter_mut().filter(|event| event["job"]["name"] == "stock") {
        event["run"]["facets"]["parent"] = parent.clone();
    }
    inside.extend([orders, outer]);
    inside
}

#[test]
fn an_outer_workflow_shows_that_a_whole_workflow_inside_it_is_gone() {
    let before = outer_night(1, night(1, BOTH));
    let two = [outer_night(2, vec![]), outer_night(3, vec![])].concat();
    let kept = [before.clone(), two.clone()].concat();
    for (name, events) in [("outer-gone", &two), ("outer-gone-kept", &kept)] {
        let (said, code) = after(name, &before, events);
        assert_eq!(code, 1, "{said}");
        assert!(said.contains(LOST) && said.contains("    tell Top items (Data)\n"), "{said}");
    }
    // A run of the outer workflow counts once, although the workflow inside it ran as well.
    let (said, code) = after("outer-once", &before, &outer_night(2, night(2, LESS)));
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("ran once without") && !said.contains("lost"), "{said}");
    let (said, code) = after("outer-one", &before, &outer_night(2, vec![]));
    assert_eq!(code, 2, "{said}");
    assert!(!said.contains("lost"), "{said}");
    // Nothing is missing.
    let same = [outer_night(2, night(2, BOTH)), outer_night(3, night(3, BOTH))].concat();
    assert_eq!(after("outer-same", &before, &same).1, 0);
}
