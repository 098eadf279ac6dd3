//! A broken product: what is wrong, since when, and who is affected.

use super::affected::{AffectedProduct, affected_product};
use super::history;
use super::uses::{AffectedUse, OtherAffected, affected_use, other_affected, uses};
use crate::model::{
    Consumer, ConsumerIx, FailureCause, Incident, Lifecycle, Product, ProductIx, ProductReason, StatusFact,
    TeamIx, User, capitalised,
};
use crate::prose::en;
use crate::site::context::{self, ViewContext};
use crate::site::notices::{self, NoticeView};
use crate::site::parts::{ChannelView, Label, PageRef, Picture, ProductCard};
use crate::site::product::{ReasonView, reasons as reasons_shown, told_once};
use crate::site::shortened::shortened;
use crate::site::{figures, words};
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A broken product, and who is affected.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct IncidentView {
    /// The product.
    pub product: Arc<ProductCard>,
    /// Its status; a product that does not exist yet according to its catalog has the status of its assets.
    pub status: Option<Label>,
    /// The page with everything known about the problem.
    pub path: String,
    /// Why it is urgent, or can wait, in a sentence.
    pub why: String,
    /// The problem to fix first, if this one is downstream of it.
    pub cause: Option<PageRef>,
    /// Whether that problem breaks promises.
    pub cause_breaks_promises: bool,
    /// The reasons, as far as there is room.
    pub reasons: Vec<ReasonView>,
    /// The number of further reasons.
    pub more_reasons: usize,
    /// The number of its failed runs, tests and checks, and of late data.
    pub failures: usize,
    /// What they are called: `failure`, or `problem` if some only mean that data is late.
    pub failures_word: &'static str,
    /// Since when its status has been this bad or worse, as far as known; may be empty.
    pub since: String,
    /// Since when it had lesser problems before; may be empty.
    pub problems_since: String,
    /// On which days it was failing or late before, on a page of its own; may be empty.
    pub earlier: String,
    /// The notices of its owner.
    pub notices: Vec<NoticeView>,
    /// The teams that can fix it: the owner, or the operator of the failed guard; may be empty.
    pub fixers: Vec<PageRef>,
    /// The channels to reach them.
    pub support: Vec<ChannelView>,
    /// The broken promises: `Revenue: fresh within 6 hours`.
    pub promises: Vec<String>,
    /// The number of further promises.
    pub more_promises: usize,
    /// The highest tier that it affects.
    pub tier: Option<PageRef>,
    /// The products that depend on it, as far as there is room.
    pub products: Vec<AffectedProduct>,
    /// The number of all such products.
    pub reached: usize,
    /// Which other products are downstream of what failed: `56 proposed products`; may be empty.
    pub not_counted: String,
    /// The number of their domains.
    pub domains: usize,
    /// The number of their teams.
    pub owners: usize,
    /// The teams that use them.
    pub teams: Vec<AffectedTeam>,
    /// The number of further teams.
    pub more_teams: usize,
    /// Who else is concerned.
    pub others: OtherAffected,
    /// The affected dashboards and other uses, as far as there is room.
    pub uses: Vec<AffectedUse>,
    /// The number of further uses.
    pub more_uses: usize,
    /// What depends on it, as a drawing; not on a page of many problems.
    pub drawing: Option<Picture>,
}

/// A team that uses something affected.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct AffectedTeam {
    /// The team.
    pub team: PageRef,
    /// Its purposes, the furthest stage first.
    pub purposes: Vec<String>,
    /// The number of further purposes.
    pub more_purposes: usize,
    /// The furthest stage in which it uses an affected product.
    pub stage: Option<Label>,
}

