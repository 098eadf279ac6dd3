//! A product that is broken: what is wrong, since when, and who is affected.

use super::history;
use crate::model::{
    AssetIx, AssetKind, Consumer, Incident, ProductAssessment, ProductIx, ProductReason, TeamIx, User,
    is_safe_url,
};
use crate::site::context::{self, ViewContext};
use crate::site::notices::{self, NoticeView};
use crate::site::parts::{ChannelView, Label, PageRef, Picture, ProductCard, StatusMark};
use crate::site::product::{ReasonView, reasons as reasons_shown};
use crate::site::{figures, words};
use serde::Serialize;
use std::cmp::Reverse;
use std::sync::Arc;

/// A product that is broken, and who is hurt.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct IncidentView {
    /// The product.
    pub product: Arc<ProductCard>,
    /// How it stands; what does not exist yet by its catalog stands as what is inside of it does.
    pub status: Option<StatusMark>,
    /// What is wrong, at most four.
    pub reasons: Vec<ReasonView>,
    /// How many more.
    pub more_reasons: usize,
    /// How many of its runs, tests and checks failed.
    pub failures: usize,
    /// Since when, as far as is known; may be empty.
    pub since: String,
    /// What its owner says of it.
    pub notices: Vec<NoticeView>,
    /// Where its owner is asked.
    pub support: Vec<ChannelView>,
    /// The promises that are broken: `Revenue: fresh within 6 hours`.
    pub promises: Vec<String>,
    /// The highest tier that is reached.
    pub tier: Option<PageRef>,
    /// The products that depend on it, at most twelve.
    pub products: Vec<PageRef>,
    /// How many there are.
    pub reached: usize,
    /// The teams that use them.
    pub teams: Vec<AffectedTeam>,
    /// The dashboards and other uses that are touched, at most eight.
    pub uses: Vec<ExposureUse>,
    /// What depends on it, drawn.
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
    /// The furthest stage in which it uses something of it.
    pub stage: Option<Label>,
}

/// How many reasons, products and uses are named.
const REASONS: usize = 4;
const PRODUCTS: usize = 12;
const USES: usize = 8;

/// What is shown of it, on a page with this way to the root of the site.
pub(super) fn incident(incident: &Incident, root: &str, context: &ViewContext<'_>) -> IncidentView {
    let (catalog, reach) = (context.catalog, &incident.reach);
    let product = catalog.product(incident.product);
    let assessment = &context.assessment.products[incident.product.position()];
    // What it only suffers from is told where it begins.
    let mut told = assessment.clone();
    told.reasons.retain(|one| one.reason.is_wrong());
    let own = told.reasons.len();
    let promise = |product: ProductIx, at: usize| {
        let product = catalog.product(product);
        let sla = &product.slas[at];
        format!("{}: {} {}", product.name, sla.property.title().to_lowercase(), sla.target)
    };
    let reasons = match REASONS.min(own) {
        0 => reasons_of_pieces(incident, context),
        shown => reasons_shown(incident.product, &told, shown, context),
    };
    let own_promises = incident.promises.iter().map(|at| promise(incident.product, *at));
    let uses = reach.exposures.iter().chain(&incident.broken).copied();
    let uses = uses.filter(|asset| catalog.asset(*asset).kind == AssetKind::Exposure);
    IncidentView {
        product: Arc::clone(context.card(incident.product)),
        status: context
            .status(incident.product)
            .map(words::status)
            .or_else(|| reasons.first().map(|reason| reason.status.clone())),
        failures: incident.failures,
        more_reasons: own.max(reasons.len()).saturating_sub(REASONS),
        reasons,
        since: history::broken_since(incident.product, context)
            .or_else(|| incident.since.map(|since| context.moment_in_words(since)))
            .unwrap_or_default(),
        notices: notices::of(incident.product, context),
        support: context::support(product, context),
        promises: own_promises
            .chain(reach.promises.iter().map(|(product, at)| promise(*product, *at)))
            .collect(),
        tier: reach.tier.and_then(|tier| context.tier(tier)),
        products: reach
            .products
            .iter()
            .take(PRODUCTS)
            .map(|product| context.product_term(*product))
            .collect(),
        reached: reach.products.len(),
        teams: reach.teams.iter().map(|team| affected(*team, &reach.consumers, context)).collect(),
        uses: uses
            .take(USES)
            .map(|asset| ExposureUse {
                name: use_name(asset, context),
                url: catalog.asset(asset).url.clone().filter(|url| is_safe_url(url)),
            })
            .collect(),
        drawing: figures::reach(incident.product, &reach.products, root, context),
    }
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
fn affected(team: TeamIx, consumers: &[(ProductIx, usize)], context: &ViewContext<'_>) -> AffectedTeam {
    let consumer = |(product, at): &(ProductIx, usize)| &context.product(*product).consumers[*at];
    let mut uses: Vec<&Consumer> = consumers.iter().map(consumer).collect();
    uses.retain(|one| one.user == User::Team(team));
    uses.sort_by_key(|one| Reverse(one.stage));
    let mut purposes: Vec<String> = Vec::new();
    for one in uses.iter().filter(|one| !one.purpose.is_empty()) {
        if !purposes.contains(&one.purpose) {
            purposes.push(one.purpose.clone());
        }
    }
    let stage = uses.first().and_then(|one| one.stage).map(words::stage);
    AffectedTeam { team: context.team(team), purposes, stage }
}

/// What is wrong with the pieces of a product that says nothing of itself: one that is only proposed, and whose
/// models run and fail all the same.
fn reasons_of_pieces(incident: &Incident, context: &ViewContext<'_>) -> Vec<ReasonView> {
    let pieces = incident.broken.iter().filter_map(|asset| {
        let reasons = &context.assessment.assets.get(asset.position())?.reasons;
        let reason = reasons.iter().find(|one| one.is_wrong())?;
        Some(ProductReason { reason: reason.clone(), asset: Some(*asset), alike: 0 })
    });
    let mut reasons: Vec<ProductReason> = pieces.collect();
    reasons.sort_by_key(|one| (Reverse(one.reason.status), one.asset));
    let assessment = ProductAssessment { reasons, ..ProductAssessment::default() };
    reasons_shown(incident.product, &assessment, REASONS, context)
}
