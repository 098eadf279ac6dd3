//! What a product is worth to the business, as stated by its team.

use super::document::kinds::{DayValue, TextValue};
use super::document::{Shorthand, document};
use crate::diagnostics::Diagnostics;
use crate::source::Spanned;

document! {
    /// The value of a product to the business; in short, just its text.
    pub struct BusinessValueDoc as "a value" {
        /// What is better because of it.
        #[example = "Sales calls the accounts that are about to leave."]
        text: required TextValue,
        /// How much better, as measured.
        #[example = "12 accounts kept in the last quarter"]
        measure: optional TextValue,
        /// The day on which that was last checked.
        checked: optional DayValue,
    }
}

impl Shorthand for BusinessValueDoc {
    type Form = TextValue;

    fn from_shorthand(text: Spanned<String>, _: &mut Diagnostics) -> Option<Self> {
        Some(Self { text, measure: None, checked: None })
    }
}
