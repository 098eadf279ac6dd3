//! The lineage of a company as readers see it: the drawings, and what is shown beside them.

use crate::support::{Scratch, attributes, boxes_of, build, files};
use std::collections::BTreeMap;

/// Builds a catalog of products, each given by its id and further lines of YAML: the texts of its files by path.
fn site(name: &str, products: &[(String, String)], more: &[(&str, String)]) -> BTreeMap<String, String> {
    let catalog = Scratch::new(name).with(&[
        ("glassbox.yml", "title: Acme\n"),
        ("teams.yml", "teams: [{id: data, name: Data team}, {id: web, name: Web team}]\n"),
    ]);
    for (path, text) in more {
        catalog.write(path, text);
    }
    for (id, more) in products {
        let owner = if more.contains("owner:") { "" } else { "owner: data\n" };
        catalog.write(
            &format!("products/{id}.yml"),
            &format!(
                "id: {id}\nname: {}\n{owner}output_ports: [{{id: out, type: table}}]\n{more}\n",
                id.to_uppercase()
            ),
        );
    }
    let out = catalog.path().join("site");
    build(catalog.path(), &out);
    let text = |(path, bytes): (String, Vec<u8>)| Some((path, String::from_utf8(bytes).ok()?));
    files(&out).into_iter().filter_map(text).collect()
}

/// Returns products `p000` and so on, each reading the one `back` before it, with further lines of YAML by number.
fn chain(count: usize, back: usize, more: impl Fn(usize) -> String) -> Vec<(String, String)> {
    let product = |number: usize| {
        let reads = number
            .checked_sub(back)
            .map(|from| format!("input_ports: [{{product: p{from:03}, port: out}}]\n"));
        (format!("p{number:03}"), format!("{}{}", reads.unwrap_or_default(), more(number)))
    };
    (0..count).map(product).collect()
}

/// Returns `domains.yml` with this many domains, `d0` and so on.
fn domains(count: usize) -> (&'static str, String) {
    let each: Vec<String> = (0..count).map(|at| format!("{{id: d{at}, name: Domain {at}}}")).collect();
    ("domains.yml", format!("domains: [{}]\n", each.join(", ")))
}

/// Returns the number of boxes in a drawing.
fn boxes(drawing: &str) -> usize {
    boxes_of(drawing).len()
}

/// Returns the left edge of the box with a text.
fn left_of(text: &str, drawing: &str) -> f64 {
    let node = boxes_of(drawing).into_iter().find(|node| node.contains(text)).unwrap();
    let place = attributes(node, "transform")[0].trim_start_matches("translate(");
    place.split(' ').next().unwrap().parse().unwrap()
}

#[test]
fn most_flows_run_left_to_right_and_two_way_flows_share_one_line() {
    let reads = |from: &str, category: &str| {
        format!("category: {category}\ninput_ports: [{{product: {from}, port: out}}]")
    };
    let products = [
        ("raw-a", "category: replication".to_owned()),
        ("raw-b", "category: replication".to_owned()),
        ("raw-c", reads("mart-z", "replication")),
        ("mart-w", reads("raw-c", "mart")),
        ("mart-x", reads("raw-a", "mart")),
        ("mart-y", reads("raw-b", "mart")),
        ("mart-z", "category: mart".to_owned()),
    ];
    let site = site("map-against-the-stream", &products.map(|(id, more)| (id.to_owned(), more)), &[]);
    let map = &site["lineage/map.svg"];
    assert!(left_of(">Replications<", map) < left_of(">Marts<", map), "3 flows that way, 1 back");
    let lines = map.split("<g class=\"edges\"").nth(1).unwrap().split("<g class=\"nodes\"").next().unwrap();
    assert_eq!(lines.matches(" d=\"").count(), 1, "{lines}");
    assert!(lines.contains("<title>both ways\n") && !lines.contains("closes a cycle"), "{lines}");
}

#[test]
fn a_large_domain_is_drawn_by_category_with_its_most_read_products() {
    // All but the first ten are in one domain, where all read the eleventh.
    let category = |number: usize| if number.is_multiple_of(3) { "mart" } else { "dashboard" };
    let domain = |number: usize| if number < 10 { "d1" } else { "d0" };
    let mut products =
        chain(90, 7, |number| format!("domain: {}\ncategory: {}", domain(number), category(number)));
    for (_, yaml) in &mut products[20..] {
        *yaml = yaml.replace("port: out}]", "port: out}, {product: p010, port: out}]");
    }
    let site = site("folded-domain", &products, &[domains(2)]);
    let (page, drawing) = (&site["domains/d0/index.html"], &site["domains/d0/lineage.svg"]);
    assert!(boxes(drawing) < 12, "{drawing}");
    for text in [">P010<", ">Marts<", ">Dashboards<", ">Domain 1<"] {
        assert!(drawing.contains(text), "{text} is drawn");
    }
    assert!(page.contains("Its products by category, and on their own those that most others read."));
    assert!(page.contains("lineage/explore/index.html#p010"), "the explorer starts at the most read product");
    assert!(page.contains("The first 60 of "), "the table is cut to a readable length");
    let flows = page.split("id=\"flows\"").nth(1).unwrap();
    assert!(!flows.contains("id=\"products\""), "products with a problem come first");
    assert_eq!(flows.matches("<th scope=\"row\" role=\"rowheader\">").count(), 60);
    assert!(
        !site["domains/d1/index.html"].contains("Its products by category"),
        "ten products are drawn individually"
    );
}

