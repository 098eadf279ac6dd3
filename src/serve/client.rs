//! A browser that looks at a page, and what it is told.

use serde::Serialize;
use std::sync::mpsc::SyncSender;

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
