//! `manifest.json`: dbt's description of a project, in any version since v4 and from Fusion.
//!
//! The shape is that of dbt's published JSON schemas; the schema version is not checked.
//! Absent and null mean the same, unknown keys and types are ignored, and code is not kept.

use super::json;
use super::lenient::{Entries, LenientRecord, Text, Texts, each_entry};
use super::node::{NodeDoc, OwnerDoc, TestMetadataDoc};
use super::pieces::Pieces;
use super::selection::{Shared, TestFacts};
use super::settings::SelectorDoc;
use crate::diagnostics::Diagnostic;
use crate::source::SourceMap;
use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer};
use std::collections::BTreeSet;
use std::io::Read;

/// The contents of a manifest.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ManifestDoc {
    /// About the manifest itself.
    pub metadata: Option<ManifestMetadataDoc>,
    /// Models, seeds, snapshots, analyses, tests…
    pub nodes: Option<Nodes>,
    /// Tables that dbt reads but does not build.
    pub sources: Nodes,
    /// Uses of data outside dbt.
    pub exposures: Nodes,
    /// Metrics.
    pub metrics: Nodes,
    /// Semantic models.
    pub semantic_models: Nodes,
    /// Saved queries.
    pub saved_queries: Nodes,
    /// Unit tests.
    pub unit_tests: Nodes,
    /// User-defined functions.
    pub functions: Nodes,
    /// Groups of models with an owner.
    pub groups: Entries<LenientRecord<GroupDoc>>,
    /// Named selectors of the project, by name.
    pub selectors: Entries<LenientRecord<SelectorDoc>>,
    /// Disabled nodes, by id; the values are lists of nodes.
    pub disabled: Entries<IgnoredAny>,
}

/// About a manifest.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ManifestMetadataDoc {
    /// The schema, as a URL.
    pub dbt_schema_version: Text,
    /// The version of dbt that wrote it; not always a semantic version.
    pub dbt_version: Text,
    /// When it was written, in RFC 3339.
    pub generated_at: Text,
    /// The project's name, also the name of its own package.
    pub project_name: Text,
}

/// Nodes by dbt's unique id, in the file's order. Tests are separate, because they are most of a manifest
/// and few of their fields are used.
#[derive(Clone, Debug, Default)]
pub struct Nodes {
    /// All nodes except tests.
    pub nodes: Vec<(String, Box<NodeDoc>)>,
    /// Data tests and unit tests.
    pub tests: Vec<(String, Box<TestDoc>)>,
}

impl<'de> Deserialize<'de> for Nodes {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let mut nodes = Self::default();
        let mut shared = Shared::default();
        each_entry(from, |id, LenientRecord(doc)| nodes.add(id, doc, &mut shared))?;
        Ok(nodes)
    }
}

impl Nodes {
    fn add(&mut self, id: String, mut doc: NodeDoc, shared: &mut Shared) {
        doc.settings = shared.settings(std::mem::take(&mut doc.config.1));
        // The id determines the type of a node: stubs of another project's nodes call themselves models.
        match id.split('.').next() {
            Some("test" | "data_test" | "unit_test") => {
                let mut test = TestDoc::from(doc);
                shared.place(&mut test.facts);
                self.tests.push((id, Box::new(test)));
            }
            _ => self.nodes.push((id, Box::new(doc))),
        }
    }

    /// Reads the nodes piece by piece; `None` if that is not possible.
    fn in_pieces(pieces: &mut Pieces<impl Read>) -> Option<Self> {
        let mut nodes = Self::default();
        let parse = |chunk: Vec<(String, LenientRecord<NodeDoc>)>| {
            let (mut nodes, mut shared) = (Self::default(), Shared::default());
            chunk.into_iter().for_each(|(id, LenientRecord(doc))| nodes.add(id, doc, &mut shared));
            nodes
        };
        pieces.entries(parse, |chunk: Self| {
            nodes.nodes.extend(chunk.nodes);
            nodes.tests.extend(chunk.tests);
        })?;
        Some(nodes)
    }
}

/// The fields of a test that are used. A manifest has more tests than anything else, so only what is
/// needed to name a test and to find what it belongs to is kept.
#[derive(Clone, Debug, Default)]
pub struct TestDoc {
    /// What it tests: `unique`, `dbt_utils.expression_is_true`, or the name of a SQL test.
    pub name: Text,
    /// The column that it checks.
    pub column: Text,
    /// `error` or `warn`, in any case.
    pub severity: Text,
    /// The node that it belongs to, if dbt names it.
    pub attached_node: Text,
    /// Otherwise, the nodes that the test reads,
    pub reads: Texts,
    /// and the model among its arguments, as a template writes it.
    pub model: Text,
    /// Whether it is a generic test, which has one model as its argument.
    pub generic: bool,
    /// Whether it is disabled.
    pub disabled: bool,
    /// The properties that selectors can match.
    pub facts: TestFacts,
}

