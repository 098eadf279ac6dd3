//! `regulations.csv`, one for all, one for each regulation and one for each product: the evidence for each control,
//! for auditors.

use super::concerned::{RegulatedProduct, regulated_products};
use crate::model::RegulationIx;
use crate::site::context::ViewContext;
use crate::site::page::Table;
use crate::site::paths;
use crate::site::product::EvidencedControl;
use std::collections::BTreeMap;

/// A row of an evidence table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
struct EvidenceRow {
    /// The id of the regulation.
    regulation: String,
    /// The id of the product.
    product: String,
    /// Its name.
    product_name: String,
    /// The id of the team that owns it; may be empty.
    owner: String,
    /// The id of the control; empty if the regulation names none.
    control: String,
    /// `seen`, `given`, `partly`, `stale`, `missing` or `failing`; may be empty.
    state: String,
    /// A link or a text; may be empty.
    evidence: String,
    /// When it was last reviewed: `2026-09-30`; may be empty.
    reviewed: String,
    /// When the next review is due; may be empty.
    review_due: String,
    /// Why the data may be held; may be empty.
    basis: String,
    /// The data it applies to, separated by `; `.
    data: String,
    /// Why the obligation ends here for those downstream; may be empty.
    ends_here: String,
    /// The observed results of the control's guards; may be empty.
    seen: String,
}

/// Returns the evidence tables, each with its path: of all, of each regulation and of each product under
/// one.
pub(super) fn tables(context: &ViewContext<'_>) -> Vec<(String, Table)> {
    let all = evidence_rows(context);
    let mut by_regulation: BTreeMap<&str, Vec<&EvidenceRow>> = BTreeMap::new();
    let mut by_product: BTreeMap<&str, Vec<&EvidenceRow>> = BTreeMap::new();
    for row in &all {
        by_regulation.entry(&row.regulation).or_default().push(row);
        by_product.entry(&row.product).or_default().push(row);
    }
    let of_regulation = context.catalog.regulations.iter().map(|regulation| {
        let rows = by_regulation.remove(regulation.id.as_str()).unwrap_or_default();
        (paths::folder_file("regulations", &regulation.id, "evidence.csv"), table(rows))
    });
    let mut tables: Vec<(String, Table)> =
        std::iter::once((paths::EVIDENCE.to_owned(), table(all.iter().collect())))
            .chain(of_regulation)
            .collect();
    tables.extend(by_product.into_iter().map(|(id, rows)| (paths::evidence_of_product(id), table(rows))));
    tables
}

fn table(rows: Vec<&EvidenceRow>) -> Table {
    Table {
        columns: &[
            "regulation",
            "product",
            "product_name",
            "owner",
            "control",
            "state",
            "evidence",
            "reviewed",
            "review_due",
            "basis",
            "data",
            "ends_here",
            "seen",
        ],
        rows: rows.into_iter().map(cells).collect(),
    }
}

fn cells(row: &EvidenceRow) -> Vec<String> {
    let cells = [
        &row.regulation,
        &row.product,
        &row.product_name,
        &row.owner,
        &row.control,
        &row.state,
        &row.evidence,
        &row.reviewed,
        &row.review_due,
        &row.basis,
        &row.data,
        &row.ends_here,
        &row.seen,
    ];
    cells.into_iter().cloned().collect()
}

/// Returns a row for each control of each product of each regulation.
fn evidence_rows(context: &ViewContext<'_>) -> Vec<EvidenceRow> {
    let mut rows = Vec::new();
    for (at, regulation) in context.catalog.regulations.iter().enumerate() {
        for regulated in regulated_products(RegulationIx::at(at), context) {
            let RegulatedProduct { product, obligation, controls } = regulated;
            let owner = context.product(product).owner.map(|owner| context.catalog.team(owner).id.clone());
            let base = EvidenceRow {
                regulation: regulation.id.clone(),
                product: context.product(product).id.clone(),
                product_name: context.product(product).name.clone(),
                owner: owner.unwrap_or_default(),
                basis: obligation.basis.clone(),
                data: obligation.data.join("; "),
                ends_here: obligation.reason_not_passed_on.clone().unwrap_or_default(),
                ..EvidenceRow::default()
            };
            if controls.is_empty() {
                rows.push(base);
                continue;
            }
            for (position, EvidencedControl { view, .. }) in controls.iter().enumerate() {
                let given = obligation.evidence_for(position);
                let reviewed = given.and_then(|given| given.reviewed);
                rows.push(EvidenceRow {
                    control: regulation.controls[position].id.clone(),
                    state: view.state.id.clone(),
                    seen: view.seen.clone(),
                    evidence: given.map(|given| given.text.clone()).unwrap_or_default(),
                    reviewed: reviewed.map(|day| day.to_string()).unwrap_or_default(),
                    review_due: view.review_due.clone().unwrap_or_default(),
                    ..base.clone()
                });
            }
        }
    }
    rows
}
