//! The current catalog, as a snapshot until it changes. All responses are built from it, in the order of the
//! requests.

use super::client::{
    BrowserEvent, Client, FileHashes, OverlayMessage, failure_fingerprint, page_fingerprint,
};
use super::command::{PreviewCommand, PreviewResponse};
use super::watch::Watcher;
use super::{DiagnosticsSummary, Options, ServerEvent};
use crate::diagnostics::print::{self, OutputFormat};
use crate::pipeline::{self, LoadCache, PreparedSite, ThemedCatalog};
use crate::prose::report::Report;
use crate::render::Renderer;
use crate::site::{Page, Site};
use crate::source::SourceMap;
use crate::theme::Theme;
use jiff::Timestamp;
use std::cell::RefCell;
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::thread;
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

/// Why the loop that answers requests ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LoopExit {
    /// Files have changed.
    Changed,
    /// The preview was stopped.
    Stop,
}

/// The maximum number of cached bytes of pages; beyond that, the cache is cleared.
const CACHE_LIMIT: usize = 64 * 1024 * 1024;

/// Bytes of pages that were rendered before, by the fingerprints of the pages.
#[derive(Default)]
struct RenderCache {
    bytes: HashMap<u128, Arc<[u8]>>,
    size: usize,
}

/// Builds the snapshots of the site, and notifies browsers about them.
pub(super) struct PreviewServer<'k> {
    options: &'k Options,
    inbox: Receiver<PreviewCommand>,
    watcher: Watcher,
    now: &'k dyn Fn() -> Timestamp,
    clients: Vec<Client>,
    cache: Rc<RefCell<RenderCache>>,
    /// The contents of the files.
    load_cache: LoadCache,
}

/// A catalog, and everything that its pages are rendered with.
struct Snapshot<'g> {
    site: Site<'g>,
    renderer: Renderer<'g>,
    theme: &'g Theme,
    sources: &'g SourceMap,
    /// The path under which the site is served.
    base: &'g str,
    /// The hashes of the files that pages load.
    files: FileHashes,
    cache: Rc<RefCell<RenderCache>>,
}

impl<'k> PreviewServer<'k> {
    pub(super) fn new(
        options: &'k Options,
        inbox: Receiver<PreviewCommand>,
        watcher: Watcher,
        now: &'k dyn Fn() -> Timestamp,
    ) -> Self {
        Self {
            options,
            inbox,
            watcher,
            now,
            clients: Vec::new(),
            cache: Rc::default(),
            load_cache: LoadCache::default(),
        }
    }

