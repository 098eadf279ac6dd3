//! The catalog as a whole: every list sorted, every reference an index into one of them.

use super::{
    Asset, AssetEdge, AssetIx, ContractFile, ContractTable, CustomPage, Domain, Guards, Initiative, Lineage,
    MartOrigins, Observations, OutputPort, Product, ProductIx, Regulation, Standards, Systems, Team,
    VocabularyEntry,
};
use std::collections::BTreeMap;

/// All that a company says of its data products, understood.
#[derive(Clone, Debug, Default)]
pub(crate) struct Catalog {
    /// What the catalog is called and where it is published; the default is what counts where nothing is said.
    pub facts: Facts,
    /// The categories, in the catalog's order.
    pub categories: Vec<VocabularyEntry>,
    /// The tiers, from the one that promises least.
    pub tiers: Vec<VocabularyEntry>,
    /// The domains, by name.
    pub domains: Vec<Domain>,
    /// The teams, by name.
    pub teams: Vec<Team>,
    /// The systems that data comes from and goes to.
    pub systems: Systems,
    /// The regulations, by name.
    pub regulations: Vec<Regulation>,
    /// What is asked of products.
    pub standards: Standards,
    /// The products, by id.
    pub products: Vec<Product>,
    /// The goals, in the order of their file.
    pub goals: Vec<super::Goal>,
    /// The initiatives, by id.
    pub initiatives: Vec<Initiative>,
    /// The catalog's own pages, in the order of the navigation.
    pub pages: Vec<CustomPage>,
    /// What is inside the products, and what none of them holds, by key.
    pub assets: Vec<Asset>,
    /// Which asset reads which, sorted.
    pub asset_edges: Vec<AssetEdge>,
    /// The jobs that look after assets.
    pub guards: Guards,
    /// Which product builds on which.
    pub lineage: Lineage,
    /// What each application mart draws from.
    pub mart_origins: BTreeMap<ProductIx, MartOrigins>,
    /// What was seen of the assets.
    pub observations: Observations,
    /// What can be read elsewhere about each dbt project, by its name.
    pub dbt_links: BTreeMap<String, DbtLinks>,
    /// The changes that were recorded, the newest first.
    pub changes: Vec<super::RecordedChange>,
    /// The data contracts that ports refer to: files to publish, by path.
    pub contracts: Vec<ContractFile>,
}

/// What can be read elsewhere about a dbt project.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct DbtLinks {
    /// Where dbt's own documentation is published.
    pub docs: Option<String>,
    /// Where its code can be read: the address of a folder, or one with [words](super::REPOSITORY_WORDS) in braces.
    pub repository: Option<String>,
}

/// What the catalog is called and where it is published; the default is what counts where nothing is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Facts {
    /// The site's title.
    pub title: String,
    /// The company's name; may be empty.
    pub company: String,
    /// One or two plain sentences; may be empty.
    pub description: String,
    /// Where the site is published, with a slash at its end.
    pub base_url: Option<String>,
    /// Where access to an output port is asked for: an address with [words](super::ACCESS_WORDS) in braces.
    pub access: Option<String>,
    /// Where people turn with questions about the catalog, or about what has no owner.
    pub contact: Option<super::Channel>,
    /// Where a file of the catalog is edited: an address with [words](super::FILE_WORDS) in braces.
    pub edit: Option<String>,
    /// Where a problem with a page is reported: an address with [words](super::FEEDBACK_WORDS) in braces.
    pub feedback: Option<String>,
    /// Words and phrases that people type for one another: each group means the same.
    pub synonyms: Vec<Vec<String>>,
    /// The language of the texts, as a BCP 47 tag.
    pub language: String,
    /// The name of the theme.
    pub theme: String,
    /// Whether HTML in Markdown counts as such, cleaned of what runs or fetches.
    pub raw_html: bool,
    /// The company's time zone.
    pub time_zone: jiff::tz::TimeZone,
    /// The levels of rules that the catalog sets.
    pub rules: Vec<super::RuleSetting>,
    /// Waivers of rules.
    pub waivers: Vec<super::Waiver>,
    /// When the fiscal year begins.
    pub fiscal_year: super::FiscalYear,
    /// How old evidence may be before it expires.
    pub evidence_expires: super::Period,
}

impl Default for Facts {
    fn default() -> Self {
        Self {
            title: "Data products".to_owned(),
            company: String::new(),
            description: String::new(),
            base_url: None,
            access: None,
            contact: None,
            edit: None,
            feedback: None,
            synonyms: Vec::new(),
            language: "en".to_owned(),
            theme: "default".to_owned(),
            raw_html: false,
            time_zone: jiff::tz::TimeZone::UTC,
            rules: Vec::new(),
            waivers: Vec::new(),
            fiscal_year: super::FiscalYear::default(),
            evidence_expires: super::Period { amount: 2, unit: super::TimeUnit::Day },
        }
    }
}

