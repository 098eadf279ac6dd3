//! The words for statuses: one order, and each word with its meaning, shape and colours
//! wherever a status is shown.

use crate::reading::main_of;
use crate::support::{Scratch, build, files};
use std::fs;
use std::path::Path;

/// Every status by its name in JSON, the history and class names, and by its name for readers; best first.
const STATUSES: [(&str, &str); 7] = [
    ("holding", "Healthy"),
    ("unchecked", "Unchecked"),
    ("unknown", "Unknown"),
    ("warning", "Warning"),
    ("at-risk", "At risk"),
    ("late", "Late"),
    ("failing", "Failing"),
];

/// Returns a catalog with one line of history for each status, and a run that is evidence of nothing in particular.
fn catalog(name: &str) -> Scratch {
    let line = |at: usize, status: &str| {
        format!(
            "{{\"day\":\"2026-11-{:02}\",\"at\":\"2026-11-{:02}T04:00:00Z\",\"product\":\"orders\",\"status\":\"{status}\",\"promises\":{{}}}}\n",
            10 + at,
            10 + at
        )
    };
    let history: String = STATUSES.iter().enumerate().map(|(at, (id, _))| line(at, id)).collect();
    Scratch::new(name).with(&[
        ("glassbox.yml", "title: Shop\nopenlineage: [events]\n"),
        (
            "products/orders.yml",
            "id: orders\nname: Orders\nassets: [{id: loader, name: Loader, job: loads/orders}]\n",
        ),
        (
            "events/loads.ndjson",
            r#"{"eventType":"COMPLETE","eventTime":"2026-11-21T02:00:00Z","run":{"runId":"a"},"job":{"namespace":"loads","name":"orders"},"inputs":[],"outputs":[]}"#,
        ),
        ("history/2026-11.ndjson", &history),
    ])
}

#[test]
fn the_quality_page_explains_every_status_best_first() {
    let catalog = catalog("statuses-words");
    let out = catalog.path().join("site");
    build(catalog.path(), &out);
    let page = main_of(&out, "quality/index.html");
    let (_, words) = page.split_once("What these words mean").unwrap();
    let mut from = 0;
    for (_, name) in STATUSES {
        let at =
            words[from..].find(name).unwrap_or_else(|| panic!("`{name}` is not in its place in {words}"));
        from += at;
    }
    assert!(words.contains("It ran, but no test and no measurable promise"), "{words}");
}

#[test]
fn the_history_has_a_bar_and_a_key_for_every_status_worst_first() {
    let catalog = catalog("statuses-history");
    let out = catalog.path().join("site");
    build(catalog.path(), &out);
    let page = fs::read_to_string(out.join("products/orders/index.html")).unwrap();
    let key: Vec<&str> =
        page.split("key-colour key-").skip(1).filter_map(|part| part.split('"').next()).collect();
    let mut worst_first: Vec<&str> = STATUSES.iter().rev().map(|(id, _)| *id).collect();
    worst_first.push("none");
    assert_eq!(key, worst_first);
    for (id, _) in STATUSES {
        assert!(page.contains(&format!("class=\"streak streak-{id}\"")), "{id}");
    }
}

#[test]
fn every_status_has_an_icon_colour_bar_and_mark_in_drawings() {
    let catalog = catalog("statuses-theme");
    // The explorer exists as soon as there is a flow.
    catalog.write("products/report.yml", "id: report\nname: Report\ninput_ports: [{product: orders}]\n");
    let out = catalog.path().join("site");
    build(catalog.path(), &out);
    let read = |ending: &str| -> String {
        let texts = files(&out.join("theme"));
        let texts = texts.iter().filter(|(path, _)| path.ends_with(ending));
        texts.map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned()).collect()
    };
    let styles = read(".css");
    let explorer = fs::read_to_string(out.join("api/explorer.json")).unwrap();
    let icons =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/icons.yml")).unwrap();
    let (_, forced) = styles.split_once("  .day, .streak, .key-colour { --bar: CanvasText; }").unwrap();
    for (id, name) in STATUSES {
        assert!(icons.contains(&format!("\n{id}: ")), "{id} has no icon");
        assert!(styles.contains(&format!("--gb-{id}: light-dark(")), "{id} has no colour");
        // `late` is the default of bars in forced colours.
        assert!(forced.contains(&format!(".day-{id}")) || id == "late", "{id} has no bar in forced colours");
        let colours_mark = |rule: &str| rule.contains(" --mark: ") && rule.contains(&format!(".mark-{id}"));
        assert!(styles.lines().any(colours_mark), "the mark of {id} has no colour");
        // A box of a drawing is `unknown` by default.
        let is_drawn = styles.contains(&format!(".gb-lineage .tone-{id}")) || id == "unknown";
        assert!(is_drawn, "boxes of {id} have no style");
        // A bar is grey while nothing is known.
        assert!(
            styles.contains(&format!("{{ --bar: color-mix(in srgb, var(--gb-{id})"))
                || styles.contains(&format!("--bar: var(--gb-{id})")),
            "{id} has no bar"
        );
        assert!(explorer.contains(&format!("[\"{id}\",\"{name}\"]")), "the explorer has no name for {id}");
    }
}

