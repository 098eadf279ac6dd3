//! The systems that data comes from and goes to: those of `systems.yml`, those that assets name, and those dbt
//! sources that a product reads.

use super::catalog_names::CatalogNames;
use super::inventory::{Inventory, declared};
use super::membership;
use super::names::{KnownNames, SYSTEM, by_id};
use super::parts::{text, titled};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::model::{
    Asset, AssetEdge, AssetIx, AssetKind, PortType, Product, ProductIx, Role, System, SystemDirection,
    Systems, is_safe_url,
};
use crate::read::product::{AssetDoc, ProductDoc};
use crate::read::system::SystemDoc;
use crate::source::Spanned;
use std::collections::{BTreeMap, BTreeSet};
use xxhash_rust::xxh3::xxh3_64;

/// The systems that assets name.
#[derive(Default)]
pub(super) struct NamedSystems<'d>(BTreeMap<AssetIx, &'d Spanned<String>>);

/// Returns the systems that products name for their assets; if several products do so for one asset, the first one.
pub(super) fn named<'d>(docs: &[&'d ProductDoc], inventory: &Inventory<'_>) -> NamedSystems<'d> {
    let mut named = BTreeMap::new();
    // Problems with selectors are reported where products claim their assets.
    let mut ignored = Vec::new();
    for (position, doc) in docs.iter().enumerate() {
        for written in &doc.assets {
            let AssetDoc::Dbt { select, exclude, system: Some(system) } = written else { continue };
            let mut find = |named: &Spanned<String>| {
                membership::selected(named, inventory.index(), inventory.disabled(), &mut ignored)
                    .unwrap_or_default()
            };
            let mut selected = find(select);
            for named in exclude {
                let excluded = find(named);
                selected.retain(|asset| !excluded.contains(asset));
            }
            for asset in selected {
                named.entry(asset).or_insert(system);
            }
        }
        for written in declared(doc) {
            let asset = inventory.declared_asset(ProductIx::at(position), &written.id.value);
            if let (Some(asset), Some(system)) = (asset, &written.system) {
                named.entry(asset).or_insert(system);
            }
        }
    }
    NamedSystems(named)
}

impl NamedSystems<'_> {
    /// Returns whether a product names the system of an asset.
    pub(super) fn has(&self, asset: AssetIx) -> bool {
        self.0.contains_key(&asset)
    }
}

/// The inputs for resolving systems.
pub(super) struct SystemResolver<'a, 'd> {
    pub(super) known: &'a CatalogNames<'d>,
    pub(super) products: &'a [Product],
    pub(super) assets: &'a [Asset],
    /// Sorted.
    pub(super) edges: &'a [AssetEdge],
}

/// A system whose parts are still being collected.
struct Draft {
    system: System,
    /// Whether it is named anywhere: other dbt sources get a page only if a product reads them.
    is_named: bool,
}

impl SystemResolver<'_, '_> {
    /// Returns the systems, by id. Diagnostics: `unknown-system`, `unknown-source`, `unknown-team`, `unknown-contract`,
    /// `duplicate-id`, `unsafe-url`.
    pub(super) fn systems(&self, named: &NamedSystems<'_>, diagnostics: &mut Diagnostics) -> Systems {
        let sources = self.sources();
        let (mut drafts, by_source) = self.declared(&sources, diagnostics);
        let ids = self.ids_of_named(named, &sources, &by_source, &mut drafts, diagnostics);
        let (mut fed_by, reading) = self.around(&ids);
        let loaders: BTreeSet<AssetIx> = fed_by.values().copied().collect();
        let mut writers = BTreeSet::new();
        for (asset, id) in &ids {
            let at = &self.assets[asset.position()];
            let Some(draft) = drafts.get_mut(id) else { continue };
            if at.kind == AssetKind::Source {
                draft.system.read.push(*asset);
            } else if self.is_written(*asset, draft.system.direction, reading.contains(asset)) {
                draft.system.written.push(*asset);
                writers.insert(*asset);
            } else if matches!(at.kind, AssetKind::Declared(_)) {
                let part = match loaders.contains(asset) {
                    true => &mut draft.system.loaders,
                    false => &mut draft.system.read,
                };
                part.push(*asset);
            }
        }
        fed_by.retain(|_, loader| !writers.contains(loader));
        // A table belongs to its loader's system unless declared otherwise; a source otherwise to that of its name.
        for (table, loader) in &fed_by {
            if !ids.contains_key(table)
                && let Some(draft) = ids.get(loader).and_then(|id| drafts.get_mut(id))
            {
                draft.system.read.push(*table);
            }
        }
        for (name, tables) in &sources {
            let open = tables.iter().filter(|table| !ids.contains_key(table) && !fed_by.contains_key(table));
            let open: Vec<AssetIx> = open.copied().collect();
            if !open.is_empty() {
                let id = by_source.get(*name).cloned().unwrap_or_else(|| slug(name));
                let draft = drafts.entry(id.clone()).or_insert_with(|| draft(&id, titled(&id), false));
                draft.system.read.extend(open);
            }
        }
        let mut visited = vec![false; self.assets.len()];
        let is_worth = |draft: &Draft, visited: &mut Vec<bool>| {
            draft.is_named || draft.system.read.iter().any(|table| self.reaches_product(*table, visited))
        };
        let kept = drafts.into_values().filter(|draft| is_worth(draft, &mut visited));
        let mut systems: Vec<System> = kept.map(|draft| draft.system).collect();
        self.add_jobs(&mut systems);
        for system in &mut systems {
            for part in [&mut system.read, &mut system.loaders, &mut system.written] {
                part.sort_unstable();
                part.dedup();
            }
        }
        Systems::new(systems)
    }

