//! The HTTP frontend: the requests of browsers, and the responses to them.
//!
//! Each response is sent through `into_writer` with `Connection: close`: `tiny_http` 0.12 lets new connections starve
//! behind idle keep-alive connections, and its own responses do not flush streams of events. Each request has a
//! thread, so that a slow browser does not hold up others.

use super::client::{BrowserEvent, Client, FileHashes, failure_fingerprint, page_fingerprint};
use super::command::{PreviewCommand, PreviewResponse};
use std::fmt::Write as _;
use std::io::{self, Write};
use std::net::{IpAddr, SocketAddr};
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel, sync_channel};
use std::thread;
use std::time::Duration;
use tiny_http::{Method, Request, Server};
use xxhash_rust::xxh3::xxh3_64;

/// The server's own paths, below the base; no page of a site begins with an underscore.
const OWN: &str = "__glassbox/";
const SCRIPT: &str = include_str!("preview.js");
const STYLE: &str = include_str!("preview.css");
/// The maximum number of concurrent requests.
const MAX_REQUESTS: usize = 512;
/// How often an event stream is checked for whether its browser is still connected.
const HEARTBEAT: Duration = Duration::from_secs(10);
/// The number of queued events after which a browser counts as gone.
const EVENT_QUEUE: usize = 16;

/// Accepts the requests of browsers.
#[derive(Debug)]
pub(crate) struct HttpFrontend {
    /// The address that the server listens on.
    pub(super) address: SocketAddr,
    /// The path under which the site is served, with a slash at both ends.
    pub(super) base: String,
    /// The channel to the thread that renders the pages.
    pub(super) commands: Sender<PreviewCommand>,
}

/// A response without its body.
struct ResponseHead {
    status: u16,
    headers: Vec<(&'static str, String)>,
}

impl ResponseHead {
    fn new(status: u16) -> Self {
        Self { status, headers: Vec::new() }
    }

    fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    fn of_text(status: u16) -> Self {
        Self::new(status).with("Content-Type", "text/plain; charset=utf-8")
    }
}

/// A request in progress. It counts until it is dropped: at the end of its thread, even if that panics, or if no
/// thread could be started.
struct BusyGuard(Arc<AtomicUsize>);

impl BusyGuard {
    /// Returns the number of other requests in progress, and the guard of this one.
    fn new(busy: &Arc<AtomicUsize>) -> (usize, Self) {
        (busy.fetch_add(1, Ordering::Relaxed), Self(Arc::clone(busy)))
    }
}

impl Drop for BusyGuard {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Answers requests until the server is unblocked.
pub(super) fn answer_all(server: &Server, frontend: &Arc<HttpFrontend>) {
    let busy = Arc::new(AtomicUsize::new(0));
    for request in server.incoming_requests() {
        let frontend = Arc::clone(frontend);
        let (at_work, busy) = BusyGuard::new(&busy);
        if at_work >= MAX_REQUESTS {
            let _ = write(request, &ResponseHead::of_text(503), b"Too many requests at once.\n");
            continue;
        }
        let served = thread::Builder::new().spawn(move || {
            // A browser that has disconnected is not an error.
            let _ = frontend.answer(request);
            drop(busy);
        });
        drop(served);
    }
}

impl HttpFrontend {
    fn answer(&self, request: Request) -> io::Result<()> {
        if !self.is_expected_host(header(&request, "Host")) {
            return write(
                request,
                &ResponseHead::of_text(421),
                b"The preview does not answer to this host name.\n",
            );
        }
        if !matches!(request.method(), Method::Get | Method::Head) {
            let head = ResponseHead::of_text(405).with("Allow", "GET, HEAD");
            return write(request, &head, b"The preview is read-only.\n");
        }
        let url = request.url().to_owned();
        let (address, query) = url.split_once('?').unwrap_or((&url, ""));
        let Some(path) = decoded(address) else {
            return write(request, &ResponseHead::of_text(400), b"This is not a valid address.\n");
        };
        let Some(below) = path.strip_prefix(self.base.as_str()) else {
            // The root, and the base without its trailing slash, redirect to the base.
            if path == "/" || format!("{path}/") == self.base {
                return redirect(request, &self.base);
            }
            return write(
                request,
                &ResponseHead::of_text(404),
                format!("The site is at {}\n", self.base).as_bytes(),
            );
        };
        match below.strip_prefix(OWN) {
            Some("events") => self.listen(request, query),
            Some("preview.js") => own_text(request, "text/javascript; charset=utf-8", SCRIPT),
            Some("preview.css") => own_text(request, "text/css; charset=utf-8", STYLE),
            Some(_) => write(request, &ResponseHead::of_text(404), b"There is nothing here.\n"),
            None => self.page(request, below),
        }
    }

