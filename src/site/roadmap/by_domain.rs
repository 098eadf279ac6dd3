//! The open work of each domain, in numbers: where a long roadmap needs attention.

use super::due::ROWS;
use super::{RoadmapPage, RoadmapScope};
use crate::model::{DomainIx, Quarter, WorkState};
use crate::site::parts::PageRef;
use serde::Serialize;
use std::collections::BTreeMap;

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
        let mut by_domain: BTreeMap<Option<DomainIx>, DomainWork> = BTreeMap::new();
        for work in &open {
            let sum = by_domain.entry(self.domain_of(work)).or_default();
            let is_due = self.is_due_in(quarter, work.stands);
            sum.open += 1;
            sum.due += usize::from(is_due);
            sum.broken += usize::from(is_due && self.is_broken(work));
            sum.in_danger += usize::from(self.is_endangered(work.stands));
        }
        let page_ref = |domain: DomainIx| {
            RoadmapPage { part: RoadmapScope::Domain(domain), context: self.context }.page_ref()
        };
        let all = by_domain.into_iter();
        let all = all.map(|(domain, sum)| DomainWork { page_ref: domain.and_then(page_ref), ..sum });
        let mut all: Vec<DomainWork> = all.collect();
        all.sort_by(|left, right| name(left).cmp(&name(right)));
        if all.len() > 1 { all } else { Vec::new() }
    }
}

/// Returns what rows are sorted by: the work of no domain comes last.
fn name(work: &DomainWork) -> (bool, Option<&str>) {
    (work.page_ref.is_none(), work.page_ref.as_ref().map(|page_ref| page_ref.name.as_str()))
}
