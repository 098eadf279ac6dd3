//! Who is affected by a problem, if many are: how many products in how many domains and teams, and the most used.

use super::*;

/// The products that read the broken one: which of them are read by how many others.
const READERS: [(usize, usize); 3] = [(2, 2), (7, 3), (9, 5)];

/// Returns a broken table with ten readers of two teams in two domains, three of which are read by others.
fn company(name: &str, readers: usize) -> Scratch {
    let catalog = Scratch::new(&format!("quality-affected-{name}")).with(&[
        ("glassbox.yml", CONFIG),
        ("teams.yml", "teams: [{id: a, name: A}, {id: b, name: B}, {id: c, name: C}]\n"),
        ("domains.yml", "domains: [{id: north, name: North}, {id: south, name: South}]\n"),
    ]);
    let mut nodes = serde_json::Map::new();
    let mut add = |id: &str, reads: &str, owner: &str, domain: &str| {
        nodes.insert(format!("model.shop.{id}"), dbt_model(id, id, reads));
        let product = format!(
            "id: {id}\nname: Product {id}\ntier: customer-facing\nowner: {owner}\ndomain: {domain}\nassets: [{{dbt: path:models/{id}}}]\n\
             output_ports: [{{id: out, dbt: {id}}}]\n"
        );
        catalog.write(&format!("products/{id}.yml"), &product);
    };
    add("root", "source.shop.raw.orders", "c", "north");
    for at in 0..readers {
        let owner = if at % 2 == 0 { "a" } else { "b" };
        add(&format!("p{at}"), "model.shop.root", owner, "north");
    }
    for (at, others) in READERS.into_iter().filter(|(at, _)| *at < readers) {
        for other in 0..others {
            add(&format!("p{at}-{other}"), &format!("model.shop.p{at}"), "b", "south");
        }
    }
    let manifest = json!({"metadata": {"project_name": "shop"}, "nodes": nodes});
    let rows: Vec<Value> = nodes.keys().map(|id| {
        let status = if id == "model.shop.root" { "error" } else { "success" };
        json!({"unique_id": id, "status": status, "timing": [{"name": "execute", "started_at": MORNING, "completed_at": MORNING}]})
    }).collect();
    let metadata = json!({"generated_at": MORNING, "invocation_id": "a"});
    catalog.write("target/manifest.json", &manifest.to_string());
    catalog.write(
        "target/run_results.json",
        &json!({"metadata": metadata, "args": {"which": "build"}, "results": rows}).to_string(),
    );
    catalog
}

/// Returns what the card of the broken product shows about the affected products.
fn affected(catalog: &Scratch) -> String {
    let site = catalog.path().join("site");
    build(catalog.path(), &site);
    let page = fs::read_to_string(site.join("quality/index.html")).unwrap();
    let (_, part) = page.split_once("Who is affected").unwrap_or_else(|| panic!("{page}"));
    let part = part.split("</div>").next().unwrap().split("Show what depends on it").next().unwrap();
    let pieces = part.split('<').filter_map(|piece| piece.split_once('>')).map(|(_, text)| text);
    pieces.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_long_list_of_affected_products_names_the_most_used() {
    let said = affected(&company("many", 10));
    assert_eq!(
        said,
        "20 products in 2 domains, 2 teams: Product p9 (at risk), Product p7 (at risk), Product p2 (at risk) and 17 more"
    );
}

/// A phone shows fewer rows than a desktop: what the page says of the rest is true of both, and said once.
#[test]
fn the_page_of_an_incident_says_once_where_the_rest_is() {
    for (readers, said) in
        [(12, "All that is downstream"), (60, "These are the first of 70 products: all that is")]
    {
        let catalog = company(&format!("rest-{readers}"), readers);
        let site = catalog.path().join("site");
        build(catalog.path(), &site);
        let page = fs::read_to_string(site.join("quality/incidents/root/index.html")).unwrap();
        let (_, rest) = page.split_once("</table>").unwrap_or_else(|| panic!("{page}"));
        let rest = rest.split("</section>").next().unwrap();
        let pieces = rest.split('<').filter_map(|piece| piece.split_once('>')).map(|(_, text)| text);
        let text = pieces.collect::<String>();
        assert_eq!(
            text.trim(),
            format!(
                "{said}{}",
                if readers == 12 { ", in the explorer" } else { " downstream, in the explorer" }
            )
        );
    }
}

#[test]
fn a_short_list_of_affected_products_names_all() {
    let said = affected(&company("few", 2));
    assert_eq!(said, "2 products: Product p0 (at risk), Product p1 (at risk)");
}

/// A team is told how much of it reaches its own work; who else relies on it is told to everybody.
#[test]
fn a_team_reads_how_many_problems_affect_what_it_uses() {
    let failing = run("build", MORNING, &[(TESTS[2], "fail", Some(2))]);
    let shop = Shop::new("affected-told", &[("target/run_results.json", &failing)]);
    let site = shop.catalog.path().join("site");
    build(shop.catalog.path(), &site);
    let page = |path: &str| crate::reading::main_of(&site, path);
    assert!(page("quality/index.html").contains("Shop floor relies on it (opening hours)."));
    let own = page("quality/teams/shop-floor/index.html");
    assert!(
        own.contains("Problems in 1 product of others affect what you use.")
            && !own.contains("Shop floor relies"),
        "{own}"
    );
}

/// A dashboard that is a product and an exposure of dbt is one dashboard.
#[test]
fn an_affected_dashboard_is_named_once() {
    let failing = run("build", MORNING, &[(TESTS[2], "fail", Some(2))]);
    let board = "id: board\nname: Board\nowner: data\ncategory: dashboard\nassets: [{dbt: 'exposure:board'}]\n\
                 output_ports: [{id: board, dbt: 'exposure:board', type: dashboard}]\n";
    let shop = Shop::new(
        "affected-once",
        &[("products/board.yml", board), ("target/run_results.json", failing.as_str())],
    );
    let site = shop.catalog.path().join("site");
    build(shop.catalog.path(), &site);
    let page = crate::reading::main_of(&site, "quality/incidents/orders/index.html");
    let uses = page
        .split("Affected dashboards, apps and syncs")
        .nth(1)
        .unwrap()
        .split("Broken promises")
        .next()
        .unwrap();
    assert_eq!(uses.matches("Board").count(), 1, "{page}");
}

/// The number above the counts by status says which of those products it leaves out.
#[test]
fn the_number_of_products_downstream_says_that_proposed_ones_are_not_counted() {
    let said = |name: &str, lifecycle: &str| {
        let catalog = company(name, 12);
        for file in fs::read_dir(catalog.path().join("products")).unwrap() {
            let path = file.unwrap().path();
            let lifecycle = if path.ends_with("p0.yml") { lifecycle } else { "active" };
            let product = fs::read_to_string(&path).unwrap();
            let product = product.replace("tier: customer-facing", &format!("lifecycle: {lifecycle}"));
            fs::write(&path, product).unwrap();
        }
        let site = catalog.path().join("site");
        build(catalog.path(), &site);
        let page = fs::read_to_string(site.join("quality/index.html")).unwrap();
        page.split(" downstream of it")
            .nth(1)
            .unwrap_or_else(|| panic!("{page}"))
            .split('<')
            .next()
            .unwrap()
            .to_owned()
    };
    assert_eq!(said("active", "active"), ".");
    assert_eq!(
        said("proposed", "proposed"),
        " (without proposed products, which the numbers by status include)."
    );
}
