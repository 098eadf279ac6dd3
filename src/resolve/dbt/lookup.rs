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
    /// The file that defines it, and the one that describes it.
    pub(super) path: &'a str,
    pub(super) patch_path: &'a str,
    /// Empty for a source, whose name dbt's `fqn` does not accept.
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

/// Positions sorted by a part of the fully qualified names, and a function that returns that part.
type SortedNames<'a> = (&'a [usize], fn(&str) -> &str);

/// Nodes by every property.
#[derive(Debug, Default)]
pub(super) struct Lookup {
    pub(super) kinds: TextIndex,
    pub(super) names: TextIndex,
    pub(super) packages: TextIndex,
    paths: TextIndex,
    patch_paths: TextIndex,
    /// Nodes by every folder that contains their files, at any depth.
    pub(super) below: TextIndex,
    /// Nodes by the names of their files, with and without the extension.
    pub(super) files: TextIndex,
    /// Nodes by the last part of their fully qualified names that is not a version.
    pub(super) leaves: TextIndex,
    /// Versions of models as `model_v2`.
    versioned: TextIndex,
    pub(super) tags: TextIndex,
    pub(super) groups: TextIndex,
    accesses: TextIndex,
    versions: TextIndex,
    pub(super) sources: TextIndex,
    /// The fully qualified names, with dots, by position.
    fqns: Vec<Box<str>>,
    by_fqn: OnceLock<Vec<usize>>,
    by_unscoped: OnceLock<Vec<usize>>,
    settings: Vec<Option<NodeSettings>>,
    by_setting: Mutex<BTreeMap<String, Arc<TextIndex>>>,
}

impl Lookup {
    /// Adds a node; its position is the number of nodes before it.
    pub(super) fn add(&mut self, node: Selectable<'_>) {
        let at = self.fqns.len();
        // dbt leaves some disabled nodes among the others.
        if node.settings.is_some_and(NodeSettings::is_off) {
            self.fqns.push("".into());
            self.settings.push(None);
            return;
        }
        for kind in &node.kinds {
            self.kinds.push(kind, at);
        }
        self.names.push(node.name, at);
        self.packages.push(node.package, at);
        self.add_path(at, node.path, node.patch_path);
        let leaf = node.fqn.len().checked_sub(if node.is_versioned { 2 } else { 1 });
        if let Some(leaf) = leaf.and_then(|leaf| node.fqn.get(leaf..)) {
            self.leaves.push(leaf[0], at);
            if node.is_versioned {
                self.versioned.push(&leaf.join("_"), at);
            }
        }
        self.fqns.push(node.fqn.join(".").into());
        for tag in node.tags {
            self.tags.push(tag, at);
        }
        for version in &node.versions {
            self.versions.push(version, at);
        }
        let keyed = [(&mut self.groups, node.group), (&mut self.accesses, node.access)];
        for (keyed, key) in keyed.into_iter().chain([(&mut self.sources, node.source)]) {
            if let Some(key) = key {
                keyed.push(key, at);
            }
        }
        self.settings.push(node.settings.cloned());
    }

    fn add_path(&mut self, at: usize, path: &str, patch_path: &str) {
        if path.is_empty() {
            return;
        }
        self.paths.push(path, at);
        for (end, _) in path.match_indices('/') {
            self.below.push(&path[..end], at);
        }
        let file = path.rsplit('/').next().unwrap_or_default();
        self.files.push(file, at);
        if let Some((stem, _)) = file.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()) {
            self.files.push(stem, at);
        }
        if !patch_path.is_empty() && patch_path != path {
            self.patch_paths.push(patch_path, at);
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
        let nodes = files.into_iter().flatten().chain([self.below.get(path)]);
        nodes.flatten().copied()
    }

