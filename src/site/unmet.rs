//! `/standards/<id>/not-met/<check>/`: the products that do not meet a check of a standard.

use super::context::{ViewContext, standard_ref};
use super::lists::{Pages, pages_of};
use super::page::View;
use super::parts::PageRef;
use super::section::{PageMeta, PageSet, section_ref};
use super::{paths, rule_links};
use crate::model::{CheckMark, ProductIx, Scorecard, Standard, StandardCheck, capitalised};
use crate::prose::Voice;
use crate::prose::en::{UnmetCounts, check_name, found_in_each, gap_title, how_to_meet, is_same_for_all};
use serde::Serialize;

/// The products that do not meet a check, or one page of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct UnmetView {
    /// The products, by what they miss; the check itself if it is not known of any that it misses something.
    pub name: String,
    /// The standard.
    pub standard: PageRef,
    /// The level that asks for it; empty for none.
    pub level: String,
    /// The rule on the same subject.
    pub rule: Option<PageRef>,
    /// How many do not meet it, among those it applies to, and of how many that is not known.
    pub summary: String,
    /// Whether there are some of which it is not known, so that the lists need headings.
    pub has_unknown: bool,
    /// The teams whose products do not meet it, each with their number and the place of the first one.
    pub teams: Vec<UnmetTeam>,
    /// The lists of this page: the products that do not meet it, then those of which it is not known.
    pub lists: Vec<UnmetList>,
    /// Whether what was found differs between products.
    pub has_reasons: bool,
    /// What was found in all of them, if the title does not say it; may be empty.
    pub found: String,
    /// What to write to meet the check, as Markdown; may be empty.
    pub remedy: String,
    /// Whether any of them has a tier.
    pub has_tiers: bool,
    /// The position among the pages.
    pub pages: Pages,
}

impl View for UnmetView {
    const TEMPLATE: &'static str = "unmet.html";
}

/// Products of which the same is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct UnmetList {
    /// The id of its heading: `not-met` or `not-known`.
    pub id: &'static str,
    /// Its heading.
    pub name: &'static str,
    /// The number of such products on all pages.
    pub total: usize,
    /// Those of this page, by team.
    pub groups: Vec<UnmetGroup>,
}

/// The products of a team on a page of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct UnmetGroup {
    /// The team; `None` for products without an owner.
    pub owner: Option<PageRef>,
    /// The id of its heading.
    pub id: String,
    /// Its products, by name.
    pub rows: Vec<UnmetRow>,
}

/// A team with products that do not meet a check.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct UnmetTeam {
    /// The team; `None` for products without an owner.
    pub owner: Option<PageRef>,
    /// The number of such products.
    pub count: usize,
    /// The first of them in the lists.
    pub path: String,
}

/// A product that does not meet a check, or of which it is not known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct UnmetRow {
    /// The product.
    pub product: PageRef,
    /// Its tier, if declared.
    pub tier: Option<PageRef>,
    /// What was found.
    pub reason: String,
}

/// The number of products on a page.
const PAGE: usize = 40;
/// The id of the list of products that do not meet a check.
const NOT_MET: &str = "not-met";

/// Returns the page of the products that do not meet a check.
pub(super) fn path(standard: &Standard, check: &StandardCheck) -> String {
    paths::folder_file("standards", &standard.id, &["not-met", &check.id, "index.html"].join("/"))
}

/// Adds the pages of every check of a standard that some of these products do not meet.
pub(super) fn add(standard: &Standard, mut cards: Vec<(ProductIx, &Scorecard)>, pages: &mut PageSet<'_, '_>) {
    let context = pages.context;
    cards.sort_by_cached_key(|(product, _)| context.by_name(*product));
    for check in 0..standard.checks.len() {
        for (path, view) in of_check(standard, check, &cards, context) {
            let meta = PageMeta::first("standards", &view.name, "")
                .below(section_ref("standards", "Standards"))
                .below(standard_ref(standard));
            pages.html(path, meta, view);
        }
    }
}

