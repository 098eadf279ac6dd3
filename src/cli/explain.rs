//! `glassbox explain`: the page of a rule, or the list of all.

use super::Exit;
use super::report::CannotRun;
use crate::diagnostics::nearest;
use crate::rules;
use clap::Args;
use std::io::Write as _;

#[derive(Args, Debug)]
pub(super) struct ExplainArguments {
    /// The rule, such as `boundary-leak`; by default, all rules are listed
    #[arg(value_name = "RULE")]
    rule: Option<String>,
}

pub(super) fn run(arguments: &ExplainArguments) -> Result<Exit, CannotRun> {
    let width = rules::pages().map(|page| page.id.len()).max().unwrap_or_default();
    let text = match &arguments.rule {
        None => rules::pages()
            .map(|page| format!("{:width$} {:8} {}\n", page.id, page.level.word(), page.title()))
            .collect(),
        Some(rule) => rule_page(rule)?.text.to_owned(),
    };
    // A reader that has closed the stream, such as `head`, has read enough.
    let _ = write!(anstream::stdout().lock(), "{text}");
    Ok(Exit::Fine)
}

/// Returns the page of the rule with an id.
///
/// # Errors
/// If there is none; suggests the nearest id.
pub(super) fn rule_page(rule: &str) -> Result<crate::model::RulePage, CannotRun> {
    rules::pages().find(|page| page.id == rule).ok_or_else(|| {
        let suggestion = nearest(rule, rules::pages().map(|page| page.id));
        CannotRun::because(format!("there is no rule `{rule}`")).did_you_mean(suggestion)
    })
}
