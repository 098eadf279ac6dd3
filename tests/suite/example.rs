//! The example catalog: it builds without errors, twice to the same bytes, and every link in it
//! leads somewhere.

use crate::drawings;
use crate::reading::main_of;
use crate::support::{NOW, Scratch, attributes, build, example_site, files, glassbox, joined};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("example-catalog")
}

#[test]
fn the_example_builds_without_errors() {
    let scratch = Scratch::new("example-builds");
    let run = build(&example(), &scratch.path().join("site"));
    assert!(run.stderr.contains("Built "), "{}", run.stderr);
    let site = files(&scratch.path().join("site"));
    for page in ["index.html", "products/index.html", "404.html", "sitemap.xml", "api/products.json"] {
        assert!(site.contains_key(page), "{page} is missing");
    }
}

#[test]
fn two_builds_give_the_same_bytes() {
    let scratch = Scratch::new("example-twice");
    build(&example(), &scratch.path().join("a"));
    build(&example(), &scratch.path().join("b"));
    let (first, second) = (files(&scratch.path().join("a")), files(&scratch.path().join("b")));
    assert_eq!(first.keys().collect::<Vec<_>>(), second.keys().collect::<Vec<_>>());
    for (path, bytes) in &first {
        assert!(bytes == &second[path], "{path} differs between two builds");
    }
}

/// Returns whether a path has a form such as `products/<id>.json`: a placeholder is one name, `…` is any rest.
fn is_of_form(path: &str, form: &str) -> bool {
    if let Some(folder) = form.strip_suffix('…') {
        return path.starts_with(folder);
    }
    let Some((before, rest)) = form.split_once('<') else { return path == form };
    let (_, after) = rest.split_once('>').unwrap();
    let Some(rest) = path.strip_prefix(before) else { return false };
    let ends = rest.match_indices(|letter: char| after.chars().next().is_none_or(|first| letter == first));
    ends.map(|(at, _)| at).chain([rest.len()]).any(|end| {
        let name = &rest[..end];
        !name.is_empty() && !name.contains('/') && is_of_form(&rest[end..], after)
    })
}

#[test]
fn every_machine_readable_file_is_documented() {
    let scratch = Scratch::new("example-files");
    build(&example(), &scratch.path().join("site"));
    let documented = include_str!("../../docs/files.md");
    let rows = documented.lines().filter_map(|line| line.strip_prefix("| `"));
    let forms: Vec<&str> = rows.filter_map(|row| row.split('`').next()).collect();
    let site = files(&scratch.path().join("site"));
    let mut paths: Vec<&str> =
        site.keys().map(String::as_str).filter(|path| !path.ends_with(".html")).collect();
    paths.push(".glassbox/ledger.json");
    let unknown: Vec<&&str> =
        paths.iter().filter(|path| !forms.iter().any(|form| is_of_form(path, form))).collect();
    assert!(unknown.is_empty(), "docs/files.md does not name {unknown:?}");
    let gone: Vec<&&str> =
        forms.iter().filter(|form| !paths.iter().any(|path| is_of_form(path, form))).collect();
    assert!(gone.is_empty(), "docs/files.md names what is not there: {gone:?}");
}

#[test]
fn an_unchanged_catalog_writes_no_files() {
    let scratch = Scratch::new("example-unchanged");
    let out = scratch.path().join("site");
    build(&example(), &out);
    let again = build(&example(), &out);
    assert!(again.stderr.contains(", all unchanged)"), "{}", again.stderr);
}

