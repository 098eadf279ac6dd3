//! `glassbox record`: adds the day to the catalog's history.

use super::report::CannotRun;
use super::{CatalogArguments, Exit, report};
use crate::error::Error;
use crate::pipeline::{self, LoadedCatalog};
use crate::prose::records;
use crate::{assess, publish};
use clap::Args;
use jiff::Timestamp;
use std::path::Path;

#[derive(Args, Debug)]
pub(super) struct RecordArguments {
    #[command(flatten)]
    catalog: CatalogArguments,
}

pub(super) fn run(arguments: &RecordArguments) -> Result<Exit, CannotRun> {
    let root = &arguments.catalog.catalog;
    let now = arguments.catalog.now()?;
    let opened = pipeline::open(root, now, None)?;
    let loaded = &opened.loaded;
    let report = pipeline::prepare(&opened, now).report;
    let tally = report::list(&report.listed(), loaded, root, arguments.catalog.format.into());
    if report.has_errors() {
        report::say(&report::stopped("Nothing was recorded", report.counts(), ""));
        return Ok(Exit::Rejected);
    }
    let problems = if tally.is_empty() { String::new() } else { format!(". The catalog has {tally}") };
    let print = |line: String| report::say(&format!("{line}{problems}"));
    let folder = root.join(&loaded.history);
    record_changes(root, &folder, loaded, now)?;
    if !loaded.assessment.assessed {
        print("The day was not recorded: no run, test or event was seen".to_owned());
        return Ok(Exit::Fine);
    }
    let (day, lines) = assess::record::lines(&loaded.catalog, &loaded.assessment, now);
    let path = publish::append(&folder, day, &lines)?;
    if lines.is_empty() {
        print(format!("{day} is already recorded in {}", path.display()));
    } else {
        let products = report::counted(lines.len(), "product");
        print(format!("Recorded {products} of {day} in {}", path.display()));
    }
    Ok(Exit::Fine)
}

/// Records the changes that others can see since the last time, and the shape to compare with the next time.
fn record_changes(root: &Path, folder: &Path, loaded: &LoadedCatalog, now: Timestamp) -> Result<(), Error> {
    let (changed, shape) = pipeline::changed(root, loaded)?;
    let day = now.to_zoned(loaded.catalog.settings.time_zone.clone()).date();
    let lines = records::change_lines(&changed, day, now);
    publish::keep_changes(folder, &lines, &shape)?;
    if !changed.is_empty() {
        let breaking = changed.iter().filter(|change| change.breaking).count();
        let counted = report::counted(changed.len(), "change");
        report::say(&format!("Recorded {counted}, {breaking} of them breaking"));
    }
    Ok(())
}
