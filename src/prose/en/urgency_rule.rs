//! What makes a problem urgent, as `matters` and `incident` in `src/assess` decide it: in general, and of one problem.

use super::lists::all;
use super::numbers::{counted, number};
use super::urgency::failed_controls;
use crate::model::{
    AssetIx, Catalog, Consumer, Importance, Incident, MANY_PRODUCTS, ProductIx, Role, Stage, TeamIx, TierIx,
    Urgency, User, capitalised,
};
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// Returns which problems are urgent, and which can wait.
pub(crate) fn what_is_urgent(catalog: &Catalog) -> String {
    // Products count only where no tier is declared.
    let limits = if catalog.products.iter().any(|product| product.has_tier) {
        format!(
            "a product of a higher tier, a declared use beyond analysis, or, from a product without a tier, more than \
             {MANY_PRODUCTS} products or a use of which nobody declares the purpose"
        )
    } else {
        format!(
            "a declared use beyond analysis, more than {MANY_PRODUCTS} products, or a use of which nobody declares \
             the purpose"
        )
    };
    format!(
        "A problem needs a fix today if data is failing, late or old and something important depends on it: {limits}. \
         So does one that breaks a promise of an important product, or in which a control of a regulation failed. All \
         others can wait."
    )
}

/// Returns `2 dashboards, apps and syncs`.
#[must_use]
pub(crate) fn affected_uses(count: usize) -> String {
    if count == 1 {
        "1 dashboard, app or sync".to_owned()
    } else {
        format!("{} dashboards, apps and syncs", number(count))
    }
}

/// Returns why a problem needs a fix today, or can wait: `Urgent because Finance (prices for 2027) and 3 more teams rely
/// on it.`
#[must_use]
pub(crate) fn why_urgent(incident: &Incident, catalog: &Catalog) -> String {
    let why = why(incident, catalog);
    if incident.is_urgent() { format!("Urgent because {why}.") } else { format!("Can wait: {why}.") }
}

/// Returns why a problem needs a fix today, or can wait, where a heading says which and the number of products is given:
/// `Nobody is known to rely on it`; empty if that number is the reason.
#[must_use]
pub(crate) fn why_in_short(incident: &Incident, catalog: &Catalog) -> String {
    match incident.urgency {
        Urgency::Harms(Importance::ManyProducts) => String::new(),
        _ => capitalised(&why(incident, catalog)),
    }
}

/// Returns why a problem needs a fix today, or can wait, as a clause.
fn why(incident: &Incident, catalog: &Catalog) -> String {
    match incident.urgency {
        Urgency::FailedControl => all(&failed_controls(&[incident], catalog)),
        Urgency::Harms(importance) => relying(importance, incident, catalog),
        Urgency::BreaksPromise(importance) => {
            format!("it breaks a promise, and {}", relying(importance, incident, catalog))
        }
        Urgency::HarmsNothingYet(importance) => {
            format!("nothing has failed, though {}", relying(importance, incident, catalog))
        }
        Urgency::AffectsLittle => little(incident, catalog),
    }
}

/// Returns why nothing important depends on what is wrong.
fn little(incident: &Incident, catalog: &Catalog) -> String {
    let reach = &incident.reach;
    let is_read = !reach.exposures.is_empty() || !reach.jobs.is_empty() || !reach.products.is_empty();
    let has_uses = catalog.product(incident.product).current_uses().next().is_some();
    let clause = match reach.stage {
        Some(_) => "it is used for nothing beyond analysis",
        None if is_read || !reach.consumers.is_empty() => "nothing important is known to depend on it",
        // Its users are not affected: what they use does not build on it.
        None if has_uses => "nothing that others use depends on it",
        None => "nobody is known to rely on it",
    };
    clause.to_owned()
}

