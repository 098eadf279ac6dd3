//! Standards: the catalog's own, after those of Glassbox if it adopts them.

use super::catalog_names::CatalogNames;
use super::names::{KnownNames, LEVEL, by_id};
use super::parts::{text, titled};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::model::{
    Attestation, CheckKind, CheckParameters, Product, Role, Standard, StandardCheck, Standards,
    VocabularyEntry,
};
use crate::read::product::ProductDoc;
use crate::read::standard::{self, CheckDoc, StandardDoc, StandardsDoc};
use crate::read::yaml;
use crate::source::{FileId, Spanned};

const DEFAULT: &str = include_str!("default-standards.yml");

/// Resolves the standards that a catalog adopts and declares. A standard of its own replaces an
/// adopted one with the same id. Diagnostics: `duplicate-id`, `unknown-category`, `unknown-tier`, `unknown-level`.
pub(super) fn standards(
    doc: Option<&StandardsDoc>,
    known: &CatalogNames<'_>,
    diagnostics: &mut Diagnostics,
) -> Standards {
    let Some(doc) = doc else { return Standards::default() };
    let mut standard_docs = by_id(&doc.standards, "standards", |standard| &standard.id, diagnostics);
    // In the order in which they are written.
    standard_docs.sort_by_key(|standard| standard.id.span);
    let default = default_standards();
    let levels = if doc.levels.is_empty() { &default.levels } else { &doc.levels };
    let levels = super::vocabulary::levels(levels, diagnostics);
    let names = KnownNames::new(
        LEVEL,
        levels.iter().enumerate().map(|(position, level)| (level.id.as_str(), position)),
    );
    let mut standards = Vec::new();
    if doc.adopts_default {
        let is_replaced = |default_standard: &StandardDoc| {
            standard_docs.iter().any(|standard| standard.id.value == default_standard.id.value)
        };
        for adopted in default.standards.into_iter().filter(|default_standard| !is_replaced(default_standard))
        {
            if let Some(adopted) = fitting(adopted, known, &levels) {
                standards.push(standard_of(&adopted, known, &names, &mut Vec::new()));
            }
        }
    }
    standards.extend(standard_docs.into_iter().map(|doc| standard_of(doc, known, &names, diagnostics)));
    Standards { levels, standards }
}

fn default_standards() -> StandardsDoc {
    let diagnostics = &mut Vec::new();
    let node = yaml::parse(FileId(u32::MAX), DEFAULT, diagnostics);
    node.and_then(|node| standard::standards(&node, diagnostics)).unwrap_or_default()
}

/// Adapts a standard of Glassbox to a catalog with other categories and levels: it names
/// roles, which are replaced by the categories that have them. Returns `None` if there is no such category.
fn fitting(
    mut doc: StandardDoc,
    known: &CatalogNames<'_>,
    levels: &[VocabularyEntry],
) -> Option<StandardDoc> {
    let for_all = doc.categories.is_empty();
    let in_roles = |roles: &[Spanned<String>]| -> Vec<Spanned<String>> {
        let of_role = |role: &Spanned<String>| Role::parse(&role.value).map(|role| known.of_role(role));
        let ids = roles.iter().flat_map(|role| of_role(role).into_iter().flatten().map(|id| (id, role.span)));
        ids.map(|(id, span)| Spanned::new(id.to_owned(), span)).collect()
    };
    doc.categories = in_roles(&doc.categories);
    for check in &mut doc.checks {
        check.parameters.categories = in_roles(&check.parameters.categories);
        if check.level.as_ref().is_some_and(|level| levels.iter().all(|known| known.id != level.value)) {
            check.level = None;
        }
    }
    let needs_categories = |check: &CheckDoc| check.kind.value.required().contains(&"categories");
    doc.checks.retain(|check| !needs_categories(check) || !check.parameters.categories.is_empty());
    (for_all || !doc.categories.is_empty()).then_some(doc)
}

