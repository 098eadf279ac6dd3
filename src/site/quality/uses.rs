//! The dashboards and other uses that a problem affects, and who else is concerned by it.

use crate::model::{AssetIx, AssetKind, Incident, ProductIx, TeamIx, is_safe_url};
use crate::site::context::ViewContext;
use crate::site::parts::PageRef;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// An affected use of data outside of dbt.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct AffectedUse {
    /// Its name.
    pub name: String,
    /// Its page, if it is a product.
    pub path: Option<String>,
    /// The address that opens it.
    pub url: Option<String>,
}

/// People and jobs that a problem concerns besides the teams that declare to use what is broken.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct OtherAffected {
    /// The teams whose checks found it, and can say what they found.
    pub found_by: Vec<PageRef>,
    /// The owners of affected exposures according to dbt, as far as there is room.
    pub exposure_owners: Vec<MailContact>,
    /// The jobs of no product that read it, as far as there is room.
    pub jobs: Vec<String>,
    /// The number of further jobs.
    pub more_jobs: usize,
}

/// Somebody outside of the catalog, with the addresses by which they are told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct MailContact {
    /// The name, if known; else empty.
    pub name: String,
    /// The addresses; may be empty.
    pub emails: Vec<String>,
}

/// Returns them, at most this many owners and jobs.
pub(super) fn other_affected(incident: &Incident, most: usize, context: &ViewContext<'_>) -> OtherAffected {
    let jobs = &incident.reach.jobs;
    let name = |job: &usize| context.catalog.observations.jobs[*job].job.clone();
    OtherAffected {
        found_by: found_by(incident, context),
        exposure_owners: exposure_owners(incident, most, context),
        more_jobs: jobs.len().saturating_sub(most),
        jobs: jobs.iter().take(most).map(name).collect(),
    }
}

/// Something affected that people open.
#[derive(Clone, Copy)]
pub(super) enum Use {
    /// A dashboard, an application or the like that is a product.
    Product(ProductIx),
    /// A dashboard or another use that dbt declares.
    Exposure(AssetIx),
}

/// Returns the teams whose checks found it, unless they can fix it themselves.
fn found_by(incident: &Incident, context: &ViewContext<'_>) -> Vec<PageRef> {
    let owner = |product: &ProductIx| context.product(*product).owner;
    let fixers: BTreeSet<TeamIx> = incident.fixed_in.iter().filter_map(owner).collect();
    let teams: BTreeSet<TeamIx> = incident.found_by.iter().filter_map(owner).collect();
    teams.difference(&fixers).map(|team| context.team(*team)).collect()
}

/// Returns the owners of the affected exposures according to dbt, each once, with all their addresses.
fn exposure_owners(incident: &Incident, most: usize, context: &ViewContext<'_>) -> Vec<MailContact> {
    let exposures = incident.reach.exposures.iter().map(|asset| context.catalog.asset(*asset));
    let mut owners: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut unnamed: BTreeSet<&str> = BTreeSet::new();
    for owner in exposures.filter_map(|asset| asset.owner.as_ref()) {
        let emails = owner.emails.iter().map(String::as_str);
        // Some write the address as the name.
        match owner.name.as_deref().filter(|name| !owner.emails.iter().any(|email| email == name)) {
            Some(name) => owners.entry(name).or_default().extend(emails),
            None => unnamed.extend(emails),
        }
    }
    let is_address = |email: &&str| is_safe_url(&["mailto:", *email].concat());
    for emails in owners.values_mut() {
        let (addresses, others) = emails.iter().copied().partition(is_address);
        unnamed.retain(|email| !emails.contains(email));
        unnamed.extend::<BTreeSet<&str>>(others);
        *emails = addresses;
    }
    let contact = |name: &str, emails: Vec<&str>| MailContact {
        name: name.to_owned(),
        emails: emails.into_iter().map(str::to_owned).collect(),
    };
    let named = owners.into_iter().map(|(name, emails)| contact(name, emails.into_iter().collect()));
    named
        .chain(unnamed.into_iter().map(|email| {
            if is_address(&email) { contact("", vec![email]) } else { contact(email, Vec::new()) }
        }))
        .take(most)
        .collect()
}

/// Returns everything affected that people open. An exposure of a product that is among them is named as that product.
pub(super) fn uses(incident: &Incident, context: &ViewContext<'_>) -> Vec<Use> {
    let (reach, catalog) = (&incident.reach, context.catalog);
    let exposures = reach.exposures.iter().chain(&incident.problem_assets).copied();
    let exposures = exposures.filter(|asset| catalog.asset(*asset).kind == AssetKind::Exposure);
    let opened = reach.products.iter().copied().filter(|product| catalog.is_opened_by_people(*product));
    let is_named = |asset: &AssetIx| {
        let owner = catalog.asset(*asset).product;
        owner.is_some_and(|product| {
            catalog.is_opened_by_people(product) && reach.products.binary_search(&product).is_ok()
        })
    };
    let exposures = exposures.filter(|asset| !is_named(asset));
    exposures.map(Use::Exposure).chain(opened.map(Use::Product)).collect()
}

/// Returns the number of everything affected that people open.
pub(in crate::site) fn affected_uses(incident: &Incident, context: &ViewContext<'_>) -> usize {
    uses(incident, context).len()
}

pub(super) fn affected_use(user: Use, context: &ViewContext<'_>) -> AffectedUse {
    match user {
        Use::Product(product) => {
            let PageRef { name, path, .. } = context.product_ref(product);
            AffectedUse { name, path: Some(path), url: None }
        }
        Use::Exposure(asset) => {
            let url = context.catalog.asset(asset).url.clone().filter(|url| is_safe_url(url));
            AffectedUse { name: use_name(asset, context), path: None, url }
        }
    }
}

/// Returns the name of an exposure: its product's if it is the only one there, else its output port's, else dbt's.
fn use_name(at: AssetIx, context: &ViewContext<'_>) -> String {
    let asset = context.catalog.asset(at);
    let Some(product) = asset.product.map(|product| context.product(product)) else {
        return asset.name.clone();
    };
    let is_exposure = |asset: &&AssetIx| context.catalog.asset(**asset).kind == AssetKind::Exposure;
    if product.assets.iter().filter(is_exposure).count() == 1 {
        return product.name.clone();
    }
    let port = product.output_ports.iter().find(|port| port.asset == Some(at));
    port.map_or(&asset.name, |port| &port.name).clone()
}
