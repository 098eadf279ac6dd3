//! The catalog as a whole: every list sorted, every reference an index into one of them.

use super::{
    Asset, AssetEdge, AssetIx, Consumer, ConsumerIx, ContractFile, ContractTable, Control, ControlIx,
    CustomPage, Domain, Guards, Initiative, Lineage, MartOrigins, Observations, OutputPort, Product,
    ProductIx, PromiseIx, Regulation, SharedTables, Sla, Standards, Systems, Team, User, VocabularyEntry,
};
use std::collections::{BTreeMap, BTreeSet};

/// Everything a company states about its data products, resolved.
#[derive(Clone, Debug, Default)]
pub(crate) struct Catalog {
    /// The catalog's title, address and settings, with defaults for whatever is not set.
    pub settings: Settings,
    /// The categories, in catalog order.
    pub categories: Vec<VocabularyEntry>,
    /// The tiers, lowest first.
    pub tiers: Vec<VocabularyEntry>,
    /// The domains, by name.
    pub domains: Vec<Domain>,
    /// The teams, by name.
    pub teams: Vec<Team>,
    /// The systems that data comes from and goes to.
    pub systems: Systems,
    /// The regulations, by name.
    pub regulations: Vec<Regulation>,
    /// The standards for products.
    pub standards: Standards,
    /// The products, by id.
    pub products: Vec<Product>,
    /// The goals, in the order of their file.
    pub goals: Vec<super::Goal>,
    /// The initiatives, by id.
    pub initiatives: Vec<Initiative>,
    /// The catalog's own pages, in the order of the navigation.
    pub pages: Vec<CustomPage>,
    /// The assets, of the products and of none, by key.
    pub assets: Vec<Asset>,
    /// The edges of asset lineage, sorted.
    pub asset_edges: Vec<AssetEdge>,
    /// The jobs that guard assets.
    pub guards: Guards,
    /// The tables that more than one product writes.
    pub shared_tables: SharedTables,
    /// The lineage of products.
    pub lineage: Lineage,
    /// The output ports whose version has an end date, with who has to move by then.
    pub port_ends: super::PortEnds,
    /// The origins of each application mart.
    pub mart_origins: BTreeMap<ProductIx, MartOrigins>,
    /// The observations of the assets.
    pub observations: Observations,
    /// The jobs of no product that read each asset, as positions in the list of observed jobs.
    pub unclaimed_reads: BTreeMap<AssetIx, Vec<usize>>,
    /// Where more can be read about each dbt project, by its name.
    pub dbt_links: BTreeMap<String, DbtLinks>,
    /// The recorded changes, newest first.
    pub changes: Vec<super::RecordedChange>,
    /// The data contracts that ports refer to: files to publish, by path.
    pub contracts: Vec<ContractFile>,
}

/// Where more can be read about a dbt project.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct DbtLinks {
    /// Where dbt's own documentation is published.
    pub docs: Option<String>,
    /// Where its code can be read: the address of a folder, or a template with
    /// [placeholders](super::REPOSITORY_WORDS) in braces.
    pub repository: Option<String>,
    /// The paths of its artifacts, as `glassbox.yml` names them.
    pub artifacts: Vec<String>,
}

/// The catalog's title, address and settings, with defaults for whatever is not set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Settings {
    /// The site's title.
    pub title: String,
    /// The company's name; may be empty.
    pub company: String,
    /// One or two plain sentences; may be empty.
    pub description: String,
    /// Where the site is published, with a trailing slash.
    pub base_url: Option<String>,
    /// Where to request access to an output port: an address with [placeholders](super::ACCESS_WORDS) in braces.
    pub access: Option<String>,
    /// The contact for questions about the catalog, or about anything without an owner.
    pub contact: Option<super::Channel>,
    /// Where to edit a file of the catalog: an address with [placeholders](super::FILE_WORDS) in braces.
    pub edit: Option<String>,
    /// Where to report a problem with a page: an address with [placeholders](super::FEEDBACK_WORDS) in braces.
    pub feedback: Option<String>,
    /// Where to ask for data that does not exist yet.
    pub requests: Option<String>,
    /// Groups of words and phrases that are synonyms in the search.
    pub synonyms: Vec<Vec<String>>,
    /// The language of the texts, as a BCP 47 tag.
    pub language: String,
    /// The name of the theme.
    pub theme: String,
    /// Whether HTML in Markdown is kept, with scripts and anything that fetches removed.
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

impl Default for Settings {
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
            requests: None,
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
    /// Returns the edges along which data is read: all but those to tables that a second product writes.
    pub(crate) fn reads(&self) -> impl Iterator<Item = &AssetEdge> {
        self.asset_edges.iter().filter(|edge| !self.shared_tables.is_second_writer(**edge, &self.assets))
    }

