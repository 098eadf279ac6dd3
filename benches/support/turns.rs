//! Two builds of Glassbox measured in turns: an older one, named by `GLASSBOX_BASELINE`, and this one. Any
//! other load on the machine affects both alike.
//!
//! Both must be built the same way: in bench builds, dependencies also have the features that tests request, so
//! number parsing differs from that after `cargo build --release`. Either the older one is what
//! `cargo bench --no-run` left in `target/release`, or `GLASSBOX_BINARY` names one built as the older one was.

use std::path::{Path, PathBuf};

/// How often each of the two is measured.
const TURNS: usize = 10;
/// The limit of this build's time as a multiple of the older one's.
const LIMIT: f64 = 1.05;
/// Above it, turns cannot resolve a difference as small as the limit allows.
const TOO_NOISY: f64 = LIMIT - 1.0;

/// Returns the program to measure: this build, or the one that `GLASSBOX_BINARY` names.
pub(crate) fn own() -> PathBuf {
    named("GLASSBOX_BINARY").unwrap_or_else(|| PathBuf::from(env!("CARGO_BIN_EXE_glassbox")))
}

/// Returns the older program, if one is named.
pub(crate) fn baseline() -> Option<PathBuf> {
    named("GLASSBOX_BASELINE")
}

/// Returns the program that a variable names.
///
/// # Panics
/// If there is none at its path.
fn named(variable: &str) -> Option<PathBuf> {
    let path = PathBuf::from(std::env::var_os(variable)?);
    assert!(path.is_file(), "there is no program at {}, which {variable} names", path.display());
    Some(path.canonicalize().expect("it is there"))
}

/// The measurements of the older build and of this one, turn by turn.
pub(crate) struct Turns<T>(Vec<(T, T)>);

impl<T> Turns<T> {
    /// Measures both, each first in every other turn. `measure` gets the program and a unique number;
    /// a warm-up turn does not count.
    pub(crate) fn of(baseline: &Path, mut measure: impl FnMut(&Path, usize) -> T) -> Self {
        let own = own();
        let mut turn = |at: usize| {
            let mut older = None;
            if at.is_multiple_of(2) {
                older = Some(measure(baseline, 2 * at));
            }
            let newer = measure(&own, 2 * at + 1);
            (older.unwrap_or_else(|| measure(baseline, 2 * at)), newer)
        };
        turn(0);
        Self((1..=TURNS).map(turn).collect())
    }

    /// Compares the two by a figure of the measurements.
    pub(crate) fn by(&self, figure: impl Fn(&T) -> f64) -> Comparison {
        let pairs = || self.0.iter().map(|(older, newer)| (figure(older), figure(newer)));
        let ratios: Vec<f64> = pairs().map(|(older, newer)| newer / older).collect();
        let ratio = Spread::of(ratios.iter().copied()).median;
        Comparison {
            older: Spread::of(pairs().map(|(older, _)| older)),
            newer: Spread::of(pairs().map(|(_, newer)| newer)),
            ratio,
            // For ten turns, the median absolute deviation is nearly two standard errors of the median.
            noise: Spread::of(ratios.iter().map(|one| (one - ratio).abs())).median,
        }
    }
}

/// The comparison of two builds by one figure.
pub(crate) struct Comparison {
    older: Spread,
    newer: Spread,
    /// The median of the turns' ratios.
    ratio: f64,
    noise: f64,
}

impl Comparison {
    /// Prints it; the limit only if it is promised.
    pub(crate) fn print(&self, size: usize, what: &str, is_limited: bool) {
        let Self { older, newer, ratio, noise } = self;
        // A large noise is itself imprecise: near the limit, such turns are inconclusive.
        let is_near = (ratio - LIMIT).abs() < 3.0 * noise;
        let held = match (*ratio <= LIMIT + noise, *noise > TOO_NOISY && is_near) {
            _ if !is_limited => String::new(),
            (_, true) => format!("  limit {LIMIT} and the noise: too noisy to say"),
            (true, false) => format!("  limit {LIMIT} and the noise: held"),
            (false, false) => format!("  limit {LIMIT} and the noise: NOT held"),
        };
        println!("{size:>8}  {what:<44} older {older}  newer {newer}  ratio {ratio:.3} ± {noise:.3}{held}");
    }
}

/// The minimum, the median and the maximum of some figures.
struct Spread {
    least: f64,
    median: f64,
    most: f64,
}

impl Spread {
    fn of(figures: impl Iterator<Item = f64>) -> Self {
        let mut figures: Vec<f64> = figures.collect();
        figures.sort_by(f64::total_cmp);
        let middle = figures.len() / 2;
        let median = match figures.len().is_multiple_of(2) {
            true => f64::midpoint(figures[middle - 1], figures[middle]),
            false => figures[middle],
        };
        Self { least: figures[0], median, most: figures[figures.len() - 1] }
    }
}

impl std::fmt::Display for Spread {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{:.2} [{:.2}, {:.2}]", self.median, self.least, self.most)
    }
}
