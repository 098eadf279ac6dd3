//! A failed run of a job is the failure of the product that the job belongs to: tables of others that it writes are at
//! risk, as everything else that builds on the job.

use crate::model::{AssetAssessment, AssetKind, Catalog, Reason, StatusFact};

/// Takes back the failed runs of tables that are reported for a job of another product.
pub(super) fn count_once(assets: &mut [AssetAssessment], catalog: &Catalog) {
    for edge in &catalog.asset_edges {
        let (job, table) = (catalog.asset(edge.from), catalog.asset(edge.to));
        let is_job = matches!(job.kind, AssetKind::Declared(_)) && job.product.is_some();
        if !is_job || job.product == table.product || !table.is_table() {
            continue;
        }
        let failed = failed_run(&assets[edge.from.position()]).map(|run| run.at);
        let is_same = |reason: &Reason| is_failed_run(reason) && Some(reason.at) == failed;
        let target = &mut assets[edge.to.position()];
        if target.reasons.iter().any(is_same) {
            target.reasons.retain(|reason| !is_same(reason));
            target.status = target.reasons.first().map(|reason| reason.status);
        }
    }
}

fn failed_run(assessment: &AssetAssessment) -> Option<&Reason> {
    assessment.reasons.iter().find(|reason| is_failed_run(reason))
}

fn is_failed_run(reason: &Reason) -> bool {
    matches!(reason.fact, StatusFact::RunFailed { .. })
}
