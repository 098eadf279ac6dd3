//! OpenLineage run events: reports of any job on its runs, one JSON document per line.

use super::format::{FormatReader, Input, Reading};
use super::observation::{
    Dataset, LostTable, ObservedFact, ObservedSubject, RunEvent, RunState, instant, one_line,
};
use super::openlineage_events::{DatasetDoc, EventDoc, RunFacetsDoc};
use super::run_links::{RunNames, run_link};
use super::written_facets::written_table;
use crate::diagnostics::Diagnostic;
use crate::model::{ExclusionReason, ExternalQuery, TableLoss, TestOutcome, dataset_name, dataset_namespace};
use crate::read::dbt::json::{excerpt, parsed};
use crate::read::dbt::lenient::{LenientRecord, Records, Text};
use std::sync::Arc;

/// OpenLineage events.
pub(super) const FORMAT: FormatReader = FormatReader {
    named: "",
    ending_of_events: &["ndjson", "jsonl", "json", "log"],
    recognises: |beginning| beginning.has(&["eventType", "eventTime", "schemaURL", "producer"]),
    read,
};

/// A broken line is not evidence; at most this many are reported per file.
const SHOWN: usize = 3;

/// Reads the events of a file, one per line; a file may also be a single event or a list of events.
fn read(input: &Input<'_>, reading: &mut Reading) {
    let bytes = input.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(input.bytes);
    // A list begins with a bracket; an event over several lines fails at its first line.
    if bytes.trim_ascii_start().starts_with(b"[")
        && let Ok(Records(events)) = parsed::<Records<EventDoc>>(bytes)
    {
        return events.iter().for_each(|event| add(event, input.run_url, reading));
    }
    let mut broken = 0;
    for (number, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        match parsed::<LenientRecord<EventDoc>>(line) {
            Ok(LenientRecord(event)) => add(&event, input.run_url, reading),
            Err(error) => {
                broken += 1;
                if broken == 1
                    && reading.rows == 0
                    && let Ok(LenientRecord(event)) = parsed::<LenientRecord<EventDoc>>(bytes)
                {
                    return add(&event, input.run_url, reading);
                }
                reading.exclude_row(ExclusionReason::Unreadable);
                if broken <= SHOWN {
                    let what = if error.is_eof() { "is cut off" } else { "is not valid JSON" };
                    let place = excerpt(bytes, input.path, number + 1, error.column(), &mut reading.sources);
                    let message = format!("an event of `{}` {what}", input.path);
                    let diagnostic = Diagnostic::warning("bad-evidence", message)
                        .at(place, "ignored")
                        .help("each line must be one event as OpenLineage writes it");
                    reading.diagnostics.push(diagnostic);
                }
            }
        }
    }
    if broken > SHOWN {
        let message = format!("{} more events of `{}` are left out", broken - SHOWN, input.path);
        reading.diagnostics.push(Diagnostic::warning("bad-evidence", message));
    }
}