#[test]
fn the_map_has_a_lane_per_domain_and_follows_the_matrix() {
    let company = |count: usize| {
        let products = chain(60, 7, |number| {
            format!(
                "domain: d{}\ncategory: {}",
                number % count,
                if number < 30 { "replication" } else { "mart" }
            )
        });
        site(&format!("lanes-{count}"), &products, &[domains(count)])
    };
    let many = company(9);
    let (page, map) = (&many["lineage/index.html"], &many["lineage/map.svg"]);
    assert!(page.find("id=\"matrix\"").unwrap() < page.find("id=\"map\"").unwrap());
    assert_eq!(map.matches("class=\"lane-name\"").count(), 9);
    assert_eq!(map.matches(">Domain 4<").count(), 1, "the name of a domain occurs once");
    assert!(left_of(">Replications<", map) < left_of(">Marts<", map));
    assert!(page.contains("One lane per domain, and in it one box per category"));
    let few = &company(3)["lineage/index.html"];
    assert!(few.find("id=\"matrix\"").unwrap() < few.find("id=\"map\"").unwrap());
}

#[test]
fn without_domains_map_and_matrix_are_organised_by_team() {
    let products = chain(60, 7, |number| {
        let (owner, category) =
            (["data", "web"][number % 2], ["replication", "mart", "dashboard"][number % 3]);
        format!("owner: {owner}\ncategory: {category}")
    });
    let site = site("lanes-of-teams", &products, &[]);
    let (page, map) = (&site["lineage/index.html"], &site["lineage/map.svg"]);
    assert_eq!(map.matches("class=\"lane-name\"").count(), 2, "{map}");
    assert_eq!(boxes(map), 6);
    assert!(page.contains("One lane per team") && page.contains("Flows between teams"));
    assert!(page.contains("\"data/index.html#to-web\""), "the flows are listed");
}

