//! What is read from a system, who has to be asked before it changes, and how far a change reaches.

use super::dependents::{SystemDependents, customers};
use crate::model::{AssetIx, Consumer, ProductIx, TeamIx};
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

/// A product that builds on a system, with its users.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct DependentView {
    /// The product.
    pub product: PageRef,
    /// Its tier, if given.
    pub tier: Option<PageRef>,
    /// Whether customers rely on it.
    pub customers: bool,
    /// Its promises: `Fresh within 6 hours`.
    pub promises: Vec<String>,
    /// The teams that use it.
    pub users: Vec<DependentUserView>,
    /// The number of products that build on it.
    pub readers: usize,
    /// The channels to announce a change, if no team is known to use it.
    pub channels: Vec<ChannelView>,
}

/// A team that uses a product.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct DependentUserView {
    /// The team.
    pub team: PageRef,
    /// Its purpose; may be empty.
    pub purpose: String,
    /// Where the output is used.
    pub stage: Option<Label>,
    /// The channels to inform it.
    pub channels: Vec<ChannelView>,
    /// The team's own logic that relies on the current shape of the data.
    pub last_miles: Vec<String>,
}

/// The most products, and the most tables and uses, that a page names.
const MAX_NAMED: usize = 6;
const TABLES: usize = 100;
const USES: usize = 40;

impl SystemDependents<'_, '_> {
    /// Returns the names of its tables that jobs read according to events, and the number of further ones.
    pub(super) fn datasets(&self, context: &ViewContext<'_>) -> (Vec<String>, usize) {
        let jobs = self.system.read.iter().chain(&self.system.loaders);
        let read = jobs.flat_map(|job| self.foreign.read_by(*job, context.catalog));
        let names: BTreeSet<&str> = read.map(|one| one.name).collect();
        let shown = names.iter().take(TABLES).map(|name| (*name).to_owned()).collect();
        (shown, names.len().saturating_sub(TABLES))
    }

    /// Returns the tables that are read, the number of further ones, and the names of those that nothing reads.
    pub(super) fn tables(&self, context: &ViewContext<'_>) -> (Vec<SourceTableView>, usize, Vec<String>) {
        let mut read = Vec::new();
        let mut unread = Vec::new();
        for table in &self.system.read {
            let readers = self.walk.readers(&[*table]);
            if readers.is_empty() {
                unread.push(context.catalog.asset(*table).name.clone());
                continue;
            }
            let products = self.walk.dependents(&[*table]);
            read.push((customers(&products, context), products, readers, *table));
        }
        read.sort_by_key(|(customers, products, _, table)| {
            (Reverse(*customers), Reverse(products.len()), *table)
        });
        let more = read.len().saturating_sub(TABLES);
        read.truncate(TABLES);
        let view = |(_, products, readers, table): (usize, Vec<ProductIx>, Vec<ProductIx>, AssetIx)| {
            let asset = context.catalog.asset(table);
            let relied: Vec<ProductIx> = products
                .iter()
                .copied()
                .filter(|one| context.catalog.reaches_customers(context.product(*one)))
                .collect();
            let (readers, more_readers) = named(&readers, MAX_NAMED, context);
            let (relied, more_customers) = named(&relied, MAX_NAMED, context);
            let selector = asset.key.strip_prefix("source.").and_then(|rest| rest.split_once('.'));
            let node = selector.map_or_else(|| asset.key.clone(), |(_, rest)| format!("source:{rest}"));
            SourceTableView {
                name: asset.name.clone(),
                address: asset.relation.clone().unwrap_or_default(),
                description: asset.description.clone(),
                readers,
                more_readers,
                products: products.len(),
                customers: relied,
                more_customers,
                command: format!("glassbox impact {node}"),
            }
        };
        (read.into_iter().map(view).collect(), more, unread)
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
            let (products, more) = named(&products, USES, context);
            ReadingTeamView { team: team.map(|team| context.team(team)), channels, products, more }
        };
        teams.into_iter().map(view).collect()
    }

    /// Returns how what builds on the system is used, what customers see first, and the number of further products.
    pub(super) fn uses(&self, context: &ViewContext<'_>) -> (Vec<DependentView>, usize) {
        let is_in_service = |product: ProductIx| context.product(product).lifecycle.is_in_service();
        // A product without known users matters by itself only if nothing builds on it.
        let matters = |product: &ProductIx| {
            let has_users = teams(*product, context).next().is_some();
            has_users
                || context.catalog.reaches_customers(context.product(*product))
                || !context.catalog.lineage.downstream(*product).iter().any(|one| is_in_service(one.product))
        };
        let mut used: Vec<ProductIx> = self.dependents.iter().copied().filter(matters).collect();
        used.sort_by_cached_key(|index| {
            let product = context.product(*index);
            let stage = product.consumers.iter().filter_map(|consumer| consumer.stage).max();
            (Reverse((context.catalog.reaches_customers(product), stage)), context.by_name(*index))
        });
        let more = used.len().saturating_sub(USES);
        used.truncate(USES);
        (used.into_iter().map(|product| use_view(product, context)).collect(), more)
    }
}

/// Returns the teams that use a product.
fn teams<'c>(
    product: ProductIx,
    context: &ViewContext<'c>,
) -> impl Iterator<Item = (TeamIx, &'c Consumer)> + use<'c> {
    context.product(product).consumers.iter().filter_map(|consumer| Some((consumer.team()?, consumer)))
}

fn use_view(index: ProductIx, context: &ViewContext<'_>) -> DependentView {
    let product = context.product(index);
    let user = |(team, consumer): (TeamIx, &Consumer)| {
        let own = context::channels(&context.catalog.team(team).support);
        DependentUserView {
            team: context.team(team),
            purpose: consumer.purpose.clone(),
            stage: consumer.stage.map(words::stage),
            channels: if own.is_empty() { support(product, context) } else { own },
            last_miles: consumer
                .last_miles
                .iter()
                .map(|mile| mile.words().to_owned())
                .filter(|words| !words.is_empty())
                .collect(),
        }
    };
    let mut by_stage: Vec<(TeamIx, &Consumer)> = teams(index, context).collect();
    by_stage.sort_by_key(|(_, consumer)| Reverse(consumer.stage));
    let users: Vec<DependentUserView> = by_stage.into_iter().map(user).collect();
    DependentView {
        product: context.product_ref(index),
        tier: context.tier_of(product),
        customers: context.catalog.reaches_customers(product),
        promises: product
            .slas
            .iter()
            .map(|sla| {
                let port = sla.port.map(|port| format!(" ({})", product.output_ports[port].name));
                format!("{} {}{}", sla.property.title().to_lowercase(), sla.target, port.unwrap_or_default())
            })
            .collect(),
        readers: context.catalog.lineage.downstream(index).len(),
        channels: if users.is_empty() { support(product, context) } else { Vec::new() },
        users,
    }
}

/// Returns the first of these products, and the number of further ones.
fn named(products: &[ProductIx], most: usize, context: &ViewContext<'_>) -> (Vec<PageRef>, usize) {
    let shown = products.iter().take(most).map(|product| context.product_ref(*product)).collect();
    (shown, products.len().saturating_sub(most))
}
