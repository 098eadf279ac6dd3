//! The result of a check of a standard, in words.

use crate::model::{CheckFact, CheckedPart};
use crate::prose::{Say, Voice};

impl Say for CheckFact {
    fn say(&self, voice: &Voice<'_>) -> String {
        let text = match self {
            Self::NoOwner => "no owner yet",
            Self::NoSteward => "no steward is named",
            Self::NoSummary => "it has no summary",
            Self::NoDescription => "it has no description",
            Self::Words(1) => "it has 1 word",
            Self::Words(count) => return format!("it has {count} words"),
            Self::NoSupport => "no channel is listed",
            Self::NoAddress => "no address is given",
            Self::NoOutputPorts => "it has no output port",
            Self::Share { of, part, whole } => return format!("{part} of {whole} {}", counted(*of)),
            Self::NothingToCount => "nothing to count",
            Self::NothingOfTheKind => "there is nothing that this applies to",
            Self::NoLink => "no link is given",
            Self::Promises(promise) => return voice.promise(*promise),
            Self::NoPromise => "not promised",
            Self::PromisesNothing => "nothing is promised",
            Self::NoneMeasured { promises } => return format!("none of {promises} is measured"),
            Self::Kept { kept, promises } => return format!("{kept} of {promises} kept"),
            Self::Broken { broken, promises } => return format!("{broken} of {promises} broken today"),
            Self::NoConsumers => "no consumers are named",
            Self::NoReviewPlanned => "no review is planned",
            Self::ReviewDue(day) => return format!("it was due on {}", voice.day(*day)),
            Self::ReviewPlanned(day) => return format!("by {}", voice.day(*day)),
            Self::CannotBeSeen => "there is no evidence for it",
            Self::NothingKnown => "nothing is known about it today",
            Self::IsBroken(status) => return format!("it is {}", status.word()),
            Self::Waived => "waived",
            Self::Found { first, more: 0 } => return first.say(voice),
            Self::Found { first, more } => return format!("{}; and {more} more", first.say(voice)),
            Self::ReadsNothing => "no reads are known",
            Self::AlsoReads(others) => {
                let others: Vec<String> = others.iter().map(|other| voice.product(*other)).collect();
                return format!("it also reads {}", others.join(", "));
            }
            Self::NotAttested => "not attested",
            Self::NeverLookedAt => "no review date is given",
            Self::LookedAt(day) => return format!("last reviewed on {}", voice.day(*day)),
            Self::Attested(text) => text,
        };
        text.to_owned()
    }
}

/// What the pieces do that are counted.
fn counted(part: CheckedPart) -> &'static str {
    match part {
        CheckedPart::OutputsDescribed => "output ports have a description",
        CheckedPart::ColumnsDescribed => "columns have a description",
        CheckedPart::OutputsTested => "tables are tested",
        CheckedPart::Contracts => "tables have a contract",
        CheckedPart::Guarded => "tables are guarded",
    }
}
