//! `temporary-without-end` in words.

use super::{About, Labels, Words};

pub(super) fn words(consumer: usize, about: &About<'_>) -> Words {
    let consumer = about.consumer(consumer);
    Words {
        sentence: format!("a last mile of {consumer} on {about} has no end date"),
        advice: "add the day on which it was created (`since`) and how long it may stay (`ttl`)".to_owned(),
        labels: Labels::Same("no end date"),
    }
}
