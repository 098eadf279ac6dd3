//! The stages in order: read → resolve → assess → judge (rules, then standards) → site → render → publish.
//!
//! Nothing here does anything itself; this is the page to read first. Every command [loads](load) a catalog;
//! those that make its site, or say what is wrong with it, [`open`] and [`prepare`] it.

use crate::changes::{self, CatalogShape};
use crate::diagnostics::{Diagnostic, Diagnostics, has_errors, print};
use crate::error::Result;
use crate::model::{Assessment, Catalog, Change, RuleReport};
use crate::prose::report::{Report, rule_fault};
use crate::publish::{Folder, Planned, PublishError, Published};
use crate::read::catalog::{Previous, documents};
pub(crate) use crate::read::dbt::place::ProjectPlace;
pub(crate) use crate::read::revision::Checkout;
pub(crate) use crate::read::watching::{Inputs, WatchScope};
use crate::render::Renderer;
use crate::site::{Page, Site, taken_names};
use crate::source::{SourceMap, Spanned};
use crate::theme::{Theme, theme};
use crate::{assess, read, resolve, rules, standards};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::Path;

/// A catalog that was read and assessed, with all that was found to be wrong with it.
#[derive(Debug)]
pub(crate) struct LoadedCatalog {
    /// The texts that the diagnostics point into.
    pub sources: SourceMap,
    /// What the catalog means, as far as its files could be understood.
    pub catalog: Catalog,
    /// How everything in it stands.
    pub assessment: Assessment,
    /// The folder of the history, from the catalog's.
    pub history: String,
    /// What the rules found; nothing while the catalog has errors.
    pub rule_report: RuleReport,
    /// What the files say wrongly, in their order.
    pub diagnostics: Vec<Diagnostic>,
    /// The dbt projects that `glassbox.yml` names, and where they are.
    pub projects: Vec<ProjectPlace>,
    theme: Option<Spanned<String>>,
}

impl LoadedCatalog {
    /// All that is wrong with it.
    #[must_use]
    pub(crate) fn report(&self) -> Report<'_> {
        Report::new(&self.catalog, &self.sources, self.diagnostics.clone(), &self.rule_report.findings)
    }
}

/// A loaded catalog with its theme.
#[derive(Debug)]
pub(crate) struct ThemedCatalog {
    /// The catalog.
    pub loaded: LoadedCatalog,
    /// The theme.
    pub theme: Theme,
}

/// What every command makes of a catalog: the site, what renders it, and all that is wrong with them.
pub(crate) struct PreparedSite<'c> {
    /// The pages.
    pub site: Site<'c>,
    /// What makes bytes of them, unless a template cannot be used.
    pub renderer: Option<Renderer<'c>>,
    /// All that is wrong.
    pub report: Report<'c>,
}

/// Loads the catalog in the folder `root`, as of `now`, with dbt's artifacts out of a folder of their own if
/// one is given: those of a state whose files are in git and whose artifacts are not.
///
/// # Errors
/// When the machine cannot read what is there, or the folder has no artifacts of the catalog's projects. What is
/// wrong with the catalog is in the result.
pub(crate) fn load(root: &Path, artifacts: Option<&Path>, now: Timestamp) -> Result<LoadedCatalog> {
    load_incremental(root, artifacts, None, now)
}

/// What is kept from one reading of a catalog to the next.
#[derive(Default)]
pub(crate) struct LoadCache {
    files: read::cache::ReadCache,
    dbt: resolve::ResolveCache,
}

/// The same as [`load`], with what was kept from the last time: the result is the same to the byte.
fn load_incremental(
    root: &Path,
    artifacts: Option<&Path>,
    cache: Option<&mut LoadCache>,
    now: Timestamp,
) -> Result<LoadedCatalog> {
    let mut diagnostics: Diagnostics = Vec::new();
    let (files, dbt) = match cache {
        Some(cache) => (Some(&mut cache.files), &mut cache.dbt),
        None => (None, &mut resolve::ResolveCache::default()),
    };
    let mut previous = Previous { files, artifacts: dbt.artifacts(), elsewhere: artifacts };
    let mut documents = documents(root, &mut previous, &mut diagnostics)?;
    let sources = documents.sources.clone();
    let theme = documents.config.theme.clone();
    let projects = std::mem::take(&mut documents.places);
    let history = read::history::folder(&documents.config).to_owned();
    let catalog = resolve::catalog(documents, now, &taken_names(), dbt, &mut diagnostics);
    let today = now.to_zoned(catalog.facts.time_zone.clone()).date();
    // Rules run only on a catalog without errors; otherwise they would report consequences of those.
    let judge = || (!has_errors(&diagnostics)).then(|| rules::judge(&catalog, today));
    let (assessment, rule_report) = rayon::join(|| assess::assess(&catalog, now), judge);
    let rule_report = match rule_report {
        None => RuleReport::default(),
        Some(rule_report) => scored(rule_report, &catalog, &assessment, today, &mut diagnostics),
    };
    print::sort(&mut diagnostics, &sources);
    Ok(LoadedCatalog { sources, catalog, assessment, rule_report, history, diagnostics, projects, theme })
}

