//! Nodes by every property that selectors use, found without a scan of all nodes.
//!
//! There may be a hundred thousand nodes and hundreds of products: the time of a selector should depend on what it
//! finds, not on the number of nodes. Rarely used properties are indexed on demand.

use super::selector::{PathPattern, Pattern};
use super::text_index::TextIndex;
use crate::read::dbt::settings::{NodeSetting, NodeSettings};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Positions of nodes.
pub(super) type NodeSet = BTreeSet<usize>;

/// The properties of a node that selectors use.
#[derive(Debug, Default)]
pub(super) struct Selectable<'a> {
    /// The words for its kind.
    pub(super) kinds: Vec<&'static str>,
    pub(super) name: &'a str,
    pub(super) package: &'a str,
    /// The file that defines it.
    pub(super) path: &'a str,
    /// The YAML file that describes it; empty if there is none.
    pub(super) patch_path: &'a str,
    /// The parts of the fully qualified name; empty for a source, whose name dbt's `fqn` does not accept.
    pub(super) fqn: Vec<&'a str>,
    /// Whether the last part of the fully qualified name is a version.
    pub(super) is_versioned: bool,
    pub(super) tags: &'a [String],
    pub(super) group: Option<&'a str>,
    pub(super) access: Option<&'a str>,
    /// How its version compares to those of its model: `latest`, `old`…
    pub(super) versions: Vec<&'static str>,
    /// For a source, the source that the table belongs to.
    pub(super) source: Option<&'a str>,
    pub(super) settings: Option<&'a NodeSettings>,
}

/// Positions sorted by the fully qualified names or a part of them, and a function that returns that part.
type NameOrder<'a> = (&'a [usize], fn(&str) -> &str);

/// Nodes by every property.
#[derive(Debug, Default)]
pub(super) struct Lookup {
    pub(super) kinds: TextIndex,
    pub(super) names: TextIndex,
    pub(super) packages: TextIndex,
    paths: TextIndex,
    patch_paths: TextIndex,
    /// Nodes by every folder that contains their files, at any depth.
    pub(super) folders: TextIndex,
    /// Nodes by the names of their files, with and without the extension.
    pub(super) files: TextIndex,
    /// Nodes by the last part of their fully qualified names that is not a version.
    last_parts: TextIndex,
    /// Versions of models as `model_v2`.
    versioned: TextIndex,
    pub(super) tags: TextIndex,
    pub(super) groups: TextIndex,
    accesses: TextIndex,
    versions: TextIndex,
    pub(super) sources: TextIndex,
    /// The fully qualified names, with dots, by position.
    fqns: Vec<Box<str>>,
    /// The positions sorted by the whole fully qualified names.
    by_whole_fqn: OnceLock<Vec<usize>>,
    /// The positions sorted by the fully qualified names without the package.
    by_fqn_without_package: OnceLock<Vec<usize>>,
    settings: Vec<Option<NodeSettings>>,
    /// The nodes by the values of a setting, for each key that was asked for.
    setting_values: Mutex<BTreeMap<String, Arc<TextIndex>>>,
}

impl Lookup {
    /// Adds a node; its position is the number of nodes before it.
    pub(super) fn add(&mut self, node: Selectable<'_>) {
        let position = self.fqns.len();
        // dbt leaves some disabled nodes among the others.
        if node.settings.is_some_and(NodeSettings::is_off) {
            self.fqns.push("".into());
            self.settings.push(None);
            return;
        }
        for kind in &node.kinds {
            self.kinds.push(kind, position);
        }
        self.names.push(node.name, position);
        self.packages.push(node.package, position);
        self.add_path(position, node.path, node.patch_path);
        let last_part = node.fqn.len().checked_sub(if node.is_versioned { 2 } else { 1 });
        if let Some(name_and_version) = last_part.and_then(|last_part| node.fqn.get(last_part..)) {
            self.last_parts.push(name_and_version[0], position);
            if node.is_versioned {
                self.versioned.push(&name_and_version.join("_"), position);
            }
        }
        self.fqns.push(node.fqn.join(".").into());
        for tag in node.tags {
            self.tags.push(tag, position);
        }
        for version in &node.versions {
            self.versions.push(version, position);
        }
        let optional = [
            (&mut self.groups, node.group),
            (&mut self.accesses, node.access),
            (&mut self.sources, node.source),
        ];
        for (index, key) in optional {
            if let Some(key) = key {
                index.push(key, position);
            }
        }
        self.settings.push(node.settings.cloned());
    }

