//! The summary of the plan: sentences that an executive can read aloud, and meaningful
//! counts.

use super::due::OpenWork;
use super::{DELIVERED, HeadlineCount, RoadmapPage, RoadmapScope};
use crate::model::{
    Catalog, DeliveryAssessment, DeliveryStatus, Effort, Horizon, Initiative, InitiativeKind, ProductIx,
    Quarter, ValueDuration, WorkItem, WorkState, capitalised, day_in_words,
};
use crate::prose::en::{self, RoadmapCounts, number};
use jiff::civil::Date;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

impl RoadmapPage<'_, '_> {
    /// Returns what an executive would say about the plan, in at most two paragraphs: what is to be delivered, and what
    /// was. Each number is that of a list below.
    pub(super) fn headline(&self, quarter: Quarter) -> Vec<String> {
        let behind: Vec<String> = if self.is_about_open_work() {
            Vec::new()
        } else {
            let behind = self.delivered_in(quarter).into_iter().chain(self.delivered_lately());
            behind.map(|sentence| capitalised(&sentence)).collect()
        };
        let paragraphs = [en::plan_ahead(&self.ahead(quarter)), behind.join(" ")];
        paragraphs.into_iter().filter(|paragraph| !paragraph.is_empty()).collect()
    }

    /// Counts what is to be delivered.
    fn ahead(&self, quarter: Quarter) -> RoadmapCounts {
        let count =
            |of: Horizon| self.scheduled().filter(|(_, _, assessment)| assessment.horizon == of).count();
        let is_due = |stands: &DeliveryAssessment| self.is_due_in(quarter, stands);
        let is = |stands: &DeliveryAssessment, state: WorkState| stands.state == state;
        let due = self.all_work().filter(|work| is_due(work.stands));
        let initiatives: BTreeSet<&str> = due.map(|work| work.initiative.id.as_str()).collect();
        let year = self.context.catalog.settings.fiscal_year;
        let due_at_risk = self.amount(|stands| is(stands, WorkState::AtRisk) && is_due(stands));
        RoadmapCounts {
            domain: match self.part {
                RoadmapScope::Domain(domain) => self.context.domain(domain).name,
                _ => String::new(),
            },
            work_due: self.amount(is_due),
            initiatives_due: initiatives.len(),
            quarter_end: year.last_day(quarter).map(day_in_words).unwrap_or_default(),
            due_at_risk,
            due_paused: self.amount(|stands| is(stands, WorkState::Paused) && is_due(stands)),
            work_overdue: self.amount(|stands| is(stands, WorkState::Overdue)),
            paused_past_due: self.amount(|stands| is(stands, WorkState::Paused) && self.is_past_due(stands)),
            at_risk_later: self.amount(|stands| is(stands, WorkState::AtRisk)) - due_at_risk,
            is_one_horizon: matches!(self.part, RoadmapScope::Horizon(_)),
            initiatives_in_progress: count(Horizon::Now),
            initiatives_next_quarter: count(Horizon::Next),
            initiatives_later: count(Horizon::Later),
            open_work: self.amount(|stands| stands.state > WorkState::Delivered),
        }
    }

    /// Counts the pieces of work that satisfy a predicate.
    fn amount(&self, holds: impl Fn(&DeliveryAssessment) -> bool) -> usize {
        self.all_work().filter(|work| holds(work.stands)).count()
    }

    /// Returns whether each piece of work of the last 12 months was delivered in time; `None` if it had no due date.
    fn punctuality(&self) -> Vec<Option<bool>> {
        let year_ago = self.context.today.checked_sub(jiff::Span::new().years(1)).ok();
        let is_recent = |work: &OpenWork<'_>| work.delivered().is_some_and(|(day, _)| Some(day) > year_ago);
        self.all_work().filter(is_recent).map(|work| work.stands.in_time).collect()
    }

