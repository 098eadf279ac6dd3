//! A selector as a product writes it: the language of dbt's command line.

use super::definition::Definitions;
use super::{Criterion, Method, Part, PathPattern, Pattern, Selector, SelectorFault, Walk};
use crate::diagnostics::{nearest, one_of};
use std::ops::Range;

/// The methods that are understood, for suggestions.
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

/// Methods of dbt that ask for more than a manifest knows.
const OF_RUNS: &[&str] = &["state", "result", "source_status"];

/// The types of nodes that dbt knows.
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

impl Selector {
    /// Understands a selector; what it names of `selectors.yml` is looked up in the definitions.
    ///
    /// # Errors
    /// When a method is unknown or of runs, a part is empty, or dbt would not understand it.
    pub(in crate::resolve) fn parse(text: &str, definitions: &Definitions) -> Result<Self, SelectorFault> {
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
            parts.push(Part { criteria, place });
        }
        if parts.is_empty() {
            return Err(fault("the selector is empty", 0..text.len()));
        }
        Ok(Self { parts })
    }
}

/// The words of a text, with where each begins.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_whitespace().map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

pub(super) fn fault(message: impl Into<String>, part: Range<usize>) -> SelectorFault {
    SelectorFault { message: message.into(), part, help: None }
}

fn helped(message: impl Into<String>, part: &Range<usize>, help: impl Into<String>) -> SelectorFault {
    SelectorFault { help: Some(help.into()), ..fault(message, part.clone()) }
}

/// `--exclude` and the like, which would be taken for the name of a node.
fn refuse_options(word: &str, place: &Range<usize>) -> Result<(), SelectorFault> {
    if !word.starts_with("--") && !matches!(word, "-s" | "-m") {
        return Ok(());
    }
    let option = word.split('=').next().unwrap_or(word);
    let help = match option {
        "--exclude" => "what to leave out stands under a key of its own: `exclude: […]`",
        "--selector" => "write `selector:NAME`",
        "--resource-type" | "--resource-types" => "write `resource_type:model`, after a comma",
        _ => "write only what stands after `--select`; what to leave out stands under the key `exclude:`",
    };
    Err(helped(format!("`{option}` is an option of dbt's command line, not a selector"), place, help))
}

/// A comma with nothing before or after it. dbt reads `a, b` as `a` with nothing, united with `b`.
fn refuse_bare_commas(word: &str, place: &Range<usize>, words: usize) -> Result<(), SelectorFault> {
    let side = match word.split(',').collect::<Vec<_>>().as_slice() {
        ["", ..] => "before",
        parts if parts.contains(&"") => "after",
        _ => return Ok(()),
    };
    let fault = fault(
        format!("nothing stands {side} the comma; a space unites, a comma without spaces intersects"),
        place.clone(),
    );
    let help = (words > 1).then(|| "write `a,b` for what is both, `a b` for what is either".to_owned());
    Err(SelectorFault { help, ..fault })
}

/// One criterion: `2+method:value+1`.
pub(super) fn criterion(
    written: &str,
    place: Range<usize>,
    definitions: &Definitions,
) -> Result<Criterion, SelectorFault> {
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
        let help = "`@` takes everything downstream already";
        return Err(helped("`@` before and `+` after a name exclude each other", &place, help));
    }
    let name = name.unwrap_or_else(|| default_method(value));
    let walk = Walk { upstream, downstream, around };
    Ok(Criterion { method: method(name, value, &place, definitions)?, value: Pattern::new(value), walk })
}

fn is_method(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '.'))
}

/// What a value without a method is.
fn default_method(value: &str) -> &'static str {
    let lower = value.to_lowercase();
    if value.contains('/') {
        "path"
    } else if [".sql", ".py", ".csv"].iter().any(|ending| lower.ends_with(ending)) {
        "file"
    } else {
        "fqn"
    }
}

/// The method of a name, with what it needs of the value.
pub(super) fn method(
    written: &str,
    value: &str,
    place: &Range<usize>,
    definitions: &Definitions,
) -> Result<Method, SelectorFault> {
    let (name, key) = written.split_once('.').map_or((written, None), |(name, key)| (name, Some(key)));
    asks_what_is_known(name, place)?;
    if value.is_empty() {
        return Err(fault("a name is missing", place.clone()));
    }
    match (name, key) {
        ("config", None | Some("")) => {
            Err(helped("`config` needs a key", place, "for example `config.materialized:table`"))
        }
        ("config", Some(key)) => Ok(Method::Config(key.to_owned())),
        (_, Some(_)) => {
            Err(helped(format!("`{name}` takes no key"), place, format!("write `{name}:{value}`")))
        }
        (_, None) => method_without_key(name, value, place, definitions),
    }
}

/// Whether dbt has a method of a name that asks for what a catalog knows; else what is wrong with it.
fn asks_what_is_known(name: &str, place: &Range<usize>) -> Result<(), SelectorFault> {
    if OF_RUNS.contains(&name) {
        let message = format!("`{name}` asks for more than a catalog knows of dbt");
        let help = "what a product holds is the same from run to run: select by path, tag, group or name";
        return Err(helped(message, place, help));
    }
    if !METHODS.contains(&name) {
        let known = || METHODS.iter().copied();
        let help = match nearest(name, known()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("the methods are {}", one_of(known())),
        };
        return Err(helped(format!("`{name}` is not one of dbt's selector methods"), place, help));
    }
    Ok(())
}

fn method_without_key(
    name: &str,
    value: &str,
    place: &Range<usize>,
    definitions: &Definitions,
) -> Result<Method, SelectorFault> {
    let most = |parts: usize, form: &str| match value.split('.').count() > parts {
        true => Err(helped(format!("`{value}` has too many parts for `{name}`"), place, form)),
        false => Ok(()),
    };
    let one_of = |allowed: &[&str]| match allowed.contains(&value) {
        true => Ok(()),
        false => {
            let help = match nearest(value, allowed.iter().copied()) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("write one of {}", one_of(allowed.iter().copied())),
            };
            Err(helped(format!("dbt has no {} `{value}`", name.replace('_', " ")), place, help))
        }
    };
    Ok(match name {
        "path" if value.starts_with('/') => {
            return Err(fault("a path begins at the folder of the dbt project, not with `/`", place.clone()));
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
        "selector" => Method::Selector(definitions.named(value, place)?),
        "fqn" => Method::Fqn,
        named => {
            most(2, "write its name, or `PACKAGE.NAME`")?;
            let kinds = ["exposure", "metric", "semantic_model", "saved_query", "unit_test"];
            kinds.into_iter().find(|kind| *kind == named).map_or(Method::Fqn, Method::Named)
        }
    })
}

/// `+name` and `2+name`: how far upstream.
fn leading(text: &str) -> (Option<usize>, &str) {
    match text.split_once('+') {
        Some((steps, rest)) => depth(steps).map_or((None, text), |steps| (Some(steps), rest)),
        None => (None, text),
    }
}

/// `name+` and `name+2`: how far downstream.
fn trailing(text: &str) -> (&str, Option<usize>) {
    match text.rsplit_once('+') {
        Some((rest, steps)) => depth(steps).map_or((text, None), |steps| (rest, Some(steps))),
        None => (text, None),
    }
}

/// A number of steps; without one, as many as there are.
pub(super) fn depth(steps: &str) -> Option<usize> {
    let is_number = steps.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| steps.parse().unwrap_or(usize::MAX))
}
