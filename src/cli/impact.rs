//! `glassbox impact`: lists what is affected when something breaks or changes.

use super::moment::{self, Moment, moment};
use super::report::CannotRun;
use super::{Exit, report};
use crate::assess::impact::{self, ImpactReport, ImpactedNode, ImpactedPort, ImpactedTeam, NamedProduct};
use crate::diagnostics::nearest;
use crate::model::{AssetIx, Catalog, Stage, System};
use crate::pipeline;
use crate::prose::en;
use clap::{Args, ValueEnum};
use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};

#[derive(Args, Debug)]
pub(super) struct ImpactArguments {
    /// What breaks or changes: a product, an output port as `PRODUCT:PORT`, a dbt node or test, `source:NAME`,
    /// `exposure:NAME`, a declared asset, a job or a table; outside a catalog, its folder can be given first
    #[arg(value_name = "NODE", required_unless_present_any = ["run_results", "system"])]
    nodes: Vec<String>,
    /// Include everything that failed in this `run_results.json` of dbt
    #[arg(long, value_name = "FILE")]
    run_results: Option<PathBuf>,
    /// Include everything that is read from this system or written to it
    #[arg(long, value_name = "SYSTEM")]
    system: Option<String>,
    /// The folder that contains `glassbox.yml`
    #[arg(long, value_name = "CATALOG")]
    catalog: Option<PathBuf>,
    /// The time to use instead of the current time
    #[arg(long, value_name = "TIME", value_parser = moment)]
    now: Option<Moment>,
    /// Output format
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: ImpactFormat,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum ImpactFormat {
    /// Readable text
    #[default]
    Human,
    /// One JSON document
    Json,
}

pub(super) fn run(arguments: &ImpactArguments) -> Result<Exit, CannotRun> {
    let (folder, nodes) = folder_and_nodes(arguments);
    if nodes.is_empty() && arguments.run_results.is_none() && arguments.system.is_none() {
        return Err(CannotRun::because(
            "only the folder of the catalog is given, not what breaks or changes".to_owned(),
        ));
    }
    if !pipeline::is_catalog(folder) {
        let why = format!("there is no `glassbox.yml` in `{}`", folder.display());
        return Err(CannotRun::because(why)
            .hint("run it in the folder of the catalog, or name that folder: `--catalog FOLDER`"));
    }
    let now = moment::now(arguments.now, folder)?;
    let loaded = pipeline::load(folder, None, now)?;
    let report = loaded.report();
    if report.has_errors() {
        let tally = report::tally(report.counts());
        report::say(&format!("warning: the catalog has {tally}; run `glassbox check` for details"));
    }
    let catalog = &loaded.catalog;
    let failures = failures(arguments, catalog)?;
    let start = start(arguments, nodes, &failures, catalog)?;
    let mut impact = impact::impact(catalog, &start.assets, &start.without_assets);
    let incidents = impact::incidents(catalog, &loaded.assessment, &failures);
    let unclaimed = impact::unclaimed(catalog, &loaded.assessment, &failures);
    let headline = en::urgency_with_unclaimed(
        &incidents.iter().collect::<Vec<_>>(),
        &unclaimed.iter().collect::<Vec<_>>(),
        catalog,
    );
    impact.headline = headline.map(|sentences| sentences.join(" "));
    let text = match arguments.format {
        ImpactFormat::Human => in_words(&impact, if_empty(arguments)),
        ImpactFormat::Json => serde_json::to_string_pretty(&impact).expect("serializable") + "\n",
    };
    // A reader that has closed the stream, such as `head`, has read enough.
    let _ = write!(anstream::stdout().lock(), "{text}");
    Ok(Exit::Fine)
}

/// Returns the folder of the catalog and the named nodes. If neither `--catalog` nor a `glassbox.yml` determines the
/// catalog, the first name may be its folder, as with other commands.
fn folder_and_nodes(arguments: &ImpactArguments) -> (&Path, &[String]) {
    let here = Path::new(".");
    match (&arguments.catalog, arguments.nodes.split_first()) {
        (Some(folder), _) => (folder, &arguments.nodes),
        (None, Some((first, rest)))
            if !pipeline::is_catalog(here) && pipeline::is_catalog(Path::new(first)) =>
        {
            (Path::new(first), rest)
        }
        (None, _) => (here, &arguments.nodes),
    }
}

/// Returns how often each asset failed according to the given run results. A test of several assets is counted for the
/// first; the others are included with 0.
///
/// # Errors
/// If the run results cannot be read.
fn failures(arguments: &ImpactArguments, catalog: &Catalog) -> Result<BTreeMap<AssetIx, usize>, CannotRun> {
    let mut failures = BTreeMap::new();
    let Some(path) = &arguments.run_results else { return Ok(failures) };
    // They may include nodes of other projects.
    for id in pipeline::failed_nodes(path)? {
        for (position, asset) in impact::find(catalog, &id).into_iter().enumerate() {
            *failures.entry(asset).or_default() += usize::from(position == 0);
        }
    }
    Ok(failures)
}

/// What breaks or changes.
struct ImpactStart {
    assets: Vec<AssetIx>,
    /// The named products and output ports without an asset.
    without_assets: Vec<NamedProduct>,
}

/// Returns what the arguments refer to.
///
/// # Errors
/// If a name refers to nothing.
fn start(
    arguments: &ImpactArguments,
    nodes: &[String],
    failures: &BTreeMap<AssetIx, usize>,
    catalog: &Catalog,
) -> Result<ImpactStart, CannotRun> {
    let mut assets: Vec<AssetIx> = failures.keys().copied().collect();
    let mut without_assets = Vec::new();
    if let Some(name) = &arguments.system {
        let Some(system) = system(name, catalog) else {
            let why = format!("`{name}` is not a system of the catalog");
            let ids = catalog.systems.all.iter().map(|system| system.id.as_str());
            return Err(CannotRun::because(why).did_you_mean(nearest(name, ids)));
        };
        assets.extend(system.assets());
    }
    for name in nodes {
        let matches = impact::find(catalog, name);
        let named = impact::find_product(catalog, name).filter(|_| matches.is_empty());
        if matches.is_empty() && named.is_none() {
            if catalog.observations.jobs.iter().any(|job| job.job == *name) {
                let why = format!(
                    "`{name}` is a job that belongs to no product, and nothing that it writes is in the catalog"
                );
                return Err(CannotRun::because(why));
            }
            let why = format!(
                "`{name}` is not a product, output port, dbt node, asset, job or table of the catalog"
            );
            return Err(CannotRun::because(why).did_you_mean(nearest(name, impact::names(catalog))));
        }
        assets.extend(matches);
        without_assets.extend(named);
    }
    assets.sort_unstable();
    assets.dedup();
    without_assets.sort_unstable();
    without_assets.dedup();
    Ok(ImpactStart { assets, without_assets })
}

/// Returns the system that a name means: its id, its name, or the dbt source that its tables belong to.
fn system<'c>(name: &str, catalog: &'c Catalog) -> Option<&'c System> {
    let is_of_source = |asset: &AssetIx| {
        let parts: Vec<&str> = catalog.asset(*asset).key.splitn(4, '.').collect();
        matches!(parts.as_slice(), ["source", _, source, _] if source.eq_ignore_ascii_case(name))
    };
    let systems = || catalog.systems.all.iter();
    catalog
        .systems
        .with_id(name)
        .or_else(|| systems().find(|system| system.name.eq_ignore_ascii_case(name)))
        .or_else(|| systems().find(|system| system.read.iter().any(is_of_source)))
}

