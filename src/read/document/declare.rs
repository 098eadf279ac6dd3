//! The macro that makes a struct, its reader and its description from one list of keys.

use super::Value;
use crate::read::yaml::Fields;

/// Declares a document.
///
/// ```text
/// document! {
///     /// What the document is, for editors and the reference.
///     #[derive(Default)]
///     pub struct NameDoc as "a name for messages" with ACROSS {
///         /// What the key is for.
///         #[example = "how it may be written"]
///         field as "key": way Kind = what_counts_without_it,
///     }
/// }
/// ```
///
/// `as "key"` is needed if the field is not named after the key, `with` if a
/// [`CrossKeyCheck`](super::CrossKeyCheck) checks several keys together. The ways:
///
/// | way | the field | the key |
/// | --- | --- | --- |
/// | `required` | the value | required |
/// | `optional` | the value, if any | may be missing |
/// | `defaulted` | the value, or the default of its type | may be missing |
/// | `list` | a `Vec` | a list; may be missing |
/// | `one_or_more` | a `Vec` | a list or a single value; may be missing |
/// | `entries` | a `Vec` | a mapping with free keys; may be missing |
/// | `keys_of` | another document | none: the keys of the other document are keys of this one too |
/// | `named` | the key of the entry that the document is | none |
/// | `placed` | where the document is written | none |
macro_rules! document {
    (
        $(#[doc = $about:literal])*
        $(#[derive($($derive:ident),+)])?
        pub struct $name:ident as $what:literal $(with $across:ident)? {$(
            $(#[doc = $text:literal])*
            $(#[example = $example:literal])?
            $field:ident $(as $key:literal)?: $way:ident $($kind:ty)? $(= $default:expr)?
        ),* $(,)?}
    ) => {
        $(#[doc = $about])*
        #[derive(Clone, Debug $(, $($derive),+)?)]
        pub(crate) struct $name {$(
            $(#[doc = $text])*
            pub(crate) $field: $crate::read::document::document!(@type $way $($kind)?),
        )*}

        impl $crate::read::document::Declared for $name {
            fn read_keys(fields: &mut $crate::read::yaml::Fields<'_, '_>) -> Option<Self> {
                // Required keys are read first, but a missing one only fails at the end.
                $($crate::read::document::document!(@first $way fields
                    $field ($crate::read::document::document!(@key $field $($key)?)) $($kind)?);)*
                $(let across = ($across.check)(fields);)?
                $($crate::read::document::document!(@then $way fields
                    $field ($crate::read::document::document!(@key $field $($key)?)) $($kind)?);)*
                $($crate::read::document::document!(@given $across across);)?
                Some(Self { $($field: $crate::read::document::document!(@finish $way $field)),* })
            }

            fn document() -> $crate::read::document::DocumentDeclaration {
                let keys = [$($crate::read::document::document!(@describe $way
                    ($crate::read::document::document!(@key $field $($key)?))
                    (&[$($text),*]) ($crate::read::document::document!(@option $($example)?))
                    ($crate::read::document::document!(@default $($default)?)) $($kind)?)),*];
                $crate::read::document::DocumentDeclaration {
                    name: stringify!($name).trim_end_matches("Doc"),
                    what: $what,
                    about: $crate::read::document::joined(&[$($about),*]),
                    keys: keys.into_iter().flatten().collect(),
                    free_key: None,
                    across: $crate::read::document::document!(@across $($across)?),
                }
            }
        }

        impl $crate::read::document::Value for $name {
            type Out = Self;

            fn read(node: &$crate::read::yaml::Node, diagnostics: &mut $crate::diagnostics::Diagnostics) -> Option<Self> {
                let mut fields = $crate::read::yaml::Fields::open($what, node, $crate::read::document::keys_to_write::<Self>, diagnostics)?;
                <Self as $crate::read::document::Declared>::read_keys(&mut fields)
            }

            fn read_entry(
                entry: &$crate::read::yaml::MappingEntry,
                diagnostics: &mut $crate::diagnostics::Diagnostics,
            ) -> Option<Self> {
                let mut fields = $crate::read::yaml::Fields::open_entry($what, entry, $crate::read::document::keys_to_write::<Self>, diagnostics)?;
                <Self as $crate::read::document::Declared>::read_keys(&mut fields)
            }

            fn shape() -> $crate::read::document::ValueShape {
                $crate::read::document::ValueShape::Document(<Self as $crate::read::document::Declared>::document())
            }
        }
    };

    (@key $field:ident $key:literal) => { $key };
    (@key $field:ident) => { stringify!($field) };
    (@option) => { None };
    (@option $given:literal) => { Some($given) };
    (@default) => { None };
    (@default $default:expr) => { Some(serde_json::json!($default)) };
    (@across) => { serde_json::Value::Null };
    (@across $across:ident) => { ($across.schema)() };
    (@given $across:ident $checked:ident) => { $checked?; };

    (@type required $kind:ty) => { <$kind as $crate::read::document::Value>::Out };
    (@type defaulted $kind:ty) => { <$kind as $crate::read::document::Value>::Out };
    (@type optional $kind:ty) => { Option<<$kind as $crate::read::document::Value>::Out> };
    (@type keys_of $kind:ty) => { $kind };
    (@type named) => { $crate::source::Spanned<String> };
    (@type placed) => { $crate::source::Span };
    (@type $way:ident $kind:ty) => { Vec<<$kind as $crate::read::document::Value>::Out> };

    (@first required $fields:ident $field:ident ($key:expr) $kind:ty) => {
        let $field = $crate::read::document::declare::required::<$kind>($fields, $key);
    };
    (@first named $fields:ident $field:ident ($key:expr)) => { let $field = $fields.name(); };
    (@first $way:ident $fields:ident $field:ident ($key:expr) $($kind:ty)?) => {};

    (@then required $fields:ident $field:ident ($key:expr) $kind:ty) => {};
    (@then named $fields:ident $field:ident ($key:expr)) => {};
    (@then placed $fields:ident $field:ident ($key:expr)) => { let $field = $fields.whole(); };
    (@then keys_of $fields:ident $field:ident ($key:expr) $kind:ty) => {
        let $field = <$kind as $crate::read::document::Declared>::read_keys($fields);
    };
    (@then $way:ident $fields:ident $field:ident ($key:expr) $kind:ty) => {
        let $field = $crate::read::document::declare::$way::<$kind>($fields, $key);
    };

    (@finish required $field:ident) => { $field? };
    (@finish named $field:ident) => { $field? };
    (@finish keys_of $field:ident) => { $field? };
    (@finish $way:ident $field:ident) => { $field };

    (@describe named ($key:expr) ($text:expr) ($example:expr) ($default:expr)) => { Vec::new() };
    (@describe placed ($key:expr) ($text:expr) ($example:expr) ($default:expr)) => { Vec::new() };
    (@describe keys_of ($key:expr) ($text:expr) ($example:expr) ($default:expr) $kind:ty) => {
        <$kind as $crate::read::document::Declared>::document().keys
    };
    (@describe $way:ident ($key:expr) ($text:expr) ($example:expr) ($default:expr) $kind:ty) => {
        vec![$crate::read::document::KeyDeclaration {
            name: $key,
            about: $crate::read::document::joined($text),
            is_required: stringify!($way) == "required",
            shape: $crate::read::document::document!(@shape $way $kind),
            default: $default,
            example: $example,
        }]
    };

    (@shape list $kind:ty) => {
        $crate::read::document::ValueShape::List(Box::new(<$kind as $crate::read::document::Value>::shape()))
    };
    (@shape one_or_more $kind:ty) => {
        $crate::read::document::ValueShape::OneOrMore(Box::new(<$kind as $crate::read::document::Value>::shape()))
    };
    (@shape entries $kind:ty) => {
        match <$kind as $crate::read::document::Value>::shape() {
            entries @ $crate::read::document::ValueShape::Entries { .. } => entries,
            values => $crate::read::document::ValueShape::Entries { keys: None, values: Box::new(values) },
        }
    };
    (@shape $way:ident $kind:ty) => { <$kind as $crate::read::document::Value>::shape() };
}
pub(in crate::read) use document;

/// Reads the value of a required key.
pub(in crate::read) fn required<V: Value>(fields: &mut Fields<'_, '_>, key: &'static str) -> Option<V::Out> {
    let sibling = fields.all_entries();
    fields.required(key, |node, diagnostics| V::read_beside(node, sibling, diagnostics))
}

/// Reads the value of an optional key.
pub(in crate::read) fn optional<V: Value>(fields: &mut Fields<'_, '_>, key: &'static str) -> Option<V::Out> {
    let sibling = fields.all_entries();
    fields.optional(key, |node, diagnostics| V::read_beside(node, sibling, diagnostics))
}

/// Reads the value of a key, or returns the default of its type.
pub(in crate::read) fn defaulted<V: Value>(fields: &mut Fields<'_, '_>, key: &'static str) -> V::Out
where
    V::Out: Default,
{
    optional::<V>(fields, key).unwrap_or_default()
}

/// Reads the items of a list.
pub(in crate::read) fn list<V: Value>(fields: &mut Fields<'_, '_>, key: &'static str) -> Vec<V::Out> {
    fields.list(key, V::read)
}

/// Reads the items of a list, or a single value.
pub(in crate::read) fn one_or_more<V: Value>(fields: &mut Fields<'_, '_>, key: &'static str) -> Vec<V::Out> {
    fields.one_or_more(key, V::read)
}

/// Reads the entries of a mapping with free keys.
pub(in crate::read) fn entries<V: Value>(fields: &mut Fields<'_, '_>, key: &'static str) -> Vec<V::Out> {
    fields.entries(key, V::read_entry)
}
