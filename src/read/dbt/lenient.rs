//! Values that dbt writes in varying forms: each is read as what it must mean, never rejected.
//!
//! Manifests come from many versions of dbt, from forks and from manual edits; a single odd value must
//! not lose the other hundred thousand. Only text that is not JSON is an error.

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor, value};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::marker::PhantomData;

/// Writes the visitor methods for the shapes that a visitor ignores.
macro_rules! otherwise {
    ($value:expr; $($shape:ident),*) => { $(otherwise!(@ $shape $value);)* };
    (@ bool $value:expr) => { fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> { Ok($value) } };
    (@ numbers $value:expr) => {
        fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> { Ok($value) }
        fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> { Ok($value) }
        fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> { Ok($value) }
    };
    (@ text $value:expr) => { fn visit_str<E>(self, _: &str) -> Result<Self::Value, E> { Ok($value) } };
    (@ null $value:expr) => { fn visit_unit<E>(self) -> Result<Self::Value, E> { Ok($value) } };
    (@ list $value:expr) => {
        fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
            while list.next_element::<IgnoredAny>()?.is_some() {}
            Ok($value)
        }
    };
    (@ map $value:expr) => {
        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
            Ok($value)
        }
    };
}

/// A text, or a number or boolean as text; `None` for anything else.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text(pub Option<Box<str>>);

impl Text {
    /// Returns the text, or an empty one.
    #[must_use]
    pub fn or_empty(&self) -> &str {
        self.0.as_deref().unwrap_or_default()
    }

    /// Returns the owned text; `None` if it is empty.
    #[must_use]
    pub fn into_filled(self) -> Option<String> {
        self.0.filter(|text| !text.is_empty()).map(String::from)
    }

    /// Returns the text; `None` if it is empty.
    #[must_use]
    pub fn filled(&self) -> Option<&str> {
        self.0.as_deref().filter(|text| !text.is_empty())
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Visit;
        impl<'de> Visitor<'de> for Visit {
            type Value = Text;
            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a text")
            }
            fn visit_str<E>(self, text: &str) -> Result<Text, E> {
                Ok(Text(Some(text.into())))
            }
            fn visit_string<E>(self, text: String) -> Result<Text, E> {
                Ok(Text(Some(text.into_boxed_str())))
            }
            fn visit_bool<E>(self, value: bool) -> Result<Text, E> {
                Ok(Text(Some(value.to_string().into_boxed_str())))
            }
            fn visit_i64<E>(self, value: i64) -> Result<Text, E> {
                Ok(Text(Some(value.to_string().into_boxed_str())))
            }
            fn visit_u64<E>(self, value: u64) -> Result<Text, E> {
                Ok(Text(Some(value.to_string().into_boxed_str())))
            }
            fn visit_f64<E>(self, value: f64) -> Result<Text, E> {
                Ok(Text(Some(value.to_string().into_boxed_str())))
            }
            otherwise!(Text(None); null, list, map);
        }
        from.deserialize_any(Visit)
    }
}

/// A number, or a text that contains one; `None` for anything else.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Number(pub Option<serde_json::Number>);

impl Number {
    /// Returns the number, if it is a non-negative integer.
    #[must_use]
    pub(crate) fn count(&self) -> Option<u64> {
        self.0.as_ref()?.as_u64()
    }

    /// Returns the number, rounded if necessary.
    #[must_use]
    pub(crate) fn float(&self) -> Option<f64> {
        self.0.as_ref()?.as_f64()
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Visit;
        impl<'de> Visitor<'de> for Visit {
            type Value = Number;
            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a number")
            }
            fn visit_i64<E>(self, value: i64) -> Result<Number, E> {
                Ok(Number(Some(value.into())))
            }
            fn visit_u64<E>(self, value: u64) -> Result<Number, E> {
                Ok(Number(Some(value.into())))
            }
            fn visit_f64<E>(self, value: f64) -> Result<Number, E> {
                Ok(Number(serde_json::Number::from_f64(value)))
            }
            fn visit_str<E>(self, text: &str) -> Result<Number, E> {
                Ok(Number(text.trim().parse().ok()))
            }
            otherwise!(Number(None); bool, null, list, map);
        }
        from.deserialize_any(Visit)
    }
}

/// A value made from a text while it is read, so that the text itself need not be kept; the default for
/// anything else.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct FromText<T>(pub T);

