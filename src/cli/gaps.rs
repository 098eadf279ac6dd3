//! The parts of two states that could not be compared. They are reported first, so that an incomplete comparison is
//! not mistaken for one that found no changes.

use crate::changes::{self, CatalogShape, ForgottenPort, UnseenPorts};
use crate::model::{Change, on_one_line};
use crate::prose::en;
use crate::prose::markdown::escaped_markdown;
use serde::Serialize;
use std::collections::BTreeSet;

/// Something that prevents a complete comparison of a state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct StateGap {
    /// The kind of gap, in kebab-case.
    pub(super) code: &'static str,
    /// The state as requested; empty for both.
    pub(super) state: String,
    /// What could not be compared, in words.
    pub(super) text: String,
    /// How to make it comparable; may be empty.
    pub(super) help: String,
}

/// The code of the gap for a missing state.
pub(super) const NO_STATE: &str = "no-such-state";

/// Returns the output ports whose columns are no longer known.
pub(super) fn forgotten(old: &CatalogShape, new: &CatalogShape) -> Vec<StateGap> {
    let gap = |ForgottenPort { product, port, is_of_dbt }: ForgottenPort| StateGap {
        code: "columns-unknown",
        state: String::new(),
        text: en::column_gap(&port, &product),
        help: en::column_gap_remedy(is_of_dbt).to_owned(),
    };
    changes::forgotten(old, new).into_iter().map(gap).collect()
}

/// Returns the output ports of the new state whose tables no job was observed to write, unlike in the old one.
pub(super) fn unseen(old: &CatalogShape, new: &CatalogShape, state: &str) -> Vec<StateGap> {
    let gap = |UnseenPorts { product, ports, jobs, have_run }: UnseenPorts| StateGap {
        code: if have_run { "missed-once" } else { "job-not-seen" },
        state: state.to_owned(),
        text: en::job_gap(&product, &ports, &Vec::from_iter(jobs), have_run),
        help: en::job_gap_remedy(have_run).to_owned(),
    };
    changes::unseen(old, new).into_iter().map(gap).collect()
}

/// The number of gaps in the first line.
const MAX_NAMED: usize = 3;

/// Summarizes the gaps in a line: what could not be compared, and how to make it comparable.
fn line(gaps: &[StateGap]) -> String {
    let reported = gaps.iter().take(MAX_NAMED).map(|gap| match gap.state.as_str() {
        "" => gap.text.clone(),
        state => format!("{state}: {}", gap.text),
    });
    let help: BTreeSet<&str> =
        gaps.iter().map(|gap| gap.help.as_str()).filter(|help| !help.is_empty()).collect();
    let (reported, help): (Vec<String>, Vec<&str>) = (reported.collect(), help.into_iter().collect());
    on_one_line(&en::gap_line(&reported, gaps.len() - reported.len(), &help))
}

/// Returns the sentence for the rest if it has no changes; without one of the states there is no rest.
fn rest(gaps: &[StateGap]) -> &'static str {
    en::nothing_else(gaps.iter().all(|gap| gap.code != NO_STATE))
}

/// Returns the gaps, followed by the changes as described in `sentence`; for people.
pub(super) fn plain_with(gaps: &[StateGap], changes: &[Change], sentence: String) -> String {
    if gaps.is_empty() {
        return sentence;
    }
    let rest = if changes.is_empty() { rest(gaps).to_owned() } else { sentence };
    format!("{} {}\n\n{rest}", en::incomplete(), line(gaps))
}

/// Returns the same as a comment for a pull request.
pub(super) fn markdown_with(gaps: &[StateGap], changes: &[Change], sentence: String) -> String {
    if gaps.is_empty() {
        return sentence;
    }
    let rest = if changes.is_empty() { format!("### Data products\n\n{}", rest(gaps)) } else { sentence };
    format!("**{}** {}\n\n{rest}", en::incomplete(), inline(&line(gaps)))
}

/// Returns the same as one JSON document, given another one in `sentence`; its first keys tell whether everything was
/// compared.
pub(super) fn json_with(gaps: &[StateGap], sentence: &str) -> String {
    let listed = serde_json::to_string_pretty(gaps).expect("serializable").replace('\n', "\n  ");
    let rest = sentence.trim_start().strip_prefix('{').unwrap_or(sentence);
    format!("{{\n  \"compared\": {},\n  \"not_compared\": {listed},{rest}", gaps.is_empty())
}

/// Escapes a text for Markdown, keeping only names in backticks as markup.
fn inline(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    // An unpaired backtick is an ordinary character.
    let is_paired = parts.len() % 2 == 1;
    let mut out = String::new();
    for (position, part) in parts.iter().enumerate() {
        if position % 2 == 1 && is_paired {
            out.push_str(&format!("`{part}`"));
            continue;
        }
        if position > 0 && !is_paired {
            out.push_str("\\`");
        }
        out.push_str(&escaped_markdown(part));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_in_backticks_are_markup() {
        assert_eq!(inline("no `a_b` in <x> @all"), "no `a_b` in &lt;x> &#64;all");
        assert_eq!(inline("a ` b * c"), "a \\` b \\* c");
        assert_eq!(inline("``x*"), "``x\\*");
    }

    #[test]
    fn a_summary_line_has_no_line_breaks_and_names_three_gaps() {
        let gap = |text: &str| StateGap {
            code: "x",
            state: "main".to_owned(),
            text: text.to_owned(),
            help: "h".to_owned(),
        };
        assert_eq!(line(&[gap("a\nb")]), "main: a b (h)");
        assert_eq!(line(&["a", "b", "c", "d", "e"].map(gap)), "main: a; main: b; main: c; and 2 more (h)");
    }
}
