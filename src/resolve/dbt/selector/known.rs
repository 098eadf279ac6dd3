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
        let Some(criterion) = self.empty(index) else { return WhyEmpty::Apart };
        if let Method::Path(pattern) = &criterion.method
            && pattern.plain().is_some_and(|path| index.lookup.at_path(path, pattern).next().is_some())
            && index.existing(pattern).is_empty()
        {
            return WhyEmpty::OnlyInPackage;
        }
        match criterion.tests(index) {
            0 => criterion.suggestion(index).map_or(WhyEmpty::Nothing, WhyEmpty::Meant),
            tests => WhyEmpty::OnlyTests(tests),
        }
    }

    /// Returns the name that the criterion without a match looks for.
    pub(in crate::resolve) fn name<'a>(&'a self, index: &DbtIndex) -> Option<&'a str> {
        let criterion = self.empty(index)?;
        matches!(criterion.method, Method::Fqn | Method::Named(_)).then(|| criterion.value.text())
    }

    /// Suggests a replacement for the first criterion; only useful if that is a name.
    pub(in crate::resolve) fn suggestion(&self, index: &DbtIndex) -> Option<String> {
        self.criteria.first()?.suggestion(index)
    }

    /// Returns the text that the criterion without a match is searched for.
    pub(in crate::resolve) fn wrong<'a>(&'a self, index: &DbtIndex) -> Option<&'a str> {
        let criterion = self.empty(index)?;
        Some(match &criterion.method {
            Method::Config(key) if index.lookup.values_of(key).is_empty() => key,
            _ => criterion.value.text(),
        })
    }
}

impl Criterion {
    /// Returns the most similar existing value of the requested kind.
    fn suggestion(&self, index: &DbtIndex) -> Option<String> {
        let written = self.value.text();
        let near = |keyed: &TextIndex| nearest(written, keyed.keys()).map(str::to_owned);
        let lookup = &index.lookup;
        match &self.method {
            Method::Fqn => {
                let is_source = index.names.contains(written) || lookup.sources.contains(written);
                if is_source {
                    return Some(format!("source:{written}"));
                }
                near(&index.names)
            }
            Method::Path(_) => nearest(written, index.paths().iter().map(String::as_str)).map(str::to_owned),
            Method::File => near(&lookup.files),
            Method::Tag => near(&lookup.tags),
            Method::Group => near(&lookup.groups),
            Method::Package => near(&lookup.packages),
            Method::Source if written.contains('.') => self.named(index, "source"),
            Method::Source => near(&lookup.sources),
            Method::Named(kind) => self.named(index, kind),
            Method::Access => nearest(written, ["private", "protected", "public"]).map(str::to_owned),
            Method::Config(key) => {
                let values = lookup.values_of(key);
                if values.is_empty() {
                    return nearest(key, lookup.setting_keys()).map(str::to_owned);
                }
                nearest(written, values.iter().map(String::as_str)).map(str::to_owned)
            }
            Method::ResourceType
            | Method::Version
            | Method::TestName
            | Method::TestType
            | Method::Selector(_) => None,
        }
    }

    fn named(&self, index: &DbtIndex, kind: &str) -> Option<String> {
        let kind = AssetKind::from_dbt(kind);
        let of_kind = index.assets.iter().filter(|asset| asset.kind == kind);
        nearest(self.value.text(), of_kind.map(dbt_name)).map(str::to_owned)
    }
}
