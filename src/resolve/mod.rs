//! Documents to a [`Catalog`]: what the files mean together.
//!
//! 1. Vocabularies and the [organisation], which refer to nothing but each other.
//! 2. [`products`], as far as they do not depend on assets.
//! 3. The assets: what dbt knows and what products declare, and which product holds each.
//! 4. [`ports`], which are assets, and all that refers to ports.
//! 5. [`lineage`]: which product reads which.
//! 6. [`standards`], [`initiatives`] and [`pages`].
//! 7. [`evidence`]: what was seen of the assets.

mod dbt;
mod evidence;
mod initiatives;
mod inventory;
mod lineage;
mod membership;
mod names;
mod organisation;
mod pages;
mod ports;
mod products;
mod roadmap_checks;
mod standards;
mod vocabulary;

use crate::model::{
    AssetIx, Catalog, CategoryIx, Change, ChangeFact, ChangeKind, Channel, ContractColumn, ContractFile,
    ContractTable, DomainIx, Facts, FiscalYear, Link, Observations, Product, ProductIx, RecordedChange,
    RegulationIx, Role, RuleSetting, TeamIx, TierIx, Vocable, Waiver, capitalised, relation_name,
};
use crate::read::catalog::Documents;
use crate::read::config::{RuleDoc, WaiverDoc};
use crate::read::contract::{ContractDoc, TableDoc};
use crate::read::dbt::ProjectDoc;
use crate::read::history::ChangeDoc;
use crate::read::kept::Stamp;
use crate::read::parts::{ChannelDoc, LinkDoc};
use crate::read::product::ProductDoc;
use crate::read::yaml::Faults;
use crate::source::Spanned;
use dbt::DbtAssets;
use inventory::{Finder, Inventory, Named};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use names::{Names, by_id};
use organisation::{Organisation, People};
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What dbt's artifacts mean, kept for the next time: they change less often than all else, and are the
/// largest part by far.
#[derive(Default)]
pub struct Kept {
    artifacts: Option<Stamp>,
    dbt: DbtAssets,
    observations: evidence::Kept,
    /// The name of each project, by the path that its artifacts are named by.
    projects: BTreeMap<String, String>,
}

impl Kept {
    /// The stamp of the artifacts whose meaning is kept.
    #[must_use]
    pub fn artifacts(&self) -> Option<Stamp> {
        self.artifacts
    }

    /// What the artifacts of these documents mean.
    fn update(&mut self, documents: &mut Documents) -> DbtAssets {
        if documents.artifacts.is_some() && documents.artifacts == self.artifacts {
            return self.dbt.clone();
        }
        let named =
            |project: &ProjectDoc| (project.path.value.clone(), project.manifest.project_name().to_owned());
        self.projects = documents.dbt.iter().map(named).collect();
        let mut dbt = dbt::dbt_assets(std::mem::take(&mut documents.dbt));
        evidence::add_columns(documents.evidence.observations(), &mut dbt.assets);
        let dbt = dbt.indexed();
        self.artifacts = documents.artifacts;
        if self.artifacts.is_some() {
            self.dbt = dbt.clone();
        }
        dbt
    }
}

