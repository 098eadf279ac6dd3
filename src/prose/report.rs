//! The problems of a catalog, as every command lists and counts them: mistakes in its files, and the findings of the
//! rules.
//!
//! Findings stay facts until they are listed: a preview counts all of them at every edit, but lists few.

use super::{Code as _, Say as _, Voice, en};
use crate::diagnostics::{Counts, Diagnostic, Severity, print};
use crate::model::{Catalog, Finding, RuleLevel, RuleReferenceError};
use crate::source::SourceMap;

/// The problems of a catalog.
#[derive(Clone, Debug)]
pub(crate) struct Report<'c> {
    catalog: &'c Catalog,
    sources: &'c SourceMap,
    /// The mistakes in the files, and whatever prevents the site from being built.
    pub diagnostics: Vec<Diagnostic>,
    /// The findings of the rules.
    pub findings: Vec<&'c Finding>,
}

impl<'c> Report<'c> {
    /// Returns a report of the problems; the diagnostics point into the sources.
    #[must_use]
    pub(crate) fn new(
        catalog: &'c Catalog,
        sources: &'c SourceMap,
        diagnostics: Vec<Diagnostic>,
        findings: impl IntoIterator<Item = &'c Finding>,
    ) -> Self {
        Self { catalog, sources, diagnostics, findings: findings.into_iter().collect() }
    }

    /// Whether a problem prevents the site from being published.
    #[must_use]
    pub(crate) fn has_errors(&self) -> bool {
        self.counts().errors > 0
    }

    /// Returns the number of errors, warnings and notes.
    #[must_use]
    pub(crate) fn counts(&self) -> Counts {
        let diagnostics = self.diagnostics.iter().map(|diagnostic| diagnostic.severity);
        diagnostics.chain(self.findings.iter().map(|finding| severity(finding.level))).collect()
    }

    /// Returns all problems, in the order of the files.
    #[must_use]
    pub(crate) fn listed(&self) -> Vec<Diagnostic> {
        let findings = self.findings.iter().map(|found| finding(found, self.catalog));
        let mut listed: Vec<Diagnostic> = self.diagnostics.iter().cloned().chain(findings).collect();
        print::sort(&mut listed, self.sources);
        listed
    }

    /// Returns the most severe problems, up to `limit`; at equal severity, mistakes in files come before findings.
    /// Errors are first, each kind in the order of the files.
    #[must_use]
    pub(crate) fn most_severe(&self, limit: usize) -> Vec<Diagnostic> {
        let mut shown = Vec::new();
        for level in [Severity::Error, Severity::Warning, Severity::Note] {
            let read = self.diagnostics.iter().filter(|diagnostic| diagnostic.severity == level).cloned();
            let found = self.findings.iter().filter(|finding| severity(finding.level) == level);
            let found = found.map(|found| finding(found, self.catalog));
            let left = limit.saturating_sub(shown.len());
            let mut of_level: Vec<Diagnostic> = read.chain(found).take(left).collect();
            print::sort(&mut of_level, self.sources);
            shown.append(&mut of_level);
        }
        shown
    }
}

fn severity(level: RuleLevel) -> Severity {
    match level {
        RuleLevel::Error => Severity::Error,
        RuleLevel::Warning => Severity::Warning,
        RuleLevel::Note | RuleLevel::Off => Severity::Note,
    }
}

/// Returns a finding of a rule as a diagnostic.
fn finding(finding: &Finding, catalog: &Catalog) -> Diagnostic {
    let words = en::words(finding, &Voice::terminal(catalog));
    let diagnostic = Diagnostic::of(severity(finding.level), finding.rule, words.sentence.clone());
    let places = finding.places.iter().enumerate();
    let placed = places.fold(diagnostic, |diagnostic, (at, span)| diagnostic.at(*span, words.label(at)));
    placed.help(words.advice).data(finding.coded(catalog).data)
}

/// Returns a problem with the rule settings of a catalog as a diagnostic.
#[must_use]
pub(crate) fn reference_diagnostic(error: &RuleReferenceError, catalog: &Catalog) -> Diagnostic {
    let message = error.say(&Voice::terminal(catalog));
    let diagnostic = match error {
        RuleReferenceError::UnknownRule { span, .. }
        | RuleReferenceError::UnknownRuleOfCheck { span, .. } => {
            Diagnostic::error("unknown-rule", message).at(*span, en::mark(error))
        }
        RuleReferenceError::ExpiredWaiver { waiver } => {
            let span = catalog.settings.waivers[*waiver].span;
            Diagnostic::warning("expired-waiver", message).at(span, en::mark(error))
        }
    };
    en::remedy(error).into_iter().fold(diagnostic, Diagnostic::help)
}
