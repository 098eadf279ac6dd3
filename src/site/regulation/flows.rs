//! The flows of data under a regulation: as lines of its page, and all of them as `regulations/<id>/flows.csv`.

use crate::model::RegulationIx;
use crate::site::context::ViewContext;
use crate::site::page::Table;
use crate::site::parts::RegulatedFlow;
use crate::site::words::FlowState;
use crate::site::{paths, words};

/// Returns the flows of data under a regulation: those that need attention first, then those where it ends.
pub(super) fn under(index: RegulationIx, context: &ViewContext<'_>) -> Vec<RegulatedFlow> {
    let catalog = context.catalog;
    if !catalog.regulations[index.position()].carried {
        return Vec::new();
    }
    let unnamed = catalog.undeclared_recipients(index);
    let mut found = Vec::new();
    for from in context.all().filter(|product| context.product(*product).lifecycle.is_in_service()) {
        let obligation = catalog.obligation(from, index);
        if obligation.is_none() && !unnamed.contains_key(&from) {
            continue;
        }
        let reason_not_passed_on =
            obligation.and_then(|obligation| obligation.reason_not_passed_on.as_deref());
        for reader in catalog.lineage.downstream(from) {
            if !reader.flow.is_seen() || !context.product(reader.product).lifecycle.is_in_service() {
                continue;
            }
            let state = match (reason_not_passed_on, catalog.obligation(reader.product, index)) {
                (Some(_), _) => FlowState::Ends,
                (None, Some(_)) => FlowState::Carried,
                (None, None) => FlowState::Open,
            };
            let flow = RegulatedFlow {
                from: context.product_ref(from),
                to: context.product_ref(reader.product),
                state: words::regulated(state),
                ends: state == FlowState::Ends,
                why: reason_not_passed_on.unwrap_or_default().to_owned(),
            };
            found.push((state, flow));
        }
    }
    found.sort_by_key(|(state, _)| *state);
    found.into_iter().map(|(_, flow)| flow).collect()
}

/// Returns the path of the CSV file of all of them.
pub(super) fn file(regulation: &str) -> String {
    paths::folder_file("regulations", regulation, "flows.csv")
}

/// Returns `regulations/<id>/flows.csv`: every flow of data under a regulation.
pub(super) fn table(flows: &[RegulatedFlow]) -> Table {
    let row = |flow: &RegulatedFlow| {
        let ends = [&flow.from, &flow.to].into_iter().flat_map(|end| [end.id.clone(), end.name.clone()]);
        ends.chain([flow.state.name.clone(), flow.why.clone()]).collect()
    };
    Table {
        columns: &["from", "from_name", "to", "to_name", "obligation", "why"],
        rows: flows.iter().map(row).collect(),
    }
}
