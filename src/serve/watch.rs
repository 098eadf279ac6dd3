//! Reports changed files: through the system's own events, and by polling now and then.
//!
//! Folders are watched, not files: a watch on a file ends when an editor saves by replacing the file. Events in quick
//! succession are one change. Because events can be lost (a queue that overflows, a network drive without events),
//! the files' sizes and times are compared as well.

use super::command::PreviewCommand;
use crate::pipeline::{self, Inputs, WatchScope};
use notify::event::ModifyKind;
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// How long it must be quiet until the events count as one change.
const DEBOUNCE: Duration = Duration::from_millis(3);
/// The maximum time to wait for further events.
const LONGEST_WAIT: Duration = Duration::from_secs(2);
/// The same while a large file is written, or one that programs write in parts.
const DEBOUNCE_LARGE: Duration = Duration::from_millis(200);
/// The size from which a file is large.
const LARGE_FILE: u64 = 4 * 1024 * 1024;
/// How often files are polled if the system reports changes, and if it does not.
const POLL_INTERVAL: Duration = Duration::from_secs(30);
const POLL_INTERVAL_WITHOUT_EVENTS: Duration = Duration::from_millis(500);

/// The watched files, and their state when they were last read.
#[derive(Debug, Default)]
struct Watched {
    inputs: Inputs,
    stamp: u64,
    /// Folders that were removed or moved away: a folder of that name is now another one, whatever number the system
    /// gave it.
    gone: BTreeSet<PathBuf>,
}

/// Watches the files of a catalog.
#[derive(Clone, Debug)]
pub(super) struct Watcher {
    root: PathBuf,
    watched: Arc<Mutex<Watched>>,
    /// The watcher, unless files are only polled.
    system: Option<Arc<Mutex<SystemWatcher>>>,
    commands: Sender<PreviewCommand>,
}

/// The watcher of the system's own events.
#[derive(Debug)]
struct SystemWatcher {
    watcher: RecommendedWatcher,
    /// The watched folders, each with an identity that distinguishes it from another one of its name.
    folders: BTreeMap<PathBuf, (RecursiveMode, Option<u64>)>,
}

impl Watcher {
    /// Creates a watcher of a catalog that sends a command for every change; with `poll`, only by polling.
    pub(super) fn new(root: &Path, poll: bool, commands: Sender<PreviewCommand>) -> Self {
        let (events, changes) = channel();
        let watched: Arc<Mutex<Watched>> = Arc::default();
        let watcher = if poll {
            None
        } else {
            let watched_by_system = Arc::clone(&watched);
            notify::recommended_watcher(move |event| forward(event, &watched_by_system, &events)).ok()
        };
        let system =
            watcher.map(|watcher| Arc::new(Mutex::new(SystemWatcher { watcher, folders: BTreeMap::new() })));
        let poll_interval = if system.is_some() { POLL_INTERVAL } else { POLL_INTERVAL_WITHOUT_EVENTS };
        let (watched_by_thread, thread_commands) = (Arc::clone(&watched), commands.clone());
        thread::spawn(move || coalesce(&changes, &watched_by_thread, poll_interval, &thread_commands));
        let watcher = Self { root: root.to_owned(), watched, system, commands };
        watcher.refresh();
        watcher
    }

    /// Polls the files before they are read if only polling finds changes: whatever changes in the meantime is read
    /// again.
    pub(super) fn before_reading(&self) {
        if self.system.is_none() {
            self.refresh();
        }
    }

    /// Updates what is watched if the system reports changes, in parallel to the responses, as nothing has to wait
    /// for it. If something new must be watched, it sends a command to read again what may have changed unnoticed.
    pub(super) fn after_reading(&self) {
        if self.system.is_none() {
            return;
        }
        let beside = self.clone();
        thread::spawn(move || {
            if beside.refresh() {
                let _ = beside.commands.send(PreviewCommand::Changed);
            }
        });
    }

    /// Watches the inputs of the catalog; returns whether folders are watched that were not
    /// before, or anew because they were replaced.
    fn refresh(&self) -> bool {
        let inputs = pipeline::inputs(&self.root);
        let mut is_more = false;
        if let Some(system) = &self.system {
            let removed = std::mem::take(&mut locked(&self.watched).gone);
            is_more = locked(system).watch(&inputs, &removed);
        }
        let stamp = inputs.stamp();
        let mut watched = locked(&self.watched);
        (watched.inputs, watched.stamp) = (inputs, stamp);
        is_more
    }
}

