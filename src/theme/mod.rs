//! The appearance of the site: built-in templates and themes, overlaid file by file with the catalog's own.

mod icons;

use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::error::Result;
use crate::read::files;
use crate::source::{FileId, SourceMap, Spanned};
use icons::Icons;
use include_dir::{Dir, include_dir};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

static TEMPLATES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates");
static THEMES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes");

/// The theme that always exists and that others are laid over.
pub(crate) const DEFAULT: &str = "default";

/// The style sheets that come with Glassbox, as one file on the site.
const STYLE_BUNDLE: &str = "theme/glassbox.css";
/// The scripts that come with Glassbox and run on every page, as one file on the site.
const SCRIPT_BUNDLE: &str = "theme/glassbox.js";

/// Templates and files, ready to use.
#[derive(Clone, Debug, Default)]
pub(crate) struct Theme {
    /// The templates, by name: `partials/card.html`.
    pub templates: BTreeMap<String, Template>,
    /// The theme's files by their path on the site: `theme/glassbox.css`.
    pub files: BTreeMap<String, Arc<[u8]>>,
    /// The catalog's own files by their path on the site.
    pub own_files: BTreeMap<String, Arc<[u8]>>,
    /// Paths of the style sheets, in the order in which they apply.
    pub stylesheets: Vec<String>,
    /// Paths of the scripts, in the order in which they run.
    pub scripts: Vec<String>,
}

/// The text of a template.
#[derive(Clone, Debug)]
pub(crate) struct Template {
    /// The text.
    pub text: Arc<str>,
    /// The file of the catalog, unless it is a built-in one.
    pub file: Option<FileId>,
}

/// Loads the theme of the catalog in the folder `root`; `chosen` is the one set in `glassbox.yml`.
///
/// # Errors
/// If an existing file cannot be read. Diagnostics: `unknown-theme`, `not-utf-8`, and those of icons.
pub(crate) fn theme(
    root: &Path,
    chosen: Option<&Spanned<String>>,
    sources: &mut SourceMap,
    diagnostics: &mut Diagnostics,
) -> Result<Theme> {
    let mut icons = Icons::default();
    let mut theme = built_in(&mut icons);
    let name = chosen.map_or(DEFAULT, |name| name.value.as_str());
    if name != DEFAULT {
        theme.lay_over(built_in_files(name, &mut icons));
    }
    let folder = root.join(files::THEMES_FOLDER).join(name);
    if let Some(chosen) = chosen
        && THEMES.get_dir(name).is_none()
        && !folder.is_dir()
    {
        diagnostics.push(unknown(chosen));
    }
    let mut own_files = BTreeMap::new();
    for path in files::below(&folder, &[""])? {
        let place = format!("theme/{}", files::shown(&folder, &path));
        if icons::FILES.contains(&place.as_str()) {
            let (file, text) = own_text(root, &path, sources, diagnostics)?;
            icons.add(file, &text, diagnostics);
        } else {
            own_files.insert(place, files::bytes(&path)?.into());
        }
    }
    theme.bundle_styles(&own_files, &icons);
    theme.bundle_scripts(&own_files);
    theme.lay_over(own_files);
    let folder = root.join(files::TEMPLATES_FOLDER);
    for path in files::below(&folder, &[".html"])? {
        let (file, text) = own_text(root, &path, sources, diagnostics)?;
        let template = Template { text, file: Some(file) };
        theme.templates.insert(files::shown(&folder, &path), template);
    }
    let folder = root.join(files::STATIC_FOLDER);
    for path in files::below(&folder, &[""])? {
        theme.own_files.insert(files::shown(&folder, &path), files::bytes(&path)?.into());
    }
    Ok(theme)
}

/// Decodes a file of the catalog, and keeps its text for the places of its diagnostics.
fn own_text(
    root: &Path,
    path: &Path,
    sources: &mut SourceMap,
    diagnostics: &mut Diagnostics,
) -> Result<(FileId, Arc<str>)> {
    let file = FileId(u32::try_from(sources.len()).unwrap_or(u32::MAX));
    let source = files::decode(file, &files::shown(root, path), files::bytes(path)?, diagnostics);
    let text = Arc::clone(&source.text);
    sources.add(source);
    Ok((file, text))
}

fn unknown(chosen: &Spanned<String>) -> Diagnostic {
    let message = format!("there is no theme `{}`", chosen.value);
    Diagnostic::error("unknown-theme", message)
        .at(chosen.span, "neither built in nor a folder of `themes/`")
        .did_you_mean(&chosen.value, THEMES.dirs().filter_map(|dir| dir.path().to_str()))
        .help(format!("put your own style sheets into `themes/{}/`", chosen.value))
}

/// Returns the built-in templates and the default theme, adding its icons.
fn built_in(icons: &mut Icons) -> Theme {
    let mut theme = Theme::default();
    for (name, bytes) in embedded(&TEMPLATES) {
        let text = String::from_utf8_lossy(bytes).into();
        theme.templates.insert(name, Template { text, file: None });
    }
    theme.lay_over(built_in_files(DEFAULT, icons));
    theme
}

/// Returns the files of a built-in theme, or none if it is not built in; its icons are added to the others, as they
/// are published as style.
fn built_in_files(theme: &str, icons: &mut Icons) -> BTreeMap<String, Arc<[u8]>> {
    let files = embedded(&THEMES).into_iter().filter_map(|(name, bytes)| {
        let name = name.strip_prefix(theme)?.strip_prefix('/')?;
        Some((format!("theme/{name}"), Arc::from(bytes)))
    });
    let mut files: BTreeMap<String, Arc<[u8]>> = files.collect();
    for drawn in icons::FILES.iter().filter_map(|file| files.remove(*file)) {
        // A test ensures that built-in icons have no diagnostics.
        icons.add(FileId(0), &String::from_utf8_lossy(&drawn), &mut Diagnostics::new());
    }
    files
}

