//! Whether a rule has anything to look at in a product: a contract that nobody wrote does not match its table, and a
//! check that asks to keep the rule is then not met, but does not apply.

use crate::model::{Catalog, Obligation, ProductIx, User};

/// Whether a product has what a rule is about; of rules about every product, and of unknown ones, it has.
pub(super) fn applies(rule: &str, index: ProductIx, catalog: &Catalog) -> bool {
    let product = catalog.product(index);
    let mut ports = product.output_ports.iter();
    let mut consumers = product.consumers.iter();
    match rule {
        "contract-mismatch" => ports.any(|port| catalog.compared_contract(port).is_some()),
        "missing-control" => product.obligations.iter().any(|one| asks_for_controls(one, catalog)),
        "stale-evidence" => product.obligations.iter().any(|one| has_evidence(one, catalog)),
        "unguarded-data" => product.obligations.iter().any(|one| catalog.guards.any_under(one.regulation)),
        "last-mile-expired" | "temporary-without-end" | "shared-last-mile" => {
            consumers.any(|consumer| !consumer.last_miles.is_empty())
        }
        "consumer-never-seen" => consumers.any(|consumer| matches!(consumer.user, User::Product(_))),
        "review-overdue" => product.review_by.is_some(),
        "promise-out-of-reach" => !product.slas.is_empty(),
        "ends-in-use" => product.ends.is_some(),
        "jargon-in-summary" => !product.summary.is_empty(),
        "undocumented-output" => ports.next().is_some(),
        "untested-output" => ports.any(|port| port.asset.is_some_and(|at| catalog.asset(at).is_table())),
        "unused-asset" => product.assets.iter().any(|at| catalog.asset(*at).is_table()),
        "boundary-leak" | "retired-upstream" | "undeclared-input" => {
            !catalog.lineage.upstream(index).is_empty()
        }
        "input-never-seen" => {
            catalog.lineage.upstream(index).iter().any(|input| input.flow.declared.is_some())
        }
        "undeclared-consumer" | "no-output-ports" => {
            catalog.lineage.downstream(index).iter().any(|reader| reader.flow.is_seen())
        }
        _ => true,
    }
}

fn asks_for_controls(obligation: &Obligation, catalog: &Catalog) -> bool {
    !catalog.regulations[obligation.regulation.position()].controls.is_empty()
}

fn has_evidence(obligation: &Obligation, catalog: &Catalog) -> bool {
    let controls = catalog.regulations[obligation.regulation.position()].controls.len();
    (0..controls).any(|control| obligation.evidence_for(control).is_some())
}
