//! Manifests of real projects, written by several versions of dbt: their contents are found, and a
//! catalog over them becomes a complete site.
//!
//! The data is not part of the project. It is searched for in `GLASSBOX_SHARED_DATA`, else beside
//! the project's folder in `shared/data`; without it these tests report that they are skipped.

use crate::drawings;
use crate::support::{NOW, Scratch, attributes, build, files, glassbox, joined};
use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// The number of nodes of each type in a manifest, counted independently with another tool.
const HOLDINGS: &[(&str, &[(&str, usize)])] = &[
    ("cal-itp", &[("exposure", 5), ("model", 610), ("seed", 16), ("source", 218)]),
    (
        "dbt-bouncer-core-1.12",
        &[
            ("exposure", 2),
            ("metric", 1),
            ("model", 39),
            ("seed", 3),
            ("semantic_model", 1),
            ("snapshot", 2),
            ("source", 13),
        ],
    ),
    (
        "dbt-bouncer-fusion-2.0",
        &[
            ("exposure", 2),
            ("metric", 1),
            ("model", 38),
            ("seed", 3),
            ("semantic_model", 1),
            ("snapshot", 2),
            ("source", 13),
        ],
    ),
    ("dbt-expectations-v7", &[("model", 12)]),
    (
        "jaffle-shop",
        &[("metric", 19), ("model", 13), ("saved_query", 3), ("semantic_model", 6), ("source", 6)],
    ),
    (
        "jaffle-shop-failing",
        &[
            ("exposure", 2),
            ("metric", 19),
            ("model", 16),
            ("saved_query", 3),
            ("seed", 7),
            ("semantic_model", 6),
            ("source", 6),
        ],
    ),
    // Its 23 other nodes are stubs of another project's.
    ("mesh-downstream", &[("exposure", 1), ("model", 1)]),
];

/// Returns the folder of the real data, or prints that it is missing.
pub(crate) fn data() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let folder = env::var_os("GLASSBOX_SHARED_DATA").map_or_else(beside, PathBuf::from);
    if folder.is_dir() {
        return Some(folder.canonicalize().unwrap());
    }
    eprintln!("SKIPPED: the real manifests are not at {}", folder.display());
    None
}

/// Returns what no product claims: resource type and path of each node, from the site's own data.
fn unclaimed(site: &Path) -> Vec<(String, String)> {
    let text = fs::read_to_string(site.join("api/unclaimed.json")).unwrap();
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    let text_of = |item: &serde_json::Value, key: &str| item[key].as_str().unwrap_or_default().to_owned();
    let items = value["items"].as_array().unwrap();
    items.iter().map(|item| (text_of(item, "resource_type"), text_of(item, "path"))).collect()
}

#[test]
fn every_node_of_a_real_manifest_is_found() {
    let Some(data) = data() else { return };
    for (project, expected) in HOLDINGS {
        let config = format!("title: {project}\ndbt: [{}]\n", data.join(project).display());
        let catalog = Scratch::new(project).with(&[("glassbox.yml", &config)]);
        build(catalog.path(), &catalog.path().join("site"));
        let mut found: BTreeMap<String, usize> = BTreeMap::new();
        for (kind, _) in unclaimed(&catalog.path().join("site")) {
            *found.entry(kind).or_default() += 1;
        }
        let expected: BTreeMap<String, usize> =
            expected.iter().map(|(kind, count)| ((*kind).to_owned(), *count)).collect();
        assert_eq!(found, expected, "{project}");
    }
}

#[test]
fn one_product_per_folder_of_a_real_project_builds_a_site() {
    let Some(data) = data() else { return };
    for (project, _) in HOLDINGS {
        let config = format!("title: {project}\ndbt: [{}]\n", data.join(project).display());
        let catalog = Scratch::new(&format!("{project}-folders")).with(&[("glassbox.yml", &config)]);
        let site = catalog.path().join("site");
        build(catalog.path(), &site);
        let folders: BTreeSet<String> = unclaimed(&site)
            .into_iter()
            .filter(|(kind, path)| kind == "model" && path.contains('/'))
            .map(|(_, path)| path.rsplit_once('/').unwrap().0.to_owned())
            .collect();
        assert!(!folders.is_empty(), "{project} has models in folders");
        for (number, folder) in folders.iter().enumerate() {
            let mut product =
                format!("id: product-{number}\nname: {folder}\nassets:\n  - dbt: path:{folder}\n");
            let inner: Vec<&String> =
                folders.iter().filter(|other| other.starts_with(&format!("{folder}/"))).collect();
            if !inner.is_empty() {
                product.push_str("    exclude:\n");
                for inner in inner {
                    let _ = writeln!(product, "      - path:{inner}");
                }
            }
            catalog.write(&format!("products/product-{number}.yml"), &product);
        }
        let run = glassbox(catalog.path(), &["build", ".", "--now", NOW]);
        assert_eq!(run.code, 0, "{project}: {}", run.stderr);
        let left = unclaimed(&site).into_iter().filter(|(kind, _)| kind == "model").count();
        assert_eq!(left, 0, "{project}: models in folders belong to products");
        let site = files(&site);
        let lineage = String::from_utf8_lossy(&site["api/lineage.json"]).into_owned();
        assert!(folders.len() < 3 || lineage.contains("product-"), "{project}: products read each other");
        let (boxes, lines) = drawings::check(&site);
        assert!(folders.len() < 3 || (boxes > folders.len() && lines > 2), "{project}: products are drawn");
        for (path, bytes) in site.iter().filter(|(path, _)| path.ends_with(".html")) {
            let html = String::from_utf8_lossy(bytes);
            let links = attributes(&html, "href").into_iter().filter(|link| link.starts_with("../"));
            for link in links {
                let target = joined(path, link.split(['#', '?']).next().unwrap());
                assert!(
                    site.contains_key(&target) || path == "404.html",
                    "{project}: {path} leads to {target}"
                );
            }
        }
    }
}
