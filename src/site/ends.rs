//! The days on which products and versions of their output ports end, and who has to move by then.

use super::context::ViewContext;
use super::news_event::{NewsEvent, NewsItem};
use super::words;
use super::words::NewsKind;
use crate::model::{
    ConcernedParties, Consumer, InputPort, Lifecycle, OutputPort, ProductIx, TeamIx, User, capitalised,
};
use crate::prose::en;
use jiff::civil::Date;
use std::collections::BTreeSet;

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

/// A user of an output port.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PortUser<User> {
    /// Who uses it.
    pub(super) user: User,
    /// Whether the port is known to be used. Otherwise only its product is: which of its output ports is not said.
    pub(super) is_known: bool,
}

impl PortEnd<'_> {
    /// Returns the products that use it and have to move: those in use that do not end before it.
    pub(super) fn readers(&self, context: &ViewContext<'_>) -> Vec<PortUser<ProductIx>> {
        let ending = context.product(self.product);
        let declared = ending.consumers.iter().filter_map(|consumer| match consumer.user {
            User::Product(reader) => Some(reader),
            User::Team(_) => None,
        });
        let flows = context.catalog.lineage.downstream(self.product);
        let all: BTreeSet<ProductIx> =
            flows.into_iter().map(|reader| reader.product).chain(declared).collect();
        let stays = |reader: &ProductIx| {
            let reader = context.product(*reader);
            reader.lifecycle.is_in_service() && reader.ends.is_none_or(|day| day > self.day)
        };
        let user = |user| self.known_use(user, context).map(|is_known| PortUser { user, is_known });
        all.into_iter().filter(stays).filter_map(user).collect()
    }

    /// Returns whether a product that builds on this one is known to use the port; `None` if it uses others.
    fn known_use(&self, reader: ProductIx, context: &ViewContext<'_>) -> Option<bool> {
        let flow = context.catalog.lineage.flow(self.product, reader);
        let pairs = flow.map_or(&[][..], |flow| &flow.pairs);
        let inputs =
            || context.product(reader).input_ports.iter().filter(|from| from.product == self.product);
        let is_it = |from: &InputPort| from.port == Some(self.at);
        if pairs.iter().any(|pair| Some(pair.from) == self.port.asset) || inputs().any(is_it) {
            return Some(true);
        }
        let uses_others = !pairs.is_empty() || inputs().any(|from| from.port.is_some());
        (!uses_others).then(|| self.is_only_port(context))
    }

    /// Returns the teams that use its product, other than its owner. A consumer names no output port.
    pub(super) fn teams(&self, context: &ViewContext<'_>) -> Vec<PortUser<TeamIx>> {
        let ending = context.product(self.product);
        let teams: BTreeSet<TeamIx> = ending.consumers.iter().filter_map(Consumer::team).collect();
        let others = teams.into_iter().filter(|team| ending.owner != Some(*team));
        others.map(|user| PortUser { user, is_known: self.is_only_port(context) }).collect()
    }

    fn is_only_port(&self, context: &ViewContext<'_>) -> bool {
        context.product(self.product).output_ports.len() == 1
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
    let owners = readers.iter().filter_map(|reader| context.product(reader.user).owner);
    let teams = owners.chain(end.teams(context).into_iter().map(|team| team.user));
    let concerns = ConcernedParties {
        products: readers.iter().map(|reader| context.product(reader.user).id.clone()).collect(),
        teams: teams.map(|team| context.catalog.team(team).id.clone()).collect(),
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