/// Returns who or what important relies on a product with a problem: `Finance (prices for 2027) relies on it`.
fn relying(importance: Importance, incident: &Incident, catalog: &Catalog) -> String {
    match importance {
        Importance::CarriedElsewhere(job) => {
            let job = &catalog.observations.jobs[job].job;
            format!("the job {job} (of no product) carries its data to another system")
        }
        Importance::Use => {
            used(true, incident, catalog).unwrap_or_else(|| "it is used beyond analysis".to_owned())
        }
        Importance::Tier(tier) => of_tier(tier, incident, catalog),
        Importance::ManyProducts => {
            format!("{} depend on it", counted(incident.reach.products.len(), "product"))
        }
        Importance::UnknownUse => used(false, incident, catalog)
            .unwrap_or_else(|| undeclared(catalog.role(catalog.product(incident.product))).to_owned()),
    }
}

/// Returns that the use of a product is not declared, which by its role it has.
fn undeclared(role: Option<Role>) -> &'static str {
    match role {
        Some(Role::Dashboard) => "nobody declares what this dashboard is used for",
        Some(Role::Application) => "nobody declares what this app is used for",
        Some(Role::Activation) => "nobody declares what this sync is used for",
        Some(Role::Alerting) => "nobody declares what these alerts are used for",
        _ => "nobody declares what it is used for",
    }
}

/// Returns who relies on it: beyond analysis, furthest first, or for nobody says what. A person says more than a
/// dashboard does, and a team more than a product.
fn used(is_beyond_analysis: bool, incident: &Incident, catalog: &Catalog) -> Option<String> {
    let reach = &incident.reach;
    let affected = reach.consumers.iter().map(|consumer| catalog.consumer(*consumer));
    let own = catalog.product(incident.product).current_uses();
    let counts = |consumer: &&Consumer| match consumer.stage {
        Some(stage) => is_beyond_analysis && stage > Stage::Analysis,
        None => !is_beyond_analysis && consumer.team().is_some(),
    };
    let rank = |consumer: &&Consumer| (Reverse(consumer.stage), consumer.team().is_none());
    if let Some(first) = affected.chain(own).filter(counts).min_by_key(rank) {
        return Some(by_consumer(first, &reach.teams, catalog));
    }
    let is_of_stage = |asset: &&AssetIx| match catalog.asset(**asset).exposure_stage() {
        Some(stage) => is_beyond_analysis && stage > Stage::Analysis,
        None => !is_beyond_analysis,
    };
    let first = reach.exposures.iter().find(is_of_stage)?;
    let name = &catalog.asset(*first).name;
    Some(match reach.exposures.len() - 1 {
        0 => format!("“{name}” depends on it"),
        1 => format!("“{name}” and another use depend on it"),
        more => format!("“{name}” and {} other uses depend on it", number(more)),
    })
}

/// Returns `Finance (prices for 2027) and 3 more teams rely on it`, or `My progress and 3 teams rely on it`.
fn by_consumer(first: &Consumer, teams: &[TeamIx], catalog: &Catalog) -> String {
    let (name, what) = match first.user {
        User::Team(team) => (&catalog.team(team).name, "more team"),
        User::Product(product) => (&catalog.product(product).name, "team"),
    };
    let purpose = if first.purpose.is_empty() { String::new() } else { format!(" ({})", first.purpose) };
    match teams.iter().filter(|other| Some(**other) != first.team()).count() {
        0 => format!("{name}{purpose} relies on it"),
        others => format!("{name}{purpose} and {} rely on it", counted(others, what)),
    }
}

/// Returns which product of this tier is affected: `My progress (tier: Customer-facing) depends on it`.
fn of_tier(tier: TierIx, incident: &Incident, catalog: &Catalog) -> String {
    let name = catalog.tiers.get(tier.position()).map_or("", |tier| &tier.name);
    let is_of_tier = |product: &ProductIx| {
        let product = catalog.product(*product);
        product.has_tier && product.tier == tier
    };
    if is_of_tier(&incident.product) {
        return format!("it is of the tier {name}");
    }
    let products: BTreeSet<ProductIx> = incident.reach.products.iter().copied().filter(is_of_tier).collect();
    let Some(first) = products.first() else { return format!("it affects the tier {name}") };
    let first = &catalog.product(*first).name;
    match products.len() - 1 {
        0 => format!("{first} (tier: {name}) depends on it"),
        more => format!("{first} and {} more of the tier {name} depend on it", number(more)),
    }
}
