//! What is left of the work, what the quarter brought, and dates that contradict each other.

use super::*;

/// Two dates for one end are told to whoever checks the catalog.
#[test]
fn work_due_after_its_product_ends_is_reported() {
    let warned = |status: &str, target: &str| {
        let plan = initiative(&format!(
            "  - {{product: e, work: Switch it off, status: {status}, target: {target}}}\n"
        ));
        let files = [
            ("roadmap/ask.yml", plan.as_str()),
            ("products/e.yml", "{id: e, name: Report, ends: 2026-12-31}\n"),
        ];
        let warnings = Roadmap::new("two-ends", &files).warnings();
        let text = "warning[due-after-end]: work on `e` is due by 2027-03-31 for initiative `ask`, but the product ends on 2026-12-31";
        assert_eq!(warnings.contains(text), warnings.contains("due-after-end"), "{warnings}");
        warnings.contains(text)
    };
    assert!(warned("planned", "2027-Q1") && warned("paused", "2027-03-31"));
    assert!(
        !warned("planned", "2026-Q4") && !warned("planned", "2026-12-31"),
        "until that day there is no contradiction"
    );
    assert!(!warned("dropped", "2027-Q1"), "what is dropped is not due");
}

/// What is left of the work, and what points count as, is said in the same unit as the sum.
#[test]
fn the_page_of_an_initiative_says_what_is_still_to_do() {
    let plan = initiative(
        "  - {product: a, effort: 4w, status: delivered, delivered: 2026-10-01}\n  - {product: b, effort: 8 points, status: in-progress}\n  - {product: c, effort: 2d}\n",
    );
    let page = Roadmap::new("still", &[("roadmap/ask.yml", &plan)]).page("initiatives/ask/index.html");
    assert!(page.contains("Still to do: 2 products, 2 weeks of work."), "{page}");
    assert!(page.contains("8 points of work, counted as 1.6 weeks (a day each), 27% of the total"), "{page}");
    let done = initiative("  - {product: a, effort: 4w, status: delivered, delivered: 2026-10-01}\n");
    let page = Roadmap::new("nothing-left", &[("roadmap/ask.yml", &done)]).page("initiatives/ask/index.html");
    assert!(!page.contains("Still to do:"), "{page}");
    let all = initiative("  - {product: b, effort: 2d}\n");
    let page = Roadmap::new("all-left", &[("roadmap/ask.yml", &all)]).page("initiatives/ask/index.html");
    assert!(page.contains("2 days of work"), "{page}");
    assert!(!page.contains("Still to do:") && !page.contains("of the total"), "that is all of it: {page}");
}

/// The summary names what the quarter brought, and counts a product that serves several requests alike on every page.
#[test]
fn the_roadmap_says_what_was_delivered_this_quarter_and_what_serves_several_requests() {
    let plan = initiative(
        "  - {product: a, status: delivered, delivered: 2026-10-01}\n  - {product: b, status: delivered, delivered: 2026-09-30}\n  - {product: c, target: 2026-12-31}\n",
    );
    let other = "id: other\ntitle: Another ask\nsponsor: data\noutcome: More.\ndelivers: [{product: b, target: 2026-12-31}]\n";
    let roadmap = Roadmap::new("quarter", &[("roadmap/ask.yml", &plan), ("roadmap/other.yml", other)]);
    let page = roadmap.page("roadmap/index.html");
    let name = |id: &str| {
        let record: serde_json::Value =
            serde_json::from_slice(&fs::read(roadmap.build().join(format!("products/{id}.json"))).unwrap())
                .unwrap();
        record["name"].as_str().unwrap().to_owned()
    };
    let delivered = format!("Delivered this quarter: work on {}.", name("a"));
    assert!(page.contains(&delivered), "{page}");
    assert!(roadmap.page("index.html").contains(&delivered));
    assert!(page.contains("None of these 2 is known to be at risk of being late."), "{page}");
    // Both sponsors ask for b: it counts on the pages of both, though each shows one of the requests.
    let several = format!("plan serves more than one request: {}", name("b"));
    for path in ["roadmap/index.html", "roadmap/sponsors/data/index.html"] {
        assert!(roadmap.page(path).contains(&several), "{path}: {}", roadmap.page(path));
    }
}

#[test]
fn an_initiative_without_work_is_not_dropped() {
    let plan = "id: ask\ntitle: The ask\nsponsor: people\n";
    let page = Roadmap::new("no-work", &[("roadmap/ask.yml", plan)]).page("roadmap/index.html");
    assert!(page.contains("The ask") && !page.contains("Dropped"), "{page}");
}

#[test]
fn years_of_work_may_have_years_of_time() {
    let plan = |effort: &str| {
        let delivers = format!("  - {{product: b, status: planned, target: 2031-12-31, effort: {effort}}}\n");
        Roadmap::new(&format!("years-{effort}"), &[("roadmap/ask.yml", &initiative(&delivers))])
            .states()
            .remove(0)
    };
    // From Saturday 21 November 2026 to Wednesday 31 December 2031 there are 1,333 working days.
    assert_eq!(plan("1333d"), "b: on-track");
    assert_eq!(
        plan("1334d"),
        "b: at-risk: it is not started, and needs more than the 1,333 working days left"
    );
}

/// What was delivered of a product counts as ready to be built on, but not once the product is retired.
#[test]
fn work_that_waits_for_a_retired_product_is_at_risk() {
    let plan = |lifecycle: &str| {
        let delivers = "  - {product: a, work: Load, status: delivered, delivered: 2026-10-01}\n  - {product: a, work: Test, status: planned, target: 2027-03-31}\n  - {product: b, status: planned, target: 2026-12-31, waits_for: [a]}\n";
        let source = format!("{{id: a, name: Source, owner: data, lifecycle: {lifecycle}}}\n");
        let files = [("roadmap/ask.yml", &*initiative(delivers)), ("products/a.yml", &source)];
        Roadmap::new(&format!("waits-{lifecycle}"), &files).states().remove(2)
    };
    assert_eq!(plan("active"), "b: on-track");
    assert_eq!(plan("retired"), "b: at-risk: it waits for Source, which is due later");
}

/// What a product promises of several of its ports alike is told once.
#[test]
fn equal_promises_of_a_product_are_listed_once() {
    let files = [
        ("roadmap/ask.yml", &*initiative("  - {product: e}\n")),
        (
            "products/e.yml",
            "id: e\nname: Report\noutput_ports: [{id: one}, {id: two}]\nslas:\n\
             \x20 - {property: freshness, target: 24h, port: one}\n\
             \x20 - {property: freshness, target: 24h, port: two}\n",
        ),
    ];
    let page = Roadmap::new("equal-promises", &files).page("initiatives/ask/index.html");
    assert_eq!(page.matches("24 hours").count(), 1, "{page}");
}