impl<'de, T: for<'a> From<&'a str> + Default> Deserialize<'de> for FromText<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Visit<T>(PhantomData<T>);
        impl<'de, T: for<'a> From<&'a str> + Default> Visitor<'de> for Visit<T> {
            type Value = FromText<T>;
            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a text")
            }
            fn visit_str<E>(self, text: &str) -> Result<FromText<T>, E> {
                Ok(FromText(T::from(text)))
            }
            otherwise!(FromText(T::default()); bool, numbers, null, list, map);
        }
        from.deserialize_any(Visit(PhantomData))
    }
}

/// The keys of the first record of a list; none for anything else.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct FirstKeys(pub BTreeSet<String>);

impl<'de> Deserialize<'de> for FirstKeys {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Visit;
        impl<'de> Visitor<'de> for Visit {
            type Value = FirstKeys;
            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a list of records")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<FirstKeys, A::Error> {
                let first = list.next_element::<Entries<IgnoredAny>>()?.unwrap_or_default();
                while list.next_element::<IgnoredAny>()?.is_some() {}
                Ok(FirstKeys(first.0.into_iter().map(|(key, _)| key).collect()))
            }
            otherwise!(FirstKeys::default(); bool, numbers, text, null, map);
        }
        from.deserialize_any(Visit)
    }
}

/// A list of texts, or one text as a list of one; `None` for anything else.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts(pub Vec<String>);

impl<'de> Deserialize<'de> for Texts {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Visit;
        impl<'de> Visitor<'de> for Visit {
            type Value = Texts;
            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a list of texts")
            }
            fn visit_str<E>(self, text: &str) -> Result<Texts, E> {
                Ok(Texts(vec![text.to_owned()]))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Texts, A::Error> {
                let mut texts = Vec::new();
                while let Some(Text(text)) = list.next_element()? {
                    texts.extend(text.map(String::from));
                }
                texts.shrink_to_fit();
                Ok(Texts(texts))
            }
            otherwise!(Texts(Vec::new()); bool, numbers, null, map);
        }
        from.deserialize_any(Visit)
    }
}

/// A boolean; `false` for anything that is not a boolean.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flag(pub bool);

impl<'de> Deserialize<'de> for Flag {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Visit;
        impl<'de> Visitor<'de> for Visit {
            type Value = Flag;
            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a truth value")
            }
            fn visit_bool<E>(self, value: bool) -> Result<Flag, E> {
                Ok(Flag(value))
            }
            otherwise!(Flag(false); numbers, text, null, list, map);
        }
        from.deserialize_any(Visit)
    }
}

/// A record; an empty one for anything else.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LenientRecord<T>(pub T);

impl<'de, T: Deserialize<'de> + Default> Deserialize<'de> for LenientRecord<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Visit<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de> + Default> Visitor<'de> for Visit<T> {
            type Value = LenientRecord<T>;
            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a record")
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<LenientRecord<T>, A::Error> {
                T::deserialize(value::MapAccessDeserializer::new(map)).map(LenientRecord)
            }
            otherwise!(LenientRecord(T::default()); bool, numbers, text, null, list);
        }
        from.deserialize_any(Visit(PhantomData))
    }
}

/// Records in the file's order; none for anything that is not a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Records<T>(pub Vec<T>);

impl<T> Default for Records<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de> + Default> Deserialize<'de> for Records<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Visit<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de> + Default> Visitor<'de> for Visit<T> {
            type Value = Records<T>;
            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a list of records")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Records<T>, A::Error> {
                let mut records = Vec::new();
                while let Some(LenientRecord(record)) = list.next_element()? {
                    records.push(record);
                }
                Ok(Records(records))
            }
            otherwise!(Records(Vec::new()); bool, numbers, text, null, map);
        }
        from.deserialize_any(Visit(PhantomData))
    }
}

/// Keys and values in the file's order; none for anything that has no keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entries<T>(pub Vec<(String, T)>);

impl<T> Default for Entries<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Entries<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let mut entries = Vec::new();
        each_entry(from, |key, value| entries.push((key, value)))?;
        entries.shrink_to_fit();
        Ok(Self(entries))
    }
}

/// Passes on keys and values one by one, in the file's order; none for anything that has no keys.
///
/// # Errors
/// If the text is not JSON.
pub(crate) fn each_entry<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    from: D,
    take: impl FnMut(String, T),
) -> Result<(), D::Error> {
    struct Visit<T, F>(F, PhantomData<T>);
    impl<'de, T: Deserialize<'de>, F: FnMut(String, T)> Visitor<'de> for Visit<T, F> {
        type Value = ();
        fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
            out.write_str("keys and values")
        }
        fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
            while let Some((key, value)) = map.next_entry()? {
                (self.0)(key, value);
            }
            Ok(())
        }
        otherwise!((); bool, numbers, text, null, list);
    }
    from.deserialize_any(Visit(take, PhantomData))
}

