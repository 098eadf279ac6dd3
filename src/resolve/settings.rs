//! What `glassbox.yml` sets for the whole catalog.

use super::cache::ResolveCache;
use super::catalog_names::CatalogNames;
use super::parts::{channel, text};
use crate::diagnostics::Diagnostics;
use crate::model::{Facts, FiscalYear, RuleSetting, Waiver};
use crate::read::config::{RuleDoc, WaiverDoc};
use crate::read::documents::Documents;
use crate::read::synonyms::SynonymsDoc;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

pub(super) fn facts(known: &CatalogNames<'_>, diagnostics: &mut Diagnostics) -> Facts {
    let config = &known.documents.config;
    let default = Facts::default();
    Facts {
        title: config.title.as_ref().map_or(default.title, |title| title.value.clone()),
        company: text(&config.company),
        description: text(&config.description),
        base_url: config.base_url.as_ref().map(|url| url.value.clone()),
        access: config.access.as_ref().map(|address| address.value.clone()),
        contact: config.contact.as_ref().map(channel),
        edit: config.edit.as_ref().map(|address| address.value.clone()),
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

/// A word and what people type for it, as one group.
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

/// Where dbt's own documentation is published, by dbt package.
pub(super) fn docs_urls(documents: &Documents, cache: &ResolveCache) -> BTreeMap<String, String> {
    let published = documents.config.dbt.iter().filter_map(|doc| {
        let name = cache.projects.get(&doc.path.value)?;
        Some((name.clone(), doc.docs_url.as_ref()?.value.clone()))
    });
    published.collect()
}
