//! Lists that would grow with the company: what is named at once, and what is folded.

use crate::support::{Scratch, build, dbt_model, example_site, page_of};
use std::fs;

/// Returns a domain in which each of this many teams has a product.
fn domain(teams: usize) -> String {
    let catalog = Scratch::new(&format!("lists-domain-{teams}"))
        .with(&[("glassbox.yml", "title: Shop\n"), ("domains.yml", "domains: [{id: sales, name: Sales}]\n")]);
    let known: Vec<String> = (1..=teams).map(|at| format!("{{id: t{at}, name: Team {at}}}")).collect();
    catalog.write("teams.yml", &format!("teams: [{}]\n", known.join(", ")));
    for at in 1..=teams {
        let product = format!("id: p{at}\nname: Product {at}\nowner: t{at}\ndomain: sales\n");
        catalog.write(&format!("products/p{at}.yml"), &product);
    }
    build(catalog.path(), &catalog.path().join("site"));
    page_of(&catalog, "site/domains/sales/index.html")
}

/// Returns the number of teams that the card of a domain names at once, and the text of its fold.
fn named(page: &str) -> (usize, String) {
    let (_, card) = page.split_once("Teams with products here").unwrap_or_else(|| panic!("{page}"));
    let card = card.split("</dl>").next().unwrap();
    let (open, folded) = card.split_once("<details").unwrap_or((card, ""));
    let summary = folded.split("</summary>").next().unwrap().split('>').next_back().unwrap();
    (open.matches(">Team ").count(), summary.to_owned())
}

#[test]
fn the_card_of_a_domain_names_three_teams_and_folds_the_rest() {
    assert_eq!(named(&domain(3)), (3, String::new()));
    assert_eq!(named(&domain(4)), (4, String::new()), "a fold for one team would save no space");
    assert_eq!(named(&domain(9)), (3, "6 more".to_owned()));
    assert_eq!(named(&domain(12)), (3, "9 more".to_owned()));
    let page = domain(13);
    assert_eq!(named(&page), (0, "13 teams".to_owned()), "of so many teams none is the one to ask");
    assert!(page.contains("<dd>Ask the owner of each product.</dd>"), "{page}");
    assert!(!domain(12).contains("Ask the owner of each product"));
}

#[test]
fn teams_with_as_many_products_are_in_the_order_of_their_names() {
    let page = domain(13);
    let names: Vec<&str> = page.split(">Team ").skip(1).map(|text| text.split('<').next().unwrap()).collect();
    assert!(names.len() >= 13 && names[..13].is_sorted(), "{names:?}");
}

#[test]
fn a_long_summary_of_a_result_ends_with_a_whole_word() {
    let catalog = Scratch::new("lists-summary").with(&[("glassbox.yml", "title: Shop\n")]);
    let summary = "Orders of every shop ".repeat(8);
    catalog.write("products/p.yml", &format!("id: p\nname: Orders\nsummary: {summary}\n"));
    build(catalog.path(), &catalog.path().join("site"));
    let found = page_of(&catalog, "site/search/products/0.json");
    let cut = found.split('"').find(|text| text.starts_with("Orders of")).unwrap();
    let words: Vec<&str> = cut.strip_suffix('…').unwrap_or_else(|| panic!("{cut}")).split(' ').collect();
    assert!(words.len() > 20 && words.iter().all(|word| summary.split(' ').any(|one| one == *word)), "{cut}");
}

#[test]
fn the_products_of_a_domain_are_a_table_from_seven_on() {
    assert!(!domain(6).contains("product-table") && domain(7).contains("product-table"));
}

