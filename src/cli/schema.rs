//! `glassbox schema`: JSON Schemas of the catalog's files, for editors, and the reference of every key.

use super::report::CannotRun;
use super::{Exit, report};
use crate::diagnostics::print::OutputFormat;
use crate::diagnostics::{Severity, nearest};
use crate::pipeline;
use crate::publish;
use crate::rules;
use crate::schema::{self, CatalogIds, SchemaKind};
use clap::Args;
use std::io::Write as _;
use std::path::{Path, PathBuf};

#[derive(Args, Debug)]
pub(super) struct SchemaArguments {
    /// The kind of file; by default, all kinds are listed
    #[arg(value_name = "KIND")]
    kind: Option<String>,
    /// Write all schemas to this folder
    #[arg(long, value_name = "FOLDER", conflicts_with = "kind")]
    write: Option<PathBuf>,
    /// Add the ids of this catalog: teams, products, domains, tiers and so on
    ///
    /// Editors then complete these ids, and mark unknown ones that `glassbox check` would reject. Where an id may be
    /// new, such as that of a port in the same file or of a person, they only complete it. Write the schemas again when
    /// there are new ids. Errors in the catalog are reported, and what cannot be read is left out.
    #[arg(long, value_name = "CATALOG", num_args = 0..=1, default_missing_value = ".")]
    catalog: Option<PathBuf>,
    /// Print the reference of all keys, in Markdown
    #[arg(long, conflicts_with_all = ["kind", "write", "catalog"])]
    reference: bool,
}

pub(super) fn run(arguments: &SchemaArguments) -> Result<Exit, CannotRun> {
    let kind = arguments.kind.as_deref().map(known).transpose()?;
    let (ids, exit) = match &arguments.catalog {
        None => (ids(), Exit::Fine),
        Some(_) if kind.is_none() && arguments.write.is_none() => {
            let why = "`--catalog` adds ids to a schema, but no schema was requested";
            return Err(CannotRun::because(why).hint("name a kind of file, or a folder with `--write`"));
        }
        Some(catalog) => ids_of(catalog)?,
    };
    if let Some(folder) = &arguments.write {
        let files: Vec<(String, String)> = files(&ids).collect();
        publish::write_all(folder, &files)?;
        let first = "# yaml-language-server: $schema=../schemas/product.json";
        report::say(&format!("Wrote {} schemas into {}", files.len(), folder.display()));
        report::say(&format!("hint: begin each file with a line such as `{first}`"));
        return Ok(exit);
    }
    let text = match kind {
        None if arguments.reference => schema::reference(),
        None => schema::kinds()
            .map(|SchemaKind { about, .. }| format!("{:<12}{}\n", about.name, about.files))
            .collect(),
        Some(kind) => kind.json(&ids),
    };
    // A reader that has closed the stream, such as `head`, has read enough.
    let _ = write!(anstream::stdout().lock(), "{text}");
    Ok(exit)
}

/// The kind of file with this name.
fn known(name: &str) -> Result<SchemaKind, CannotRun> {
    schema::kinds().find(|kind| kind.about.name == name).ok_or_else(|| {
        let hint = nearest(name, schema::kinds().map(|kind| kind.about.name));
        CannotRun::because(format!("there is no kind of file `{name}`")).did_you_mean(hint)
    })
}

/// Returns every schema, by the name of its file.
pub(super) fn files(ids: &CatalogIds) -> impl Iterator<Item = (String, String)> {
    schema::kinds().map(|kind| (format!("{}.json", kind.about.name), kind.json(ids)))
}

/// Returns the ids that every catalog has.
pub(super) fn ids() -> CatalogIds {
    CatalogIds::of_rules(rules::pages().map(|page| page.id))
}

/// Returns the ids of a catalog; its errors are reported.
fn ids_of(catalog: &Path) -> Result<(CatalogIds, Exit), CannotRun> {
    let loaded = pipeline::load(catalog, None, super::moment::now(None, catalog)?)?;
    let ids = ids().with(&loaded.catalog);
    let report = loaded.report();
    if !report.has_errors() {
        return Ok((ids, Exit::Fine));
    }
    let mut errors = report.listed();
    errors.retain(|diagnostic| diagnostic.severity == Severity::Error);
    let tally = report::list(&errors, &loaded, catalog, OutputFormat::Human);
    report::say(&format!("The catalog has {tally}; what cannot be read is missing from the schema"));
    Ok((ids, Exit::Rejected))
}