fn standard_of(
    doc: &StandardDoc,
    known: &CatalogNames<'_>,
    levels: &KnownNames<'_, usize>,
    diagnostics: &mut Diagnostics,
) -> Standard {
    let context = || format!("standard `{}` is for the", doc.id.value);
    let mut checks: Vec<StandardCheck> = Vec::new();
    for written in &doc.checks {
        let id = check_id(written);
        if checks.iter().any(|known| known.id == id) {
            let message = format!("two checks of `{}` have the id `{id}`", doc.id.value);
            let place = written.id.as_ref().map_or(written.kind.span, |id| id.span);
            let diagnostic = Diagnostic::error("duplicate-id", message).at(place, "given again");
            diagnostics.push(diagnostic.help("give one of them an `id` of its own"));
            continue;
        }
        let level = written.level.as_ref().and_then(|level| {
            levels.find(level, || format!("check `{id}` of `{}` has the level", doc.id.value), diagnostics)
        });
        let (kind, parameters) = (written.kind.value, parameters(written, known, diagnostics));
        let name = written.name.as_ref().map(|name| name.value.clone());
        let unmet = written.unmet.as_ref().map(|unmet| unmet.value.clone());
        let (level, span) = (level.unwrap_or(0), written.kind.span);
        checks.push(StandardCheck { id, name, unmet, level, kind, parameters, span });
    }
    checks.sort_by_key(|check| check.level);
    let categories = doc.categories.iter();
    let tiers = doc.tiers.iter();
    Standard {
        id: doc.id.value.clone(),
        name: doc.name.as_ref().map_or_else(|| titled(&doc.id.value), |name| name.value.clone()),
        description: text(&doc.description),
        categories: categories
            .filter_map(|category| known.categories.find(category, context, diagnostics))
            .collect(),
        tiers: tiers.filter_map(|tier| known.tiers.find(tier, context, diagnostics)).collect(),
        checks,
    }
}

/// Returns the written id, else one made of its kind and of its rule or property, if it has one.
fn check_id(doc: &CheckDoc) -> String {
    if let Some(id) = &doc.id {
        return id.value.clone();
    }
    let kind = doc.kind.value.word();
    let property = doc.parameters.property.map(|property| property.word().replace('_', "-"));
    match doc.parameters.rule.as_ref().map(|rule| rule.value.clone()).or(property) {
        Some(more) => format!("{kind}-{more}"),
        None => kind.to_owned(),
    }
}

fn parameters(doc: &CheckDoc, known: &CatalogNames<'_>, diagnostics: &mut Diagnostics) -> CheckParameters {
    let written = &doc.parameters;
    let context = || "a check asks to build on products of the".to_owned();
    let takes_categories = doc.kind.value.parameters().contains(&"categories");
    let categories = written.categories.iter().filter(|_| takes_categories);
    CheckParameters {
        at_least: written.at_least,
        words: written.words,
        property: written.property,
        rule: written.rule.as_ref().map(|rule| rule.value.clone()),
        title: written.title.as_ref().map(|title| title.value.clone()),
        categories: categories
            .filter_map(|category| known.categories.find(category, context, diagnostics))
            .collect(),
        every: written.every,
    }
}

/// Adds the attestations of each product's document.
pub(super) fn attest(
    products: &mut [Product],
    docs: &[&ProductDoc],
    standards: &Standards,
    diagnostics: &mut Diagnostics,
) {
    for (product, doc) in products.iter_mut().zip(docs) {
        product.attested = attestations(doc, standards, diagnostics);
    }
}

/// Returns the attestations of a product: each id must belong to a standard. Diagnostics: `unknown-check`.
fn attestations(doc: &ProductDoc, standards: &Standards, diagnostics: &mut Diagnostics) -> Vec<Attestation> {
    let checks = standards.standards.iter().flat_map(|standard| &standard.checks);
    let attested = checks.filter(|check| check.kind == CheckKind::Attested);
    let names = KnownNames::new(super::names::CHECK, attested.map(|check| (check.id.as_str(), ())));
    let attestation = |written: &crate::read::product::ControlEvidenceDoc| {
        names.find(&written.control, || format!("product `{}` attests", doc.id.value), diagnostics)?;
        Some(Attestation {
            check: written.control.value.clone(),
            span: written.control.span,
            text: text(&written.evidence),
            reviewed: written.reviewed.as_ref().map(|date| date.value),
        })
    };
    doc.attested.iter().filter_map(attestation).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_standards_are_read_without_diagnostics() {
        let mut diagnostics = Vec::new();
        let node = yaml::parse(FileId(0), DEFAULT, &mut diagnostics).unwrap();
        let doc = standard::standards(&node, &mut diagnostics).unwrap();
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        assert_eq!(doc.levels.len(), 3);
        assert!(doc.standards.iter().all(|standard| standard.checks.len() > 3));
    }
}
