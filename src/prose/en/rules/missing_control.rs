//! Controls of a regulation have no evidence.

use super::{About, Labels, Words};
use crate::model::RegulationIx;
use crate::prose::en::listed;

pub(super) fn words(regulation: RegulationIx, controls: &[(RegulationIx, usize)], it: &About<'_>) -> Words {
    let missing = listed(controls.iter().map(|control| it.code(&it.control(*control).id)));
    let name = it.regulation_name(regulation);
    Words {
        sentence: format!("{it} has no evidence for {missing} of {name}"),
        advice: "link the evidence: `controls: {…: {evidence: https://…, reviewed: …}}`".to_owned(),
        labels: Labels::Same("no evidence"),
    }
}
