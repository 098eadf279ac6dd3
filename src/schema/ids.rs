//! The ids that editors complete: those of the rules and, on request, those of a catalog.

use crate::model::{Catalog, CheckKind, Person};
use crate::read::document::references::{Reference, ReferenceTarget};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Ids by their kind.
#[derive(Clone, Debug, Default)]
pub(crate) struct CatalogIds(BTreeMap<ReferenceTarget, BTreeSet<String>>);

impl CatalogIds {
    /// Returns the ids that exist in every catalog: those of the rules.
    pub(crate) fn of_rules<'r>(rules: impl Iterator<Item = &'r str>) -> Self {
        let mut ids = Self::default();
        ids.add(ReferenceTarget::Rule, rules.map(str::to_owned));
        ids
    }

    /// Adds the ids of a catalog.
    #[must_use]
    pub(crate) fn with(mut self, catalog: &Catalog) -> Self {
        let id = |id: &String| id.clone();
        self.add(ReferenceTarget::Category, catalog.categories.iter().map(|category| id(&category.id)));
        self.add(ReferenceTarget::Tier, catalog.tiers.iter().map(|tier| id(&tier.id)));
        self.add(ReferenceTarget::Domain, catalog.domains.iter().map(|domain| id(&domain.id)));
        self.add(ReferenceTarget::Team, catalog.teams.iter().map(|team| id(&team.id)));
        self.add(
            ReferenceTarget::Regulation,
            catalog.regulations.iter().map(|regulation| id(&regulation.id)),
        );
        let controls = catalog.regulations.iter().flat_map(|regulation| &regulation.controls);
        self.add(ReferenceTarget::Control, controls.map(|control| id(&control.id)));
        let guarded = catalog.regulations.iter().flat_map(|regulation| {
            regulation.controls.iter().map(|control| format!("{}/{}", regulation.id, control.id))
        });
        self.add(ReferenceTarget::GuardedControl, guarded);
        self.add(ReferenceTarget::Goal, catalog.goals.iter().map(|goal| id(&goal.id)));
        self.add(ReferenceTarget::System, catalog.systems.all.iter().map(|system| id(&system.id)));
        self.add(ReferenceTarget::Product, catalog.products.iter().map(|product| id(&product.id)));
        let ports = catalog.products.iter().flat_map(|product| &product.output_ports);
        self.add(ReferenceTarget::Port, ports.clone().map(|port| id(&port.id)));
        self.add(ReferenceTarget::Contract, ports.filter_map(|port| port.contract.clone()));
        self.add(ReferenceTarget::Level, catalog.standards.levels.iter().map(|level| id(&level.id)));
        let checks = catalog.standards.standards.iter().flat_map(|standard| &standard.checks);
        let attested = checks.filter(|check| check.kind == CheckKind::Attested);
        self.add(ReferenceTarget::AttestedCheck, attested.map(|attested| id(&attested.id)));
        let people = catalog.teams.iter().flat_map(|team| team.lead.iter().chain(&team.members));
        let named = |person: &Person| person.email.clone().or_else(|| person.name.clone());
        self.add(ReferenceTarget::Person, people.filter_map(named));
        self
    }

    fn add(&mut self, target: ReferenceTarget, ids: impl Iterator<Item = String>) {
        self.0.entry(target).or_default().extend(ids);
    }

    /// Returns the schema of a reference. If an unknown name is a mistake, it is marked; if it may be
    /// new, or no names are known, the known ones are only completed.
    pub(super) fn schema(&self, reference: Reference) -> Value {
        let text = json!({"type": ["string", "number", "boolean"]});
        match self.0.get(&reference.target).filter(|known| !known.is_empty()) {
            None => text,
            Some(known) if reference.is_strict => json!({"enum": known}),
            Some(known) => json!({"anyOf": [{"enum": known}, text]}),
        }
    }
}
