//! Several manifests to one set of nodes, each by whoever knows it best.
//!
//! A project that builds on another one has stubs of the other's nodes in its manifest: without a
//! file, columns or meta, seeds called models. The other project's own manifest says more.

use crate::read::dbt::ProjectDoc;
use crate::read::dbt::lenient::{Entries, Record};
use crate::read::dbt::manifest::{GroupDoc, ManifestDoc, NodeDoc, OwnerDoc};
use std::collections::{BTreeMap, BTreeSet};

/// The nodes of all projects, by dbt's unique id.
pub(super) struct Merged<'d> {
    /// Everything but tests: what can be an asset.
    pub(super) nodes: BTreeMap<&'d str, Node<'d>>,
    /// Data tests and unit tests.
    pub(super) tests: BTreeMap<&'d str, Node<'d>>,
    /// The groups' owners, by the package and the name of the group.
    pub(super) groups: BTreeMap<(&'d str, &'d str), &'d OwnerDoc>,
    /// What is switched off.
    pub(super) disabled: BTreeSet<&'d str>,
}

/// A node, and how much the manifest that it comes from knows of it.
#[derive(Clone, Copy)]
pub(super) struct Node<'d> {
    pub(super) doc: &'d NodeDoc,
    knowledge: Knowledge,
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

impl Node<'_> {
    /// Whether no manifest of the catalog says more than that the node exists.
    pub(super) fn is_stub(&self) -> bool {
        self.knowledge == Knowledge::Stub
    }
}

/// The kinds of nodes that are neither assets nor tests.
const NEITHER: &[&str] =
    &["operation", "sql_operation", "sql operation", "rpc", "macro", "doc", "group", "fixture"];

/// Merges the manifests of all projects.
pub(super) fn merge(projects: &[ProjectDoc]) -> Merged<'_> {
    let mut merged = Merged {
        nodes: BTreeMap::new(),
        tests: BTreeMap::new(),
        groups: BTreeMap::new(),
        disabled: BTreeSet::new(),
    };
    for project in projects {
        let manifest = &project.manifest;
        for (id, Record(doc)) in all(manifest) {
            merged.add(id, doc, manifest.project_name());
        }
        for (id, Record(group)) in &manifest.groups.0 {
            let GroupDoc { name, owner } = group;
            let package = id.split('.').nth(1).unwrap_or_default();
            merged.groups.entry((package, name.or_empty())).or_insert(&owner.0);
        }
        merged.disabled.extend(manifest.disabled.0.iter().map(|(id, _)| id.as_str()));
    }
    // What one project switches off may be on in another.
    merged.disabled.retain(|id| !merged.nodes.contains_key(id));
    merged
}

fn all(manifest: &ManifestDoc) -> impl Iterator<Item = &(String, Record<NodeDoc>)> {
    let nodes = manifest.nodes.iter().flat_map(|Entries(nodes)| nodes);
    let others = [
        &manifest.sources,
        &manifest.exposures,
        &manifest.metrics,
        &manifest.semantic_models,
        &manifest.saved_queries,
        &manifest.unit_tests,
        &manifest.functions,
    ];
    nodes.chain(others.into_iter().flat_map(|Entries(nodes)| nodes))
}

impl<'d> Merged<'d> {
    fn add(&mut self, id: &'d str, doc: &'d NodeDoc, project: &str) {
        // The id tells what the node is; stubs of seeds call themselves models.
        let kind = id.split('.').next().unwrap_or_default();
        if NEITHER.contains(&kind) {
            return;
        }
        let own = doc.package_name.or_empty() == project && !project.is_empty();
        let knowledge = match (own, doc.original_file_path.filled()) {
            (true, _) => Knowledge::Own,
            (false, Some(_)) => Knowledge::Installed,
            (false, None) => Knowledge::Stub,
        };
        let node = Node { doc, knowledge };
        let place = if matches!(kind, "test" | "data_test" | "unit_test") {
            &mut self.tests
        } else {
            &mut self.nodes
        };
        match place.get(id) {
            Some(known) if known.knowledge >= knowledge => {}
            _ => {
                place.insert(id, node);
            }
        }
    }
}
