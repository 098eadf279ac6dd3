//! Gates that fail when they cannot compare: `diff` between states of which one lacks dbt's artifacts, or cannot
//! be read.

use crate::support::{NOW, Run, Scratch, glassbox};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::process::Command;

/// Returns a manifest with a table of these columns, which a report reads.
fn manifest(columns: &[&str]) -> String {
    let columns: serde_json::Map<String, Value> =
        columns.iter().map(|name| ((*name).to_owned(), json!({"name": name, "data_type": "int"}))).collect();
    let model = |name: &str, reads: &[&str], columns: Value| {
        json!({"name": name, "resource_type": "model", "package_name": "shop", "fqn": ["shop", name],
            "original_file_path": format!("models/{name}.sql"), "depends_on": {"nodes": reads}, "columns": columns})
    };
    let nodes = json!({
        "model.shop.orders": model("orders", &[], Value::Object(columns)),
        "model.shop.report": model("report", &["model.shop.orders"], json!({})),
    });
    json!({"metadata": {"project_name": "shop"}, "nodes": nodes}).to_string()
}

fn catalog_json(columns: &[&str]) -> String {
    let columns: serde_json::Map<String, Value> = columns
        .iter()
        .map(|name| ((*name).to_owned(), json!({"name": name, "type": "int", "index": 1})))
        .collect();
    json!({"nodes": {"model.shop.orders": {"columns": columns}}, "sources": {}}).to_string()
}

const ORDERS: &str =
    "id: orders\nname: Orders\nowner: data\nassets: [{dbt: orders}]\noutput_ports: [{id: o, dbt: orders}]\n";

fn shop(name: &str) -> Scratch {
    Scratch::new(name).with(&[
        ("glassbox.yml", "title: Shop\ndbt: [target]\n"),
        (".gitignore", "target/\n"),
        ("teams.yml", "teams: [{id: data}]\n"),
        ("products/orders.yml", ORDERS),
        ("products/report.yml", "id: report\nname: Report\nowner: data\nassets: [{dbt: report}]\n"),
        ("target/manifest.json", &manifest(&["id", "amount"])),
    ])
}

fn commit(folder: &Path) {
    let git = |arguments: &[&str]| {
        let identity = ["-c", "user.name=T", "-c", "user.email=t@shop.example", "-c", "commit.gpgsign=false"];
        let run = Command::new("git").arg("-C").arg(folder).args(identity).args(arguments).output().unwrap();
        assert!(run.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&run.stderr));
    };
    git(&["init", "--quiet", "--initial-branch", "main"]);
    git(&["add", "--all"]);
    git(&["commit", "--quiet", "--message", "a shop"]);
}

fn diff(folder: &Path, arguments: &[&str]) -> Run {
    glassbox(folder, &[&["diff"], arguments, &["--now", NOW]].concat())
}

fn first(run: &Run) -> &str {
    run.stdout.lines().next().unwrap_or_default()
}

