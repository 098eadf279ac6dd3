//! What could not be compared between two states, and how to make it comparable.

use super::listed;

/// Returns that the columns of an output port are no longer known.
pub(crate) fn column_gap(port: &str, product: &str) -> String {
    format!("the columns of `{port}` of `{product}` were known before and are no longer known")
}

/// Returns how to make the columns of a port known, for dbt or for another tool.
pub(crate) fn column_gap_remedy(is_of_dbt: bool) -> &'static str {
    match is_of_dbt {
        true => "describe them in dbt, or provide its `catalog.json` for both states",
        false => "provide OpenLineage events with a `schema` facet for both states",
    }
}

/// Returns that no job was observed to write what is behind these output ports, with or without runs of the jobs.
pub(crate) fn job_gap(product: &str, ports: &[String], jobs: &[String], have_run: bool) -> String {
    let quoted = |names: &[String]| listed(names.iter().map(|name| format!("`{name}`")));
    let (jobs, ports) = (quoted(jobs), quoted(ports));
    match have_run {
        true => {
            format!("{jobs} ran once without writing {ports} of `{product}`, which may have had no new data")
        }
        false => {
            format!(
                "no successful run of {jobs} reports what it wrote, so {ports} of `{product}` could not be compared"
            )
        }
    }
}

/// Returns how to make known what the jobs of a state write.
pub(crate) fn job_gap_remedy(have_run: bool) -> &'static str {
    match have_run {
        true => "add the OpenLineage events of another run of the job to the state",
        false => "add the OpenLineage events of a day on which the job ran to the state",
    }
}

/// Returns a line with the first gaps, how many `more` there are, and how to make them comparable.
pub(crate) fn gap_line(gaps: &[String], more: usize, remedies: &[&str]) -> String {
    let mut line = gaps.join("; ");
    if more > 0 {
        line.push_str(&format!("; and {more} more"));
    }
    if !remedies.is_empty() {
        line.push_str(&format!(" ({})", remedies.join("; ")));
    }
    line
}

/// Returns the text before the gaps.
pub(crate) fn incomplete() -> &'static str {
    "Not everything could be compared:"
}

/// Returns the text for the rest if nothing changed in it; without one of the states there is no rest.
pub(crate) fn nothing_else(is_compared: bool) -> &'static str {
    match is_compared {
        true => "No other changes were found.\n",
        false => "Nothing was compared.\n",
    }
}
