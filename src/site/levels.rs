//! Levels of standards that products reached and lost, as recorded day by day.

use super::context::{ViewContext, standard_ref};
use super::parts::PageRef;
use crate::model::{ChangeFact, ProductIx, RecordedChange, Scorecard, TeamIx};
use jiff::civil::Date;
use serde::Serialize;
use std::cmp::Reverse;

/// A level that a product reached or lost.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct LevelEvent {
    /// The product.
    pub product: PageRef,
    /// The standard.
    pub standard: PageRef,
    /// The name of the level.
    pub level: String,
    /// The day when that was recorded: `2026-11-03`.
    pub day: String,
    /// Whether it was lost, and has not been reached again.
    pub lost: bool,
}

/// A level that a product no longer has.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct LostLevel {
    /// The name of the level.
    pub level: String,
    /// The day when it was lost: `2026-11-03`.
    pub since: String,
}

/// For how many days a newly reached level is shown on the team's page.
const RECENT: i64 = 90;

/// Returns the highest level that a product had in a standard and no longer has, and since when.
pub(super) fn lost(product: ProductIx, card: &Scorecard, context: &ViewContext<'_>) -> Option<LostLevel> {
    let standards = &context.catalog.standards;
    let id = &standards.standards[card.standard].id;
    let lost = context.changes(product).filter_map(|recorded| match &recorded.change.fact {
        ChangeFact::LevelLost { standard, level } if standard.id == *id => {
            let place = standards.level_of(&level.id)?;
            Some((place, recorded.day))
        }
        _ => None,
    });
    let (place, since) = lost.filter(|(place, _)| Some(*place) > card.reached).max()?;
    Some(LostLevel { level: standards.level_name(place), since: since.to_string() })
}

/// Returns the level changes of a team's products: lost levels, then those reached recently, newest first.
pub(super) fn of_team(team: TeamIx, context: &ViewContext<'_>) -> Vec<LevelEvent> {
    let products = context.listed_of_team(team).iter().copied();
    let mut events: Vec<LevelEvent> =
        products.flat_map(|product| lost_by(product, context).chain(reached_by(product, context))).collect();
    events.sort_by(|left, right| (!left.lost, Reverse(&left.day)).cmp(&(!right.lost, Reverse(&right.day))));
    events
}

fn lost_by<'a>(product: ProductIx, context: &'a ViewContext<'_>) -> impl Iterator<Item = LevelEvent> + 'a {
    context.scorecards(product).iter().filter_map(move |card| {
        let lost = lost(product, card, context)?;
        Some(LevelEvent {
            product: context.product_ref(product),
            standard: standard_ref(&context.catalog.standards.standards[card.standard]),
            level: lost.level,
            day: lost.since,
            lost: true,
        })
    })
}

fn reached_by<'a>(product: ProductIx, context: &'a ViewContext<'_>) -> impl Iterator<Item = LevelEvent> + 'a {
    let is_recent = |day: Date| {
        let days = day.until(context.today).map_or(i64::MAX, |span| i64::from(span.get_days()));
        (0..RECENT).contains(&days)
    };
    let changes = context.changes(product).filter(move |change: &&RecordedChange| is_recent(change.day));
    changes.filter_map(move |recorded| {
        let ChangeFact::LevelReached { standard, level } = &recorded.change.fact else { return None };
        // A standard that no longer applies has no page; a level that was lost again is shown as lost.
        let standards = &context.catalog.standards;
        let at = standards.standards.iter().position(|known| known.id == standard.id)?;
        let place = standards.level_of(&level.id)?;
        let mut cards = context.scorecards(product).iter();
        cards.find(|card| card.standard == at && card.reached >= Some(place))?;
        Some(LevelEvent {
            product: context.product_ref(product),
            standard: standard_ref(&standards.standards[at]),
            level: standards.level_name(place),
            day: recorded.day.to_string(),
            lost: false,
        })
    })
}