impl IncidentView {
    /// Returns roughly how many bytes it takes on a page.
    pub(super) fn length(&self) -> usize {
        let reason = |view: &ReasonView| {
            let path = view.path.as_ref().map_or(0, String::len);
            310 + view.text.len() + view.asset.len() + path + 2 * view.origin.len()
        };
        let team = |affected: &AffectedTeam| {
            140 + affected.purposes.iter().map(|purpose| purpose.len() + 2).sum::<usize>()
        };
        let link =
            |affected: &AffectedProduct| 50 + affected.product.path.len() + affected.product.name.len();
        let used =
            |exposure: &AffectedUse| 90 + exposure.name.len() + exposure.url.as_ref().map_or(0, String::len);
        1_200
            + self.why.len()
            + self.reasons.iter().map(reason).sum::<usize>()
            + self.notices.iter().map(|notice| 350 + notice.text.len()).sum::<usize>()
            + self.support.len() * 200
            + self.teams.iter().map(team).sum::<usize>()
            + self.products.iter().map(link).sum::<usize>()
            + self.uses.iter().map(used).sum::<usize>()
            + self.promises.iter().map(|promise| 10 + promise.len()).sum::<usize>()
    }
}

/// Limits on how much of a problem is shown.
#[derive(Clone, Copy, Debug)]
pub(super) struct IncidentLimits {
    /// The most reasons.
    pub(super) reasons: usize,
    /// The most characters of each reason and purpose.
    pub(super) letters: usize,
    pub(super) products: usize,
    pub(super) teams: usize,
    purposes: usize,
    uses: usize,
    promises: usize,
    has_drawing: bool,
}

impl IncidentLimits {
    /// The limits among others on a page.
    pub(super) const CARD: Self = Self {
        reasons: 4,
        letters: 200,
        products: 8,
        teams: 4,
        purposes: 3,
        uses: 6,
        promises: 6,
        has_drawing: false,
    };
    /// The limits in one line.
    pub(super) const LINE: Self = Self { reasons: 1, letters: 90, ..Self::CARD };
    /// The limits on a page of its own.
    pub(super) const WHOLE: Self = Self {
        reasons: 30,
        letters: 2_000,
        products: 50,
        teams: 60,
        purposes: 8,
        uses: 12,
        promises: 100,
        has_drawing: true,
    };
}

/// Returns the page with everything known about the problem of a product.
pub(super) fn path(product: ProductIx, context: &ViewContext<'_>) -> String {
    context.incident_path(product)
}

/// Returns the reasons, and the number of further reasons.
pub(super) fn reasons(
    incident: &Incident,
    limits: IncidentLimits,
    context: &ViewContext<'_>,
) -> (Vec<ReasonView>, usize) {
    // A problem that it only suffers from is described at its origin.
    let mut assessment = context.assessment.products[incident.product.position()].clone();
    assessment.reasons.retain(|reason| reason.reason.is_problem());
    if assessment.reasons.is_empty() {
        assessment.reasons = reasons_of_pieces(incident, context);
    }
    assessment.reasons = told_once(&assessment.reasons, context);
    let shown = limits.reasons.min(assessment.reasons.len());
    let mut reasons = reasons_shown(incident.product, &assessment, shown, context);
    tell_once(&assessment.reasons, &mut reasons);
    for reason in &mut reasons {
        let short = shortened(&reason.text, limits.letters);
        (reason.cut, reason.text) = (short != reason.text, short);
    }
    (reasons, assessment.reasons.len() - shown)
}

/// Shows an error message only once: one job may fail for several tables, and is an asset itself.
fn tell_once(reasons: &[ProductReason], views: &mut [ReasonView]) {
    let mut known: Vec<&FailureCause> = Vec::new();
    for (reason, view) in reasons.iter().zip(views) {
        let StatusFact::RunFailed { load, why } = &reason.reason.fact else { continue };
        if *why != FailureCause::Unknown && known.contains(&why) {
            let text = en::failed_alike(*load);
            view.text = if view.asset.is_empty() { capitalised(text) } else { text.to_owned() };
        }
        known.push(why);
    }
}

/// Returns since when a product is as bad as today, in words; may be empty.
pub(super) fn since(incident: &Incident, context: &ViewContext<'_>) -> String {
    let Some(since) = history::status_day(incident, context) else { return String::new() };
    let zone = &context.catalog.settings.time_zone;
    // The time of day is known only from runs.
    match incident.status_since.filter(|onset| onset.at.to_zoned(zone.clone()).date() == since.day) {
        Some(onset) if !since.at_least => context.moment_in_words(onset.at),
        _ => en::since_day(since),
    }
}

