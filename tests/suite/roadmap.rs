//! The roadmap as executives read it: what was delivered, what is coming, what an ask consists of;
//! each state calculated by hand. It is 21 November 2026.

mod numbers;
mod remaining;

use crate::support::{NOW, Scratch, glassbox};
use serde_json::Value;
use std::fs;
use std::path::PathBuf;

const BASE: &[(&str, &str)] = &[
    ("glassbox.yml", "title: Plans\nbase_url: https://plans.example/\n"),
    ("teams.yml", "teams:\n  - {id: people, name: People}\n  - {id: data, name: Data}\n"),
    ("domains.yml", "domains:\n  - {id: hr, name: HR}\n"),
    ("products/a.yml", "{id: a, name: Source, domain: hr, owner: data, lifecycle: active}\n"),
    (
        "products/b.yml",
        "{id: b, name: Mart, domain: hr, owner: data, lifecycle: active, input_ports: [{product: a}]}\n",
    ),
    ("products/c.yml", "{id: c, name: Board, owner: data, lifecycle: draft}\n"),
    ("products/d.yml", "{id: d, name: Idea, lifecycle: proposed}\n"),
    ("products/e.yml", "{id: e, name: Report, lifecycle: active, input_ports: [{product: b}]}\n"),
];

struct Roadmap {
    catalog: Scratch,
}

impl Roadmap {
    fn new(name: &str, files: &[(&str, &str)]) -> Self {
        Self { catalog: Scratch::new(&format!("roadmap-{name}")).with(BASE).with(files) }
    }

    fn build(&self) -> PathBuf {
        let out = self.catalog.path().join("site");
        let run =
            glassbox(self.catalog.path(), &["build", ".", "--now", NOW, "--out", out.to_str().unwrap()]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        out
    }

    fn page(&self, path: &str) -> String {
        fs::read_to_string(self.build().join(path)).unwrap()
    }

    /// Returns the state and reason of the work on each product: `b: at-risk: it waits for …`.
    fn states(&self) -> Vec<String> {
        let text = self.page("api/roadmap.json");
        let value: Value = serde_json::from_str(&text).unwrap();
        let works = value["items"].as_array().unwrap().iter();
        works
            .map(|work| {
                let part = |key: &str| work[key].as_str().unwrap_or_default().to_owned();
                let why = part("why");
                assert_eq!(why.is_empty(), work["code"].is_null(), "a reason has a code: {work}");
                format!(
                    "{}: {}{}",
                    part("product"),
                    part("state"),
                    if why.is_empty() { why } else { format!(": {why}") }
                )
            })
            .collect()
    }

    fn warnings(&self) -> String {
        glassbox(self.catalog.path(), &["check", ".", "--now", NOW, "--format", "short"]).stdout
    }
}

fn initiative(delivers: &str) -> String {
    format!(
        "id: ask\ntitle: The ask\nask: How hard can it be?\nsponsor: people\noutcome: Better.\ndelivers:\n{delivers}"
    )
}

#[test]
fn deliveries_are_overdue_at_risk_or_on_track_by_their_dates() {
    let plan = initiative(
        "  - {product: a, status: in-progress, target: 2026-Q3}\n  - {product: b, status: planned, target: 2026-12-04, effort: 2w, waits_for: [a]}\n  - {product: c, status: planned, target: 2026-12-04, effort: 3w}\n  - {product: e, status: planned, target: 2026-12-04, effort: 2w}\n",
    );
    let roadmap = Roadmap::new("states", &[("roadmap/ask.yml", &plan)]);
    // From Saturday 21 November to Friday 4 December there are ten working days.
    assert_eq!(
        roadmap.states(),
        [
            "a: overdue",
            "b: at-risk: it waits for Source, which is overdue",
            "c: at-risk: it is not started, and needs more than the 10 working days left",
            "e: on-track",
        ]
    );
    let page = roadmap.page("roadmap/index.html");
    let said = "3 pieces of work in 1 initiative are due by 31 December 2026; 2 are at risk. 1 piece of work is overdue.";
    assert!(page.contains(said), "{page}");
    assert!(
        roadmap.warnings().contains(
            "warning[overdue]: `a` was due by 2026-09-30 for initiative `ask`, but is not delivered"
        ),
        "{}",
        roadmap.warnings()
    );
}

#[test]
fn deliveries_due_this_quarter_and_at_risk_are_listed_with_reasons() {
    let delivers = "  - {product: a, work: Load it, status: in-progress, target: 2026-12-05}\n\
                    \x20 - {product: b, status: in-progress, target: 2026-11-01}\n\
                    \x20 - {product: c, work: Draw it, status: in-progress, target: 2026-12-31}\n\
                    \x20 - {product: d, status: planned, target: 2027-Q3}\n";
    let plan = Roadmap::new("due", &[("roadmap/x.yml", &initiative(delivers))]);
    let page = plan.page("roadmap/index.html");
    let list = |id: &str| {
        let part =
            page.split(&format!("<h2 id=\"{id}\">")).nth(1).unwrap().split("</section>").next().unwrap();
        let rows = part.split("<li>").skip(1);
        rows.map(|row| {
            let pieces =
                row.split('<').filter_map(|piece| piece.split_once('>')).map(|(_, text)| text.trim());
            pieces.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" | ")
        })
        .collect::<Vec<_>>()
    };
    assert_eq!(
        list("at-risk"),
        ["1 November 2026 | Mart | For | The ask | Was due on 1 November 2026 | Overdue"]
    );
    assert_eq!(
        list("due"),
        [
            "5 December 2026 | Source | : Load it | For | The ask",
            "31 December 2026 | Board | : Draw it | For | The ask",
        ]
    );
}