/// Adds the contents of an event: the state of a run, and the results about the datasets it read or wrote.
fn add(event: &EventDoc, run_url: Option<&str>, reading: &mut Reading) {
    let (run, job) = (&event.run.0, &event.job.0);
    let Some(id) = run.run_id.filled() else { return reading.exclude_row(ExclusionReason::NoRun) };
    let Some(at) = instant(event.event_time.or_empty()) else {
        return reading.exclude_row(ExclusionReason::NoTime);
    };
    let job_name = reading.shared(&job_name(&job.namespace, &job.name));
    let node = job.facets.0.dbt_node.0.unique_id.filled();
    let invocation = run.facets.0.dbt_run.0.invocation_id.filled().map(|id| reading.shared(id));
    let state = event.state();
    let parent = parent(&run.facets.0, reading);
    let lost = lost(event, reading);
    let outputs = event.outputs.0.iter();
    let outputs: Vec<&DatasetDoc> = outputs
        .filter(|doc| !doc.written().iter().any(|dataset| dataset.lifecycle.loss().is_some()))
        .collect();
    let inputs: Vec<Dataset> = event.inputs.0.iter().map(|doc| dataset(doc, reading)).collect();
    let writes: Vec<Dataset> = outputs.iter().map(|doc| dataset(doc, reading)).collect();
    let written = outputs.iter().enumerate();
    let written = written.filter_map(|(at, doc)| written_table(at, &doc.written(), reading)).collect();
    let row = reading.row();
    let about = EventContext {
        job: Arc::clone(&job_name),
        is_skipped: state == RunState::Abort,
        by_dbt: node.is_some(),
    };
    let facts: Vec<(ObservedSubject, ObservedFact)> = event
        .inputs
        .0
        .iter()
        .zip(&inputs)
        .chain(outputs.into_iter().zip(&writes))
        .flat_map(|(doc, dataset)| checks(doc, dataset, &about))
        .collect();
    let message = one_line(run.facets.0.error_message.0.message.or_empty());
    let link = link(event, run_url).map(|link| reading.shared(&link));
    let query = query(&run.facets.0);
    let event = RunEvent {
        run: id.into(),
        state,
        is_stream: job.facets.0.is_stream(),
        message,
        parent,
        reads: inputs,
        writes,
        lost,
        written,
        link,
        query,
    };
    let subject = ObservedSubject::Job { job: job_name, node: node.map(Into::into) };
    reading
        .observe(row, Some(at), subject, ObservedFact::Event(Box::new(event)))
        .invocation
        .clone_from(&invocation);
    for (subject, fact) in facts {
        reading.observe(row, Some(at), subject, fact).invocation.clone_from(&invocation);
    }
}

/// Returns the job and the id of the parent run.
fn parent(facets: &RunFacetsDoc, reading: &mut Reading) -> Option<(Arc<str>, Box<str>)> {
    let parent = &facets.parent.0;
    let id = parent.run.0.run_id.filled()?;
    Some((reading.shared(&job_name(&parent.job.0.namespace, &parent.job.0.name)), id.into()))
}

/// Returns the tables that were dropped, truncated or renamed.
fn lost(event: &EventDoc, reading: &mut Reading) -> Box<[LostTable]> {
    let mut lost: Vec<LostTable> = Vec::new();
    for doc in &event.outputs.0 {
        for change in doc.written().map(|facets| facets.lifecycle) {
            lost.extend(change.loss().map(|how| LostTable { dataset: dataset(doc, reading), how }));
            lost.extend(change.old_name().map(|old| {
                let dataset = Dataset { names: [named(&old.namespace, &old.name, reading)].into() };
                LostTable { dataset, how: TableLoss::Renamed }
            }));
        }
    }
    lost.into_boxed_slice()
}

/// Returns the address of the run.
fn link(event: &EventDoc, run_url: Option<&str>) -> Option<String> {
    let facets = &event.run.0.facets.0;
    let spark = &facets.spark_application.0;
    let reported = [&facets.airflow.0.task_instance.0.log_url, &spark.history_url, &spark.ui_web_url];
    let names = RunNames {
        run: event.run.0.run_id.or_empty(),
        job: event.job.0.name.or_empty(),
        namespace: event.job.0.namespace.or_empty(),
    };
    run_link(run_url, names, &reported.map(Text::or_empty))
}

/// Returns the query that the run executed, if its id is given.
fn query(facets: &RunFacetsDoc) -> Option<Arc<ExternalQuery>> {
    let query = &facets.external_query.0;
    let id = one_line(query.external_query_id.filled()?).into_boxed_str();
    let source = one_line(query.source.or_empty()).into_boxed_str();
    (!id.is_empty()).then(|| Arc::new(ExternalQuery { id, source }))
}

/// The event that contains checks.
struct EventContext {
    job: Arc<str>,
    /// Whether the run was skipped, so that nothing was checked.
    is_skipped: bool,
    by_dbt: bool,
}

