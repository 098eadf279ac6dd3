//! The problems of a catalog are the same for every command: `check`, `build`, `record` and `serve` list and
//! count the same errors, warnings, notes and findings. `diff` counts them too, and lists those that matter to it.

use crate::support::{NOW, Scratch, build, glassbox};
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

/// Returns a catalog with warnings about its files, and findings that are warnings and notes.
fn shop(name: &str) -> Scratch {
    Scratch::new(name).with(&[
        ("glassbox.yml", "title: Shop\n"),
        ("teams.yml", "teams: [{id: data}]\n"),
        ("products/orders.yml", "id: orders\nname: Orders\n"),
        ("products/stock.odps.yml", "product: stock\n"),
        ("products/stock.yml", "id: stock\nname: Stock\nowner: data\n"),
    ])
}

/// Returns what a command lists for people, and what it counts in its last line.
fn listed_and_counted(stderr: &str) -> (String, String) {
    let lines: Vec<&str> = stderr
        .lines()
        .filter(|line| !line.starts_with("The site is at") && !line.starts_with("Press"))
        .collect();
    let (last, listed) = lines.split_last().unwrap();
    let at = last.find(|letter: char| letter.is_ascii_digit()).unwrap_or_default();
    let words: Vec<&str> =
        last[at..].split([' ', ',', ':', ';', '.']).filter(|word| !word.is_empty()).collect();
    let counted = words.windows(2).filter(|pair| {
        ["error", "warning", "note"].contains(&pair[1].trim_end_matches('s'))
            && pair[0].parse::<usize>().is_ok()
    });
    (listed.join("\n"), counted.map(|pair| pair.join(" ")).collect::<Vec<_>>().join(", "))
}

/// Returns the output of the preview until it serves the catalog or reports why it does not.
fn served(catalog: &Scratch) -> String {
    let mut child = Command::new(env!("CARGO_BIN_EXE_glassbox"))
        .args(["serve", ".", "--port", "0", "--now", NOW])
        .current_dir(catalog.path())
        .env("NO_COLOR", "1")
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(child.stderr.take().unwrap());
    let mut text = String::new();
    while !text
        .lines()
        .last()
        .is_some_and(|line| line.starts_with("Serving") || line.starts_with("Not updated"))
    {
        assert!(said.read_line(&mut text).unwrap() > 0, "the preview ended: {text}");
    }
    let _ = child.kill();
    let _ = child.wait();
    text
}

/// Runs all commands, whose output should agree, and returns how often each code is listed, and the counts.
fn results_of_every_command(catalog: &Scratch) -> (BTreeMap<String, usize>, String) {
    let run =
        |command: &str, more: &[&str]| glassbox(catalog.path(), &[&[command, "--now", NOW], more].concat());
    let check = run("check", &[]);
    let expected = listed_and_counted(&check.stderr);
    for command in ["build", "record"] {
        let other = run(command, &[]);
        assert_eq!(other.code, check.code, "{command}: {}", other.stderr);
        assert_eq!(
            listed_and_counted(&other.stderr),
            expected,
            "{command} and check report different problems"
        );
    }
    assert_eq!(listed_and_counted(&served(catalog)), expected, "serve and check report different problems");
    let json = run("check", &["--format", "json"]).stdout;
    for command in ["build", "record"] {
        assert_eq!(
            run(command, &["--format", "json"]).stdout,
            json,
            "{command} and check print different JSON"
        );
    }
    let listed: Vec<Value> = serde_json::from_str(&json).unwrap();
    let has_place = |one: &&Value| one["places"].as_array().is_some_and(|places| !places.is_empty());
    assert_eq!(listed.iter().find(|one| !has_place(one)), None, "each has a place");
    let mut codes = BTreeMap::new();
    for one in &listed {
        *codes.entry(one["code"].as_str().unwrap().to_owned()).or_default() += 1;
    }
    let of = |severity: &str| listed.iter().filter(|one| one["severity"] == severity).count();
    let counts = ["error", "warning", "note"].map(|severity| (of(severity), severity));
    let counts = counts.into_iter().filter(|(count, _)| *count > 0);
    let counts: Vec<String> =
        counts.map(|(count, word)| format!("{count} {word}{}", if count == 1 { "" } else { "s" })).collect();
    assert_eq!(counts.join(", "), expected.1, "the counts match the list");
    (codes, expected.1)
}

