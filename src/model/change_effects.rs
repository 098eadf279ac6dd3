//! What a change means for others, by its kind.

use super::affected::NamedRef;
use super::change_fact::ChangeFact;
use super::change_parts::LossCause;
use super::words::Lifecycle;

impl ChangeFact {
    /// Returns whether what reads a table by dbt's `ref` is spared, as dbt follows.
    #[must_use]
    pub(crate) fn leaves_refs_intact(&self) -> bool {
        matches!(self, Self::TableMoved { .. } | Self::PortLost { why: Some(LossCause::Ephemeral), .. })
    }

    /// Returns whether something will break on a day to come, or may from now on.
    #[must_use]
    pub(crate) fn announces_break(&self) -> bool {
        match self {
            Self::Ends { is, .. } => is.is_some(),
            Self::Lifecycle { is, .. } => *is == Lifecycle::Deprecated.word(),
            _ => false,
        }
    }

    /// Returns whether users should be told, though nothing breaks yet.
    #[must_use]
    pub(crate) fn concerns_users(&self) -> bool {
        match self {
            Self::Owner { .. }
            | Self::PortRelocated { .. }
            | Self::PortMoved { .. }
            | Self::PortChanged { .. }
            | Self::PortUntested { .. }
            | Self::SourceLost { .. } => true,
            Self::Lifecycle { is, .. } if *is == Lifecycle::Draft.word() => true,
            _ => self.announces_break(),
        }
    }

    /// Returns the output ports that it is about; empty if it is about the whole product.
    #[must_use]
    pub(crate) fn ports(&self) -> Vec<&NamedRef> {
        match self {
            Self::PortRemoved { port }
            | Self::PortRelocated { port, .. }
            | Self::PortChanged { port, .. }
            | Self::PortUntested { port }
            | Self::PortLost { port, .. }
            | Self::PortMoved { port, .. }
            | Self::TableMoved { port, .. }
            | Self::ColumnRemoved { port, .. }
            | Self::ColumnType { port, .. } => vec![port],
            Self::SourceLost { ports, .. } | Self::SourceMoved { ports, .. } => ports.iter().collect(),
            Self::Ends { port, .. } => port.iter().collect(),
            Self::PromiseRemoved { about, .. } | Self::PromiseLoosened { about, .. } => {
                about.port.iter().collect()
            }
            _ => Vec::new(),
        }
    }

    /// Returns the ids of the teams that win or lose something by it.
    #[must_use]
    pub(crate) fn teams(&self) -> Vec<&str> {
        match self {
            Self::Owner { is, was, .. } => was.iter().chain(is).map(String::as_str).collect(),
            Self::UseRemoved { team, .. }
            | Self::LastMileAdded { team, .. }
            | Self::LastMileUntil { team, .. }
            | Self::LastMileRemoved { team, .. } => vec![&team.id],
            _ => Vec::new(),
        }
    }

    /// Returns the change recorded as a code and its data; `None` for codes of a later version.
    #[must_use]
    pub(crate) fn recorded(code: &str, data: serde_json::Value) -> Option<Self> {
        serde_json::from_value(serde_json::json!({"code": code, "data": data})).ok()
    }
}
