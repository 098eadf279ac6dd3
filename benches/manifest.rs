//! The duration of reading a large manifest: 190 MB of JSON, compared with parsing the same bytes with
//! `serde_json` without keeping anything, which is the least that any reader can cost.
//!
//! Run with `cargo bench --bench manifest`.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a bench measures time, writes files and prints; it uses a part of what benches share"
)]

#[path = "support/generator.rs"]
mod generator;
#[path = "support/measure.rs"]
mod measure;

use glassbox::internals::SourceMap;
use glassbox::internals::parse_manifest;
use measure::megabytes;
use serde::de::IgnoredAny;
use std::time::Instant;

const RUNS: usize = 5;
/// The number of products whose models make a manifest of about 190 MB with this many lines of code in each: then
/// a node takes 8 KB, as in manifests of real projects (5 to 14 KB).
const PRODUCTS: usize = 800;
const CODE: usize = 168;

fn main() {
    let bytes = generator::manifest(PRODUCTS, CODE).into_bytes();
    println!("a manifest of {} MB", megabytes(bytes.len() as u64));
    // A single thread that waits for nothing: wall time is processor time.
    let least = best(|| {
        serde_json::from_slice::<IgnoredAny>(&bytes).unwrap();
    });
    let ours = best(|| {
        parse_manifest(&bytes, "manifest.json", &mut SourceMap::default()).unwrap();
    });
    println!("{least:>6.2} s  serde_json, keeping nothing");
    println!("{ours:>6.2} s  the manifest, {:.2} times as long", ours / least);
    println!("limit 0.5 s: {}", if ours < 0.5 { "held" } else { "NOT held" });
}

fn best(mut run: impl FnMut()) -> f64 {
    let times = (0..RUNS).map(|_| {
        let begun = Instant::now();
        run();
        begun.elapsed().as_secs_f64()
    });
    times.min_by(f64::total_cmp).unwrap()
}