/// Returns a plan with this many pieces of work, due on alternating days.
fn works(name: &str, count: usize) -> Roadmap {
    let plan = Roadmap::new(name, &[]);
    let works: String = (0..count)
        .map(|at| {
            let file = format!("{{id: new-{at}, name: New {at}, lifecycle: draft}}\n");
            plan.catalog.write(&format!("products/new-{at}.yml"), &file);
            let day = if at % 2 == 0 { "2026-12-31" } else { "2026-12-05" };
            format!("  - {{product: new-{at}, status: in-progress, target: {day}}}\n")
        })
        .collect();
    plan.catalog.write("roadmap/x.yml", &initiative(&works));
    plan
}

#[test]
fn a_long_list_of_due_work_is_a_table_of_the_first_rows_with_a_page_of_all() {
    let due = |plan: &Roadmap| {
        let page = plan.page("roadmap/index.html");
        page.split("<h2 id=\"due\">").nth(1).unwrap().split("</section>").next().unwrap().to_owned()
    };
    let few = due(&works("due-few", 20));
    assert_eq!((few.matches("<li>").count(), few.contains("<table")), (20, false), "{few}");
    let plan = works("due-many", 60);
    let many = due(&plan);
    let days: Vec<&str> = many.split("<td class=\"due-when\"").skip(1).collect();
    assert_eq!(days.len(), 10, "{many}");
    assert!(days.iter().all(|row| row.contains("5 December 2026")), "the earliest come first: {many}");
    assert!(many.contains("<a href=\"work/index.html\">All 60 and all other open work</a>"), "{many}");
    let [first, second] =
        ["roadmap/work/index.html", "roadmap/work/page/2/index.html"].map(|at| plan.page(at));
    let rows = |page: &str| page.matches("<td class=\"due-when\"").count();
    assert_eq!((rows(&first), rows(&second)), (50, 10));
    assert!(first.contains("60 pieces of work, page 1 of 2."), "{first}");
    // The part of the sponsor has a page of its own, and a part whose lists are complete has none.
    assert_eq!(rows(&plan.page("roadmap/sponsors/people/work/index.html")), 50);
    let small = works("due-complete", 5);
    let out = small.build();
    assert!(out.join("roadmap/work/index.html").exists());
    assert!(!out.join("roadmap/sponsors/people/work").exists());
}

#[test]
fn products_with_due_work_that_fail_today_are_named() {
    let site = crate::support::example_site("roadmap-failing-today");
    let page = |path: &str| crate::support::page_of(&site, path);
    let said = "5 of the products are failing or late today: \
                <a href=\"../products/customer-360/index.html\">Customers</a>,";
    assert!(page("roadmap/index.html").contains(said), "{}", page("roadmap/index.html"));
    let home = page("index.html");
    assert!(home.contains("5 of the products are failing or late today: "), "{home}");
    assert!(home.contains(" and <a href=\"roadmap/index.html#due\">2 more</a>."), "{home}");
    let work = page("roadmap/work/index.html");
    let row = |name: &str| {
        work.split("<tr role=\"row\">").find(|row| row.contains(&format!(">{name}</a>"))).unwrap()
    };
    assert!(row("Customers").contains("class=\"product-today\""), "{}", row("Customers"));
    assert!(!row("HR dashboard").contains("class=\"product-today\""), "{}", row("HR dashboard"));
}

