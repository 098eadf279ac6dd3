//! The days on which products and versions of their output ports end, and who has to move by then.

use super::context::ViewContext;
use super::news_event::{NewsEvent, NewsItem};
use super::words;
use super::words::NewsKind;
use crate::model::{
    ChangeFact, ConcernedParties, Lifecycle, PortEnd, ProductIx, RecordedChange, capitalised,
};
use crate::prose::en;
use jiff::civil::Date;

/// Returns the products that are gone since their end date, unless their retirement is a recorded change, and the output ports whose end date has been reached.
pub(super) fn ended<'s>(context: &'s ViewContext<'_>) -> impl Iterator<Item = NewsEvent> + 's {
    context.all().flat_map(move |index| {
        let ports = context.catalog.port_ends.of(index).iter().map(|end| ended_port(end, context));
        ended_product(index, context).into_iter().chain(ports)
    })
}

fn ended_product(index: ProductIx, context: &ViewContext<'_>) -> Option<NewsEvent> {
    let product = context.product(index);
    let day = product.ends.filter(|_| product.lifecycle == Lifecycle::Retired)?;
    let is_told = |recorded: &RecordedChange| {
        recorded.change.product == product.id
            && recorded.day <= context.today
            && is_retirement(&recorded.change.fact)
    };
    if context.catalog.changes.iter().any(is_told) {
        return None;
    }
    let sentence = capitalised(&en::ended(successor(index, context)));
    Some(event(
        index,
        day,
        format!("ended:{}:{day}", product.id),
        sentence,
        ConcernedParties::default(),
        context,
    ))
}

/// Returns what to use instead of a product, if one of the changes is that it was retired and this is known: that it
/// has ended is then no news of its own.
pub(super) fn instead(
    product: ProductIx,
    changes: &[&RecordedChange],
    context: &ViewContext<'_>,
) -> Option<String> {
    changes.iter().find(|recorded| is_retirement(&recorded.change.fact))?;
    Some(capitalised(&en::ended(Some(successor(product, context)?))))
}

fn successor<'c>(product: ProductIx, context: &ViewContext<'c>) -> Option<&'c str> {
    context.product(product).replaced_by.map(|other| context.catalog.product(other).name.as_str())
}

fn is_retirement(fact: &ChangeFact) -> bool {
    matches!(fact, ChangeFact::Lifecycle { is, .. } if is == Lifecycle::Retired.word())
}

fn ended_port(end: &PortEnd, context: &ViewContext<'_>) -> NewsEvent {
    let port = context.catalog.port_of(end);
    let owners = end.readers.iter().filter_map(|reader| context.product(reader.user).owner);
    let teams = owners.chain(end.teams.iter().map(|team| team.user));
    let concerns = ConcernedParties {
        products: end.readers.iter().map(|reader| context.product(reader.user).id.clone()).collect(),
        teams: teams.map(|team| context.catalog.team(team).id.clone()).collect(),
    };
    let id = format!("ended:{}/{}:{}", context.product(end.product).id, port.id, end.day);
    event(end.product, end.day, id, en::ended_port(&port.name), concerns, context)
}

fn event(
    product: ProductIx,
    day: Date,
    id: String,
    sentence: String,
    concerns: ConcernedParties,
    context: &ViewContext<'_>,
) -> NewsEvent {
    let item = NewsItem {
        kind: words::news(NewsKind::Changed),
        product: context.product_ref(product),
        texts: vec![sentence],
        ..NewsItem::default()
    };
    NewsEvent { day, kind: NewsKind::Changed, id, item, concerns }
}
