//! Diagnostics about evidence: unmatched files, tables on two systems, other schemas.

use super::index::EvidenceIndex;
use crate::diagnostics::{Diagnostic, Diagnostics, nearest};
use crate::model::{AssetIx, EvidenceFile, EvidenceFormat, EvidenceIx, TestOutcome, UnmatchedName};
use crate::read::evidence::EvidenceFileDoc;
use crate::read::evidence::observation::ObservedSubject;
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The maximum number of files that are named for an entry; the others are only counted.
const MAX_NAMED: usize = 20;

/// The problems found while matching rows.
#[derive(Default)]
pub(super) struct MatchDiagnostics<'r> {
    /// The latest moment in each file that is still in the future.
    pub(super) future: BTreeMap<EvidenceIx, Timestamp>,
    /// The results of tests without an asset.
    pub(super) unattached: UnattachedResults<'r>,
    /// Files with most tables in one schema other than in the manifest, with that schema.
    pub(super) schemas: Vec<(EvidenceIx, String)>,
    /// The namespaces under which each asset was observed.
    pub(super) systems: BTreeMap<AssetIx, BTreeSet<Arc<str>>>,
}

/// The newest result of each test without an asset, and when it was, by the test's id.
pub(super) type UnattachedResults<'r> = BTreeMap<&'r str, (Timestamp, TestOutcome)>;

/// A file, and its unmatched names.
type FileSummary = (EvidenceFile, BTreeSet<String>);

impl MatchDiagnostics<'_> {
    /// Reports the problems, and returns the files with similar names for the unmatched ones.
    pub(super) fn report(
        self,
        docs: &[EvidenceFileDoc],
        files: Vec<FileSummary>,
        index: &EvidenceIndex<'_>,
        now: Timestamp,
        diagnostics: &mut Diagnostics,
    ) -> Vec<EvidenceFile> {
        for (file, moment) in &self.future {
            let path = &docs[file.position()].path;
            let message = format!("`{path}` has a time in the future: {moment}, and now is {now}");
            let diagnostic = Diagnostic::warning("future-evidence", message)
                .note("what it reports for that time counts as unknown")
                .help("check the clock of the machine that wrote it, or set the current time with --now");
            diagnostics.push(diagnostic);
        }
        self.report_schemas(docs, diagnostics);
        self.report_systems(index, diagnostics);
        self.report_unattached_tests(diagnostics);
        report_unmatched(docs, files, index, diagnostics)
    }

    /// Reports files with most tables in one other schema: their manifest is of another target.
    fn report_schemas(&self, docs: &[EvidenceFileDoc], diagnostics: &mut Diagnostics) {
        let mut by_place: BTreeMap<(&str, &str), Vec<&EvidenceFileDoc>> = BTreeMap::new();
        for (file, schema) in &self.schemas {
            let doc = &docs[file.position()];
            by_place.entry((&doc.place, schema)).or_default().push(doc);
        }
        for ((place, schema), docs) in by_place {
            let projects = match docs.as_slice() {
                [only] => format!("`{}` reports", only.path),
                several => format!("{} files of `{place}` report", several.len()),
            };
            let message =
                format!("{projects} on tables in the schema `{schema}`, where the manifest has none");
            let mut diagnostic = Diagnostic::warning("another-schema", message);
            if let Some(span) = docs[0].span {
                diagnostic = diagnostic.at(span, "named here");
            }
            diagnostics.push(
                diagnostic
                    .note("rows about the tables of another schema, such as those of a pull request, do not count")
                    .help(format!(
                        "if `{schema}` is production, write the manifest with `dbt parse --target prod`, \
                         or add `schemas: [{schema}]` to this dbt project in `glassbox.yml`"
                    )),
            );
        }
    }

    /// Reports tables under two namespaces: they are two tables until a setting says which one is meant.
    fn report_systems(&self, index: &EvidenceIndex<'_>, diagnostics: &mut Diagnostics) {
        let mut by_systems: BTreeMap<&BTreeSet<Arc<str>>, Vec<&str>> = BTreeMap::new();
        for (asset, systems) in self.systems.iter().filter(|(_, systems)| systems.len() > 1) {
            let asset = &index.assets[asset.position()];
            by_systems.entry(systems).or_default().push(asset.relation.as_deref().unwrap_or(&asset.name));
        }
        for (systems, tables) in by_systems {
            let names: Vec<String> = systems.iter().map(|name| format!("`{name}`")).collect();
            let more =
                if tables.len() > 1 { format!(" and {} more", tables.len() - 1) } else { String::new() };
            let message = format!(
                "`{}`{more} appears under {} namespaces: {}",
                tables[0],
                systems.len(),
                names.join(", ")
            );
            let first = systems.first().map(ToString::to_string).unwrap_or_default();
            let diagnostic = Diagnostic::warning("ambiguous-table", message)
                .note("the same name in two systems counts as two tables, and the worse status counts")
                .help(format!(
                    "say which is meant in `glassbox.yml`: \
                     `openlineage: [{{path: …, namespaces: {{\"{first}\": PROJECT_OR_DATABASE}}}}]`, or `ignore` for one that is not"
                ));
            diagnostics.push(diagnostic);
        }
    }

    fn report_unattached_tests(&self, diagnostics: &mut Diagnostics) {
        let failed = self.unattached.iter().filter(|(_, (_, outcome))| outcome.is_failure());
        for (test, _) in failed.take(MAX_NAMED) {
            let name = test.splitn(3, '.').nth(2).unwrap_or(test);
            let message = format!("the test `{name}` failed, and reads nothing that dbt knows");
            let diagnostic = Diagnostic::warning("unattached-test", message)
                .note("its failure belongs to no product")
                .help("use `ref` or `source` for the tables that it reads");
            diagnostics.push(diagnostic);
        }
    }
}

