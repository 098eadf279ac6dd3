//! All settings of a node, for dbt's selectors, and the named selectors of a project.
//!
//! A manifest has hundreds of thousands of settings, nearly all alike, so nodes share them.

use serde::Deserialize;
use std::sync::Arc;

/// A named selector of the project, from `selectors.yml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct SelectorDoc {
    /// What it selects, as dbt's own definition.
    pub definition: serde_json::Value,
}

/// All settings of a node that a selector can match: texts and booleans by their dotted keys.
/// Numbers are left out: no selector of dbt equals one.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeSettings(Arc<PackedSettings>);

/// The settings in one text, and those that are needed for every node.
#[derive(Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct PackedSettings {
    text: Box<str>,
    is_off: bool,
    group: Option<Box<str>>,
}

/// The value of a setting; each item of a list is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NodeSetting<'a> {
    /// A text.
    Text(&'a str),
    /// A boolean.
    Flag(bool),
}

impl NodeSettings {
    /// Returns the settings of a node, as recorded.
    pub(super) fn of(noted: String) -> Self {
        Self(Arc::new(PackedSettings::of(noted)))
    }

    /// Returns whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.text.is_empty()
    }

    /// Returns whether they disable a node.
    #[must_use]
    pub fn is_off(&self) -> bool {
        self.0.is_off
    }

    /// Returns the group that they assign a node to.
    #[must_use]
    pub fn group(&self) -> Option<&str> {
        self.0.group.as_deref()
    }

    /// Returns the dotted keys of all settings; for a list, once for each item.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.text.split('\0').step_by(2).filter(|key| !key.is_empty())
    }

    /// Returns the values of the setting with this dotted key.
    pub fn values<'a>(&'a self, key: &'a str) -> impl Iterator<Item = NodeSetting<'a>> {
        self.0.values(key)
    }
}

impl PackedSettings {
    fn of(text: String) -> Self {
        let mut noted = Self { text: text.into(), ..Self::default() };
        let is_off = noted.values("enabled").any(|value| value == NodeSetting::Flag(false));
        let group = noted.values("group").find_map(|group| match group {
            NodeSetting::Text(group) => Some(group.into()),
            NodeSetting::Flag(_) => None,
        });
        (noted.is_off, noted.group) = (is_off, group);
        noted
    }

    fn values<'a>(&'a self, key: &'a str) -> impl Iterator<Item = NodeSetting<'a>> {
        let mut fields = self.text.split('\0');
        std::iter::from_fn(move || Some((fields.next()?, fields.next()?))).filter_map(move |(name, value)| {
            match value.split_at_checked(1).filter(|_| name == key)? {
                ("=", text) => Some(NodeSetting::Text(text)),
                (_, flag) => Some(NodeSetting::Flag(flag == "true")),
            }
        })
    }
}