#[test]
fn every_command_lists_the_same_warnings_and_findings() {
    let (codes, counts) = results_of_every_command(&shop("same-warnings"));
    for code in ["format-not-read", "ownerless", "empty-product"] {
        assert!(codes.contains_key(code), "{codes:?}");
    }
    assert_eq!(counts, "2 warnings, 2 notes");
}

#[test]
fn every_command_stops_at_the_same_findings() {
    let catalog = shop("same-findings");
    catalog.write("glassbox.yml", "title: Shop\nrules: {ownerless: error}\n");
    let (codes, counts) = results_of_every_command(&catalog);
    assert_eq!((codes["ownerless"], counts.as_str()), (1, "1 error, 1 warning, 2 notes"));
}

#[test]
fn every_command_stops_at_the_same_errors() {
    let catalog = shop("same-errors");
    catalog.write("products/orders.yml", "id: orders\nname: Orders\nowner: nobody\n");
    let (codes, counts) = results_of_every_command(&catalog);
    assert!(codes.contains_key("unknown-team") && !codes.contains_key("empty-product"), "{codes:?}");
    assert_eq!(counts, "1 error, 1 warning");
}

#[test]
fn every_command_stops_at_problems_of_static_files_and_templates() {
    let catalog = shop("same-site");
    catalog.write("static/index.html", "<h1>mine</h1>\n");
    catalog.write("templates/home.html", "{% if %}\n");
    let (codes, counts) = results_of_every_command(&catalog);
    assert_eq!((codes["static-hides-page"], codes["bad-template"]), (1, 1));
    assert_eq!(counts, "2 errors, 2 warnings, 2 notes");
}

