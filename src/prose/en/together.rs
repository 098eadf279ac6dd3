//! Findings of one rule in a product, told together: what they have in common is said once.

use super::about::About;
use crate::model::{Finding, ProductIx, PromiseIx, RuleFact};
use crate::prose::Voice;
use crate::prose::en::lists::all;

/// Several findings in words.
pub(crate) struct Together {
    /// What they have in common: begins in lower case unless with a name, and has no final period.
    pub sentence: String,
    /// What each of them adds; empty if the sentence says all of it.
    pub each: Vec<String>,
    /// The fix for all of them: lower case, names in backticks, no final period.
    pub advice: String,
}

/// Returns findings of the same rule in the same product in words; `None` if each is to be told by itself.
#[must_use]
pub(crate) fn together(findings: &[&Finding], voice: &Voice<'_>) -> Option<Together> {
    let [first, _, ..] = findings else { return None };
    let about = &About { product: first.product, voice };
    match &first.fact {
        RuleFact::MissingControl { .. } => without_evidence(findings, about),
        RuleFact::LooserUpstream { .. } => looser_upstream(findings, about),
        RuleFact::RegulationReaches { .. } => reached(findings, about),
        RuleFact::UndeclaredInput { .. } => undeclared(findings, about),
        _ => None,
    }
}

fn without_evidence(findings: &[&Finding], about: &About<'_>) -> Option<Together> {
    let each = findings.iter().map(|finding| match &finding.fact {
        RuleFact::MissingControl { regulation, controls, failed, early, partly }
            if failed.is_empty() && early.is_empty() && partly.is_empty() =>
        {
            Some(format!("{}: {}", about.regulation_name(*regulation), about.controls(controls)))
        }
        _ => None,
    });
    let each: Vec<String> = each.collect::<Option<_>>()?;
    Some(Together {
        sentence: format!("{about} has no evidence for controls of {} regulations", each.len()),
        each,
        advice: "add each of them to its `controls` for the regulation, with the link to the evidence as `evidence` and the day of the last review as `reviewed`".to_owned(),
    })
}

fn looser_upstream(findings: &[&Finding], about: &About<'_>) -> Option<Together> {
    let promises = findings.iter().map(|finding| match &finding.fact {
        RuleFact::LooserUpstream { promise, upstream_promise, .. } => Some([*promise, *upstream_promise]),
        _ => None,
    });
    let promises: Vec<[PromiseIx; 2]> = promises.collect::<Option<_>>()?;
    let owners = promises.iter().map(|[_, theirs]| theirs.product).collect::<Vec<_>>();
    let each = promises.iter().map(|[own, theirs]| {
        let (upstream, own) = (about.product(theirs.product), about.promise(*own));
        format!("“{own}”, but {upstream} promises only “{}”", about.promise(*theirs))
    });
    Some(Together {
        sentence: format!("{about} promises more than products that it builds on"),
        each: each.collect(),
        advice: format!(
            "promise only what they promise, or agree on tighter promises with {}",
            owners_of(&owners, about)
        ),
    })
}

fn reached(findings: &[&Finding], about: &About<'_>) -> Option<Together> {
    let ways = findings.iter().map(|finding| match &finding.fact {
        RuleFact::RegulationReaches { regulation, path } => Some((*regulation, path)),
        _ => None,
    });
    let ways: Vec<_> = ways.collect::<Option<_>>()?;
    let each = ways.iter().map(|(regulation, path)| {
        let path: Vec<String> = path.iter().map(|product| about.product(*product)).collect();
        format!("{} ({})", about.regulation_name(*regulation), path.join(" → "))
    });
    let ids: Vec<String> =
        ways.iter().map(|(regulation, _)| format!("`- id: {}`", about.regulation(*regulation).id)).collect();
    Some(Together {
        sentence: format!(
            "data subject to {} regulations reaches {about}, which does not declare them",
            ways.len()
        ),
        each: each.collect(),
        advice: format!(
            "add {} to its `regulations`, or explain under `drops` of the first product of a path why the obligation ends there",
            all(&ids)
        ),
    })
}

fn undeclared(findings: &[&Finding], about: &About<'_>) -> Option<Together> {
    let upstream = findings.iter().map(|finding| match &finding.fact {
        RuleFact::UndeclaredInput { upstream } => Some(*upstream),
        _ => None,
    });
    let upstream: Vec<ProductIx> = upstream.collect::<Option<_>>()?;
    let names: Vec<String> = upstream.iter().map(|product| about.product(*product)).collect();
    let id = |product: &ProductIx| format!("`- {{product: {}}}`", about.voice.catalog.product(*product).id);
    let ids: Vec<String> = upstream.iter().map(id).collect();
    let owners = owners_of(&upstream, about);
    let know = if owners_are_one(&upstream, about) { "knows" } else { "know" };
    Some(Together {
        sentence: format!("{about} builds on {}, but does not declare them", all(&names)),
        each: Vec::new(),
        advice: format!("add {} to its `input_ports`, so that {owners} {know}", all(&ids)),
    })
}

/// Returns the teams that own other products, each once; `their owners` if one of them has none.
fn owners_of(products: &[ProductIx], about: &About<'_>) -> String {
    let catalog = about.voice.catalog;
    if products.iter().any(|product| catalog.product(*product).owner.is_none()) {
        return "their owners".to_owned();
    }
    let mut owners: Vec<String> = Vec::new();
    for owner in products.iter().map(|product| about.owner_of(*product)) {
        if !owners.contains(&owner) {
            owners.push(owner);
        }
    }
    all(&owners)
}

/// Whether one team owns all of these products.
fn owners_are_one(products: &[ProductIx], about: &About<'_>) -> bool {
    let owner = |product: &ProductIx| about.voice.catalog.product(*product).owner;
    let first = products.first().and_then(owner);
    first.is_some() && products.iter().all(|product| owner(product) == first)
}
