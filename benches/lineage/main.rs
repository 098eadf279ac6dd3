//! Lineage drawings compared with Graphviz `dot`: crossings, area, length of lines and CPU time for
//! generated graphs. Both are measured in the same way: with curves as short straight pieces.
//!
//! `cargo bench --bench lineage`; needs `dot` (`apt-get install graphviz`), otherwise reports that it is missing
//! and measures only ours.

#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a bench measures time, writes files and prints"
)]

mod graphviz;
mod ruler;

use glassbox::internals::{Drawing, EdgeStyle, Figure, FigureEdge, FigureNode, NodeRole, layout, svg_inline};
use ruler::{Measures, Picture};
use std::time::Instant;

/// The number of graphs of each size.
const SEEDS: u64 = 20;

fn main() {
    let dot = graphviz::version();
    match &dot {
        Some(version) => println!("beside {version}; means of {SEEDS} graphs\n"),
        None => println!("`dot` is not installed: only ours is measured; means of {SEEDS} graphs\n"),
    }
    println!(
        "{:>5} {:>6} {:<6} {:>10} {:>9} {:>8} {:>9} {:>9} {:>9}",
        "nodes", "edges", "engine", "CPU ms", "crossings", "pairs", "through", "area Mpx", "length k"
    );
    for nodes in [10, 30, 40, 60, 100, 300] {
        let figures: Vec<Figure> = (0..SEEDS).map(|seed| generated(nodes, seed)).collect();
        let edges = figures.iter().map(|figure| figure.edges.len()).sum::<usize>() as f64 / SEEDS as f64;
        let (time, drawings) = ours(&figures);
        let pictures: Vec<Picture> = figures
            .iter()
            .zip(&drawings)
            .map(|(figure, drawing)| ruler::of_drawing(figure, drawing))
            .collect();
        row((nodes, edges), "ours", (time, &ruler::mean(&pictures)));
        if dot.is_some()
            && let Some(drawn) = graphviz::drawn(&figures, &drawings)
        {
            let theirs = ruler::mean(&drawn.pictures);
            row((nodes, edges), "dot", (drawn.time, &theirs));
            verdict(nodes, (time, &ruler::mean(&pictures)), (drawn.process, &theirs));
        }
    }
    let figures: Vec<Figure> = (0..SEEDS).map(|seed| generated(10, seed)).collect();
    let drawings: Vec<Drawing> = figures.iter().map(layout).collect();
    let begin = now();
    let mut bytes = 0;
    for _ in 0..50 {
        bytes += figures
            .iter()
            .zip(&drawings)
            .map(|(figure, drawing)| svg_inline(figure, drawing).len())
            .sum::<usize>();
    }
    let each = begin.elapsed().as_secs_f64() * 1000.0 / 50.0 / SEEDS as f64;
    println!("\nwriting the SVG of 10 nodes: {each:.4} ms, {} bytes", bytes / 50 / SEEDS as usize);
}

/// Returns the promise for a size, and whether it was kept.
fn verdict(nodes: usize, (time, ours): (f64, &Measures), (process, theirs): (f64, &Measures)) {
    let kept = |held: bool| if held { "held" } else { "NOT held" };
    if nodes >= 30 {
        println!("      fewer crossings than dot: {}", kept(ours.crossings < theirs.crossings));
    }
    println!("      no line through a box: {}", kept(ours.through == 0.0));
    println!("      less time than dot's process of {process:.1} ms: {}", kept(time < process));
}

fn row((nodes, edges): (usize, f64), engine: &str, (time, measures): (f64, &Measures)) {
    println!(
        "{nodes:>5} {edges:>6.0} {engine:<6} {time:>10.3} {:>9.1} {:>8.1} {:>9.1} {:>9.2} {:>9.1}",
        measures.crossings,
        measures.pairs,
        measures.through,
        measures.area / 1e6,
        measures.length / 1e3
    );
}

fn now() -> Instant {
    Instant::now()
}

/// Returns the drawings, and the milliseconds per drawing.
fn ours(figures: &[Figure]) -> (f64, Vec<Drawing>) {
    let nodes = figures.first().map_or(1, |figure| figure.nodes.len());
    let rounds = (2000 / nodes / figures.len()).clamp(1, 20);
    let mut drawings: Vec<Drawing> = figures.iter().map(layout).collect();
    let begin = now();
    for _ in 0..rounds {
        drawings = figures.iter().map(layout).collect();
    }
    (begin.elapsed().as_secs_f64() * 1000.0 / (rounds * figures.len()) as f64, drawings)
}

/// Generates a graph similar to real lineage: layers, most edges to the next layer and to nearby nodes, some hubs.
fn generated(nodes: usize, seed: u64) -> Figure {
    let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (nodes as u64) << 32 | 1);
    let layers = ((nodes as f64).sqrt() * 0.9).clamp(3.0, 9.0) as usize;
    let mut names: Vec<usize> = (0..nodes).collect();
    for last in (1..nodes).rev() {
        names.swap(last, random.below(last + 1));
    }
    let layer = |node: usize| node * layers / nodes;
    let across: Vec<f64> = (0..nodes).map(|_| random.below(1000) as f64).collect();
    let mut edges = Vec::new();
    for node in (0..nodes).filter(|node| layer(*node) > 0) {
        for _ in 0..1 + random.below(5) * random.below(3) / 2 {
            let skips = if random.below(4) == 0 { 1 + random.below(3) } else { 1 };
            let from_layer = layer(node).saturating_sub(skips);
            let near: Vec<usize> = (0..nodes).filter(|other| layer(*other) == from_layer).collect();
            let tries = (0..3).map(|_| near[random.below(near.len())]);
            let apart = |other: &usize| (across[*other] - across[node]).abs();
            if let Some(from) = tries.min_by(|a, b| apart(a).total_cmp(&apart(b))) {
                edges.push((names[from], names[node]));
            }
        }
    }
    edges.sort_unstable();
    edges.dedup();
    figure(nodes, &edges)
}

fn figure(nodes: usize, edges: &[(usize, usize)]) -> Figure {
    let node = |number: usize| FigureNode {
        label: format!("Product {number}"),
        detail: "Mart".to_owned(),
        aria: format!("Product {number}, mart"),
        href: Some(format!("../product-{number}/index.html")),
        role: if number == 0 { NodeRole::Centre } else { NodeRole::Plain },
        status: None,
        failing: 0,
        kind: "mart".to_owned(),
    };
    let edge = |(from, to): &(usize, usize)| FigureEdge {
        from: *from,
        to: *to,
        title: format!("product_{from} → product_{to}"),
        style: EdgeStyle::Observed,
        weight: 0,
        flows: 1,
    };
    Figure {
        id: "bench".to_owned(),
        title: "Bench".to_owned(),
        description: String::new(),
        nodes: (0..nodes).map(node).collect(),
        edges: edges.iter().map(edge).collect(),
        ..Figure::default()
    }
}

struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 11) % limit.max(1) as u64) as usize
    }
}
