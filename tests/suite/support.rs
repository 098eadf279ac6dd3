//! Helpers of the tests: catalogs in temporary folders, runs of the program, the built site.

use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A folder that is removed after the test.
pub(crate) struct Scratch {
    path: PathBuf,
}

impl Scratch {
    pub(crate) fn new(name: &str) -> Self {
        let unique = format!("glassbox-{name}-{}", std::process::id());
        let path = std::env::temp_dir().join(unique);
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self { path }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Writes files below the folder: pairs of path and text.
    pub(crate) fn with(self, files: &[(&str, &str)]) -> Self {
        for (path, text) in files {
            self.write(path, text);
        }
        self
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// The moment at which all tests take place.
pub(crate) const NOW: &str = "2026-11-21T04:00:00Z";

/// Runs the program in a folder.
pub(crate) fn glassbox(folder: &Path, arguments: &[&str]) -> Run {
    let output = Command::new(env!("CARGO_BIN_EXE_glassbox"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("SOURCE_DATE_EPOCH")
        .env("NO_COLOR", "1")
        .output()
        .unwrap();
    Run::new(output)
}

/// Builds the catalog in `folder` into `out` and asserts that it succeeds.
pub(crate) fn build(folder: &Path, out: &Path) -> Run {
    let run = glassbox(folder, &["build", ".", "--now", NOW, "--out", out.to_str().unwrap()]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    run
}

/// Returns the site of the example, built for one test.
pub(crate) fn example_site(name: &str) -> Scratch {
    let site = Scratch::new(name);
    build(&Path::new(env!("CARGO_MANIFEST_DIR")).join("example-catalog"), site.path());
    site
}

/// Returns a page or file of a site.
pub(crate) fn page_of(site: &Scratch, path: &str) -> String {
    fs::read_to_string(site.path().join(path)).unwrap()
}

/// The result of a run of the program.
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    fn new(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Returns its output, without the time that it took.
    pub(crate) fn messages(&self) -> String {
        let timed = |line: &str| match (line.rfind(" in "), line.starts_with("Built ")) {
            (Some(at), true) => {
                let rest = &line[at + 4..];
                let after = rest.find(" s").map_or("", |end| &rest[end + 2..]);
                format!("{} in [TIME]{after}", &line[..at])
            }
            _ => line.to_owned(),
        };
        self.stderr.lines().map(timed).collect::<Vec<_>>().join("\n") + "\n"
    }
}

/// Returns the assets in the record of a product, each with what it shares with others, as `docs/files.md` describes.
pub(crate) fn assets_of(record: &Value) -> Vec<Value> {
    let layers = record["layers"].as_array().into_iter().flatten();
    let assets = layers.flat_map(|layer| layer["assets"].as_array().into_iter().flatten());
    assets
        .map(|asset| {
            let mut all = record.get("shared_by_assets").cloned().unwrap_or_else(|| json!({}));
            named(&mut all, asset["name"].as_str().unwrap());
            merge(&mut all, asset);
            all
        })
        .collect()
}

fn named(value: &mut Value, name: &str) {
    match value {
        Value::String(text) => *text = text.replace("{name}", name),
        Value::Array(items) => items.iter_mut().for_each(|item| named(item, name)),
        Value::Object(members) => members.values_mut().for_each(|member| named(member, name)),
        _ => {}
    }
}

fn merge(all: &mut Value, own: &Value) {
    match (all, own) {
        (Value::Object(all), Value::Object(own)) => {
            own.iter().for_each(|(key, value)| merge(all.entry(key).or_insert(Value::Null), value));
        }
        (all, own) => *all = own.clone(),
    }
}

/// Returns all files below a folder with their bytes, by path with `/`, without the folder's own ledger.
pub(crate) fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(inner) = folders.pop() {
        for entry in fs::read_dir(&inner).unwrap() {
            let path = entry.unwrap().path();
            if path.file_name().is_some_and(|name| name == ".glassbox") {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}

/// Returns the values of an attribute in a page, as a browser reads them.
pub(crate) fn attributes<'h>(html: &'h str, name: &str) -> Vec<&'h str> {
    let opening = format!(" {name}=\"");
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find(&opening) {
        rest = &rest[at + opening.len()..];
        let end = rest.find('"').unwrap_or(rest.len());
        found.push(&rest[..end]);
        rest = &rest[end..];
    }
    found
}

/// Returns a dbt model in the schema `main`, as in a manifest; it reads one node.
pub(crate) fn dbt_model(name: &str, folder: &str, reads: &str) -> serde_json::Value {
    serde_json::json!({"name": name, "resource_type": "model", "package_name": "shop",
        "original_file_path": format!("models/{folder}/{name}.sql"), "fqn": ["shop", folder, name],
        "database": "db", "schema": "main", "alias": name, "config": {"materialized": "table"},
        "relation_name": format!("\"db\".\"main\".\"{name}\""), "depends_on": {"nodes": [reads]}})
}

/// Returns the boxes of a drawing, each from its class on: ` kind-mart given" transform="translate(12 48)" …`.
pub(crate) fn boxes_of(drawing: &str) -> Vec<&str> {
    drawing.split(" class=\"node").skip(1).filter(|one| !one.starts_with('s')).collect()
}

/// Returns the target of a relative link of the page at `from`.
pub(crate) fn joined(from: &str, link: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            ".." => {
                parts.pop();
            }
            "." | "" => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}
