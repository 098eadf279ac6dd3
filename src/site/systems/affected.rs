//! Who is affected by a change of a system, down to customers: everything that builds on it or writes to it.

use super::dependents::SystemDependents;
use super::origin::{MAX_NAMED, named};
use crate::model::{AssetIx, Consumer, ProductIx, TeamIx, affected_ports, other_exposures};
use crate::site::context::{self, ViewContext, support};
use crate::site::parts::{ChannelView, Label, PageRef};
use crate::site::words;
use serde::Serialize;
use std::cmp::Reverse;

/// A product that builds on a system or writes to it, with its users.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct DependentView {
    /// The product.
    pub product: PageRef,
    /// Its tier, if given.
    pub tier: Option<PageRef>,
    /// Whether customers rely on it.
    pub customers: bool,
    /// Its affected output ports, at most a few.
    pub outputs: Vec<PageRef>,
    /// The number of further ones.
    pub more_outputs: usize,
    /// Output ports that may be affected, as what is behind them is not known, at most a few.
    pub assumed_outputs: Vec<PageRef>,
    /// The number of further ones.
    pub more_assumed: usize,
    /// Its promises: `Fresh within 6 hours`.
    pub promises: Vec<String>,
    /// The teams that use it.
    pub users: Vec<DependentUserView>,
    /// The products that build on it, at most a few.
    pub readers: Vec<PageRef>,
    /// The number of further ones.
    pub more_readers: usize,
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

/// Something of no product that reads a system, directly or not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct OtherReaderView {
    /// The name.
    pub name: String,
    /// Its owner according to dbt; may be empty.
    pub owner: String,
    /// Whether it is a job seen in events, rather than a dashboard or another use that dbt knows.
    pub job: bool,
}

/// The most products on a page, the most pages of them, and the most readers of no product.
pub(super) const PAGE: usize = 40;
pub(super) const MAX_PAGES: usize = 5;
const OTHERS: usize = 40;

impl SystemDependents<'_, '_> {
    /// Returns the affected products in the order in which they are listed: what customers see first, then what is
    /// used furthest, then by name.
    pub(super) fn in_order(&self, context: &ViewContext<'_>) -> Vec<ProductIx> {
        let mut products: Vec<ProductIx> = self.affected.products.iter().copied().collect();
        products.sort_by_cached_key(|index| {
            let product = context.product(*index);
            let ports = affected_ports(product, &self.affected.reached.all);
            let users = product.current_uses().filter(|consumer| consumer.may_use_any(&ports));
            let stage = users.filter_map(|consumer| consumer.stage).max();
            let is_used = self.teams(*index, context).next().is_some();
            (Reverse((context.catalog.reaches_customers(product), stage, is_used)), context.by_name(*index))
        });
        products
    }

    /// Returns an affected product with its users.
    pub(super) fn dependent(&self, index: ProductIx, context: &ViewContext<'_>) -> DependentView {
        let product = context.product(index);
        let mut by_stage: Vec<(TeamIx, &Consumer)> = self.teams(index, context).collect();
        by_stage.sort_by_key(|(_, consumer)| Reverse(consumer.stage));
        let users: Vec<DependentUserView> =
            by_stage.into_iter().map(|(team, consumer)| user(team, consumer, index, context)).collect();
        let ports = affected_ports(product, &self.affected.reached.all);
        let (ports, assumed): (Vec<usize>, Vec<usize>) =
            ports.into_iter().partition(|port| product.output_ports[*port].asset.is_some());
        let output = |port: &usize| {
            let port = &product.output_ports[*port];
            let path = format!("{}#port-{}", context.product_ref(index).path, port.id);
            PageRef { id: port.id.clone(), name: port.name.clone(), path, ..PageRef::default() }
        };
        let (readers, more_readers) = named(&self.readers(index, context), MAX_NAMED, context);
        DependentView {
            product: context.product_ref(index),
            tier: context.tier_of(product),
            customers: context.catalog.reaches_customers(product),
            outputs: ports.iter().take(MAX_NAMED).map(output).collect(),
            more_outputs: ports.len().saturating_sub(MAX_NAMED),
            assumed_outputs: assumed.iter().take(MAX_NAMED).map(output).collect(),
            more_assumed: assumed.len().saturating_sub(MAX_NAMED),
            promises: product
                .slas
                .iter()
                .map(|sla| {
                    let port = sla.port.map(|port| format!(" ({})", product.output_ports[port].name));
                    sla.in_words() + &port.unwrap_or_default()
                })
                .collect(),
            readers,
            more_readers,
            channels: if users.is_empty() { support(product, context) } else { Vec::new() },
            users,
        }
    }

    /// Returns the teams that use what is affected of a product.
    fn teams<'c>(
        &self,
        product: ProductIx,
        context: &ViewContext<'c>,
    ) -> impl Iterator<Item = (TeamIx, &'c Consumer)> + use<'c> {
        let product = context.product(product);
        let ports = affected_ports(product, &self.affected.reached.all);
        let users = product.current_uses().filter(move |consumer| consumer.may_use_any(&ports));
        users.filter_map(|consumer| Some((consumer.team()?, consumer)))
    }

    /// Returns the affected products that build on a product, by name.
    fn readers(&self, product: ProductIx, context: &ViewContext<'_>) -> Vec<ProductIx> {
        let flows = context.catalog.lineage.downstream(product);
        let readers = flows.iter().map(|flow| flow.product);
        let mut readers: Vec<ProductIx> =
            readers.filter(|reader| self.affected.products.contains(reader)).collect();
        readers.sort_by_cached_key(|reader| context.by_name(*reader));
        readers
    }

    /// Returns the dashboards that no output port stands for and the jobs of no product, and the number of further ones.
    pub(super) fn other_readers(&self, context: &ViewContext<'_>) -> (Vec<OtherReaderView>, usize) {
        let catalog = context.catalog;
        let reached = &self.affected.reached.all;
        let exposures = other_exposures(reached, &self.affected.products, catalog);
        let jobs = catalog.unclaimed_readers(reached);
        let count = exposures.len() + jobs.len();
        let exposure = |index: AssetIx| {
            let asset = catalog.asset(index);
            let owner = asset.owner.as_ref().map(ToString::to_string).unwrap_or_default();
            OtherReaderView { name: asset.name.clone(), owner, job: false }
        };
        let job = |index: usize| OtherReaderView {
            name: catalog.observations.jobs[index].job.clone(),
            owner: String::new(),
            job: true,
        };
        let all = exposures.into_iter().map(exposure).chain(jobs.into_iter().map(job));
        (all.take(OTHERS).collect(), count.saturating_sub(OTHERS))
    }
}

fn user(
    team: TeamIx,
    consumer: &Consumer,
    product: ProductIx,
    context: &ViewContext<'_>,
) -> DependentUserView {
    let channels = context::channels(&context.catalog.team(team).support);
    let last_miles = consumer.last_miles.iter().map(|mile| mile.logic_or_place().to_owned());
    DependentUserView {
        team: context.team(team),
        purpose: consumer.purpose.clone(),
        stage: consumer.stage.map(words::stage),
        channels: if channels.is_empty() { support(context.product(product), context) } else { channels },
        last_miles: last_miles.filter(|words| !words.is_empty()).collect(),
    }
}
