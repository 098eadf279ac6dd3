//! A finding of a rule as pages show it.

use super::context::ViewContext;
use super::parts::{Label, PageRef};
use super::rule_links::rule_ref;
use super::words;
use crate::model::{Finding, capitalised};
use crate::prose::{Code as _, Coded, Say as _, Voice, en};
use serde::Serialize;

/// A finding of a rule.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct FindingView {
    /// Its severity.
    pub level: Label,
    /// The rule.
    pub rule: PageRef,
    /// The product whose owner can fix it.
    pub product: PageRef,
    /// The problem; Markdown, because names may be in backticks.
    pub message: String,
    /// The same with links to the products that it names.
    pub linked: String,
    /// The correct state; Markdown as well.
    pub help: String,
    /// The finding for programs.
    #[serde(flatten)]
    pub fact: Coded,
    /// The waiver that covers it.
    pub waiver: Option<WaiverView>,
}

/// A waiver of a rule.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct WaiverView {
    /// The reason.
    pub reason: String,
    /// The team that owns it.
    pub owner: Option<PageRef>,
    /// The last day when it applies: `2026-12-31`.
    pub until: String,
}

/// Returns a finding as pages show it.
pub(super) fn finding_view(finding: &Finding, context: &ViewContext<'_>) -> FindingView {
    let rule = context.rule_report.rules.iter().find(|rule| rule.id == finding.rule);
    let words = en::words(finding, &Voice::markdown(context.catalog));
    let linking = Voice::linking(context.catalog, super::paths::product);
    FindingView {
        level: words::rule_level(finding.level),
        rule: rule.map(rule_ref).unwrap_or_default(),
        product: context.product_ref(finding.product),
        message: capitalised(&words.sentence),
        linked: capitalised(&finding.say(&linking)),
        help: words.advice,
        fact: finding.coded(context.catalog),
        waiver: None,
    }
}
