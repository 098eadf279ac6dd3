//! `glassbox explain`: the page of a rule, or the list of all.

use super::{Exit, check, report};
use crate::rules;
use clap::Args;
use std::io::Write as _;

#[derive(Args, Debug)]
pub(super) struct ExplainArguments {
    /// The rule, such as `boundary-leak`; without one, all rules are listed
    #[arg(value_name = "RULE")]
    rule: Option<String>,
}

pub(super) fn run(arguments: &ExplainArguments) -> Exit {
    let text = match &arguments.rule {
        None => rules::pages()
            .map(|page| format!("{:24} {:8} {}\n", page.id, page.level.word(), title(page.text)))
            .collect(),
        Some(rule) => match known(rule) {
            Ok(page) => page.text.to_owned(),
            Err(exit) => return exit,
        },
    };
    // A reader that has closed the stream, such as `head`, has read enough.
    let _ = write!(anstream::stdout().lock(), "{text}");
    Exit::Fine
}

/// The rule of a name; says so if there is none.
pub(super) fn known(rule: &str) -> Result<crate::model::RulePage, Exit> {
    rules::pages().find(|page| page.id == rule).ok_or_else(|| {
        let hint = check::suggestion(rule).map(|name| format!("did you mean `{name}`?"));
        report::could_not_run(&format!("there is no rule `{rule}`"), hint.as_deref())
    })
}

/// The heading of a rule's page.
fn title(text: &str) -> &str {
    text.lines().next().unwrap_or_default().trim_start_matches("# ")
}
