//! What matters today, in two sentences: how much failed and who relies on it, and what can wait.

use super::lists::all;
use super::numbers::{counted, number};
use super::reliance::{ReliedOn, affecting, relied_on_by};
use crate::model::{
    Catalog, ControlIx, FailedSubject, Impact, Incident, Lifecycle, ProductIx, PromiseIx, SharedFailure,
    TeamIx, UnclaimedFailure, Urgency, User,
};
use std::collections::{BTreeMap, BTreeSet};

/// Whose products the incidents are about.
#[derive(Clone, Copy)]
enum Whose {
    /// Nobody's in particular.
    Anybodys,
    /// Those of the team or domain that the page is about.
    Its,
}

/// Returns what matters in these incidents: `16 failures in 2 products need a fix today.`, `Revenue operations relies on
/// both (pipeline review).`, `1 more failure in 1 more product can wait.` `None` if there are none. To a team they say how much affects itself,
/// and of the others who relies on it.
fn sentences(
    incidents: &[&Incident],
    whose: Whose,
    audience: Option<TeamIx>,
    catalog: &Catalog,
) -> Option<Vec<String>> {
    let (urgent, waiting): (Vec<&Incident>, Vec<&Incident>) =
        incidents.iter().copied().partition(|incident| incident.is_urgent());
    if incidents.is_empty() {
        return None;
    }
    if urgent.is_empty() {
        return Some(vec!["Nothing is urgent today.".to_owned(), can_wait(&waiting, whose, catalog)]);
    }
    let mut sentences = vec![to_fix(&urgent, whose)];
    sentences.extend(failed_controls(&urgent, catalog).into_iter().map(|failed| format!("{failed}.")));
    let reaches: Vec<&Impact> = urgent.iter().map(|incident| &incident.reach).collect();
    let broken: BTreeSet<ProductIx> = incidents.iter().map(|incident| incident.product).collect();
    if let Some(team) = audience {
        sentences.extend(affecting(&reaches, team));
    }
    let reliance = relied_on_by(&reaches, ReliedOn::Products, audience, &broken, catalog);
    // Every product downstream is counted, or none: the numbers add up to those with that status.
    let others = match &reliance {
        Some(reliance) if reliance.counts_products => only_downstream(&waiting, &urgent, &broken),
        _ => 0,
    };
    // Products that do not exist yet are not reached, but have a status.
    let has_proposals = catalog.products.iter().any(|product| product.lifecycle == Lifecycle::Proposed);
    sentences.extend(reliance.map(|reliance| {
        let clause = match others {
            0 => reliance.clause,
            others => format!("{}, {} more only of problems that can wait", reliance.clause, number(others)),
        };
        match reliance.counts_products && has_proposals {
            true => format!("{clause} (without proposed products, which the numbers by status include)."),
            false => format!("{clause}."),
        }
    }));
    sentences.extend(more_can_wait(&waiting, &urgent).map(|waits| format!("{waits}.")));
    Some(sentences)
}

/// Returns what matters in these incidents and in what failed without a product, in short lines; `None` without any.
#[must_use]
pub(crate) fn urgency_with_unclaimed(
    incidents: &[&Incident],
    unclaimed: &[&UnclaimedFailure],
    catalog: &Catalog,
) -> Option<Vec<String>> {
    let of_incidents = sentences(incidents, Whose::Anybodys, None, catalog);
    if unclaimed.is_empty() {
        return of_incidents;
    }
    let of_jobs = of_no_product(unclaimed, catalog);
    Some(match of_incidents {
        Some(_) if unclaimed[0].urgent && incidents.iter().all(|incident| !incident.is_urgent()) => {
            vec![format!("{of_jobs}."), can_wait(incidents, Whose::Anybodys, catalog)]
        }
        Some(of_incidents) => of_incidents.into_iter().chain([format!("{of_jobs}.")]).collect(),
        None if unclaimed.iter().any(|failure| is_relied_on(&failure.reach)) => {
            vec![format!("{of_jobs}.")]
        }
        None => vec![format!("{of_jobs}; no product is known to be broken.")],
    })
}

/// What matters today, for the home page.
#[derive(Clone, Debug, Default)]
pub(crate) struct UrgencyInBrief {
    /// The first sentences.
    pub(crate) sentences: Vec<String>,
    /// Everything else, in short lines: failed controls first.
    pub(crate) also: Vec<String>,
}