#[test]
fn platform_work_is_listed_as_due_like_work_on_products() {
    let delivers = "  - {product: a, status: in-progress, target: 2026-12-05}\n\
                    \x20 - {platform: On-call rota, work: One pager, status: in-progress, target: 2026-12-31}\n\
                    \x20 - {platform: Wiki, status: in-progress, target: 2026-11-01}\n";
    let plan = Roadmap::new("due-platform", &[("roadmap/x.yml", &initiative(delivers))]);
    let page = plan.page("roadmap/index.html");
    let list = |id: &str| {
        page.split(&format!("<h2 id=\"{id}\">")).nth(1).unwrap().split("</section>").next().unwrap()
    };
    assert!(list("due").contains("On-call rota <small>on the platform</small>: One pager"), "{page}");
    assert!(list("due").starts_with("Due this quarter <span class=\"count\">2</span>"), "{page}");
    assert!(list("at-risk").contains("Wiki <small>on the platform</small>"), "{page}");
    let said = "2 pieces of work in 1 initiative are due by 31 December 2026.";
    assert!(page.contains(said) && plan.page("index.html").contains(said), "{page}");
    assert!(page.contains("1 piece of work is overdue."), "{page}");
}

#[test]
fn paused_deliveries_due_this_quarter_are_counted_at_the_top() {
    let delivers = "  - {product: a, status: in-progress, target: 2026-12-05}\n\
                    \x20 - {product: b, status: paused, target: 2026-12-31}\n\
                    \x20 - {product: c, status: paused, target: 2027-12-31}\n";
    let plan = Roadmap::new("paused", &[("roadmap/x.yml", &initiative(delivers))]);
    let said = "2 pieces of work in 1 initiative are due by 31 December 2026; 1 is paused.</p>";
    assert!(plan.page("roadmap/index.html").contains(&format!("<p class=\"lead\">{said}")));
    assert!(plan.page("index.html").contains(&format!("<p>{said}")));
}

#[test]
fn quarters_follow_the_fiscal_year() {
    let plan = initiative(
        "  - {product: a, status: in-progress, target: 2026-Q4}\n  - {product: b, target: 2027-Q3}\n",
    );
    let config = "title: Plans\nfiscal_year_begins: April\n";
    let roadmap = Roadmap::new("fiscal", &[("roadmap/ask.yml", &plan), ("glassbox.yml", config)]);
    // The fourth quarter of 2026 ended in March; the third of 2027 ends with the calendar year.
    assert_eq!(roadmap.states(), ["a: overdue", "b: on-track"]);
    assert!(roadmap.page("roadmap/index.html").contains("Q3 2027"));
    let wrong = Roadmap::new("fiscal-wrong", &[("glassbox.yml", "title: Plans\nfiscal_year_begins: Aprl\n")]);
    assert!(
        wrong.warnings().contains("error[bad-month]: `Aprl` is not a month; did you mean `april`?"),
        "{}",
        wrong.warnings()
    );
}

#[test]
fn the_roadmap_counts_deliveries_that_were_on_time() {
    let plan = initiative(
        "  - {product: a, status: delivered, target: 2026-Q3, delivered: 2026-07-03, effort: 4w, value: lasting}\n  - {product: b, status: delivered, target: 2026-Q3, delivered: 2026-10-01, effort: 1w, value: this-ask}\n",
    );
    let roadmap = Roadmap::new("delivered", &[("roadmap/ask.yml", &plan)]);
    let page = roadmap.page("roadmap/index.html");
    assert!(
        page.contains("In the last 12 months 2 pieces of work were delivered, 1 of them on time."),
        "{page}"
    );
    assert!(page.contains("<dd>1 of 2</dd>") && page.contains("<dd>80%</dd>"), "{page}");
    assert!(page.contains("The ask</a> is complete. Better."), "the outcome is quoted from the sponsor");
    let (late, early) = (page.find("Q4 2026</h3>").unwrap(), page.find("Q3 2026</h3>").unwrap());
    assert!(late < early, "the newest quarter comes first");
}

