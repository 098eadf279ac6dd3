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
    let has_failed = |control: &&ControlIx| failed.contains(control);
    let missing: Vec<ControlIx> = controls.iter().filter(|control| !has_failed(control)).copied().collect();
    let of_missing = runs.early.iter().copied().filter(|control| missing.contains(control));
    let early: Vec<ControlIx> = of_missing.collect();
    let open: Vec<ControlIx> = missing.iter().filter(|control| !early.contains(control)).copied().collect();
    let name = about.regulation_name(regulation);
    let sentence = match missing.len() {
        0 => format!("the {} of {name} for {about} failed", jobs_of(failed, about)),
        count => {
            let listed = about.controls(&missing);
            let listed = match count {
                1 => format!("{listed} of {name}"),
                several => format!("{several} controls of {name}: {listed}"),
            };
            let failures = match failed {
                [] => String::new(),
                failed => format!(". The {} failed", jobs_of(failed, about)),
            };
            format!(
                "{about} has no evidence for {listed}{}{failures}",
                too_early(&early, open.is_empty(), about)
            )
        }
    };
    Words {
        sentence,
        advice: what_to_do(regulation, failed, &early, &open, about),
        labels: Labels::Same(if missing.is_empty() { "job failed" } else { "no evidence" }),
    }
}

/// Returns what has to be done for controls whose job failed or ran too early, and for the others.
fn what_to_do(
    regulation: RegulationIx,
    failed: &[ControlIx],
    early: &[ControlIx],
    open: &[ControlIx],
    about: &About<'_>,
) -> String {
    let name = about.regulation_name(regulation);
    let which = match open {
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
    let late = match early {
        [_] => {
            "run the job after the tables are built: the control has evidence again when it has then succeeded for every table"
        }
        _ => {
            "run the jobs after the tables are built: a control has evidence again when its job has then succeeded for every table"
        }
    };
    let advice = [(mend, !failed.is_empty()), (late, !early.is_empty()), (&add, !open.is_empty())];
    let advice = advice.into_iter().filter(|(_, is_due)| *is_due).map(|(text, _)| text);
    advice.collect::<Vec<_>>().join("; ")
}

/// Returns the jobs of these controls: `job that carries out Masking`.
fn jobs_of(controls: &[ControlIx], about: &About<'_>) -> String {
    let names = about.controls(controls);
    match controls {
        [_] => format!("job that carries out {names}"),
        _ => format!("jobs that carry out {names}"),
    }
}

/// Returns that the jobs that carry out these controls ran too early; `are_all` if there are no others without evidence.
fn too_early(controls: &[ControlIx], are_all: bool, about: &About<'_>) -> String {
    let early = "ran before the tables were last built";
    match controls {
        [] => String::new(),
        [_] if are_all => format!(": the job that carries it out {early}"),
        _ if are_all => format!(". The jobs that carry them out {early}"),
        _ => format!(". The {} {early}", jobs_of(controls, about)),
    }
}
