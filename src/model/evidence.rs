//! Where evidence comes from, and what became of it: every row of every file is used, replaced, not
//! relevant, or matched nothing.

use super::EvidenceIx;
use super::promise::words;
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A file of evidence that the catalog names, and what became of its rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EvidenceFile {
    /// The path from the catalog's folder, with `/`.
    pub path: String,
    /// What it holds; `None` for a file of no known format.
    pub format: Option<EvidenceFormat>,
    /// The entry of `glassbox.yml` that names it.
    pub place: String,
    /// What became of its rows.
    pub counts: RowCounts,
    /// The first few of what matched nothing, each with the nearest name that the catalog knows, if one is near.
    pub strangers: Vec<UnmatchedName>,
    /// The latest moment that a row of it tells of, as far as that has come.
    pub newest: Option<Timestamp>,
}

/// A file of which less than one row in so many matches is about something else.
const HARDLY: usize = 10;

impl EvidenceFile {
    /// Whether it is about something else: no row of it matches, or hardly any. Of a company's whole stream of
    /// events most may be.
    #[must_use]
    pub fn is_mostly_unmatched(&self) -> bool {
        let (matched, unmatched) = (self.counts.matched(), self.counts.unmatched);
        unmatched > 0
            && match self.format {
                Some(EvidenceFormat::OpenLineage) => matched == 0,
                _ => matched * HARDLY < matched + unmatched,
            }
    }
}

words! {
    /// What a file of evidence holds.
    EvidenceFormat {
        /// dbt's `run_results.json`.
        RunResults = "dbt-run-results",
        /// dbt's `sources.json`.
        SourceFreshness = "dbt-source-freshness",
        /// dbt's `catalog.json`.
        Warehouse = "dbt-catalog",
        /// OpenLineage events.
        OpenLineage = "openlineage",
    }
}

/// How many rows of a file were used, replaced, not relevant or matched nothing. The counts add up to all rows read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowCounts {
    /// Rows that say something of an asset.
    pub used: usize,
    /// Rows in whose place a newer finding about the same thing stands, or one that is worse.
    pub replaced: usize,
    /// Rows that are not about this catalog's assets as they stand in production, by why not.
    pub excluded: BTreeMap<ExclusionReason, usize>,
    /// Rows about something that the catalog does not know.
    pub unmatched: usize,
}

impl RowCounts {
    /// How many rows there are.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.used + self.replaced + self.not_about() + self.unmatched
    }

    /// How many rows are about something that the catalog knows. What cannot be read or tells of no run is about
    /// nothing.
    #[must_use]
    pub fn matched(&self) -> usize {
        let about_nothing = [ExclusionReason::Unreadable, ExclusionReason::NoRun];
        let rows = self.excluded.iter().filter(|(why, _)| !about_nothing.contains(why));
        self.used + self.replaced + rows.map(|(_, rows)| rows).sum::<usize>()
    }

    /// How many rows are not about this.
    #[must_use]
    pub fn not_about(&self) -> usize {
        self.excluded.values().sum()
    }

    /// The sums of these files.
    #[must_use]
    pub fn of<'f>(files: impl IntoIterator<Item = &'f EvidenceFile>) -> Self {
        let mut all = Self::default();
        files.into_iter().for_each(|file| all.add(&file.counts));
        all
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

words! {
    /// Why a row is not about the catalog's assets as they stand in production.
    ExclusionReason {
        /// It tells of a table of another name or schema than the manifest's.
        AnotherTable = "another-table",
        /// It is about a table of that name on another system than the one that the settings name.
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
        /// The beginning or the progress of a run whose end is told as well.
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

/// Something that evidence tells of and the catalog does not know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnmatchedName {
    /// What the evidence calls it.
    pub name: String,
    /// The nearest name that the catalog knows, if one is near.
    pub nearest: Option<String>,
}

/// Who says that something was seen.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct EvidenceOrigin {
    /// The file that says so; `None` for what the catalog itself says.
    pub file: Option<EvidenceIx>,
    /// The job that said so, as `NAMESPACE/NAME`; `None` for dbt's own files.
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
