//! A record in short: what is empty has no key, a word leaves its meaning to `api/words.json`, and a page is found by
//! the id of what it is about.

use serde::Serialize;
use serde_json::{Map, Value};

/// Returns a part of a record in short.
pub(super) fn in_brief(part: &impl Serialize) -> Value {
    brief(serde_json::to_value(part).expect("records have texts as keys"))
}

/// Gives a key of an object another value, or none if that says nothing.
pub(super) fn replace(object: &mut Value, key: &str, value: Value) {
    let Some(members) = object.as_object_mut() else { return };
    if says_nothing(&value) {
        members.remove(key);
    } else {
        members.insert(key.to_owned(), value);
    }
}

/// Whether a part of a record says nothing. Numbers always say something.
pub(super) fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        Value::Bool(true) | Value::Number(_) => false,
    }
}

/// Returns a part of a record without what says nothing, to all depths. Lists keep all of their items.
pub(super) fn brief(value: Value) -> Value {
    match value {
        Value::Object(members) => Value::Object(brief_members(members)),
        Value::Array(items) => Value::Array(items.into_iter().map(brief).collect()),
        plain => plain,
    }
}

fn brief_members(mut members: Map<String, Value>) -> Map<String, Value> {
    if members.contains_key("id") && members.contains_key("name") {
        // Only a word of `api/words.json` and a thing with a page are named like this.
        let is_word = members.len() == 3 && members.contains_key("meaning");
        let is_named =
            members.keys().all(|key| ["id", "name", "path", "look", "icon"].contains(&key.as_str()));
        if is_word || is_named {
            members.retain(|key, _| key == "id" || key == "name");
        }
    }
    let is_zero = |key: &str, value: &Value| ["more", "alike"].contains(&key) && value == &Value::from(0);
    let members = members.into_iter().filter(|(key, value)| !is_zero(key, value));
    members.map(|(key, value)| brief_member(key, value)).filter(|(_, value)| !says_nothing(value)).collect()
}

/// Returns a part of an object in short. The data of a fact are the same in each file for programs.
fn brief_member(key: String, value: Value) -> (String, Value) {
    let is_of_fact = key == "data" && value.is_object();
    let value = if is_of_fact { value } else { brief(value) };
    (key, value)
}

/// Takes out of these objects what most of them say, to be said once; an object that lacks it then says `null`. In
/// what they share, `{name}` stands for the name of each.
pub(super) fn shared(objects: &mut [Map<String, Value>]) -> Map<String, Value> {
    let names: Vec<String> = objects.iter().map(name).collect();
    let objects: Vec<(&str, &mut Map<String, Value>)> =
        names.iter().map(String::as_str).zip(objects.iter_mut()).collect();
    shared_by(objects)
}

