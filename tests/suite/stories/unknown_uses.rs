//! What makes a failure urgent where little is said of who uses the data: the more users are known, the more urgent it is.

use super::*;

/// Returns the lead of Quality about two tables that fail, each an output of a product, `a` and `b`, with these lines; and
/// these exposures, each with its type and the tables that it reads.
fn lead(name: &str, products: &[(&str, &str)], exposures: &[(&str, &[&str])]) -> String {
    let tables = ["one", "two"].map(|table| node("model", table, table, &[]));
    let tests = tables.clone().map(|(id, _)| test("unique", &id));
    let rows = tables.iter().map(|(id, _)| (id.clone(), "success"));
    let rows = rows.chain(tests.iter().map(|(id, _)| (id.clone(), "fail")));
    let mut manifest: Value =
        serde_json::from_str(&manifest([tables.to_vec(), tests.to_vec()].concat())).unwrap();
    for (at, (kind, reads)) in exposures.iter().enumerate() {
        let reads: Vec<String> = reads.iter().map(|table| format!("model.p.{table}")).collect();
        manifest["exposures"][format!("exposure.p.e{at}")] = json!({"name": format!("e{at}"), "label": "Shop window",
            "type": kind, "fqn": ["p", "e"], "original_file_path": "models/e.yml", "depends_on": {"nodes": reads}});
    }
    let catalog = Scratch::new(name).with(&[
        ("glassbox.yml", "title: Uses\ndbt: [{path: target}]\n"),
        ("teams.yml", "teams: [{id: data, name: Data}, {id: sales, name: Sales}]\n"),
        ("target/manifest.json", &manifest.to_string()),
        ("target/run_results.json", &results(rows)),
    ]);
    for (id, table) in [("a", "one"), ("b", "two")] {
        let output = format!("assets: [{{dbt: {table}}}]\noutput_ports: [{{id: o, dbt: {table}}}]\n");
        let lines = products.iter().find(|(product, _)| *product == id).map_or("", |(_, lines)| lines);
        catalog.write(
            &format!("products/{id}.yml"),
            &format!("id: {id}\nname: {id}\nowner: data\n{output}{lines}"),
        );
    }
    for (id, lines) in products.iter().filter(|(id, _)| !["a", "b"].contains(id)) {
        catalog.write(&format!("products/{id}.yml"), &format!("id: {id}\nname: {id}\nowner: data\n{lines}"));
    }
    let out = catalog.path().join("site");
    build(catalog.path(), &out);
    let quality = fs::read_to_string(out.join("quality/index.html")).unwrap();
    let (_, lead) = quality.split_once("<p class=\"lead\">").unwrap();
    text_of(lead.split_once("<p ").unwrap().0)
}

#[test]
fn a_product_that_is_named_as_a_consumer_is_affected_like_one_that_declares_its_input() {
    let uses = "consumers: [{product: forecast, use: pipeline review}]\n";
    let forecast = "tier: customer-facing\nconsumers: [{team: sales, use: calls, stage: operational}]\n";
    let said = lead("uses-product", &[("a", uses), ("forecast", forecast)], &[]);
    assert_eq!(
        said,
        "1 failure in 1 product needs a fix today. Sales relies on it (calls). 1 more failure in 1 more product can wait."
    );
}

#[test]
fn knowing_of_one_more_user_never_makes_a_failure_less_urgent() {
    let analyst = ("a", "consumers: [{team: sales, use: reports, stage: analysis}]\n");
    let exposures: [&[(&str, &[&str])]; 2] = [&[("application", &["one"])], &[("dashboard", &["one"])]];
    for (at, exposures) in exposures.into_iter().enumerate() {
        for (name, products) in [("alone", &[][..]), ("beside", &[analyst][..])] {
            let said = lead(&format!("uses-{name}-{at}"), products, exposures);
            assert!(said.starts_with("1 failure in 1 product needs a fix today."), "{name} {at}: {said}");
        }
    }
    let nobody = lead("uses-analyst", &[analyst], &[]);
    assert!(nobody.starts_with("Nothing is urgent today."), "{nobody}");
    let somebody = lead("uses-no-stage", &[("a", "consumers: [{team: sales, use: letters}]\n")], &[]);
    assert!(
        somebody.starts_with("1 failure in 1 product needs a fix today. Sales relies on it (letters)."),
        "{somebody}"
    );
    // The owner says how important it is.
    let rated = lead("uses-rated", &[("a", "tier: team\n")], &[("dashboard", &["one"])]);
    assert!(rated.starts_with("Nothing is urgent today."), "{rated}");
}

#[test]
fn what_depends_on_one_of_several_products_is_not_said_of_all() {
    let top = ("b", "tier: customer-facing\n");
    let said = lead("uses-one-of-two", &[top], &[("application", &["one"])]);
    assert_eq!(
        said,
        "2 failures in 2 products need a fix today. “Shop window” depends on 1 of the products; the highest tier affected is Customer-facing."
    );
    let both = lead("uses-both", &[], &[("application", &["one", "two"])]);
    assert_eq!(both, "2 failures in 2 products need a fix today. “Shop window” depends on both.");
}
