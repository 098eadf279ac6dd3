//! The pages and files of regulations: gaps are named in a word, and the record for auditors is complete.

use crate::support::{Scratch, build, example_site, page_of};
use std::collections::{BTreeMap, BTreeSet};

#[test]
fn each_cell_states_in_a_word_if_a_control_is_missing_overdue_or_failing() {
    let site = example_site("regulation-cells");
    let mut by_state: BTreeMap<String, usize> = BTreeMap::new();
    for row in page_of(&site, "regulations/gdpr/evidence.csv").lines().skip(1) {
        *by_state.entry(row.split(',').nth(5).unwrap().to_owned()).or_default() += 1;
    }
    let gdpr = page_of(&site, "regulations/gdpr/index.html");
    let cells: Vec<&str> =
        gdpr.split("<td class=\"cell-").skip(1).map(|cell| cell.split("<tr").next().unwrap()).collect();
    let of_controls = |state: &str, word: &str| {
        let is_so = |cell: &&&str| cell.starts_with(&format!("{state}\" role"));
        let all = cells.iter().filter(is_so).count();
        let said = cells.iter().filter(is_so).filter(|cell| cell.contains(word)).count();
        (all, said)
    };
    assert!(by_state["missing"] > 0 && by_state["stale"] > 0, "the example shows both: {by_state:?}");
    assert_eq!(of_controls("missing", ">none<"), (by_state["missing"], by_state["missing"]));
    // Of what was carried out and never reviewed, there is no age to state.
    let (all, overdue) = of_controls("stale", " months, overdue<");
    let (_, never) = of_controls("stale", "never reviewed<");
    assert_eq!((all, overdue + never), (by_state["stale"], by_state["stale"]));
    assert!(never > 0, "the example shows it");
    // The filter for gaps hides the products that have none, and only those.
    let complete = gdpr.matches("<tbody class=\"no-gap\"").count();
    let products = gdpr.matches("<th scope=\"row\" role=\"rowheader\"").count();
    assert!(
        gdpr.contains(&format!("only gaps <span class=\"count\">{}</span>", products - complete)),
        "{complete} of {products}"
    );
    assert!(complete > 0);
}

#[test]
fn a_control_observed_on_some_tables_is_marked_as_partial() {
    let site = example_site("regulation-partly");
    let gdpr = page_of(&site, "regulations/gdpr/index.html");
    let masking = |product: &str| {
        let row = &gdpr[gdpr.find(&format!("products/{product}/index.html#rules")).unwrap()..];
        row.split("<td class=\"cell-").nth(2).unwrap().split("<tr").next().unwrap().to_owned()
    };
    let partly = masking("crm-mart");
    // There is current evidence, and it is not so everywhere: neither a green mark nor a count as current.
    assert!(
        partly.starts_with("partly\"")
            && partly.contains("5 of 6 tables, including all that are marked</small>"),
        "{partly}"
    );
    assert!(partly.contains("title=\"Not seen on every table, reviewed "), "{partly}");
    let row = &gdpr[gdpr.find("products/crm-mart/index.html#rules").unwrap()..];
    let overall = row.split("<td class=\"cell-").nth(6).unwrap().split("<tr").next().unwrap();
    assert!(overall.contains("3 of 5 current"), "{overall}");
    // Carried out today for every table, though the policy was not reviewed for long: overdue, as the rule says.
    let overdue = masking("ads-replication");
    assert!(overdue.starts_with("stale\"") && overdue.contains("months, overdue"), "{overdue}");
    assert!(overdue.contains("<small>") && !overdue.contains("done"), "{overdue}");
    assert!(
        !masking("engagement-mart").contains("cell-partly"),
        "observed on every table and reviewed in time"
    );
}