    /// Returns the tables of dbt's sources, by the name of the source.
    fn sources(&self) -> BTreeMap<&str, Vec<AssetIx>> {
        let mut sources: BTreeMap<&str, Vec<AssetIx>> = BTreeMap::new();
        for (position, asset) in self.assets.iter().enumerate() {
            if asset.kind == AssetKind::Source
                && let Some(name) = asset.key.split('.').nth(2)
            {
                sources.entry(name).or_default().push(AssetIx::at(position));
            }
        }
        sources
    }

    /// Returns the systems of `systems.yml`, and the ids of those whose sources have other names, by source.
    fn declared(
        &self,
        sources: &BTreeMap<&str, Vec<AssetIx>>,
        diagnostics: &mut Diagnostics,
    ) -> (BTreeMap<String, Draft>, BTreeMap<String, String>) {
        let docs = self.known.documents.systems.as_deref().unwrap_or_default();
        let (mut drafts, mut by_source) = (BTreeMap::new(), BTreeMap::<String, String>::new());
        for doc in by_id(docs, "systems", |doc| &doc.id, diagnostics) {
            let id = &doc.id.value;
            for source in &doc.sources {
                if let Some(first_id) = by_source.insert(source.value.clone(), id.clone()) {
                    let message = format!("both `{first_id}` and `{id}` have the source `{}`", source.value);
                    let diagnostic =
                        Diagnostic::error("duplicate-id", message).at(source.span, "given again");
                    diagnostics.push(diagnostic.help("a source of dbt belongs to one system; name it once"));
                }
                if !sources.contains_key(source.value.as_str()) && !sources.is_empty() {
                    let message =
                        format!("system `{id}` has the source `{}`, which dbt does not know", source.value);
                    let diagnostic =
                        Diagnostic::warning("unknown-source", message).at(source.span, "not a source of dbt");
                    diagnostics.push(diagnostic.did_you_mean(&source.value, sources.keys().copied()));
                }
            }
            drafts.insert(id.clone(), Draft { system: self.system(doc, diagnostics), is_named: true });
        }
        (drafts, by_source)
    }

    fn system(&self, doc: &SystemDoc, diagnostics: &mut Diagnostics) -> System {
        let id = &doc.id.value;
        let name = doc.name.as_ref().map_or_else(|| titled(id), |name| name.value.clone());
        System {
            description: text(&doc.description),
            team: doc.team.as_ref().and_then(|team| {
                self.known.teams.find(team, || format!("system `{id}` is run by"), diagnostics)
            }),
            direction: doc.direction.as_ref().map(|direction| direction.value),
            url: doc.url.as_ref().map(|url| url.value.clone()),
            contract: doc.contract.as_ref().and_then(|contract| self.contract(id, contract, diagnostics)),
            ..draft(id, name, true).system
        }
    }

    /// Returns the contract of a system: an address, or a file of `contracts/`.
    fn contract(&self, id: &str, written: &Spanned<String>, diagnostics: &mut Diagnostics) -> Option<String> {
        if written.value.contains("://") {
            if is_safe_url(&written.value) {
                return Some(written.value.clone());
            }
            let diagnostic =
                Diagnostic::error("unsafe-url", format!("the contract of system `{id}` is not a link"));
            diagnostics.push(diagnostic.at(written.span, "not an https or http address"));
            return None;
        }
        self.known.contracts.find(written, || format!("system `{id}` has the contract"), diagnostics)?;
        Some(written.value.clone())
    }

