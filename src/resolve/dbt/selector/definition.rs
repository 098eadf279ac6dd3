//! The selectors that a project names in `selectors.yml`, as its manifest tells them.

use super::{Pattern, SelectorFault};
use crate::diagnostics::{nearest, one_of};
use crate::read::dbt::lenient::LenientRecord;
use crate::read::dbt::settings::SelectorDoc;
use serde_json::Value;
use std::collections::BTreeMap;
use std::ops::Range;

/// The selectors of all projects by name; two projects may have one of the same name.
#[derive(Clone, Debug, Default)]
pub(in crate::resolve) struct Definitions {
    named: BTreeMap<String, Vec<Value>>,
    /// Those that are being understood: what names one of them goes round in a circle.
    open: Vec<String>,
}

impl Definitions {
    /// Adds the selectors of a project.
    pub(in crate::resolve::dbt) fn add(&mut self, selectors: Vec<(String, LenientRecord<SelectorDoc>)>) {
        for (name, LenientRecord(doc)) in selectors {
            self.named.entry(name).or_default().push(doc.definition);
        }
    }

    /// The definitions of a name, each with the selector that it is of and what may stand in it; the name may have
    /// wildcards.
    ///
    /// # Errors
    /// When there is none, or it refers to itself.
    pub(super) fn find(
        &self,
        name: &str,
        place: &Range<usize>,
    ) -> Result<Vec<Definition<'_>>, SelectorFault> {
        let pattern = Pattern::new(name);
        let found: Vec<_> = self.named.iter().filter(|(name, _)| pattern.matches(name)).collect();
        if self.open.iter().any(|open| open == name) {
            return Err(SelectorFault::at(format!("`{name}` refers to itself"), place.clone()));
        }
        if found.is_empty() {
            let names = || self.named.keys().map(String::as_str);
            let help = match nearest(name, names()) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None if self.named.is_empty() => {
                    "no manifest has selectors; dbt writes those of `selectors.yml` into it".to_owned()
                }
                None => format!("the selectors are {}", one_of(names())),
            };
            return Err(SelectorFault::helped(format!("dbt has no selector `{name}`"), place, help));
        }
        let each = found.into_iter().flat_map(|(name, definitions)| {
            definitions.iter().map(move |definition| Definition { name, definition, rest: self.inside(name) })
        });
        Ok(each.collect())
    }

    /// The definitions for what stands in the one of this name.
    fn inside(&self, name: &str) -> Self {
        let mut rest = self.clone();
        rest.named.remove(name);
        rest.open.push(name.to_owned());
        rest
    }
}

/// What a selector of the project is defined as.
pub(super) struct Definition<'d> {
    /// Its name.
    pub(super) name: &'d str,
    /// dbt's own words for what it selects.
    pub(super) definition: &'d Value,
    /// The definitions for what stands in it.
    pub(super) rest: Definitions,
}
