//! The duration of whole builds: catalogs of 100, 1,000 and 10,000 products with ten dbt models each.
//!
//! Run with `cargo bench --bench catalogs`, or with the sizes as arguments after `--`. Every build
//! is a separate process; next to it is its baseline in the same run: `cp -r` of the site that
//! was written. Promised limits are printed with the measurements, met or not.
//!
//! First come tasks whose time once grew with the square of the size: [`growth`], alone with `growth` after `--`.
//!
//! Last come the same catalogs after a night in which everything ran and some of it failed; for 10,000 products
//! that takes more than five minutes, so it is only measured with `night` after `--`, which leaves out the
//! others. With `GLASSBOX_BASELINE=/path/to/another/glassbox` that program and this one are measured in turns.
//! `write=FOLDER` writes the catalogs of nights to that folder, to be kept, and measures nothing.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a bench measures time, writes files and prints; it uses a part of what benches share"
)]

#[path = "support/generator.rs"]
mod generator;
#[path = "support/growth.rs"]
mod growth;
#[path = "support/measure.rs"]
mod measure;
#[path = "support/night.rs"]
mod night;
#[path = "support/turns.rs"]
mod turns;

use measure::{Cost, megabytes, scratch, timed};
use std::path::Path;
use std::process::Command;
use turns::Turns;

const RUNS: usize = 3;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let sizes: Vec<usize> = arguments.iter().filter_map(|size| size.parse().ok()).collect();
    let are_sizes_given = !sizes.is_empty();
    let sizes = if sizes.is_empty() { vec![100, 1_000, 10_000] } else { sizes };
    if let Some(folder) = arguments.iter().find_map(|argument| argument.strip_prefix("write=")) {
        for size in sizes {
            night::write(&Path::new(folder).join(format!("night-{size}")), size);
        }
        return;
    }
    let is_given = |name: &str| arguments.iter().any(|argument| argument == name);
    let (is_night_only, is_growth_only) = (is_given("night"), is_given("growth"));
    let scratch = scratch("catalogs");
    if is_growth_only || !is_night_only && !are_sizes_given {
        println!("{:>8}  {:<26} {:>8}", "of", "growth of the time for", "ratio");
        growth::rows(&scratch);
    }
    if is_growth_only {
        return remove(&scratch);
    }
    println!("{:>8}  {:<26} {:>8} {:>8} {:>9}", "products", "what", "wall s", "CPU s", "peak MB");
    for size in sizes {
        if !is_night_only {
            calm(size, &scratch);
        }
        if is_night_only || size <= night::LARGEST {
            after_a_night(size, &scratch);
        }
    }
    remove(&scratch);
}

/// Catalogs without observations.
fn calm(size: usize, scratch: &Path) {
    let catalog = scratch.join(format!("catalog-{size}"));
    generator::write(&catalog, size);
    // Nothing is removed in between: ext4 makes files slowly for a minute after others were removed.
    let site = |run: usize| scratch.join(format!("site-{size}-{run}"));
    let copy = |run: usize| scratch.join(format!("copy-{size}-{run}"));
    let fresh = best(|run| build(&catalog, &site(run)));
    let again = best(|_| build(&catalog, &site(0)));
    let copied = best(|run| timed(Command::new("cp").arg("-r").arg(site(run)).arg(copy(run))));
    let checked = best(|_| check(&catalog));
    row(size, "build", fresh, "");
    row(size, "build, nothing changed", again, "");
    row(size, "cp -r of the site", copied, "");
    row(size, "check", checked, "");
    let ratio = fresh.wall / copied.wall;
    println!("{size:>8}  {:<26} {ratio:>8.2}  {}", "build / cp -r", promise(size, fresh, ratio));
    let ratio = checked.wall / fresh.wall;
    println!("{size:>8}  {:<26} {ratio:>8.2}  {}", "check / build", promise_of_check(size, checked));
    weigh(size, &site(0));
}

/// Catalogs after a night, alone and next to an older build.
fn after_a_night(size: usize, scratch: &Path) {
    let catalog = scratch.join(format!("night-{size}"));
    night::write(&catalog, size);
    let site = |run: usize| scratch.join(format!("night-site-{size}-{run}"));
    let Some(baseline) = turns::baseline() else {
        let fresh = best(|run| night_build(&turns::own(), &catalog, &site(run)));
        let checked = best(|_| night_check(&turns::own(), &catalog));
        row(size, "build after a night", fresh, "  no promise yet");
        row(size, "check after a night", checked, "  no promise yet");
        return;
    };
    let built = Turns::of(&baseline, |program, run| night_build(program, &catalog, &site(run)));
    let checked = Turns::of(&baseline, |program, _| night_check(program, &catalog));
    for (what, turns) in [("build", built), ("check", checked)] {
        turns.by(|cost| cost.wall).print(size, &format!("{what} after a night, wall s"), true);
        turns.by(|cost| cost.processor).print(size, &format!("{what} after a night, CPU s"), true);
        let peak = turns.by(|cost| megabytes(cost.peak) as f64);
        peak.print(size, &format!("{what} after a night, peak MB"), false);
    }
}