#[test]
fn an_initiative_states_its_work_and_how_much_has_lasting_value() {
    let plan = initiative(
        "  - {product: a, work: Bring it in, effort: 4w, value: lasting, status: delivered, delivered: 2026-10-01}\n  - {product: b, effort: 5w, value: lasting, waits_for: [a]}\n  - {product: c, work: The page itself, effort: 5d, value: this-ask, waits_for: [b]}\n",
    );
    let other = "id: other\ntitle: Another ask\nsponsor: data\noutcome: More.\ndelivers: [{product: b}]\n";
    let roadmap = Roadmap::new("ask", &[("roadmap/ask.yml", &plan), ("roadmap/other.yml", other)]);
    let page = roadmap.page("initiatives/ask/index.html");
    assert!(page.contains("It takes 3 products, and 2 of them have lasting value. 10 weeks of work, 9 weeks of lasting value."), "{page}");
    assert!(page.contains("5 days of work, 10% of the total"), "the page itself is a tenth of the work");
    assert!(page.contains("\"../other/index.html\""), "other initiatives that need it are linked");
    assert!(page.contains("../../products/e/index.html"), "downstream products are linked");
    assert!(
        fs::read_to_string(roadmap.build().join("initiatives/ask/products.svg")).unwrap().contains("Board")
    );
    let product = roadmap.page("products/b/index.html");
    assert!(
        product.contains("Needed by") && product.contains("../../initiatives/ask/index.html"),
        "{product}"
    );
}

#[test]
fn work_on_a_product_that_ends_has_no_lasting_value_or_open_checks() {
    let plan = initiative(
        "  - {product: b, effort: 3d, value: lasting}\n  - {product: e, work: Switch it off, effort: 1d, value: lasting}\n",
    );
    for (name, ending) in [("deprecated", "lifecycle: deprecated"), ("ends", "ends: 2027-03-31")] {
        let report = format!("{{id: e, name: Report, {ending}}}\n");
        let roadmap = Roadmap::new(name, &[("roadmap/ask.yml", &plan), ("products/e.yml", &report)]);
        let page = roadmap.page("initiatives/ask/index.html");
        assert!(page.contains("It takes 2 products, and 1 of them has lasting value. 4 days of work, 3 days of lasting value."), "{page}");
        let off = page.split("Switch it off").nth(1).unwrap().split("</li>").next().unwrap();
        assert!(off.contains("Until the product is retired") && !off.contains("Still to do"), "{off}");
        assert!(roadmap.page("roadmap/index.html").contains("75% of the work has lasting value."));
    }
    // Without a duration of the value, none is mentioned.
    let plan = initiative("  - {product: b, effort: 3d}\n");
    let page = Roadmap::new("unsaid", &[("roadmap/ask.yml", &plan)]).page("initiatives/ask/index.html");
    assert!(page.contains("It takes 1 product. 3 days of work.") && !page.contains("Lifetime"), "{page}");
}

#[test]
fn contradictions_in_a_roadmap_are_reported() {
    let plan = "id: ask\ntitle: The ask\ndelivers:\n  - {product: c, status: delivered, delivered: 2027-01-01}\n  - {product: b, waits_for: [d]}\n  - {product: nobody}\n  - {product: a, effort: soon}\n";
    let warnings = Roadmap::new(
        "contradictory",
        &[
            ("roadmap/ask.yml", plan),
            ("roadmap/empty.yml", "{id: empty, title: Empty, sponsor: people, outcome: x}\n"),
            ("roadmap/late.yml", "{id: late, title: Late, sponsor: people, outcome: x, goal: soon}\n"),
            ("goals.yml", "goals: [{id: soon, name: Soon, target: 2026-09-30}]\n"),
        ],
    )
    .warnings();
    for expected in [
        "warning[no-sponsor]: initiative `ask` has no sponsor",
        "warning[no-outcome]: initiative `ask` has no outcome",
        "note[empty-initiative]: initiative `empty` has no work planned yet",
        "warning[empty-initiative]: initiative `late` has no work, although its goal was due by 2026-09-30",
        "warning[delivered-draft]: initiative `ask` has delivered `c`, whose lifecycle is still `draft`",
        "warning[delivered-later]: initiative `ask` says that `c` was delivered on 2027-01-01, which is in the future",
        "warning[waits-for-nobody]: initiative `ask` waits for `d`, which is not planned",
        "error[unknown-product]: initiative `ask` delivers `nobody`",
        "error[bad-effort]: `soon` is not an amount of work",
    ] {
        assert!(warnings.contains(expected), "{expected}\n{warnings}");
    }
}

