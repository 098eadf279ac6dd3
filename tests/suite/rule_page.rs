//! The page of a rule: why, what to do, and the findings by product with what to write.

use crate::support::{Scratch, attributes, build, example_site, glassbox, page_of};
use std::fs;

/// What the buttons of a page copy, as a browser reads it.
fn snippets(html: &str) -> Vec<String> {
    let plain = |text: &&str| text.replace("&quot;", "\"").replace("&#x2F;", "/").replace("&#39;", "'");
    attributes(html, "data-copy").iter().map(plain).collect()
}

#[test]
fn the_reason_stands_first_then_what_is_found_by_product_and_examples_last() {
    let site = example_site("rule-order");
    let html = page_of(&site, "rules/missing-control/index.html");
    let at = |what: &str| html.find(what).unwrap_or_else(|| panic!("{what} is not on the page"));
    assert!(at("id=\"why\"") < at("id=\"found\"") && at("id=\"found\"") < at("id=\"examples\""));
    let products = html.matches("#findings\">").count();
    let findings = html.matches("class=\"finding finding-").count();
    assert!(products > 3 && findings > products, "{findings} findings in {products} products");
}

#[test]
fn what_to_write_names_each_control_and_no_ellipsis() {
    let site = example_site("rule-snippets");
    let mut seen = 0;
    for entry in fs::read_dir(site.path().join("rules")).unwrap() {
        let path = entry.unwrap().path().join("index.html");
        let Ok(html) = fs::read_to_string(&path) else { continue };
        for snippet in snippets(&html) {
            assert!(!snippet.contains('…'), "{}: {snippet}", path.display());
            seen += 1;
        }
    }
    assert!(seen > 20, "only {seen} snippets");
    let missing = snippets(&page_of(&site, "rules/missing-control/index.html"));
    let ads = "regulations:\n  - id: gdpr\n    controls:\n      erasure: {evidence: LINK, reviewed: DATE}\n      \
               retention: {evidence: LINK, reviewed: DATE}\n      access-review: {evidence: LINK, reviewed: DATE}";
    assert!(missing.iter().any(|one| one == ads), "{missing:#?}");
}

/// A reader copies what the page of a rule says into the file of the product, and the finding is gone.
#[test]
fn what_is_copied_settles_the_finding() {
    let shop = Scratch::new("rule-copied").with(&[
        ("glassbox.yml", "title: Shop\n"),
        ("teams.yml", "teams: [{id: shop}]\n"),
        ("regulations/gdpr.yml", "id: gdpr\nname: GDPR\ncontrols: [{id: masking, name: Masking}]\n"),
        ("products/orders.yml", "id: orders\nname: Orders\nowner: shop\nregulations: [{id: gdpr}]\n"),
    ]);
    let found = || {
        glassbox(shop.path(), &["check", "--now", crate::support::NOW]).stderr.contains("[missing-control]")
    };
    assert!(found());
    let site = shop.path().join("site");
    build(shop.path(), &site);
    let html = fs::read_to_string(site.join("rules/missing-control/index.html")).unwrap();
    let [snippet] = &snippets(&html)[..] else { panic!("one finding has one snippet: {html}") };
    let filled = snippet.replace("LINK", "https://wiki.example/masking").replace("DATE", "2026-11-20");
    shop.write("products/orders.yml", &format!("id: orders\nname: Orders\nowner: shop\n{filled}\n"));
    assert!(!found());
}

#[test]
fn rules_and_checks_about_the_same_link_each_other() {
    let site = example_site("rule-checks");
    let mut pairs = 0;
    for entry in fs::read_dir(site.path().join("rules")).unwrap() {
        let folder = entry.unwrap().path();
        let Ok(html) = fs::read_to_string(folder.join("index.html")) else { continue };
        let rule = folder.file_name().unwrap().to_str().unwrap().to_owned();
        for link in attributes(&html, "href").into_iter().filter(|link| link.contains("#check-")) {
            let (standard, anchor) = link.trim_start_matches("../").split_once('#').unwrap();
            let standard = page_of(&site, standard);
            let from = standard.find(&format!("id=\"{anchor}\"")).expect(link);
            let check = standard[from..].split("</dt>").next().unwrap();
            assert!(
                check.contains(&format!("rules/{rule}/index.html")),
                "{link} does not lead back: {check}"
            );
            pairs += 1;
        }
    }
    assert!(pairs > 2, "only {pairs} pairs");
}
