//! A product that is broken: what is wrong, since when, and who is affected.

use super::history;
use super::shortened::shortened;
use crate::model::{
    AssetIx, AssetKind, Consumer, ConsumerIx, FailureCause, Incident, ProductIx, ProductReason, StatusFact,
    TeamIx, User, capitalised, day_in_words, is_safe_url,
};
use crate::prose::en;
use crate::site::context::{self, ViewContext};
use crate::site::notices::{self, NoticeView};
use crate::site::parts::{ChannelView, Label, PageRef, Picture, ProductCard};
use crate::site::product::{ReasonView, reasons as reasons_shown};
use crate::site::{figures, paths, words};
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A product that is broken, and who is hurt.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct IncidentView {
    /// The product.
    pub product: Arc<ProductCard>,
    /// How it stands; what does not exist yet by its catalog stands as what is inside of it does.
    pub status: Option<Label>,
    /// The page with all that is known of the problem.
    pub path: String,
    /// The problem to begin with, where this one lies downstream of it.
    pub cause: Option<PageRef>,
    /// What is wrong, as far as there is room.
    pub reasons: Vec<ReasonView>,
    /// How many more.
    pub more_reasons: usize,
    /// How many of its runs, tests and checks failed.
    pub failures: usize,
    /// Since when it stands so, or worse, as far as is known; may be empty.
    pub since: String,
    /// Since when it had lesser problems before that; may be empty.
    pub problems_since: String,
    /// What its owner says of it.
    pub notices: Vec<NoticeView>,
    /// Who can fix it: the owner, or who runs the guard that failed; may be empty.
    pub fixers: Vec<PageRef>,
    /// Where they are asked.
    pub support: Vec<ChannelView>,
    /// The promises that are broken: `Revenue: fresh within 6 hours`.
    pub promises: Vec<String>,
    /// How many more.
    pub more_promises: usize,
    /// The highest tier that is reached.
    pub tier: Option<PageRef>,
    /// The products that depend on it, as far as there is room.
    pub products: Vec<PageRef>,
    /// How many there are.
    pub reached: usize,
    /// In how many domains.
    pub domains: usize,
    /// Of how many teams.
    pub owners: usize,
    /// The teams that use them.
    pub teams: Vec<AffectedTeam>,
    /// How many more.
    pub more_teams: usize,
    /// The dashboards and other uses that are touched, as far as there is room.
    pub uses: Vec<ExposureUse>,
    /// How many more.
    pub more_uses: usize,
    /// What depends on it, drawn; not on a page of many problems.
    pub drawing: Option<Picture>,
}

/// A use of data outside of dbt that is touched.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct ExposureUse {
    /// Its name.
    pub name: String,
    /// Where it is opened.
    pub url: Option<String>,
}

/// A team that uses what is touched.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct AffectedTeam {
    /// The team.
    pub team: PageRef,
    /// What for, what goes furthest first.
    pub purposes: Vec<String>,
    /// How many more.
    pub more_purposes: usize,
    /// The furthest stage in which it uses something of it.
    pub stage: Option<Label>,
}

impl IncidentView {
    /// About how many bytes it takes on a page.
    pub(super) fn length(&self) -> usize {
        let reason = |one: &ReasonView| {
            let path = one.path.as_ref().map_or(0, String::len);
            310 + one.text.len() + one.asset.len() + path + 2 * one.origin.len()
        };
        let team = |one: &AffectedTeam| 140 + one.purposes.iter().map(|one| one.len() + 2).sum::<usize>();
        let link = |one: &PageRef| 50 + one.path.len() + one.name.len();
        let used = |one: &ExposureUse| 90 + one.name.len() + one.url.as_ref().map_or(0, String::len);
        1_200
            + self.reasons.iter().map(reason).sum::<usize>()
            + self.notices.iter().map(|one| 350 + one.text.len()).sum::<usize>()
            + self.support.len() * 200
            + self.teams.iter().map(team).sum::<usize>()
            + self.products.iter().map(link).sum::<usize>()
            + self.uses.iter().map(used).sum::<usize>()
            + self.promises.iter().map(|one| 10 + one.len()).sum::<usize>()
    }
}

/// How much of a problem is named.
#[derive(Clone, Copy, Debug)]
pub(super) struct IncidentLimits {
    /// How many reasons.
    pub(super) reasons: usize,
    /// How many letters each reason and purpose has.
    pub(super) letters: usize,
    pub(super) products: usize,
    pub(super) teams: usize,
    purposes: usize,
    uses: usize,
    promises: usize,
    has_drawing: bool,
}

