//! Checks of standards in words: the requirement of each, and the result.

use super::check_gap::lack_of_one;
use super::lists::listed;
use crate::model::{
    CheckFact, CheckKind, CheckParameters, CheckedPart, Finding, FirstFinding, RegulationIx, RuleFact,
    StandardCheck, capitalised,
};
use crate::prose::{Say, Voice};

/// Returns the requirement of a check, as a plain sentence without a period: the catalog's wording, else its kind's.
#[must_use]
pub(crate) fn check_name(check: &StandardCheck) -> String {
    check.name.clone().unwrap_or_else(|| asks(check.kind, &check.parameters))
}

/// A check that a product does not meet, in words that do not read as if it did.
#[derive(Clone, Debug)]
pub(crate) struct MissedCheck {
    /// What is missing: `No steward is named`; the catalog's wording of the check if it has one, as not met or not known.
    pub title: String,
    /// Why the check is not met; empty if the title says it.
    pub reason: String,
}

/// Returns what a product lacks that does not meet a check. Where a rule finds that, its title says what is wrong.
#[must_use]
pub(crate) fn missed(
    check: &StandardCheck,
    seen: Option<&CheckFact>,
    rule_title: Option<&str>,
    voice: &Voice<'_>,
) -> MissedCheck {
    let title = seen.filter(|_| check.name.is_none()).and_then(|seen| lacks(check, seen, voice));
    if let Some(title) = title {
        return MissedCheck { title: capitalised(&title), reason: String::new() };
    }
    if let Some(CheckFact::Undeclared { regulations }) = seen {
        let title = format!("Not known: {}", check_name(check));
        return MissedCheck { title, reason: capitalised(&undeclared(regulations, voice)) };
    }
    let is_finding = matches!(seen, Some(CheckFact::Found { .. }));
    let reason = seen.map(|seen| match seen {
        // It begins with a name, which is written as its owner writes it.
        CheckFact::Found { first: FirstFinding(first), .. }
            if seen.say(voice).starts_with(&voice.product(first.product)) =>
        {
            seen.say(voice)
        }
        _ => capitalised(&seen.say(voice)),
    });
    MissedCheck {
        title: lack_of_one(check)
            .or_else(|| rule_title.filter(|_| is_finding).map(str::to_owned))
            .unwrap_or_else(|| not_met(check)),
        reason: reason.unwrap_or_default(),
    }
}

/// Returns a requirement that is not met, in words that do not read as if it were: `Not met: It has a runbook`.
#[must_use]
fn not_met(check: &StandardCheck) -> String {
    format!("Not met: {}", check_name(check))
}

/// Returns what is missing, if what was seen says it without the requirement before it.
fn lacks(check: &StandardCheck, seen: &CheckFact, voice: &Voice<'_>) -> Option<String> {
    let asked = &check.parameters;
    Some(match seen {
        CheckFact::NoOwner => "no team owns it".to_owned(),
        CheckFact::NoSupport => "no support channel is named".to_owned(),
        CheckFact::NoAddress => "no address is given at which it can be opened".to_owned(),
        CheckFact::NoLink => format!("no link to “{}” is given", asked.title.as_deref().unwrap_or_default()),
        CheckFact::DescriptionTooShort { words } => {
            let has = if *words == 1 { "word" } else { "words" };
            format!("its description has {words} {has}, fewer than {}", asked.least_words())
        }
        CheckFact::NoPromise => match asked.property {
            None => "no promise is made".to_owned(),
            Some(property) => format!("its {} is not promised", property.word().replace('_', " ")),
        },
        CheckFact::NoneMeasured { promises: 1 } => "its promise is not measured".to_owned(),
        CheckFact::NoneMeasured { promises } => format!("none of its {promises} promises is measured"),
        CheckFact::Broken { promises: 1, .. } => "its promise is broken today".to_owned(),
        CheckFact::Broken { broken, promises } => {
            let are = if *broken == 1 { "is" } else { "are" };
            format!("{broken} of its {promises} promises {are} broken today")
        }
        CheckFact::ReviewDue { day } => format!("its review was due on {}", voice.day(*day)),
        CheckFact::NothingKnown => "nothing is known about its status today".to_owned(),
        CheckFact::NoSteward
        | CheckFact::NoSummary
        | CheckFact::NoDescription
        | CheckFact::NoOutputPorts
        | CheckFact::PromisesNothing
        | CheckFact::NoConsumers
        | CheckFact::NoReviewPlanned
        | CheckFact::IsBroken { .. }
        | CheckFact::AlsoReads { .. }
        | CheckFact::Share { part: 0, whole: 1, .. } => seen.say(voice),
        // What is done would read as praise.
        CheckFact::Share { of, part, whole } => {
            let undone = whole.saturating_sub(*part);
            format!("{undone} of {whole} {}", not_counted(*of, undone))
        }
        _ => return None,
    })
}

