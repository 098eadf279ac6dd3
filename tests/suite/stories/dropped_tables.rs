//! Tables that a job drops, renames or empties: such an event names the table as an output, and has written nothing.

use super::table_changes::{COLUMNS, after, load, loaded, readers, run, table};
use super::*;

/// A clean-up at this minute after two o'clock that did this to the table of the stock.
fn changed(at: u32, state: &str, change: &str) -> Value {
    let mut stock = table("wh.raw.stock", &[]);
    stock["facets"]["lifecycleStateChange"] = json!({"lifecycleStateChange": change});
    run(at, "airflow/clean_up", state, &[], vec![stock])
}

/// The same table by another name.
fn renamed(at: u32) -> Value {
    let mut stock = table("wh.raw.stock_old", &[]);
    stock["facets"]["lifecycleStateChange"] = json!({
        "lifecycleStateChange": "RENAME",
        "previousIdentifier": {"namespace": stock["namespace"], "name": "wh.raw.stock"},
    });
    run(at, "airflow/clean_up", "COMPLETE", &[], vec![stock])
}

const LOST: &str = "output B has lost its table stock: a job dropped or renamed it";

#[test]
fn a_table_that_a_job_dropped_or_renamed_is_lost() {
    let before = [load(&COLUMNS)];
    for (name, event) in [("dropped", changed(15, "COMPLETE", "DROP")), ("renamed", renamed(15))] {
        let (said, code) = after(name, &before, &[load(&COLUMNS), event.clone()]);
        assert_eq!(code, 1, "{name}: {said}");
        assert!(said.starts_with(&format!("Breaking: Stock ({LOST}). It reaches customers")), "{said}");
        // The events of the night before need not be there.
        let (said, _) = after(&format!("{name}-alone"), &before, &[event]);
        assert!(said.contains(LOST), "{name}: {said}");
    }
}

#[test]
fn a_table_that_was_made_again_or_not_dropped_is_there() {
    let before = [load(&COLUMNS)];
    let nothing = ("Nothing that others rely on has changed.\n".to_owned(), 0);
    let first = changed(0, "COMPLETE", "DROP");
    assert_eq!(after("dropped-before", &before, &[first, load(&COLUMNS)]), nothing);
    let failed = changed(15, "FAIL", "DROP");
    assert_eq!(after("dropped-failed", &before, &[load(&COLUMNS), failed]), nothing);
    // One run that drops a table and makes it anew.
    let mut both = load(&COLUMNS);
    let gone = changed(15, "COMPLETE", "DROP")["outputs"][0].clone();
    both["outputs"].as_array_mut().unwrap().push(gone);
    assert_eq!(after("dropped-and-made", &before, &[both]), nothing);
    let emptied = changed(15, "COMPLETE", "TRUNCATE");
    assert_eq!(after("emptied", &before, &[load(&COLUMNS), emptied]), nothing);
}

#[test]
fn what_drops_or_empties_a_table_does_not_load_it() {
    for change in ["DROP", "TRUNCATE"] {
        let events = [&[changed(15, "COMPLETE", change)], &readers()[..]].concat();
        let catalog = loaded(&format!("no-load-{change}"), &events);
        let detail = page(&catalog, "products/stock/detail/index.html");
        assert!(!detail.contains("succeeded"), "{change}: {detail}");
    }
    // What was loaded before is no longer there.
    let mut only = load(&COLUMNS);
    only["outputs"].as_array_mut().unwrap().truncate(1);
    let events = [&[only, changed(15, "COMPLETE", "DROP")], &readers()[..]].concat();
    let catalog = loaded("no-load-after", &events);
    let product = fs::read_to_string(catalog.path().join("products/stock.yml")).unwrap();
    catalog.write("products/stock.yml", &product.replace("job: fivetran/stock", "job: other/job"));
    let detail = page(&catalog, "products/stock/detail/index.html");
    assert!(!detail.contains("02:01: succeeded"), "{detail}");
}
