//! Reads the two states of a catalog for `glassbox diff`, each as far as possible, and collects what cannot be
//! compared.

use super::gaps::{self, StateGap};
use super::moment::{self, Moment};
use super::problems::{ListingMode, Problems, StateReport};
use crate::changes::{self, CatalogShape};
use crate::diagnostics::{Diagnostic, Severity};
use crate::error::Error;
use crate::model::{Change, ShownNames};
use crate::pipeline::{self, LoadedCatalog, ProjectPlace};
use crate::source::Span;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A state as requested.
#[derive(Clone, Copy)]
pub(super) struct State<'a> {
    /// A folder or a git revision; `None` is the current catalog.
    pub(super) named: Option<&'a str>,
    /// The folder of the catalog.
    pub(super) catalog: &'a Path,
    /// A folder with the dbt artifacts of the state.
    pub(super) artifacts: Option<&'a Path>,
    /// The option that sets this folder.
    pub(super) option: &'static str,
}

/// A state as read.
pub(super) struct ReadState {
    name: String,
    shape: CatalogShape,
    names: ShownNames,
    gaps: Vec<StateGap>,
    /// Whether the dbt manifest of a project is missing, or is not of this state.
    lacks_manifest: bool,
    /// The dbt projects that it names.
    projects: Vec<Project>,
    /// The file that defines each product.
    files: BTreeMap<String, String>,
    /// The files that could not be read completely.
    broken: BTreeSet<String>,
    option: &'static str,
}

/// A dbt project of a state.
struct Project {
    place: ProjectPlace,
    /// Whether the tables in the warehouse are described, and the description could be read.
    is_described: bool,
}

/// Diagnostics that follow from a missing manifest, which is reported once.
const WITHOUT_MANIFEST: &[&str] =
    &["unknown-node", "unknown-asset", "unknown-port", "ambiguous-port", "foreign-port"];

