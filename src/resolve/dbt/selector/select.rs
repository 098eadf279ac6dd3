//! Evaluates a selector.

use super::{Criterion, Expression, Method, Pattern, Selector, UnionPart};
use crate::model::AssetIx;
use crate::resolve::dbt::index::DbtIndex;
use crate::resolve::dbt::lookup::{Lookup, NodeSet, matching};
use std::collections::{BTreeMap, BTreeSet};

/// Assets, and the tests through which more assets may be reached.
#[derive(Clone, Debug, Default)]
struct Selected {
    assets: BTreeSet<AssetIx>,
    tests: NodeSet,
}

impl Selector {
    /// Returns the assets that it selects.
    pub(in crate::resolve) fn select(&self, index: &DbtIndex) -> BTreeSet<AssetIx> {
        self.parts.iter().flat_map(|part| part.select(index)).collect()
    }
}

impl UnionPart {
    /// Returns the assets that meet all criteria.
    pub(in crate::resolve) fn select(&self, index: &DbtIndex) -> BTreeSet<AssetIx> {
        let mut sets = self.criteria.iter().map(|criterion| criterion.select(index, false).assets);
        let first = sets.next().unwrap_or_default();
        sets.fold(first, |all, set| all.intersection(&set).copied().collect())
    }

    /// Returns the criterion that selects nothing by itself, if there is one: it is the one to correct.
    pub(super) fn first_empty<'a>(&'a self, index: &DbtIndex) -> Option<&'a Criterion> {
        self.criteria.iter().find(|criterion| criterion.select(index, false).assets.is_empty())
    }
}

impl Criterion {
    /// Returns the selected nodes, including tests only if anything is to be reached through them.
    fn select(&self, index: &DbtIndex, with_tests: bool) -> Selected {
        let walk = self.walk;
        let through_tests = walk.upstream.is_some() || walk.around;
        let Selected { assets: start, tests } = self.direct_matches(index, with_tests || through_tests);
        let mut selected = start.clone();
        if walk.around {
            reach(start.clone(), usize::MAX, &index.downstream, &mut selected);
            let mut all = selected.clone();
            let joining = selected.iter().filter_map(|asset| index.joining.get(asset)).flatten();
            all.extend(joining.chain(&tests).flat_map(|test| &index.tests[*test].reads));
            selected.extend(all.iter().copied());
            reach(all, usize::MAX, &index.upstream, &mut selected);
        }
        if let Some(depth) = walk.upstream {
            reach(start.clone(), depth, &index.upstream, &mut selected);
            if let Some(depth_left) = depth.checked_sub(1) {
                let tested: BTreeSet<AssetIx> =
                    tests.iter().flat_map(|test| index.tests[*test].reads.iter().copied()).collect();
                selected.extend(tested.iter().copied());
                reach(tested, depth_left, &index.upstream, &mut selected);
            }
        }
        if let Some(depth) = walk.downstream {
            reach(start, depth, &index.downstream, &mut selected);
        }
        Selected { assets: selected, tests }
    }

    /// Returns the direct matches, including tests only if they are wanted.
    fn direct_matches(&self, index: &DbtIndex, with_tests: bool) -> Selected {
        match &self.method {
            Method::Selector(expressions) => {
                let mut selected = Selected::default();
                for expression in expressions {
                    let more = expression.select(index, with_tests);
                    selected.assets.extend(more.assets);
                    selected.tests.extend(more.tests);
                }
                if with_tests {
                    let joining =
                        selected.assets.iter().filter_map(|asset| index.joining.get(asset)).flatten();
                    selected.tests.extend(joining);
                }
                selected
            }
            _ => {
                let tests = with_tests.then(|| self.find_in(index, index.test_lookup()));
                let assets = self.find_in(index, &index.lookup).into_iter().map(AssetIx::at).collect();
                Selected { assets, tests: tests.unwrap_or_default() }
            }
        }
    }

    /// Returns the number of matching tests, which are not assets.
    pub(super) fn count_tests(&self, index: &DbtIndex) -> usize {
        self.direct_matches(index, true).tests.len()
    }