#[test]
fn every_internal_link_resolves() {
    let scratch = Scratch::new("example-links");
    let out = scratch.path().join("site");
    build(&example(), &out);
    let site = files(&out);
    let anchors: BTreeMap<&str, BTreeSet<String>> = site
        .iter()
        .filter(|(path, _)| path.ends_with(".html"))
        .map(|(path, bytes)| {
            let html = String::from_utf8_lossy(bytes).into_owned();
            (path.as_str(), attributes(&html, "id").into_iter().map(str::to_owned).collect())
        })
        .collect();
    let mut broken = BTreeSet::new();
    let mut followed = 0;
    for (path, bytes) in site.iter().filter(|(path, _)| path.ends_with(".html") && *path != "404.html") {
        let html = String::from_utf8_lossy(bytes);
        for link in attributes(&html, "href").into_iter().chain(attributes(&html, "src")) {
            if ["https:", "http:", "mailto:", "tel:"].iter().any(|scheme| link.starts_with(scheme)) {
                continue;
            }
            followed += 1;
            let (target, fragment) = link.split_once('#').unwrap_or((link, ""));
            // The fragment there is for the explorer: the products to begin with.
            let fragment = if target.ends_with("lineage/explore/index.html") { "" } else { fragment };
            // The search reads the selection from the query.
            let target = target.split_once('?').map_or(target, |(page, _)| page);
            let target = if target.is_empty() { path.clone() } else { joined(path, target) };
            let known = anchors
                .get(target.as_str())
                .is_none_or(|ids| fragment.is_empty() || fragment == "top" || ids.contains(fragment));
            if !site.contains_key(&target) || !known {
                broken.insert(format!("{path}: {link}"));
            }
        }
    }
    assert!(followed > 1000, "the test must follow links: it followed {followed}");
    assert_eq!(broken, BTreeSet::new());
}

#[test]
fn pages_load_nothing_from_other_hosts_and_have_no_inline_scripts() {
    let scratch = Scratch::new("example-closed");
    let out = scratch.path().join("site");
    build(&example(), &out);
    for (path, bytes) in files(&out).iter().filter(|(path, _)| path.ends_with(".html")) {
        let html = String::from_utf8_lossy(bytes);
        // The address at which a missing page is shown is unknown, so it uses the site's own.
        let own = if path == "404.html" { "/data/theme/" } else { "" };
        for source in attributes(&html, "src") {
            let is_own = !own.is_empty() && source.starts_with(own);
            assert!(is_own || !source.contains("//"), "{path} fetches {source}");
        }
        assert!(attributes(&html, "style").is_empty(), "{path} has a style attribute");
        assert!(!html.contains("<style"), "{path} has an inline style sheet");
        for script in html.split("<script").skip(1) {
            // A block of data is not executed; nothing in it can end it.
            if let Some(data) = script.strip_prefix(" type=\"application/ld+json\">") {
                let data = data.split("</script>").next().unwrap();
                assert!(serde_json::from_str::<serde_json::Value>(data).is_ok(), "{path}: {data}");
                continue;
            }
            assert!(
                script
                    .trim_start_matches(" type=\"module\"")
                    .trim_start_matches(" defer")
                    .starts_with(" src="),
                "{path} runs inline"
            );
        }
    }
}

#[test]
fn the_drawings_of_the_example_are_legible() {
    let scratch = Scratch::new("example-drawings");
    let out = scratch.path().join("site");
    build(&example(), &out);
    let (boxes, lines) = drawings::check(&files(&out));
    assert!(boxes > 300 && lines > 300, "the test must find drawings: {boxes} boxes, {lines} lines");
}

#[test]
fn check_finds_no_errors_in_the_example() {
    let run = glassbox(&example(), &["check", ".", "--now", NOW]);
    assert_eq!(run.code, 0, "{}", run.stderr);
}

#[test]
fn the_example_breaks_every_rule_but_one() {
    let run = glassbox(&example(), &["check", ".", "--now", NOW]);
    let rules = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules")).unwrap();
    let names = rules
        .filter_map(|file| Some(file.unwrap().file_name().to_string_lossy().strip_suffix(".md")?.to_owned()));
    let said = [run.stdout, run.stderr].concat();
    let found_nothing: BTreeSet<String> = names.filter(|rule| !said.contains(&format!("[{rule}]"))).collect();
    // It would repeat what the example already shows.
    assert_eq!(found_nothing, BTreeSet::from(["scheduled-before-its-input".to_owned()]));
}

