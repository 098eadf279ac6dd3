//! Selectors that a project names in `selectors.yml`, as its manifest tells them.

use super::parse::{criterion, depth, fault, method};
use super::{Criterion, Expression, Pattern, SelectorFault, Walk};
use crate::diagnostics::{nearest, one_of};
use crate::read::dbt::lenient::Record;
use crate::read::dbt::selection::SelectorDoc;
use serde_json::Value;
use std::collections::BTreeMap;
use std::ops::Range;

/// The selectors of all projects by name; two projects may have one of the same name.
#[derive(Clone, Debug, Default)]
pub(in crate::resolve) struct Definitions {
    named: BTreeMap<String, Vec<Value>>,
    /// Those that are being understood: what names one of them goes round in a circle.
    open: Vec<String>,
}

impl Definitions {
    /// Adds the selectors of a project.
    pub(in crate::resolve::dbt) fn add(&mut self, selectors: Vec<(String, Record<SelectorDoc>)>) {
        for (name, Record(doc)) in selectors {
            self.named.entry(name).or_default().push(doc.definition);
        }
    }

    /// What the selectors of a name select; the name may have wildcards.
    ///
    /// # Errors
    /// When there is none, or one that is not understood.
    pub(super) fn named(&self, name: &str, place: &Range<usize>) -> Result<Vec<Expression>, SelectorFault> {
        let pattern = Pattern::new(name);
        let found: Vec<_> = self.named.iter().filter(|(name, _)| pattern.matches(name)).collect();
        if self.open.iter().any(|open| open == name) {
            return Err(fault(format!("`{name}` is made of itself"), place.clone()));
        }
        if found.is_empty() {
            let names = || self.named.keys().map(String::as_str);
            let help = match nearest(name, names()) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None if self.named.is_empty() => {
                    "no manifest has selectors; dbt writes those of `selectors.yml` into it".to_owned()
                }
                None => format!("the selectors are {}", one_of(names())),
            };
            let message = format!("dbt has no selector `{name}`");
            return Err(SelectorFault { help: Some(help), ..fault(message, place.clone()) });
        }
        let mut all = Vec::new();
        for (name, definitions) in found {
            let rest = self.inside(name);
            for definition in definitions {
                all.push(rest.expression(definition).map_err(|own| SelectorFault {
                    message: format!("in dbt's selector `{name}`: {}", own.message),
                    part: place.clone(),
                    help: own.help,
                })?);
            }
        }
        Ok(all)
    }

    /// The definitions for what stands in the one of this name.
    fn inside(&self, name: &str) -> Self {
        let mut rest = self.clone();
        rest.named.remove(name);
        rest.open.push(name.to_owned());
        rest
    }

    fn expression(&self, definition: &Value) -> Result<Expression, SelectorFault> {
        match definition {
            // A text is one criterion, with all that stands in it.
            Value::String(text) => self.criterion(text),
            Value::Object(entries) => {
                if let Some(parts) = entries.get("union") {
                    return self.combined(parts, Expression::Union);
                }
                if let Some(parts) = entries.get("intersection") {
                    return self.combined(parts, Expression::Intersection);
                }
                let mut only = entries.iter();
                let (name, value) = match (only.next(), only.next()) {
                    (Some((key, value)), None) => (key.as_str(), Some(value)),
                    _ => {
                        (entries.get("method").and_then(Value::as_str).unwrap_or("fqn"), entries.get("value"))
                    }
                };
                let value = value.map(plain).unwrap_or_default();
                let whole = 0..0;
                let walk = walk(entries);
                let method = method(name, &value, &whole, self)?;
                let found =
                    Expression::Criterion(Box::new(Criterion { method, value: Pattern::new(&value), walk }));
                self.without_excluded(found, entries.get("exclude"))
            }
            _ => Err(fault("its definition is neither a text nor a record", 0..0)),
        }
    }

    fn criterion(&self, text: &str) -> Result<Expression, SelectorFault> {
        Ok(Expression::Criterion(Box::new(criterion(text, 0..text.len(), self)?)))
    }

    /// A union or an intersection; `exclude` among its parts is taken away from the whole.
    fn combined(
        &self,
        parts: &Value,
        combine: fn(Vec<Expression>) -> Expression,
    ) -> Result<Expression, SelectorFault> {
        let mut all = Vec::new();
        let mut excluded = None;
        for part in parts.as_array().into_iter().flatten() {
            // Also of a part with a method of its own, which dbt then passes over.
            match part.get("exclude") {
                Some(exclude) => excluded = Some(exclude),
                None => all.push(self.expression(part)?),
            }
        }
        self.without_excluded(combine(all), excluded)
    }

    fn without_excluded(
        &self,
        all: Expression,
        excluded: Option<&Value>,
    ) -> Result<Expression, SelectorFault> {
        let parts = excluded.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        if parts.is_empty() {
            return Ok(all);
        }
        let parts: Result<Vec<Expression>, _> = parts.iter().map(|part| self.expression(part)).collect();
        Ok(Expression::Difference(Box::new(all), Box::new(Expression::Union(parts?))))
    }
}

/// How far the criterion of a record reaches.
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
