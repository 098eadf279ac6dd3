//! The command line: one file per command, and the code that they share.

mod build;
mod check;
mod diff;
mod explain;
mod gaps;
mod here;
mod impact;
mod init;
mod moment;
mod problems;
mod record;
mod report;
mod schema;
mod serve;
mod states;

use crate::diagnostics::print::OutputFormat;
use crate::error::Error;
use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::Timestamp;
use moment::{Moment, moment};
use std::path::PathBuf;

/// The result of a command; the number is the exit code of the process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Success.
    Fine = 0,
    /// The catalog has errors, or what `--deny` or `--deny-breaking` rejects; this has been reported.
    Rejected = 1,
    /// Glassbox could not run or compare: because of a flag, the machine or the output folder, or because a state to
    /// compare cannot be read.
    CouldNotRun = 2,
}

/// Publishes a company's data products as a static site.
#[derive(Debug, Parser)]
#[command(name = "glassbox", version, about, long_about = LONG_ABOUT, after_help = AFTER_HELP)]
#[command(max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

const LONG_ABOUT: &str = "\
Publishes a company's data products as a static site.

Glassbox reads a catalog, a folder with a `glassbox.yml` in it, together with the artifacts that \
dbt writes, and makes a page for every data product: what it is, where to open it, whom to ask, \
what it promises and what it is built on.";

const AFTER_HELP: &str = "\
Examples:
  glassbox build                      build the catalog in this folder, into `site`
  glassbox build catalog --out public
  glassbox serve --open               preview the site while you edit
  glassbox init data-catalog          start a catalog
  glassbox check --format github      check a pull request, without writing anything
  glassbox diff main                  list what this branch changes for others
  glassbox explain boundary-leak      explain why a rule exists, and how to meet it
  glassbox impact fct_orders          before a change, list who is affected
  glassbox record                     record the day, after the nightly run

Exit codes:
  0  success
  1  the catalog has errors and nothing was published, or a --deny option found something
  2  Glassbox could not run, for example because of a wrong option, a missing permission, an
     output folder with other files, or a state that `diff` cannot compare";

#[derive(Debug, Subcommand)]
enum Command {
    /// Build the site, ready to publish
    Build(build::BuildArguments),
    /// Start a catalog, with settings, a first product and a workflow that publishes it
    Init(init::InitArguments),
    /// Check the catalog and report problems, without writing anything
    Check(check::CheckArguments),
    /// List what changed between two states of the catalog, and who is affected
    Diff(diff::DiffArguments),
    /// Preview the site in a browser while you edit
    Serve(serve::ServeArguments),
    /// Explain a rule: why it exists, what breaks it and what satisfies it
    Explain(explain::ExplainArguments),
    /// List who is affected when something breaks or changes
    Impact(impact::ImpactArguments),
    /// Write JSON Schemas of the catalog's files, for editors
    Schema(schema::SchemaArguments),
    /// Add today's status of each product, and which promises are kept, to the history
    Record(record::RecordArguments),
}

/// What every command that reads a catalog takes.
#[derive(Args, Debug)]
struct CatalogArguments {
    /// The folder that contains `glassbox.yml`
    #[arg(default_value = ".", value_name = "CATALOG")]
    catalog: PathBuf,
    /// The time to use instead of the current time, such as 2026-11-20T08:00:00Z, or the end of a day in the catalog's
    /// time zone, such as 2026-11-20
    ///
    /// By default, the environment variable SOURCE_DATE_EPOCH (in seconds since 1970) is used if it is set, otherwise
    /// the clock.
    #[arg(long, value_name = "TIME", value_parser = moment)]
    now: Option<Moment>,
    /// Output format
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: FormatArgument,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum FormatArgument {
    /// Readable text, with the line of each problem
    #[default]
    Human,
    /// One line for each problem, for editors
    Short,
    /// One JSON document on standard output
    Json,
    /// One SARIF document on standard output, for code scanning
    Sarif,
    /// Annotations for GitHub Actions
    Github,
}

impl From<FormatArgument> for OutputFormat {
    fn from(format: FormatArgument) -> Self {
        match format {
            FormatArgument::Human => Self::Human,
            FormatArgument::Short => Self::Short,
            FormatArgument::Json => Self::Json,
            FormatArgument::Sarif => Self::Sarif,
            FormatArgument::Github => Self::Github,
        }
    }
}

impl CatalogArguments {
    /// Returns the time to use as now.
    ///
    /// # Errors
    /// If SOURCE_DATE_EPOCH is set but is not a time.
    fn now(&self) -> Result<Timestamp, Error> {
        moment::now(self.now, &self.catalog)
    }
}

/// Runs the command given by the process's arguments.
#[must_use]
pub fn run() -> Exit {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // clap knows which stream to use, and that help is not an error.
            let _ = error.print();
            return if error.use_stderr() { Exit::CouldNotRun } else { Exit::Fine };
        }
    };
    let ended = match arguments.command {
        Command::Build(arguments) => build::run(&arguments),
        Command::Init(arguments) => init::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Diff(arguments) => diff::run(&arguments),
        Command::Serve(arguments) => serve::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Impact(arguments) => impact::run(&arguments),
        Command::Schema(arguments) => schema::run(&arguments),
        Command::Record(arguments) => record::run(&arguments),
    };
    ended.unwrap_or_else(|why| why.report())
}
