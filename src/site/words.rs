//! The fixed vocabularies as readers meet them: a word, and what it means in one plain sentence.

use super::parts::{Label, MenuGroup};
use crate::model::{
    DeliveryStatus, Horizon, Lifecycle, MartKind, PortType, Quarter, RuleLevel, Stage, Status, Verdict,
    WorkState,
};
use crate::prose::en;
use std::collections::BTreeSet;

fn word(id: &str, name: &str, meaning: &str) -> Label {
    Label { id: id.to_owned(), name: name.to_owned(), meaning: meaning.to_owned() }
}

/// What a group of the menus is called.
pub(super) fn menu_group(group: MenuGroup) -> &'static str {
    match group {
        MenuGroup::Catalog => "Catalog",
        MenuGroup::Trust => "Trust",
        MenuGroup::Plans => "Plans",
        MenuGroup::Help => "Help",
    }
}

/// The lifecycle of a product.
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

/// What became of rows of evidence: used, replaced, not relevant, matched nothing.
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
            "Rows that say nothing about production, such as a build in another schema, the start of a run \
             whose end is reported as well, or an unreadable line.",
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

/// A problem with a file of evidence, in words; the id is that of an icon.
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

/// What a mart is about.
pub(super) fn mart(kind: MartKind) -> Label {
    let (name, meaning) = match kind {
        MartKind::Application => ("Application mart", "One system of the company, made readable."),
        MartKind::Integrated => ("Integrated mart", "Several systems brought together."),
        MartKind::Project => ("Project mart", "Made for one project."),
    };
    word(kind.word(), name, meaning)
}

/// Where the output of a product is used.
pub(super) fn stage(stage: Stage) -> Label {
    let meaning = match stage {
        Stage::Analysis => "People look at it to learn something.",
        Stage::Operational => "Daily work depends on it.",
        Stage::Marketing => "It reaches people outside the company.",
        Stage::Application => "It is part of what customers use.",
    };
    word(stage.word(), en::stage_name(stage), meaning)
}

/// Where a stage of use is on the path to production.
pub(super) fn place(stage: Stage) -> &'static str {
    match stage {
        Stage::Analysis => "for insight",
        Stage::Operational => "in another team’s tools",
        Stage::Marketing => "outside the company",
        Stage::Application => "in the product",
    }
}

/// What an output port is.
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

/// Several output ports of a kind.
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

/// The status of a product or an asset.
pub(super) fn status(status: Status) -> Label {
    let (name, meaning) = match status {
        Status::Healthy => ("Healthy", "Everything that was checked is fine."),
        Status::Unchecked => {
            ("Unchecked", "It ran, but nothing tests it, so we cannot say whether its data is right.")
        }
        Status::Unknown => {
            ("Unknown", "We saw no recent evidence, or not enough, so we cannot say it is fine.")
        }
        Status::Warning => (
            "Warning",
            "Something is not as it should be, such as a test that warns or a run that is overdue, and nothing fails.",
        ),
        Status::AtRisk => {
            ("At risk", "It has no known problem of its own, but something it builds on is failing or late.")
        }
        Status::Late => ("Late", "Its data is older than allowed."),
        Status::Failing => ("Failing", "It did not run, or its data is wrong."),
    };
    Label { id: status.word().to_owned(), name: name.to_owned(), meaning: meaning.to_owned() }
}

/// The statuses that occur, each once, the worst first.
pub(super) fn seen(statuses: impl IntoIterator<Item = Status>) -> Vec<Label> {
    let seen: BTreeSet<Status> = statuses.into_iter().collect();
    seen.into_iter().rev().map(status).collect()
}

/// All statuses, the best first, then "not watched".
pub(super) fn statuses() -> Vec<Label> {
    Status::WORDS.iter().filter_map(|word| Status::parse(word)).map(status).chain([not_watched()]).collect()
}

/// The status of a product that has nothing to watch.
pub(super) fn not_watched() -> Label {
    Label {
        id: "not-watched".to_owned(),
        name: "Not watched".to_owned(),
        meaning:
            "Nothing in it can be measured, such as a service by people, or it is proposed and nothing of it was seen."
                .to_owned(),
    }
}