impl State<'_> {
    /// Reads the state: a folder, a revision of the catalog, or the current catalog. Its problems are reported and
    /// returned.
    ///
    /// # Errors
    /// If there is no such state; holds the reason.
    pub(super) fn read(
        &self,
        now: Option<Moment>,
        listed: ListingMode<'_>,
    ) -> Result<(ReadState, Problems), StateGap> {
        let state = |name: &str, folder: &Path| self.load(name, folder, None, now, listed);
        match self.named {
            None => state("the catalog", self.catalog),
            Some(folder) if pipeline::is_catalog(Path::new(folder)) => state(folder, Path::new(folder)),
            Some(revision) => {
                let checkout =
                    pipeline::at_revision(self.catalog, revision).map_err(|why| self.none(&why))?;
                self.load(revision, checkout.catalog(), Some(checkout.folder()), now, listed)
            }
        }
    }

    fn load(
        &self,
        name: &str,
        root: &Path,
        checkout: Option<&Path>,
        now: Option<Moment>,
        listed: ListingMode<'_>,
    ) -> Result<(ReadState, Problems), StateGap> {
        let now = moment::now(now, root).map_err(|why| self.none(&why))?;
        let loaded = pipeline::load(root, self.artifacts, now).map_err(|why| self.none(&why))?;
        let state = self.loaded(name, &loaded, checkout);
        // A checkout is removed when the command ends, so its files are shown under their paths in the catalog.
        let shown_in = if checkout.is_some() { self.catalog } else { root };
        let report = StateReport { name, root, shown_in, now };
        Ok((state, report.say(loaded, listed).map_err(|why| self.none(&why))?))
    }

    /// Returns the gap for a missing state.
    fn none(&self, why: &Error) -> StateGap {
        let state = self.named.unwrap_or_default().to_owned();
        let help = "give a folder with a `glassbox.yml`, or a git revision".to_owned();
        StateGap { code: gaps::NO_STATE, state, text: why.to_string(), help }
    }

    fn loaded(&self, name: &str, loaded: &LoadedCatalog, checkout: Option<&Path>) -> ReadState {
        let artifacts = format!("pass dbt's artifacts of that state with `{} DIR`", self.option);
        let help = match (self.named, checkout) {
            (None, _) => "write them with `dbt parse`".to_owned(),
            (Some(_), _) => artifacts.clone(),
        };
        let gap = |code, text: String, help: &str| StateGap {
            code,
            state: name.to_owned(),
            text,
            help: help.to_owned(),
        };
        let compared = handled_missing_references(loaded);
        let is_gap = |diagnostic: &&Diagnostic| {
            affects_comparison(diagnostic, loaded)
                && !diagnostic.labels.first().is_some_and(|label| compared.contains(&label.span))
        };
        let errors: Vec<&Diagnostic> = loaded.diagnostics.iter().filter(is_gap).collect();
        let is_of_dbt = |error: &&Diagnostic| matches!(error.code, "missing-manifest" | "bad-manifest");
        let (of_dbt, others): (Vec<&Diagnostic>, Vec<&Diagnostic>) = errors.into_iter().partition(is_of_dbt);
        let mut gaps: Vec<StateGap> =
            of_dbt.iter().map(|diagnostic| gap(diagnostic.code, diagnostic.message.clone(), &help)).collect();
        let outside = loaded
            .projects
            .iter()
            .filter(|place| !place.is_elsewhere && checkout.is_some_and(|folder| !place.is_in(folder)));
        gaps.extend(outside.map(|place| {
            let text =
                format!("dbt's artifacts in `{}` are not in git, and may be from another state", place.named);
            gap("artifacts-outside", text, &artifacts)
        }));
        let broken: BTreeSet<String> = others.iter().filter_map(|error| file(error, loaded)).collect();
        let has_config = !others.iter().any(|diagnostic| diagnostic.code == "no-config")
            && !["glassbox.yml", "glassbox.yaml"].iter().any(|path| broken.contains(*path));
        let lacks_manifest = !gaps.is_empty() || loaded.projects.is_empty() && !has_config;
        let is_reported = |error: &&&Diagnostic| !(lacks_manifest && WITHOUT_MANIFEST.contains(&error.code));
        let reported = others.iter().filter(is_reported);
        let help = "run `glassbox check` for details";
        gaps.extend(reported.map(|diagnostic| {
            let place = file(diagnostic, loaded).map_or(String::new(), |path| format!(" in `{path}`"));
            gap("not-read", format!("{}{place}", diagnostic.message), help)
        }));
        let catalog = &loaded.catalog;
        let files = catalog
            .products
            .iter()
            .map(|product| (product.id.clone(), loaded.sources.path(product.span.file).to_owned()));
        ReadState {
            name: name.to_owned(),
            shape: CatalogShape::of(catalog),
            names: ShownNames::of(catalog),
            gaps,
            lacks_manifest,
            projects: loaded.projects.iter().map(|place| project(place, loaded)).collect(),
            files: files.collect(),
            broken,
            option: self.option,
        }
    }
}

/// Returns the places at which a catalog names something missing that the comparison handles: the asset behind an
/// output port, and the output port of another product that is read.
fn handled_missing_references(loaded: &LoadedCatalog) -> BTreeSet<Span> {
    let products = loaded.catalog.products.iter();
    let places = products.flat_map(|product| {
        let assets = product.output_ports.iter().filter_map(|port| Some(port.missing.as_ref()?.span));
        assets.chain(product.input_ports.iter().filter_map(|port| port.missing_port))
    });
    places.collect()
}

/// Returns whether a diagnostic means that something was not read that others can see of products.
fn affects_comparison(diagnostic: &Diagnostic, loaded: &LoadedCatalog) -> bool {
    let is_beside = |path: String| {
        path.starts_with("roadmap/") || path.starts_with("content/") || path.starts_with("standards.y")
    };
    diagnostic.severity == Severity::Error
        && diagnostic.code != "unknown-rule"
        && !file(diagnostic, loaded).is_some_and(is_beside)
}

/// Returns the file that a diagnostic is about.
fn file(diagnostic: &Diagnostic, loaded: &LoadedCatalog) -> Option<String> {
    let placed = diagnostic.labels.first().map(|label| loaded.sources.path(label.span.file).to_owned());
    placed.or_else(|| diagnostic.about.clone())
}