#[test]
fn unconnected_products_are_listed_below_the_drawing() {
    let mut products = chain(6, 1, |_| String::new());
    products.push(("alone".to_owned(), String::new()));
    let site = site("lineage-alone", &products, &[]);
    let (page, drawing) = (&site["lineage/index.html"], &site["lineage/products.svg"]);
    assert_eq!(boxes(drawing), 6);
    assert!(!drawing.contains("ALONE"));
    assert!(
        page.contains(r#"Not connected to others: <a href="../products/alone/index.html">ALONE</a>.</p>"#),
        "{page}"
    );
}

#[test]
fn a_long_list_of_unconnected_products_ends_in_a_link_to_all_of_them() {
    let mut products = chain(6, 1, |_| String::new());
    products.extend((0..15).map(|at| (format!("x{at:02}"), String::new())));
    let site = site("lineage-many-alone", &products, &[]);
    let page = &site["lineage/index.html"];
    assert!(page.contains(">X11</a> and <a href=\"unconnected.csv\">3 more (CSV)</a>.</p>"), "{page}");
    let table: Vec<&str> = site["lineage/unconnected.csv"].lines().collect();
    assert_eq!((table.len(), table[0], table[15]), (16, "id,name,owner", "x14,X14,data"), "{table:?}");
}

#[test]
fn a_box_of_the_map_links_to_its_products() {
    let kind = |number: usize| {
        let category = if number.is_multiple_of(2) { "replication" } else { "mart" };
        format!("domain: d{}\ncategory: {category}\n", usize::from(number == 7))
    };
    let map = &site("lineage-boxes", &chain(42, 1, kind), &[domains(2)])["lineage/index.html"];
    assert!(map.contains(r#"href="../search/index.html?category=replication&amp;domain=d0""#), "{map}");
    // The only mart of the second domain is found at once.
    assert!(map.contains(r#"href="../products/p007/index.html""#), "{map}");
}

/// All of them run from one column to the same column, where nobody can follow them.
#[test]
fn many_flows_between_products_of_one_category_are_left_to_the_table() {
    let catalog = |name: &str, count: usize| {
        let mut products = chain(45, 1, |number| {
            let category = if number % 4 == 0 { "replication" } else { "mart" };
            format!("domain: d{}\ncategory: {category}\n", number % count)
        });
        products.push((
            "lone".to_owned(),
            "domain: last\ncategory: mart\ninput_ports: [{product: p002}]\n".to_owned(),
        ));
        let mut ids: Vec<String> = (0..count).map(|at| format!("d{at}")).collect();
        ids.push("last".to_owned());
        let domains = ids.iter().map(|id| format!("{{id: {id}, name: Domain {id}}}")).collect::<Vec<_>>();
        let mut site =
            site(name, &products, &[("domains.yml", format!("domains: [{}]\n", domains.join(", ")))]);
        (site.remove("lineage/index.html").unwrap(), site.remove("lineage/map.svg").unwrap())
    };
    let (page, map) = catalog("lineage-upright", 9);
    let said = "between products of one category, which the <a href=\"#matrix\">table above</a> counts";
    assert!(page.contains(said), "{page}");
    let columns = |map: &str, at: &str| map.matches(at).count();
    assert_eq!(columns(&map, ">Domain last<"), 1, "a box with no other flow keeps its own: {map}");
    let (page, _) = catalog("lineage-upright-few", 3);
    assert!(!page.contains("between products of one category"), "a few can be followed: {page}");
}

#[test]
fn lines_are_narrower_if_there_are_many_of_them() {
    let map_of = |name: &str, count: usize| {
        let each = |number: usize| {
            let category = if number.is_multiple_of(2) { "replication" } else { "mart" };
            format!("domain: d{}\ncategory: {category}\n", (number / 4) % count)
        };
        site(name, &chain(40 * count, 1, each), &[domains(count)]).remove("lineage/index.html").unwrap()
    };
    let widest = |map: &str| (0..=4).rev().find(|weight| map.contains(&format!("weight-{weight}\"")));
    assert_eq!(widest(&map_of("lineage-few-lines", 2)), Some(4));
    assert_eq!(widest(&map_of("lineage-many-lines", 18)), Some(2));
}

/// On paper and on touch screens no pointer tells what a dashed line is.
#[test]
fn a_drawing_explains_its_dashed_lines_and_arrows_both_ways_and_nothing_that_it_does_not_have() {
    let reads = |of: &str| format!("input_ports: [{{product: {of}}}]");
    let declared =
        site("lineage-legend", &[("a".to_owned(), String::new()), ("b".to_owned(), reads("a"))], &[]);
    let legend = |page: &str| {
        let shown = page.split("<ul class=\"legend drawing-legend\"").nth(1)?;
        Some(shown.split("</ul>").next().unwrap().to_owned())
    };
    let shown = legend(&declared["lineage/index.html"]).expect("its only line is dashed");
    assert!(shown.contains("Declared, no read found"), "{shown}");
    assert!(!shown.contains("both ways") && !shown.contains("border"), "{shown}");
    assert!(declared["lineage/index.html"].contains("to the right of what it builds on."));
    let both =
        site("lineage-legend-both", &[("a".to_owned(), reads("b")), ("b".to_owned(), reads("a"))], &[]);
    let shown = legend(&both["lineage/index.html"]).unwrap();
    assert!(shown.contains("Data flows both ways"), "{shown}");
    assert!(both["lineage/index.html"].contains("builds on, except where they build on each other."));
}

#[test]
fn a_retired_product_is_not_outside_of_its_own_domain() {
    let in_sales = |id: &str, more: &str| (id.to_owned(), format!("domain: sales\n{more}"));
    let retired = "lifecycle: retired";
    let products = [
        in_sales("old", retired),
        in_sales("older", retired),
        in_sales("reader", "input_ports: [{product: old}]"),
        in_sales("gone", &format!("input_ports: [{{product: reader}}, {{product: older}}]\n{retired}")),
        ("web".to_owned(), "input_ports: [{product: reader}]".to_owned()),
    ];
    let domains = [("domains.yml", "domains: [{id: sales, name: Sales}]\n".to_owned())];
    let site = site("lineage-retired", &products, &domains);
    let drawing = &site["domains/sales/lineage.svg"];
    let boxes = boxes_of(drawing);
    let named = |name: &str| boxes.iter().find(|one| one.contains(&format!("{name}</")));
    // It is still read, by a product that is not retired.
    assert!(!named("OLD").unwrap().contains("outside"), "{drawing}");
    assert!(named("WEB").unwrap().contains("outside"), "{drawing}");
    assert!(named("GONE").is_none() && named("OLDER").is_none(), "{drawing}");
}
