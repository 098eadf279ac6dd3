//! Whom to tell about a change: the direct readers of a product, with their owners, the teams that use it, and jobs that
//! were only seen to read it.

use super::port_shape::PortShape;
use super::reach::Readers;
use super::read_scope::ReadScope;
use super::shape::{CatalogShape, ProductShape};
use crate::model::{NamedRef, Recipient, RecipientKind};
use std::collections::BTreeSet;

impl<'s> Readers<'s> {
    /// Returns who is to be told about a change of a product: those who use it before or after.
    pub(super) fn recipients(&self, product: &str, scope: &ReadScope) -> BTreeSet<Recipient> {
        let mut recipients: BTreeSet<Recipient> = BTreeSet::new();
        for shape in self.states(product) {
            recipients.extend(shape.teams.iter().map(|team| self.team(team)));
            let ports = shape.ports.iter().filter(|(id, _)| scope.includes(id));
            recipients.extend(ports.flat_map(|(_, port)| &port.jobs).map(|job| Recipient {
                id: job.clone(),
                kind: RecipientKind::Job,
                name: job.clone(),
                ..Recipient::default()
            }));
        }
        recipients.extend(self.readers_of(product, scope).filter_map(|reader| self.reader(reader)));
        recipients
    }

    /// Returns a team as a recipient.
    pub(super) fn team(&self, id: &str) -> Recipient {
        let shape = self.new.teams.get(id).or_else(|| self.old.teams.get(id));
        Recipient {
            id: id.to_owned(),
            kind: RecipientKind::Team,
            name: shape.map_or_else(|| id.to_owned(), |team| team.name.clone()),
            owner: None,
            channels: shape.map(|team| team.channels.clone()).unwrap_or_default(),
        }
    }

    /// Returns a product as a recipient, with its owner.
    fn reader(&self, id: &str) -> Option<Recipient> {
        let shape = self.states(id).next()?;
        let owner = shape.owner.as_ref().map(|owner| self.team(owner));
        Some(Recipient {
            id: id.to_owned(),
            kind: RecipientKind::Product,
            name: shape.name.clone(),
            channels: shape.channels.clone(),
            owner: owner.map(|owner| NamedRef { id: owner.id, name: owner.name }),
        })
    }

    /// Returns whether a product reads one of the output ports in a scope, or may read one: it is spared only if all that
    /// it reads is known, and belongs to other ports that are not built on these.
    pub(super) fn reads_ports(&self, reader: &str, product: &str, scope: &ReadScope) -> bool {
        if scope.ports.is_empty() {
            return true;
        }
        let reads_in = |catalog: &'s CatalogShape| {
            let shape = catalog.products.get(reader).filter(|shape| shape.reads.contains(product))?;
            let Some(ports) = shape.read_ports.get(product) else { return Some(true) };
            let reads_port = ports.ports.iter().any(|port| scope.includes(port));
            Some(reads_port || ports.assets.iter().any(|asset| !self.is_of_other_port(asset, product, scope)))
        };
        [self.old, self.new].into_iter().filter_map(reads_in).any(|reads_ports| reads_ports)
    }

    /// Returns whether an asset is only behind output ports outside a scope that are not built on those in it.
    fn is_of_other_port(&self, asset: &str, product: &str, scope: &ReadScope) -> bool {
        let is_on_asset = |port: &PortShape| port.asset.as_deref() == Some(asset);
        let ports = |shape: &'s ProductShape| shape.ports.iter().filter(|(_, port)| is_on_asset(port));
        let mut ports = self.states(product).flat_map(ports).peekable();
        let is_apart = |(id, port): (&String, &PortShape)| {
            !scope.ports.contains(id) && port.built_on.is_disjoint(&scope.ports)
        };
        ports.peek().is_some() && ports.all(is_apart)
    }
}
