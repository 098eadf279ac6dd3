//! The catalog's own files: the kind of each, from its path, and its content.

use super::documents::Doc;
use super::yaml::{self, Node};
use super::{config, files, goal, initiative, organisation, page, product, regulation, standard, system};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::error::Result;
use crate::source::{FileId, SourceFile, Span};
use std::path::{Path, PathBuf};
use std::sync::Arc;

const YAML: &[&str] = &[".yml", ".yaml"];

/// What a file is, told by where it stands.
#[derive(Clone, Copy)]
pub(super) enum FileKind {
    Config,
    Product,
    Teams,
    Team,
    Domains,
    Systems,
    Goals,
    Regulation,
    Standards,
    Initiative,
    Page,
}

/// The files of the catalog and what each is.
pub(super) fn listed(root: &Path, diagnostics: &mut Diagnostics) -> Result<Vec<(FileKind, PathBuf)>> {
    let mut listed = Vec::new();
    let alone = [
        ("glassbox", FileKind::Config),
        ("teams", FileKind::Teams),
        ("domains", FileKind::Domains),
        ("systems", FileKind::Systems),
        ("goals", FileKind::Goals),
        ("standards", FileKind::Standards),
    ];
    for (name, kind) in alone {
        if let Some(path) = files::yaml(root, name) {
            listed.push((kind, path));
        } else if matches!(kind, FileKind::Config) {
            let fault =
                Diagnostic::error("no-config", format!("there is no `glassbox.yml` in `{}`", root.display()))
                    .help("give the folder of a catalog, or start one with `glassbox init`");
            diagnostics.push(fault);
        }
    }
    let folders = [
        ("products", FileKind::Product, YAML),
        ("teams", FileKind::Team, YAML),
        ("regulations", FileKind::Regulation, YAML),
        ("roadmap", FileKind::Initiative, YAML),
        ("content", FileKind::Page, &[".md"]),
    ];
    for (folder, kind, endings) in folders {
        for path in files::below(&root.join(folder), endings)? {
            let name = files::shown(root, &path);
            // Files of the standards for data products and contracts may be beside ours.
            if name.contains(".odps.") || name.contains(".odcs.") {
                let fault = Diagnostic::warning(
                    "format-not-read",
                    format!("`{name}` is left out: only Glassbox's own product format is read yet"),
                );
                diagnostics.push(fault.about(name));
                continue;
            }
            listed.push((kind, path));
        }
    }
    Ok(listed)
}

pub(super) fn doc(
    kind: FileKind,
    file: FileId,
    source: &SourceFile,
    diagnostics: &mut Diagnostics,
) -> Option<Doc> {
    if let FileKind::Page = kind {
        let name = source.path.trim_start_matches("content/").trim_end_matches(".md").to_owned();
        return Some(Doc::Page(Box::new(page::page(name, file, &source.text, diagnostics))));
    }
    let before = diagnostics.len();
    let node: Option<Node> =
        yaml::parse(file, &source.text, diagnostics).filter(|node| node.kind != yaml::NodeKind::Null);
    let Some(node) = node else {
        if diagnostics.len() == before && !matches!(kind, FileKind::Config) {
            let fault =
                Diagnostic::error("empty-file", "the file is empty").at(Span::new(file, 0, 0), "empty");
            diagnostics.push(fault.help(minimum(kind)));
        }
        return None;
    };
    let node = &node;
    match kind {
        FileKind::Config => config::config(node, diagnostics).map(|doc| Doc::Config(Box::new(doc))),
        FileKind::Product => product::product(node, diagnostics).map(|doc| Doc::Product(Arc::new(doc))),
        FileKind::Teams => Some(Doc::Teams(organisation::teams(node, diagnostics))),
        FileKind::Team => organisation::team(node, diagnostics).map(|doc| Doc::Teams(vec![doc])),
        FileKind::Domains => Some(Doc::Domains(organisation::domains(node, diagnostics))),
        FileKind::Goals => Some(Doc::Goals(goal::goals(node, diagnostics))),
        FileKind::Systems => Some(Doc::Systems(system::systems(node, diagnostics))),
        FileKind::Regulation => {
            regulation::regulation(node, diagnostics).map(|doc| Doc::Regulation(Box::new(doc)))
        }
        FileKind::Standards => {
            standard::standards(node, diagnostics).map(|doc| Doc::Standards(Box::new(doc)))
        }
        FileKind::Initiative => {
            initiative::initiative(node, diagnostics).map(|doc| Doc::Initiative(Box::new(doc)))
        }
        FileKind::Page => None,
    }
}

/// What a file of this kind needs at least.
fn minimum(kind: FileKind) -> &'static str {
    match kind {
        FileKind::Product | FileKind::Regulation => "write at least an `id` and a `name`, or remove the file",
        FileKind::Initiative => "write at least an `id` and a `title`, or remove the file",
        FileKind::Teams => "write a list of teams under `teams`, or remove the file",
        FileKind::Team => "write at least an `id`, or remove the file",
        FileKind::Standards => "write `default: true` to adopt Glassbox's own, or remove the file",
        FileKind::Goals => "write a list of goals under `goals`, or remove the file",
        FileKind::Systems => "write a list of systems under `systems`, or remove the file",
        FileKind::Domains => "write a list of domains under `domains`, or remove the file",
        FileKind::Config | FileKind::Page => "remove the file if it is not needed",
    }
}