/// Returns the text for an empty impact.
fn if_empty(arguments: &ImpactArguments) -> &'static str {
    match (&arguments.run_results, &arguments.system) {
        (Some(_), None) => "Nothing in the catalog failed.\n",
        (None, _) => "Nothing in the catalog reads from this system or writes to it.\n",
        (Some(_), Some(_)) => {
            "Nothing in the catalog failed, and nothing in it reads from this system or writes to it.\n"
        }
    }
}

/// Formats the impact for people; `if_empty` is the text for an empty impact.
fn in_words(impact: &ImpactReport, if_empty: &str) -> String {
    let nodes = impact.nodes.iter().map(|node| &node.name);
    let names: Vec<&str> = nodes.chain(&impact.without_assets).map(String::as_str).collect();
    if names.is_empty() {
        return if_empty.to_owned();
    }
    let shown = names.iter().take(5).copied().collect::<Vec<_>>().join(", ");
    let more = if names.len() > 5 { format!(" and {} more", names.len() - 5) } else { String::new() };
    let headline = impact.headline.as_ref().map_or_else(String::new, |headline| format!("{headline}\n\n"));
    let mut text = format!("{headline}Starts at: {shown}{more}\n");
    let mut section = |title: &str, lines: Vec<String>| {
        if !lines.is_empty() {
            text.push_str(&format!("\n{} {title}\n", lines.len()));
            text.extend(lines.iter().map(|line| format!("  {line}\n")));
        }
    };
    let products = impact.products.iter().map(|product| {
        let owner = if product.owner.is_empty() { "no owner".to_owned() } else { product.owner.clone() };
        let breaks = if product.breaks_itself { ", breaks here" } else { "" };
        let tier = if product.tier.is_empty() { String::new() } else { format!("{}; ", product.tier) };
        format!("{} ({tier}{owner}{breaks})", product.id)
    });
    section(if impact.products.len() == 1 { "product" } else { "products" }, products.collect());
    let ports = impact.ports.iter().map(port).collect();
    section(if impact.ports.len() == 1 { "output port" } else { "output ports" }, ports);
    section(
        if impact.exposures.len() == 1 { "dashboard or other use" } else { "dashboards and other uses" },
        impact.exposures.iter().map(exposure).collect(),
    );
    section(
        if impact.jobs.len() == 1 {
            "job of no product that reads it"
        } else {
            "jobs of no product that read it"
        },
        impact.jobs.clone(),
    );
    section(if impact.teams.len() == 1 { "team" } else { "teams" }, impact.teams.iter().map(team).collect());
    let promises = impact.promises.iter().map(|promise| {
        let port = promise.port.as_ref().map_or_else(String::new, |port| format!(" ({port})"));
        let sentence = en::promise_words(&promise.property, &promise.target);
        format!("{}: {sentence}{port}", promise.product)
    });
    section(if impact.promises.len() == 1 { "promise" } else { "promises" }, promises.collect());
    text
}