/// What the rules found, with how products do by the standards; what the catalog says wrongly of rules is pushed.
fn scored(
    rule_report: RuleReport,
    catalog: &Catalog,
    assessment: &Assessment,
    today: Date,
    diagnostics: &mut Diagnostics,
) -> RuleReport {
    let unknown = standards::unknown_rules(catalog, rules::pages().map(|page| page.id));
    diagnostics.extend(rule_report.diagnostics.iter().chain(&unknown).map(|one| rule_fault(one, catalog)));
    let seen = standards::CheckContext { catalog, assessment, rule_report: &rule_report, today };
    let (scorecards, to_build) = (standards::scorecards(&seen), standards::to_build(&seen));
    RuleReport { scorecards, to_build, ..rule_report }
}

/// Loads the catalog, with what was kept from the last time if there was one, and reads its theme.
///
/// # Errors
/// When the machine cannot read what is there. What is wrong with the catalog is in the result.
pub(crate) fn open(root: &Path, now: Timestamp, cache: Option<&mut LoadCache>) -> Result<ThemedCatalog> {
    themed(root, load_incremental(root, None, cache, now)?)
}

/// Reads the theme of a catalog that was loaded from the folder `root`.
///
/// # Errors
/// As those of [`open`].
pub(crate) fn themed(root: &Path, mut loaded: LoadedCatalog) -> Result<ThemedCatalog> {
    let LoadedCatalog { sources, diagnostics, theme: named, .. } = &mut loaded;
    let theme = theme(root, named.as_ref(), sources, diagnostics)?;
    Ok(ThemedCatalog { loaded, theme })
}

/// Prepares the site of a catalog, as of `now`: its pages are made when they are asked for.
#[must_use]
pub(crate) fn prepare(opened: &ThemedCatalog, now: Timestamp) -> PreparedSite<'_> {
    let ThemedCatalog { loaded, theme } = opened;
    let site = Site::new(&loaded.catalog, &loaded.assessment, &loaded.rule_report, now);
    let mut report = loaded.report();
    report.diagnostics.extend(theme.hiding(|path| site.page(path).is_some()));
    let renderer = Renderer::new(theme, &site.facts).map_err(|fault| report.diagnostics.push(*fault)).ok();
    PreparedSite { site, renderer, report }
}

/// Whether a folder holds a catalog.
#[must_use]
pub(crate) fn is_catalog(folder: &Path) -> bool {
    read::files::yaml(folder, "glassbox").is_some()
}

/// The time zone of the catalog in the folder `root`; UTC where that is not said, or cannot be read.
#[must_use]
pub(crate) fn time_zone(root: &Path) -> TimeZone {
    read::watching::time_zone(root)
}

/// What the catalog in the folder `root` is read from.
#[must_use]
pub(crate) fn inputs(root: &Path) -> Inputs {
    read::watching::inputs(root)
}

/// The catalog in the folder `root` as it was at a revision of git.
///
/// # Errors
/// When git is not there, or knows no such revision.
pub(crate) fn at_revision(root: &Path, revision: &str) -> Result<Checkout> {
    read::revision::checkout(root, revision)
}

/// The files that were touched since a branch left a revision, by their paths from the catalog's folder.
///
/// # Errors
/// As those of [`at_revision`].
pub(crate) fn touched(root: &Path, revision: &str) -> Result<Vec<String>> {
    read::revision::touched(root, revision)
}

/// What changed since the catalog was recorded last, and its shape as it is to be kept; the first time,
/// nothing has changed.
///
/// # Errors
/// When what was kept is there and cannot be read.
pub(crate) fn changed(root: &Path, loaded: &LoadedCatalog) -> Result<(Vec<Change>, String)> {
    let kept = read::history::kept_shape(&root.join(&loaded.history))?;
    let old = kept.and_then(|text| CatalogShape::from_kept(&text));
    let new = CatalogShape::of(&loaded.catalog);
    let mut new = new.with_levels(&loaded.catalog, &loaded.rule_report.scorecards, old.as_ref());
    let Some(old) = old else { return Ok((Vec::new(), new.kept())) };
    new.take_unseen(&old);
    new.take_forgotten_columns(&old);
    Ok((changes::changes(&old, &new), new.kept()))
}

/// The ids of what failed according to one file of dbt's run results.
///
/// # Errors
/// When it cannot be read, or is no such file.
pub(crate) fn failed_nodes(path: &Path) -> Result<Vec<String>> {
    read::evidence::failed(path)
}

/// Renders a site and publishes it into a folder.
///
/// # Errors
/// When a template fails, or the machine does; the old site is left whole in the first case.
pub(crate) fn publish(
    site: Site<'_>,
    renderer: &Renderer<'_>,
    folder: Folder,
) -> std::result::Result<Published, PublishError<Box<Diagnostic>>> {
    let pages = renderer.with_files(site.into_pages());
    let planned = plan(&pages, renderer);
    let published = folder.publish(&planned, |path| match pages.get(path) {
        Some(page) => renderer.render(page),
        None => Ok(Vec::new()),
    });
    // The program ends soon; to free a large site piece by piece would only take time.
    std::mem::forget(pages);
    published
}

/// Every file of a site with the hash of what it depends on.
fn plan(pages: &BTreeMap<String, Page>, renderer: &Renderer<'_>) -> Vec<Planned> {
    let planned = pages
        .par_iter()
        .map(|(path, page)| Planned { path: path.clone(), fingerprint: renderer.fingerprint(page) });
    planned.collect()
}
