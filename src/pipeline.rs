//! The stages in order: read → resolve → assess → judge (rules, then standards) → site → render → publish.
//!
//! Nothing here does anything itself; this is the page to read first.

use crate::changes::{self, Shape};
use crate::diagnostics::{Diagnostic, has_errors, print};
use crate::error::Result;
use crate::model::{Catalog, Change, Finding, Judgement, RuleFault, RuleLevel, Standing};
use crate::prose::{Code as _, Say as _, Voice, en};
use crate::publish::{Failure, Folder, Planned, Published};
use crate::read::catalog::{Known, documents};
pub use crate::read::dbt::place::ProjectPlace;
pub use crate::read::revision::Checkout;
pub use crate::read::watching::{Depth, Inputs};
use crate::read::yaml::Faults;
use crate::render::Renderer;
use crate::site::parts::SiteFacts;
use crate::site::{Contents, Page, Site};
use crate::source::{SourceMap, Spanned};
use crate::theme::{Theme, theme};
use crate::{assess, read, resolve, rules, standards};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::path::Path;
use std::sync::Arc;

/// A catalog that was understood, with all that was found to be wrong with it.
#[derive(Debug)]
pub struct Understood {
    /// The texts that the diagnostics point into.
    pub sources: SourceMap,
    /// What the catalog means, as far as it could be understood.
    pub catalog: Catalog,
    /// How everything in it stands.
    pub standing: Standing,
    /// The folder of the history, from the catalog's.
    pub history: String,
    /// What the rules found; nothing while the catalog has errors.
    pub judgement: Judgement,
    /// What is wrong, in the order of the files.
    pub diagnostics: Vec<Diagnostic>,
    /// The dbt projects that `glassbox.yml` names, and where they are.
    pub projects: Vec<ProjectPlace>,
    theme: Option<Spanned<String>>,
}

impl Understood {
    /// Whether something is wrong that keeps the site from being published.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        has_errors(&self.diagnostics) || self.judgement.errors().next().is_some()
    }

    /// What is wrong, with what the rules found that counts as an error, in the order of the files.
    #[must_use]
    pub fn said(&self) -> Vec<Diagnostic> {
        let mut said: Vec<Diagnostic> = self.diagnostics.clone();
        said.extend(self.judgement.errors().map(|one| self::said(one, &self.catalog)));
        print::sort(&mut said, &self.sources);
        said
    }
}

/// A catalog that was understood, with its theme.
#[derive(Debug)]
pub struct Checked {
    /// The catalog.
    pub understood: Understood,
    /// The theme.
    pub theme: Theme,
}

/// Reads and understands the catalog in the folder `root`, as of `now`.
///
/// # Errors
/// When the machine cannot read what is there. What is wrong with the catalog is in the result.
pub fn understand(root: &Path, now: Timestamp) -> Result<Understood> {
    understand_again(root, now, (None, None))
}

/// The same as [`understand`], with dbt's artifacts out of a folder of their own, if there is one: those of a
/// state whose files are in git and whose artifacts are not.
///
/// # Errors
/// As those of [`understand`], and when the folder has no artifacts of the catalog's projects.
pub fn understand_with(root: &Path, artifacts: Option<&Path>, now: Timestamp) -> Result<Understood> {
    understand_again(root, now, (None, artifacts))
}

/// What is kept from one reading of a catalog to the next.
#[derive(Default)]
pub struct Kept {
    files: read::kept::Kept,
    dbt: resolve::Kept,
}