    /// Builds one snapshot after another until the preview ends. If the catalog cannot be published, browsers are
    /// told why, and the last good snapshot is served.
    pub(super) fn run(&mut self, tell: &mut dyn FnMut(ServerEvent<'_>)) {
        let mut good: Option<ThemedCatalog> = None;
        loop {
            let end = match self.load() {
                Ok(opened) => match self.serve(&opened, &mut good, tell) {
                    Ok(end) => {
                        good = Some(opened);
                        end
                    }
                    Err(message) => self.serve_last_good(&message, good.as_ref()),
                },
                Err(message) => {
                    tell(ServerEvent::Failed(&message.text));
                    self.serve_last_good(&message, good.as_ref())
                }
            };
            if end == LoopExit::Stop {
                break;
            }
        }
    }

    /// Reads and resolves the catalog.
    ///
    /// # Errors
    /// On an I/O error or an internal error; holds the message.
    fn load(&mut self) -> Result<ThemedCatalog, OverlayMessage> {
        self.watcher.before_reading();
        let (root, now) = (&self.options.root, (self.now)());
        // After an internal error the caches are discarded.
        let mut cache = std::mem::take(&mut self.load_cache);
        let opened = catch_unwind(AssertUnwindSafe(|| {
            let opened = pipeline::open(root, now, Some(&mut cache));
            (opened, cache)
        }));
        let opened = opened.map(|(opened, cache)| {
            self.load_cache = cache;
            opened
        });
        match opened {
            Ok(Ok(opened)) => Ok(opened),
            Ok(Err(error)) => Err(failed(&format!("error: {error}\n"))),
            Err(panic) => Err(failed(&internal_error(panic.as_ref()))),
        }
    }

    /// Serves a catalog until files change; `before` is freed once this one replaces it.
    ///
    /// # Errors
    /// If the catalog has errors and cannot be published; holds the message about them.
    fn serve(
        &mut self,
        opened: &ThemedCatalog,
        before: &mut Option<ThemedCatalog>,
        tell: &mut dyn FnMut(ServerEvent<'_>),
    ) -> Result<LoopExit, OverlayMessage> {
        let (snapshot, report) = self.snapshot(opened);
        let snapshot = snapshot.filter(|_| !report.has_errors());
        if let Some(snapshot) = &snapshot {
            // Changes are sent first, as formatting the problems takes longer.
            self.clients.retain_mut(|client| send_changes(client, snapshot));
        }
        let summary = DiagnosticsSummary::of(&report);
        tell(ServerEvent::Loaded(&opened.loaded, &summary));
        let message = summary.overlay(&opened.loaded.sources);
        let Some(snapshot) = snapshot else { return Err(message) };
        self.clients.retain_mut(|client| send_message(client, &message));
        // Freeing it takes a while, so nobody waits for it.
        discard(before.take());
        Ok(self.handle_requests(Some(&snapshot), &message))
    }

    /// Serves the last good catalog, if there is one, while there are errors.
    fn serve_last_good(&mut self, message: &OverlayMessage, good: Option<&ThemedCatalog>) -> LoopExit {
        let snapshot = good.and_then(|good| self.snapshot(good).0);
        self.clients.retain_mut(|client| announce(client, snapshot.as_ref(), message));
        self.handle_requests(snapshot.as_ref(), message)
    }

    /// Returns a snapshot of a catalog as of now, with all problems of the catalog.
    fn snapshot<'g>(&self, opened: &'g ThemedCatalog) -> (Option<Snapshot<'g>>, Report<'g>)
    where
        'k: 'g,
    {
        let PreparedSite { site, renderer, report } = pipeline::prepare(opened, (self.now)());
        let files = file_hashes(&opened.theme);
        let snapshot = renderer.map(|renderer| Snapshot {
            site,
            renderer,
            theme: &opened.theme,
            sources: &opened.loaded.sources,
            base: &self.options.base,
            files,
            cache: Rc::clone(&self.cache),
        });
        (snapshot, report)
    }

    /// Answers requests until files change or the preview ends.
    fn handle_requests(&mut self, snapshot: Option<&Snapshot<'_>>, message: &OverlayMessage) -> LoopExit {
        self.watcher.after_reading();
        loop {
            match self.inbox.recv() {
                Ok(PreviewCommand::Page(path, reply)) => {
                    let answer = match snapshot {
                        Some(snapshot) => snapshot.answer(&path),
                        None => PreviewResponse::Broken(message.text.clone(), FileHashes::default()),
                    };
                    // The requester may have disconnected.
                    let _ = reply.send(answer);
                }
                Ok(PreviewCommand::Listen(mut client)) => {
                    if announce(&mut client, snapshot, message) {
                        self.clients.push(client);
                    }
                }
                Ok(PreviewCommand::Changed) => return LoopExit::Changed,
                Ok(PreviewCommand::Stop) | Err(_) => return LoopExit::Stop,
            }
        }
    }
}

/// Sends a browser everything that is new to it; returns whether it is still connected.
fn announce(client: &mut Client, snapshot: Option<&Snapshot<'_>>, message: &OverlayMessage) -> bool {
    snapshot.is_none_or(|snapshot| send_changes(client, snapshot)) && send_message(client, message)
}

/// Notifies a browser if its page or a file that it loads changed; returns whether it is still connected.
fn send_changes(client: &mut Client, snapshot: &Snapshot<'_>) -> bool {
    let fingerprint = snapshot.fingerprint(&client.path);
    let styles = std::mem::replace(&mut client.styles, snapshot.files.styles);
    let event = if std::mem::replace(&mut client.fingerprint, fingerprint) != fingerprint {
        BrowserEvent::Reload
    } else if styles != snapshot.files.styles {
        BrowserEvent::Styles(snapshot.files.styles)
    } else {
        return true;
    };
    client.events.try_send(event).is_ok()
}

/// Sends a browser the problems of the catalog; returns whether it is still connected.
fn send_message(client: &Client, message: &OverlayMessage) -> bool {
    client.events.try_send(BrowserEvent::Message(message.clone())).is_ok()
}

impl<'g> Snapshot<'g> {
    /// Returns the response for a path.
    fn answer(&self, path: &str) -> PreviewResponse {
        match self.bytes(path) {
            Some(Ok(bytes)) => PreviewResponse::Found(bytes, self.files),
            Some(Err(PageFailure(why))) => PreviewResponse::Broken(why, self.files),
            None => match self.missing() {
                Ok(bytes) => PreviewResponse::Missing(bytes, self.files),
                Err(PageFailure(why)) => PreviewResponse::Broken(why, self.files),
            },
        }
    }

