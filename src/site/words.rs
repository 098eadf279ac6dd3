//! The fixed vocabularies as readers see them: a word, and its meaning in one plain sentence.

use super::parts::{Label, MenuSectionId, PageRef};
use crate::model::{
    CheckMark, DeliveryStatus, Horizon, Lifecycle, MartKind, PortType, PromiseVerdict, Quarter, RuleLevel,
    Stage, Status, WorkState,
};
use crate::prose::en;
use std::collections::BTreeSet;

fn word(id: &str, name: &str, meaning: &str) -> Label {
    Label { id: id.to_owned(), name: name.to_owned(), meaning: meaning.to_owned() }
}

/// Returns the name of a menu group.
pub(super) fn menu_group(group: MenuSectionId) -> &'static str {
    match group {
        MenuSectionId::Catalog => "Catalog",
        MenuSectionId::Usability => "Trust",
        MenuSectionId::Plans => "Plans",
        MenuSectionId::Help => "Help",
    }
}

/// Returns the lifecycle of a product as a mark next to its name; none for an active one.
pub(super) fn lifecycle_mark(lifecycle: Lifecycle) -> Option<Label> {
    (lifecycle != Lifecycle::Active).then(|| self::lifecycle(lifecycle))
}

/// Returns a tier, as what the use of a product is worth where no stage of use is known.
pub(super) fn tier(tier: &PageRef) -> Label {
    let meaning = "The tier of a product through which it is used. No further stage of use is known.";
    word(&tier.id, &format!("Tier {}", tier.name), meaning)
}

/// Returns the lifecycle of a product.
pub(super) fn lifecycle(lifecycle: Lifecycle) -> Label {
    let (name, meaning) = match lifecycle {
        Lifecycle::Proposed => ("Proposed", "An idea: do not rely on it yet."),
        Lifecycle::Draft => ("Draft", "Being built: do not rely on it yet."),
        Lifecycle::Active => ("Active", "In use and maintained."),
        Lifecycle::Deprecated => ("Deprecated", "Still available, but build nothing new on it."),
        Lifecycle::Retired => ("Retired", "No longer in use. Kept for reference."),
    };
    word(lifecycle.word(), name, meaning)
}

/// Returns the ways rows of evidence are used: used, replaced, not relevant, matched nothing.
pub(super) fn counts() -> [Label; 4] {
    [
        word(
            "used",
            "Used",
            "Rows about a table, a test or a job of this catalog: statuses, lineage and columns are based on \
             them.",
        ),
        word(
            "replaced",
            "Replaced by newer",
            "Rows replaced by a newer result about the same thing; of two results with the same \
             time, the worse one counts.",
        ),
        word(
            "not-relevant",
            "Not relevant",
            "Rows with no result of a table, a test or a job of this catalog: for example a build in another \
             schema, the start of a run whose end is reported as well, an event that tells only what a job \
             reads and writes, or an unreadable line. Tables and jobs that such rows name may still be listed \
             under Coverage.",
        ),
        word(
            "unmatched",
            "Matched nothing",
            "Rows about tables, tests or jobs that this catalog does not know. An event stream of the \
             whole company has many of them.",
        ),
    ]
}

/// A problem with a file of evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FileState {
    UnknownFormat,
    Unreadable,
    PartlyUnreadable,
    NothingMatched,
    HardlyMatched,
    NothingUsed,
    Empty,
}

/// Returns a problem with a file of evidence, in words; the id is that of an icon.
pub(super) fn file_state(state: FileState) -> Label {
    let (id, name, meaning) = match state {
        FileState::UnknownFormat => ("error", "Not read", "Glassbox does not know its format."),
        FileState::Unreadable => {
            ("error", "Cannot be read", "It is damaged or cut off, so nothing in it is used.")
        }
        FileState::PartlyUnreadable => ("warning", "Partly unreadable", "Some of it is damaged or cut off."),
        FileState::NothingMatched => {
            ("warning", "Nothing matched", "All of it is about things that this catalog does not know.")
        }
        FileState::HardlyMatched => {
            ("warning", "Little matched", "Most of it is about things that this catalog does not know.")
        }
        FileState::NothingUsed => ("note", "Nothing used", "Nothing in it is about production."),
        FileState::Empty => ("note", "Empty", "It has no rows."),
    };
    word(id, name, meaning)
}

/// Returns the subject of a mart.
pub(super) fn mart(kind: MartKind) -> Label {
    let (name, meaning) = match kind {
        MartKind::Application => ("Application mart", "One system of the company, made readable."),
        MartKind::Integrated => ("Integrated mart", "Several systems brought together."),
        MartKind::Project => ("Project mart", "Made for one project."),
    };
    word(kind.word(), name, meaning)
}

/// Returns where the output of a product is used.
pub(super) fn stage(stage: Stage) -> Label {
    let meaning = match stage {
        Stage::Analysis => "People look at it to learn something.",
        Stage::Operational => "Daily work depends on it.",
        Stage::Marketing => "It reaches people outside the company.",
        Stage::Application => "It is part of what customers use.",
    };
    word(stage.word(), en::stage_name(stage), meaning)
}

