//! `glassbox check`: reads the catalog as `build` does, reports problems and findings, and writes nothing.

use super::report::CannotRun;
use super::{CatalogArguments, Exit, report};
use crate::diagnostics::{Diagnostic, Severity};
use crate::model::{Finding, ProductIx};
use crate::pipeline::{self, LoadedCatalog};
use crate::prose::en;
use crate::prose::report::Report;
use crate::source::FileId;
use clap::{Args, ValueEnum};
use std::collections::BTreeSet;

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
        // dbt names its files relative to its project's folder, which may be anywhere.
        let suffixes_of = |path: &'_ str| -> Vec<String> {
            let parts: Vec<&str> = path.split('/').collect();
            (0..parts.len()).map(|start| parts[start..].join("/")).collect()
        };
        let suffixes: BTreeSet<String> = paths.iter().flat_map(|path| suffixes_of(path)).collect();
        let is_changed = |path: &str| !path.is_empty() && suffixes.contains(path);
        let products =
            catalog.products.iter().enumerate().filter(|(_, product)| files.contains(&product.span.file));
        let mut products: BTreeSet<ProductIx> =
            products.map(|(position, _)| ProductIx::at(position)).collect();
        let assets = catalog.assets.iter();
        let changed = assets.filter(|asset| is_changed(&asset.path) || is_changed(&asset.patch_path));
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
