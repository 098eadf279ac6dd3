//! Standards: the catalog's own, after those of Glassbox where it adopts them.

use super::names::{LEVEL, Names, by_id};
use super::{Known, text, titled};
use crate::diagnostics::Diagnostic;
use crate::model::{Attestation, CheckTest, Role, Standard, StandardCheck, Standards, Vocable};
use crate::read::product::ProductDoc;
use crate::read::standard::{self, CheckDoc, CheckKind, StandardDoc, StandardsDoc};
use crate::read::yaml::{self, Faults};
use crate::source::{FileId, Spanned};

const DEFAULT: &str = include_str!("default-standards.yml");

/// The standards that a catalog adopts and declares. A standard of its own takes the place of an
/// adopted one with the same id. Faults: `duplicate-id`, `unknown-category`, `unknown-tier`, `unknown-level`.
pub(super) fn standards(doc: Option<&StandardsDoc>, known: &Known<'_>, faults: &mut Faults) -> Standards {
    let Some(doc) = doc else { return Standards::default() };
    let mut own = by_id(&doc.standards, "standards", |standard| &standard.id, faults);
    // In the order in which they are written.
    own.sort_by_key(|standard| standard.id.span);
    let default = default_standards();
    let levels = if doc.levels.is_empty() { &default.levels } else { &doc.levels };
    let levels = super::vocabulary::levels(levels, faults);
    let names = Names::new(LEVEL, levels.iter().enumerate().map(|(at, level)| (level.id.as_str(), at)));
    let mut standards = Vec::new();
    if doc.adopts_default {
        let is_replaced = |one: &StandardDoc| own.iter().any(|own| own.id.value == one.id.value);
        for adopted in default.standards.into_iter().filter(|one| !is_replaced(one)) {
            if let Some(adopted) = fitting(adopted, known, &levels) {
                standards.push(standard_of(&adopted, known, &names, &mut Vec::new()));
            }
        }
    }
    standards.extend(own.into_iter().map(|one| standard_of(one, known, &names, faults)));
    Standards { levels, standards }
}

fn default_standards() -> StandardsDoc {
    let faults = &mut Vec::new();
    let node = yaml::parse(FileId(u32::MAX), DEFAULT, faults);
    node.and_then(|node| standard::standards(&node, faults)).unwrap_or_default()
}

/// A standard of Glassbox's own as far as it fits a catalog with other categories and levels: it names
/// roles, in place of which stand the categories that have them. Returns `None` if there is no such category.
fn fitting(mut doc: StandardDoc, known: &Known<'_>, levels: &[Vocable]) -> Option<StandardDoc> {
    let all = doc.categories.is_empty();
    let in_roles = |roles: &[Spanned<String>]| -> Vec<Spanned<String>> {
        let of_role = |role: &Spanned<String>| Role::parse(&role.value).map(|role| known.of_role(role));
        let ids = roles.iter().flat_map(|role| of_role(role).into_iter().flatten().map(|id| (id, role.span)));
        ids.map(|(id, span)| Spanned::new(id.to_owned(), span)).collect()
    };
    doc.categories = in_roles(&doc.categories);
    for check in &mut doc.checks {
        check.categories = in_roles(&check.categories);
        if check.level.as_ref().is_some_and(|level| levels.iter().all(|known| known.id != level.value)) {
            check.level = None;
        }
    }
    doc.checks.retain(|check| check.kind.value != CheckKind::BuildsOn || !check.categories.is_empty());
    (all || !doc.categories.is_empty()).then_some(doc)
}

fn standard_of(
    doc: &StandardDoc,
    known: &Known<'_>,
    levels: &Names<'_, usize>,
    faults: &mut Faults,
) -> Standard {
    let says = || format!("standard `{}` is for the", doc.id.value);
    let mut checks: Vec<StandardCheck> = Vec::new();
    for written in &doc.checks {
        let id = check_id(written);
        if checks.iter().any(|known| known.id == id) {
            let message = format!("two checks of `{}` have the id `{id}`", doc.id.value);
            let place = written.id.as_ref().map_or(written.kind.span, |id| id.span);
            let fault = Diagnostic::error("duplicate-id", message).at(place, "given again");
            faults.push(fault.help("give one of them an `id` of its own"));
            continue;
        }
        let level = written.level.as_ref().and_then(|level| {
            levels.find(level, || format!("check `{id}` of `{}` is of the level", doc.id.value), faults)
        });
        let test = test(written, known, faults);
        let name = written.name.as_ref().map_or_else(|| asks(&test), |name| name.value.clone());
        checks.push(StandardCheck { id, name, level: level.unwrap_or(0), test, span: written.kind.span });
    }
    checks.sort_by_key(|check| check.level);
    let categories = doc.categories.iter();
    let tiers = doc.tiers.iter();
    Standard {
        id: doc.id.value.clone(),
        name: doc.name.as_ref().map_or_else(|| titled(&doc.id.value), |name| name.value.clone()),
        description: text(&doc.description),
        categories: categories.filter_map(|one| known.categories.find(one, says, faults)).collect(),
        tiers: tiers.filter_map(|one| known.tiers.find(one, says, faults)).collect(),
        checks,
    }
}

/// The id that is written, else its kind and what tells it from others of its kind.
fn check_id(doc: &CheckDoc) -> String {
    if let Some(id) = &doc.id {
        return id.value.clone();
    }
    let kind = doc.kind.value.word();
    let property = doc.property.map(|property| property.word().replace('_', "-"));
    match doc.rule.as_ref().map(|rule| rule.value.clone()).or(property) {
        Some(more) => format!("{kind}-{more}"),
        None => kind.to_owned(),
    }
}

