//! What is wrong with the states that `glassbox diff` compares: counted for each of them as `check` counts it, and
//! listed for the new one where it is an error, or was not there before.
//!
//! What was there before is no news of a comparison, and `check` lists it. An error is listed in any case, for it may
//! be why something could not be compared.

use super::report;
use crate::diagnostics::print::OutputFormat;
use crate::diagnostics::{Diagnostic, Severity, has_errors};
use crate::error::Error;
use crate::pipeline::{self, LoadedCatalog};
use jiff::Timestamp;
use std::collections::BTreeSet;
use std::path::Path;

/// What is wrong with a state: codes and messages.
pub(super) struct Problems {
    known: BTreeSet<(&'static str, String)>,
    /// Whether rules judged it, which they do not with errors.
    is_judged: bool,
}

/// Which problems of a state are listed.
#[derive(Clone, Copy)]
pub(super) enum Listed<'a> {
    /// None: they are counted.
    Counted,
    /// The errors, and what is not among the problems of the old state, if that could be read.
    NewSince(Option<&'a Problems>),
}

/// A state whose problems are to be said.
#[derive(Clone, Copy)]
pub(super) struct Said<'a> {
    /// The state, as it was asked for.
    pub(super) name: &'a str,
    /// The folder that it was read from.
    pub(super) root: &'a Path,
    /// The folder that its files are shown in.
    pub(super) shown_in: &'a Path,
    /// The time that counted as now.
    pub(super) now: Timestamp,
}

impl Said<'_> {
    /// Says on standard error what is wrong with the state.
    ///
    /// # Errors
    /// When the machine cannot read its theme.
    pub(super) fn say(self, loaded: LoadedCatalog, listed: Listed<'_>) -> Result<Problems, Error> {
        let is_judged = !has_errors(&loaded.diagnostics);
        let opened = pipeline::themed(self.root, loaded)?;
        let report = pipeline::prepare(&opened, self.now).report;
        let all = report.listed();
        let mut more = String::new();
        if let Listed::NewSince(before) = listed {
            // What rules find of one state only is no difference between the two.
            let before = before.filter(|before| before.is_judged && is_judged);
            let is_new = |one: &Diagnostic| {
                before.is_some_and(|before| !before.known.contains(&(one.code, one.message.clone())))
            };
            let shown: Vec<Diagnostic> =
                all.iter().filter(|one| one.severity == Severity::Error || is_new(one)).cloned().collect();
            report::print(&shown, &opened.loaded, self.shown_in, OutputFormat::Human);
            if before.is_some() {
                more = match all.iter().filter(|one| is_new(one)).count() {
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
        let known = all.into_iter().map(|one| (one.code, one.message)).collect();
        Ok(Problems { known, is_judged })
    }
}