fn project(place: &ProjectPlace, loaded: &LoadedCatalog) -> Project {
    let is_broken = |diagnostic: &Diagnostic| {
        diagnostic.code == "bad-evidence"
            && file(diagnostic, loaded).is_some_and(|path| path.ends_with("catalog.json"))
    };
    let is_described = place.has_catalog() && !loaded.diagnostics.iter().any(is_broken);
    Project { place: place.clone(), is_described }
}

/// The result of a comparison of two states.
pub(super) struct Compared {
    /// The changes.
    pub(super) changes: Vec<Change>,
    /// The parts that could not be compared.
    pub(super) gaps: Vec<StateGap>,
    /// Whether every dbt table has moved.
    pub(super) have_all_moved: bool,
    /// The names in both states.
    pub(super) names: ShownNames,
}

/// Compares two states: returns the changes, and what could not be compared.
pub(super) fn compared(mut old: ReadState, mut new: ReadState) -> Compared {
    let mut gaps = std::mem::take(&mut old.gaps);
    gaps.append(&mut new.gaps);
    leave_out_unread(&mut old, &mut new);
    leave_out_unread(&mut new, &mut old);
    for (old_project, new_project) in pairs(&old, &new) {
        let (lacks, place) = match (old_project.is_described, new_project.is_described) {
            (false, true) => (&old, &old_project.place),
            (true, false) => (&new, &new_project.place),
            _ => continue,
        };
        if !lacks.lacks_manifest {
            gaps.push(StateGap {
                code: "missing-catalog",
                state: lacks.name.clone(),
                text: format!(
                    "unlike in the other state, there is no readable `catalog.json` of dbt in `{}`",
                    place.named
                ),
                help: format!(
                    "write it with `dbt docs generate`, and pass its folder with `{} DIR`",
                    lacks.option
                ),
            });
        }
    }
    let is_without =
        |read: &ReadState| gaps.iter().any(|gap| gap.code == "missing-catalog" && gap.state == read.name);
    let (old_is_without, new_is_without) = (is_without(&old), is_without(&new));
    if old_is_without {
        old.shape.take_unknown_columns(&new.shape);
    }
    if new_is_without {
        new.shape.take_unknown_columns(&old.shape);
    }
    if old.lacks_manifest {
        old.shape.fill_unknown_from(&new.shape);
    }
    if new.lacks_manifest {
        new.shape.fill_unknown_from(&old.shape);
    }
    gaps.extend(gaps::unseen(&old.shape, &new.shape, &new.name));
    new.shape.fill_unobserved_from(&old.shape);
    gaps.extend(gaps::forgotten(&old.shape, &new.shape));
    Compared {
        changes: changes::changes(&old.shape, &new.shape),
        gaps,
        have_all_moved: changes::have_all_moved(&old.shape, &new.shape),
        names: new.names.or(old.names),
    }
}

/// Returns the projects that are the same in two states: by their paths, or because there is only one.
fn pairs<'r>(old: &'r ReadState, new: &'r ReadState) -> Vec<(&'r Project, &'r Project)> {
    if let ([old_project], [new_project]) = (old.projects.as_slice(), new.projects.as_slice()) {
        return vec![(old_project, new_project)];
    }
    let same = |project: &Project| {
        new.projects.iter().find(|candidate| candidate.place.named == project.place.named)
    };
    old.projects.iter().filter_map(|project| Some((project, same(project)?))).collect()
}

/// Leaves out the products and systems whose files could not be read in the first state.
fn leave_out_unread(state: &mut ReadState, other_state: &mut ReadState) {
    let lost = other_state
        .files
        .iter()
        .filter(|(id, path)| state.broken.contains(*path) && !state.files.contains_key(*id));
    let lost: Vec<String> = lost.map(|(id, _)| id.clone()).collect();
    for id in lost {
        other_state.shape.leave_out(&id);
    }
    if state.broken.iter().any(|path| path.starts_with("systems.y")) {
        other_state.shape.leave_out_systems();
    }
}