    /// Returns the ids of the systems that assets name. Without `systems.yml`, any name defines a system.
    fn ids_of_named(
        &self,
        named: &NamedSystems<'_>,
        sources: &BTreeMap<&str, Vec<AssetIx>>,
        by_source: &BTreeMap<String, String>,
        drafts: &mut BTreeMap<String, Draft>,
        diagnostics: &mut Diagnostics,
    ) -> BTreeMap<AssetIx, String> {
        let id_of_source = |name: &str| by_source.get(name).cloned().unwrap_or_else(|| slug(name));
        let mut names: BTreeMap<String, String> =
            sources.keys().map(|name| ((*name).to_owned(), id_of_source(name))).collect();
        names.extend(sources.keys().map(|name| (slug(name), id_of_source(name))));
        names.extend(drafts.keys().map(|id| (id.clone(), id.clone())));
        let is_closed = self.known.documents.systems.is_some();
        let known = KnownNames::new(SYSTEM, names.keys().map(|name| (name.as_str(), ())));
        let (mut ids, mut reported, mut taken) = (BTreeMap::new(), BTreeSet::new(), BTreeSet::new());
        for (asset, written) in &named.0 {
            let id = match names.get(&written.value) {
                Some(id) => id.clone(),
                None if is_closed => {
                    if reported.insert(written.span) {
                        known.find(written, || "an asset belongs to".to_owned(), diagnostics);
                    }
                    continue;
                }
                None => {
                    if taken.insert(&written.value) {
                        diagnostics.extend(misspelt(written, sources.keys().copied()));
                    }
                    slug(&written.value)
                }
            };
            let name = || match written.value == id || names.contains_key(&written.value) {
                true => titled(&id),
                false => written.value.clone(),
            };
            drafts.entry(id.clone()).or_insert_with(|| draft(&id, name(), true)).is_named = true;
            ids.insert(*asset, id);
        }
        ids
    }

    /// Returns the tables that the named jobs feed, each with its job, and the named assets that read our own assets.
    fn around(&self, ids: &BTreeMap<AssetIx, String>) -> (BTreeMap<AssetIx, AssetIx>, BTreeSet<AssetIx>) {
        let (mut fed_by, mut reading) = (BTreeMap::new(), BTreeSet::new());
        if ids.is_empty() {
            return (fed_by, reading);
        }
        for edge in self.edges {
            let (from, to) = (&self.assets[edge.from.position()], &self.assets[edge.to.position()]);
            let is_table = to.kind == AssetKind::Source || !to.event_names.is_empty();
            if is_table && matches!(from.kind, AssetKind::Declared(_)) && ids.contains_key(&edge.from) {
                fed_by.entry(edge.to).or_insert(edge.from);
            }
            // A loader may be observed to read unowned tables of its system.
            if ids.contains_key(&edge.to) && (from.product.is_some() || from.event_names.is_empty()) {
                reading.insert(edge.to);
            }
        }
        (fed_by, reading)
    }

    /// Returns whether an asset that names a system writes to it rather than reading from it.
    fn is_written(&self, at: AssetIx, direction: Option<SystemDirection>, reads_ours: bool) -> bool {
        let asset = &self.assets[at.position()];
        match direction {
            Some(SystemDirection::Source) => return false,
            Some(SystemDirection::Destination) => return true,
            Some(SystemDirection::Both) | None => {}
        }
        let product = asset.product.map(|product| &self.products[product.position()]);
        let ports = product.into_iter().flat_map(|product| &product.output_ports);
        let mut ports = ports.filter(|port| port.asset == Some(at));
        let category = product.and_then(|product| product.category);
        let is_activation =
            category.is_some_and(|category| self.known.role(category) == Some(Role::Activation));
        reads_ours
            || asset.kind == AssetKind::Exposure
            || !asset.fields.is_empty()
            || is_activation
            || ports.any(|port| port.kind == Some(PortType::Sync) || !port.fields.is_empty())
    }

    /// Returns whether a table belongs to a product, or is read by an asset of a product, directly or through unowned
    /// assets. Assets in `visited` are known to lead nowhere.
    fn reaches_product(&self, table: AssetIx, visited: &mut [bool]) -> bool {
        let mut next = vec![table];
        while let Some(asset) = next.pop() {
            if self.assets[asset.position()].product.is_some() {
                return true;
            }
            if !std::mem::replace(&mut visited[asset.position()], true) {
                let first = self.edges.partition_point(|edge| edge.from < asset);
                next.extend(
                    self.edges[first..].iter().take_while(|edge| edge.from == asset).map(|edge| edge.to),
                );
            }
        }
        false
    }

