//! `glassbox check`: reads the catalog as `build` does, reports problems and findings, and writes nothing.

use super::report::CannotRun;
use super::{CatalogArguments, Exit, report};
use crate::diagnostics::{Diagnostic, Severity};
use crate::model::{Catalog, Finding, ProductIx};
use crate::pipeline::{self, LoadedCatalog};
use crate::prose::en;
use crate::prose::report::Report;
use crate::source::FileId;
use clap::{Args, ValueEnum};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Args, Debug)]
pub(super) struct CheckArguments {
    #[command(flatten)]
    catalog: CatalogArguments,
    /// Report only this rule, and errors that prevent the catalog from being read; can be repeated
    #[arg(long, value_name = "RULE")]
    only: Vec<String>,
    /// Do not report this rule; can be repeated
    #[arg(long, value_name = "RULE")]
    except: Vec<String>,
    /// Report only problems in what changed on this branch since it diverged from this git revision, and errors that
    /// prevent the catalog from being read
    #[arg(long, value_name = "REVISION")]
    changed_since: Option<String>,
    /// Also exit with 1 for warnings, or for warnings and notes
    #[arg(long, value_enum, value_name = "SEVERITY")]
    deny: Option<DenyLevel>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum DenyLevel {
    /// Warnings
    Warnings,
    /// Warnings and notes
    Notes,
}

pub(super) fn run(arguments: &CheckArguments) -> Result<Exit, CannotRun> {
    for rule in arguments.only.iter().chain(&arguments.except) {
        super::explain::rule_page(rule)?;
    }
    let root = &arguments.catalog.catalog;
    let now = arguments.catalog.now()?;
    let opened = pipeline::open(root, now, None)?;
    let loaded = &opened.loaded;
    let touched = match &arguments.changed_since {
        None => None,
        Some(revision) => Some(Touched::new(pipeline::touched(root, revision)?, loaded)),
    };
    let mut prepared = pipeline::prepare(&opened, now);
    arguments.keep_requested(&mut prepared.report, touched.as_ref());
    let listed = prepared.report.listed();
    let tally = report::list(&listed, loaded, root, arguments.catalog.format.into());
    if let Some(sums) = en::evidence(&loaded.catalog.observations.files) {
        report::say(&format!("Evidence: {sums}"));
    }
    let products = report::counted(loaded.catalog.products.len(), "product");
    let outcome = if tally.is_empty() { "no problems".to_owned() } else { tally };
    report::say(&format!("Checked {products}: {outcome}"));
    let lowest_denied = match arguments.deny {
        None => Severity::Error,
        Some(DenyLevel::Warnings) => Severity::Warning,
        Some(DenyLevel::Notes) => Severity::Note,
    };
    // Severity orders from Error to Note, so `<=` means at least as severe.
    let is_denied = listed.iter().any(|diagnostic| diagnostic.severity <= lowest_denied);
    // The process ends here; freeing a large catalog piece by piece would only take time.
    std::mem::forget(prepared);
    std::mem::forget(opened);
    Ok(if is_denied { Exit::Rejected } else { Exit::Fine })
}

impl CheckArguments {
    /// Removes everything from a report that is not requested, except for errors that prevent reading the catalog.
    fn keep_requested(&self, report: &mut Report<'_>, touched: Option<&Touched>) {
        report.diagnostics.retain(|diagnostic| {
            let concerns = touched.is_none_or(|touched| touched.concerns_diagnostic(diagnostic));
            diagnostic.severity == Severity::Error || self.only.is_empty() && concerns
        });
        report.findings.retain(|finding| {
            self.is_requested(finding.rule) && touched.is_none_or(|touched| touched.concerns_finding(finding))
        });
    }

