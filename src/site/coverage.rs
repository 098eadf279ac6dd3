//! `/coverage/`: which dbt nodes belong to a product, and which to none.

use super::page::View;
use super::parts::Ratio;
use super::paths;
use super::section::{PageMeta, PageSet, Section, entry, is_below};
use crate::model::{Asset, AssetKind, Catalog};
use crate::prose::en;
use serde::Serialize;
use std::collections::BTreeMap;

/// The page on coverage.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct CoverageView {
    /// All dbt nodes together.
    pub all: Ratio,
    /// By kind of node.
    pub kinds: Vec<CoverageRow>,
    /// By package, for catalogs of several dbt projects.
    pub packages: Vec<CoverageRow>,
    /// The nodes of no product by folder, at most two hundred nodes in all.
    pub unclaimed: Vec<UnclaimedGroup>,
    /// How many nodes of no product there are.
    pub unclaimed_total: usize,
    /// The file that lists them all.
    pub path: String,
    /// What was read of what was seen, in one sentence; may be empty.
    pub evidence: String,
}

/// The page on coverage.
pub(super) const SECTION: Section = Section {
    owns: |path, _| is_below(path, &["coverage"]),
    pages,
    more: |context| entry("coverage", "Coverage", nodes(context.catalog).next().is_some()),
    ..Section::EMPTY
};

impl View for CoverageView {
    const TEMPLATE: &'static str = "coverage.html";
}

fn pages(pages: &mut PageSet<'_, '_>) {
    if let Some(view) = coverage(pages.context.catalog) {
        let meta = PageMeta::first("", "Coverage", "Which dbt nodes belong to a product, and which to none.");
        pages.html(paths::COVERAGE, meta, view);
    }
}

/// How much of one kind or package is held by products.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct CoverageRow {
    /// The kind or package, for people.
    pub name: String,
    /// How much.
    pub share: Ratio,
}

/// Nodes of no product that stand in one folder.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct UnclaimedGroup {
    /// The folder, with a selector that would claim it: `path:models/scratch`.
    pub selector: String,
    /// The nodes' names.
    pub names: Vec<String>,
}

/// How many nodes of no product the page names.
const SHOWN: usize = 200;

/// The dbt nodes that a product could hold: those of the catalog's own projects.
pub(super) fn nodes(catalog: &Catalog) -> impl Iterator<Item = &Asset> {
    let own = |asset: &&Asset| !matches!(asset.kind, AssetKind::Declared(_)) && !asset.external;
    catalog.assets.iter().filter(own)
}

/// Coverage of the catalog's dbt nodes; nothing without dbt.
pub(super) fn coverage(catalog: &Catalog) -> Option<CoverageView> {
    let all: Vec<&Asset> = nodes(catalog).collect();
    if all.is_empty() {
        return None;
    }
    let unclaimed: Vec<&Asset> = all.iter().copied().filter(|asset| asset.product.is_none()).collect();
    let packages = rows(&all, |asset| asset.package.clone());
    Some(CoverageView {
        all: share(&all),
        kinds: rows(&all, |asset| asset.kind.word().replace('_', " ")),
        packages: if packages.len() > 1 { packages } else { Vec::new() },
        unclaimed: groups(&unclaimed),
        unclaimed_total: unclaimed.len(),
        path: paths::UNCLAIMED.to_owned(),
        evidence: en::evidence(&catalog.observations.files).unwrap_or_default(),
    })
}

fn share(assets: &[&Asset]) -> Ratio {
    Ratio::of(assets.iter().filter(|asset| asset.product.is_some()).count(), assets.len())
}

fn rows(assets: &[&Asset], name: impl Fn(&Asset) -> String) -> Vec<CoverageRow> {
    let mut rows: BTreeMap<String, Vec<&Asset>> = BTreeMap::new();
    for asset in assets {
        rows.entry(name(asset)).or_default().push(asset);
    }
    rows.into_iter().map(|(name, assets)| CoverageRow { name, share: share(&assets) }).collect()
}

/// The nodes by the selector that would claim them, until enough are shown.
fn groups(unclaimed: &[&Asset]) -> Vec<UnclaimedGroup> {
    let mut groups: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for asset in unclaimed.iter().take(SHOWN) {
        groups.entry(selector(asset)).or_default().push(asset.name.clone());
    }
    groups.into_iter().map(|(selector, names)| UnclaimedGroup { selector, names }).collect()
}

fn selector(asset: &Asset) -> String {
    match (&asset.kind, asset.path.rsplit_once('/')) {
        (AssetKind::Source, _) => {
            let source = asset.name.split('.').next().unwrap_or(&asset.name);
            format!("source:{source}")
        }
        (AssetKind::Exposure, _) => "exposure:*".to_owned(),
        (_, Some((folder, _))) => format!("path:{folder}"),
        _ => asset.name.clone(),
    }
}
