//! Its summary has words that only data people understand.

use super::{About, Labels, Words};
use crate::prose::en::listed;

pub(super) fn words(jargon: &[&str], about: &About<'_>) -> Words {
    let jargon = listed(jargon.iter().map(|word| about.code(word)));
    Words {
        sentence: format!("the summary of {about} uses {jargon}, which only data people understand"),
        advice: "say what the product is for".to_owned(),
        labels: Labels::Same("jargon"),
    }
}
