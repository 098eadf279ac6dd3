//! What happened to every row: used, replaced, excluded, or unmatched.

use crate::model::{EvidenceFile, ExclusionReason, RowCounts};
use crate::read::evidence::EvidenceFileDoc;
use crate::read::evidence::observation::RowRef;
use std::collections::{BTreeMap, BTreeSet};

/// What happened to a row; if it reports several things, the outcome that is listed last here counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum RowOutcome {
    /// It is about something unknown to the catalog.
    Unmatched,
    /// It is not about the production state of the catalog's assets.
    Excluded(ExclusionReason),
    /// It is superseded by a newer or worse result about the same thing.
    Replaced,
    /// It was used for an asset.
    Used,
}

/// What happened to the rows of all files.
pub(super) struct RowOutcomes {
    rows: Vec<Vec<Option<RowOutcome>>>,
    unmatched_names: BTreeMap<usize, BTreeSet<String>>,
}

impl RowOutcomes {
    pub(super) fn new(files: &[EvidenceFileDoc]) -> Self {
        Self {
            rows: files.iter().map(|file| vec![None; file.rows as usize]).collect(),
            unmatched_names: BTreeMap::new(),
        }
    }

    /// Records what happened to something that a row reports.
    pub(super) fn set(&mut self, row: RowRef, outcome: RowOutcome) {
        let known = &mut self.rows[row.file.position()][row.number as usize];
        *known = (*known).max(Some(outcome));
    }

    /// Records a row about something unknown to the catalog.
    pub(super) fn record_unmatched(&mut self, row: RowRef, stranger: &str) {
        self.set(row, RowOutcome::Unmatched);
        let names = self.unmatched_names.entry(row.file.position()).or_default();
        if names.len() < EvidenceFile::MAX_UNMATCHED_NAMES
            || names.last().is_some_and(|last| stranger < last.as_str())
        {
            names.insert(stranger.to_owned());
            if names.len() > EvidenceFile::MAX_UNMATCHED_NAMES {
                names.pop_last();
            }
        }
    }

    /// Returns the sums by file, and the unmatched names.
    pub(super) fn files(self, docs: &[EvidenceFileDoc]) -> Vec<(EvidenceFile, BTreeSet<String>)> {
        let Self { rows, mut unmatched_names } = self;
        let files = docs.iter().zip(rows).enumerate().map(|(at, (doc, rows))| {
            let mut counts = RowCounts { excluded: doc.excluded.clone(), ..RowCounts::default() };
            for row in rows {
                match row {
                    Some(RowOutcome::Used) => counts.used += 1,
                    Some(RowOutcome::Replaced) => counts.replaced += 1,
                    Some(RowOutcome::Excluded(why)) => *counts.excluded.entry(why).or_default() += 1,
                    Some(RowOutcome::Unmatched) => counts.unmatched += 1,
                    None => *counts.excluded.entry(ExclusionReason::NoFinding).or_default() += 1,
                }
            }
            let file = EvidenceFile {
                path: doc.path.clone(),
                format: doc.format,
                place: doc.place.clone(),
                counts,
                ..EvidenceFile::default()
            };
            (file, unmatched_names.remove(&at).unwrap_or_default())
        });
        files.collect()
    }
}
