//! Distinguishes a table that its job no longer writes from one whose job did not run.

use super::job_shape::{KnownWriters, Misses};
use super::port_shape::PortShape;
use super::same::is_same_type;
use super::shape::{CatalogShape, ProductShape};
use jiff::Timestamp;
use std::collections::BTreeSet;

/// What happened to a table that jobs wrote in the old state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TableState {
    /// It is written, or its writer is unknown.
    Written,
    /// The jobs that wrote it ran several times without writing it.
    NotWritten,
    /// A job dropped or renamed it.
    Dropped,
    /// The workflow whose tasks wrote it ran several times without them.
    LeftOut,
    /// The jobs that wrote it ran once without writing it, at that time: there may have been no new data.
    MissedOnce(Timestamp),
    /// Not all of the jobs that wrote it were seen to run and report their outputs; or other jobs report fewer columns, and
    /// none of those that wrote it was seen.
    NotSeen,
}

impl CatalogShape {
    /// Returns what happened to the table of a port in this newer state.
    pub(super) fn table_state(&self, old_port: &PortShape, new_port: &PortShape) -> TableState {
        let is_same = new_port.asset.is_some() && old_port.asset == new_port.asset;
        if is_same && new_port.is_dropped && !old_port.is_dropped {
            return TableState::Dropped;
        }
        // That another job reports other columns does not prove that the usual one no longer writes these.
        let comes_from_others = new_port.has_reported_columns
            && old_port.knows_columns
            && self.jobs.are_all_silent(&old_port.writers);
        if is_same && comes_from_others && lacks_columns(old_port, new_port) {
            return TableState::NotSeen;
        }
        if new_port.is_written || old_port.writers.is_empty() || !is_same {
            return TableState::Written;
        }
        let old_writers = known_writers(old_port);
        match self.jobs.misses(old_writers) {
            Misses::More if self.jobs.have_all_left(old_writers) => TableState::LeftOut,
            Misses::More => TableState::NotWritten,
            Misses::Once(last_run) => TableState::MissedOnce(last_run),
            Misses::Unknown => TableState::NotSeen,
        }
    }

    /// Takes from an older state what this one cannot know, because the jobs that would show it were not seen.
    pub(crate) fn fill_unobserved_from(&mut self, old: &Self) {
        let open_ports = self.open_ports(old).map(|open_port| {
            (
                open_port.product.to_owned(),
                open_port.port.to_owned(),
                open_port.missed.or(open_port.old_port.missed),
            )
        });
        let open_ports: Vec<(String, String, Option<Timestamp>)> = open_ports.collect();
        // A product's inputs are unknown while one of the jobs that it names was not seen.
        let is_idle = |old_product: &ProductShape, new_product: &ProductShape| {
            old_product
                .jobs
                .iter()
                .any(|job| new_product.named_jobs.contains(job) && !new_product.jobs.contains(job))
        };
        let idle =
            self.products_in(old).filter(|(_, old_product, new_product)| is_idle(old_product, new_product));
        let idle: Vec<String> = idle.map(|(id, ..)| id.to_owned()).collect();
        for (product, port, missed) in open_ports {
            let old_port = old.products.get(&product).and_then(|product| product.ports.get(&port));
            let port = self.products.get_mut(&product).and_then(|product| product.ports.get_mut(&port));
            if let (Some(old_port), Some(port)) = (old_port, port) {
                port.writers.clone_from(&old_port.writers);
                port.workflows.clone_from(&old_port.workflows);
                (port.is_written, port.missed) = (true, missed);
                if port.columns.is_empty() || old_port.knows_columns {
                    port.columns.clone_from(&old_port.columns);
                    port.knows_columns = old_port.knows_columns;
                }
            }
        }
        for id in idle {
            if let (Some(new_product), Some(old_product)) =
                (self.products.get_mut(&id), old.products.get(&id))
            {
                new_product.reads.extend(old_product.reads.iter().cloned());
                new_product.jobs.extend(old_product.jobs.iter().cloned());
                for (id, ports) in &old_product.read_ports {
                    new_product.read_ports.entry(id.clone()).or_insert_with(|| ports.clone());
                }
            }
        }
    }

