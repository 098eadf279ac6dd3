//! The numbers of the roadmap: each is that of the list that it is about.

use super::*;

/// Returns the page of the roadmap as text, for an initiative with this work, and these further files.
fn page(name: &str, delivers: &str, more: &[(&str, &str)]) -> String {
    let work = initiative(delivers);
    let files: Vec<(&str, &str)> = more.iter().copied().chain([("roadmap/ask.yml", work.as_str())]).collect();
    let page = Roadmap::new(name, &files).page("roadmap/index.html");
    crate::stories::text_of(page.split("<main").nth(1).unwrap())
}

#[test]
fn work_due_this_quarter_is_listed_whatever_its_risks() {
    let page = page(
        "numbers-due",
        "  - {product: a, status: in-progress, target: 2026-12-31}\n\
         \x20 - {product: b, status: planned, target: 2026-12-04, effort: 3w}\n\
         \x20 - {product: c, status: paused, target: 2026-12-31}\n\
         \x20 - {product: e, status: in-progress, target: 2026-11-01}\n",
        &[],
    );
    let said = "3 pieces of work are due by 31 December 2026. 1 piece of work is overdue, and 1 at risk of being late. 1 of those due this quarter is paused.";
    assert!(page.contains(said), "{page}");
    assert!(page.contains("Past due or at risk 2"), "{page}");
    assert!(
        page.contains("Due this quarter 3 1 of these 3 is at risk of being late; 1 is paused."),
        "{page}"
    );
}

#[test]
fn paused_work_past_its_date_is_paused_not_overdue() {
    let page = page(
        "numbers-paused",
        "  - {product: a, status: paused, target: 2026-Q3}\n  - {product: b, status: in-progress}\n",
        &[],
    );
    assert!(page.contains("1 piece of work is paused after the due date."), "{page}");
    assert!(!page.contains("overdue") && page.contains("Past due or at risk 1"), "{page}");
    assert!(page.contains("Was due on 30 September 2026 Paused"), "{page}");
}

#[test]
fn an_initiative_without_work_is_not_on_track() {
    let idea = "id: idea\ntitle: An idea\nsponsor: people\noutcome: Better.\n";
    let page = page(
        "numbers-idea",
        "  - {product: b, status: in-progress}\n",
        &[("roadmap/idea.yml", idea), ("goals.yml", "goals: [{id: far, name: Far away}]\n")],
    );
    assert!(page.contains("An idea No work planned yet Requested by People"), "{page}");
    assert!(page.contains("Far away No initiative contributes to it"), "{page}");
}

#[test]
fn deliveries_on_the_platform_are_listed_and_only_dated_ones_are_on_time() {
    let page = page(
        "numbers-delivered",
        "  - {product: a, status: delivered, delivered: 2026-10-05}\n\
         \x20 - {product: b, status: delivered, delivered: 2026-10-06}\n\
         \x20 - {platform: Wiki, status: delivered, target: 2026-Q3, delivered: 2026-10-07}\n",
        &[],
    );
    let said = "In the last 12 months 3 pieces of work were delivered, 0 of the 1 with a due date on time.";
    assert!(page.contains(said), "{page}");
    assert!(
        page.contains("piece of work with a due date was on time in the last 12 months 0 of 1"),
        "{page}"
    );
    assert!(page.contains("7 October 2026 late Wiki on the platform"), "{page}");
}
