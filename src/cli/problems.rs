//! The problems of the states that `glassbox diff` compares: counted for each state as `check` does, and listed for
//! the new one if they are errors or new.
//!
//! Problems that existed before are no news in a comparison, and `check` lists them. Errors are always listed, as
//! they may be the reason why something could not be compared.

use super::report;
use crate::diagnostics::print::OutputFormat;
use crate::diagnostics::{Diagnostic, Severity, has_errors};
use crate::error::Error;
use crate::pipeline::{self, LoadedCatalog};
use jiff::Timestamp;
use std::collections::BTreeSet;
use std::path::Path;

/// The problems of a state: codes and messages.
pub(super) struct Problems {
    known: BTreeSet<(&'static str, String)>,
    /// Whether rules were checked, which is not done if there are errors.
    is_judged: bool,
}

/// Which problems of a state are listed.
#[derive(Clone, Copy)]
pub(super) enum ListingMode<'a> {
    /// None: they are only counted.
    Counted,
    /// The errors, and problems that the old state did not have, if that could be read.
    NewSince(Option<&'a Problems>),
}

/// A state whose problems are to be reported.
#[derive(Clone, Copy)]
pub(super) struct StateReport<'a> {
    /// The state as requested.
    pub(super) name: &'a str,
    /// The folder that it was read from.
    pub(super) root: &'a Path,
    /// The folder under which its files are shown.
    pub(super) shown_in: &'a Path,
    /// The time used as now.
    pub(super) now: Timestamp,
}

impl StateReport<'_> {
    /// Reports the problems of the state on standard error.
    ///
    /// # Errors
    /// If the machine cannot read its theme.
    pub(super) fn say(self, loaded: LoadedCatalog, listed: ListingMode<'_>) -> Result<Problems, Error> {
        let is_judged = !has_errors(&loaded.diagnostics);
        let opened = pipeline::themed(self.root, loaded)?;
        let report = pipeline::prepare(&opened, self.now).report;
        let problems = report.listed();
        let mut more = String::new();
        if let ListingMode::NewSince(before) = listed {
            // Findings of rules that were checked in only one state are not a difference between the two.
            let before = before.filter(|before| before.is_judged && is_judged);
            let is_new = |diagnostic: &Diagnostic| {
                before.is_some_and(|before| {
                    !before.known.contains(&(diagnostic.code, diagnostic.message.clone()))
                })
            };
            let shown: Vec<Diagnostic> = problems
                .iter()
                .filter(|diagnostic| diagnostic.severity == Severity::Error || is_new(diagnostic))
                .cloned()
                .collect();
            report::print(&shown, &opened.loaded, self.shown_in, OutputFormat::Human);
            if before.is_some() {
                more = match problems.iter().filter(|diagnostic| is_new(diagnostic)).count() {
                    0 => ", none of them new".to_owned(),
                    new => format!(", {new} of them new"),
                };
            }
        }
        let tally = report::tally(report.counts());
        match (tally.is_empty(), is_judged) {
            (true, _) => {}
            (false, true) => report::say(&format!("{} has {tally}{more}", self.name)),
            (false, false) => report::say(&format!(
                "warning: {} has {tally}, so it was compared only as far as it could be read",
                self.name
            )),
        }
        let known = problems.into_iter().map(|diagnostic| (diagnostic.code, diagnostic.message)).collect();
        Ok(Problems { known, is_judged })
    }
}
