//! Inside the box: a product's assets, by layer.

use serde::Serialize;

/// Assets of one layer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LayerView {
    /// The id, fit for a class name.
    pub id: String,
    /// The name for people: `Staging`.
    pub name: String,
    /// What the layer is for, in one plain sentence.
    pub meaning: String,
    /// The assets, at most a hundred.
    pub assets: Vec<AssetView>,
    /// How many there are.
    pub total: usize,
}

/// An asset.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct AssetView {
    /// Its anchor in the page.
    pub anchor: String,
    /// The name.
    pub name: String,
    /// dbt's word, or the product's own: `model`, `source`, `sync`.
    pub kind: String,
    /// Markdown; may be empty.
    pub description: String,
    /// The name in the warehouse; may be empty.
    pub relation: String,
    /// The file in the dbt project; may be empty.
    pub file: String,
    /// What it runs on; may be empty.
    pub tool: String,
    /// Where it is opened.
    pub url: Option<String>,
    /// dbt's tags.
    pub tags: Vec<String>,
    /// Short facts: `view`, `private`, `contract enforced`, `deprecated`.
    pub facts: Vec<String>,
    /// The names of the output ports it stands behind.
    pub ports: Vec<String>,
    /// Its columns.
    pub columns: Vec<ColumnView>,
    /// Names of its tests.
    pub tests: Vec<String>,
}

/// A column.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ColumnView {
    /// The name.
    pub name: String,
    /// The type; may be empty.
    pub data_type: String,
    /// Markdown; may be empty.
    pub description: String,
    /// dbt's tags.
    pub tags: Vec<String>,
    /// How many tests look at it.
    pub tests: u32,
}