/// Whether a promise is kept.
pub(super) fn verdict(verdict: Verdict) -> Option<Label> {
    let (id, name, meaning) = match verdict {
        Verdict::Kept => ("holding", "Kept", "What was measured is within the promise."),
        Verdict::Broken => ("failing", "Broken", "What was measured is outside the promise."),
        Verdict::NotDue => ("unchecked", "Not due today", "Nothing is promised for today."),
        Verdict::NotMeasurable => ("unknown", "Not measurable", "There is no evidence to measure it by."),
        Verdict::Declared => return None,
    };
    Some(Label { id: id.to_owned(), name: name.to_owned(), meaning: meaning.to_owned() })
}

/// The status of a piece of work.
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

/// The progress of the work on a product.
pub(super) fn work_state(state: WorkState) -> Label {
    let (name, meaning) = match state {
        WorkState::Dropped => ("Dropped", "Cancelled."),
        WorkState::Delivered => ("Delivered", "Done and in use."),
        WorkState::OnTrack => ("No known risk", "Nothing is known that may delay it."),
        WorkState::Paused => ("Paused", "Started, but on hold."),
        WorkState::AtRisk => ("At risk", "Something may delay it."),
        WorkState::Overdue => ("Overdue", "Its due date has passed and it is not done."),
    };
    word(state.word(), name, meaning)
}

/// A quarter: `Q4 2026`.
pub(super) fn quarter(quarter: Quarter) -> String {
    format!("Q{} {}", quarter.quarter, quarter.year)
}

/// When an initiative is planned: its name, and what that means.
pub(super) fn horizon(horizon: Horizon) -> (&'static str, &'static str) {
    match horizon {
        Horizon::Now => ("Now", "In progress, or due this quarter."),
        Horizon::Next => ("Next", "Due in the next quarter."),
        Horizon::Later => ("Later", "Due later, or without a date."),
        Horizon::Delivered => ("Delivered", "All of it is done."),
        Horizon::Dropped => ("Dropped", "None of it will be done."),
    }
}

/// The level of a rule.
pub(super) fn rule_level(level: RuleLevel) -> Label {
    let (name, meaning) = match level {
        RuleLevel::Off => ("Off", "Turned off here."),
        RuleLevel::Note => ("Note", "Good to know."),
        RuleLevel::Warning => ("To fix", "Should be fixed."),
        RuleLevel::Error => ("Error", "Must be fixed before anything is published."),
    };
    word(level.word(), name, meaning)
}

/// The state of the evidence for a control, in words.
pub(super) fn evidence(state: EvidenceState) -> Label {
    match state {
        EvidenceState::Seen => {
            word("seen", "Carried out", "The last run of its job succeeded on every table.")
        }
        EvidenceState::Given => {
            word("given", "Evidence current", "There is evidence, and no review is overdue.")
        }
        EvidenceState::Stale => word("stale", "Review overdue", "The last review was too long ago."),
        EvidenceState::Missing => word("missing", "No evidence", "There is no evidence that it is met."),
        EvidenceState::Failing => word("failing", "Failing", "The job that carries it out failed."),
    }
}

/// The state of the evidence for a control; ordered from good to bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum EvidenceState {
    /// A job was seen to do it at every table.
    Seen,
    /// There, and reviewed in time.
    Given,
    /// There, but its review is overdue.
    Stale,
    /// Not there.
    Missing,
    /// The job that does it failed.
    Failing,
}

impl EvidenceState {
    /// Whether nothing has to be done.
    pub(super) fn is_current(self) -> bool {
        self <= Self::Given
    }
}

/// What kind of news it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum NewsKind {
    /// It may break what others built.
    Breaking,
    /// It is late or failing, and was not the day before.
    Problem,
    /// It is neither late nor failing any more.
    Over,
    /// What an owner says of a problem.
    Notice,
    /// Planned work that is done.
    Delivered,
    /// Something to be proud of.
    Achieved,
    /// A product is new.
    Came,
    /// Anything else that others rely on.
    Changed,
}

/// What kind of news it is.
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

/// Whether a product meets a check.
pub(super) fn met(met: Option<bool>) -> Label {
    match met {
        Some(true) => word("met", "Met", "The check is met."),
        Some(false) => word("wanting", "Missing", "The check is not met yet."),
        None => word("not-asked", "Not applicable", "The check does not apply."),
    }
}

/// What happens to an obligation when data subject to it is read, in words.
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

/// What happens to an obligation when data subject to it is read; what needs attention comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum FlowState {
    /// The reader does not declare it.
    Open,
    /// It ends before the reader.
    Ends,
    /// The reader declares it as well.
    Carried,
}