impl From<NodeDoc> for TestDoc {
    fn from(node: NodeDoc) -> Self {
        let facts = TestFacts::of(&node);
        let TestMetadataDoc { name, namespace, kwargs } = node.test_metadata.0;
        let generic = name.filled().is_some();
        let name = match (namespace.filled(), name.filled()) {
            (Some(package), Some(test)) => Text(Some(format!("{package}.{test}").into())),
            (None, Some(_)) => name,
            _ => node.name,
        };
        let first_filled = |first: Text, second: Text| if first.filled().is_some() { first } else { second };
        let is_attached = node.attached_node.filled().is_some();
        Self {
            name,
            column: first_filled(node.column_name, kwargs.0.column_name),
            severity: node.config.0.severity,
            attached_node: node.attached_node,
            reads: if is_attached { Texts::default() } else { node.depends_on.0.nodes },
            model: if is_attached { Text::default() } else { kwargs.0.model },
            generic,
            disabled: node.config.0.enabled.or_empty() == "false",
            facts,
        }
    }
}

/// A group of models.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct GroupDoc {
    /// The name: nodes refer to their group by it.
    pub name: Text,
    /// Who is responsible for it.
    pub owner: LenientRecord<OwnerDoc>,
}

impl ManifestDoc {
    /// Returns the name of the project that the manifest describes.
    #[must_use]
    pub fn project_name(&self) -> &str {
        self.metadata.as_ref().map_or("", |metadata| metadata.project_name.or_empty())
    }
}

/// Reads a manifest. `path` is for the diagnostic, which shows the faulty part of the file.
///
/// # Errors
/// `bad-manifest` if the bytes are not JSON, or are JSON but not a manifest.
pub fn parse(bytes: &[u8], path: &str, sources: &mut SourceMap) -> Result<ManifestDoc, Box<Diagnostic>> {
    let file = json::JsonFile { bytes, path, what: "a dbt manifest", again: "dbt parse" };
    let bad_manifest = |error: json::JsonError| {
        let diagnostic =
            Diagnostic::error("bad-manifest", error.message).at(error.place, error.problem).help(error.help);
        Box::new(diagnostic)
    };
    let manifest: ManifestDoc = file.read(sources).map_err(bad_manifest)?;
    if manifest.metadata.is_none() && manifest.nodes.is_none() {
        return Err(bad_manifest(file.wrong_document("neither `metadata` nor `nodes`", sources)));
    }
    Ok(manifest)
}

