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
    let said = "3 pieces of work in 1 initiative are due by 31 December 2026; 1 is at risk, 1 is paused. 1 piece of work is overdue.";
    assert!(page.contains(said), "{page}");
    assert!(page.contains("Past due or at risk 2"), "{page}");
    assert!(
        page.contains("Due this quarter 3 1 of these 3 is at risk of being late; 1 is paused. What is at risk is also listed above."),
        "{page}"
    );
    let lists = page.split("Past due or at risk 2").nth(1).unwrap().split(" Now 1 ").next().unwrap();
    let times = |name: &str| lists.matches(&format!("{name} For The ask")).count();
    let expected = [1, 2, 1, 1];
    assert_eq!(
        ["Source", "Mart", "Board", "Report"].map(times),
        expected,
        "what is at risk is in both lists: {lists}"
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
    assert!(!page.contains("was on time in the last 12 months"), "a single number is not repeated: {page}");
    assert!(page.contains("7 October 2026 late Wiki on the platform"), "{page}");
}

/// A plan of HR and of products without a domain, which was partly delivered.
fn shared_plan(name: &str) -> Roadmap {
    let first = initiative(
        "  - {product: a, status: delivered, target: 2026-Q4, delivered: 2026-10-05}\n\
         \x20 - {product: b, status: in-progress, target: 2026-12-31}\n\
         \x20 - {product: c, status: in-progress, target: 2026-12-15}\n\
         \x20 - {platform: Wiki, status: in-progress, target: 2026-12-31}\n",
    );
    let other = "id: other\ntitle: Another ask\nsponsor: data\noutcome: More.\ndelivers: [{product: e, status: delivered, delivered: 2026-10-06}]\n";
    Roadmap::new(name, &[("roadmap/ask.yml", &first), ("roadmap/other.yml", other)])
}

