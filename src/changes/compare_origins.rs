//! Compares what stands behind output ports: the sources and loaders that their data comes from.

use super::asset_key::is_dbt_key;
use super::compare::Comparison;
use super::origin_shape::OriginShape;
use super::same::is_same_table;
use super::shape::ProductShape;
use crate::model::{ChangeFact, NamedRef};
use std::collections::BTreeSet;

impl Comparison<'_> {
    /// Compares the sources and loaders behind the ports of a product.
    pub(super) fn origins(&mut self, before: &ProductShape, after: &ProductShape) {
        for (key, old_origin) in &before.origins {
            let source = NamedRef { id: key.clone(), name: old_origin.name.clone() };
            let new_origin = after.origins.get(key);
            let no_ports = BTreeSet::new();
            let lost = old_origin.ports.difference(new_origin.map_or(&no_ports, |origin| &origin.ports));
            let lost_ports = kept_ports(lost, key, before, after);
            let is_gone = new_origin.is_none() && self.is_gone(key, old_origin, after);
            // What events no longer show may only not have been seen.
            if !lost_ports.is_empty() && (is_gone || is_dbt_key(key) && self.new.tables.contains(key)) {
                let fact = ChangeFact::SourceLost { source, ports: lost_ports, gone: is_gone };
                self.add(after, fact, is_gone);
                continue;
            }
            let Some(new_origin) = new_origin else { continue };
            let ports = kept_ports(old_origin.ports.intersection(&new_origin.ports), key, before, after);
            if let (Some(old_table), Some(new_table)) = (&old_origin.table, &new_origin.table)
                && !is_same_table(old_table, new_table)
                && !ports.is_empty()
            {
                let (is, was) = (new_table.clone(), old_table.clone());
                self.add(after, ChangeFact::SourceMoved { source, ports, is, was }, true);
            }
        }
    }

    /// Returns whether a source or loader is gone from the catalog, and not under another name.
    fn is_gone(&self, key: &str, old_origin: &OriginShape, after: &ProductShape) -> bool {
        let new_tables = &self.new.tables;
        if new_tables.contains(key)
            || old_origin.table.as_ref().is_some_and(|table| new_tables.contains(table))
        {
            return false;
        }
        if is_dbt_key(key) {
            return self.new.tables_if_dbt_is_known().is_some();
        }
        // Another loader may do the same work now.
        let does_same_work = |(other_key, origin): (&String, &OriginShape)| {
            other_key != key
                && (origin.name == old_origin.name || !origin.feeds.is_disjoint(&old_origin.feeds))
        };
        let is_replaced = after.origins.iter().any(does_same_work);
        let still_runs = old_origin.job.as_ref().is_some_and(|job| self.new.jobs.was_seen(job));
        !is_replaced && !still_runs
    }
}

/// Returns those of the ports that still have the asset that they had before, other than the source itself.
fn kept_ports<'p>(
    ports: impl Iterator<Item = &'p String>,
    source: &str,
    before: &ProductShape,
    after: &ProductShape,
) -> Vec<NamedRef> {
    let is_kept = |id: &&String| {
        let (old_port, new_port) = (before.ports.get(*id), after.ports.get(*id));
        let asset = new_port.and_then(|port| port.asset.as_ref());
        asset.is_some_and(|asset| asset != source) && asset == old_port.and_then(|port| port.asset.as_ref())
    };
    let port_ref = |id: &String| NamedRef {
        id: id.clone(),
        name: after.ports.get(id).map(|port| port.name.clone()).unwrap_or_default(),
    };
    ports.filter(is_kept).map(port_ref).collect()
}
