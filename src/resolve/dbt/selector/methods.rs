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

/// Checks that dbt has a method of this name that needs only the catalog; otherwise returns the diagnostic.
pub(super) fn asks_what_is_known(name: &str, place: &Range<usize>) -> Result<(), SelectorError> {
    if OF_RUNS.contains(&name) {
        let message = format!("`{name}` needs information that is not in dbt's manifest");
        let help =
            "the assets of a product must not change from run to run: select by path, tag, group or name";
        return Err(SelectorError::helped(message, place, help));
    }
    if !METHODS.contains(&name) {
        let known = || METHODS.iter().copied();
        let help = match nearest(name, known()) {
            Some(suggestion) => format!("did you mean `{suggestion}`?"),
            None => format!("the methods are {}", one_of(known())),
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
pub(super) fn without_key(
    name: &str,
    value: &str,
    place: &Range<usize>,
) -> Result<Option<Method>, SelectorError> {
    let most = |parts, form| at_most(parts, name, value, place, form);
    let one_of = |allowed: &[&str]| known_value(allowed, name, value, place);
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
            most(3, "write `source:SOURCE`, `source:SOURCE.TABLE` or `source:PACKAGE.SOURCE.TABLE`")?;
            Method::Source
        }
        "resource_type" => {
            one_of(RESOURCE_TYPES)?;
            Method::ResourceType
        }
        "version" => {
            one_of(&["latest", "old", "prerelease", "none"])?;
            Method::Version
        }
        "test_type" => {
            one_of(&["generic", "singular", "unit", "data", "schema"])?;
            Method::TestType
        }
        "test_name" => Method::TestName,
        "selector" => return Ok(None),
        "fqn" => Method::Fqn,
        named => {
            most(2, "write its name, or `PACKAGE.NAME`")?;
            let kinds = ["exposure", "metric", "semantic_model", "saved_query", "unit_test"];
            kinds.into_iter().find(|kind| *kind == named).map_or(Method::Fqn, Method::Named)
        }
    }))
}

/// Checks that a value has at most this many parts; otherwise returns a diagnostic with the expected form.
fn at_most(
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
fn known_value(
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
