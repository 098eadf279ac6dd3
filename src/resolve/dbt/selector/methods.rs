//! The methods of dbt's selectors, and the values that each one accepts.

use super::{Method, PathPattern, SelectorError};
use crate::diagnostics::{nearest, one_of};
use std::ops::Range;

/// The supported methods, for suggestions.
const METHODS: &[&str] = &[
    "fqn",
    "path",
    "file",
    "tag",
    "group",
    "package",
    "source",
    "exposure",
    "metric",
    "semantic_model",
    "saved_query",
    "access",
    "resource_type",
    "config",
    "version",
    "selector",
    "test_name",
    "test_type",
    "unit_test",
];

/// dbt methods that need more than a manifest contains.
const OF_RUNS: &[&str] = &["state", "result", "source_status"];

/// The types of nodes in dbt.
const RESOURCE_TYPES: &[&str] = &[
    "model",
    "seed",
    "snapshot",
    "source",
    "exposure",
    "metric",
    "semantic_model",
    "saved_query",
    "analysis",
    "function",
    "test",
    "unit_test",
];

/// Returns the method of a value without one.
pub(super) fn default_method(value: &str) -> &'static str {
    let lower = value.to_lowercase();
    if value.contains('/') {
        "path"
    } else if [".sql", ".py", ".csv"].iter().any(|ending| lower.ends_with(ending)) {
        "file"
    } else {
        "fqn"
    }
}

/// Checks that dbt has a method of this name, and that it needs no more than the manifest.
///
/// # Errors
/// If it has none, or one that asks about runs.
pub(super) fn check_method(name: &str, place: &Range<usize>) -> Result<(), SelectorError> {
    if OF_RUNS.contains(&name) {
        let message = format!("`{name}` needs information that is not in dbt's manifest");
        let help =
            "the assets of a product must not change from run to run: select by path, tag, group or name";
        return Err(SelectorError::helped(message, place, help));
    }
    if !METHODS.contains(&name) {
        let methods = || METHODS.iter().copied();
        let help = match nearest(name, methods()) {
            Some(suggestion) => format!("did you mean `{suggestion}`?"),
            None => format!("the methods are {}", one_of(methods())),
        };
        return Err(SelectorError::helped(
            format!("`{name}` is not one of dbt's selector methods"),
            place,
            help,
        ));
    }
    Ok(())
}

/// Returns the method of a name without a key, checking the value; `None` for a selector of the project.
///
/// # Errors
/// If dbt would not accept the value.
pub(super) fn method_without_key(
    name: &str,
    value: &str,
    place: &Range<usize>,
) -> Result<Option<Method>, SelectorError> {
    let check_parts_of_value = |parts, form| check_parts(parts, name, value, place, form);
    let check_value = |allowed: &[&str]| check_allowed(allowed, name, value, place);
    Ok(Some(match name {
        "path" if value.starts_with('/') => {
            return Err(SelectorError::at(
                "a path begins at the folder of the dbt project, not with `/`",
                place.clone(),
            ));
        }
        "path" => Method::Path(PathPattern::new(value)),
        "file" => Method::File,
        "tag" => Method::Tag,
        "group" => Method::Group,
        "package" => Method::Package,
        "access" => Method::Access,
        "source" => {
            check_parts_of_value(
                3,
                "write `source:SOURCE`, `source:SOURCE.TABLE` or `source:PACKAGE.SOURCE.TABLE`",
            )?;
            Method::Source
        }
        "resource_type" => {
            check_value(RESOURCE_TYPES)?;
            Method::ResourceType
        }
        "version" => {
            check_value(&["latest", "old", "prerelease", "none"])?;
            Method::Version
        }
        "test_type" => {
            check_value(&["generic", "singular", "unit", "data", "schema"])?;
            Method::TestType
        }
        "test_name" => Method::TestName,
        "selector" => return Ok(None),
        "fqn" => Method::Fqn,
        named => {
            check_parts_of_value(2, "write its name, or `PACKAGE.NAME`")?;
            let kinds = ["exposure", "metric", "semantic_model", "saved_query", "unit_test"];
            kinds.into_iter().find(|kind| *kind == named).map_or(Method::Fqn, Method::Named)
        }
    }))
}

/// Checks that a value has at most this many parts; otherwise returns a diagnostic with the expected form.
fn check_parts(
    parts: usize,
    method: &str,
    value: &str,
    place: &Range<usize>,
    form: &str,
) -> Result<(), SelectorError> {
    match value.split('.').count() > parts {
        true => {
            Err(SelectorError::helped(format!("`{value}` has too many parts for `{method}`"), place, form))
        }
        false => Ok(()),
    }
}

/// Checks that a value is one of those that a method accepts.
fn check_allowed(
    allowed: &[&str],
    method: &str,
    value: &str,
    place: &Range<usize>,
) -> Result<(), SelectorError> {
    if allowed.contains(&value) {
        return Ok(());
    }
    let help = match nearest(value, allowed.iter().copied()) {
        Some(suggestion) => format!("did you mean `{suggestion}`?"),
        None => format!("write one of {}", one_of(allowed.iter().copied())),
    };
    Err(SelectorError::helped(format!("dbt has no {} `{value}`", method.replace('_', " ")), place, help))
}
