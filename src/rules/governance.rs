//! Obligations: carried along with the data, and backed by evidence.

use super::{Looking, named};
use crate::model::{Asset, RegulationIx};
use std::collections::BTreeMap;

/// Data under a regulation reaches a product that neither names the regulation nor says why it
/// ends before; or stands in it, by what dbt says of its tables and columns.
pub(super) fn regulation_not_carried(looking: &mut Looking<'_>) {
    let catalog = looking.catalog;
    holds_marked(looking);
    for at in 0..catalog.regulations.len() {
        if !catalog.regulations[at].carried {
            continue;
        }
        let regulation = RegulationIx::at(at);
        let came_from = catalog.reached_unnamed(regulation);
        for (index, product) in looking.living() {
            let Some(from) = came_from.get(&index) else { continue };
            let mut path = vec![index, *from];
            while let Some(before) = came_from.get(&path[path.len() - 1]) {
                path.push(*before);
            }
            path.reverse();
            let path: Vec<&str> = path.iter().map(|one| catalog.product(*one).id.as_str()).collect();
            let name = &catalog.regulations[at].name;
            let message = format!(
                "data under {name} reaches `{}`, which does not name it ({})",
                product.id,
                path.join(" → ")
            );
            let id = &catalog.regulations[at].id;
            let help = format!(
                "add `- id: {id}` to its `regulations`, or say with `drops` in `{}` why it ends there",
                path[0]
            );
            looking.find(index, (message, help), (product.span, "not under it"));
        }
    }
}

/// Tables and columns of a product are marked in dbt as data under a regulation that it does not name.
fn holds_marked(looking: &mut Looking<'_>) {
    let catalog = looking.catalog;
    for (at, regulation) in catalog.regulations.iter().enumerate() {
        if regulation.marks.is_empty() {
            continue;
        }
        for (index, product) in looking.living() {
            if product.obligations.iter().any(|one| one.regulation == RegulationIx::at(at)) {
                continue;
            }
            let held = product.assets.iter().map(|asset| catalog.asset(*asset));
            let marked: Vec<String> = held.flat_map(|asset| marked(asset, &regulation.marks)).collect();
            if marked.is_empty() {
                continue;
            }
            let names = named(marked.iter().map(String::as_str));
            let message = format!(
                "dbt marks {names} of `{}` as data under {}, which it does not name",
                product.id, regulation.name
            );
            let help =
                format!("add `- id: {}` to its `regulations`, or remove the mark in dbt", regulation.id);
            looking.find(index, (message, help), (product.span, "not under it"));
        }
    }
}

/// What of an asset is marked: the asset itself by its name, or columns of it as `orders.email`.
fn marked(asset: &Asset, marks: &[String]) -> Vec<String> {
    if is_marked(&asset.tags, &asset.meta, marks) {
        return vec![asset.name.clone()];
    }
    let columns = asset.columns.iter().filter(|column| is_marked(&column.tags, &column.meta, marks));
    columns.map(|column| format!("{}.{}", asset.name, column.name)).collect()
}

/// Whether a tag, a key of meta that is not false, or a value of meta is one of the marks.
fn is_marked(tags: &[String], meta: &BTreeMap<String, String>, marks: &[String]) -> bool {
    let is_mark = |word: &str| marks.iter().any(|mark| mark.eq_ignore_ascii_case(word));
    tags.iter().any(|tag| is_mark(tag))
        || meta.iter().any(|(key, value)| {
            is_mark(value) || is_mark(key) && !["false", "no", "none", ""].contains(&value.as_str())
        })
}

/// A control that a regulation asks for has no evidence.
pub(super) fn missing_control(looking: &mut Looking<'_>) {
    let catalog = looking.catalog;
    for (index, product) in looking.living() {
        for obligation in &product.obligations {
            let regulation = &catalog.regulations[obligation.regulation.position()];
            let missing =
                (0..regulation.controls.len()).filter(|control| obligation.evidence_for(*control).is_none());
            let missing: Vec<&str> =
                missing.map(|control| regulation.controls[control].id.as_str()).collect();
            if !missing.is_empty() {
                let message =
                    format!("`{}` shows nothing for {} of {}", product.id, named(missing), regulation.name);
                let help = "write where it can be seen: `controls: {…: {evidence: https://…, reviewed: …}}`"
                    .to_owned();
                looking.find(index, (message, help), (obligation.span, "no evidence"));
            }
        }
    }
}

/// Nobody has looked at the evidence for longer than the control allows.
pub(super) fn stale_evidence(looking: &mut Looking<'_>) {
    let (catalog, today) = (looking.catalog, looking.today);
    for (index, product) in looking.living() {
        for obligation in &product.obligations {
            let regulation = &catalog.regulations[obligation.regulation.position()];
            for (position, control) in regulation.controls.iter().enumerate() {
                let (Some(evidence), Some(every)) = (obligation.evidence_for(position), control.review_every)
                else {
                    continue;
                };
                if control.is_current(evidence, today) {
                    continue;
                }
                let when = evidence.reviewed.map_or_else(|| "never".to_owned(), |day| format!("on {day}"));
                let message = format!(
                    "the evidence of `{}` for `{}` of {} was last looked at {when}",
                    product.id, control.id, regulation.name
                );
                let help = format!("look at it every {every}, and write the day as `reviewed`");
                looking.find(index, (message, help), (obligation.span, "too long ago"));
            }
        }
    }
}
