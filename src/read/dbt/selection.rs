//! What dbt's selectors ask of nodes and tests beyond what is shown of them: every setting, the place
//! of a test, and the selectors that a project names.
//!
//! A manifest has hundreds of thousands of settings and places, nearly all alike: nodes share them.

use super::lenient::{Record, Text, Texts};
use super::manifest::{NodeConfigDoc, NodeDoc};
use super::overheard::{Notes, Overheard};
use foldhash::{HashMap, HashSet};
use serde::{Deserialize, Deserializer};
use std::sync::Arc;

/// A selector that the project names in `selectors.yml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct SelectorDoc {
    /// dbt's own words for what it selects.
    pub definition: serde_json::Value,
}

/// Every setting of a node that a selector can ask for: texts and truth values by their dotted keys.
/// Numbers are left out: no selector of dbt equals one.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Settings(Arc<Noted>);

/// The settings in one text, and those that are asked of every node.
#[derive(Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Noted {
    text: Box<str>,
    is_off: bool,
    group: Option<Box<str>>,
}

/// The value of a setting; of a list, each item is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting<'a> {
    /// A text.
    Text(&'a str),
    /// A truth value.
    Flag(bool),
}

impl Settings {
    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.text.is_empty()
    }

    /// Whether they switch a node off.
    #[must_use]
    pub fn is_off(&self) -> bool {
        self.0.is_off
    }

    /// The group that they put a node into.
    #[must_use]
    pub fn group(&self) -> Option<&str> {
        self.0.group.as_deref()
    }

    /// The dotted keys of all settings; of a list, once for each item.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.text.split('\0').step_by(2).filter(|key| !key.is_empty())
    }

    /// The values of the setting with this dotted key.
    pub fn values<'a>(&'a self, key: &'a str) -> impl Iterator<Item = Setting<'a>> {
        self.0.values(key)
    }
}

impl Noted {
    fn of(text: String) -> Self {
        let mut noted = Self { text: text.into(), ..Self::default() };
        let is_off = noted.values("enabled").any(|value| value == Setting::Flag(false));
        let group = noted.values("group").find_map(|group| match group {
            Setting::Text(group) => Some(group.into()),
            Setting::Flag(_) => None,
        });
        (noted.is_off, noted.group) = (is_off, group);
        noted
    }

    fn values<'a>(&'a self, key: &'a str) -> impl Iterator<Item = Setting<'a>> {
        let mut fields = self.text.split('\0');
        std::iter::from_fn(move || Some((fields.next()?, fields.next()?))).filter_map(move |(name, value)| {
            match value.split_at_checked(1).filter(|_| name == key)? {
                ("=", text) => Some(Setting::Text(text)),
                (_, flag) => Some(Setting::Flag(flag == "true")),
            }
        })
    }
}

/// The settings of a node: those that are used by name, and all of them as they were noted.
#[derive(Clone, Debug, Default)]
pub struct ConfigDoc(pub NodeConfigDoc, pub(super) String);

impl<'de> Deserialize<'de> for ConfigDoc {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let mut notes = Notes::default();
        let Record(doc) = Record::deserialize(Overheard(from, &mut notes))?;
        Ok(Self(doc, notes.text))
    }
}

/// Where a test is written, as selectors ask for it; the tests of a file share it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Place {
    /// The package that defines it.
    pub package: String,
    /// The file, below the project's folder.
    pub path: String,
    /// The fully qualified name but for its last part.
    pub folders: Vec<String>,
}

/// What selectors ask of a test.
#[derive(Clone, Debug, Default)]
pub struct TestFacts {
    /// The name of the generic test; of another test its own name.
    pub name: Text,
    /// Whether it is generic: of a kind that many columns are tested by.
    pub generic: bool,
    /// The last part of its fully qualified name.
    pub leaf: Text,
    /// Where it is written.
    pub place: Arc<Place>,
    /// Its tags; a unit test has none that dbt selects by.
    pub tags: Texts,
    /// Its settings.
    pub settings: Settings,
    /// What it reads, where that is not just the node that it is attached to.
    pub reads: Texts,
}

impl TestFacts {
    /// What selectors ask of the test that a node is.
    pub(super) fn of(node: &NodeDoc) -> Self {
        let generic = &node.test_metadata.0.name;
        let (leaf, folders) = match node.fqn.0.split_last() {
            Some((leaf, folders)) => (leaf.as_str(), folders.to_vec()),
            None => (node.name.or_empty(), Vec::new()),
        };
        let reads = &node.depends_on.0.nodes;
        let only_attached = matches!(reads.0.as_slice(), [only] if node.attached_node.filled() == Some(only));
        let place = Place {
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

/// What nodes have in common, once.
#[derive(Debug, Default)]
pub(super) struct Shared {
    settings: HashMap<Box<str>, Settings>,
    places: HashSet<Arc<Place>>,
}

impl Shared {
    /// The settings that were noted of a node, shared with all that have the same.
    pub(super) fn settings(&mut self, noted: String) -> Settings {
        if let Some(known) = self.settings.get(noted.as_str()) {
            return known.clone();
        }
        let settings = Settings(Arc::new(Noted::of(noted.clone())));
        self.settings.insert(noted.into(), settings.clone());
        settings
    }

    /// The place of a test, shared with all that are written there.
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

    #[test]
    fn settings_are_found_by_dotted_keys_as_dbt_compares_them() {
        let json = r#"{"tags": ["a", "b"], "enabled": true, "lookback": 1, "group": null,
            "meta": {"a.b": "x", "pii": "True", "flags": [false, "y", ["z"], {"k": "v"}], "deep": {"er": "w"}}}"#;
        let ConfigDoc(doc, noted) = serde_json::from_str(json).unwrap();
        let settings = Shared::default().settings(noted);
        assert_eq!((doc.tags.0.len(), doc.meta.0["deep.er"].as_str()), (2, "w"), "it is read as before");
        let values = |key| settings.values(key).collect::<Vec<_>>();
        assert_eq!(values("tags"), [Setting::Text("a"), Setting::Text("b")]);
        assert_eq!(values("enabled"), [Setting::Flag(true)]);
        assert_eq!(values("meta.pii"), [Setting::Text("True")]);
        assert_eq!(values("meta.flags"), [Setting::Flag(false), Setting::Text("y")]);
        assert_eq!(values("meta.deep.er"), [Setting::Text("w")]);
        for none in ["lookback", "group", "meta", "meta.a.b", "meta.flags.k", "er", ""] {
            assert_eq!(values(none), [], "{none}");
        }
        assert!(serde_json::from_str::<ConfigDoc>("[\"a\", 1]").unwrap().1.is_empty());
    }
}