#[test]
fn each_product_has_an_evidence_file_with_its_rows() {
    let site = example_site("regulation-files");
    let all = page_of(&site, "regulations.csv");
    let (head, rows) = all.split_once('\n').unwrap();
    let ids: std::collections::BTreeSet<&str> =
        rows.lines().filter_map(|row| row.split(',').nth(1)).collect();
    assert!(ids.len() > 10);
    for id in ids {
        let own: Vec<&str> = rows.lines().filter(|row| row.split(',').nth(1) == Some(id)).collect();
        let file = page_of(&site, &format!("products/{id}/evidence.csv"));
        let (own_head, own_rows) = file.split_once('\n').unwrap();
        assert_eq!((own_head, own_rows.lines().collect::<Vec<_>>()), (head, own), "{id}");
        let path = format!("products/{id}/index.html");
        assert!(page_of(&site, &path).contains("href=\"evidence.csv\""), "{path} links to it");
    }
    assert!(!site.path().join("products/reference-mart/evidence.csv").exists());
}

#[test]
fn a_printed_page_states_its_address_and_as_of_date() {
    let site = example_site("regulation-paper");
    for path in ["regulations/gdpr/", "products/billing-replication/"] {
        let html = page_of(&site, &format!("{path}index.html"));
        let line = format!("https://fernhill.example/data/{path} · As of 21 November 2026");
        assert!(html.contains(&line), "{path}");
    }
}

#[test]
fn product_and_regulation_list_data_marked_in_dbt_but_not_declared() {
    let site = example_site("regulation-marked");
    let gdpr = page_of(&site, "regulations/gdpr/index.html");
    let marked = gdpr.split("<h3 id=\"marked\">").nth(1).unwrap().split("</section>").next().unwrap();
    assert!(marked.starts_with("Marked <span class=\"count\">2</span>"), "{marked}");
    assert!(marked.contains(">Equipment shop</a></th><td><code>equipment_orders.email</code>"), "{marked}");
    let product = page_of(&site, "products/equipment-mart/index.html");
    let rules = product.split("<section id=\"rules\">").nth(1).unwrap().split("</section>").next().unwrap();
    assert!(rules.contains("<h3>Marked in dbt, not declared</h3>"), "{rules}");
    assert!(
        rules.contains("regulations/gdpr/index.html\">GDPR</a></dt><dd><code>equipment_orders.email</code>"),
        "{rules}"
    );
    // What declares the regulation has its marked data in scope.
    let declared = page_of(&site, "products/customer-360/index.html");
    assert!(!declared.contains("Marked in dbt, not declared"));
    // The products with their evidence are what most come for; what the controls ask for is told before long lists.
    let place = |id: &str| gdpr.find(&format!("<h2 id=\"{id}\">")).unwrap();
    assert!(place("concerned") < place("about") && place("about") < place("controls"));
}

#[test]
fn the_page_of_all_regulations_begins_with_a_line_for_each_that_adds_up() {
    let site = example_site("regulations-sum");
    let html = page_of(&site, "regulations/index.html");
    let table = html.split_once("<section aria-labelledby=\"all\">").unwrap().1;
    let rows: Vec<&str> = table
        .split("</tbody>")
        .next()
        .unwrap()
        .split("<tr role=\"row\"><th scope=\"row\" role=\"rowheader\">")
        .skip(1)
        .collect();
    assert_eq!(rows.len(), 4, "{rows:#?}");
    let of_regulation = page_of(&site, "regulations.csv");
    for row in rows {
        let id = row.split("href=\"#").nth(1).unwrap().split('"').next().unwrap();
        let numbers: Vec<usize> = row
            .split(" class=\"number\">")
            .skip(1)
            .map(|cell| if cell.starts_with('<') { cell.split_once('>').unwrap().1 } else { cell })
            .map(|cell| cell.split('<').next().unwrap().parse().unwrap())
            .collect();
        let [_, cases, current, overdue, partly, missing, failed, _] = numbers[..] else { panic!("{row}") };
        assert_eq!(cases, current + overdue + partly + missing + failed, "{id}");
        let of_file = of_regulation.lines().filter(|line| line.starts_with(&format!("{id},"))).count();
        assert_eq!(cases, of_file, "{id}: the file has the same cases");
    }
}

