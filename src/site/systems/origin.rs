//! What is read from a system, and who has to be asked before it changes.

use super::dependents::{AssetUses, SystemDependents, customers};
use crate::model::{AssetIx, ProductIx, Status, TeamIx};
use crate::site::context::{self, ViewContext, support};
use crate::site::parts::{ChannelView, Label, PageRef};
use crate::site::words;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// A table that is read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct SourceTableView {
    /// The name, without that of the system.
    pub name: String,
    /// The name in the warehouse; may be empty.
    pub address: String,
    /// Markdown; may be empty.
    pub description: String,
    /// Its status today.
    pub status: Label,
    /// The jobs that load it, if several load the system.
    pub loaders: Vec<String>,
    /// The products that hold it or read it directly, at most a few.
    pub readers: Vec<PageRef>,
    /// The number of further products.
    pub more_readers: usize,
    /// The number of products that build on it.
    pub products: usize,
    /// Some of those products that customers rely on.
    pub customers: Vec<PageRef>,
    /// The number of further such products.
    pub more_customers: usize,
    /// The terminal command that lists all of them.
    pub command: String,
}

/// A job that loads data.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct LoaderView {
    /// The name.
    pub name: String,
    /// The tool that it runs on; may be empty.
    pub tool: String,
    /// The product that it belongs to.
    pub product: Option<PageRef>,
}

/// A team that reads a system directly.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct ReadingTeamView {
    /// The team; `None` if the products have no owner.
    pub team: Option<PageRef>,
    /// Its channels.
    pub channels: Vec<ChannelView>,
    /// Its products that read the system.
    pub products: Vec<PageRef>,
    /// The number of further products.
    pub more: usize,
}

/// The most products, and the most tables and readers of a team, that a page names.
pub(super) const MAX_NAMED: usize = 6;
const TABLES: usize = 100;
const READERS: usize = 40;

impl SystemDependents<'_, '_> {
    /// Returns the names of its tables that jobs read according to events, and the number of further ones.
    pub(super) fn datasets(&self, context: &ViewContext<'_>) -> (Vec<String>, usize) {
        let jobs = self.system.read.iter().chain(&self.system.loaders);
        let read = jobs.flat_map(|job| self.foreign.read_by(*job, context.catalog));
        let names: BTreeSet<&str> = read.map(|dataset| dataset.name).collect();
        let shown = names.iter().take(TABLES).map(|name| (*name).to_owned()).collect();
        (shown, names.len().saturating_sub(TABLES))
    }

    /// Returns the tables that are read, the worst status first, then those that most depends on; the number of further
    /// ones; and the names of those that nothing reads.
    pub(super) fn tables(&self, context: &ViewContext<'_>) -> (Vec<SourceTableView>, usize, Vec<String>) {
        let mut read = Vec::new();
        let mut unread = Vec::new();
        for (table, uses) in self.table_uses() {
            if uses.readers.is_empty() {
                unread.push(context.catalog.asset(table).name.clone());
            } else {
                let stands = context.assessment.assets.get(table.position());
                let status = stands.and_then(|stands| stands.status);
                read.push((status, customers(&uses.dependents, context), uses, table));
            }
        }
        read.sort_by_key(|(status, customers, uses, table)| {
            let problem = status.filter(|status| *status >= Status::Warning);
            (Reverse(problem), Reverse(*customers), Reverse(uses.dependents.len()), *table)
        });
        let more = read.len().saturating_sub(TABLES);
        read.truncate(TABLES);
        let view = |(status, _, uses, table): (Option<Status>, usize, &AssetUses, AssetIx)| {
            let asset = context.catalog.asset(table);
            let relied: Vec<ProductIx> = uses
                .dependents
                .iter()
                .copied()
                .filter(|product| context.catalog.reaches_customers(context.product(*product)))
                .collect();
            let (readers, more_readers) = named(&uses.readers, MAX_NAMED, context);
            let (relied, more_customers) = named(&relied, MAX_NAMED, context);
            let selector = asset.key.strip_prefix("source.").and_then(|rest| rest.split_once('.'));
            let node = selector.map_or_else(|| asset.key.clone(), |(_, rest)| format!("source:{rest}"));
            SourceTableView {
                name: asset.name.clone(),
                address: asset.relation.clone().unwrap_or_default(),
                description: asset.description.clone(),
                status: status.map_or_else(words::not_watched, words::status),
                loaders: self.loaders_of(table, context),
                readers,
                more_readers,
                products: uses.dependents.len(),
                customers: relied,
                more_customers,
                command: format!("glassbox impact {node}"),
            }
        };
        (read.into_iter().map(view).collect(), more, unread)
    }

    /// Returns the names of the jobs that load a table, if several load the system.
    fn loaders_of(&self, table: AssetIx, context: &ViewContext<'_>) -> Vec<String> {
        let is_loader = |job: &&AssetIx| self.system.loaders.len() > 1 && self.system.loaders.contains(job);
        let jobs = self.walk.reads(table).iter().filter(is_loader);
        jobs.map(|job| context.catalog.asset(*job).name.clone()).collect()
    }

    /// Returns the jobs that load its data.
    pub(super) fn loaders(&self, context: &ViewContext<'_>) -> Vec<LoaderView> {
        let view = |loader: &AssetIx| {
            let asset = context.catalog.asset(*loader);
            LoaderView {
                name: asset.name.clone(),
                tool: asset.tool.clone().unwrap_or_default(),
                product: asset.product.map(|product| context.product_ref(product)),
            }
        };
        self.system.loaders.iter().map(view).collect()
    }

    /// Returns the teams whose products read the system directly.
    pub(super) fn ask_first(&self, context: &ViewContext<'_>) -> Vec<ReadingTeamView> {
        let mut teams: BTreeMap<(bool, Option<TeamIx>), Vec<ProductIx>> = BTreeMap::new();
        for reader in self.walk.readers(&self.system.assets_read()) {
            let owner = context.product(reader).owner;
            teams.entry((owner.is_none(), owner)).or_default().push(reader);
        }
        let view = |((_, team), products): ((bool, Option<TeamIx>), Vec<ProductIx>)| {
            let channels = match (team, products.as_slice()) {
                (Some(team), _) => context::channels(&context.catalog.team(team).support),
                (None, [only]) => support(context.product(*only), context),
                (None, _) => Vec::new(),
            };
            let (products, more) = named(&products, READERS, context);
            ReadingTeamView { team: team.map(|team| context.team(team)), channels, products, more }
        };
        teams.into_iter().map(view).collect()
    }
}

/// Returns the first of these products, and the number of further ones.
pub(super) fn named(products: &[ProductIx], most: usize, context: &ViewContext<'_>) -> (Vec<PageRef>, usize) {
    let shown = products.iter().take(most).map(|product| context.product_ref(*product)).collect();
    (shown, products.len().saturating_sub(most))
}