/// Formats an exposure with its owner: `Deal report (Ada, ada@example.org)`.
fn exposure(node: &ImpactedNode) -> String {
    node.owner.as_ref().map_or_else(|| node.name.clone(), |owner| format!("{} ({owner})", node.name))
}

/// Formats an output port with the owner of the dashboard behind it: `sales: board (Ada, ada@example.org)`.
fn port(port: &ImpactedPort) -> String {
    let owner = port.owner.as_ref().map_or_else(String::new, |owner| format!(" ({owner})"));
    let assumed = if port.assumed { " (perhaps: what is behind it is not known)" } else { "" };
    format!("{}: {}{owner}{assumed}", port.product, port.port)
}

/// Formats a team: `Revenue operations (pipeline review; daily operations; #revops; logic of its own: no test accounts)`.
fn team(team: &ImpactedTeam) -> String {
    let stage = team.stage.and_then(Stage::parse).map(|stage| en::stage_name(stage).to_lowercase());
    let logic = (!team.last_miles.is_empty()).then(|| en::logic_of_its_own(&team.last_miles));
    let facts: Vec<String> =
        team.uses.iter().cloned().chain(stage).chain(team.channels.iter().cloned()).chain(logic).collect();
    if facts.is_empty() { team.name.clone() } else { format!("{} ({})", team.name, facts.join("; ")) }
}
