//! The sentences in English, one file for each kind of fact.

mod advice;
mod changes;
mod check;
mod evidence;
mod finding;
mod grounds;
mod lists;
mod measure;
mod numbers;
mod plan;
mod reason;
mod rule_fault;

use super::{Audience, Voice};
use crate::model::AssetIx;
pub use advice::{advice, label};
pub use changes::{change, markdown_changes, plain_changes};
pub use evidence::evidence;
pub use grounds::{grounds, tests_in_short};
pub use numbers::number;
pub use rule_fault::{mark, remedy};

/// What an asset is called: by its name on a page, in backticks in a terminal.
fn of_asset(asset: AssetIx, voice: &Voice<'_>) -> String {
    let name = &voice.catalog.asset(asset).name;
    match voice.audience {
        Audience::Page | Audience::Markdown => name.clone(),
        Audience::Terminal => format!("`{name}`"),
    }
}