    /// Returns whether there are proposed products, so that pages say if they count them.
    pub(crate) fn has_proposed(&self) -> bool {
        self.products.iter().any(|product| product.lifecycle == super::Lifecycle::Proposed)
    }

    /// Returns whether `reader`, which builds on `from`, has to move when `from` ends. Its replacement may read it
    /// until then, and a reader that ends first can stay as it is.
    pub(crate) fn has_to_move(&self, reader: ProductIx, from: ProductIx) -> bool {
        let (reading, ending) = (self.product(reader), self.product(from));
        let is_gone = ending.lifecycle == super::Lifecycle::Retired;
        let goes_first = reading.ends.is_some_and(|day| ending.ends.is_none_or(|end| day <= end));
        let may_stay = !is_gone && (goes_first || ending.replaced_by == Some(reader));
        reading.lifecycle.is_in_service() && !may_stay
    }

    /// Returns the products that have to move when a product ends: those that build on it, and those that it declares as
    /// consumers.
    pub(crate) fn readers_that_have_to_move(&self, from: ProductIx) -> BTreeSet<ProductIx> {
        let readers = self.lineage.downstream(from).into_iter().map(|reader| reader.product);
        let declared = self.product(from).consumers.iter().filter_map(|consumer| match consumer.user {
            User::Product(reader) => Some(reader),
            User::Team(_) => None,
        });
        readers.chain(declared).filter(|reader| self.has_to_move(*reader, from)).collect()
    }

    /// Returns the output port that ends.
    pub(crate) fn port_of(&self, end: &super::PortEnd) -> &OutputPort {
        &self.product(end.product).output_ports[end.port]
    }

    /// Returns the tables of an output port's contract and the asset behind the port, if they can be compared: a
    /// table whose columns are unknown cannot.
    pub(crate) fn compared_contract(&self, port: &OutputPort) -> Option<(&[ContractTable], AssetIx)> {
        let (path, behind) = (port.contract.as_ref()?, port.asset?);
        let contract = self.contracts.iter().find(|contract| contract.path == *path)?;
        let is_known = !contract.tables.is_empty() && !self.asset(behind).columns.is_empty();
        is_known.then_some((contract.tables.as_slice(), behind))
    }

    /// Returns the jobs that belong to no product, by name: also those that write a table of one.
    pub(crate) fn unclaimed_jobs(&self) -> impl Iterator<Item = &super::ObservedJob> {
        let is_of_a_product = |job: &super::ObservedJob, asset: &super::AssetIx| {
            let facts = &self.assets[asset.position()];
            let is_only_written =
                !job.runs_dbt && !facts.names_job(&job.job) && job.feeds.binary_search(asset).is_ok();
            facts.product.is_some() && !is_only_written
        };
        let jobs = self.observations.jobs.iter();
        jobs.filter(move |job| !job.assets.iter().any(|asset| is_of_a_product(job, asset)))
    }

    /// Returns whether a job belongs to no product and writes nothing of one: its runs are reported for no product.
    fn is_unclaimed(&self, job: &super::ObservedJob) -> bool {
        job.assets.iter().all(|asset| self.assets[asset.position()].product.is_none())
    }

    /// Returns the positions of the unclaimed jobs that read any of these assets, which are sorted.
    pub(crate) fn unclaimed_readers(&self, assets: &[super::AssetIx]) -> Vec<usize> {
        let jobs: std::collections::BTreeSet<usize> = if self.unclaimed_reads.len() < assets.len() {
            let reads = self.unclaimed_reads.iter().filter(|(asset, _)| assets.binary_search(asset).is_ok());
            reads.flat_map(|(_, jobs)| jobs.iter().copied()).collect()
        } else {
            assets.iter().filter_map(|asset| self.unclaimed_reads.get(asset)).flatten().copied().collect()
        };
        jobs.into_iter().collect()
    }

    /// Returns the jobs of no product that read each asset, without those that only check it: what they find does not
    /// affect them.
    pub(crate) fn reads_of_unclaimed_jobs(&self) -> BTreeMap<AssetIx, Vec<usize>> {
        let mut reads: BTreeMap<AssetIx, Vec<usize>> = BTreeMap::new();
        let jobs = self.observations.jobs.iter().enumerate();
        for (at, job) in jobs.filter(|(_, job)| !job.only_checks && self.is_unclaimed(job)) {
            for asset in &job.read_assets {
                reads.entry(*asset).or_default().push(at);
            }
        }
        reads
    }

    /// Returns the positions of the unclaimed jobs whose last run failed.
    pub(crate) fn unclaimed_failures(&self) -> impl Iterator<Item = usize> {
        let jobs = self.observations.jobs.iter().enumerate();
        let failed =
            jobs.filter(|(_, job)| job.outcome == super::RunOutcome::Error && self.is_unclaimed(job));
        failed.map(|(position, _)| position)
    }