fn name(object: &Map<String, Value>) -> String {
    object.get("name").and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn shared_by(mut objects: Vec<(&str, &mut Map<String, Value>)>) -> Map<String, Value> {
    let mut keys: Vec<String> = objects.iter().flat_map(|(_, object)| object.keys().cloned()).collect();
    keys.sort_unstable();
    keys.dedup();
    keys.retain(|key| key != "name");
    let mut shared = Map::new();
    for key in keys {
        let said = |(name, object): &(&str, &mut Map<String, Value>)| {
            object.get(&key).map(|value| with_placeholder(value, name))
        };
        let all: Vec<Option<Value>> = objects.iter().map(said).collect();
        let common = match majority(&all).cloned() {
            Some(common) => {
                for ((_, object), said) in objects.iter_mut().zip(&all) {
                    match said {
                        Some(said) if *said == common => object.remove(&key),
                        Some(_) => None,
                        None => object.insert(key.clone(), Value::Null),
                    };
                }
                common
            }
            None => Value::Object(shared_parts(&key, &mut objects)),
        };
        if !says_nothing(&common) {
            shared.insert(key, common);
        }
    }
    shared
}

/// Takes the common parts out of what most of these objects say under a key, if that is an object itself.
fn shared_parts(key: &str, objects: &mut [(&str, &mut Map<String, Value>)]) -> Map<String, Value> {
    let is_part = |object: &Map<String, Value>| object.get(key).is_some_and(Value::is_object);
    let with = objects.iter().filter(|(_, object)| is_part(object)).count();
    if 2 * with <= objects.len() || with < 2 {
        return Map::new();
    }
    let parts = objects.iter_mut().filter_map(|(name, object)| {
        let part = object.get_mut(key).and_then(Value::as_object_mut)?;
        Some((*name, part))
    });
    let common = shared_by(parts.collect());
    if !common.is_empty() {
        for (_, object) in objects {
            match object.get(key) {
                None => drop(object.insert(key.to_owned(), Value::Null)),
                Some(own) if own.as_object().is_some_and(Map::is_empty) => drop(object.remove(key)),
                Some(_) => {}
            }
        }
    }
    common
}

fn with_placeholder(value: &Value, name: &str) -> Value {
    match value {
        Value::String(text) if !name.is_empty() && text.contains(name) => {
            Value::String(text.replace(name, "{name}"))
        }
        _ => value.clone(),
    }
}

/// Returns what more than half of these say, and at least two.
fn majority(all: &[Option<Value>]) -> Option<&Value> {
    let (mut candidate, mut lead) = (None, 0_usize);
    for said in all {
        match said {
            _ if lead == 0 => (candidate, lead) = (Some(said), 1),
            _ if candidate == Some(said) => lead += 1,
            _ => lead -= 1,
        }
    }
    let candidate = candidate?;
    let count = all.iter().filter(|said| *said == candidate).count();
    if count < 2 || 2 * count <= all.len() { None } else { candidate.as_ref() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn objects(value: Value) -> Vec<Map<String, Value>> {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn what_says_nothing_has_no_key() {
        let told = json!({
            "text": "", "list": [], "none": null, "no": false, "more": 0, "deep": {"also": ""},
            "yes": true, "rows": 0, "items": ["", {"a": 1}],
            "status": {"id": "late", "name": "Late", "meaning": "It is late."},
            "owner": {"id": "shop", "name": "Shop", "path": "teams/shop/index.html"},
            "port": {"id": "mart", "name": "Mart", "path": "x", "address": "db.mart"},
            "fact": {"code": "no-rows", "data": {"load": false}},
        });
        let short = json!({
            "yes": true, "rows": 0, "items": ["", {"a": 1}],
            "status": {"id": "late", "name": "Late"}, "owner": {"id": "shop", "name": "Shop"},
            "port": {"id": "mart", "name": "Mart", "path": "x", "address": "db.mart"},
            "fact": {"code": "no-rows", "data": {"load": false}},
        });
        assert_eq!(brief(told), short);
    }

    #[test]
    fn what_most_objects_say_is_said_once() {
        let mut three = objects(json!([
            {"name": "a", "file": "models/a.sql", "kind": "model", "breaks": {"ports": ["Mart"], "summary": "3"}},
            {"name": "b", "file": "models/b.sql", "kind": "model", "breaks": {"ports": ["Mart"], "summary": "2"}},
            {"name": "c", "file": "old/c.sql"},
        ]));
        let said = shared(&mut three);
        assert_eq!(
            Value::Object(said),
            json!({"breaks": {"ports": ["Mart"]}, "file": "models/{name}.sql", "kind": "model"})
        );
        assert_eq!(
            three,
            objects(json!([
                {"name": "a", "breaks": {"summary": "3"}},
                {"name": "b", "breaks": {"summary": "2"}},
                {"name": "c", "file": "old/c.sql", "kind": null, "breaks": null},
            ]))
        );
        let mut one = objects(json!([{"name": "a", "kind": "model"}]));
        assert_eq!((shared(&mut one), one), (Map::new(), objects(json!([{"name": "a", "kind": "model"}]))));
    }
}
