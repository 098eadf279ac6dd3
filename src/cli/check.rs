//! `glassbox check`: reads as `build` does, says what is wrong, and writes nothing.

use super::{CatalogArguments, Exit, report};
use crate::pipeline;
use clap::Args;

#[derive(Args, Debug)]
pub(super) struct CheckArguments {
    #[command(flatten)]
    catalog: CatalogArguments,
}

pub(super) fn run(arguments: &CheckArguments) -> Exit {
    let root = &arguments.catalog.catalog;
    let now = match arguments.catalog.now() {
        Ok(now) => now,
        Err(why) => return report::could_not_run(&why, None),
    };
    let (checked, _) = match pipeline::check(root, now) {
        Ok(checked) => checked,
        Err(error) => return report::could_not_run(&error.to_string(), None),
    };
    report::diagnostics(
        &checked.understood.diagnostics,
        &checked.understood.sources,
        arguments.catalog.format.into(),
    );
    let products = report::counted(checked.understood.catalog.products.len(), "product");
    let tally = report::tally(&checked.understood.diagnostics);
    let verdict = if tally.is_empty() { "nothing is wrong".to_owned() } else { tally };
    report::say(&format!("Checked {products}: {verdict}"));
    if checked.understood.has_errors() { Exit::CatalogHasErrors } else { Exit::Fine }
}
