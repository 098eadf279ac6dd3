//! The summary of the plan: sentences that an executive can read aloud, and meaningful
//! counts.

use super::due::OpenWork;
use super::{HeadlineCount, RoadmapPage, RoadmapScope};
use crate::model::{
    Catalog, DeliveryAssessment, DeliveryStatus, Effort, Horizon, Initiative, InitiativeKind, ProductIx,
    Quarter, ValueDuration, WorkItem, WorkState, capitalised, day_in_words,
};
use crate::prose::en::{self, number};
use jiff::civil::Date;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

impl RoadmapPage<'_, '_> {
    /// Returns what an executive would say about the plan, in a few sentences. Each number is that of a list below.
    pub(super) fn headline(&self, quarter: Quarter) -> Vec<String> {
        let mut sentences = self.ahead(quarter);
        sentences.extend(self.behind(quarter));
        sentences
    }

    /// Returns the sentences about what was delivered.
    pub(super) fn behind(&self, quarter: Quarter) -> Vec<String> {
        let sentences = self.delivered_in(quarter).into_iter().chain(self.delivered_lately());
        sentences.map(|sentence| capitalised(&sentence)).collect()
    }

    /// Returns the sentences about what is to be delivered.
    pub(super) fn ahead(&self, quarter: Quarter) -> Vec<String> {
        let mut sentences = Vec::new();
        let under_way =
            self.scheduled().filter(|(_, _, assessment)| assessment.horizon == Horizon::Now).count();
        let year = self.context.catalog.facts.fiscal_year;
        let due = self.amount(|stands| self.is_due_in(quarter, stands));
        sentences.push(match under_way {
            0 => self.nothing_in_progress(),
            count => {
                format!(
                    "{} in progress or due this quarter.",
                    counted(count, "initiative is", "initiatives are")
                )
            }
        });
        if due > 0 {
            let end = year.last_day(quarter).map(day_in_words).unwrap_or_default();
            sentences.push(format!("{} due by {end}.", pieces_are(due)));
        }
        let overdue = self.amount(|stands| stands.state == WorkState::Overdue);
        let risky = self.amount(|stands| stands.state == WorkState::AtRisk);
        match (overdue, risky) {
            (0, 0) => {}
            (_, 0) => sentences.push(format!("{} overdue.", pieces_are(overdue))),
            (0, _) => sentences.push(format!("{} at risk of being late.", pieces_are(risky))),
            _ => sentences.push(format!(
                "{} overdue, and {} at risk of being late.",
                pieces_are(overdue),
                number(risky)
            )),
        }
        let is_paused = |stands: &DeliveryAssessment| stands.state == WorkState::Paused;
        let verb = |count: usize| if count == 1 { "is" } else { "are" };
        let paused = self.amount(|stands| is_paused(stands) && self.is_due_in(quarter, stands));
        if paused > 0 {
            sentences.push(format!("{} of those due this quarter {} paused.", number(paused), verb(paused)));
        }
        let missed = self.amount(|stands| is_paused(stands) && self.is_past_due(stands));
        if missed > 0 {
            sentences.push(format!("{} paused after the due date.", pieces_are(missed)));
        }
        sentences.into_iter().map(|sentence| capitalised(&sentence)).collect()
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

    /// Returns the deliveries of the last 12 months, and the share in time; `None` without any.
    fn delivered_lately(&self) -> Option<String> {
        let recent = self.punctuality();
        let dated = recent.iter().flatten().count();
        let on_time = recent.iter().filter(|in_time| **in_time == Some(true)).count();
        (!recent.is_empty()).then(|| en::delivered_in_a_year(recent.len(), dated, on_time))
    }

    fn nothing_in_progress(&self) -> String {
        let next = self.scheduled().filter(|(_, _, assessment)| assessment.horizon == Horizon::Next).count();
        match next {
            0 => "No initiative is in progress.".to_owned(),
            next => format!("No initiative is in progress; {} due next quarter.", counted(next, "is", "are")),
        }
    }

    pub(super) fn facts(&self) -> Vec<HeadlineCount> {
        let mut facts = Vec::new();
        let dated: Vec<bool> = self.punctuality().into_iter().flatten().collect();
        if !dated.is_empty() {
            let good = dated.iter().filter(|in_time| **in_time).count();
            let number = format!("{} of {}", number(good), number(dated.len()));
            facts.push(HeadlineCount { number, meaning: en::on_time_of(dated.len()) });
        }
        facts.extend(self.reused());
        let initiatives = || self.scheduled().map(|(_, initiative, _)| initiative);
        let EffortShare { lasting, all, undeclared } = effort(initiatives(), self.context.catalog);
        // If the lifetime of all work is unknown, it is not mentioned.
        let is_declared = initiatives().any(Initiative::declares_value);
        if all > 0.0 && is_declared {
            let open = en::share_at_most(undeclared, all);
            let open = if undeclared > 0.0 { format!("; for {open} nobody has said") } else { String::new() };
            facts.push(HeadlineCount {
                number: en::share_at_least(lasting, all),
                meaning: format!("of the work has lasting value{open}"),
            });
        }
        facts.extend(self.hardening());
        facts
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
        (!products.is_empty()).then(|| HeadlineCount {
            number: format!("{} of {}", number(reused.len()), number(products.len())),
            meaning: en::serve_several_requests(reused, products.len()),
        })
    }

    /// Returns what was delivered in the quarter until today.
    fn delivered_in(&self, quarter: Quarter) -> Option<String> {
        let year = self.context.catalog.facts.fiscal_year;
        let mut names: Vec<(Reverse<Date>, String)> = self
            .all_work()
            .filter_map(|work| work.delivered().map(|(day, name)| (Reverse(day), name.to_owned())))
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
            let what = if all.len() == 1 { "request that hardens" } else { "requests that harden" };
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

/// Returns a count and its verb: `1 product is`, `12 products are`.
fn counted(count: usize, singular: &str, many: &str) -> String {
    if count == 1 { format!("1 {singular}") } else { format!("{} {many}", number(count)) }
}

/// Returns `1 piece of work is`, `12 pieces of work are`: of products and of the platform alike.
fn pieces_are(count: usize) -> String {
    counted(count, "piece of work is", "pieces of work are")
}
