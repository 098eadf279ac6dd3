//! The shape of OpenLineage's run events, as far as they are read: that of the OpenLineage specification (spec
//! version 2, events of jobs and runs). Unused facets are ignored.

use super::observation::RunState;
use super::written_facets::{LifecycleDoc, NamedDoc, OutputStatisticsDoc, SchemaDoc, WrittenFacets};
use crate::read::dbt::lenient::{LenientRecord, Records, Text};
use serde::Deserialize;

/// A run event.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct EventDoc {
    /// `START`, `RUNNING`, `COMPLETE`, `FAIL`, `ABORT` or `OTHER`.
    pub(super) event_type: Text,
    /// The time, in RFC 3339.
    pub(super) event_time: Text,
    /// The run.
    pub(super) run: LenientRecord<RunDoc>,
    /// The job.
    pub(super) job: LenientRecord<JobDoc>,
    /// What it read.
    pub(super) inputs: Records<DatasetDoc>,
    /// What it wrote.
    pub(super) outputs: Records<DatasetDoc>,
}

impl EventDoc {
    /// Returns the state of its run.
    pub(super) fn state(&self) -> RunState {
        match self.event_type.or_empty().to_uppercase().as_str() {
            "START" => RunState::Start,
            "COMPLETE" => RunState::Complete,
            "FAIL" => RunState::Fail,
            "ABORT" => RunState::Abort,
            "RUNNING" => RunState::Running,
            _ => RunState::Other,
        }
    }
}

/// A run of a job.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct RunDoc {
    /// Identifies the run.
    pub(super) run_id: Text,
    /// More about it.
    pub(super) facets: LenientRecord<RunFacetsDoc>,
}

/// More about a run.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct RunFacetsDoc {
    /// Why it failed.
    #[serde(rename = "errorMessage")]
    pub(super) error_message: LenientRecord<ErrorMessageDoc>,
    /// For dbt: the invocation.
    pub(super) dbt_run: LenientRecord<DbtRunDoc>,
    /// The parent run.
    pub(super) parent: LenientRecord<ParentDoc>,
    /// For Airflow.
    pub(super) airflow: LenientRecord<AirflowDoc>,
    /// The query that it executed.
    #[serde(rename = "externalQuery")]
    pub(super) external_query: LenientRecord<ExternalQueryDoc>,
    /// For Spark.
    #[serde(rename = "spark_applicationDetails")]
    pub(super) spark_application: LenientRecord<SparkApplicationDoc>,
}

/// A run of Airflow.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct AirflowDoc {
    /// The task instance.
    #[serde(rename = "taskInstance")]
    pub(super) task_instance: LenientRecord<TaskInstanceDoc>,
}

/// A run of a task of Airflow.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct TaskInstanceDoc {
    /// Where its log can be read.
    pub(super) log_url: Text,
}

/// A run of a Spark application.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct SparkApplicationDoc {
    /// Its page, once it has ended.
    pub(super) history_url: Text,
    /// Its page while it is running.
    pub(super) ui_web_url: Text,
}

/// The query that a run executed, in the system that ran it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct ExternalQueryDoc {
    /// Its id there, or its address.
    pub(super) external_query_id: Text,
    /// The system that knows this id.
    pub(super) source: Text,
}

/// Why a run failed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ErrorMessageDoc {
    /// As text.
    pub(super) message: Text,
}

/// A run of dbt.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct DbtRunDoc {
    /// The same id as in `run_results.json`.
    pub(super) invocation_id: Text,
}

/// The parent of a run.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ParentDoc {
    /// Its id.
    pub(super) run: LenientRecord<ParentRunDoc>,
    /// Its job.
    pub(super) job: LenientRecord<NamedDoc>,
}

/// The id of a run.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct ParentRunDoc {
    /// Identifies the run.
    pub(super) run_id: Text,
}

/// A job.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct JobDoc {
    /// The namespace in which its name is unique.
    pub(super) namespace: Text,
    /// Its name.
    pub(super) name: Text,
    /// More about it.
    pub(super) facets: LenientRecord<JobFacetsDoc>,
}

/// More about a job.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct JobFacetsDoc {
    /// For dbt: the node.
    pub(super) dbt_node: LenientRecord<DbtNodeDoc>,
    /// What kind of job it is.
    #[serde(rename = "jobType")]
    pub(super) job_type: LenientRecord<JobTypeDoc>,
}

impl JobFacetsDoc {
    /// Returns whether the job is declared as a stream.
    pub(super) fn is_stream(&self) -> bool {
        self.job_type.0.processing_type.or_empty().eq_ignore_ascii_case("STREAMING")
    }
}

/// What kind of job it is.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct JobTypeDoc {
    /// `BATCH` or `STREAMING`.
    pub(super) processing_type: Text,
}

/// A node of dbt.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct DbtNodeDoc {
    /// dbt's unique id.
    pub(super) unique_id: Text,
}

/// A dataset that a job reads or writes.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct DatasetDoc {
    /// The namespace in which its name is unique.
    pub(super) namespace: Text,
    /// Its name: for a table `database.schema.table`.
    pub(super) name: Text,
    /// More about it.
    pub(super) facets: LenientRecord<DatasetFacetsDoc>,
    /// More about it, for this run only.
    pub(super) input_facets: LenientRecord<DatasetFacetsDoc>,
    /// More about it, for this run only.
    pub(super) output_facets: LenientRecord<DatasetFacetsDoc>,
}

/// More about a dataset.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct DatasetFacetsDoc {
    /// The results of its checks.
    pub(super) data_quality_assertions: LenientRecord<AssertionsDoc>,
    /// Its other names.
    pub(super) symlinks: LenientRecord<SymlinksDoc>,
    /// Its columns.
    pub(super) schema: LenientRecord<SchemaDoc>,
    /// How much of it was written.
    pub(super) output_statistics: LenientRecord<OutputStatisticsDoc>,
    /// The change of the table itself.
    pub(super) lifecycle_state_change: LenientRecord<LifecycleDoc>,
}

impl DatasetDoc {
    /// Returns its facets as a written table.
    pub(super) fn written(&self) -> [WrittenFacets<'_>; 2] {
        [&self.output_facets.0, &self.facets.0].map(|facets| WrittenFacets {
            schema: &facets.schema.0,
            statistics: &facets.output_statistics.0,
            lifecycle: &facets.lifecycle_state_change.0,
        })
    }
}

/// The other names of a dataset.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct SymlinksDoc {
    /// The names.
    pub(super) identifiers: Records<NamedDoc>,
}

/// The results of a dataset's checks.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct AssertionsDoc {
    /// The checks.
    pub(super) assertions: Records<AssertionDoc>,
}

/// A check of a dataset.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct AssertionDoc {
    /// What is checked: `not_null`, `unique`…
    pub(super) assertion: Text,
    /// The column that is checked.
    pub(super) column: Text,
    /// Distinguishes it from others of the same kind.
    pub(super) name: Text,
    /// Whether it passed, as a boolean.
    pub(super) success: Text,
    /// The expected value; distinguishes it from others of the same kind.
    pub(super) expected: Text,
    /// The actual value: for a dbt test, the number of failing rows.
    pub(super) actual: Text,
    /// `error` or `warn`.
    pub(super) severity: Text,
}
