//! Compares output ports: those that came, moved or are gone, and what is behind them.

use super::asset_key::is_dbt_key;
use super::compare::{Comparison, compare_promises, port_ref};
use super::port_shape::PortShape;
use super::same::{is_same_table, is_same_type};
use super::shape::ProductShape;
use super::unseen::TableState;
use crate::model::{ChangeFact, LossCause, NamedRef, PortDetail, Promised};
use std::cmp::Ordering;

impl Comparison<'_> {
    /// Compares the output ports of a product: removed, changed and added ones.
    pub(super) fn ports(&mut self, before: &ProductShape, after: &ProductShape) {
        for (id, old_port) in &before.ports {
            match after.ports.get(id) {
                Some(new_port) => self.port(id, old_port, new_port, before, after),
                None if self.relocated(id, old_port, before) => {}
                None => self.add(after, ChangeFact::PortRemoved { port: port_ref(id, old_port) }, true),
            }
        }
        for (id, new_port) in after.ports.iter().filter(|(id, _)| !before.ports.contains_key(*id)) {
            if self.relocations.is_relocated(&after.id, id) {
                continue;
            }
            self.add(after, ChangeFact::PortAdded { port: port_ref(id, new_port) }, false);
        }
    }

    /// Compares a port that exists in both states, perhaps in different products or under different ids.
    fn port(
        &mut self,
        id: &str,
        old_port: &PortShape,
        new_port: &PortShape,
        old_product: &ProductShape,
        new_product: &ProductShape,
    ) {
        let port = port_ref(id, new_port);
        let same_table = old_port
            .table
            .clone()
            .filter(|before| new_port.table.as_ref().is_some_and(|after| is_same_table(before, after)));
        // What only one of the two states knows was not read in the other, and is no change.
        if let (Some(before), Some(after)) = (&old_port.asset, &new_port.asset)
            && before != after
            && !(same_table.is_some() && !is_dbt_key(before) && !is_dbt_key(after))
            && !self.is_told_as_replaced(old_product, before, new_product, after)
        {
            let (is, was) = (after.clone(), before.clone());
            self.add(
                new_product,
                ChangeFact::PortMoved { port: port.clone(), is, was, table: same_table.clone() },
                same_table.is_none(),
            );
        }
        if let (Some(before), None, Some(_)) = (&old_port.asset, &new_port.asset, &new_port.missing) {
            let fact = ChangeFact::PortLost { port: port.clone(), was: before.clone(), why: None };
            self.add(new_product, fact, true);
        }
        self.table(&port, old_port, new_port, new_product);
        self.details(&port, old_port, new_port, new_product);
        self.columns(&port, old_port, new_port, new_product);
    }

    /// Compares the columns of a port, unless one of the states does not know them.
    fn columns(
        &mut self,
        port: &NamedRef,
        old_port: &PortShape,
        new_port: &PortShape,
        product: &ProductShape,
    ) {
        if old_port.columns.is_empty()
            || new_port.columns.is_empty()
            || old_port.knows_columns && !new_port.knows_columns
        {
            return;
        }
        // Columns that were described without reading the table may never have existed.
        let existed_before =
            |kind: &Option<String>| old_port.knows_columns || !new_port.knows_columns || kind.is_some();
        for (column, kind) in &old_port.columns {
            let (port, name) = (port.clone(), column.clone());
            match (new_port.columns.get(column), kind) {
                (None, _) if existed_before(kind) => {
                    self.add(product, ChangeFact::ColumnRemoved { port, column: name }, true)
                }
                (Some(Some(after)), Some(before)) if !is_same_type(before, after) => {
                    let (is, was) = (after.clone(), before.clone());
                    self.add(product, ChangeFact::ColumnType { port, column: name, is, was }, true);
                }
                _ => {}
            }
        }
        for column in new_port.columns.keys().filter(|name| !old_port.columns.contains_key(*name)) {
            let (port, column) = (port.clone(), column.clone());
            self.add(product, ChangeFact::ColumnAdded { port, column }, false);
        }
    }

    /// Compares the table behind a port that names the same asset as before.
    fn table(&mut self, port: &NamedRef, old_port: &PortShape, new_port: &PortShape, product: &ProductShape) {
        let (Some(before), Some(asset)) = (&old_port.table, &old_port.asset) else { return };
        if old_port.asset != new_port.asset {
            return;
        }
        let cause = match self.new.table_state(old_port, new_port) {
            TableState::NotWritten => Some(LossCause::NotWritten),
            TableState::Dropped => Some(LossCause::Dropped),
            TableState::LeftOut => Some(LossCause::LeftOut),
            TableState::Written | TableState::MissedOnce(_) | TableState::NotSeen => None,
        };
        if cause.is_some() {
            let (was, why) = (before.clone(), cause);
            self.add(product, ChangeFact::PortLost { port: port.clone(), was, why }, true);
        } else if new_port.is_ephemeral {
            let why = Some(LossCause::Ephemeral);
            self.add(product, ChangeFact::PortLost { port: port.clone(), was: asset.clone(), why }, true);
        } else if let Some(after) = new_port.table.as_ref().filter(|after| !is_same_table(before, after)) {
            let (is, was) = (after.clone(), before.clone());
            self.add(product, ChangeFact::TableMoved { port: port.clone(), is, was }, true);
        }
    }

    /// Compares the type, address and end date of a port, and whether the table behind it is still tested.
    fn details(
        &mut self,
        port: &NamedRef,
        old_port: &PortShape,
        new_port: &PortShape,
        product: &ProductShape,
    ) {
        if let (Some(before), Some(after)) = (&old_port.kind, &new_port.kind)
            && before != after
        {
            let (detail, is, was) = (PortDetail::Type, Some(after.clone()), before.clone());
            self.add(product, ChangeFact::PortChanged { port: port.clone(), what: detail, is, was }, false);
        }
        if let Some(before) = old_port.url.as_ref().filter(|before| new_port.url.as_ref() != Some(*before)) {
            let (detail, is, was) = (PortDetail::Address, new_port.url.clone(), before.clone());
            self.add(product, ChangeFact::PortChanged { port: port.clone(), what: detail, is, was }, false);
        }
        if old_port.ends != new_port.ends {
            let (is, was) = (new_port.ends.clone(), old_port.ends.clone());
            self.add(product, ChangeFact::Ends { port: Some(port.clone()), is, was }, false);
        }
        if old_port.tests > Some(0) && new_port.tests == Some(0) {
            self.add(product, ChangeFact::PortUntested { port: port.clone() }, false);
        }
    }

    /// Reports an old port that is somewhere else now, and how it changed there; returns `false` if it is gone.
    pub(super) fn relocated(&mut self, id: &str, old_port: &PortShape, before: &ProductShape) -> bool {
        let Some(place) = self.relocations.new_place(&before.id, id) else { return false };
        let Some(owner) = self.new.products.get(place.product) else { return false };
        let Some(new_port) = owner.ports.get(place.port) else { return false };
        let new_product = self.new.products.get(&before.id).unwrap_or(before);
        let fact = ChangeFact::PortRelocated {
            port: port_ref(id, old_port),
            product: (place.product != before.id).then(|| self.product_ref(place.product)),
            to: port_ref(place.port, new_port),
            table: new_port.table.clone(),
        };
        self.add(new_product, fact, false);
        self.port(id, old_port, new_port, before, new_product);
        if owner.id != before.id {
            self.promises_left_behind(id, place.port, before, owner);
        }
        true
    }

    /// Reports promises for a port that the product to which it belongs now does not make. A promise for all ports
    /// of the old product counts as one for this port.
    fn promises_left_behind(&mut self, id: &str, new_id: &str, before: &ProductShape, owner: &ProductShape) {
        for (key, promise) in &before.promises {
            let (property, port_id) =
                key.split_once('/').map_or((key.as_str(), None), |(property, id)| (property, Some(id)));
            if port_id.is_some_and(|port_id| port_id != id) {
                continue;
            }
            let keys = [[property, new_id].join("/"), property.to_owned()];
            let is_kept = keys.iter().filter_map(|key| owner.promises.get(key)).any(|new_promise| {
                new_promise.target == promise.target
                    || matches!(
                        compare_promises(promise, new_promise),
                        Some(Ordering::Less | Ordering::Equal)
                    )
            });
            if !is_kept {
                let port = before.ports.get(id).map(|old_port| port_ref(id, old_port));
                let about = Promised { property: property.to_owned(), port };
                let was = promise.target.clone();
                self.add(before, ChangeFact::PromiseRemoved { about, was }, true);
            }
        }
    }
}
