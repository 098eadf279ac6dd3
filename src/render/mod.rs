//! Renders pages to bytes: templates for HTML, the same content as Markdown, JSON for programs.
//!
//! Rendering is a pure function of the page, the site's facts and the theme.

mod badge;
mod breaks;
mod direction;
mod feeds;
mod links;
pub(crate) mod markdown;
mod meanings;
mod raw_html;
mod sitemap;

use crate::diagnostics::Diagnostic;
use crate::lineage::{self, BoxLinks};
use crate::site::Page;
use crate::site::parts::SiteFacts;
use crate::source::Span;
use crate::theme::Theme;
use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;
use tera::{Context, Kwargs, State, Tera};

/// Renders the pages of one site.
#[derive(Debug)]
pub(crate) struct Renderer<'t> {
    tera: Tera,
    theme: &'t Theme,
    /// The hash of everything that every HTML page depends on besides its own view.
    common: u128,
}

/// A template that cannot be used: one of the catalog has to be fixed, a built-in one is a bug in Glassbox.
pub(crate) type TemplateError = Box<Diagnostic>;

impl<'t> Renderer<'t> {
    /// Creates a renderer with the theme's templates; every page uses the theme's style sheets and scripts.
    ///
    /// # Errors
    /// If a template cannot be read.
    pub(crate) fn new(theme: &'t Theme, facts: &SiteFacts) -> Result<Self, TemplateError> {
        let (stylesheets, scripts) = (theme.stylesheets.clone(), theme.scripts.clone());
        let facts = &SiteFacts { stylesheets, scripts, ..facts.clone() };
        let mut tera = Tera::new();
        tera.autoescape_on(vec![".html"]);
        let raw_html = facts.raw_html;
        tera.register_filter("markdown", move |text: &str, arguments: Kwargs, _: &State| {
            markdown_filter(text, &arguments, raw_html)
        });
        tera.register_filter("number", |number: u64, _: Kwargs, _: &State| {
            crate::prose::en::number(usize::try_from(number).unwrap_or(usize::MAX))
        });
        tera.register_filter("day_in_words", |day: &str, _: Kwargs, _: &State| {
            day.parse().map_or_else(|_| day.to_owned(), crate::model::day_in_words)
        });
        let texts = theme.templates.iter().map(|(name, template)| (name.as_str(), template.text.as_ref()));
        tera.add_raw_templates(texts).map_err(|error| template_error(&error, theme))?;
        let mut hasher = xxhash_rust::xxh3::Xxh3::new();
        facts.hash(&mut hasher);
        env!("GLASSBOX_STATE").hash(&mut hasher);
        theme.fingerprint().hash(&mut hasher);
        tera.global_context().insert("site", facts);
        Ok(Self { tera, theme, common: hasher.digest128() })
    }

    /// Returns a hash of everything that a page's bytes depend on.
    #[must_use]
    pub(crate) fn fingerprint(&self, page: &Page) -> u128 {
        let mut hasher = xxhash_rust::xxh3::Xxh3::new();
        hasher.write_u128(self.common);
        page.hash(&mut hasher);
        hasher.digest128()
    }

    /// Returns the files of the theme and of the catalog, by path; none of them replaces a page.
    #[must_use]
    pub(crate) fn files(&self) -> BTreeMap<String, Page> {
        let files = self.theme.files.iter().chain(&self.theme.own_files);
        let mut all = BTreeMap::new();
        for (path, bytes) in files {
            all.entry(path.clone()).or_insert_with(|| Page::Bytes(Arc::clone(bytes)));
        }
        all
    }

    /// Renders a page.
    ///
    /// # Errors
    /// If a template uses something that its view does not have.
    pub(crate) fn render(&self, page: &Page) -> Result<Vec<u8>, TemplateError> {
        match page {
            Page::Html(head, view) => {
                let mut context = Context::new();
                context.insert("page", head);
                context.insert_value("view", view.value());
                let mut bytes = Vec::with_capacity(16 * 1024);
                let rendered = self.tera.render_to(view.template(), &context, &mut bytes);
                rendered.map_err(|error| template_error(&error, self.theme))?;
                let bytes = links::with_short_links(meanings::with_meanings_once(bytes), &head.path);
                Ok(direction::with_directions(breaks::with_breaks(bytes)))
            }
            Page::Json(record) => Ok(line(record.json())),
            Page::Drawing(picture) => {
                let drawing = picture.drawing();
                let legend = picture.legend(&drawing);
                let links = if picture.is_file { BoxLinks::OfFrame } else { BoxLinks::None };
                Ok(lineage::svg_standalone(&picture.figure, &drawing, &legend, links).into_bytes())
            }
            Page::Badge(badge) => Ok(badge::svg(badge).into_bytes()),
            Page::Csv(table) => Ok(feeds::csv(table).into_bytes()),
            Page::Calendar(file) => Ok(feeds::calendar(file).into_bytes()),
            Page::Feed(feed) => Ok(feeds::atom(feed).into_bytes()),
            Page::Sitemap(addresses) => Ok(sitemap::sitemap(addresses).into_bytes()),
            Page::Bytes(bytes) => Ok(bytes.to_vec()),
        }
    }
}

/// The filter `{{ text | markdown(root=page.root, heading=3) }}`; safe because [`markdown::html`] is. With `inline=true`, a
/// text of one paragraph is not put into a paragraph of its own.
fn markdown_filter(text: &str, arguments: &Kwargs, raw_html: bool) -> tera::TeraResult<tera::Value> {
    let root: String = arguments.get("root")?.unwrap_or_default();
    let heading: u8 = arguments.get("heading")?.unwrap_or(3);
    let html = markdown::html(text, markdown::MarkdownContext { root: &root, heading, raw_html });
    let is_inline = arguments.get("inline")?.unwrap_or(false);
    Ok(tera::Value::safe_string(if is_inline { markdown::inline(&html) } else { &html }))
}

fn line(mut text: Vec<u8>) -> Vec<u8> {
    text.push(b'\n');
    text
}

/// Returns the error of a template, located in the catalog's own template if it is one.
fn template_error(error: &tera::Error, theme: &Theme) -> TemplateError {
    let report = match error.kind() {
        tera::ErrorKind::SyntaxError(report) | tera::ErrorKind::RenderingError(report) => Some(report),
        _ => None,
    };
    let Some(report) = report else {
        return Box::new(Diagnostic::error("bad-template", format!("a template cannot be used: {error}")));
    };
    let name = report.filename();
    let message = format!("the template `{name}` cannot be used: {}", report.message());
    let diagnostic = Diagnostic::error("bad-template", message);
    Box::new(match theme.templates.get(name).and_then(|template| template.file) {
        Some(file) => {
            let range = &report.span().range;
            diagnostic
                .at(Span::new(file, range.start, range.end), "")
                .help(format!("remove `templates/{name}` to use the built-in one"))
        }
        None => diagnostic.note("this template is built in: please report it as a bug"),
    })
}
