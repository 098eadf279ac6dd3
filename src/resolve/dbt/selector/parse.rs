//! Parses selectors: those of products, in the language of dbt's command line, and those of `selectors.yml`.

use super::definition::Definitions;
use super::methods::{self, default_method};
use super::{Criterion, Expression, Method, Pattern, Selector, SelectorError, UnionPart, Walk};
use serde_json::Value;
use std::ops::Range;

impl Selector {
    /// Parses a selector; references to `selectors.yml` are looked up in the definitions.
    ///
    /// # Errors
    /// If a method is unknown or needs runs, a part is empty, or dbt would not accept it.
    pub(in crate::resolve) fn parse(text: &str, definitions: &Definitions) -> Result<Self, SelectorError> {
        let words: Vec<(usize, &str)> = words(text).collect();
        let mut parts = Vec::new();
        for (start, word) in &words {
            let place = *start..start + word.len();
            refuse_options(word, &place)?;
            refuse_bare_commas(word, &place, words.len())?;
            let mut criteria = Vec::new();
            let mut start = place.start;
            for written in word.split(',') {
                let place = start..start + written.len();
                start = place.end + 1;
                criteria.push(criterion(written, place, definitions)?);
            }
            parts.push(UnionPart { criteria, place });
        }
        if parts.is_empty() {
            return Err(SelectorError::at("the selector is empty", 0..text.len()));
        }
        Ok(Self { parts })
    }
}

/// Returns the words of a text, with the offset of each.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_whitespace().map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

/// Refuses `--exclude` and the like, which would be mistaken for the name of a node.
fn refuse_options(word: &str, place: &Range<usize>) -> Result<(), SelectorError> {
    if !word.starts_with("--") && !matches!(word, "-s" | "-m") {
        return Ok(());
    }
    let option = word.split('=').next().unwrap_or(word);
    let help = match option {
        "--exclude" => "what to leave out goes under its own key: `exclude: […]`",
        "--selector" => "write `selector:NAME`",
        "--resource-type" | "--resource-types" => "write `resource_type:model`, after a comma",
        _ => "write only what follows `--select`; what to leave out goes under the key `exclude:`",
    };
    Err(SelectorError::helped(
        format!("`{option}` is an option of dbt's command line, not a selector"),
        place,
        help,
    ))
}

/// Refuses a comma with nothing before or after it. dbt reads `a, b` as `a` with nothing, united with `b`.
fn refuse_bare_commas(word: &str, place: &Range<usize>, words: usize) -> Result<(), SelectorError> {
    let side = match word.split(',').collect::<Vec<_>>().as_slice() {
        ["", ..] => "before",
        parts if parts.contains(&"") => "after",
        _ => return Ok(()),
    };
    let diagnostic = SelectorError::at(
        format!("nothing is {side} the comma; a space means “or”, a comma without spaces means “and”"),
        place.clone(),
    );
    let help = (words > 1).then(|| "write `a,b` for what is both, `a b` for what is either".to_owned());
    Err(SelectorError { help, ..diagnostic })
}

/// Parses one criterion: `2+method:value+1`.
fn criterion(
    written: &str,
    place: Range<usize>,
    definitions: &Definitions,
) -> Result<Criterion, SelectorError> {
    let (around, rest) = match written.strip_prefix('@') {
        Some(rest) => (true, rest),
        None => (false, written),
    };
    let (upstream, rest) = leading(rest);
    let (name, rest) = match rest.split_once(':') {
        Some((name, rest)) if is_method(name) => (Some(name), rest),
        _ => (None, rest),
    };
    let (value, downstream) = trailing(rest);
    if around && downstream.is_some() {
        let help = "`@` already includes everything downstream";
        return Err(SelectorError::helped(
            "`@` before a name and `+` after it cannot be combined",
            &place,
            help,
        ));
    }
    let name = name.unwrap_or_else(|| default_method(value));
    let walk = Walk { upstream, downstream, around };
    Ok(Criterion { method: method(name, value, &place, definitions)?, value: Pattern::new(value), walk })
}

fn is_method(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '.'))
}

/// Returns the method of a name, checking the value.
fn method(
    written: &str,
    value: &str,
    place: &Range<usize>,
    definitions: &Definitions,
) -> Result<Method, SelectorError> {
    let (name, key) = written.split_once('.').map_or((written, None), |(name, key)| (name, Some(key)));
    methods::check_method(name, place)?;
    if value.is_empty() {
        return Err(SelectorError::at("a name is missing", place.clone()));
    }
    match (name, key) {
        ("config", None | Some("")) => Err(SelectorError::helped(
            "`config` needs a key",
            place,
            "for example `config.materialized:table`",
        )),
        ("config", Some(key)) => Ok(Method::Config(key.to_owned())),
        (_, Some(_)) => Err(SelectorError::helped(
            format!("`{name}` takes no key"),
            place,
            format!("write `{name}:{value}`"),
        )),
        (_, None) => match methods::method_without_key(name, value, place)? {
            Some(method) => Ok(method),
            None => Ok(Method::Selector(named(definitions, value, place)?)),
        },
    }
}