/// The catalog that the documents mean together, with what was seen until `now`; what is wrong with them is pushed.
#[must_use]
pub fn catalog(mut documents: Documents, now: Timestamp, kept: &mut Kept, faults: &mut Faults) -> Catalog {
    let dbt = kept.update(&mut documents);
    let docs_urls = docs_urls(&documents, kept);
    let documents = &documents;
    let categories = vocabulary::categories(&documents.config.categories, faults);
    let tiers = vocabulary::tiers(&documents.config.tiers, faults);
    let organisation = Organisation::new(documents, faults);
    let regulations = organisation.regulations(faults);
    let docs = by_id(&documents.products, "products", |doc| &doc.id, faults);
    let docs: Vec<&ProductDoc> = docs.into_iter().map(|doc| &**doc).collect();
    let known = Known {
        documents,
        people: organisation::people(&documents.teams),
        roles: categories.iter().filter_map(|one| Some((one.id.as_str(), one.role?))).collect(),
        categories: vocabulary_names(names::CATEGORY, &categories, CategoryIx::at),
        tiers: vocabulary_names(names::TIER, &tiers, TierIx::at),
        domains: organisation.domain_names(),
        teams: organisation.team_names(),
        regulations: organisation.regulation_names(),
        products: Names::new(
            names::PRODUCT,
            docs.iter().enumerate().map(|(at, doc)| (doc.id.value.as_str(), ProductIx::at(at))),
        ),
        contracts: Names::new(
            names::CONTRACT,
            documents.contracts.iter().enumerate().map(|(at, doc)| (doc.path.as_str(), at)),
        ),
    };

    let mut products: Vec<Product> =
        of_each(&docs, faults, |doc, faults| products::product(doc, &known, &regulations, faults));
    let mut inventory = Inventory::new(dbt, &docs, &known, faults);
    let finder = Finder::new(&inventory);
    let outputs = of_each(&docs, faults, |doc, faults| {
        let ports = ports::output_ports(doc, &known, &finder, faults);
        let slas = ports::slas(doc, &ports, faults);
        (ports, slas)
    });
    for (product, (ports, slas)) in products.iter_mut().zip(outputs) {
        (product.output_ports, product.slas) = (ports, slas);
    }
    let inputs = of_each(&docs, faults, |doc, faults| products::input_ports(doc, &known, &products, faults));
    for (product, inputs) in products.iter_mut().zip(inputs) {
        product.input_ports = inputs;
    }
    inventory.connect_declared(&docs, Named { known: &known, products: &products }, faults);
    let evidence = &documents.evidence;
    let settings = evidence::Settings::of(&documents.config);
    let to = evidence::To { assets: inventory.assets(), homeless: inventory.homeless(), settings: &settings };
    let joined = kept.observations.join(evidence, to, (now, faults));
    inventory.connect(joined.edges);
    let (assets, asset_edges) = inventory.into_parts();
    for (position, asset) in assets.iter().enumerate() {
        if let Some(product) = asset.product {
            products[product.position()].assets.push(AssetIx::at(position));
        }
    }

    let initiatives = initiatives::initiatives(documents, &known, faults);
    let standards = standards::standards(documents.standards.as_ref(), &known, faults);
    for (product, doc) in products.iter_mut().zip(&docs) {
        product.attested = standards::attestations(doc, &standards, faults);
    }
    let facts = facts(&known, faults);
    let today = now.to_zoned(facts.time_zone.clone()).date();
    roadmap_checks::check(&initiatives, &products, (facts.fiscal_year, today), faults);
    let observations = Observations {
        assets: joined.seen,
        newest: joined.newest,
        files: joined.files,
        history: kept.observations.history(evidence, &products, faults),
    };
    Catalog {
        facts,
        observations,
        lineage: lineage::lineage(&products, &assets, &asset_edges),
        initiatives,
        pages: pages::pages(&documents.pages, faults),
        domains: organisation.domains(faults),
        teams: organisation.teams(faults),
        docs_urls,
        changes: changes(documents),
        contracts: contracts(documents, &products),
        categories,
        tiers,
        regulations,
        standards,
        products,
        assets,
        asset_edges,
    }
}

/// What each product file means, worked out side by side; what is wrong with them in their order.
fn of_each<T: Send>(
    docs: &[&ProductDoc],
    faults: &mut Faults,
    make: impl Fn(&ProductDoc, &mut Faults) -> T + Sync,
) -> Vec<T> {
    let made = docs.par_iter().map(|doc| {
        let mut faults = Faults::new();
        (make(doc, &mut faults), faults)
    });
    let (made, found): (Vec<T>, Vec<Faults>) = made.unzip();
    faults.extend(found.into_iter().flatten());
    made
}

fn vocabulary_names<I: Copy>(kind: names::Kind, words: &[Vocable], index: fn(usize) -> I) -> Names<'_, I> {
    Names::new(kind, words.iter().enumerate().map(|(at, word)| (word.id.as_str(), index(at))))
}

fn facts(known: &Known<'_>, faults: &mut Faults) -> Facts {
    let config = &known.documents.config;
    let default = Facts::default();
    Facts {
        title: config.title.as_ref().map_or(default.title, |title| title.value.clone()),
        company: text(&config.company),
        description: text(&config.description),
        base_url: config.base_url.as_ref().map(|url| url.value.clone()),
        language: config.language.as_ref().map_or(default.language, |language| language.value.clone()),
        time_zone: config
            .time_zone
            .as_ref()
            .and_then(|zone| TimeZone::get(&zone.value).ok())
            .unwrap_or(default.time_zone),
        rules: config.rules.iter().map(rule_setting).collect(),
        waivers: config.waivers.iter().map(|doc| waiver(doc, known, faults)).collect(),
        fiscal_year: config
            .fiscal_year_begins
            .as_ref()
            .map_or(default.fiscal_year, |month| FiscalYear { first_month: month.value }),
        evidence_expires: config
            .evidence
            .expires
            .as_ref()
            .map_or(default.evidence_expires, |length| length.value),
        raw_html: config.raw_html,
        theme: config.theme.as_ref().map_or(default.theme, |theme| theme.value.clone()),
    }
}

fn rule_setting(doc: &RuleDoc) -> RuleSetting {
    RuleSetting {
        rule: doc.rule.value.clone(),
        span: doc.rule.span,
        level: doc.level.as_ref().map(|level| level.value),
        tiers: doc.tiers.clone(),
        categories: doc.categories.clone(),
    }
}

fn waiver(doc: &WaiverDoc, known: &Known<'_>, faults: &mut Faults) -> Waiver {
    let rule = &doc.rule.value;
    Waiver {
        rule: rule.clone(),
        product: known.products.find(&doc.product, || format!("`{rule}` is waived for"), faults),
        span: doc.rule.span,
        reason: doc.reason.value.clone(),
        owner: known.teams.find(&doc.owner, || format!("the waiver of `{rule}` is owned by"), faults),
        expires: doc.expires.value,
    }
}

