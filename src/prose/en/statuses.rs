//! What each status means, in one plain sentence.

use crate::model::Status;

/// The meaning of “Not watched”.
pub(crate) const NOT_WATCHED_MEANING: &str = "Nothing in it can be measured, such as a service by people, or it is proposed and nothing of it was seen.";

/// Returns the meaning of the status of a product or an asset.
pub(crate) fn status_meaning(status: Status) -> &'static str {
    match status {
        Status::Healthy => "Everything that was checked is fine.",
        Status::Unchecked => "It ran, but no test and no measurable promise says whether its data is right.",
        Status::Unknown => "We saw no recent evidence, or not enough, so we cannot say it is fine.",
        Status::Warning => {
            "Something is not as it should be, such as a test that warns or a run that is overdue, and nothing fails."
        }
        Status::AtRisk => "Something it builds on is failing or late, or it ran before its input was ready.",
        Status::Late => "Its data is older than allowed.",
        Status::Failing => "It did not run, or its data is wrong.",
    }
}