    /// Returns whether a request is meant for this server: a foreign page whose name resolves to this machine, as in
    /// DNS rebinding, sends another host name.
    fn is_expected_host(&self, host: Option<String>) -> bool {
        let Some(host) = host else { return false };
        let name = match host.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => {
                if port != self.address.port().to_string() {
                    return false;
                }
                name
            }
            _ => &host,
        };
        let name = name.trim_start_matches('[').trim_end_matches(']');
        match name.parse::<IpAddr>() {
            Ok(ip) => ip == self.address.ip() || ip.is_loopback() || self.address.ip().is_unspecified(),
            Err(_) => name.eq_ignore_ascii_case("localhost"),
        }
    }

    fn page(&self, request: Request, below: &str) -> io::Result<()> {
        let path = match below.is_empty() || below.ends_with('/') {
            true => format!("{below}index.html"),
            false => below.to_owned(),
        };
        let (status, bytes, files) = match self.ask(&path) {
            Some(PreviewResponse::Found(bytes, files)) => (200, bytes, files),
            Some(PreviewResponse::Missing(bytes, files)) => {
                let folder = format!("{path}/index.html");
                if let Some(PreviewResponse::Found(..)) = self.ask(&folder) {
                    return redirect(request, &format!("{}{}/", self.base, encoded(below)));
                }
                (404, bytes, files)
            }
            Some(PreviewResponse::Broken(why, files)) => return self.broken(request, &path, &why, files),
            None => return write(request, &ResponseHead::of_text(503), b"The preview has ended.\n"),
        };
        let mime = if status == 404 { "text/html; charset=utf-8" } else { mime(&path) };
        // Programs get exactly the bytes that `build` writes; browsers also get the script that updates the page.
        let wants_page = header(&request, "Accept").is_some_and(|accept| accept.contains("text/html"));
        let bytes: Arc<[u8]> = match wants_page && mime.starts_with("text/html") {
            true => self.with_script(&bytes, &path, page_fingerprint(&bytes, files), files).into(),
            false => bytes,
        };
        let tag = format!("\"{:016x}\"", xxh3_64(&bytes));
        let head = ResponseHead::new(status)
            .with("Content-Type", mime)
            .with("Cache-Control", "no-cache")
            .with("Vary", "Accept")
            .with("ETag", tag.clone())
            .with("Accept-Ranges", "bytes");
        if status != 200 {
            return write(request, &head, &bytes);
        }
        let known = header(&request, "If-None-Match");
        if known.is_some_and(|known| {
            known == "*" || known.split(',').any(|known_tag| known_tag.trim().trim_start_matches("W/") == tag)
        }) {
            return write(request, &ResponseHead { status: 304, ..head }, &[]);
        }
        // A range of a page that has changed would be a part of something else.
        let is_same = header(&request, "If-Range").is_none_or(|known| known == tag);
        match header(&request, "Range").filter(|_| is_same).and_then(|range| ranged(&range, bytes.len())) {
            None => write(request, &head, &bytes),
            Some(Ok(range)) => {
                let content_range = format!("bytes {}-{}/{}", range.start, range.end - 1, bytes.len());
                let head = ResponseHead { status: 206, ..head }.with("Content-Range", content_range);
                write(request, &head, &bytes[range])
            }
            Some(Err(OutOfRange)) => {
                let head =
                    ResponseHead::of_text(416).with("Content-Range", format!("bytes */{}", bytes.len()));
                write(request, &head, b"The requested range does not exist.\n")
            }
        }
    }

    /// Responds with a page that says why the requested one cannot be rendered, and that reloads once it can.
    fn broken(&self, request: Request, path: &str, why: &str, files: FileHashes) -> io::Result<()> {
        let mut html = String::from(
            "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>Not yet</title>",
        );
        let _ = write!(html, "<link rel=\"stylesheet\" href=\"{}{OWN}preview.css\"></head>", self.base);
        let _ = write!(
            html,
            "<body class=\"glassbox-broken\"><main><h1>This page cannot be shown yet</h1><pre>{}</pre><p>It appears as soon as this is fixed.</p></main></body></html>",
            escaped(why)
        );
        let html = self.with_script(html.as_bytes(), path, failure_fingerprint(why), files);
        let head = ResponseHead::new(500)
            .with("Content-Type", "text/html; charset=utf-8")
            .with("Cache-Control", "no-store");
        write(request, &head, &html)
    }

