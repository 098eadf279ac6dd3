//! The codes of changes, by which programs and recorded changes know them.

use super::change::{ChangeFact, LossCause};
use super::change_kind::ChangeKind;

impl ChangeFact {
    /// What kind of change it is; its word is the code.
    #[must_use]
    pub(crate) fn kind(&self) -> ChangeKind {
        match self {
            Self::ProductAdded {} => ChangeKind::ProductAdded,
            Self::ProductRemoved { .. } => ChangeKind::ProductRemoved,
            Self::Lifecycle { .. } => ChangeKind::Lifecycle,
            Self::Ends { .. } => ChangeKind::Ends,
            Self::ReplacedBy { .. } => ChangeKind::ReplacedBy,
            Self::Tier { .. } => ChangeKind::Tier,
            Self::Renamed { .. } => ChangeKind::Renamed,
            Self::Owner { .. } => ChangeKind::Owner,
            Self::Domain { .. } => ChangeKind::Domain,
            Self::Category { .. } => ChangeKind::Category,
            Self::PortAdded { .. } => ChangeKind::PortAdded,
            Self::PortRemoved { .. } => ChangeKind::PortRemoved,
            Self::PortLost { .. } => ChangeKind::PortLost,
            Self::PortMoved { .. } => ChangeKind::PortMoved,
            Self::TableLost { .. } => ChangeKind::TableLost,
            Self::TableMoved { .. } => ChangeKind::TableMoved,
            Self::ColumnAdded { .. } => ChangeKind::ColumnAdded,
            Self::ColumnRemoved { .. } => ChangeKind::ColumnRemoved,
            Self::ColumnType { .. } => ChangeKind::ColumnType,
            Self::PromiseAdded { .. } => ChangeKind::PromiseAdded,
            Self::PromiseRemoved { .. } => ChangeKind::PromiseRemoved,
            Self::PromiseTightened { .. } => ChangeKind::PromiseTightened,
            Self::PromiseLoosened { .. } => ChangeKind::PromiseLoosened,
            Self::PromiseChanged { .. } => ChangeKind::PromiseChanged,
            Self::RegulationAdded { .. } => ChangeKind::RegulationAdded,
            Self::RegulationRemoved { .. } => ChangeKind::RegulationRemoved,
            Self::RegulationEnds { .. } => ChangeKind::RegulationEnds,
            Self::InputAdded { .. } => ChangeKind::InputAdded,
            Self::InputRemoved { .. } => ChangeKind::InputRemoved,
            Self::FieldRemoved { .. } => ChangeKind::FieldRemoved,
            Self::FieldMoved { .. } => ChangeKind::FieldMoved,
            Self::FieldAdded { .. } => ChangeKind::FieldAdded,
            Self::GuardRemoved { .. } => ChangeKind::GuardRemoved,
            Self::GuardMoved { .. } => ChangeKind::GuardMoved,
            Self::GuardControl { .. } => ChangeKind::GuardControl,
            Self::Schedule { .. } => ChangeKind::Schedule,
            Self::SystemAdded {} => ChangeKind::SystemAdded,
            Self::SystemId { .. } => ChangeKind::SystemId,
            Self::SystemDirection { .. } => ChangeKind::SystemDirection,
            Self::SystemPartAdded { .. } => ChangeKind::SystemPartAdded,
            Self::SystemPartReplaced { .. } => ChangeKind::SystemPartReplaced,
            Self::SystemRemoved {} => ChangeKind::SystemRemoved,
            Self::SystemContact { .. } => ChangeKind::SystemContact,
            Self::SystemPartRemoved { .. } => ChangeKind::SystemPartRemoved,
            Self::UseAdded { .. } => ChangeKind::UseAdded,
            Self::UseRemoved { .. } => ChangeKind::UseRemoved,
            Self::LastMileRemoved { .. } => ChangeKind::LastMileRemoved,
            Self::LevelReached { .. } => ChangeKind::LevelReached,
            Self::LevelLost { .. } => ChangeKind::LevelLost,
            Self::Told { kind, .. } => *kind,
        }
    }

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
