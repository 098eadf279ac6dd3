//! The pages of the products that do not meet a check: their titles, what they say once, and their length.

use crate::support::{Scratch, build, example_site, page_of};
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
