//! `glassbox diff`: what changed between two states of a catalog, and whom that concerns.

use super::{Exit, report, time};
use crate::changes::{self, Shape};
use crate::pipeline;
use clap::{Args, ValueEnum};
use jiff::Timestamp;
use std::io::Write as _;
use std::path::{Path, PathBuf};

#[derive(Args, Debug)]
pub(super) struct DiffArguments {
    /// What was: the folder of a catalog, or a git revision such as `main` or `HEAD~3`
    #[arg(value_name = "OLD")]
    old: String,
    /// What is: the same; without it, the catalog as it stands
    #[arg(value_name = "NEW")]
    new: Option<String>,
    /// The folder that holds `glassbox.yml`, for revisions
    #[arg(long, default_value = ".", value_name = "CATALOG")]
    catalog: PathBuf,
    /// How to say it
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: DiffFormat,
    /// End with 1 for breaking changes
    #[arg(long)]
    deny_breaking: bool,
    /// The time that counts as now
    #[arg(long, value_name = "TIME", value_parser = time)]
    now: Option<Timestamp>,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum DiffFormat {
    /// For people
    #[default]
    Text,
    /// One JSON document
    Json,
    /// A comment to a pull request
    Markdown,
}

pub(super) fn run(arguments: &DiffArguments) -> Exit {
    let now = match super::now(arguments.now) {
        Ok(now) => now,
        Err(why) => return report::could_not_run(&why, None),
    };
    let shape = |state: Option<&String>| shape(state.map(String::as_str), &arguments.catalog, now);
    let (old, new) = match (shape(Some(&arguments.old)), shape(arguments.new.as_ref())) {
        (Ok(old), Ok(new)) => (old, new),
        (Err(why), _) | (_, Err(why)) => {
            return report::could_not_run(
                &why,
                Some("give a folder with a `glassbox.yml`, or a git revision"),
            );
        }
    };
    let found = changes::changes(&old, &new);
    let text = match arguments.format {
        DiffFormat::Text => changes::plain(&found),
        DiffFormat::Json => changes::json(&found),
        DiffFormat::Markdown => changes::markdown(&found),
    };
    // A reader that has closed the stream, such as `head`, has read enough.
    let _ = write!(anstream::stdout().lock(), "{text}");
    let is_breaking = found.iter().any(|change| change.breaking);
    if arguments.deny_breaking && is_breaking { Exit::CatalogHasErrors } else { Exit::Fine }
}

/// The shape of a state: a folder, a revision of the catalog, or the catalog as it stands.
fn shape(state: Option<&str>, catalog: &Path, now: Timestamp) -> Result<Shape, String> {
    let read = |folder: &Path, name: &str| {
        let understood = pipeline::understand(folder, now).map_err(|error| error.to_string())?;
        if understood.has_errors() {
            let tally = report::tally(&understood.diagnostics);
            report::say(&format!("warning: {name} has {tally}: compared as far as it could be read"));
        }
        Ok(Shape::of(&understood.catalog))
    };
    match state {
        None => read(catalog, "the catalog"),
        Some(folder) if pipeline::is_catalog(Path::new(folder)) => read(Path::new(folder), folder),
        Some(revision) => {
            let checkout = pipeline::at_revision(catalog, revision)?;
            read(checkout.catalog(), revision)
        }
    }
}
