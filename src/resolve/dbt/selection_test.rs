//! Tests that selectors select what `dbt ls` selects.
//!
//! `tests/suite/selection/make.py` regenerates the manifest and the answers.

use super::index::DbtIndex;
use super::selector::{Selector, SelectorError};
use super::tests::project;
use super::{DbtAssets, dbt_assets};
use crate::model::AssetIx;
use std::collections::BTreeSet;

const MANIFEST: &str = include_str!("../../../tests/suite/selection/manifest.json");
const ANSWERS: &str = include_str!("../../../tests/suite/selection/answers.txt");

/// Selectors that are refused although dbt has an answer, as their author cannot have meant it.
const REFUSED: &[&str] = &["tag.x:nightly", "config:table"];

fn shop() -> DbtAssets {
    dbt_assets(vec![project(MANIFEST)]).indexed()
}

fn selected(written: &str, index: &DbtIndex) -> Result<BTreeSet<AssetIx>, SelectorError> {
    Ok(Selector::parse(written, &index.definitions)?.select(index))
}

/// Returns the answer to a question: the selected nodes without the excluded ones.
fn answer(question: &str, index: &DbtIndex) -> Result<String, SelectorError> {
    let mut parts = question.split(" | ");
    let mut assets = selected(parts.next().unwrap_or_default(), index)?;
    for excluded in parts {
        let excluded = selected(excluded, index)?;
        assets.retain(|at| !excluded.contains(at));
    }
    let keys: Vec<&str> = assets.iter().map(|at| index.at(*at).key.as_str()).collect();
    Ok(if keys.is_empty() { "nothing".to_owned() } else { keys.join(" ") })
}

#[test]
fn selectors_select_what_dbt_ls_selects() {
    let shop = shop();
    let lines: Vec<&str> = ANSWERS.lines().filter(|line| !line.starts_with('#')).collect();
    let pairs: Vec<(&str, &str)> = lines.chunks(2).map(|pair| (pair[0], pair[1].trim())).collect();
    assert!(pairs.len() >= 600, "{} answers", pairs.len());
    let mut wrong = Vec::new();
    for (question, expected) in pairs {
        let expected = if REFUSED.contains(&question) { "refused" } else { expected };
        let selected = answer(question, &shop.index).unwrap_or_else(|_| "refused".to_owned());
        if selected != expected {
            wrong.push(format!("{question}\n  dbt: {expected}\n  here: {selected}"));
        }
    }
    assert!(wrong.is_empty(), "{} selectors differ:\n{}", wrong.len(), wrong.join("\n"));
}
