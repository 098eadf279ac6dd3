//! The settings of `glassbox.yml` for the whole catalog.

use super::cache::ResolveCache;
use super::catalog_names::CatalogNames;
use super::parts::{channel, text};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::model::{DbtLinks, FiscalYear, RuleSetting, Settings, Waiver};
use crate::read::config::{DbtProjectDoc, RuleDoc, WaiverDoc};
use crate::read::documents::Documents;
use crate::read::synonyms::SynonymsDoc;
use crate::source::Spanned;
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn settings(known: &CatalogNames<'_>, diagnostics: &mut Diagnostics) -> Settings {
    let config = &known.documents.config;
    let default = Settings::default();
    Settings {
        title: config.title.as_ref().map_or(default.title, |title| title.value.clone()),
        company: text(&config.company),
        description: text(&config.description),
        base_url: config.base_url.as_ref().map(|url| url.value.clone()),
        access: config.access.as_ref().map(|address| address.value.clone()),
        contact: config.contact.as_ref().map(channel),
        edit: config.edit.as_ref().map(|address| address.value.clone()),
        requests: config.requests.as_ref().map(|address| address.value.clone()),
        feedback: config.feedback.as_ref().map(|address| address.value.clone()),
        synonyms: config.synonyms.iter().map(synonyms).collect(),
        language: config.language.as_ref().map_or(default.language, |language| language.value.clone()),
        time_zone: config
            .time_zone
            .as_ref()
            .and_then(|zone| TimeZone::get(&zone.value).ok())
            .unwrap_or(default.time_zone),
        rules: config.rules.iter().map(rule_setting).collect(),
        waivers: config.waivers.iter().map(|doc| waiver(doc, known, diagnostics)).collect(),
        fiscal_year: config
            .fiscal_year_begins
            .as_ref()
            .map_or(default.fiscal_year, |month| FiscalYear { first_month: month.value }),
        evidence_expires: config
            .evidence
            .expires
            .as_ref()
            .map_or(default.evidence_expires, |length| length.value),
        raw_html: config.raw_html,
        theme: config.theme.as_ref().map_or(default.theme, |theme| theme.value.clone()),
    }
}

/// Returns a word and its synonyms as one group.
fn synonyms(doc: &SynonymsDoc) -> Vec<String> {
    std::iter::once(&doc.word).chain(&doc.others).map(|word| word.value.clone()).collect()
}

fn rule_setting(doc: &RuleDoc) -> RuleSetting {
    RuleSetting {
        rule: doc.rule.value.clone(),
        span: doc.rule.span,
        level: doc.level.as_ref().map(|level| level.value),
        tiers: doc.tiers.clone(),
        categories: doc.categories.clone(),
    }
}

fn waiver(doc: &WaiverDoc, known: &CatalogNames<'_>, diagnostics: &mut Diagnostics) -> Waiver {
    let rule = &doc.rule.value;
    Waiver {
        rule: rule.clone(),
        product: known.products.find(&doc.product, || format!("`{rule}` is waived for"), diagnostics),
        span: doc.rule.span,
        reason: doc.reason.value.clone(),
        owner: known.teams.find(&doc.owner, || format!("the waiver of `{rule}` is owned by"), diagnostics),
        expires: doc.expires.value,
    }
}

/// Returns where more can be read about each dbt project, by its name: nothing if projects of one name have different
/// addresses, as it is not known from which one an asset is. Diagnostics: `same-project`, `ambiguous-repository`.
pub(super) fn dbt_links(
    documents: &Documents,
    cache: &ResolveCache,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<String, DbtLinks> {
    say_same_projects(documents, cache, diagnostics);
    let mut projects: BTreeMap<&String, Vec<&DbtProjectDoc>> = BTreeMap::new();
    for doc in &documents.config.dbt {
        let name = cache.projects.get(&doc.path.value).filter(|name| !name.is_empty());
        name.into_iter().for_each(|name| projects.entry(name).or_default().push(doc));
    }
    let mut links: BTreeMap<String, DbtLinks> = projects
        .iter()
        .map(|(name, docs)| {
            let links = DbtLinks {
                docs: only_address(docs.iter().map(|doc| &doc.docs_url)),
                repository: only_address(docs.iter().map(|doc| &doc.repository)),
                artifacts: docs.iter().map(|doc| doc.path.value.clone()).collect(),
            };
            ((*name).clone(), links)
        })
        .collect();
    let Some(common) = &documents.config.repository else { return links };
    let is_without = |docs: &[&DbtProjectDoc]| docs.iter().all(|doc| doc.repository.is_none());
    let without: Vec<&String> =
        projects.iter().filter(|(_, docs)| is_without(docs)).map(|(name, _)| *name).collect();
    if without.len() > 1 && !common.value.contains("{project}") {
        let message = format!("`repository` is one folder, but {} are dbt projects", quoted(&without));
        let diagnostic = Diagnostic::warning("ambiguous-repository", message)
            .at(common.span, "which project is in this folder?")
            .help("write `{project}` where the project's name belongs, or a `repository` for each entry of `dbt`");
        diagnostics.push(diagnostic);
        return links;
    }
    for name in without {
        if let Some(link) = links.get_mut(name) {
            link.repository = Some(common.value.clone());
        }
    }
    links
}

/// Returns the only one of these addresses; `None` if there are none or several.
fn only_address<'d>(urls: impl Iterator<Item = &'d Option<Spanned<String>>>) -> Option<String> {
    let addresses: BTreeSet<&str> = urls.flatten().map(|url| url.value.as_str()).collect();
    addresses.first().filter(|_| addresses.len() == 1).map(|address| (*address).to_owned())
}

/// Reports projects of one name: dbt's ids contain it, so that two nodes with one id are taken for the same.
fn say_same_projects(documents: &Documents, cache: &ResolveCache, diagnostics: &mut Diagnostics) {
    let mut known: BTreeMap<&str, &Spanned<String>> = BTreeMap::new();
    for path in documents.config.dbt.iter().map(|doc| &doc.path) {
        let Some(name) = cache.projects.get(&path.value).filter(|name| !name.is_empty()) else { continue };
        let first = *known.entry(name).or_insert(path);
        if first.value == path.value {
            continue;
        }
        let message =
            format!("the dbt projects in `{}` and `{}` are both named `{name}`", first.value, path.value);
        let diagnostic = Diagnostic::warning("same-project", message)
            .at(path.span, "what is also in the first one is not read from here")
            .at(first.span, "the first one")
            .note("a model of the same name in both counts as one, and so do its runs and tests")
            .help("change `name` in the `dbt_project.yml` of one of them, or list only one of them");
        diagnostics.push(diagnostic);
    }
}

/// Formats names as `` `a`, `b` and `c` ``.
fn quoted(names: &[&String]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match &names[..] {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        _ => names.concat(),
    }
}
