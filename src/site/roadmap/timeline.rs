//! The time line: a row for each initiative, a mark for each piece of work, by quarter.

use super::ScheduledInitiative;
use crate::lineage::text_width;
use crate::model::{Horizon, Quarter, WorkState, day_in_words};
use crate::site::context::ViewContext;
use crate::site::context::initiative_term;
use crate::site::parts::PageRef;
use crate::site::words;
use jiff::civil::Date;
use serde::Serialize;

/// A time line, in pixels.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct TimelineView {
    /// How wide it is.
    pub width: i64,
    /// How high.
    pub height: i64,
    /// The quarters.
    pub ticks: Vec<TimelineTick>,
    /// The initiatives.
    pub rows: Vec<TimelineRow>,
    /// How many initiatives have dates and are not shown.
    pub left_out: usize,
    /// Where today is.
    pub today: i64,
}

/// A quarter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct TimelineTick {
    /// Where it begins.
    pub x: i64,
    /// How wide it is.
    pub width: i64,
    /// `Q4 2026`.
    pub name: String,
    /// Whether it is the one of today.
    pub current: bool,
}

/// An initiative.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct TimelineRow {
    /// Its id, title and page.
    pub term: PageRef,
    /// Its title, cut to its room.
    pub label: String,
    /// Where that begins.
    pub label_x: i64,
    /// Where its middle is.
    pub y: i64,
    /// From its first mark,
    pub from: i64,
    /// to its last.
    pub to: i64,
    /// Its work.
    pub marks: Vec<TimelineMark>,
}

/// A piece of work.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct TimelineMark {
    /// Where it is delivered or due.
    pub x: i64,
    /// Its middle.
    pub y: i64,
    /// `delivered`, `on-track`, `at-risk`, `overdue`, `paused`.
    pub state: String,
    /// What it is, in words: `HR dashboard, due 31 December 2026`.
    pub title: String,
}

/// Names stand above their lines, so that time begins at the edge, on a phone too.
const LEFT: i64 = 8;
/// How wide the whole should be, and a quarter at least and at most.
const WIDTH: i64 = 1130;
const NARROWEST: i64 = 110;
const WIDEST: i64 = 220;
const TOP: i64 = 40;
const ROW: i64 = 54;
/// Where a row's line is, below its name.
const LINE: i64 = 36;
/// How far apart marks stand, so that each can be told.
const ROOM: i64 = 15;
const ROWS: usize = 30;
/// Quarters before today's, and at most in all.
const BEFORE: i32 = 3;
const QUARTERS: i32 = 8;
const LETTERS: f64 = 13.0;