/// Returns the pages of a check, each with its path; none if every product meets it.
fn of_check(
    standard: &Standard,
    at: usize,
    cards: &[(ProductIx, &Scorecard)],
    context: &ViewContext<'_>,
) -> Vec<(String, UnmetView)> {
    let check = &standard.checks[at];
    let asked = cards.iter().filter(|(_, card)| card.marks[at].met.is_some()).count();
    let mut unmet: Vec<(ProductIx, &CheckMark)> = cards
        .iter()
        .map(|(product, card)| (*product, &card.marks[at]))
        .filter(|(_, mark)| mark.met == Some(false))
        .collect();
    unmet.sort_by_cached_key(|(product, mark)| (mark.is_not_known(), owner_order(*product, context)));
    let missed = unmet.iter().filter(|(_, mark)| mark.is_missed()).count();
    let unknown = unmet.len() - missed;
    let list = path(standard, check);
    let count = unmet.len().div_ceil(PAGE);
    let first = unmet.first().and_then(|(_, mark)| mark.seen.as_ref());
    let is_general = first.is_some_and(is_same_for_all);
    let differs = unmet.iter().any(|(_, mark)| mark.seen.as_ref() != first);
    let has_reasons = differs || unknown > 0 || (unmet.len() == 1 && !is_general && first.is_some());
    let is_found = !has_reasons && (check.name.is_some() || !is_general);
    let found = first.filter(|_| is_found).map(|fact| context.fact_in_words(Some(fact)));
    let found = found.map(|found| if is_general { capitalised(&found) } else { found_in_each(&found) });
    let teams = teams(&list, &unmet[..missed], context);
    let has_tiers = unmet.iter().any(|(product, _)| context.product(*product).has_tier);
    let view = |(number, shown): (usize, &[(ProductIx, &CheckMark)])| {
        let part = |id, name, total, is_meant: fn(&CheckMark) -> bool| UnmetList {
            id,
            name,
            total,
            groups: groups(id, shown.iter().copied().filter(|(_, mark)| is_meant(mark)), check, context),
        };
        let mut lists = vec![
            part(NOT_MET, "Do not meet it", missed, CheckMark::is_missed),
            part("not-known", "Not known", unknown, CheckMark::is_not_known),
        ];
        lists.retain(|list| !list.groups.is_empty());
        UnmetView {
            name: if missed > 0 { gap_title(check) } else { check_name(check) },
            standard: standard_ref(standard),
            level: context.catalog.standards.level_name(check.level),
            rule: rule_links::rule_of_check(check, context),
            summary: UnmetCounts { missed, unknown, asked }.in_short(),
            has_unknown: unknown > 0,
            teams: teams.clone(),
            lists,
            has_reasons,
            found: found.clone().unwrap_or_default(),
            remedy: how_to_meet(check),
            has_tiers,
            pages: pages_of(&list, number + 1, count),
        }
    };
    let pages = unmet.chunks(PAGE).enumerate().map(view);
    pages.enumerate().map(|(at, view)| (paths::page_of(&list, at + 1), view)).collect()
}

/// Orders products by the names of their teams, those without an owner first.
fn owner_order(product: ProductIx, context: &ViewContext<'_>) -> Option<(String, String)> {
    let owner = context.team(context.product(product).owner?);
    Some((owner.name.to_lowercase(), owner.id))
}

/// Returns the id of the heading of a team in a list.
fn heading_id(list: &str, owner: Option<&PageRef>) -> String {
    format!("{list}-{}", owner.map_or("no-owner", |owner| &owner.id))
}

/// Returns the products of a list by team, in the order in which they come.
fn groups<'m>(
    list: &str,
    shown: impl Iterator<Item = (ProductIx, &'m CheckMark)>,
    check: &StandardCheck,
    context: &ViewContext<'_>,
) -> Vec<UnmetGroup> {
    let mut groups: Vec<UnmetGroup> = Vec::new();
    for (product, mark) in shown {
        let owner = context.product(product).owner.map(|owner| context.team(owner));
        let row = row(product, check, mark, context);
        match groups.last_mut().filter(|group| group.owner == owner) {
            Some(group) => group.rows.push(row),
            None => groups.push(UnmetGroup { id: heading_id(list, owner.as_ref()), owner, rows: vec![row] }),
        }
    }
    groups
}

/// Returns the teams of products, in the order in which these come, with where each begins.
fn teams(list: &str, missed: &[(ProductIx, &CheckMark)], context: &ViewContext<'_>) -> Vec<UnmetTeam> {
    let owner_of = |product: ProductIx| context.product(product).owner;
    let mut at = 0;
    let team = |products: &[(ProductIx, &CheckMark)]| {
        let owner = owner_of(products[0].0).map(|owner| context.team(owner));
        let page = paths::page_of(list, at / PAGE + 1);
        at += products.len();
        let path = format!("{page}#{}", heading_id(NOT_MET, owner.as_ref()));
        UnmetTeam { owner, count: products.len(), path }
    };
    missed.chunk_by(|one, next| owner_of(one.0) == owner_of(next.0)).map(team).collect()
}

fn row(product: ProductIx, check: &StandardCheck, mark: &CheckMark, context: &ViewContext<'_>) -> UnmetRow {
    let missed = rule_links::missed_check(check, mark, &Voice::page(context.catalog), context);
    let its = context.product(product);
    UnmetRow {
        product: context.product_ref(product),
        tier: context.tier_of(its),
        reason: if missed.reason.is_empty() { missed.title } else { missed.reason },
    }
}
