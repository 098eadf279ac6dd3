//! Resolves documents to a [`Catalog`]: the meaning of the files taken together.
//!
//! 1. Vocabularies and the [organisation], which refer to nothing but each other.
//! 2. The [`inventory`] of assets: those known to dbt, those that products declare, those seen in events, and the product
//!    that owns each.
//! 3. [`mod@products`] with their [`ports`], which are assets, the [`guards`] among these, and everything that refers to
//!    ports.
//! 4. [`evidence`]: the observations of the assets, which add edges between them.
//! 5. [`systems`] that data comes from and goes to; [`initiatives`] and [`standards`].
//! 6. [`lineage`]: which product reads which, by the edges of their assets; [`pages`] and [`changes`].

mod cache;
mod catalog_names;
mod changes;
mod contracts;
mod dbt;
mod each;
mod evidence;
mod field_checks;
mod guards;
mod initiatives;
mod inventory;
mod lineage;
mod membership;
mod names;
mod organisation;
mod pages;
mod parts;
mod port_names;
mod ports;
mod products;
mod roadmap_checks;
mod settings;
mod standards;
mod systems;
mod vocabulary;

pub(crate) use cache::ResolveCache;

use crate::diagnostics::Diagnostics;
use crate::model::{
    Asset, AssetIx, Catalog, Guards, Product, Regulation, SharedTables, mart_origins, port_ends,
};
use crate::read::documents::Documents;
use crate::read::product::ProductDoc;
use catalog_names::CatalogNames;
use each::of_each;
use inventory::{Finder, Inventory};
use jiff::Timestamp;
use names::by_id;
use organisation::Organisation;
use port_names::PortNames;
use std::collections::BTreeSet;
use systems::SystemResolver;

/// Resolves the documents to a catalog, with the observations until `now`; problems are added to `diagnostics`. Pages
/// must not use the names in `taken_paths`, which the site uses itself.
#[must_use]
pub(crate) fn catalog(
    documents: Documents,
    now: Timestamp,
    taken_paths: &BTreeSet<&str>,
    cache: &mut ResolveCache,
    diagnostics: &mut Diagnostics,
) -> Catalog {
    let mut catalog = assembled(documents, now, taken_paths, cache, diagnostics);
    let Catalog { initiatives, goals, products, settings: facts, .. } = &catalog;
    roadmap_checks::check(initiatives, goals, products, facts, now, diagnostics);
    let today = now.to_zoned(facts.time_zone.clone()).date();
    products::mark_planned_uses(&mut catalog.products, today);
    catalog.mart_origins = mart_origins(&catalog);
    catalog.port_ends = port_ends(&catalog);
    let behind = catalog.tables_behind_guarded();
    catalog.unclaimed_reads = catalog.reads_of_unclaimed_jobs();
    catalog.guards = std::mem::take(&mut catalog.guards).with_behind(behind);
    catalog
}

