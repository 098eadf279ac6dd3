//! The preview: after any edit it serves the same as a fresh build, byte for byte; it notifies browsers of
//! changes; and it speaks HTTP correctly. Over real sockets.

mod browsers;
mod edits;
mod http;
mod shop;

use crate::support::{NOW, Scratch, build, files, glassbox};
use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

/// A preview that runs until the test ends.
struct Preview {
    child: Child,
    port: u16,
    base: String,
}

impl Preview {
    fn of(catalog: &Path, more: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_glassbox"))
            .args(["serve", ".", "--now", NOW])
            .args(if more.contains(&"--port") { &[][..] } else { &["--port", "0"] })
            .args(more)
            .current_dir(catalog)
            .env("NO_COLOR", "1")
            .stdin(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(child.stderr.take().unwrap());
        let mut url = String::new();
        while !url.contains("The site is at ") {
            url.clear();
            assert!(said.read_line(&mut url).unwrap() > 0, "the preview ended before it began");
        }
        // Its later output is read, so that it never waits for a reader.
        thread::spawn(move || said.lines().for_each(drop));
        let address = url.trim().split("http://127.0.0.1:").nth(1).unwrap();
        let (port, base) = address.split_once('/').unwrap();
        Self { child, port: port.parse().unwrap(), base: format!("/{base}") }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream
    }

    /// Returns the reply to a request of these lines; a `Host` is added unless there is one.
    fn ask(&self, lines: &str) -> Reply {
        let host = format!("Host: 127.0.0.1:{}\r\n", self.port);
        let host = if lines.contains("Host:") { "" } else { &host };
        let (first, rest) = lines.split_once('\n').unwrap_or((lines, ""));
        let rest: String = rest.lines().map(|line| format!("{line}\r\n")).collect();
        let mut stream = self.connect();
        stream.write_all(format!("{first} HTTP/1.1\r\n{host}{rest}\r\n").as_bytes()).unwrap();
        let mut reader = BufReader::new(stream);
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            assert!(reader.read_line(&mut head).unwrap() > 0, "the response ended within its header: {head}");
        }
        let head = head.trim_end().to_owned();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        let mut reply = Reply { status, head, body: Vec::new() };
        assert_eq!(reply.header("Connection"), Some("close"));
        if status != 304 && !lines.starts_with("HEAD") {
            reply.body = vec![0; reply.header("Content-Length").unwrap().parse().unwrap()];
            reader.read_exact(&mut reply.body).unwrap();
        }
        reply
    }

    fn get(&self, path: &str) -> Reply {
        self.ask(&format!("GET {}{path}", self.base))
    }

    /// Returns the events that a browser receives for a page.
    fn listen(&self, path: &str, print: &str) -> Receiver<String> {
        let mut stream = self.connect();
        let request = format!("GET {}__glassbox/events?path={path}&fingerprint={print}&styles=0", self.base);
        stream
            .write_all(format!("{request} HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", self.port).as_bytes())
            .unwrap();
        let (heard, events) = channel();
        thread::spawn(move || {
            let mut name = String::new();
            for line in BufReader::new(stream).lines().map_while(Result::ok) {
                if let Some(event) = line.strip_prefix("event: ") {
                    event.clone_into(&mut name);
                } else if let Some(data) = line.strip_prefix("data: ")
                    && heard.send(format!("{name} {data}")).is_err()
                {
                    return;
                }
            }
        });
        events
    }

    /// Waits until the preview serves these files, and no others of them.
    fn gives(&self, expected: &BTreeMap<String, Vec<u8>>, after: &str) {
        let until = Instant::now() + Duration::from_secs(20);
        loop {
            let wrong = expected.iter().find(|(path, bytes)| {
                let reply = self.get(&path.replace(' ', "%20"));
                // The page for missing pages is served at the requested address.
                path.as_str() != "404.html" && (reply.status != 200 || reply.body != **bytes)
            });
            let Some((path, _)) = wrong else { return };
            assert!(Instant::now() < until, "after {after}, {path} is not what a fresh build gives");
            thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[derive(Debug)]
struct Reply {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Reply {
    fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().skip(1).filter_map(|line| line.split_once(": "));
        lines.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// Waits for an event that begins so.
fn wait_for(events: &Receiver<String>, begins: &str) -> String {
    let until = Instant::now() + Duration::from_secs(20);
    loop {
        let event = events.recv_timeout(until.saturating_duration_since(Instant::now()));
        let event = event.unwrap_or_else(|_| panic!("no event `{begins}` was heard"));
        if event.starts_with(begins) {
            return event;
        }
    }
}