#[test]
fn products_of_a_domain_are_listed_by_status_then_by_name() {
    let site = example_site("lists-by-status");
    let page = page_of(&site, "domains/revenue/index.html");
    let (_, table) = page.split_once("product-table").unwrap();
    let rows = table.split("<tbody").nth(1).unwrap().split("</tbody>").next().unwrap().split("<tr").skip(1);
    let order = ["failing", "late", "at-risk", "warning", "unknown", "unchecked", "holding", "not-watched"];
    let key = |row: &str| {
        let status = order.iter().position(|word| row.contains(&format!("mark mark-{word}\"")));
        let name = example_text(row.split_once("rowheader").unwrap().1.split("<td").next().unwrap());
        (status.unwrap_or(order.len()), name.to_lowercase())
    };
    let keys: Vec<(usize, String)> = rows.map(key).collect();
    assert!(keys.len() > 6 && keys.is_sorted(), "{keys:?}");
    let statuses: std::collections::BTreeSet<usize> = keys.iter().map(|(status, _)| *status).collect();
    assert!(statuses.contains(&5) && statuses.contains(&6), "unchecked and healthy ones: {keys:?}");
}

#[test]
fn a_product_in_use_without_evidence_says_so_in_every_list() {
    let site = example_site("lists-unwatched");
    let card = |page: &str| {
        let page = page_of(&site, page);
        let (_, card) = page.split_once(">Data help desk</a>").unwrap_or_else(|| panic!("{page}"));
        example_text(&format!("<{}", card.split("</li>").next().unwrap().split("</tr>").next().unwrap()))
    };
    for page in ["products/index.html", "categories/consulting/index.html", "domains/platform/index.html"] {
        assert!(card(page).contains("Not watched"), "{page}: {}", card(page));
    }
}

#[test]
fn the_lead_of_a_team_is_named_once() {
    let teams = "teams:\n  - id: t1\n    name: First\n    lead: ida@example.com\n    members:\n      - {name: Jon}\n      - {name: Ida Berg, email: ida@example.com, role: Engineer}\n  - id: t2\n    name: Second\n    lead: kim@example.com\n    members: [{name: Lou}]\n";
    let catalog = Scratch::new("lists-lead").with(&[("glassbox.yml", "title: Shop\n"), ("teams.yml", teams)]);
    build(catalog.path(), &catalog.path().join("site"));
    let text = |path: &str| example_text(&page_of(&catalog, path));
    let first = text("site/teams/t1/index.html");
    assert!(first.contains("Members Ida Berg Lead, Engineer Jon") && !first.contains("Led by"), "{first}");
    assert!(
        text("site/teams/t2/index.html").contains("Led by kim@example.com Members Lou"),
        "{}",
        text("site/teams/t2/index.html")
    );
}

#[test]
fn dashboards_come_before_tables_and_output_ports_sort_by_product() {
    let catalog = Scratch::new("lists-outputs").with(&[("glassbox.yml", "title: Shop\n")]);
    let of = |id: &str, name: &str, ports: &str| {
        let text = format!("id: {id}\nname: {name}\noutput_ports: [{ports}]\n");
        catalog.write(&format!("products/{id}.yml"), &text);
    };
    of("b", "Alpha", "{id: mart, name: Mart, type: table}");
    of("a", "Beta", "{id: mart, name: Mart, type: table}, {id: board, name: Zebra, type: dashboard}");
    build(catalog.path(), &catalog.path().join("site"));
    let page = page_of(&catalog, "site/outputs/index.html");
    let places: Vec<usize> = [">Dashboards</a></h2>", ">Zebra</a>", ">Tables</a></h2>", ">Alpha</a>"]
        .map(|text| page.find(text).unwrap_or_else(|| panic!("{text}: {page}")))
        .into();
    assert!(places.is_sorted(), "{places:?}");
    let tables = page.split(">Tables</a></h2>").nth(1).unwrap();
    assert!(
        tables.find(">Alpha</a>") < tables.find(">Beta</a>"),
        "equal names are sorted by product: {tables}"
    );
    assert!(!page.contains("list-filter"), "a short list needs no filter: {page}");
}

