//! The recorded changes of earlier days.

use crate::model::{Change, ChangeFact, ChangeKind, RecordedChange};
use crate::read::documents::Documents;
use crate::read::history::ChangeDoc;
use std::cmp::Reverse;

/// Returns the recorded changes of a known kind, newest first and without duplicates, which merges of branches can
/// leave behind.
pub(super) fn changes(documents: &Documents) -> Vec<RecordedChange> {
    let mut changes: Vec<(RecordedChange, &ChangeDoc)> =
        documents.evidence.changes.iter().filter_map(|doc| Some((change(doc)?, doc))).collect();
    changes.sort_by_cached_key(|(one, doc)| {
        (Reverse(one.day), !one.change.breaking, one.change.name.to_lowercase(), doc.text.or_empty())
    });
    // One of them may date from before changes had codes.
    changes.dedup_by(|(one, doc), (other, before)| {
        (one.day, one.change.breaking, &one.change.product, &one.change.system, &one.change.tell)
            == (
                other.day,
                other.change.breaking,
                &other.change.product,
                &other.change.system,
                &other.change.tell,
            )
            && (&doc.kind, &doc.name, &doc.text) == (&before.kind, &before.name, &before.text)
    });
    changes.into_iter().map(|(one, _)| one).collect()
}

/// Returns a recorded change: by its code and data, or in words if it has no known code.
fn change(doc: &ChangeDoc) -> Option<RecordedChange> {
    let kind = ChangeKind::parse(doc.kind.or_empty())?;
    let coded = doc.code.filled().and_then(|code| ChangeFact::recorded(code, doc.data.clone()));
    let change = Change {
        product: doc.product.or_empty().to_owned(),
        system: doc.system.filled().map(str::to_owned),
        name: doc.name.or_empty().to_owned(),
        fact: coded.unwrap_or_else(|| ChangeFact::Told { kind, text: doc.text.or_empty().to_owned() }),
        breaking: doc.breaking.0,
        reaches: Vec::new(),
        tell: doc.tell.0.clone(),
    };
    Some(RecordedChange { day: doc.day.or_empty().parse().ok()?, change })
}
