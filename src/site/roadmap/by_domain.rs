//! The open work of each domain, in numbers: where a long roadmap needs attention.

use super::due::{OpenWork, ROWS};
use super::{RoadmapPage, RoadmapScope};
use crate::model::{DomainIx, Quarter, WorkState};
use crate::site::parts::PageRef;
use serde::Serialize;

/// The open work on the products of a domain.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct DomainWork {
    /// The roadmap of the domain; `None` for all other work.
    pub page_ref: Option<PageRef>,
    /// The number of pieces of work that are past their due date or at risk.
    pub in_danger: usize,
    /// The number that is still due this quarter.
    pub due: usize,
    /// The number of these on products that are failing or late today.
    pub broken: usize,
    /// The number of all open pieces of work.
    pub open: usize,
}

impl RoadmapPage<'_, '_> {
    /// Returns the open work of each domain with any, and last the work of none; nothing unless this is the whole
    /// roadmap, its lists cannot show all of its work, and it is of several domains.
    pub(super) fn by_domain(&self, quarter: Quarter) -> Vec<DomainWork> {
        let open = self.open_work(|stands| stands.state > WorkState::Delivered);
        if self.part != RoadmapScope::All || open.len() <= ROWS {
            return Vec::new();
        }
        let domains = (0..self.context.catalog.domains.len()).map(DomainIx::at).map(Some);
        let mut all: Vec<DomainWork> = domains
            .chain([None])
            .map(|domain| {
                let is_here = |work: &&OpenWork<'_>| self.domain_of(work) == domain;
                let own: Vec<&OpenWork<'_>> = open.iter().filter(is_here).collect();
                let page = domain
                    .map(|domain| RoadmapPage { part: RoadmapScope::Domain(domain), context: self.context });
                let due = || own.iter().filter(|work| self.is_due_in(quarter, work.stands));
                DomainWork {
                    page_ref: page.and_then(|page| page.page_ref()),
                    in_danger: own.iter().filter(|work| self.is_endangered(work.stands)).count(),
                    due: due().count(),
                    broken: due().filter(|work| self.is_broken(work)).count(),
                    open: own.len(),
                }
            })
            .filter(|work| work.open > 0)
            .collect();
        all.sort_by(|left, right| name(left).cmp(&name(right)));
        if all.len() > 1 { all } else { Vec::new() }
    }
}

/// Returns what rows are sorted by: the work of no domain comes last.
fn name(work: &DomainWork) -> (bool, Option<&str>) {
    (work.page_ref.is_none(), work.page_ref.as_ref().map(|page_ref| page_ref.name.as_str()))
}
