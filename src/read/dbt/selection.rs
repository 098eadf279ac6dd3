//! The properties of tests that dbt's selectors match, and what the nodes of a manifest share.

use super::lenient::{Text, Texts};
use super::node::NodeDoc;
use super::settings::NodeSettings;
use foldhash::{HashMap, HashSet};
use std::sync::Arc;

/// Where a test is defined, for selectors; the tests of a file share it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct TestLocation {
    /// The package that defines it.
    pub package: String,
    /// The file, below the project's folder.
    pub path: String,
    /// The fully qualified name without its last part.
    pub folders: Vec<String>,
}

/// The properties of a test that selectors match.
#[derive(Clone, Debug, Default)]
pub struct TestFacts {
    /// The name of the generic test; for other tests their own name.
    pub name: Text,
    /// Whether it is generic: a test that is applied to many columns.
    pub generic: bool,
    /// The last part of its fully qualified name.
    pub leaf: Text,
    /// Where it is defined.
    pub place: Arc<TestLocation>,
    /// Its tags; dbt selects unit tests by no tags.
    pub tags: Texts,
    /// Its settings.
    pub settings: NodeSettings,
    /// What it reads, if that is more than the node that it is attached to.
    pub reads: Texts,
}

impl TestFacts {
    /// Returns the properties of a node that is a test.
    pub(super) fn of(node: &NodeDoc) -> Self {
        let generic = &node.test_metadata.0.name;
        let (leaf, folders) = match node.fqn.0.split_last() {
            Some((leaf, folders)) => (leaf.as_str(), folders.to_vec()),
            None => (node.name.or_empty(), Vec::new()),
        };
        let reads = &node.depends_on.0.nodes;
        let only_attached = matches!(reads.0.as_slice(), [only] if node.attached_node.filled() == Some(only));
        let place = TestLocation {
            package: node.package_name.or_empty().to_owned(),
            path: node.original_file_path.or_empty().replace('\\', "/"),
            folders,
        };
        Self {
            generic: generic.filled().is_some(),
            name: if generic.filled().is_some() { generic.clone() } else { node.name.clone() },
            leaf: Text(Some(leaf.into())),
            place: Arc::new(place),
            tags: node.tags.clone(),
            settings: node.settings.clone(),
            reads: if only_attached { Texts::default() } else { reads.clone() },
        }
    }
}

/// What nodes have in common, kept once.
#[derive(Debug, Default)]
pub(super) struct Shared {
    settings: HashMap<Box<str>, NodeSettings>,
    places: HashSet<Arc<TestLocation>>,
}

impl Shared {
    /// Returns the recorded settings of a node, shared with all nodes that have the same.
    pub(super) fn settings(&mut self, noted: String) -> NodeSettings {
        if let Some(known) = self.settings.get(noted.as_str()) {
            return known.clone();
        }
        let settings = NodeSettings::of(noted.clone());
        self.settings.insert(noted.into(), settings.clone());
        settings
    }

    /// Shares the location of a test with all tests defined there.
    pub(super) fn place(&mut self, facts: &mut TestFacts) {
        match self.places.get(&facts.place) {
            Some(known) => facts.place = Arc::clone(known),
            None => _ = self.places.insert(Arc::clone(&facts.place)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::dbt::node::NodeSettingsDoc;
    use crate::read::dbt::settings::NodeSetting;

    #[test]
    fn node_settings_are_found_by_dotted_keys_as_in_dbt() {
        let json = r#"{"tags": ["a", "b"], "enabled": true, "lookback": 1, "group": null,
            "meta": {"a.b": "x", "pii": "True", "flags": [false, "y", ["z"], {"k": "v"}], "deep": {"er": "w"}}}"#;
        let NodeSettingsDoc(doc, noted) = serde_json::from_str(json).unwrap();
        let settings = Shared::default().settings(noted);
        assert_eq!(
            (doc.tags.0.len(), doc.meta.0["deep.er"].as_str()),
            (2, "w"),
            "the values themselves are still read"
        );
        let values = |key| settings.values(key).collect::<Vec<_>>();
        assert_eq!(values("tags"), [NodeSetting::Text("a"), NodeSetting::Text("b")]);
        assert_eq!(values("enabled"), [NodeSetting::Flag(true)]);
        assert_eq!(values("meta.pii"), [NodeSetting::Text("True")]);
        assert_eq!(values("meta.flags"), [NodeSetting::Flag(false), NodeSetting::Text("y")]);
        assert_eq!(values("meta.deep.er"), [NodeSetting::Text("w")]);
        for none in ["lookback", "group", "meta", "meta.a.b", "meta.flags.k", "er", ""] {
            assert_eq!(values(none), [], "{none}");
        }
        assert!(serde_json::from_str::<NodeSettingsDoc>("[\"a\", 1]").unwrap().1.is_empty());
    }
}
