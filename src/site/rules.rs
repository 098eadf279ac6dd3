//! `/rules/`: what the rules require, and their findings.

use super::context::{ViewContext, plain};
use super::finding::{FindingView, WaiverView, finding_view};
use super::lists::{Pages, pages_of};
use super::page::View;
use super::parts::{Label, MenuPosition, MenuSectionId, PageRef};
use super::rule_links::{checks_by_rule, rule_ref};
use super::rule_products::{self, RuleProduct};
use super::section::{PageMeta, PageSet, Section, entry, section_ref};
use super::week::{self, FixPages};
use super::{paths, words};
use crate::model::{Finding, Lifecycle, ProductIx, RuleLevel, RulePage};
use crate::prose::en;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The page of all rules.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct RulesView {
    /// The number of findings.
    pub total: usize,
    /// The number of products with findings.
    pub products: usize,
    /// What the numbers leave out; may be empty.
    pub left_out: String,
    /// The rules with findings by severity, the most severe first.
    pub groups: Vec<RuleGroup>,
    /// The rules without findings.
    pub quiet: Vec<PageRef>,
}

/// What the rules require and find. Without findings, the rules are of no interest.
pub(super) const SECTION: Section = Section {
    places: &["rules"],
    pages: section,
    menu: |context| {
        entry(
            MenuSectionId::Usability,
            MenuPosition::More,
            section_ref("rules", "Rules"),
            context.rule_report.has_findings(),
        )
    },
    ..Section::EMPTY
};

impl View for RulesView {
    const TEMPLATE: &'static str = "rules.html";
}

fn section(pages: &mut PageSet<'_, '_>) {
    let context = pages.context;
    if !context.rule_report.has_findings() {
        return;
    }
    let (all, each) = self::pages(context);
    let meta = PageMeta::first("rules", "Rules", "Where reality differs from what the catalog declares.");
    pages.html(paths::section("rules"), meta, all);
    for view in each {
        let meta = PageMeta::first("rules", &view.title, "").below(section_ref("rules", "Rules"));
        let path = paths::page_of(&paths::folder("rules", &view.id), view.pages.number);
        pages.html(path, meta, view);
    }
}

/// The rules of one severity that have findings.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct RuleGroup {
    /// The severity.
    pub level: Label,
    /// The number of their findings.
    pub total: usize,
    /// The rules, those with the most findings first.
    pub rules: Vec<RuleEntry>,
}

/// A rule in the list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct RuleEntry {
    /// Its id, title and page.
    pub page_ref: PageRef,
    /// What it finds, in one short sentence; empty if the title says it already.
    pub finds: String,
    /// The number of findings.
    pub count: usize,
    /// The number of findings that waivers cover.
    pub waived: usize,
}

/// The page of a rule.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct RuleView {
    /// The id.
    pub id: String,
    /// The title.
    pub title: String,
    /// Its severity.
    pub level: Label,
    /// The reason for the rule, as Markdown.
    pub why: String,
    /// An example that meets it, as Markdown.
    pub meets: String,
    /// Examples that break it, and others that meet it, as Markdown.
    pub text: String,
    /// The products with findings on this page, most important first.
    pub products: Vec<RuleProduct>,
    /// The number of products with findings on all pages.
    pub found_in: usize,
    /// The number of all findings.
    pub total: usize,
    /// What the numbers leave out; may be empty.
    pub left_out: String,
    /// The position among the pages; everything but the products is on the first.
    pub pages: Pages,
    /// Whether the examples have placeholders in capitals.
    pub capitals: bool,
    /// Whether the findings are told in full.
    pub is_full: bool,
    /// The findings covered by a waiver.
    pub waived: Vec<FindingView>,
    /// The checks of standards that require it.
    pub checks: Vec<PageRef>,
}

impl View for RuleView {
    const TEMPLATE: &'static str = "rule.html";
}

/// Returns the first sentence of a text.
fn first_sentence(text: &str) -> String {
    text.split_once(". ").map_or_else(|| text.to_owned(), |(first, _)| [first, "."].concat())
}

