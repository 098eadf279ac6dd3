//! Jobs that the catalog names otherwise than events do: their runs would never be found.

use super::index::EvidenceIndex;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::model::{Asset, ObservedJob};
use std::collections::{BTreeMap, BTreeSet};

/// Reports jobs that no event names, while events name a job that is only spelled differently, or that have no namespace,
/// each as a warning `unseen-job`.
pub(super) fn report(jobs: &[ObservedJob], index: &EvidenceIndex<'_>, diagnostics: &mut Diagnostics) {
    let named: Vec<(&Asset, &str)> =
        index.assets.iter().filter_map(|asset| Some((asset, asset.job.as_deref()?))).collect();
    if named.is_empty() {
        return;
    }
    let observed: BTreeSet<&str> = jobs.iter().map(|job| job.job.as_str()).collect();
    let mut by_letters: BTreeMap<String, &str> = BTreeMap::new();
    for job in &observed {
        let without_namespace = job.split_once('/').map_or(*job, |(_, name)| name);
        by_letters.entry(letters(job)).or_insert(job);
        by_letters.entry(letters(without_namespace)).or_insert(job);
    }
    for (asset, job) in named.into_iter().filter(|(_, job)| !observed.contains(job)) {
        let alike = by_letters.get(&letters(job));
        let diagnostic = match (alike, job.contains('/')) {
            (Some(alike), _) => Diagnostic::warning("unseen-job", format!("no event names the job `{job}`"))
                .help(format!("did you mean `{alike}`?")),
            (None, false) => {
                Diagnostic::warning("unseen-job", format!("the job `{job}` is named without its namespace"))
                    .help(format!("write `NAMESPACE/{job}`, as OpenLineage events name it"))
            }
            (None, true) => continue,
        };
        diagnostics.push(match asset.declared {
            Some(place) => diagnostic.at(place, "its job is named here"),
            None => diagnostic,
        });
    }
}

/// Returns the letters and digits of a name in lower case: what is left if only its spelling differs.
fn letters(name: &str) -> String {
    name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
