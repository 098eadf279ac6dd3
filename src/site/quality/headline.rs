//! The first sentences of the page: what matters today, and how the list is sorted.

use super::QualityPage;
use super::scope::{PageScope, holds, is_responsible_for};
use crate::model::{Incident, ProductIx};
use crate::prose::en::{ConcernedPart, number, urgency_of_part, urgency_with_unclaimed};
use std::collections::BTreeSet;

impl QualityPage<'_, '_> {
    /// Returns what matters, in short lines.
    pub(super) fn headline(&self) -> Vec<String> {
        if self.scope != PageScope::Company && !self.incidents.is_empty() {
            return urgency_of_part(&self.part(), &self.unclaimed, self.context.catalog);
        }
        if let Some(urgency) = urgency_with_unclaimed(&self.incidents, &self.unclaimed, self.context.catalog)
        {
            return urgency;
        }
        let (unknown, failed_earlier, unchecked) =
            (self.unknown.len(), self.failed_earlier, self.unchecked.len());
        let products = |count: usize| match count {
            1 => "1 product".to_owned(),
            count => format!("{} products", number(count)),
        };
        let mut but = Vec::new();
        if failed_earlier > 0 {
            but.push(format!("{} failed when last checked, too long ago to count", products(failed_earlier)));
        }
        if unknown > failed_earlier {
            let unknown = unknown - failed_earlier;
            but.push(format!("there is not enough evidence about {}", products(unknown)));
        }
        if unchecked > 0 {
            but.push(format!(
                "{} ran, but nothing tests {}",
                products(unchecked),
                if unchecked == 1 { "it" } else { "them" }
            ));
        }
        if but.is_empty() {
            vec!["Nothing is broken: everything that was checked is fine.".to_owned()]
        } else {
            vec![format!("Nothing is known to be broken; {}.", but.join(", "))]
        }
    }

    /// Returns the problems of a team or a domain apart from those of others that concern it.
    fn part(&self) -> ConcernedPart<'_> {
        let context = self.context;
        let is_held = |product: &ProductIx| holds(self.scope, *product, context);
        let (own_incidents, others): (Vec<&Incident>, Vec<&Incident>) = self
            .incidents
            .iter()
            .copied()
            .partition(|incident| is_responsible_for(self.scope, incident, context));
        let affected =
            others.iter().flat_map(|incident| incident.reach.products.iter().chain([&incident.product]));
        ConcernedPart {
            is_inside: own_incidents.iter().all(|incident| is_held(&incident.product)),
            hurt: affected.filter(|product| is_held(product)).collect::<BTreeSet<_>>().len(),
            others: others.len(),
            own_incidents,
            team: match self.scope {
                PageScope::Team(team) => Some(team),
                _ => None,
            },
        }
    }
}
