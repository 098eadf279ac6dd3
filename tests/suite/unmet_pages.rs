//! The pages of the products that do not meet a check: their titles, what they say once, and their length.

use crate::support::{Scratch, attributes, build, example_site, joined, page_of};
use std::fs;

/// Returns the title of a page.
fn title(page: &str) -> &str {
    let (_, heading) = page.split_once("<h1").unwrap();
    heading.split_once('>').unwrap().1.split_once("</h1>").unwrap().0
}

#[test]
fn titles_name_what_products_lack_also_for_checks_with_a_name_of_their_own() {
    let site = example_site("unmet-titles");
    let mut titles = Vec::new();
    for standard in fs::read_dir(site.path().join("standards")).unwrap() {
        let Ok(checks) = fs::read_dir(standard.unwrap().path().join("not-met")) else { continue };
        for check in checks {
            let page = fs::read_to_string(check.unwrap().path().join("index.html")).unwrap();
            titles.push(title(&page).to_owned());
        }
    }
    for expected in [
        "Products with a tier below that of their users",
        "Products with jargon in their summary",
        "Products without evidence for every control",
        "Products with evidence overdue for review",
        "Products whose contract differs from the table",
        "Exports that serve more than one use",
        "Products without a runbook",
        "Products without a recent restore drill",
    ] {
        assert!(titles.iter().any(|title| title == expected), "{expected}: {titles:?}");
    }
    for title in titles {
        assert!(title.starts_with("Products ") || title.starts_with("Exports "), "{title}");
        assert!(!title.contains('“') || title.contains("link to"), "{title}");
    }
}

/// Builds a shop of products whose only output port has no description.
fn without_descriptions(name: &str, products: usize) -> Scratch {
    let standards = "standards: [{id: ours, checks: [outputs-described, \
        {check: steward, name: Somebody knows it, unmet: Products that nobody knows}, {check: owner, name: It is cared for}]}]\n";
    let catalog = Scratch::new(name).with(&[("glassbox.yml", "title: Shop\n"), ("standards.yml", standards)]);
    for at in 0..products {
        let product = format!("id: p{at}\nname: P{at}\noutput_ports: [{{id: orders, type: table}}]\n");
        catalog.write(&format!("products/p{at}.yml"), &product);
    }
    build(catalog.path(), &catalog.path().join("site"));
    catalog
}

#[test]
fn a_page_has_forty_products_and_says_once_what_was_found_in_all_of_them() {
    let catalog = without_descriptions("unmet-many", 90);
    let page = |path: &str| page_of(&catalog, &format!("site/standards/ours/not-met/{path}index.html"));
    let rows = |page: &str| page.matches("<th scope=\"row\"").count();
    let [first, second, third] = ["steward/", "steward/page/2/", "steward/page/3/"].map(page);
    assert_eq!([rows(&first), rows(&second), rows(&third)], [40, 40, 10]);
    assert_eq!(title(&first), "Products that nobody knows");
    assert_eq!(title(&page("owner/")), "Products that do not meet “It is cared for”");
    let undescribed = page("outputs-described/");
    assert_eq!(undescribed.matches("its only output port has no description").count(), 1, "{undescribed}");
    assert!(
        undescribed.contains("Found in each of them:") && !undescribed.contains("What was found"),
        "{undescribed}"
    );
}

#[test]
fn products_that_do_not_meet_a_check_are_grouped_by_their_team() {
    let site = example_site("unmet-teams");
    let page = page_of(&site, "standards/product/not-met/steward/index.html");
    let groups: Vec<&str> = page.split("<th scope=\"rowgroup\"").skip(1).collect();
    assert!(groups.len() > 3, "{groups:#?}");
    assert!(groups[0].contains("No owner yet"), "what belongs to nobody comes first: {}", groups[0]);
    let teams = page.split("<details class=\"fold unmet-teams\"").nth(1).unwrap();
    let teams: Vec<&str> = teams.split("</details>").next().unwrap().split("<li>").skip(1).collect();
    assert_eq!(teams.len(), groups.len());
    for (team, group) in teams.iter().zip(groups) {
        let anchor = team.split('#').nth(1).unwrap().split('"').next().unwrap();
        assert!(page.contains(&format!("id=\"{anchor}\"")), "{anchor}");
        let rows = group.matches("<th scope=\"row\"").count();
        assert!(team.contains(&format!("</a> {rows}</li>")), "{team}: {rows}");
    }
}

/// Whoever reads what is missing learns what to do: where it is explained, and what to write.
#[test]
fn each_missing_check_of_a_product_says_what_to_do_and_leads_to_a_page() {
    let site = example_site("standards-fixes");
    let page = page_of(&site, "products/ads-replication/index.html");
    let missing: Vec<&str> = page.split("<ul class=\"step-missing\">").skip(1).collect();
    let missing: Vec<&str> =
        missing.iter().flat_map(|list| list.split("</ul>").next().unwrap().split("<li>").skip(1)).collect();
    assert!(missing.len() > 6, "{missing:#?}");
    for one in missing {
        let link = attributes(one, "href")[0].split('#').next().unwrap();
        let page_path = "products/ads-replication/index.html";
        let target = if link.is_empty() { page_path.to_owned() } else { joined(page_path, link) };
        assert!(site.path().join(&target).is_file(), "{target}");
        // The fix of a finding is told once, with the finding.
        let finding = one.split("href=\"#finding-").nth(1).map(|rest| rest.split('"').next().unwrap());
        let leads_to_fix = finding.is_some_and(|rule| page.contains(&format!("id=\"finding-{rule}\"")));
        let has_fix = one.contains("data-copy data-what=") || one.contains("class=\"prose finding-help\"");
        assert!(has_fix || leads_to_fix, "{one}");
        assert!(!one.contains("Not met:"), "what is missing, not what is asked: {one}");
    }
    assert!(page.contains("<pre><code>steward: PERSON</code></pre><button class=\"copy\" data-copy "));
    assert!(page.contains("1 of 3 tables is not tested"), "what is lacking is counted");
}

#[test]
fn a_standard_says_first_how_many_products_reached_its_highest_level() {
    let site = example_site("standards-top");
    let page = page_of(&site, "standards/product/index.html");
    assert!(page.contains("<b>1 of 36</b> products has reached the highest level, Complete."), "{page}");
    // What is not known is no gap, and is counted apart.
    let row = page_of(&site, "standards/product/index.html");
    let row = row.split("products/hr-dashboard/index.html#standards").nth(1).unwrap();
    let row = row.split("</tr>").next().unwrap();
    assert!(row.contains("2 not known") && !row.contains("Not known:"), "{row}");
}

#[test]
fn the_page_of_an_initiative_says_what_a_product_lacks_rather_than_what_is_asked_of_it() {
    let site = example_site("unmet-initiatives");
    let mut lacking = Vec::new();
    for initiative in fs::read_dir(site.path().join("initiatives")).unwrap() {
        let Ok(page) = fs::read_to_string(initiative.unwrap().path().join("index.html")) else { continue };
        for list in page.split("<dt>Missing</dt>").skip(1) {
            let items = list.split("</div>").next().unwrap().split("<dd>").skip(1);
            lacking.extend(items.map(|item| item.split('<').next().unwrap().to_owned()));
        }
    }
    assert!(lacking.len() > 3, "{lacking:?}");
    let is_asked = |text: &String| text.starts_with("It has a ") || text.starts_with("It declares");
    assert!(!lacking.iter().any(is_asked), "{lacking:?}");
}
