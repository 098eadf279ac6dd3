//! It contains data under a regulation that none of the regulation's guards covers.

use super::{About, Labels, Words};
use crate::model::{DataPart, RegulationIx};

pub(super) fn words(regulation: RegulationIx, unguarded: &[DataPart], about: &About<'_>) -> Words {
    let (name, unguarded) = (about.regulation_name(regulation), about.pieces(unguarded));
    Words {
        sentence: format!("no guard of {name} covers {unguarded} of {about}"),
        advice: "add it to the `guards` of the job that carries out the control".to_owned(),
        labels: Labels::Same("not guarded"),
    }
}
