//! `badges/<id>.svg` and `.json`: the status of a product, small enough for any README.

use super::context::ViewContext;
use super::notices;
use super::page::Badge;
use super::words;
use crate::model::{ProductIx, PromiseVerdict, Status};
use serde::Serialize;

/// The badge in the shape of the endpoint badges of shields.io, schema version 1.
#[derive(Clone, Debug, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct BadgeRecord {
    schema_version: u8,
    label: String,
    message: String,
    color: &'static str,
}

/// Returns the badge as a record.
pub(super) fn record(badge: &Badge) -> BadgeRecord {
    BadgeRecord {
        schema_version: 1,
        label: badge.label.clone(),
        message: badge.message.clone(),
        color: badge.colour.trim_start_matches('#'),
    }
}

/// Returns the badge of a product; `None` if there is no evidence at all.
pub(super) fn badge(product: ProductIx, context: &ViewContext<'_>) -> Option<Badge> {
    let assessment = context.product_assessment(product)?;
    let word = match assessment.status {
        Some(status) => words::status(status).name.to_lowercase(),
        None => context.card(product).lifecycle.name.to_lowercase(),
    };
    let count = |verdict| assessment.promises.iter().filter(|promise| promise.verdict == verdict).count();
    let (kept, broken) = (count(PromiseVerdict::Kept), count(PromiseVerdict::Broken));
    let promises = match kept + broken {
        0 => String::new(),
        1 => format!(" · promise {}", if kept == 1 { "kept" } else { "broken" }),
        all => format!(" · {kept} of {all} promises kept"),
    };
    let has_notice = !notices::shown(product, context).is_empty();
    let message = format!("{word}{promises}{}", if has_notice { " · notice" } else { "" });
    let (label, title) = (context.product(product).name.clone(), String::new());
    Some(Badge { label, message, title, colour: colour(assessment.status) })
}

/// Returns the colour of a badge without a status.
pub(super) fn neutral() -> &'static str {
    "#345a86"
}

/// Returns the colours of the default theme's light mode, which white text can be read on.
fn colour(status: Option<Status>) -> &'static str {
    match status {
        Some(Status::Healthy) => "#156b39",
        Some(Status::Unchecked) => "#345a86",
        Some(Status::Warning) => "#7d5200",
        Some(Status::AtRisk) => "#6a46ad",
        Some(Status::Late) => "#9c4310",
        Some(Status::Failing) => "#b0251d",
        Some(Status::Unknown) | None => "#55636a",
    }
}