/// Returns what matters today in brief: who relies on what is broken is on the page of quality.
#[must_use]
pub(crate) fn urgency_in_brief(
    incidents: &[&Incident],
    unclaimed: &[&UnclaimedFailure],
    catalog: &Catalog,
) -> Option<UrgencyInBrief> {
    let (urgent, waiting): (Vec<&Incident>, Vec<&Incident>) =
        incidents.iter().copied().partition(|incident| incident.is_urgent());
    if urgent.is_empty() {
        let sentences = urgency_with_unclaimed(incidents, unclaimed, catalog)?;
        return Some(UrgencyInBrief { sentences, also: Vec::new() });
    }
    let controls = failed_controls(&urgent, catalog).into_iter();
    let none = (!unclaimed.is_empty()).then(|| belonging_to_none(unclaimed));
    let also = controls.chain(more_can_wait(&waiting, &urgent)).chain(none);
    let also = also.map(|line| format!("{line}.")).collect();
    Some(UrgencyInBrief { sentences: vec![to_fix(&urgent, Whose::Anybodys)], also })
}

/// Returns the heading above what failed without a product.
#[must_use]
pub(crate) fn unclaimed_title(unclaimed: &[&UnclaimedFailure]) -> &'static str {
    match unclaimed_counts(unclaimed) {
        (_, 0) => "Failed jobs in no product",
        (0, _) => "Broken tables in no product",
        _ => "Broken tables and failed jobs in no product",
    }
}

/// Returns the explanation below the heading of what failed without a product.
#[must_use]
pub(crate) fn unclaimed_hint(unclaimed: &[&UnclaimedFailure]) -> &'static str {
    match unclaimed_counts(unclaimed) {
        (_, 0) => "These jobs failed, and no product lists them, so they have no known owner.",
        (0, _) => {
            "A run, a test or a check of these failed, or their data is late, and no product lists them, so they have \
             no known owner."
        }
        _ => "These failed or are late, and no product lists them, so they have no known owner.",
    }
}

/// Returns the number of failed jobs and of broken tables.
fn unclaimed_counts(unclaimed: &[&UnclaimedFailure]) -> (usize, usize) {
    let jobs = unclaimed.iter().filter(|failure| matches!(failure.subject, FailedSubject::Job(_))).count();
    (jobs, unclaimed.len() - jobs)
}

/// Returns `2 failed jobs belong to no product, and 1 of them needs a fix today`.
fn belonging_to_none(unclaimed: &[&UnclaimedFailure]) -> String {
    let urgent = unclaimed.iter().filter(|failure| failure.urgent).count();
    let (jobs, tables) = unclaimed_counts(unclaimed);
    let parts = [(tables, "broken table"), (jobs, "failed job")];
    let parts: Vec<String> =
        parts.into_iter().filter(|(count, _)| *count > 0).map(|(count, what)| counted(count, what)).collect();
    let belong = if unclaimed.len() == 1 { "belongs" } else { "belong" };
    let need = match urgent {
        0 => String::new(),
        1 if unclaimed.len() == 1 => " and needs a fix today".to_owned(),
        1 => ", and 1 of them needs a fix today".to_owned(),
        count if count == unclaimed.len() => " and need a fix today".to_owned(),
        count => format!(", and {} of them need a fix today", number(count)),
    };
    format!("{} {belong} to no product{need}", all(&parts))
}

/// Returns `2 failed jobs belong to no product, and 1 of them needs a fix today. Sales relies on what it writes
/// (app)`.
fn of_no_product(unclaimed: &[&UnclaimedFailure], catalog: &Catalog) -> String {
    let urgent: Vec<&UnclaimedFailure> = unclaimed.iter().copied().filter(|failure| failure.urgent).collect();
    let failures = if urgent.is_empty() { unclaimed } else { &urgent };
    let relied_on: Vec<&UnclaimedFailure> =
        failures.iter().copied().filter(|failure| is_relied_on(&failure.reach)).collect();
    let on = if unclaimed_counts(&relied_on).1 > 0 { ReliedOn::Tables } else { ReliedOn::Written };
    let reaches: Vec<&Impact> = relied_on.iter().map(|failure| &failure.reach).collect();
    let reliance = relied_on_by(&reaches, on, None, &BTreeSet::new(), catalog);
    let reliance = reliance.map_or_else(String::new, |reliance| format!(". {}", reliance.clause));
    format!("{}{reliance}", belonging_to_none(unclaimed))
}