/// Every status by its word, best first.
const STATUSES: [&str; 7] = ["holding", "unchecked", "unknown", "warning", "at-risk", "late", "failing"];

#[test]
fn the_example_has_every_status_and_every_outcome_of_evidence_rows() {
    let scratch = Scratch::new("example-morning");
    let out = scratch.path().join("site");
    build(&example(), &out);
    let read =
        |path: &str| -> Value { serde_json::from_slice(&std::fs::read(out.join(path)).unwrap()).unwrap() };
    let products = read("api/products.json");
    let assessment: BTreeSet<&str> = products["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|product| product["status"]["id"].as_str())
        .collect();
    assert_eq!(assessment, BTreeSet::from(STATUSES));
    let evidence = read("api/evidence.json");
    let count = |of: &Value, heap: &str| of[heap].as_u64().unwrap();
    let excluded = |of: &Value| -> BTreeMap<String, u64> {
        let reasons = of["not_about"].as_array().unwrap().iter();
        reasons.map(|one| (one["code"].as_str().unwrap().to_owned(), count(one, "rows"))).collect()
    };
    let totals = &evidence["totals"];
    for heap in ["used", "replaced", "unmatched"] {
        assert!(count(totals, heap) > 0, "nothing is {heap}");
    }
    let reasons = excluded(totals);
    for code in ["repeated", "no-finding", "nothing-to-do", "another-table", "empty-build", "unreadable"] {
        assert!(reasons.contains_key(code), "nothing is {code}: {reasons:?}");
    }
    let sum = |of: &Value| {
        count(of, "used")
            + count(of, "replaced")
            + count(of, "unmatched")
            + excluded(of).values().sum::<u64>()
    };
    let files = evidence["items"].as_array().unwrap();
    assert!(files.iter().chain([totals]).all(|one| sum(one) == count(one, "rows")), "{evidence}");
    // Evidence that is not about production is excluded to the last row, good or bad.
    let file = |path: &str| files.iter().find(|file| file["path"] == path).unwrap();
    let of_pull_request = file("warehouse/archive/run_results_pull_request_482.json");
    assert_eq!(count(of_pull_request, "used") + count(of_pull_request, "replaced"), 0, "{of_pull_request}");
    let without_rows = file("warehouse/archive/run_results_empty.json");
    assert_eq!(excluded(without_rows)["empty-build"], count(without_rows, "rows"), "{without_rows}");
    let page = main_of(&out, "evidence/index.html");
    for heap in ["Used", "Replaced by newer", "Not relevant", "Matched nothing"] {
        assert!(page.contains(heap), "{heap} is not on {page}");
    }
    let news = main_of(&out, "whats-new/index.html");
    assert!(news.contains("1 product was Healthy on 20 November 2026 and is Unchecked now"), "{news}");
    assert!(news.contains("Now subject to CCPA") && !news.contains("ccpa"), "{news}");
    // A failing table that is near comes before a late one with more dependants.
    let quality = main_of(&out, "quality/index.html");
    assert!(quality.contains("Start with [Customers]"), "{quality}");
    let screen = main_of(&out, "products/sales-leaderboard/index.html");
    let behind = "its last run (21 November 2026, 02:10) began 16 minutes before legacy_sales_cube of";
    assert!(screen.contains("At risk") && screen.contains(behind), "{screen}");
    let sync = main_of(&out, "products/audience-sync/index.html");
    assert!(sync.contains("customer_id is empty. Its last run failed."), "{sync}");
    let study = main_of(&out, "products/leaving-study/index.html");
    assert!(
        study.contains("Not available: the table leaving_reasons was dropped by company-scheduler/clean_up"),
        "{study}"
    );
    // The cause began days ago; the product is always late, as its promise allows less time than one upstream.
    let explore = main_of(&out, "products/revenue-explore/index.html");
    let always = "In the last 90 days it was also late on all 85 days recorded before that: it promises 1 hour, while Revenue \
                  upstream promises 24 hours.";
    assert!(explore.contains(always), "{explore}");
    assert!(!sync.contains("recorded before that"), "{sync}");
    // A stream that failed and is running again.
    let taps = main_of(&out, "products/app-events/detail/index.html");
    assert!(taps.contains("2 runs: 1 running, 1 failed"), "{taps}");
}

/// Apart from the findings of its rules, reading it may only warn of these: an incomplete line
/// cannot be ignored silently, and a pull request in its own schema is distinguished from production.
#[test]
fn the_example_warns_only_of_a_damaged_line_and_another_schema() {
    let run = glassbox(&example(), &["check", ".", "--now", NOW, "--format", "short"]);
    let warned = |code: &str| run.stdout.matches(&format!("warning[{code}]")).count();
    assert_eq!((warned("bad-evidence"), warned("another-schema")), (1, 1), "{}", run.stdout);
    assert_eq!((warned("unmatched-evidence"), warned("missing-evidence")), (0, 0), "{}", run.stdout);
}

/// Retired products have a list of their own, and no page counts them anywhere else.
#[test]
fn every_page_counts_the_same_number_of_products() {
    let scratch = Scratch::new("example-counts");
    let out = scratch.path().join("site");
    build(&example(), &out);
    assert!(main_of(&out, "index.html").contains("37 data products"));
    let list = main_of(&out, "products/index.html");
    assert!(list.contains("37 products and [1 retired](../lifecycles/retired/index.html)"), "{list}");
    assert!(!list.contains("Partner newsletter"), "{list}");
    assert!(list.contains("Ends 31 December 2026"), "lists show end dates: {list}");
    assert!(main_of(&out, "lifecycles/retired/index.html").contains("Partner newsletter"));
    // The text of a filter matches the page that it leads to.
    for (name, path) in [("Growth", "domains/growth"), ("Growth Data", "teams/growth-data")] {
        assert!(list.contains(&format!("[{name} 7](../{path}/index.html)")), "{name}: {list}");
    }
    assert!(list.contains("[Activations 2](../categories/activation/index.html)"), "{list}");
    assert!(main_of(&out, "categories/activation/index.html").contains("2 products and [1 retired]"));
    // All statuses together are all products.
    let counts: usize = list
        .lines()
        .filter(|line| line.contains("?status="))
        .filter_map(|line| line.split(']').next()?.rsplit(' ').next()?.parse::<usize>().ok())
        .sum();
    assert_eq!(counts, 37, "{list}");
}

/// Returns a text without its tags.
fn without_tags(html: &str) -> String {
    html.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect()
}

/// On a phone a cell is named by itself, not by the heading of its column.
#[test]
fn cells_are_named_after_the_headings_of_their_columns() {
    let site = example_site("cell-names");
    let mut named = 0;
    for (path, bytes) in files(site.path()).iter().filter(|(path, _)| path.ends_with(".html")) {
        let html = String::from_utf8_lossy(bytes);
        for table in html.split("<table").skip(1).map(|rest| rest.split("</table>").next().unwrap_or(rest)) {
            let headings = table.split("<th scope=\"col\"").skip(1);
            let headings = headings.filter_map(|rest| rest.split("</th>").next()?.split_once('>'));
            let headings: Vec<String> = headings.map(|(_, heading)| without_tags(heading)).collect();
            for name in attributes(table, "data-name") {
                named += 1;
                let is_of = |heading: &String| heading.to_lowercase().contains(&name.to_lowercase());
                assert!(headings.iter().any(is_of), "{path}: `{name}` is not in {headings:?}");
            }
        }
    }
    assert!(named > 1000, "{named}");
}
