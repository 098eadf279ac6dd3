//! `missing-control` in words.

use super::{About, Labels, Words};
use crate::model::RegulationIx;

pub(super) fn words(regulation: RegulationIx, controls: &[(RegulationIx, usize)], it: &About<'_>) -> Words {
    let (missing, name) = (it.controls(controls), it.regulation_name(regulation));
    let missing = match controls.len() {
        0 | 1 => format!("{missing} of {name}"),
        several => format!("{several} controls of {name}: {missing}"),
    };
    let id = controls.first().map_or("…", |control| it.control(*control).id.as_str());
    Words {
        sentence: format!("{it} has no evidence for {missing}"),
        advice: format!("link the evidence: `controls: {{{id}: {{evidence: https://…, reviewed: …}}}}`"),
        labels: Labels::Same("no evidence"),
    }
}
