//! The time from an edit until a browser is notified, and until it has the new page; and whether ten
//! thousand edits in quick succession leave the preview consistent.
//!
//! Run with `cargo bench --bench serve`, or with sizes after `--`, and with `soak` for the quick edits. For
//! comparison, Hugo is measured with as many pages, if it is installed: from an edit until its reload message.
//!
//! The last rows are for a catalog after a night in which everything ran and some of it failed; `night` after `--`
//! leaves out the others, and is required for more than 1,000 products. With
//! `GLASSBOX_BASELINE=/path/to/another/glassbox` that program and this one are measured in turns.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a bench measures time, writes files and prints; it uses a part of what benches share"
)]

#[path = "support/generator.rs"]
mod generator;
#[path = "support/measure.rs"]
mod measure;
#[path = "support/night.rs"]
mod night;
#[path = "support/turns.rs"]
mod turns;

use measure::scratch;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};
use turns::Turns;

const EDITS: usize = 41;
/// The edits per turn; there are many turns.
const EDITS_OF_A_TURN: usize = 9;
/// The pause before the next edit, for both programs.
const PAUSE: Duration = Duration::from_millis(400);
/// How long the preview may take to respond before the bench gives up.
const PATIENCE: Duration = Duration::from_secs(120);
const NOW: &str = "2026-11-20T00:00:00Z";

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let sizes: Vec<usize> = arguments.iter().filter_map(|size| size.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![1_000, 10_000] } else { sizes };
    let scratch = scratch("serve");
    println!("{:>8}  {:<44} {:>10} {:>10}", "products", "what", "median ms", "worst ms");
    let is_night_only = arguments.iter().any(|argument| argument == "night");
    for size in sizes {
        if is_night_only {
            after_a_night(size, &scratch);
            continue;
        }
        let catalog = scratch.join(format!("catalog-{size}"));
        generator::write(&catalog, size);
        let begun = Instant::now();
        let preview = Preview::of(&turns::own(), &catalog, NOW);
        preview.get("index.html");
        println!("{size:>8}  {:<44} {:>10.0}", "start until the first page", milliseconds(begun.elapsed()));
        let (heard, given) = edits(&preview, &catalog, EDITS);
        let limit = match size {
            1_000 => Some(30.0),
            10_000 => Some(100.0),
            _ => None,
        };
        row(size, "edit until the reload is told", &heard, limit);
        row(size, "edit until the last byte of the new page", &given, limit);
        if arguments.iter().any(|argument| argument == "soak") {
            soak(&preview, &catalog);
        }
        drop(preview);
        fs::write(catalog.join("target/run_results.json"), generator::run_results(size)).unwrap();
        let preview = Preview::of(&turns::own(), &catalog, NOW);
        preview.get("index.html");
        let (_, given) = edits(&preview, &catalog, EDITS);
        row(size, "the same with what dbt saw last night", &given, limit);
        drop(preview);
        match hugo(&scratch, size) {
            Some(told) => row(size, "Hugo: edit until the reload is told", &told, None),
            None => println!("{size:>8}  Hugo is not installed: nothing to stand beside"),
        }
        let _ = fs::remove_dir_all(&catalog);
        if size <= night::LARGEST {
            after_a_night(size, &scratch);
        }
    }
    let _ = fs::remove_dir_all(&scratch);
}

/// A catalog after a night, alone and next to an older build.
fn after_a_night(size: usize, scratch: &Path) {
    let catalog = scratch.join(format!("night-{size}"));
    night::write(&catalog, size);
    let Some(baseline) = turns::baseline() else {
        let seen = Seen::of(&turns::own(), &catalog, size, EDITS);
        let alone = |what: &str, times: &[Duration]| {
            row_with(size, &format!("after a night: {what}"), times, "  no promise yet");
        };
        alone("start until the first page", &[seen.start]);
        alone("edit until the reload", &seen.heard);
        alone("edit until the last byte", &seen.given);
        alone("new results until the reload", &seen.results);
        println!("{size:>8}  {:<44} {:>10}", "after a night: peak MB", measure::megabytes(seen.peak));
        return;
    };
    let turns = Turns::of(&baseline, |program, _| Seen::of(program, &catalog, size, EDITS_OF_A_TURN));
    let compare = |what: &str, figure: &dyn Fn(&Seen) -> f64| {
        turns.by(figure).print(size, &format!("after a night: {what}"), true);
    };
    compare("start until the first page, ms", &|seen| milliseconds(seen.start));
    compare("edit until the reload, ms", &|seen| median(&seen.heard));
    compare("edit until the last byte, ms", &|seen| median(&seen.given));
    compare("new results until the reload, ms", &|seen| median(&seen.results));
    let peak = turns.by(|seen| measure::megabytes(seen.peak) as f64);
    peak.print(size, "after a night: peak MB", false);
}

/// The measurements of one preview.
struct Seen {
    start: Duration,
    /// From each edit until the browser was notified.
    heard: Vec<Duration>,
    /// From each edit until the new page was served.
    given: Vec<Duration>,
    /// From new run results until the browser was notified.
    results: Vec<Duration>,
    peak: u64,
}