/// Resolves the catalog without the parts that follow from the catalog as a whole.
fn assembled(
    mut documents: Documents,
    now: Timestamp,
    taken_paths: &BTreeSet<&str>,
    cache: &mut ResolveCache,
    diagnostics: &mut Diagnostics,
) -> Catalog {
    let dbt = cache.update(&mut documents);
    let documents = &documents;
    let categories = vocabulary::categories(&documents.config.categories, diagnostics);
    let tiers = vocabulary::tiers(&documents.config.tiers, diagnostics);
    let organisation = Organisation::new(documents, diagnostics);
    let regulations = organisation.regulations(diagnostics);
    let docs = product_docs(documents, diagnostics);
    let known = CatalogNames::new(documents, &docs, &organisation, &categories, &tiers);
    let settings = &evidence::NamingSettings::of(&documents.config);
    let mut inventory = Inventory::new(dbt, &docs, &known, diagnostics);
    let observed_tables = cache.observations.tables(&documents.evidence, inventory.assets(), settings, now);
    inventory.add_observed_tables(observed_tables);
    let (mut products, guards) = products(&docs, &mut inventory, &known, &regulations, diagnostics);
    let outputs = &products.iter().flat_map(Product::output_assets).collect();
    let target = inventory.join_target(settings, outputs);
    let mut joined = cache.observations.join(&documents.evidence, target, now, diagnostics);
    inventory.add_observed(std::mem::take(&mut joined.edges), &joined.columns);
    let named_systems = systems::named(&docs, &inventory);
    let (assets, asset_edges, guards) = inventory.into_parts(guards);
    add_assets(&mut products, &assets);
    field_checks::check(&docs, &named_systems, &products, &assets, &asset_edges, diagnostics);
    let ours = SystemResolver { known: &known, products: &products, assets: &assets, edges: &asset_edges };
    let systems = ours.systems(&named_systems, diagnostics);
    let initiatives = initiatives::initiatives(documents, &known, diagnostics);
    let standards = standards::standards(documents.standards.as_ref(), &known, diagnostics);
    standards::attest(&mut products, &docs, &standards, diagnostics);
    let settings = settings::settings(&known, diagnostics);
    let history = cache.observations.history(&documents.evidence, &products, diagnostics);
    Catalog {
        settings,
        observations: joined.observations(history),
        lineage: lineage::lineage(&products, &assets, &asset_edges),
        shared_tables: SharedTables::new(&assets, &asset_edges),
        goals: initiatives::goals(documents, &known, diagnostics),
        initiatives,
        pages: pages::pages(&documents.pages, taken_paths, &documents.sources, diagnostics),
        domains: organisation.domains(diagnostics),
        teams: organisation.teams(diagnostics),
        dbt_links: settings::dbt_links(documents, cache, diagnostics),
        changes: changes::changes(documents),
        contracts: contracts::contracts(documents, &products, &systems),
        systems,
        categories,
        tiers,
        regulations,
        standards,
        products,
        assets,
        asset_edges,
        guards,
        ..Catalog::default()
    }
}

/// Returns the products with their ports and promises, and the guards among their declared assets, whose edges are
/// added.
fn products<'d>(
    docs: &[&'d ProductDoc],
    inventory: &mut Inventory<'d>,
    known: &CatalogNames<'d>,
    regulations: &[Regulation],
    diagnostics: &mut Diagnostics,
) -> (Vec<Product>, Guards) {
    let mut products: Vec<Product> = of_each(docs, diagnostics, |doc, diagnostics| {
        products::product(doc, known, regulations, diagnostics)
    });
    products::check_replacements(docs, &mut products, diagnostics);
    products::follow_replacements(docs, &mut products, diagnostics);
    let finder = Finder::new(inventory);
    let outputs = of_each(docs, diagnostics, |doc, diagnostics| {
        let ports = ports::output_ports(doc, known, &finder, diagnostics);
        let slas = ports::slas(doc, &ports, diagnostics);
        (ports, slas)
    });
    for (product, (ports, slas)) in products.iter_mut().zip(outputs) {
        (product.output_ports, product.slas) = (ports, slas);
    }
    for (doc, product) in docs.iter().zip(&mut products) {
        product.consumers = products::consumers(doc, &product.output_ports, known, diagnostics);
    }
    let inputs = of_each(docs, diagnostics, |doc, diagnostics| {
        products::input_ports(doc, known, &products, diagnostics)
    });
    for (product, inputs) in products.iter_mut().zip(inputs) {
        product.input_ports = inputs;
    }
    let named = PortNames { known, products: &products };
    inventory.connect_declared(docs, named, diagnostics);
    let resolver = guards::GuardResolver { inventory, port_names: named, names: known, regulations };
    let guards = resolver.guards(docs, diagnostics);
    guards::report_shared_jobs(docs, diagnostics);
    (products, guards)
}

/// Returns the files of the products, without those whose id is already in use.
fn product_docs<'d>(documents: &'d Documents, diagnostics: &mut Diagnostics) -> Vec<&'d ProductDoc> {
    let docs = by_id(&documents.products, "products", |doc| &doc.id, diagnostics);
    docs.into_iter().map(|doc| &**doc).collect()
}

/// Assigns the assets to their products.
fn add_assets(products: &mut [Product], assets: &[Asset]) {
    for (position, asset) in assets.iter().enumerate() {
        if let Some(product) = asset.product {
            products[product.position()].assets.push(AssetIx::at(position));
        }
    }
}
