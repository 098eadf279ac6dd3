//! What follows from what a change is.

use super::change_fact::{ChangeFact, LossCause};

impl ChangeFact {
    /// Whether what reads a table by `ref` of dbt is spared, as dbt follows.
    #[must_use]
    pub(crate) fn spares_refs(&self) -> bool {
        matches!(self, Self::TableMoved { .. } | Self::PortLost { why: Some(LossCause::Ephemeral), .. })
    }

    /// Whether those who use it should hear of it, though nothing breaks yet.
    #[must_use]
    pub(crate) fn announces_break(&self) -> bool {
        matches!(self, Self::Ends { is: Some(_), .. })
    }

    /// The fact that was recorded as a code and its data; `None` for those of a later version.
    #[must_use]
    pub(crate) fn recorded(code: &str, data: serde_json::Value) -> Option<Self> {
        serde_json::from_value(serde_json::json!({"code": code, "data": data})).ok()
    }
}
