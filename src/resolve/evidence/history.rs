//! The recorded days by product; if a day has several lines, the newest one counts.

use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::model::{DailyHistory, Product, ProductIx, RecordedDay, Status};
use crate::read::history::DayDoc;
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::HashMap;

/// Returns the history of these products, ignoring products that no longer exist.
pub(super) fn history(docs: &[DayDoc], products: &[Product], diagnostics: &mut Diagnostics) -> DailyHistory {
    let known: HashMap<&str, ProductIx> = products
        .iter()
        .enumerate()
        .map(|(position, product)| (product.id.as_str(), ProductIx::at(position)))
        .collect();
    let mut history = DailyHistory::new();
    let mut odd = 0;
    for doc in docs {
        let Some(product) = known.get(doc.product.or_empty()).copied() else { continue };
        let date: Option<Date> = doc.day.or_empty().parse().ok();
        let (Some(date), Some(status)) = (date, Status::parse(doc.status.or_empty())) else {
            odd += 1;
            continue;
        };
        let at = crate::read::evidence::observation::instant(doc.at.or_empty()).unwrap_or(Timestamp::MIN);
        let promises = doc.promises.0.iter().map(|(key, kept)| (key.clone(), kept.0)).collect();
        let rows = doc.rows.0.iter().filter_map(|(key, rows)| Some((key.clone(), rows.count()?))).collect();
        let day = RecordedDay { at, status, promises, rows };
        let days = history.entry(product).or_default();
        if days.get(&date).is_none_or(|known| known.at <= at) {
            days.insert(date, day);
        }
    }
    if odd > 0 {
        let message = format!(
            "{odd} line{} of the history have no day or no known status",
            if odd == 1 { "" } else { "s" }
        );
        diagnostics.push(
            Diagnostic::warning("bad-history", message).help("remove them; the other days are not affected"),
        );
    }
    history
}
