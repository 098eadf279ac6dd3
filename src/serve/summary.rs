//! What is wrong with the catalog that is shown: how much, and the most severe of it.

use super::client::OverlayMessage;
use crate::diagnostics::print::{self, OutputFormat};
use crate::diagnostics::{Counts, Diagnostic};
use crate::prose::report::Report;
use crate::source::SourceMap;

/// How many diagnostics are listed after an edit: a page that is asked for waits until they are put into words.
const LISTED: usize = 50;

/// What is wrong with the catalog that is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct DiagnosticsSummary {
    /// How much.
    pub counts: Counts,
    /// The most severe of it.
    pub listed: Vec<Diagnostic>,
}

impl DiagnosticsSummary {
    pub(super) fn of(report: &Report<'_>) -> Self {
        Self { counts: report.counts(), listed: report.most_severe(LISTED) }
    }

    /// Says that not all is listed, and how to see the rest.
    #[must_use]
    pub(crate) fn more(&self) -> Option<String> {
        let more = self.counts.all().saturating_sub(self.listed.len());
        (more > 0).then(|| format!("and {more} more: `glassbox check` shows all"))
    }

    /// The same for the overlay.
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