impl Seen {
    fn of(program: &Path, catalog: &Path, size: usize, count: usize) -> Self {
        let begun = Instant::now();
        let preview = Preview::of(program, catalog, night::NOW);
        preview.get("index.html");
        let start = begun.elapsed();
        let (heard, given) = edits(&preview, catalog, count);
        let results = nights(&preview, catalog, size);
        let peak = measure::high_water(&PathBuf::from(format!("/proc/{}", preview.child.id())));
        Self { start, heard, given, results, peak }
    }
}

/// Writes the results of a second build of the night, and those of the first again: the times until a browser
/// is notified of a changed page.
fn nights(preview: &Preview, catalog: &Path, size: usize) -> Vec<Duration> {
    let file = catalog.join("target/run_results.json");
    let (_, text, page) = first(catalog);
    // The last edit was undone a moment ago.
    let name = text.lines().find_map(|line| line.strip_prefix("name: ")).unwrap();
    let until = Instant::now() + PATIENCE;
    while !preview.get(&page).contains(&format!("<title>{name}")) {
        assert!(Instant::now() < until, "the edit that was taken back is still served");
        thread::sleep(Duration::from_millis(20));
    }
    let events = preview.listen(&page);
    while !events.recv_timeout(PATIENCE).unwrap().starts_with("said") {}
    let written = [night::AGAIN, night::LAST].into_iter().map(|night| {
        // Outside of the catalog, so that no partial file is read.
        let fresh = catalog.with_extension("next");
        fs::write(&fresh, night::run_results(size, night)).unwrap();
        let before = preview.get(&page);
        let begun = Instant::now();
        fs::rename(&fresh, &file).unwrap();
        loop {
            let is_reload = events.recv_timeout(PATIENCE).unwrap().starts_with("reload");
            let heard = begun.elapsed();
            if is_reload && preview.get(&page) != before {
                return heard;
            }
        }
    });
    written.collect()
}

fn row(size: usize, what: &str, times: &[Duration], limit: Option<f64>) {
    let median = median(times);
    let kept = limit.map_or(String::new(), |limit| {
        format!("  limit {limit} ms at the median: {}", if median < limit { "held" } else { "NOT held" })
    });
    row_with(size, what, times, &kept);
}

fn row_with(size: usize, what: &str, times: &[Duration], kept: &str) {
    let median = median(times);
    let worst = milliseconds(times.iter().max().copied().unwrap());
    println!("{size:>8}  {what:<44} {median:>10.1} {worst:>10.1}{kept}");
}

