//! `glassbox init`: writes a new catalog to start from.

use super::report::CannotRun;
use super::{Exit, report, schema};
use crate::{init, publish};
use clap::Args;
use std::path::{Path, PathBuf};

#[derive(Args, Debug)]
pub(super) struct InitArguments {
    /// The folder for the new catalog
    #[arg(default_value = ".", value_name = "CATALOG")]
    catalog: PathBuf,
    /// The site's title
    #[arg(long, default_value = "Data products", value_name = "TITLE")]
    title: String,
}

pub(super) fn run(arguments: &InitArguments) -> Result<Exit, CannotRun> {
    let catalog = &arguments.catalog;
    let repository = repository_of(catalog);
    let within = std::path::absolute(catalog).ok().and_then(|folder| {
        let inside = folder.strip_prefix(&repository).ok()?;
        Some(inside.to_string_lossy().replace('\\', "/"))
    });
    let within = within.filter(|path| !path.is_empty()).unwrap_or_else(|| ".".to_owned());
    let files = init::files(&arguments.title, &within, schema::files(&schema::ids()));
    let place = |file: &init::NewFile| match file.in_repository {
        true => repository.join(&file.path),
        false => catalog.join(&file.path),
    };
    let (mut written, mut kept) = (Vec::new(), Vec::new());
    for file in &files {
        let path = place(file);
        let is_new = publish::write_new(&path, &file.text)?;
        if is_new { &mut written } else { &mut kept }.push(file.path.as_str());
    }
    for path in kept {
        report::say(&format!("{path} already exists and was left unchanged"));
    }
    report::say(&format!("Wrote {} into {}", report::counted(written.len(), "file"), catalog.display()));
    report::say("hint: run `glassbox serve --open` to preview it while you edit");
    Ok(Exit::Fine)
}

/// Returns the folder of the git repository that a folder is in, or will be in; otherwise the folder itself.
fn repository_of(folder: &Path) -> PathBuf {
    let whole = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let root = whole.ancestors().find(|folder| folder.join(".git").exists());
    root.map_or_else(|| whole.clone(), Path::to_owned)
}
