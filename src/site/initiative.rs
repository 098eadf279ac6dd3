//! `/initiatives/<id>/`: an ask, the products that it really consists of, where the work goes and
//! where the value lasts.

use super::context::{self, ViewContext};
use super::page::View;
use super::parts::{ExternalLink, Label, PageRef, Picture};
use super::roadmap::{self, InitiativeCard};
use super::section::{PageMeta, PageSet, Section, is_below, section_term};
use super::{figures, paths, words};
use crate::model::{DeliveryStatus, ProductIx, Value, WorkState, day_in_words};
use serde::Serialize;
use std::collections::BTreeSet;

/// The page of an initiative.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct InitiativeView {
    /// The initiative as in lists.
    pub card: InitiativeCard,
    /// What it comes to, in words: `What was asked for is one of four products …`.
    pub summary: String,
    /// Markdown; may be empty.
    pub description: String,
    /// Further reading.
    pub links: Vec<ExternalLink>,
    /// The products, in the order in which they stand in the file.
    pub works: Vec<WorkView>,
    /// How its products build on each other.
    pub drawing: Option<Picture>,
    /// All the work: `14.5 weeks`; may be empty.
    pub effort: String,
    /// The share of the work whose value lasts, in percent.
    pub lasting: Option<usize>,
    /// The regulations that come with its products.
    pub regulations: Vec<PageRef>,
}

/// The pages of the initiatives.
pub(super) const SECTION: Section =
    Section { owns: |path, _| is_below(path, &["initiatives"]), pages, ..Section::EMPTY };

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
            .below(section_term("roadmap", "Roadmap"));
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
    /// How it stands.
    pub state: Label,
    /// Why it is at risk; may be empty.
    pub why: String,
    /// When it is due or was delivered: `14 October 2026`; may be empty.
    pub when: String,
    /// Once delivered, whether that was in time.
    pub in_time: Option<bool>,
    /// How much work: `4 weeks`; may be empty.
    pub effort: String,
    /// The work as a share of all, in percent.
    pub percent: usize,
    /// Whether its value lasts beyond this ask.
    pub lasting: bool,
    /// The products outside of this initiative that build on it, at most five.
    pub readers: Vec<PageRef>,
    /// How many there are.
    pub reused: usize,
    /// The other initiatives that work on it too.
    pub asks: Vec<PageRef>,
    /// The products that it waits for and that are not there yet.
    pub blocked_by: Vec<PageRef>,
    /// What it promises, in words.
    pub promises: Vec<String>,
}

const READERS: usize = 5;

/// The page of the initiative at a position of the catalog.
fn initiative(at: usize, context: &ViewContext<'_>) -> InitiativeView {
    let catalog = context.catalog;
    let (initiative, assessment) = (&catalog.initiatives[at], &context.assessment.initiatives[at]);
    let living = || initiative.deliveries.iter().filter(|one| one.status != DeliveryStatus::Dropped);
    let own: Vec<ProductIx> = living().map(|one| one.product).collect();
    let (lasting, all) = roadmap::effort(living());
    let works: Vec<WorkView> = initiative
        .deliveries
        .iter()
        .zip(&assessment.deliveries)
        .map(|(one, stands)| {
            let product = catalog.product(one.product);
            let readers: Vec<ProductIx> = catalog
                .lineage
                .downstream(one.product)
                .iter()
                .map(|reader| reader.product)
                .filter(|reader| !own.contains(reader))
                .collect();
            let asks = catalog.initiatives.iter().filter(|other| {
                other.id != initiative.id
                    && other
                        .deliveries
                        .iter()
                        .any(|two| two.product == one.product && two.status != DeliveryStatus::Dropped)
            });
            let day = one.delivered.or(stands.due);
            WorkView {
                product: context.product_term(one.product),
                category: product.category.map(|category| context.category(category)),
                work: one.work.clone(),
                state: words::work_state(stands.state),
                why: context.said(stands.risk.as_ref()),
                when: day.map(day_in_words).unwrap_or_default(),
                in_time: stands.in_time,
                effort: one.effort.map(|effort| effort.to_string()).unwrap_or_default(),
                percent: if all > 0.0 && stands.state != WorkState::Dropped {
                    one.effort.map_or(0, |effort| (100.0 * roadmap::days(effort) / all).round() as usize)
                } else {
                    0
                },
                lasting: one.value == Some(Value::Lasting),
                readers: readers.iter().take(READERS).map(|reader| context.product_term(*reader)).collect(),
                reused: readers.len(),
                asks: asks.map(super::context::initiative_term).collect(),
                blocked_by: stands.blocked_by.iter().map(|product| context.product_term(*product)).collect(),
                promises: product
                    .slas
                    .iter()
                    .map(|sla| format!("{} {}", sla.property.title(), sla.target))
                    .collect(),
            }
        })
        .collect();
    let regulations: BTreeSet<_> = own
        .iter()
        .flat_map(|product| &catalog.product(*product).obligations)
        .map(|duty| duty.regulation)
        .collect();
    InitiativeView {
        card: roadmap::card(at, context),
        summary: summary(&works, lasting, all),
        description: initiative.description.clone(),
        links: context::links(&initiative.links),
        drawing: figures::initiative(at, context),
        effort: if all > 0.0 { weeks(all) } else { String::new() },
        lasting: (all > 0.0).then(|| (100.0 * lasting / all).round() as usize),
        regulations: regulations.into_iter().map(|regulation| context.regulation(regulation)).collect(),
        works,
    }
}

/// What the ask comes to, for somebody in a hurry.
fn summary(works: &[WorkView], lasting: f64, all: f64) -> String {
    let living: Vec<&WorkView> = works.iter().filter(|work| work.state.id != "dropped").collect();
    let last = living.iter().filter(|work| work.lasting).count();
    let products = match living.len() {
        0 => return String::new(),
        1 => "It takes 1 product".to_owned(),
        count => format!("It takes {count} products"),
    };
    let stays = match (last, living.len()) {
        (0, _) => ", for this request only".to_owned(),
        (last, count) if last == count && count > 1 => ", and all of them have lasting value".to_owned(),
        (1, 1) => ", which has lasting value".to_owned(),
        (1, _) => ", and 1 of them has lasting value".to_owned(),
        (last, _) => format!(", and {last} of them have lasting value"),
    };
    let work = match all > 0.0 {
        true if lasting < all => {
            format!(" Work in total: {}; of lasting value: {}.", weeks(all), weeks(lasting))
        }
        true => format!(" Work in total: {}.", weeks(all)),
        false => String::new(),
    };
    format!("{products}{stays}.{work}")
}

/// Working days as weeks, where that is shorter to say.
fn weeks(days: f64) -> String {
    let (amount, unit) = if days >= 5.0 { (days / 5.0, "week") } else { (days, "day") };
    let rounded = (amount * 10.0).round() / 10.0;
    format!("{rounded} {unit}{}", if (rounded - 1.0).abs() < 1e-9 { "" } else { "s" })
}
