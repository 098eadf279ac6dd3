//! What could not be compared between two states, and what makes it comparable.

use super::listed;

/// The columns of an output port are not known any more.
pub(crate) fn column_gap(port: &str, product: &str) -> String {
    format!("the columns of `{port}` of `{product}` were known and are no longer known")
}

/// What makes the columns of a port known, of dbt or of another tool.
pub(crate) fn column_gap_remedy(is_of_dbt: bool) -> &'static str {
    match is_of_dbt {
        true => "describe them in dbt, or give its `catalog.json` for both states",
        false => "give OpenLineage events with a `schema` facet for both states",
    }
}

/// No job was seen to write what stands behind these output ports; the jobs have run once, or were not seen to.
pub(crate) fn job_gap(product: &str, ports: &[String], jobs: &[String], have_run: bool) -> String {
    let quoted = |names: &[String]| listed(names.iter().map(|name| format!("`{name}`")));
    let (jobs, ports) = (quoted(jobs), quoted(ports));
    match have_run {
        true => format!("{jobs} ran once without writing {ports} of `{product}`, which may have had no news"),
        false => {
            format!(
                "no good run of {jobs} says what it wrote, so {ports} of `{product}` could not be compared"
            )
        }
    }
}

/// What makes it known what the jobs of a state write.
pub(crate) fn job_gap_remedy(have_run: bool) -> &'static str {
    match have_run {
        true => "give the state the OpenLineage events of another run of the job",
        false => "give the state the OpenLineage events of a day on which the job ran",
    }
}

/// The first gaps, how many `more` there are, and what makes them comparable, in a line.
pub(crate) fn gap_line(told: &[String], more: usize, remedies: &[&str]) -> String {
    let mut line = told.join("; ");
    if more > 0 {
        line.push_str(&format!("; and {more} more"));
    }
    if !remedies.is_empty() {
        line.push_str(&format!(" ({})", remedies.join("; ")));
    }
    line
}

/// What stands before the gaps.
pub(crate) fn incomplete() -> &'static str {
    "Not everything could be compared:"
}

/// What is said of the rest where nothing changed in it; without one of the states there is no rest.
pub(crate) fn nothing_else(is_compared: bool) -> &'static str {
    match is_compared {
        true => "No other changes were found.\n",
        false => "Nothing was compared.\n",
    }
}
