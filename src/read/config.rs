//! What `glassbox.yml` says: the settings of the catalog as a whole.

use super::yaml::{Entry, Faults, Fields, Node, NodeKind, values};
use crate::diagnostics::Diagnostic;
use crate::model::{Length, Role, RuleLevel};
use crate::source::Spanned;
use jiff::civil::Date;

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
    /// `raw_html`: whether HTML in Markdown counts as such.
    pub raw_html: bool,
    /// `dbt`: folders of artifacts.
    pub dbt: Vec<DbtProjectDoc>,
    /// `evidence`: what is to be made of what was seen.
    pub evidence: EvidenceDoc,
    /// `fiscal_year_begins`: the month that the fiscal year begins with, 1 to 12.
    pub fiscal_year_begins: Option<Spanned<i8>>,
    /// `rules`: how much each rule counts.
    pub rules: Vec<RuleDoc>,
    /// `waivers`: leave to break rules for a while.
    pub waivers: Vec<WaiverDoc>,
    /// `openlineage`: files and folders of events.
    pub openlineage: Vec<EventsDoc>,
    /// `categories`, if the catalog has its own.
    pub categories: Vec<CategoryDoc>,
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

/// How much a rule counts.
#[derive(Clone, Debug)]
pub struct RuleDoc {
    /// The rule's id.
    pub rule: Spanned<String>,
    /// How much, unless a tier or category says otherwise.
    pub level: Option<Spanned<RuleLevel>>,
    /// `tiers`: how much for products of a tier.
    pub tiers: Vec<(String, RuleLevel)>,
    /// `categories`: how much for products of a category.
    pub categories: Vec<(String, RuleLevel)>,
}

/// Leave to break a rule for a while.
#[derive(Clone, Debug)]
pub struct WaiverDoc {
    /// `rule`: its id.
    pub rule: Spanned<String>,
    /// `product`: its id.
    pub product: Spanned<String>,
    /// `reason`: why.
    pub reason: Spanned<String>,
    /// `owner`: the team that answers for it.
    pub owner: Spanned<String>,
    /// `expires`: the last day on which it counts.
    pub expires: Spanned<Date>,
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
    /// `schemas`, as `schema` or `database.schema`: where production stands, besides where the manifest says.
    pub schemas: Vec<Spanned<String>>,
}

/// Events of OpenLineage.
#[derive(Clone, Debug)]
pub struct EventsDoc {
    /// `path`: a file or folder of events.
    pub path: Spanned<String>,
    /// `namespaces`: which namespace of datasets is which dbt project or database; `ignore` for none.
    pub namespaces: Vec<(Spanned<String>, Spanned<String>)>,
}

/// A category of the catalog's own.
#[derive(Clone, Debug)]
pub struct CategoryDoc {
    /// The keys that tiers have too.
    pub word: WordDoc,
    /// `role` of its products.
    pub role: Option<Spanned<Role>>,
}

/// A tier or level of the catalog's own, or what a category has in common with them.
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
        raw_html: fields.optional("raw_html", values::boolean).unwrap_or_default(),
        dbt: fields.list("dbt", dbt_project),
        evidence: fields.optional("evidence", evidence).unwrap_or_default(),
        fiscal_year_begins: fields.optional("fiscal_year_begins", month),
        rules: fields.entries("rules", rule),
        waivers: fields.list("waivers", waiver),
        openlineage: fields.list("openlineage", events),
        categories: fields.list("categories", category),
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
        Diagnostic::error("bad-time-zone", format!("`{}` is not a time zone", values::shown(&zone.value)))
            .at(zone.span, "not in the time zone database")
            .did_you_mean(&zone.value, known.iter().map(String::as_str))
            .note("time zones are named by a region and a city, as in `Europe/Berlin`");
    faults.push(fault);
    None
}