    fn is_requested(&self, rule: &str) -> bool {
        let named = |rules: &[String]| rules.iter().any(|listed| listed == rule);
        (self.only.is_empty() || named(&self.only)) && !named(&self.except)
    }
}

/// The changes of a branch: files of the catalog, and products by their own files and by the files of their assets in
/// dbt, which are their code and what describes them; not by macros and SQL tests.
struct Touched {
    files: BTreeSet<FileId>,
    products: BTreeSet<ProductIx>,
}

impl Touched {
    fn new(paths: Vec<String>, loaded: &LoadedCatalog) -> Self {
        let paths: BTreeSet<String> = paths.into_iter().collect();
        let ids =
            (0..loaded.sources.len()).map(|position| FileId(u32::try_from(position).unwrap_or(u32::MAX)));
        let files: BTreeSet<FileId> = ids.filter(|id| paths.contains(loaded.sources.path(*id))).collect();
        let catalog = &loaded.catalog;
        let files_of_dbt = ChangedDbtFiles::new(&paths, catalog);
        let products =
            catalog.products.iter().enumerate().filter(|(_, product)| files.contains(&product.span.file));
        let mut products: BTreeSet<ProductIx> =
            products.map(|(position, _)| ProductIx::at(position)).collect();
        let assets = catalog.assets.iter();
        let changed = assets.filter(|asset| {
            let mut paths = [&asset.path, &asset.patch_path].into_iter();
            paths.any(|path| files_of_dbt.contain(&asset.package, path))
        });
        products.extend(changed.filter_map(|asset| asset.product));
        Self { files, products }
    }

    /// Returns whether a diagnostic is about one of the files; one without a place concerns everybody.
    fn concerns_diagnostic(&self, diagnostic: &Diagnostic) -> bool {
        diagnostic.labels.is_empty()
            || diagnostic.labels.iter().any(|label| self.files.contains(&label.span.file))
    }

    /// Returns whether a finding is about one of the products, or has a place in one of the files.
    fn concerns_finding(&self, finding: &Finding) -> bool {
        self.products.contains(&finding.product)
            || finding.places.iter().any(|span| self.files.contains(&span.file))
    }
}

/// The changed files that may be files of a dbt project.
struct ChangedDbtFiles {
    /// The projects by each path that a file may have in its project: dbt names its files relative to the project's
    /// folder, which may be anywhere.
    projects: BTreeMap<String, BTreeSet<String>>,
}

impl ChangedDbtFiles {
    fn new(paths: &BTreeSet<String>, catalog: &Catalog) -> Self {
        let named: BTreeSet<(&str, &str)> = catalog
            .assets
            .iter()
            .flat_map(|asset| {
                [&asset.path, &asset.patch_path].map(|path| (path.as_str(), asset.package.as_str()))
            })
            .filter(|(path, _)| !path.is_empty())
            .collect();
        let mut projects: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for path in paths {
            let starts = std::iter::once(0).chain(path.match_indices('/').map(|(slash, _)| slash + 1));
            for (folder, file) in starts.map(|start| path.split_at(start)) {
                let packages = named.range((file, "")..).take_while(|(named, _)| *named == file);
                let packages: Vec<&str> = packages.map(|(_, package)| *package).collect();
                let meant = projects_in(folder, &packages, catalog);
                projects.entry(file.to_owned()).or_default().extend(meant.into_iter().map(str::to_owned));
            }
        }
        Self { projects }
    }

    fn contain(&self, project: &str, path: &str) -> bool {
        self.projects.get(path).is_some_and(|projects| projects.contains(project))
    }
}

/// Returns those of several projects with a file of the same path that are in this folder, as far as their artifacts or
/// names show; all of them if nothing shows it.
fn projects_in<'p>(folder: &str, projects: &[&'p str], catalog: &Catalog) -> Vec<&'p str> {
    let distance = |project: &str| {
        let artifacts = catalog.dbt_links.get(project).map_or(&[][..], |links| &links.artifacts);
        let below = artifacts.iter().filter_map(|artifacts| artifacts.strip_prefix(folder));
        let is_named = folder.trim_end_matches('/').rsplit('/').next().map(|name| name.replace('-', "_"));
        let named = is_named.filter(|name| name == project).map(|_| 0);
        below.filter(|rest| !rest.starts_with("../")).map(|rest| rest.split('/').count()).chain(named).min()
    };
    let nearest = projects.iter().filter_map(|project| distance(project)).min();
    let is_nearest = |project: &&&str| nearest.is_none() || distance(project) == nearest;
    projects.iter().filter(is_nearest).copied().collect()
}
