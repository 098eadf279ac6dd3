//! The page of a rule: why, what to do, and the findings by product with what to write.

use crate::support::{Scratch, attributes, build, dbt_model, example_site, page_of};
use serde_json::json;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Returns what the buttons of a page copy, as a browser reads it.
fn snippets(html: &str) -> Vec<String> {
    let plain = |text: &&str| text.replace("&quot;", "\"").replace("&#x2F;", "/").replace("&#39;", "'");
    let before_button = html.split("</code></pre><button class=\"copy\" data-copy data-what=\"");
    let texts: Vec<&str> =
        before_button.filter_map(|part| Some(part.rsplit_once("<pre><code>")?.1)).collect();
    let is_whole = |text: &&&str| !text.contains("</code>");
    texts.iter().filter(is_whole).map(plain).collect()
}

#[test]
fn a_rule_page_gives_the_reason_then_findings_then_examples() {
    let site = example_site("rule-order");
    let html = page_of(&site, "rules/missing-control/index.html");
    let at = |what: &str| html.find(what).unwrap_or_else(|| panic!("{what} is not on the page"));
    assert!(at("id=\"why\"") < at("id=\"found\"") && at("id=\"found\"") < at("id=\"examples\""));
    let products = html.matches("#finding-missing-control\">").count();
    let findings = html.matches("class=\"prose finding-help\"").count();
    assert!(products > 3 && findings > products, "{findings} findings in {products} products");
}

