//! What the home page says of who depends on what is broken, and where it tells people to start.

use super::*;

/// Returns orders with a failing test and a board that shows their figures, with the result of the board's own test.
fn story(name: &str, own: &'static str) -> Scratch {
    let nodes = vec![
        node("model", "orders", "orders", &[]),
        node("model", "board", "figures", &["model.p.orders"]),
        test("unique", "model.p.orders"),
        test("unique", "model.p.figures"),
    ];
    let mut manifest: Value = serde_json::from_str(&manifest(nodes)).unwrap();
    manifest["exposures"] = json!({"exposure.p.wall": {"name": "wall", "resource_type": "exposure", "package_name": "p",
        "fqn": ["p", "wall"], "original_file_path": "models/wall.yml", "type": "dashboard", "owner": {"name": "Ann"},
        "depends_on": {"nodes": ["model.p.figures"]}}});
    let results = results([
        ("model.p.orders".to_owned(), "success"),
        ("model.p.figures".to_owned(), "success"),
        ("test.p.unique_model_p_orders".to_owned(), "fail"),
        ("test.p.unique_model_p_figures".to_owned(), own),
    ]);
    Scratch::new(name).with(&[
        ("glassbox.yml", "title: Shop\ndbt: [target]\n"),
        ("teams.yml", "teams: [{id: data, name: Data}]\n"),
        ("target/manifest.json", &manifest.to_string()),
        ("target/run_results.json", &results),
        ("products/orders.yml", "id: orders\nname: Orders\nowner: data\ntier: company\nassets: [{dbt: orders}]\noutput_ports: [{id: o, dbt: orders}]\n"),
        ("products/board.yml", "id: board\nname: Board\nowner: data\ntier: company\nassets: [{dbt: figures}, {dbt: 'exposure:wall'}]\noutput_ports: [{id: wall, dbt: 'exposure:wall'}]\n"),
    ])
}

#[test]
fn what_is_broken_itself_does_not_stand_for_those_who_depend_on_it() {
    let quality = page(&story("home-one", "pass"), "quality/index.html");
    assert!(quality.contains("“wall” depends on it"), "{quality}");
    let both = story("home-both", "fail");
    let (home, quality) = (page(&both, "index.html"), page(&both, "quality/index.html"));
    assert!(home.contains("2 failures in 2 products"), "{home}");
    assert!(!quality.contains("“wall” depends on"), "the board is one of the two: {quality}");
}

#[test]
fn people_start_with_what_was_checked() {
    let tests = [test("unique", "model.p.tested")];
    let nodes = [node("model", "tested", "tested", &[]), node("model", "plain", "plain", &[])];
    let results = results([
        ("model.p.tested".to_owned(), "success"),
        ("model.p.plain".to_owned(), "success"),
        ("test.p.unique_model_p_tested".to_owned(), "pass"),
    ]);
    let product = |id: &str, more: &str| {
        format!(
            "id: {id}\nname: {id}\nowner: data\ncategory: dashboard\nassets: [{{dbt: {id}}}]\noutput_ports: [{{id: o, dbt: {id}, url: 'https://bi.example/{id}'}}]\n{more}"
        )
    };
    let catalog = Scratch::new("home-start").with(&[
        ("glassbox.yml", "title: Shop\ndbt: [target]\n"),
        ("teams.yml", "teams: [{id: data, name: Data}, {id: sales, name: Sales}]\n"),
        ("target/manifest.json", &manifest(nodes.into_iter().chain(tests).collect())),
        ("target/run_results.json", &results),
        ("products/plain.yml", &product("plain", "consumers: [{team: sales, use: all}]\n")),
        ("products/tested.yml", &product("tested", "")),
    ]);
    let home = page(&catalog, "index.html");
    assert!(home.contains("Start with tested or plain"), "nobody uses it, but it was checked: {home}");
}

/// What may break what others built is not crowded out by what was achieved since.
#[test]
fn the_latest_breaking_changes_are_among_the_news() {
    let done = |day: usize| format!("  - {{date: 2026-11-{day:02}, text: Done {day}}}\n");
    let achieved: String = (10..20).map(done).collect();
    let product = format!("id: orders\nname: Orders\naccomplishments:\n{achieved}");
    let catalog = Scratch::new("home-news").with(&[
        ("glassbox.yml", "title: Shop\n"),
        ("products/orders.yml", &product),
        ("products/cube.yml", "id: cube\nname: Cube\n"),
    ]);
    let record = |day: &str| {
        let run = glassbox(catalog.path(), &["record", ".", "--now", day]);
        assert_eq!(run.code, 0, "{}", run.stderr);
    };
    record("2026-11-01T04:00:00Z");
    catalog.write("products/cube.yml", "id: cube\nname: Cube\nlifecycle: retired\n");
    record("2026-11-02T04:00:00Z");
    let home = page(&catalog, "index.html");
    assert!(
        home.contains("2 November 2026 Cube Breaking Lifecycle changed from active to retired"),
        "{home}"
    );
    assert_eq!((home.matches("Achieved Done").count(), home.contains("Done 14")), (5, false), "{home}");
}
