//! The assets of products: models, sources, exposures, and assets unknown to dbt.

use super::column::Column;
use super::{AssetIx, Period, PortType, ProductIx, Schedule, Stage};
use crate::source::Span;
use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::Arc;

/// The kind of an asset.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum AssetKind {
    /// A dbt model.
    #[default]
    Model,
    /// A dbt seed: a small hand-written table.
    Seed,
    /// A dbt snapshot.
    Snapshot,
    /// A table that dbt reads but does not build.
    Source,
    /// A dbt exposure: a use of data outside dbt.
    Exposure,
    /// A dbt metric.
    Metric,
    /// A dbt semantic model.
    SemanticModel,
    /// A dbt saved query.
    SavedQuery,
    /// A dbt analysis.
    Analysis,
    /// A dbt resource of a type unknown to Glassbox, under dbt's name for it.
    OtherDbt(String),
    /// An asset that a product declares and dbt does not know, under the product's name for its kind.
    Declared(String),
}

impl AssetKind {
    /// Returns dbt's `resource_type`, or the product's own word.
    #[must_use]
    pub(crate) fn word(&self) -> &str {
        match self {
            Self::Model => "model",
            Self::Seed => "seed",
            Self::Snapshot => "snapshot",
            Self::Source => "source",
            Self::Exposure => "exposure",
            Self::Metric => "metric",
            Self::SemanticModel => "semantic_model",
            Self::SavedQuery => "saved_query",
            Self::Analysis => "analysis",
            Self::OtherDbt(word) | Self::Declared(word) => word,
        }
    }

    /// Returns whether it only displays data of other assets: a dashboard, an explore, a report.
    #[must_use]
    pub(crate) fn shows_data(&self) -> bool {
        match self {
            Self::Declared(_) => self.has_word(SHOWING) && !self.moves_data(),
            _ => true,
        }
    }

    /// Returns whether the product's word for its kind means that it makes or moves data: a sync, an export,
    /// a loader.
    #[must_use]
    pub(crate) fn moves_data(&self) -> bool {
        matches!(self, Self::Declared(_)) && self.has_word(MOVING)
    }

    /// Whether a product says that it looks after data: a policy, a test, a scan.
    #[must_use]
    pub(crate) fn looks_after_data(&self) -> bool {
        matches!(self, Self::Declared(_))
            && (self.has_word(GUARDING) && self.has_last_word_other_than(NOT_GUARDING) || self.is_policy())
    }

    /// Whether a product says that it sets who may see what, rather than look at data.
    #[must_use]
    pub(crate) fn is_policy(&self) -> bool {
        matches!(self, Self::Declared(_))
            && self.has_word(POLICIES)
            && self.has_last_word_other_than(NOT_GUARDING)
    }

    /// Whether a product says that it brings data in, and nothing else: a replication, a loader.
    #[must_use]
    pub(crate) fn is_loader(&self) -> bool {
        matches!(self, Self::Declared(word) if LOADING.contains(&word.as_str()))
    }

    /// Whether the product's own words have one of these, also in the plural.
    fn has_word(&self, known: &[&str]) -> bool {
        let text = self.word().to_lowercase();
        text.split(|letter: char| !letter.is_alphanumeric()).any(|word| {
            known.contains(&word) || word.strip_suffix('s').is_some_and(|singular| known.contains(&singular))
        })
    }

    /// Returns whether the last of the product's own words, which says what it is, is none of these.
    fn has_last_word_other_than(&self, words: &[&str]) -> bool {
        let text = self.word().to_lowercase();
        let last = text.rsplit(|letter: char| !letter.is_alphanumeric()).find(|word| !word.is_empty());
        last.is_none_or(|last| !words.contains(&last))
    }

    /// Returns the kind that a dbt `resource_type` names.
    #[must_use]
    pub(crate) fn from_dbt(word: &str) -> Self {
        match word {
            "model" => Self::Model,
            "seed" => Self::Seed,
            "snapshot" => Self::Snapshot,
            "source" => Self::Source,
            "exposure" => Self::Exposure,
            "metric" => Self::Metric,
            "semantic_model" => Self::SemanticModel,
            "saved_query" => Self::SavedQuery,
            "analysis" => Self::Analysis,
            other => Self::OtherDbt(other.to_owned()),
        }
    }
}

