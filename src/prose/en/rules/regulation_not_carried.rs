//! It contains data under a regulation that it does not name.

use super::{About, Labels, Words};
use crate::model::{DataPart, ProductIx, RegulationIx};
use crate::prose::Audience;

/// The data comes from a product that names the regulation.
pub(super) fn reached(regulation: RegulationIx, path: &[ProductIx], about: &About<'_>) -> Words {
    let step = |product: &ProductIx| match about.voice.audience {
        Audience::Terminal => about.voice.catalog.product(*product).id.clone(),
        Audience::Page | Audience::Markdown => about.product(*product),
    };
    let first = path.first().map(|first| about.product(*first)).unwrap_or_default();
    let path = path.iter().map(step).collect::<Vec<_>>().join(" → ");
    let (name, id) = (about.regulation_name(regulation), &about.regulation(regulation).id);
    Words {
        sentence: format!("data subject to {name} reaches {about}, which does not declare it ({path})"),
        advice: format!(
            "add `- id: {id}` to its `regulations`, or explain under `drops` of {first} why the obligation ends there"
        ),
        labels: Labels::Same("not declared"),
    }
}

/// dbt marks the data.
pub(super) fn marked(regulation: RegulationIx, marked: &[DataPart], about: &About<'_>) -> Words {
    let (marked, name, id) =
        (about.pieces(marked), about.regulation_name(regulation), &about.regulation(regulation).id);
    Words {
        sentence: format!(
            "{about} does not declare {name}, although dbt marks {marked} as data subject to it"
        ),
        advice: format!("add `- id: {id}` to its `regulations`, or remove the mark in dbt"),
        labels: Labels::Same("not declared"),
    }
}