    /// Returns the positions of the direct matches in a lookup of assets or tests.
    fn find_in(&self, index: &DbtIndex, lookup: &Lookup) -> NodeSet {
        let value = &self.value;
        match &self.method {
            Method::Fqn => lookup.by_fqn(value),
            Method::Path(pattern) if pattern.plain() == Some("") => (0..lookup.len()).collect(),
            Method::Path(pattern) => {
                index.existing(pattern).into_iter().flat_map(|path| lookup.at_path(path, pattern)).collect()
            }
            Method::File => matching(&lookup.files, value),
            Method::Tag => matching(&lookup.tags, value),
            Method::Group => matching(&lookup.groups, value),
            Method::Package if value.text() == "this" => {
                let own_packages = index.projects.iter().flat_map(|project| lookup.packages.get(project));
                own_packages.copied().collect()
            }
            Method::Package => matching(&lookup.packages, value),
            Method::Source => {
                let [package, source, table] = match *value.text().split('.').collect::<Vec<_>>() {
                    [source, table] => ["*", source, table],
                    [package, source, table] => [package, source, table],
                    _ => ["*", value.text(), "*"],
                }
                .map(Pattern::new);
                lookup.by_source([&package, &source, &table])
            }
            Method::Named(kind) => {
                let (package, name) = value.text().split_once('.').unwrap_or(("*", value.text()));
                lookup.by_name(kind, [&Pattern::new(package), &Pattern::new(name)])
            }
            Method::Access => lookup.by_access(value.text()),
            Method::ResourceType => lookup.by_kind(value.text()),
            Method::Config(key) => lookup.by_setting(key, value.text()),
            Method::Version => lookup.by_version(value.text()),
            Method::TestName => {
                let nodes_of = |kind| lookup.by_name(kind, [&Pattern::new("*"), value]);
                ["generic", "unit_test"].into_iter().flat_map(nodes_of).collect()
            }
            Method::TestType => {
                let kinds: &[&str] = match value.text() {
                    "generic" | "schema" => &["generic"],
                    "singular" => &["singular"],
                    "unit" => &["unit_test"],
                    _ => &["generic", "singular"],
                };
                kinds.iter().flat_map(|kind| lookup.by_kind(kind)).collect()
            }
            Method::Selector(_) => NodeSet::new(),
        }
    }
}

impl Expression {
    /// Returns the nodes that it selects, including tests only if they are wanted.
    fn select(&self, index: &DbtIndex, with_tests: bool) -> Selected {
        let all =
            |parts: &[Self]| parts.iter().map(|part| part.select(index, with_tests)).collect::<Vec<_>>();
        match self {
            Self::Criterion(criterion) => criterion.select(index, with_tests),
            Self::Union(parts) => all(parts).into_iter().fold(Selected::default(), |mut union, part| {
                union.assets.extend(part.assets);
                union.tests.extend(part.tests);
                union
            }),
            Self::Intersection(parts) => {
                let common = |all: Selected, part: Selected| Selected {
                    assets: all.assets.intersection(&part.assets).copied().collect(),
                    tests: all.tests.intersection(&part.tests).copied().collect(),
                };
                all(parts).into_iter().reduce(common).unwrap_or_default()
            }
            Self::Difference(all, excluded) => {
                let (all, excluded) = (all.select(index, with_tests), excluded.select(index, with_tests));
                Selected {
                    assets: all.assets.difference(&excluded.assets).copied().collect(),
                    tests: all.tests.difference(&excluded.tests).copied().collect(),
                }
            }
        }
    }
}

/// Adds everything reached from a start within this many steps.
fn reach(
    start: BTreeSet<AssetIx>,
    depth: usize,
    next: &BTreeMap<AssetIx, Vec<AssetIx>>,
    selected: &mut BTreeSet<AssetIx>,
) {
    let mut newest: Vec<AssetIx> = start.iter().copied().collect();
    let mut visited = start;
    let mut remaining = depth;
    while remaining > 0 && !newest.is_empty() {
        let reached = newest.iter().filter_map(|asset| next.get(asset)).flatten().copied();
        newest = reached.filter(|asset| visited.insert(*asset)).collect();
        remaining -= 1;
    }
    selected.extend(visited);
}
