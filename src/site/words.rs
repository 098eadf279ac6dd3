//! The fixed vocabularies as readers meet them: a word, and what it means in one plain sentence.

use super::news::Kind;
use super::parts::{StatusMark, Word};
use crate::model::{
    DeliveryStatus, Horizon, Lifecycle, MartKind, PortType, RuleLevel, Stage, Status, Verdict, WorkState,
};
use std::collections::BTreeSet;

fn word(id: &str, name: &str, meaning: &str) -> Word {
    Word { id: id.to_owned(), name: name.to_owned(), meaning: meaning.to_owned() }
}

/// Where a product stands in its life.
pub(super) fn lifecycle(lifecycle: Lifecycle) -> Word {
    let (name, meaning) = match lifecycle {
        Lifecycle::Proposed => ("Proposed", "An idea: nothing of it exists yet."),
        Lifecycle::Draft => ("Draft", "Being built: look, but do not rely on it yet."),
        Lifecycle::Active => ("Active", "In use and looked after."),
        Lifecycle::Deprecated => ("Deprecated", "Still there, to be left: build nothing new on it."),
        Lifecycle::Retired => ("Retired", "Gone: kept here so that old links lead somewhere."),
    };
    word(lifecycle.word(), name, meaning)
}

/// The heaps in which rows of evidence end: used, replaced, not about this, matched nothing.
pub(super) fn heaps() -> [Word; 4] {
    [
        word(
            "used",
            "Used",
            "Rows that say something of a table, a test or a job of this catalog: statuses, lineage and columns \
             rest on them.",
        ),
        word(
            "replaced",
            "Replaced by newer",
            "Rows in whose place a newer finding about the same thing counts; of two findings of one moment, \
             the worse counts.",
        ),
        word(
            "not-about",
            "Not about this",
            "Rows that do not say how anything stands in production: a build made elsewhere, the beginning of \
             a run whose end is told as well, a line that cannot be read.",
        ),
        word(
            "unmatched",
            "Matched nothing",
            "Rows about tables, tests or jobs that this catalog does not know. A stream of events of the whole \
             company holds many of them.",
        ),
    ]
}

/// What is odd about a file of evidence.
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

/// What is odd about a file of evidence, in words; the id is that of a shape.
pub(super) fn file_state(state: FileState) -> Word {
    let (id, name, meaning) = match state {
        FileState::UnknownFormat => ("error", "Not read", "It is of no format that Glassbox knows."),
        FileState::Unreadable => {
            ("error", "Cannot be read", "It is broken or cut off: nothing of it counts.")
        }
        FileState::PartlyUnreadable => ("warning", "Partly unreadable", "Some of it is broken or cut off."),
        FileState::NothingMatched => {
            ("warning", "Nothing matched", "All of it is about something that this catalog does not know.")
        }
        FileState::HardlyMatched => (
            "warning",
            "Hardly anything matched",
            "Most of it is about something that this catalog does not know.",
        ),
        FileState::NothingUsed => {
            ("note", "Nothing used", "Nothing in it says how anything stands in production.")
        }
        FileState::Empty => ("note", "Empty", "There is no row in it."),
    };
    word(id, name, meaning)
}

/// What a mart is about.
pub(super) fn mart(kind: MartKind) -> Word {
    let (name, meaning) = match kind {
        MartKind::Application => ("Application mart", "One system of the company, made readable."),
        MartKind::Integrated => ("Integrated mart", "Several systems brought together."),
        MartKind::Project => ("Project mart", "Made for one project."),
    };
    word(kind.word(), name, meaning)
}

/// Where the output of a product is used.
pub(super) fn stage(stage: Stage) -> Word {
    let (name, meaning) = match stage {
        Stage::Analysis => ("Analysis", "Somebody looks at it to learn something."),
        Stage::Operational => ("Operational", "The company runs on it."),
        Stage::Marketing => ("Marketing", "It reaches people outside through campaigns."),
        Stage::Application => ("In an application", "It is part of what customers use."),
    };
    word(stage.word(), name, meaning)
}

/// What an output port is.
pub(super) fn port(kind: PortType) -> Word {
    let (name, meaning) = match kind {
        PortType::Table => ("Table", "A table in the warehouse."),
        PortType::Dashboard => ("Dashboard", "Figures to look at."),
        PortType::Api => ("API", "An interface for programs."),
        PortType::File => ("File", "A file to fetch."),
        PortType::Sync => ("Sync", "Data brought into another tool."),
        PortType::Alert => ("Alert", "A message when something happens."),
        PortType::Document => ("Document", "A text to read."),
        PortType::Service => ("Service", "People who help."),
    };
    word(kind.word(), name, meaning)
}

/// How something stands today.
pub(super) fn status(status: Status) -> StatusMark {
    let (name, meaning) = match status {
        Status::Holding => ("Healthy", "All that was checked of it is well."),
        Status::Unchecked => {
            ("Unchecked", "It ran, and nothing tests it: nobody can say whether what it holds is right.")
        }
        Status::Unknown => {
            ("Unknown", "Nothing was seen of it lately, or not enough: no news is not good news.")
        }
        Status::Warning => ("Warning", "Something is not as it should be, and may stay so for a while."),
        Status::AtRisk => ("At risk", "It did its part, but something that it builds on fails or is late."),
        Status::Late => ("Late", "Its data is older than it may be."),
        Status::Failing => ("Failing", "It did not run, or what it holds is wrong."),
    };
    StatusMark { id: status.word().to_owned(), name: name.to_owned(), meaning: meaning.to_owned() }
}

