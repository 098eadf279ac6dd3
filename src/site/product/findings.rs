//! The findings in a product as its page tells them: those of one rule together, and each other product linked once.

use crate::model::{Finding, ProductIx, capitalised};
use crate::prose::{Voice, en};
use crate::site::context::ViewContext;
use crate::site::finding::{FindingView, WaiverView};
use crate::site::parts::{Label, PageRef};
use crate::site::paths;
use serde::Serialize;
use std::collections::BTreeSet;

/// Findings of one rule.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct FoundByRule {
    /// The rule.
    pub rule: PageRef,
    /// Their severity.
    pub level: Label,
    /// The place on the page, of the first of each rule; may be empty.
    pub anchor: String,
    /// What all of them say, as Markdown; may be empty.
    pub sentence: String,
    /// What each of them adds.
    pub each: Vec<FoundOnce>,
    /// What to do about all of them, as Markdown; may be empty.
    pub help: String,
    /// The waiver that covers it.
    pub waiver: Option<WaiverView>,
}

/// One of several findings.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct FoundOnce {
    /// The problem, as Markdown.
    pub text: String,
    /// What to do about it, as Markdown; may be empty.
    pub help: String,
}

/// Returns the findings of a product by rule, in the order of `views`, which are those of the same product.
pub(super) fn by_rule(
    product: ProductIx,
    views: &[FindingView],
    context: &ViewContext<'_>,
) -> Vec<FoundByRule> {
    let found: Vec<&Finding> = context.rule_report.of_product(product).collect();
    let (open, waived) = views.split_at(found.len());
    let mut groups: Vec<FoundByRule> = Vec::new();
    let alike = |left: &&Finding, right: &&Finding| (left.rule, left.level) == (right.rule, right.level);
    let mut before = 0;
    for same in found.chunk_by(alike) {
        groups.push(of_rule(same, &open[before..before + same.len()], context));
        before += same.len();
    }
    groups.extend(waived.iter().map(alone));
    let (mut told, mut linked) = (BTreeSet::new(), BTreeSet::new());
    for group in &mut groups {
        if told.insert(group.rule.id.clone()) {
            group.anchor = format!("finding-{}", group.rule.id);
        }
        let texts = group.each.iter_mut().map(|one| &mut one.text);
        for text in std::iter::once(&mut group.sentence).chain(texts) {
            *text = linked_once(text, &mut linked);
        }
    }
    groups
}

/// Returns a finding that is told by itself.
fn alone(finding: &FindingView) -> FoundByRule {
    FoundByRule {
        rule: finding.rule.clone(),
        level: finding.level.clone(),
        sentence: finding.linked.clone(),
        help: finding.help.clone(),
        waiver: finding.waiver.clone(),
        ..FoundByRule::default()
    }
}

fn of_rule(found: &[&Finding], views: &[FindingView], context: &ViewContext<'_>) -> FoundByRule {
    let [first, _, ..] = views else { return views.first().map(alone).unwrap_or_default() };
    let (rule, level) = (first.rule.clone(), first.level.clone());
    if let Some(words) = en::together(found, &Voice::linking(context.catalog, paths::product)) {
        let plain = en::together(found, &Voice::markdown(context.catalog));
        let each = words.each.into_iter().map(|text| FoundOnce { text, help: String::new() });
        return FoundByRule {
            rule,
            level,
            sentence: capitalised(&words.sentence),
            each: each.collect(),
            help: plain.map(|plain| plain.advice).unwrap_or_default(),
            ..FoundByRule::default()
        };
    }
    let is_shared = views.iter().all(|view| view.help == first.help);
    let one = |view: &FindingView| FoundOnce {
        text: view.linked.clone(),
        help: if is_shared { String::new() } else { view.help.clone() },
    };
    FoundByRule {
        rule,
        level,
        each: views.iter().map(one).collect(),
        help: if is_shared { first.help.clone() } else { String::new() },
        ..FoundByRule::default()
    }
}

/// Returns a text in Markdown in which a page that was linked before is only named.
fn linked_once(text: &str, linked: &mut BTreeSet<String>) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(end) = rest.match_indices("](").map(|(at, _)| at).find(|at| !rest[..*at].ends_with('\\')) {
        let (before, after) = (&rest[..end], &rest[end + 2..]);
        let Some((address, tail)) = after.split_once(')') else { break };
        match start_of_link(before) {
            Some(start) if !linked.insert(address.to_owned()) => {
                kept.push_str(&before[..start]);
                kept.push_str(&before[start + 1..]);
            }
            _ => kept.extend([before, "](", address, ")"]),
        }
        rest = tail;
    }
    kept.push_str(rest);
    kept
}

/// Returns the place of the last bracket that opens a link: one that is not escaped.
fn start_of_link(text: &str) -> Option<usize> {
    text.rmatch_indices('[').map(|(at, _)| at).find(|at| !text[..*at].ends_with('\\'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_linked_where_it_is_first_named() {
        let mut linked = BTreeSet::new();
        let text = "[A](a.html) and [B \\[1\\](c.html)](b.html)";
        assert_eq!(linked_once(text, &mut linked), text);
        let later = "on [A](a.html), [B \\[1\\](c.html)](b.html) and [C](c.html)";
        let named = "on A, B \\[1\\](c.html) and [C](c.html)";
        assert_eq!(linked_once(later, &mut linked), named);
    }
}
