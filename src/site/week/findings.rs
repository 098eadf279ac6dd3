//! The findings in the products of a team: summed by rule, and in full on pages of their own,
//! `/teams/<id>/findings/`.

use crate::model::{Finding, ProductIx, RulePage, Team, TeamIx};
use crate::prose::en;
use crate::site::context::ViewContext;
use crate::site::lists::{Pages, pages_of};
use crate::site::page::View;
use crate::site::parts::{Label, PageRef};
use crate::site::rule_links;
use crate::site::rule_products::{self, RuleProduct, SharedFix};
use crate::site::section::{PageMeta, PageSet, section_ref};
use crate::site::subject::Subject;
use crate::site::{paths, words};
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The findings of a rule in the products of a team.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct RuleSum {
    /// The rule.
    pub rule: PageRef,
    /// Its severity, the highest if there are several.
    pub level: Label,
    /// The number of findings.
    pub count: usize,
    /// The products with findings: `7 products (Billing mart, CRM mart, Revenue and 4 more)`.
    pub text: String,
    /// The link to the first of them in full.
    pub path: String,
}

/// Some of the findings in the products of a team.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct FindingsPage {
    /// The team.
    pub team: PageRef,
    /// The number of findings on all pages.
    pub total: usize,
    /// Whether something to copy has placeholders in capitals.
    pub capitals: bool,
    /// Whether the findings are told in full.
    pub is_full: bool,
    /// The findings of this page, by rule.
    pub rules: Vec<RuleFindings>,
    /// The position among the pages.
    pub pages: Pages,
}

/// The findings of a rule.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct RuleFindings {
    /// The rule.
    pub rule: PageRef,
    /// Its severity, the highest if there are several.
    pub level: Label,
    /// The findings, those with the same thing to write together.
    pub fixes: Vec<FixGroup>,
}

/// Findings of a rule that are fixed by writing the same, each into the file of its product.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct FixGroup {
    /// What to do about all of them, if it is the same.
    pub fix: SharedFix,
    /// The products with such findings on the page.
    pub products: Vec<RuleProduct>,
}

impl View for FindingsPage {
    const TEMPLATE: &'static str = "team-findings.html";
}

/// The findings of a rule in each product of a team.
type ByProduct<'c> = (&'c RulePage, Vec<(ProductIx, Vec<&'c Finding>)>);

/// Returns the page of all findings in the products of a team.
pub(super) fn path(team: &str) -> String {
    paths::folder_file("teams", team, "findings/index.html")
}

/// Returns the findings in the products of a team, by rule: those to be fixed before those that are only informative,
/// then by number of findings.
fn by_rule<'c>(team: TeamIx, context: &ViewContext<'c>) -> Vec<ByProduct<'c>> {
    let report = context.rule_report;
    let products = context.products(|product| product.owner == Some(team));
    let found: Vec<&Finding> = products.iter().flat_map(|product| report.of_product(*product)).collect();
    let of_rule = |rule: &'c RulePage| {
        let of_rule: Vec<_> = found.iter().copied().filter(|finding| finding.rule == rule.id).collect();
        (rule, of_rule)
    };
    let mut rules: Vec<_> = report.rules.iter().map(of_rule).filter(|(_, found)| !found.is_empty()).collect();
    rules.sort_by_key(|(_, found)| Reverse((found.iter().map(|finding| finding.level).max(), found.len())));
    rules.into_iter().map(|(rule, found)| (rule, rule_products::grouped(&found, context))).collect()
}

/// Returns the same in brief.
pub(super) fn sums(team: TeamIx, context: &ViewContext<'_>) -> Vec<RuleSum> {
    let list = path(&context.catalog.team(team).id);
    let mut before = 0;
    let sum = |(rule, products): ByProduct<'_>| {
        let page = paths::page_of(&list, before / rule_products::PAGE + 1);
        before += products.len();
        let names = products.iter().map(|(product, _)| context.product(*product).name.clone()).collect();
        let found = || products.iter().flat_map(|(_, found)| found);
        let level = found().map(|finding| finding.level).max();
        RuleSum {
            rule: rule_links::rule_ref(rule),
            level: level.map(words::rule_level).unwrap_or_default(),
            count: found().count(),
            text: en::sum_of_rule(found().count(), names),
            path: format!("{page}#{}", rule.id),
        }
    };
    by_rule(team, context).into_iter().map(sum).collect()
}

/// Returns findings with what they have in common; `total` is the number of all findings of the team.
fn fix_group(mut products: Vec<RuleProduct>, total: usize) -> FixGroup {
    let fix = rule_products::shared_fix(&mut products);
    rule_products::shorten_long_list(&mut products, total);
    FixGroup { fix, products }
}

/// Where the findings of a rule in the products of a team are: by the ids of team and rule.
pub(crate) type FixPages = BTreeMap<String, BTreeMap<String, String>>;

/// Returns the places of all findings on the pages of teams.
pub(in crate::site) fn fix_pages(context: &ViewContext<'_>) -> FixPages {
    let of_team = |(position, team): (usize, &Team)| {
        let sums = sums(TeamIx::at(position), context).into_iter();
        (team.id.clone(), sums.map(|sum| (sum.rule.id, sum.path)).collect())
    };
    context.catalog.teams.iter().enumerate().map(of_team).collect()
}

/// Adds the pages of all findings; none if there are no findings.
pub(super) fn add(pages: &mut PageSet<'_, '_>, team: TeamIx) {
    let context = pages.context;
    let page_ref = context.team(team);
    let list = path(&page_ref.id);
    let lines: Vec<(&RulePage, (ProductIx, Vec<&Finding>))> = by_rule(team, context)
        .into_iter()
        .flat_map(|(rule, products)| products.into_iter().map(move |product| (rule, product)))
        .collect();
    let total = lines.iter().map(|(_, (_, found))| found.len()).sum();
    let count = lines.len().div_ceil(rule_products::PAGE);
    for (at, shown) in lines.chunks(rule_products::PAGE).enumerate() {
        let mut has_capitals = false;
        let rules = shown.chunk_by(|(left, _), (right, _)| left.id == right.id).map(|of_rule| {
            let products: Vec<_> = of_rule.iter().map(|(_, product)| product.clone()).collect();
            let level = products.iter().flat_map(|(_, found)| found).map(|finding| finding.level).max();
            let products = rule_products::lines(&products, context);
            has_capitals |= rule_products::has_placeholders(&products);
            let groups = rule_products::by_snippet(products);
            RuleFindings {
                rule: rule_links::rule_ref(of_rule[0].0),
                level: level.map(words::rule_level).unwrap_or_default(),
                fixes: groups.into_iter().map(|products| fix_group(products, total)).collect(),
            }
        });
        let rules: Vec<RuleFindings> = rules.collect();
        let view = FindingsPage {
            team: page_ref.clone(),
            total,
            capitals: has_capitals,
            is_full: rule_products::is_told_in_full(total),
            rules,
            pages: pages_of(&list, at + 1, count),
        };
        let meta = PageMeta::first("teams", format!("Findings: {}", page_ref.name), "")
            .about(Subject::Team(team))
            .below(section_ref("teams", "Teams"))
            .below(page_ref.clone());
        pages.html(paths::page_of(&list, at + 1), meta, view);
    }
}
