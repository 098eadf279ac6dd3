//! dbt's selection language: methods, wildcards, graph operators, unions and intersections.
//!
//! Source: "Node selection syntax" of dbt's documentation. A space unites, a comma intersects,
//! `+` walks the graph. Methods that ask for the state of a run mean nothing in a catalog and are
//! refused.

use super::index::{Index, Keyed, dbt_name, source_and_table};
use crate::model::{Asset, AssetIx, AssetKind};
use glob::{MatchOptions, Pattern};
use std::collections::{BTreeMap, BTreeSet};

/// A selector that was understood.
#[derive(Clone, Debug)]
pub(in crate::resolve) struct Selector {
    /// Any of these, all of whose criteria hold.
    union: Vec<Vec<Criterion>>,
}

/// Why a selector was not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::resolve) struct SelectorFault {
    /// What is wrong, to stand in a message.
    pub(in crate::resolve) message: String,
    /// The wrong part: bytes of the selector.
    pub(in crate::resolve) part: std::ops::Range<usize>,
    /// The method that may have been meant.
    pub(in crate::resolve) unknown_method: Option<String>,
}

#[derive(Clone, Debug)]
struct Criterion {
    upstream: Option<usize>,
    downstream: Option<usize>,
    method: Method,
    value: Value,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Method {
    Fqn,
    Path,
    File,
    Tag,
    Group,
    Package,
    Source,
    /// Exposures, metrics, semantic models, saved queries: by their name.
    Named(AssetKind),
    Access,
    ResourceType,
    /// A setting, by its dotted name after `config.`.
    Config(String),
    Version,
}

/// The methods that are understood, for suggestions.
pub(in crate::resolve) const METHODS: &[&str] = &[
    "fqn",
    "path",
    "file",
    "tag",
    "group",
    "package",
    "source",
    "exposure",
    "metric",
    "semantic_model",
    "saved_query",
    "access",
    "resource_type",
    "config",
    "version",
];

/// Methods of dbt that ask for more than a manifest knows.
const OF_RUNS: &[&str] =
    &["state", "result", "source_status", "test_type", "test_name", "unit_test", "selector"];

#[derive(Clone, Debug)]
struct Value {
    text: String,
    /// The pattern, where there are wildcards.
    pattern: Option<Pattern>,
}

impl Value {
    fn matches(&self, text: &str) -> bool {
        match &self.pattern {
            Some(pattern) => pattern.matches(text),
            None => self.text == text,
        }
    }
}

impl Selector {
    /// Understands a selector.
    ///
    /// # Errors
    /// When a method is unknown or of runs, or a part is empty or no pattern.
    pub(in crate::resolve) fn parse(text: &str) -> Result<Self, SelectorFault> {
        let mut union = Vec::new();
        for (start, part) in words(text, char::is_whitespace) {
            let mut criteria = Vec::new();
            for (offset, part) in words(part, |letter| letter == ',') {
                criteria.push(criterion(part, start + offset)?);
            }
            if !criteria.is_empty() {
                union.push(criteria);
            }
        }
        if union.is_empty() {
            return Err(fault("the selector is empty", 0..text.len()));
        }
        Ok(Self { union })
    }

    /// The assets that it selects.
    pub(in crate::resolve) fn select(&self, index: &Index) -> BTreeSet<AssetIx> {
        let mut selected = BTreeSet::new();
        for criteria in &self.union {
            let mut sets = criteria.iter().map(|criterion| criterion.select(index));
            let first = sets.next().unwrap_or_default();
            selected.extend(sets.fold(first, |all, set| all.intersection(&set).copied().collect()));
        }
        selected
    }