#[test]
fn due_dates_are_in_the_calendar_and_csv_and_deliveries_in_the_feed() {
    let plan = initiative(
        "  - {product: a, work: \"First, and best\", status: delivered, delivered: 2026-10-14}\n  - {product: b, target: 2026-Q4, effort: 8 points}\n",
    );
    let roadmap = Roadmap::new("files", &[("roadmap/ask.yml", &plan)]);
    let calendar = roadmap.page("roadmap.ics");
    assert!(calendar.starts_with("BEGIN:VCALENDAR\r\n") && calendar.ends_with("END:VCALENDAR\r\n"));
    assert_eq!(calendar.matches("BEGIN:VEVENT").count(), 1, "delivered work is no longer due");
    assert!(
        calendar.contains("DTSTART;VALUE=DATE:20261231\r\n")
            && calendar.contains("URL:https://plans.example/initiatives/ask/\r\n"),
        "{calendar}"
    );
    let table = roadmap.page("roadmap.csv");
    assert_eq!(
        table.lines().nth(1).unwrap(),
        "ask,The ask,people,a,Source,\"First, and best\",delivered,,,,,2026-10-14,"
    );
    assert_eq!(table.lines().nth(2).unwrap(), "ask,The ask,people,b,Mart,,on-track,,8 points,,2026-12-31,,");
    let feed = roadmap.page("feed.xml");
    assert!(feed.contains("<title>Delivered: Source</title><id>urn:glassbox:delivered:ask:a:75cb7e0b6534cedb</id><updated>2026-10-14T00:00:00Z</updated>"), "{feed}");
}

#[test]
fn the_roadmap_of_500_initiatives_stays_small() {
    let roadmap = Roadmap::new("enormous", &[]);
    for number in 0..500 {
        let status = ["planned", "in-progress", "paused"][number % 3];
        let plan = format!(
            "id: ask-{number}\ntitle: Ask {number} {}\nsponsor: people\noutcome: x\ndelivers: [{{product: b, status: {status}, target: {}-Q{}}}]\n",
            "with a long name ".repeat(number % 9),
            2027 + number % 3,
            number % 4 + 1
        );
        roadmap.catalog.write(&format!("roadmap/{number}.yml"), &plan);
    }
    let page = roadmap.page("roadmap/index.html");
    assert!(!page.contains("class=\"timeline-board\"") && page.len() < 400_000, "{} bytes", page.len());
    // The first initiatives are cards, the others are named where they are looked for.
    assert_eq!(page.matches("class=\"card initiative\"").count(), 6);
    let named =
        page.split("class=\"initiative-lines\"").skip(1).map(|list| list.split("</ul>").next().unwrap());
    let named: usize = named.map(|list| list.matches("<li>").count()).sum();
    let left: usize = page
        .split("<p class=\"more\">And ")
        .skip(1)
        .map(|rest| rest.split(" more: <a href=").next().unwrap().parse::<usize>().unwrap())
        .sum();
    assert_eq!(6 + named + left, 500, "every initiative is shown, named or counted with a link");
}

#[test]
fn without_initiatives_there_is_no_roadmap() {
    let out = Roadmap::new("nothing", &[]).build().join("roadmap");
    assert!(!out.exists());
}

#[test]
fn marks_on_the_timeline_are_placed_by_date() {
    let asks = "id: ask\ntitle: An ask\ndelivers:\n\
         - {product: a, target: 2026-12-31}\n- {product: b, target: 2026-12-31}\n\
         - {product: c, target: 2026-12-31}\n- {product: d, target: 2026-12-01}\n";
    let other = "id: other\ntitle: Another\ndelivers: [{product: e, target: 2026-12-31}]\n";
    let roadmap = Roadmap::new("days", &[("roadmap/ask.yml", asks), ("roadmap/other.yml", other)]);
    let page = roadmap.page("roadmap/index.html");
    let marks: Vec<(String, String, String)> = page
        .split("class=\"work work-")
        .filter_map(|part| {
            let title = part.split_once("aria-label=\"")?.1.split('"').next()?.to_owned();
            let at = |name: &str| Some(part.split_once(name)?.1.split('"').next()?.to_owned());
            let place = at(" cx=\"").zip(at(" cy=\"")).or_else(|| {
                let path = at(" d=\"M")?;
                let (x, y) = path.split('l').next()?.split_once(' ')?;
                // A rhombus begins at its upper corner.
                Some((x.to_owned(), (y.parse::<f64>().ok()? + 7.5).to_string()))
            })?;
            Some((title, place.0, place.1))
        })
        .collect();
    let due: Vec<&(String, String, String)> =
        marks.iter().filter(|(title, ..)| title.contains("31 December")).collect();
    assert_eq!(due.len(), 4, "{marks:?}");
    assert!(due.iter().all(|(_, x, _)| *x == due[0].1), "equal dates have equal positions: {due:?}");
    let mut heights: Vec<&String> = due.iter().map(|(.., y)| y).collect();
    heights.dedup();
    assert_eq!(heights.len(), 4, "no mark covers another: {due:?}");
}

