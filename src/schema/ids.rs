//! The ids that editors complete: those of the rules.

use crate::read::document::references::{Reference, Target};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Ids by what they are of.
#[derive(Clone, Debug, Default)]
pub struct Ids(BTreeMap<Target, BTreeSet<String>>);

impl Ids {
    /// Those that every catalog knows: the rules.
    pub fn of_rules<'r>(rules: impl Iterator<Item = &'r str>) -> Self {
        let mut ids = Self::default();
        ids.add(Target::Rule, rules.map(str::to_owned));
        ids
    }

    fn add(&mut self, target: Target, ids: impl Iterator<Item = String>) {
        self.0.entry(target).or_default().extend(ids);
    }

    /// The schema of a reference. Where a name that is not known is a mistake, it is marked; where it may be
    /// new, or nothing is known, the known ones are only completed.
    pub(super) fn schema(&self, reference: Reference) -> Value {
        let text = json!({"type": ["string", "number", "boolean"]});
        match self.0.get(&reference.target).filter(|known| !known.is_empty()) {
            None => text,
            Some(known) if reference.is_strict => json!({"enum": known}),
            Some(known) => json!({"anyOf": [{"enum": known}, text]}),
        }
    }
}
