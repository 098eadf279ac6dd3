//! Compares output ports: those that came, moved or are gone, and what is behind them.

use super::compare::{Comparison, compared, port};
use super::port_shape::PortShape;
use super::same::{is_same_table, is_same_type};
use super::shape::ProductShape;
use super::unseen::TableState;
use crate::model::{ChangeFact, LossCause, NamedRef, PortDetail, Promised};
use std::cmp::Ordering;

impl Comparison<'_> {
    pub(super) fn ports(&mut self, before: &ProductShape, after: &ProductShape) {
        for (id, was) in &before.ports {
            match after.ports.get(id) {
                Some(is) => self.port(id, was, is, before, after),
                None if self.relocated(id, was, before) => {}
                None => self.add(after, ChangeFact::PortRemoved { port: port(id, was) }, true),
            }
        }
        for (id, is) in after.ports.iter().filter(|(id, _)| !before.ports.contains_key(*id)) {
            if self.relocations.is_old(&after.id, id) {
                continue;
            }
            self.add(after, ChangeFact::PortAdded { port: port(id, is) }, false);
        }
    }

    fn port(
        &mut self,
        id: &str,
        was: &PortShape,
        is: &PortShape,
        before_of: &ProductShape,
        of: &ProductShape,
    ) {
        let port = port(id, is);
        let stays = was
            .table
            .clone()
            .filter(|before| is.table.as_ref().is_some_and(|after| is_same_table(before, after)));
        // What only one of the two states knows was not read in the other, and is no change.
        if let (Some(before), Some(after)) = (&was.asset, &is.asset)
            && before != after
            && !(stays.is_some() && is_dataset(before) && is_dataset(after))
            && !self.is_told_as_replaced(before_of, before, of, after)
        {
            let (is, was) = (after.clone(), before.clone());
            self.add(
                of,
                ChangeFact::PortMoved { port: port.clone(), is, was, table: stays.clone() },
                stays.is_none(),
            );
        }
        if let (Some(before), None, Some(_)) = (&was.asset, &is.asset, &is.missing) {
            let fact = ChangeFact::PortLost { port: port.clone(), was: before.clone(), why: None };
            self.add(of, fact, true);
        }
        self.table(&port, was, is, of);
        self.details(&port, was, is, of);
        self.columns(&port, was, is, of);
    }

    fn columns(&mut self, port: &NamedRef, was: &PortShape, is: &PortShape, of: &ProductShape) {
        if was.columns.is_empty() || is.columns.is_empty() || was.knows_columns && !is.knows_columns {
            return;
        }
        // Columns that were described without reading the table may never have existed.
        let was_there = |kind: &Option<String>| was.knows_columns || !is.knows_columns || kind.is_some();
        for (column, kind) in &was.columns {
            let (port, name) = (port.clone(), column.clone());
            match (is.columns.get(column), kind) {
                (None, _) if was_there(kind) => {
                    self.add(of, ChangeFact::ColumnRemoved { port, column: name }, true)
                }
                (Some(Some(after)), Some(before)) if !is_same_type(before, after) => {
                    let (is, was) = (after.clone(), before.clone());
                    self.add(of, ChangeFact::ColumnType { port, column: name, is, was }, true);
                }
                _ => {}
            }
        }
        for column in is.columns.keys().filter(|name| !was.columns.contains_key(*name)) {
            let (port, column) = (port.clone(), column.clone());
            self.add(of, ChangeFact::ColumnAdded { port, column }, false);
        }
    }

    /// Compares the table behind a port that names the same asset as before.
    fn table(&mut self, port: &NamedRef, was: &PortShape, is: &PortShape, of: &ProductShape) {
        let (Some(before), Some(asset)) = (&was.table, &was.asset) else { return };
        if was.asset != is.asset {
            return;
        }
        let lost = match self.new.fate(was, is) {
            TableState::NotWritten => Some(LossCause::NotWritten),
            TableState::Dropped => Some(LossCause::Dropped),
            TableState::LeftOut => Some(LossCause::LeftOut),
            TableState::Written | TableState::MissedOnce(_) | TableState::NotSeen => None,
        };
        if lost.is_some() {
            let (was, why) = (before.clone(), lost);
            self.add(of, ChangeFact::PortLost { port: port.clone(), was, why }, true);
        } else if is.is_ephemeral {
            let why = Some(LossCause::Ephemeral);
            self.add(of, ChangeFact::PortLost { port: port.clone(), was: asset.clone(), why }, true);
        } else if let Some(after) = is.table.as_ref().filter(|after| !is_same_table(before, after)) {
            let (is, was) = (after.clone(), before.clone());
            self.add(of, ChangeFact::TableMoved { port: port.clone(), is, was }, true);
        }
    }

    /// Compares what is declared of a port, and whether anything tests what is behind it.
    fn details(&mut self, port: &NamedRef, was: &PortShape, is: &PortShape, of: &ProductShape) {
        if let (Some(before), Some(after)) = (&was.kind, &is.kind)
            && before != after
        {
            let (what, is, was) = (PortDetail::Type, Some(after.clone()), before.clone());
            self.add(of, ChangeFact::PortChanged { port: port.clone(), what, is, was }, false);
        }
        if let Some(before) = was.url.as_ref().filter(|before| is.url.as_ref() != Some(*before)) {
            let (what, is, was) = (PortDetail::Address, is.url.clone(), before.clone());
            self.add(of, ChangeFact::PortChanged { port: port.clone(), what, is, was }, false);
        }
        if was.ends != is.ends {
            let (is, was) = (is.ends.clone(), was.ends.clone());
            self.add(of, ChangeFact::Ends { port: Some(port.clone()), is, was }, false);
        }
        if was.tests > Some(0) && is.tests == Some(0) {
            self.add(of, ChangeFact::PortUntested { port: port.clone() }, false);
        }
    }

    /// Reports an old port that is somewhere else now, and what it lost there; `false` if it is gone.
    pub(super) fn relocated(&mut self, id: &str, was: &PortShape, before: &ProductShape) -> bool {
        let Some(place) = self.relocations.new_place(&before.id, id) else { return false };
        let Some(holder) = self.new.products.get(place.product) else { return false };
        let Some(is) = holder.ports.get(place.port) else { return false };
        let of = self.new.products.get(&before.id).unwrap_or(before);
        let fact = ChangeFact::PortRelocated {
            port: port(id, was),
            product: (place.product != before.id).then(|| self.named(place.product)),
            to: port(place.port, is),
            table: is.table.clone(),
        };
        self.add(of, fact, false);
        self.port(id, was, is, before, of);
        if holder.id != before.id {
            self.promises_left_behind(id, place.port, before, holder);
        }
        true
    }

    /// Reports promises for a port that the product to which it belongs now does not make.
    fn promises_left_behind(&mut self, id: &str, now: &str, before: &ProductShape, holder: &ProductShape) {
        for (key, promise) in &before.promises {
            let (property, of) =
                key.split_once('/').map_or((key.as_str(), None), |(one, of)| (one, Some(of)));
            if of.is_some_and(|of| of != id) {
                continue;
            }
            let keys = [[property, now].join("/"), property.to_owned()];
            let is_kept = keys.iter().filter_map(|key| holder.promises.get(key)).any(|now| {
                now.target == promise.target
                    || matches!(compared(promise, now), Some(Ordering::Less | Ordering::Equal))
            });
            if !is_kept {
                let port = before.ports.get(id).map(|was| port(id, was));
                let about = Promised { property: property.to_owned(), port };
                let was = promise.target.clone();
                self.add(before, ChangeFact::PromiseRemoved { about, was }, true);
            }
        }
    }
}

/// Returns whether the key of an asset is that of something declared, such as a dataset of events: it begins with its
/// product.
fn is_dataset(key: &str) -> bool {
    key.contains('/')
}