/// Returns since when it had lesser problems before, in words; empty if it had none.
pub(super) fn problems_since(incident: &Incident, context: &ViewContext<'_>) -> String {
    history::earlier_day(incident, context).map(en::since_day).unwrap_or_default()
}

/// Returns on which days it was failing or late before, on a page of its own; may be empty.
fn earlier(incident: &Incident, limits: IncidentLimits, context: &ViewContext<'_>) -> String {
    if !limits.has_drawing {
        return String::new();
    }
    history::earlier_episode(incident, context)
        .map(|earlier| en::earlier_episode(earlier, &words::status(earlier.status).name))
        .unwrap_or_default()
}

/// Returns the status of the product, or, if it has none of its own, that of the first reason.
pub(super) fn status(
    incident: &Incident,
    reasons: &[ReasonView],
    context: &ViewContext<'_>,
) -> Option<Label> {
    let of_product = context.status(incident.product).map(words::status);
    of_product.or_else(|| reasons.first().map(|reason| reason.status.clone()))
}

/// Returns whether the problem of a product breaks promises, its own or those of others.
fn breaks_promises(product: &PageRef, context: &ViewContext<'_>) -> bool {
    let incident = context.catalog.product_of(&product.id).and_then(|product| context.incident(product));
    incident.is_some_and(|incident| !incident.promises.is_empty() || !incident.reach.promises.is_empty())
}

/// Returns the view of an incident, on a page with this relative path to the root of the site.
pub(super) fn incident(
    incident: &Incident,
    limits: IncidentLimits,
    cause: Option<PageRef>,
    root: &str,
    context: &ViewContext<'_>,
) -> IncidentView {
    let reach = &incident.reach;
    let promise = promises_of(incident, context);
    let (reasons, more_reasons) = self::reasons(incident, limits, context);
    let own_promises = incident.promises.iter().map(|at| promise(incident.product, *at));
    let promises = own_promises.chain(reach.promises.iter().map(|it| promise(it.product, it.sla)));
    let products = most_read(&reach.products, limits, context);
    let reached = || reach.products.iter().map(|product| context.product(*product));
    let uses = uses(incident, context);
    let shown_uses = if uses.len() > limits.uses { limits.uses.min(MOST_READ) } else { uses.len() };
    IncidentView {
        product: Arc::clone(context.card(incident.product)),
        why: en::why_urgent(incident, context.catalog),
        cause_breaks_promises: cause.as_ref().is_some_and(|cause| breaks_promises(cause, context)),
        path: path(incident.product, context),
        cause,
        status: status(incident, &reasons, context),
        failures: incident.failures,
        failures_word: en::failure_or_problem(incident.late),
        more_reasons,
        reasons,
        since: since(incident, context),
        problems_since: problems_since(incident, context),
        earlier: earlier(incident, limits, context),
        notices: notices::shown(incident.product, context),
        fixers: fixers(incident, context),
        support: support(incident, context),
        others: other_affected(incident, limits.uses, context),
        more_promises: promises.clone().count().saturating_sub(limits.promises),
        promises: promises.take(limits.promises).collect(),
        tier: reach.tier.and_then(|tier| context.tier(tier)),
        products: products.iter().map(|product| affected_product(*product, context)).collect(),
        reached: reach.products.len(),
        not_counted: en::out_of_service(&lifecycles(&reach.out_of_service, context)),
        domains: reached().filter_map(|product| product.domain).collect::<BTreeSet<_>>().len(),
        owners: reached().filter_map(|product| product.owner).collect::<BTreeSet<_>>().len(),
        more_teams: reach.teams.len().saturating_sub(limits.teams),
        teams: reach
            .teams
            .iter()
            .take(limits.teams)
            .map(|team| affected(*team, &reach.consumers, limits, context))
            .collect(),
        more_uses: uses.len() - shown_uses,
        uses: uses.iter().take(shown_uses).map(|user| affected_use(*user, context)).collect(),
        drawing: drawing(incident, limits, root, context),
    }
}

/// Returns the words for the broken promises of an incident, which say whether they were broken before it.
fn promises_of<'c>(
    incident: &Incident,
    context: &'c ViewContext<'_>,
) -> impl Fn(ProductIx, usize) -> String + 'c {
    let day_before = history::day_before(incident, context);
    move |product, sla| {
        let text = promise(context.product(product), sla);
        let was_broken = day_before.is_some_and(|day| history::was_broken(product, sla, day, context));
        if was_broken { en::broken_before(&text) } else { text }
    }
}