pub(super) fn timeline(own: Vec<ScheduledInitiative<'_>>, context: &ViewContext<'_>) -> Option<TimelineView> {
    let year = context.catalog.facts.fiscal_year;
    let now = year.quarter(context.today);
    // When each piece of work is or was due, with its place in its initiative.
    let day = |(_, initiative, assessment): &ScheduledInitiative<'_>, at: usize| -> Option<Date> {
        let (one, stands) = (&initiative.deliveries[at], &assessment.deliveries[at]);
        if stands.state == WorkState::Dropped { None } else { one.delivered.or(stands.due) }
    };
    let quarters = own.iter().flat_map(|one| {
        (0..one.1.deliveries.len())
            .filter_map(|at| day(one, at))
            .map(|day| year.quarter(day))
            .collect::<Vec<_>>()
    });
    let quarters: Vec<Quarter> = quarters.collect();
    let back = quarters.iter().map(|one| one.until(now)).max()?.clamp(0, BEFORE);
    let ahead = quarters.iter().map(|one| now.until(*one)).max()?.clamp(1, QUARTERS - 1 - BEFORE);
    let mut first = now;
    for _ in 0..back {
        first = previous(first);
    }
    let count = back + ahead + 1;
    let width = ((WIDTH - LEFT) / i64::from(count)).clamp(NARROWEST, WIDEST);
    let begin = year.first_day(first)?;
    let ticks: Vec<TimelineTick> = std::iter::successors(Some(first), |quarter| Some(quarter.next()))
        .zip(0..i64::from(count))
        .map(|(quarter, at)| TimelineTick {
            x: LEFT + at * width,
            width,
            name: words::quarter(quarter),
            current: quarter == now,
        })
        .collect();
    let right = LEFT + i64::from(count) * width;
    // Days are as wide as their quarter lets them be; what lies outside stands at the edge.
    let x = |day: Date| -> i64 {
        let quarter = year.quarter(day);
        let at = i64::from(first.until(quarter));
        let (Some(from), Some(to)) = (year.first_day(quarter), year.first_day(quarter.next())) else {
            return LEFT;
        };
        let length = i64::from((to - from).get_days()).max(1);
        let within = i64::from((day - from).get_days()) * width / length;
        (LEFT + at * width + within).clamp(LEFT + 8, right - 8)
    };
    let mut shown: Vec<&ScheduledInitiative<'_>> = own
        .iter()
        .filter(|one| {
            (0..one.1.deliveries.len())
                .any(|at| day(one, at).is_some_and(|day| day >= begin || one.2.horizon <= Horizon::Later))
        })
        .collect();
    shown.sort_by_key(|(at, _, assessment)| {
        (assessment.horizon, assessment.due.or(assessment.delivered), *at)
    });
    let left_out = shown.len().saturating_sub(ROWS);
    shown.truncate(ROWS);
    let mut top = TOP;
    let rows: Vec<TimelineRow> = shown
        .iter()
        .map(|one| {
            let y = top + LINE;
            let (_, initiative, assessment) = one;
            let mut marks: Vec<TimelineMark> = (0..initiative.deliveries.len())
                .filter_map(|at| {
                    let (when, stands) = (day(one, at)?, &assessment.deliveries[at]);
                    let verb = if stands.state == WorkState::Delivered { "delivered" } else { "due" };
                    let state = words::work_state(stands.state).name.to_lowercase();
                    let name = &context.card(initiative.deliveries[at].product).name;
                    let state = if stands.state == WorkState::Delivered {
                        String::new()
                    } else {
                        format!(", {state}")
                    };
                    Some(TimelineMark {
                        x: x(when),
                        y,
                        state: stands.state.word().to_owned(),
                        title: format!("{name}, {verb} {}{state}", day_in_words(when)),
                    })
                })
                .collect();
            marks.sort_by_key(|mark| mark.x);
            top += ROW + ROOM * (stacked(&mut marks) - 1);
            TimelineRow {
                term: initiative_term(initiative),
                label_x: label_x(&initiative.title, marks.first().map_or(LEFT, |mark| mark.x), right),
                label: cut(&initiative.title, right),
                y,
                from: marks.first().map_or(LEFT, |mark| mark.x),
                to: marks.last().map_or(LEFT, |mark| mark.x),
                marks,
            }
        })
        .collect();
    Some(TimelineView { width: right + 10, height: top + 8, today: x(context.today), ticks, rows, left_out })
}

/// Each mark stands on its day; where there is no room beside the one before it, it stands below it. How many
/// stand below each other, at least one.
fn stacked(marks: &mut [TimelineMark]) -> i64 {
    let mut lanes: Vec<i64> = Vec::new();
    for mark in marks {
        let free = lanes.iter().position(|last| mark.x - last >= ROOM);
        let lane = free.unwrap_or(lanes.len());
        match lanes.get_mut(lane) {
            Some(last) => *last = mark.x,
            None => lanes.push(mark.x),
        }
        mark.y += ROOM * i64::try_from(lane).unwrap_or(0);
    }
    i64::try_from(lanes.len()).unwrap_or(1).max(1)
}

fn previous(quarter: Quarter) -> Quarter {
    match quarter.quarter {
        1 => Quarter { year: quarter.year - 1, quarter: 4 },
        one => Quarter { quarter: one - 1, ..quarter },
    }
}

/// Where a title begins: above the first mark, or before that where there is no room after it.
fn label_x(title: &str, first: i64, right: i64) -> i64 {
    let width = text_width(title, LETTERS).ceil() as i64;
    (first - 6).min(right - width - LEFT).max(LEFT)
}

/// A title that is cut after a word where there is no more room: half a word has another name.
fn cut(title: &str, right: i64) -> String {
    let room = (right - 2 * LEFT) as f64;
    if text_width(title, LETTERS) <= room {
        return title.to_owned();
    }
    let mut short = String::new();
    for word in title.split_whitespace() {
        let longer = if short.is_empty() { word.to_owned() } else { format!("{short} {word}") };
        if text_width(&format!("{longer}…"), LETTERS) > room && !short.is_empty() {
            break;
        }
        short = longer;
    }
    format!("{short}…")
}
