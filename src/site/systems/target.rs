//! What is written to a system, for its users: the fields that we fill, whether they are right today, and whom to
//! ask.

use crate::model::{
    AssetAssessment, AssetIx, Column, FieldMapping, ForeignDatasets, Reason, Status, StatusFact, System,
    SystemWalk, TestFailure, capitalised,
};
use crate::prose::en;
use crate::site::context::{ViewContext, support};
use crate::site::parts::{ChannelView, Label, PageRef};
use crate::site::{paths, words};
use serde::Serialize;
use std::collections::BTreeSet;

/// A job that writes to a system.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct WriterView {
    /// The name.
    pub name: String,
    /// The tool that it runs on; may be empty.
    pub tool: String,
    /// The page that describes it.
    pub path: Option<String>,
    /// The product that it belongs to.
    pub product: Option<PageRef>,
    /// The team that owns it.
    pub owner: Option<PageRef>,
    /// Where to ask.
    pub support: Vec<ChannelView>,
    /// Whether what it writes is right today.
    pub status: Label,
    /// The reason if not; may be empty.
    pub why: String,
    /// The fields it fills, as far as known.
    pub fields: Vec<FilledFieldView>,
    /// The tables that it reads.
    pub tables: Vec<String>,
    /// The datasets that it writes according to events: `Account`.
    pub datasets: Vec<String>,
}

/// A field that a job fills.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct FilledFieldView {
    /// The field, as the users of the system know it.
    pub field: String,
    /// The column that it is filled from.
    pub column: String,
    /// The content, as Markdown; may be empty.
    pub description: String,
    /// Whether no table has that column, as far as their columns are known.
    pub unknown: bool,
    /// The test failures of the column: `email is empty in 3 rows`.
    pub wrong: Vec<String>,
    /// Why the table that has the column is not right, if the job reads others too and no test failed; may be empty.
    pub table_problem: String,
    /// The other jobs that fill the same field.
    pub also_filled_by: Vec<String>,
}

/// Returns what a job fills: its own fields, and those of the output ports that it is behind.
pub(super) fn fields_of<'c>(
    asset: AssetIx,
    context: &'c ViewContext<'_>,
) -> impl Iterator<Item = &'c FieldMapping> {
    let own = context.catalog.asset(asset);
    let ports = own.product.into_iter().flat_map(|product| &context.product(product).output_ports);
    let of_ports = ports.filter(move |port| port.asset == Some(asset)).flat_map(|port| &port.fields);
    own.fields.iter().chain(of_ports.filter(|field| !own.fields.contains(field)))
}

/// Returns the jobs that write to a system.
pub(super) fn writers(
    system: &System,
    walk: &SystemWalk<'_>,
    foreign: &ForeignDatasets<'_>,
    context: &ViewContext<'_>,
) -> Vec<WriterView> {
    let view = |index: &AssetIx| {
        let asset = context.catalog.asset(*index);
        let assessment = context.assessment.assets.get(index.position());
        let product = asset.product.map(|product| context.product(product));
        let tables: Vec<AssetIx> = walk.reads(*index).to_vec();
        let own_tables = [*index];
        let filled_from = if asset.is_table() { &own_tables[..] } else { &tables[..] };
        WriterView {
            name: asset.name.clone(),
            tool: asset.tool.clone().unwrap_or_default(),
            path: detail_path(*index, context),
            product: asset.product.map(|product| context.product_ref(product)),
            owner: product.and_then(|product| product.owner).map(|owner| context.team(owner)),
            support: product.map(|product| support(product, context)).unwrap_or_default(),
            status: assessment
                .and_then(|assessment| assessment.status)
                .map_or_else(words::not_watched, words::status),
            why: assessment.map(|assessment| why(assessment, context)).unwrap_or_default(),
            fields: fields_of(*index, context)
                .map(|field| FilledFieldView {
                    also_filled_by: other_fillers(*index, field, system, foreign, context),
                    ..field_view(field, filled_from, context)
                })
                .collect(),
            datasets: foreign
                .written_by(*index, context.catalog)
                .iter()
                .map(|dataset| dataset.name.to_owned())
                .collect(),
            tables: tables.iter().map(|table| context.catalog.asset(*table).name.clone()).collect(),
        }
    };
    system.written.iter().map(view).collect()
}

