//! `/initiatives/<id>/`: an ask, the products that it really consists of, where the effort goes and where the value
//! lasts.

use super::context::{self, ViewContext};
use super::figures::InitiativeFigure;
use super::open_checks::OpenChecks;
use super::page::View;
use super::parts::{ExternalLink, Label, PageRef, Picture};
use super::roadmap::{self, EffortShare, InitiativeCard, PlatformView};
use super::section::{PageMeta, PageSet, Section, section_ref};
use super::subject::Subject;
use super::{figures, paths, words};
use crate::model::{
    Delivery, DeliveryStatus, Effort, Enabled, Horizon, Initiative, InitiativeIx, InitiativeKind, Lifecycle,
    Product, ProductIx, Upkeep, ValueDuration, WorkItem, WorkState, capitalised, day_in_words,
};
use crate::prose::Voice;
use crate::prose::en::{self, RemainingWork};
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeSet;

/// The page of an initiative.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct InitiativeView {
    /// The initiative as in lists.
    pub card: InitiativeCard,
    /// The summary, in words: `What was asked for is one of four products …`.
    pub summary: String,
    /// What is still to do: `Still to do: 2 products, 1.8 weeks of work.` Empty if nothing is, or all of it.
    pub remaining: String,
    /// Markdown; may be empty.
    pub description: String,
    /// Further reading.
    pub links: Vec<ExternalLink>,
    /// The products, in the order of the file.
    pub works: Vec<WorkView>,
    /// How its products build on each other.
    pub drawing: Option<Picture>,
    /// Whether it has several products, and none of them builds on another.
    pub is_unconnected: bool,
    /// The work on the platform.
    pub platform: Vec<PlatformView>,
    /// The goal that it contributes to.
    pub goal: Option<PageRef>,
    /// What it makes possible beyond itself.
    pub opens: Vec<EnabledView>,
    /// What it costs to build and to maintain; empty if the maintenance cost is unknown.
    pub bill: String,
    /// The regulations that come with its products.
    pub regulations: Vec<PageRef>,
}

/// The pages of the initiatives.
pub(super) const SECTION: Section = Section { places: &["initiatives"], pages, ..Section::EMPTY };

impl View for InitiativeView {
    const TEMPLATE: &'static str = "initiative.html";

    fn pictures(&self) -> Vec<&Picture> {
        self.drawing.iter().collect()
    }
}

fn pages(pages: &mut PageSet<'_, '_>) {
    let context = pages.context;
    for (at, initiative) in context.catalog.initiatives.iter().enumerate() {
        let meta = PageMeta::first("roadmap", &initiative.title, &initiative.outcome)
            .about(Subject::Initiative(InitiativeIx::at(at)))
            .below(section_ref("roadmap", "Roadmap"));
        pages.html(paths::folder("initiatives", &initiative.id), meta, self::initiative(at, context));
    }
}

/// The work on one product.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct WorkView {
    /// The product.
    pub product: PageRef,
    /// What kind of product it is.
    pub category: Option<PageRef>,
    /// What is done; may be empty.
    pub work: String,
    /// Its status.
    pub state: Label,
    /// The status of the product, if it is failing or late today and there is still work to do on it.
    pub today: Option<Label>,
    /// Whether the work was dropped.
    pub is_dropped: bool,
    /// Why it is at risk; may be empty.
    pub why: String,
    /// The same with the name of the product; may be empty.
    pub risk: String,
    /// When it is due or was delivered: `14 October 2026`; may be empty.
    pub when: String,
    /// Once delivered, whether that was in time.
    pub in_time: Option<bool>,
    /// The effort: `4 weeks`; may be empty.
    pub effort: String,
    /// The upkeep from then on: `1 day a month`; may be empty.
    pub upkeep: String,
    /// What the standards still require of the product, unless it is delivered; at most a few.
    pub left: Vec<String>,
    /// The number of further requirements.
    pub left_more: usize,
    /// Whether these are requirements to meet once it is built, rather than what is missing.
    pub is_to_build: bool,
    /// The requirements of which nobody knows whether the product meets them.
    pub left_unknown: Vec<String>,
    /// Its share of the total effort, in percent; 0 if it is all of it.
    pub percent: usize,
    /// The working time that points count as: `1.6 weeks`; empty for other units.
    pub counted_as: String,
    /// Whether its value lasts beyond this ask.
    pub lasting: bool,
    /// How long it is of use: `This request only`; empty if unknown.
    pub lifetime: &'static str,
    /// The products outside this initiative that build on it, at most five.
    pub readers: Vec<PageRef>,
    /// The number of all such products.
    pub reused: usize,
    /// The other initiatives that also work on it.
    pub asks: Vec<PageRef>,
    /// The products that it waits for and that do not exist yet.
    pub blocked_by: Vec<PageRef>,
    /// What it promises, in words.
    pub promises: Vec<String>,
}

