//! Preview while editing: the same site as `build` makes, each page rendered when a browser requests it, and rendered
//! again when a file changes. Nothing is written to disk.
//!
//! One thread holds the current catalog, a *snapshot*, and answers all requests in turn ([`server`]), so that no
//! browser ever receives a page of an earlier state. [`http`] talks to browsers, with a thread for each request;
//! [`watch`] reports changed files.

mod client;
mod command;
pub(crate) mod http;
mod server;
mod summary;
mod watch;

pub(crate) use summary::DiagnosticsSummary;

use crate::error::{Error, Result};
use crate::pipeline::LoadedCatalog;
use command::PreviewCommand;
use jiff::Timestamp;
use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::thread;

/// The options of a preview.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    /// The folder that holds `glassbox.yml`.
    pub root: PathBuf,
    /// The address to listen on.
    pub address: IpAddr,
    /// The port to try first; if it is taken, the next free one is used.
    pub port: u16,
    /// The path under which the site is served, with a slash at both ends.
    pub base: String,
    /// Whether to poll files because the system does not report changes.
    pub poll: bool,
}

/// The number of ports to try.
const PORTS: u16 = 20;

/// A preview that listens but does not answer yet.
#[derive(Debug)]
pub(crate) struct Preview {
    options: Options,
    listener: TcpListener,
    at: SocketAddr,
}

/// Stops a preview.
#[derive(Clone, Debug)]
pub(crate) struct Stop(Sender<PreviewCommand>);

impl Stop {
    /// Stops it once the current response is finished.
    pub(crate) fn stop(&self) {
        // A preview that has already ended need not be stopped.
        let _ = self.0.send(PreviewCommand::Stop);
    }
}

/// Events of a preview, for the caller.
pub(crate) enum ServerEvent<'h> {
    /// It accepts requests, and can be stopped with this handle.
    Ready(Stop),
    /// The catalog was loaded or reloaded; with its problems.
    Loaded(&'h LoadedCatalog, &'h DiagnosticsSummary),
    /// The catalog could not be read because of an I/O error.
    Failed(&'h str),
}

/// Returns the ports to try, from the first on.
fn ports_from(first: u16) -> RangeInclusive<u16> {
    first..=first.saturating_add(PORTS - 1)
}

impl Preview {
    /// Listens as configured, or on the next free port.
    ///
    /// # Errors
    /// If no port is free, or the address does not belong to this machine.
    pub(crate) fn listen(options: Options) -> Result<Self> {
        let (address, port) = (options.address, options.port);
        let cannot = |source| Error::Listen { address, port, source };
        let mut last = io::Error::other("no port was tried");
        for port in ports_from(options.port) {
            match TcpListener::bind((options.address, port)) {
                Ok(listener) => {
                    let at = listener.local_addr().map_err(cannot)?;
                    return Ok(Self { options, listener, at });
                }
                Err(error) if error.kind() == io::ErrorKind::AddrInUse => last = error,
                Err(error) => return Err(cannot(error)),
            }
        }
        Err(cannot(last))
    }

    /// Returns the address of the site: `http://127.0.0.1:4000/`.
    #[must_use]
    pub(crate) fn url(&self) -> String {
        let host = match self.at.ip() {
            ip if ip.is_unspecified() => "localhost".to_owned(),
            IpAddr::V6(ip) => format!("[{ip}]"),
            IpAddr::V4(ip) => ip.to_string(),
        };
        format!("http://{host}:{}{}", self.at.port(), self.options.base)
    }

    /// Answers browsers until it is stopped; `now` returns the current time, and `tell` receives the events.
    ///
    /// # Errors
    /// If the server cannot be started.
    pub(crate) fn run(
        self,
        now: &dyn Fn() -> Timestamp,
        tell: &mut dyn FnMut(ServerEvent<'_>),
    ) -> Result<()> {
        let (address, port) = (self.at.ip(), self.at.port());
        let (commands, inbox) = channel();
        let server = tiny_http::Server::from_listener(self.listener, None)
            .map_err(|error| Error::Listen { address, port, source: io::Error::other(error) })?;
        let server = Arc::new(server);
        let frontend = http::HttpFrontend {
            address: self.at,
            base: self.options.base.clone(),
            commands: commands.clone(),
        };
        let listening = {
            let server = Arc::clone(&server);
            thread::spawn(move || http::answer_all(&server, &Arc::new(frontend)))
        };
        let watcher = watch::Watcher::new(&self.options.root, self.options.poll, commands.clone());
        tell(ServerEvent::Ready(Stop(commands)));
        server::PreviewServer::new(&self.options, inbox, watcher, now).run(tell);
        server.unblock();
        let _ = listening.join();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_ports_are_tried_as_promised_and_none_after_the_last() {
        assert_eq!(ports_from(4000).len(), usize::from(PORTS));
        assert_eq!(ports_from(u16::MAX - 1).collect::<Vec<_>>(), [u16::MAX - 1, u16::MAX]);
    }
}