/// The ways to stand that occur, each once, the worst first.
pub(super) fn seen(statuses: impl IntoIterator<Item = Status>) -> Vec<StatusMark> {
    let seen: BTreeSet<Status> = statuses.into_iter().collect();
    seen.into_iter().rev().map(status).collect()
}

/// All ways to stand, the best first, and not to be watched.
pub(super) fn statuses() -> Vec<StatusMark> {
    Status::WORDS.iter().filter_map(|word| Status::parse(word)).map(status).chain([not_watched()]).collect()
}

/// A product that has nothing which runs or grows old.
pub(super) fn not_watched() -> StatusMark {
    StatusMark {
        id: "not-watched".to_owned(),
        name: "Not watched".to_owned(),
        meaning:
            "It has nothing that runs or grows old: people's work, or something that does not exist yet."
                .to_owned(),
    }
}

/// Whether a promise is kept.
pub(super) fn verdict(verdict: Verdict) -> Option<StatusMark> {
    let (id, name, meaning) = match verdict {
        Verdict::Kept => ("holding", "Kept", "What was measured is within the promise."),
        Verdict::Broken => ("failing", "Broken", "What was measured is outside of the promise."),
        Verdict::NotMeasurable => ("unknown", "Not measurable", "Nothing was seen that could be measured."),
        Verdict::Declared => return None,
    };
    Some(StatusMark { id: id.to_owned(), name: name.to_owned(), meaning: meaning.to_owned() })
}

/// Where a piece of work stands.
pub(super) fn delivery(status: DeliveryStatus) -> Word {
    let (name, meaning) = match status {
        DeliveryStatus::Planned => ("Planned", "Not begun."),
        DeliveryStatus::InProgress => ("In progress", "Being worked on."),
        DeliveryStatus::Delivered => ("Delivered", "Done and in use."),
        DeliveryStatus::Paused => ("Paused", "Begun, and resting for now."),
        DeliveryStatus::Dropped => ("Dropped", "Given up."),
    };
    word(status.word(), name, meaning)
}

/// How the work on a product stands.
pub(super) fn work_state(state: WorkState) -> Word {
    let (name, meaning) = match state {
        WorkState::Dropped => ("Dropped", "Given up."),
        WorkState::Delivered => ("Delivered", "Done and in use."),
        WorkState::OnTrack => ("On track", "Nothing speaks against it being done in time."),
        WorkState::Paused => ("Paused", "Begun, and resting for now."),
        WorkState::AtRisk => ("At risk", "Something speaks against it being done in time."),
        WorkState::Overdue => ("Overdue", "It was due, and is not done."),
    };
    word(state.word(), name, meaning)
}

/// When an initiative is at its turn: its name, and what that means.
pub(super) fn horizon(horizon: Horizon) -> (&'static str, &'static str) {
    match horizon {
        Horizon::Now => ("Now", "Worked on, or due this quarter."),
        Horizon::Next => ("Next", "Due in the next quarter."),
        Horizon::Later => ("Later", "Due after that, or without a date."),
        Horizon::Delivered => ("Delivered", "All of it is done."),
        Horizon::Dropped => ("Given up", "None of it will be done."),
    }
}

/// How much a rule counts.
pub(super) fn rule_level(level: RuleLevel) -> Word {
    let (name, meaning) = match level {
        RuleLevel::Off => ("Off", "It does not count here."),
        RuleLevel::Note => ("Note", "Good to know."),
        RuleLevel::Warning => ("To mend", "Worth mending."),
        RuleLevel::Error => ("Error", "Nothing is published with it."),
    };
    word(level.word(), name, meaning)
}

/// Whether evidence for a control is there.
pub(super) fn evidence(state: EvidenceState) -> Word {
    match state {
        EvidenceState::Given => word("given", "Evidence given", "Somebody can look at it."),
        EvidenceState::Stale => word("stale", "Review overdue", "Nobody has looked at it for too long."),
        EvidenceState::Missing => word("missing", "No evidence", "Nothing shows that it is done."),
    }
}

/// How the evidence for a control stands; the worse is the greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum EvidenceState {
    /// There, and looked at in time.
    Given,
    /// There, and not looked at for too long.
    Stale,
    /// Not there.
    Missing,
}

/// What kind of news it is.
pub(super) fn news(kind: Kind) -> Word {
    match kind {
        Kind::Breaking => word("breaking", "Breaking", "What was built on it may no longer work."),
        Kind::Delivered => word("delivered", "Delivered", "It was promised, and is there."),
        Kind::Achieved => word("achieved", "Achieved", "Something to be proud of."),
        Kind::Came => word("came", "New", "A product that was not there before."),
        Kind::Changed => word("changed", "Changed", "Something that others rely on."),
    }
}

/// Whether a product does what a check asks.
pub(super) fn met(met: Option<bool>) -> Word {
    match met {
        Some(true) => word("met", "Met", "It does what is asked."),
        Some(false) => word("wanting", "Missing", "What is asked is not there yet."),
        None => word("not-asked", "Not asked", "There is nothing to ask it of."),
    }
}

/// What becomes of an obligation when data under it is read.
pub(super) fn regulated(state: FlowState) -> Word {
    match state {
        FlowState::Open => word("open", "Not named", "The reader neither names it, nor does it end before."),
        FlowState::Ends => word("ends", "Ends before", "It was said why what is read is no longer under it."),
        FlowState::Carried => word("carried", "Carried on", "The reader names it as well."),
    }
}

/// What becomes of an obligation when data under it is read; what somebody should look at first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum FlowState {
    /// The reader does not name it.
    Open,
    /// It ends before the reader.
    Ends,
    /// The reader names it as well.
    Carried,
}
