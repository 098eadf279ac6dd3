//! Several manifests to one set of nodes, each by whoever knows it best.
//!
//! A project that builds on another one has stubs of the other's nodes in its manifest: without a
//! file, columns or meta, seeds called models. The other project's own manifest says more.

use crate::read::dbt::ProjectDoc;
use crate::read::dbt::lenient::{Record, Text};
use crate::read::dbt::manifest::{GroupDoc, ManifestDoc, NodeDoc, OwnerDoc, TestDoc};
use std::collections::{BTreeMap, BTreeSet};

/// The nodes of all projects, by dbt's unique id.
#[derive(Default)]
pub(super) struct Merged {
    /// Everything but tests: what can be an asset.
    pub(super) nodes: BTreeMap<String, Known<NodeDoc>>,
    /// Data tests and unit tests.
    pub(super) tests: BTreeMap<String, Known<TestDoc>>,
    /// The groups' owners, by the package and the name of the group.
    pub(super) groups: BTreeMap<(String, String), OwnerDoc>,
    /// What is switched off.
    pub(super) disabled: BTreeSet<String>,
}

/// A node or test, and how much the manifest that it comes from knows of it.
pub(super) struct Known<T> {
    pub(super) doc: Box<T>,
    knowledge: Knowledge,
}

impl<T> Known<T> {
    /// Whether no manifest of the catalog says more than that it exists.
    pub(super) fn is_stub(&self) -> bool {
        self.knowledge == Knowledge::Stub
    }
}

/// What a manifest knows of a node; more is greater.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Knowledge {
    /// It has a stub of another project's node.
    Stub,
    /// It has the node of a package that it installs.
    Installed,
    /// The node is its project's own.
    Own,
}

/// The kinds of nodes that are neither assets nor tests.
const NEITHER: &[&str] =
    &["operation", "sql_operation", "sql operation", "rpc", "macro", "doc", "group", "fixture"];

/// Merges the manifests of all projects.
pub(super) fn merge(projects: Vec<ProjectDoc>) -> Merged {
    let mut merged = Merged::default();
    for project in projects {
        merged.add(project.manifest);
    }
    // What one project switches off may be on in another.
    let Merged { nodes, disabled, .. } = &mut merged;
    disabled.retain(|id| !nodes.contains_key(id));
    merged
}

impl Merged {
    fn add(&mut self, manifest: ManifestDoc) {
        let project = manifest.project_name().to_owned();
        let sections = [
            manifest.nodes.unwrap_or_default(),
            manifest.sources,
            manifest.exposures,
            manifest.metrics,
            manifest.semantic_models,
            manifest.saved_queries,
            manifest.unit_tests,
            manifest.functions,
        ];
        for section in sections {
            for (id, doc) in section.nodes {
                if !NEITHER.contains(&id.split('.').next().unwrap_or_default()) {
                    let knowledge = knowledge(&project, &doc.package_name, &doc.original_file_path);
                    keep_best(&mut self.nodes, id, Known { doc, knowledge });
                }
            }
            for (id, doc) in section.tests {
                let knowledge = knowledge(&project, &doc.package_name, &doc.original_file_path);
                keep_best(&mut self.tests, id, Known { doc, knowledge });
            }
        }
        for (id, Record(GroupDoc { name, owner })) in manifest.groups.0 {
            let package = id.split('.').nth(1).unwrap_or_default().to_owned();
            self.groups.entry((package, name.0.unwrap_or_default())).or_insert(owner.0);
        }
        self.disabled.extend(manifest.disabled.0.into_iter().map(|(id, _)| id));
    }
}

/// How much the manifest of `project` knows of a node of `package`.
fn knowledge(project: &str, package: &Text, file: &Text) -> Knowledge {
    let own = package.or_empty() == project && !project.is_empty();
    match (own, file.filled()) {
        (true, _) => Knowledge::Own,
        (false, Some(_)) => Knowledge::Installed,
        (false, None) => Knowledge::Stub,
    }
}

fn keep_best<T>(place: &mut BTreeMap<String, Known<T>>, id: String, found: Known<T>) {
    match place.get(&id) {
        Some(known) if known.knowledge >= found.knowledge => {}
        _ => {
            place.insert(id, found);
        }
    }
}