    /// Adds the files and folders of a node.
    fn add_path(&mut self, position: usize, path: &str, patch_path: &str) {
        if path.is_empty() {
            return;
        }
        self.paths.push(path, position);
        for (end, _) in path.match_indices('/') {
            self.folders.push(&path[..end], position);
        }
        let file = path.rsplit('/').next().unwrap_or_default();
        self.files.push(file, position);
        if let Some((stem, _)) = file.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()) {
            self.files.push(stem, position);
        }
        if !patch_path.is_empty() && patch_path != path {
            self.patch_paths.push(patch_path, position);
        }
    }

    /// Returns the number of nodes.
    pub(super) fn len(&self) -> usize {
        self.fqns.len()
    }

    /// Returns the nodes that a path of the project matches: a file with the nodes that it defines and describes, or
    /// a folder with everything below it.
    pub(super) fn at_path(&self, path: &str, pattern: &PathPattern) -> impl Iterator<Item = usize> {
        let files = (!pattern.is_folder()).then(|| [self.paths.get(path), self.patch_paths.get(path)]);
        let nodes = files.into_iter().flatten().chain([self.folders.get(path)]);
        nodes.flatten().copied()
    }

    /// Implements dbt's `fqn`: the last part of the fully qualified name, or its first parts, with or without the
    /// package. With wildcards, everything from the first part with a wildcard is matched.
    pub(super) fn by_fqn(&self, wanted: &Pattern) -> NodeSet {
        if wanted.is_wild() || wanted.text().contains(']') {
            self.by_fqn_pattern(wanted)
        } else {
            self.by_exact_fqn(wanted)
        }
    }

    fn by_fqn_pattern(&self, wanted: &Pattern) -> NodeSet {
        let parts = wanted.text().split('.').count();
        let mut nodes = NodeSet::new();
        for (order, part) in self.orders() {
            let fqn = |node: &usize| part(&self.fqns[*node]);
            let first = order.partition_point(|node| fqn(node) < wanted.beginning());
            let candidates =
                order[first..].iter().take_while(|node| fqn(node).starts_with(wanted.beginning()));
            nodes.extend(candidates.filter(|node| {
                let fqn = fqn(node);
                fqn.split('.').count() >= parts && wanted.matches(fqn)
            }));
        }
        if parts == 1 {
            nodes.extend(matching(&self.last_parts, wanted));
        }
        nodes
    }

    fn by_exact_fqn(&self, wanted: &Pattern) -> NodeSet {
        let text = wanted.text();
        let folder = format!("{text}.");
        let mut nodes = NodeSet::new();
        for (order, part) in self.orders() {
            let fqn = |node: &usize| part(&self.fqns[*node]);
            let first = order.partition_point(|node| fqn(node) < text);
            nodes.extend(order[first..].iter().take_while(|node| fqn(node) == text));
            let first = order.partition_point(|node| fqn(node) < folder.as_str());
            nodes.extend(order[first..].iter().take_while(|node| fqn(node).starts_with(&folder)));
        }
        nodes.extend(matching(&self.last_parts, wanted));
        // dbt itself writes the version of a model in both ways, and ignores the parts before the model and the version.
        let model_and_version = text.rmatch_indices('.').nth(1).map_or(text, |(dot, _)| &text[dot + 1..]);
        nodes.extend(self.versioned.get(&model_and_version.replace('.', "_")));
        nodes
    }

    /// Returns the positions sorted by the fully qualified names, with and without the package.
    fn orders(&self) -> [NameOrder<'_>; 2] {
        fn whole(fqn: &str) -> &str {
            fqn
        }
        fn without_package(fqn: &str) -> &str {
            fqn.split_once('.').map_or("", |(_, rest)| rest)
        }
        let sorted = |part: fn(&str) -> &str| {
            let mut positions: Vec<usize> =
                (0..self.len()).filter(|node| !part(&self.fqns[*node]).is_empty()).collect();
            positions.par_sort_by(|a, b| part(&self.fqns[*a]).cmp(part(&self.fqns[*b])).then(a.cmp(b)));
            positions
        };
        [
            (self.by_whole_fqn.get_or_init(|| sorted(whole)), whole),
            (self.by_fqn_without_package.get_or_init(|| sorted(without_package)), without_package),
        ]
    }

    /// Returns the nodes of a kind by `name` or `package.name`.
    pub(super) fn by_name(&self, kind: &str, [package, name]: [&Pattern; 2]) -> NodeSet {
        let nodes = self.kinds.get(kind);
        let named =
            if name.is_anything() { nodes.iter().copied().collect() } else { matching(&self.names, name) };
        let is_of_kind = |node: &usize| nodes.binary_search(node).is_ok();
        self.in_package(named.into_iter().filter(is_of_kind).collect(), package)
    }

    /// Returns the tables by `source.table` of a package.
    pub(super) fn by_source(&self, [package, source, table]: [&Pattern; 3]) -> NodeSet {
        let mut nodes = matching(&self.sources, source);
        if !table.is_anything() {
            nodes.retain({
                let tables = matching(&self.names, table);
                move |node| tables.contains(node)
            });
        }
        self.in_package(nodes, package)
    }

    /// Returns those of the nodes that belong to a package.
    fn in_package(&self, mut nodes: NodeSet, package: &Pattern) -> NodeSet {
        if !package.is_anything() {
            let packages: Vec<&[usize]> = self.packages.matching(package).collect();
            nodes.retain(|node| {
                packages.iter().any(|package_nodes| package_nodes.binary_search(node).is_ok())
            });
        }
        nodes
    }

    /// Returns the models by the exact word for their access.
    pub(super) fn by_access(&self, word: &str) -> NodeSet {
        self.accesses.get(word).iter().copied().collect()
    }

    /// Returns the models by version: `latest`, `old`, `prerelease` or `none`.
    pub(super) fn by_version(&self, word: &str) -> NodeSet {
        self.versions.get(word).iter().copied().collect()
    }

    /// Returns the nodes by the exact word for their kind.
    pub(super) fn by_kind(&self, word: &str) -> NodeSet {
        self.kinds.get(word).iter().copied().collect()
    }

    /// Returns the nodes with a setting, compared as in dbt: a text exactly, a boolean in any case.
    pub(super) fn by_setting(&self, key: &str, value: &str) -> NodeSet {
        let values = self.values(key);
        let is_meant = |stored: &str| match stored.split_at_checked(1) {
            Some(("=", text)) => text == value || key == "severity" && text.eq_ignore_ascii_case(value),
            _ => stored[1..].eq_ignore_ascii_case(value),
        };
        let matches = values.iter().filter(|(stored, _)| is_meant(stored));
        matches.flat_map(|(_, nodes)| nodes.iter().copied()).collect()
    }

    /// Returns the nodes by the values of a setting: texts prefixed with `=`, booleans with `?`.
    fn values(&self, key: &str) -> Arc<TextIndex> {
        let mut cache = self.setting_values.lock().unwrap_or_else(PoisonError::into_inner);
        let values = cache.entry(key.to_owned()).or_insert_with(|| {
            let mut values = TextIndex::default();
            for (position, settings) in self.settings.iter().enumerate() {
                for value in settings.iter().flat_map(|settings| settings.values(key)) {
                    match value {
                        NodeSetting::Text(text) => values.push(&format!("={text}"), position),
                        NodeSetting::Flag(flag) => values.push(&format!("?{flag}"), position),
                    }
                }
            }
            Arc::new(values)
        });
        Arc::clone(values)
    }

    /// Returns all values of a setting, for suggestions.
    pub(super) fn values_of(&self, key: &str) -> Vec<String> {
        self.values(key).keys().map(|value| value[1..].to_owned()).collect()
    }

    /// Returns the keys of all settings, for suggestions.
    pub(super) fn setting_keys(&self) -> BTreeSet<&str> {
        let mut visited = BTreeSet::new();
        self.settings
            .iter()
            .flatten()
            .filter(|settings| visited.insert(*settings))
            .flat_map(NodeSettings::keys)
            .collect()
    }
}

/// Returns the nodes whose property matches a pattern.
pub(super) fn matching(index: &TextIndex, pattern: &Pattern) -> NodeSet {
    index.matching(pattern).flatten().copied().collect()
}