fn test(doc: &CheckDoc, known: &Known<'_>, faults: &mut Faults) -> CheckTest {
    let share = doc.at_least.unwrap_or(100.0);
    let written = |text: &Option<Spanned<String>>| text.as_ref().map_or("", |text| &text.value).to_owned();
    match doc.kind.value {
        CheckKind::Owner => CheckTest::Owner,
        CheckKind::Steward => CheckTest::Steward,
        CheckKind::Summary => CheckTest::Summary,
        CheckKind::Description => CheckTest::Description(doc.words.unwrap_or(1)),
        CheckKind::Support => CheckTest::Support,
        CheckKind::Opens => CheckTest::Opens,
        CheckKind::OutputPorts => CheckTest::OutputPorts,
        CheckKind::OutputsDescribed => CheckTest::OutputsDescribed(share),
        CheckKind::ColumnsDescribed => CheckTest::ColumnsDescribed(share),
        CheckKind::OutputsTested => CheckTest::OutputsTested(share),
        CheckKind::Contracts => CheckTest::Contracts(share),
        CheckKind::Promise => CheckTest::Promise(doc.property),
        CheckKind::PromisesKept => CheckTest::PromisesKept,
        CheckKind::Consumers => CheckTest::Consumers,
        CheckKind::Reviewed => CheckTest::Reviewed,
        CheckKind::Link => CheckTest::Link(written(&doc.title)),
        CheckKind::NotBroken => CheckTest::NotBroken,
        CheckKind::Keeps => CheckTest::Keeps(written(&doc.rule)),
        CheckKind::Attested => CheckTest::Attested(doc.every),
        CheckKind::BuildsOn => {
            let says = || "a check asks to build on products of the".to_owned();
            let categories = doc.categories.iter();
            CheckTest::BuildsOn(
                categories.filter_map(|one| known.categories.find(one, says, faults)).collect(),
            )
        }
    }
}

/// What a check asks, where nobody put it in words.
fn asks(test: &CheckTest) -> String {
    let share = |share: f64, what: &str| match share {
        share if share >= 100.0 => format!("All {what}"),
        share => format!("At least {share}% of {what}"),
    };
    match test {
        CheckTest::Owner => "A team answers for it".to_owned(),
        CheckTest::Steward => "A person looks after it".to_owned(),
        CheckTest::Summary => "A sentence says what it is".to_owned(),
        CheckTest::Description(1) => "It is described".to_owned(),
        CheckTest::Description(words) => format!("It is described in {words} words or more"),
        CheckTest::Support => "It says where help is given".to_owned(),
        CheckTest::Opens => "It can be opened".to_owned(),
        CheckTest::OutputPorts => "It says what others may build on".to_owned(),
        CheckTest::OutputsDescribed(of) => share(*of, "output ports say what they hold"),
        CheckTest::ColumnsDescribed(of) => share(*of, "columns of its outputs say what they hold"),
        CheckTest::OutputsTested(of) => share(*of, "tables that it gives are tested"),
        CheckTest::Contracts(of) => share(*of, "tables that it gives have a contract"),
        CheckTest::Promise(None) => "It promises something".to_owned(),
        CheckTest::Promise(Some(property)) => {
            format!("Its {} is promised", property.word().replace('_', " "))
        }
        CheckTest::PromisesKept => "Its promises are measured and kept".to_owned(),
        CheckTest::Consumers => "It names who uses it".to_owned(),
        CheckTest::Reviewed => "Its next review is planned".to_owned(),
        CheckTest::Link(title) => format!("It links to “{title}”"),
        CheckTest::NotBroken => "It is not broken today".to_owned(),
        CheckTest::Keeps(rule) => format!("The rule {rule} finds nothing"),
        CheckTest::BuildsOn(_) => "It builds only on tables made to be built on".to_owned(),
        CheckTest::Attested(_) => "Somebody says so and shows it".to_owned(),
    }
}

/// What a product attests: each id is one of a standard's. Faults: `unknown-check`.
pub(super) fn attestations(doc: &ProductDoc, standards: &Standards, faults: &mut Faults) -> Vec<Attestation> {
    let checks = standards.standards.iter().flat_map(|standard| &standard.checks);
    let asked = checks.filter(|check| matches!(check.test, CheckTest::Attested(_)));
    let names = Names::new(super::names::CHECK, asked.map(|check| (check.id.as_str(), ())));
    let read = |written: &crate::read::product::EvidenceDoc| {
        names.find(&written.control, || format!("product `{}` attests", doc.id.value), faults)?;
        Some(Attestation {
            check: written.control.value.clone(),
            span: written.control.span,
            text: text(&written.evidence),
            reviewed: written.reviewed.as_ref().map(|date| date.value),
        })
    };
    doc.attested.iter().filter_map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_standards_can_be_read() {
        let mut faults = Vec::new();
        let node = yaml::parse(FileId(0), DEFAULT, &mut faults).unwrap();
        let doc = standard::standards(&node, &mut faults).unwrap();
        assert!(faults.is_empty(), "{faults:?}");
        assert_eq!(doc.levels.len(), 3);
        assert!(doc.standards.iter().all(|standard| standard.checks.len() > 3));
    }
}
