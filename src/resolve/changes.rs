//! The recorded changes of earlier days.

use crate::model::{Change, ChangeFact, ChangeKind, Recipient, RecipientKind, RecordedChange};
use crate::read::documents::Documents;
use crate::read::history::ChangeDoc;
use std::cmp::Reverse;

/// Returns the recorded changes of a known kind, newest first and without duplicates, which merges of branches can
/// leave behind.
pub(super) fn changes(documents: &Documents) -> Vec<RecordedChange> {
    let mut changes: Vec<(RecordedChange, &ChangeDoc)> =
        documents.evidence.changes.iter().filter_map(|doc| Some((change(doc, documents)?, doc))).collect();
    changes.sort_by_cached_key(|(change, doc)| {
        (Reverse(change.day), !change.change.breaking, change.change.name.to_lowercase(), doc.text.or_empty())
    });
    // One of them may date from before changes had codes.
    changes.dedup_by(|(change, doc), (previous, before)| {
        (change.day, change.change.breaking, &change.change.product, &change.change.system, &doc.tell.0)
            == (
                previous.day,
                previous.change.breaking,
                &previous.change.product,
                &previous.change.system,
                &before.tell.0,
            )
            && (&doc.kind, &doc.name, &doc.text) == (&before.kind, &before.name, &before.text)
    });
    changes.into_iter().map(|(change, _)| change).collect()
}

/// Returns a recorded change: by its code and data, or in words if it has no known code.
fn change(doc: &ChangeDoc, documents: &Documents) -> Option<RecordedChange> {
    let kind = ChangeKind::parse(doc.kind.or_empty())?;
    let coded = doc.code.filled().and_then(|code| ChangeFact::recorded(code, doc.data.clone()));
    let change = Change {
        product: doc.product.or_empty().to_owned(),
        system: doc.system.filled().map(str::to_owned),
        name: doc.name.or_empty().to_owned(),
        fact: coded.unwrap_or_else(|| ChangeFact::InWords { kind, text: doc.text.or_empty().to_owned() }),
        breaking: doc.breaking.0,
        reaches: Vec::new(),
        tell: recipients(doc, documents),
        concerns: serde_json::from_value(doc.concerns.clone()).unwrap_or_default(),
    };
    Some(RecordedChange { day: doc.day.or_empty().parse().ok()?, change })
}

/// Returns those who were to be told. Older lines have only their ids: those of products, otherwise of teams.
fn recipients(doc: &ChangeDoc, documents: &Documents) -> Vec<Recipient> {
    if let Ok(recipients) = serde_json::from_value::<Vec<Recipient>>(doc.recipients.clone()) {
        return recipients;
    }
    let is_product = |id: &str| documents.products.iter().any(|product| product.id.value == id);
    let recipient = |id: &String| {
        let kind = if is_product(id) { RecipientKind::Product } else { RecipientKind::Team };
        Recipient { id: id.clone(), kind, ..Recipient::default() }
    };
    doc.tell.0.iter().map(recipient).collect()
}
