//! The end of a product in words: for a calendar, and for the news.

/// An entry of a calendar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct EndingWords {
    /// The event.
    pub title: String,
    /// What to use instead; may be empty.
    pub text: String,
}

/// Returns the calendar entry for the day when a product is gone, with the name of its replacement.
#[must_use]
pub(crate) fn ending(product: &str, successor: Option<&str>) -> EndingWords {
    let text = successor.map(|successor| format!("Use {successor} instead.")).unwrap_or_default();
    EndingWords { title: format!("{product} ends"), text }
}

/// Returns the calendar entry for the day from which an output port should not be used.
#[must_use]
pub(crate) fn ending_port(port: &str, product: &str) -> EndingWords {
    EndingWords { title: format!("{port} of {product} ends"), text: String::new() }
}

/// Returns that the end date of an output port has been reached: nothing is known of whether it is gone.
#[must_use]
pub(crate) fn ended_port(port: &str) -> String {
    format!("{port} has reached its end date")
}

/// Returns that a product is gone, to be read after its name.
#[must_use]
pub(crate) fn ended(successor: Option<&str>) -> String {
    successor.map_or_else(|| "ended".to_owned(), |successor| format!("ended; use {successor} instead"))
}