/// What an initiative makes possible.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct EnabledView {
    /// In words, or the title of the initiative.
    pub name: String,
    /// The page of the initiative, if it is an initiative.
    pub path: Option<String>,
    /// When that is planned: `later`; may be empty.
    pub state: String,
    /// The product that makes it possible; `None` for work on the platform.
    pub by: Option<PageRef>,
}

const READERS: usize = 5;
/// The most remaining requirements that a page names.
const LEFT: usize = 5;

/// Returns the page of the initiative at a position of the catalog.
fn initiative(at: usize, context: &ViewContext<'_>) -> InitiativeView {
    let catalog = context.catalog;
    let (initiative, assessment) = (&catalog.initiatives[at], &context.assessment.initiatives[at]);
    let listed =
        || initiative.deliveries.iter().filter(|delivery| delivery.status != DeliveryStatus::Dropped);
    let products: Vec<ProductIx> = listed().map(|delivery| delivery.product).collect();
    let effort = roadmap::effort(std::iter::once(initiative), catalog);
    let all = effort.all;
    let voice = Voice::page(catalog);
    let works: Vec<WorkView> = initiative
        .deliveries
        .iter()
        .zip(&assessment.deliveries)
        .map(|(delivery, stands)| {
            let product = catalog.product(delivery.product);
            let readers: Vec<ProductIx> = catalog
                .lineage
                .downstream(delivery.product)
                .iter()
                .map(|reader| reader.product)
                .filter(|reader| !products.contains(reader))
                .collect();
            let asks = catalog.initiatives.iter().filter(|other| {
                other.id != initiative.id
                    && other
                        .deliveries
                        .iter()
                        .any(|two| two.product == delivery.product && two.status != DeliveryStatus::Dropped)
            });
            let day = stands.day(delivery.delivered);
            let left = left(delivery, context);
            WorkView {
                upkeep: delivery
                    .upkeep
                    .or_else(|| upkeep_of_product(delivery, initiative, context))
                    .map(|upkeep| upkeep.to_string())
                    .unwrap_or_default(),
                is_to_build: left.missing.is_empty(),
                left_more: (left.missing.len() + left.to_build.len()).saturating_sub(LEFT),
                left: left.missing.into_iter().chain(left.to_build).take(LEFT).collect(),
                left_unknown: left.not_known,
                product: context.product_ref(delivery.product),
                category: product.category.map(|category| context.category(category)),
                work: delivery.work.clone(),
                state: words::work_state(stands.state),
                today: context
                    .status(delivery.product)
                    .filter(|status| status.is_impaired() && stands.state > WorkState::Delivered)
                    .map(words::status),
                is_dropped: stands.state == WorkState::Dropped,
                why: capitalised(&context.fact_in_words(stands.risk.as_ref())),
                risk: stands.risk.map(|risk| en::risk_of(&product.name, &risk, &voice)).unwrap_or_default(),
                when: day.map(day_in_words).unwrap_or_default(),
                in_time: stands.in_time,
                effort: delivery.effort.map(|effort| effort.to_string()).unwrap_or_default(),
                counted_as: match delivery.effort {
                    Some(points @ Effort::Points(_)) => en::work(points.days()),
                    _ => String::new(),
                },
                percent: if all > 0.0 && stands.state != WorkState::Dropped {
                    delivery.effort.map_or(0, |effort| share_of(effort.days(), all))
                } else {
                    0
                },
                lasting: catalog.is_lasting(delivery),
                lifetime: lifetime(delivery, initiative, context),
                readers: readers.iter().take(READERS).map(|reader| context.product_ref(*reader)).collect(),
                reused: readers.len(),
                asks: asks.map(super::context::initiative_ref).collect(),
                blocked_by: stands.blocked_by.iter().map(|product| context.product_ref(*product)).collect(),
                promises: promises(product),
            }
        })
        .collect();
    let regulations: BTreeSet<_> = products
        .iter()
        .flat_map(|product| &catalog.product(*product).obligations)
        .map(|duty| duty.regulation)
        .collect();
    let figure = figures::initiative(at, context);
    InitiativeView {
        card: roadmap::card(at, context),
        summary: summary(&works, initiative, effort),
        platform: initiative
            .platform
            .iter()
            .zip(&assessment.platform)
            .map(|(work, stands)| roadmap::platform_view(initiative, work, stands, context))
            .collect(),
        remaining: remaining(initiative),
        goal: initiative.goal.map(|goal| roadmap::goal_ref(goal, context)),
        opens: opens(initiative, context),
        bill: en::bill(all, upkeep(initiative, context)),
        description: initiative.description.clone(),
        links: context::links(&initiative.links),
        is_unconnected: matches!(figure, InitiativeFigure::Unconnected),
        drawing: match figure {
            InitiativeFigure::Drawn(picture) => Some(picture),
            InitiativeFigure::Single | InitiativeFigure::Unconnected => None,
        },
        regulations: regulations.into_iter().map(|regulation| context.regulation(regulation)).collect(),
        works,
    }
}

