//! The requests to the preview, and its responses.

use super::client::{Client, FileHashes};
use std::sync::Arc;
use std::sync::mpsc::Sender;

/// A request from a browser or from the watcher.
#[derive(Debug)]
pub(super) enum PreviewCommand {
    /// Render a page and send it back.
    Page(String, Sender<PreviewResponse>),
    /// Notify a browser when its page changes.
    Listen(Client),
    /// Reload the changed files.
    Changed,
    /// Stop.
    Stop,
}

/// A page, or why it could not be rendered.
#[derive(Clone, Debug)]
pub(super) enum PreviewResponse {
    /// The bytes, with the hashes of the files of the snapshot.
    Found(Arc<[u8]>, FileHashes),
    /// The path does not exist on the site; with the page that says so.
    Missing(Arc<[u8]>, FileHashes),
    /// The page cannot be rendered; with the reason, as on a terminal, and the hashes of the files, 0 without a
    /// snapshot.
    Broken(String, FileHashes),
}
