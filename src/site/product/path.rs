//! The path of a product to production: who uses it at which stage, and since when.

use crate::model::{ChangeFact, Consumer, Flow, Lifecycle, ProductIx, ProductionPath, Stage, TierIx, User};
use crate::prose::en;
use crate::site::context::{ViewContext, page_ref};
use crate::site::parts::{Label, PageRef};
use crate::site::words;
use jiff::civil::Date;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// How far a product is on its path to production.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct ProductionPathView {
    /// The four steps, from analysis to customer use.
    pub steps: Vec<PathStepView>,
    /// The tier that it declares and how far it is used, if that is further than the tier is made for: `Made for tier
    /// Experimental, but used for customers`.
    pub exceeds: Option<String>,
}

/// A step on the path.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct PathStepView {
    /// The stage of use.
    pub step: Label,
    /// The place of that use: `in another team’s tools`.
    pub place: &'static str,
    /// Whether anyone uses it there.
    pub reached: bool,
    /// Who uses it there, at most three.
    pub users: Vec<StepUser>,
    /// The number of further users.
    pub more: usize,
}

/// A user of a product at a stage.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct StepUser {
    /// A team, a product or a tool; without a path, the product's own dashboards.
    pub who: PageRef,
    /// Since when, if known: `2026-09-01`.
    pub since: Option<String>,
    /// Whether it is a product that builds on this one and is used at that stage.
    pub through: bool,
    /// Whether that it builds on this one is declared, and was not observed.
    pub declared_only: bool,
}

/// Who uses a product, each named once: with all the stages of that use.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct UsesView {
    /// Those who use it themselves, at most three.
    pub direct: Vec<DirectUse>,
    /// The number of further ones.
    pub more: usize,
    /// The stages at which products that build on it are used.
    pub through_stages: Vec<Label>,
    /// The number of those products.
    pub through: usize,
    /// The only one of them.
    pub through_only: Option<PageRef>,
    /// The users, by the stages that they have in common; also those through which it reaches a tier.
    pub groups: Vec<UseGroup>,
    /// Which products that read it are left out: `1 proposed product`; may be empty.
    pub not_counted: String,
    /// The products to open it in that no group names.
    pub shown_in: Vec<PageRef>,
}

/// Someone who uses a product.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct DirectUse {
    /// Who it is.
    pub user: StepUser,
    /// The stages of that use.
    pub stages: Vec<Label>,
}

/// The users with the same stages of use.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct UseGroup {
    /// The stages, in order; or the tier through which they count as using it.
    pub stages: Vec<Label>,
    /// The users, at most three.
    pub users: Vec<StepUser>,
    /// The number of further users.
    pub more: usize,
}

/// The most users that a step names.
const MAX_NAMED: usize = 3;

/// Returns the path of a product to production, if it is known to be used at any stage, and who uses it, each once, with
/// those of the products that it can be opened in that are not among them.
pub(super) fn path_and_uses(
    of: ProductIx,
    shown_in: &[PageRef],
    context: &ViewContext<'_>,
) -> (Option<ProductionPathView>, UsesView) {
    let path = context.assessment.paths.get(of.position()).filter(|path| path.reached.furthest().is_some());
    let stages = path.map_or_else(Vec::new, |_| each_stage(of, context));
    let readers = context.catalog.lineage.downstream(of).into_iter().map(|reader| reader.product);
    let unused = readers.map(|reader| context.product(reader).lifecycle);
    let unused: Vec<Lifecycle> = unused.filter(|lifecycle| !lifecycle.is_in_service()).collect();
    let production = path.map(|path| production_path(of, path, &stages, context));
    let mut uses = uses(stages, shown_in);
    if production.is_some() {
        uses.groups.extend(by_tier(of, context));
    }
    (production, UsesView { not_counted: en::out_of_service(&unused), ..uses })
}

fn production_path(
    of: ProductIx,
    path: &ProductionPath,
    stages: &[(Stage, Vec<StepUser>)],
    context: &ViewContext<'_>,
) -> ProductionPathView {
    let product = context.product(of);
    let steps = stages.iter().map(|(stage, users)| PathStepView {
        step: words::stage(*stage),
        place: words::place(*stage),
        reached: path.used.contains(*stage),
        more: users.len().saturating_sub(MAX_NAMED),
        users: users.iter().take(MAX_NAMED).cloned().collect(),
    });
    let exceeds = path.exceeds(product.tier, context.catalog.tiers.len()).filter(|_| product.has_tier);
    ProductionPathView {
        steps: steps.collect(),
        exceeds: exceeds.and_then(|stage| {
            let tier = context.tier_of(product)?;
            let through =
                path.tier.filter(|_| !path.used.contains(stage)).and_then(|tier| context.tier(tier));
            Some(match through {
                Some(through) => {
                    format!(
                        "Made for tier {}, but a product of tier {} builds on it",
                        tier.name, through.name
                    )
                }
                None if stage > Stage::Operational => {
                    format!("Made for tier {}, but used for customers", tier.name)
                }
                None => format!("Made for tier {}, but used {}", tier.name, en::used(stage)),
            })
        }),
    }
}

