//! `api/words.json`: the fixed words that the records of products use, with their meanings, and the names of the rules.

use super::context::ViewContext;
use super::parts::{Label, PageRef};
use super::rule_links::rule_ref;
use super::words::{self, EvidenceState};
use crate::model::{
    DeliveryStatus, Lifecycle, MartKind, PortType, PromiseVerdict, RuleLevel, Stage, WorkState,
};
use serde::Serialize;

/// The words by what they are about, so that a record need not repeat what they mean.
#[derive(Clone, Debug, Hash, Serialize)]
pub(super) struct VocabulariesRecord {
    status: Vec<Label>,
    promise: Vec<Label>,
    lifecycle: Vec<Label>,
    port: Vec<Label>,
    mart: Vec<Label>,
    stage: Vec<Label>,
    delivery: Vec<Label>,
    work: Vec<Label>,
    control: Vec<Label>,
    level: Vec<Label>,
    rule: Vec<PageRef>,
}

/// Returns the words, each vocabulary in its own order.
pub(super) fn vocabularies(context: &ViewContext<'_>) -> VocabulariesRecord {
    use EvidenceState::{Failing, Given, Missing, Partly, Seen, Stale, Unreviewed};
    use PromiseVerdict::{Broken, Kept, NotDue, NotMeasurable, NotNeeded};
    let verdicts = [Kept, Broken, NotDue, NotNeeded, NotMeasurable];
    let evidence = [Seen, Given, Partly, Unreviewed, Stale, Missing, Failing];
    VocabulariesRecord {
        status: words::statuses(),
        promise: verdicts.into_iter().filter_map(words::verdict).collect(),
        lifecycle: named(Lifecycle::ALL, words::lifecycle),
        port: named(PortType::ALL, words::port),
        mart: named(MartKind::ALL, words::mart),
        stage: named(Stage::ALL, words::stage),
        delivery: named(DeliveryStatus::ALL, words::delivery),
        work: named(WorkState::ALL, words::work_state),
        control: named(&evidence, words::evidence),
        level: named(RuleLevel::ALL, words::rule_level),
        rule: context.rule_report.rules.iter().map(rule_ref).collect(),
    }
}

fn named<W: Copy>(all: &[W], label: impl Fn(W) -> Label) -> Vec<Label> {
    all.iter().copied().map(label).collect()
}
