//! `missing-control` in words.

use super::{About, Labels, Words};
use crate::model::{ControlIx, RegulationIx};

pub(super) fn words(
    regulation: RegulationIx,
    controls: &[ControlIx],
    failed: &[ControlIx],
    partly: &[ControlIx],
    about: &About<'_>,
) -> Words {
    let absent: Vec<ControlIx> =
        controls.iter().copied().filter(|control| !partly.contains(control)).collect();
    match absent.as_slice() {
        [] => only_marked(regulation, partly, about),
        absent => {
            let mut words = without_evidence(regulation, absent, failed, about);
            if !partly.is_empty() {
                let partly = about.controls(partly);
                words.sentence +=
                    &format!(". {partly} was seen on all marked tables, but not on every table");
            }
            words
        }
    }
}

/// What jobs carry out on all marked tables, but not on every table.
fn only_marked(regulation: RegulationIx, partly: &[ControlIx], about: &About<'_>) -> Words {
    let (controls, name) = (about.controls(partly), about.regulation_name(regulation));
    let it = if partly.len() == 1 { "it" } else { "each of them" };
    Words {
        sentence: format!(
            "{controls} of {name} was seen on all marked tables of {about}, but not on every table"
        ),
        advice: format!(
            "let the job guard the other tables too, or add {it} to its `controls` for {name}, with the link to the evidence as `evidence`"
        ),
        labels: Labels::Same("not on every table"),
    }
}

fn without_evidence(
    regulation: RegulationIx,
    controls: &[ControlIx],
    failed: &[ControlIx],
    about: &About<'_>,
) -> Words {
    let (missing, name) = (about.controls(controls), about.regulation_name(regulation));
    let missing = match controls.len() {
        0 | 1 => format!("{missing} of {name}"),
        several => format!("{several} controls of {name}: {missing}"),
    };
    let open: Vec<ControlIx> = controls.iter().copied().filter(|control| !failed.contains(control)).collect();
    let which = match open.as_slice() {
        [only] => format!("`{}`", about.control(*only).id),
        _ if failed.is_empty() => "each of them".to_owned(),
        _ => "each of the others".to_owned(),
    };
    let why = match failed {
        [] => String::new(),
        [_] if open.is_empty() => ": the job that carries it out failed".to_owned(),
        _ if open.is_empty() => ". The jobs that carry them out failed".to_owned(),
        [_] => format!(". The job that carries out {} failed", about.controls(failed)),
        _ => format!(". The jobs that carry out {} failed", about.controls(failed)),
    };
    let add = format!(
        "add {which} to its `controls` for {name}, with the link to the evidence as `evidence` and the day of the last review as `reviewed`"
    );
    let mend = match failed {
        [_] => "find out why it failed: the control has evidence again when it has succeeded for every table",
        _ => {
            "find out why they failed: a control has evidence again when its job has succeeded for every table"
        }
    };
    Words {
        sentence: format!("{about} has no evidence for {missing}{why}"),
        advice: match (failed.is_empty(), open.is_empty()) {
            (true, _) => add,
            (false, true) => mend.to_owned(),
            (false, false) => format!("{mend}; {add}"),
        },
        labels: Labels::Same("no evidence"),
    }
}