    /// Returns the fingerprint of the page at a path; for a missing one, that of the not-found page.
    fn fingerprint(&self, path: &str) -> u64 {
        match self.answer(path) {
            PreviewResponse::Found(bytes, files) | PreviewResponse::Missing(bytes, files) => {
                page_fingerprint(&bytes, files)
            }
            PreviewResponse::Broken(why, _) => failure_fingerprint(&why),
        }
    }

    /// Returns the bytes at a path, if it exists, or why they cannot be rendered.
    fn bytes(&self, path: &str) -> Option<Result<Arc<[u8]>, PageFailure>> {
        let asset = self.theme.files.get(path).or_else(|| self.theme.own_files.get(path));
        if let Some(asset) = asset {
            return Some(Ok(Arc::clone(asset)));
        }
        // Our own code builds views and may panic on unexpected input.
        match catch_unwind(AssertUnwindSafe(|| self.site.page(path))) {
            Ok(page) => Some(self.rendered(&page?)),
            Err(panic) => Some(Err(PageFailure(internal_error(panic.as_ref())))),
        }
    }

    /// Returns the not-found page, which links home from any depth.
    fn missing(&self) -> Result<Arc<[u8]>, PageFailure> {
        match self.site.page("404.html") {
            Some(Page::Html(mut head, view)) => {
                self.base.clone_into(&mut head.root);
                self.rendered(&Page::Html(head, view))
            }
            _ => Err(PageFailure("There is nothing here.\n".to_owned())),
        }
    }

    fn rendered(&self, page: &Page) -> Result<Arc<[u8]>, PageFailure> {
        let fingerprint = self.renderer.fingerprint(page);
        if let Some(bytes) = self.cache.borrow().bytes.get(&fingerprint) {
            return Ok(Arc::clone(bytes));
        }
        let bytes: Arc<[u8]> = match catch_unwind(AssertUnwindSafe(|| self.renderer.render(page))) {
            Ok(Ok(bytes)) => bytes.into(),
            Ok(Err(diagnostic)) => {
                return Err(PageFailure(print::print(&[*diagnostic], self.sources, OutputFormat::Plain)));
            }
            Err(panic) => return Err(PageFailure(internal_error(panic.as_ref()))),
        };
        let mut cache = self.cache.borrow_mut();
        if cache.size + bytes.len() > CACHE_LIMIT {
            *cache = RenderCache::default();
        }
        cache.size += bytes.len();
        cache.bytes.insert(fingerprint, Arc::clone(&bytes));
        Ok(bytes)
    }
}

/// Why a page cannot be rendered, as shown in its place.
struct PageFailure(String);

/// Hashes the files of a theme and the catalog's own: style sheets are replaced on an open page, and all others need a
/// reload. So do style sheets of `static/`, as only a template of the catalog knows where it uses them.
fn file_hashes(theme: &Theme) -> FileHashes {
    let (mut styles, mut others) = (Xxh3::new(), Xxh3::new());
    let own = theme.own_files.iter().map(|file| (false, file));
    for (is_of_theme, (path, bytes)) in theme.files.iter().map(|file| (true, file)).chain(own) {
        let hasher = if is_of_theme && path.ends_with(".css") { &mut styles } else { &mut others };
        hasher.update(path.as_bytes());
        hasher.update(&xxh3_64(bytes).to_le_bytes());
    }
    FileHashes { styles: styles.digest(), others: others.digest() }
}

fn failed(text: &str) -> OverlayMessage {
    OverlayMessage { broken: true, errors: 1, warnings: 0, notes: 0, text: text.to_owned() }
}

/// Returns the message for a panic: a bug of ours, which must not end the preview.
fn internal_error(panic: &(dyn std::any::Any + Send)) -> String {
    let why = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref().copied());
    format!(
        "error: internal error: {}\nnote: this is a bug in Glassbox; please report it with this message and what you edited\n",
        why.unwrap_or("no message")
    )
}

/// Frees a catalog in a thread of its own, as that takes a while if it is large.
fn discard(opened: Option<ThemedCatalog>) {
    if let Some(opened) = opened {
        thread::spawn(move || drop(opened));
    }
}