fn row(size: usize, what: &str, cost: Cost, promise: &str) {
    println!(
        "{size:>8}  {what:<26} {:>8.2} {:>8.2} {:>9}{promise}",
        cost.wall,
        cost.processor,
        megabytes(cost.peak)
    );
}

/// Prints the size of the site on disk, without what all pages share: per file, per readable page, and per
/// product page. Less than 20 kB per page is promised; which kind of page is left to the reader.
fn weigh(size: usize, site: &Path) {
    let (mut all, mut read, mut own) = (Weight::default(), Weight::default(), Weight::default());
    let mut folders = vec![site.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("the site is there").map(|entry| entry.expect("a file"))
        {
            let path = entry.path();
            let below = path.strip_prefix(site).expect("below the site").to_string_lossy().into_owned();
            if path.is_dir() {
                if !SHARED.contains(&below.as_str()) {
                    folders.push(path);
                }
                continue;
            }
            // Top-level pages are a feed, a list or a table of all products.
            if !below.contains('/') && below != "index.html" {
                continue;
            }
            let bytes = entry.metadata().expect("a file").len();
            all.add(bytes);
            if below.ends_with(".html") {
                read.add(bytes);
            }
            if below.starts_with("products/product-")
                && below.ends_with("/index.html")
                && !below.contains("detail")
            {
                own.add(bytes);
            }
        }
    }
    for (what, weight) in [("kB a file", all), ("kB a page to be read", read), ("kB a product's page", own)] {
        let held = if weight.mean() < 20.0 { "held" } else { "NOT held" };
        println!("{size:>8}  {what:<26} {:>8.1}  of {}; limit 20 kB: {held}", weight.mean(), weight.count);
    }
}

/// Folders of files that all pages share.
const SHARED: [&str; 4] = [".glassbox", "theme", "search", "api"];

/// The number of files, and their total size in bytes.
#[derive(Default)]
struct Weight {
    count: u64,
    bytes: u64,
}

impl Weight {
    fn add(&mut self, bytes: u64) {
        self.count += 1;
        self.bytes += bytes;
    }

    /// Returns the mean in kB.
    fn mean(&self) -> f64 {
        self.bytes as f64 / 1_000.0 / self.count.max(1) as f64
    }
}

/// Returns the promise for a size, and whether it was kept.
fn promise(size: usize, fresh: Cost, ratio: f64) -> String {
    let kept = |held: bool| if held { "held" } else { "NOT held" };
    match size {
        1_000 => format!("limit 1 s of wall time: {}", kept(fresh.wall < 1.0)),
        10_000 => format!(
            "limits 1.5 times cp -r: {}; 700 MB: {}",
            kept(ratio < 1.5),
            kept(fresh.peak < 700 * 1024 * 1024)
        ),
        _ => String::new(),
    }
}

/// Returns the promise for a check, and whether it was kept: seconds, also for 100,000 assets.
fn promise_of_check(size: usize, checked: Cost) -> String {
    let limit = match size {
        1_000 => 1.0,
        10_000 => 6.0,
        _ => return String::new(),
    };
    let kept = if checked.wall < limit { "held" } else { "NOT held" };
    format!("limit {limit} s of wall time: {kept}")
}

fn check(catalog: &Path) -> Cost {
    let mut command = Command::new(turns::own());
    timed(command.arg("check").arg(catalog).args(["--now", "2026-11-20", "--format", "short"]))
}

fn build(catalog: &Path, site: &Path) -> Cost {
    let mut command = Command::new(turns::own());
    timed(command.arg("build").arg(catalog).args(["--now", "2026-11-20", "--out"]).arg(site))
}

fn night_check(program: &Path, catalog: &Path) -> Cost {
    timed(Command::new(program).arg("check").arg(catalog).args(["--now", night::NOW, "--format", "short"]))
}

fn night_build(program: &Path, catalog: &Path, site: &Path) -> Cost {
    timed(Command::new(program).arg("build").arg(catalog).args(["--now", night::NOW, "--out"]).arg(site))
}

fn best(run: impl FnMut(usize) -> Cost) -> Cost {
    let mut costs: Vec<Cost> = (0..RUNS).map(run).collect();
    costs.sort_by(|a, b| a.wall.total_cmp(&b.wall));
    costs[0]
}

fn remove(folder: &Path) {
    let _ = std::fs::remove_dir_all(folder);
}
