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
    /// The file that describes it, if that is another: `package://path`.
    pub patch_path: Text,
    /// Package, folders, name.
    pub fqn: Texts,
    /// Tags.
    pub tags: Texts,
    /// Free facts.
    pub meta: Meta,
    /// Settings; newer versions keep tags and meta here.
    pub config: NodeSettingsDoc,
    /// All of its settings, as selectors ask for them.
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
    /// When the version ends.
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
    /// Of a test: the node it belongs to.
    pub attached_node: Text,
    /// Of a test: the column it looks at.
    pub column_name: Text,
    /// Of a generic test: what it tests.
    pub test_metadata: LenientRecord<TestMetadataDoc>,
    /// Of a source: the source that the table belongs to.
    pub source_name: Text,
    /// Of a source: what is said of the source as a whole.
    pub source_description: Text,
    /// Of a source: what loads it.
    pub loader: Text,
    /// Of a source: how old its data may be.
    pub freshness: LenientRecord<FreshnessDoc>,
    /// Of an exposure or metric: the name for people.
    pub label: Text,
    /// Of an exposure: `dashboard`, `notebook`, `analysis`, `ml`, `application`…
    #[serde(rename = "type")]
    pub node_type: Text,
    /// Of an exposure: who answers for it.
    pub owner: LenientRecord<OwnerDoc>,
    /// Of an exposure: where it is opened.
    pub url: Text,
}

/// Settings of a node.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct NodeConfigDoc {
    /// Tags.
    pub tags: Texts,
    /// Free facts.
    pub meta: Meta,
    /// The group's name.
    pub group: Text,
    /// `private`, `protected` or `public`.
    pub access: Text,
    /// Whether dbt enforces its columns.
    pub contract: LenientRecord<NodeContractDoc>,
    /// How it is made.
    pub materialized: Text,
    /// Of a test: `error` or `warn`, in any case.
    pub severity: Text,
    /// `false` where it is switched off.
    pub enabled: Text,
    /// Of a source: how old its data may be; newer versions keep it here.
    pub freshness: LenientRecord<FreshnessDoc>,
}

/// How old the data of a source may be. A source that says nothing has limits without a count.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct FreshnessDoc {
    /// From then on dbt warns.
    pub warn_after: LenientRecord<FreshnessLimitDoc>,
    /// From then on it fails.
    pub error_after: LenientRecord<FreshnessLimitDoc>,
}

/// A length of time.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct FreshnessLimitDoc {
    /// How many,
    pub count: Text,
    /// of what: `minute`, `hour` or `day`.
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
    /// The name; the key where it is missing.
    pub name: Text,
    /// Markdown.
    pub description: Text,
    /// The type.
    pub data_type: Text,
    /// Tags.
    pub tags: Texts,
    /// Free facts.
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
    /// Free facts.
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

/// Who answers for something; other keys are passed over.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct OwnerDoc {
    /// A name.
    pub name: Text,
    /// One address or several.
    pub email: Texts,
}

/// The settings of a node: those that are used by name, and all of them as they were noted.
#[derive(Clone, Debug, Default)]
pub struct NodeSettingsDoc(pub NodeConfigDoc, pub(super) String);

impl<'de> Deserialize<'de> for NodeSettingsDoc {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let mut notes = SettingsRecorder::default();
        let LenientRecord(doc) = LenientRecord::deserialize(Recording(from, &mut notes))?;
        Ok(Self(doc, notes.text))
    }
}