    /// Returns the deliveries of the last 12 months, and the share in time; that there is none only if something is
    /// still to be delivered.
    fn delivered_lately(&self) -> Option<String> {
        let recent = self.punctuality();
        if recent.is_empty() {
            let is_open = |stands: &DeliveryAssessment| stands.state > WorkState::Delivered;
            let delivered = || self.all_work().filter(|work| work.stands.state == WorkState::Delivered);
            // Without its day, it may have been delivered lately.
            let is_known = self.amount(is_open) > 0 && delivered().all(|work| work.delivered().is_some());
            return is_known.then(|| en::no_recent_delivery(delivered().next().is_some()).to_owned());
        }
        let dated = recent.iter().flatten().count();
        let on_time = recent.iter().filter(|in_time| **in_time == Some(true)).count();
        Some(en::delivered_in_a_year(recent.len(), dated, on_time))
    }

    /// Returns the first sentences of the page and the counts below them; a single count is one of the sentences.
    pub(super) fn headline_and_facts(&self, quarter: Quarter) -> (Vec<String>, Vec<HeadlineCount>) {
        let (facts, lone) = self.facts();
        let mut headline = self.headline(quarter);
        if let Some(sentence) = lone {
            match headline.last_mut() {
                Some(last) => *last = [last, " ", &sentence].concat(),
                None => headline.push(sentence),
            }
        }
        (headline, facts)
    }

    /// Returns meaningful counts, and if there is only one that the first sentences do not have, it as a sentence.
    fn facts(&self) -> (Vec<HeadlineCount>, Option<String>) {
        let mut others: Vec<HeadlineCount> = self.reused().into_iter().collect();
        if !matches!(self.part, RoadmapScope::Domain(_) | DELIVERED) {
            // These are about whole initiatives, of which such a page counts a part.
            others.extend(self.lasting());
            others.extend(self.hardening());
        }
        match (self.on_time(), others.as_slice()) {
            (_, []) => (Vec::new(), None),
            (None, [one]) => (Vec::new(), Some([&one.number, " ", &one.meaning, "."].concat())),
            (on_time, _) => (on_time.into_iter().chain(others).collect(), None),
        }
    }

    /// Returns how many of the pieces of work of the last 12 months were delivered in time; `None` without any.
    fn on_time(&self) -> Option<HeadlineCount> {
        let dated: Vec<bool> = self.punctuality().into_iter().flatten().collect();
        (!dated.is_empty() && !self.is_about_open_work()).then(|| {
            let good = dated.iter().filter(|in_time| **in_time).count();
            let number = format!("{} of {}", number(good), number(dated.len()));
            HeadlineCount { number, meaning: en::on_time_of(dated.len()) }
        })
    }

    /// Returns how much of the work has lasting value; `None` if the lifetime of all work is unknown.
    fn lasting(&self) -> Option<HeadlineCount> {
        let initiatives = || self.scheduled().map(|(_, initiative, _)| initiative);
        let EffortShare { lasting, all, undeclared } = effort(initiatives(), self.context.catalog);
        let is_declared = initiatives().any(Initiative::declares_value);
        (all > 0.0 && is_declared).then(|| {
            let open = en::share_at_most(undeclared, all);
            let open = if undeclared > 0.0 { format!("; for {open} nobody has said") } else { String::new() };
            HeadlineCount {
                number: en::share_at_least(lasting, all),
                meaning: format!("of the work has lasting value{open}"),
            }
        })
    }

    /// Returns how many of the products here serve more than one request: of the whole plan, whatever part of it this
    /// page is about, so that a product counts alike on every page.
    fn reused(&self) -> Option<HeadlineCount> {
        let is_kept = |stands: &DeliveryAssessment| stands.state != WorkState::Dropped;
        let products: BTreeSet<_> = self
            .works()
            .filter(|(_, _, stands)| is_kept(stands))
            .map(|(_, delivery, _)| delivery.product)
            .collect();
        let whole = RoadmapPage { part: RoadmapScope::All, context: self.context };
        let mut asks: BTreeMap<_, BTreeSet<&str>> = BTreeMap::new();
        for (initiative, delivery, _) in whole.works().filter(|(_, _, stands)| is_kept(stands)) {
            asks.entry(delivery.product).or_default().insert(&initiative.id);
        }
        let serves_several = |product: &&ProductIx| asks.get(*product).is_some_and(|asks| asks.len() > 1);
        let name = |product: &ProductIx| self.context.card(*product).name.clone();
        let reused: Vec<String> = products.iter().filter(serves_several).map(name).collect();
        (!reused.is_empty()).then(|| HeadlineCount {
            number: format!("{} of {}", number(reused.len()), number(products.len())),
            meaning: en::serve_several_requests(reused, products.len()),
        })
    }

