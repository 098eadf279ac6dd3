//! `missing-control` in words.

use super::{About, Labels, Words};
use crate::model::{ControlIx, RegulationIx};

pub(super) fn words(regulation: RegulationIx, controls: &[ControlIx], it: &About<'_>) -> Words {
    let (missing, name) = (it.controls(controls), it.regulation_name(regulation));
    let missing = match controls.len() {
        0 | 1 => format!("{missing} of {name}"),
        several => format!("{several} controls of {name}: {missing}"),
    };
    let which = match controls {
        [only] => format!("`{}`", it.control(*only).id),
        _ => "each of them".to_owned(),
    };
    Words {
        sentence: format!("{it} has no evidence for {missing}"),
        advice: format!(
            "add {which} to its `controls` for {name}, with the link to the evidence as `evidence` and the day of the last review as `reviewed`"
        ),
        labels: Labels::Same("no evidence"),
    }
}
