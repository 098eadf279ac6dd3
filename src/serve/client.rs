//! A browser that looks at a page, and what it is told.

use serde::Serialize;
use std::sync::mpsc::SyncSender;
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

/// A browser that looks at a page and wants to hear when it changes.
#[derive(Debug)]
pub(super) struct Client {
    /// The page's path on the site.
    pub(super) path: String,
    /// The hash of the page that it has.
    pub(super) fingerprint: u64,
    /// The hash of the style sheets that it has.
    pub(super) styles: u64,
    /// Its line; full or closed when it is gone or asleep.
    pub(super) line: SyncSender<BrowserEvent>,
}

/// Something that a browser is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum BrowserEvent {
    /// Its page is another one now.
    Reload,
    /// The style sheets are others now; with what tells them from those before.
    Styles(u64),
    /// What is wrong with the catalog; empty when all is well again.
    Message(OverlayMessage),
}

/// What is wrong with the catalog, for the overlay.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct OverlayMessage {
    /// Whether the page that is shown is an older one, because the catalog cannot be published so.
    pub(super) broken: bool,
    /// How many errors there are.
    pub(super) errors: usize,
    /// How many warnings there are.
    pub(super) warnings: usize,
    /// How many notes there are.
    pub(super) notes: usize,
    /// All of it as on a terminal.
    pub(super) text: String,
}

impl BrowserEvent {
    /// As it goes over the line.
    pub(super) fn written(&self) -> String {
        match self {
            Self::Reload => "event: reload\ndata: {}\n\n".to_owned(),
            Self::Styles(fingerprint) => format!("event: styles\ndata: \"{fingerprint:016x}\"\n\n"),
            Self::Message(message) => {
                format!(
                    "event: diagnostics\ndata: {}\n\n",
                    serde_json::to_string(message).expect("serializable")
                )
            }
        }
    }
}
/// A hash of a page but for the moment that it is as of: with that, every page would be another one with every edit.
pub(super) fn page_fingerprint(page: &[u8]) -> u64 {
    let Ok(html) = std::str::from_utf8(page) else { return xxh3_64(page) };
    let Some((moment, words)) = as_of(html) else { return xxh3_64(page) };
    let mut hasher = Xxh3::new();
    for part in html.split(words).flat_map(|part| part.split(moment)) {
        hasher.update(part.as_bytes());
    }
    hasher.digest()
}

/// The moment that a page says that it is as of, for programs and in words.
fn as_of(html: &str) -> Option<(&str, &str)> {
    let (_, foot) = html.rsplit_once("about-page\"")?;
    let (_, time) = foot.split_once("<time datetime=\"")?;
    let (moment, rest) = time.split_once("\">")?;
    let (words, _) = rest.split_once("</time>")?;
    (!moment.is_empty() && !words.is_empty()).then_some((moment, words))
}

#[cfg(test)]
mod tests {
    use super::page_fingerprint;

    fn page(moment: &str, words: &str, text: &str) -> u64 {
        let foot = format!(
            "<p class=\"wrap about-page\"><span>As of <time datetime=\"{moment}\">{words}</time></span></p>"
        );
        page_fingerprint(format!("<main><p>{text}</p><p>As of {words}</p>{foot}</main>").as_bytes())
    }

    #[test]
    fn a_page_is_the_same_a_minute_later_and_another_one_once_it_says_something_else() {
        let first = page("2026-11-21T04:00:00Z", "21 November 2026, 05:00", "Orders");
        assert_eq!(first, page("2026-11-21T04:01:00Z", "21 November 2026, 05:01", "Orders"));
        assert_ne!(first, page("2026-11-21T04:00:00Z", "21 November 2026, 05:00", "Bookings"));
        assert_ne!(page_fingerprint(b"<p>no foot</p>"), page_fingerprint(b"<p>another</p>"));
    }
}
