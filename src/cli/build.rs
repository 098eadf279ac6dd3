//! `glassbox build`: the catalog to a site.

use super::report::CannotRun;
use super::{CatalogArguments, Exit, report};
use crate::diagnostics::{Diagnostic, print};
use crate::pipeline;
use crate::publish::{Failure, Folder, Published, Refusal};
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
    let (checked, site) = pipeline::check(&arguments.catalog.catalog, now)?;
    let understood = &checked.understood;
    let printed = (arguments.catalog.catalog.as_path(), arguments.catalog.format.into());
    if understood.has_errors() {
        spinner.finish_and_clear();
        return Ok(stopped(&report::findings(&understood.said(), understood, printed), &arguments.out));
    }
    spinner.set_message("writing the site");
    let result = pipeline::publish(&site, &checked.theme, folder);
    spinner.finish_and_clear();
    let mut found = understood.said();
    if let Err(Failure::Render(fault)) = &result {
        found.push(Diagnostic::clone(fault));
        print::sort(&mut found, &understood.sources);
    }
    let tally = report::findings(&found, understood, printed);
    match result {
        Ok(published) => {
            let built = (understood.catalog.products.len(), published, tally.as_str());
            report::say(&closing_line(built, &arguments.out, begun.elapsed()));
            // The program ends here; to free a large catalog piece by piece would only take time.
            std::mem::forget((checked, site));
            Ok(Exit::Fine)
        }
        Err(Failure::Render(_)) => Ok(stopped(&tally, &arguments.out)),
        Err(Failure::Foreign(path)) => {
            let why = format!(
                "`{}` was not written by Glassbox, and the site has a file of that name",
                path.display()
            );
            Err(CannotRun::because(why).hint("move it away, or give another folder with --out"))
        }
        Err(Failure::Machine(error)) => Err(error.into()),
    }
}

/// Says that nothing was published, and that nothing was lost.
fn stopped(tally: &str, out: &Path) -> Exit {
    let kept = if out.exists() { format!("; {} is unchanged", out.display()) } else { String::new() };
    report::say(&format!("Nothing was published because of {tally}{kept}"));
    Exit::CatalogHasErrors
}

fn refused(refusal: &Refusal, out: &Path) -> CannotRun {
    let out = out.display();
    let elsewhere = "give a new or an empty folder with --out";
    match refusal {
        Refusal::Foreign(name) => {
            CannotRun::because(format!("{out} holds files that Glassbox did not write, such as `{name}`"))
                .hint(elsewhere)
        }
        Refusal::BadLedger(path) => CannotRun::because(format!(
            "cannot tell which files of {out} are Glassbox's: {} is damaged",
            path.display()
        ))
        .hint("empty the folder yourself, or give another one with --out"),
        Refusal::NotAFolder => CannotRun::because(format!("{out} is a file, not a folder")).hint(elsewhere),
        Refusal::Machine(error) => CannotRun::because(error),
    }
}

/// A sign of life on a terminal; nothing where the output goes to a file.
fn spinner() -> ProgressBar {
    let spinner = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}") {
        spinner.set_style(style);
    }
    spinner.enable_steady_tick(Duration::from_millis(100));
    spinner
}

fn closing_line(
    (products, published, tally): (usize, Published, &str),
    out: &Path,
    took: Duration,
) -> String {
    let products = report::counted(products, "product");
    let files = published.written + published.unchanged;
    let mut parts = vec![report::counted(files, "file")];
    if published.unchanged > 0 {
        parts.push(format!("{} new", published.written));
    }
    if published.removed > 0 {
        parts.push(format!("{} removed", published.removed));
    }
    let warnings = if tally.is_empty() { String::new() } else { format!(", {tally}") };
    format!(
        "Built {products} into {} ({}) in {:.2} s{warnings}",
        out.display(),
        parts.join(", "),
        took.as_secs_f64()
    )
}
