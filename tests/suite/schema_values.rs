//! The values that editors accept and mark: for each kind of value, those that `glassbox check` accepts, and
//! those that it refuses.

use crate::schema::{as_json, schema};
use crate::support::{NOW, Scratch, glassbox};
use glassbox::internals::FileId;
use glassbox::internals::parse;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Values of a kind: where they are written (`??`), which are valid, and which are typos.
struct Values {
    kind: &'static str,
    text: &'static str,
    right: &'static [&'static str],
    slips: &'static [&'static str],
}

const DURATIONS: (&[&str], &[&str]) = (
    &[
        "6h",
        "90d",
        "1 business day",
        "30 min",
        "2 Weeks",
        "12 months",
        "3 BUSINESS HOURS",
        "1y",
        "007d",
        "2  d",
        "' 6h '",
    ],
    &[
        "24 hurs",
        "6",
        "h",
        "six hours",
        "1.5h",
        "-1d",
        "1 buisness day",
        "6 lightyears",
        "6h30",
        "1 business  day",
        "12 mths",
    ],
);

const DAYS: (&[&str], &[&str]) = (
    &["2026-11-20", "2024-02-29", "2000-02-29", "1999-12-31"],
    &[
        "2026-13-45",
        "2026-02-30",
        "2026-00-10",
        "2026-1-1",
        "20.11.2026",
        "2026-11-20T00:00",
        "2025-02-29",
        "1900-02-29",
        "2026-11-31",
        "2026-Q4",
        "tomorrow",
        "20261120",
    ],
);

const FLAGS: (&[&str], &[&str]) = (&["true", "false", "'true'"], &["yes", "1", "on", "maybe"]);