/// Returns `16 failures in 2 products can wait: nobody is known to rely on them.`
fn can_wait(waiting: &[&Incident], whose: Whose, catalog: &Catalog) -> String {
    let count: usize = amounts(waiting, &[]).iter().map(|(count, _)| count).sum();
    let them = if count == 1 { "it" } else { "them" };
    let has_users = |incident: &&Incident| catalog.product(incident.product).current_uses().next().is_some();
    let nobody = if are_relied_on(waiting, catalog) {
        String::new()
    } else if waiting.iter().any(has_users) {
        // Their users are not affected: what they use does not build on it.
        format!(": nothing that others use depends on {them}")
    } else {
        format!(": nobody is known to rely on {them}")
    };
    format!("{} can wait{nobody}.", failures(waiting, whose))
}

/// Returns a job as a reader: `the job hightouch/mails (of no product)`.
#[must_use]
pub(crate) fn job_of_no_product(job: &str) -> String {
    format!("the job {job} (of no product)")
}

/// Returns a job with what it writes: `the job hightouch/mails (of no product), which writes mail://eu/users`.
#[must_use]
pub(crate) fn foreign_reader(job: &str, writes: &[String]) -> String {
    let job = job_of_no_product(job);
    match writes {
        [] => job,
        [table] => format!("{job}, which writes {table}"),
        [table, more @ ..] => format!("{job}, which writes {table} and {} more", number(more.len())),
    }
}

/// Returns the affected exposures of no product, with their owners, and the jobs of no product, at most this many.
#[must_use]
pub(crate) fn other_readers(reach: &Impact, most: usize, catalog: &Catalog) -> Vec<String> {
    let exposures = reach.exposures.iter().map(|asset| catalog.asset(*asset));
    let exposures = exposures.filter(|asset| asset.product.is_none()).map(|asset| match &asset.owner {
        Some(owner) => format!("{} ({owner})", asset.name),
        None => asset.name.clone(),
    });
    let jobs = reach.jobs.iter().map(|job| &catalog.observations.jobs[*job].job);
    exposures.chain(jobs.map(|job| job_of_no_product(job))).take(most).collect()
}

/// The incidents that concern a team or a domain.
#[derive(Debug)]
pub(crate) struct ConcernedPart<'s> {
    /// Those that it has to take care of.
    pub(crate) own_incidents: Vec<&'s Incident>,
    /// The number of others.
    pub(crate) others: usize,
    /// The number of its products that those others affect.
    pub(crate) hurt: usize,
    /// Whether all of its own are in products of its own.
    pub(crate) is_inside: bool,
    /// The team, if it is one.
    pub(crate) team: Option<TeamIx>,
}

/// Returns what matters to a team or a domain, its own problems before those of others: `5 failures in 3 of its products
/// need a fix today. Problems in 12 products of others affect 4 of its products.`
#[must_use]
pub(crate) fn urgency_of_part(
    part: &ConcernedPart<'_>,
    jobs: &[&UnclaimedFailure],
    catalog: &Catalog,
) -> Vec<String> {
    let whose = if part.is_inside { Whose::Its } else { Whose::Anybodys };
    let mut sentences = if part.own_incidents.iter().any(|incident| incident.is_urgent()) {
        sentences(&part.own_incidents, whose, part.team, catalog).unwrap_or_default()
    } else {
        let nothing = if part.team.is_some() {
            "Nothing is yours to fix today."
        } else {
            "Nothing of its own needs a fix today."
        };
        let waiting = (!part.own_incidents.is_empty()).then(|| can_wait(&part.own_incidents, whose, catalog));
        std::iter::once(nothing.to_owned()).chain(waiting).collect()
    };
    let count = |count: usize, singular: &str, several: &str| {
        if count == 1 { format!("1 {singular}") } else { format!("{} {several}", number(count)) }
    };
    if part.others > 0 {
        // An incident is a product with a problem or several.
        let products = count(part.others, "product of others affect", "products of others affect");
        let problems = format!("Problems in {products}");
        sentences.push(match part.hurt {
            0 if part.team.is_some() => format!("{problems} what you use."),
            0 => format!("{problems} data that is used here."),
            hurt => format!("{problems} {} of its products.", number(hurt)),
        });
    }
    if !jobs.is_empty() {
        sentences.push(format!("{}.", of_no_product(jobs, catalog)));
    }
    sentences
}

