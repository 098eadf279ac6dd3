//! The command line: its output, on which stream, and its exit codes.

use crate::support::{NOW, Scratch, build, files, glassbox};
use std::path::Path;

const CONFIG: (&str, &str) = ("glassbox.yml", "title: Acme\n");
const GOOD: (&str, &str) = ("products/orders.yml", "id: orders\nname: Orders\n");
const OWNED: (&str, &str) =
    ("products/orders.yml", "id: orders\nname: Orders\nowner: sales\ncategory: consulting\n");
const TEAMS: (&str, &str) = ("teams.yml", "teams: [{id: sales, name: Sales}]\n");
const BAD: (&str, &str) = ("products/orders.yml", "id: orders\nname: Orders\nownr: sales\n");

#[test]
fn a_catalog_without_problems_exits_with_0() {
    let catalog = Scratch::new("cli-good").with(&[CONFIG, OWNED, TEAMS]);
    let run = glassbox(catalog.path(), &["check", "--now", NOW]);
    assert_eq!((run.code, run.messages().as_str()), (0, "Checked 1 product: no problems\n"));
    assert_eq!(run.stdout, "");
    let run = glassbox(catalog.path(), &["build", "--now", NOW]);
    assert_eq!(run.code, 0);
    assert!(run.messages().starts_with("Built 1 product into site ("), "{}", run.messages());
    assert!(run.messages().ends_with(" in [TIME]\n"), "{}", run.messages());
}

#[test]
fn errors_in_the_catalog_exit_with_1() {
    let catalog = Scratch::new("cli-bad").with(&[CONFIG, BAD]);
    for command in ["check", "build"] {
        let run = glassbox(catalog.path(), &[command, "--now", NOW]);
        assert_eq!(run.code, 1, "{command}");
        assert!(run.stderr.contains("did you mean `owner`?"), "{}", run.stderr);
    }
    assert!(!catalog.path().join("site").exists(), "no site is written if there are errors");
}

#[test]
fn the_sarif_format_gives_rule_level_and_location() {
    let catalog = Scratch::new("cli-sarif").with(&[CONFIG, BAD]);
    let run = glassbox(catalog.path(), &["check", "--now", NOW, "--format", "sarif"]);
    let log: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let result = &log["runs"][0]["results"][0];
    assert_eq!((result["ruleId"].as_str(), result["level"].as_str()), (Some("unknown-key"), Some("error")));
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "products/orders.yml");
    assert_eq!(
        (place["region"]["startLine"].as_u64(), place["region"]["startColumn"].as_u64()),
        (Some(3), Some(1))
    );
    assert!(result["message"]["text"].as_str().unwrap().ends_with("did you mean `owner`?"));
}

/// Returns a repository with a faulty catalog in a sub-folder: with problems in a product whose path needs
/// encoding, beside the catalog, and without any place.
fn below(name: &str) -> Scratch {
    Scratch::new(name).with(&[
        ("data/my catalog/glassbox.yml", "title: T\ndbt: [../../dbt]\n"),
        ("data/my catalog/products/p#1.yml", "id: p\nname: P\nsummary: s\ncategory: mart\nownr: nobody\n"),
        ("data/my catalog/products/x.odps.yaml", "product: x\n"),
        ("dbt/manifest.json", "{\"metadata\": "),
    ])
}

