//! The status of a product at a moment, as recorded for later.

use super::{Product, ProductAssessment, PromiseVerdict, RecordedDay};
use jiff::Timestamp;
use std::collections::BTreeMap;

impl RecordedDay {
    /// Returns the status of a product at a moment, as recorded; `None` if it is unknown.
    #[must_use]
    pub(crate) fn of(product: &Product, assessment: &ProductAssessment, at: Timestamp) -> Option<Self> {
        let measured = product.slas.iter().zip(&assessment.promises);
        let measured = measured.filter_map(|(sla, promise)| match promise.verdict {
            PromiseVerdict::Kept => Some((sla.key(product), true)),
            PromiseVerdict::Broken => Some((sla.key(product), false)),
            PromiseVerdict::Declared
            | PromiseVerdict::NotDue
            | PromiseVerdict::NotNeeded
            | PromiseVerdict::NotMeasurable => None,
        });
        let mut promises: BTreeMap<String, bool> = BTreeMap::new();
        for (key, kept) in measured {
            // If two promises are of the same kind, both have to hold.
            let known = promises.entry(key).or_insert(kept);
            *known &= kept;
        }
        Some(Self { at, status: assessment.status?, promises, rows: BTreeMap::new() })
    }
}
