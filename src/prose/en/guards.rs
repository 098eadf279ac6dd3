//! What the guards of a control were observed to do: `last run today, 02:05: 3 of 3 tables`.

use crate::model::{ObservedControl, moment_in_words};
use jiff::{Timestamp, tz::TimeZone};

/// Returns the observations of a control in a product, in a few words.
#[must_use]
pub(crate) fn control_seen(seen: &ObservedControl, now: Timestamp, zone: &TimeZone) -> String {
    let ObservedControl { tables, guarded, passed, early, failed, jobs_failed, at, .. } = *seen;
    let of = |count: usize| format!("{count} of {tables} table{}", if tables == 1 { "" } else { "s" });
    let (verb, count) = match (failed, jobs_failed, passed) {
        (1.., _, _) => ("failed", Some(failed)),
        // A job that names no tables of the product.
        (_, 1.., _) => ("failed", None),
        _ if early == 1 => ("ran before the table was made", Some(early)),
        _ if early > 1 => ("ran before the tables were made", Some(early)),
        (_, _, 1..) => ("last run", Some(passed)),
        _ => return format!("{} guarded, no recent run seen", of(guarded)),
    };
    let when = at.map_or_else(String::new, |at| {
        let local = at.to_zoned(zone.clone());
        let is_today = local.date() == now.to_zoned(zone.clone()).date();
        match is_today {
            true => format!(" today, {}", local.strftime("%H:%M")),
            false => format!(" {}", moment_in_words(at, zone)),
        }
    });
    match count {
        Some(count) if seen.covers_marked() && passed == count && count < tables => {
            format!("{verb}{when}: {}, including all that are marked", of(count))
        }
        Some(count) => format!("{verb}{when}: {}", of(count)),
        None => format!("{verb}{when}"),
    }
}
