//! The fields of another system that a sync fills, by their source columns.

use super::document::{Single, Value, ValueShape};
use super::yaml::{MappingEntry, Node, values};
use crate::diagnostics::Diagnostics;
use crate::source::Spanned;
use serde_json::json;

/// A column, and the field of another system that it fills.
#[derive(Clone, Debug)]
pub(crate) struct FieldDoc {
    /// The column.
    pub(crate) column: Spanned<String>,
    /// The field.
    pub(crate) field: Spanned<String>,
}

impl Value for FieldDoc {
    type Out = Self;

    fn read(_: &Node, _: &mut Diagnostics) -> Option<Self> {
        None
    }

    fn read_entry(entry: &MappingEntry, diagnostics: &mut Diagnostics) -> Option<Self> {
        let field = values::text(&entry.value, diagnostics)?;
        Some(Self { column: entry.key.clone(), field })
    }

    fn shape() -> ValueShape {
        ValueShape::Single(Single {
            name: "field",
            about: "The name of a field, as the users of the system know it.",
            schema: json!({"type": ["string", "number", "boolean"]}),
            examples: &["Health score"],
        })
    }
}