fn embedded(dir: &'static Dir<'static>) -> Vec<(String, &'static [u8])> {
    let mut found = Vec::new();
    let mut folders = vec![dir];
    while let Some(folder) = folders.pop() {
        folders.extend(folder.dirs());
        for file in folder.files() {
            found.push((file.path().to_string_lossy().replace('\\', "/"), file.contents()));
        }
    }
    found.sort();
    found
}

impl Theme {
    /// Replaces files of the same name and adds the others; added style sheets apply after existing ones, so that a
    /// catalog's own rules win.
    fn lay_over(&mut self, files: BTreeMap<String, Arc<[u8]>>) {
        let mut added: Vec<String> =
            files.keys().filter(|path| !self.files.contains_key(*path)).cloned().collect();
        added.sort_by_key(|path| rank(path));
        for path in added {
            match path.rsplit('.').next() {
                Some("css") => self.stylesheets.push(path),
                // Scripts in folders are only for the pages that request them.
                Some("js") if path.matches('/').count() == 1 => self.scripts.push(path),
                _ => {}
            }
        }
        self.files.extend(files);
    }

    /// Bundles the style sheets and icons into one file, so that a browser needs one request; except for sheets that
    /// the catalog replaces, which may begin with rules that are only allowed at the start of a file.
    fn bundle_styles(&mut self, own_files: &BTreeMap<String, Arc<[u8]>>, icons: &Icons) {
        let (replaced, bundled) = apart(std::mem::take(&mut self.stylesheets), own_files);
        let sheets = bundled.iter().filter_map(|path| self.files.remove(path));
        let sheets: Vec<Arc<[u8]>> = [icons.sheet().into()].into_iter().chain(sheets).collect();
        self.files.insert(STYLE_BUNDLE.to_owned(), sheets.join(&b'\n').into());
        self.stylesheets = [STYLE_BUNDLE.to_owned()].into_iter().chain(replaced).collect();
    }

    /// Bundles the scripts into one file, each in a block of its own that keeps its names apart from those of others;
    /// except for scripts that the catalog replaces, whose names may be meant for others.
    fn bundle_scripts(&mut self, own_files: &BTreeMap<String, Arc<[u8]>>) {
        let (replaced, bundled) = apart(std::mem::take(&mut self.scripts), own_files);
        let mut bundle = b"\"use strict\";\n".to_vec();
        for script in bundled.iter().filter_map(|path| self.files.remove(path)) {
            bundle.extend_from_slice(b"{\n");
            bundle.extend_from_slice(&script);
            bundle.extend_from_slice(b"}\n");
        }
        self.files.insert(SCRIPT_BUNDLE.to_owned(), bundle.into());
        self.scripts = [SCRIPT_BUNDLE.to_owned()].into_iter().chain(replaced).collect();
    }

    /// Returns the diagnostics for files of `static/` that would take the place of something else: of a page, of a
    /// folder of pages or of a file of the theme. `is_page` returns whether the site has a page at a path.
    pub(crate) fn hiding(&self, is_page: impl Fn(&str) -> bool) -> Vec<Diagnostic> {
        let hiding = self.own_files.keys().filter_map(|path| {
            let folder = format!("{path}/index.html");
            if self.files.contains_key(path) {
                Some(hides_theme_file(path))
            } else if is_page(path) {
                Some(hides(path, path))
            } else {
                is_page(&folder).then(|| hides(path, &folder))
            }
        });
        hiding.collect()
    }

    /// Returns a hash of everything that every page depends on besides its view.
    #[must_use]
    pub(crate) fn fingerprint(&self) -> u128 {
        let mut hasher = xxhash_rust::xxh3::Xxh3::new();
        for (name, template) in &self.templates {
            hasher.update(name.as_bytes());
            hasher.update(&[0]);
            hasher.update(template.text.as_bytes());
            hasher.update(&[0]);
        }
        hasher.digest128()
    }
}

/// Separates the paths of files that the catalog replaces from those that it does not.
fn apart(paths: Vec<String>, own_files: &BTreeMap<String, Arc<[u8]>>) -> (Vec<String>, Vec<String>) {
    paths.into_iter().partition(|path| own_files.contains_key(path))
}

fn hides(path: &str, page: &str) -> Diagnostic {
    let message = format!("`static/{path}` would hide `{page}` of the site");
    let diagnostic = Diagnostic::error("static-hides-page", message).about(format!("static/{path}"));
    diagnostic.help("give the file another name")
}

fn hides_theme_file(path: &str) -> Diagnostic {
    let message = format!("`static/{path}` would hide `{path}` of the theme");
    let diagnostic = Diagnostic::error("static-hides-page", message).about(format!("static/{path}"));
    let name = path.strip_prefix("theme/").unwrap_or(path);
    diagnostic.help(format!(
        "to replace that file, put yours into the folder of your own theme, as in `themes/ours/{name}` with `theme: ours`"
    ))
}

/// Tokens come first, as everything else uses them; print styles come last, as they override.
fn rank(path: &str) -> (u8, String) {
    let order = match path.rsplit('/').next() {
        Some("tokens.css") => 0,
        Some("print.css") => 2,
        _ => 1,
    };
    (order, path.to_owned())
}