/// An entry of `rules` is how much the rule counts, or a mapping that says it by tier and category.
fn rule(entry: &Entry, faults: &mut Faults) -> Option<RuleDoc> {
    let level = values::word("how much a rule counts", RuleLevel::WORDS, RuleLevel::parse);
    let of_entry = |entry: &Entry, faults: &mut Faults| {
        Some((entry.key.value.clone(), level(&entry.value, faults)?.value))
    };
    let rule = entry.key.clone();
    if matches!(entry.value.kind, NodeKind::Mapping(_)) {
        let mut fields = Fields::open("a rule", &entry.value, faults)?;
        return Some(RuleDoc {
            rule,
            level: fields.optional("level", &level),
            tiers: fields.entries("tiers", of_entry),
            categories: fields.entries("categories", of_entry),
        });
    }
    let level = level(&entry.value, faults)?;
    Some(RuleDoc { rule, level: Some(level), tiers: Vec::new(), categories: Vec::new() })
}

fn waiver(node: &Node, faults: &mut Faults) -> Option<WaiverDoc> {
    let mut fields = Fields::open("a waiver", node, faults)?;
    let rule = fields.required("rule", values::text);
    let product = fields.required("product", values::text);
    let reason = fields.required("reason", values::text);
    let owner = fields.required("owner", values::text);
    let expires = fields.required("expires", values::date);
    Some(WaiverDoc { rule: rule?, product: product?, reason: reason?, owner: owner?, expires: expires? })
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
        let fault =
            Diagnostic::error("bad-month", format!("`{}` is not a month", values::shown(&text.value)))
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
        return Some(DbtProjectDoc { path, docs_url: None, runs: Vec::new(), schemas: Vec::new() });
    }
    let mut fields = Fields::open("a dbt project", node, faults)?;
    let path = fields.required("path", values::text);
    let docs_url = fields.optional("docs_url", values::url);
    let runs = fields.list("runs", values::text);
    let schemas = fields.list("schemas", values::text);
    Some(DbtProjectDoc { path: path?, docs_url, runs, schemas })
}

/// An entry of `openlineage` is a mapping with a `path`, or just the path.
fn events(node: &Node, faults: &mut Faults) -> Option<EventsDoc> {
    if let NodeKind::Scalar(path) = &node.kind {
        return Some(EventsDoc { path: Spanned::new(path.clone(), node.span), namespaces: Vec::new() });
    }
    let mut fields = Fields::open("events of OpenLineage", node, faults)?;
    let path = fields.required("path", values::text);
    let namespaces = fields.entries("namespaces", |entry: &Entry, faults: &mut Faults| {
        Some((entry.key.clone(), values::text(&entry.value, faults)?))
    });
    Some(EventsDoc { path: path?, namespaces })
}

/// An entry of `categories` is a mapping with an `id`, or just the id.
fn category(node: &Node, faults: &mut Faults) -> Option<CategoryDoc> {
    if matches!(node.kind, NodeKind::Scalar(_)) {
        return Some(CategoryDoc { word: vocabulary_entry(node, faults)?, role: None });
    }
    let mut fields = Fields::open("a category", node, faults)?;
    let word = word(&mut fields);
    let role = fields.optional("role", values::word("the role of a category", Role::WORDS, Role::parse));
    Some(CategoryDoc { word: word?, role })
}

/// An entry of `tiers` or `levels` is a mapping with an `id`, or just the id.
pub(super) fn vocabulary_entry(node: &Node, faults: &mut Faults) -> Option<WordDoc> {
    if matches!(node.kind, NodeKind::Scalar(_)) {
        let id = values::id(node, faults)?;
        return Some(WordDoc { id, name: None, description: None, icon: None });
    }
    word(&mut Fields::open("an entry of the vocabulary", node, faults)?)
}

fn word(fields: &mut Fields<'_, '_>) -> Option<WordDoc> {
    let id = fields.required("id", values::id);
    let name = fields.optional("name", values::text);
    let description = fields.optional("description", values::text);
    let icon = fields.optional("icon", values::text);
    Some(WordDoc { id: id?, name, description, icon })
}
