//! The results of tests as reasons need them.

use crate::model::{Test, TestFailure, TestOutcome, TestRun};

/// Returns the later of two results; of two of one moment, the first.
pub(super) fn newer<'r>(last: Option<&'r TestRun>, run: &'r TestRun) -> Option<&'r TestRun> {
    Some(last.filter(|last| last.at >= run.at).unwrap_or(run))
}

/// Returns the result of a failed test.
pub(super) fn failure(test: &Test, run: &TestRun) -> TestFailure {
    TestFailure {
        id: test.unique_id.clone(),
        name: test.name.clone(),
        column: test.column.clone(),
        crashed: run.outcome == TestOutcome::Crashed,
        rows: run.failures.filter(|rows| *rows > 0),
    }
}
