//! `glassbox record`: adds the day to the catalog's history.

use super::{CatalogArguments, Exit, report};
use crate::{assess, pipeline, publish};
use clap::Args;

#[derive(Args, Debug)]
pub(super) struct RecordArguments {
    #[command(flatten)]
    catalog: CatalogArguments,
}

pub(super) fn run(arguments: &RecordArguments) -> Exit {
    let root = &arguments.catalog.catalog;
    let now = match arguments.catalog.now() {
        Ok(now) => now,
        Err(why) => return report::could_not_run(&why, None),
    };
    let understood = match pipeline::understand(root, now) {
        Ok(understood) => understood,
        Err(error) => return report::could_not_run(&error.to_string(), None),
    };
    report::diagnostics(&understood.diagnostics, &understood.sources, arguments.catalog.format.into());
    if understood.has_errors() {
        report::say(&format!("Nothing was recorded because of {}", report::tally(&understood.diagnostics)));
        return Exit::CatalogHasErrors;
    }
    if !understood.standing.assessed {
        report::say("Nothing was recorded: no run, test or event was seen");
        return Exit::Fine;
    }
    let (day, lines) = assess::record::lines(&understood.catalog, &understood.standing, now);
    match publish::append(&root.join(&understood.history), day, &lines) {
        Ok(path) if lines.is_empty() => {
            report::say(&format!("{day} is recorded already in {}", path.display()));
            Exit::Fine
        }
        Ok(path) => {
            let products = report::counted(lines.len(), "product");
            report::say(&format!("Recorded {products} of {day} in {}", path.display()));
            Exit::Fine
        }
        Err(error) => report::could_not_run(
            &format!("cannot record into {}: {error}", root.join(&understood.history).display()),
            None,
        ),
    }
}
