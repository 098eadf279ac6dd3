//! Merges several manifests into one set of nodes, each taken from the project that defines it.
//!
//! A project that builds on another one has stubs of the other's nodes in its manifest: without a file, columns or
//! meta, and seeds as models. The other project's own manifest has more.

use super::selector::Definitions;
use crate::read::dbt::ProjectDoc;
use crate::read::dbt::lenient::{LenientRecord, Text};
use crate::read::dbt::manifest::{GroupDoc, ManifestDoc, TestDoc};
use crate::read::dbt::node::{NodeDoc, OwnerDoc};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// The nodes of all projects, by dbt's unique id.
#[derive(Default)]
pub(super) struct Merged {
    /// Everything but tests, that is, all possible assets; sorted by id.
    pub(super) nodes: Vec<KnownNode<NodeDoc>>,
    /// Data tests and unit tests, sorted by id.
    pub(super) tests: Vec<KnownNode<TestDoc>>,
    /// The groups' owners, by the package and the name of the group.
    pub(super) groups: BTreeMap<(String, String), OwnerDoc>,
    /// The disabled nodes.
    pub(super) disabled: BTreeSet<String>,
    /// The selectors that the projects name.
    pub(super) definitions: Definitions,
}

/// A node or test, and how much of it the manifest that it comes from contains.
pub(super) struct KnownNode<T> {
    pub(super) id: String,
    pub(super) doc: Box<T>,
    knowledge: Knowledge,
}

impl<T> KnownNode<T> {
    /// Returns whether no manifest of the catalog has more about it than that it exists.
    pub(super) fn is_stub(&self) -> bool {
        self.knowledge == Knowledge::Stub
    }

    /// Returns whether it is its project's own, not a package's.
    pub(super) fn is_own(&self) -> bool {
        self.knowledge == Knowledge::Own
    }
}

/// How much a manifest contains about a node; more is greater.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Knowledge {
    /// A stub of another project's node.
    Stub,
    /// A node of an installed package.
    Installed,
    /// A node of the project itself.
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
    keep_best(&mut merged.nodes);
    keep_best(&mut merged.tests);
    // A node that one project disables may be enabled in another.
    let Merged { nodes, disabled, .. } = &mut merged;
    disabled.retain(|id| nodes.binary_search_by(|node| node.id.cmp(id)).is_err());
    merged
}

impl Merged {
    fn add(&mut self, manifest: ManifestDoc) {
        let project = project_of(&manifest);
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
                    self.nodes.push(KnownNode { id, doc, knowledge });
                }
            }
            for (id, doc) in section.tests {
                // There are no stubs of other projects' tests; their ids contain their package.
                let is_own = id.split('.').nth(1) == Some(project.as_str());
                let knowledge = if is_own { Knowledge::Own } else { Knowledge::Installed };
                self.tests.push(KnownNode { id, doc, knowledge });
            }
        }
        for (id, LenientRecord(GroupDoc { name, owner })) in manifest.groups.0 {
            let package = id.split('.').nth(1).unwrap_or_default().to_owned();
            self.groups.entry((package, name.or_empty().to_owned())).or_insert(owner.0);
        }
        self.definitions.add(manifest.selectors.0);
        self.disabled.extend(manifest.disabled.0.into_iter().map(|(id, _)| id));
    }
}

/// Returns the project of a manifest. Before 1.4, dbt did not name it: then it is the one with the most nodes.
pub(in crate::resolve) fn project_of(manifest: &ManifestDoc) -> String {
    let name = manifest.project_name();
    if !name.is_empty() {
        return name.to_owned();
    }
    let mut packages: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, node) in manifest.nodes.iter().flat_map(|section| &section.nodes) {
        *packages.entry(node.package_name.or_empty()).or_default() += 1;
    }
    let largest = packages.into_iter().max_by_key(|(_, nodes)| *nodes);
    largest.map(|(package, _)| package.to_owned()).unwrap_or_default()
}

/// Returns how much the manifest of `project` contains about a node of `package`.
fn knowledge(project: &str, package: &Text, file: &Text) -> Knowledge {
    let is_own = package.or_empty() == project && !project.is_empty();
    match (is_own, file.filled()) {
        (true, _) => Knowledge::Own,
        (false, Some(_)) => Knowledge::Installed,
        (false, None) => Knowledge::Stub,
    }
}

/// Sorts by id, and keeps the best known entry of each id; the first one if equal.
fn keep_best<T: Send>(nodes: &mut Vec<KnownNode<T>>) {
    nodes.par_sort_by(|a, b| a.id.cmp(&b.id).then(b.knowledge.cmp(&a.knowledge)));
    nodes.dedup_by(|later, first| later.id == first.id);
}
