//! The first sentences of the page: what matters today, and by what the list is sorted.

use super::QualityPage;
use crate::model::{Incident, Status, TierIx};
use crate::prose::en::number;

impl QualityPage<'_, '_> {
    /// By what the broken ones are sorted: a tier says nothing where nobody declares one.
    pub(super) fn order(&self) -> &'static str {
        if self.context.has_tiers() {
            "Sorted by impact: importance of what is affected, promises broken, number of dependents."
        } else {
            "No tiers are declared: sorted by promises broken and number of products affected."
        }
    }

    /// What matters, in one sentence.
    pub(super) fn headline(&self) -> String {
        let urgent: Vec<&Incident> =
            self.incidents.iter().copied().filter(|incident| incident.urgent).collect();
        let waiting = self.incidents.len() - urgent.len();
        let top = TierIx::at(self.context.catalog.tiers.len().saturating_sub(1));
        let broken = urgent.iter().flat_map(|incident| {
            let own = incident.promises.iter().map(|at| (incident.product, *at));
            own.chain(incident.reach.promises.iter().copied())
        });
        let promises = broken.collect::<std::collections::BTreeSet<_>>().len();
        let customers = if self.context.has_tiers() {
            urgent.iter().filter(|incident| incident.reach.tier == top).count()
        } else {
            0
        };
        let can_wait = match (waiting, urgent.is_empty()) {
            (0, _) => String::new(),
            (1, true) => "1 failure is known, and it can wait.".to_owned(),
            (_, true) => format!("{} failures are known, and all of them can wait.", number(waiting)),
            (1, false) => " 1 more can wait.".to_owned(),
            (_, false) => format!(" {} more can wait.", number(waiting)),
        };
        if urgent.is_empty() {
            if !can_wait.is_empty() {
                return format!("Nothing is urgent today. {can_wait}");
            }
            let (unknown, unchecked) =
                (self.in_status(Status::Unknown).len(), self.in_status(Status::Unchecked).len());
            let products = |count: usize| match count {
                1 => "1 product".to_owned(),
                count => format!("{} products", number(count)),
            };
            let mut but = Vec::new();
            if unknown > 0 {
                but.push(format!("there is not enough evidence about {}", products(unknown)));
            }
            if unchecked > 0 {
                but.push(format!(
                    "{} ran, but nothing tests {}",
                    products(unchecked),
                    if unchecked == 1 { "it" } else { "them" }
                ));
            }
            return if but.is_empty() {
                "Nothing is broken: everything that was checked is fine.".to_owned()
            } else {
                format!("Nothing is known to be broken; {}.", but.join(", and "))
            };
        }
        let problems = match urgent.len() {
            1 => "1 problem".to_owned(),
            count => format!("{} problems", number(count)),
        };
        let mut also = Vec::new();
        if customers > 0 {
            also.push(format!(
                "{} {} customers",
                of_them(customers, urgent.len()),
                if customers == 1 { "affects" } else { "affect" }
            ));
        }
        if promises > 0 {
            also.push(match promises {
                1 => "1 promise is broken".to_owned(),
                _ => format!("{} promises are broken", number(promises)),
            });
        }
        let also = if also.is_empty() { String::new() } else { format!(" {}.", also.join("; ")) };
        format!("{problems} to fix today.{also}{can_wait}")
    }
}

fn of_them(count: usize, all: usize) -> String {
    match (count, all) {
        (1, 1) => "It".to_owned(),
        (1, _) => "1".to_owned(),
        (count, all) if count == all => "All".to_owned(),
        (count, _) => number(count),
    }
}
