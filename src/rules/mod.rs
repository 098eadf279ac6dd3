//! Where reality departs from what the catalog declares: rules over products, their boundaries, promises
//! and obligations.
//!
//! A rule is a page, a check and a line of `rules!`: `ownerless.md` is documentation, test and the output of
//! `glassbox explain`, and `ownerless.rs` holds its `check`. A check finds variants of [`RuleFact`], whose
//! declaration determines their form for programs. All words of a rule are in a file of the same name in
//! `prose::en::rules`. Rules only judge; unreadable files are reported earlier.

use crate::diagnostics::nearest;
use crate::model::{
    Catalog, Finding, Product, ProductIx, RuleFact, RuleLevel, RulePage, RuleReferenceError, RuleReport,
    RuleSetting, Waiver,
};
use crate::source::Span;
use jiff::civil::Date;
use rayon::prelude::*;
use std::cmp::Reverse;

/// A rule: its page and its check.
struct Rule {
    page: RulePage,
    check: fn(&mut RuleContext<'_>),
    /// Whether the rule applies to a product: if not, a check of a standard that asks to keep the rule does not
    /// apply either.
    applies: fn(ProductIx, &Catalog) -> bool,
}

/// Declares the modules of the rules, and makes the list of them; a rule that is not about every product declares
/// with `applies` which products it is about.
macro_rules! rules {
    (@applies $module:ident) => { |_, _| true };
    (@applies $module:ident $applies:ident) => { $module::$applies };
    ($($id:literal: $level:ident, $module:ident $(, $applies:ident)?);* $(;)?) => {
        $(mod $module;)*

        const RULES: &[Rule] = &[$(Rule {
            page: RulePage { id: $id, level: RuleLevel::$level, text: include_str!(concat!($id, ".md")) },
            check: $module::check,
            applies: rules!(@applies $module $($applies)?),
        }),*];
    };
}

rules! {
    "below-effective-tier": Warning, below_effective_tier;
    "boundary-leak": Warning, boundary_leak, applies;
    "built-on-project-mart": Warning, built_on_project_mart;
    "consumer-never-seen": Note, consumer_never_seen, applies;
    "contract-mismatch": Warning, contract_mismatch, applies;
    "empty-product": Note, empty_product;
    "ends-in-use": Warning, ends_in_use, applies;
    "export-from-mart": Note, export_from_mart;
    "impure-application-mart": Warning, impure_application_mart;
    "input-never-seen": Note, input_never_seen, applies;
    "jargon-in-summary": Note, jargon_in_summary, applies;
    "last-mile-expired": Warning, last_mile_expired, applies;
    "lasting-without-reader": Note, lasting_without_reader;
    "missing-control": Warning, missing_control, applies;
    "no-output-ports": Note, no_output_ports, applies;
    "orphan-asset": Note, orphan_asset;
    "ownerless": Warning, ownerless;
    "product-cycle": Warning, product_cycle;
    "project-mart-without-end": Note, project_mart_without_end;
    "promise-out-of-reach": Warning, promise_out_of_reach, applies;
    "regulation-not-carried": Warning, regulation_not_carried;
    "retired-upstream": Warning, retired_upstream, applies;
    "review-overdue": Note, review_overdue, applies;
    "runs-before-its-input": Warning, runs_before_its_input;
    "scheduled-before-its-input": Warning, scheduled_before_its_input;
    "shared-export": Note, shared_export;
    "shared-last-mile": Note, shared_last_mile, applies;
    "stale-evidence": Warning, stale_evidence, applies;
    "temporary-without-end": Note, temporary_without_end, applies;
    "two-writers": Warning, two_writers;
    "undeclared-consumer": Note, undeclared_consumer, applies;
    "undeclared-input": Note, undeclared_input, applies;
    "undocumented-output": Note, undocumented_output, applies;
    "unguarded-data": Warning, unguarded_data, applies;
    "untested-output": Note, untested_output, applies;
    "unused-asset": Note, unused_asset, applies;
}

/// Returns all rules, by id.
pub(crate) fn pages() -> impl Iterator<Item = RulePage> + Clone {
    RULES.iter().map(|rule| rule.page)
}

/// Returns whether a rule applies to a product; unknown rules apply.
#[must_use]
pub(crate) fn applies(rule: &str, product: ProductIx, catalog: &Catalog) -> bool {
    RULES.iter().find(|listed| listed.page.id == rule).is_none_or(|listed| (listed.applies)(product, catalog))
}

/// Returns the level of a rule for a product, according to the settings.
fn level(rule: RulePage, product: ProductIx, catalog: &Catalog) -> RuleLevel {
    let product = catalog.product(product);
    let Some(setting) = catalog.settings.rules.iter().find(|setting| setting.rule == rule.id) else {
        return rule.level;
    };
    let level_of = |levels: &[(String, RuleLevel)], id: Option<&String>| {
        levels.iter().find(|(written, _)| Some(written) == id).map(|(_, level)| *level)
    };
    let tier = catalog.tiers.get(product.tier.position()).map(|tier| &tier.id);
    let category = product.category.map(|category| &catalog.categories[category.position()].id);
    level_of(&setting.categories, category)
        .or_else(|| level_of(&setting.tiers, tier))
        .or(setting.level)
        .unwrap_or(rule.level)
}

/// Returns whether a rule is switched off for a product, so that it finds nothing, whatever there is to find.
#[must_use]
pub(crate) fn is_off(rule: &str, product: ProductIx, catalog: &Catalog) -> bool {
    let mut listed = pages().filter(|page| page.id == rule);
    listed.any(|page| level(page, product, catalog) == RuleLevel::Off)
}

/// Returns the findings of the rules in a catalog on a day.
#[must_use]
pub(crate) fn judge(catalog: &Catalog, today: Date) -> RuleReport {
    let findings = RULES.par_iter().map(|rule| {
        let mut context = RuleContext { catalog, today, rule: rule.page, findings: Vec::new() };
        (rule.check)(&mut context);
        context.findings
    });
    let mut findings: Vec<Finding> = findings.collect::<Vec<_>>().into_iter().flatten().collect();
    findings.retain(|finding| finding.level != RuleLevel::Off);
    findings.sort_by_key(|finding| (finding.product, Reverse(finding.level), finding.rule));
    let reference_errors = unknown(catalog).chain(expired(catalog, today)).collect();
    let mut rule_report = RuleReport { rules: pages().collect(), reference_errors, ..RuleReport::default() };
    for finding in findings {
        match waiver_of(&finding, catalog, today) {
            Some(waiver) => rule_report.waived.push((finding, waiver)),
            None => rule_report.findings.push(finding),
        }
    }
    rule_report
}

/// Returns the index of the waiver that covers a finding on a day.
fn waiver_of(finding: &Finding, catalog: &Catalog, today: Date) -> Option<usize> {
    catalog.settings.waivers.iter().position(|waiver| {
        waiver.rule == finding.rule && waiver.product == Some(finding.product) && waiver.expires >= today
    })
}

/// Returns the settings and waivers that name a rule which does not exist.
fn unknown(catalog: &Catalog) -> impl Iterator<Item = RuleReferenceError> {
    let facts = &catalog.settings;
    let settings = facts.rules.iter().map(|RuleSetting { rule, span, .. }| (rule, *span));
    let waivers = facts.waivers.iter().map(|Waiver { rule, span, .. }| (rule, *span));
    let unknown = settings.chain(waivers).filter(|(rule, _)| pages().all(|page| page.id != **rule));
    unknown.map(|(rule, span)| RuleReferenceError::UnknownRule {
        rule: rule.clone(),
        span,
        near: nearest(rule, pages().map(|page| page.id)),
    })
}

/// Returns the waivers whose last day has passed.
fn expired(catalog: &Catalog, today: Date) -> impl Iterator<Item = RuleReferenceError> {
    let waivers = catalog.settings.waivers.iter().enumerate();
    let expired = waivers.filter(move |(_, waiver)| waiver.product.is_some() && waiver.expires < today);
    expired.map(|(waiver, _)| RuleReferenceError::ExpiredWaiver { waiver })
}

/// The context in which a rule runs.
struct RuleContext<'c> {
    catalog: &'c Catalog,
    today: Date,
    rule: RulePage,
    findings: Vec<Finding>,
}

impl<'c> RuleContext<'c> {
    /// Returns the products that are or will be in use.
    fn in_service(&self) -> impl Iterator<Item = (ProductIx, &'c Product)> + use<'c> {
        let products = self.catalog.products.iter().enumerate();
        products
            .map(|(position, product)| (ProductIx::at(position), product))
            .filter(|(_, product)| product.lifecycle.is_in_service())
    }

    /// Adds a finding about a product, at a span.
    fn report(&mut self, product: ProductIx, fact: RuleFact, place: Span) {
        let level = self.level(product);
        self.findings.push(Finding { rule: self.rule.id, level, product, fact, places: vec![place] });
    }

    /// Adds a span to the last finding.
    fn also_at(&mut self, place: Span) {
        if let Some(finding) = self.findings.last_mut() {
            finding.places.push(place);
        }
    }

    fn level(&self, product: ProductIx) -> RuleLevel {
        level(self.rule, product, self.catalog)
    }
}
