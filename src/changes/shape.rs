//! The shape of a catalog: what others can see of its products and build on.

use super::guard_shape::{self, GuardShape, ScheduleShape};
use super::job_shape::{JobsOfState, Writers, jobs_of};
use super::origin_shape::{OriginShape, Origins};
use super::port_shape::{PortShape, port_shape};
use super::read_shape::{self, ReadPorts, ReadTable};
use super::system_shape::{FilledShape, SystemShape, filled};
use crate::model::{
    Catalog, Consumer, Deadline, Lifecycle, NamedRef, Period, Product, ProductIx, Scorecard, Sla,
    SlaProperty, SlaTarget, Team, TeamIx,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The shape of a catalog.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct CatalogShape {
    /// The ids of the tiers, lowest first.
    pub(super) tiers: Vec<String>,
    /// The ids of the levels of standards, lowest first; empty until [`Self::with_levels`] adds them.
    pub(super) levels: Vec<String>,
    /// The teams by id.
    pub(super) teams: BTreeMap<String, TeamShape>,
    /// The products by id.
    pub(super) products: BTreeMap<String, ProductShape>,
    /// The systems by id.
    pub(super) systems: BTreeMap<String, SystemShape>,
    /// Whether the systems are known: earlier versions did not store them.
    pub(super) has_systems: bool,
    /// The observed behaviour of jobs; not stored.
    pub(super) jobs: JobsOfState,
    /// The known tables: see [`read_shape::tables`]; not stored.
    pub(super) tables: BTreeSet<String>,
}

/// The shape of a team.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct TeamShape {
    pub(super) name: String,
    /// The names of its support channels.
    pub(super) channels: Vec<String>,
}

/// The shape of a product.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct ProductShape {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) lifecycle: String,
    /// The day from which it no longer exists: `2027-03-31`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) ends: Option<String>,
    /// The product that replaces it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) replaced_by: Option<NamedRef>,
    pub(super) tier: String,
    pub(super) category: Option<String>,
    pub(super) domain: Option<String>,
    pub(super) owner: Option<String>,
    /// The owner as written, if it is no team; not stored.
    #[serde(skip)]
    pub(super) unknown_owner: Option<String>,
    /// The output ports by id.
    pub(super) ports: BTreeMap<String, PortShape>,
    /// The promises by their keys.
    pub(super) promises: BTreeMap<String, PromiseShape>,
    /// The regulations by id, each with the reason if it ends here.
    pub(super) regulations: BTreeMap<String, Option<String>>,
    /// The ids of the products that it builds on.
    pub(super) reads: BTreeSet<String>,
    /// Those of `reads` whose tables it reads only by dbt's `ref`, which follows a table that moves.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) reads_by_ref: BTreeSet<String>,
    /// The output ports and tables that it reads of the products in `reads`, by product, as far as declared or seen.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) read_ports: BTreeMap<String, ReadPorts>,
    /// The sources and loaders behind its output ports, by the keys of their assets.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) origins: BTreeMap<String, OriginShape>,
    /// The products of `reads` that only its jobs were seen to read, with these jobs; not stored.
    #[serde(skip)]
    pub(super) reads_by_jobs: BTreeMap<String, BTreeSet<String>>,
    /// Its tables behind no port that something outside dbt reads, by their keys.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) read_outside: BTreeMap<String, ReadTable>,
    /// The ids of the teams that use it.
    pub(super) teams: BTreeSet<String>,
    /// Whether its tier is declared.
    pub(super) declares_tier: bool,
    /// Those of its jobs that were seen to run.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) jobs: BTreeSet<String>,
    /// All jobs that it names; not stored.
    #[serde(skip)]
    pub(super) named_jobs: BTreeSet<String>,
    /// The names of the assets that it declares, by their keys; not stored.
    #[serde(skip)]
    pub(super) assets: BTreeMap<String, String>,
    /// Its uses.
    pub(super) consumers: Vec<ConsumerShape>,
    /// The names of the support channels of its owner.
    pub(super) channels: Vec<String>,
    /// Its levels in the standards that apply to it, by their ids.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) levels: BTreeMap<String, LevelShape>,
    /// What its syncs fill in other systems, by the keys of their assets.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) fills: BTreeMap<String, FilledShape>,
    /// The guards among its assets, by their keys.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) guards: BTreeMap<String, GuardShape>,
    /// By when its assets must have run, by their keys.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) schedules: BTreeMap<String, ScheduleShape>,
}

