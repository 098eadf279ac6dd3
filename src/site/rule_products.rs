//! The findings of a rule by product, as the pages of rules and of teams list them: one line for each product, its
//! findings folded, and more products on further pages.

use super::context::ViewContext;
use super::finding::{FindingView, finding_view};
use super::parts::PageRef;
use crate::model::{Finding, ProductIx, capitalised};
use crate::prose::{Say as _, Voice, en};
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The number of products on a page.
pub(super) const PAGE: usize = 25;
/// The most findings of a product that are listed; its own page has them all.
const FINDINGS: usize = 20;
/// The most findings that a whole list shows unfolded.
const UNFOLDED: usize = 30;

/// The findings of a rule in a product.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct RuleProduct {
    /// The product.
    pub product: PageRef,
    /// The team that owns it.
    pub owner: Option<PageRef>,
    /// The number of its findings.
    pub total: usize,
    /// The first of them as plain text, the summary of its fold.
    pub summary: String,
    /// Whether they are shown unfolded, because the whole list is short.
    pub open: bool,
    /// The first of its findings, each with a snippet.
    pub findings: Vec<RuleFinding>,
}

/// A finding of a rule, with a snippet that fixes it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct RuleFinding {
    /// The finding.
    #[serde(flatten)]
    pub finding: FindingView,
    /// The snippet to copy; may be empty.
    pub snippet: String,
}

/// What several findings have in common.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct SharedFix {
    /// The advice, as Markdown; may be empty.
    pub help: String,
    /// The snippet to copy; may be empty.
    pub snippet: String,
}

/// Groups the findings of a rule by product. First are products with a finding to fix, then those of the highest tier,
/// then those that most products read.
pub(super) fn grouped<'f>(
    findings: &[&'f Finding],
    context: &ViewContext<'_>,
) -> Vec<(ProductIx, Vec<&'f Finding>)> {
    let mut by_product: BTreeMap<ProductIx, Vec<&Finding>> = BTreeMap::new();
    for finding in findings {
        by_product.entry(finding.product).or_default().push(finding);
    }
    let mut products: Vec<_> = by_product.into_iter().collect();
    products.sort_by_cached_key(|(product, found)| {
        let of = context.product(*product);
        let level = found.iter().map(|finding| finding.level).max();
        let tier = of.has_tier.then_some(of.tier);
        let readers = context.catalog.lineage.downstream(*product).len();
        (Reverse(level), Reverse(tier), Reverse(readers), context.by_name(*product))
    });
    products
}

/// Returns the lines of products on one page; `total` is the number of findings on all pages.
pub(super) fn lines(
    products: &[(ProductIx, Vec<&Finding>)],
    total: usize,
    context: &ViewContext<'_>,
) -> Vec<RuleProduct> {
    let line = |(product, found): &(ProductIx, Vec<&Finding>)| RuleProduct {
        product: context.product_ref(*product),
        owner: context.product(*product).owner.map(|owner| context.team(owner)),
        total: found.len(),
        summary: found.first().map(|first| in_a_sentence(first, context)).unwrap_or_default(),
        open: total <= UNFOLDED,
        findings: found.iter().take(FINDINGS).map(|finding| with_snippet(finding, context)).collect(),
    };
    products.iter().map(line).collect()
}

/// Groups products with one finding by what is to be written, if that is the same for several of them; all others, with
/// what each of them has to write, come last. So a product is named once.
pub(super) fn by_snippet(products: Vec<RuleProduct>) -> Vec<Vec<RuleProduct>> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for snippet in products.iter().filter_map(only_snippet) {
        *counts.entry(snippet.to_owned()).or_default() += 1;
    }
    let mut shared: BTreeMap<String, Vec<RuleProduct>> = BTreeMap::new();
    let mut others = Vec::new();
    for product in products {
        match only_snippet(&product).filter(|snippet| counts[*snippet] > 1).map(str::to_owned) {
            Some(snippet) => shared.entry(snippet).or_default().push(product),
            None => others.push(product),
        }
    }
    let mut groups: Vec<Vec<RuleProduct>> = shared.into_values().collect();
    groups.sort_by_key(|same| Reverse(same.len()));
    groups.push(others);
    groups.retain(|same| !same.is_empty());
    groups
}

/// Returns what is to be written for a product, if it has one finding.
fn only_snippet(product: &RuleProduct) -> Option<&str> {
    match &product.findings[..] {
        [finding] if product.total == 1 && !finding.snippet.is_empty() => Some(&finding.snippet),
        _ => None,
    }
}

/// Takes what all of these findings advise, and all of their snippets, out of them, to be shown once; empty where they
/// differ, or if there is one finding.
pub(super) fn shared_fix(products: &mut [RuleProduct]) -> SharedFix {
    let all = || products.iter().flat_map(|one| &one.findings);
    let shared = |of: &dyn Fn(&RuleFinding) -> &String| {
        let mut each = all().map(of);
        let first = each.next().cloned().unwrap_or_default();
        if all().count() > 1 && each.all(|one| *one == first) { first } else { String::new() }
    };
    let fix = SharedFix { help: shared(&|one| &one.finding.help), snippet: shared(&|one| &one.snippet) };
    for one in products.iter_mut().flat_map(|one| &mut one.findings) {
        if !fix.help.is_empty() {
            one.finding.help.clear();
        }
        if !fix.snippet.is_empty() {
            one.snippet.clear();
        }
    }
    fix
}

/// Whether a snippet has placeholders to be filled in when it is copied.
pub(super) fn has_placeholders(products: &[RuleProduct]) -> bool {
    products.iter().flat_map(|product| &product.findings).any(|finding| is_to_fill_in(&finding.snippet))
}

/// Returns a finding as plain text.
fn in_a_sentence(finding: &Finding, context: &ViewContext<'_>) -> String {
    capitalised(&finding.say(&Voice::page(context.catalog)))
}

fn with_snippet(finding: &Finding, context: &ViewContext<'_>) -> RuleFinding {
    let snippet = en::snippet(finding, &Voice::page(context.catalog)).unwrap_or_default();
    RuleFinding { finding: finding_view(finding, context), snippet }
}

/// Whether a text has a placeholder as a word of its own.
fn is_to_fill_in(text: &str) -> bool {
    let ends = |letter: Option<char>| letter.is_none_or(|letter| !letter.is_alphanumeric() && letter != '_');
    en::PLACEHOLDERS.iter().any(|word| {
        text.match_indices(word).any(|(at, _)| {
            ends(text[..at].chars().next_back()) && ends(text[at + word.len()..].chars().next())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn findings_are_grouped_by_what_is_to_be_written() {
        let product = |name: &str, snippets: &[&str]| RuleProduct {
            product: PageRef { name: name.to_owned(), path: name.to_owned(), ..PageRef::default() },
            total: snippets.len(),
            findings: snippets
                .iter()
                .map(|snippet| RuleFinding { snippet: (*snippet).to_owned(), ..RuleFinding::default() })
                .collect(),
            ..RuleProduct::default()
        };
        let all = vec![
            product("A", &["- id: ccpa"]),
            product("B", &["- id: gdpr", "- id: ccpa"]),
            product("C", &["- id: ccpa"]),
            product("D", &["- id: hipaa"]),
        ];
        let groups = by_snippet(all);
        let names = |group: &Vec<RuleProduct>| -> Vec<String> {
            group.iter().map(|line| line.product.name.clone()).collect()
        };
        let named: Vec<_> = groups.iter().map(names).collect();
        assert_eq!(named, [vec!["A", "C"], vec!["B", "D"]], "each product once");
    }
}
