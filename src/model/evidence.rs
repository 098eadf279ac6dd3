//! Where evidence comes from, and what happened to its rows: every row of every file is used, replaced, excluded, or
//! matched nothing.

use super::EvidenceIx;
use super::vocabulary_macro::vocabulary;
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A file of evidence named by the catalog, and what happened to its rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EvidenceFile {
    /// The path relative to the catalog's folder, with `/`.
    pub path: String,
    /// Its format; `None` for a file of no known format.
    pub format: Option<EvidenceFormat>,
    /// The entry of `glassbox.yml` that names it.
    pub place: String,
    /// What happened to its rows.
    pub counts: RowCounts,
    /// The first few unmatched names, each with the closest name in the catalog, if one is similar.
    pub unmatched_names: Vec<UnmatchedName>,
    /// The latest time in its rows that has already passed.
    pub newest: Option<Timestamp>,
}

/// A file is about something else if fewer than one in this many of its rows match.
const MIN_MATCHED: usize = 10;

impl EvidenceFile {
    /// The most unmatched names of a file that are kept.
    pub(crate) const MAX_UNMATCHED_NAMES: usize = 3;

    /// Returns whether it is about something else: none of its rows match, or hardly any. Most rows of a company-wide
    /// stream of events may not match.
    #[must_use]
    pub fn is_mostly_unmatched(&self) -> bool {
        let (matched, unmatched) = (self.counts.matched(), self.counts.unmatched);
        unmatched > 0
            && match self.format {
                Some(format) if format.is_company_wide() => matched == 0,
                _ => matched * MIN_MATCHED < matched + unmatched,
            }
    }
}

/// Hands every format of evidence to a macro: here for the kinds, in `read` for their readers.
///
/// For each format, in the order in which they are tried: what files of it are, its word for programs, what one of its
/// rows is called, whether its files cover the whole company rather than this catalog, and its module in
/// `read::evidence`.
macro_rules! each_evidence_format {
    ($then:ident) => {
        $then! {
            /// dbt's `run_results.json`.
            RunResults { word: "dbt-run-results", row: "row", company_wide: false, module: run_results }
            /// dbt's `sources.json`.
            SourceFreshness { word: "dbt-source-freshness", row: "row", company_wide: false, module: freshness }
            /// dbt's `catalog.json`.
            Warehouse { word: "dbt-catalog", row: "table", company_wide: false, module: warehouse }
            /// OpenLineage events.
            OpenLineage { word: "openlineage", row: "event", company_wide: true, module: openlineage }
        }
    };
}
pub(crate) use each_evidence_format;

macro_rules! formats {
    ($($(#[doc = $meaning:literal])* $format:ident {
        word: $word:literal, row: $row:literal, company_wide: $wide:literal, module: $module:ident
    })*) => {
        vocabulary! {
            /// What a file of evidence holds.
            EvidenceFormat { $($(#[doc = $meaning])* $format = $word),* }
        }

        impl EvidenceFormat {
            /// Returns what one of its rows is called, in the singular.
            #[must_use]
            pub fn row(self) -> &'static str {
                match self { $(Self::$format => $row),* }
            }

            /// Returns whether its files cover the whole company, so that most of their rows may match nothing here.
            #[must_use]
            pub fn is_company_wide(self) -> bool {
                match self { $(Self::$format => $wide),* }
            }
        }
    };
}
each_evidence_format!(formats);

/// The numbers of rows of a file that were used, replaced, excluded or unmatched. They add up to all rows read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowCounts {
    /// Rows about an asset that were used.
    pub used: usize,
    /// Rows superseded by a newer or a worse finding about the same thing.
    pub replaced: usize,
    /// Rows that are not about the production state of this catalog's assets, by the reason.
    pub excluded: BTreeMap<ExclusionReason, usize>,
    /// Rows about something unknown to the catalog.
    pub unmatched: usize,
}

impl RowCounts {
    /// Returns the number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.used + self.replaced + self.not_about() + self.unmatched
    }

    /// Returns the number of rows about something known to the catalog. Rows that cannot be read or that describe no
    /// run do not count.
    #[must_use]
    pub fn matched(&self) -> usize {
        let about_nothing = [ExclusionReason::Unreadable, ExclusionReason::NoRun];
        let rows = self.excluded.iter().filter(|(why, _)| !about_nothing.contains(why));
        self.used + self.replaced + rows.map(|(_, rows)| rows).sum::<usize>()
    }

    /// Returns the number of excluded rows.
    #[must_use]
    pub fn not_about(&self) -> usize {
        self.excluded.values().sum()
    }

    /// Returns the sums for these files.
    #[must_use]
    pub fn of<'f>(files: impl IntoIterator<Item = &'f EvidenceFile>) -> Self {
        let mut coverage = Self::default();
        files.into_iter().for_each(|file| coverage.add(&file.counts));
        coverage
    }

    /// Adds the rows of another file.
    fn add(&mut self, other: &Self) {
        self.used += other.used;
        self.replaced += other.replaced;
        self.unmatched += other.unmatched;
        for (why, rows) in &other.excluded {
            *self.excluded.entry(*why).or_default() += rows;
        }
    }
}

vocabulary! {
    /// Why a row is not about the catalog's assets as they stand in production.
    ExclusionReason {
        /// It tells of a table of another name or schema than the manifest's.
        AnotherTable = "another-table",
        /// It is about a table with the same name on another system than the one that the settings name.
        AnotherSystem = "another-system",
        /// dbt built without rows (`--empty`).
        EmptyBuild = "empty-build",
        /// dbt built a sample (`--sample`).
        SampleBuild = "sample-build",
        /// dbt cloned a table and made nothing anew.
        Clone = "clone",
        /// dbt only compiled, listed or documented: nothing ran.
        NothingRan = "nothing-ran",
        /// The file does not say which command it is of, and others than a run write such rows.
        CommandUnknown = "command-unknown",
        /// There was nothing to do: an exposure, a saved query, a test of a model that was reused.
        NothingToDo = "nothing-to-do",
        /// The beginning or the progress of a run whose end is reported as well.
        RepeatedReport = "repeated",
        /// It only says that a job or a dataset exists.
        NoRun = "no-run",
        /// It says what was read and written, and nothing of how that went.
        NoFinding = "no-finding",
        /// Its status is one that Glassbox does not know.
        UnknownStatus = "unknown-status",
        /// It does not say when.
        NoTime = "no-time",
        /// It is of a time that has not come yet.
        Future = "future",
        /// It cannot be read.
        Unreadable = "unreadable",
    }
}

/// A name in evidence that the catalog does not know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnmatchedName {
    /// The name in the evidence.
    pub name: String,
    /// The closest name in the catalog, if one is similar.
    pub nearest: Option<String>,
}

/// The source of an observation.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct EvidenceOrigin {
    /// The file that reported it; `None` if the catalog itself did.
    pub file: Option<EvidenceIx>,
    /// The job that reported it, as `NAMESPACE/NAME`; `None` for dbt's own files.
    pub job: Option<Arc<str>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_reason_why_a_row_does_not_count_is_documented() {
        let table = include_str!("../../docs/evidence.md");
        for reason in ExclusionReason::WORDS {
            assert!(table.contains(&format!("`{reason}`")), "{reason} is not in docs/evidence.md");
        }
    }
}
