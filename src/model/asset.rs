//! The assets of products: models, sources, exposures, and assets that dbt does not know.

use super::column::Column;
use super::{AssetIx, Period, PortType, ProductIx, Schedule};
use crate::source::Span;
use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::Arc;

/// What kind of thing an asset is.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum AssetKind {
    /// A dbt model.
    #[default]
    Model,
    /// A dbt seed: a small table written by hand.
    Seed,
    /// A dbt snapshot.
    Snapshot,
    /// A table that dbt reads and does not make.
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
    /// A dbt resource of a type that Glassbox does not know, by dbt's word for it.
    OtherDbt(String),
    /// Something that a product declares and dbt does not know, by the product's word for it.
    Declared(String),
}

impl AssetKind {
    /// dbt's `resource_type`, or the product's own word.
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

    /// Whether it shows the data of others at any time, and holds none: a dashboard, an explore, a report.
    #[must_use]
    pub(crate) fn shows_data(&self) -> bool {
        match self {
            Self::Declared(_) => self.has_word(SHOWING) && !self.moves_data(),
            _ => true,
        }
    }

    /// Whether a product's own word says that it makes or moves data: a sync, an export, a loader.
    #[must_use]
    pub(crate) fn moves_data(&self) -> bool {
        matches!(self, Self::Declared(_)) && self.has_word(MOVING)
    }

    /// Whether the product's own words have one of these, also in the plural.
    fn has_word(&self, known: &[&str]) -> bool {
        let words = self.word().to_lowercase();
        words.split(|letter: char| !letter.is_alphanumeric()).any(|word| {
            known.contains(&word) || word.strip_suffix('s').is_some_and(|one| known.contains(&one))
        })
    }

    /// The kind that dbt's `resource_type` names.
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

/// Words for what shows data, as products call it.
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
/// Words for what makes or moves data, whatever else is said of it: an `api sync`, a `materialized view`.
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

/// A test that is attached to an asset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Test {
    /// dbt's unique id; changes between dbt versions, so never part of a URL.
    pub unique_id: String,
    /// What it tests, in few words: `unique`, `not_null`, or the name of a singular test.
    pub name: String,
    /// The column it looks at.
    pub column: Option<String>,
    /// Whether dbt counts a failure as `error` or `warn`, in lower case.
    pub severity: String,
    /// Whether it is a unit test: it checks the logic, not the data.
    pub unit: bool,
}

/// A column, and the field of another system that it is written to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FieldMapping {
    /// The column.
    pub column: String,
    /// The field.
    pub field: String,
}

/// Who answers for an asset according to dbt.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct DbtOwner {
    /// A name, if given.
    pub name: Option<String>,
    /// E-mail addresses, none or several.
    pub emails: Vec<String>,
}

/// How old the data of a source may be; at least one is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct FreshnessLimits {
    /// From then on dbt warns.
    pub warn_after: Option<Period>,
    /// From then on dbt fails.
    pub error_after: Option<Period>,
}

/// One table, dashboard, job or other thing: what is known of it, and who holds it.
///
/// What is known is shared: a preview knows the same of most assets after an edit as before it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Asset {
    /// The product that holds it.
    pub product: Option<ProductIx>,
    /// What is known of it.
    pub facts: Arc<AssetFacts>,
}

impl Asset {
    /// What is known of it, to be added to.
    pub(crate) fn facts_mut(&mut self) -> &mut AssetFacts {
        Arc::make_mut(&mut self.facts)
    }

    /// The last part of its name, in lower case: `orders` of the source `shop.orders`.
    #[must_use]
    pub(crate) fn table_name(&self) -> String {
        self.name.rsplit('.').next().unwrap_or_default().to_lowercase()
    }

    /// Whether dbt makes the asset when it runs, so that a run can be expected.
    #[must_use]
    pub(crate) fn is_made(&self) -> bool {
        matches!(self.kind, AssetKind::Model | AssetKind::Seed | AssetKind::Snapshot)
            && self.materialized.as_deref() != Some("ephemeral")
            && !self.external
    }

    /// Whether runs of it are expected: dbt makes it, a job does, or it brings data elsewhere.
    #[must_use]
    pub(crate) fn is_expected(&self) -> bool {
        self.is_made() || self.job.is_some() || self.carries
    }