/// Returns an initiative with work on these products, due on a day.
fn ask(id: usize, sponsor: &str, products: &[&str], due: &str) -> (String, String) {
    let works: Vec<String> =
        products.iter().map(|product| format!("{{product: {product}, target: {due}}}")).collect();
    let text = format!("id: i{id}\ntitle: Ask {id}\nsponsor: {sponsor}\ndelivers: [{}]\n", works.join(", "));
    (format!("roadmap/i{id}.yml"), text)
}

fn with_initiatives(name: &str, all: &[(String, String)]) -> String {
    let files: Vec<(&str, &str)> = all.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    Roadmap::new(name, &files).page("roadmap/index.html")
}

#[test]
fn a_timeline_of_many_initiatives_shows_those_in_danger_then_the_nearest() {
    let mut many: Vec<_> =
        (0..16).map(|id| ask(id, "data", &["b"], &format!("2026-12-{:02}", 10 + id))).collect();
    let names = |page: &str| {
        let board = page.split("class=\"timeline-board\"").nth(1).unwrap();
        let board = board.split("class=\"legend\"").next().unwrap();
        let rows = board.split("timeline-name\"><a").skip(1);
        rows.map(|row| row.split(['>', '<']).nth(1).unwrap().to_owned()).collect::<Vec<_>>()
    };
    let few = with_initiatives("few", &many[..15]);
    assert_eq!(names(&few).len(), 15);
    assert!(!few.contains(" with dates"), "fifteen are all");
    many.push(ask(99, "data", &["b"], "2026-11-01"));
    let page = with_initiatives("many", &many);
    let shown = names(&page);
    assert_eq!((shown.len(), shown[0].as_str(), shown[1].as_str()), (8, "Ask 99", "Ask 0"), "{shown:?}");
    let rest = "9 more initiatives with dates: <a href=\"work/index.html\">all open work by date</a>";
    assert!(page.contains(rest), "{page}");
}

#[test]
fn deliveries_beyond_three_on_one_day_are_counted() {
    let crowded = ask(0, "data", &["a", "b", "c", "d", "e"], "2026-12-31");
    let page = with_initiatives("crowded", std::slice::from_ref(&crowded));
    assert!(!page.contains("class=\"timeline-board\""), "one date needs no timeline");
    let page = with_initiatives("crowded", &[crowded, ask(1, "data", &["a"], "2026-12-01")]);
    let board = &page[page.find("class=\"timeline-board\"").unwrap()..page.find("class=\"legend\"").unwrap()];
    assert_eq!(board.matches("class=\"work work-").count(), 3 + 1, "three are stacked");
    assert_eq!(board.matches(">+2</text>").count(), 1, "the others are counted");
}

#[test]
fn work_without_a_stated_lifetime_is_shown_as_not_stated() {
    let plan = initiative("  - {product: b, effort: 3d, value: lasting}\n  - {product: e, effort: 1d}\n");
    let report = "id: e\nname: Report\n";
    let roadmap = Roadmap::new("value-unsaid", &[("roadmap/ask.yml", &plan), ("products/e.yml", report)]);
    let page = roadmap.page("initiatives/ask/index.html");
    assert!(
        page.contains(
            "3 days of lasting value. For 1 day, nobody has said how long the work will be useful."
        ),
        "{page}"
    );
    assert!(page.contains("Not said"), "{page}");
    assert!(
        roadmap.page("roadmap/index.html").contains("of the work has lasting value; for 25% nobody has said")
    );
}