impl SystemWatcher {
    /// Watches exactly these folders, again for those that were `removed`; returns whether it began to watch any.
    fn watch(&mut self, inputs: &Inputs, removed: &BTreeSet<PathBuf>) -> bool {
        let wanted: BTreeMap<PathBuf, (RecursiveMode, Option<u64>)> = inputs
            .folders
            .iter()
            .filter(|(folder, _)| folder.is_dir())
            .map(|(folder, depth)| {
                let mode = match depth {
                    WatchScope::All => RecursiveMode::Recursive,
                    WatchScope::Direct(_) => RecursiveMode::NonRecursive,
                };
                (folder.clone(), (mode, identity(folder)))
            })
            .collect();
        let is_gone = |(path, how): &(&PathBuf, &(RecursiveMode, Option<u64>))| {
            removed.contains(*path) || wanted.get(*path) != Some(*how)
        };
        let removed: Vec<PathBuf> =
            self.folders.iter().filter(is_gone).map(|(path, _)| path.clone()).collect();
        for folder in removed {
            // A removed folder is no longer watched anyway.
            let _ = self.watcher.unwatch(&folder);
            self.folders.remove(&folder);
        }
        let mut is_more = false;
        for (folder, how) in wanted {
            if !self.folders.contains_key(&folder) && self.watcher.watch(&folder, how.0).is_ok() {
                self.folders.insert(folder, how);
                is_more = true;
            }
        }
        is_more
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Forwards events that may concern the catalog: not reads, and not other files nearby.
fn forward(event: notify::Result<notify::Event>, watched: &Mutex<Watched>, events: &Sender<Vec<PathBuf>>) {
    let Ok(event) = event else {
        let _ = events.send(Vec::new());
        return;
    };
    if matches!(event.kind, EventKind::Access(_)) {
        return;
    }
    let mut watched = locked(watched);
    if let EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)) = event.kind {
        let removed: Vec<PathBuf> =
            event.paths.iter().filter(|path| watched.inputs.folders.contains_key(*path)).cloned().collect();
        watched.gone.extend(removed);
    }
    let concerns = event.need_rescan() || event.paths.iter().any(|path| watched.inputs.concern(path));
    drop(watched);
    if concerns {
        let _ = events.send(event.paths);
    }
}

/// Combines events in quick succession into one change, and finds changes without events.
fn coalesce(
    events: &Receiver<Vec<PathBuf>>,
    watched: &Mutex<Watched>,
    poll_interval: Duration,
    commands: &Sender<PreviewCommand>,
) {
    let stamps = || {
        let watched = locked(watched);
        let (inputs, known) = (watched.inputs.clone(), watched.stamp);
        drop(watched);
        (inputs.stamp(), known)
    };
    loop {
        match events.recv_timeout(poll_interval) {
            Ok(paths) => settle(paths, events),
            Err(why) => {
                if why == RecvTimeoutError::Disconnected {
                    // Without a system watcher, only polling is left.
                    thread::sleep(poll_interval);
                }
                let (now, known) = stamps();
                if now == known {
                    continue;
                }
                // Without events, a file is complete once it no longer changes.
                thread::sleep(DEBOUNCE_LARGE);
                if stamps().0 != now {
                    continue;
                }
            }
        }
        if commands.send(PreviewCommand::Changed).is_err() {
            return;
        }
    }
}

/// Waits until no more events arrive, but not for a program that never stops writing.
#[expect(clippy::disallowed_methods, reason = "bounds a wait; nothing that is shown depends on it")]
fn settle(mut paths: Vec<PathBuf>, events: &Receiver<Vec<PathBuf>>) {
    let begun = Instant::now();
    let is_large = |path: &PathBuf| {
        let by_program = path.extension().is_some_and(|ending| ending == "json");
        by_program || path.metadata().is_ok_and(|about| about.len() > LARGE_FILE)
    };
    let mut quiet = DEBOUNCE;
    while begun.elapsed() < LONGEST_WAIT {
        if paths.iter().any(is_large) {
            quiet = DEBOUNCE_LARGE;
        }
        match events.recv_timeout(quiet) {
            Ok(more) => paths = more,
            Err(_) => return,
        }
    }
}

/// Returns an identity that distinguishes a folder from one created later under the same name.
#[cfg(unix)]
fn identity(folder: &Path) -> Option<u64> {
    use std::os::unix::fs::MetadataExt as _;
    folder.metadata().ok().map(|about| about.ino())
}

/// Returns an identity that distinguishes a folder from one created later under the same name.
#[cfg(not(unix))]
fn identity(folder: &Path) -> Option<u64> {
    let created = folder.metadata().ok()?.created().ok()?;
    created.duration_since(std::time::UNIX_EPOCH).ok().map(|since| since.as_nanos() as u64)
}