    /// Whether it cannot be seen itself, and stands as what it reads.
    #[must_use]
    pub(crate) fn shows_only(&self) -> bool {
        !self.is_made() && !self.carries && !self.external
    }

    /// Whether it is computed each time that it is read.
    #[must_use]
    pub(crate) fn is_view(&self) -> bool {
        matches!(self.materialized.as_deref(), Some("view" | "ephemeral"))
    }

    /// Whether it holds rows in the warehouse.
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

/// What is known of an asset.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct AssetFacts {
    /// dbt's unique id, or `PRODUCT/ASSET` for a declared asset: unique in the catalog.
    pub key: String,
    /// The name for people: dbt's name (for a source `SOURCE.TABLE`), a label where there is one.
    pub name: String,
    /// What kind of thing it is.
    pub kind: AssetKind,
    /// Markdown as dbt or the product wrote it; may be empty.
    pub description: String,
    /// The dbt package, empty for a declared asset.
    pub package: String,
    /// The file in the dbt project, with `/`; empty if unknown.
    pub path: String,
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
    /// Whether it is the latest of its versions (true without versions).
    pub latest: bool,
    /// RFC 3339 time after which the version should not be used, as dbt wrote it.
    pub deprecated_from: Option<String>,
    /// How dbt makes it: `table`, `view`, `incremental`…
    pub materialized: Option<String>,
    /// Columns in dbt's order.
    pub columns: Vec<Column>,
    /// Tests attached to it, by name.
    pub tests: Vec<Test>,
    /// Where people open it; as written, not yet checked.
    pub url: Option<String>,
    /// Where the code of a declared asset can be read; as written, not yet checked.
    pub code: Option<String>,
    /// The tool behind it: Airbyte, Hightouch…
    pub tool: Option<String>,
    /// The OpenLineage job behind a declared asset: `NAMESPACE/NAME`.
    pub job: Option<String>,
    /// Whether it is declared to bring data elsewhere, as a sync or an export does, and no job is named: that the
    /// data is right where it comes from does not say that it arrived.
    pub carries: bool,
    /// What that job was called before.
    pub formerly: Vec<String>,
    /// By when it has run, as declared.
    pub schedule: Option<Schedule>,
    /// Of a sync, the fields that it fills in another system.
    pub fields: Vec<FieldMapping>,
    /// For an exposure its `type`: dashboard, application…; for a source its loader.
    pub subtype: Option<String>,
    /// Who answers for it according to dbt.
    pub owner: Option<DbtOwner>,
    /// dbt's `meta`, flattened to dotted keys and text, from the node and its config.
    pub meta: BTreeMap<String, String>,
    /// Whether another dbt project makes it and no manifest of this catalog says more.
    pub external: bool,
    /// Of a source, how old its data may be, if somebody said so.
    pub freshness: Option<FreshnessLimits>,
    /// Where a declared asset is written.
    pub declared: Option<Span>,
    /// Whether it is a table that only OpenLineage jobs make: nobody declares it as an asset of its own.
    pub dataset: bool,
    /// Of such a table that no output port names, its names: system and name as names are compared, sorted.
    pub seen_as: Vec<(Arc<str>, Box<str>)>,
}

impl AssetFacts {
    /// What an output port in front of it is, as far as that is known: of an exposure, what dbt says.
    #[must_use]
    pub(crate) fn port_type(&self) -> Option<PortType> {
        match self.kind {
            AssetKind::Exposure => PortType::parse(self.subtype.as_deref()?),
            AssetKind::Declared(_) if !self.dataset => None,
            _ => Some(PortType::Table),
        }
    }

    /// The day after which it should not be used, as dbt wrote it: `2026-12-31`.
    #[must_use]
    pub(crate) fn deprecation_day(&self) -> Option<&str> {
        self.deprecated_from.as_deref().map(|time| time.get(..10).unwrap_or(time))
    }
}

/// `reader` reads `read`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct AssetEdge {
    /// The upstream asset.
    pub from: AssetIx,
    /// The downstream asset, which reads it.
    pub to: AssetIx,
}

/// The name of a table in the warehouse as names are compared: without quotes, in lower case.
#[must_use]
pub(crate) fn relation_name(written: &str) -> String {
    let mut name = String::with_capacity(written.len());
    name.extend(written.split(['"', '`', '[', ']']));
    if !name.is_ascii() {
        return name.to_lowercase();
    }
    name.make_ascii_lowercase();
    name
}