const VALUES: &[Values] = &[
    Values {
        kind: "initiative",
        text: "delivers: [??]",
        right: &["{product: p}", "{platform: Wiki}", "{platform: Wiki, team: t}"],
        slips: &[
            "{work: Much}",
            "{product: p, team: t}",
            "{product: p, platform: Wiki}",
            "{product: p, platform: Wiki, team: t}",
        ],
    },
    Values {
        kind: "glassbox",
        text: "openlineage: [{path: events, run_url: ??}]",
        right: &[
            "'https://ci.example/{run}'",
            "'HTTP://ci.example/{namespace}/{job}?run={run}#log'",
            "https://ci.example/latest",
        ],
        slips: &[
            "'{run}'",
            "'https://ci.example/{id}'",
            "'https://ci.example/{run'",
            "'https://ci.example/run}'",
            "'https://ci.example/{{run}}'",
            "'https://ci.example/{run} '",
            "mailto:ci@example.com",
            "javascript:alert(1)",
            "https://",
        ],
    },
    Values {
        kind: "glassbox",
        text: "access: ??",
        right: &["'https://access.example/?table={address}'", "https://access.example/{product}/{port}"],
        slips: &[
            "'https://access.example/{run}'",
            "'{address}'",
            "mailto:access@example.com",
            "'https://a {port}'",
        ],
    },
    Values {
        kind: "glassbox",
        text: "edit: ??",
        right: &["'https://git.example/edit/main/{path}'", "https://git.example/wiki"],
        slips: &["'{path}'", "'https://git.example/{file}'", "git@git.example:data.git"],
    },
    Values {
        kind: "glassbox",
        text: "feedback: ??",
        right: &["'https://git.example/issues/new?title={page}&body={url}&label={team}'"],
        slips: &["'https://git.example/{path}'", "mailto:data@example.com"],
    },
    Values {
        kind: "glassbox",
        text: "repository: ??",
        right: &[
            "https://git.example/shop/blob/main",
            "'https://git.example/{project}/blob/main/{path}'",
            "'http://git.example/?path=/{path}&version=main'",
        ],
        slips: &[
            "'https://git.example/{file}'",
            "'https://git.example/{path'",
            "git.example/shop",
            "git@git.example:shop.git",
            "javascript:alert(1)",
        ],
    },
    Values { kind: "product", text: "review_by: ??", right: DAYS.0, slips: DAYS.1 },
    Values { kind: "product", text: "ends: ??", right: DAYS.0, slips: DAYS.1 },
    Values {
        kind: "product",
        text: "consumers: [{team: t, last_mile: {ttl: ??}}]",
        right: DURATIONS.0,
        slips: DURATIONS.1,
    },
    Values {
        kind: "product",
        text: "slas: [{property: freshness, target: ??}]",
        right: DURATIONS.0,
        slips: DURATIONS.1,
    },
    Values {
        kind: "product",
        text: "slas: [{property: retention, target: ??}]",
        right: &["7 years"],
        slips: &["99%", "daily", "forever"],
    },
    Values {
        kind: "product",
        text: "slas: [{property: availability, target: ??}]",
        right: &["99.5%", "100%", "0%", "99 %", "100.0%", "' 99% '", "099%", ".5%"],
        slips: &["101%", "99", "99.5", "6h", "'99,5%'", "-1%", "100.5%", "99 percent", "'%'"],
    },
    Values {
        kind: "product",
        text: "slas: [{property: frequency, target: ??}]",
        right: &["daily", "every 4h", "Weekly", "4h", "every 1 business day", "quarterly", "EVERY  2 days"],
        slips: &["dayly", "every", "every day", "every other day", "biweekly", "99%"],
    },
    Values {
        kind: "product",
        text: "slas: [{property: throughput, target: ??}]",
        right: &["1000 rows a second", "5", "99%"],
        slips: &["[a]"],
    },
    Values {
        kind: "product",
        text: "slas: [{property: ??, target: 6h}]",
        right: &["latency", "time_to_repair"],
        slips: &["fresh", "Freshness", "time-to-repair"],
    },
    Values {
        kind: "product",
        text: "assets: [{id: ??}]",
        right: &["revenue-mart", "2026-review", "7", "true"],
        slips: &["Revenue", "a_b", "-x", "a b", "é", "a/b", "-7"],
    },
    Values {
        kind: "product",
        text: "links: [{title: Runbook, url: ??}]",
        right: &[
            "https://example.com/a?b#c",
            "HTTP://example.com",
            "mailto:jane@example.com",
            "tel:+49123",
            "'https://example.com/é'",
        ],
        slips: &[
            "example.com",
            "/page",
            "javascript:alert(1)",
            "https://",
            "'https://a b'",
            "ftp://example.com",
        ],
    },
    Values {
        kind: "product",
        text: "lifecycle: ??",
        right: &["proposed", "draft", "active", "deprecated", "retired"],
        slips: &["live", "Active", "actve"],
    },
    Values {
        kind: "product",
        text: "consumers: [{team: t, stage: ??}]",
        right: &["analysis"],
        slips: &["analytics"],
    },
    Values {
        kind: "product",
        text: "output_ports: [{id: a, type: ??}]",
        right: &["table", "api"],
        slips: &["API"],
    },
    Values {
        kind: "product",
        text: "output_ports: [??]",
        right: &["{id: a}"],
        slips: &["{name: A}", "{id: a, dbt: x, asset: y}"],
    },
    Values { kind: "product", text: "consumers: [??]", right: &["{team: t}"], slips: &["{use: x}", "{}"] },
    Values {
        kind: "product",
        text: "assets: [??]",
        right: &["{dbt: x}", "{dbt: x, exclude: y}", "{dbt: x, exclude: [y, z]}", "{id: a, kind: Loader}"],
        slips: &["{name: A}", "{dbt: x, id: a}", "{id: a, exclude: x}", "x"],
    },
    Values {
        kind: "product",
        text: "assets: [{id: a, schedule: ??}]",
        right: &[
            "'6:00'",
            "by 06:00",
            "By 06:00 on weekdays",
            "'06:00 on mon, tue'",
            "1d",
            "daily",
            "every 4h",
        ],
        slips: &["6", "'25:00'", "at 06:00", "by 06:00 weekdays", "dayly", "0 6 * * *", "every day"],
    },
    Values {
        kind: "glassbox",
        text: "synonyms: ??",
        right: &["{revenue: [turnover, MRR], leaving: churn}", "{}", "{'1': 2}"],
        slips: &[
            "[[revenue, turnover]]",
            "revenue",
            "{revenue: {also: turnover}}",
            "{revenue: [[turnover]]}",
        ],
    },
    Values { kind: "product", text: "tags: ??", right: &["[a, 1, true]"], slips: &["a", "[[a]]", "{a: b}"] },
    Values {
        kind: "initiative",
        text: "delivers: [{product: p, effort: ??}]",
        right: &["10d", "4w", "8 points", "1.5 weeks", ".5d", "1. d", "1 p"],
        slips: &["4", "w", "four weeks", "10 D", "1.2.3w", "3 months", "-2d", "4 wks"],
    },
    Values {
        kind: "initiative",
        text: "delivers: [{product: p, target: ??}]",
        right: &["2026-Q4", "2026-11-20", "1900-Q1", "2026-Q04"],
        slips: &[
            "2026-Q5",
            "2026-Q0",
            "26-Q1",
            "soon",
            "2026-13-45",
            "2026",
            "Q4 2026",
            "2026-q4",
            "3000-Q1",
        ],
    },
    Values {
        kind: "initiative",
        text: "delivers: [{product: p, value: ??}]",
        right: &["lasting", "this-ask"],
        slips: &["this ask", "forever"],
    },
    Values {
        kind: "initiative",
        text: "delivers: [{product: p, status: ??}]",
        right: &["planned", "in-progress", "paused", "dropped"],
        slips: &["in progress", "done"],
    },
    Values { kind: "glassbox", text: "evidence: {expires: ??}", right: &["2d"], slips: &["2 dais"] },
    Values {
        kind: "glassbox",
        text: "fiscal_year_begins: ??",
        right: &["april", "April", "4", "'4'", "12", "JULY", "'04'"],
        slips: &["aprill", "0", "13", "apr", "q2", "' april'"],
    },
    Values {
        kind: "glassbox",
        text: "time_zone: ??",
        right: &["Europe/Berlin", "UTC", "America/Argentina/Buenos_Aires", "Etc/GMT+1"],
        slips: &["Europe/Berln", "Berlin", "+01:00", "Europe"],
    },
    Values {
        kind: "glassbox",
        text: "base_url: ??",
        right: &["https://data.example/", "http://localhost:8000", "HTTPS://data.example"],
        slips: &[
            "data.example",
            "mailto:a@b.example",
            "MAILTO:a@b.example",
            "https://",
            "httpx://data.example",
            "'https://a b'",
        ],
    },
    Values { kind: "glassbox", text: "raw_html: ??", right: FLAGS.0, slips: FLAGS.1 },
    Values { kind: "glassbox", text: "theme: ??", right: &["paper"], slips: &["My Theme"] },
    Values {
        kind: "glassbox",
        text: "rules: {??: off}",
        right: &["ownerless", "boundary-leak"],
        slips: &["ownerles", "boundary_leak", "Ownerless"],
    },
    Values {
        kind: "glassbox",
        text: "rules: {ownerless: ??}",
        right: &["off", "note", "{level: warning, tiers: {team: error}}"],
        slips: &["warn", "erorr", "{tiers: {team: warn}}", "[off]", "{levle: off}"],
    },
    Values {
        kind: "glassbox",
        text: "waivers: [{rule: ??, product: p, reason: r, owner: t, expires: 2027-01-01}]",
        right: &["boundary-leak"],
        slips: &["boundary-leek"],
    },
    Values {
        kind: "glassbox",
        text: "categories: [??]",
        right: &["mart", "{id: a, role: mart}"],
        slips: &["Mart!", "{role: mart}", "{id: a, role: marts}"],
    },
    Values { kind: "standards", text: "default: ??", right: FLAGS.0, slips: FLAGS.1 },
    Values {
        kind: "standards",
        text: "standards: [{id: s, checks: [??]}]",
        right: &[
            "owner",
            "{check: link, title: x}",
            "{check: keeps, rule: ownerless}",
            "{check: attested, id: a, name: A}",
            "{check: promise, property: latency}",
            "{check: builds-on, categories: mart}",
        ],
        slips: &[
            "link",
            "attested",
            "ownr",
            "{check: owner, words: 3}",
            "{check: link}",
            "{check: attested, id: a}",
            "{check: keeps, rule: ownerles}",
            "{check: promise, property: latncy}",
            "{check: builds-on, title: x}",
        ],
    },
    Values {
        kind: "standards",
        text: "standards: [{id: s, checks: [{check: contracts, at_least: ??}]}]",
        right: &["80%", "80", "0", "100", "99.5 %", "'80'"],
        slips: &["101", "-1", "80 percent", "eighty", "120%"],
    },
    Values {
        kind: "standards",
        text: "standards: [{id: s, checks: [{check: description, words: ??}]}]",
        right: &["20", "0", "'20'"],
        slips: &["-5", "many", "2.5"],
    },
    Values {
        kind: "standards",
        text: "standards: [{id: s, checks: [{check: attested, id: a, name: A, every: ??}]}]",
        right: &["180d"],
        slips: &["180 dys"],
    },
];

