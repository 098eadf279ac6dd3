//! JSON Schemas of the catalog's files, for editors: they complete keys, tell what each is for, and mark
//! what is misspelt while it is typed.
//!
//! The types here say nothing but which keys there are and what may stand in them; [`crate::read`] reads
//! the files, and a test holds the two together.

/// Kinds of files and what stands in them, each with its keys.
macro_rules! files {
    ($($(#[$doc:meta])* $name:ident { $($(#[$key_doc:meta])* $key:ident: $kind:ty,)* })*) => {$(
        $(#[$doc])*
        #[derive(JsonSchema)]
        #[schemars(deny_unknown_fields)]
        pub(super) struct $name { $($(#[$key_doc])* $key: $kind,)* }
    )*};
}

/// What may be written short, or as a mapping.
macro_rules! short_forms {
    ($($(#[$doc:meta])* $name:ident = $short:ty | $long:ty;)*) => {$(
        $(#[$doc])*
        #[derive(JsonSchema)]
        #[schemars(untagged)]
        pub(super) enum $name { Short($short), Long($long) }
    )*};
}

mod files;
mod settings;
mod values;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde_json::Value;

/// A kind of file.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// The word for it: `product`.
    pub name: &'static str,
    /// Where such files stand: `products/**/*.yml`.
    pub files: &'static str,
    make: fn() -> Schema,
}

/// Every kind of file that people write.
pub const KINDS: &[Kind] = &[
    Kind { name: "glassbox", files: "glassbox.yml", make: schema_of::<settings::Config> },
    Kind { name: "product", files: "products/**/*.yml", make: schema_of::<files::Product> },
    Kind { name: "teams", files: "teams.yml", make: schema_of::<files::Teams> },
    Kind { name: "team", files: "teams/*.yml", make: schema_of::<files::Team> },
    Kind { name: "domains", files: "domains.yml", make: schema_of::<files::Domains> },
    Kind { name: "regulation", files: "regulations/*.yml", make: schema_of::<files::Regulation> },
    Kind { name: "initiative", files: "roadmap/*.yml", make: schema_of::<files::Initiative> },
    Kind { name: "standards", files: "standards.yml", make: schema_of::<settings::Standards> },
];

impl Kind {
    /// The schema as a JSON document.
    #[must_use]
    pub fn json(&self) -> String {
        let mut schema = (self.make)().to_value();
        allow_own_keys(&mut schema);
        serde_json::to_string_pretty(&schema).expect("serializable") + "\n"
    }
}

fn schema_of<T: JsonSchema>() -> Schema {
    SchemaSettings::draft07().into_generator().into_root_schema_for::<T>()
}

/// Keys that begin with `x-` are everybody's own, wherever they stand.
fn allow_own_keys(value: &mut Value) {
    match value {
        Value::Object(map) => {
            if map.get("additionalProperties") == Some(&Value::Bool(false)) {
                map.insert("patternProperties".to_owned(), serde_json::json!({"^x-": true}));
            }
            map.values_mut().for_each(allow_own_keys);
        }
        Value::Array(items) => items.iter_mut().for_each(allow_own_keys),
        _ => {}
    }
}
