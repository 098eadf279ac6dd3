//! Failures as the feeds report them: their beginning and their end, as far as days were recorded.

use super::context::ViewContext;
use super::news_event::{NewsEvent, NewsItem};
use super::words::{self, NewsKind};
use crate::model::{ConcernedParties, ProductIx, Status};
use crate::prose::en;
use jiff::civil::Date;

/// Returns when recorded failures of products began and ended, until today.
pub(super) fn collected(context: &ViewContext<'_>) -> Vec<NewsEvent> {
    context.catalog.observations.history.keys().flat_map(|product| of_product(*product, context)).collect()
}

/// Returns the same for one product; days before the first record count for nothing.
fn of_product(product: ProductIx, context: &ViewContext<'_>) -> Vec<NewsEvent> {
    let recorded = context.catalog.observations.history.get(&product).into_iter().flatten();
    let before = recorded
        .filter(|(day, _)| **day < context.today)
        .map(|(day, recorded_day)| (*day, recorded_day.status));
    let today = context.day(product, context.today).map(|today| (context.today, today.status));
    let mut events = Vec::new();
    let mut previous: Option<Status> = None;
    let mut since: Option<Date> = None;
    // A day with an unknown status shows neither that a failure began nor that it is over.
    for (day, status) in before.chain(today).filter(|(_, status)| *status != Status::Unknown) {
        match (previous.map(Status::is_impaired), status.is_impaired()) {
            (Some(false), true) => {
                since = Some(day);
                let text = en::problem_began(words::status(status).name.as_str());
                events.push(event(product, day, NewsKind::Problem, text, context));
            }
            (Some(true), false) => {
                let text = en::problem_over(words::status(status).name.as_str(), since.take());
                events.push(event(product, day, NewsKind::Over, text, context));
            }
            _ => {}
        }
        previous = Some(status);
    }
    events
}

fn event(
    product: ProductIx,
    day: Date,
    kind: NewsKind,
    text: String,
    context: &ViewContext<'_>,
) -> NewsEvent {
    let label = words::news(kind);
    let id = format!("{}:{}:{day}", label.id, context.product(product).id);
    let item = NewsItem {
        kind: label,
        product: context.product_ref(product),
        texts: vec![text],
        ..NewsItem::default()
    };
    NewsEvent { day, kind, id, item, concerns: ConcernedParties::default() }
}
