//! It contains data under a regulation that none of the regulation's guards covers.

use super::{About, Labels, Words};
use crate::model::{DataPart, RegulationIx};

pub(super) fn words(regulation: RegulationIx, unguarded: &[DataPart], it: &About<'_>) -> Words {
    let (name, unguarded) = (it.regulation_name(regulation), it.pieces(unguarded));
    Words {
        sentence: format!("no guard of {name} covers {unguarded} of {it}"),
        advice: "add it to the `guards` of the job that carries out the control".to_owned(),
        labels: Labels::Same("not guarded"),
    }
}
