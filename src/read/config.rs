//! What `glassbox.yml` says: the settings of the catalog as a whole.

use super::yaml::{Faults, Fields, Node, NodeKind, values};
use crate::diagnostics::Diagnostic;
use crate::model::Length;
use crate::source::Spanned;

/// The settings of a catalog.
#[derive(Clone, Debug, Default)]
pub struct ConfigDoc {
    /// `title` of the site.
    pub title: Option<Spanned<String>>,
    /// `company` that the catalog is about.
    pub company: Option<Spanned<String>>,
    /// `description`: one or two plain sentences for the home page.
    pub description: Option<Spanned<String>>,
    /// `base_url`: where the site is published, with a slash at its end.
    pub base_url: Option<Spanned<String>>,
    /// `language` of the texts, as a BCP 47 tag.
    pub language: Option<Spanned<String>>,
    /// `time_zone` of the company, by its IANA name.
    pub time_zone: Option<Spanned<String>>,
    /// `theme`: a folder of `themes/`.
    pub theme: Option<Spanned<String>>,
    /// `dbt`: folders of artifacts.
    pub dbt: Vec<DbtProjectDoc>,
    /// `evidence`: what is to be made of what was seen.
    pub evidence: EvidenceDoc,
    /// `fiscal_year_begins`: the month that the fiscal year begins with, 1 to 12.
    pub fiscal_year_begins: Option<Spanned<i8>>,
    /// `openlineage`: files and folders of events.
    pub openlineage: Vec<Spanned<String>>,
    /// `categories`, if the catalog has its own.
    pub categories: Vec<WordDoc>,
    /// `tiers` from low to high, if the catalog has its own.
    pub tiers: Vec<WordDoc>,
}

/// What is to be made of what was seen.
#[derive(Clone, Debug, Default)]
pub struct EvidenceDoc {
    /// `expires`: how old evidence may be before it says nothing any more.
    pub expires: Option<Spanned<Length>>,
    /// `history`: the folder of what `glassbox record` wrote.
    pub history: Option<Spanned<String>>,
}

/// The artifacts of one dbt project.
#[derive(Clone, Debug)]
pub struct DbtProjectDoc {
    /// `path`: the folder that holds `manifest.json` and its siblings, or the manifest itself.
    pub path: Spanned<String>,
    /// `docs_url`: where dbt's own documentation is published.
    pub docs_url: Option<Spanned<String>>,
    /// `runs`: more files and folders of run results and source freshness.
    pub runs: Vec<Spanned<String>>,
}

/// A category or a tier of the catalog's own.
#[derive(Clone, Debug)]
pub struct WordDoc {
    /// `id`.
    pub id: Spanned<String>,
    /// `name`: for people.
    pub name: Option<Spanned<String>>,
    /// `description` in plain words.
    pub description: Option<Spanned<String>>,
    /// `icon`: the name of an icon of the theme.
    pub icon: Option<Spanned<String>>,
}

/// Reads `glassbox.yml`. Faults: those of [`values`] and `unknown-key`, `missing-key`, `bad-time-zone`.
pub fn config(node: &Node, faults: &mut Faults) -> Option<ConfigDoc> {
    let mut fields = Fields::open("glassbox.yml", node, faults)?;
    Some(ConfigDoc {
        title: fields.optional("title", values::text),
        company: fields.optional("company", values::text),
        description: fields.optional("description", values::text),
        base_url: fields.optional("base_url", base_url),
        language: fields.optional("language", values::text),
        time_zone: fields.optional("time_zone", time_zone),
        theme: fields.optional("theme", values::id),
        dbt: fields.list("dbt", dbt_project),
        evidence: fields.optional("evidence", evidence).unwrap_or_default(),
        fiscal_year_begins: fields.optional("fiscal_year_begins", month),
        openlineage: fields.list("openlineage", values::text),
        categories: fields.list("categories", vocabulary_entry),
        tiers: fields.list("tiers", vocabulary_entry),
    })
}

fn base_url(node: &Node, faults: &mut Faults) -> Option<Spanned<String>> {
    let url = values::url(node, faults)?;
    if !url.value.starts_with("http") {
        let fault = Diagnostic::error("unsafe-url", "`base_url` must be a web address")
            .at(url.span, "not an https or http address");
        faults.push(fault);
        return None;
    }
    Some(url.map(|url| if url.ends_with('/') { url } else { url + "/" }))
}

fn time_zone(node: &Node, faults: &mut Faults) -> Option<Spanned<String>> {
    let zone = values::text(node, faults)?;
    if jiff::tz::TimeZone::get(&zone.value).is_ok() {
        return Some(zone);
    }
    let known: Vec<String> = jiff::tz::db().available().map(|name| name.to_string()).collect();
    let fault =
        Diagnostic::error("bad-time-zone", format!("`{}` is no time zone", values::shown(&zone.value)))
            .at(zone.span, "not in the time zone database")
            .did_you_mean(&zone.value, known.iter().map(String::as_str))
            .note("time zones are named by a region and a city, as in `Europe/Berlin`");
    faults.push(fault);
    None
}

/// A month by its number or its English name.
fn month(node: &Node, faults: &mut Faults) -> Option<Spanned<i8>> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let text = values::text(node, faults)?;
    let lower = text.value.to_lowercase();
    let named = NAMES.iter().position(|name| *name == lower).and_then(|at| i8::try_from(at + 1).ok());
    let month = named.or_else(|| lower.parse().ok()).filter(|month| (1..=12).contains(month));
    if month.is_none() {
        let fault = Diagnostic::error("bad-month", format!("`{}` is no month", values::shown(&text.value)))
            .at(text.span, "not a month")
            .did_you_mean(&lower, NAMES)
            .help("write its name, or a number from 1 to 12");
        faults.push(fault);
    }
    Some(Spanned::new(month?, text.span))
}

fn evidence(node: &Node, faults: &mut Faults) -> Option<EvidenceDoc> {
    let mut fields = Fields::open("`evidence`", node, faults)?;
    let expires = fields.optional("expires", values::length);
    let history = fields.optional("history", values::text);
    Some(EvidenceDoc { expires, history })
}

/// An entry of `dbt` is a mapping with a `path`, or just the path.
fn dbt_project(node: &Node, faults: &mut Faults) -> Option<DbtProjectDoc> {
    if let NodeKind::Scalar(path) = &node.kind {
        let path = Spanned::new(path.clone(), node.span);
        return Some(DbtProjectDoc { path, docs_url: None, runs: Vec::new() });
    }
    let mut fields = Fields::open("a dbt project", node, faults)?;
    let path = fields.required("path", values::text);
    let docs_url = fields.optional("docs_url", values::url);
    let runs = fields.list("runs", values::text);
    Some(DbtProjectDoc { path: path?, docs_url, runs })
}

/// An entry of `categories` or `tiers` is a mapping with an `id`, or just the id.
fn vocabulary_entry(node: &Node, faults: &mut Faults) -> Option<WordDoc> {
    if matches!(node.kind, NodeKind::Scalar(_)) {
        let id = values::id(node, faults)?;
        return Some(WordDoc { id, name: None, description: None, icon: None });
    }
    let mut fields = Fields::open("an entry of the vocabulary", node, faults)?;
    let id = fields.required("id", values::id);
    let name = fields.optional("name", values::text);
    let description = fields.optional("description", values::text);
    let icon = fields.optional("icon", values::text);
    Some(WordDoc { id: id?, name, description, icon })
}