/// Returns the expressions of the selectors with a name, which may have wildcards.
///
/// # Errors
/// If there is none, or an invalid one.
fn named(
    definitions: &Definitions,
    name: &str,
    place: &Range<usize>,
) -> Result<Vec<Expression>, SelectorError> {
    let each = definitions.find(name, place)?.into_iter().map(|definition| {
        expression(definition.definition, &definition.rest).map_err(|diagnostic| SelectorError {
            message: format!("in dbt's selector `{}`: {}", definition.name, diagnostic.message),
            part: place.clone(),
            help: diagnostic.help,
        })
    });
    each.collect()
}

/// Parses a definition.
fn expression(definition: &Value, definitions: &Definitions) -> Result<Expression, SelectorError> {
    match definition {
        // A text is a single criterion.
        Value::String(text) => {
            Ok(Expression::Criterion(Box::new(criterion(text, 0..text.len(), definitions)?)))
        }
        Value::Object(entries) => {
            if let Some(parts) = entries.get("union") {
                return combined(parts, Expression::Union, definitions);
            }
            if let Some(parts) = entries.get("intersection") {
                return combined(parts, Expression::Intersection, definitions);
            }
            let mut only = entries.iter();
            let (name, value) = match (only.next(), only.next()) {
                (Some((key, value)), None) => (key.as_str(), Some(value)),
                _ => (entries.get("method").and_then(Value::as_str).unwrap_or("fqn"), entries.get("value")),
            };
            let value = value.map(plain).unwrap_or_default();
            let whole = 0..0;
            let walk = walk(entries);
            let method = method(name, &value, &whole, definitions)?;
            let criterion =
                Expression::Criterion(Box::new(Criterion { method, value: Pattern::new(&value), walk }));
            without_excluded(criterion, entries.get("exclude"), definitions)
        }
        _ => Err(SelectorError::at("its definition is neither a text nor a record", 0..0)),
    }
}

/// Parses a union or an intersection; `exclude` among its parts is subtracted from the whole.
fn combined(
    parts: &Value,
    combine: fn(Vec<Expression>) -> Expression,
    definitions: &Definitions,
) -> Result<Expression, SelectorError> {
    let mut parts_read = Vec::new();
    let mut excluded = None;
    for part in parts.as_array().into_iter().flatten() {
        // Also for a part with a method of its own, which dbt then ignores.
        match part.get("exclude") {
            Some(exclude) => excluded = Some(exclude),
            None => parts_read.push(expression(part, definitions)?),
        }
    }
    without_excluded(combine(parts_read), excluded, definitions)
}

fn without_excluded(
    whole: Expression,
    excluded: Option<&Value>,
    definitions: &Definitions,
) -> Result<Expression, SelectorError> {
    let parts = excluded.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    if parts.is_empty() {
        return Ok(whole);
    }
    let parts: Result<Vec<Expression>, _> = parts.iter().map(|part| expression(part, definitions)).collect();
    Ok(Expression::Difference(Box::new(whole), Box::new(Expression::Union(parts?))))
}

/// Returns how far the criterion of a record extends.
fn walk(entries: &serde_json::Map<String, Value>) -> Walk {
    let is_set = |key: &str| matches!(entries.get(key), Some(Value::Bool(true)));
    let steps = |key: &str| entries.get(key).and_then(|steps| depth(&plain(steps))).unwrap_or(usize::MAX);
    Walk {
        upstream: is_set("parents").then(|| steps("parents_depth")),
        downstream: is_set("children").then(|| steps("children_depth")),
        around: is_set("childrens_parents"),
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        value => value.to_string(),
    }
}

/// Parses `+name` and `2+name`: the steps upstream.
fn leading(text: &str) -> (Option<usize>, &str) {
    match text.split_once('+') {
        Some((steps, rest)) => depth(steps).map_or((None, text), |steps| (Some(steps), rest)),
        None => (None, text),
    }
}

/// Parses `name+` and `name+2`: the steps downstream.
fn trailing(text: &str) -> (&str, Option<usize>) {
    match text.rsplit_once('+') {
        Some((rest, steps)) => depth(steps).map_or((text, None), |steps| (rest, Some(steps))),
        None => (text, None),
    }
}

/// Parses a number of steps; without one, there is no limit.
fn depth(steps: &str) -> Option<usize> {
    let is_number = steps.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| steps.parse().unwrap_or(usize::MAX))
}