#[test]
fn paths_in_diagnostics_are_relative_to_the_working_directory() {
    let repository = below("cli-paths");
    let check = |folder: &Path, catalog: &str, format: &str| {
        let run = glassbox(folder, &["check", catalog, "--now", NOW, "--format", format]);
        assert_eq!(run.code, 1, "{}", run.stderr);
        run.stdout + &run.stderr
    };
    let root = repository.path();
    let catalog = root.join("data/my catalog");
    for format in ["human", "short", "github"] {
        for (folder, given, product, manifest) in [
            (root, "data/my catalog", "data/my catalog/products/p#1.yml", "dbt/manifest.json"),
            (root, "./data/../data/my catalog/", "data/my catalog/products/p#1.yml", "dbt/manifest.json"),
            (root, catalog.to_str().unwrap(), "data/my catalog/products/p#1.yml", "dbt/manifest.json"),
            (catalog.as_path(), ".", "products/p#1.yml", "../../dbt/manifest.json"),
            (&root.join("dbt"), "../data/my catalog", "../data/my catalog/products/p#1.yml", "manifest.json"),
        ] {
            let said = check(folder, given, format);
            let named = |path: &str| match format {
                "human" => format!("--> {path}:"),
                "short" => format!("\n{path}:"),
                _ => format!("file={path},line="),
            };
            for path in [product, manifest] {
                assert!(
                    format!("\n{said}").contains(&named(path)),
                    "{path} as {format} from {given}: {said}"
                );
            }
        }
    }
    // A step of a workflow may run below the checkout, relative to which GitHub looks files up.
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_glassbox"))
        .args(["check", "my catalog", "--now", NOW, "--format", "github"])
        .current_dir(root.join("data"))
        .env("GITHUB_WORKSPACE", root)
        .output()
        .unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("file=data/my catalog/products/p#1.yml,"), "{said}");
    let record: serde_json::Value = serde_json::from_str(
        &glassbox(root, &["check", "data/my catalog", "--now", NOW, "--format", "json"]).stdout,
    )
    .unwrap();
    let place = record.as_array().unwrap().iter().find(|one| one["code"] == "unknown-key").unwrap();
    assert_eq!(place["places"][0]["file"], "products/p#1.yml");
    assert_eq!(place["places"][0]["path"], "data/my catalog/products/p#1.yml");
}

#[test]
fn every_sarif_result_has_a_location_and_every_rule_a_description() {
    let repository = below("cli-sarif-places");
    let sarif = |folder: &str, catalog: &str| -> serde_json::Value {
        let folder = repository.path().join(folder);
        let run = glassbox(&folder, &["check", catalog, "--now", NOW, "--format", "sarif"]);
        serde_json::from_str(&run.stdout).unwrap()
    };
    let log = sarif("", "data/my catalog");
    let run = &log["runs"][0];
    let base = run["originalUriBaseIds"]["SRCROOT"]["uri"].as_str().unwrap();
    assert!(base.starts_with("file:///") && base.ends_with('/'), "{base}");
    let results = run["results"].as_array().unwrap();
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let mut places = std::collections::BTreeMap::new();
    for result in results {
        let place = &result["locations"][0]["physicalLocation"];
        assert!(place["region"]["startLine"].as_u64() >= Some(1), "{result}");
        let file = &place["artifactLocation"];
        assert_eq!(file["uriBaseId"], "SRCROOT", "{result}");
        places.insert(result["ruleId"].as_str().unwrap(), file["uri"].as_str().unwrap());
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
    }
    assert_eq!(places["unknown-key"], "data/my%20catalog/products/p%231.yml");
    assert_eq!(places["bad-manifest"], "dbt/manifest.json");
    assert_eq!(places["format-not-read"], "data/my%20catalog/products/x.odps.yaml");
    for rule in rules {
        for text in ["shortDescription", "fullDescription", "help"] {
            assert!(rule[text]["text"].as_str().is_some_and(|text| text.len() > 10), "{text} of {rule}");
        }
        assert!(rule["help"]["markdown"].as_str().unwrap().starts_with("# "), "{rule}");
        assert!(rule["helpUri"].as_str().unwrap().contains(':') && rule["name"].is_string(), "{rule}");
    }
    // Files outside of the folder have absolute paths.
    let log = sarif("data/my catalog", ".");
    let outside =
        log["runs"][0]["results"].as_array().unwrap().iter().find(|one| one["ruleId"] == "bad-manifest");
    let file = &outside.unwrap()["locations"][0]["physicalLocation"]["artifactLocation"];
    let uri = file["uri"].as_str().unwrap();
    assert!(
        file["uriBaseId"].is_null() && uri.starts_with("file:///") && uri.ends_with("/dbt/manifest.json"),
        "{uri}"
    );
    assert!(!uri.contains(".."), "{uri}");
}

