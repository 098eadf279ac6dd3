//! The first sentences of the page: what matters today, and how the list is sorted.

use super::QualityPage;
use super::scope::{PageScope, sees_to};
use crate::model::{Incident, Status};
use crate::prose::en::{number, urgency_with_jobs, yours};

impl QualityPage<'_, '_> {
    /// Returns what matters, in short lines.
    pub(super) fn headline(&self) -> Vec<String> {
        let jobs: Vec<_> = self.unclaimed().collect();
        if let Some(urgency) = urgency_with_jobs(&self.incidents, &jobs, self.context.catalog) {
            let PageScope::Team(_) = self.scope else { return urgency };
            let is_own = |one: &&&Incident| one.urgent && sees_to(self.scope, one, self.context);
            let own = yours(self.incidents.iter().filter(is_own).count());
            return [vec![own], urgency].concat();
        }
        let (unknown, unchecked) =
            (self.in_status(Status::Unknown).len(), self.in_status(Status::Unchecked).len());
        let products = |count: usize| match count {
            1 => "1 product".to_owned(),
            count => format!("{} products", number(count)),
        };
        let mut but = Vec::new();
        let failed_earlier = self.in_status(Status::Unknown);
        let failed_earlier =
            failed_earlier.into_iter().filter(|product| self.has_failed_earlier(*product)).count();
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
}