/// Words that products use for things that display data.
const SHOWING: &[&str] = &[
    "api",
    "app",
    "board",
    "chart",
    "cube",
    "dashboard",
    "document",
    "endpoint",
    "explore",
    "explorer",
    "look",
    "metric",
    "notebook",
    "page",
    "query",
    "report",
    "story",
    "tile",
    "view",
    "workbook",
    "worksheet",
];
/// Words for things that look at data, and neither make nor move any.
const GUARDING: &[&str] = &[
    "anomalies",
    "anomaly",
    "assertion",
    "audit",
    "check",
    "guard",
    "monitor",
    "observability",
    "quality",
    "reconciliation",
    "scan",
    "test",
    "validation",
];
/// Words for things that look at nothing, whatever the rest of the term: a `test campaign`, a `policy study`.
const NOT_GUARDING: &[&str] = &["campaign", "data", "environment", "study"];
/// Words for things that set who may see what.
const POLICIES: &[&str] = &["mask", "masking", "policies", "policy"];
/// Words for things that make or move data, whatever the rest of the term: an `api sync`, a `materialized
/// view`.
const MOVING: &[&str] = &[
    "copy",
    "email",
    "export",
    "extract",
    "feed",
    "import",
    "index",
    "ingest",
    "ingestion",
    "load",
    "loader",
    "mail",
    "mailer",
    "materialised",
    "materialized",
    "pipeline",
    "push",
    "refresh",
    "replication",
    "snapshot",
    "sync",
    "table",
    "upload",
    "writer",
];

/// Words for what brings data in.
const LOADING: &[&str] = &["loader", "replication"];

/// A test that is attached to an asset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Test {
    /// dbt's unique id; differs between dbt versions, so it is never part of a URL.
    pub unique_id: String,
    /// A short label: `unique`, `not_null`, or the name of a singular test.
    pub name: String,
    /// The column that it tests, if any.
    pub column: Option<String>,
    /// Whether dbt treats a failure as `error` or `warn`, in lower case.
    pub severity: String,
    /// Whether it is a unit test, which checks the logic and not the data.
    pub unit: bool,
}

/// A column and the field of another system that it is written to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FieldMapping {
    /// The column.
    pub column: String,
    /// The field.
    pub field: String,
}

/// The owner of an asset according to dbt.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct DbtOwner {
    /// A name, if given.
    pub name: Option<String>,
    /// E-mail addresses; may be empty.
    pub emails: Vec<String>,
}

impl std::fmt::Display for DbtOwner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut parts: Vec<&str> = self.name.iter().chain(&self.emails).map(String::as_str).collect();
        // Some write the address as the name.
        parts.dedup();
        f.write_str(&parts.join(", "))
    }
}

/// How old the data of a source may be; at least one limit is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct FreshnessLimits {
    /// The age from which dbt warns.
    pub warn_after: Option<Period>,
    /// The age from which dbt fails.
    pub error_after: Option<Period>,
}

/// One table, dashboard, job or other thing: its facts, and the product that owns it.
///
/// The facts are shared: a preview has the same facts for most assets before and after an edit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Asset {
    /// The product that owns it, if any.
    pub product: Option<ProductIx>,
    /// The facts about it.
    pub facts: Arc<AssetFacts>,
}

impl Asset {
    /// Returns its facts for modification.
    pub(crate) fn facts_mut(&mut self) -> &mut AssetFacts {
        Arc::make_mut(&mut self.facts)
    }

    /// Returns the last part of its name, in lower case: `orders` for the source `shop.orders`.
    #[must_use]
    pub(crate) fn table_name(&self) -> String {
        self.name.rsplit('.').next().unwrap_or_default().to_lowercase()
    }

    /// Returns whether dbt builds the asset, so that runs can be expected.
    #[must_use]
    pub(crate) fn is_built_by_dbt(&self) -> bool {
        matches!(self.kind, AssetKind::Model | AssetKind::Seed | AssetKind::Snapshot)
            && self.materialized.as_deref() != Some("ephemeral")
            && !self.external
    }

    /// Returns whether runs of it are expected: dbt builds it, a job does, or it carries data elsewhere.
    #[must_use]
    pub(crate) fn is_expected(&self) -> bool {
        self.is_built_by_dbt() || self.job.is_some() || self.is_export
    }

    /// Returns whether it cannot be observed itself, so that it takes its status from its inputs.
    #[must_use]
    pub(crate) fn mirrors_inputs(&self) -> bool {
        !self.is_built_by_dbt() && !self.is_export && !self.external
    }

    /// Returns whether it is computed each time it is read.
    #[must_use]
    pub(crate) fn is_view(&self) -> bool {
        matches!(self.materialized.as_deref(), Some("view" | "ephemeral"))
    }

    /// Returns whether it holds rows in the warehouse.
    #[must_use]
    pub(crate) fn is_table(&self) -> bool {
        match self.kind {
            AssetKind::Model | AssetKind::Snapshot => self.materialized.as_deref() != Some("ephemeral"),
            AssetKind::Seed | AssetKind::Source => true,
            AssetKind::Declared(_) => self.relation.is_some(),
            _ => false,
        }
    }
}

impl From<AssetFacts> for Asset {
    fn from(facts: AssetFacts) -> Self {
        Self { product: None, facts: Arc::new(facts) }
    }
}