#[test]
fn the_part_of_a_domain_counts_work_on_its_own_products() {
    let plan = shared_plan("numbers-domain");
    let text = |path: &str| crate::stories::text_of(plan.page(path).split("<main").nth(1).unwrap());
    let (all, hr) = (text("roadmap/index.html"), text("roadmap/domains/hr/index.html"));
    assert!(all.contains("3 pieces of work in 1 initiative are due by 31 December 2026."), "{all}");
    let said = "1 piece of work on products of HR in 1 initiative is due by 31 December 2026.";
    assert!(hr.contains(said) && hr.contains("Due this quarter 1 "), "{hr}");
    let lists = hr.split("Timeline").next().unwrap();
    assert!(!lists.contains("Board") && !lists.contains("Wiki"), "{hr}");
    let marks = |path: &str| {
        let page = plan.page(path);
        page.split("<title>")
            .skip(2)
            .map(|title| title.split('<').next().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert!(
        marks("roadmap/index.html").iter().any(|mark| mark.starts_with("Board")),
        "the whole timeline has it"
    );
    let own = marks("roadmap/domains/hr/index.html");
    assert!(!own.iter().any(|mark| mark.starts_with("Board") || mark.starts_with("Wiki")), "{own:?}");
}

/// The rest of the company may be late with the same initiative.
#[test]
fn the_part_of_a_domain_shows_the_progress_of_its_own_products() {
    let plan = shared_plan("numbers-progress");
    let text = |path: &str| crate::stories::text_of(plan.page(path).split("<main").nth(1).unwrap());
    let (all, hr) = (text("roadmap/index.html"), text("roadmap/domains/hr/index.html"));
    assert!(all.contains("1 of 3 products delivered"), "{all}");
    assert!(hr.contains("1 of 2 products of HR delivered"), "{hr}");
    let done = Roadmap::new(
        "numbers-own-part",
        &[(
            "roadmap/ask.yml",
            &initiative(
                "  - {product: a, status: delivered, delivered: 2026-10-05}\n  - {product: c, status: in-progress, target: 2026-11-01}\n",
            ),
        )],
    );
    let text = |path: &str| crate::stories::text_of(done.page(path).split("<main").nth(1).unwrap());
    let (all, own) = (text("roadmap/index.html"), text("roadmap/domains/hr/index.html"));
    assert!(all.contains("Overdue Requested by People Due 1 November 2026"), "{all}");
    assert!(own.contains("Delivered Requested by People 1 of 1 product of HR delivered"), "{own}");
    let domain = text("domains/hr/index.html");
    assert!(domain.contains("Delivered Requested by People 1 of 1 product of HR delivered"), "{domain}");
    assert!(!own.contains("Overdue") && !own.contains("Due 1 November"), "{own}");
}

#[test]
fn a_long_roadmap_has_its_open_work_by_domain_below_what_is_due() {
    let plan = works("numbers-by-domain", 30);
    plan.catalog.write(
        "roadmap/hr.yml",
        "id: hr\ntitle: HR ask\nsponsor: data\noutcome: More.\ndelivers:\n  - {product: a, status: in-progress, target: 2026-11-01}\n  - {product: b, status: in-progress, target: 2026-12-31}\n  - {product: b, status: planned, target: 2027-Q3}\n",
    );
    let text = crate::stories::text_of(plan.page("roadmap/index.html").split("<main").nth(1).unwrap());
    assert!(text.contains("All open work HR 1 1 3 No domain 0 30 30"), "{text}");
    assert!(text.find("Past due or at risk 1").unwrap() < text.find("By domain").unwrap(), "{text}");
    let short = works("numbers-short", 5);
    assert!(!short.page("roadmap/index.html").contains("id=\"by-domain\""));
}

#[test]
fn the_part_of_what_was_delivered_has_every_delivery() {
    let plan = shared_plan("numbers-all-delivered");
    let page = plan.page("roadmap/delivered/index.html");
    let text = crate::stories::text_of(page.split("<main").nth(1).unwrap());
    assert!(text.contains("In the last 12 months 2 pieces of work were delivered"), "{text}");
    let source = text.find("5 October 2026 on time Source");
    assert!(source.is_some() && text.contains("Another ask is complete."), "{text}");
    assert!(!text.contains("in progress"), "what is in progress is on other pages: {text}");
    let now = plan.page("roadmap/now/index.html");
    assert!(!now.contains("Another ask is complete."), "{now}");
    let now = crate::stories::text_of(now.split("<main").nth(1).unwrap());
    assert!(
        !now.contains("12 months") && !now.contains("5 October 2026 on time"),
        "only part of what was delivered: {now}"
    );
    assert!(now.contains("3 pieces of work in 1 initiative are due"), "{now}");
}

/// Silence would read as good news.
#[test]
fn a_plan_without_deliveries_says_so() {
    let delivers = |work: &str| format!("  - {{product: a, target: 2026-12-31}}\n{work}");
    let nothing = page("numbers-none", &delivers(""), &[]);
    assert!(nothing.contains("2026. No delivery is recorded."), "{nothing}");
    let old = delivers("  - {product: b, status: delivered, delivered: 2025-10-05}\n");
    let old = page("numbers-old", &old, &[]);
    assert!(old.contains("No delivery is recorded in the last 12 months."), "{old}");
    let done = page("numbers-done", "  - {product: b, status: delivered, delivered: 2025-10-05}\n", &[]);
    assert!(!done.contains("No delivery"), "nothing is planned: {done}");
}

/// One count does not take a row of its own.
#[test]
fn a_single_count_is_a_sentence() {
    let work = "  - {product: a, target: 2026-12-31, effort: 3d, value: lasting}\n  - {product: b, effort: 1d, value: this-ask}\n";
    let page = page("numbers-single", work, &[]);
    assert!(page.contains("No delivery is recorded. 75% of the work has lasting value."), "{page}");
}

/// A sponsor who writes one sentence is quoted once.
#[test]
fn an_ask_that_is_the_title_is_not_repeated() {
    let files = [(
        "roadmap/ask.yml",
        "id: ask\ntitle: Better dates\nask: Better dates.\nsponsor: people\noutcome: More.\ndelivers: [{product: b}]\n",
    )];
    let plan = Roadmap::new("numbers-ask", &files);
    for path in ["roadmap/index.html", "initiatives/ask/index.html", "teams/people/index.html"] {
        let page = plan.page(path);
        assert!(page.contains("Better dates") && !page.contains("<blockquote"), "{path}: {page}");
    }
}

#[test]
fn filters_count_the_initiatives_of_each_part() {
    let plan = shared_plan("numbers-filters");
    let counts = |path: &str| {
        let page = plan.page(path);
        let bar =
            page.split("class=\"quality-bar\"").nth(1).unwrap().split("</nav>").next().unwrap().to_owned();
        crate::stories::text_of(&format!("<p {bar}"))
    };
    let whole = counts("roadmap/index.html");
    assert!(
        whole.contains("Status Number of initiatives Now 1 Delivered 1") && whole.contains("Data 1 People 1"),
        "{whole}"
    );
    let people = counts("roadmap/sponsors/people/index.html");
    assert!(!people.contains("Delivered"), "numbers of the whole company are on its page only: {people}");
    assert!(people.contains("Sponsor: People Number of initiatives Data 1 People 1"), "{people}");
}

/// What was given up is neither planned nor delivered: it has a page of its own, and no other page counts it.
#[test]
fn dropped_work_is_not_counted_as_planned() {
    let dropped = |id: &str, products: &str| {
        format!("id: {id}\ntitle: {id} ask\nsponsor: data\noutcome: More.\ndelivers:\n{products}")
    };
    let plan = dropped(
        "elsewhere",
        "  - {product: a, status: dropped}\n  - {product: c, status: in-progress, target: 2026-12-31}\n",
    );
    let gone = dropped("gone", "  - {product: b, status: dropped}\n");
    let files = [("roadmap/elsewhere.yml", &*plan), ("roadmap/gone.yml", &*gone)];
    let plan = Roadmap::new("numbers-dropped", &files);
    let text = |path: &str| crate::stories::text_of(plan.page(path).split("<main").nth(1).unwrap());
    let all = text("roadmap/index.html");
    assert!(all.contains("Now 1 Dropped 1") && all.contains("Data 1") && !all.contains("gone ask"), "{all}");
    assert!(!all.contains("Domain Number"), "the only work on products of HR was dropped: {all}");
    assert!(!plan.build().join("roadmap/domains/hr/index.html").exists());
    assert!(!text("roadmap/sponsors/data/index.html").contains("gone ask"));
    assert!(text("roadmap/dropped/index.html").contains("None of it will be done. gone ask"), "{all}");
}