    /// Returns the failed unclaimed job that writes a table, if there is one.
    pub(crate) fn unclaimed_writer(&self, table: super::AssetIx) -> Option<&super::ObservedJob> {
        let writes = |job: &super::ObservedJob| job.feeds.binary_search(&table).is_ok();
        let jobs = self.unclaimed_failures().map(|at| &self.observations.jobs[at]);
        jobs.filter(|job| writes(job)).max_by_key(|job| job.at)
    }

    /// Returns the unclaimed datasets of events: touched by an unclaimed job, written by no job of a product, and no
    /// asset of one. Datasets that only jobs of products read are their sources.
    pub(crate) fn unclaimed_datasets(&self) -> impl Iterator<Item = &super::ObservedDataset> {
        let jobs = self.observations.jobs.iter().filter(|job| self.is_unclaimed(job));
        let foreign: std::collections::BTreeSet<&str> = jobs.map(|job| job.job.as_str()).collect();
        let is_unclaimed = move |dataset: &&super::ObservedDataset| {
            let mut jobs = dataset.writers.iter().chain(&dataset.readers);
            jobs.any(|job| foreign.contains(job.as_str()))
                && dataset.makers.iter().all(|asset| self.assets[asset.position()].product.is_none())
        };
        self.observations.datasets.iter().filter(is_unclaimed)
    }

    /// Returns the product at an index of this catalog.
    ///
    /// # Panics
    /// If the index belongs to another catalog.
    #[must_use]
    pub(crate) fn product(&self, index: super::ProductIx) -> &Product {
        &self.products[index.position()]
    }

    /// Returns the product with an id, if there is one.
    #[must_use]
    pub(crate) fn product_of(&self, id: &str) -> Option<super::ProductIx> {
        let position = self.products.binary_search_by(|product| product.id.as_str().cmp(id));
        position.ok().map(super::ProductIx::at)
    }

    /// Returns the role of a product, which is that of its category.
    #[must_use]
    pub(crate) fn role(&self, product: &Product) -> Option<super::Role> {
        self.categories[product.category?.position()].role
    }

    /// Returns the control at this position.
    #[must_use]
    pub(crate) fn control(&self, control: ControlIx) -> &Control {
        &self.regulations[control.regulation.position()].controls[control.control]
    }

    /// Returns the consumer at this position.
    #[must_use]
    pub(crate) fn consumer(&self, at: ConsumerIx) -> &Consumer {
        &self.product(at.product).consumers[at.consumer]
    }

    /// Returns the promise at this position.
    #[must_use]
    pub(crate) fn sla(&self, at: PromiseIx) -> &Sla {
        &self.product(at.product).slas[at.sla]
    }

    /// Returns whether an asset of a product is behind one of its output ports, or is built by the job behind one: readers
    /// cannot read a job, so they read its tables.
    #[must_use]
    pub(crate) fn is_output(&self, product: ProductIx, asset: AssetIx) -> bool {
        self.product(product).output_assets().any(|port| {
            let builds = || self.asset_edges.binary_search(&AssetEdge { from: port, to: asset }).is_ok();
            port == asset || self.asset(port).job.is_some() && builds()
        })
    }

    /// Returns whether people open a product themselves, or it acts outside the data platform: a dashboard, an
    /// application, an activation or alerts.
    #[must_use]
    pub(crate) fn is_opened_by_people(&self, product: ProductIx) -> bool {
        use super::Role::{Activation, Alerting, Application, Dashboard};
        matches!(self.role(self.product(product)), Some(Dashboard | Application | Activation | Alerting))
    }

    /// Returns whether a product reaches customers, judging by its declared tier or by its uses.
    #[must_use]
    pub(crate) fn reaches_customers(&self, product: &Product) -> bool {
        let stages = product.current_uses().filter_map(|consumer| consumer.stage);
        self.has_top_tier(product) || stages.max() > Some(super::Stage::Operational)
    }

    /// Returns whether a product declares the highest tier.
    #[must_use]
    pub(crate) fn has_top_tier(&self, product: &Product) -> bool {
        product.has_tier && self.tiers.len() > 1 && product.tier.position() + 1 == self.tiers.len()
    }

    /// Returns the asset at an index of this catalog.
    ///
    /// # Panics
    /// If the index belongs to another catalog.
    #[must_use]
    pub(crate) fn asset(&self, index: super::AssetIx) -> &Asset {
        &self.assets[index.position()]
    }

    /// Returns the observed runs of an asset, oldest first.
    #[must_use]
    pub(crate) fn runs(&self, asset: super::AssetIx) -> &[super::Run] {
        self.observations.assets.get(asset).map_or(&[], |observed| &observed.runs)
    }

    /// Returns the team at an index of this catalog.
    ///
    /// # Panics
    /// If the index belongs to another catalog.
    #[must_use]
    pub(crate) fn team(&self, index: super::TeamIx) -> &Team {
        &self.teams[index.position()]
    }
}
