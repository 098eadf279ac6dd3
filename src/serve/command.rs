//! What the preview is asked for, and its answers.

use super::client::Client;
use std::sync::Arc;
use std::sync::mpsc::Sender;

/// What a browser or the watcher asks for.
#[derive(Debug)]
pub(super) enum PreviewCommand {
    /// A page, to be sent back.
    Page(String, Sender<PreviewResponse>),
    /// To be told when its page changes.
    Listen(Client),
    /// Files have changed.
    Changed,
    /// The end.
    Stop,
}

/// A page, or why there is none.
#[derive(Clone, Debug)]
pub(super) enum PreviewResponse {
    /// The bytes, with a hash of the style sheets and scripts of the snapshot.
    Found(Arc<[u8]>, u64),
    /// The site has nothing there; with the page that says so.
    Missing(Arc<[u8]>, u64),
    /// It cannot be made; with why, as on a terminal.
    Broken(String),
}