    /// Adds the jobs that feed tables of systems, whether or not they name the system themselves: those that load them,
    /// and output ports that carry our data to the system.
    fn add_jobs(&self, systems: &mut [System]) {
        let tables: BTreeMap<AssetIx, usize> = systems
            .iter()
            .enumerate()
            .flat_map(|(position, system)| system.read.iter().map(move |table| (*table, position)))
            .collect();
        for edge in self.edges {
            let from = &self.assets[edge.from.position()];
            if !matches!(from.kind, AssetKind::Declared(_))
                || !from.event_names.is_empty()
                || self.assets[edge.to.position()].kind != AssetKind::Source
            {
                continue;
            }
            let Some(system) = tables.get(&edge.to).map(|at| &mut systems[*at]) else { continue };
            if system.written.contains(&edge.from) {
                continue;
            }
            match self.is_output_to(edge.from, system.direction) {
                true => system.written.push(edge.from),
                false => system.loaders.push(edge.from),
            }
        }
    }

    /// Returns whether a job that feeds tables of a system is an output port that writes to the system.
    fn is_output_to(&self, asset: AssetIx, direction: Option<SystemDirection>) -> bool {
        let product = self.assets[asset.position()].product.map(|product| &self.products[product.position()]);
        let is_port =
            product.is_some_and(|product| product.output_ports.iter().any(|port| port.asset == Some(asset)));
        let is_ours = |edge: &AssetEdge| {
            let source = &self.assets[edge.from.position()];
            edge.to == asset && source.product.is_some()
        };
        is_port && self.is_written(asset, direction, self.edges.iter().any(is_ours))
    }
}

fn draft(id: &str, name: String, is_named: bool) -> Draft {
    Draft { system: System { name, ..System::named(id) }, is_named }
}

/// The maximum length of an id derived from a name.
const LONGEST: usize = 80;

/// Derives an id from a name: `inventory_feed` is `inventory-feed`. If that loses parts of the name, a number derived
/// from the whole name keeps the ids distinct.
fn slug(name: &str) -> String {
    let letter =
        |letter: char| if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '-' };
    let plain: String = name.chars().map(letter).collect();
    let parts: Vec<&str> = plain.split('-').filter(|part| !part.is_empty()).collect();
    let id = parts.join("-");
    if name.is_ascii() && !id.is_empty() && id.len() <= LONGEST {
        return id;
    }
    let kept: String = id.chars().take(LONGEST).collect();
    let number = format!("{:016x}", xxh3_64(name.as_bytes()));
    if kept.is_empty() { number } else { format!("{}-{number}", kept.trim_end_matches('-')) }
}

/// Returns a warning for a probable misspelling where any name defines a system: a name that differs in a single
/// letter from a dbt source.
fn misspelt<'s>(written: &Spanned<String>, sources: impl Iterator<Item = &'s str>) -> Option<Diagnostic> {
    const LONG: usize = 5;
    let id = slug(&written.value);
    let letters = |text: &str| text.chars().filter(|letter| !letter.is_ascii_digit()).collect::<String>();
    let mut near = sources.filter(|source| {
        let correct_id = slug(source);
        id.len() >= LONG
            && strsim::damerau_levenshtein(&id, &correct_id) == 1
            && letters(&id) != letters(&correct_id)
    });
    let suggestion = near.next()?;
    let message = format!("an asset belongs to `{}`, which is not mentioned anywhere else", written.value);
    let diagnostic = Diagnostic::warning("unknown-system", message).at(written.span, "not a source of dbt");
    Some(diagnostic.help(format!("did you mean `{suggestion}`? If not, list both in `systems.yml`")))
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn ids_from_names_are_unique_and_safe_in_urls() {
        assert_eq!(slug("inventory_feed"), "inventory-feed");
        assert_eq!(slug("__Shop  DB"), "shop-db");
        let long = "x".repeat(300);
        let names = ["源", "库", "café", "cafè", &long];
        let ids: std::collections::BTreeSet<String> = names.iter().map(|name| slug(name)).collect();
        assert_eq!(ids.len(), names.len(), "{ids:?}");
        let is_fit = |id: &String| {
            id.len() <= 100
                && id
                    .chars()
                    .all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-')
        };
        assert!(ids.iter().all(is_fit), "{ids:?}");
    }
}