#[test]
fn static_files_must_not_take_the_place_of_the_theme_or_of_a_folder_of_pages() {
    let catalog = shop("static-theme");
    catalog.write("static/theme/glassbox.css", "b {}\n");
    catalog.write("static/theme/ours.css", "b {}\n");
    catalog.write("static/products", "a file\n");
    let run = glassbox(catalog.path(), &["check", "--now", NOW]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(
        run.stderr.contains("`static/theme/glassbox.css` would hide `theme/glassbox.css` of the theme")
            && run
                .stderr
                .contains("put yours into the folder of your own theme, as in `themes/ours/glassbox.css`")
            && run.stderr.contains("`static/products` would hide `products/index.html` of the site"),
        "{}",
        run.stderr
    );
    assert!(!run.stderr.contains("static/theme/ours.css"), "{}", run.stderr);
    // In the folder of a theme, it replaces the built-in style sheets.
    let catalog = shop("own-theme");
    catalog.write("glassbox.yml", "title: Shop\ntheme: ours\n");
    catalog.write("themes/ours/glassbox.css", "b {}\n");
    build(catalog.path(), &catalog.path().join("site"));
    assert_eq!(std::fs::read_to_string(catalog.path().join("site/theme/glassbox.css")).unwrap(), "b {}\n");
}

#[test]
fn what_stopped_a_command_is_named_apart_from_what_else_was_found() {
    let catalog = shop("stopped");
    catalog.write("glassbox.yml", "title: Shop\nrules: {ownerless: error}\n");
    let last = |run: crate::support::Run| run.stderr.trim_end().lines().last().unwrap_or_default().to_owned();
    let also = "because of 1 error. Also found: 1 warning and 2 notes";
    let built = || last(glassbox(catalog.path(), &["build", "--now", NOW]));
    assert_eq!(built(), format!("Nothing was published {also}"));
    std::fs::create_dir(catalog.path().join("site")).unwrap();
    let unchanged = "because of 1 error; site is unchanged. Also found: 1 warning and 2 notes";
    assert_eq!(built(), format!("Nothing was published {unchanged}"));
    let recorded = last(glassbox(catalog.path(), &["record", "--now", NOW]));
    assert_eq!(recorded, format!("Nothing was recorded {also}"));
    assert_eq!(served(&catalog).trim_end().lines().last(), Some(&*format!("Not updated {also}")));
}

/// Compares two states and returns what is listed, in short, and the lines with counts.
fn compared(old: &Scratch, new: &Scratch, more: &[&str]) -> (Vec<String>, Vec<String>, String) {
    let states = [old.path().to_str().unwrap(), "."];
    let run = glassbox(new.path(), &[&["diff"], &states[..], more, &["--now", NOW]].concat());
    let is_kind = |line: &&str| ["error[", "warning[", "note["].iter().any(|kind| line.starts_with(kind));
    let mut lines = run.stderr.lines().peekable();
    let (mut listed, mut counted) = (Vec::new(), Vec::new());
    while let Some(line) = lines.next() {
        if is_kind(&line) {
            let place = lines.next().unwrap_or_default().trim().trim_start_matches("--> ");
            listed.push(format!("{} {place}", line.split(']').next().unwrap().replace('[', " ")));
        } else if line.contains(" has ") && !line.starts_with([' ', '|']) {
            counted.push(line.replace(states[0], "OLD"));
        }
    }
    (listed, counted, run.stdout)
}

#[test]
fn a_comparison_lists_only_new_findings() {
    let (old, new) = (shop("compared-old"), shop("compared-new"));
    let (listed, counted, _) = compared(&old, &new, &[]);
    assert_eq!(listed, [""; 0], "earlier findings are not listed");
    let same = ["OLD has 2 warnings and 2 notes", ". has 2 warnings and 2 notes, none of them new"];
    assert_eq!(counted, same);
    new.write("products/sales.yml", "id: sales\nname: Sales\n");
    let (listed, counted, _) = compared(&old, &new, &[]);
    let sales = ["warning ownerless products/sales.yml:1:5", "note empty-product products/sales.yml:1:5"];
    assert_eq!(listed, sales);
    assert_eq!(counted[1], ". has 3 warnings and 3 notes, 2 of them new");
    let check = glassbox(new.path(), &["check", "--now", NOW]);
    assert_eq!(listed_and_counted(&check.stderr).1, "3 warnings, 3 notes", "check gives the same counts");
    // An error of a rule does not prevent a comparison, and is listed though it existed before.
    for folder in [&old, &new] {
        folder.write("glassbox.yml", "title: Shop\nrules: {ownerless: error}\n");
    }
    let (listed, counted, changes) = compared(&old, &new, &[]);
    assert_eq!(listed[0], "error ownerless products/orders.yml:1:5");
    assert_eq!(
        (listed.len(), counted[1].as_str()),
        (3, ". has 2 errors, 1 warning and 3 notes, 2 of them new")
    );
    assert!(!changes.contains("could be compared"), "{changes}");
}

#[test]
fn a_comparison_lists_errors_of_the_new_state_with_their_locations() {
    let (old, new) = (shop("errors-old"), shop("errors-new"));
    new.write("products/orders.yml", "id: orders\nname: Orders\nowner: nobody\n");
    let team = ["error unknown-team products/orders.yml:3:8"];
    for format in ["text", "json", "markdown"] {
        let (listed, counted, changes) = compared(&old, &new, &["--format", format]);
        assert_eq!(listed, team);
        assert_eq!(
            counted[1],
            "warning: . has 1 error and 1 warning, so it was compared only as far as it could be read"
        );
        assert!(!changes.contains("error["), "standard output has only changes: {changes}");
        assert!(format != "json" || serde_json::from_str::<Value>(&changes).is_ok(), "{changes}");
    }
    // Errors of the old state are counted: they cannot be fixed there.
    let (listed, counted, _) = compared(&new, &old, &[]);
    assert_eq!(listed, [""; 0]);
    let first = "warning: OLD has 1 error and 1 warning, so it was compared only as far as it could be read";
    assert_eq!(counted, [first, ". has 2 warnings and 2 notes"], "no rule was run on the old state");
    // Problems of the site count as for `check`, and do not prevent a comparison either.
    let old = shop("errors-site");
    old.write("templates/home.html", "{% if %}\n");
    let (listed, counted, changes) = compared(&shop("errors-sound"), &old, &[]);
    assert!(listed.len() == 1 && listed[0].starts_with("error bad-template"), "{listed:?}");
    assert_eq!(counted[1], ". has 1 error, 2 warnings and 2 notes, 1 of them new");
    assert!(!changes.contains("could be compared"), "{changes}");
}

/// One key would win, and the other one say nothing.
#[test]
fn a_consumer_is_a_team_or_a_product_and_not_both() {
    let catalog = shop("two-consumers").with(&[(
        "products/orders.yml",
        "id: orders\nname: Orders\nowner: data\nconsumers: [{team: data, product: nosuch}]\n",
    )]);
    let run = glassbox(catalog.path(), &["check", "--now", NOW]);
    let said = run.stdout + &run.stderr;
    assert_eq!(run.code, 1, "{said}");
    assert!(said.contains("a consumer is a `team` or a `product`, but both are given"), "{said}");
}