#[test]
fn a_long_list_of_output_ports_has_a_filter_hidden_without_scripts() {
    let catalog = Scratch::new("lists-outputs-long").with(&[("glassbox.yml", "title: Shop\n")]);
    for at in 0..13 {
        let text =
            format!("id: p{at}\nname: P {at}\noutput_ports: [{{id: mart, name: Mart, type: table}}]\n");
        catalog.write(&format!("products/p{at}.yml"), &text);
    }
    build(catalog.path(), &catalog.path().join("site"));
    let page = page_of(&catalog, "site/outputs/tables/index.html".replace("tables", "table").as_str());
    assert!(page.contains("data-kind=\"table\" hidden>"), "hidden until the script shows it: {page}");
    assert!(example_text(&page).contains("Product Output port Status P 0 Mart of P 0"), "{page}");
    assert!(page.contains("<p id=\"filter-found\" class=\"tally\" role=\"status\"></p>"), "{page}");
}

#[test]
fn output_ports_have_owners_and_lifecycles_and_groups_say_that_they_go_on() {
    let catalog = Scratch::new("lists-outputs-owned").with(&[
        ("glassbox.yml", "title: Shop\n"),
        ("teams.yml", "teams: [{id: data, name: Data}]\n"),
        ("products/a.yml", "id: a\nname: A\nowner: data\nlifecycle: deprecated\ncategory: mart\noutput_ports: [{id: m, name: One, type: table}]\n"),
    ]);
    for at in 0..60 {
        let text = format!(
            "id: p{at}\nname: P {at}\ncategory: mart\noutput_ports: [{{id: m, name: Mart {at}, type: table}}]\n"
        );
        catalog.write(&format!("products/p{at}.yml"), &text);
    }
    build(catalog.path(), &catalog.path().join("site"));
    let text = |path: &str| example_text(&page_of(&catalog, &format!("site/{path}")));
    let [first, second] = ["outputs/index.html", "outputs/page/2/index.html"].map(text);
    let all = format!("{first} {second}");
    assert!(
        all.contains("One A Data Not watched Deprecated") || all.contains("One A Data Deprecated"),
        "{all}"
    );
    assert!(all.contains("Mart 6 P 6 No owner yet"), "{all}");
    assert!(second.contains("Tables continued") && !first.contains("continued"), "{second}");
    let [first, second] = ["products/index.html", "products/page/2/index.html"].map(text);
    assert!(second.contains("Marts continued") && !first.contains("continued"), "{second}");
}

