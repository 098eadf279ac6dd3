//! What was seen: dbt's runs, the events of other jobs, and what was recorded of earlier days. For a
//! preview it is kept, as it is large and changes less often than what people write.

use super::config::ConfigDoc;
use super::dbt::runs::{self, RunsDoc};
use super::files;
use super::history::{self, ChangeDoc, DayDoc};
use super::kept::Stamp;
use super::openlineage::{self, EventsDoc};
use super::yaml::Faults;
use crate::source::SourceMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// All that files say was seen.
#[derive(Debug, Default)]
pub struct EvidenceDocs {
    /// What dbt saw when it ran.
    pub runs: RunsDoc,
    /// What other jobs said of their runs.
    pub events: EventsDoc,
    /// What was recorded of earlier days.
    pub days: Vec<DayDoc>,
    /// The changes that were recorded.
    pub changes: Vec<ChangeDoc>,
}

/// What the files said when they were read last, with the stamps that they had before.
#[derive(Default)]
pub(super) struct KeptEvidence(Option<([Stamp; 3], Arc<EvidenceDocs>)>);

/// The files to read, of each kind.
struct Listed {
    runs: Vec<PathBuf>,
    events: Vec<PathBuf>,
    history: Vec<PathBuf>,
}

/// Reads what `glassbox.yml` names as evidence, unless it is known.
///
/// # Errors
/// When a file that is there cannot be read. Faults, all warnings: `missing-evidence`, `bad-evidence`,
/// `bad-history`.
pub(super) fn evidence(
    (root, config): (&Path, &ConfigDoc),
    kept: Option<&mut KeptEvidence>,
    sources: &mut SourceMap,
    faults: &mut Faults,
) -> io::Result<Arc<EvidenceDocs>> {
    let listed = Listed {
        runs: runs::listed(root, &config.dbt, faults)?,
        events: openlineage::listed(root, &config.openlineage, faults)?,
        history: files::below(&root.join(history::folder(config)), &[".ndjson"])?,
    };
    let Some(kept) = kept else { return Ok(Arc::new(listed.read(root, sources, faults)?)) };
    let stamps = listed.stamps();
    if let Some((known, docs)) = &kept.0
        && Some(known) == stamps.as_ref()
    {
        return Ok(Arc::clone(docs));
    }
    let before = faults.len();
    let docs = Arc::new(listed.read(root, sources, faults)?);
    // What is wrong with them is to be said again, so they are to be read again.
    let is_fine = faults.len() == before;
    kept.0 = stamps.filter(|_| is_fine).map(|stamps| (stamps, Arc::clone(&docs)));
    Ok(docs)
}

impl Listed {
    fn stamps(&self) -> Option<[Stamp; 3]> {
        Some([Stamp::of_all(&self.runs)?, Stamp::of_all(&self.events)?, Stamp::of_all(&self.history)?])
    }

    fn read(&self, root: &Path, sources: &mut SourceMap, faults: &mut Faults) -> io::Result<EvidenceDocs> {
        Ok(EvidenceDocs {
            runs: runs::runs(root, &self.runs, sources, faults)?,
            events: openlineage::events(root, &self.events, sources, faults)?,
            days: history::days(root, &self.history, sources, faults)?,
            changes: history::changes(&self.history, faults)?,
        })
    }
}