/// Reads a manifest from a file piece by piece, so that never all of its bytes are in memory. `None` if it is not one,
/// or has a form that only [`parse`] reads: it says what is wrong.
pub(super) fn parse_in_pieces(file: impl Read) -> Option<ManifestDoc> {
    let mut manifest = ManifestDoc::default();
    let mut known: BTreeSet<String> = BTreeSet::new();
    let mut pieces = Pieces::new(file)?;
    pieces.each_key(|key, pieces| {
        match key.as_str() {
            "metadata" => manifest.metadata = pieces.whole()?,
            "nodes" => manifest.nodes = Some(Nodes::in_pieces(pieces)?),
            "sources" => manifest.sources = Nodes::in_pieces(pieces)?,
            "exposures" => manifest.exposures = Nodes::in_pieces(pieces)?,
            "metrics" => manifest.metrics = Nodes::in_pieces(pieces)?,
            "semantic_models" => manifest.semantic_models = Nodes::in_pieces(pieces)?,
            "saved_queries" => manifest.saved_queries = Nodes::in_pieces(pieces)?,
            "unit_tests" => manifest.unit_tests = Nodes::in_pieces(pieces)?,
            "functions" => manifest.functions = Nodes::in_pieces(pieces)?,
            "groups" => manifest.groups = pieces.whole()?,
            "selectors" => manifest.selectors = pieces.whole()?,
            "disabled" => manifest.disabled = pieces.whole()?,
            _ => pieces.skip()?,
        }
        known.insert(key).then_some(())
    })?;
    (pieces.is_at_end() && manifest.metadata.is_some()).then_some(manifest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::print::{OutputFormat, print};
    use proptest::prelude::*;

    const SMALL: &str = r#"{"metadata": {"project_name": "shop"}, "nodes": {"model.shop.orders":
        {"name": "orders", "version": 2, "config": {"tags": "nightly"}, "columns": {"id": {"name": "id"}}}}}"#;

    fn read_error(bytes: &[u8]) -> String {
        let mut sources = SourceMap::default();
        match parse(bytes, "target/manifest.json", &mut sources) {
            Ok(_) => "fine".to_owned(),
            Err(diagnostic) => print(&[*diagnostic], &sources, OutputFormat::Short).trim().to_owned(),
        }
    }

    #[test]
    fn an_invalid_manifest_is_reported_with_position_and_help() {
        assert_eq!(
            read_error(&SMALL.as_bytes()[..60]),
            "target/manifest.json:1:60: error[bad-manifest]: `target/manifest.json` is cut off; write it again with `dbt parse`"
        );
        assert_eq!(
            read_error(b"{\n  \"nodes\": {,}\n}"),
            "target/manifest.json:2:13: error[bad-manifest]: `target/manifest.json` is not valid JSON; write it again with `dbt parse`"
        );
        assert!(read_error(b"[]").contains("is not a dbt manifest"));
        assert!(read_error(b"{\"a\": 1}").contains("is not a dbt manifest"));
        assert!(read_error(b"").contains("is cut off; write it again with `dbt parse`"));
        assert!(read_error(&[0; 64]).contains("is not valid JSON; write it again with `dbt parse`"));
        assert!(
            read_error("[".repeat(100_000).as_bytes())
                .contains("is cut off; write it again with `dbt parse`")
        );
        let nested = format!("{{\"nodes\": {{\"model.a.b\": {{\"meta\": {}", "[".repeat(100_000));
        assert!(
            read_error(nested.as_bytes()).contains("is not valid JSON; write it again with `dbt parse`"),
            "excessive nesting is refused"
        );
    }

    #[test]
    fn values_of_other_types_are_converted() {
        let manifest = parse(SMALL.as_bytes(), "m", &mut SourceMap::default()).unwrap();
        assert_eq!(manifest.project_name(), "shop");
        let (id, node) = &manifest.nodes.unwrap().nodes[0];
        assert_eq!(id, "model.shop.orders");
        assert_eq!(node.version.or_empty(), "2");
        assert_eq!(node.config.0.tags.0, ["nightly"]);
    }

    #[test]
    fn a_manifest_read_in_pieces_is_the_same() {
        let sections = [
            "sources",
            "exposures",
            "metrics",
            "semantic_models",
            "saved_queries",
            "unit_tests",
            "functions",
        ];
        let section = |name: &&str| format!("\"{name}\": {{\"{name}.a.b\": {{\"name\": \"b\"}}}}");
        let text = format!(
            "{{\"metadata\": {{\"project_name\": \"shop\"}}, \"parent_map\": {{\"a\": [\"b\"]}}, \"nodes\": {{\"model.shop.orders\": \
             {{\"config\": {{\"tags\": \"nightly\"}}}}, \"test.shop.unique\": {{\"column_name\": \"id\"}}, \"model.shop.stub\": null}}, {}, \
             \"groups\": {{\"finance\": {{\"name\": \"finance\"}}}}, \"selectors\": null, \"disabled\": {{\"model.shop.old\": [{{}}]}}}}",
            sections.iter().map(section).collect::<Vec<_>>().join(", ")
        );
        let whole = parse(text.as_bytes(), "m", &mut SourceMap::default()).unwrap();
        let in_pieces = parse_in_pieces(text.as_bytes()).unwrap();
        assert_eq!(format!("{in_pieces:?}"), format!("{whole:?}"));
        assert_eq!(whole.sources.nodes.len() + whole.functions.nodes.len(), 2, "sections are read");
        for odd in [
            "{}",
            "[]",
            "{\"nodes\": {}, \"nodes\": {}, \"metadata\": {}}",
            "{\"metadata\": {}",
            "{\"metadata\": 3}",
        ] {
            assert!(parse_in_pieces(odd.as_bytes()).is_none(), "{odd}");
        }
    }

    #[test]
    fn null_is_the_same_as_absent() {
        let nulls = r#"{"metadata": null, "nodes": {"model.a.b": null}, "disabled": null, "sources": null,
            "parent_map": null, "groups": null, "unit_tests": [], "exposures": 3}"#;
        let manifest = parse(nulls.as_bytes(), "m", &mut SourceMap::default()).unwrap();
        assert_eq!(manifest.nodes.unwrap().nodes.len(), 1);
        assert!(manifest.sources.nodes.is_empty() && manifest.disabled.0.is_empty());
    }

    #[test]
    fn a_byte_order_mark_is_ignored() {
        let bytes = [b"\xef\xbb\xbf".as_slice(), SMALL.as_bytes()].concat();
        assert_eq!(read_error(&bytes), "fine");
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            read_error(&bytes);
        }

        #[test]
        fn any_truncation_is_reported_as_a_bad_manifest(length in 0..SMALL.len()) {
            prop_assert!(read_error(&SMALL.as_bytes()[..length]).contains("bad-manifest"));
        }
    }
}