/// Returns the results about a dataset, wherever the event has them.
fn checks(doc: &DatasetDoc, dataset: &Dataset, about: &EventContext) -> Vec<(ObservedSubject, ObservedFact)> {
    let facets = [&doc.input_facets, &doc.output_facets, &doc.facets];
    let assertions = facets.into_iter().flat_map(|facets| &facets.0.data_quality_assertions.0.assertions.0);
    let mut facts: Vec<(ObservedSubject, ObservedFact)> = Vec::new();
    for assertion in assertions {
        let subject = ObservedSubject::Dataset {
            dataset: dataset.clone(),
            job: Some(Arc::clone(&about.job)),
            by_dbt: about.by_dbt,
        };
        let outcome = match (about.is_skipped, assertion.success.or_empty(), assertion.severity.or_empty()) {
            (true, ..) => TestOutcome::Skipped,
            (false, "true", _) => TestOutcome::Pass,
            (false, "false", severity) if severity.eq_ignore_ascii_case("warn") => TestOutcome::Warn,
            (false, "false", _) => TestOutcome::Fail,
            // An event without an outcome proves nothing.
            (false, ..) => TestOutcome::Skipped,
        };
        let fact = ObservedFact::Check {
            name: assertion.assertion.or_empty().into(),
            column: assertion.column.filled().map(Into::into),
            failures: assertion.actual.filled().filter(|_| about.by_dbt).and_then(|count| count.parse().ok()),
            arguments: [assertion.name.or_empty(), assertion.expected.or_empty()].join(" ").trim().into(),
            outcome,
        };
        facts.push((subject, fact));
    }
    facts
}

/// `NAMESPACE/NAME`.
fn job_name(namespace: &Text, name: &Text) -> String {
    format!("{}/{}", namespace.or_empty(), name.or_empty())
}

fn dataset(doc: &DatasetDoc, reading: &mut Reading) -> Dataset {
    let own_name = (&doc.namespace, &doc.name);
    let aliases = doc.facets.0.symlinks.0.identifiers.0.iter().map(|alias| (&alias.namespace, &alias.name));
    let names = std::iter::once(own_name).chain(aliases).filter(|(_, name)| name.filled().is_some());
    Dataset { names: names.map(|(namespace, name)| named(namespace, name, reading)).collect() }
}

fn named(namespace: &Text, name: &Text, reading: &mut Reading) -> (Arc<str>, Box<str>) {
    let namespace = dataset_namespace(namespace.or_empty());
    (reading.shared(&namespace), dataset_name(name.or_empty()).into_boxed_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::EvidenceIx;
    use proptest::prelude::*;

    const EVENT: &str = r#"{"eventType": "COMPLETE", "eventTime": "2026-11-21T01:00:00Z", "run": {"runId": "a"}, "job": {"namespace": "n", "name": "j"}}"#;

    /// Returns the numbers of events and of diagnostics.
    fn read(text: &[u8]) -> (usize, usize) {
        let mut reading = Reading::of(EvidenceIx(0));
        super::read(&Input { bytes: text, path: "events.ndjson", run_url: None }, &mut reading);
        (reading.observations.len(), reading.diagnostics.len())
    }

    #[test]
    fn events_are_read_from_lines_from_a_list_or_alone() {
        assert_eq!(read(format!("{EVENT}\n\n{EVENT}\r\n").as_bytes()), (2, 0));
        assert_eq!(read(format!("[{EVENT},\n{EVENT}]").as_bytes()), (2, 0));
        assert_eq!(read(EVENT.replace(", ", ",\n").as_bytes()), (1, 0));
        assert_eq!(read(b""), (0, 0));
    }

    #[test]
    fn a_damaged_line_does_not_affect_the_others() {
        assert_eq!(read(format!("{EVENT}\n{}", &EVENT[..60]).as_bytes()), (1, 1));
        assert_eq!(read(format!("nonsense\n{EVENT}\n").as_bytes()), (1, 1));
        assert_eq!(read("x\n".repeat(50).as_bytes()), (0, SHOWN + 1));
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            read(&bytes);
        }

        #[test]
        fn no_truncation_makes_the_reader_panic(length in 0..EVENT.len()) {
            read(&EVENT.as_bytes()[..length]);
        }
    }
}