/// The same as [`understand`], with what was kept from the last time: the result is the same to the byte.
fn understand_again(
    root: &Path,
    now: Timestamp,
    (kept, elsewhere): (Option<&mut Kept>, Option<&Path>),
) -> Result<Understood> {
    let mut diagnostics: Faults = Vec::new();
    let (files, dbt) = match kept {
        Some(kept) => (Some(&mut kept.files), &mut kept.dbt),
        None => (None, &mut resolve::Kept::default()),
    };
    let mut known = Known { files, artifacts: dbt.artifacts(), elsewhere };
    let mut documents = documents(root, &mut known, &mut diagnostics)?;
    let sources = std::mem::take(&mut documents.sources);
    let theme = documents.config.theme.clone();
    let projects = std::mem::take(&mut documents.places);
    let history = read::history::folder(&documents.config).to_owned();
    let catalog = resolve::catalog(documents, now, dbt, &mut diagnostics);
    let today = now.to_zoned(catalog.facts.time_zone.clone()).date();
    // Rules judge what can be read: with errors, they would find what is only misread.
    let judge = || (!has_errors(&diagnostics)).then(|| rules::judge(&catalog, today));
    let (standing, judgement) = rayon::join(|| assess::standing(&catalog, now), judge);
    let judgement = match judgement {
        None => Judgement::default(),
        Some(judgement) => {
            let unknown = standards::unknown_rules(&catalog, rules::pages().map(|page| page.id));
            diagnostics.extend(judgement.faults.iter().chain(&unknown).map(|one| wrong(one, &catalog)));
            let seen =
                standards::Seen { catalog: &catalog, standing: &standing, judgement: &judgement, today };
            let scorecards = standards::scorecards(&seen);
            Judgement { scorecards, ..judgement }
        }
    };
    print::sort(&mut diagnostics, &sources);
    Ok(Understood { sources, catalog, standing, judgement, history, diagnostics, projects, theme })
}

/// Understands the catalog, with what was kept from the last time if there was one, and reads its theme.
///
/// # Errors
/// When the machine cannot read what is there. What is wrong with the catalog is in the result.
pub fn open(root: &Path, now: Timestamp, kept: Option<&mut Kept>) -> Result<Checked> {
    let mut understood = understand_again(root, now, (kept, None))?;
    let Understood { sources, diagnostics, theme: named, .. } = &mut understood;
    let theme = theme(root, named.as_ref(), sources, diagnostics)?;
    Ok(Checked { understood, theme })
}

/// Understands the catalog, and makes its site.
///
/// # Errors
/// When the machine cannot read what is there. What is wrong with the catalog is in the result.
pub fn check(root: &Path, now: Timestamp) -> Result<(Checked, Contents)> {
    let Checked { mut understood, theme } = open(root, now, None)?;
    let site = Site::new(&understood.catalog, &understood.standing, &understood.judgement, now);
    let mut site = site.into_contents();
    add_theme(&mut site, &theme, &mut understood.diagnostics);
    if let Err(fault) = Renderer::new(&theme, &site.facts) {
        understood.diagnostics.push(*fault);
    }
    print::sort(&mut understood.diagnostics, &understood.sources);
    Ok((Checked { understood, theme }, site))
}

/// What a rule found, as it is said on a terminal.
#[must_use]
pub fn said(finding: &Finding, catalog: &Catalog) -> Diagnostic {
    let voice = Voice::terminal(catalog);
    let message = finding.say(&voice);
    let diagnostic = match finding.level {
        RuleLevel::Error => Diagnostic::error(finding.rule, message),
        RuleLevel::Warning => Diagnostic::warning(finding.rule, message),
        RuleLevel::Note | RuleLevel::Off => Diagnostic::note_of(finding.rule, message),
    };
    let places = finding.places.iter().enumerate();
    let placed = places.fold(diagnostic, |said, (at, span)| said.at(*span, en::label(finding, at, &voice)));
    placed.help(en::advice(finding, &voice)).data(finding.coded(catalog).data)
}

/// What is wrong with what a catalog says of rules, as it is said on a terminal.
fn wrong(fault: &RuleFault, catalog: &Catalog) -> Diagnostic {
    let message = fault.say(&Voice::terminal(catalog));
    let diagnostic = match fault {
        RuleFault::UnknownRule { span, .. } | RuleFault::UnknownRuleOfCheck { span, .. } => {
            Diagnostic::error("unknown-rule", message).at(*span, en::mark(fault))
        }
        RuleFault::ExpiredWaiver { waiver } => {
            let span = catalog.facts.waivers[*waiver].span;
            Diagnostic::warning("expired-waiver", message).at(span, en::mark(fault))
        }
    };
    en::remedy(fault).into_iter().fold(diagnostic, Diagnostic::help)
}

