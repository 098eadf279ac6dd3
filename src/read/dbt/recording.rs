//! Records the texts and booleans of a JSON value by dotted key while it is being read, so that the value
//! is parsed once and not copied.

use serde::de::value::{BorrowedStrDeserializer, StrDeserializer};
use serde::de::{Deserialize, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;
use std::borrow::Cow;
use std::fmt;

/// The settings recorded so far.
#[derive(Debug, Default)]
pub(super) struct SettingsRecorder {
    /// Keys and values, with a mark before the value and after both: [`NodeSettings`](super::settings::NodeSettings).
    pub(super) text: String,
    key: String,
    lists: usize,
    /// How many of the keys on the path to here cannot be written in a selector.
    unselectable_depth: usize,
}

impl SettingsRecorder {
    fn note(&mut self, mark: char, value: &str) {
        let is_selectable = self.unselectable_depth == 0 && self.lists < 2 && !value.contains('\0');
        if is_selectable && !self.key.is_empty() {
            self.text.push_str(&self.key);
            self.text.push('\0');
            self.text.push(mark);
            self.text.push_str(value);
            self.text.push('\0');
        }
    }
}

/// A value or its reader, with the recorder.
pub(super) struct Recording<'n, T>(pub(super) T, pub(super) &'n mut SettingsRecorder);

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Recording<'_, D> {
    type Error = D::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_any(Recording(visitor, self.1))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Recording<'_, S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<S::Value, D::Error> {
        self.0.deserialize(Recording(from, self.1))
    }
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Recording<'_, V> {
    type Value = V::Value;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(out)
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<V::Value, E> {
        self.1.note('?', if value { "true" } else { "false" });
        self.0.visit_bool(value)
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<V::Value, E> {
        self.1.note('=', text);
        self.0.visit_str(text)
    }

    fn visit_borrowed_str<E: serde::de::Error>(self, text: &'de str) -> Result<V::Value, E> {
        self.1.note('=', text);
        self.0.visit_borrowed_str(text)
    }

    fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<V::Value, E> {
        self.0.visit_i64(number)
    }

    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<V::Value, E> {
        self.0.visit_u64(number)
    }

    fn visit_f64<E: serde::de::Error>(self, number: f64) -> Result<V::Value, E> {
        self.0.visit_f64(number)
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<V::Value, E> {
        self.0.visit_unit()
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<V::Value, A::Error> {
        self.1.lists += 1;
        let value = self.0.visit_seq(Recording(list, &mut *self.1));
        self.1.lists -= 1;
        value
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<V::Value, A::Error> {
        // No selector reaches into the records of a list.
        let in_list = usize::from(self.1.lists > 0);
        self.1.unselectable_depth += in_list;
        let value = self.0.visit_map(RecordingMap { map, key: Cow::Borrowed(""), notes: &mut *self.1 });
        self.1.unselectable_depth -= in_list;
        value
    }
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Recording<'_, A> {
    type Error = A::Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, A::Error> {
        self.0.next_element_seed(Recording(seed, &mut *self.1))
    }
}

/// Entries, with the key of the next one.
struct RecordingMap<'n, 'de, A> {
    map: A,
    key: Cow<'de, str>,
    notes: &'n mut SettingsRecorder,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for RecordingMap<'_, 'de, A> {
    type Error = A::Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, A::Error> {
        let Some(MapKey(key)) = self.map.next_key()? else { return Ok(None) };
        let value = match &key {
            Cow::Borrowed(key) => seed.deserialize(BorrowedStrDeserializer::new(key)),
            Cow::Owned(key) => seed.deserialize(StrDeserializer::new(key)),
        };
        self.key = key;
        value.map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        let notes = &mut *self.notes;
        let before = notes.key.len();
        // A dot in a name: dbt takes it for the end of the name, and finds nothing.
        let unselectable_depth = usize::from(self.key.contains(['.', '\0']));
        notes.unselectable_depth += unselectable_depth;
        if before > 0 {
            notes.key.push('.');
        }
        notes.key.push_str(&self.key);
        let value = self.map.next_value_seed(Recording(seed, &mut *notes));
        notes.key.truncate(before);
        notes.unselectable_depth -= unselectable_depth;
        value
    }
}

/// A key, borrowed if the file has it without escapes.
struct MapKey<'de>(Cow<'de, str>);

impl<'de> Deserialize<'de> for MapKey<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Visit;
        impl<'de> Visitor<'de> for Visit {
            type Value = MapKey<'de>;
            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a key")
            }
            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<MapKey<'de>, E> {
                Ok(MapKey(Cow::Borrowed(text)))
            }
            fn visit_str<E>(self, text: &str) -> Result<MapKey<'de>, E> {
                Ok(MapKey(Cow::Owned(text.to_owned())))
            }
        }
        from.deserialize_str(Visit)
    }
}
