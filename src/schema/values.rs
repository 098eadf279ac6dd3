//! What may stand as a value: text in any scalar, words of a vocabulary, days, lengths of time.

use crate::model::{
    CheckKind, DeliveryStatus, Lifecycle, MartKind, PortType, Role, RuleLevel, SlaProperty, Stage,
    Value as ValueWord,
};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use std::borrow::Cow;

macro_rules! value {
    ($($(#[$doc:meta])* $name:ident: $schema:expr),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub(super) struct $name;

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                Cow::Borrowed(stringify!($name))
            }

            fn inline_schema() -> bool {
                true
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                $schema
            }
        }
    )*};
}

value! {
    /// Any single value, read as the text that is written.
    Text: json_schema!({"type": ["string", "number", "boolean"]}),
    /// Text that must be there.
    Id: json_schema!({"type": ["string", "number"], "pattern": "^[a-z0-9][a-z0-9-]{0,99}$"}),
    /// A link.
    Url: json_schema!({"type": "string", "pattern": "^(https?:|mailto:|[^:]*$)"}),
    /// A day.
    Day: json_schema!({"type": "string", "pattern": "^\\d{4}-\\d{2}-\\d{2}$"}),
    /// A length of time.
    Span: json_schema!({"type": "string", "pattern": "^\\s*\\d+\\s*[A-Za-z ]+$", "examples": ["6h", "90d", "1 business day"]}),
    /// Yes or no.
    Flag: json_schema!({"type": "boolean"}),
    /// A whole number.
    Count: json_schema!({"type": ["integer", "string"]}),
    /// A share.
    Share: json_schema!({"type": ["string", "number"], "examples": ["80%"]}),
    /// Where a product stands in its life.
    LifecycleWord: json_schema!({"enum": Lifecycle::WORDS}),
    /// What the products of a category are for.
    RoleWord: json_schema!({"enum": Role::WORDS}),
    /// What a mart is about.
    MartWord: json_schema!({"enum": MartKind::WORDS}),
    /// Where output is used.
    StageWord: json_schema!({"enum": Stage::WORDS}),
    /// What an output port is.
    PortWord: json_schema!({"enum": PortType::WORDS}),
    /// What is promised.
    PropertyWord: json_schema!({"enum": SlaProperty::WORDS}),
    /// How much a rule counts.
    LevelWord: json_schema!({"enum": RuleLevel::WORDS}),
    /// Where work stands.
    StatusWord: json_schema!({"enum": DeliveryStatus::WORDS}),
    /// How long a value lasts.
    ValueWordOf: json_schema!({"enum": ValueWord::WORDS}),
    /// A check of a standard.
    CheckWord: json_schema!({"enum": CheckKind::WORDS}),
}
