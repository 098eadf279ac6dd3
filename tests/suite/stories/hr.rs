//! "We need an HR dashboard" is four products: what they cost to build and to maintain, what they enable, and what
//! else the platform needs for them.

use super::*;

/// Returns the four products, all proposed, with these lines in each of the deliveries, and these further files.
fn story(name: &str, deliveries: [&str; 4], more: &[(&str, &str)]) -> Scratch {
    let product = |id: &str, name: &str, category: &str, reads: &str| {
        let text = format!(
            "id: {id}\nname: {name}\nsummary: What {name} is for.\nowner: data\ncategory: {category}\nlifecycle: proposed\n{reads}"
        );
        (format!("products/{id}.yml"), text)
    };
    let reads = |id: &str| format!("input_ports: [{{product: {id}}}]\n");
    let [source, profile, explore, dashboard] = deliveries;
    let roadmap = format!(
        "id: hr\ntitle: HR dashboard\nask: One place to go for hiring trends.\nsponsor: people\noutcome: The people team decides from one page.\n{}delivers:\n\
         \x20 - {{product: hr-source, effort: 4w, value: lasting, target: 2027-Q1{source}}}\n\
         \x20 - {{product: employee-profile, effort: 3w, value: lasting, target: 2027-Q1, waits_for: [hr-source]{profile}}}\n\
         \x20 - {{product: people-explore, effort: 2w, value: lasting, target: 2027-Q1, waits_for: [employee-profile]{explore}}}\n\
         \x20 - {{product: hr-dashboard, effort: 1w, value: this-ask, target: 2027-Q1, waits_for: [people-explore]{dashboard}}}\n",
        if more.iter().any(|(path, _)| *path == "goals.yml") { "goal: people-first\n" } else { "" }
    );
    let files = [
        ("glassbox.yml".to_owned(), "title: HR ask\n".to_owned()),
        (
            "teams.yml".to_owned(),
            "teams: [{id: data, name: Data team}, {id: people, name: People team}]\n".to_owned(),
        ),
        product("hr-source", "HR source data", "replication", ""),
        product("employee-profile", "Employee profile", "mart", &reads("hr-source")),
        product("people-explore", "People explore", "application", &reads("employee-profile")),
        product("hr-dashboard", "HR dashboard", "dashboard", &reads("people-explore")),
        ("roadmap/hr.yml".to_owned(), roadmap),
    ];
    let catalog = Scratch::new(name).with(more);
    for (path, text) in files {
        catalog.write(&path, &text);
    }
    catalog
}

const ASK: &str = "initiatives/hr/index.html";

fn check(catalog: &Scratch) -> String {
    let run = glassbox(catalog.path(), &["check", ".", "--now", crate::support::NOW]);
    run.stdout + &run.stderr
}

/// Appends to the one roadmap file of the story.
fn add(catalog: &Scratch, lines: &str) {
    let path = catalog.path().join("roadmap/hr.yml");
    fs::write(&path, fs::read_to_string(&path).unwrap() + lines).unwrap();
}

#[test]
fn an_initiative_states_its_effort_its_upkeep_and_what_it_enables() {
    let deliveries = [
        ", upkeep: 1d/month, enables: [salesforce, A workflow for joiners]",
        ", upkeep: 3 days a quarter",
        ", upkeep: 1 day per month",
        "",
    ];
    let other = "id: salesforce\ntitle: Salesforce enrichment\nsponsor: people\noutcome: Calls know whom they call.\ndelivers: [{product: employee-profile}]\n";
    let catalog = story("hr-bill", deliveries, &[("roadmap/salesforce.yml", other)]);
    let page = page(&catalog, ASK);
    assert!(page.contains("It takes 4 products, and 3 of them have lasting value."), "{page}");
    assert!(
        page.contains(
            "10 weeks to build, then 3 days a month to maintain . Makes possible: Salesforce enrichment"
        ),
        "{page}"
    );
    assert!(page.contains("(later), A workflow for joiners."), "{page}");
    let team = super::page(&catalog, "teams/data/index.html");
    assert!(team.contains("nothing yet; 3 days a month more once what is planned is there"), "{team}");
}

