//! Logic outside of any product was to be gone by a day that has passed.

use super::{About, Labels, Words};
use jiff::civil::Date;

pub(super) fn words(consumer: usize, mile: usize, until: Date, it: &About<'_>) -> Words {
    let mile = it.itself().consumers[consumer].last_miles.get(mile);
    let place = mile.map(|mile| mile.place.as_str()).filter(|place| !place.is_empty());
    let place = place.map_or_else(|| "elsewhere".to_owned(), |place| format!("in {}", it.text(place)));
    Words {
        sentence: format!("the logic {place} behind {it} was due to be removed by {until}"),
        advice: "move it into a product, or agree on a new date".to_owned(),
        labels: Labels::Same("expired"),
    }
}