impl Deref for Asset {
    type Target = AssetFacts;

    fn deref(&self) -> &AssetFacts {
        &self.facts
    }
}

/// The facts about an asset.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct AssetFacts {
    /// dbt's unique id, or `PRODUCT/ASSET` for a declared asset; unique in the catalog.
    pub key: String,
    /// The display name: dbt's name (for a source `SOURCE.TABLE`), or a label if there is one.
    pub name: String,
    /// Its kind.
    pub kind: AssetKind,
    /// Markdown as written in dbt or by the product; may be empty.
    pub description: String,
    /// The dbt package, empty for a declared asset.
    pub package: String,
    /// The file in the dbt project, with `/`; empty if unknown.
    pub path: String,
    /// The YAML file in the dbt project that describes it and declares its tests, with `/`; empty if unknown.
    pub patch_path: String,
    /// dbt's fully qualified name: package, folders, name.
    pub fqn: Vec<String>,
    /// The name in the warehouse without quotes, lower case: `database.schema.table`.
    pub relation: Option<String>,
    /// dbt tags, from the node and its config.
    pub tags: Vec<String>,
    /// dbt group.
    pub group: Option<String>,
    /// dbt access: `private`, `protected` or `public`.
    pub access: Option<String>,
    /// Whether dbt enforces a contract on it.
    pub contract_enforced: bool,
    /// dbt model version.
    pub version: Option<String>,
    /// Whether there is a later version of it.
    pub is_older_version: bool,
    /// RFC 3339 time after which the version should not be used, as written in dbt.
    pub deprecated_from: Option<String>,
    /// dbt's materialization: `table`, `view`, `incremental`…
    pub materialized: Option<String>,
    /// Columns in dbt's order.
    pub columns: Vec<Column>,
    /// Tests attached to it, by name.
    pub tests: Vec<Test>,
    /// Where people open it; as written, not yet validated.
    pub url: Option<String>,
    /// Where the code of a declared asset can be read; as written, not yet validated.
    pub code: Option<String>,
    /// The tool behind it: Airbyte, Hightouch…
    pub tool: Option<String>,
    /// The OpenLineage job behind a declared asset: `NAMESPACE/NAME`.
    pub job: Option<String>,
    /// Whether it is declared to carry data elsewhere, as a sync or an export does, without a named job:
    /// correct data at its source does not prove that it arrived.
    pub is_export: bool,
    /// Earlier names of that job.
    pub formerly: Vec<String>,
    /// The declared time by which it must have run.
    pub schedule: Option<Schedule>,
    /// For a sync, the fields that it fills in another system.
    pub fields: Vec<FieldMapping>,
    /// For an exposure its `type`: dashboard, application…; for a source its loader.
    pub subtype: Option<String>,
    /// Its owner according to dbt.
    pub owner: Option<DbtOwner>,
    /// dbt's `meta`, flattened to dotted keys and text, from the node and its config.
    pub meta: BTreeMap<String, String>,
    /// Whether another dbt project builds it and no manifest of this catalog describes it further.
    pub external: bool,
    /// For a source, how old its data may be, if declared.
    pub freshness: Option<FreshnessLimits>,
    /// Where a declared asset is defined.
    pub declared: Option<Span>,
    /// Whether it is a table known only from OpenLineage jobs, not declared as an asset of its own.
    pub dataset: bool,
    /// For such a table without an output port, its names: system and name in the form used for comparison,
    /// sorted.
    pub event_names: Vec<(Arc<str>, Box<str>)>,
}

impl AssetFacts {
    /// Returns the type of an output port on it, if known: for an exposure, from dbt.
    #[must_use]
    pub(crate) fn port_type(&self) -> Option<PortType> {
        match self.kind {
            AssetKind::Exposure => PortType::parse(self.subtype.as_deref()?),
            AssetKind::Declared(_) if !self.dataset => None,
            _ => Some(PortType::Table),
        }
    }

    /// Returns the stage that the type of an exposure stands for where nobody declares one. A dashboard may be used in
    /// any.
    #[must_use]
    pub(crate) fn exposure_stage(&self) -> Option<Stage> {
        match self.subtype.as_deref().filter(|_| self.kind == AssetKind::Exposure)? {
            "application" => Some(Stage::Application),
            "notebook" | "analysis" => Some(Stage::Analysis),
            _ => None,
        }
    }

    /// Returns the day after which it should not be used, as written in dbt: `2026-12-31`.
    #[must_use]
    pub(crate) fn deprecation_day(&self) -> Option<&str> {
        self.deprecated_from.as_deref().map(|time| time.get(..10).unwrap_or(time))
    }
}

/// A dependency: `to` reads `from`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct AssetEdge {
    /// The upstream asset.
    pub from: AssetIx,
    /// The downstream asset, which reads the other.
    pub to: AssetIx,
}