/// Reports files of which no rows match, or hardly any; other unmatched rows are only counted.
fn report_unmatched(
    docs: &[EvidenceFileDoc],
    files: Vec<FileSummary>,
    index: &EvidenceIndex<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<EvidenceFile> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut unmatched_rows = Vec::with_capacity(files.len());
    for (doc, (mut file, unmatched_names)) in docs.iter().zip(files) {
        let is_mostly_unmatched = file.is_mostly_unmatched();
        let count = counts.entry(&doc.place).or_default();
        *count += usize::from(is_mostly_unmatched);
        let is_reported = is_mostly_unmatched && *count <= MAX_NAMED;
        let stranger = |name: String| {
            let nearest = if !is_reported {
                None
            } else if doc
                .observations
                .iter()
                .all(|observation| matches!(observation.subject, ObservedSubject::Node { .. }))
            {
                nearest(&name, index.ids())
            } else {
                nearest(&name, index.names())
            };
            UnmatchedName { nearest: nearest.map(str::to_owned), name }
        };
        file.unmatched_names = unmatched_names.into_iter().map(stranger).collect();
        if is_reported {
            diagnostics.push(unmatched(doc, &file));
        }
        unmatched_rows.push(file);
    }
    for (place, count) in counts {
        if count > MAX_NAMED {
            let message =
                format!("{} more files of `{place}` match nothing in the catalog", count - MAX_NAMED);
            diagnostics.push(Diagnostic::warning("unmatched-evidence", message));
        }
    }
    unmatched_rows
}

fn unmatched(doc: &EvidenceFileDoc, file: &EvidenceFile) -> Diagnostic {
    let counts = &file.counts;
    let row = file.format.map_or("row", EvidenceFormat::row);
    let path = &doc.path;
    let message = match (counts.unmatched, counts.rows()) {
        (1, 1) => format!("the only {row} of `{path}` matches nothing in the catalog"),
        (lost, all) if lost == all => {
            format!("none of the {all} {row}s of `{path}` match anything in the catalog")
        }
        (1, all) => format!("1 of {all} {row}s of `{path}` matches nothing in the catalog"),
        (lost, all) => format!("{lost} of {all} {row}s of `{path}` match nothing in the catalog"),
    };
    let mut diagnostic = Diagnostic::warning("unmatched-evidence", message);
    if let Some(span) = doc.span {
        diagnostic = diagnostic.at(span, "named here");
    }
    if let Some(UnmatchedName { name, nearest }) = file.unmatched_names.first() {
        diagnostic = match nearest {
            Some(nearest) => {
                diagnostic.note(format!("one of them is `{name}`; the nearest name here is `{nearest}`"))
            }
            None => diagnostic.note(format!("one of them is `{name}`")),
        };
    }
    diagnostic
        .help("use evidence of the same dbt project as the manifest, or remove the file from `glassbox.yml`")
}