    fn ask(&self, path: &str) -> Option<PreviewResponse> {
        let (reply, answer) = channel();
        self.commands.send(PreviewCommand::Page(path.to_owned(), reply)).ok()?;
        answer.recv().ok()
    }

    /// Adds the script that waits for changes of the page.
    fn with_script(&self, bytes: &[u8], path: &str, fingerprint: u64, files: FileHashes) -> Vec<u8> {
        let script = format!(
            "<script src=\"{base}{OWN}preview.js\" data-base=\"{base}{OWN}\" data-path=\"{path}\" data-fingerprint=\"{fingerprint:016x}\" data-styles=\"{styles:016x}\" defer></script>",
            base = self.base,
            path = escaped(path),
            styles = files.styles,
        );
        let at = bytes.windows(7).position(|window| window == b"</head>").unwrap_or(bytes.len());
        [&bytes[..at], script.as_bytes(), &bytes[at..]].concat()
    }

    /// Opens an event stream for a browser that shows a page.
    fn listen(&self, request: Request, query: &str) -> io::Result<()> {
        let value = |name: &str| query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
        let number =
            |name: &str| value(name).and_then(|value| u64::from_str_radix(value, 16).ok()).unwrap_or(0);
        let path = value("path").and_then(decoded).unwrap_or_default();
        let (events, received) = sync_channel(EVENT_QUEUE);
        let (fingerprint, styles) = (number("fingerprint"), number("styles"));
        let is_asked = *request.method() == Method::Get;
        let mut writer = request.into_writer();
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\nConnection: close\r\n\r\nretry: 500\n\n";
        writer.write_all(head.as_bytes())?;
        writer.flush()?;
        if !is_asked
            || self
                .commands
                .send(PreviewCommand::Listen(Client { path, fingerprint, styles, events }))
                .is_err()
        {
            return Ok(());
        }
        loop {
            let text = match received.recv_timeout(HEARTBEAT) {
                Ok(event) => BrowserEvent::written(&event),
                Err(RecvTimeoutError::Timeout) => ":\n\n".to_owned(),
                Err(RecvTimeoutError::Disconnected) => return Ok(()),
            };
            writer.write_all(text.as_bytes())?;
            writer.flush()?;
        }
    }
}

fn own_text(request: Request, mime: &str, text: &str) -> io::Result<()> {
    write(
        request,
        &ResponseHead::new(200).with("Content-Type", mime).with("Cache-Control", "no-store"),
        text.as_bytes(),
    )
}

fn redirect(request: Request, to: &str) -> io::Result<()> {
    let query = request.url().split_once('?').map(|(_, query)| format!("?{query}")).unwrap_or_default();
    let head =
        ResponseHead::of_text(301).with("Location", format!("{to}{query}")).with("Cache-Control", "no-store");
    write(request, &head, b"This page is at another address.\n")
}

fn write(request: Request, head: &ResponseHead, body: &[u8]) -> io::Result<()> {
    let reason = match head.status {
        200 => "OK",
        206 => "Partial Content",
        301 => "Moved Permanently",
        304 => "Not Modified",
        400 => "Bad Request",
        404 => "Not Found",
        405 => "Method Not Allowed",
        416 => "Range Not Satisfiable",
        421 => "Misdirected Request",
        500 => "Internal Server Error",
        _ => "Service Unavailable",
    };
    let mut text = format!("HTTP/1.1 {} {reason}\r\n", head.status);
    for (name, value) in &head.headers {
        let _ = write!(text, "{name}: {value}\r\n");
    }
    if head.status != 304 {
        let _ = write!(text, "Content-Length: {}\r\n", body.len());
    }
    text.push_str("X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n");
    let has_body = *request.method() != Method::Head && head.status != 304;
    let mut writer = request.into_writer();
    writer.write_all(text.as_bytes())?;
    if has_body {
        writer.write_all(body)?;
    }
    writer.flush()
}

fn header(request: &Request, name: &'static str) -> Option<String> {
    let header = request.headers().iter().find(|header| header.field.equiv(name))?;
    Some(header.value.as_str().to_owned())
}

/// Decodes an address to a path of the site; returns `None` if it leaves the site, however that is written, or is not
/// UTF-8. Pages are looked up by name, so no path can reach the disk.
fn decoded(address: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(address.len());
    let mut rest = address.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        if *first != b'%' {
            bytes.push(*first);
            continue;
        }
        let digits = std::str::from_utf8(rest.get(..2)?).ok()?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
        rest = &rest[2..];
    }
    let path = String::from_utf8(bytes).ok()?;
    let steps_out = path.split(['/', '\\']).any(|part| part == "..");
    (!steps_out && !path.contains(['\0', '\r', '\n'])).then_some(path)
}

