//! The words that a catalog may choose itself: categories and tiers, with the default ones.

use super::names::by_id;
use crate::model::Vocable;
use crate::read::config::WordDoc;
use crate::read::yaml::Faults;

const CATEGORIES: &[(&str, &str, &str)] = &[
    ("replication", "Replication", "Brings data from a system of the company into the warehouse, as it is."),
    ("mart", "Mart", "Tables made ready to be built on: the data itself is the product."),
    ("application", "Application", "A place to explore: ask your own questions without writing code."),
    ("dashboard", "Dashboard", "Answers to fixed questions, kept up to date."),
    ("activation", "Activation", "Brings data back into the tools in which people work."),
    ("alerting", "Alerting", "Tells somebody when something happens that needs them."),
    ("analysis", "Analysis", "A study that answers one large question."),
    ("consulting", "Consulting", "People who help with questions about data."),
];

const TIERS: &[(&str, &str, &str)] = &[
    ("experimental", "Experimental", "Tried out: may change or go away without notice."),
    ("team", "Team", "One team relies on it."),
    ("company", "Company", "Several teams rely on it: changes are announced."),
    ("customer-facing", "Customer-facing", "Customers notice when it fails."),
];

/// The catalog's categories, or the default ones.
pub(super) fn categories(docs: &[WordDoc], faults: &mut Faults) -> Vec<Vocable> {
    words(docs, CATEGORIES, "categories", faults)
}

/// The catalog's tiers from the one that promises least, or the default ones.
pub(super) fn tiers(docs: &[WordDoc], faults: &mut Faults) -> Vec<Vocable> {
    words(docs, TIERS, "tiers", faults)
}

/// The levels of standards, from the one that is reached first.
pub(super) fn levels(docs: &[WordDoc], faults: &mut Faults) -> Vec<Vocable> {
    words(docs, &[], "levels", faults)
}

fn words(docs: &[WordDoc], defaults: &[(&str, &str, &str)], what: &str, faults: &mut Faults) -> Vec<Vocable> {
    let standard = |id: &str| defaults.iter().find(|(known, ..)| *known == id);
    if docs.is_empty() {
        let vocable = |(id, name, description): &(&str, &str, &str)| Vocable {
            id: (*id).to_owned(),
            name: (*name).to_owned(),
            description: (*description).to_owned(),
        };
        return defaults.iter().map(vocable).collect();
    }
    let mut kept = by_id(docs, what, |doc| &doc.id, faults);
    // The catalog's own order is what counts: tiers stand from low to high.
    kept.sort_by_key(|doc| doc.id.span);
    let text = |given: &Option<crate::source::Spanned<String>>, fallback: String| {
        given.as_ref().map_or(fallback, |text| text.value.clone())
    };
    kept.iter()
        .map(|doc| {
            let (name, description) = standard(&doc.id.value)
                .map_or((super::titled(&doc.id.value), ""), |(_, name, text)| ((*name).to_owned(), text));
            Vocable {
                id: doc.id.value.clone(),
                name: text(&doc.name, name),
                description: text(&doc.description, description.to_owned()),
            }
        })
        .collect()
}