#[test]
fn diff_says_first_that_a_base_without_dbt_artifacts_is_not_compared() {
    let shop = shop("gates-base");
    commit(shop.path());
    shop.write("target/manifest.json", &manifest(&["id"]));
    shop.write("products/stock.yml", "id: stock\nname: Stock\nowner: data\n");
    for more in [&[][..], &["--deny-breaking"]] {
        let run = diff(shop.path(), &[&["main"], more].concat());
        assert_eq!(run.code, 2, "{}", run.stdout);
        snapbox::assert_data_eq!(
            run.stdout,
            snapbox::str![[r#"
Not everything could be compared: main: there is no dbt manifest at `target` (pass dbt's artifacts of that state with `--base-artifacts DIR`)

Other changes
  stock (Stock): new product

"#]]
        );
    }
    let markdown = diff(shop.path(), &["main", "--format", "markdown"]);
    assert!(
        first(&markdown).starts_with("**Not everything could be compared:** main: there is no dbt manifest")
    );
    assert!(
        first(&markdown).contains("`--base-artifacts DIR`")
            && markdown.stdout.contains("| Stock | new product |")
    );
    let json = diff(shop.path(), &["main", "--format", "json"]);
    assert!(json.stdout.starts_with("{\n  \"compared\": false,"), "{}", json.stdout);
    let record: Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(record["not_compared"][0]["code"], "missing-manifest");
    assert_eq!(
        (&record["not_compared"][0]["state"], &record["changes"][0]["product"]),
        (&"main".into(), &"stock".into())
    );
    // If nothing else changed, "nothing changed" is not claimed of what was not compared.
    fs::remove_file(shop.path().join("products/stock.yml")).unwrap();
    for format in ["text", "markdown"] {
        let said = diff(shop.path(), &["main", "--format", format]).stdout.to_lowercase();
        assert!(!said.contains("nothing") && said.contains("no other changes were found"), "{said}");
    }
}

#[test]
fn diff_compares_a_base_whose_artifacts_are_given() {
    let shop = shop("gates-artifacts");
    commit(shop.path());
    let (base, bases) = (shop.path().join("base"), shop.path().join("bases"));
    for folder in [&base, &bases.join("target")] {
        fs::create_dir_all(folder).unwrap();
        fs::copy(shop.path().join("target/manifest.json"), folder.join("manifest.json")).unwrap();
    }
    let given = |folder: &str, more: &[&str]| {
        diff(shop.path(), &[&["main", "--base-artifacts", folder], more].concat())
    };
    let same = given("base", &["--format", "json"]);
    assert_eq!(same.code, 0, "{}", same.stdout);
    assert!(
        same.stdout.starts_with("{\n  \"compared\": true,\n  \"not_compared\": [],\n  \"breaking\": 0"),
        "{}",
        same.stdout
    );
    shop.write("target/manifest.json", &manifest(&["id"]));
    for folder in ["base", "bases", "base/manifest.json", bases.to_str().unwrap()] {
        let run = given(folder, &["--deny-breaking"]);
        assert_eq!(run.code, 1, "{}{}", run.stdout, run.stderr);
        assert!(run.stdout.contains("removed column amount"), "{}", run.stdout);
        assert_eq!(given(folder, &[]).code, 0, "breaking changes are not denied");
    }
    // Two revisions need two folders.
    let both = diff(shop.path(), &["main", "HEAD", "--base-artifacts", "base", "--new-artifacts", "target"]);
    assert!(both.code == 0 && both.stdout.contains("removed column amount"), "{}", both.stdout);
    let one = diff(shop.path(), &["main", "HEAD", "--base-artifacts", "base"]);
    assert!(one.code == 2 && first(&one).contains("`--new-artifacts DIR`"), "{}", one.stdout);
    // An empty folder is a mistake.
    fs::create_dir(shop.path().join("empty")).unwrap();
    for folder in ["empty", "gone"] {
        let run = given(folder, &[]);
        assert!(run.code == 2 && first(&run).contains("there is no dbt manifest in"), "{}", run.stdout);
    }
}

#[test]
fn base_artifacts_of_several_dbt_projects_are_found_by_path() {
    let shop = shop("gates-projects");
    shop.write("glassbox.yml", "title: Shop\ndbt: [target, ../crm/target]\n");
    let crm = shop.path().join("work");
    fs::create_dir(&crm).unwrap();
    for file in ["glassbox.yml", ".gitignore", "teams.yml", "products", "target"] {
        fs::rename(shop.path().join(file), crm.join(file)).unwrap();
    }
    let other = r#"{"metadata": {"project_name": "crm"}, "nodes": {}}"#;
    shop.write("crm/target/manifest.json", other);
    shop.write(".gitignore", "target/\n");
    commit(shop.path());
    shop.write("base/target/manifest.json", &manifest(&["id", "amount", "day"]));
    let run = diff(&crm, &["main", "--base-artifacts", "../base"]);
    assert!(
        run.code == 2 && first(&run).contains("`../crm/target`"),
        "only one of two projects has artifacts: {}",
        run.stdout
    );
    assert!(run.stdout.contains("removed column day"), "the other project is compared: {}", run.stdout);
    shop.write("base/crm/target/manifest.json", other);
    let run = diff(&crm, &["main", "--base-artifacts", "../base"]);
    assert!(run.code == 0 && run.stdout.contains("removed column day"), "{}{}", run.stdout, run.stderr);
}

#[test]
fn damaged_or_unrelated_artifacts_are_not_compared() {
    let (old, new) = (shop("gates-old"), shop("gates-new"));
    let given = |old: &Scratch, new: &Scratch| {
        diff(new.path(), &[old.path().to_str().unwrap(), new.path().to_str().unwrap(), "--deny-breaking"])
    };
    assert_eq!(given(&old, &new).code, 0);
    // Without them, flows and columns do not count as changes.
    fs::remove_file(new.path().join("target/manifest.json")).unwrap();
    for (one, other) in [(&old, &new), (&new, &old)] {
        let run = given(one, other);
        assert_eq!(run.code, 2, "{}", run.stdout);
        assert!(run.stdout.ends_with("\n\nNo other changes were found.\n"), "{}", run.stdout);
    }
    new.write("target/manifest.json", "{\"metadata\": {");
    let run = given(&old, &new);
    assert!(run.code == 2 && first(&run).contains("is cut off"), "{}", run.stdout);
    // Only one state has a description of the warehouse.
    for folder in [&old, &new] {
        folder.write("target/manifest.json", &manifest(&["id"]));
    }
    old.write("target/catalog.json", &catalog_json(&["id", "amount"]));
    for (one, other) in [(&old, &new), (&new, &old)] {
        let run = given(one, other);
        assert!(run.code == 2 && first(&run).contains("`catalog.json`"), "{}", run.stdout);
        assert!(!run.stdout.contains("column amount"), "{}", run.stdout);
    }
    new.write("target/catalog.json", "{");
    assert_eq!(given(&old, &new).code, 2, "the artifacts are damaged");
    new.write("target/catalog.json", &catalog_json(&["id"]));
    assert_eq!(given(&old, &new).code, 1, "both states have the file");
    // The columns are no longer described.
    for (folder, columns) in [(&old, &["id"][..]), (&new, &[])] {
        fs::remove_file(folder.path().join("target/catalog.json")).unwrap();
        folder.write("target/manifest.json", &manifest(columns));
    }
    let run = given(&old, &new);
    assert!(run.code == 2 && first(&run).contains("the columns of `o` of `orders`"), "{}", run.stdout);
    assert_eq!(given(&new, &old).code, 0, "describing columns is not an error");
}

#[test]
fn artifacts_outside_the_repository_are_not_compared_across_revisions() {
    let shop = shop("gates-outside");
    let outside = Scratch::new("gates-outside-target").with(&[("manifest.json", &manifest(&["id"]))]);
    shop.write("glassbox.yml", &format!("title: Shop\ndbt: [\"{}\"]\n", outside.path().display()));
    commit(shop.path());
    let run = diff(shop.path(), &["main"]);
    assert!(
        run.code == 2 && first(&run).contains("are not in git, and may be from another state"),
        "{}",
        run.stdout
    );
    let given = diff(shop.path(), &["main", "--base-artifacts", "target"]);
    assert!(given.code == 0 && given.stdout.contains("removed column amount"), "{}", given.stdout);
}

#[test]
fn a_state_that_cannot_be_read_is_not_compared() {
    let (old, new) = (shop("gates-unread-old"), shop("gates-unread-new"));
    let given = |more: &[&str]| {
        let states = [old.path().to_str().unwrap(), new.path().to_str().unwrap()];
        diff(new.path(), &[&states, more].concat())
    };
    let is_not_compared = |why: &str| {
        for format in ["text", "markdown", "json"] {
            let run = given(&["--format", format, "--deny-breaking"]);
            assert!(run.code == 2 && run.stdout.contains(why), "{}{}", run.stdout, run.stderr);
            assert!(
                !run.stdout.contains(": removed") && !run.stdout.contains("new product"),
                "{}",
                run.stdout
            );
        }
    };
    for folder in [&old, &new] {
        folder.write("products/orders.yml", "id: orders\nname: [\n");
        is_not_compared("products/orders.yml");
        folder.write("products/orders.yml", ORDERS);
    }
    // Broken in both, so that nothing differs.
    for folder in [&old, &new] {
        folder.write("products/orders.yml", "id: orders\nname: [\n");
    }
    is_not_compared("products/orders.yml");
    for folder in [&old, &new] {
        folder.write("products/orders.yml", ORDERS);
    }
    new.write("glassbox.yml", "title: [\n");
    is_not_compared("glassbox.yml");
    // Products without readers do not prevent a comparison, and neither do findings of rules.
    new.write(
        "glassbox.yml",
        "title: Shop\ndbt: [target]\nrules: {empty-product: error, no-output-ports: error}\n",
    );
    new.write("roadmap/plan.yml", "id: plan\n");
    new.write("content/Wrong Name.md", "text\n");
    assert_eq!(given(&["--deny-breaking"]).code, 0);
}

#[test]
fn an_unknown_revision_is_reported_in_every_format() {
    let shop = shop("gates-nowhere");
    commit(shop.path());
    let text = diff(shop.path(), &["mian"]);
    assert!(text.code == 2 && first(&text).contains("there is no git revision `mian`"), "{}", text.stdout);
    assert!(text.stdout.ends_with("\n\nNothing was compared.\n"), "{}", text.stdout);
    assert_eq!(diff(shop.path(), &["mian", "--format", "human"]).stdout, text.stdout);
    assert!(text.stderr.contains("error: there is no git revision `mian`"), "{}", text.stderr);
    let json = diff(shop.path(), &["mian", "--format", "json"]);
    let record: Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!((&record["compared"], &record["changes"]), (&false.into(), &json!([])));
}

#[test]
fn errors_in_a_revision_name_files_by_their_path_in_the_catalog() {
    let shop = shop("gates-places");
    shop.write("products/stock.yml", "id: stock\nname: Stock\nowner: dota\n");
    commit(shop.path());
    let run = diff(&shop.path().join("products"), &["main", "HEAD", "--catalog", ".."]);
    let team =
        "error[unknown-team]: product `stock` is owned by `dota`, which is not a team\n --> stock.yml:3:8\n";
    assert!(run.stderr.contains(team), "{}", run.stderr);
}