/// Whether a folder holds a catalog.
#[must_use]
pub fn is_catalog(folder: &Path) -> bool {
    read::files::yaml(folder, "glassbox").is_some()
}

/// The time zone of the catalog in the folder `root`; UTC where that is not said, or cannot be read.
#[must_use]
pub fn time_zone(root: &Path) -> TimeZone {
    let zone = read::catalog::time_zone(root).and_then(|name| TimeZone::get(&name).ok());
    zone.unwrap_or(TimeZone::UTC)
}

/// What the catalog in the folder `root` is read from.
#[must_use]
pub fn inputs(root: &Path) -> Inputs {
    read::watching::inputs(root)
}

/// The catalog in the folder `root` as it was at a revision of git.
///
/// # Errors
/// When git is not there, or knows no such revision.
pub fn at_revision(root: &Path, revision: &str) -> Result<Checkout> {
    read::revision::checkout(root, revision)
}

/// The files that were touched since a branch left a revision, by their paths from the catalog's folder.
///
/// # Errors
/// As those of [`at_revision`].
pub fn touched(root: &Path, revision: &str) -> Result<Vec<String>> {
    read::revision::touched(root, revision)
}

/// What changed since the catalog was recorded last, and its shape as it is to be kept; the first time,
/// nothing has changed.
///
/// # Errors
/// When what was kept is there and cannot be read.
pub fn changed(root: &Path, understood: &Understood) -> Result<(Vec<Change>, String)> {
    let kept = read::history::kept_shape(&root.join(&understood.history))?;
    let new = Shape::of(&understood.catalog);
    let old = kept.and_then(|text| Shape::from_kept(&text));
    Ok((old.map(|old| changes::changes(&old, &new)).unwrap_or_default(), new.kept()))
}

/// The ids of what failed according to one file of dbt's run results.
///
/// # Errors
/// When it cannot be read, or is no such file.
pub fn failed_nodes(path: &Path) -> Result<Vec<String>> {
    read::evidence::failed(path)
}

/// Puts the theme's files and the catalog's own on the site.
fn add_theme(site: &mut Contents, theme: &Theme, faults: &mut Faults) {
    site.facts = themed(&site.facts, theme);
    for (path, bytes) in &theme.files {
        site.pages.insert(path.clone(), Page::Bytes(Arc::clone(bytes)));
    }
    for (path, bytes) in &theme.own_files {
        if site.pages.contains_key(path) {
            faults.push(hides(path));
            continue;
        }
        site.pages.insert(path.clone(), Page::Bytes(Arc::clone(bytes)));
    }
}

/// What every page shows of the site, with the files of the theme that it uses.
#[must_use]
pub fn themed(facts: &SiteFacts, theme: &Theme) -> SiteFacts {
    let (stylesheets, scripts) = (theme.stylesheets.clone(), theme.scripts.clone());
    SiteFacts { stylesheets, scripts, ..facts.clone() }
}

/// What is said of a file of the catalog's own that would take the place of a page.
#[must_use]
pub fn hides(path: &str) -> Diagnostic {
    let message = format!("`static/{path}` would hide `{path}` of the site");
    let fault = Diagnostic::error("static-hides-page", message).about(format!("static/{path}"));
    fault.help("give the file another name")
}

/// Renders a site and publishes it into a folder.
///
/// # Errors
/// When a template fails, or the machine does; the old site is left whole in the first case.
pub fn publish(
    site: &Contents,
    theme: &Theme,
    folder: Folder,
) -> std::result::Result<Published, Failure<Box<Diagnostic>>> {
    let renderer = Renderer::new(theme, &site.facts).map_err(Failure::Render)?;
    let planned = plan(site, &renderer);
    folder.publish(&planned, |path| match site.pages.get(path) {
        Some(page) => renderer.render(page),
        None => Ok(Vec::new()),
    })
}

/// Every file of a site with the hash of what it depends on.
#[must_use]
pub fn plan(site: &Contents, renderer: &Renderer<'_>) -> Vec<Planned> {
    use rayon::prelude::*;
    let planned = site
        .pages
        .par_iter()
        .map(|(path, page)| Planned { path: path.clone(), fingerprint: renderer.fingerprint(page) });
    planned.collect()
}