/// Returns which of the promises that these incidents break were counted for the urgent ones: `, as problems above do
/// too`.
fn counted_above(waiting: &[&Incident], urgent: &[&Incident]) -> String {
    let (before, here) = (promises(urgent), promises(waiting));
    match (here.intersection(&before).count(), here.len()) {
        (0, _) if before.is_empty() => String::new(),
        (0, 1) => ", not counted above".to_owned(),
        (0, _) => ", none of them counted above".to_owned(),
        (1, 1) => ", which a problem above breaks too".to_owned(),
        (both, all) if both == all => ", which problems above break too".to_owned(),
        (both, all) => format!(", {} of {} counted above", number(both), number(all)),
    }
}

/// Returns what is true of all incidents that can wait.
#[must_use]
pub(crate) fn waiting_hint(waiting: &[&Incident], urgent: &[&Incident]) -> String {
    let important =
        waiting.iter().filter(|incident| matches!(incident.urgency, Urgency::HarmsNothingYet(_))).count();
    let breaking = waiting.iter().filter(|incident| broken_promises(&[**incident]) > 0).count();
    let breaks = match breaking {
        1 if waiting.len() == 1 && important == 1 => "it breaks a promise".to_owned(),
        1 => "1 breaks a promise".to_owned(),
        count => format!("{} break promises", number(count)),
    };
    let breaks = format!("{breaks}{}", counted_above(waiting, urgent));
    let affecting = match important {
        1 if waiting.len() == 1 => "It affects something important, but has not failed".to_owned(),
        1 => "1 of these affects something important, but has not failed".to_owned(),
        count => format!("{} of these affect something important, but have not failed", number(count)),
    };
    let little = "Little depends on these";
    match (important, breaking) {
        (0, 0) => format!("{little}, and they break no promise."),
        (0, _) => format!("{little}; {breaks}."),
        (_, 0) => format!("{affecting}."),
        (_, _) => format!("{affecting}; {breaks}."),
    }
}

/// Returns whether anything else is known to rely on these products: one that is among them does not count.
fn are_relied_on(incidents: &[&Incident], catalog: &Catalog) -> bool {
    let broken: BTreeSet<ProductIx> = incidents.iter().map(|incident| incident.product).collect();
    let is_other = |product: &ProductIx| !broken.contains(product);
    incidents.iter().any(|incident| {
        let is_used =
            incident.reach.consumers.iter().any(|consumer| match catalog.consumer(*consumer).user {
                User::Team(_) => true,
                User::Product(reader) => is_other(&reader),
            });
        let is_read = !incident.reach.exposures.is_empty() || !incident.reach.jobs.is_empty();
        is_used || is_read || incident.reach.products.iter().any(is_other)
    })
}

/// Returns whether anything is known to rely on what is broken.
fn is_relied_on(reach: &Impact) -> bool {
    let is_read = !reach.exposures.is_empty() || !reach.jobs.is_empty();
    is_read || !reach.consumers.is_empty() || !reach.products.is_empty()
}

/// Returns the number of problems by kind, without kinds that do not occur. Broken promises count if nothing else is
/// wrong: they may be those of other products, which are not among the incidents. What was already counted for urgent
/// incidents is not counted again.
fn amounts(incidents: &[&Incident], urgent: &[&Incident]) -> Vec<(usize, &'static str)> {
    // What failed for several products is one failure.
    let shared_by =
        |all: &[&Incident]| all.iter().flat_map(|incident| incident.shared.clone()).collect::<BTreeSet<_>>();
    let shared: BTreeSet<SharedFailure> =
        shared_by(incidents).difference(&shared_by(urgent)).cloned().collect();
    // Data that is late has not failed.
    let own_failures = |incident: &&Incident| incident.failures - incident.shared.len() - incident.late;
    let failures = incidents.iter().map(own_failures).sum::<usize>() + shared.len();
    let problems: usize = incidents.iter().map(|incident| incident.outdated + incident.late).sum();
    let warnings: usize = incidents.iter().map(|incident| incident.warnings).sum();
    let promises = if failures + problems + warnings > 0 { 0 } else { broken_promises(incidents) };
    let problem = if failures > 0 { "other problem" } else { "problem" };
    let all =
        [(failures, "failure"), (promises, "broken promise"), (problems, problem), (warnings, "warning")];
    all.into_iter().filter(|(count, _)| *count > 0).collect()
}