/// The contracts that some port refers to; the others stay where they are.
fn contracts(documents: &Documents, products: &[Product]) -> Vec<ContractFile> {
    let referred: BTreeSet<&str> = products
        .iter()
        .flat_map(|product| &product.output_ports)
        .filter_map(|port| port.contract.as_deref())
        .collect();
    let used = documents.contracts.iter().filter(|doc| referred.contains(doc.path.as_str()));
    let file = |doc: &ContractDoc| ContractFile {
        path: doc.path.clone(),
        bytes: Arc::clone(&doc.bytes),
        tables: doc.tables.iter().map(contract_table).collect(),
    };
    used.map(file).collect()
}

/// The recorded changes of a known kind, the newest first and each once, as merges of branches leave
/// some of them twice.
fn changes(documents: &Documents) -> Vec<RecordedChange> {
    let mut changes: Vec<(RecordedChange, &ChangeDoc)> =
        documents.evidence.changes.iter().filter_map(|doc| Some((change(doc)?, doc))).collect();
    changes.sort_by_cached_key(|(one, doc)| {
        (Reverse(one.day), !one.change.breaking, one.change.name.to_lowercase(), doc.text.or_empty())
    });
    // One of them may be of before changes had codes.
    changes.dedup_by(|(one, doc), (other, before)| {
        (one.day, one.change.breaking, &one.change.product, &one.change.tell)
            == (other.day, other.change.breaking, &other.change.product, &other.change.tell)
            && (&doc.kind, &doc.name, &doc.text) == (&before.kind, &before.name, &before.text)
    });
    changes.into_iter().map(|(one, _)| one).collect()
}

/// A recorded change: by its code and data, or in words where it has none that is known.
fn change(doc: &ChangeDoc) -> Option<RecordedChange> {
    let kind = ChangeKind::parse(doc.kind.or_empty())?;
    let coded = doc.code.filled().and_then(|code| ChangeFact::recorded(code, doc.data.clone()));
    let change = Change {
        product: doc.product.or_empty().to_owned(),
        name: doc.name.or_empty().to_owned(),
        fact: coded.unwrap_or_else(|| ChangeFact::Told { kind, text: doc.text.or_empty().to_owned() }),
        breaking: doc.breaking.0,
        tell: doc.tell.0.clone(),
    };
    Some(RecordedChange { day: doc.day.or_empty().parse().ok()?, change })
}

fn contract_table(doc: &TableDoc) -> ContractTable {
    let names = [Some(&doc.name.value), doc.physical_name.as_ref()].into_iter().flatten();
    let columns = doc.columns.iter().map(|column| ContractColumn {
        name: column.name.value.clone(),
        span: column.name.span,
        logical_type: column.logical_type.clone(),
    });
    ContractTable {
        names: names.map(|name| relation_name(name)).collect(),
        span: doc.name.span,
        columns: columns.collect(),
    }
}

/// Everything that a file can name.
struct Known<'d> {
    documents: &'d Documents,
    people: People<'d>,
    /// The categories that have a role, by id.
    roles: Vec<(&'d str, Role)>,
    categories: Names<'d, CategoryIx>,
    tiers: Names<'d, TierIx>,
    domains: Names<'d, DomainIx>,
    teams: Names<'d, TeamIx>,
    regulations: Names<'d, RegulationIx>,
    products: Names<'d, ProductIx>,
    contracts: Names<'d, usize>,
}

impl<'d> Known<'d> {
    /// The ids of the categories whose products have a role.
    fn of_role(&self, role: Role) -> impl Iterator<Item = &'d str> {
        self.roles.iter().filter(move |(_, known)| *known == role).map(|(id, _)| *id)
    }
}

/// Where dbt's own documentation is published, by dbt package.
fn docs_urls(documents: &Documents, kept: &Kept) -> BTreeMap<String, String> {
    let published = documents.config.dbt.iter().filter_map(|doc| {
        let name = kept.projects.get(&doc.path.value)?;
        Some((name.clone(), doc.docs_url.as_ref()?.value.clone()))
    });
    published.collect()
}

/// A text that may be missing, then empty.
fn text(written: &Option<Spanned<String>>) -> String {
    written.as_ref().map(|text| text.value.clone()).unwrap_or_default()
}

fn channels(docs: &[ChannelDoc]) -> Vec<Channel> {
    let channel = |doc: &ChannelDoc| Channel {
        name: doc.channel.value.clone(),
        url: doc.url.as_ref().map(|url| url.value.clone()),
        hours: text(&doc.hours),
    };
    docs.iter().map(channel).collect()
}

fn links(docs: &[LinkDoc]) -> Vec<Link> {
    docs.iter().map(|doc| Link { title: doc.title.value.clone(), url: doc.url.value.clone() }).collect()
}

/// A name for people out of an id: `people-insights` is `People insights`.
fn titled(id: &str) -> String {
    capitalised(&id.replace('-', " "))
}