#[test]
fn whats_new_explains_why_a_healthy_product_is_now_unchecked() {
    let catalog = catalog("statuses-overnight");
    let out = catalog.path().join("site");
    let news = |history: &[(&str, &str, &str)]| {
        let line = |(day, product, status): &(&str, &str, &str)| {
            format!(
                "{{\"day\":\"{day}\",\"at\":\"{day}T04:00:00Z\",\"product\":\"{product}\",\"status\":\"{status}\",\"promises\":{{}}}}\n"
            )
        };
        catalog.write("history/2026-11.ndjson", &history.iter().map(line).collect::<String>());
        build(catalog.path(), &out);
        let home = fs::read_to_string(out.join("index.html")).unwrap();
        let is_present = out.join("whats-new/index.html").exists();
        assert_eq!(
            home.contains("whats-new/index.html"),
            is_present,
            "the home page links to the page exactly if it exists"
        );
        is_present.then(|| main_of(&out, "whats-new/index.html"))
    };
    // Today's own line is of today, and lines before the last day do not count.
    let page = news(&[
        ("2026-11-18", "orders", "failing"),
        ("2026-11-20", "orders", "holding"),
        ("2026-11-21", "orders", "unchecked"),
    ]);
    let page = page.expect("a page of what is new");
    for said in [
        "1 product was Healthy on 20 November 2026 and is Unchecked now: it ran, but nothing tests it.",
        "[what these words mean](../quality/index.html#words)",
        "[Orders](../products/orders/index.html)",
    ] {
        assert!(page.contains(said), "{said} is not on {page}");
    }
    // It was known before, it was something else, or it was too long ago.
    let is_quiet =
        |history: &[(&str, &str, &str)]| news(history).is_none_or(|page| !page.contains("Unchecked now"));
    assert!(is_quiet(&[("2026-11-19", "orders", "holding"), ("2026-11-20", "orders", "unchecked")]));
    assert!(is_quiet(&[("2026-11-20", "orders", "failing")]));
    assert!(is_quiet(&[("2026-11-06", "orders", "holding")]));
    assert!(!is_quiet(&[("2026-11-07", "orders", "holding")]), "a change of two weeks ago is still shown");
    // Of many, the first are named; one that is tested, or that no product claims, is not among them.
    let jobs: Vec<String> = (10..32).map(|at| format!("copy-{at}")).collect();
    let event = |job: &String| {
        format!(
            "{{\"eventType\":\"COMPLETE\",\"eventTime\":\"2026-11-21T02:00:00Z\",\"run\":{{\"runId\":\"{job}\"}},\"job\":{{\"namespace\":\"loads\",\"name\":\"{job}\"}}}}\n"
        )
    };
    catalog.write("events/copies.ndjson", &jobs[..21].iter().map(event).collect::<String>());
    for job in &jobs {
        let product =
            format!("id: {job}\nname: {job}\nassets: [{{id: {job}, name: Copy, job: loads/{job}}}]\n");
        catalog.write(&format!("products/{job}.yml"), &product);
    }
    let history: Vec<_> = jobs.iter().map(|job| ("2026-11-20", job.as_str(), "holding")).collect();
    let page = news(&history).expect("a page of what is new");
    assert!(
        page.contains("21 products were Healthy on 20 November 2026 and are Unchecked now: they ran"),
        "{page}"
    );
    assert!(page.contains("[copy-29]") && !page.contains("[copy-30]"), "{page}");
    assert!(page.contains("and [1 more](../quality/index.html#unchecked)"), "{page}");
}
