//! What a build may cost: each row has what was measured, its limit, and whether it was held. All that is compared is
//! measured in the same run, as whole processes.
//!
//! Run with `cargo bench --bench budgets`; 1,000 products, or the sizes after `--`. From two sizes on, the cost of a
//! product at the largest is compared with that at the smallest.

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
#[path = "support/night.rs"]
mod night;
#[path = "support/turns.rs"]
mod turns;

use measure::{Cost, megabytes, scratch, timed};
use night::Outcome;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The number of runs of which the median counts.
const RUNS: usize = 3;
/// The morning that `night` writes, and one at which promises of a few hours are broken too.
const MORNINGS: [(&str, &str); 2] = [("bad night", night::NOW), ("bad night, 12:00", "2026-11-20T12:00:00Z")];

fn main() {
    let sizes: Vec<usize> = std::env::args().skip(1).filter_map(|size| size.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![1_000] } else { sizes };
    let scratch = scratch("budgets");
    println!("{:>8}  {:<40} {:>9} {:>9}", "products", "what", "measured", "limit");
    let costs: Vec<(usize, Measured)> =
        sizes.into_iter().map(|size| (size, measured(size, &scratch))).collect();
    if let (Some((small, first)), Some((large, last))) = (costs.first(), costs.last())
        && large > small
    {
        let ratio = |of: fn(&Measured) -> f64| of(last) / *large as f64 / (of(first) / *small as f64);
        for (what, of) in [
            ("wall time", (|it| it.calm.wall) as fn(&Measured) -> f64),
            ("CPU", |it| it.calm.processor),
            ("memory", |it| it.calm.peak as f64),
            ("wall time after a bad night", |it| it.bad.wall),
            ("CPU after a bad night", |it| it.bad.processor),
            ("memory after a bad night", |it| it.bad.peak as f64),
        ] {
            row(*large, &format!("a product's {what} / that of {small}"), ratio(of), 1.15);
        }
    }
    let _ = fs::remove_dir_all(&scratch);
}

/// The costs of builds of one size.
struct Measured {
    calm: Cost,
    bad: Cost,
}

/// Measures the builds of catalogs of one size, and prints a row for each limit.
fn measured(size: usize, scratch: &Path) -> Measured {
    let folder = |name: &str| scratch.join(format!("{name}-{size}"));
    let (calm, bad) = (folder("calm"), folder("bad"));
    night::write_as(&calm, size, Outcome::Calm);
    night::write_as(&bad, size, Outcome::Bad);
    let site = |name: &str, run: usize| folder(&format!("site-{name}-{run}"));
    let calm_cost = median(|run| build(&calm, night::NOW, &site("calm", run)));
    let weight = Weight::of(&site("calm", 0));
    row(size, "kB a product", weight.bytes as f64 / 1_000.0 / size as f64, 50.0);
    row(size, "kB of a product page, median", weight.median(is_product_page), 14.0);
    row(
        size,
        "kB of a page of details, median",
        weight.median(|path| path.ends_with("/detail/index.html")),
        16.0,
    );
    row(size, "files a product besides pages", weight.files_of_products() as f64 / size as f64, 5.0);
    row(size, "MB at the peak", megabytes(calm_cost.peak) as f64, 700.0);
    let mut bad_cost = calm_cost;
    for (morning, now) in MORNINGS {
        let name = now.replace(':', "");
        bad_cost = median(|run| build(&bad, now, &site(&name, run)));
        let heavy = Weight::of(&site(&name, 0));
        row(size, &format!("{morning} / calm, wall time"), bad_cost.wall / calm_cost.wall, 1.3);
        row(size, &format!("{morning} / calm, memory"), bad_cost.peak as f64 / calm_cost.peak as f64, 1.3);
        row(size, &format!("{morning} / calm, bytes"), heavy.bytes as f64 / weight.bytes as f64, 1.3);
        row(
            size,
            &format!("kB of Quality, {morning}"),
            heavy.median(|path| path == "quality/index.html"),
            60.0,
        );
    }
    let again = rebuild(&calm, &site("calm", 0));
    row(size, "one product changed / whole build", again.wall / calm_cost.wall, 0.6);
    let checked = median(|_| check(&bad));
    row(size, "check after a bad night, s", checked.wall, 3.0 * (size as f64 / 10_000.0).max(0.1));
    Measured { calm: calm_cost, bad: bad_cost }
}

/// Prints what was measured, its limit, and whether it was held.
fn row(size: usize, what: &str, measured: f64, limit: f64) {
    let held = if measured <= limit { "held" } else { "NOT held" };
    println!("{size:>8}  {what:<40} {measured:>9.2} {limit:>9.2}  {held}");
}

fn is_product_page(path: &str) -> bool {
    path.starts_with("products/product-") && path.split('/').count() == 3 && path.ends_with("/index.html")
}

/// The files of a site, with their bytes.
struct Weight {
    files: Vec<(String, u64)>,
    bytes: u64,
}

impl Weight {
    fn of(site: &Path) -> Self {
        let mut files = Vec::new();
        let mut folders: Vec<PathBuf> = vec![site.to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap()) {
                let path = entry.path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let below = path.strip_prefix(site).unwrap().to_string_lossy().into_owned();
                    files.push((below, entry.metadata().unwrap().len()));
                }
            }
        }
        let bytes = files.iter().map(|(_, bytes)| bytes).sum();
        Self { files, bytes }
    }

    /// Returns the median of some files, in kB.
    fn median(&self, is_meant: impl Fn(&str) -> bool) -> f64 {
        let meant = self.files.iter().filter(|(path, _)| is_meant(path));
        let mut bytes: Vec<u64> = meant.map(|(_, bytes)| *bytes).collect();
        bytes.sort_unstable();
        bytes[bytes.len() / 2] as f64 / 1_000.0
    }

    /// Returns the number of files of single products that are no pages.
    fn files_of_products(&self) -> usize {
        let is_of_product = |path: &str| path.starts_with("products/product-") || path.starts_with("badges/");
        self.files.iter().filter(|(path, _)| is_of_product(path) && !path.ends_with(".html")).count()
    }
}

fn build(catalog: &Path, now: &str, site: &Path) -> Cost {
    let mut command = Command::new(turns::own());
    timed(command.arg("build").arg(catalog).args(["--now", now, "--out"]).arg(site))
}

fn check(catalog: &Path) -> Cost {
    let mut command = Command::new(turns::own());
    timed(command.arg("check").arg(catalog).args(["--now", night::NOW, "--format", "short"]))
}

/// Changes the summary of a product before each of several builds into the same folder.
fn rebuild(catalog: &Path, site: &Path) -> Cost {
    let product = catalog.join("products/domain-0/product-0.yml");
    let text = fs::read_to_string(&product).unwrap();
    median(|run| {
        fs::write(&product, text.replacen("summary: ", &format!("summary: Changed {run} times. "), 1))
            .unwrap();
        build(catalog, night::NOW, site)
    })
}

/// Returns the cost of the run with the median wall time.
fn median(run: impl FnMut(usize) -> Cost) -> Cost {
    let mut costs: Vec<Cost> = (0..RUNS).map(run).collect();
    costs.sort_by(|left, right| left.wall.total_cmp(&right.wall));
    costs[RUNS / 2]
}
