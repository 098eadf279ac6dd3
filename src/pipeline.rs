//! The stages in order: read → resolve → assess → standards → prose → site → render → publish. Rules judge the catalog
//! while it is assessed.
//!
//! This calls the stages and collects the problems that they find; it is the page to read first. Every command [loads](load) a catalog;
//! those that build its site, or report its problems, [`open`] and [`prepare`] it.

use crate::changes::{self, CatalogShape};
use crate::diagnostics::{Diagnostic, Diagnostics, has_errors, print};
use crate::error::Result;
use crate::model::{Assessment, Catalog, Change, RuleReport};
use crate::prose::report::{Report, reference_diagnostic};
use crate::publish::{Folder, PublishError, Published, StagedFile};
use crate::read::catalog::{ReadOptions, documents};
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
use std::collections::BTreeSet;
use std::path::Path;

/// A catalog that was read and assessed, with all problems found in it.
#[derive(Debug)]
pub(crate) struct LoadedCatalog {
    /// The texts that the diagnostics point into.
    pub sources: SourceMap,
    /// The catalog, as far as its files could be understood.
    pub catalog: Catalog,
    /// The status of everything in it.
    pub assessment: Assessment,
    /// The folder of the history, relative to the catalog's.
    pub history: String,
    /// The findings of the rules; empty while the catalog has errors.
    pub rule_report: RuleReport,
    /// The problems of its files, in their order.
    pub diagnostics: Vec<Diagnostic>,
    /// The dbt projects that `glassbox.yml` names, and their locations.
    pub projects: Vec<ProjectPlace>,
    theme: Option<Spanned<String>>,
}

impl LoadedCatalog {
    /// Returns all its problems.
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

/// The result of preparing a catalog for any command: the site, its renderer, and all problems with them.
pub(crate) struct PreparedSite<'c> {
    /// The pages.
    pub site: Site<'c>,
    /// The renderer of the pages, unless a template cannot be used.
    pub renderer: Option<Renderer<'c>>,
    /// All problems.
    pub report: Report<'c>,
}

/// Loads the catalog in the folder `root`, as of `now`, with dbt's artifacts from a separate folder if
/// one is given: for a state whose files are in git but whose artifacts are not.
///
/// # Errors
/// If existing files cannot be read, or the folder has no artifacts of the catalog's projects. Problems of the
/// catalog are part of the result.
pub(crate) fn load(root: &Path, artifacts: Option<&Path>, now: Timestamp) -> Result<LoadedCatalog> {
    load_incremental(root, artifacts, None, now)
}

/// What is cached between two loads of a catalog.
#[derive(Default)]
pub(crate) struct LoadCache {
    files: read::cache::ReadCache,
    dbt: resolve::ResolveCache,
}

/// The same as [`load`], with the cache of the last load: the result is the same to the byte.
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
    let mut previous = ReadOptions { files, artifacts_stamp: dbt.artifacts(), artifacts_folder: artifacts };
    let mut documents = documents(root, &mut previous, &mut diagnostics)?;
    let sources = documents.sources.clone();
    let theme = documents.config.theme.clone();
    let projects = std::mem::take(&mut documents.project_places);
    let history = read::history::folder(&documents.config).to_owned();
    let catalog = resolve::catalog(documents, now, &taken_names(), dbt, &mut diagnostics);
    let today = now.to_zoned(catalog.settings.time_zone.clone()).date();
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

/// Scores products by the standards, and adds diagnostics for faulty references to rules.
fn scored(
    rule_report: RuleReport,
    catalog: &Catalog,
    assessment: &Assessment,
    today: Date,
    diagnostics: &mut Diagnostics,
) -> RuleReport {
    let unknown = standards::unknown_rules(catalog, rules::pages().map(|page| page.id));
    diagnostics.extend(
        rule_report
            .reference_errors
            .iter()
            .chain(&unknown)
            .map(|diagnostic| reference_diagnostic(diagnostic, catalog)),
    );
    let seen = standards::CheckContext { catalog, assessment, rule_report: &rule_report, today };
    let (scorecards, to_build) = (standards::scorecards(&seen), standards::to_build(&seen));
    RuleReport { scorecards, to_build, ..rule_report }
}

/// Loads the catalog, with the cache of the last load if any, and reads its theme.
///
/// # Errors
/// If existing files cannot be read. Problems of the catalog are part of the result.
pub(crate) fn open(root: &Path, now: Timestamp, cache: Option<&mut LoadCache>) -> Result<ThemedCatalog> {
    themed(root, load_incremental(root, None, cache, now)?)
}