/// A product's level in a standard.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct LevelShape {
    /// The name of the standard.
    pub(super) standard: String,
    /// The current level.
    pub(super) now: Option<NamedRef>,
    /// The highest level on record.
    pub(super) best: Option<NamedRef>,
}

/// A use of a product by a team.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct ConsumerShape {
    pub(super) team: NamedRef,
    pub(super) purpose: String,
    pub(super) stage: Option<String>,
    /// The logic of its own that the team adds, or its location.
    pub(super) last_miles: Vec<String>,
    /// The days until which the pieces of `last_miles` may stay, by their words, if known.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) due: BTreeMap<String, String>,
    /// The names of the team's support channels.
    pub(super) channels: Vec<String>,
}

/// The shape of a promise.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct PromiseShape {
    /// How much is promised: `6 hours`.
    pub(super) target: String,
    /// The target in words, `fresh within 6 hours`: the form stored before `target` existed.
    #[serde(skip_serializing)]
    words: String,
    /// The target as a number, less being stricter; `None` if it cannot be compared.
    pub(super) measure: Option<f64>,
}

/// The first line of a stored shape.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct ShapeHeader {
    tiers: Vec<String>,
    levels: Vec<String>,
    has_systems: bool,
    teams: BTreeMap<String, TeamShape>,
}

/// The line of a system in a stored shape.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SystemLine {
    system: SystemShape,
}

impl CatalogShape {
    /// Returns the shape of a catalog, without proposed products.
    #[must_use]
    pub(crate) fn of(catalog: &Catalog) -> Self {
        let products = catalog.products.iter().enumerate();
        let products = products.filter(|(_, product)| product.lifecycle != Lifecycle::Proposed);
        let jobs = JobsOfState::of(catalog);
        let (writers, origins) = (Writers::of(catalog), Origins::of(catalog));
        let products = products.map(|(position, product)| {
            let index = ProductIx::at(position);
            let mut shape = product_shape(index, product, &writers, catalog);
            let behind = origins.behind_ports(index, product);
            shape.origins = behind.origins;
            for (port, built_on) in behind.built_on {
                shape.ports.entry(port).or_default().built_on = built_on;
            }
            (product.id.clone(), shape)
        });
        Self {
            tiers: catalog.tiers.iter().map(|tier| tier.id.clone()).collect(),
            levels: Vec::new(),
            has_systems: true,
            jobs,
            tables: read_shape::tables(catalog),
            teams: catalog.teams.iter().map(team_shape).collect(),
            products: products.collect(),
            systems: catalog
                .systems
                .all
                .iter()
                .map(|system| (system.id.clone(), SystemShape::of(system, catalog)))
                .collect(),
        }
    }

    /// Adds the levels that products have reached, and the highest that they ever had, now or according to the
    /// previously stored shape.
    #[must_use]
    pub(crate) fn with_levels(
        mut self,
        catalog: &Catalog,
        scorecards: &[Vec<Scorecard>],
        before: Option<&Self>,
    ) -> Self {
        let standards = &catalog.standards;
        self.levels = standards.levels.iter().map(|level| level.id.clone()).collect();
        let levels = self.levels.clone();
        for (product, cards) in catalog.products.iter().zip(scorecards) {
            let Some(shape) = self.products.get_mut(&product.id) else { continue };
            let old_shape = before.and_then(|before| before.products.get(&product.id));
            for card in cards {
                let standard = &standards.standards[card.standard];
                let now = card.reached.map(|level| &standards.levels[level]);
                let now = now.map(|level| NamedRef { id: level.id.clone(), name: level.name.clone() });
                let best = old_shape.and_then(|shape| shape.levels.get(&standard.id)?.best.clone());
                let best =
                    std::cmp::max_by_key(best, now.clone(), |level| level_position(&levels, level.as_ref()));
                shape
                    .levels
                    .insert(standard.id.clone(), LevelShape { standard: standard.name.clone(), now, best });
            }
        }
        self
    }

