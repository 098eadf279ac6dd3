//! `glassbox check`: reads as `build` does, says what is wrong and what the rules find, and writes
//! nothing.

use super::{CatalogArguments, Exit, report};
use crate::diagnostics::{Diagnostic, Severity, nearest};
use crate::pipeline::{self, Checked};
use crate::rules;
use clap::{Args, ValueEnum};

#[derive(Args, Debug)]
pub(super) struct CheckArguments {
    #[command(flatten)]
    catalog: CatalogArguments,
    /// Only what these rules find, and what keeps the catalog from being read
    #[arg(long, value_name = "RULE")]
    only: Vec<String>,
    /// Not what these rules find
    #[arg(long, value_name = "RULE")]
    except: Vec<String>,
    /// End with 1 also for this
    #[arg(long, value_enum, value_name = "SEVERITY")]
    deny: Option<Denied>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Denied {
    /// Warnings
    Warnings,
    /// Warnings and notes
    Notes,
}

pub(super) fn run(arguments: &CheckArguments) -> Exit {
    for rule in arguments.only.iter().chain(&arguments.except) {
        if let Err(exit) = super::explain::known(rule) {
            return exit;
        }
    }
    let root = &arguments.catalog.catalog;
    let now = match arguments.catalog.now() {
        Ok(now) => now,
        Err(why) => return report::could_not_run(&why, None),
    };
    let (checked, _) = match pipeline::check(root, now) {
        Ok(checked) => checked,
        Err(error) => return report::could_not_run(&error.to_string(), None),
    };
    let said = said(&checked, arguments);
    report::diagnostics(&said, &checked.understood.sources, arguments.catalog.format.into());
    let products = report::counted(checked.understood.catalog.products.len(), "product");
    let tally = report::tally(&said);
    let verdict = if tally.is_empty() { "nothing is wrong".to_owned() } else { tally };
    report::say(&format!("Checked {products}: {verdict}"));
    let worst = match arguments.deny {
        None => Severity::Error,
        Some(Denied::Warnings) => Severity::Warning,
        Some(Denied::Notes) => Severity::Note,
    };
    // The lesser the greater: an error is the least.
    if said.iter().any(|one| one.severity <= worst) { Exit::CatalogHasErrors } else { Exit::Fine }
}

/// What is wrong, and what the rules that count found.
fn said(checked: &Checked, arguments: &CheckArguments) -> Vec<Diagnostic> {
    let understood = &checked.understood;
    let is_asked = |rule: &str| {
        let named = |rules: &[String]| rules.iter().any(|one| one == rule);
        (arguments.only.is_empty() || named(&arguments.only)) && !named(&arguments.except)
    };
    let read = understood.diagnostics.iter();
    let mut said: Vec<Diagnostic> =
        read.filter(|one| arguments.only.is_empty() || one.severity == Severity::Error).cloned().collect();
    let findings = understood.judgement.findings.iter().filter(|one| is_asked(one.rule));
    said.extend(findings.map(pipeline::said));
    crate::diagnostics::print::sort(&mut said, &understood.sources);
    said
}

/// The rule whose name is nearest to one that there is not.
pub(super) fn suggestion(rule: &str) -> Option<&'static str> {
    nearest(rule, rules::pages().map(|page| page.id))
}