/// Returns what a product promises: what it promises of several of its output ports, once.
fn promises(product: &Product) -> Vec<String> {
    let mut promises: Vec<String> = Vec::new();
    for sla in &product.slas {
        let promise = format!("{} {}", sla.property.title(), sla.target);
        if !promises.contains(&promise) {
            promises.push(promise);
        }
    }
    promises
}

/// Returns a share of the total effort in percent; 0 if it is all of it, as the first sentences say.
fn share_of(days: f64, all: f64) -> usize {
    let share = (100.0 * days / all).round() as usize;
    if days < all { share.min(99) } else { 0 }
}

/// Summarises the ask for a reader in a hurry.
fn summary(works: &[WorkView], initiative: &Initiative, effort: EffortShare) -> String {
    let EffortShare { lasting, all, undeclared } = effort;
    let listed: Vec<&WorkView> = works.iter().filter(|work| !work.is_dropped).collect();
    let last = listed.iter().filter(|work| work.lasting).count();
    let on_platform =
        initiative.platform.iter().filter(|work| work.status != DeliveryStatus::Dropped).count();
    let platform = match on_platform {
        0 => String::new(),
        count => format!(" It also takes {} of work on the platform.", en::counted(count, "piece")),
    };
    let products = match listed.len() {
        0 if on_platform > 0 => {
            return format!("It takes {} of work on the platform.", en::counted(on_platform, "piece"));
        }
        0 => return String::new(),
        1 => "It takes 1 product".to_owned(),
        count => format!("It takes {count} products"),
    };
    let stays = match (last, listed.len()) {
        (0, _) if initiative.is_for_itself() => ", for this request only".to_owned(),
        (0, _) => String::new(),
        (last, count) if last == count && count > 1 => ", and all of them have lasting value".to_owned(),
        (1, 1) => " of lasting value".to_owned(),
        (1, _) => ", and 1 of them has lasting value".to_owned(),
        (last, _) => format!(", and {last} of them have lasting value"),
    };
    let work = match all > 0.0 {
        true if lasting < all && initiative.declares_value() => {
            let open = if undeclared > 0.0 {
                format!(" For {}, nobody has said how long the work will be useful.", en::work(undeclared))
            } else {
                String::new()
            };
            format!(" {} of work, {} of lasting value.{open}", en::work(all), en::work(lasting))
        }
        true => format!(" {} of work.", en::work(all)),
        false => String::new(),
    };
    format!("{products}{stays}.{platform}{work}")
}

/// Returns what is still to do, and how much work that is; empty if that is all that the initiative takes.
fn remaining(initiative: &Initiative) -> String {
    let is_open =
        |work: &&WorkItem| !matches!(work.status, DeliveryStatus::Delivered | DeliveryStatus::Dropped);
    let products = initiative.deliveries.iter().map(|delivery| &delivery.piece).filter(is_open);
    let platform = initiative.platform.iter().map(|work| &work.piece).filter(is_open);
    let efforts = || products.clone().chain(platform.clone()).map(|work| work.effort);
    let kept = initiative.work().filter(|work| work.status != DeliveryStatus::Dropped).count();
    let is_all = products.clone().count() + platform.clone().count() == kept;
    if is_all && efforts().all(|effort| effort.is_some()) {
        // The summary has the same numbers.
        return String::new();
    }
    en::still_to_do(&RemainingWork {
        products: products.clone().count(),
        on_platform: platform.clone().count(),
        days: efforts().flatten().map(Effort::days).sum(),
        unknown: efforts().filter(Option::is_none).count(),
    })
}

