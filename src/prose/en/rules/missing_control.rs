//! `missing-control` in words.

use super::{About, Labels, Words};
use crate::model::{ControlIx, RegulationIx};

/// What is known of the runs of the jobs that carry out controls without evidence.
pub(super) struct ControlRuns<'f> {
    /// The controls of which a job failed.
    pub(super) failed: &'f [ControlIx],
    /// Those of which a job ran before a table was last built.
    pub(super) early: &'f [ControlIx],
    /// Those that were seen on all marked tables, but not on every table.
    pub(super) partly: &'f [ControlIx],
}

pub(super) fn words(
    regulation: RegulationIx,
    controls: &[ControlIx],
    runs: &ControlRuns<'_>,
    about: &About<'_>,
) -> Words {
    let partly = runs.partly;
    let absent: Vec<ControlIx> =
        controls.iter().copied().filter(|control| !partly.contains(control)).collect();
    match absent.as_slice() {
        [] => only_marked(regulation, runs, about),
        absent => {
            let mut words = without_evidence(regulation, absent, runs, about);
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
fn only_marked(regulation: RegulationIx, runs: &ControlRuns<'_>, about: &About<'_>) -> Words {
    let partly = runs.partly;
    let let_it = match partly.iter().all(|control| runs.early.contains(control)) {
        true => "run the job after the other tables are built",
        false => "let the job guard the other tables too",
    };
    let (controls, name) = (about.controls(partly), about.regulation_name(regulation));
    let it = if partly.len() == 1 { "it" } else { "each of them" };
    Words {
        sentence: format!(
            "{controls} of {name} was seen on all marked tables of {about}, but not on every table"
        ),
        advice: format!(
            "{let_it}, or add {it} to its `controls` for {name}, with the link to the evidence as `evidence`"
        ),
        labels: Labels::Same("not on every table"),
    }
}

fn without_evidence(
    regulation: RegulationIx,
    controls: &[ControlIx],
    runs: &ControlRuns<'_>,
    about: &About<'_>,
) -> Words {
    let failed = runs.failed;
    let of_absent = runs.early.iter().copied().filter(|control| controls.contains(control));
    let early: Vec<ControlIx> = of_absent.collect();
    let (missing, name) = (about.controls(controls), about.regulation_name(regulation));
    let missing = match controls.len() {
        0 | 1 => format!("{missing} of {name}"),
        several => format!("{several} controls of {name}: {missing}"),
    };
    let is_open = |control: &ControlIx| !failed.contains(control) && !early.contains(control);
    let open: Vec<ControlIx> = controls.iter().copied().filter(is_open).collect();
    let which = match open.as_slice() {
        [only] => format!("`{}`", about.control(*only).id),
        _ if failed.is_empty() && early.is_empty() => "each of them".to_owned(),
        _ => "each of the others".to_owned(),
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
    let late = match early.as_slice() {
        [_] => {
            "run the job after the tables are built: the control has evidence again when it has then succeeded for every table"
        }
        _ => {
            "run the jobs after the tables are built: a control has evidence again when its job has then succeeded for every table"
        }
    };
    let advice = [(mend, !failed.is_empty()), (late, !early.is_empty()), (&add, !open.is_empty())];
    let advice = advice.into_iter().filter(|(_, is_due)| *is_due).map(|(text, _)| text);
    let is_only = |others: &[ControlIx]| open.is_empty() && others.is_empty();
    let failures = what_jobs_did(failed, "failed", is_only(&early), about);
    let too_early = what_jobs_did(&early, "ran before the tables were last built", is_only(failed), about);
    Words {
        sentence: format!("{about} has no evidence for {missing}{failures}{too_early}"),
        advice: advice.collect::<Vec<_>>().join("; "),
        labels: Labels::Same("no evidence"),
    }
}

/// Returns what the jobs that carry out these controls did; `are_all` if there are no other controls.
fn what_jobs_did(controls: &[ControlIx], did: &str, are_all: bool, about: &About<'_>) -> String {
    match controls {
        [] => String::new(),
        [_] if are_all => format!(": the job that carries it out {did}"),
        _ if are_all => format!(". The jobs that carry them out {did}"),
        [_] => format!(". The job that carries out {} {did}", about.controls(controls)),
        _ => format!(". The jobs that carry out {} {did}", about.controls(controls)),
    }
}
