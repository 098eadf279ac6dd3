//! Pages about one thing agree on its numbers, or say what they leave out.

use crate::support::{example_site, files, page_of};
use serde_json::Value;
use std::fs;

#[test]
fn pages_of_the_example_state_what_they_count() {
    let site = example_site("same-counts");
    let said = |path: &str, text: &str| {
        let page = page_of(&site, path);
        assert!(page.contains(text), "{path}: no “{text}” in {page}");
    };
    // What is proposed is not affected, and the explorer, which shows it, knows it from the rest.
    said("quality/incidents/customer-360/index.html", "Not counting 1 proposed product");
    let explorer = fs::read_to_string(site.path().join("api/explorer.json")).unwrap();
    let explorer: Value = serde_json::from_str(&explorer).unwrap();
    let proposed = explorer["apart"]["proposed"].as_array().unwrap();
    let id = |at: &Value| explorer["products"][usize::try_from(at.as_u64().unwrap()).unwrap()][0].clone();
    assert_eq!(proposed.iter().map(id).collect::<Vec<_>>(), ["feature-explore"]);
    // Not known is not met, but is counted apart.
    let unmet = "standards/product/not-met/keeps-missing-control/index.html";
    said(
        unmet,
        "17 of the 31 products to which the check applies do not meet it. For 10 of the others it is not known.",
    );
    said(unmet, "<h2 id=\"not-met\">Do not meet it <span class=\"count\">17</span></h2>");
    said(unmet, "<h2 id=\"not-known\">Not known <span class=\"count\">10</span></h2>");
    // Of what nobody knows, no page says that it is missing.
    for path in ["products", "initiatives"] {
        for folder in fs::read_dir(site.path().join(path)).unwrap() {
            let Ok(page) = fs::read_to_string(folder.unwrap().path().join("index.html")) else { continue };
            assert!(!page.contains("Not known: it does not declare"), "{page}");
        }
    }
    said("initiatives/people-insights/index.html", "<dt>Not known</dt>");
    // A promise without evidence has one name; one that is only not due today has no result.
    said("products/engagement-mart/index.html", "</a> today: not measurable");
    said("products/people-questions/index.html", "</a> today: no result");
    // Rules leave out proposed products, which other pages count: each of them says so.
    said(
        "rules/index.html",
        "Findings about proposed products are left out; Lineage and the cases of Regulations include such products.",
    );
    said(
        "rules/missing-control/index.html",
        "Findings about proposed products are left out; Lineage and the cases of Regulations include such products.",
    );
    said("regulations/index.html", "Proposed products count, except under “Not declared”.");
    // Of three promises and two of others, a team reads its three.
    said("quality/teams/revenue-data/index.html", "3 products of yours, 3 promises");
    // A row that names one reason of several says so, in another word than its number of failures.
    said("quality/index.html", "and 1 more reason");
    assert!(!page_of(&site, "quality/index.html").contains("more problem"));
    // A failed guard and its failed job are one reason.
    said("products/customer-360/index.html", "Both reasons, with their sources");
    // The page of an initiative marks the products that the roadmap marks as failing today.
    for path in ["roadmap/index.html", "initiatives/evidence-for-everything/index.html"] {
        said(path, "<small class=\"product-today\">");
    }
    // 1 at risk, 4 listed, and 7 others.
    said("index.html", "<a href=\"roadmap/index.html#due\">All 12 due this quarter</a>");
    for (path, count) in [("roadmap/index.html", 12), ("roadmap/domains/revenue/index.html", 5)] {
        let page = page_of(&site, path);
        let list = page.split("<h2 id=\"due\">").nth(1).unwrap().split("</section>").next().unwrap();
        assert!(
            list.starts_with(&format!("Due this quarter <span class=\"count\">{count}</span>")),
            "{list}"
        );
        assert_eq!(list.matches("<li><p class=\"due-when\">").count(), count, "{path}: {list}");
    }
}

#[test]
fn pages_of_the_example_use_a_word_for_one_count_only() {
    let site = example_site("same-words");
    let words_of = |path: &str| {
        let page = page_of(&site, path);
        let texts = page.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text));
        texts.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
    };
    let said = |path: &str, text: &str| {
        let page = words_of(path);
        assert!(page.contains(text), "{path}: no “{text}” in {page}");
    };
    // A waived finding is not to fix, and the rule does not count it.
    said("products/monday-numbers/index.html", "2 open findings, and how to fix them; 1 waived");
    said("products/monday-numbers/index.html", "Waived Read that bypasses output ports");
    said("modularity/index.html", "3 bypass existing output ports, 1 of them waived.");
    said("systems/billing/index.html", "Tables and loads today: Unchecked 2 Healthy 4");
    said(
        "quality/teams/growth-data/index.html",
        "Problems in 4 products of others affect 5 of its products.",
    );
    // Nothing to draw is said, not drawn.
    let apart = "initiatives/evidence-for-everything/index.html";
    said(apart, "None of these builds on another.");
    assert!(!words_of(apart).contains("to the right of what it builds on"));
    // Nothing checks the job, and the port says what it goes by.
    said("systems/fernhill-app/index.html", "Reminder job Status today: Unchecked");
    said(
        "products/care-plan-reminders/index.html",
        "Reminders in the app Healthy Sync Healthy because a promise about it is kept; nothing else checks it.",
    );
    said("evidence/index.html", "3 rows about 2 names");
    assert!(!words_of("evidence/index.html").contains("nearest name"));
    said("regulations/index.html", "Overdue or never reviewed");
    // It was broken on the day before, when nothing else was.
    let incident = words_of("quality/incidents/shop-replication/index.html");
    assert_eq!(incident.matches("(broken before this, too)").count(), 1, "{incident}");
    assert!(
        incident.contains("Revenue explore: fresh within 1 hour (broken before this, too)"),
        "{incident}"
    );
    said("quality/index.html", "sorted by tier or declared use, whichever ranks higher");
    said("products/audience-sync/index.html", "Broken Its promise is broken (updated every day)");
    said(
        "products/audience-sync/index.html",
        "due by 21 November 2026, 03:26, with an hour of grace; 94 minutes late",
    );
}

#[test]
fn the_list_of_a_week_has_what_is_due_later_under_its_own_heading() {
    let site = example_site("same-counts-week");
    let all = files(site.path());
    let week = all.iter().find(|(path, _)| path.ends_with("teams/revenue-data/week.md")).unwrap().1;
    let week = String::from_utf8(week.clone()).unwrap();
    let (_, due) = week.split_once("## Due\n").unwrap();
    let (due, later) = due.split_once("## Later, but at risk\n").unwrap();
    assert!(!due.contains("31 December"), "{week}");
    assert!(later.split("## ").next().unwrap().contains("31 December"), "{week}");
}
