//! The timeline: a row for each initiative with its name on the left, and a mark for each piece of work on its day.

use super::{RoadmapPage, ScheduledInitiative};
use crate::model::{FiscalYear, Horizon, Quarter, WorkState, day_in_words};
use crate::prose::en;
use crate::site::context::initiative_ref;
use crate::site::parts::{Label, PageRef};
use crate::site::words;
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeSet;

/// A timeline, in pixels.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct TimelineView {
    /// The total width of the quarters.
    pub width: i64,
    /// The quarters.
    pub ticks: Vec<TimelineTick>,
    /// The position of today.
    pub today: i64,
    /// The initiatives; of many, those that are late or at risk, then the next ones.
    pub rows: Vec<TimelineRow>,
    /// The number of initiatives with dates that are not shown.
    pub left_out: usize,
}

/// A quarter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct TimelineTick {
    /// Its left edge.
    pub x: i64,
    /// Its width.
    pub width: i64,
    /// `Q4 2026`.
    pub name: String,
    /// Whether it is the current one.
    pub current: bool,
}

/// An initiative.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct TimelineRow {
    /// Its id, title and page.
    pub page_ref: PageRef,
    /// Its status.
    pub state: Label,
    /// The day when all of it is due: `31 December 2026`; may be empty.
    pub due: String,
    /// The total height of its marks.
    pub height: i64,
    /// The position of its first mark,
    pub from: i64,
    /// and of its last.
    pub to: i64,
    /// Its work.
    pub marks: Vec<TimelineMark>,
    /// Work that has no room below other work.
    pub more: Vec<TimelineMore>,
}

/// A piece of work.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct TimelineMark {
    /// The position of its delivery or due date.
    pub x: i64,
    /// Its vertical centre.
    pub y: i64,
    /// `delivered`, `on-track`, `at-risk`, `overdue`, `paused`.
    pub state: String,
    /// The label: `HR dashboard, due 31 December 2026`.
    pub title: String,
}

/// Work on a day that has more of it than fits.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct TimelineMore {
    /// The position of the day.
    pub x: i64,
    /// The centre of the last mark that fits.
    pub y: i64,
    /// The number of pieces that do not fit.
    pub count: usize,
}

/// The intended width of all quarters, and the least and greatest width of one.
const WIDTH: i64 = 880;
const NARROWEST: i64 = 110;
const WIDEST: i64 = 220;
/// The position of the first marks of a row, and the least height of a row.
const LINE: i64 = 20;
const ROW: i64 = 40;
/// The distance between marks, so that they can be told apart.
const ROOM: i64 = 15;
/// The least distance of the centre of a mark from the edges of its quarter.
const EDGE: i64 = 8;
/// The most marks below each other.
const LANES: usize = 3;
/// The most initiatives.
const ROWS: usize = 15;
/// The number shown if there are more than that.
const FIRST: usize = 8;
/// The number of quarters before the current one, and the most in all.
const BEFORE: i32 = 3;
const QUARTERS: i32 = 8;

/// The quarters of a timeline.
struct TimeScale {
    year: FiscalYear,
    first: Quarter,
    count: i32,
    /// The width of a quarter.
    width: i64,
}

impl TimeScale {
    /// Returns the quarters in which there is work, around the current one; `None` without any work.
    fn around(today: Date, days: impl Iterator<Item = Date>, year: FiscalYear) -> Option<Self> {
        let now = year.quarter(today);
        let away: Vec<i32> = days.map(|day| now.until(year.quarter(day))).collect();
        let back = -away.iter().min()?.clamp(&-BEFORE, &0);
        let ahead = *away.iter().max()?.clamp(&1, &(QUARTERS - 1 - BEFORE));
        let first = (0..back).fold(now, |quarter, _| previous(quarter));
        let count = back + ahead + 1;
        Some(Self { year, first, count, width: (WIDTH / i64::from(count)).clamp(NARROWEST, WIDEST) })
    }

    fn whole(&self) -> i64 {
        i64::from(self.count) * self.width
    }

    /// Returns the position of a day. Days are scaled to the width of their quarter, and their marks stay inside of it: on
    /// its last day a mark on the line would be of the next quarter. Days outside are at the edge.
    fn x(&self, day: Date) -> i64 {
        let quarter = self.year.quarter(day);
        let (Some(from), Some(to)) = (self.year.first_day(quarter), self.year.first_day(quarter.next()))
        else {
            return 0;
        };
        let length = i64::from((to - from).get_days()).max(1);
        let within =
            (i64::from((day - from).get_days()) * self.width / length).clamp(EDGE, self.width - EDGE);
        (i64::from(self.first.until(quarter)) * self.width + within).clamp(EDGE, self.whole() - EDGE)
    }

    fn ticks(&self, today: Date) -> Vec<TimelineTick> {
        let now = self.year.quarter(today);
        std::iter::successors(Some(self.first), |quarter| Some(quarter.next()))
            .zip(0..i64::from(self.count))
            .map(|(quarter, at)| TimelineTick {
                x: at * self.width,
                width: self.width,
                name: words::quarter(quarter),
                current: quarter == now,
            })
            .collect()
    }
}