/// Reads the theme of a catalog loaded from the folder `root`.
///
/// # Errors
/// See [`open`].
pub(crate) fn themed(root: &Path, mut loaded: LoadedCatalog) -> Result<ThemedCatalog> {
    let LoadedCatalog { sources, diagnostics, theme: named, .. } = &mut loaded;
    let theme = theme(root, named.as_ref(), sources, diagnostics)?;
    Ok(ThemedCatalog { loaded, theme })
}

/// Prepares the site of a catalog, as of `now`: pages are made on request.
#[must_use]
pub(crate) fn prepare(opened: &ThemedCatalog, now: Timestamp) -> PreparedSite<'_> {
    let ThemedCatalog { loaded, theme } = opened;
    let site = Site::new(&loaded.catalog, &loaded.assessment, &loaded.rule_report, now);
    let mut report = loaded.report();
    report.diagnostics.extend(theme.hiding(|path| site.page(path).is_some()));
    let renderer =
        Renderer::new(theme, &site.facts).map_err(|diagnostic| report.diagnostics.push(*diagnostic)).ok();
    PreparedSite { site, renderer, report }
}

/// Returns whether a folder contains a catalog.
#[must_use]
pub(crate) fn is_catalog(folder: &Path) -> bool {
    read::files::yaml(folder, "glassbox").is_some()
}

/// Returns the time zone of the catalog in the folder `root`; UTC if it is not set or cannot be read.
#[must_use]
pub(crate) fn time_zone(root: &Path) -> TimeZone {
    read::watching::time_zone(root)
}

/// Returns the inputs of the catalog in the folder `root`.
#[must_use]
pub(crate) fn inputs(root: &Path) -> Inputs {
    read::watching::inputs(root)
}

/// Checks out the catalog in the folder `root` as of a git revision.
///
/// # Errors
/// If git is not installed, or has no such revision.
pub(crate) fn at_revision(root: &Path, revision: &str) -> Result<Checkout> {
    read::revision::checkout(root, revision)
}

/// Returns the files touched since a branch left a revision, by their paths relative to the catalog's folder.
///
/// # Errors
/// See [`at_revision`].
pub(crate) fn touched(root: &Path, revision: &str) -> Result<Vec<String>> {
    read::revision::touched(root, revision)
}

/// Returns what changed since the catalog was last recorded, and its shape to keep; the first time,
/// nothing has changed.
///
/// # Errors
/// If the kept shape exists and cannot be read.
pub(crate) fn changed(root: &Path, loaded: &LoadedCatalog) -> Result<(Vec<Change>, String)> {
    let kept = read::history::kept_shape(&root.join(&loaded.history))?;
    let old = kept.and_then(|text| CatalogShape::from_lines(&text));
    let new = CatalogShape::of(&loaded.catalog);
    let mut new = new.with_levels(&loaded.catalog, &loaded.rule_report.scorecards, old.as_ref());
    let Some(old) = old else { return Ok((Vec::new(), new.to_lines())) };
    new.fill_unobserved_from(&old);
    new.take_forgotten_columns(&old);
    Ok((changes::changes(&old, &new), new.to_lines()))
}

/// Returns the ids of what failed according to a file of dbt's run results.
///
/// # Errors
/// If it cannot be read, or is no such file.
pub(crate) fn failed_nodes(path: &Path) -> Result<Vec<String>> {
    read::evidence::failed(path)
}

/// Renders a site and publishes it into a folder, group by group: no more of its pages than needed are in memory.
///
/// # Errors
/// If a template fails, or writing fails; in the first case the old site is left intact.
pub(crate) fn publish(
    site: &Site<'_>,
    renderer: &Renderer<'_>,
    folder: Folder,
) -> std::result::Result<Published, PublishError<Box<Diagnostic>>> {
    folder.publish(|staging| {
        let stage = |(path, page): (String, Page)| {
            staging.stage(path, renderer.fingerprint(&page), || renderer.render(&page))
        };
        let groups = site.for_each_group(|pages| pages.into_iter().map(stage).collect());
        let pages: Vec<Vec<StagedFile>> = groups.into_iter().collect::<std::result::Result<_, _>>()?;
        let mut staged = pages.concat();
        let pages: BTreeSet<String> = staged.iter().map(|file| file.path.clone()).collect();
        let files = renderer.files().into_iter().filter(|(path, _)| !pages.contains(path));
        staged.extend(files.map(stage).collect::<std::result::Result<Vec<_>, _>>()?);
        Ok(staged)
    })
}
