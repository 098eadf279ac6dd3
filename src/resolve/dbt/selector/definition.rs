//! The selectors that a project defines in `selectors.yml`, as found in its manifest.

use super::{Pattern, SelectorError};
use crate::diagnostics::{nearest, one_of};
use crate::read::dbt::lenient::LenientRecord;
use crate::read::dbt::settings::SelectorDoc;
use serde_json::Value;
use std::collections::BTreeMap;
use std::ops::Range;

/// The selectors of all projects by name; several projects may have one of the same name.
#[derive(Clone, Debug, Default)]
pub(in crate::resolve) struct Definitions {
    named: BTreeMap<String, Vec<Value>>,
    /// The selectors that are being parsed: a reference to one of them is circular.
    open: Vec<String>,
}

impl Definitions {
    /// Adds the selectors of a project.
    pub(in crate::resolve::dbt) fn add(&mut self, selectors: Vec<(String, LenientRecord<SelectorDoc>)>) {
        for (name, LenientRecord(doc)) in selectors {
            self.named.entry(name).or_default().push(doc.definition);
        }
    }

    /// Returns the definitions with a name, each with its selector and the definitions that it may use; the name may
    /// have wildcards.
    ///
    /// # Errors
    /// If there is none, or it refers to itself.
    pub(super) fn find(
        &self,
        name: &str,
        place: &Range<usize>,
    ) -> Result<Vec<Definition<'_>>, SelectorError> {
        let pattern = Pattern::new(name);
        let matches: Vec<_> = self.named.iter().filter(|(name, _)| pattern.matches(name)).collect();
        if self.open.iter().any(|open| open == name) {
            return Err(SelectorError::at(format!("`{name}` refers to itself"), place.clone()));
        }
        if matches.is_empty() {
            let names = || self.named.keys().map(String::as_str);
            let help = match nearest(name, names()) {
                Some(suggestion) => format!("did you mean `{suggestion}`?"),
                None if self.named.is_empty() => {
                    "no manifest has selectors; dbt writes those of `selectors.yml` into it".to_owned()
                }
                None => format!("the selectors are {}", one_of(names())),
            };
            return Err(SelectorError::helped(format!("dbt has no selector `{name}`"), place, help));
        }
        let each = matches.into_iter().flat_map(|(name, definitions)| {
            definitions.iter().map(move |definition| Definition { name, definition, rest: self.inside(name) })
        });
        Ok(each.collect())
    }

    /// Returns the definitions for use within the selector of this name.
    fn inside(&self, name: &str) -> Self {
        let mut rest = self.clone();
        rest.named.remove(name);
        rest.open.push(name.to_owned());
        rest
    }
}

/// The definition of a selector of the project.
pub(super) struct Definition<'d> {
    /// Its name.
    pub(super) name: &'d str,
    /// The definition in dbt's own format.
    pub(super) definition: &'d Value,
    /// The definitions that it may use.
    pub(super) rest: Definitions,
}
