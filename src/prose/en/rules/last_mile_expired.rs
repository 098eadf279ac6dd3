//! `last-mile-expired` in words.

use super::{About, Labels, Words};
use jiff::civil::Date;

pub(super) fn words(consumer: usize, mile: usize, until: Date, about: &About<'_>) -> Words {
    let mile = about.itself().consumers[consumer].last_miles.get(mile);
    let place = mile.map(|mile| mile.place.as_str()).filter(|place| !place.is_empty());
    let place = place.map_or_else(String::new, |place| format!(" ({})", about.text(place)));
    let (consumer, day) = (about.consumer(consumer), about.day(until));
    Words {
        sentence: format!("the last mile of {consumer} on {about}{place} was due to be removed by {day}"),
        advice: "move it into a product, or agree on a new date".to_owned(),
        labels: Labels::Same("expired"),
    }
}