fn uses(stages: Vec<(Stage, Vec<StepUser>)>, shown_in: &[PageRef]) -> UsesView {
    let mut merged: Vec<(StepUser, Vec<Stage>)> = Vec::new();
    for (stage, users) in stages {
        for user in users {
            // A use that began on another day is another use.
            let same_use =
                merged.iter_mut().find(|(other, _)| other.who == user.who && other.since == user.since);
            match same_use {
                Some((earlier, stages)) => {
                    earlier.through |= user.through;
                    earlier.declared_only &= user.declared_only;
                    stages.push(stage);
                }
                None => merged.push((user, vec![stage])),
            }
        }
    }
    let in_brief = in_brief(&merged);
    let mut groups: Vec<(Vec<Stage>, Vec<StepUser>)> = Vec::new();
    for (user, stages) in merged {
        match groups.iter_mut().find(|(group_stages, _)| *group_stages == stages) {
            Some((_, users)) => users.push(user),
            None => groups.push((stages, vec![user])),
        }
    }
    groups.sort_by(|(left, _), (right, _)| left.cmp(right));
    let groups: Vec<UseGroup> = groups.into_iter().map(|(stages, users)| group(stages, users)).collect();
    let is_named =
        |shown: &PageRef| groups.iter().flat_map(|group| &group.users).any(|user| user.who == *shown);
    let shown_in = shown_in.iter().filter(|shown| !is_named(shown)).cloned().collect();
    UsesView { groups, shown_in, ..in_brief }
}

/// Returns who uses a product directly, and how many products it is used through.
fn in_brief(merged: &[(StepUser, Vec<Stage>)]) -> UsesView {
    let (through, direct): (Vec<_>, Vec<_>) = merged.iter().partition(|(user, _)| user.through);
    let through_stages: BTreeSet<Stage> =
        through.iter().flat_map(|(_, stages)| stages.iter().copied()).collect();
    let view = |(user, stages): &&(StepUser, Vec<Stage>)| DirectUse {
        user: user.clone(),
        stages: stages.iter().copied().map(words::stage).collect(),
    };
    UsesView {
        direct: direct.iter().take(MAX_NAMED).map(view).collect(),
        more: direct.len().saturating_sub(MAX_NAMED),
        through_stages: through_stages.into_iter().map(words::stage).collect(),
        through: through.len(),
        through_only: through.first().filter(|_| through.len() == 1).map(|(user, _)| user.who.clone()),
        ..UsesView::default()
    }
}

/// Returns the users with the same stages: those that only are used there themselves come last, those that are only
/// declared after them.
fn group(stages: Vec<Stage>, users: Vec<StepUser>) -> UseGroup {
    group_of(stages.into_iter().map(words::stage).collect(), users)
}

fn group_of(stages: Vec<Label>, mut users: Vec<StepUser>) -> UseGroup {
    users.sort_by_key(|user| (user.through, user.declared_only));
    let more = users.len().saturating_sub(MAX_NAMED);
    users.truncate(MAX_NAMED);
    UseGroup { stages, users, more }
}

/// Returns the readers of a product through which it reaches a tier, where no known use goes as far: the highest tier first.
fn by_tier(of: ProductIx, context: &ViewContext<'_>) -> Vec<UseGroup> {
    let mut readers: BTreeMap<Reverse<TierIx>, Vec<StepUser>> = BTreeMap::new();
    for reader in context.catalog.lineage.downstream(of) {
        let path = context.assessment.paths[reader.product.position()];
        let is_in_service = context.product(reader.product).lifecycle.is_in_service();
        let Some(tier) = path.tier_beyond_use().filter(|_| is_in_service) else { continue };
        readers.entry(Reverse(tier)).or_default().push(StepUser {
            who: context.product_ref(reader.product),
            since: None,
            through: true,
            declared_only: !reader.flow.is_seen(),
        });
    }
    let tiers = readers.into_iter();
    tiers
        .filter_map(|(tier, users)| Some(group_of(vec![words::tier(&context.tier(tier.0)?)], users)))
        .collect()
}

