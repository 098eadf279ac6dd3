//! Everything that products can own: the assets known to dbt, then those that products declare themselves.

use super::catalog_names::CatalogNames;
use super::dbt::DbtAssets;
use super::dbt::index::{DbtIndex, dbt_name};
use super::evidence::{JoinTarget, NamingSettings, ObservedTable, WrittenColumns, add_written_columns};
use super::membership;
use super::port_names::{PortNames, asset_of};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::model::{
    Asset, AssetEdge, AssetFacts, AssetIx, AssetKind, FieldMapping, Guards, PortType, ProductIx, Role,
    relation_name,
};
use crate::read::field::FieldDoc;
use crate::read::port::{BehindPort, OutputPortDoc};
use crate::read::product::{AssetDoc, DeclaredAssetDoc, ProductDoc};
use crate::source::Spanned;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The assets, their owners, and how to find them.
pub(super) struct Inventory<'d> {
    /// dbt's first, by key, then the declared ones.
    assets: Vec<Asset>,
    edges: Vec<AssetEdge>,
    /// dbt's assets, indexed for selectors.
    index: Arc<DbtIndex>,
    /// The ids of disabled dbt nodes.
    disabled: Vec<String>,
    /// The ids of dbt's tests without an asset, sorted.
    unattached: Vec<String>,
    /// The ids of the products in the order of their indices.
    products: Vec<&'d str>,
    /// The assets that each product declares, by id.
    declared: BTreeMap<(ProductIx, &'d str), AssetIx>,
    /// The tables of events named by output ports, by the port's id.
    datasets: BTreeMap<(ProductIx, &'d str), AssetIx>,
}

impl<'d> Inventory<'d> {
    /// Collects the assets in the documents, with the products that claim them.
    pub(super) fn new(
        dbt: DbtAssets,
        docs: &[&'d ProductDoc],
        known: &CatalogNames<'d>,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let DbtAssets { mut assets, edges, disabled, unattached, index, .. } = dbt;
        let owners = {
            let claims = membership::Claims { docs, known, disabled: &disabled };
            membership::owners(&index, claims, diagnostics)
        };
        for (asset, owner) in assets.iter_mut().zip(owners) {
            asset.product = owner;
        }
        let mut inventory = Self {
            assets,
            edges,
            index,
            disabled,
            unattached,
            products: docs.iter().map(|doc| doc.id.value.as_str()).collect(),
            declared: BTreeMap::new(),
            datasets: BTreeMap::new(),
        };
        inventory.declare(docs, known, diagnostics);
        inventory.add_datasets(docs);
        inventory
    }

    /// Returns dbt's assets, indexed for selectors.
    pub(super) fn index(&self) -> &DbtIndex {
        &self.index
    }

    /// Returns the disabled dbt nodes.
    pub(super) fn disabled(&self) -> &[String] {
        &self.disabled
    }

    /// Returns the targets for evidence, with these settings; `outputs` are the assets behind output ports.
    pub(super) fn join_target<'s>(
        &'s self,
        settings: &'s NamingSettings,
        outputs: &'s BTreeSet<AssetIx>,
    ) -> JoinTarget<'s> {
        JoinTarget { assets: &self.assets, unattached: &self.unattached, settings, outputs }
    }

    pub(super) fn assets(&self) -> &[Asset] {
        &self.assets
    }

    pub(super) fn product_id(&self, product: ProductIx) -> &'d str {
        self.products[product.position()]
    }

    /// Returns the assets that a product declares, by id.
    pub(super) fn declared_names(&self, product: &str) -> impl Iterator<Item = (&'d str, AssetIx)> {
        let index = self.products.binary_search(&product).map_or(ProductIx(u32::MAX), ProductIx::at);
        let own_names = self.declared.range((index, "")..).take_while(move |((owner, _), _)| *owner == index);
        own_names.map(|((_, id), asset)| (*id, *asset))
    }

    /// Adds the tables known only from jobs. Each belongs to the product whose jobs write it; to none if several
    /// products' jobs do.
    pub(super) fn add_observed_tables(&mut self, tables: Vec<ObservedTable>) {
        let keys: BTreeSet<String> = match tables.is_empty() {
            true => BTreeSet::new(),
            false => self.assets.iter().map(|asset| asset.key.clone()).collect(),
        };
        for ObservedTable { mut facts, writers } in tables {
            if keys.contains(&facts.key) {
                let facts = Arc::make_mut(&mut facts);
                facts.key = format!("dataset:{}", facts.key);
            }
            let mut owners = writers.iter().filter_map(|writer| self.assets[writer.position()].product);
            let first = owners.next();
            let product = first.filter(|first| owners.all(|owner| owner == *first));
            self.assets.push(Asset { product, facts });
        }
    }

    /// Adds the tables of events named by output ports, unless dbt or a product's declaration already has an asset
    /// for the table.
    fn add_datasets(&mut self, docs: &[&'d ProductDoc]) {
        let named = docs.iter().enumerate().flat_map(|(position, doc)| {
            let ports = doc.output_ports.iter();
            ports.filter_map(move |port| match port.behind()? {
                BehindPort::Dataset(named) => Some((ProductIx::at(position), port, named)),
                BehindPort::Dbt(_) | BehindPort::Asset(_) => None,
            })
        });
        let named: Vec<_> = named.collect();
        if named.is_empty() {
            return;
        }
        let mut known: BTreeMap<String, AssetIx> = BTreeMap::new();
        for (position, asset) in self.assets.iter().enumerate() {
            if let Some(relation) = &asset.relation {
                known.entry(relation.clone()).or_insert(AssetIx::at(position));
            }
        }
        for (product, port, dataset) in named {
            let relation = relation_name(&dataset.value);
            let at = *known.entry(relation.clone()).or_insert_with(|| {
                let id = &port.id.value;
                let owner = self.products[product.position()];
                let is_taken = self.declared.contains_key(&(product, id.as_str()));
                let facts = AssetFacts {
                    key: if is_taken { format!("{owner}/{id}-dataset") } else { format!("{owner}/{id}") },
                    name: dataset.value.clone(),
                    kind: AssetKind::Declared("table".to_owned()),
                    relation: Some(relation),
                    declared: Some(dataset.span),
                    dataset: true,
                    ..AssetFacts::default()
                };
                self.assets.push(Asset { product: Some(product), facts: Arc::new(facts) });
                AssetIx::at(self.assets.len() - 1)
            });
            self.datasets.insert((product, port.id.value.as_str()), at);
        }
    }

    /// Returns the table of events that an output port names.
    pub(super) fn dataset(&self, product: &str, port: &str) -> Option<AssetIx> {
        let product = ProductIx::at(self.products.binary_search(&product).ok()?);
        self.datasets.get(&(product, port)).copied()
    }

    /// Returns the asset that a product declares under an id.
    pub(super) fn declared_asset(&self, product: ProductIx, id: &str) -> Option<AssetIx> {
        self.declared.get(&(product, id)).copied()
    }

    /// Adds what evidence shows: edges, and the columns of the tables that jobs wrote.
    pub(super) fn add_observed(&mut self, edges: Vec<AssetEdge>, columns: &WrittenColumns) {
        self.edges.extend(edges);
        add_written_columns(columns, &mut self.assets);
    }

    /// Returns the assets and their edges, sorted; a guard reading what it guards is not an edge.
    pub(super) fn into_parts(mut self, guards: Guards) -> (Vec<Asset>, Vec<AssetEdge>, Guards) {
        let guards = guards.extended_to_written_tables(&self.assets, &self.edges);
        self.edges.retain(|edge| !guards.is_guard_read(edge));
        self.edges.sort_unstable();
        self.edges.dedup();
        (self.assets, self.edges, guards)
    }

    /// Adds the assets that products declare.
    fn declare(&mut self, docs: &[&'d ProductDoc], known: &CatalogNames<'d>, diagnostics: &mut Diagnostics) {
        for (position, doc) in docs.iter().enumerate() {
            let product = ProductIx::at(position);
            for written in declared(doc) {
                let id = written.id.value.as_str();
                if let Some(first) = self.declared.get(&(product, id)) {
                    let message = format!("two assets of `{}` have the id `{id}`", doc.id.value);
                    let diagnostic =
                        Diagnostic::error("duplicate-id", message).at(written.id.span, "given again");
                    let first = self.assets[first.position()].declared;
                    diagnostics.push(match first {
                        Some(first) => diagnostic.at(first, "first given here"),
                        None => diagnostic,
                    });
                    continue;
                }
                self.declared.insert((product, id), AssetIx::at(self.assets.len()));
                let mut asset = asset(written, product, &doc.id.value);
                asset.facts_mut().is_export = is_export(written, doc, known);
                self.assets.push(asset);
            }
        }
    }

    /// Adds the declared edges of declared assets: `feeds` for their outputs, `reads` for their inputs, each a
    /// selector or `PRODUCT:PORT`.
    pub(super) fn connect_declared(
        &mut self,
        docs: &[&'d ProductDoc],
        named: PortNames<'_>,
        diagnostics: &mut Diagnostics,
    ) {
        if docs.iter().all(|doc| declared(doc).next().is_none()) {
            return;
        }
        let mut edges = Vec::new();
        let index = self.index();
        let mut find = |written: &Spanned<String>| -> Vec<AssetIx> {
            match asset_of(&written.value, named) {
                Some(asset) => asset.into_iter().collect(),
                None => membership::selected(written, index, &self.disabled, diagnostics)
                    .into_iter()
                    .flatten()
                    .collect(),
            }
        };
        for (position, doc) in docs.iter().enumerate() {
            for written in declared(doc) {
                let key = (ProductIx::at(position), written.id.value.as_str());
                let Some(asset) = self.declared.get(&key).copied() else { continue };
                for input in &written.reads {
                    edges.extend(find(input).into_iter().map(|from| AssetEdge { from, to: asset }));
                }
                for fed in &written.feeds {
                    edges.extend(find(fed).into_iter().map(|to| AssetEdge { from: asset, to }));
                }
            }
        }
        self.edges.extend(edges);
    }
}

/// Finds single assets for output ports.
pub(super) struct Finder<'i, 'd> {
    pub(super) inventory: &'i Inventory<'d>,
    index: &'i DbtIndex,
}

impl<'i, 'd> Finder<'i, 'd> {
    pub(super) fn new(inventory: &'i Inventory<'d>) -> Self {
        Self { inventory, index: inventory.index() }
    }

    /// Returns the only asset that a selector matches, the latest if it matches several versions; `description` names its
    /// owner in the diagnostic.
    pub(super) fn one(
        &self,
        written: &Spanned<String>,
        description: impl Fn() -> String,
        diagnostics: &mut Diagnostics,
    ) -> Option<AssetIx> {
        let selector = membership::parsed(written, self.index, diagnostics)?;
        let by_name = selector.plain_name().and_then(|name| self.index.named(name));
        let assets: Vec<AssetIx> = match by_name {
            Some(assets) => assets,
            None => selector.select(self.index).into_iter().collect(),
        };
        match self.latest(&assets).as_slice() {
            [only] => Some(*only),
            [] => {
                let message = format!("{} is `{}`, which dbt does not know", description(), written.value);
                let diagnostic =
                    Diagnostic::error("unknown-node", message).at(written.span, "not a dbt node");
                let disabled = self.inventory.disabled();
                let off = disabled.iter().find(|id| membership::names(id, &written.value));
                diagnostics.push(match (off, membership::suggestion(&selector, self.index)) {
                    (Some(id), _) => diagnostic.note(format!("`{id}` is disabled in dbt")),
                    (None, Some(name)) => diagnostic.help(format!("did you mean `{name}`?")),
                    (None, None) => diagnostic,
                });
                None
            }
            several => {
                let names = several.iter().map(|at| dbt_name(self.index.at(*at)));
                let message =
                    format!("{} is `{}`, which matches more than one node", description(), written.value);
                let diagnostic = Diagnostic::error("ambiguous-port", message)
                    .at(written.span, "an output port is one table, dashboard or file")
                    .help(format!("choose one of {}", crate::diagnostics::one_of(names)));
                diagnostics.push(diagnostic);
                None
            }
        }
    }

    /// Returns the latest version if all are versions of one model; otherwise the given assets.
    fn latest(&self, assets: &[AssetIx]) -> Vec<AssetIx> {
        if assets.len() < 2 || assets.iter().any(|at| self.index.at(*at).version.is_none()) {
            return assets.to_vec();
        }
        let latest = assets.iter().copied().filter(|at| !self.index.at(*at).is_older_version);
        latest.collect()
    }
}

/// Returns the assets that a product declares itself.
pub(super) fn declared(doc: &ProductDoc) -> impl Iterator<Item = &DeclaredAssetDoc> {
    doc.assets.iter().filter_map(|asset| match asset {
        AssetDoc::Declared(declared) => Some(&**declared),
        AssetDoc::Dbt { .. } => None,
    })
}

/// Returns the fields that a sync fills in another system.
pub(super) fn fields(docs: &[FieldDoc]) -> Vec<FieldMapping> {
    let mapping =
        |doc: &FieldDoc| FieldMapping { column: doc.column.value.clone(), field: doc.field.value.clone() };
    docs.iter().map(mapping).collect()
}

/// Returns whether a declared asset carries data elsewhere without a named job: it has inputs, and its own kind says so,
/// or neither that, nor the category of its product, nor an output port means that it just shows them.
fn is_export(written: &DeclaredAssetDoc, doc: &ProductDoc, known: &CatalogNames<'_>) -> bool {
    let kind = AssetKind::Declared(written.kind.as_ref().map(|kind| kind.value.clone()).unwrap_or_default());
    let shows = |port: &OutputPortDoc| {
        let kind = port.port_type.as_ref().map(|kind| kind.value);
        let is_behind =
            matches!(port.behind(), Some(BehindPort::Asset(asset)) if asset.value == written.id.value);
        is_behind
            && matches!(
                kind,
                Some(PortType::Dashboard | PortType::Api | PortType::Document | PortType::Service)
            )
    };
    let category = doc.category.as_ref().map(|category| category.value.as_str());
    let role = known.roles.iter().find(|(id, _)| Some(*id) == category).map(|(_, role)| *role);
    let is_shown = kind.shows_data() || role == Some(Role::Dashboard) || doc.output_ports.iter().any(shows);
    // A guard only reads what it guards, and carries nothing anywhere.
    let is_guard = !written.guards.is_empty();
    written.job.is_none() && !written.reads.is_empty() && !is_guard && (kind.moves_data() || !is_shown)
}

fn asset(written: &DeclaredAssetDoc, product: ProductIx, product_id: &str) -> Asset {
    let text_of = |text: &Option<Spanned<String>>| text.as_ref().map(|text| text.value.clone());
    let facts = AssetFacts {
        key: format!("{product_id}/{}", written.id.value),
        name: text_of(&written.name).unwrap_or_else(|| super::parts::titled(&written.id.value)),
        kind: AssetKind::Declared(text_of(&written.kind).unwrap_or_else(|| "asset".to_owned())),
        description: text_of(&written.description).unwrap_or_default(),
        url: text_of(&written.url),
        code: text_of(&written.code),
        tool: text_of(&written.tool),
        job: text_of(&written.job),
        fields: fields(&written.fields),
        formerly: written.formerly.iter().map(|name| name.value.clone()).collect(),
        schedule: written.schedule.as_ref().map(|schedule| schedule.value),
        relation: text_of(&written.table).map(|table| relation_name(&table)),
        declared: Some(written.id.span),
        // Declared assets have no versions.
        ..AssetFacts::default()
    };
    Asset { product: Some(product), facts: Arc::new(facts) }
}
