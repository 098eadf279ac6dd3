//! What facts about changes are made of.

use super::affected::NamedRef;
use serde::{Deserialize, Serialize};

/// Why a table no longer exists, although what built it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum LossCause {
    /// The dbt model is now ephemeral.
    Ephemeral,
    /// The job that wrote it ran, and no longer writes it.
    NotWritten,
    /// A job dropped or renamed it.
    Dropped,
    /// The workflow of the task that wrote it ran, and no longer writes it.
    LeftOut,
}

/// The subject of a promise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Promised {
    /// The word of the property: `freshness`.
    pub property: String,
    /// The output port, unless it applies to the whole product.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub port: Option<NamedRef>,
}

/// What changed in the declaration of an output port.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum PortDetail {
    /// Its type.
    Type,
    /// Its address.
    Address,
}