    /// The selector's only name, if it is nothing but one name without wildcards.
    pub(in crate::resolve) fn plain_name(&self) -> Option<&str> {
        match self.union.as_slice() {
            [criteria] => match criteria.as_slice() {
                [Criterion { upstream: None, downstream: None, method: Method::Fqn, value }] => {
                    value.pattern.is_none().then_some(value.text.as_str())
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// What is there of the kind that the selector asks for, for a suggestion; and what it wrote.
    pub(in crate::resolve) fn candidates<'a>(&'a self, index: &'a Index) -> Option<(&'a str, Vec<&'a str>)> {
        let criterion = self.union.first()?.first()?;
        let keys = |map: &'a Keyed| sorted(map.keys().map(String::as_str));
        let named = |kind: &AssetKind| {
            let own = index.assets.iter().filter(|asset| asset.kind == *kind);
            own.map(dbt_name).collect()
        };
        let known = match &criterion.method {
            Method::Fqn => sorted(index.names.keys().chain(index.folders.keys()).map(String::as_str)),
            Method::Path | Method::File => keys(&index.below),
            Method::Tag => keys(&index.tags),
            Method::Group => keys(&index.groups),
            Method::Package => keys(&index.packages),
            Method::Source if criterion.value.text.contains('.') => named(&AssetKind::Source),
            Method::Source => keys(&index.sources),
            Method::Named(kind) => named(kind),
            Method::Access => vec!["private", "protected", "public"],
            Method::ResourceType => vec!["model", "seed", "snapshot", "source", "exposure", "metric"],
            Method::Config(_) | Method::Version => return None,
        };
        Some((&criterion.value.text, known))
    }
}

fn sorted<'a>(names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut names: Vec<&str> = names.collect();
    names.sort_unstable();
    names
}

/// The parts of a text between separators, with where each begins.
fn words(text: &str, separator: impl Fn(char) -> bool) -> impl Iterator<Item = (usize, &str)> {
    let parts = text.split(separator).filter(|part| !part.is_empty());
    parts.map(move |part| (part.as_ptr() as usize - text.as_ptr() as usize, part))
}

fn fault(message: impl Into<String>, part: std::ops::Range<usize>) -> SelectorFault {
    SelectorFault { message: message.into(), part, unknown_method: None }
}

fn criterion(text: &str, start: usize) -> Result<Criterion, SelectorFault> {
    let whole = start..start + text.len();
    if text.starts_with('@') {
        return Err(fault("`@` is not supported here; `+` is", whole));
    }
    let (upstream, rest) = leading(text);
    let (rest, downstream) = trailing(rest);
    let (method, value) = match rest.split_once(':') {
        Some((name, value)) => (method(name, whole.clone())?, value),
        None if rest.contains('/') => (Method::Path, rest),
        None if [".sql", ".py", ".csv", ".yml"].iter().any(|ending| rest.ends_with(ending)) => {
            (Method::File, rest)
        }
        None => (Method::Fqn, rest),
    };
    if value.is_empty() {
        return Err(fault("a name is missing", whole));
    }
    let wild = value.contains(['*', '?', '[']);
    let pattern = wild.then(|| Pattern::new(value)).transpose();
    let pattern = pattern.map_err(|error| fault(format!("`{value}` is no pattern: {}", error.msg), whole))?;
    Ok(Criterion { upstream, downstream, method, value: Value { text: value.to_owned(), pattern } })
}

fn method(name: &str, part: std::ops::Range<usize>) -> Result<Method, SelectorFault> {
    Ok(match name {
        "fqn" => Method::Fqn,
        "path" => Method::Path,
        "file" => Method::File,
        "tag" => Method::Tag,
        "group" => Method::Group,
        "package" => Method::Package,
        "source" => Method::Source,
        "exposure" => Method::Named(AssetKind::Exposure),
        "metric" => Method::Named(AssetKind::Metric),
        "semantic_model" => Method::Named(AssetKind::SemanticModel),
        "saved_query" => Method::Named(AssetKind::SavedQuery),
        "access" => Method::Access,
        "resource_type" => Method::ResourceType,
        "version" => Method::Version,
        name => {
            if let Some(setting) = name.strip_prefix("config.") {
                return Ok(Method::Config(setting.to_owned()));
            }
            let mut fault = fault(format!("`{name}` is not one of dbt's selector methods"), part);
            if OF_RUNS.contains(&name) {
                fault.message = format!("`{name}` asks for more than a catalog knows of dbt");
            } else {
                fault.unknown_method = Some(name.to_owned());
            }
            return Err(fault);
        }
    })
}

/// `+name` and `2+name`: how far upstream.
fn leading(text: &str) -> (Option<usize>, &str) {
    let Some((depth, rest)) = text.split_once('+') else { return (None, text) };
    match depth.parse() {
        Ok(depth) if !rest.is_empty() => (Some(depth), rest),
        _ if depth.is_empty() => (Some(usize::MAX), rest),
        _ => (None, text),
    }
}

/// `name+` and `name+2`: how far downstream.
fn trailing(text: &str) -> (&str, Option<usize>) {
    let Some((rest, depth)) = text.rsplit_once('+') else { return (text, None) };
    match depth.parse() {
        Ok(depth) => (rest, Some(depth)),
        _ if depth.is_empty() => (rest, Some(usize::MAX)),
        _ => (text, None),
    }
}

impl Criterion {
    fn select(&self, index: &Index) -> BTreeSet<AssetIx> {
        let mut selected = self.matched(index);
        let start = selected.clone();
        for (depth, next) in [(self.upstream, &index.upstream), (self.downstream, &index.downstream)] {
            if let Some(depth) = depth {
                walk(&start, depth, next, &mut selected);
            }
        }
        selected
    }

    fn matched(&self, index: &Index) -> BTreeSet<AssetIx> {
        let by = |map: &Keyed| by_key(map, &self.value);
        match &self.method {
            Method::Tag => by(&index.tags),
            Method::Group => by(&index.groups),
            Method::Package => by(&index.packages),
            Method::Path => by_path(index, &self.value),
            Method::File => scan(index, |asset| file_matches(asset, &self.value)),
            Method::Fqn => by_fqn(index, &self.value),
            Method::Source => by_source(index, &self.value),
            Method::Named(kind) => by_name(index, kind, &self.value),
            Method::Access => {
                scan(index, |asset| asset.access.as_deref().is_some_and(|access| self.value.matches(access)))
            }
            Method::ResourceType => scan(index, |asset| self.value.matches(asset.kind.word())),
            Method::Config(setting) => scan(index, |asset| has_setting(asset, setting, &self.value)),
            Method::Version => scan(index, |asset| match self.value.text.as_str() {
                "latest" => asset.version.is_some() && asset.latest,
                "old" => asset.version.is_some() && !asset.latest,
                "none" => asset.version.is_none(),
                version => asset.version.as_deref() == Some(version),
            }),
        }
    }
}

fn walk(
    start: &BTreeSet<AssetIx>,
    depth: usize,
    next: &BTreeMap<AssetIx, Vec<AssetIx>>,
    selected: &mut BTreeSet<AssetIx>,
) {
    let mut seen = start.clone();
    let mut front: Vec<AssetIx> = start.iter().copied().collect();
    let mut left = depth;
    while left > 0 && !front.is_empty() {
        let reached = front.iter().filter_map(|at| next.get(at)).flatten().copied();
        front = reached.filter(|at| seen.insert(*at)).collect();
        left -= 1;
    }
    selected.extend(seen);
}

fn scan(index: &Index, matches: impl Fn(&Asset) -> bool) -> BTreeSet<AssetIx> {
    index.all().filter(|at| matches(index.at(*at))).collect()
}

fn by_key(map: &Keyed, value: &Value) -> BTreeSet<AssetIx> {
    if value.pattern.is_none() {
        return map.get(value.text.as_str()).into_iter().flatten().copied().collect();
    }
    let matching = map.iter().filter(|(key, _)| value.matches(key));
    matching.flat_map(|(_, assets)| assets.iter().copied()).collect()
}

/// A file, or a folder with everything below it.
fn by_path(index: &Index, value: &Value) -> BTreeSet<AssetIx> {
    let wanted = value.text.trim_start_matches("./").trim_end_matches('/');
    if value.pattern.is_none() {
        let found = [index.paths.get(wanted), index.below.get(wanted)];
        return found.into_iter().flatten().flatten().copied().collect();
    }
    let Ok(pattern) = Pattern::new(wanted) else { return BTreeSet::new() };
    let options = MatchOptions { require_literal_separator: true, ..MatchOptions::new() };
    let matches = |path: &str| {
        let ends = path.match_indices('/').map(|(end, _)| end).chain([path.len()]);
        let mut parts = ends.map(|end| &path[..end]);
        parts.any(|part| pattern.matches_with(part, options))
    };
    let matching = index.paths.iter().filter(|(path, _)| matches(path));
    matching.flat_map(|(_, assets)| assets.iter().copied()).collect()
}

fn file_matches(asset: &Asset, value: &Value) -> bool {
    let file = asset.path.rsplit('/').next().unwrap_or_default();
    let stem = file.split('.').next().unwrap_or_default();
    !file.is_empty() && (value.matches(file) || value.matches(stem))
}

/// The last part of the fully qualified name, or its first parts, with or without the package.
fn by_fqn(index: &Index, value: &Value) -> BTreeSet<AssetIx> {
    let wanted: Vec<&str> = value.text.split('.').collect();
    if value.pattern.is_some() {
        let patterns: Vec<Pattern> = wanted.iter().filter_map(|part| Pattern::new(part).ok()).collect();
        return scan(index, |asset| {
            let parts: Vec<&str> = asset.fqn.iter().map(String::as_str).collect();
            let begins = |parts: &[&str]| {
                patterns.len() <= parts.len()
                    && patterns.iter().zip(parts).all(|(pattern, part)| pattern.matches(part))
            };
            value.matches(dbt_name(asset))
                || parts.last().is_some_and(|name| value.matches(name))
                || begins(&parts)
                || parts.get(1..).is_some_and(begins)
        });
    }
    let mut selected: BTreeSet<AssetIx> =
        index.names.get(value.text.as_str()).into_iter().flatten().copied().collect();
    // dbt itself writes the version of a model in both ways: `orders.v2`, `orders_v2`.
    if let Some((model, version)) = value.text.rsplit_once("_v") {
        let versioned = format!("{model}.v{version}");
        selected.extend(index.names.get(versioned.as_str()).into_iter().flatten().copied());
    }
    let first = index.folders.get(wanted[0]).into_iter().flatten();
    selected.extend(first.copied().filter(|at| {
        let parts = &index.at(*at).fqn;
        let begins =
            |parts: &[String]| wanted.len() <= parts.len() && wanted.iter().zip(parts).all(|(a, b)| a == b);
        begins(parts) || parts.get(1..).is_some_and(begins)
    }));
    selected
}

/// `source`, `source.table` or `package.source.table`, each with wildcards.
fn by_source(index: &Index, value: &Value) -> BTreeSet<AssetIx> {
    if value.pattern.is_none() && !value.text.contains('.') {
        return by_key(&index.sources, value);
    }
    let patterns: Vec<Pattern> = value.text.split('.').filter_map(|part| Pattern::new(part).ok()).collect();
    let matches = |asset: &Asset| {
        let Some((source, table)) = source_and_table(asset).filter(|_| asset.kind == AssetKind::Source)
        else {
            return false;
        };
        match patterns.as_slice() {
            [only] => only.matches(source),
            [first, second] => first.matches(source) && second.matches(table),
            [package, first, second] => {
                package.matches(&asset.package) && first.matches(source) && second.matches(table)
            }
            _ => false,
        }
    };
    scan(index, matches)
}

fn by_name(index: &Index, kind: &AssetKind, value: &Value) -> BTreeSet<AssetIx> {
    if value.pattern.is_none()
        && let Some(found) = index.names.get(value.text.as_str())
    {
        let own = found.iter().copied().filter(|at| index.at(*at).kind == *kind);
        return own.collect();
    }
    scan(index, |asset| {
        asset.kind == *kind
            && (value.matches(dbt_name(asset))
                || value.matches(&format!("{}.{}", asset.package, dbt_name(asset))))
    })
}

/// A setting of the node: a few that every manifest has, and everything under `meta`.
fn has_setting(asset: &Asset, setting: &str, value: &Value) -> bool {
    match setting {
        "materialized" => asset.materialized.as_deref().is_some_and(|text| value.matches(text)),
        "access" => asset.access.as_deref().is_some_and(|text| value.matches(text)),
        "group" => asset.group.as_deref().is_some_and(|text| value.matches(text)),
        "tags" => asset.tags.iter().any(|tag| value.matches(tag)),
        "contract.enforced" => value.matches(if asset.contract_enforced { "true" } else { "false" }),
        setting => {
            let Some(text) = setting.strip_prefix("meta.").and_then(|key| asset.meta.get(key)) else {
                return false;
            };
            // A list in `meta` is kept as a text with commas.
            value.matches(text) || text.split(", ").any(|item| value.matches(item))
        }
    }
}
