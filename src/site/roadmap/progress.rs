//! How far an initiative is: all of it, or on the page of a domain the work on the domain's products.

use super::parts::is_title;
use super::{InitiativeCard, RoadmapPage, RoadmapScope, ScheduledInitiative};
use crate::model::{
    Delivery, DeliveryAssessment, DomainIx, Horizon, Initiative, InitiativeKind, WorkState, day_in_words,
};
use crate::site::context::{ViewContext, initiative_ref};
use crate::site::words;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// How far the part of an initiative is that a page is about.
pub(super) struct InitiativeProgress {
    /// The status.
    pub(super) state: WorkState,
    /// The day when all open work of the part is due.
    pub(super) due: Option<Date>,
    /// The number of its delivered products.
    pub(super) delivered: usize,
    /// The number of its products, without dropped ones.
    pub(super) products: usize,
}

/// Returns an initiative as lists show it.
pub(in crate::site) fn card(at: usize, context: &ViewContext<'_>) -> InitiativeCard {
    RoadmapPage { part: RoadmapScope::All, context }.card(at)
}

/// Returns the initiatives that satisfy a predicate, current ones first.
pub(in crate::site) fn cards(
    context: &ViewContext<'_>,
    holds: impl Fn(&Initiative) -> bool,
) -> Vec<InitiativeCard> {
    RoadmapPage { part: RoadmapScope::All, context }.cards(holds)
}

/// Returns the initiatives with work on products of a domain, and how far that work is, current ones first.
pub(in crate::site) fn cards_of(domain: DomainIx, context: &ViewContext<'_>) -> Vec<InitiativeCard> {
    let is_here = |delivery: &Delivery| context.product(delivery.product).domain == Some(domain);
    let page = RoadmapPage { part: RoadmapScope::Domain(domain), context };
    page.cards(|initiative| initiative.deliveries.iter().any(is_here))
}

impl RoadmapPage<'_, '_> {
    fn cards(&self, holds: impl Fn(&Initiative) -> bool) -> Vec<InitiativeCard> {
        let context = self.context;
        let all = context.catalog.initiatives.iter().zip(&context.assessment.initiatives).enumerate();
        let mut initiatives: Vec<(Horizon, usize)> = all
            .filter(|(_, (initiative, _))| holds(initiative))
            .map(|(at, (_, assessment))| (assessment.horizon, at))
            .collect();
        initiatives.sort_unstable();
        initiatives.into_iter().map(|(_, at)| self.card(at)).collect()
    }

    /// Returns an initiative as the lists of this page show it.
    pub(super) fn card(&self, at: usize) -> InitiativeCard {
        let context = self.context;
        let initiative = &context.catalog.initiatives[at];
        let progress = self.progress(at);
        let (delivered, all) = (progress.delivered, progress.products);
        InitiativeCard {
            page_ref: initiative_ref(initiative),
            ask: if is_title(&initiative.ask, &initiative.title) {
                String::new()
            } else {
                initiative.ask.clone()
            },
            hardening: initiative.kind == Some(InitiativeKind::Hardening),
            outcome: initiative.outcome.clone(),
            sponsor: initiative.sponsor.map(|team| context.team(team)),
            state: words::work_state(progress.state),
            due: progress.due.map(day_in_words).unwrap_or_default(),
            delivered,
            products: all,
            percent: (delivered * 100).checked_div(all).unwrap_or(0).max(usize::from(delivered > 0)),
            domain: self.domain().map(|domain| context.domain(domain).name).unwrap_or_default(),
        }
    }

    /// Returns whether the lists of work that is due this quarter, late or at risk have work of each of these initiatives.
    pub(super) fn is_told(&self, initiatives: &[ScheduledInitiative<'_>]) -> bool {
        let quarter = self.context.catalog.settings.fiscal_year.quarter(self.context.today);
        let listed = self.open_work(|stands| self.is_due_in(quarter, stands) || self.is_endangered(stands));
        let told: BTreeSet<&str> = listed.iter().map(|work| work.initiative.id.as_str()).collect();
        initiatives.iter().all(|(_, initiative, _)| told.contains(initiative.id.as_str()))
    }

    /// Returns whether the list of work that is due this quarter has one piece of each of these initiatives, and nothing
    /// else: another list of them would say the same.
    pub(super) fn is_due(&self, initiatives: &[ScheduledInitiative<'_>]) -> bool {
        let quarter = self.context.catalog.settings.fiscal_year.quarter(self.context.today);
        let due = self.open_work(|stands| self.is_due_in(quarter, stands));
        let due_of: BTreeSet<&str> = due.iter().map(|work| work.initiative.id.as_str()).collect();
        let is_listed = initiatives.iter().all(|(_, initiative, _)| due_of.contains(initiative.id.as_str()));
        is_listed && !initiatives.is_empty() && due.len() == initiatives.len()
    }

    /// Returns the domain to whose products the page is limited.
    pub(super) fn domain(&self) -> Option<DomainIx> {
        match self.part {
            RoadmapScope::Domain(domain) => Some(domain),
            _ => None,
        }
    }

    /// Returns how far an initiative is.
    pub(super) fn progress(&self, at: usize) -> InitiativeProgress {
        let (initiative, whole) =
            (&self.context.catalog.initiatives[at], &self.context.assessment.initiatives[at]);
        let is_own = |product| {
            let domain = self.domain();
            domain.is_none() || self.context.product(product).domain == domain
        };
        let pieces = initiative.deliveries.iter().zip(&whole.deliveries);
        let own: Vec<&DeliveryAssessment> =
            pieces.filter(|(delivery, _)| is_own(delivery.product)).map(|(_, stands)| stands).collect();
        let count = |state| own.iter().filter(|stands| stands.state == state).count();
        let delivered = count(WorkState::Delivered);
        let (state, due) = match self.domain() {
            None => (whole.state, whole.due),
            Some(_) => {
                let open = || own.iter().filter(|stands| stands.state > WorkState::Delivered);
                let state = open().map(|stands| stands.state).max();
                let closed = if delivered > 0 { WorkState::Delivered } else { WorkState::Dropped };
                (state.unwrap_or(closed), open().filter_map(|stands| stands.due).max())
            }
        };
        InitiativeProgress { state, due, delivered, products: own.len() - count(WorkState::Dropped) }
    }
}