#[test]
fn suggested_yaml_names_each_control_and_contains_no_ellipsis() {
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

/// For each rule whose page suggests lines for the file of a product: that file, in a state that the rule reports.
const FOUND: &[(&str, &str)] = &[
    ("below-effective-tier", "owner: shop\ntier: team\nassets: [{dbt: path:models/orders}]\n"),
    ("empty-product", "owner: shop\n"),
    ("missing-control", "owner: shop\nregulations: [{id: gdpr}]\n"),
    ("no-output-ports", "owner: shop\nassets: [{dbt: path:models/orders}]\n"),
    ("ownerless", "assets: [{dbt: path:models/orders}]\n"),
    ("regulation-not-carried", "owner: shop\nassets: [{dbt: path:models/orders}]\n"),
    ("review-overdue", "owner: shop\nreview_by: 2026-01-31\n"),
    (
        "stale-evidence",
        "owner: shop\nregulations:\n  - id: gdpr\n    controls:\n      \
         masking: {evidence: https://wiki.example/masking, reviewed: 2020-01-31}\n",
    ),
    (
        "undeclared-consumer",
        "owner: shop\nassets: [{dbt: path:models/orders}]\nconsumers: [{team: shop, use: reminders}]\n",
    ),
    (
        "undeclared-input",
        "owner: shop\nassets: [{dbt: path:models/orders}]\ninput_ports: [{product: stock}]\n",
    ),
    ("undocumented-output", "owner: shop\noutput_ports: [{id: orders, type: table}]\n"),
];

/// Returns a shop with this product `orders`: `people` → `orders` → `reports`, by dbt.
fn shop(rule: &str, orders: &str) -> Scratch {
    let manifest = json!({"metadata": {"project_name": "shop"}, "nodes": {
        "model.shop.people": dbt_model("people", "people", ""),
        "model.shop.orders": dbt_model("orders", "orders", "model.shop.people"),
        "model.shop.reports": dbt_model("reports", "reports", "model.shop.orders")}});
    Scratch::new(&format!("copied-{rule}")).with(&[
        ("glassbox.yml", "title: Shop\ndbt: [target]\n"),
        ("target/manifest.json", &manifest.to_string()),
        ("teams.yml", "teams: [{id: shop}]\n"),
        (
            "regulations/gdpr.yml",
            "id: gdpr\nname: GDPR\ncontrols: [{id: masking, name: Masking, review_every: 1y}]\n",
        ),
        (
            "products/people.yml",
            "id: people\nname: People\nowner: shop\nassets: [{dbt: path:models/people}]\n\
             output_ports: [{id: people, dbt: people}]\nregulations: [{id: gdpr}]\n",
        ),
        (
            "products/stock.yml",
            "id: stock\nname: Stock\nowner: shop\noutput_ports: [{id: stock, type: table}]\n",
        ),
        (
            "products/reports.yml",
            "id: reports\nname: Reports\nowner: shop\ntier: customer-facing\nassets: [{dbt: path:models/reports}]\n",
        ),
        ("products/orders.yml", &format!("id: orders\nname: Orders\n{orders}")),
    ])
}

/// Returns the file of a product with a snippet applied: replacing the key that it begins with, else at the end.
fn written(file: &str, snippet: &str) -> String {
    let key = snippet.split_inclusive(':').next().unwrap();
    let mut inside = false;
    let others = file.lines().filter(|line| {
        inside = if line.starts_with(' ') { inside } else { line.starts_with(key) };
        !inside
    });
    others.chain([snippet]).map(|line| format!("{line}\n")).collect()
}

/// A reader copies the suggestion of a rule's page into the file of the product, and the finding is gone.
#[test]
fn pasting_the_suggested_yaml_resolves_the_finding() {
    for (rule, orders) in FOUND {
        let shop = shop(rule, orders);
        let site = shop.path().join("site");
        let html = || {
            build(shop.path(), &site);
            fs::read_to_string(site.join(format!("rules/{rule}/index.html"))).unwrap()
        };
        let about_orders = |html: &str| -> Option<String> {
            let from = html.find(&format!("products/orders/index.html#finding-{rule}\">"))?;
            Some(html[from..].split("<li><h3>").next()?.to_owned())
        };
        let found = about_orders(&html()).unwrap_or_else(|| panic!("{rule} finds nothing"));
        let [snippet] = &snippets(&found)[..] else { panic!("{rule}: one finding has one snippet: {found}") };
        let filled = [
            ("LINK", "https://wiki.example/masking"),
            ("review_by: DATE", "review_by: 2027-01-31"),
            ("reviewed: DATE", "reviewed: 2026-11-20"),
            ("TEAM", "shop"),
            ("FOLDER", "orders"),
            ("WHAT IT HOLDS", "One row per order."),
        ]
        .iter()
        .fold(snippet.clone(), |text, (capitals, value)| text.replace(capitals, value));
        let file = fs::read_to_string(shop.path().join("products/orders.yml")).unwrap();
        shop.write("products/orders.yml", &written(&file, &filled));
        let left = about_orders(&html());
        assert_eq!(left, None, "{rule}, after this was written:\n{filled}");
    }
}

/// Changes to the files of dbt cannot be tried here: dbt would have to run.
#[test]
fn every_rule_with_suggested_yaml_is_tested() {
    let site = example_site("rule-tried");
    for entry in fs::read_dir(site.path().join("rules")).unwrap() {
        let folder = entry.unwrap().path();
        let Ok(html) = fs::read_to_string(folder.join("index.html")) else { continue };
        let rule = folder.file_name().unwrap().to_str().unwrap();
        let is_tried = FOUND.iter().any(|(tried, _)| *tried == rule);
        assert!(is_tried || rule == "untested-output" || snippets(&html).is_empty(), "{rule}");
    }
}

#[test]
fn a_rule_and_the_checks_that_ask_for_it_link_to_each_other() {
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

/// Sixty products of one team, each with 25 output ports of which no one says what they hold.
fn many_findings(name: &str) -> Scratch {
    let shop = Scratch::new(name)
        .with(&[("glassbox.yml", "title: Shop\n"), ("teams.yml", "teams: [{id: shop, name: Shop}]\n")]);
    let ports: Vec<String> = (0..25).map(|port| format!("{{id: port-{port:02}, type: table}}")).collect();
    for at in 0..60 {
        let product =
            format!("id: p{at:02}\nname: P{at:02}\nowner: shop\noutput_ports: [{}]\n", ports.join(", "));
        shop.write(&format!("products/p{at:02}.yml"), &product);
    }
    build(shop.path(), &shop.path().join("site"));
    shop
}

/// Returns the pages of a list, the first one first.
fn pages_below(site: &Path, list: &str) -> Vec<String> {
    let further = (2..).map(|number| site.join(list).join(format!("page/{number}/index.html")));
    let all = std::iter::once(site.join(list).join("index.html")).chain(further);
    all.map_while(|path| fs::read_to_string(path).ok()).collect()
}

#[test]
fn however_much_a_rule_finds_each_product_is_a_line_on_one_short_page() {
    let shop = many_findings("rule-pages");
    let pages = pages_below(&shop.path().join("site"), "rules/undocumented-output");
    assert_eq!(pages.len(), 2, "50 products on each page");
    for at in 0..60 {
        let lines = pages
            .iter()
            .map(|html| html.matches(&format!("#finding-undocumented-output\">P{at:02}</a>")).count());
        assert_eq!(lines.sum::<usize>(), 1, "P{at:02}");
    }
    assert!(pages[0].contains("1,500 findings in 60 products."), "{}", pages[0]);
    assert!(
        pages.iter().all(|html| !html.contains("finding-help") && snippets(html).is_empty()),
        "a long list leaves advice to the product, and what to write to its team"
    );
    let to_write = "teams/shop/findings/index.html#undocumented-output\">Shop</a>";
    assert!(pages[0].contains(to_write), "{}", pages[0]);
    // What the rule is for stands on the first page alone, and the others lead there.
    assert!(pages[0].contains("id=\"examples\"") && !pages[1].contains("id=\"examples\""));
    assert!(pages[1].contains("href=\"../../index.html\">Why this is a rule"));
}

#[test]
fn findings_of_a_product_that_a_line_leaves_out_are_on_the_page_of_the_product() {
    let shop = many_findings("rule-more");
    let site = shop.path().join("site");
    let rule = fs::read_to_string(site.join("rules/undocumented-output/index.html")).unwrap();
    assert!(
        rule.contains(
            "products/p00/index.html#finding-undocumented-output\">and 5 more on the page of P00</a>"
        ),
        "{rule}"
    );
    let product = fs::read_to_string(site.join("products/p00/index.html")).unwrap();
    let (_, findings) = product.split_once("id=\"findings\"").unwrap();
    assert_eq!(findings.matches("<li>The output port “Port ").count(), 25, "{findings}");
}

#[test]
fn the_findings_of_a_team_name_a_product_once_under_each_rule() {
    let shop = many_findings("team-findings");
    let pages = pages_below(&shop.path().join("site"), "teams/shop/findings");
    let all = pages.concat();
    let rules = attributes(&all, "aria-labelledby").into_iter().collect::<BTreeSet<_>>();
    assert!(rules.contains("undocumented-output"), "{rules:?}");
    let lines = all.matches("\">P07</a></h3>").count() + all.matches("\">P07</a> <small").count();
    assert_eq!(lines, rules.len(), "one line under each of {rules:?}");
    assert!(pages.iter().all(|html| html.matches("<li><h3>").count() <= 50));
}

#[test]
fn a_short_list_of_findings_is_open() {
    let shop = shop("ownerless", "assets: [{dbt: path:models/orders}]\n");
    build(shop.path(), &shop.path().join("site"));
    let html = fs::read_to_string(shop.path().join("site/rules/ownerless/index.html")).unwrap();
    let [snippet] = &snippets(&html)[..] else { panic!("{html}") };
    assert_eq!(snippet, "owner: TEAM");
    assert!(html.contains("class=\"prose finding-help\""), "{html}");
    assert!(!html.contains("leads to advice"), "{html}");
}

/// A long list has a sentence for each finding, and what to write once for each product; advice is on its own page.
#[test]
fn a_long_list_of_a_team_tells_each_finding_in_a_sentence() {
    let site = example_site("findings-in-short");
    let html = page_of(&site, "teams/revenue-data/findings/index.html");
    let (_, controls) = html.split_once("<h2 id=\"missing-control\">").unwrap();
    let controls = controls.split("</section>").next().unwrap();
    let crm =
        controls.split("<li><h3>").find(|line| line.contains("#finding-missing-control\">CRM mart</a>"));
    let crm = crm.unwrap_or_else(|| panic!("{controls}"));
    assert!(crm.contains("CRM mart has no evidence for Erasure of GDPR"), "{crm}");
    assert!(!snippets(controls).is_empty() && !controls.contains("finding-help"), "{controls}");
    assert!(html.contains("The name of a product leads to advice on its findings."), "{html}");
    let product = page_of(&site, "products/crm-mart/index.html");
    assert!(product.contains("id=\"finding-missing-control\""), "where the name leads");
}

/// What to add to one list of a file is one snippet, however many findings ask for it.
#[test]
fn what_to_write_for_several_findings_of_a_product_is_one_snippet() {
    let shop = shop("regulation-not-carried", "owner: shop\nassets: [{dbt: path:models/orders}]\n");
    shop.write("regulations/sox.yml", "id: sox\nname: SOX\ncontrols: [{id: masking, name: Masking}]\n");
    let people = fs::read_to_string(shop.path().join("products/people.yml")).unwrap();
    shop.write("products/people.yml", &people.replace("[{id: gdpr}]", "[{id: gdpr}, {id: sox}]"));
    build(shop.path(), &shop.path().join("site"));
    let html = fs::read_to_string(shop.path().join("site/rules/regulation-not-carried/index.html")).unwrap();
    let orders =
        html.split("<li><h3>").find(|line| line.contains("products/orders/index.html#finding-")).unwrap();
    assert_eq!(snippets(orders), ["regulations:\n  - id: gdpr\n  - id: sox"]);
}

/// The first paragraph of a page is what the list of rules says of it.
#[test]
fn the_list_of_rules_says_in_fifteen_words_what_each_rule_finds() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules");
    let mut pages = 0;
    for file in fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()) {
        if file.extension().is_none_or(|ending| ending != "md") {
            continue;
        }
        pages += 1;
        let text = fs::read_to_string(&file).unwrap();
        let finds = text.split("\n\n").nth(1).unwrap();
        let sentences = finds.matches(". ").count() + 1;
        let is_short = finds.split_whitespace().count() <= 15 && finds.ends_with('.') && sentences == 1;
        assert!(is_short, "{}: {finds}", file.display());
    }
    assert!(pages > 30, "{pages}");
    let list = page_of(&example_site("rules-list"), "rules/index.html");
    assert!(
        list.contains(
            "<small>A product receives regulated data and does not declare the regulation.</small>"
        ),
        "{list}"
    );
    // What to fix and what is good to know are two lists, with a count each.
    let headings: Vec<&str> =
        list.split("<h2 id=\"").skip(1).map(|part| part.split('"').next().unwrap()).collect();
    assert_eq!(headings, ["warning", "note"]);
    let (to_fix, notes) = list.split_once("<h2 id=\"note\">").unwrap();
    assert!(to_fix.contains("\"missing-control/") && notes.contains("\"untested-output/"), "{list}");
    assert!(list.contains("2 <small>and 1 waived</small>"), "{list}");
    // A summary that only repeats the title is left out.
    assert!(list.contains(">Product without an owner</a></th>"), "{list}");
}
