//! What the guards of a control were observed to do: `last run today, 02:05: 3 of 3 tables`.

use super::listed;
use crate::model::{AssetIx, Catalog, ObservedControl, moment_in_words};
use jiff::{Timestamp, tz::TimeZone};

/// The number of tables that are named, of those that a run did not look at.
const NAMED: usize = 3;

/// Returns the observations of a control in a product, in a few words.
#[must_use]
pub(crate) fn control_seen(seen: &ObservedControl, now: Timestamp, catalog: &Catalog) -> String {
    let ObservedControl { tables, guarded, passed, early, failed, jobs_failed, .. } = *seen;
    let of = |count: usize| format!("{count} of {tables} table{}", if tables == 1 { "" } else { "s" });
    let (verb, count) = match (failed, jobs_failed, passed) {
        (1.., _, _) => ("failed", Some(failed)),
        // A job that names no tables of the product.
        (_, 1.., _) => ("failed", None),
        _ if early == 1 => ("ran before the table was made", Some(early)),
        _ if early > 1 => ("ran before the tables were made", Some(early)),
        (_, _, 1..) => ("last run", Some(passed)),
        _ if !seen.unnamed.is_empty() => ("seen", Some(0)),
        _ => return format!("{} guarded, no recent run seen", of(guarded)),
    };
    let when = seen.at.map_or_else(String::new, |at| when(at, now, &catalog.settings.time_zone));
    let unnamed = unnamed(&seen.unnamed, catalog);
    match count {
        Some(count) if seen.covers_marked() && passed == count && count < tables => {
            format!("{verb}{when}: {}, including all that are marked{unnamed}", of(count))
        }
        Some(count) => format!("{verb}{when}: {}{unnamed}", of(count)),
        None => format!("{verb}{when}{unnamed}"),
    }
}

/// Returns a moment as it follows a verb: ` today, 02:05`.
fn when(at: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
    let local = at.to_zoned(zone.clone());
    let is_today = local.date() == now.to_zoned(zone.clone()).date();
    match is_today {
        true => format!(" today, {}", local.strftime("%H:%M")),
        false => format!(" {}", moment_in_words(at, zone)),
    }
}

/// Returns which guarded tables the last run did not look at: `; it did not name orders and customers`.
fn unnamed(tables: &[AssetIx], catalog: &Catalog) -> String {
    let names = tables.iter().take(NAMED).map(|table| catalog.asset(*table).name.clone());
    let mut names: Vec<String> = names.collect();
    match tables.len().saturating_sub(NAMED) {
        0 if names.is_empty() => return String::new(),
        0 => {}
        1 => names.push("another".to_owned()),
        more => names.push(format!("{more} others")),
    }
    format!("; the last run did not name {}", listed(names))
}