    /// Returns the lines to store: one of JSON with the tiers, levels and teams, then one for each product and each system.
    #[must_use]
    pub(crate) fn to_lines(&self) -> String {
        let header = serde_json::to_string(&ShapeHeader {
            tiers: self.tiers.clone(),
            levels: self.levels.clone(),
            has_systems: self.has_systems,
            teams: self.teams.clone(),
        });
        let products = self.products.values().map(serde_json::to_string);
        let systems =
            self.systems.values().map(|system| serde_json::to_string(&SystemLine { system: system.clone() }));
        std::iter::once(header).chain(products).chain(systems).flatten().map(|line| line + "\n").collect()
    }

    /// Parses a stored shape; `None` if it is not one.
    #[must_use]
    pub(crate) fn from_lines(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        let header: ShapeHeader = serde_json::from_str(lines.next()?).ok()?;
        let mut systems = BTreeMap::new();
        let products = lines.filter(|line| {
            let system = serde_json::from_str(line).map(|SystemLine { system }| system);
            let is_product = system.is_err();
            systems.extend(system.map(|system| (system.id.clone(), system)));
            is_product
        });
        let products = products.map(|line| {
            let mut product: ProductShape = serde_json::from_str(line).ok()?;
            for (key, promise) in &mut product.promises {
                promise.take_target(key);
            }
            Some((product.id.clone(), product))
        });
        let products = products.collect::<Option<_>>()?;
        let ShapeHeader { tiers, levels, has_systems, teams } = header;
        Some(Self { tiers, levels, teams, products, systems, has_systems, ..Self::default() })
    }
}

/// Returns the position of a level among the existing levels; `None` if it does not exist.
pub(super) fn level_position(levels: &[String], level: Option<&NamedRef>) -> Option<usize> {
    levels.iter().position(|id| Some(id) == level.map(|level| &level.id))
}

impl PromiseShape {
    /// Takes the target from the words, if only those were stored.
    fn take_target(&mut self, key: &str) {
        if self.target.is_empty() {
            let property = key.split('/').next().and_then(SlaProperty::parse);
            let title = property.map(SlaProperty::title_in_sentence).unwrap_or_default();
            // The name of the time to repair in an earlier version.
            let mended = || self.words.strip_prefix("mended")?.trim_start().strip_prefix("within");
            let text = self.words.strip_prefix(&title).or_else(mended);
            let target = text.unwrap_or(&self.words).trim_start();
            self.target = target.to_owned();
        }
        self.words = String::new();
    }

    /// Returns the duration of its target; `None` for any other kind of target.
    pub(super) fn period(&self) -> Option<Period> {
        let text = self.target.strip_prefix("every ").unwrap_or(&self.target);
        text.parse().or_else(|_| ["1", text].join(" ").parse()).ok()
    }

    /// Returns the time of day and the days of its target; `None` for any other kind of target.
    pub(super) fn deadline(&self) -> Option<Deadline> {
        // Targets name their last day after `and`.
        Deadline::parse(&self.target.replace(" and ", ", "))
    }
}