    /// Returns what was delivered in the quarter until today.
    fn delivered_in(&self, quarter: Quarter) -> Option<String> {
        let year = self.context.catalog.settings.fiscal_year;
        let told = |work: &OpenWork<'_>, name: &str| en::delivered_work(name, &work.piece.work);
        let mut names: Vec<(Reverse<Date>, String)> = self
            .all_work()
            .filter_map(|work| work.delivered().map(|(day, name)| (Reverse(day), told(&work, name))))
            .filter(|(day, _)| year.quarter(day.0) == quarter)
            .collect();
        names.sort();
        let mut named = BTreeSet::new();
        names.retain(|(_, name)| named.insert(name.clone()));
        (!names.is_empty())
            .then(|| en::delivered_this_quarter(names.into_iter().map(|(_, name)| name).collect()))
    }

    /// Returns the share of the requests that make existing products reliable: by effort, if all of it is known.
    fn hardening(&self) -> Option<HeadlineCount> {
        let is_hardening = |initiative: &Initiative| initiative.kind == Some(InitiativeKind::Hardening);
        let all: Vec<&Initiative> = self.scheduled().map(|(_, initiative, _)| initiative).collect();
        let hardening = all.iter().filter(|initiative| is_hardening(initiative)).count();
        if hardening == 0 {
            return None;
        }
        let work = || {
            all.iter().flat_map(|initiative| initiative.work().map(|piece| (is_hardening(initiative), piece)))
        };
        let work = || work().filter(|(_, piece)| piece.status != DeliveryStatus::Dropped);
        if work().any(|(_, piece)| piece.effort.is_none()) {
            let number = format!("{hardening} of {}", all.len());
            let what = match (all.len(), hardening) {
                (1, _) => "request hardens",
                (_, 1) => "requests hardens",
                _ => "requests harden",
            };
            return Some(HeadlineCount { number, meaning: format!("{what} existing products") });
        }
        let days = |(_, piece): (bool, &WorkItem)| piece.effort.map_or(0.0, Effort::days);
        let spent: f64 = work().map(days).sum();
        let on_it: f64 = work().filter(|(is_it, _)| *is_it).map(days).sum();
        (spent > 0.0).then(|| HeadlineCount {
            number: en::share_at_least(on_it, spent),
            meaning: "of the work hardens existing products".to_owned(),
        })
    }
}

/// Working days; points count as a day each if nothing else is known.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::site) struct EffortShare {
    /// The days of lasting value.
    pub(in crate::site) lasting: f64,
    /// All days.
    pub(in crate::site) all: f64,
    /// The days of work with an unknown lifetime.
    pub(in crate::site) undeclared: f64,
}

/// Returns the effort of initiatives, without dropped work.
pub(in crate::site) fn effort<'d>(
    initiatives: impl Iterator<Item = &'d Initiative>,
    catalog: &Catalog,
) -> EffortShare {
    let mut share = EffortShare::default();
    let mut add = |piece: &WorkItem, is_lasting: bool, is_ending: bool| {
        let days = piece.effort.filter(|_| piece.status != DeliveryStatus::Dropped).map_or(0.0, Effort::days);
        share.all += days;
        share.lasting += if is_lasting { days } else { 0.0 };
        share.undeclared += if piece.value.is_none() && !is_ending { days } else { 0.0 };
    };
    for initiative in initiatives {
        for delivery in &initiative.deliveries {
            add(delivery, catalog.is_lasting(delivery), catalog.product(delivery.product).is_ending());
        }
        let platform = initiative.platform.iter();
        platform.for_each(|work| add(work, work.value == Some(ValueDuration::Lasting), false));
    }
    share
}
