//! The number of rows of an output port on the last thirty days, as recorded.

use super::usual::usual_growth;
use crate::model::{AssetIx, ProductIx, SizeScope};
use crate::prose::en;
use crate::site::context::ViewContext;
use jiff::civil::Date;
use serde::{Serialize, Serializer};

/// The number of rows of a table on the last days.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct GrowthView {
    /// Thirty days, oldest first, ending with today.
    pub days: Vec<RowsOfDay>,
    /// Whether these are the rows of the last load of each day.
    pub is_of_loads: bool,
    /// The number of days with a known count.
    pub known: usize,
    /// The last change: `+120 since yesterday`.
    pub text: String,
    /// The usual change, if clearly different: `usually +20 a day`; may be empty.
    pub usual: String,
}

/// The number of rows of a table on a day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct RowsOfDay {
    /// The day: `2026-11-20`.
    #[serde(serialize_with = "as_text")]
    pub date: Date,
    /// The number of rows; `None` if not recorded.
    pub rows: Option<u64>,
    /// The height of its bar, at most [`TALL`].
    pub height: usize,
}

/// The number of days shown.
const DAYS: usize = 30;
/// The height of the tallest bar, in pixels.
const TALL: usize = 32;
/// The height of the bar for no rows, in pixels.
const LOW: usize = 2;

/// Returns the recorded rows of an output port; `None` for other assets, and if fewer than two days are known.
pub(super) fn growth(asset: AssetIx, product: ProductIx, context: &ViewContext<'_>) -> Option<GrowthView> {
    if !context.product(product).output_ports.iter().any(|port| port.asset == Some(asset)) {
        return None;
    }
    let key = &context.catalog.asset(asset).key;
    let recorded = context.catalog.observations.history.get(&product);
    let size = context.catalog.observations.assets.get(asset).and_then(|seen| seen.size);
    let now = size
        .filter(|size| size.is_of_day(context.now, &context.catalog.settings.time_zone))
        .and_then(|size| size.rows);
    let rows_on = |day: &Date| {
        let recorded_rows = || recorded?.get(day)?.rows.get(key).copied();
        now.filter(|_| *day == context.today).or_else(recorded_rows)
    };
    let days: Vec<(Date, Option<u64>)> =
        context.last_days(DAYS).into_iter().map(|day| (day, rows_on(&day))).collect();
    let mut counts = days.iter().rev().filter_map(|(day, rows)| Some((*day, (*rows)?)));
    let (last, before) = (counts.next()?, counts.next()?);
    let most = days.iter().filter_map(|(_, rows)| *rows).max().unwrap_or_default();
    let day = |(day, rows): &(Date, Option<u64>)| RowsOfDay {
        date: *day,
        rows: *rows,
        height: rows.map_or(LOW, |rows| LOW + share(rows, most, TALL - LOW)),
    };
    Some(GrowthView {
        is_of_loads: size.is_some_and(|size| size.scope == SizeScope::Written),
        known: days.iter().filter(|(_, rows)| rows.is_some()).count(),
        text: en::row_change(before, last, context.today),
        usual: usual_growth(&days).map(en::usual_growth).unwrap_or_default(),
        days: days.iter().map(day).collect(),
    })
}

fn as_text<S: Serializer>(day: &Date, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(day)
}

/// Returns the height of `rows` on a scale where `most` is `whole`.
fn share(rows: u64, most: u64, whole: usize) -> usize {
    let part = (u128::from(rows) * whole as u128).checked_div(u128::from(most)).unwrap_or_default();
    usize::try_from(part).unwrap_or_default()
}
