//! Finds the output ports whose version ends, and who uses them: once for each catalog.

use super::{Catalog, InputPort, OutputPort, PortEnd, PortEnds, PortUser, ProductIx, TeamIx, User};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Finds the output ports with an end date, and who uses them.
#[must_use]
pub(crate) fn port_ends(catalog: &Catalog) -> PortEnds {
    let all = (0..catalog.products.len()).map(ProductIx::at);
    let port_ends_of =
        |product| ending_ports(product, catalog).into_iter().map(|end| end.with_users(catalog));
    PortEnds(all.flat_map(port_ends_of).collect())
}

/// An output port with an end date, before its users are known.
struct EndingPort<'c> {
    product: ProductIx,
    /// The position of the port in its product.
    position: usize,
    port: &'c OutputPort,
    day: Date,
}

impl EndingPort<'_> {
    fn with_users(self, catalog: &Catalog) -> PortEnd {
        let (readers, teams) = (self.readers(catalog), self.teams(catalog));
        PortEnd { product: self.product, port: self.position, day: self.day, readers, teams }
    }

    /// Returns the products that use it and have to move: those in use that do not end before it.
    fn readers(&self, catalog: &Catalog) -> Vec<PortUser<ProductIx>> {
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
        let names_port = |from: &InputPort| from.port == Some(self.position);
        if pairs.iter().any(|pair| Some(pair.from) == self.port.asset) || inputs().any(names_port) {
            return Some(true);
        }
        let uses_others = !pairs.is_empty() || inputs().any(|from| from.port.is_some());
        (!uses_others).then(|| self.is_only_port(catalog))
    }

    /// Returns the teams that use its product, other than its owner. A consumer names no output port.
    fn teams(&self, catalog: &Catalog) -> Vec<PortUser<TeamIx>> {
        let ending = catalog.product(self.product);
        let mut teams: BTreeMap<TeamIx, bool> = BTreeMap::new();
        for consumer in ending.consumers.iter().filter(|consumer| consumer.may_use_any(&[self.position])) {
            let Some(team) = consumer.team().filter(|team| ending.owner != Some(*team)) else { continue };
            *teams.entry(team).or_default() |= !consumer.ports.is_empty() || self.is_only_port(catalog);
        }
        teams.into_iter().map(|(user, is_known)| PortUser { user, is_known }).collect()
    }

    fn is_only_port(&self, catalog: &Catalog) -> bool {
        catalog.product(self.product).output_ports.len() == 1
    }
}

/// Returns the output ports of a product in use whose version has an end date.
fn ending_ports(index: ProductIx, catalog: &Catalog) -> Vec<EndingPort<'_>> {
    let product = catalog.product(index);
    let ports = product.output_ports.iter().enumerate().filter(|_| product.lifecycle.is_in_service());
    let ending_port = |(position, port)| {
        let port: &OutputPort = port;
        let day = catalog.asset(port.asset?).deprecation_day()?.parse().ok()?;
        Some(EndingPort { product: index, position, port, day })
    };
    ports.filter_map(ending_port).collect()
}