/// Returns where a stage of use is on the path to production.
pub(super) fn place(stage: Stage) -> &'static str {
    match stage {
        Stage::Analysis => "for insight",
        Stage::Operational => "in another team’s tools",
        Stage::Marketing => "outside the company",
        Stage::Application => "in the product",
    }
}

/// Returns the kind of an output port.
pub(super) fn port(kind: PortType) -> Label {
    let (name, meaning) = match kind {
        PortType::Table => ("Table", "A table in the warehouse."),
        PortType::Dashboard => ("Dashboard", "Figures to look at."),
        PortType::Api => ("API", "An interface for programs."),
        PortType::File => ("File", "A file to download."),
        PortType::Sync => ("Sync", "Data sent to another tool."),
        PortType::Alert => ("Alert", "A message when something happens."),
        PortType::Document => ("Document", "A document to read."),
        PortType::Model => ("Model", "A model that predicts or classifies."),
        PortType::Service => ("Service", "People who help."),
    };
    word(kind.word(), name, meaning)
}

/// Returns the plural name of a kind of output port.
pub(super) fn ports(kind: PortType) -> &'static str {
    match kind {
        PortType::Table => "Tables",
        PortType::Dashboard => "Dashboards",
        PortType::Api => "APIs",
        PortType::File => "Files",
        PortType::Sync => "Syncs",
        PortType::Alert => "Alerts",
        PortType::Document => "Documents",
        PortType::Model => "Models",
        PortType::Service => "Services",
    }
}

/// Returns the status of a product or an asset.
pub(super) fn status(status: Status) -> Label {
    word(status.word(), status.name(), en::status_meaning(status))
}

/// Returns the statuses that occur, each once, worst first.
pub(super) fn seen(statuses: impl IntoIterator<Item = Status>) -> Vec<Label> {
    let seen: BTreeSet<Status> = statuses.into_iter().collect();
    seen.into_iter().rev().map(status).collect()
}

/// Returns all statuses, best first, then "not watched".
pub(super) fn statuses() -> Vec<Label> {
    Status::WORDS.iter().filter_map(|word| Status::parse(word)).map(status).chain([not_watched()]).collect()
}

/// Returns the status of a product that has nothing to watch.
pub(super) fn not_watched() -> Label {
    word("not-watched", "Not watched", en::NOT_WATCHED_MEANING)
}

/// Returns whether a promise is kept, in words.
pub(super) fn verdict(verdict: PromiseVerdict) -> Option<Label> {
    let (id, name, meaning) = match verdict {
        PromiseVerdict::Kept => ("holding", "Kept", "What was measured is within the promise."),
        PromiseVerdict::Broken => ("failing", "Broken", "What was measured is outside the promise."),
        PromiseVerdict::NotDue => ("unchecked", "Not due today", "Nothing is promised for today."),
        PromiseVerdict::NotNeeded => (
            "unchecked",
            "No failed run",
            "No run of its outputs was seen to fail or be skipped in that time, so it shows nothing about how fast failures are fixed.",
        ),
        PromiseVerdict::NotMeasurable => {
            ("unknown", "Not measurable", "There is no evidence to measure it by.")
        }
        PromiseVerdict::Declared => return None,
    };
    Some(Label { id: id.to_owned(), name: name.to_owned(), meaning: meaning.to_owned() })
}

/// Returns the status of a piece of work.
pub(super) fn delivery(status: DeliveryStatus) -> Label {
    let (name, meaning) = match status {
        DeliveryStatus::Planned => ("Planned", "Not started."),
        DeliveryStatus::InProgress => ("In progress", "Being worked on."),
        DeliveryStatus::Delivered => ("Delivered", "Done and in use."),
        DeliveryStatus::Paused => ("Paused", "Started, but on hold."),
        DeliveryStatus::Dropped => ("Dropped", "Cancelled."),
    };
    word(status.word(), name, meaning)
}

/// Returns the progress of the work on a product.
pub(super) fn work_state(state: WorkState) -> Label {
    let (name, meaning) = match state {
        WorkState::Dropped => ("Dropped", "Cancelled."),
        WorkState::Delivered => ("Delivered", "Done and in use."),
        WorkState::Unplanned => ("No work planned yet", "Nobody has said what work it takes."),
        WorkState::OnTrack => ("No known delay", "Nothing is known that may delay it."),
        WorkState::Paused => ("Paused", "Started, but on hold."),
        WorkState::AtRisk => ("At risk", "Something may delay it."),
        WorkState::Overdue => ("Overdue", "Its due date has passed and it is not done."),
    };
    word(state.word(), name, meaning)
}

/// Returns a quarter: `Q4 2026`.
pub(super) fn quarter(quarter: Quarter) -> String {
    format!("Q{} {}", quarter.quarter, quarter.year)
}

