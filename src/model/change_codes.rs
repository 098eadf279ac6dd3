//! Properties that follow from the kind of a change.

use super::change_fact::{ChangeFact, LossCause};

impl ChangeFact {
    /// Returns whether what reads a table by dbt's `ref` is spared, as dbt follows.
    #[must_use]
    pub(crate) fn spares_refs(&self) -> bool {
        matches!(self, Self::TableMoved { .. } | Self::PortLost { why: Some(LossCause::Ephemeral), .. })
    }

    /// Returns whether users should be told, though nothing breaks yet.
    #[must_use]
    pub(crate) fn announces_break(&self) -> bool {
        matches!(self, Self::Ends { is: Some(_), .. })
    }

    /// Returns the change recorded as a code and its data; `None` for codes of a later version.
    #[must_use]
    pub(crate) fn recorded(code: &str, data: serde_json::Value) -> Option<Self> {
        serde_json::from_value(serde_json::json!({"code": code, "data": data})).ok()
    }
}
