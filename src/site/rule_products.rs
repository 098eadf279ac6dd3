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
pub(super) const PAGE: usize = 50;
/// The most findings of a product that are listed; its own page has them all.
const FINDINGS: usize = 20;
/// The most findings that a whole list tells in full.
const IN_FULL: usize = 30;

/// The findings of a rule in a product.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct RuleProduct {
    /// The product.
    pub product: PageRef,
    /// The team that owns it, linked to what its products have to write.
    pub owner: Option<PageRef>,
    /// The number of its findings.
    pub total: usize,
    /// The first of its findings.
    pub findings: Vec<RuleFinding>,
    /// What to write to fix them: a snippet for each place of its file.
    pub snippets: Vec<String>,
}

/// A finding of a rule as a list of many products tells it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct RuleFinding {
    /// The finding in a short list, as Markdown with links; empty in a long one.
    pub linked: String,
    /// The finding as plain text.
    pub text: String,
    /// The advice, as Markdown; empty in a long list, where it is on the page of the product.
    pub help: String,
}

/// What several findings have in common.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct SharedFix {
    /// The advice, as Markdown; may be empty.
    pub help: String,
    /// The snippets to copy.
    pub snippets: Vec<String>,
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

/// Returns the lines of products on one page, in full.
pub(super) fn lines(products: &[(ProductIx, Vec<&Finding>)], context: &ViewContext<'_>) -> Vec<RuleProduct> {
    let line = |(product, found): &(ProductIx, Vec<&Finding>)| RuleProduct {
        product: context.product_ref(*product),
        owner: context.product(*product).owner.map(|owner| context.team(owner)),
        total: found.len(),
        findings: found.iter().take(FINDINGS).map(|finding| rule_finding(finding, context)).collect(),
        snippets: snippets(found.iter().take(FINDINGS).copied(), context),
    };
    products.iter().map(line).collect()
}

/// Leaves to the pages of the products what they tell in full: advice and links. `total` is the number of findings on
/// all pages of the list; a short one stays as it is.
pub(super) fn shorten_long_list(products: &mut [RuleProduct], total: usize) {
    if is_told_in_full(total) {
        return;
    }
    for finding in products.iter_mut().flat_map(|product| &mut product.findings) {
        finding.linked.clear();
        finding.help.clear();
    }
}

/// Whether a list with this number of findings on all pages tells them in full.
pub(super) fn is_told_in_full(total: usize) -> bool {
    total <= IN_FULL
}

/// Groups products by what is to be written, if that is the same for several of them; all others, with what each of
/// them has to write, come last. So a product is named once.
pub(super) fn by_snippet(products: Vec<RuleProduct>) -> Vec<Vec<RuleProduct>> {
    let mut counts: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    for product in &products {
        *counts.entry(product.snippets.clone()).or_default() += 1;
    }
    let mut shared: BTreeMap<Vec<String>, Vec<RuleProduct>> = BTreeMap::new();
    let mut others = Vec::new();
    for product in products {
        if product.snippets.is_empty() || counts[&product.snippets] == 1 {
            others.push(product);
        } else {
            shared.entry(product.snippets.clone()).or_default().push(product);
        }
    }
    let mut groups: Vec<Vec<RuleProduct>> = shared.into_values().collect();
    groups.sort_by_key(|same| Reverse(same.len()));
    groups.push(others);
    groups.retain(|same| !same.is_empty());
    groups
}

/// Takes what all of these findings advise, and the snippets of all of these products, out of them, to be shown once;
/// empty where they differ, or if there is one.
pub(super) fn shared_fix(products: &mut [RuleProduct]) -> SharedFix {
    let advice: Vec<&String> =
        products.iter().flat_map(|one| &one.findings).map(|finding| &finding.help).collect();
    let snippets: Vec<&Vec<String>> = products.iter().map(|one| &one.snippets).collect();
    let fix = SharedFix { help: shared(&advice), snippets: shared(&snippets) };
    for one in products {
        if !fix.help.is_empty() {
            one.findings.iter_mut().for_each(|finding| finding.help.clear());
        }
        if !fix.snippets.is_empty() {
            one.snippets.clear();
        }
    }
    fix
}

/// Returns what all of several say.
fn shared<T: Clone + Default + PartialEq>(all: &[&T]) -> T {
    match all {
        [first, others @ ..] if !others.is_empty() && others.iter().all(|one| one == first) => {
            (*first).clone()
        }
        _ => T::default(),
    }
}

/// Whether a snippet has placeholders to be filled in when it is copied.
pub(super) fn has_placeholders(products: &[RuleProduct]) -> bool {
    products.iter().flat_map(|product| &product.snippets).any(|snippet| is_to_fill_in(snippet))
}

fn rule_finding(finding: &Finding, context: &ViewContext<'_>) -> RuleFinding {
    let FindingView { linked, help, .. } = finding_view(finding, context);
    RuleFinding { linked, text: capitalised(&finding.say(&Voice::page(context.catalog))), help }
}

/// Returns what to write for these findings of a product, items of one list together.
fn snippets<'f>(findings: impl Iterator<Item = &'f Finding>, context: &ViewContext<'_>) -> Vec<String> {
    let voice = Voice::page(context.catalog);
    let mut snippets: Vec<String> = Vec::new();
    for snippet in findings.filter_map(|finding| en::snippet(finding, &voice)) {
        if snippets.contains(&snippet) {
            continue;
        }
        match snippets.iter_mut().find_map(|known| joined(known, &snippet).map(|joined| (known, joined))) {
            Some((known, joined)) => *known = joined,
            None => snippets.push(snippet),
        }
    }
    snippets
}

/// Returns two snippets as one, if both are items of the same list and do not begin alike.
fn joined(one: &str, other: &str) -> Option<String> {
    let (list, items) = one.split_once('\n')?;
    let more = other.strip_prefix(list)?.strip_prefix('\n').filter(|more| more.starts_with("  - "))?;
    let first = more.lines().next()?;
    let is_new = items.lines().all(|line| line != first);
    is_new.then(|| [one, "\n", more].concat())
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
            snippets: snippets.iter().map(|snippet| (*snippet).to_owned()).collect(),
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

    #[test]
    fn items_of_one_list_are_written_together() {
        let ccpa = "regulations:\n  - id: ccpa";
        let with_controls = "regulations:\n  - id: gdpr\n    controls:\n      masking: {reviewed: DATE}";
        let both = "regulations:\n  - id: ccpa\n  - id: gdpr\n    controls:\n      masking: {reviewed: DATE}";
        assert_eq!(joined(ccpa, with_controls).as_deref(), Some(both));
        assert_eq!(joined(both, "regulations:\n  - id: gdpr\n    controls:\n      erasure: {}"), None);
        assert_eq!(joined(ccpa, "input_ports:\n  - {product: stock}"), None);
        assert_eq!(joined("owner: TEAM", "tier: internal"), None);
    }
}
