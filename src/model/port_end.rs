//! The days on which the versions behind output ports end, and who has to move by then.

use super::{Catalog, Consumer, InputPort, OutputPort, ProductIx, TeamIx, User};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// The day from which an output port should not be used: that of the version behind it.
#[derive(Clone, Copy)]
pub(crate) struct PortEnd<'c> {
    /// Its product.
    pub(crate) product: ProductIx,
    /// Its position in the product.
    pub(crate) at: usize,
    /// The output port.
    pub(crate) port: &'c OutputPort,
    /// The day.
    pub(crate) day: Date,
}

/// A user of an output port.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PortUser<User> {
    /// Who uses it.
    pub(crate) user: User,
    /// Whether the port is known to be used. Otherwise only its product is: which of its output ports is not said.
    pub(crate) is_known: bool,
}

impl PortEnd<'_> {
    /// Returns the products that use it and have to move: those in use that do not end before it.
    pub(crate) fn readers(&self, catalog: &Catalog) -> Vec<PortUser<ProductIx>> {
        let ending = catalog.product(self.product);
        let declared = ending.consumers.iter().filter_map(|consumer| match consumer.user {
            User::Product(reader) => Some(reader),
            User::Team(_) => None,
        });
        let flows = catalog.lineage.downstream(self.product);
        let all: BTreeSet<ProductIx> =
            flows.into_iter().map(|reader| reader.product).chain(declared).collect();
        let stays = |reader: &ProductIx| {
            let reader = catalog.product(*reader);
            reader.lifecycle.is_in_service() && reader.ends.is_none_or(|day| day > self.day)
        };
        let user = |user| self.known_use(user, catalog).map(|is_known| PortUser { user, is_known });
        all.into_iter().filter(stays).filter_map(user).collect()
    }

    /// Returns whether a product that builds on this one is known to use the port; `None` if it uses others.
    fn known_use(&self, reader: ProductIx, catalog: &Catalog) -> Option<bool> {
        let flow = catalog.lineage.flow(self.product, reader);
        let pairs = flow.map_or(&[][..], |flow| &flow.pairs);
        let inputs =
            || catalog.product(reader).input_ports.iter().filter(|from| from.product == self.product);
        let is_it = |from: &InputPort| from.port == Some(self.at);
        if pairs.iter().any(|pair| Some(pair.from) == self.port.asset) || inputs().any(is_it) {
            return Some(true);
        }
        let uses_others = !pairs.is_empty() || inputs().any(|from| from.port.is_some());
        (!uses_others).then(|| self.is_only_port(catalog))
    }

    /// Returns the teams that use its product, other than its owner. A consumer names no output port.
    pub(crate) fn teams(&self, catalog: &Catalog) -> Vec<PortUser<TeamIx>> {
        let ending = catalog.product(self.product);
        let teams: BTreeSet<TeamIx> = ending.consumers.iter().filter_map(Consumer::team).collect();
        let others = teams.into_iter().filter(|team| ending.owner != Some(*team));
        others.map(|user| PortUser { user, is_known: self.is_only_port(catalog) }).collect()
    }

    fn is_only_port(&self, catalog: &Catalog) -> bool {
        catalog.product(self.product).output_ports.len() == 1
    }
}

/// Returns the output ports of a product in use whose version has an end date.
#[must_use]
pub(crate) fn port_ends(index: ProductIx, catalog: &Catalog) -> Vec<PortEnd<'_>> {
    let product = catalog.product(index);
    let ports = product.output_ports.iter().enumerate().filter(|_| product.lifecycle.is_in_service());
    let end = |(at, port)| {
        let port: &OutputPort = port;
        let day = catalog.asset(port.asset?).deprecation_day()?.parse().ok()?;
        Some(PortEnd { product: index, at, port, day })
    };
    ports.filter_map(end).collect()
}
