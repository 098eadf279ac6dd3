//! The vocabularies that a catalog may define itself: categories, tiers and the levels of standards, with their
//! defaults.

use super::names::by_id;
use crate::diagnostics::Diagnostics;
use crate::model::{Role, VocabularyEntry};
use crate::read::config::{CategoryDoc, WordDoc};

/// A built-in entry: its id, name and meaning.
type BuiltInEntry = (&'static str, &'static str, &'static str);

/// The plural names of the default categories, by id.
const PLURALS: &[(&str, &str)] = &[
    ("replication", "Replications"),
    ("mart", "Marts"),
    ("application", "Applications"),
    ("dashboard", "Dashboards"),
    ("activation", "Activations"),
    ("alerting", "Alerts"),
    ("analysis", "Analyses"),
    ("consulting", "Consulting services"),
];

/// The default categories. Each id is also a word of [`Role`], so that a default category has its role; another one
/// needs both, and its plural.
const CATEGORIES: &[BuiltInEntry] = &[
    ("replication", "Replication", "Brings data from a system of the company into the warehouse, unchanged."),
    ("mart", "Mart", "Tables that others can build on: the data itself is the product."),
    (
        "application",
        "Application",
        "A place to explore data and ask your own questions without writing code.",
    ),
    ("dashboard", "Dashboard", "Answers to fixed questions, kept up to date."),
    ("activation", "Activation", "Brings data back into the tools that people work in."),
    ("alerting", "Alerting", "Notifies people when something happens that needs their attention."),
    ("analysis", "Analysis", "A study that answers one large question."),
    ("consulting", "Consulting", "People who help with questions about data."),
];

const TIERS: &[BuiltInEntry] = &[
    ("experimental", "Experimental", "Being tried out: may change or be removed without notice."),
    ("team", "Team", "One team relies on it."),
    ("company", "Company", "Several teams rely on it: changes are announced."),
    ("customer-facing", "Customer-facing", "Customers notice when it fails."),
];

/// Returns the catalog's categories, or the default ones. A category with the id of a default one has its role, too,
/// unless the catalog gives it another.
pub(super) fn categories(docs: &[CategoryDoc], diagnostics: &mut Diagnostics) -> Vec<VocabularyEntry> {
    let names = docs.iter().map(|doc| &doc.word).collect();
    let mut categories = vocabulary(names, CATEGORIES, "categories", diagnostics);
    for category in &mut categories {
        let doc = docs.iter().find(|doc| doc.word.id.value == category.id);
        if let Some(plural) = plural(doc, &category.id) {
            category.plural = plural;
        }
        let written = doc.and_then(|doc| doc.role.as_ref());
        category.role = written.map_or_else(|| Role::parse(&category.id), |role| Some(role.value));
    }
    categories
}

/// Returns the plural of a category; `None` if there is only its name, as no plural is derived from a name that a
/// catalog gives.
fn plural(doc: Option<&CategoryDoc>, id: &str) -> Option<String> {
    if let Some(plural) = doc.and_then(|doc| doc.plural.as_ref()) {
        return Some(plural.value.clone());
    }
    let built_in = PLURALS.iter().find(|(known, _)| *known == id);
    let is_named = doc.is_some_and(|doc| doc.word.name.is_some());
    built_in.filter(|_| !is_named).map(|(_, plural)| (*plural).to_owned())
}

/// Returns the catalog's tiers, lowest first, or the default ones.
pub(super) fn tiers(docs: &[WordDoc], diagnostics: &mut Diagnostics) -> Vec<VocabularyEntry> {
    vocabulary(docs.iter().collect(), TIERS, "tiers", diagnostics)
}

/// Returns the levels of standards, starting with the one to reach first.
pub(super) fn levels(docs: &[WordDoc], diagnostics: &mut Diagnostics) -> Vec<VocabularyEntry> {
    vocabulary(docs.iter().collect(), &[], "levels", diagnostics)
}

fn vocabulary(
    docs: Vec<&WordDoc>,
    defaults: &[BuiltInEntry],
    kind: &str,
    diagnostics: &mut Diagnostics,
) -> Vec<VocabularyEntry> {
    let standard = |id: &str| defaults.iter().find(|(known, ..)| *known == id);
    let entry = |id: &str, name: String, description: String| VocabularyEntry {
        id: id.to_owned(),
        plural: name.clone(),
        name,
        description,
        role: None,
        icon: None,
    };
    if docs.is_empty() {
        let defaults = defaults.iter();
        return defaults.map(|(id, name, text)| entry(id, (*name).to_owned(), (*text).to_owned())).collect();
    }
    let mut kept = by_id(&docs, kind, |doc| &doc.id, diagnostics);
    // The catalog's own order is significant: tiers are listed from low to high.
    kept.sort_by_key(|doc| doc.id.span);
    let text = |value: &Option<crate::source::Spanned<String>>, fallback: String| {
        value.as_ref().map_or(fallback, |text| text.value.clone())
    };
    kept.iter()
        .map(|doc| {
            let (name, description) = standard(&doc.id.value)
                .map_or((super::parts::titled(&doc.id.value), ""), |(_, name, text)| {
                    ((*name).to_owned(), text)
                });
            let (name, description) = (text(&doc.name, name), text(&doc.description, description.to_owned()));
            let icon = doc.icon.as_ref().map(|icon| icon.value.clone());
            VocabularyEntry { icon, ..entry(&doc.id.value, name, description) }
        })
        .collect()
}
