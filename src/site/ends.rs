//! The days on which products and versions of their output ports end, and who has to move by then.

use super::context::ViewContext;
use super::news_event::{NewsEvent, NewsItem};
use super::words;
use super::words::NewsKind;
use crate::model::{ConcernedParties, Lifecycle, OutputPort, ProductIx, capitalised};
use crate::prose::en;
use jiff::civil::Date;

/// The day from which an output port should not be used: that of the version behind it.
#[derive(Clone, Copy)]
pub(super) struct PortEnd<'c> {
    /// Its product.
    pub(super) product: ProductIx,
    /// Its position in the product.
    pub(super) at: usize,
    /// The output port.
    pub(super) port: &'c OutputPort,
    /// The day.
    pub(super) day: Date,
}

impl PortEnd<'_> {
    /// Returns the products that read it and have to move: those in use that do not end before it.
    pub(super) fn readers(&self, context: &ViewContext<'_>) -> Vec<ProductIx> {
        let catalog = context.catalog;
        let reads = |reader: ProductIx| {
            let is_declared =
                |from: &crate::model::InputPort| from.product == self.product && from.port == Some(self.at);
            let flow = catalog.lineage.flow(self.product, reader);
            let is_seen =
                flow.is_some_and(|flow| flow.pairs.iter().any(|pair| Some(pair.from) == self.port.asset));
            is_seen || context.product(reader).input_ports.iter().any(is_declared)
        };
        let stays = |reader: ProductIx| {
            let reader = context.product(reader);
            reader.lifecycle.is_in_service() && reader.ends.is_none_or(|day| day > self.day)
        };
        let all = catalog.lineage.downstream(self.product).into_iter().map(|reader| reader.product);
        all.filter(|reader| reads(*reader) && stays(*reader)).collect()
    }
}

/// Returns the output ports of a product in use whose version has an end date.
pub(super) fn of_ports<'c>(index: ProductIx, context: &ViewContext<'c>) -> Vec<PortEnd<'c>> {
    let product = context.catalog.product(index);
    let ports = product.output_ports.iter().enumerate().filter(|_| product.lifecycle.is_in_service());
    let end = |(at, port): (usize, &'c OutputPort)| {
        let day = context.catalog.asset(port.asset?).deprecation_day()?.parse().ok()?;
        Some(PortEnd { product: index, at, port, day })
    };
    ports.filter_map(end).collect()
}

/// Returns the products that are gone since their end date, and the output ports whose end date has been reached.
pub(super) fn ended<'s>(context: &'s ViewContext<'_>) -> impl Iterator<Item = NewsEvent> + 's {
    context.all().flat_map(move |index| {
        let ports = of_ports(index, context).into_iter().map(|end| ended_port(&end, context));
        ended_product(index, context).into_iter().chain(ports)
    })
}

fn ended_product(index: ProductIx, context: &ViewContext<'_>) -> Option<NewsEvent> {
    let product = context.product(index);
    let day = product.ends.filter(|_| product.lifecycle == Lifecycle::Retired)?;
    let successor = product.replaced_by.map(|other| context.product(other).name.as_str());
    let sentence = capitalised(&en::ended(successor));
    Some(event(
        index,
        day,
        format!("ended:{}:{day}", product.id),
        sentence,
        ConcernedParties::default(),
        context,
    ))
}

fn ended_port(end: &PortEnd<'_>, context: &ViewContext<'_>) -> NewsEvent {
    let readers = end.readers(context);
    let owners = readers.iter().filter_map(|reader| context.product(*reader).owner);
    let concerns = ConcernedParties {
        products: readers.iter().map(|reader| context.product(*reader).id.clone()).collect(),
        teams: owners.map(|team| context.catalog.team(team).id.clone()).collect(),
    };
    let id = format!("ended:{}/{}:{}", context.product(end.product).id, end.port.id, end.day);
    event(end.product, end.day, id, en::ended_port(&end.port.name), concerns, context)
}

fn event(
    index: ProductIx,
    day: Date,
    id: String,
    sentence: String,
    concerns: ConcernedParties,
    context: &ViewContext<'_>,
) -> NewsEvent {
    let item = NewsItem {
        kind: words::news(NewsKind::Changed),
        product: context.product_ref(index),
        texts: vec![sentence],
        ..NewsItem::default()
    };
    NewsEvent { day, kind: NewsKind::Changed, id, item, concerns }
}
