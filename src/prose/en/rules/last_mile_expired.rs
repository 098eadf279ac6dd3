//! `last-mile-expired` in words.

use super::{About, Labels, Words};
use jiff::civil::Date;

pub(super) fn words(consumer: usize, mile: usize, until: Date, it: &About<'_>) -> Words {
    let mile = it.itself().consumers[consumer].last_miles.get(mile);
    let place = mile.map(|mile| mile.place.as_str()).filter(|place| !place.is_empty());
    let place = place.map_or_else(String::new, |place| format!(" ({})", it.text(place)));
    let (consumer, day) = (it.consumer(consumer), it.day(until));
    Words {
        sentence: format!("the last mile of {consumer} on {it}{place} was due to be removed by {day}"),
        advice: "move it into a product, or agree on a new date".to_owned(),
        labels: Labels::Same("expired"),
    }
}