/// Returns the requirement of a kind of check.
fn asks(kind: CheckKind, asked: &CheckParameters) -> String {
    let text = match kind {
        CheckKind::Owner => "A team owns it",
        CheckKind::Steward => "It has a steward",
        CheckKind::Summary => "It has a summary",
        CheckKind::Description => match asked.least_words() {
            1 => "It is described",
            words => return format!("It is described in {words} words or more"),
        },
        CheckKind::Support => "It names a support channel",
        CheckKind::Opens => "It can be opened",
        CheckKind::OutputPorts => "It declares output ports",
        CheckKind::OutputsDescribed => return share_of("output ports have a description", asked),
        CheckKind::ColumnsDescribed => return share_of("columns in its outputs have a description", asked),
        CheckKind::OutputsTested => return share_of("output tables have tests", asked),
        CheckKind::Contracts => return share_of("output tables have a contract", asked),
        CheckKind::Guarded => return share_of("tables are guarded", asked),
        CheckKind::Promise => match asked.property {
            None => "It makes a promise",
            Some(property) => return format!("Its {} is promised", property.word().replace('_', " ")),
        },
        CheckKind::PromisesKept => "Its promises are measured and kept",
        CheckKind::Consumers => "It declares its consumers",
        CheckKind::Reviewed => "Its next review is planned",
        CheckKind::Link => return format!("It links to “{}”", asked.title.as_deref().unwrap_or_default()),
        CheckKind::NotBroken => "It is not broken today",
        CheckKind::Keeps => {
            return format!("The rule {} has no findings", asked.rule.as_deref().unwrap_or_default());
        }
        CheckKind::BuildsOn => "It builds only on products of the allowed categories",
        CheckKind::Attested => "It is attested with evidence",
    };
    text.to_owned()
}

/// Returns `All tables…` or `At least 80% of tables…`.
fn share_of(what: &str, asked: &CheckParameters) -> String {
    match asked.least_share() {
        share if share >= 100.0 => format!("All {what}"),
        share => format!("At least {share}% of {what}"),
    }
}

impl Say for CheckFact {
    fn say(&self, voice: &Voice<'_>) -> String {
        let text = match self {
            Self::NoOwner => "no owner yet",
            Self::NoSteward => "no steward is named",
            Self::NoSummary => "it has no summary",
            Self::NoDescription => "it has no description",
            Self::DescriptionTooShort { words: 1 } => "it has 1 word",
            Self::DescriptionTooShort { words } => return format!("it has {words} words"),
            Self::NoSupport => "no channel is listed",
            Self::NoAddress => "no address is given",
            Self::NoOutputPorts => "it has no output port",
            Self::Share { of, part: 0, whole: 1 } => return format!("its only {}", only_one(*of)),
            Self::Share { of, part, whole } => return format!("{part} of {whole} {}", counted(*of)),
            Self::NothingToCount => "nothing to count",
            Self::NotApplicable => "there is nothing that this applies to",
            Self::RuleOff => "not known: the rule is switched off",
            Self::NoLink => "no link is given",
            Self::Promises { promise } => return voice.promise(*promise),
            Self::NoPromise => "not promised",
            Self::PromisesNothing => "nothing is promised",
            Self::NoneMeasured { promises } => return format!("none of {promises} is measured"),
            Self::Kept { kept, promises } => return format!("{kept} of {promises} kept"),
            Self::Broken { broken, promises } => return format!("{broken} of {promises} broken today"),
            Self::NoConsumers => "no consumers are named",
            Self::NoReviewPlanned => "no review is planned",
            Self::ReviewDue { day } => return format!("it was due on {}", voice.day(*day)),
            Self::ReviewPlanned { day } => return format!("by {}", voice.day(*day)),
            Self::NoEvidencePossible => "there is no evidence for it",
            Self::NothingKnown => "nothing is known about it today",
            Self::IsBroken { status } => return format!("it is {}", status.word()),
            Self::Waived => "waived",
            Self::Found { first: FirstFinding(first), more: 0 } => return first.say(voice),
            Self::Found { first: FirstFinding(first), more } => {
                return format!("{}; and {more} more {}", first.say(voice), more_of(first, *more));
            }
            Self::Undeclared { regulations } => {
                return format!("not known: {}", undeclared(regulations, voice));
            }
            Self::ReadsNothing => "no reads are known",
            Self::AlsoReads { products } => {
                let others: Vec<String> = products.iter().map(|other| voice.product(*other)).collect();
                return format!("it also reads {}", others.join(", "));
            }
            Self::NotAttested => "not attested",
            Self::NoReviewDate => "no review date is given",
            Self::Reviewed { day } => return format!("last reviewed on {}", voice.day(*day)),
            Self::Attested { text } => text,
        };
        text.to_owned()
    }
}

