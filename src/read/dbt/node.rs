//! A node of a manifest: a model, a source, a test, an exposure… with its settings and columns.

use super::lenient::{Entries, Flag, LenientRecord, Meta, Text, Texts};
use super::recording::{Recording, SettingsRecorder};
use super::settings::NodeSettings;
use serde::{Deserialize, Deserializer};

/// A node of any type; each type uses some of the fields.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct NodeDoc {
    /// The name.
    pub name: Text,
    /// The package that defines it.
    pub package_name: Text,
    /// The file that defines it, below the project's folder.
    pub original_file_path: Text,
    /// The file that describes it, if it is a different one: `package://path`.
    pub patch_path: Text,
    /// Package, folders, name.
    pub fqn: Texts,
    /// Tags.
    pub tags: Texts,
    /// Free key-value pairs.
    pub meta: Meta,
    /// Settings; newer versions keep tags and meta here.
    pub config: NodeSettingsDoc,
    /// All of its settings, for selectors.
    #[serde(skip)]
    pub settings: NodeSettings,
    /// The group's name.
    pub group: Text,
    /// `private`, `protected` or `public`.
    pub access: Text,
    /// Whether dbt enforces its columns.
    pub contract: LenientRecord<NodeContractDoc>,
    /// The model's version.
    pub version: Text,
    /// The latest of its versions.
    pub latest_version: Text,
    /// The date on which the version is deprecated.
    pub deprecation_date: Text,
    /// What it reads.
    pub depends_on: LenientRecord<DependsOnDoc>,
    /// Markdown.
    pub description: Text,
    /// Columns in dbt's order.
    pub columns: Entries<LenientRecord<NodeColumnDoc>>,
    /// Database of its relation.
    pub database: Text,
    /// Schema of its relation.
    pub schema: Text,
    /// Name of its relation.
    pub alias: Text,
    /// Name of a source's relation.
    pub identifier: Text,
    /// The relation as SQL writes it, with quotes.
    pub relation_name: Text,
    /// For a test: the node that it belongs to.
    pub attached_node: Text,
    /// For a test: the column that it checks.
    pub column_name: Text,
    /// For a generic test: what it tests.
    pub test_metadata: LenientRecord<TestMetadataDoc>,
    /// For a source: the source that the table belongs to.
    pub source_name: Text,
    /// For a source: the description of the source as a whole.
    pub source_description: Text,
    /// For a source: what loads it.
    pub loader: Text,
    /// For a source: the maximum age of its data.
    pub freshness: LenientRecord<FreshnessDoc>,
    /// For an exposure or metric: the name for people.
    pub label: Text,
    /// For an exposure: `dashboard`, `notebook`, `analysis`, `ml`, `application`…
    #[serde(rename = "type")]
    pub node_type: Text,
    /// For an exposure: who is responsible for it.
    pub owner: LenientRecord<OwnerDoc>,
    /// For an exposure: its address.
    pub url: Text,
}

/// Settings of a node.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct NodeConfigDoc {
    /// Tags.
    pub tags: Texts,
    /// Free key-value pairs.
    pub meta: Meta,
    /// The group's name.
    pub group: Text,
    /// `private`, `protected` or `public`.
    pub access: Text,
    /// Whether dbt enforces its columns.
    pub contract: LenientRecord<NodeContractDoc>,
    /// How it is materialized.
    pub materialized: Text,
    /// For a test: `error` or `warn`, in any case.
    pub severity: Text,
    /// `false` if it is disabled.
    pub enabled: Text,
    /// For a source: the maximum age of its data; newer versions keep it here.
    pub freshness: LenientRecord<FreshnessDoc>,
}

/// The maximum age of a source's data. A source without freshness settings has limits without a count.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct FreshnessDoc {
    /// The age from which dbt warns.
    pub warn_after: LenientRecord<FreshnessLimitDoc>,
    /// The age from which it fails.
    pub error_after: LenientRecord<FreshnessLimitDoc>,
}

/// A duration.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct FreshnessLimitDoc {
    /// The number,
    pub count: Text,
    /// and its unit: `minute`, `hour` or `day`.
    pub period: Text,
}

/// A model's contract.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
pub struct NodeContractDoc {
    /// Whether dbt refuses to build it with other columns.
    pub enforced: Flag,
}

/// What a node reads.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct DependsOnDoc {
    /// Ids of nodes.
    pub nodes: Texts,
}

/// A column.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct NodeColumnDoc {
    /// The name; if missing, the key is the name.
    pub name: Text,
    /// Markdown.
    pub description: Text,
    /// The type.
    pub data_type: Text,
    /// Tags.
    pub tags: Texts,
    /// Free key-value pairs.
    pub meta: Meta,
    /// Settings: newer versions keep tags and meta here.
    pub config: LenientRecord<ColumnConfigDoc>,
}

/// Settings of a column.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ColumnConfigDoc {
    /// Tags.
    pub tags: Texts,
    /// Free key-value pairs.
    pub meta: Meta,
}

/// What a generic test tests.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct TestMetadataDoc {
    /// `unique`, `not_null`…
    pub name: Text,
    /// The package of the test, if it is not dbt's own.
    pub namespace: Text,
    /// Its arguments.
    pub kwargs: LenientRecord<TestArgumentsDoc>,
}

/// Arguments of a generic test.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct TestArgumentsDoc {
    /// The column.
    pub column_name: Text,
    /// The model as a template writes it: `{{ get_where_subquery(ref('orders')) }}`.
    pub model: Text,
}

/// Who is responsible for something; other keys are ignored.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct OwnerDoc {
    /// A name.
    pub name: Text,
    /// One address or several.
    pub email: Texts,
}

/// The settings of a node: those that are used by name, and all of them as recorded.
#[derive(Clone, Debug, Default)]
pub struct NodeSettingsDoc(pub NodeConfigDoc, pub(super) String);

impl<'de> Deserialize<'de> for NodeSettingsDoc {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let mut notes = SettingsRecorder::default();
        let LenientRecord(doc) = LenientRecord::deserialize(Recording(from, &mut notes))?;
        Ok(Self(doc, notes.text))
    }
}
