//! How rows of evidence were used: the totals, the format of a file, and why a row is not relevant.

use super::{counted, number};
use crate::model::{EvidenceFile, EvidenceFormat, ExclusionReason, RowCounts};
use crate::prose::{Audience, Say, Voice};

/// Returns all files and how their rows were used; `None` without files: `7 files, 1,204 rows: 1,010 used, 120
/// replaced by newer, 64 not relevant, 10 matched nothing`.
#[must_use]
pub(crate) fn evidence(files: &[EvidenceFile]) -> Option<String> {
    if files.is_empty() {
        return None;
    }
    let counts = RowCounts::of(files);
    let (all, of) = (counts.rows(), counted(files.len(), "file"));
    if counts.used == all {
        return Some(match all {
            0 => format!("{of} without rows"),
            1 => format!("The only row of {of} was used"),
            all => format!("All {} rows of {of} were used", number(all)),
        });
    }
    let (used, replaced) = (number(counts.used), number(counts.replaced));
    let (not_about, unmatched) = (number(counts.not_about()), number(counts.unmatched));
    Some(format!(
        "{of}, {}: {used} used, {replaced} replaced by newer, {not_about} not relevant, {unmatched} matched nothing",
        counted(all, "row"),
    ))
}

impl Say for EvidenceFormat {
    /// Returns the content of an evidence file.
    fn say(&self, _: &Voice<'_>) -> String {
        let text = match self {
            Self::RunResults => "dbt run results",
            Self::SourceFreshness => "dbt source freshness",
            Self::Warehouse => "dbt catalog of the warehouse",
            Self::OpenLineage => "OpenLineage events",
        };
        text.to_owned()
    }
}

impl Say for ExclusionReason {
    /// Returns the kind of evidence, to be put after "only" or in a list.
    fn say(&self, voice: &Voice<'_>) -> String {
        let text = match self {
            Self::AnotherTable => "runs that built a different table from the one in the manifest",
            Self::AnotherSystem => "a table with the same name on another system",
            Self::EmptyBuild => "builds without rows (--empty)",
            Self::SampleBuild => "builds of a sample (--sample)",
            Self::Clone => "a clone of a table, which builds nothing new",
            Self::NothingRan => match voice.audience {
                Audience::Page | Audience::Markdown => "commands that run nothing, such as dbt docs generate",
                Audience::Terminal => "commands that run nothing, such as `dbt docs generate`",
            },
            Self::CommandUnknown => "results that do not name their command",
            Self::NothingToDo => "nodes with nothing to do",
            Self::RepeatedReport => "start and progress of runs whose end is reported as well",
            Self::NoRun => "events without a run",
            Self::NoFinding => "events that tell no result of a table, test or job of this catalog",
            Self::UnknownStatus => "a status that Glassbox does not know",
            Self::NoTime => "results without a time",
            Self::Future => "a time in the future",
            Self::Unreadable => "unreadable rows",
        };
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evidence_totals_are_one_sentence() {
        assert_eq!(evidence(&[]), None);
        let excluded = [(ExclusionReason::Clone, 1), (ExclusionReason::RepeatedReport, 63)].into();
        let counts = RowCounts { used: 1010, replaced: 120, excluded, unmatched: 10 };
        let files = [EvidenceFile { counts, ..EvidenceFile::default() }, EvidenceFile::default()];
        assert_eq!(
            evidence(&files).as_deref(),
            Some(
                "2 files, 1,204 rows: 1,010 used, 120 replaced by newer, 64 not relevant, 10 matched nothing"
            )
        );
    }
}