/// Returns the days a month that an initiative costs permanently: its own figures, else those of the products that
/// are there because of it.
fn upkeep(initiative: &Initiative, context: &ViewContext<'_>) -> f64 {
    let is_kept = |status: DeliveryStatus| status != DeliveryStatus::Dropped;
    let mut counted = BTreeSet::new();
    let products =
        initiative.deliveries.iter().filter(|delivery| is_kept(delivery.status)).filter_map(|delivery| {
            let of_product = || {
                upkeep_of_product(delivery, initiative, context).filter(|_| counted.insert(delivery.product))
            };
            delivery.upkeep.or_else(of_product)
        });
    let platform = initiative.platform.iter().filter(|work| is_kept(work.status));
    products.chain(platform.filter_map(|work| work.upkeep)).map(|upkeep| upkeep.days_per_month()).sum()
}

/// Returns the upkeep of a product that an initiative delivers: a product that is in use anyway, or that another
/// initiative delivered first, takes it without this one too.
fn upkeep_of_product(
    delivery: &Delivery,
    initiative: &Initiative,
    context: &ViewContext<'_>,
) -> Option<Upkeep> {
    let product = context.product(delivery.product);
    let earlier = |day: Date| {
        let all = context.catalog.initiatives.iter().flat_map(|other| &other.deliveries);
        let mut others = all.filter(|other| other.product == delivery.product);
        others.any(|other| other.delivered.is_some_and(|other| other < day))
    };
    let is_new = match delivery.delivered {
        Some(day) => initiative.kind == Some(InitiativeKind::New) && !earlier(day),
        None => matches!(product.lifecycle, Lifecycle::Proposed | Lifecycle::Draft),
    };
    product.upkeep.filter(|_| is_new)
}

/// Returns what an initiative makes possible beyond itself, each once.
fn opens(initiative: &Initiative, context: &ViewContext<'_>) -> Vec<EnabledView> {
    let by_product = initiative.deliveries.iter().map(|delivery| (Some(delivery.product), &delivery.piece));
    let all = by_product.chain(initiative.platform.iter().map(|work| (None, &work.piece)));
    let mut opens: Vec<EnabledView> = Vec::new();
    for (product, piece) in all.filter(|(_, piece)| piece.status != DeliveryStatus::Dropped) {
        for enabled in &piece.enables {
            let by = product.map(|product| context.product_ref(product));
            let view = match enabled {
                Enabled::Text(text) => EnabledView { name: text.clone(), by, ..EnabledView::default() },
                Enabled::Initiative(index) => {
                    let other = context::initiative_ref(&context.catalog.initiatives[index.position()]);
                    let horizon = context.assessment.initiatives[index.position()].horizon;
                    let state = match horizon {
                        Horizon::Now => "in progress".to_owned(),
                        other => words::horizon(other).0.to_lowercase(),
                    };
                    EnabledView { name: other.name, path: Some(other.path), state, by }
                }
            };
            if !opens.iter().any(|known| known.name == view.name) {
                opens.push(view);
            }
        }
    }
    opens
}

/// Returns how long a delivery is of use, in words; "unknown" is shown only if it is known of other work of the ask.
fn lifetime(delivery: &Delivery, initiative: &Initiative, context: &ViewContext<'_>) -> &'static str {
    match delivery.value {
        _ if context.product(delivery.product).is_ending() => "Until the product is retired",
        Some(ValueDuration::Lasting) => "Lasting",
        Some(ValueDuration::ThisAsk) => "This request only",
        None if initiative.declares_value() => "Not said",
        None => "",
    }
}

/// Returns what the standards still require of a product whose work is open; nothing if the product is to go.
fn left(delivery: &Delivery, context: &ViewContext<'_>) -> OpenChecks {
    let is_closed = matches!(delivery.status, DeliveryStatus::Delivered | DeliveryStatus::Dropped);
    if is_closed || context.product(delivery.product).is_ending() {
        return OpenChecks::default();
    }
    OpenChecks::of(delivery.product, context)
}
