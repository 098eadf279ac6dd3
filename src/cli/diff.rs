//! `glassbox diff`: the changes between two states of a catalog, and whom they affect.
//!
//! Changes are data and go to standard output. Problems of the states go to standard error.

use super::Exit;
use super::gaps::{self, StateGap};
use super::moment::{self, Moment, moment};
use super::problems::ListingMode;
use super::report::{CannotRun, say};
use super::states::{Compared, State, compared};
use crate::model::{Change, ShownNames};
use crate::prose::{en, records};
use clap::{Args, ValueEnum};
use std::io::Write as _;
use std::path::PathBuf;

#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub(super) struct DiffArguments {
    /// The old state: the folder of a catalog, or a git revision such as `main` or `HEAD~3`
    #[arg(value_name = "OLD")]
    old: String,
    /// The new state: a folder or a git revision as well; by default, the catalog as it is now
    #[arg(value_name = "NEW")]
    new: Option<String>,
    /// The folder that contains `glassbox.yml`, for states that are not given as folders
    #[arg(long, default_value = ".", value_name = "CATALOG")]
    catalog: PathBuf,
    /// A folder with the dbt artifacts of OLD, which are rarely kept in git
    ///
    /// In it, the artifacts are at the paths given in `glassbox.yml`, such as DIR/target/manifest.json. If that names
    /// a single project, they can also be directly in the folder: DIR/manifest.json.
    #[arg(long, value_name = "DIR")]
    base_artifacts: Option<PathBuf>,
    /// A folder with the dbt artifacts of NEW, if it is a git revision
    #[arg(long, value_name = "DIR")]
    new_artifacts: Option<PathBuf>,
    /// Output format
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: DiffFormat,
    /// Exit with 1 for breaking changes
    #[arg(long)]
    deny_breaking: bool,
    /// The time to use instead of the current time
    #[arg(long, value_name = "TIME", value_parser = moment)]
    now: Option<Moment>,
}

/// The hint if all tables have moved.
const OTHER_TARGET: &str = "hint: every dbt table has moved; if the artifacts of the two states are for different \
    targets, write both with `--target` of production";

const AFTER_HELP: &str = "\
Exit codes:
  0  everything was compared (with --deny-breaking, no breaking change was found)
  1  with --deny-breaking: a change may break what others have built
  2  not everything could be compared: the first line says what, and how to fix it";

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum DiffFormat {
    /// Readable text
    #[default]
    #[value(alias = "human")]
    Text,
    /// One JSON document
    Json,
    /// A comment for a pull request
    Markdown,
}

impl DiffFormat {
    fn print(self, gaps: &[StateGap], changes: &[Change], names: &ShownNames) {
        let named = records::named(changes, names);
        let text = match self {
            Self::Text => gaps::plain_with(gaps, changes, en::plain_changes(&named)),
            Self::Json => gaps::json_with(gaps, &records::changes_json(changes, names)),
            Self::Markdown => gaps::markdown_with(gaps, changes, en::markdown_changes(&named)),
        };
        // A reader that has closed the stream, such as `head`, has read enough.
        let _ = write!(anstream::stdout().lock(), "{text}");
    }
}

pub(super) fn run(arguments: &DiffArguments) -> Result<Exit, CannotRun> {
    moment::now(arguments.now, &arguments.catalog)?;
    let old = State {
        named: Some(&arguments.old),
        catalog: &arguments.catalog,
        artifacts: arguments.base_artifacts.as_deref(),
        option: "--base-artifacts",
    };
    let new = State {
        named: arguments.new.as_deref(),
        artifacts: arguments.new_artifacts.as_deref(),
        option: "--new-artifacts",
        ..old
    };
    let old = old.read(arguments.now, ListingMode::Counted);
    let before = old.as_ref().ok().map(|(_, problems)| problems);
    let new = new.read(arguments.now, ListingMode::NewSince(before));
    let (old, new) = match (old, new) {
        (Ok((old, _)), Ok((new, _))) => (old, new),
        (Err(gap), _) | (_, Err(gap)) => {
            let why = CannotRun::because(&gap.text).hint(&gap.help);
            arguments.format.print(&[gap], &[], &ShownNames::default());
            return Err(why);
        }
    };
    let Compared { changes: found, gaps, have_all_moved, names } = compared(old, new);
    if have_all_moved {
        say(OTHER_TARGET);
    }
    arguments.format.print(&gaps, &found, &names);
    let is_breaking = found.iter().any(|change| change.breaking);
    Ok(match (gaps.is_empty(), arguments.deny_breaking && is_breaking) {
        (false, _) => Exit::CouldNotRun,
        (true, true) => Exit::Rejected,
        (true, false) => Exit::Fine,
    })
}