/// A page of the example without what is no text, on one line.
fn example_text(page: &str) -> String {
    let text = page.split('<').map(|piece| piece.split_once('>').map_or("", |(_, text)| text));
    let words = text.collect::<Vec<_>>().join(" ");
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_home_page_lists_the_worst_problems_and_counts_the_rest() {
    let site = example_site("lists-home");
    let home = page_of(&site, "index.html");
    let worst = home.split("<ul class=\"now-worst\">").nth(1).unwrap().split("</ul>").next().unwrap();
    let lines: Vec<String> =
        worst.split("<li>").skip(1).map(|line| example_text(&format!("<li>{line}"))).collect();
    assert_eq!(lines.len(), 5, "{lines:?}");
    assert_eq!(lines[1], "Failing Shop replication affects 4 products, 3 teams, 5 promises");
    assert_eq!(lines[4], "and 3 more");
    let today = home.split("<h2 id=\"standing\">").nth(1).unwrap().split("</section>").next().unwrap();
    for sentence in today.split("<p>").skip(1).map(|one| one.split("</p>").next().unwrap()) {
        assert_eq!(sentence.matches(". ").count(), 0, "each line is one sentence: {sentence}");
    }
}

#[test]
fn the_lineage_and_modularity_pages_define_flow_alike() {
    let site = example_site("lists-counts");
    let (modularity, lineage) =
        (page_of(&site, "modularity/index.html"), page_of(&site, "lineage/index.html"));
    assert!(example_text(&lineage).contains("A flow is one product that another builds on, declared or seen, by however many reads of tables. Modularity counts the reads. Products that are proposed count here, retired ones do not."), "{lineage}");
    assert!(example_text(&modularity).contains("counts flows, and a flow is one product that another builds on, declared or seen, by however many reads. Lineage also counts products that are proposed; this page does not, nor products that neither read others nor are read."), "{modularity}");
}

#[test]
fn a_problem_page_quotes_an_error_once_and_the_record_in_full() {
    let site = example_site("lists-error");
    let page = page_of(&site, "quality/incidents/shop-replication/index.html");
    assert_eq!(page.matches("No such file or directory").count(), 1, "{page}");
    assert!(!page.contains("its last run failed"), "the job is told with the tables that it loads: {page}");
    assert_eq!(
        page_of(&site, "products/shop-replication.json")
            .matches("\"text\":\"its last run failed: FileNotFoundError")
            .count(),
        1
    );
    // That nothing is broken by this problem alone does not say that nothing is broken.
    let mart = page_of(&site, "quality/incidents/equipment-mart/index.html");
    assert!(
        example_text(&mart).contains("Broken promises None by this alone; see Shop replication"),
        "{mart}"
    );
}

/// The page of a domain with so many products that build on each other.
fn domain_of(products: usize) -> String {
    let catalog = Scratch::new(&format!("lists-flows-{products}"))
        .with(&[("glassbox.yml", "title: Shop\n"), ("domains.yml", "domains: [{id: sales, name: Sales}]\n")]);
    for at in 1..=products {
        let reads = if at > 1 { "input_ports: [{product: p1}]\n" } else { "" };
        catalog.write(
            &format!("products/p{at}.yml"),
            &format!("id: p{at}\nname: P {at}\ndomain: sales\n{reads}"),
        );
    }
    build(catalog.path(), &catalog.path().join("site"));
    page_of(&catalog, "site/domains/sales/index.html")
}

#[test]
fn a_large_domain_lists_products_first_and_a_small_one_flows() {
    let is_list_first = |page: String| {
        let place =
            |id: &str| page.find(&format!("<h2 id=\"{id}\">")).unwrap_or_else(|| panic!("{id}: {page}"));
        place("products") < place("flows")
    };
    assert!(!is_list_first(domain_of(3)));
    assert!(is_list_first(domain_of(13)));
}

#[test]
fn a_proposed_product_with_assets_is_not_described_as_missing() {
    let catalog = Scratch::new("lists-proposed").with(&[
        ("glassbox.yml", "title: Shop\n"),
        ("products/idea.yml", "id: idea\nname: Idea\nlifecycle: proposed\n"),
        (
            "products/plan.yml",
            "id: plan\nname: Plan\nlifecycle: proposed\nassets: [{id: load, name: Load, job: loads/plan}]\n",
        ),
    ]);
    build(catalog.path(), &catalog.path().join("site"));
    let said = |id: &str| {
        let page = page_of(&catalog, &format!("site/products/{id}/index.html"));
        let notice = page.split("<b>Proposed.</b> ").nth(1).unwrap_or_else(|| panic!("{page}")).to_owned();
        notice.split(" Tell ").next().unwrap().to_owned()
    };
    assert_eq!(said("idea"), "It does not exist yet.");
    assert_eq!(said("plan"), "Nothing of it was seen to run yet.");
}

/// Where every product calls its port `Mart`, a list of ports leads with the products.
#[test]
fn ports_that_are_called_alike_are_told_apart_by_their_products() {
    let shop = Scratch::new("alike-ports").with(&[("glassbox.yml", "title: Shop\n")]);
    for at in 0..8 {
        let product =
            format!("id: p{at}\nname: Product {at}\noutput_ports: [{{id: mart, name: Mart, type: table}}]\n");
        shop.write(&format!("products/p{at}.yml"), &product);
    }
    shop.write(
        "products/own.yml",
        "id: own\nname: Own\noutput_ports: [{id: sums, name: Sums, type: table}]\n",
    );
    let site = shop.path().join("site");
    build(shop.path(), &site);
    let html = fs::read_to_string(site.join("outputs/index.html")).unwrap();
    assert!(
        html.contains(
            "products/p3/index.html#port-mart\">Mart<span class=\"hidden\"> of Product 3</span></a>"
        ),
        "{html}"
    );
    assert!(
        html.contains(
            "#port-sums\">Sums</a><td role=\"cell\"><a href=\"../products/own/index.html\">Own</a>"
        ),
        "{html}"
    );
}

/// Nothing ends with "and so many more" that leads nowhere.
#[test]
fn every_product_is_on_a_page_of_modularity_and_every_flow_in_a_file() {
    let regulated = "output_ports: [{id: t, dbt: m000}]\nregulations: [{id: gdpr}]\n";
    let mut nodes = serde_json::Map::new();
    let shop = Scratch::new("many-boundaries").with(&[
        ("glassbox.yml", "title: Shop\ndbt: [target]\n"),
        ("regulations/gdpr.yml", "id: gdpr\nname: GDPR\n"),
    ]);
    for at in 0..230 {
        let reads = if at == 0 { "" } else { "model.shop.m000" };
        nodes.insert(
            format!("model.shop.m{at:03}"),
            dbt_model(&format!("m{at:03}"), &format!("m{at:03}"), reads),
        );
        let more = if at == 0 { regulated } else { "" };
        let product =
            format!("id: p{at:03}\nname: P{at:03}\nassets: [{{dbt: path:models/m{at:03}}}]\n{more}");
        shop.write(&format!("products/p{at:03}.yml"), &product);
    }
    let manifest = serde_json::json!({"metadata": {"project_name": "shop"}, "nodes": nodes});
    shop.write("target/manifest.json", &manifest.to_string());
    let site = shop.path().join("site");
    build(shop.path(), &site);
    let page = |path: &str| fs::read_to_string(site.join(path)).unwrap();
    let pages =
        ["modularity/index.html", "modularity/page/2/index.html", "modularity/page/3/index.html"].map(page);
    for at in 0..230 {
        let named = pages.iter().filter(|html| html.contains(&format!("#inside\">P{at:03}</a>"))).count();
        assert_eq!(named, 1, "P{at:03}");
    }
    let flows = page("regulations/gdpr/flows.csv");
    assert_eq!(flows.lines().count(), 1 + 229, "{flows}");
    let gdpr = page("regulations/gdpr/index.html");
    assert!(gdpr.contains("href=\"flows.csv\">all flows"));
    // Those that do not declare it are all on pages as well, and the search for a product stays within the regulation.
    assert!(gdpr.contains("href=\"received/index.html\">All 229 that receive its data</a>"), "{gdpr}");
    let mut received = page("regulations/gdpr/received/index.html");
    for number in 2..=3 {
        received += &page(&format!("regulations/gdpr/received/page/{number}/index.html"));
    }
    assert_eq!(received.matches("<tr><th scope=\"row\">").count(), 229);
}

#[test]
fn output_ports_of_a_kind_are_by_domain() {
    let page = page_of(&example_site("outputs-by-domain"), "outputs/table/index.html");
    let headings: Vec<&str> = page
        .split("class=\"outputs-of\"><h2><a href=\"")
        .skip(1)
        .map(|section| section.split_once("\">").unwrap().1.split_once('<').unwrap().0)
        .collect();
    assert!(headings.len() > 2 && headings.is_sorted(), "{headings:?}");
    assert!(page.matches("<tr role=\"row\"><th scope=\"row\"").count() <= 50, "{page}");
}

#[test]
fn each_domain_leads_to_its_products_by_status_and_to_what_is_broken_there() {
    let site = example_site("domain-statuses");
    let list = page_of(&site, "domains/index.html");
    assert!(list.contains("search/index.html?domain=revenue&amp;status=late\">3<span class=\"hidden\"> late: Revenue</span></a>"), "{list}");
    assert!(list.contains(">#revenue-data</a>"), "{list}");
    let domain = page_of(&site, "domains/revenue/index.html");
    assert!(domain.contains("quality/domains/revenue/index.html\">Quality today"), "{domain}");
}

#[test]
fn the_list_of_systems_says_how_the_tables_of_each_stand_today() {
    let site = example_site("lists-systems");
    let systems = example_text(&page_of(&site, "systems/index.html"));
    assert!(systems.contains("Web shop 4 Failing 5 5 0"), "{systems}");
    let place = |name: &str| systems.find(name).unwrap();
    assert!(place("Web shop 4") < place("Ads 3"), "a system that fails comes first: {systems}");
    let shop = example_text(&page_of(&site, "systems/web-shop/index.html"));
    assert!(shop.contains("Failing All 4 tables and Shop loader : the last load failed"), "{shop}");
    assert_eq!(shop.matches("FileNotFoundError").count(), 1, "one error is told once: {shop}");
    assert!(systems.contains("Warning 1 Unchecked 1 Healthy 1"), "the worst comes first: {systems}");
    assert!(systems.contains("comes from us. 1 Failing 1 3"), "the job that writes is judged too: {systems}");
}

#[test]
fn output_ports_and_products_of_a_category_are_told_apart_in_words() {
    let site = example_site("lists-ports");
    let ports = example_text(&page_of(&site, "outputs/dashboard/index.html"));
    let said = "8 output ports, in products of any category. Products of the category Dashboards : 4";
    assert!(ports.contains(said), "{ports}");
    let tables = example_text(&page_of(&site, "outputs/table/index.html"));
    assert!(!tables.contains("of any category"), "no category is all tables: {tables}");
}

#[test]
fn the_list_of_teams_says_where_to_ask_each() {
    let site = example_site("lists-teams");
    let teams = page_of(&site, "teams/index.html");
    assert!(teams.contains(">#care-data</a>"), "{teams}");
}

#[test]
fn a_product_of_which_nothing_is_described_says_so_once() {
    let site = example_site("lists-bare");
    let page = page_of(&site, "products/board-pack/index.html");
    assert_eq!(page.matches("class=\"empty\"").count(), 1, "{page}");
    for place in ["ports", "promises", "lineage", "rules", "inside"] {
        assert_eq!(page.matches(&format!("id=\"{place}\"")).count(), 1, "links to #{place} lead there");
    }
    let text = example_text(&page);
    assert!(
        text.contains(
            "Not described yet It has no output ports, so nobody can build on it safely. No promises"
        ),
        "{text}"
    );
    let whole = page_of(&site, "products/customer-360/index.html");
    assert!(!whole.contains("Not described yet"));
}

#[test]
fn the_status_of_an_affected_product_comes_before_its_lifecycle_as_in_every_list() {
    let site = example_site("lists-order");
    let quality = example_text(&page_of(&site, "quality/index.html"));
    assert!(quality.contains("Spain launch (at risk, deprecated)"), "{quality}");
}

#[test]
fn flows_that_a_page_cannot_show_are_in_a_table_beside_it() {
    let shop = Scratch::new("many-flows").with(&[
        ("glassbox.yml", "title: Shop\n"),
        ("domains.yml", "domains: [{id: raw, name: Raw}, {id: use, name: Use}]\n"),
        ("products/source.yml", "{id: source, name: Source, domain: raw}\n"),
    ]);
    for at in 0..210 {
        let product =
            format!("{{id: p{at}, name: P {at}, domain: use, input_ports: [{{product: source}}]}}\n");
        shop.write(&format!("products/p{at}.yml"), &product);
    }
    let site = shop.path().join("site");
    build(shop.path(), &site);
    let page = fs::read_to_string(site.join("lineage/raw/index.html")).unwrap();
    assert!(page.contains("<a href=\"flows.csv\">10 more (CSV)</a>"), "{page}");
    let all = fs::read_to_string(site.join("lineage/raw/flows.csv")).unwrap();
    assert_eq!(all.lines().count(), 1 + 210, "{all}");
    assert!(all.contains("source,p209,Use,"), "{all}");
    let company = fs::read_to_string(site.join("lineage/index.html")).unwrap();
    let (matrix, drawing) = (company.find("id=\"matrix\""), company.find("id=\"drawing\""));
    assert!(matrix.is_some() && drawing.is_none_or(|drawing| matrix < Some(drawing)), "{company}");
}
