//! Suggestions for a selector that selects nothing.

use super::{Criterion, Method, UnionPart};
use crate::diagnostics::nearest;
use crate::model::AssetKind;
use crate::resolve::dbt::index::{DbtIndex, dbt_name};
use crate::resolve::dbt::text_index::TextIndex;

/// Why a part selects nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::resolve) enum WhyEmpty {
    /// It matches this many tests, which are not assets.
    OnlyTests(usize),
    /// It is a path that only a package has.
    OnlyInPackage,
    /// The suggested replacement of the wrong criterion.
    Meant(String),
    /// Each criterion matches something, but all together match nothing.
    Apart,
    /// There is nothing similar.
    Nothing,
}

impl UnionPart {
    /// Returns why it selects nothing.
    pub(in crate::resolve) fn why_empty(&self, index: &DbtIndex) -> WhyEmpty {
        let Some(criterion) = self.first_empty(index) else { return WhyEmpty::Apart };
        if let Method::Path(pattern) = &criterion.method
            && pattern.plain().is_some_and(|path| index.lookup.at_path(path, pattern).next().is_some())
            && index.existing(pattern).is_empty()
        {
            return WhyEmpty::OnlyInPackage;
        }
        match criterion.count_tests(index) {
            0 => criterion.suggestion(index).map_or(WhyEmpty::Nothing, WhyEmpty::Meant),
            tests => WhyEmpty::OnlyTests(tests),
        }
    }

    /// Returns the name that the criterion without a match looks for, if it looks for one.
    pub(in crate::resolve) fn name<'a>(&'a self, index: &DbtIndex) -> Option<&'a str> {
        let criterion = self.first_empty(index)?;
        matches!(criterion.method, Method::Fqn | Method::Named(_)).then(|| criterion.value.text())
    }

    /// Suggests a replacement for the first criterion; only useful if that is a name.
    pub(in crate::resolve) fn suggestion(&self, index: &DbtIndex) -> Option<String> {
        self.criteria.first()?.suggestion(index)
    }

    /// Returns the part of the criterion without a match that nothing in dbt has: its value, or the key of a setting.
    pub(in crate::resolve) fn unmatched_text<'a>(&'a self, index: &DbtIndex) -> Option<&'a str> {
        let criterion = self.first_empty(index)?;
        Some(match &criterion.method {
            Method::Config(key) if index.lookup.values_of(key).is_empty() => key,
            _ => criterion.value.text(),
        })
    }
}

impl Criterion {
    /// Returns the most similar existing value of the requested kind.
    fn suggestion(&self, index: &DbtIndex) -> Option<String> {
        let text = self.value.text();
        let nearest_key = |index: &TextIndex| nearest(text, index.keys()).map(str::to_owned);
        let lookup = &index.lookup;
        match &self.method {
            Method::Fqn => {
                let is_source = index.names.contains(text) || lookup.sources.contains(text);
                if is_source {
                    return Some(format!("source:{text}"));
                }
                nearest_key(&index.names)
            }
            Method::Path(_) => nearest(text, index.paths().iter().map(String::as_str)).map(str::to_owned),
            Method::File => nearest_key(&lookup.files),
            Method::Tag => nearest_key(&lookup.tags),
            Method::Group => nearest_key(&lookup.groups),
            Method::Package => nearest_key(&lookup.packages),
            Method::Source if text.contains('.') => self.nearest_name(index, "source"),
            Method::Source => nearest_key(&lookup.sources),
            Method::Named(kind) => self.nearest_name(index, kind),
            Method::Access => nearest(text, ["private", "protected", "public"]).map(str::to_owned),
            Method::Config(key) => {
                let values = lookup.values_of(key);
                if values.is_empty() {
                    return nearest(key, lookup.setting_keys()).map(str::to_owned);
                }
                nearest(text, values.iter().map(String::as_str)).map(str::to_owned)
            }
            Method::ResourceType
            | Method::Version
            | Method::TestName
            | Method::TestType
            | Method::Selector(_) => None,
        }
    }

    /// Returns the most similar name of a node of a kind.
    fn nearest_name(&self, index: &DbtIndex, kind: &str) -> Option<String> {
        let kind = AssetKind::from_dbt(kind);
        let of_kind = index.assets.iter().filter(|asset| asset.kind == kind);
        nearest(self.value.text(), of_kind.map(dbt_name)).map(str::to_owned)
    }
}
