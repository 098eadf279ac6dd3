//! Resolves dbt's manifests together: [`merge`], then [`assets`] with their tests and edges, found by dbt's own
//! [`selector`] language through an [`index`] and its [`lookup`]s.

pub(super) mod assets;
pub(super) mod index;
mod lookup;
mod merge;
#[cfg(test)]
mod selection_test;
pub(super) mod selector;
#[cfg(test)]
mod tests;
mod text_index;

pub(super) use assets::{DbtAssets, dbt_assets};
pub(super) use merge::project_of;
