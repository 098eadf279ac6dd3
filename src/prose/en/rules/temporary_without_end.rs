//! `temporary-without-end` in words.

use super::{About, Labels, Words};

pub(super) fn words(consumer: usize, about: &About<'_>) -> Words {
    let last_miles = &about.itself().consumers[consumer].last_miles;
    let has_start = last_miles.iter().filter(|mile| mile.until().is_none()).all(|mile| mile.since.is_some());
    let consumer = about.consumer(consumer);
    let advice = match has_start {
        true => "add how long it may stay (`ttl`)",
        false => "add the day on which it was created (`since`) and how long it may stay (`ttl`)",
    };
    Words {
        sentence: format!("a last mile of {consumer} on {about} has no end date"),
        advice: advice.to_owned(),
        labels: Labels::Same("no end date"),
    }
}