/// Returns the sentence, or nothing if most of its words are those of the title.
fn not_repeated(title: &str, sentence: String) -> String {
    const STEM: usize = 4;
    let stems = |text: &str| -> BTreeSet<String> {
        let words = text.split(|letter: char| !letter.is_alphabetic());
        let stems = words.map(|word| word.to_lowercase().chars().take(STEM).collect::<String>());
        stems.filter(|stem| stem.chars().count() == STEM).collect()
    };
    let (known, told) = (stems(title), stems(&sentence));
    let repeated = told.intersection(&known).count();
    if 4 * repeated >= 3 * told.len() { String::new() } else { sentence }
}

/// Returns the rules of one severity, of which there is at least one.
fn group(rules: &[(RuleLevel, RuleEntry)]) -> RuleGroup {
    let rules_of_level: Vec<RuleEntry> = rules.iter().map(|(_, entry)| entry.clone()).collect();
    RuleGroup {
        level: rules.first().map(|(level, _)| words::rule_level(*level)).unwrap_or_default(),
        total: rules_of_level.iter().map(|entry| entry.count).sum(),
        rules: rules_of_level,
    }
}

/// Returns the page of all rules, and the page of each rule.
fn pages(context: &ViewContext<'_>) -> (RulesView, Vec<RuleView>) {
    let rule_report = context.rule_report;
    let mut by_rule: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in &rule_report.findings {
        by_rule.entry(finding.rule).or_default().push(finding);
    }
    let mut waived_by_rule: BTreeMap<&str, Vec<&(Finding, usize)>> = BTreeMap::new();
    for waived in &rule_report.waived {
        waived_by_rule.entry(waived.0.rule).or_default().push(waived);
    }
    let waived_of = |rule: &RulePage| waived_by_rule.get(rule.id).map_or(&[][..], Vec::as_slice);
    let found = |rule: &RulePage| by_rule.get(rule.id).map_or(&[][..], Vec::as_slice);
    let mut entries: Vec<(RuleLevel, RuleEntry)> = rule_report
        .rules
        .iter()
        .map(|rule| {
            let entry = RuleEntry {
                page_ref: rule_ref(rule),
                finds: not_repeated(rule.title(), first_sentence(&plain(RuleText::of(rule).why))),
                count: found(rule).len(),
                waived: waived_of(rule).len(),
            };
            (rule.level, entry)
        })
        .collect();
    entries.sort_by_key(|(level, entry)| (std::cmp::Reverse(*level), std::cmp::Reverse(entry.count)));
    let mut products: Vec<ProductIx> = rule_report.findings.iter().map(|finding| finding.product).collect();
    products.dedup();
    let checks = checks_by_rule(context);
    let fixes = week::fix_pages(context);
    let (loud, quiet): (Vec<_>, Vec<_>) = entries.into_iter().partition(|(_, entry)| entry.count > 0);
    let quiet = quiet.into_iter().map(|(_, entry)| entry.page_ref).collect();
    let groups = loud.chunk_by(|(one, _), (next, _)| one == next).map(group).collect();
    let left_out = left_out(&rule_report.findings.iter().collect::<Vec<_>>(), context);
    let all =
        RulesView { total: rule_report.findings.len(), products: products.len(), left_out, groups, quiet };
    let of_rule = |rule: &RulePage| {
        let checks = checks.get(rule.id).cloned().unwrap_or_default();
        rule_pages(rule, found(rule), waived_of(rule), checks, &fixes, context)
    };
    (all, rule_report.rules.iter().flat_map(of_rule).collect())
}