/// Returns the median, in milliseconds.
fn median(times: &[Duration]) -> f64 {
    let mut times = times.to_vec();
    times.sort_unstable();
    milliseconds(times[times.len() / 2])
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// Returns the first product of a catalog: its file, its text and its page.
fn first(catalog: &Path) -> (PathBuf, String, String) {
    let mut folders = vec![catalog.join("products")];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    let text = fs::read_to_string(&files[0]).unwrap();
    let id = text.lines().find_map(|line| line.strip_prefix("id: ")).unwrap().to_owned();
    (files[0].clone(), text, format!("products/{id}/index.html"))
}

/// Returns a product with another name.
fn renamed(text: &str, name: &str) -> String {
    let lines = text.lines().map(|line| match line.starts_with("name: ") {
        true => format!("name: {name}\n"),
        false => format!("{line}\n"),
    });
    lines.collect()
}

/// Edits a product repeatedly, as an editor saves: the times until its browser was notified, and had the page.
fn edits(preview: &Preview, catalog: &Path, count: usize) -> (Vec<Duration>, Vec<Duration>) {
    let (file, text, page) = first(catalog);
    let events = preview.listen(&page);
    while !events.recv().unwrap().starts_with("said") {}
    let (mut heard, mut given) = (Vec::new(), Vec::new());
    for edit in 0..count {
        let fresh = file.with_extension("tmp");
        fs::write(&fresh, renamed(&text, &format!("edit-{edit}"))).unwrap();
        let begun = Instant::now();
        fs::rename(&fresh, &file).unwrap();
        while !events.recv_timeout(Duration::from_secs(60)).unwrap().starts_with("reload") {}
        heard.push(begun.elapsed());
        let body = preview.get(&page);
        given.push(begun.elapsed());
        assert!(body.contains(&format!("edit-{edit}")), "the page is stale");
        thread::sleep(PAUSE);
    }
    fs::write(&file, text).unwrap();
    (heard, given)
}

/// Makes ten thousand edits in quick succession, with browsers listening.
fn soak(preview: &Preview, catalog: &Path) {
    const HURRY: usize = 10_000;
    let (file, text, page) = first(catalog);
    let _looking: Vec<Receiver<String>> = (0..20).map(|_| preview.listen(&page)).collect();
    thread::sleep(Duration::from_secs(1));
    let mut memory = Vec::new();
    for edit in 0..HURRY {
        let broken = if edit % 7 == 3 { "owner: nobody-at-all\n" } else { "" };
        match edit % 5 {
            0 => {
                let _ = fs::remove_file(&file);
            }
            _ => fs::write(&file, renamed(&text, &format!("hurry-{edit}")) + broken).unwrap(),
        }
        if edit % 1_000 == 999 {
            thread::sleep(Duration::from_secs(1));
            memory.push(preview.memory());
        } else if edit % 10 == 0 {
            thread::sleep(Duration::from_millis(2));
        }
    }
    fs::write(&file, renamed(&text, "the-last")).unwrap();
    let until = Instant::now() + Duration::from_secs(60);
    while !preview.get(&page).contains("the-last") {
        assert!(Instant::now() < until, "the last state is not the one that is served");
        thread::sleep(Duration::from_millis(20));
    }
    let shown: Vec<String> = memory.iter().map(|bytes| (bytes / 1_048_576).to_string()).collect();
    println!(
        "          {HURRY} edits in a hurry: the last state is right; MB after each thousand: {}",
        shown.join(" ")
    );
}

/// Measures Hugo on as many pages, with its own preview.
fn hugo(scratch: &Path, size: usize) -> Option<Vec<Duration>> {
    Command::new("hugo").arg("version").output().ok().filter(|run| run.status.success())?;
    let site = scratch.join(format!("hugo-{size}"));
    let write = |path: &str, text: &str| {
        let path = site.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write(
        "hugo.toml",
        "baseURL = 'http://localhost/'\ntitle = 'Products'\ndisableKinds = ['taxonomy', 'term']\n",
    );
    let page = "<!DOCTYPE html><html><head><title>{{ .Title }}</title></head><body><h1>{{ .Title }}</h1>{{ .Content }}</body></html>\n";
    write("layouts/_default/single.html", page);
    write(
        "layouts/_default/list.html",
        "<!DOCTYPE html><html><head></head><body>{{ range .Pages }}<a href=\"{{ .RelPermalink }}\">{{ .Title }}</a>{{ end }}</body></html>\n",
    );
    for at in 0..size {
        write(
            &format!("content/products/product-{at}.md"),
            &format!("---\ntitle: Product {at}\n---\n\n{}\n", "What it is for. ".repeat(40)),
        );
    }
    let port = 41_313;
    let mut child = Command::new("hugo")
        .args(["server", "--port", &port.to_string()])
        .current_dir(&site)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let mut said = BufReader::new(child.stdout.take().unwrap()).lines();
    while !said.next()?.ok()?.contains("Press Ctrl+C") {}
    let mut told = Vec::new();
    for edit in 0..EDITS {
        let path = site.join("content/products/product-0.md");
        let begun = Instant::now();
        fs::write(&path, format!("---\ntitle: Product 0\n---\n\nEdit {edit}.\n")).unwrap();
        // It prints its duration after notifying browsers.
        while !said.next()?.ok()?.contains("Total in") {}
        told.push(begun.elapsed());
        thread::sleep(PAUSE);
    }
    let _ = child.kill();
    let _ = child.wait();
    let _ = fs::remove_dir_all(&site);
    Some(told)
}

struct Preview {
    child: Child,
    port: u16,
}

impl Preview {
    fn of(program: &Path, catalog: &Path, now: &str) -> Self {
        let mut child = Command::new(program)
            .args(["serve", ".", "--port", "0", "--now", now])
            .current_dir(catalog)
            .env("NO_COLOR", "1")
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        while !line.contains("The site is at") {
            line.clear();
            said.read_line(&mut line).unwrap();
        }
        thread::spawn(move || said.lines().for_each(drop));
        let port = line.trim().trim_end_matches('/').rsplit(':').next().unwrap().parse().unwrap();
        Self { child, port }
    }

    fn send(&self, path: &str) -> TcpStream {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        let request = format!("GET /{path} HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", self.port);
        stream.write_all(request.as_bytes()).unwrap();
        stream
    }

    fn get(&self, path: &str) -> String {
        let mut reader = BufReader::new(self.send(path));
        let (mut length, mut line) = (0, String::new());
        while line != "\r\n" {
            line.clear();
            reader.read_line(&mut line).unwrap();
            if let Some(value) = line.strip_prefix("Content-Length: ") {
                length = value.trim().parse().unwrap();
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).unwrap();
        String::from_utf8_lossy(&body).into_owned()
    }

    fn listen(&self, page: &str) -> Receiver<String> {
        let stream = self.send(&format!("__glassbox/events?path={page}&print=0&styles=0"));
        let (heard, events) = channel();
        thread::spawn(move || {
            let lines = BufReader::new(stream).lines().map_while(Result::ok);
            for line in lines.filter_map(|line| line.strip_prefix("event: ").map(str::to_owned)) {
                if heard.send(line).is_err() {
                    return;
                }
            }
        });
        events
    }

    /// Returns its memory in use, in bytes.
    fn memory(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() * 1024
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