impl IncidentLimits {
    /// Among others on a page.
    pub(super) const CARD: Self = Self {
        reasons: 4,
        letters: 200,
        products: 8,
        teams: 6,
        purposes: 3,
        uses: 6,
        promises: 6,
        has_drawing: false,
    };
    /// In one line.
    pub(super) const LINE: Self = Self { reasons: 1, letters: 90, ..Self::CARD };
    /// On a page of its own.
    pub(super) const WHOLE: Self = Self {
        reasons: 30,
        letters: 2_000,
        products: 150,
        teams: 60,
        purposes: 8,
        uses: 60,
        promises: 100,
        has_drawing: true,
    };
}

/// Where all that is known of the problem of a product stands.
pub(super) fn path(product: ProductIx, context: &ViewContext<'_>) -> String {
    paths::folder("quality/incidents", &context.card(product).id)
}

/// What is wrong, and how many reasons more there are.
pub(super) fn reasons(
    incident: &Incident,
    limits: IncidentLimits,
    context: &ViewContext<'_>,
) -> (Vec<ReasonView>, usize) {
    // What it only suffers from is told where it begins.
    let mut told = context.assessment.products[incident.product.position()].clone();
    told.reasons.retain(|one| one.reason.is_wrong());
    if told.reasons.is_empty() {
        told.reasons = reasons_of_pieces(incident, context);
    }
    let shown = limits.reasons.min(told.reasons.len());
    let mut reasons = reasons_shown(incident.product, &told, shown, context);
    tell_once(&told.reasons, &mut reasons);
    for reason in &mut reasons {
        let short = shortened(&reason.text, limits.letters);
        (reason.cut, reason.text) = (short != reason.text, short);
    }
    (reasons, told.reasons.len() - shown)
}

/// One job may fail for several tables, and is a piece itself: the message of its error is told once.
fn tell_once(told: &[ProductReason], views: &mut [ReasonView]) {
    let mut known: Vec<&FailureCause> = Vec::new();
    for (one, view) in told.iter().zip(views) {
        let StatusFact::RunFailed { load, why } = &one.reason.fact else { continue };
        if *why != FailureCause::Unknown && known.contains(&why) {
            let text = en::failed_alike(*load);
            view.text = if view.asset.is_empty() { capitalised(text) } else { text.to_owned() };
        }
        known.push(why);
    }
}

/// Since when a product is as bad as it is today, in words; may be empty.
pub(super) fn since(incident: &Incident, context: &ViewContext<'_>) -> String {
    let Some(day) = history::status_day(incident, context) else { return String::new() };
    let zone = &context.catalog.facts.time_zone;
    // The time of day is known only of what runs show.
    match incident.status_since.filter(|one| one.at.to_zoned(zone.clone()).date() == day) {
        Some(one) => context.moment_in_words(one.at),
        None => day_in_words(day),
    }
}

/// Since when it had lesser problems before, in words; empty if it had none.
pub(super) fn problems_since(incident: &Incident, context: &ViewContext<'_>) -> String {
    history::earlier_day(incident, context).map(day_in_words).unwrap_or_default()
}

/// What is shown of it, on a page with this way to the root of the site.
pub(super) fn incident(
    incident: &Incident,
    limits: IncidentLimits,
    cause: Option<PageRef>,
    root: &str,
    context: &ViewContext<'_>,
) -> IncidentView {
    let (catalog, reach) = (context.catalog, &incident.reach);
    let promise = |product: ProductIx, at: usize| {
        let product = catalog.product(product);
        let sla = &product.slas[at];
        format!("{}: {} {}", product.name, sla.property.title().to_lowercase(), sla.target)
    };
    let (reasons, more_reasons) = self::reasons(incident, limits, context);
    let own_promises = incident.promises.iter().map(|at| promise(incident.product, *at));
    let promises = own_promises.chain(reach.promises.iter().map(|one| promise(one.product, one.sla)));
    let products =
        if limits.has_drawing { reach.products.clone() } else { most_read(&reach.products, limits, context) };
    let products = products.iter().take(limits.products);
    let reached = || reach.products.iter().map(|product| context.product(*product));
    let uses = reach.exposures.iter().chain(&incident.broken).copied();
    let uses = uses.filter(|asset| catalog.asset(*asset).kind == AssetKind::Exposure);
    IncidentView {
        product: Arc::clone(context.card(incident.product)),
        path: path(incident.product, context),
        cause,
        status: context
            .status(incident.product)
            .map(words::status)
            .or_else(|| reasons.first().map(|reason| reason.status.clone())),
        failures: incident.failures,
        more_reasons,
        reasons,
        since: since(incident, context),
        problems_since: problems_since(incident, context),
        notices: notices::of(incident.product, context),
        fixers: fixers(incident, context),
        support: support(incident, context),
        more_promises: promises.clone().count().saturating_sub(limits.promises),
        promises: promises.take(limits.promises).collect(),
        tier: reach.tier.and_then(|tier| context.tier(tier)),
        products: products.map(|product| context.product_term(*product)).collect(),
        reached: reach.products.len(),
        domains: reached().filter_map(|product| product.domain).collect::<BTreeSet<_>>().len(),
        owners: reached().filter_map(|product| product.owner).collect::<BTreeSet<_>>().len(),
        more_teams: reach.teams.len().saturating_sub(limits.teams),
        teams: reach
            .teams
            .iter()
            .take(limits.teams)
            .map(|team| affected(*team, &reach.consumers, limits, context))
            .collect(),
        more_uses: uses.clone().count().saturating_sub(limits.uses),
        uses: uses.take(limits.uses).map(|asset| exposure_use(asset, context)).collect(),
        drawing: drawing(incident, limits, root, context),
    }
}

