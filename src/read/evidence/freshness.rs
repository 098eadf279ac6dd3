//! dbt's `sources.json`: how old the data of each source was.
//!
//! The shape is that of dbt's published JSON schema (sources v3).

use super::format::{FormatReader, Input, Reading};
use super::observation::{ObservedFact, ObservedSubject, instant, one_line};
use super::run_results::RunMetadataDoc;
use crate::model::{FreshnessLimits, FreshnessOutcome, Period, is_sentinel};
use crate::read::dbt::json::JsonFile;
use crate::read::dbt::lenient::{LenientRecord, Records, Text};
use jiff::Timestamp;
use serde::Deserialize;

/// `sources.json`.
pub(super) const FORMAT: FormatReader = FormatReader {
    named: "sources",
    ending_of_events: &[],
    recognises: |beginning| {
        beginning.is_dbt("/sources/", &["unique_id", "snapshotted_at"])
            || beginning.is_dbt("/sources/", &["unique_id", "criteria"])
    },
    read,
};

/// How old the data of each source was.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct SourcesDoc {
    /// About the file.
    metadata: LenientRecord<RunMetadataDoc>,
    /// A row for each source that was checked.
    results: Option<Records<SourceResultDoc>>,
}

/// How old the data of one source was.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct SourceResultDoc {
    /// The source.
    unique_id: Text,
    /// `pass`, `warn`, `error` or `runtime error`, in any case.
    status: Text,
    /// When its newest row was loaded.
    max_loaded_at: Text,
    /// When dbt checked.
    snapshotted_at: Text,
    /// The limits that it checked against.
    criteria: LenientRecord<CriteriaDoc>,
    /// Why dbt could not check.
    error: Text,
}

/// The limits of a freshness check.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct CriteriaDoc {
    warn_after: LenientRecord<CriterionDoc>,
    error_after: LenientRecord<CriterionDoc>,
}

/// A duration, or nothing.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct CriterionDoc {
    count: Text,
    period: Text,
}

fn read(input: &Input<'_>, reading: &mut Reading) {
    let again = "dbt source freshness";
    let file = JsonFile { bytes: input.bytes, path: input.path, what: "source freshness", again };
    let doc = file.read::<SourcesDoc>(&mut reading.sources).and_then(|doc| match doc.results {
        Some(_) => Ok(doc),
        None => Err(file.wrong_document("no `results`", &mut reading.sources)),
    });
    let doc = match doc {
        Ok(doc) => doc,
        Err(diagnostic) => return reading.mark_unreadable(diagnostic),
    };
    let SourcesDoc { metadata: LenientRecord(metadata), results } = doc;
    let invocation = metadata.invocation_id.filled().map(|id| reading.shared(id));
    for row in results.into_iter().flat_map(|rows| rows.0) {
        let outcome = match row.status.or_empty().to_lowercase().as_str() {
            "pass" => FreshnessOutcome::Pass,
            "warn" => FreshnessOutcome::Warn,
            "error" => FreshnessOutcome::Error,
            _ => FreshnessOutcome::Crashed,
        };
        let at = instant(row.snapshotted_at.filled().unwrap_or(metadata.generated_at.or_empty()));
        let is_none = |loaded: Timestamp| is_sentinel(loaded, at.unwrap_or(Timestamp::MAX));
        let newest = row.max_loaded_at.filled().and_then(instant);
        let fact = ObservedFact::Freshness {
            outcome,
            loaded: newest.filter(|loaded| !is_none(*loaded)),
            is_empty: newest.is_some_and(is_none)
                || newest.is_none() && matches!(outcome, FreshnessOutcome::Warn | FreshnessOutcome::Error),
            limits: limits(&row.criteria.0),
            message: one_line(row.error.or_empty()),
        };
        let place = reading.row();
        let subject =
            ObservedSubject::Node { id: row.unique_id.0.unwrap_or_default(), relations: Vec::new() };
        reading.observe(place, at, subject, fact).invocation.clone_from(&invocation);
    }
}

fn limits(doc: &CriteriaDoc) -> Option<FreshnessLimits> {
    let length = |LenientRecord(limit): &LenientRecord<CriterionDoc>| -> Option<Period> {
        format!("{} {}", limit.count.filled()?, limit.period.filled()?).parse().ok()
    };
    let limits =
        FreshnessLimits { warn_after: length(&doc.warn_after), error_after: length(&doc.error_after) };
    (limits != FreshnessLimits::default()).then_some(limits)
}