/// Returns a file with a value in its place.
fn file(values: &Values, number: usize, value: &str) -> (String, String) {
    let text = values.text.replace("??", value);
    match values.kind {
        "product" => (format!("products/v{number}.yml"), format!("id: v{number}\nname: V\n{text}\n")),
        "initiative" => (format!("roadmap/v{number}.yml"), format!("id: v{number}\ntitle: V\n{text}\n")),
        kind => (format!("{kind}.yml"), format!("{text}\n")),
    }
}

/// Returns the files of a catalog in which `glassbox check` finds errors.
fn refused(files: &[(String, String)]) -> BTreeSet<String> {
    let catalog = Scratch::new("schema-values").with(&[
        ("glassbox.yml", "title: Shop\n"),
        ("teams.yml", "teams: [{id: t}]\n"),
        ("products/p.yml", "id: p\nname: P\n"),
    ]);
    for (path, text) in files {
        catalog.write(path, text);
    }
    let run = glassbox(catalog.path(), &["check", ".", "--now", NOW, "--format", "json"]);
    let found: Vec<Value> = serde_json::from_str(&run.stdout).unwrap();
    let errors = found.iter().filter(|one| one["severity"] == "error");
    // That a theme does not exist does not depend on its spelling.
    let errors = errors.filter(|one| one["code"] != "unknown-theme");
    errors.map(|one| one["places"][0]["path"].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn schemas_reject_exactly_the_values_that_check_refuses() {
    let kinds: BTreeSet<&str> = VALUES.iter().map(|values| values.kind).collect();
    let validator = |kind: &&'static str| (*kind, jsonschema::validator_for(&schema(kind)).unwrap());
    let validators: BTreeMap<&str, _> = kinds.iter().map(validator).collect();
    // For kinds with a folder, many files are read at once.
    let (mut alone, mut together) = (Vec::new(), Vec::new());
    let (mut slips, mut wrong) = (0, Vec::new());
    for (number, values) in VALUES.iter().enumerate() {
        slips += values.slips.len();
        let all =
            values.right.iter().map(|one| (one, true)).chain(values.slips.iter().map(|one| (one, false)));
        for (at, (value, is_right)) in all.enumerate() {
            let (path, text) = file(values, number * 100 + at, value);
            let node = parse(FileId(0), &text, &mut Vec::new()).unwrap();
            let quoted = value.starts_with('\'');
            let json = if quoted { as_written(&as_json(&node), value) } else { as_json(&node) };
            let accepted = validators[values.kind].is_valid(&json);
            if accepted != is_right {
                wrong.push(format!("the schema of {} says {accepted} of {text}", values.kind));
            }
            let is_in_folder = path.contains('/');
            if is_in_folder { &mut together } else { &mut alone }.push((path, text, is_right));
        }
    }
    assert!(slips > 100, "{slips}");
    let files: Vec<(String, String)> =
        together.iter().map(|(path, text, _)| (path.clone(), text.clone())).collect();
    let refused_together = refused(&files);
    for (path, text, is_right) in &together {
        if refused_together.contains(path) == *is_right {
            wrong.push(format!("`check` does not say {is_right} of {text}"));
        }
    }
    for (path, text, is_right) in alone {
        if refused(&[(path.clone(), text.clone())]).contains(&path) == is_right {
            wrong.push(format!("`check` does not say {is_right} of {text}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Returns a file in which a value was written in quotes: it is text, whatever it looks like.
fn as_written(json: &Value, quoted: &str) -> Value {
    let text = quoted.trim_matches('\'');
    match json {
        Value::Object(entries) => {
            entries.iter().map(|(key, value)| (key.clone(), as_written(value, quoted))).collect()
        }
        Value::Array(items) => Value::Array(items.iter().map(|item| as_written(item, quoted)).collect()),
        Value::Bool(flag) if flag.to_string() == text => Value::from(text),
        Value::Number(_) if text.parse::<f64>().is_ok() => Value::from(text),
        other => other.clone(),
    }
}

/// Values that occur in many places of the example catalog are checked for typos in each of them.
#[test]
fn schemas_reject_typos_in_a_whole_file() {
    let validator = jsonschema::validator_for(&schema("glassbox")).unwrap();
    let text = "title: Shop\ntime_zone: Europe/Berlin\nfiscal_year_begins: april\nevidence: {expires: 24 hours}\n\
                rules: {ownerless: error}\n";
    let valid = |text: &str| validator.is_valid(&as_json(&parse(FileId(0), text, &mut Vec::new()).unwrap()));
    assert!(valid(text));
    for (right, slip) in [
        ("24 hours", "24 hurs"),
        ("april", "aprill"),
        ("Berlin", "Berln"),
        ("ownerless", "ownerles"),
        ("error", "eror"),
        ("title", "titel"),
    ] {
        assert!(!valid(&text.replace(right, slip)), "{slip}");
    }
}