    /// Implements dbt's `fqn`: the last part of the fully qualified name, or its first parts, with or without the
    /// package. With wildcards, everything from the first part with a wildcard is matched.
    pub(super) fn by_fqn(&self, wanted: &Pattern) -> NodeSet {
        let text = wanted.text();
        let mut nodes = NodeSet::new();
        if wanted.is_wild() || text.contains(']') {
            let parts = text.split('.').count();
            for (order, cut) in self.orders() {
                let fqn = |at: &usize| cut(&self.fqns[*at]);
                let begin = order.partition_point(|at| fqn(at) < wanted.beginning());
                let like = order[begin..].iter().take_while(|at| fqn(at).starts_with(wanted.beginning()));
                nodes.extend(like.filter(|at| {
                    let fqn = fqn(at);
                    fqn.split('.').count() >= parts && wanted.matches(fqn)
                }));
            }
            if parts == 1 {
                nodes.extend(by(&self.leaves, wanted));
            }
            return nodes;
        }
        let below = format!("{text}.");
        for (order, cut) in self.orders() {
            let fqn = |at: &usize| cut(&self.fqns[*at]);
            let begin = order.partition_point(|at| fqn(at) < text);
            nodes.extend(order[begin..].iter().take_while(|at| fqn(at) == text));
            let begin = order.partition_point(|at| fqn(at) < below.as_str());
            nodes.extend(order[begin..].iter().take_while(|at| fqn(at).starts_with(&below)));
        }
        nodes.extend(by(&self.leaves, wanted));
        // dbt itself writes the version of a model in both ways, and ignores the preceding parts.
        let last = text.rmatch_indices('.').nth(1).map_or(text, |(dot, _)| &text[dot + 1..]);
        nodes.extend(self.versioned.get(&last.replace('.', "_")));
        nodes
    }

    /// Returns the positions sorted by the fully qualified names, with and without the package.
    fn orders(&self) -> [SortedNames<'_>; 2] {
        fn whole(fqn: &str) -> &str {
            fqn
        }
        fn unscoped(fqn: &str) -> &str {
            fqn.split_once('.').map_or("", |(_, rest)| rest)
        }
        let sorted = |cut: fn(&str) -> &str| {
            let mut positions: Vec<usize> =
                (0..self.len()).filter(|at| !cut(&self.fqns[*at]).is_empty()).collect();
            positions.par_sort_by(|a, b| cut(&self.fqns[*a]).cmp(cut(&self.fqns[*b])).then(a.cmp(b)));
            positions
        };
        [
            (self.by_fqn.get_or_init(|| sorted(whole)), whole),
            (self.by_unscoped.get_or_init(|| sorted(unscoped)), unscoped),
        ]
    }

    /// Returns the nodes of a kind by `name` or `package.name`.
    pub(super) fn by_name(&self, kind: &str, [package, name]: [&Pattern; 2]) -> NodeSet {
        let nodes = self.kinds.get(kind);
        let named = if name.is_anything() { nodes.iter().copied().collect() } else { by(&self.names, name) };
        let is_own = |at: &usize| nodes.binary_search(at).is_ok();
        self.of_package(named.into_iter().filter(is_own).collect(), package)
    }

    /// Returns the tables by `source.table` of a package.
    pub(super) fn by_source(&self, [package, source, table]: [&Pattern; 3]) -> NodeSet {
        let mut nodes = by(&self.sources, source);
        if !table.is_anything() {
            nodes.retain({
                let tables = by(&self.names, table);
                move |at| tables.contains(at)
            });
        }
        self.of_package(nodes, package)
    }

    fn of_package(&self, mut nodes: NodeSet, package: &Pattern) -> NodeSet {
        if !package.is_anything() {
            let of_it: Vec<&[usize]> = self.packages.matching(package).collect();
            nodes.retain(|at| of_it.iter().any(|package_nodes| package_nodes.binary_search(at).is_ok()));
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

    pub(super) fn by_kind(&self, word: &str) -> NodeSet {
        self.kinds.get(word).iter().copied().collect()
    }

    /// Returns the nodes with a setting, compared as in dbt: a text exactly, a boolean in any case.
    pub(super) fn by_setting(&self, key: &str, value: &str) -> NodeSet {
        let values = self.values(key);
        let is_meant = |known: &str| match known.split_at_checked(1) {
            Some(("=", text)) => text == value || key == "severity" && text.eq_ignore_ascii_case(value),
            _ => known[1..].eq_ignore_ascii_case(value),
        };
        let matches = values.iter().filter(|(known, _)| is_meant(known));
        matches.flat_map(|(_, at)| at.iter().copied()).collect()
    }

    /// Returns the nodes by the values of a setting: texts prefixed with `=`, booleans with `?`.
    fn values(&self, key: &str) -> Arc<TextIndex> {
        let mut known = self.by_setting.lock().unwrap_or_else(PoisonError::into_inner);
        let values = known.entry(key.to_owned()).or_insert_with(|| {
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

/// Returns the nodes by a property that may be given with wildcards.
pub(super) fn by(keyed: &TextIndex, pattern: &Pattern) -> NodeSet {
    keyed.matching(pattern).flatten().copied().collect()
}
