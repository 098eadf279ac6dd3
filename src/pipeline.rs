//! The stages in order: read → resolve → assess → site → render → publish.
//!
//! Nothing here does anything itself; this is the page to read first.

use crate::diagnostics::{Diagnostic, has_errors, print};
use crate::model::{Catalog, Standing};
use crate::publish::{Failure, Folder, Planned, Published};
use crate::read::catalog::documents;
use crate::read::yaml::Faults;
use crate::render::Renderer;
use crate::site::{Page, Site, site};
use crate::source::SourceMap;
use crate::theme::{Theme, theme};
use crate::{assess, resolve, site as pages};
use jiff::Timestamp;
use std::io;
use std::path::Path;
use std::sync::Arc;

/// A catalog that was read, with all that was found to be wrong with it.
#[derive(Debug)]
pub struct Checked {
    /// The texts that the diagnostics point into.
    pub sources: SourceMap,
    /// What the catalog means, as far as it could be understood.
    pub catalog: Catalog,
    /// How everything in it stands.
    pub standing: Standing,
    /// The theme.
    pub theme: Theme,
    /// What is wrong, in the order of the files.
    pub diagnostics: Vec<Diagnostic>,
}

impl Checked {
    /// Whether something is wrong that keeps the site from being published.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        has_errors(&self.diagnostics)
    }
}

/// Reads and understands the catalog in the folder `root`, as of `now`.
///
/// # Errors
/// When the machine cannot read what is there. What is wrong with the catalog is in the result.
pub fn check(root: &Path, now: Timestamp) -> io::Result<(Checked, Site)> {
    let mut faults: Faults = Vec::new();
    let mut documents = documents(root, &mut faults)?;
    let mut sources = std::mem::take(&mut documents.sources);
    let theme = theme(root, documents.config.theme.as_ref(), &mut sources, &mut faults)?;
    let catalog = resolve::catalog(documents, now, &mut faults);
    let standing = assess::standing(&catalog, now);
    let mut site = site(&catalog, &standing, now);
    add_theme(&mut site, &theme, &mut faults);
    if let Err(fault) = Renderer::new(&theme, &site.facts) {
        faults.push(*fault);
    }
    print::sort(&mut faults, &sources);
    Ok((Checked { sources, catalog, standing, theme, diagnostics: faults }, site))
}

/// Puts the theme's files and the catalog's own on the site.
fn add_theme(site: &mut Site, theme: &Theme, faults: &mut Faults) {
    site.facts.stylesheets.clone_from(&theme.stylesheets);
    site.facts.scripts.clone_from(&theme.scripts);
    for (path, bytes) in &theme.files {
        site.pages.insert(path.clone(), Page::Bytes(Arc::clone(bytes)));
    }
    for (path, bytes) in &theme.own_files {
        if site.pages.contains_key(path) {
            let message = format!("`static/{path}` would hide `{path}` of the site");
            faults.push(Diagnostic::error("static-hides-page", message).help("give the file another name"));
            continue;
        }
        site.pages.insert(path.clone(), Page::Bytes(Arc::clone(bytes)));
    }
}

/// Renders a site and publishes it into a folder.
///
/// # Errors
/// When a template fails, or the machine does; the old site is left whole in the first case.
pub fn publish(
    site: &pages::Site,
    theme: &Theme,
    folder: Folder,
) -> Result<Published, Failure<Box<Diagnostic>>> {
    let renderer = Renderer::new(theme, &site.facts).map_err(Failure::Render)?;
    let planned = plan(site, &renderer);
    folder.publish(&planned, |path| match site.pages.get(path) {
        Some(page) => renderer.render(page),
        None => Ok(Vec::new()),
    })
}

/// Every file of a site with the hash of what it depends on.
#[must_use]
pub fn plan(site: &Site, renderer: &Renderer<'_>) -> Vec<Planned> {
    use rayon::prelude::*;
    let planned = site
        .pages
        .par_iter()
        .map(|(path, page)| Planned { path: path.clone(), fingerprint: renderer.fingerprint(page) });
    planned.collect()
}
