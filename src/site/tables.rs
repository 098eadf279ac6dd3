//! What goes into spreadsheets.

use super::context::ViewContext;
use super::feeds::{self, Work};
use super::page::Table;
use super::regulation::{self, EvidenceRow};

/// `roadmap.csv`: every piece of work.
pub(super) fn roadmap(context: &ViewContext<'_>) -> Table {
    let row = |work: Work| {
        let (due, delivered) = (work.due.unwrap_or_default(), work.delivered.unwrap_or_default());
        vec![
            work.initiative,
            work.title,
            work.sponsor,
            work.product,
            work.product_name,
            work.work,
            work.state,
            work.why,
            work.effort,
            work.value,
            due,
            delivered,
        ]
    };
    Table {
        columns: &[
            "initiative",
            "title",
            "sponsor",
            "product",
            "product_name",
            "work",
            "state",
            "why",
            "effort",
            "value",
            "due",
            "delivered",
        ],
        rows: feeds::works(context).into_iter().map(row).collect(),
    }
}

/// `regulations.csv` and one beside each regulation: what shows that each control is done, by product. Each
/// table with the id of its regulation; the first is of all and has none.
pub(super) fn evidence(context: &ViewContext<'_>) -> Vec<(Option<String>, Table)> {
    let all = regulation::evidence_rows(context);
    let of = |id: Option<&str>| {
        let rows = all.iter().filter(|row| id.is_none_or(|id| row.regulation == id));
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
            ],
            rows: rows.map(cells).collect(),
        }
    };
    let each = context.catalog.regulations.iter().map(|one| (Some(one.id.clone()), of(Some(&one.id))));
    std::iter::once((None, of(None))).chain(each).collect()
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
    ];
    cells.into_iter().cloned().collect()
}