fn exposure_use(asset: AssetIx, context: &ViewContext<'_>) -> ExposureUse {
    let url = context.catalog.asset(asset).url.clone().filter(|url| is_safe_url(url));
    ExposureUse { name: use_name(asset, context), url }
}

/// How many of very many products a card names.
const MOST_READ: usize = 3;

/// The products that a card names: all, or of many those that most others read.
fn most_read(reached: &[ProductIx], limits: IncidentLimits, context: &ViewContext<'_>) -> Vec<ProductIx> {
    let mut named = reached.to_vec();
    if named.len() > limits.products {
        named.sort_by_cached_key(|product| Reverse(context.catalog.lineage.downstream(*product).len()));
        named.truncate(MOST_READ);
    }
    named
}

/// The teams that can fix it, each once; none if nobody owns it.
pub(super) fn fixers(incident: &Incident, context: &ViewContext<'_>) -> Vec<PageRef> {
    let mut teams: Vec<TeamIx> = Vec::new();
    for team in incident.fixed_in.iter().filter_map(|product| context.product(*product).owner) {
        if !teams.contains(&team) {
            teams.push(team);
        }
    }
    teams.into_iter().map(|team| context.team(team)).collect()
}

/// Where those who can fix it are asked, each place once.
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

fn drawing(
    incident: &Incident,
    limits: IncidentLimits,
    root: &str,
    context: &ViewContext<'_>,
) -> Option<Picture> {
    let reached = &incident.reach.products;
    limits.has_drawing.then(|| figures::reach(incident.product, reached, root, context)).flatten()
}

/// What people call an exposure: by its product where that has no other, else by its output port, else by dbt's label.
fn use_name(at: AssetIx, context: &ViewContext<'_>) -> String {
    let asset = context.catalog.asset(at);
    let Some(product) = asset.product.map(|product| context.product(product)) else {
        return asset.name.clone();
    };
    let is_exposure = |one: &&AssetIx| context.catalog.asset(**one).kind == AssetKind::Exposure;
    if product.assets.iter().filter(is_exposure).count() == 1 {
        return product.name.clone();
    }
    let port = product.output_ports.iter().find(|port| port.asset == Some(at));
    port.map_or(&asset.name, |port| &port.name).clone()
}

/// What a team uses of the products that are touched.
pub(super) fn affected(
    team: TeamIx,
    consumers: &[ConsumerIx],
    limits: IncidentLimits,
    context: &ViewContext<'_>,
) -> AffectedTeam {
    let mut uses: Vec<&Consumer> = consumers.iter().map(|at| context.catalog.consumer(*at)).collect();
    uses.retain(|one| one.user == User::Team(team));
    uses.sort_by_key(|one| Reverse(one.stage));
    let mut purposes: Vec<String> = Vec::new();
    for one in uses.iter().filter(|one| !one.purpose.is_empty()) {
        let purpose = shortened(&one.purpose, limits.letters);
        if !purposes.contains(&purpose) {
            purposes.push(purpose);
        }
    }
    let more_purposes = purposes.len().saturating_sub(limits.purposes);
    purposes.truncate(limits.purposes);
    let stage = uses.first().and_then(|one| one.stage).map(words::stage);
    AffectedTeam { team: context.team(team), purposes, more_purposes, stage }
}

/// What is wrong with the pieces of a product that says nothing of itself: one that is only proposed, and whose
/// models run and fail all the same.
fn reasons_of_pieces(incident: &Incident, context: &ViewContext<'_>) -> Vec<ProductReason> {
    let pieces = incident.broken.iter().filter_map(|asset| {
        let reasons = &context.assessment.assets.get(asset.position())?.reasons;
        let reason = reasons.iter().find(|one| one.is_wrong())?;
        Some(ProductReason { reason: reason.clone(), asset: Some(*asset), alike: 0 })
    });
    let mut reasons: Vec<ProductReason> = pieces.collect();
    reasons.sort_by_key(|one| (Reverse(one.reason.status), one.asset));
    reasons
}
