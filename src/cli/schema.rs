//! `glassbox schema`: JSON Schemas of the catalog's files, for editors.

use super::report::CannotRun;
use super::{Exit, report};
use crate::diagnostics::nearest;
use crate::publish;
use crate::rules;
use crate::schema::{self, Ids, KINDS};
use clap::Args;
use std::io::Write as _;
use std::path::PathBuf;

#[derive(Args, Debug)]
pub(super) struct SchemaArguments {
    /// The kind of file; without it, all kinds are listed
    #[arg(value_name = "KIND")]
    kind: Option<String>,
    /// Write all schemas to this folder
    #[arg(long, value_name = "FOLDER", conflicts_with = "kind")]
    write: Option<PathBuf>,
}

pub(super) fn run(arguments: &SchemaArguments) -> Result<Exit, CannotRun> {
    let kind = arguments.kind.as_deref().map(known).transpose()?;
    let ids = ids();
    if let Some(folder) = &arguments.write {
        let files: Vec<(String, String)> = files(&ids).collect();
        publish::write_all(folder, &files)?;
        let first = "# yaml-language-server: $schema=../schemas/product.json";
        report::say(&format!("Wrote {} schemas into {}", files.len(), folder.display()));
        report::say(&format!("hint: start a file with a line such as `{first}`"));
        return Ok(Exit::Fine);
    }
    let text = match kind {
        None => KINDS.iter().map(|kind| format!("{:<12}{}\n", kind.name, kind.files)).collect(),
        Some(kind) => kind.json(&ids),
    };
    // A reader that has closed the stream, such as `head`, has read enough.
    let _ = write!(anstream::stdout().lock(), "{text}");
    Ok(Exit::Fine)
}

/// The kind of file with this name.
fn known(name: &str) -> Result<&'static schema::Kind, CannotRun> {
    KINDS.iter().find(|kind| kind.name == name).ok_or_else(|| {
        let hint = nearest(name, KINDS.iter().map(|kind| kind.name));
        CannotRun::because(format!("there is no kind of file `{name}`")).did_you_mean(hint)
    })
}

/// Every schema, by the name of its file.
pub(super) fn files(ids: &Ids) -> impl Iterator<Item = (String, String)> {
    KINDS.iter().map(|kind| (format!("{}.json", kind.name), kind.json(ids)))
}

/// The ids that every catalog knows.
pub(super) fn ids() -> Ids {
    Ids::of_rules(rules::pages().map(|page| page.id))
}