#[test]
fn upkeep_of_a_product_counts_for_its_team_and_for_the_initiative_that_delivers_it() {
    let catalog = story("hr-upkeep", ["", "", "", ""], &[]);
    catalog.write("products/in-use.yml", "id: in-use\nname: In use\nowner: data\nupkeep: 2d/month\nvalue: {text: Fewer meetings, measure: two a week, checked: 2026-10-01}\n");
    add(&catalog, "  - {product: in-use, effort: 1w}\n");
    let ask = page(&catalog, ASK);
    assert!(!ask.contains("to maintain"), "its upkeep is there without the initiative: {ask}");
    let team = page(&catalog, "teams/data/index.html");
    assert!(team.contains("Upkeep of their products, as far as it is known: 2 days a month."), "{team}");
    let product = page(&catalog, "products/in-use/index.html");
    assert!(
        product.contains(
            "What it is worth Fewer meetings two a week; checked 1 October 2026 . Upkeep: 2 days a month"
        ),
        "{product}"
    );
    let draft = "id: hr-source\nname: HR source data\nowner: data\nlifecycle: proposed\nupkeep: 1d/month\n";
    catalog.write("products/hr-source.yml", draft);
    assert!(page(&catalog, ASK).contains("11 weeks to build, then 1 day a month to maintain"));
}

#[test]
fn without_declared_upkeep_an_initiative_states_none() {
    assert!(!page(&story("hr-silent", ["", "", "", ""], &[]), ASK).contains("to maintain"));
}

