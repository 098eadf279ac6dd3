//! Documents to a [`Catalog`]: what the files mean together.
//!
//! 1. Vocabularies and the [organisation], which refer to nothing but each other.
//! 2. [`mod@products`], as far as they do not depend on assets.
//! 3. The assets: what dbt knows and what products declare, and which product holds each.
//! 4. [`ports`], which are assets, and all that refers to ports.
//! 5. [`lineage`]: which product reads which.
//! 6. [`standards`], [`initiatives`] and [`pages`].
//! 7. [`evidence`]: what was seen of the assets.

mod cache;
mod catalog_names;
mod changes;
mod contracts;
mod dbt;
mod each;
mod evidence;
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
mod vocabulary;

pub(crate) use cache::ResolveCache;

use crate::diagnostics::Diagnostics;
use crate::model::{Asset, AssetIx, Catalog, Observations, Product, Regulation};
use crate::read::documents::Documents;
use crate::read::product::ProductDoc;
use catalog_names::CatalogNames;
use dbt::DbtAssets;
use each::of_each;
use inventory::{Finder, Inventory};
use jiff::Timestamp;
use names::by_id;
use organisation::Organisation;
use port_names::PortNames;

/// The catalog that the documents mean together, with what was seen until `now`; what is wrong with them is pushed.
#[must_use]
pub(crate) fn catalog(
    mut documents: Documents,
    now: Timestamp,
    cache: &mut ResolveCache,
    diagnostics: &mut Diagnostics,
) -> Catalog {
    let dbt = cache.update(&mut documents);
    let docs_urls = settings::docs_urls(&documents, cache);
    let documents = &documents;
    let categories = vocabulary::categories(&documents.config.categories, diagnostics);
    let tiers = vocabulary::tiers(&documents.config.tiers, diagnostics);
    let organisation = Organisation::new(documents, diagnostics);
    let regulations = organisation.regulations(diagnostics);
    let docs = by_id(&documents.products, "products", |doc| &doc.id, diagnostics);
    let docs: Vec<&ProductDoc> = docs.into_iter().map(|doc| &**doc).collect();
    let known = CatalogNames::new(documents, &docs, &organisation, &categories, &tiers);

    let (mut products, mut inventory) = products(&docs, dbt, &known, &regulations, diagnostics);
    let settings = &evidence::NamingSettings::of(&documents.config);
    let (assets, homeless) = (inventory.assets(), inventory.homeless());
    let target = evidence::JoinTarget { assets, homeless, settings };
    let joined = cache.observations.join(&documents.evidence, target, now, diagnostics);
    inventory.connect(joined.edges);
    let (assets, asset_edges) = inventory.into_parts();
    add_assets(&mut products, &assets);

    let initiatives = initiatives::initiatives(documents, &known, diagnostics);
    let standards = standards::standards(documents.standards.as_ref(), &known, diagnostics);
    for (product, doc) in products.iter_mut().zip(&docs) {
        product.attested = standards::attestations(doc, &standards, diagnostics);
    }
    let facts = settings::facts(&known, diagnostics);
    let today = now.to_zoned(facts.time_zone.clone()).date();
    roadmap_checks::check(&initiatives, &products, facts.fiscal_year, today, diagnostics);
    let observations = Observations {
        assets: joined.seen,
        newest: joined.newest,
        files: joined.files,
        history: cache.observations.history(&documents.evidence, &products, diagnostics),
    };
    Catalog {
        facts,
        observations,
        lineage: lineage::lineage(&products, &assets, &asset_edges),
        initiatives,
        pages: pages::pages(&documents.pages, diagnostics),
        domains: organisation.domains(diagnostics),
        teams: organisation.teams(diagnostics),
        docs_urls,
        changes: changes::changes(documents),
        contracts: contracts::contracts(documents, &products),
        categories,
        tiers,
        regulations,
        standards,
        products,
        assets,
        asset_edges,
    }
}

/// The products with their ports and promises, and the assets that they and dbt declare.
fn products<'d>(
    docs: &[&'d ProductDoc],
    dbt: DbtAssets,
    known: &CatalogNames<'d>,
    regulations: &[Regulation],
    diagnostics: &mut Diagnostics,
) -> (Vec<Product>, Inventory<'d>) {
    let mut products: Vec<Product> = of_each(docs, diagnostics, |doc, diagnostics| {
        products::product(doc, known, regulations, diagnostics)
    });
    let mut inventory = Inventory::new(dbt, docs, known, diagnostics);
    let finder = Finder::new(&inventory);
    let outputs = of_each(docs, diagnostics, |doc, diagnostics| {
        let ports = ports::output_ports(doc, known, &finder, diagnostics);
        let slas = ports::slas(doc, &ports, diagnostics);
        (ports, slas)
    });
    for (product, (ports, slas)) in products.iter_mut().zip(outputs) {
        (product.output_ports, product.slas) = (ports, slas);
    }
    let inputs = of_each(docs, diagnostics, |doc, diagnostics| {
        products::input_ports(doc, known, &products, diagnostics)
    });
    for (product, inputs) in products.iter_mut().zip(inputs) {
        product.input_ports = inputs;
    }
    inventory.connect_declared(docs, PortNames { known, products: &products }, diagnostics);
    (products, inventory)
}

/// Tells every product which assets it holds.
fn add_assets(products: &mut [Product], assets: &[Asset]) {
    for (position, asset) in assets.iter().enumerate() {
        if let Some(product) = asset.product {
            products[product.position()].assets.push(AssetIx::at(position));
        }
    }
}
