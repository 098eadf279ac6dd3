//! Who relies on what is broken: teams, exposures or products.

use super::lists::all;
use super::numbers::number;
use crate::model::{AssetIx, Catalog, Impact, ProductIx, Stage, TeamIx, User};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// The most teams that are named.
const TEAMS: usize = 2;

/// A team that relies on something that is broken.
#[derive(Default)]
struct TeamReliance<'c> {
    stage: Option<Stage>,
    incidents: usize,
    uses: BTreeSet<(Reverse<Option<Stage>>, &'c str)>,
}

/// What is relied on.
#[derive(Clone, Copy)]
pub(super) enum ReliedOn {
    /// Products that are broken.
    Products,
    /// What jobs without a product write.
    Written,
    /// Tables without a product, perhaps among such jobs.
    Tables,
}

impl ReliedOn {
    /// Returns `both`, or `what they write`.
    fn relied_on(self, count: usize, all: usize, is_first: bool) -> String {
        match self {
            Self::Products => of_them(count, all, is_first),
            Self::Written | Self::Tables => self.pronoun(all).to_owned(),
        }
    }

    /// Returns `it`, or `what it writes`.
    fn pronoun(self, all: usize) -> &'static str {
        match (self, all) {
            (Self::Products | Self::Tables, 1) => "it",
            (Self::Products | Self::Tables, _) => "them",
            (Self::Written, 1) => "what it writes",
            (Self::Written, _) => "what they write",
        }
    }
}

/// Who relies on something that is broken, in words.
pub(super) struct Reliance {
    /// `Revenue operations relies on both (pipeline review)`.
    pub(super) clause: String,
    /// Whether it only counts the products that are downstream.
    pub(super) counts_products: bool,
}

impl From<String> for Reliance {
    fn from(clause: String) -> Self {
        Self { clause, counts_products: false }
    }
}

/// Returns how many of the broken products affect a team that uses them, or what builds on them; `None` if none does.
pub(super) fn affecting(reaches: &[&Impact], team: TeamIx) -> Option<String> {
    let count = reaches.iter().filter(|reach| reach.teams.contains(&team)).count();
    match (count, reaches.len()) {
        (0, _) => None,
        (1, 1) => Some("It affects what you use.".to_owned()),
        (count, all) if count == all => Some("All of them affect what you use.".to_owned()),
        (1, _) => Some("1 of the products affects what you use.".to_owned()),
        (count, _) => Some(format!("{} of the products affect what you use.", number(count))),
    }
}

/// Returns `Revenue operations relies on both (pipeline review)`; `None` if nothing depends on what is broken.
pub(super) fn relied_on_by(
    reaches: &[&Impact],
    on: ReliedOn,
    audience: Option<TeamIx>,
    broken: &BTreeSet<ProductIx>,
    catalog: &Catalog,
) -> Option<Reliance> {
    let teams = reliances(reaches, audience, catalog);
    // The first incident may come first for its tier alone.
    let tier = reaches.iter().filter_map(|reach| reach.tier).max();
    let tier = tier.filter(|_| reaches.len() > 1 && reaches[0].tier == tier && reaches[0].teams.is_empty());
    let first_by_tier = tier.and_then(|tier| catalog.tiers.get(tier.position()));
    let with_tier = |clause: String| match first_by_tier {
        Some(tier) => format!("{clause}; the highest tier affected is {}", tier.name),
        None => clause,
    };
    let mut parts: Vec<String> = teams
        .iter()
        .take(TEAMS)
        .enumerate()
        .map(|(at, (team, team_reach))| {
            let verb = if at == 0 { " relies" } else { "" };
            let what = on.relied_on(team_reach.incidents, reaches.len(), at == 0);
            format!("{}{verb} on {what}{}", catalog.team(*team).name, uses(&team_reach.uses))
        })
        .collect();
    match teams.len().saturating_sub(TEAMS) {
        // What the team itself uses has been said.
        0 if parts.is_empty()
            && audience.is_some_and(|team| reaches.iter().any(|reach| reach.teams.contains(&team))) =>
        {
            return None;
        }
        0 if parts.is_empty() => return not_by_a_team(reaches, on, broken, catalog),
        0 => return Some(with_tier(all(&parts)).into()),
        1 => parts.push("and 1 more team is affected".to_owned()),
        more => parts.push(format!("and {} more teams are affected", number(more))),
    }
    Some(with_tier(parts.join(", ")).into())
}