impl Catalog {
    /// Whether a product that builds on another one has to move, once that one ends. What takes its place may read it
    /// until then, and what goes first can stay as it is.
    pub(crate) fn has_to_move(&self, reader: ProductIx, from: ProductIx) -> bool {
        let (reading, ending) = (self.product(reader), self.product(from));
        let is_gone = ending.lifecycle == super::Lifecycle::Retired;
        let goes_first = reading.ends.is_some_and(|day| ending.ends.is_none_or(|end| day <= end));
        let may_stay = !is_gone && (goes_first || ending.replaced_by == Some(reader));
        reading.lifecycle.is_in_service() && !may_stay
    }

    /// The tables of the contract of an output port and the asset behind it, if they can be compared: of a table whose
    /// columns nobody knows nothing can be said.
    pub(crate) fn compared_contract(&self, port: &OutputPort) -> Option<(&[ContractTable], AssetIx)> {
        let (path, behind) = (port.contract.as_ref()?, port.asset?);
        let contract = self.contracts.iter().find(|contract| contract.path == *path)?;
        let is_known = !contract.tables.is_empty() && !self.asset(behind).columns.is_empty();
        is_known.then_some((contract.tables.as_slice(), behind))
    }

    /// The jobs that belong to no product, by name.
    pub(crate) fn unclaimed_jobs(&self) -> impl Iterator<Item = &super::ObservedJob> {
        self.observations.jobs.iter().filter(|job| self.is_unclaimed(job))
    }

    /// Whether a job belongs to no product.
    fn is_unclaimed(&self, job: &super::ObservedJob) -> bool {
        job.assets.iter().all(|asset| self.assets[asset.position()].product.is_none())
    }

    /// The positions of those of them whose last run failed.
    pub(crate) fn unclaimed_failures(&self) -> impl Iterator<Item = usize> {
        let jobs = self.observations.jobs.iter().enumerate();
        let failed = jobs.filter(|(_, job)| job.outcome == super::Outcome::Error && self.is_unclaimed(job));
        failed.map(|(at, _)| at)
    }

    /// The failed job of no product that writes a table, if there is one.
    pub(crate) fn unclaimed_writer(&self, table: super::AssetIx) -> Option<&super::ObservedJob> {
        let writes = |job: &super::ObservedJob| job.feeds.binary_search(&table).is_ok();
        let jobs = self.unclaimed_failures().map(|at| &self.observations.jobs[at]);
        jobs.filter(|job| writes(job)).max_by_key(|job| job.at)
    }

    /// The datasets of events that nobody claims: a job of no product touches them, no job of a product writes
    /// them, and they are no asset of one. What jobs of products alone read is where their data comes from.
    pub(crate) fn unclaimed_datasets(&self) -> impl Iterator<Item = &super::ObservedDataset> {
        let foreign: std::collections::BTreeSet<&str> =
            self.unclaimed_jobs().map(|job| job.job.as_str()).collect();
        let is_unclaimed = move |dataset: &&super::ObservedDataset| {
            let mut jobs = dataset.writers.iter().chain(&dataset.readers);
            jobs.any(|job| foreign.contains(job.as_str()))
                && dataset.makers.iter().all(|asset| self.assets[asset.position()].product.is_none())
        };
        self.observations.datasets.iter().filter(is_unclaimed)
    }

    /// The product at an index of this catalog.
    ///
    /// # Panics
    /// With an index of another catalog.
    #[must_use]
    pub(crate) fn product(&self, index: super::ProductIx) -> &Product {
        &self.products[index.position()]
    }

    /// The product with an id, if there is one.
    #[must_use]
    pub(crate) fn product_of(&self, id: &str) -> Option<super::ProductIx> {
        let found = self.products.binary_search_by(|product| product.id.as_str().cmp(id));
        found.ok().map(super::ProductIx::at)
    }

    /// The role of a product: that of its category.
    #[must_use]
    pub(crate) fn role(&self, product: &Product) -> Option<super::Role> {
        self.categories[product.category?.position()].role
    }

    /// Whether a product is made for customers, by the tier that it declares or by how it is used.
    #[must_use]
    pub(crate) fn reaches_customers(&self, product: &Product) -> bool {
        let stages = product.consumers.iter().filter_map(|consumer| consumer.stage);
        self.has_top_tier(product) || stages.max() > Some(super::Stage::Operational)
    }

    /// Whether a product declares the highest tier.
    #[must_use]
    pub(crate) fn has_top_tier(&self, product: &Product) -> bool {
        product.has_tier && self.tiers.len() > 1 && product.tier.position() + 1 == self.tiers.len()
    }

    /// The asset at an index of this catalog.
    ///
    /// # Panics
    /// With an index of another catalog.
    #[must_use]
    pub(crate) fn asset(&self, index: super::AssetIx) -> &Asset {
        &self.assets[index.position()]
    }

    /// The runs of an asset that were seen, the oldest first.
    #[must_use]
    pub(crate) fn runs(&self, of: super::AssetIx) -> &[super::Run] {
        self.observations.assets.get(of).map_or(&[], |seen| &seen.runs)
    }

    /// The team at an index of this catalog.
    ///
    /// # Panics
    /// With an index of another catalog.
    #[must_use]
    pub(crate) fn team(&self, index: super::TeamIx) -> &Team {
        &self.teams[index.position()]
    }
}
