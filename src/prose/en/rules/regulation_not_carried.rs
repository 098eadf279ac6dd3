//! It contains data under a regulation that it does not name.

use super::{About, Labels, Words};
use crate::model::{DataPart, ProductIx, RegulationIx};
use crate::prose::Audience;

/// The data comes from a product that names the regulation.
pub(super) fn reached(regulation: RegulationIx, path: &[ProductIx], it: &About<'_>) -> Words {
    let step = |product: &ProductIx| match it.voice.audience {
        Audience::Terminal => it.voice.catalog.product(*product).id.clone(),
        Audience::Page | Audience::Markdown => it.product(*product),
    };
    let first = path.first().map(|first| it.product(*first)).unwrap_or_default();
    let path = path.iter().map(step).collect::<Vec<_>>().join(" → ");
    let (name, id) = (it.regulation_name(regulation), &it.regulation(regulation).id);
    Words {
        sentence: format!("data subject to {name} reaches {it}, which does not declare it ({path})"),
        advice: format!(
            "add `- id: {id}` to its `regulations`, or explain under `drops` of {first} why the obligation ends there"
        ),
        labels: Labels::Same("not declared"),
    }
}

/// dbt marks the data.
pub(super) fn marked(regulation: RegulationIx, marked: &[DataPart], it: &About<'_>) -> Words {
    let (marked, name, id) =
        (it.pieces(marked), it.regulation_name(regulation), &it.regulation(regulation).id);
    Words {
        sentence: format!("{it} does not declare {name}, although dbt marks {marked} as data subject to it"),
        advice: format!("add `- id: {id}` to its `regulations`, or remove the mark in dbt"),
        labels: Labels::Same("not declared"),
    }
}
