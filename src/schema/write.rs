//! JSON Schema, draft 7, of a kind of file.

use super::{CatalogIds, SchemaKind};
use crate::model::capitalised;
use crate::read::document::{DocumentDeclaration, KeyDeclaration, ValueShape};
use serde_json::{Map, Value, json};

/// Returns the schema of a kind of file.
pub(super) fn schema(kind: &SchemaKind, ids: &CatalogIds) -> String {
    let document = (kind.keys)();
    let mut writer = SchemaWriter { ids, definitions: Map::new() };
    let mut schema = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": format!("urn:glassbox:schema:{}", kind.about.name),
    });
    merge(&mut schema, writer.object(&document));
    merge(&mut schema, json!({"title": kind.about.title}));
    if !writer.definitions.is_empty() {
        merge(&mut schema, json!({"definitions": writer.definitions}));
    }
    serde_json::to_string_pretty(&schema).expect("has string keys only") + "\n"
}

/// The part of a schema that has been written so far.
struct SchemaWriter<'i> {
    ids: &'i CatalogIds,
    /// The documents inside the file, by their names.
    definitions: Map<String, Value>,
}

impl SchemaWriter<'_> {
    /// Returns the schema of a mapping: with known keys, where keys that begin with `x-` are free, or with free keys.
    fn object(&mut self, document: &DocumentDeclaration) -> Value {
        let title = capitalised(document.noun());
        let properties: Map<String, Value> =
            document.keys.iter().map(|key| (key.name.to_owned(), self.key(key))).collect();
        let required: Vec<&str> =
            document.keys.iter().filter(|key| key.is_required).map(|key| key.name).collect();
        let mut object = json!({
            "title": title,
            "description": document.about,
            "type": "object",
            "properties": properties,
        });
        merge(
            &mut object,
            match &document.free_key {
                Some(free) => json!({"additionalProperties": self.key(free)}),
                None => json!({"additionalProperties": false, "patternProperties": {"^x-": true}}),
            },
        );
        if !required.is_empty() {
            merge(&mut object, json!({"required": required}));
        }
        merge(&mut object, document.across.clone());
        object
    }

    fn key(&mut self, key: &KeyDeclaration) -> Value {
        let mut schema = self.shape(&key.shape);
        if schema.get("$ref").is_some() {
            // Siblings of a reference are ignored.
            schema = json!({"allOf": [schema]});
        }
        merge(&mut schema, json!({"description": key.about}));
        if let Some(default) = &key.default {
            merge(&mut schema, json!({"default": default}));
        }
        if let Some(example) = key.example {
            let is_list = matches!(key.shape, ValueShape::List(_) | ValueShape::OneOrMore(_));
            let is_mapping = matches!(key.shape, ValueShape::Entries { .. });
            if !is_mapping {
                let example = if is_list { json!([example]) } else { json!(example) };
                merge(&mut schema, json!({"examples": [example]}));
            }
        }
        schema
    }

    fn shape(&mut self, shape: &ValueShape) -> Value {
        match shape {
            ValueShape::Single(single) => {
                let mut schema = single.schema.clone();
                if !single.examples.is_empty() {
                    merge(&mut schema, json!({"examples": single.examples}));
                }
                schema
            }
            ValueShape::Reference(reference) => self.ids.schema(*reference),
            ValueShape::Document(document) => {
                if !self.definitions.contains_key(document.name) {
                    let object = self.object(document);
                    self.definitions.insert(document.name.to_owned(), object);
                }
                json!({"$ref": format!("#/definitions/{}", document.name)})
            }
            ValueShape::List(items) => json!({"type": "array", "items": self.shape(items)}),
            ValueShape::OneOrMore(items) => {
                let items = self.shape(items);
                json!({"anyOf": [items, {"type": "array", "items": items}]})
            }
            ValueShape::Entries { keys, values } => {
                let values = self.shape(values);
                let mut schema = json!({"type": "object", "additionalProperties": values});
                if let Some(keys) = keys {
                    merge(&mut schema, json!({"propertyNames": self.ids.schema(*keys)}));
                }
                schema
            }
            ValueShape::Either(shapes) => {
                let shapes: Vec<Value> = shapes.iter().map(|shape| self.shape(shape)).collect();
                json!({"anyOf": shapes})
            }
        }
    }
}

/// Adds the keys of one object to another.
fn merge(into: &mut Value, more: Value) {
    if let (Value::Object(into), Value::Object(more)) = (into, more) {
        into.extend(more);
    }
}