/// Returns the users of a product at each stage.
fn each_stage(product: ProductIx, context: &ViewContext<'_>) -> Vec<(Stage, Vec<StepUser>)> {
    let is_in_service = |reader: &ProductIx| context.product(*reader).lifecycle.is_in_service();
    let readers = context.catalog.lineage.downstream(product).into_iter().map(|reader| reader.product);
    let readers: Vec<ProductIx> = readers.filter(is_in_service).collect();
    let at = |stage: Stage| users(product, stage, &readers, context).into_iter();
    Stage::ALL
        .iter()
        .map(|stage| (*stage, at(*stage).map(|user| user.view(product, context)).collect()))
        .collect()
}

/// A use of a product at a stage, whose start has not been looked up yet.
#[derive(Default)]
struct StepUse<'c> {
    who: PageRef,
    /// The consumer that declares it.
    consumer: Option<&'c Consumer>,
    through: bool,
    declared_only: bool,
}

impl StepUse<'_> {
    fn view(self, product: ProductIx, context: &ViewContext<'_>) -> StepUser {
        let since = self
            .consumer
            .and_then(|consumer| consumer.since.or_else(|| first_seen(product, consumer, context)));
        StepUser {
            who: self.who,
            since: since.map(|day| day.to_string()),
            through: self.through,
            declared_only: self.declared_only,
        }
    }
}

/// Returns the users of a product at a stage: its consumers, then the observed use of itself, then the readers that
/// are used there.
fn users<'c>(
    of: ProductIx,
    stage: Stage,
    readers: &[ProductIx],
    context: &ViewContext<'c>,
) -> Vec<StepUse<'c>> {
    let product = context.product(of);
    let mut users: Vec<StepUse<'c>> = Vec::new();
    let mut named: BTreeSet<ProductIx> = BTreeSet::new();
    for consumer in product.current_uses().filter(|consumer| consumer.stage == Some(stage)) {
        let who = match consumer.user {
            User::Team(team) => context.team(team),
            User::Product(reader) => {
                named.insert(reader);
                context.product_ref(reader)
            }
        };
        users.push(StepUse { who, consumer: Some(consumer), ..StepUse::default() });
    }
    let direct = context.assessment.paths[of.position()].direct;
    if users.is_empty() && stage == Stage::Analysis && direct.contains(stage) {
        let who = PageRef { name: "Its dashboards".to_owned(), ..PageRef::default() };
        users.push(StepUse { who, ..StepUse::default() });
    }
    if stage == Stage::Operational {
        let systems = &context.catalog.systems;
        let targets: BTreeSet<_> = product.assets.iter().flat_map(|asset| systems.targets(*asset)).collect();
        users.extend(targets.into_iter().map(|system| {
            let system = &systems.all[system.position()];
            StepUse { who: page_ref("systems", &system.id, &system.name), ..StepUse::default() }
        }));
    }
    let is_used = |reader: &&ProductIx| context.assessment.paths[reader.position()].used.contains(stage);
    let is_seen = |reader: ProductIx| context.catalog.lineage.flow(of, reader).is_some_and(Flow::is_seen);
    let through = readers.iter().filter(is_used).filter(|reader| !named.contains(*reader));
    let mut through: Vec<StepUse<'c>> = through
        .map(|reader| StepUse {
            who: context.product_ref(*reader),
            consumer: None,
            through: true,
            declared_only: !is_seen(*reader),
        })
        .collect();
    through.sort_by_key(|reader| reader.declared_only);
    users.extend(through);
    users
}

/// Returns the day when a use was first recorded after it was last recorded to be gone.
fn first_seen(product: ProductIx, consumer: &Consumer, context: &ViewContext<'_>) -> Option<Date> {
    let stage = consumer.stage.map(Stage::word);
    let id = &context.product(product).id;
    let is_it = |fact: &ChangeFact| match (consumer.user, fact) {
        (User::Team(user), ChangeFact::UseAdded { team, stage: used }) => {
            team.id == context.catalog.team(user).id && used.as_deref() == stage
        }
        (User::Product(_), ChangeFact::InputAdded { upstream, .. }) => upstream.id == *id,
        (User::Product(_), ChangeFact::ProductAdded {}) => true,
        _ => false,
    };
    let changed = match consumer.user {
        User::Team(_) => product,
        User::Product(reader) => reader,
    };
    context.changes(changed).rfind(|change| is_it(&change.change.fact)).map(|change| change.day)
}