#[test]
fn products_that_receive_data_and_do_not_declare_it_are_listed_below_those_that_do() {
    let site = example_site("regulation-received");
    let gdpr = page_of(&site, "regulations/gdpr/index.html");
    let section = |id: &str| {
        let from = gdpr.split(&format!("<h2 id=\"{id}\">")).nth(1).unwrap();
        from.split("</section>").next().unwrap().to_owned()
    };
    let received = gdpr.split("<h3 id=\"received\">").nth(1).unwrap().split("</table>").next().unwrap();
    let rows: Vec<&str> = received.split("<tr><th scope=\"row\">").skip(1).collect();
    assert!(received.starts_with(&format!("Received <span class=\"count\">{}</span>", rows.len())));
    // The cube reads what the CRM holds, and the screen reads the cube: neither declares it.
    let from = |product: &str| {
        let row =
            rows.iter().find(|row| row.contains(&format!("products/{product}/index.html#rules"))).unwrap();
        row.rsplit("<td>").next().unwrap().split("index.html").next().unwrap().to_owned()
    };
    assert_eq!(from("legacy-sales-cube"), "<a href=\"../../products/crm-replication/");
    assert_eq!(from("sales-leaderboard"), "<a href=\"../../products/legacy-sales-cube/");
    // What declares it is in the table above, and what may end it there is no gap.
    let concerned = section("concerned");
    assert!(rows.iter().all(|row| {
        let product = row.split("products/").nth(1).unwrap().split('/').next().unwrap();
        !concerned.contains(&format!("products/{product}/index.html#rules"))
    }));
    let both = "<a href=\"#not-declared\">12 products</a>: 11 receive its data, 2 hold marked data";
    assert!(rows.len() == 11 && gdpr.contains(both), "a product that does both counts once");
}

/// Whatever was observed: a review that is overdue is one on the pages, in the files and for the rule.
#[test]
fn the_pages_count_as_many_overdue_reviews_as_the_rule() {
    let site = example_site("regulation-overdue");
    let rows = page_of(&site, "regulations.csv");
    let overdue = rows.lines().filter(|row| row.split(',').nth(5) == Some("stale")).count();
    let rules = page_of(&site, "rules/index.html");
    let row = rules.split("stale-evidence/index.html").nth(1).unwrap().split("</tr>").next().unwrap();
    let found = row.split("class=\"number\">").nth(1).unwrap().split('<').next().unwrap();
    assert_eq!(found, overdue.to_string(), "{row}");
    assert!(overdue > 0);
}

/// What was worst is first, in the table of all regulations as on the page of one.
#[test]
fn products_have_one_order_on_the_page_of_all_regulations_and_on_that_of_one() {
    let site = example_site("regulation-order");
    let products = |html: &str| -> Vec<String> {
        let rows = html.split("role=\"rowheader\"").skip(1).filter_map(|row| row.split("products/").nth(1));
        rows.map(|row| row.split('/').next().unwrap().to_owned()).collect()
    };
    let all = page_of(&site, "regulations/index.html");
    let all = all.split("aria-labelledby=\"gdpr\"").nth(1).unwrap().split("</table>").next().unwrap();
    let gdpr = page_of(&site, "regulations/gdpr/index.html");
    let gdpr = gdpr.split("</table>").next().unwrap();
    let listed = products(all);
    assert!(listed.len() > 10 && listed[0] == "customer-360", "{listed:?}");
    assert_eq!(listed, products(gdpr));
    // Where all is current, the overall state says how much that is, as in the other rows.
    assert!(gdpr.contains("5 of 5 current</span>") && !gdpr.contains("Evidence current</span></td>"));
}