/// Returns how many promises these incidents break, of the products themselves and of others.
fn broken_promises(incidents: &[&Incident]) -> usize {
    promises(incidents).len()
}

/// Returns the promises that these incidents break.
fn promises(incidents: &[&Incident]) -> BTreeSet<PromiseIx> {
    let broken_by = |incident: &&Incident| {
        let product = incident.product;
        let own_promises = incident.promises.iter().map(move |sla| PromiseIx { product, sla: *sla });
        own_promises.chain(incident.reach.promises.iter().copied()).collect::<Vec<_>>()
    };
    incidents.iter().flat_map(broken_by).collect()
}

/// Returns `16 failures and 1 warning in 7 products need a fix today; they break 6 promises.`
fn to_fix(urgent: &[&Incident], whose: Whose) -> String {
    let amounts = amounts(urgent, &[]);
    let is_one = amounts.iter().map(|(count, _)| count).sum::<usize>() == 1;
    let need = if is_one { "needs" } else { "need" };
    let counts_promises = amounts.iter().any(|(_, what)| *what == "broken promise");
    let broken = match broken_promises(urgent) {
        _ if counts_promises => String::new(),
        0 => String::new(),
        count if is_one => format!("; it breaks {}", counted(count, "promise")),
        count => format!("; they break {}", counted(count, "promise")),
    };
    format!("{} {need} a fix today{broken}.", failures(urgent, whose))
}

/// Returns `16 failures and 1 warning in 2 products`, or `in 2 of its products`.
fn failures(incidents: &[&Incident], whose: Whose) -> String {
    let amounts: Vec<String> =
        amounts(incidents, &[]).into_iter().map(|(count, what)| counted(count, what)).collect();
    let places = match whose {
        Whose::Anybodys => counted(incidents.len(), "product"),
        Whose::Its => format!("{} of its products", number(incidents.len())),
    };
    format!("{} in {places}", all(&amounts))
}

/// Returns `3 more failures in 2 more products can wait`, without those that were already counted for the urgent incidents;
/// `None` if none are left.
fn more_can_wait(waiting: &[&Incident], urgent: &[&Incident]) -> Option<String> {
    let mut amounts = amounts(waiting, urgent).into_iter();
    let (count, what) = amounts.next()?;
    let first = counted(count, &format!("more {what}"));
    let rest = amounts.map(|(count, what)| counted(count, what));
    let more = all(&std::iter::once(first).chain(rest).collect::<Vec<_>>());
    Some(format!("{more} in {} can wait", counted(waiting.len(), "more product")))
}

/// Returns the number of products that are downstream only of problems that can wait, and have none of their own.
fn only_downstream(waiting: &[&Incident], urgent: &[&Incident], broken: &BTreeSet<ProductIx>) -> usize {
    let reached = |all: &[&Incident]| {
        all.iter().flat_map(|incident| incident.reach.products.iter().copied()).collect::<BTreeSet<_>>()
    };
    reached(waiting).difference(&reached(urgent)).filter(|product| !broken.contains(product)).count()
}

/// The most failed controls that are named.
const CONTROLS: usize = 2;

/// Returns `Masking (GDPR) failed for 3 tables` for each failed control.
pub(super) fn failed_controls(urgent: &[&Incident], catalog: &Catalog) -> Vec<String> {
    let mut failed: BTreeMap<ControlIx, usize> = BTreeMap::new();
    for (control, tables) in urgent.iter().flat_map(|incident| &incident.failed_controls) {
        let most = failed.entry(*control).or_default();
        *most = (*most).max(*tables);
    }
    let clauses = failed.iter().take(CONTROLS).map(|(control, tables)| {
        let regulation = &catalog.regulations[control.regulation.position()].name;
        let name = &catalog.control(*control).name;
        match tables {
            0 => format!("{name} ({regulation}) failed"),
            tables => format!("{name} ({regulation}) failed for {}", counted(*tables, "table")),
        }
    });
    clauses.collect()
}