/// Encodes a path for use in an address.
fn encoded(path: &str) -> String {
    let mut out = String::new();
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'/' => {
                out.push(byte as char)
            }
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

/// The error for a `Range` that does not exist in the response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct OutOfRange;

/// Returns the part of this many bytes that a `Range` requests; `None` to send everything, as for several ranges at
/// once.
fn ranged(range: &str, length: usize) -> Option<Result<Range<usize>, OutOfRange>> {
    let (first, last) = range.strip_prefix("bytes=")?.split_once('-')?;
    if last.contains(',') {
        return None;
    }
    let range = match (first.is_empty(), last.is_empty()) {
        (true, true) => return None,
        (true, false) => {
            let count: usize = last.parse().ok()?;
            if count == 0 {
                return Some(Err(OutOfRange));
            }
            length.saturating_sub(count)..length
        }
        (false, true) => first.parse().ok()?..length,
        (false, false) => {
            let (first, last): (usize, usize) = (first.parse().ok()?, last.parse().ok()?);
            if last < first {
                return None;
            }
            first..last.saturating_add(1).min(length)
        }
    };
    Some(if range.start < length { Ok(range) } else { Err(OutOfRange) })
}

/// Returns the MIME type of a file, by its extension.
fn mime(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase().as_str() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json",
        "jsonld" => "application/ld+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "pdf" => "application/pdf",
        "xml" => "application/xml",
        "csv" => "text/csv; charset=utf-8",
        "ics" => "text/calendar; charset=utf-8",
        "md" => "text/markdown; charset=utf-8",
        "yml" | "yaml" => "application/yaml",
        "txt" => "text/plain; charset=utf-8",
        "webmanifest" => "application/manifest+json",
        "wasm" => "application/wasm",
        "mp4" => "video/mp4",
        _ => "application/octet-stream",
    }
}

fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('"', "&quot;").replace('\'', "&#39;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ranges_are_parsed_as_in_rfc_9110() {
        assert_eq!(ranged("bytes=0-4", 10), Some(Ok(0..5)));
        assert_eq!(ranged("bytes=5-", 10), Some(Ok(5..10)));
        assert_eq!(ranged("bytes=-3", 10), Some(Ok(7..10)));
        assert_eq!(ranged("bytes=-30", 10), Some(Ok(0..10)));
        assert_eq!(ranged("bytes=8-99", 10), Some(Ok(8..10)));
        assert_eq!(ranged("bytes=10-", 10), Some(Err(OutOfRange)));
        assert_eq!(ranged("bytes=-0", 10), Some(Err(OutOfRange)));
        for header in ["bytes=4-2", "bytes=0-1,4-5", "lines=1-2", "bytes=a-b", "bytes=-"] {
            assert_eq!(ranged(header, 10), None, "{header}");
        }
    }

    #[test]
    fn no_address_leads_outside_the_site() {
        for address in [
            "/../x",
            "/%2e%2e/x",
            "/a/..%2fx",
            "/a/%2E./x",
            "/..\\x",
            "/%5c..%5cx",
            "/%00",
            "/a%0d%0aX: y",
            "/%zz",
            "/%f",
        ] {
            assert_eq!(decoded(address), None, "{address}");
        }
        assert_eq!(decoded("/a%20b/%C3%A9...").as_deref(), Some("/a b/é..."));
    }

    proptest! {
        #[test]
        fn every_encoded_path_decodes_to_itself(path in "[^\\x00\\r\\n\\\\]{0,40}") {
            prop_assume!(!path.split('/').any(|part| part == ".."));
            prop_assert_eq!(decoded(&encoded(&path)), Some(path));
        }

        #[test]
        fn every_range_is_within_the_content(range in "bytes=[0-9]{0,6}-[0-9]{0,6}", length in 0_usize..2000) {
            if let Some(Ok(range)) = ranged(&range, length) {
                prop_assert!(range.start < range.end && range.end <= length);
            }
        }
    }
}