/// Returns the names of the other jobs that fill a field of a system: as far as events show, in the same dataset.
fn other_fillers(
    filler: AssetIx,
    field: &FieldMapping,
    system: &System,
    foreign: &ForeignDatasets<'_>,
    context: &ViewContext<'_>,
) -> Vec<String> {
    let datasets = |asset: AssetIx| -> BTreeSet<&str> {
        foreign.written_by(asset, context.catalog).iter().map(|dataset| dataset.name).collect()
    };
    let own_datasets = datasets(filler);
    let is_in_same_dataset = |asset: AssetIx| {
        let theirs = datasets(asset);
        own_datasets.is_empty() || theirs.is_empty() || !own_datasets.is_disjoint(&theirs)
    };
    let plain = |field: &FieldMapping| field.field.trim().to_lowercase();
    let fills = |asset: AssetIx| fields_of(asset, context).any(|other| plain(other) == plain(field));
    let others = system.written.iter().copied().filter(|asset| *asset != filler && fills(*asset));
    let others = others.filter(|asset| is_in_same_dataset(*asset));
    others.map(|asset| context.catalog.asset(asset).name.clone()).collect()
}

/// Returns why a job or table is not healthy: what its status follows from, which is its own evidence or the nearest
/// cause.
fn why(assessment: &AssetAssessment, context: &ViewContext<'_>) -> String {
    let own = assessment.reasons.iter().max_by_key(|reason| reason.status);
    let own_words = |reason: &Reason| capitalised(&context.fact_in_words(Some(&reason.fact)));
    if let Some(decisive) = own.filter(|reason| Some(reason.status) >= assessment.status) {
        return own_words(decisive);
    }
    let cause = assessment.causes.first().copied().or(assessment.upstream_unknown.map(|(_, cause)| cause));
    let of_cause = cause.and_then(|cause| context.assessment.assets.get(cause.position()));
    let worst = of_cause.and_then(|cause| cause.reasons.iter().max_by_key(|reason| reason.status));
    match (cause, worst) {
        (Some(cause), Some(reason)) => {
            let fact = StatusFact::Upstream { cause, why: Box::new(reason.fact.clone()) };
            capitalised(&context.fact_in_words(Some(&fact)))
        }
        _ => own.map(own_words).unwrap_or_default(),
    }
}

fn field_view(field: &FieldMapping, tables: &[AssetIx], context: &ViewContext<'_>) -> FilledFieldView {
    let is_named = |column: &&Column| column.name.eq_ignore_ascii_case(&field.column);
    let column_of = |table: &AssetIx| context.catalog.asset(*table).columns.iter().find(is_named);
    let column = tables.iter().find_map(column_of);
    // Columns of one name may be in several tables; a table that does not have it is no source of it.
    let sources: Vec<AssetIx> =
        tables.iter().copied().filter(|table| column.is_none() || column_of(table).is_some()).collect();
    let is_known = |table: &AssetIx| context.catalog.asset(*table).knows_columns();
    let assessed = |table: &AssetIx| context.assessment.assets.get(table.position());
    let reasons = sources.iter().filter_map(assessed).flat_map(|assessment| &assessment.reasons);
    let failures = reasons.flat_map(|reason| match &reason.fact {
        StatusFact::TestsFailed { failed: found, .. } | StatusFact::TestsWarned { warned: found, .. } => {
            found.as_slice()
        }
        _ => &[],
    });
    let is_about = |failure: &&TestFailure| {
        failure.column.as_deref().is_some_and(|column| column.eq_ignore_ascii_case(&field.column))
    };
    let wrong: Vec<String> = failures.filter(is_about).map(en::test_failure).collect();
    let table_problem = match sources[..] {
        [source] if tables.len() > 1 && wrong.is_empty() => table_problem(source, context),
        _ => String::new(),
    };
    FilledFieldView {
        field: field.field.clone(),
        column: field.column.clone(),
        unknown: column.is_none() && !tables.is_empty() && tables.iter().all(is_known),
        description: column.map(|column| column.description.clone()).unwrap_or_default(),
        wrong,
        table_problem,
        also_filled_by: Vec::new(),
    }
}

/// Returns why a table is late, failing or at risk; empty if it is not.
fn table_problem(table: AssetIx, context: &ViewContext<'_>) -> String {
    let assessment = context.assessment.assets.get(table.position());
    let impaired = assessment.filter(|table| table.status.is_some_and(|status| status >= Status::AtRisk));
    impaired.map(|table| why(table, context)).unwrap_or_default()
}

/// Returns the address of an asset on its product's detail page.
pub(super) fn detail_path(asset: AssetIx, context: &ViewContext<'_>) -> Option<String> {
    let asset = context.catalog.asset(asset);
    let product = context.product(asset.product?);
    Some(format!("{}#{}", paths::product_detail(&product.id), paths::asset_anchor(asset)))
}