#[test]
fn a_sarif_rule_links_to_its_page_on_the_site() {
    let config = "title: T\nbase_url: https://data.example/products\n";
    let catalog = Scratch::new("cli-sarif-rule").with(&[("glassbox.yml", config), GOOD]);
    let run = glassbox(catalog.path(), &["check", "--now", NOW, "--format", "sarif", "--only", "ownerless"]);
    let log: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let rule = &log["runs"][0]["tool"]["driver"]["rules"][0];
    assert_eq!((&rule["id"], &rule["name"]), (&"ownerless".into(), &"IsOwnerless".into()));
    assert_eq!(rule["helpUri"], "https://data.example/products/rules/ownerless/index.html");
    let page = glassbox(catalog.path(), &["explain", "ownerless"]).stdout;
    assert_eq!(rule["help"]["markdown"].as_str(), Some(page.as_str()));
    build(catalog.path(), &catalog.path().join("site"));
    assert!(catalog.path().join("site/rules/ownerless/index.html").is_file());
}

#[test]
fn multi_line_text_from_a_catalog_stays_on_one_line_of_output() {
    let product = "id: orders\nname: Orders\nowner: \"a\\nb\\r\\e[31m::error::c\"\nlifecycle: \"x\\ny\"\n\"key\\nof two\": z\n";
    let catalog = Scratch::new("cli-lines").with(&[CONFIG, ("products/orders.yml", product)]);
    for format in ["short", "github"] {
        let run = glassbox(catalog.path(), &["check", "--now", NOW, "--format", format]);
        let begins = |line: &str| match format {
            "short" => line.starts_with("products/orders.yml:"),
            _ => line.starts_with("::") && line.contains("file=products/orders.yml,line="),
        };
        assert!(run.stdout.lines().count() >= 3, "{}", run.stdout);
        assert!(run.stdout.lines().all(begins), "{}", run.stdout);
        assert!(!run.stdout.contains(['\r', '\u{1b}']) || format == "github", "{}", run.stdout);
    }
}

#[test]
fn each_diagnostic_is_printed_once_and_the_summary_counts_it() {
    let config = "title: T\nrules: {ownerless: error}\n";
    let catalog = Scratch::new("cli-tally").with(&[("glassbox.yml", config), GOOD]);
    for (command, last) in [
        ("build", "Nothing was published because of 1 error"),
        ("record", "Nothing was recorded because of 1 error"),
        ("check", "Checked 1 product: 1 error"),
    ] {
        let run = glassbox(catalog.path(), &[command, "--now", NOW]);
        assert_eq!(run.code, 1, "{}", run.stderr);
        assert_eq!(run.stderr.matches("error[ownerless]").count(), 1, "{}", run.stderr);
        assert!(run.stderr.lines().last().unwrap().starts_with(last), "{}", run.stderr);
    }
    // A template that fails while a page is rendered is reported in the same list.
    let broken =
        "{% extends \"base.html\" %}{% block main %}{{ view.no_such_thing.at_all }}{% endblock main %}";
    let catalog =
        Scratch::new("cli-tally-template").with(&[CONFIG, GOOD, ("templates/product.html", broken)]);
    let run = glassbox(catalog.path(), &["build", "--now", NOW, "--format", "json"]);
    let found: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let is_template = |one: &serde_json::Value| one["code"] == "bad-template";
    assert_eq!(found.as_array().unwrap().iter().filter(|one| is_template(one)).count(), 1, "{found}");
    assert!(
        run.code == 1 && run.stderr.contains("Nothing was published because of 1 error"),
        "{}",
        run.stderr
    );
}

