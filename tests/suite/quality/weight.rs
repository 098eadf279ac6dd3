//! A bad morning of a large company: everything fails at once. Its pages stay light, and name every problem once.

use super::*;
use std::collections::BTreeMap;
use std::path::PathBuf;

const PRODUCTS: usize = 120;
const TEAMS: usize = 40;
/// The products that read a source; every other one builds on the one before it.
const HEADS: [usize; 3] = [0, 70, 110];
/// The maximum size of a page of Quality.
const BYTES: usize = 60_000;

fn id(at: usize) -> String {
    format!("product-{at:03}")
}

/// Returns products that all fail with a long error message and break their promises, with every team as consumer.
fn bad_morning() -> Scratch {
    let teams: Vec<String> = (0..TEAMS)
        .map(|at| format!("  - {{id: team-{at}, name: The team for matters of number {at}, support: [{{channel: '#team-{at}', url: 'https://chat.example/team-{at}'}}]}}\n"))
        .collect();
    let consumers: Vec<String> = (0..TEAMS)
        .map(|at| format!("  - {{team: team-{at}, use: deciding on {at} every morning before the shops open, stage: operational}}\n"))
        .collect();
    let catalog = Scratch::new("quality-weight").with(&[
        ("glassbox.yml", CONFIG),
        ("teams.yml", &format!("teams:\n{}", teams.concat())),
        ("domains.yml", "domains: [{id: north, name: North}, {id: south, name: South}]\n"),
    ]);
    let (mut nodes, mut sources) = (serde_json::Map::new(), serde_json::Map::new());
    let (mut runs, mut loads) = (Vec::new(), Vec::new());
    let error = format!("Database Error in model x\n  {}", "relation does not exist, and ".repeat(60));
    for at in 0..PRODUCTS {
        let (id, model, source) =
            (id(at), format!("model.shop.m{at:03}"), format!("source.shop.raw.s{at:03}"));
        let is_head = HEADS.contains(&at);
        let before = format!("model.shop.m{:03}", at.saturating_sub(1));
        let node = dbt_model(&format!("m{at:03}"), &id, if is_head { &source } else { &before });
        nodes.insert(model.clone(), node);
        runs.push(json!({"unique_id": model, "status": "error", "message": error,
            "timing": [{"name": "execute", "started_at": MORNING, "completed_at": MORNING}]}));
        if is_head {
            sources.insert(
                source.clone(),
                json!({"source_name": "raw", "name": format!("s{at:03}"), "resource_type": "source",
                    "fqn": ["shop", "raw", format!("s{at:03}")], "original_file_path": "models/raw.yml",
                    "freshness": {"error_after": {"count": 12, "period": "hour"}}}),
            );
            loads.push(json!({"unique_id": source, "status": "error",
                "max_loaded_at": "2026-11-15T00:30:00Z", "snapshotted_at": MORNING}));
        }
        let own_source = if is_head { format!(", {{dbt: 'source:raw.s{at:03}'}}") } else { String::new() };
        let domain = if at % 2 == 0 { "north" } else { "south" };
        let product = format!(
            "id: {id}\nname: The product with the number {at:03}\nowner: team-{}\ndomain: {domain}\n\
             assets: [{{dbt: path:models/{id}}}{own_source}]\n\
             output_ports: [{{id: out, dbt: m{at:03}}}]\nslas: [{{property: freshness, target: 24h, port: out}}]\n\
             consumers:\n{}",
            at % TEAMS,
            consumers.concat()
        );
        catalog.write(&format!("products/{id}.yml"), &product);
    }
    catalog.write(
        "target/manifest.json",
        &json!({"metadata": {"project_name": "shop"}, "nodes": nodes, "sources": sources}).to_string(),
    );
    let metadata = json!({"generated_at": MORNING, "invocation_id": "a"});
    catalog.write(
        "target/run_results.json",
        &json!({"metadata": metadata, "args": {"which": "build"}, "results": runs}).to_string(),
    );
    catalog.write("target/sources.json", &json!({"metadata": metadata, "results": loads}).to_string());
    catalog
}

/// Returns all pages below a folder.
fn pages_below(folder: &Path) -> Vec<PathBuf> {
    let mut pages = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            pages.extend(pages_below(&path));
        } else {
            pages.push(path);
        }
    }
    pages
}

/// Returns the problems that a list names, in order, over all of its pages, which link from one to the next.
fn named(list: &Path) -> Vec<String> {
    let mut named = Vec::new();
    for number in 1.. {
        let page = if number == 1 { list.to_owned() } else { list.join(format!("page/{number}")) };
        let text = fs::read_to_string(page.join("index.html")).unwrap();
        let places = text.match_indices("<li class=\"card incident ").chain(text.match_indices("<tr id=\""));
        let mut places: Vec<usize> = places.map(|(at, _)| at).collect();
        places.sort_unstable();
        named.extend(
            places
                .iter()
                .map(|at| text[*at..].split(" id=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()),
        );
        if !text.contains("rel=\"next\"") {
            assert!(
                !list.join(format!("page/{}", number + 1)).exists(),
                "every page is reachable through links"
            );
            break;
        }
    }
    named
}

#[test]
fn quality_pages_stay_small_and_list_every_problem_once() {
    let catalog = bad_morning();
    let site = catalog.path().join("site");
    build(catalog.path(), &site);
    let quality = site.join("quality");
    let weights: BTreeMap<PathBuf, usize> = pages_below(&quality)
        .into_iter()
        .map(|page| (page.clone(), fs::read(&page).unwrap().len()))
        .collect();
    let heavy: Vec<_> = weights.iter().filter(|(_, bytes)| **bytes >= BYTES).collect();
    assert!(heavy.is_empty(), "{heavy:?}");
    let all: Vec<String> = (0..PRODUCTS).map(id).collect();
    for list in ["", "teams/team-7"] {
        let mut named = named(&quality.join(list));
        named.sort();
        assert_eq!(named, all, "/quality/{list}");
    }
    for product in &all {
        assert!(quality.join(format!("incidents/{product}/index.html")).exists(), "{product}");
    }
    // A product with another problem upstream comes after it, and links to it.
    let roots: Vec<String> = HEADS.into_iter().map(id).collect();
    assert_eq!(named(&quality)[..roots.len()], roots);
    let page = fs::read_to_string(quality.join("incidents/product-001/index.html")).unwrap();
    let leads = "Start with <a href=\"../product-000/index.html\">";
    assert!(page.contains(leads), "{page}");
}