/// dbt's `meta`: values of any shape, as dotted keys and texts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meta(pub BTreeMap<String, String>);

impl<'de> Deserialize<'de> for Meta {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let value = serde_json::Value::deserialize(from)?;
        let mut meta = BTreeMap::new();
        if let serde_json::Value::Object(_) = value {
            flatten("", &value, &mut meta);
        }
        Ok(Self(meta))
    }
}

fn flatten(key: &str, value: &serde_json::Value, into: &mut BTreeMap<String, String>) {
    match value {
        serde_json::Value::Object(entries) => {
            for (name, value) in entries {
                let key = if key.is_empty() { name.clone() } else { format!("{key}.{name}") };
                flatten(&key, value, into);
            }
        }
        serde_json::Value::Array(items) => {
            let texts: Vec<String> = items.iter().filter_map(plain).collect();
            into.insert(key.to_owned(), texts.join(", "));
        }
        value => into.extend(plain(value).map(|text| (key.to_owned(), text))),
    }
}

fn plain(value: &serde_json::Value) -> Option<String> {
    match value {
        serde_json::Value::String(text) => Some(text.clone()),
        serde_json::Value::Number(number) => Some(number.to_string()),
        serde_json::Value::Bool(truth) => Some(truth.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read<T: for<'de> Deserialize<'de>>(json: &str) -> T {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn text_is_read_from_strings_numbers_and_lists() {
        assert_eq!(read::<Text>("\"a\""), Text(Some("a".into())));
        assert_eq!(read::<Text>("2"), Text(Some("2".into())));
        assert_eq!(read::<Text>("null"), Text(None));
        assert_eq!(read::<Text>("{\"a\": [1]}"), Text(None));
        assert_eq!(read::<Texts>("\"a\"").0, ["a"]);
        assert_eq!(
            read::<Texts>("[\"a\", 1, null]").0,
            ["a"; 1].map(str::to_owned).into_iter().chain(["1".to_owned()]).collect::<Vec<_>>()
        );
        assert_eq!(read::<Texts>("null").0, Vec::<String>::new());
    }

    #[test]
    fn numbers_are_read_from_numbers_and_strings() {
        let numbers = |json: &str| (read::<Number>(json).count(), read::<Number>(json).float());
        assert_eq!(numbers("3"), (Some(3), Some(3.0)));
        assert_eq!(numbers("\" 3 \""), (Some(3), Some(3.0)));
        assert_eq!(numbers("1.5"), (None, Some(1.5)));
        assert_eq!(numbers("-2"), (None, Some(-2.0)));
        for none in ["\"many\"", "null", "true", "[3]", "{\"a\": 3}"] {
            assert_eq!(numbers(none), (None, None), "{none}");
        }
    }

    #[test]
    fn nested_meta_is_flattened_to_dotted_keys() {
        let meta = read::<Meta>(r#"{"owner": {"team": "x"}, "pii": true, "tags": ["a", "b"], "no": null}"#);
        let expected = [("owner.team", "x"), ("pii", "true"), ("tags", "a, b")];
        assert_eq!(meta.0, expected.map(|(key, value)| (key.to_owned(), value.to_owned())).into());
        assert_eq!(read::<Meta>("[1]"), Meta::default());
    }

    proptest! {
        #[test]
        fn no_json_value_is_refused(json in json_value()) {
            read::<Text>(&json);
            read::<Texts>(&json);
            read::<Flag>(&json);
            read::<Number>(&json);
            read::<FromText<Box<str>>>(&json);
            read::<FirstKeys>(&json);
            read::<Meta>(&json);
            read::<Entries<Text>>(&json);
            read::<Records<Entries<Texts>>>(&json);
            read::<LenientRecord<Entries<Texts>>>(&format!("{{\"x\": {json}}}"));
        }
    }

    fn json_value() -> impl Strategy<Value = String> {
        let leaf = prop_oneof![
            Just("null".to_owned()),
            Just("true".to_owned()),
            Just("-1.5e3".to_owned()),
            "[a-z]{0,4}".prop_map(|text| format!("\"{text}\"")),
        ];
        leaf.prop_recursive(3, 16, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(|items| format!("[{}]", items.join(","))),
                prop::collection::vec(inner, 0..4).prop_map(|items| {
                    let entries = items.iter().enumerate().map(|(at, item)| format!("\"k{at}\":{item}"));
                    format!("{{{}}}", entries.collect::<Vec<_>>().join(","))
                }),
            ]
        })
    }
}