    /// Returns the output ports of which it is unknown what happened to their tables since an older state.
    fn open_ports<'s>(&'s self, old: &'s Self) -> impl Iterator<Item = OpenPort<'s>> {
        self.products_in(old).flat_map(move |(product, old_product, new_product)| {
            old_product.ports.iter().filter_map(move |(port, old_port)| {
                let missed = match self.table_state(old_port, new_product.ports.get(port)?) {
                    TableState::NotSeen => None,
                    TableState::MissedOnce(last_run) => Some(last_run),
                    TableState::Written
                    | TableState::NotWritten
                    | TableState::Dropped
                    | TableState::LeftOut => return None,
                };
                Some(OpenPort { product, port, old_port, missed })
            })
        })
    }

    /// Returns the products that an older state has too: the id, the old and the new product.
    fn products_in<'s>(
        &'s self,
        old: &'s Self,
    ) -> impl Iterator<Item = (&'s str, &'s ProductShape, &'s ProductShape)> {
        old.products
            .iter()
            .filter_map(|(id, old_product)| Some((id.as_str(), old_product, self.products.get(id)?)))
    }
}

/// An output port of which it is unknown what happened to its table.
struct OpenPort<'s> {
    /// The id of the product.
    product: &'s str,
    /// The id of the port.
    port: &'s str,
    /// The port in the older state.
    old_port: &'s PortShape,
    /// The time of the run of the jobs that wrote the table, if they ran once without writing it.
    missed: Option<Timestamp>,
}

/// Returns the jobs that wrote the table of a port.
fn known_writers(old_port: &PortShape) -> KnownWriters<'_> {
    KnownWriters { jobs: &old_port.writers, workflows: &old_port.workflows, missed: old_port.missed }
}

/// Returns whether the table of a port lacks a former column, or has another type for it.
fn lacks_columns(old_port: &PortShape, new_port: &PortShape) -> bool {
    old_port.columns.iter().any(|(name, kind)| match (new_port.columns.get(name), kind) {
        (None, _) => true,
        (Some(Some(after)), Some(before)) => !is_same_type(before, after),
        _ => false,
    })
}

/// Output ports of a product that could not be compared, because not every job that wrote their tables was seen, or only
/// a single run that did not write them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct UnseenPorts {
    /// The id of the product.
    pub(crate) product: String,
    /// The ids of the ports.
    pub(crate) ports: Vec<String>,
    /// The jobs, or the workflows that ran without them.
    pub(crate) jobs: BTreeSet<String>,
    /// Whether the jobs ran, once, without writing the tables.
    pub(crate) have_run: bool,
}

/// Returns what could not be compared, because jobs of the old state were not seen in the new one.
#[must_use]
pub(crate) fn unseen(old: &CatalogShape, new: &CatalogShape) -> Vec<UnseenPorts> {
    let mut unseen_ports: Vec<UnseenPorts> = Vec::new();
    let mut open: Vec<OpenPort> = new.open_ports(old).collect();
    open.sort_by_key(|port| (port.product, port.missed.is_some()));
    for port in open {
        let have_run = port.missed.is_some();
        let jobs = if have_run {
            new.jobs.have_run_without(known_writers(port.old_port))
        } else {
            port.old_port.writers.clone()
        };
        let is_same = |last: &&mut UnseenPorts| last.product == port.product && last.have_run == have_run;
        if let Some(last) = unseen_ports.last_mut().filter(is_same) {
            last.ports.push(port.port.to_owned());
            last.jobs.extend(jobs);
        } else {
            unseen_ports.push(UnseenPorts {
                product: port.product.to_owned(),
                ports: vec![port.port.to_owned()],
                jobs,
                have_run,
            });
        }
    }
    unseen_ports
}