/// Returns a promise with its product: `Revenue: fresh within 24 hours`.
fn promise(product: &Product, sla: usize) -> String {
    format!("{}: {}", product.name, product.slas[sla].in_words())
}

/// The most products, and the most uses, that are named if there are very many.
const MOST_READ: usize = 3;

/// Returns the products that a card names: all, or if there are many, the most read ones.
fn most_read(reached: &[ProductIx], limits: IncidentLimits, context: &ViewContext<'_>) -> Vec<ProductIx> {
    let mut named = reached.to_vec();
    if named.len() > limits.products {
        named.sort_by_cached_key(|product| Reverse(context.catalog.lineage.downstream(*product).len()));
        named.truncate(MOST_READ);
    }
    named
}

/// Returns the teams that can fix it, each once; none if it has no owner.
pub(super) fn fixers(incident: &Incident, context: &ViewContext<'_>) -> Vec<PageRef> {
    let mut teams: Vec<TeamIx> = Vec::new();
    for team in incident.fixed_in.iter().filter_map(|product| context.product(*product).owner) {
        if !teams.contains(&team) {
            teams.push(team);
        }
    }
    teams.into_iter().map(|team| context.team(team)).collect()
}

/// Returns the channels to reach those who can fix it, each once.
pub(super) fn support(incident: &Incident, context: &ViewContext<'_>) -> Vec<ChannelView> {
    let mut channels: Vec<ChannelView> = Vec::new();
    for product in &incident.fixed_in {
        for channel in context::support(context.product(*product), context) {
            if !channels.contains(&channel) {
                channels.push(channel);
            }
        }
    }
    channels
}

fn lifecycles(products: &[ProductIx], context: &ViewContext<'_>) -> Vec<Lifecycle> {
    products.iter().map(|product| context.product(*product).lifecycle).collect()
}

fn drawing(
    incident: &Incident,
    limits: IncidentLimits,
    root: &str,
    context: &ViewContext<'_>,
) -> Option<Picture> {
    let reached = &incident.reach.products;
    limits.has_drawing.then(|| figures::reach(incident.product, reached, root, context)).flatten()
}

/// Returns what a team uses of the affected products.
pub(super) fn affected(
    team: TeamIx,
    consumers: &[ConsumerIx],
    limits: IncidentLimits,
    context: &ViewContext<'_>,
) -> AffectedTeam {
    let mut uses: Vec<&Consumer> = consumers.iter().map(|at| context.catalog.consumer(*at)).collect();
    uses.retain(|consumer| consumer.user == User::Team(team));
    uses.sort_by_key(|consumer| Reverse(consumer.stage));
    let mut purposes: Vec<String> = Vec::new();
    for consumer in uses.iter().filter(|consumer| !consumer.purpose.is_empty()) {
        let purpose = shortened(&consumer.purpose, limits.letters);
        if !purposes.contains(&purpose) {
            purposes.push(purpose);
        }
    }
    let more_purposes = purposes.len().saturating_sub(limits.purposes);
    purposes.truncate(limits.purposes);
    let stage = uses.first().and_then(|consumer| consumer.stage).map(words::stage);
    AffectedTeam { team: context.team(team), purposes, more_purposes, stage }
}

/// Returns the problems of the assets of a product that has no status of its own: one that is only proposed, but
/// whose models already run and fail.
fn reasons_of_pieces(incident: &Incident, context: &ViewContext<'_>) -> Vec<ProductReason> {
    let pieces = incident.problem_assets.iter().filter_map(|asset| {
        let reasons = &context.assessment.assets.get(asset.position())?.reasons;
        let reason = reasons.iter().find(|reason| reason.is_problem())?;
        Some(ProductReason { reason: reason.clone(), asset: Some(*asset), alike: 0 })
    });
    let mut reasons: Vec<ProductReason> = pieces.collect();
    reasons.sort_by_key(|reason| (Reverse(reason.reason.status), reason.asset));
    reasons
}