/// Returns the timeline of a page: of the work that the page counts.
pub(super) fn timeline(page: &RoadmapPage<'_, '_>) -> Option<TimelineView> {
    let context = page.context;
    let initiatives: Vec<ScheduledInitiative<'_>> = page.scheduled().collect();
    let days = |scheduled: &ScheduledInitiative<'_>| days(scheduled, page);
    let all = initiatives.iter().flat_map(|scheduled| days(scheduled).into_iter().map(|(_, day)| day));
    let scale = TimeScale::around(context.today, all, context.catalog.settings.fiscal_year)?;
    let begin = scale.year.first_day(scale.first)?;
    let is_shown = |scheduled: &ScheduledInitiative<'_>| {
        days(scheduled).iter().any(|(_, day)| *day >= begin || scheduled.2.horizon <= Horizon::Later)
    };
    let mut shown: Vec<ScheduledInitiative<'_>> = initiatives.into_iter().filter(is_shown).collect();
    shown.sort_by_key(|(at, _, assessment)| {
        (assessment.horizon, assessment.due.or(assessment.delivered), *at)
    });
    let left_out = if shown.len() > ROWS { shown.len() - FIRST } else { 0 };
    if left_out > 0 {
        let is_safe = |state| !matches!(state, WorkState::Overdue | WorkState::AtRisk);
        shown.sort_by_key(|(_, _, assessment)| is_safe(assessment.state));
        shown.truncate(FIRST);
    }
    let dates: BTreeSet<Date> =
        shown.iter().flat_map(|one| days(one).into_iter().map(|(_, day)| day)).collect();
    if dates.len() < 2 {
        // A column of dots below each other says nothing that the lists do not.
        return None;
    }
    Some(TimelineView {
        width: scale.whole(),
        ticks: scale.ticks(context.today),
        today: scale.x(context.today),
        rows: shown.iter().map(|scheduled| row(scheduled, days(scheduled), &scale, page)).collect(),
        left_out,
    })
}

/// Returns when each piece of an initiative's work that a page counts is or was due, with its position in the
/// initiative.
fn days(scheduled: &ScheduledInitiative<'_>, page: &RoadmapPage<'_, '_>) -> Vec<(usize, Date)> {
    let (_, initiative, assessment) = *scheduled;
    let pieces = initiative.deliveries.iter().zip(&assessment.deliveries).enumerate();
    let kept = pieces.filter(|(_, (piece, stands))| {
        stands.state != WorkState::Dropped && page.counts(Some(piece.product), stands)
    });
    kept.filter_map(|(at, (piece, stands))| Some((at, stands.day(piece.delivered)?))).collect()
}

fn row(
    scheduled: &ScheduledInitiative<'_>,
    days: Vec<(usize, Date)>,
    scale: &TimeScale,
    page: &RoadmapPage<'_, '_>,
) -> TimelineRow {
    let (at, initiative, assessment) = scheduled;
    let (context, progress) = (page.context, page.progress(*at));
    let mark = |(delivery, day): (usize, Date)| {
        let state = assessment.deliveries[delivery].state;
        let name = &context.card(initiative.deliveries[delivery].product).name;
        let title = if state == WorkState::Delivered {
            en::delivered_mark(name, &day_in_words(day))
        } else {
            let state = words::work_state(state).name.to_lowercase();
            en::due_mark(name, &day_in_words(day), &state)
        };
        TimelineMark { x: scale.x(day), y: LINE, state: state.word().to_owned(), title }
    };
    let mut marks: Vec<TimelineMark> = days.into_iter().map(mark).collect();
    marks.sort_by_key(|mark| mark.x);
    let (from, to) = (marks.first().map_or(0, |mark| mark.x), marks.last().map_or(0, |mark| mark.x));
    let (lanes, more) = stack(&mut marks);
    TimelineRow {
        page_ref: initiative_ref(initiative),
        state: words::work_state(progress.state),
        due: progress.due.map(day_in_words).unwrap_or_default(),
        height: ROW + ROOM * (lanes - 1),
        from,
        to,
        marks,
        more,
    }
}

/// Puts each mark on its day: below the one before it if there is no room beside it, and only counted if there is no
/// room below either. Returns the greatest number of marks below each other, at least one, and the counted marks.
fn stack(marks: &mut Vec<TimelineMark>) -> (i64, Vec<TimelineMore>) {
    let mut lanes: Vec<i64> = Vec::new();
    let mut more: Vec<TimelineMore> = Vec::new();
    marks.retain_mut(|mark| {
        let free = lanes.iter().position(|last| mark.x - last >= ROOM);
        let lane = free.unwrap_or(lanes.len());
        let y = LINE + ROOM * i64::try_from(lane.min(LANES - 1)).unwrap_or(0);
        if lane == LANES {
            match more.last_mut().filter(|last| mark.x - last.x < 2 * ROOM) {
                Some(last) => last.count += 1,
                None => more.push(TimelineMore { x: mark.x, y, count: 1 }),
            }
            return false;
        }
        match lanes.get_mut(lane) {
            Some(last) => *last = mark.x,
            None => lanes.push(mark.x),
        }
        mark.y = y;
        true
    });
    (i64::try_from(lanes.len()).unwrap_or(1).max(1), more)
}

fn previous(quarter: Quarter) -> Quarter {
    match quarter.quarter {
        1 => Quarter { year: quarter.year - 1, quarter: 4 },
        number => Quarter { quarter: number - 1, ..quarter },
    }
}
