//! One team's three tables and two dashboards as one product: its outputs are found by their kind.

use super::*;

/// Returns the story: Growth as a mart, with its dashboards as dbt exposures or declared assets.
fn story(name: &str) -> Scratch {
    let board = (
        "exposure.p.growth_board".to_owned(),
        json!({"name": "growth_board", "label": "Growth board", "resource_type": "exposure", "type": "dashboard",
            "package_name": "p", "original_file_path": "models/exposures.yml", "fqn": ["p", "growth_board"],
            "url": "https://bi.example/growth", "depends_on": {"nodes": ["model.p.signups"]}}),
    );
    let models = ["signups", "funnels", "cohorts"].map(|name| node("model", "growth", name, &[]));
    let (models, rows) = (models.to_vec(), vec![("model.p.signups".to_owned(), "success")]);
    let mut text: Value = serde_json::from_str(&manifest(models)).unwrap();
    text["exposures"] = Value::Object([board].into_iter().collect());
    Scratch::new(name).with(&[
        ("glassbox.yml", "title: Growth\ndbt: [target]\n"),
        ("teams.yml", "teams: [{id: growth, name: Growth team}]\n"),
        ("target/manifest.json", &text.to_string()),
        ("target/run_results.json", &results(rows)),
        (
            "products/growth.yml",
            "id: growth\nname: Growth\nsummary: Who joins, and who stays.\nowner: growth\ncategory: mart\nassets:\n  - dbt: path:models/growth\n  - dbt: exposure:growth_board\n  - {id: weekly, kind: dashboard, reads: [funnels]}\noutput_ports:\n  - {id: signups, name: Sign-ups, dbt: signups}\n  - {id: funnels, dbt: funnels, type: table}\n  - {id: cohorts, dbt: cohorts}\n  - {id: board, name: Growth board, dbt: 'exposure:growth_board'}\n  - {id: weekly, name: Weekly funnel, asset: weekly, type: dashboard}\n",
        ),
        ("products/sales.yml", "id: sales\nname: Sales board\nowner: growth\ncategory: dashboard\noutput_ports: [{id: open, name: Open deals, type: dashboard}]\n"),
    ])
}

#[test]
fn dashboards_inside_a_mart_are_listed_with_the_dashboards() {
    let page = page(&story("growth-category"), "categories/dashboard/index.html");
    let (own, inside) = page.split_once("Inside other products").unwrap();
    assert!(own.contains("Sales board") && !own.contains("Weekly funnel"), "{own}");
    assert!(
        inside.contains("Growth board in Growth") && inside.contains("Weekly funnel in Growth"),
        "{inside}"
    );
    assert!(
        !inside.contains("Open deals"),
        "an output port of a dashboard product is not inside another product"
    );
}

#[test]
fn all_output_ports_are_in_one_list_by_kind() {
    let catalog = story("growth-outputs");
    let all = page(&catalog, "outputs/index.html");
    assert!(all.contains("6 output ports"), "{all}");
    for name in ["Sign-ups Growth", "Growth board Growth", "Open deals Sales board"] {
        assert!(all.contains(name), "{name}: {all}");
    }
    let tables = page(&catalog, "outputs/table/index.html");
    assert!(tables.contains("3 output ports") && !tables.contains("Growth board Growth"), "{tables}");
    let text = fs::read_to_string(catalog.path().join("site/api/outputs.json")).unwrap();
    let json: Value = serde_json::from_str(&text).unwrap();
    let of = |id: &str| json["items"].as_array().unwrap().iter().find(|one| one["id"] == id).unwrap().clone();
    assert_eq!(of("signups")["status"]["id"], "unchecked", "each has a status of its own");
    assert_eq!(of("board")["kind"]["id"], "dashboard", "the type of the exposure in dbt");
    assert_eq!(of("weekly")["path"], "products/growth/index.html#port-weekly");
}

#[test]
fn output_ports_are_found_by_the_search() {
    let catalog = story("growth-search");
    page(&catalog, "index.html");
    for (file, word) in [("we", "weekly"), ("fu", "funnel")] {
        let words = catalog.path().join(format!("site/search/words/{file}.json"));
        let words = fs::read_to_string(words).unwrap();
        assert!(words.contains(word), "{words}");
    }
}

#[test]
fn dashboards_inside_other_products_are_counted_with_their_category() {
    let catalog = story("growth-counts");
    catalog.write(
        "products/sales.yml",
        "id: sales\nname: Sales\nowner: growth\ncategory: mart\noutput_ports: [{id: open, name: Open deals}]\n",
    );
    let home = page(&catalog, "index.html");
    let (_, dashboards) = home.split_once("Dashboards").expect("the category has no product of its own");
    assert!(dashboards.contains("Growth board") && dashboards.contains("2 inside other products"), "{home}");
    let list = page(&catalog, "categories/dashboard/index.html");
    assert!(list.contains("No product of this category; 2 inside other products"), "{list}");
    let all = page(&catalog, "categories/index.html");
    assert!(
        all.contains("2 inside other products") && all.matches("inside other products").count() == 1,
        "{all}"
    );
    // The search finds the product by what it offers, and the list of all dashboards.
    let words = fs::read_to_string(catalog.path().join("site/search/words/da.json")).unwrap();
    assert!(words.contains("\"dashboards\""), "{words}");
    let pages = fs::read_to_string(catalog.path().join("site/search/pages.json")).unwrap();
    assert!(pages.contains("\"Dashboards\",\"outputs/dashboard/index.html\""), "{pages}");
}

#[test]
fn without_output_ports_there_is_no_list_of_them() {
    let catalog = Scratch::new("growth-none")
        .with(&[("glassbox.yml", "title: None\n"), ("products/a.yml", "id: a\nname: A\n")]);
    page(&catalog, "index.html");
    assert!(!catalog.path().join("site/outputs").exists());
}

/// The dashboard inside is why it is urgent, not the product downstream.
#[test]
fn the_reason_for_urgency_names_a_dashboard_of_the_product_itself() {
    let catalog = story("growth-urgent");
    catalog.write("target/run_results.json", &results([("model.p.signups".to_owned(), "error")]));
    let reader = "id: reader\nname: Reader\nowner: growth\ninput_ports: [{product: growth}]\n";
    catalog.write("products/reader.yml", reader);
    let quality = page(&catalog, "quality/index.html");
    assert!(quality.contains("needs a fix today. “Growth board” depends on it."), "{quality}");
    assert!(quality.contains("Urgent because “Growth board” depends on it."), "{quality}");
    assert!(!quality.contains("downstream of it"), "{quality}");
}

#[test]
fn the_map_is_drawn_if_few_products_of_many_are_connected() {
    let catalog = Scratch::new("growth-map").with(&[("glassbox.yml", "title: Many\n")]);
    for number in 0..170 {
        let reads = if number == 1 { "input_ports: [{product: p0}]\n" } else { "" };
        catalog
            .write(&format!("products/p{number}.yml"), &format!("id: p{number}\nname: P{number}\n{reads}"));
    }
    let lineage = page(&catalog, "lineage/index.html");
    assert!(lineage.contains("The products of the company"), "{lineage}");
}
