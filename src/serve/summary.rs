//! The problems of the current catalog: their number, and the most severe ones.

use super::client::OverlayMessage;
use crate::diagnostics::print::{self, OutputFormat};
use crate::diagnostics::{Counts, Diagnostic};
use crate::prose::report::Report;
use crate::source::SourceMap;

/// The number of diagnostics that are listed after an edit: page requests wait until they are formatted.
const LISTED: usize = 50;

/// The problems of the current catalog.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct DiagnosticsSummary {
    /// Their number.
    pub counts: Counts,
    /// The most severe ones.
    pub listed: Vec<Diagnostic>,
}

impl DiagnosticsSummary {
    pub(super) fn of(report: &Report<'_>) -> Self {
        Self { counts: report.counts(), listed: report.most_severe(LISTED) }
    }

    /// Returns a note that not all are listed, and how to see the rest.
    #[must_use]
    pub(crate) fn more(&self) -> Option<String> {
        let more = self.counts.all().saturating_sub(self.listed.len());
        (more > 0).then(|| format!("and {more} more: `glassbox check` shows all"))
    }

    /// Returns the same for the overlay.
    pub(super) fn overlay(&self, sources: &SourceMap) -> OverlayMessage {
        let mut text = print::print(&self.listed, sources, OutputFormat::Plain);
        if let Some(more) = self.more() {
            text.push_str(&more);
            text.push('\n');
        }
        let Counts { errors, warnings, notes } = self.counts;
        OverlayMessage { broken: errors > 0, errors, warnings, notes, text }
    }
}
