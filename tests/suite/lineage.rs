//! The lineage of a company as readers see it: what is drawn, and what stands beside it.

use crate::support::{Scratch, attributes, build, files};
use std::collections::BTreeMap;

/// A catalog of products in YAML, built: the texts of its files by path.
fn site(name: &str, products: &[(&str, &str)]) -> BTreeMap<String, String> {
    let catalog = Scratch::new(name)
        .with(&[("glassbox.yml", "title: Acme\n"), ("teams.yml", "teams: [{id: data, name: Data team}]\n")]);
    for (id, more) in products {
        let port = "output_ports: [{id: out, type: table}]";
        catalog.write(
            &format!("products/{id}.yml"),
            &format!("id: {id}\nname: {}\nowner: data\n{port}\n{more}\n", id.to_uppercase()),
        );
    }
    let out = catalog.path().join("site");
    build(catalog.path(), &out);
    let text = |(path, bytes): (String, Vec<u8>)| Some((path, String::from_utf8(bytes).ok()?));
    files(&out).into_iter().filter_map(text).collect()
}

/// Where the box with a text stands: the distance of its left side.
fn left_of(text: &str, drawing: &str) -> f64 {
    let node = drawing.split("<g class=\"node ").skip(1).find(|node| node.contains(text)).unwrap();
    let place = attributes(node, "transform")[0].trim_start_matches("translate(");
    place.split(' ').next().unwrap().parse().unwrap()
}

#[test]
fn most_flows_run_with_the_picture_and_two_ways_are_one_line() {
    let reads = |from: &str, category: &str| {
        format!("category: {category}\ninput_ports: [{{product: {from}, port: out}}]")
    };
    let site = site(
        "map-against-the-stream",
        &[
            ("raw-a", "category: replication"),
            ("raw-b", "category: replication"),
            ("raw-c", &reads("mart-z", "replication")),
            ("mart-w", &reads("raw-c", "mart")),
            ("mart-x", &reads("raw-a", "mart")),
            ("mart-y", &reads("raw-b", "mart")),
            ("mart-z", "category: mart"),
        ],
    );
    let map = &site["lineage/map.svg"];
    assert!(left_of("3 Replications", map) < left_of("4 Marts", map), "3 flows that way, 1 back");
    let lines = map.split("<g class=\"edges\"").nth(1).unwrap().split("<g class=\"nodes\"").next().unwrap();
    assert_eq!(lines.matches(" d=\"").count(), 1, "{lines}");
    assert!(lines.contains("<title>both ways\n") && !lines.contains("closes a cycle"), "{lines}");
}
