//! `glassbox build`: the catalog to a site.

use super::report::CannotRun;
use super::{CatalogArguments, Exit, report};
use crate::diagnostics::{Counts, Diagnostic};
use crate::pipeline::{self, PreparedSite};
use crate::prose::en;
use crate::prose::report::Report;
use crate::publish::{Folder, PublishError, Published, Refusal};
use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

#[derive(Args, Debug)]
pub(super) struct BuildArguments {
    #[command(flatten)]
    catalog: CatalogArguments,
    /// The folder to write the site to
    #[arg(long, default_value = "site", value_name = "DIR")]
    out: PathBuf,
}

pub(super) fn run(arguments: &BuildArguments) -> Result<Exit, CannotRun> {
    #[expect(clippy::disallowed_methods, reason = "the closing line says how long it took")]
    let begun = Instant::now();
    let now = arguments.catalog.now()?;
    let folder = Folder::open(&arguments.out).map_err(|refusal| refused(&refusal, &arguments.out))?;
    let spinner = spinner();
    spinner.set_message("reading the catalog");
    let root = &arguments.catalog.catalog;
    let opened = pipeline::open(root, now, None)?;
    let PreparedSite { site, renderer, mut report } = pipeline::prepare(&opened, now);
    let list = |report: &Report<'_>| {
        report::list(&report.listed(), &opened.loaded, root, arguments.catalog.format.into())
    };
    let Some(renderer) = renderer.filter(|_| !report.has_errors()) else {
        spinner.finish_and_clear();
        let _ = list(&report);
        return Ok(stopped(report.counts(), &arguments.out));
    };
    spinner.set_message("writing the site");
    let result = pipeline::publish(&site, &renderer, folder);
    spinner.finish_and_clear();
    if let Err(PublishError::Render(diagnostic)) = &result {
        report.diagnostics.push(Diagnostic::clone(diagnostic));
    }
    let problem_counts = list(&report);
    match result {
        Ok(published) => {
            let products = opened.loaded.catalog.products.len();
            let built =
                BuildSummary { products, published, out: &arguments.out, problem_counts: &problem_counts };
            report::say(&built.closing_line(begun.elapsed()));
            // The process ends here; freeing a large catalog piece by piece would only take time.
            std::mem::forget((renderer, report, site));
            std::mem::forget(opened);
            Ok(Exit::Fine)
        }
        Err(PublishError::Render(_)) => Ok(stopped(report.counts(), &arguments.out)),
        Err(PublishError::Foreign(path)) => {
            let why = format!(
                "`{}` was not written by Glassbox, but the site has a file with that name",
                path.display()
            );
            Err(CannotRun::because(why).hint("move it away, or give another folder with --out"))
        }
        Err(PublishError::Machine(error)) => Err(error.into()),
    }
}

/// Reports that nothing was published, and that the old site, if there is one, is unchanged.
fn stopped(counts: Counts, out: &Path) -> Exit {
    let kept = if out.exists() { format!("; {} is unchanged", out.display()) } else { String::new() };
    report::say(&report::stopped("Nothing was published", counts, &kept));
    Exit::Rejected
}

fn refused(refusal: &Refusal, out: &Path) -> CannotRun {
    let out = out.display();
    let elsewhere = "give a new or an empty folder with --out";
    match refusal {
        Refusal::Foreign(name) => {
            CannotRun::because(format!("{out} contains files that Glassbox did not write, such as `{name}`"))
                .hint(elsewhere)
        }
        Refusal::BadLedger(path) => CannotRun::because(format!(
            "cannot tell which files in {out} Glassbox wrote: {} is damaged",
            path.display()
        ))
        .hint("empty the folder yourself, or give another one with --out"),
        Refusal::NotAFolder => CannotRun::because(format!("{out} is a file, not a folder")).hint(elsewhere),
        Refusal::Machine(error) => CannotRun::because(error),
    }
}

/// Returns a progress indicator on a terminal; nothing if the output goes to a file.
fn spinner() -> ProgressBar {
    let spinner = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}") {
        spinner.set_style(style);
    }
    spinner.enable_steady_tick(Duration::from_millis(100));
    spinner
}

/// The result of a build.
struct BuildSummary<'b> {
    products: usize,
    published: Published,
    out: &'b Path,
    problem_counts: &'b str,
}

impl BuildSummary<'_> {
    fn closing_line(&self, took: Duration) -> String {
        let products = report::counted(self.products, "product");
        let Published { added, changed, unchanged, removed } = self.published;
        let mut parts = vec![report::counted(added + changed + unchanged, "file")];
        // That every file of a new site is new need not be said.
        if changed + unchanged > 0 {
            let counts = [(added, "new"), (changed, "changed"), (removed, "removed")];
            let counts = counts.into_iter().filter(|(count, _)| *count > 0);
            parts.extend(counts.map(|(count, word)| format!("{} {word}", en::number(count))));
            if parts.len() == 1 {
                parts.push("all unchanged".to_owned());
            }
        }
        let problems =
            if self.problem_counts.is_empty() { String::new() } else { format!(", {}", self.problem_counts) };
        format!(
            "Built {products} into {} ({}) in {:.2} s{problems}",
            self.out.display(),
            parts.join(", "),
            took.as_secs_f64()
        )
    }
}
