//! The end of a product in words: for a calendar, and for the news.

/// An entry of a calendar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct EndingWords {
    /// What happens.
    pub title: String,
    /// What to use instead; may be empty.
    pub text: String,
}

/// The day from which a product is gone, and the name of the one that takes its place.
#[must_use]
pub(crate) fn ending(product: &str, successor: Option<&str>) -> EndingWords {
    let text = successor.map(|successor| format!("Use {successor} instead.")).unwrap_or_default();
    EndingWords { title: format!("{product} ends"), text }
}

/// That a product is gone, to be read after its name.
#[must_use]
pub(crate) fn ended(successor: Option<&str>) -> String {
    successor.map_or_else(|| "ended".to_owned(), |successor| format!("ended; use {successor} instead"))
}