/// Returns what further findings of a rule are about, as a noun.
fn more_of(first: &Finding, more: usize) -> &'static str {
    let (one, several) = match first.fact {
        RuleFact::MissingControl { .. } => ("regulation", "regulations"),
        RuleFact::StaleEvidence { .. } => ("control", "controls"),
        _ => ("finding", "findings"),
    };
    if more == 1 { one } else { several }
}

/// Returns why nobody knows whether a product meets a check about what it declares.
fn undeclared(regulations: &[RegulationIx], voice: &Voice<'_>) -> String {
    let names =
        regulations.iter().map(|regulation| voice.catalog.regulations[regulation.position()].name.clone());
    format!("it does not declare {} yet", listed(names))
}

/// Returns the property of the parts that are counted.
fn counted(part: CheckedPart) -> &'static str {
    match part {
        CheckedPart::OutputsDescribed => "output ports have a description",
        CheckedPart::ColumnsDescribed => "columns have a description",
        CheckedPart::OutputsTested => "tables are tested",
        CheckedPart::Contracts => "tables have a contract",
        CheckedPart::Guarded => "tables are guarded",
    }
}

/// Returns the parts that are counted, with what some of them lack.
fn not_counted(part: CheckedPart, undone: usize) -> String {
    let (are, have) = if undone == 1 { ("is", "has") } else { ("are", "have") };
    match part {
        CheckedPart::OutputsDescribed => format!("output ports {have} no description"),
        CheckedPart::ColumnsDescribed => format!("columns {have} no description"),
        CheckedPart::OutputsTested => format!("tables {are} not tested"),
        CheckedPart::Contracts => format!("tables {have} no contract"),
        CheckedPart::Guarded => format!("tables {are} not guarded"),
    }
}

/// Returns what the only part does not do.
fn only_one(part: CheckedPart) -> &'static str {
    match part {
        CheckedPart::OutputsDescribed => "output port has no description",
        CheckedPart::ColumnsDescribed => "column has no description",
        CheckedPart::OutputsTested => "table is not tested",
        CheckedPart::Contracts => "table has no contract",
        CheckedPart::Guarded => "table is not guarded",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::SlaProperty;

    #[test]
    fn an_unmet_check_never_reads_as_if_it_were_met() {
        let catalog = crate::model::Catalog::default();
        let title = |kind: CheckKind, name: Option<&str>, seen: CheckFact| {
            let check = StandardCheck {
                id: String::new(),
                name: name.map(str::to_owned),
                unmet: None,
                kind,
                parameters: CheckParameters { words: Some(20), ..CheckParameters::default() },
                level: 0,
                span: crate::source::Span::new(crate::source::FileId(0), 0, 0),
            };
            missed(&check, Some(&seen), None, &Voice::page(&catalog)).title
        };
        assert_eq!(title(CheckKind::Owner, None, CheckFact::NoOwner), "No team owns it");
        assert_eq!(title(CheckKind::Promise, None, CheckFact::NoPromise), "No promise is made");
        assert_eq!(
            title(CheckKind::PromisesKept, None, CheckFact::Broken { broken: 1, promises: 2 }),
            "1 of its 2 promises is broken today"
        );
        assert_eq!(
            title(CheckKind::Description, None, CheckFact::DescriptionTooShort { words: 5 }),
            "Its description has 5 words, fewer than 20"
        );
        let share = |part| CheckFact::Share { of: CheckedPart::OutputsTested, part, whole: 3 };
        assert_eq!(title(CheckKind::OutputsTested, None, share(2)), "1 of 3 tables is not tested");
        assert_eq!(title(CheckKind::OutputsTested, None, share(0)), "3 of 3 tables are not tested");
        assert_eq!(
            title(
                CheckKind::Keeps,
                Some("Its evidence was reviewed in time"),
                CheckFact::Undeclared { regulations: Vec::new() }
            ),
            "Not known: Its evidence was reviewed in time",
            "what nobody knows is not said to be missing"
        );
        assert_eq!(
            title(CheckKind::Owner, Some("Somebody answers for it"), CheckFact::NoOwner),
            "Not met: Somebody answers for it",
            "the wording of a catalog cannot be turned round"
        );
    }

    #[test]
    fn the_wording_of_a_check_follows_its_parameters() {
        let asks = |kind: CheckKind, asked: CheckParameters| super::asks(kind, &asked);
        let none = CheckParameters::default;
        assert_eq!(asks(CheckKind::Description, none()), "It is described");
        assert_eq!(
            asks(CheckKind::Description, CheckParameters { words: Some(20), ..none() }),
            "It is described in 20 words or more"
        );
        assert_eq!(asks(CheckKind::Contracts, none()), "All output tables have a contract");
        assert_eq!(
            asks(CheckKind::Contracts, CheckParameters { at_least: Some(50.0), ..none() }),
            "At least 50% of output tables have a contract"
        );
        let property = Some(SlaProperty::TimeToNotify);
        assert_eq!(
            asks(CheckKind::Promise, CheckParameters { property, ..none() }),
            "Its time to notify is promised"
        );
    }
}