/// Returns the pages of a rule, at least one.
fn rule_pages(
    rule: &RulePage,
    found: &[&Finding],
    waived: &[&(Finding, usize)],
    checks: Vec<PageRef>,
    fixes: &FixPages,
    context: &ViewContext<'_>,
) -> Vec<RuleView> {
    let list = paths::folder("rules", rule.id);
    let products = rule_products::grouped(found, context);
    let count = products.len().div_ceil(rule_products::PAGE).max(1);
    let page = |number: usize| {
        let from = (number - 1) * rule_products::PAGE;
        let to = products.len().min(from + rule_products::PAGE);
        let mut shown = rule_products::lines(&products[from..to], context);
        let is_full = rule_products::is_told_in_full(found.len());
        rule_products::shorten_long_list(&mut shown, found.len());
        if !is_full {
            shown.iter_mut().for_each(|line| leave_to_team(line, rule.id, fixes));
        }
        let any = RuleView {
            id: rule.id.to_owned(),
            title: rule.title().to_owned(),
            level: words::rule_level(rule.level),
            total: found.len(),
            left_out: left_out(found, context),
            found_in: products.len(),
            capitals: rule_products::has_placeholders(&shown),
            is_full,
            products: shown,
            pages: pages_of(&list, number, count),
            ..RuleView::default()
        };
        if number > 1 {
            return any;
        }
        let text = RuleText::of(rule);
        RuleView {
            why: text.why.to_owned(),
            meets: text.meets.to_owned(),
            text: text.others(),
            checks: checks.clone(),
            waived: waived.iter().map(|(finding, waiver)| waived_view(finding, *waiver, context)).collect(),
            ..any
        }
    };
    (1..=count).map(page).collect()
}

/// Leaves what to write to the page of the team that owns a product, which is linked instead of the team.
fn leave_to_team(line: &mut RuleProduct, rule: &str, fixes: &FixPages) {
    let Some(owner) = &mut line.owner else { return };
    if let Some(path) = fixes.get(&owner.id).and_then(|rules| rules.get(rule)) {
        owner.path.clone_from(path);
        line.snippets.clear();
    }
}

/// Returns that proposed products are left out of findings; empty if there are none, or if one of them is among these.
fn left_out(found: &[&Finding], context: &ViewContext<'_>) -> String {
    let is_proposed = |finding: &&Finding| context.product(finding.product).lifecycle == Lifecycle::Proposed;
    if !context.catalog.has_proposed() || found.iter().any(is_proposed) {
        return String::new();
    }
    en::proposed_left_out(!context.catalog.regulations.is_empty()).to_owned()
}

/// The parts of a rule's page.
struct RuleText<'r> {
    why: &'r str,
    breaks: &'r str,
    /// The first example that meets it, without its heading.
    meets: &'r str,
    rest: &'r str,
}

impl<'r> RuleText<'r> {
    /// The examples begin at the first heading after the title.
    fn of(rule: &'r RulePage) -> Self {
        let (_, text) = rule.text.split_once('\n').unwrap_or_default();
        let (why, examples) = text.split_at(text.find("\n## ").unwrap_or(text.len()));
        let meets = examples.find("\n## An example that meets it").unwrap_or(examples.len());
        let (breaks, meets) = examples.split_at(meets);
        let (_, meets) = meets.trim_start().split_once('\n').unwrap_or_default();
        let (meets, rest) = meets.split_at(meets.find("\n## ").unwrap_or(meets.len()));
        Self { why, breaks, meets, rest }
    }

    fn others(&self) -> String {
        [self.breaks, self.rest].concat()
    }
}

/// Returns the findings in a product, followed by those that waivers cover.
pub(super) fn findings(product: ProductIx, context: &ViewContext<'_>) -> Vec<FindingView> {
    let found = context.rule_report.of_product(product).map(|finding| finding_view(finding, context));
    let waived = context.rule_report.waived.iter().filter(|(finding, _)| finding.product == product);
    found.chain(waived.map(|(finding, waiver)| waived_view(finding, *waiver, context))).collect()
}

fn waived_view(finding: &Finding, waiver: usize, context: &ViewContext<'_>) -> FindingView {
    let waiver = &context.catalog.settings.waivers[waiver];
    let waiver = WaiverView {
        reason: waiver.reason.clone(),
        owner: waiver.owner.map(|owner| context.team(owner)),
        until: waiver.expires.to_string(),
    };
    FindingView { waiver: Some(waiver), ..finding_view(finding, context) }
}