/// Returns when an initiative is planned: its name, and its meaning.
pub(super) fn horizon(horizon: Horizon) -> (&'static str, &'static str) {
    match horizon {
        Horizon::Now => ("Now", "In progress, or due this quarter."),
        Horizon::Next => ("Next", "Due in the next quarter."),
        Horizon::Later => ("Later", "Due later, or without a date."),
        Horizon::Delivered => ("Delivered", "All of it is done."),
        Horizon::Dropped => ("Dropped", "None of it will be done."),
    }
}

/// Returns the level of a rule.
pub(super) fn rule_level(level: RuleLevel) -> Label {
    let (name, meaning) = match level {
        RuleLevel::Off => ("Off", "Turned off here."),
        RuleLevel::Note => ("Note", "Good to know."),
        RuleLevel::Warning => ("To fix", "Should be fixed."),
        RuleLevel::Error => ("Error", "Must be fixed before anything is published."),
    };
    word(level.word(), name, meaning)
}

/// Returns the state of the evidence for a control, in words.
pub(super) fn evidence(state: EvidenceState) -> Label {
    match state {
        EvidenceState::Seen => {
            word("seen", "Carried out", "The last run of its job succeeded on every table.")
        }
        EvidenceState::Given => {
            word("given", "Evidence current", "There is evidence, and no review is overdue.")
        }
        EvidenceState::Partly => {
            word("partly", "Not seen on every table", "No recent run of its job was seen on every table.")
        }
        EvidenceState::Unreviewed => word(
            "stale",
            "Carried out, never reviewed",
            "The last run of its job succeeded on every table, but nobody has reviewed it.",
        ),
        EvidenceState::Stale => {
            word("stale", "Review overdue", "The last review was too long ago, or there was none.")
        }
        EvidenceState::Missing => word("missing", "No evidence", "There is no evidence that it is met."),
        EvidenceState::Failing => word("failing", "Failing", "The job that carries it out failed."),
    }
}

/// The state of the evidence for a control; ordered from good to bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum EvidenceState {
    /// A job was observed to apply it to every table.
    Seen,
    /// Given, and reviewed in time.
    Given,
    /// Given, or observed on all marked tables, but its jobs were not observed to apply it to every table.
    Partly,
    /// A job was observed to apply it to every table, but nobody has reviewed it as the control requires.
    Unreviewed,
    /// Given, but its review is overdue.
    Stale,
    /// Missing.
    Missing,
    /// The job that applies it failed.
    Failing,
}

impl EvidenceState {
    /// Whether nothing needs to be done.
    pub(super) fn is_current(self) -> bool {
        self <= Self::Given
    }
}

/// A kind of news.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum NewsKind {
    /// A change that may break what others built.
    Breaking,
    /// A product that is late or failing, and was not the day before.
    Problem,
    /// A product that is no longer late or failing.
    Over,
    /// A notice of an owner about a problem.
    Notice,
    /// Planned work that was delivered.
    Delivered,
    /// An achievement.
    Achieved,
    /// A new product.
    Came,
    /// A change of anything else that others rely on.
    Changed,
}

/// Returns a kind of news, in words.
pub(super) fn news(kind: NewsKind) -> Label {
    match kind {
        NewsKind::Breaking => word("breaking", "Breaking", "What was built on it may no longer work."),
        NewsKind::Problem => word("problem", "Problem", "It is late or failing."),
        NewsKind::Over => word("over", "Over", "It is neither late nor failing any more."),
        NewsKind::Notice => word("notice", "Notice", "What the owner says of a problem."),
        NewsKind::Delivered => word("delivered", "Delivered", "Planned work that is now done."),
        NewsKind::Achieved => word("achieved", "Achieved", "Something to be proud of."),
        NewsKind::Came => word("came", "New", "A new product."),
        NewsKind::Changed => word("changed", "Changed", "Something that others rely on."),
    }
}

/// Returns whether a product meets a check, in words.
pub(super) fn met(mark: &CheckMark) -> Label {
    match mark.met {
        Some(false) if mark.is_not_known() => word(
            "not-known",
            "Not known",
            "Nobody knows whether the check is met; until then it counts as not met.",
        ),
        Some(true) => word("met", "Met", "The check is met."),
        Some(false) => word("wanting", "Missing", "The check is not met yet."),
        None => word("not-asked", "Not applicable", "The check does not apply."),
    }
}

/// Returns what happens to an obligation when data subject to it is read, in words.
pub(super) fn regulated(state: FlowState) -> Label {
    match state {
        FlowState::Open => {
            word("open", "Not declared", "The reader does not declare it, and no end is declared.")
        }
        FlowState::Ends => {
            word("ends", "Ended upstream", "The product that is read declares why the obligation ends there.")
        }
        FlowState::Carried => word("carried", "Passed on", "The reader declares it as well."),
    }
}

/// What happens to an obligation when data subject to it is read; ordered by need of attention.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum FlowState {
    /// The reader does not declare it.
    Open,
    /// It ends before the reader.
    Ends,
    /// The reader declares it as well.
    Carried,
}