#[test]
fn platform_work_is_counted_apart_from_products() {
    let catalog = story("hr-platform", ["", "", "", ""], &[]);
    add(
        &catalog,
        "  - {platform: A second warehouse, work: For salaries alone, effort: 2w, upkeep: 1d/month, target: 2026-Q3}\n",
    );
    let said = check(&catalog);
    assert!(said.contains("warning[overdue]: `A second warehouse` was due by 2026-09-30"), "{said}");
    let page = page(&catalog, ASK);
    assert!(
        page.contains("It takes 4 products")
            && page.contains("It also takes 1 piece of work on the platform."),
        "{page}"
    );
    assert!(page.contains("12 weeks to build, then 1 day a month to maintain"), "{page}");
    assert!(
        page.contains("On the platform") && page.contains("A second warehouse Overdue For salaries alone"),
        "{page}"
    );
    let roadmap = super::page(&catalog, "roadmap/index.html");
    assert!(roadmap.contains("On the platform 1") && roadmap.contains("A second warehouse"), "{roadmap}");
    let csv = fs::read_to_string(catalog.path().join("site/roadmap.csv")).unwrap();
    assert!(csv.contains("hr,HR dashboard,people,,A second warehouse,For salaries alone,overdue"), "{csv}");
    let json = fs::read_to_string(catalog.path().join("site/api/roadmap.json")).unwrap();
    assert!(json.contains(r#""upkeep":"1 day a month","platform":"A second warehouse""#), "{json}");
    let calendar = fs::read_to_string(catalog.path().join("site/roadmap.ics")).unwrap();
    assert!(calendar.contains("A second warehouse due (overdue)"), "{calendar}");
    for (wrong, code) in
        [("{effort: 1d}", "missing-key"), ("{product: hr-source, platform: x}", "wrong-type")]
    {
        let catalog = story("hr-platform-wrong", ["", "", "", ""], &[]);
        add(&catalog, &format!("  - {wrong}\n"));
        assert!(check(&catalog).contains(&format!("error[{code}]")), "{wrong}: {}", check(&catalog));
    }
}

#[test]
fn an_initiative_may_consist_of_platform_work_alone() {
    let catalog = story("hr-platform-alone", ["", "", "", ""], &[]);
    catalog.write("roadmap/p.yml", "id: p\ntitle: Upgrade\nsponsor: data\noutcome: Safer.\ndelivers: [{platform: Upgrade of the scheduler, status: in-progress}]\n");
    let said = check(&catalog);
    assert!(said.contains("no problems"), "{said}");
    let page = page(&catalog, "initiatives/p/index.html");
    assert!(
        page.contains("It takes 1 piece of work on the platform.") && page.contains("No known delay"),
        "{page}"
    );
}

#[test]
fn a_goal_lists_its_initiatives_and_each_names_its_goal() {
    let goals = "goals: [{id: people-first, name: People first, description: We know who works here., owner: people, target: 2027-Q2}, {id: other}]\n";
    let catalog = story("hr-goals", ["", "", "", ""], &[("goals.yml", goals)]);
    assert!(page(&catalog, ASK).contains("For the goal People first"));
    let goal = page(&catalog, "roadmap/goals/people-first/index.html");
    assert!(
        goal.contains("We know who works here.") && goal.contains("0 of 1 initiative delivered"),
        "{goal}"
    );
    assert!(goal.contains("HR dashboard"), "{goal}");
    let roadmap = page(&catalog, "roadmap/index.html");
    assert!(
        roadmap.contains("Goals People first 0 of 1 initiative delivered Target: Q2 2027 People team"),
        "{roadmap}"
    );
    let path = catalog.path().join("roadmap/hr.yml");
    fs::write(&path, fs::read_to_string(&path).unwrap().replace("people-first", "people-frist")).unwrap();
    let said = check(&catalog);
    assert!(said.contains("error[unknown-goal]") && said.contains("did you mean `people-first`?"), "{said}");
}

#[test]
fn open_work_of_a_delivery_is_what_its_standard_still_asks_for() {
    let catalog = story("hr-left", ["", "", "", ""], &[("standards.yml", "default: true\n")]);
    let ask = page(&catalog, ASK);
    let (_, left) = ask.split_once("Still to meet").unwrap();
    let (left, _) = left.split_once("Lifetime").unwrap();
    assert!(left.contains("support channel") && left.contains("It declares output ports"), "{left}");
    assert!(!left.contains("A team owns it"), "completed checks are not listed: {left}");
    let path = catalog.path().join("roadmap/hr.yml");
    let delivered = fs::read_to_string(&path)
        .unwrap()
        .replace("target: 2027-Q1", "status: delivered, delivered: 2026-11-01");
    fs::write(&path, delivered).unwrap();
    assert!(!page(&catalog, ASK).contains("Still to do"));
}

#[test]
fn nothing_is_reported_missing_for_proposed_products() {
    let catalog = story("hr-proposed", ["", "", "", ""], &[("standards.yml", "default: true\n")]);
    assert!(check(&catalog).contains("no problems"), "{}", check(&catalog));
    let out = catalog.path().join("site");
    build(catalog.path(), &out);
    for path in [
        "products/people-explore/index.html",
        "products/people-explore/detail/index.html",
        ASK,
        "lineage/index.html",
    ] {
        let text = page(&catalog, path).to_lowercase();
        for word in ["not found", "never seen", "no evidence", "with evidence", "unknown", "no run"] {
            assert!(!text.contains(word), "{path} says `{word}`: {text}");
        }
    }
    let product = page(&catalog, "products/people-explore/index.html");
    assert!(product.contains("Employee profile planned"), "{product}");
    for missing in ["No output ports yet", "No promises yet", "No data inside"] {
        assert!(!product.contains(missing), "nothing is missing from a proposed product: {product}");
    }
}

#[test]
fn a_misspelt_initiative_gets_the_nearest_name() {
    let catalog =
        story("hr-enables", [", enables: [hr-dashbord, better-mornings, pulze, Calm]", "", "", ""], &[]);
    catalog.write(
        "roadmap/x.yml",
        "id: hr-dashboard-two\ntitle: X\nsponsor: data\noutcome: Y.\ndelivers: [{product: hr-source}]\n",
    );
    catalog.write(
        "roadmap/pulse.yml",
        "id: pulse\ntitle: Pulse\nsponsor: data\noutcome: Y.\ndelivers: [{product: hr-source}]\n",
    );
    let said = check(&catalog);
    assert!(said.contains("warning[unknown-initiative]: initiative `hr` enables `hr-dashbord`"), "{said}");
    assert!(said.contains("warning[unknown-initiative]: initiative `hr` enables `pulze`"), "{said}");
    assert!(!said.contains("enables `better-mornings`"), "{said}");
}

#[test]
fn a_dashboard_that_reads_an_explore_is_mature() {
    let catalog = story("hr-explore", ["", "", "", ""], &[("standards.yml", "default: true\n")]);
    for product in ["employee-profile", "people-explore", "hr-dashboard"] {
        let path = catalog.path().join(format!("products/{product}.yml"));
        fs::write(&path, fs::read_to_string(&path).unwrap().replace("lifecycle: proposed\n", "")).unwrap();
    }
    let page = page(&catalog, "products/hr-dashboard/index.html");
    assert!(page.contains("A mature dashboard") && !page.contains("it also reads"), "{page}");
}

#[test]
fn a_roadmap_without_news_has_no_feed_link() {
    let goals = ("goals.yml", "goals: [{id: people-first, name: People first, owner: people}]\n");
    let catalog = story("hr-no-feed", [""; 4], &[goals]);
    let page = page(&catalog, "roadmap/index.html");
    let site = catalog.path().join("site");
    assert!(page.contains("Table (CSV)"), "{page}");
    assert!(!site.join("feed.xml").exists());
    for (path, bytes) in crate::support::files(&site) {
        let html = String::from_utf8_lossy(&bytes);
        for link in crate::support::attributes(&html, "href").iter().filter(|link| link.ends_with("feed.xml"))
        {
            let folder = site.join(&path);
            assert!(folder.parent().unwrap().join(link).exists(), "{path} links to {link}");
        }
    }
}