#[cfg(unix)]
#[test]
fn an_unreadable_file_is_named_in_the_error() {
    let catalog = Scratch::new("cli-unreadable").with(&[CONFIG, GOOD]);
    for folder in ["static", "themes/default", "templates", "products"] {
        let ending = if folder == "templates" { "html" } else { "yml" };
        let path = catalog.path().join(folder).join(format!("gone.{ending}"));
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::os::unix::fs::symlink("nowhere", &path).unwrap();
        let run = glassbox(catalog.path(), &["build", "--now", NOW]);
        assert!(
            run.code == 2 && run.stderr.contains(&format!("gone.{ending}: ")),
            "{folder}: {}",
            run.stderr
        );
        std::fs::remove_file(&path).unwrap();
    }
}

#[test]
fn invalid_arguments_and_a_foreign_output_folder_exit_with_2() {
    let catalog = Scratch::new("cli-cannot").with(&[CONFIG, GOOD, ("full/theirs.txt", "keep me")]);
    let code = |arguments: &[&str]| glassbox(catalog.path(), arguments).code;
    assert_eq!(code(&["build", "--now", "tomorrow"]), 2);
    assert_eq!(code(&["build", "--colour"]), 2);
    assert_eq!(code(&["dance"]), 2);
    assert_eq!(code(&["build", "--out", "full"]), 2);
    assert_eq!(files(&catalog.path().join("full"))["theirs.txt"], b"keep me");
}

#[test]
fn the_short_format_prints_one_line_per_diagnostic() {
    let catalog = Scratch::new("cli-short").with(&[CONFIG, BAD]);
    let run = glassbox(catalog.path(), &["check", "--now", NOW, "--format", "short"]);
    let first = run.stdout.lines().next().unwrap_or_default().to_owned();
    assert_eq!(
        first,
        "products/orders.yml:3:1: error[unknown-key]: a data product has no key `ownr`; did you mean `owner`?"
    );
}

#[test]
fn the_json_format_is_written_to_standard_output() {
    let catalog = Scratch::new("cli-json").with(&[CONFIG, BAD]);
    let run = glassbox(catalog.path(), &["check", "--now", NOW, "--format", "json"]);
    let value: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let found = &value[0];
    assert_eq!(found["code"], "unknown-key");
    assert_eq!(found["help"][0], "did you mean `owner`?");
    let place = &found["places"][0];
    assert_eq!(place["file"], "products/orders.yml");
    assert_eq!((&place["line"], &place["column"]), (&3.into(), &1.into()));
}

#[test]
fn the_github_format_prints_annotations() {
    let catalog = Scratch::new("cli-github").with(&[CONFIG, BAD]);
    let run = glassbox(catalog.path(), &["check", "--now", NOW, "--format", "github"]);
    assert!(run.stdout.starts_with("::error file=products/orders.yml,line=3,col="), "{}", run.stdout);
}

#[test]
fn the_help_shows_commands_examples_and_exit_codes() {
    let catalog = Scratch::new("cli-help");
    let run = glassbox(catalog.path(), &["--help"]);
    assert_eq!(run.code, 0);
    for words in ["build", "check", "Examples:", "Exit codes:"] {
        assert!(run.stdout.contains(words), "{words} is missing: {}", run.stdout);
    }
    let without = glassbox(catalog.path(), &[]);
    assert_eq!(without.code, 2);
    assert!(without.stderr.contains("Usage:"), "{}", without.stderr);
}

#[test]
fn the_option_now_sets_the_date_of_the_site() {
    let catalog = Scratch::new("cli-now").with(&[CONFIG, GOOD]);
    glassbox(catalog.path(), &["build", "--now", "2031-02-03"]);
    let home = String::from_utf8(files(&catalog.path().join("site"))["index.html"].clone()).unwrap();
    assert!(home.contains("3 February 2031"), "{home}");
}

#[test]
fn impact_outside_of_a_catalog_says_where_to_run_it() {
    let nowhere = Scratch::new("impact-nowhere");
    let run = glassbox(nowhere.path(), &["impact", "orders"]);
    assert_eq!(run.code, 2);
    let said = "error: there is no `glassbox.yml` in `.`\nhint: run it in the folder of the catalog, or name that folder: `--catalog FOLDER`\n";
    assert_eq!(run.stderr, said);
}
