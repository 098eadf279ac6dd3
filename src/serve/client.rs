//! A browser that shows a page, and the events that it receives.

use serde::Serialize;
use std::sync::mpsc::SyncSender;
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

/// The files that the pages of a snapshot load, as hashes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct FileHashes {
    /// The style sheets of the theme, which are replaced on an open page.
    pub(super) styles: u64,
    /// All other files: scripts, pictures, fonts and what is in `static/`. An open page shows them after a reload.
    pub(super) others: u64,
}

/// A browser that shows a page and waits for changes of it.
#[derive(Debug)]
pub(super) struct Client {
    /// The page's path on the site.
    pub(super) path: String,
    /// The hash of the page that it shows, and of the files for which it would be reloaded.
    pub(super) fingerprint: u64,
    /// The hash of the style sheets that it uses.
    pub(super) styles: u64,
    /// Its event stream; full or closed if the browser is gone or asleep.
    pub(super) events: SyncSender<BrowserEvent>,
}

/// An event for a browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum BrowserEvent {
    /// Its page has changed.
    Reload,
    /// The style sheets have changed; with their new hash.
    Styles(u64),
    /// The problems of the catalog; empty once there are none.
    Message(OverlayMessage),
}

/// The problems of the catalog, for the overlay.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct OverlayMessage {
    /// Whether the page is outdated because the catalog cannot be published in its current state.
    pub(super) broken: bool,
    /// The number of errors.
    pub(super) errors: usize,
    /// The number of warnings.
    pub(super) warnings: usize,
    /// The number of notes.
    pub(super) notes: usize,
    /// All problems, as on a terminal.
    pub(super) text: String,
}

impl BrowserEvent {
    /// Serializes the event for the stream.
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

/// Hashes why a page cannot be rendered. The page that says so has this fingerprint, not that of its own text, so that it is
/// reloaded once the reason is another one.
pub(super) fn failure_fingerprint(why: &str) -> u64 {
    xxh3_64(why.as_bytes())
}

/// Hashes a page, and the files that only a reload brings onto it.
pub(super) fn page_fingerprint(page: &[u8], files: FileHashes) -> u64 {
    let mut hasher = Xxh3::new();
    hasher.update(&content_hash(page).to_le_bytes());
    hasher.update(&files.others.to_le_bytes());
    hasher.digest()
}

/// Hashes a page without its as-of time, which would otherwise change every page with every edit.
fn content_hash(page: &[u8]) -> u64 {
    let Ok(html) = std::str::from_utf8(page) else { return xxh3_64(page) };
    let Some((moment, age)) = as_of(html) else { return xxh3_64(page) };
    let mut hasher = Xxh3::new();
    for part in html.split(age).flat_map(|part| part.split(moment)) {
        hasher.update(part.as_bytes());
    }
    hasher.digest()
}

/// Returns the as-of time of a page, for programs and in words.
fn as_of(html: &str) -> Option<(&str, &str)> {
    let (_, foot) = html.rsplit_once("about-page\"")?;
    let (_, time) = foot.split_once("<time datetime=\"")?;
    let (moment, rest) = time.split_once("\">")?;
    let (age, _) = rest.split_once("</time>")?;
    (!moment.is_empty() && !age.is_empty()).then_some((moment, age))
}

#[cfg(test)]
mod tests {
    use super::content_hash;

    fn page(moment: &str, age: &str, text: &str) -> u64 {
        let foot = format!(
            "<p class=\"wrap about-page\"><span>As of <time datetime=\"{moment}\">{age}</time></span></p>"
        );
        content_hash(format!("<main><p>{text}</p><p>As of {age}</p>{foot}</main>").as_bytes())
    }

    #[test]
    fn the_fingerprint_of_a_page_ignores_its_as_of_time() {
        let first = page("2026-11-21T04:00:00Z", "21 November 2026, 05:00", "Orders");
        assert_eq!(first, page("2026-11-21T04:01:00Z", "21 November 2026, 05:01", "Orders"));
        assert_ne!(first, page("2026-11-21T04:00:00Z", "21 November 2026, 05:00", "Bookings"));
        assert_ne!(content_hash(b"<p>no foot</p>"), content_hash(b"<p>another</p>"));
    }
}