/// Returns the teams that rely on what is broken, without the audience, most urgent first.
fn reliances<'c>(
    reaches: &[&Impact],
    audience: Option<TeamIx>,
    catalog: &'c Catalog,
) -> Vec<(TeamIx, TeamReliance<'c>)> {
    let mut teams: BTreeMap<TeamIx, TeamReliance<'c>> = BTreeMap::new();
    for reach in reaches {
        let mut affected = BTreeSet::new();
        for at in &reach.consumers {
            let consumer = catalog.consumer(*at);
            let User::Team(team) = consumer.user else { continue };
            if audience == Some(team) {
                continue;
            }
            let reliance = teams.entry(team).or_default();
            reliance.stage = reliance.stage.max(consumer.stage);
            reliance.incidents += usize::from(affected.insert(team));
            if !consumer.purpose.is_empty() {
                reliance.uses.insert((Reverse(consumer.stage), &consumer.purpose));
            }
        }
    }
    let mut teams: Vec<(TeamIx, TeamReliance<'c>)> = teams.into_iter().collect();
    // Those for whom it is urgent come first, as its incidents do.
    let is_urgent = |reliance: &TeamReliance<'_>| reliance.stage != Some(Stage::Analysis);
    teams.sort_by_key(|(team, team_reach)| {
        (Reverse((is_urgent(team_reach), team_reach.incidents, team_reach.stage)), *team)
    });
    teams
}

/// Returns what relies on it if no team is known to: nothing that is itself among what is broken.
fn not_by_a_team(
    reaches: &[&Impact],
    on: ReliedOn,
    broken: &BTreeSet<ProductIx>,
    catalog: &Catalog,
) -> Option<Reliance> {
    let is_other = |product: &ProductIx| !broken.contains(product);
    let is_open = |asset: &&AssetIx| catalog.asset(**asset).product.as_ref().is_none_or(is_other);
    let exposures: BTreeSet<_> =
        reaches.iter().flat_map(|reach| reach.exposures.iter().filter(is_open)).collect();
    // Each of several may depend on some of them only.
    let object = |is_concerned: &dyn Fn(&Impact) -> bool| {
        on.relied_on(reaches.iter().filter(|reach| is_concerned(reach)).count(), reaches.len(), true)
    };
    let tier = reaches.iter().filter_map(|reach| reach.tier).max();
    let tier = tier.and_then(|tier| catalog.tiers.get(tier.position()));
    let with_tier = |clause: String| match tier {
        Some(tier) if reaches.len() > 1 => format!("{clause}; the highest tier affected is {}", tier.name),
        _ => clause,
    };
    if let Some(first) = exposures.first() {
        let first = &catalog.asset(**first).name;
        let object = object(&|reach| reach.exposures.iter().any(|asset| is_open(&asset)));
        let clause = match exposures.len() - 1 {
            0 => format!("“{first}” depends on {object}"),
            1 => format!("“{first}” and another use depend on {object}"),
            more => format!("“{first}” and {} other uses depend on {object}", number(more)),
        };
        return Some(with_tier(clause).into());
    }
    let jobs: BTreeSet<usize> = reaches.iter().flat_map(|reach| reach.jobs.iter().copied()).collect();
    // A job that carries the data elsewhere comes first.
    let rank = |job: &&usize| (catalog.observations.jobs[**job].writes_elsewhere, Reverse(**job));
    if let Some(first) = jobs.iter().max_by_key(rank) {
        let first = &catalog.observations.jobs[*first].job;
        let object = object(&|reach| !reach.jobs.is_empty());
        let clause = match jobs.len() - 1 {
            0 => format!("The job {first} (of no product) reads {object}"),
            1 => format!("The job {first} (of no product) and another one read {object}"),
            more => format!("The job {first} (of no product) and {} others read {object}", number(more)),
        };
        return Some(with_tier(clause).into());
    }
    if let Some(first) = own_exposure(reaches).filter(|_| tier.is_none()) {
        let (name, object) = (&catalog.asset(first).name, object(&|reach| !reach.exposures.is_empty()));
        return Some(format!("“{name}” depends on {object}").into());
    }
    match tier {
        Some(tier) => Some(format!("The highest tier affected is {}", tier.name).into()),
        None => number_downstream(reaches, on, broken),
    }
}

/// Returns how many products are downstream, without those that are broken themselves: `52 other products with no problem
/// of their own are downstream of them`.
fn number_downstream(reaches: &[&Impact], on: ReliedOn, broken: &BTreeSet<ProductIx>) -> Option<Reliance> {
    let reached: BTreeSet<ProductIx> = reaches.iter().flat_map(|reach| &reach.products).copied().collect();
    let others = reached.difference(broken).count();
    let products_are = match (others == reached.len(), others) {
        (true, 1) => "other product is",
        (true, _) => "other products are",
        (false, 1) => "other product with no problem of its own is",
        (false, _) => "other products with no problem of their own are",
    };
    let object = on.pronoun(reaches.len());
    let clause = format!("{} {products_are} downstream of {object}", number(others));
    (others > 0).then_some(Reliance { clause, counts_products: true })
}

/// Returns the first exposure that is affected, be it one of a broken product itself: it makes the problem matter, too.
fn own_exposure(reaches: &[&Impact]) -> Option<AssetIx> {
    reaches.iter().flat_map(|reach| &reach.exposures).next().copied()
}

/// Returns ` (pipeline review and 2 more)`: the use that goes furthest is named.
fn uses(uses: &BTreeSet<(Reverse<Option<Stage>>, &str)>) -> String {
    match (uses.first(), uses.len()) {
        (None, _) => String::new(),
        (Some((_, first)), 1) => format!(" ({first})"),
        (Some((_, first)), count) => format!(" ({first} and {} more)", number(count - 1)),
    }
}

/// Returns `it`, `both`, `all 5` or `3 of the products`; if products were named before, `3`.
fn of_them(count: usize, all: usize, is_first: bool) -> String {
    match (count, all) {
        (1, 1) => "it".to_owned(),
        (2, 2) => "both".to_owned(),
        (count, all) if count == all => format!("all {}", number(count)),
        (count, _) if is_first => format!("{} of the products", number(count)),
        (count, _) => number(count),
    }
}
