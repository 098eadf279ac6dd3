//! The preview: after any edit it gives what a fresh build gives, byte for byte; it tells browsers what
//! changed; and it speaks HTTP as it should. Over real sockets.

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

/// Chance that is the same every time (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, count: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16) as usize % count
    }
}

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
        // What it says later is read, so that it never waits for a reader.
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

    /// What is answered to a request of these lines; a `Host` is added unless one is there.
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
            assert!(reader.read_line(&mut head).unwrap() > 0, "the answer ended in its head: {head}");
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

    /// The events that a browser hears which looks at a page.
    fn listen(&self, path: &str, print: &str) -> Receiver<String> {
        let mut stream = self.connect();
        let request = format!("GET {}__glassbox/events?path={path}&print={print}&styles=0", self.base);
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

    /// Waits until the preview gives these files, and no others of them.
    fn gives(&self, expected: &BTreeMap<String, Vec<u8>>, after: &str) {
        let until = Instant::now() + Duration::from_secs(20);
        loop {
            let wrong = expected.iter().find(|(path, bytes)| {
                let reply = self.get(&path.replace(' ', "%20"));
                // The page for what is missing is at home where it was asked for.
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

fn manifest(tables: usize) -> String {
    let node = |at: usize| {
        let reads = if at == 0 { String::new() } else { format!("\"model.shop.t{}\"", at - 1) };
        format!(
            "\"model.shop.t{at}\": {{\"name\": \"t{at}\", \"resource_type\": \"model\", \"package_name\": \"shop\", \"fqn\": [\"shop\", \"t{at}\"], \"depends_on\": {{\"nodes\": [{reads}]}}}}"
        )
    };
    let nodes: Vec<String> = (0..tables).map(node).collect();
    format!("{{\"metadata\": {{\"project_name\": \"shop\"}}, \"nodes\": {{{}}}}}", nodes.join(","))
}

fn product(at: usize) -> String {
    format!("id: p{at}\nname: Product {at}\nowner: data\ncategory: mart\nassets: [{{dbt: t{at}}}]\n")
}

/// What dbt writes after a run of the models, of which one may have failed.
fn run_results(dice: &mut Dice) -> String {
    let failed = dice.below(12);
    let row = |at: usize| {
        let status = if at == failed { "error" } else { "success" };
        format!(
            "{{\"unique_id\": \"model.shop.t{at}\", \"status\": \"{status}\", \"message\": \"{status}\"}}"
        )
    };
    let rows: Vec<String> = (0..6).map(row).collect();
    let at = format!("2026-11-19T{:02}:00:00Z", dice.below(24));
    format!(
        "{{\"metadata\": {{\"generated_at\": \"{at}\"}}, \"args\": {{\"which\": \"build\"}}, \"results\": [{}]}}",
        rows.join(",")
    )
}

/// A run of the job `ours/load`, as OpenLineage tells of it.
fn event(kind: &str, run: usize) -> String {
    format!(
        "{{\"eventType\": \"{kind}\", \"eventTime\": \"2026-11-19T12:00:00Z\", \"run\": {{\"runId\": \"{run}\"}}, \"job\": {{\"namespace\": \"ours\", \"name\": \"load\"}}}}"
    )
}

/// A catalog of everything that can be edited, with `dbt`'s artifacts outside of it.
fn shop(name: &str) -> Scratch {
    let scratch = Scratch::new(name).with(&[
        ("catalog/glassbox.yml", "title: Shop\ndbt: [../target]\nopenlineage: [../events]\n"),
        ("catalog/teams.yml", "teams: [{id: data, name: Data}]\n"),
        ("catalog/domains.yml", "domains: [{id: sales}]\n"),
        ("catalog/content/about.md", "# About\n\nUs.\n"),
        ("catalog/static/logo.txt", "a logo\n"),
        (
            "catalog/roadmap/ask.yml",
            "id: ask\ntitle: An ask\ndelivers: [{product: p0, effort: 1w, target: 2026-Q4}]\n",
        ),
        ("catalog/regulations/gdpr.yml", "id: gdpr\nname: GDPR\n"),
    ]);
    mend(&scratch);
    scratch
}

/// Writes all products as they were in the beginning.
fn mend(scratch: &Scratch) -> String {
    for at in 0..5 {
        scratch.write(&format!("catalog/products/p{at}.yml"), &product(at));
    }
    scratch.write("target/manifest.json", &manifest(6));
    "everything was mended".to_owned()
}

/// One edit of those that people and programs make, and what it is called.
fn edit(scratch: &Scratch, dice: &mut Dice, step: usize) -> String {
    let root = scratch.path();
    let at = dice.below(5);
    let file = format!("catalog/products/p{at}.yml");
    let path = root.join(&file);
    match dice.below(22) {
        0..=2 => {
            scratch.write(&file, &format!("{}summary: It changed in step {step}.\n", product(at)));
            format!("an edit of {file}")
        }
        3 => {
            // As editors save: another file takes its place.
            fs::write(root.join("catalog/products/.p.swp"), format!("{}tags: [s{step}]\n", product(at)))
                .unwrap();
            fs::rename(root.join("catalog/products/.p.swp"), &path).unwrap();
            format!("{file} was replaced")
        }
        4 => {
            let _ = fs::remove_file(&path);
            format!("{file} was removed")
        }
        5 => {
            scratch.write(&file, &format!("{}owner: nobody\n", product(at).replace("owner: data\n", "")));
            format!("{file} was broken")
        }
        6 => {
            scratch.write(&file, &product(at));
            format!("{file} was mended")
        }
        7 => {
            let _ = fs::remove_dir_all(root.join("catalog/products/more"));
            scratch.write("new/deep/extra.yml", &format!("id: extra\nname: Extra {step}\nowner: data\n"));
            fs::rename(root.join("new"), root.join("catalog/products/more")).unwrap();
            "a folder was moved in".to_owned()
        }
        8 => {
            let _ = fs::remove_dir_all(root.join("catalog/products/more"));
            "a folder was removed".to_owned()
        }
        9 => {
            scratch.write("catalog/teams.yml", &format!("teams: [{{id: data, name: Data {step}}}]\n"));
            "an edit of the teams".to_owned()
        }
        10 => {
            fs::write(root.join("target/manifest.tmp"), manifest(4 + dice.below(4))).unwrap();
            fs::rename(root.join("target/manifest.tmp"), root.join("target/manifest.json")).unwrap();
            "the manifest was replaced".to_owned()
        }
        11 => {
            let _ = fs::remove_dir_all(root.join("target"));
            thread::sleep(Duration::from_millis(dice.below(30) as u64));
            scratch.write("target/manifest.json", &manifest(6));
            "the folder of artifacts was made anew".to_owned()
        }
        12 => {
            scratch.write("catalog/content/about.md", &format!("# About\n\nUs, in step {step}.\n"));
            scratch.write(&format!("catalog/content/page-{}.md", dice.below(3)), "# Another\n");
            "an edit of the content".to_owned()
        }
        13 => {
            scratch.write("catalog/templates/partials/logo.html", &format!("<b>{step}</b>"));
            "an edit of a template".to_owned()
        }
        14 => {
            scratch.write("catalog/static/logo.txt", &format!("logo {step}\n"));
            "an edit of a static file".to_owned()
        }
        15 => {
            scratch.write("target/run_results.json", &run_results(dice));
            "dbt ran".to_owned()
        }
        16 => {
            let event = event(["COMPLETE", "FAIL"][dice.below(2)], step);
            // Now and then the last line is torn, as when somebody writes it just now.
            let torn = ["", "", "", "{\"eventType\": \"COMP"][dice.below(4)];
            let kept = fs::read_to_string(root.join("events/jobs.ndjson")).unwrap_or_default();
            let kept: String =
                kept.lines().filter(|line| line.ends_with('}')).map(|line| format!("{line}\n")).collect();
            scratch.write("events/jobs.ndjson", &format!("{kept}{event}\n{torn}"));
            "a job told of a run".to_owned()
        }
        17 => {
            let _ = fs::remove_dir_all(root.join("events"));
            "the folder of events was removed".to_owned()
        }
        18 => {
            let day = 1 + dice.below(20);
            let status = ["holding", "failing"][dice.below(2)];
            scratch.write(
                &format!("catalog/history/2026-{:02}.ndjson", 10 + dice.below(2)),
                &format!("{{\"day\": \"2026-11-{day:02}\", \"at\": \"2026-11-{day:02}T06:00:00Z\", \"product\": \"p{at}\", \"status\": \"{status}\"}}\n"),
            );
            "a day was recorded".to_owned()
        }
        19 => {
            let loader = format!(
                "{}assets:\n  - {{dbt: t{at}}}\n  - {{id: load-{}, job: ours/load, feeds: [t0]}}\n",
                product(at).replace(&format!("assets: [{{dbt: t{at}}}]\n"), ""),
                dice.below(2)
            );
            scratch.write(&file, &loader);
            format!("{file} declares a loader")
        }
        20 => {
            scratch.write(
                "catalog/regulations/gdpr.yml",
                &format!("id: gdpr\nname: GDPR {step}\ncontrols: [{{id: masking}}]\n"),
            );
            scratch.write(&file, &format!("{}regulations: [{{id: gdpr}}]\n", product(at)));
            "an edit of a regulation, and a product under it".to_owned()
        }
        _ => {
            let theme = ["", "theme: own\n"][dice.below(2)];
            scratch.write("catalog/themes/own/own.css", &format!("b {{ order: {step}; }}\n"));
            scratch.write(
                "catalog/glassbox.yml",
                &format!("title: Shop {step}\ndbt: [../target]\nopenlineage: [../events]\n{theme}"),
            );
            "an edit of glassbox.yml".to_owned()
        }
    }
}

fn edits_give_what_a_fresh_build_gives(name: &str, steps: usize, more: &[&str]) {
    let shop = shop(name);
    let catalog = shop.path().join("catalog");
    let preview = Preview::of(&catalog, more);
    let mut dice = Dice(20_261_121);
    let mut good = BTreeMap::new();
    let mut broken = 0;
    for step in 0..steps {
        // What was broken is mended soon: little can be seen to change behind it.
        let after = match (step, broken) {
            (0, _) => "nothing".to_owned(),
            (_, 2..) => mend(&shop),
            _ => edit(&shop, &mut dice, step),
        };
        let out = shop.path().join("built");
        let _ = fs::remove_dir_all(&out);
        let run = glassbox(&catalog, &["build", ".", "--now", NOW, "--out", out.to_str().unwrap()]);
        // Of a catalog with errors the last good site is served on.
        if run.code == 0 {
            good = files(&out);
        }
        broken = if run.code == 0 { 0 } else { broken + 1 };
        preview.gives(&good, &format!("step {step}, {after}"));
    }
}

#[test]
fn after_any_edit_it_gives_what_a_fresh_build_gives() {
    edits_give_what_a_fresh_build_gives("serve-law", 110, &[]);
}

#[test]
fn so_it_does_where_the_system_does_not_tell_of_changes() {
    edits_give_what_a_fresh_build_gives("serve-poll", 8, &["--poll"]);
}

#[test]
fn every_page_of_the_example_is_the_one_that_build_writes() {
    let scratch = Scratch::new("serve-example");
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("example-catalog");
    build(&example, &scratch.path().join("site"));
    let preview = Preview::of(&example, &["--base", "/repo/"]);
    preview.gives(&files(&scratch.path().join("site")), "nothing");
}

/// Waits for an event that begins so.
fn hear(events: &Receiver<String>, begins: &str) -> String {
    let until = Instant::now() + Duration::from_secs(20);
    loop {
        let event = events.recv_timeout(until.saturating_duration_since(Instant::now()));
        let event = event.unwrap_or_else(|_| panic!("no event `{begins}` was heard"));
        if event.starts_with(begins) {
            return event;
        }
    }
}

#[test]
fn only_browsers_whose_page_changed_reload() {
    let shop = shop("serve-reload");
    let preview = Preview::of(&shop.path().join("catalog"), &[]);
    let print = |path: &str| {
        let page = preview.ask(&format!("GET /{path}\nAccept: text/html")).text();
        page.split("data-print=\"").nth(1).unwrap()[..16].to_owned()
    };
    let (changed, other) = ("products/p4/index.html", "about/index.html");
    let (first, second) = (preview.listen(changed, &print(changed)), preview.listen(other, &print(other)));
    hear(&first, "said");
    hear(&second, "said");
    shop.write("catalog/products/p4.yml", &product(4).replace("Product 4", "Another name"));
    hear(&first, "reload");
    // The other one hears that all is well, and nothing else.
    let heard = second.recv_timeout(Duration::from_secs(20)).unwrap();
    assert!(heard.starts_with("said {\"broken\":false"), "{heard}");
    // Whoever comes with an old page hears of it at once.
    hear(&preview.listen(changed, "0"), "reload");
    // A file that is written again as it was is no change.
    shop.write("catalog/products/p4.yml", &product(4).replace("Product 4", "Another name"));
    let heard = second.recv_timeout(Duration::from_secs(20)).unwrap();
    assert!(heard.starts_with("said"), "{heard}");
}

#[test]
fn style_sheets_are_swapped_and_pages_stay() {
    let shop = shop("serve-styles");
    shop.write("catalog/glassbox.yml", "title: Shop\ntheme: own\n");
    shop.write("catalog/themes/own/own.css", "b { color: red; }\n");
    for at in 0..5 {
        shop.write(&format!("catalog/products/p{at}.yml"), &format!("id: p{at}\nname: P\nowner: data\n"));
    }
    let preview = Preview::of(&shop.path().join("catalog"), &[]);
    let page = preview.ask("GET /index.html\nAccept: text/html").text();
    let print = &page.split("data-print=\"").nth(1).unwrap()[..16];
    let events = preview.listen("index.html", print);
    hear(&events, "styles");
    hear(&events, "said");
    shop.write("catalog/themes/own/own.css", "b { color: blue; }\n");
    assert!(events.recv_timeout(Duration::from_secs(20)).unwrap().starts_with("styles"));
    assert_eq!(preview.get("theme/own.css").text(), "b { color: blue; }\n");
}

#[test]
fn errors_are_said_over_the_last_good_page_and_go_when_they_are_mended() {
    let shop = shop("serve-errors");
    let preview = Preview::of(&shop.path().join("catalog"), &[]);
    let page = preview.get("products/p1/").text();
    let events = preview.listen("products/p1/index.html", "0");
    hear(&events, "said {\"broken\":false");
    shop.write("catalog/products/p1.yml", &product(1).replace("owner: data", "owner: dta"));
    let said = hear(&events, "said {\"broken\":true");
    assert!(said.contains("did you mean `data`?") && said.contains("products/p1.yml:3:8"), "{said}");
    assert_eq!(preview.get("products/p1/").text(), page);
    shop.write("catalog/products/p1.yml", &product(1));
    hear(&events, "said {\"broken\":false");
    // A template says where it is wrong.
    shop.write("catalog/templates/product.html", "<p>{{ view.name }</p>\n");
    let said = hear(&events, "said {\"broken\":true");
    assert!(said.contains("templates/product.html:1:"), "{said}");
    shop.write("catalog/templates/product.html", "<p>{{ view.nam }}</p>\n");
    hear(&events, "said {\"broken\":false");
    let broken = preview.get("products/p1/");
    assert!(broken.status == 500 && broken.text().contains("templates/product.html:1:"), "{}", broken.text());
    fs::remove_file(shop.path().join("catalog/templates/product.html")).unwrap();
    hear(&events, "reload");
    assert_eq!(preview.get("products/p1/").text(), page);
}

#[test]
fn a_catalog_that_begins_with_errors_is_shown_once_they_are_mended() {
    let shop = shop("serve-begins-broken");
    shop.write("catalog/products/p0.yml", "id: p0\n");
    let preview = Preview::of(&shop.path().join("catalog"), &[]);
    let first = preview.ask("GET /\nAccept: text/html");
    assert!(first.status == 500 && first.text().contains("a data product has no `name`"), "{}", first.text());
    assert!(first.text().contains("preview.js"), "it waits for better times");
    let events = preview.listen("index.html", "0");
    shop.write("catalog/products/p0.yml", &product(0));
    hear(&events, "reload");
    assert_eq!(preview.get("").status, 200);
}

#[test]
fn a_large_file_that_is_written_in_pieces_counts_when_it_is_whole() {
    let shop = shop("serve-pieces");
    let preview = Preview::of(&shop.path().join("catalog"), &[]);
    let events = preview.listen("products/p1/index.html", "0");
    hear(&events, "said");
    let text = manifest(6)
        .replace("\"metadata\"", &format!("\"docs\": \"{}\", \"metadata\"", "x".repeat(6_000_000)));
    let mut file = fs::File::create(shop.path().join("target/manifest.json")).unwrap();
    for piece in text.as_bytes().chunks(text.len() / 12 + 1) {
        file.write_all(piece).unwrap();
        file.flush().unwrap();
        thread::sleep(Duration::from_millis(40));
    }
    drop(file);
    thread::sleep(Duration::from_millis(1500));
    let heard: Vec<String> = events.try_iter().collect();
    assert!(heard.iter().all(|event| !event.contains("\"broken\":true")), "{heard:?}");
    assert_eq!(preview.get("products/p1/").status, 200);
}

#[cfg(unix)]
#[test]
fn what_a_link_leads_to_is_watched_too() {
    let shop = shop("serve-links");
    shop.write("elsewhere/p9.yml", "id: p9\nname: Linked\nowner: data\n");
    std::os::unix::fs::symlink(
        shop.path().join("elsewhere/p9.yml"),
        shop.path().join("catalog/products/p9.yml"),
    )
    .unwrap();
    let preview = Preview::of(&shop.path().join("catalog"), &[]);
    assert!(preview.get("products/p9/").text().contains("Linked"));
    let events = preview.listen("products/p9/index.html", "0");
    hear(&events, "said");
    shop.write("elsewhere/p9.yml", "id: p9\nname: Linked anew\nowner: data\n");
    hear(&events, "reload");
    assert!(preview.get("products/p9/").text().contains("Linked anew"));
}

#[test]
fn http_is_spoken_as_it_should_be() {
    let shop = shop("serve-http");
    shop.write("catalog/static/a b/é.txt", "0123456789");
    let preview = Preview::of(&shop.path().join("catalog"), &["--base", "repo"]);
    let page = preview.get("products/p1/index.html");
    assert_eq!(page.status, 200);
    assert_eq!(page.header("Content-Type"), Some("text/html; charset=utf-8"));
    assert_eq!(page.header("Content-Length"), Some(page.body.len().to_string().as_str()));
    assert_eq!(preview.get("products/p1/").body, page.body);
    // HEAD is GET without the body.
    let head = preview.ask("HEAD /repo/products/p1/");
    assert!(
        head.status == 200
            && head.body.is_empty()
            && head.header("Content-Length") == page.header("Content-Length")
    );
    // What is known is not sent again.
    let tag = page.header("ETag").unwrap();
    let again = preview.ask(&format!("GET /repo/products/p1/\nIf-None-Match: \"x\", {tag}"));
    assert!(again.status == 304 && again.body.is_empty() && again.header("ETag") == Some(tag), "{again:?}");
    // Folders have a slash at the end, with whatever was asked.
    let folder = preview.ask("GET /repo/products/p1?x=1");
    assert_eq!((folder.status, folder.header("Location")), (301, Some("/repo/products/p1/?x=1")));
    assert_eq!(preview.ask("GET /").header("Location"), Some("/repo/"));
    assert_eq!(preview.ask("GET /repo").header("Location"), Some("/repo/"));
    assert_eq!(preview.ask("GET /elsewhere/").status, 404);
    // What is missing has the site's own page, which finds its style sheets from any depth.
    let missing = preview.get("no/such/page");
    assert!(
        missing.status == 404 && missing.text().contains("href=\"/repo/theme/glassbox.css\""),
        "{}",
        missing.text()
    );
    // Ranges, and names as people give them.
    let file = preview.get("a%20b/%C3%A9.txt");
    assert_eq!((file.status, file.text().as_str()), (200, "0123456789"));
    let part = preview.ask("GET /repo/a%20b/%C3%A9.txt\nRange: bytes=2-4");
    assert_eq!(
        (part.status, part.text().as_str(), part.header("Content-Range")),
        (206, "234", Some("bytes 2-4/10"))
    );
    let outside = preview.ask("GET /repo/a%20b/%C3%A9.txt\nRange: bytes=10-");
    assert_eq!((outside.status, outside.header("Content-Range")), (416, Some("bytes */10")));
    let other = preview.ask("GET /repo/a%20b/%C3%A9.txt\nRange: bytes=2-4\nIf-Range: \"old\"");
    assert_eq!((other.status, other.body.len()), (200, 10));
    // Nothing is changed, and nothing outside of the site is given.
    let post = preview.ask("POST /repo/\nContent-Length: 0");
    assert_eq!((post.status, post.header("Allow")), (405, Some("GET, HEAD")));
    for address in [
        "../glassbox.yml",
        "..%2fglassbox.yml",
        "%2e%2e/glassbox.yml",
        "..%5cglassbox.yml",
        "glassbox.yml",
        "products/..%2f..%2fglassbox.yml",
        "%00",
        "%ff",
        "//etc/passwd",
        "/etc/passwd",
    ] {
        let reply = preview.get(address);
        assert!(
            [400, 404].contains(&reply.status) && !reply.text().contains("title: Shop"),
            "{address}: {reply:?}"
        );
    }
    // A name that leads here by somebody else's DNS is not ours; without one, nobody knows who is meant.
    for (host, status) in [
        ("Host: evil.example", 421),
        (&format!("Host: evil.example:{}", preview.port), 421),
        ("Host: 127.0.0.1:1", 421),
        (&format!("Host: 127.0.0.1.evil.example:{}", preview.port), 421),
        (&format!("Host: localhost:{}", preview.port), 200),
        (&format!("Host: [::1]:{}", preview.port), 200),
    ] {
        assert_eq!(preview.ask(&format!("GET /repo/\n{host}")).status, status, "{host}");
    }
}

#[test]
fn slow_vanished_and_many_browsers_keep_nobody_waiting() {
    let shop = shop("serve-many");
    let preview = Preview::of(&shop.path().join("catalog"), &[]);
    // Some begin and say no more, some leave in the middle, some listen and never read.
    let slow: Vec<TcpStream> = (0..40)
        .map(|at| {
            let mut stream = preview.connect();
            let line =
                ["GET / HT", "GET / HTTP/1.1\r\nHost: localhost", "GET /index.html HTTP/1.1\r\n"][at % 3];
            stream.write_all(line.as_bytes()).unwrap();
            stream
        })
        .collect();
    for _ in 0..40 {
        let mut stream = preview.connect();
        let _ = stream
            .write_all(format!("GET / HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", preview.port).as_bytes());
        drop(stream);
    }
    let listening: Vec<Receiver<String>> =
        (0..200).map(|_| preview.listen("products/p1/index.html", "0")).collect();
    let begun = Instant::now();
    thread::scope(|scope| {
        for _ in 0..200 {
            scope.spawn(|| assert_eq!(preview.get("products/p1/").status, 200));
        }
    });
    assert!(begun.elapsed() < Duration::from_secs(20), "200 at once took {:?}", begun.elapsed());
    for events in &listening {
        hear(events, "said");
    }
    shop.write("catalog/products/p1.yml", &product(1).replace("Product 1", "Another"));
    for events in &listening {
        hear(events, "reload");
    }
    drop(slow);
}

#[test]
fn it_takes_the_next_port_and_ends_well() {
    let shop = shop("serve-ports");
    let catalog = shop.path().join("catalog");
    let first = Preview::of(&catalog, &[]);
    let taken = first.port.to_string();
    let mut second = Preview::of(&catalog, &["--port", &taken]);
    assert!(second.port > first.port, "{} is taken, and {} was given", first.port, second.port);
    #[cfg(unix)]
    {
        let id = second.child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
        let status = second.child.wait().unwrap();
        assert_eq!(status.code(), Some(0), "Ctrl-C is how it ends");
    }
    let _ = &mut second;
    assert!(!catalog.join("site").exists(), "nothing is written");
    let nowhere = glassbox(&catalog, &["serve", "no-such-folder"]);
    assert!(
        nowhere.code == 2 && nowhere.stderr.contains("there is no folder `no-such-folder`"),
        "{}",
        nowhere.stderr
    );
}