/// Of many products whose evidence is alike, a sample of rows would say one thing eight times.
#[test]
fn many_products_with_the_same_evidence_are_counted_by_control_and_found_by_name() {
    let catalog = Scratch::new("regulation-uniform").with(&[
        ("glassbox.yml", "title: Acme\n"),
        ("regulations/gdpr.yml", "id: gdpr\nname: GDPR\nsummary: Data of people.\ncontrols:\n  - {id: masking, name: Masking}\n  - {id: access, name: Access}\n"),
    ]);
    for number in 0..26 {
        let id = format!("shop-{number:02}");
        let controls = "      masking: {evidence: https://acme.example/masking, reviewed: 2026-11-01}\n";
        catalog.write(
            &format!("products/{id}.yml"),
            &format!("id: {id}\nname: Shop {number:02}\nsummary: A shop.\ncategory: mart\nregulations:\n  - id: gdpr\n    controls:\n{controls}"),
        );
    }
    let out = Scratch::new("regulation-uniform-site");
    build(catalog.path(), out.path());
    let all = page_of(&out, "regulations/index.html");
    assert!(!all.contains("class=\"control-matrix\""), "no rows that are all alike: {all}");
    let counts = all.split("<ul class=\"control-counts\"").nth(1).unwrap().split("</ul>").next().unwrap();
    assert!(
        counts.contains("Masking</a> 26 of 26</li>")
            && counts.contains("Access</a> 0 of 26, no evidence anywhere</li>"),
        "{counts}"
    );
    assert!(all.contains("href=\"gdpr/index.html#concerned\">All 26 products</a>"));
    let gdpr = page_of(&out, "regulations/gdpr/index.html");
    assert!(
        gdpr.contains("<label for=\"find-product\">"),
        "one of several pages of products is found by name"
    );
}

/// One sees at once which control has no evidence anywhere.
#[test]
fn the_page_of_all_regulations_names_controls_without_any_evidence() {
    let regulation = |id: &str| {
        format!(
            "id: {id}\nname: {id}\nsummary: A law.\ncontrols:\n  - {{id: masking, name: Masking}}\n  - {{id: access, name: Access}}\n"
        )
    };
    let catalog = Scratch::new("regulation-nowhere").with(&[
        ("glassbox.yml", "title: Acme\n"),
        ("regulations/one.yml", &regulation("one")),
        ("regulations/two.yml", &regulation("two")),
        (
            "products/shop.yml",
            "id: shop\nname: Shop\nregulations:\n  - id: one\n    controls: {masking: {evidence: https://acme.example/m, reviewed: 2026-11-01}}\n  - id: two\n",
        ),
    ]);
    let out = Scratch::new("regulation-nowhere-site");
    build(catalog.path(), out.path());
    let page = page_of(&out, "regulations/index.html");
    let controls = page.split("aria-labelledby=\"controls\"").nth(1).unwrap();
    assert!(controls.contains("<b>3</b> of 4 controls have no evidence anywhere"), "{controls}");
    let one = controls.split("id=\"controls-one\"").nth(1).unwrap().split("</section>").next().unwrap();
    assert!(one.contains("1 of 1 current") && one.matches("No evidence anywhere").count() == 1, "{one}");
}

#[test]
fn the_page_of_all_regulations_counts_each_product_that_does_not_declare_its_data_once() {
    let site = example_site("regulation-undeclared");
    let gdpr = page_of(&site, "regulations/gdpr/index.html");
    let listed = |id: &str| -> Vec<String> {
        let section =
            gdpr.split(&format!("<h3 id=\"{id}\">")).nth(1).unwrap().split("</table>").next().unwrap();
        let rows = section.split("<tr><th scope=\"row\">").skip(1);
        rows.map(|row| row.split("products/").nth(1).unwrap().split('/').next().unwrap().to_owned()).collect()
    };
    let undeclared: BTreeSet<String> = listed("received").into_iter().chain(listed("marked")).collect();
    let all = page_of(&site, "regulations/index.html");
    let row = all.split("<a href=\"#gdpr\">").nth(1).unwrap().split("</tr>").next().unwrap();
    let cell = row.split("data-name=\"Not declared\"").nth(1).unwrap();
    let number = format!("\"gdpr/index.html#not-declared\">{}<", undeclared.len());
    assert!(cell.contains(&number), "{undeclared:?}: {cell}");
    // The section and the card beside it have the same number, and say what it is made of.
    let section =
        format!("<h2 id=\"not-declared\">Not declared <span class=\"count\">{}</span>", undeclared.len());
    assert!(gdpr.contains(&section), "{gdpr}");
    let card = gdpr.split("<dt>Not declared</dt>").nth(1).unwrap().split("</dd>").next().unwrap();
    let (received, marked) = (listed("received").len(), listed("marked").len());
    assert!(undeclared.len() < received + marked, "one product is in both lists");
    let all = format!(
        "\">{} products</a>: {received} receive its data, {marked} hold marked data",
        undeclared.len()
    );
    assert!(card.contains(&all), "{card}");
}