fn product_shape(
    index: ProductIx,
    product: &Product,
    writers: &Writers<'_>,
    catalog: &Catalog,
) -> ProductShape {
    let ports = product.output_ports.iter();
    let ports = ports.map(|port| (port.id.clone(), port_shape(port, writers, catalog)));
    let (named_jobs, jobs) = jobs_of(product, catalog);
    let regulations = product.obligations.iter();
    let teams = product.consumers.iter().filter_map(Consumer::team);
    let teams = teams.map(|team| catalog.team(team).id.clone());
    let upstream = catalog.lineage.upstream(index);
    ProductShape {
        id: product.id.clone(),
        name: product.name.clone(),
        lifecycle: product.lifecycle.word().to_owned(),
        ends: product.ends.map(|day| day.to_string()),
        replaced_by: product.replaced_by.map(|successor| {
            let product = catalog.product(successor);
            NamedRef { id: product.id.clone(), name: product.name.clone() }
        }),
        tier: catalog.tiers.get(product.tier.position()).map(|tier| tier.id.clone()).unwrap_or_default(),
        category: product.category.map(|category| catalog.categories[category.position()].id.clone()),
        domain: product.domain.map(|domain| catalog.domains[domain.position()].id.clone()),
        owner: product.owner.map(|owner| catalog.team(owner).id.clone()),
        unknown_owner: product.unknown_owner.clone(),
        ports: ports.collect(),
        promises: product.slas.iter().map(|sla| (sla.key(product), promise_shape(sla))).collect(),
        regulations: regulations
            .map(|regulation| {
                (
                    catalog.regulations[regulation.regulation.position()].id.clone(),
                    regulation.reason_not_passed_on.clone(),
                )
            })
            .collect(),
        reads: upstream.iter().map(|flow| catalog.product(flow.product).id.clone()).collect(),
        reads_by_ref: read_shape::by_ref(&upstream, catalog),
        read_ports: read_shape::read_ports(&upstream, product, catalog),
        origins: BTreeMap::new(),
        reads_by_jobs: read_shape::by_jobs(&upstream, catalog),
        read_outside: read_shape::read_outside(index, product, catalog),
        teams: teams.collect(),
        jobs,
        named_jobs,
        assets: guard_shape::declared(product, catalog),
        guards: guard_shape::guards(product, catalog),
        schedules: guard_shape::schedules(product, catalog),
        declares_tier: product.has_tier,
        consumers: product
            .consumers
            .iter()
            .filter_map(|consumer| consumer_shape(consumer, catalog))
            .collect(),
        channels: product.owner.map(|team| channels(team, catalog)).unwrap_or_default(),
        levels: BTreeMap::new(),
        fills: filled(product, catalog),
    }
}

fn consumer_shape(consumer: &Consumer, catalog: &Catalog) -> Option<ConsumerShape> {
    let index = consumer.team()?;
    let team = catalog.team(index);
    Some(ConsumerShape {
        team: NamedRef { id: team.id.clone(), name: team.name.clone() },
        purpose: consumer.purpose.clone(),
        stage: consumer.stage.map(|stage| stage.word().to_owned()),
        last_miles: consumer.last_miles.iter().map(|mile| mile.logic_or_place().to_owned()).collect(),
        due: consumer
            .last_miles
            .iter()
            .filter_map(|mile| Some((mile.logic_or_place().to_owned(), mile.until()?.to_string())))
            .collect(),
        channels: channels(index, catalog),
    })
}

fn team_shape(team: &Team) -> (String, TeamShape) {
    let channels = team.support.iter().map(|channel| channel.name.clone()).collect();
    (team.id.clone(), TeamShape { name: team.name.clone(), channels })
}

/// Returns the names of a team's support channels.
fn channels(team: TeamIx, catalog: &Catalog) -> Vec<String> {
    catalog.team(team).support.iter().map(|channel| channel.name.clone()).collect()
}

fn promise_shape(sla: &Sla) -> PromiseShape {
    let is_more_better = matches!(sla.property, SlaProperty::Availability | SlaProperty::Retention);
    let measure = match &sla.target {
        SlaTarget::Period(length) | SlaTarget::Every(length) => Some(length.minutes_at_most() as f64),
        SlaTarget::Percent(share) => Some(*share),
        // The earlier the better; its days are compared apart.
        SlaTarget::By(by) => Some(f64::from(by.time.hour()) * 60.0 + f64::from(by.time.minute())),
        SlaTarget::Text(_) => None,
    };
    PromiseShape {
        target: sla.target.to_string(),
        words: String::new(),
        measure: measure.map(|measure| if is_more_better { -measure } else { measure }),
    }
}
