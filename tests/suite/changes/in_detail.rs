//! Changes of the parts of a promise, and of one last mile among several.

use super::{ORDERS, diff, shop};
use crate::support::{NOW, glassbox};
use serde_json::Value;

/// Returns how `diff` judges that the target of a promise changes: the kinds of its changes, and the exit code under
/// `--deny-breaking`.
fn judged(name: &str, property: &str, was: &str, is: &str) -> (String, i32) {
    let with = |side: &str, target: &str| {
        let catalog = shop(&format!("{name}-{side}"));
        let promise = format!("{{property: {property}, target: \"{target}\"}}");
        catalog.write("products/orders.yml", &ORDERS.replace("{property: freshness, target: 6h}", &promise));
        catalog
    };
    let (old, new) = (with("old", was), with("new", is));
    let record: Value = serde_json::from_str(&diff(old.path(), new.path(), &["--format", "json"])).unwrap();
    let kinds = record["changes"].as_array().unwrap().iter().map(|change| change["kind"].as_str().unwrap());
    let deny = ["diff", old.path().to_str().unwrap(), "--now", NOW, "--deny-breaking"];
    (kinds.collect::<Vec<_>>().join(" "), glassbox(new.path(), &deny).code)
}

#[test]
fn a_promise_for_fewer_days_is_loosened() {
    for (at, (was, is, kind, code)) in [
        ("09:00", "09:00 on mon", "promise-loosened", 1),
        ("09:00 on weekdays", "09:00 on mon, wed", "promise-loosened", 1),
        ("09:00 on mon, wed", "10:00 on wed", "promise-loosened", 1),
        ("09:00 on mon, wed", "09:00 on weekdays", "promise-tightened", 0),
        ("09:00 on mon", "08:00", "promise-tightened", 0),
        // What is better on one day and worse on another breaks for those who rely on the other.
        ("09:00 on mon", "09:00 on tue", "promise-changed", 1),
        ("09:00", "08:00 on weekdays", "promise-changed", 1),
    ]
    .into_iter()
    .enumerate()
    {
        let found = judged(&format!("days-{at}"), "ready", was, is);
        assert_eq!(found, (kind.to_owned(), code), "from {was} to {is}");
    }
}

/// A business day is 24 hours on most days, and 72 over a weekend.
#[test]
fn a_duration_that_is_longer_on_some_days_only_is_neither_tighter_nor_looser() {
    for (at, (was, is, kind, code)) in [
        ("1 business day", "48h", "promise-changed", 1),
        ("48h", "1 business day", "promise-changed", 1),
        ("1 business day", "24h", "promise-tightened", 0),
        ("1 business day", "3d", "promise-loosened", 1),
        ("1 month", "30d", "promise-changed", 1),
        ("4 business hours", "2 business hours", "promise-tightened", 0),
        ("1 week", "7d", "", 0),
    ]
    .into_iter()
    .enumerate()
    {
        let found = judged(&format!("lengths-{at}"), "time_to_repair", was, is);
        assert_eq!(found, (kind.to_owned(), code), "from {was} to {is}");
    }
    // Of what is kept, more is better.
    let kept = |name: &str, was: &str, is: &str| judged(name, "retention", was, is);
    assert_eq!(kept("kept-longer", "1 month", "60d"), ("promise-tightened".to_owned(), 0));
    assert_eq!(kept("kept-shorter", "1 month", "2 weeks"), ("promise-loosened".to_owned(), 1));
    assert_eq!(kept("kept-other", "1 month", "30d"), ("promise-changed".to_owned(), 1));
}

/// A use without a stage is the same as one of the team that now has a stage, but not as one that the team had before.
#[test]
fn a_use_that_is_gone_is_named_beside_others_of_its_team() {
    let kinds = |name: &str, was: &str, is: &str| {
        let with = |side: &str, uses: &str| {
            let catalog = shop(&format!("{name}-{side}"));
            let consumers = format!("consumers: [{uses}]");
            catalog.write(
                "products/orders.yml",
                &ORDERS.replace("consumers: [{team: finance, use: counting}]", &consumers),
            );
            catalog
        };
        let (old, new) = (with("old", was), with("new", is));
        let text = diff(old.path(), new.path(), &["--format", "json"]);
        let record: Value = serde_json::from_str(&text).unwrap();
        let changes = record["changes"].as_array().unwrap().iter();
        changes.map(|change| change["kind"].as_str().unwrap().to_owned()).collect::<Vec<_>>().join(" ")
    };
    let (plain, staged) =
        ("{team: finance, use: counting}", "{team: finance, use: sending, stage: marketing}");
    assert_eq!(kinds("use-beside", &format!("{plain}, {staged}"), staged), "use-removed");
    assert_eq!(kinds("use-staged", plain, staged), "use-added");
}

#[test]
fn of_several_last_miles_the_one_that_is_gone_is_named() {
    let removed = |name: &str, was: &str, is: &str| {
        let with = |side: &str, logic: &str| {
            let catalog = shop(&format!("{name}-{side}"));
            let consumers = format!("consumers: [{{team: finance, use: counting, last_mile: [{logic}]}}]");
            catalog.write(
                "products/orders.yml",
                &ORDERS.replace("consumers: [{team: finance, use: counting}]", &consumers),
            );
            catalog
        };
        let (old, new) = (with("old", was), with("new", is));
        let text = diff(old.path(), new.path(), &["--format", "json"]);
        let record: Value = serde_json::from_str(&text).unwrap();
        let changes = record["changes"].as_array().unwrap().iter();
        let changes = changes.map(|change| format!("{} {}", change["kind"], change["data"]["what"]));
        changes.collect::<Vec<_>>().join(", ").replace('"', "")
    };
    let until = |what: &str, ttl: &str| format!("{{what: {what}, since: 2026-09-01, ttl: {ttl}}}");
    // The one that ends on the same day was reworded, whatever the order of the alphabet.
    assert_eq!(
        removed(
            "miles-by-day",
            &[until("Adds refunds", "60d"), until("No tests", "90d")].join(", "),
            &until("Leaves tests out", "90d")
        ),
        "last-mile-removed Adds refunds"
    );
    // Of several that may stay as long, the one that begins alike.
    assert_eq!(
        removed(
            "miles-by-words",
            "{what: Adds refunds}, {what: Leaves out tests}",
            "{what: Leaves out test orders}"
        ),
        "last-mile-removed Adds refunds"
    );
}
