//! dbt's selection language: methods, wildcards, graph operators, unions and intersections.
//!
//! Source: dbt's own `dbt/graph` and the "Node selection syntax" of its documentation; a differential test compares
//! this with `dbt ls`. A space means union, a comma intersection, `+` and `@` walk the graph.
//! 1. [`parse`] parses the text of a product, and the [`definition`]s of `selectors.yml`.
//! 2. [`select`] finds the selected nodes in the [`index`](super::index).
//! 3. [`known`] suggests what could have been meant.
//!
//! Tests are not assets, so none is selected; assets reached through them by `+` and `@` are.

mod definition;
mod known;
mod methods;
mod parse;
mod pattern;
mod select;

pub(in crate::resolve) use definition::Definitions;
pub(in crate::resolve) use known::WhyEmpty;
pub(super) use pattern::{PathPattern, Pattern};
use std::ops::Range;

/// A parsed selector.
#[derive(Clone, Debug)]
pub(in crate::resolve) struct Selector {
    /// The parts of the union.
    parts: Vec<UnionPart>,
}

/// A part of a union: nodes that meet all of its criteria.
#[derive(Clone, Debug)]
pub(in crate::resolve) struct UnionPart {
    criteria: Vec<Criterion>,
    /// The byte range in the selector.
    pub(in crate::resolve) place: Range<usize>,
}

/// Why a selector is invalid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::resolve) struct SelectorError {
    /// The problem, for use in a message.
    pub(in crate::resolve) message: String,
    /// The wrong part, as a byte range in the selector.
    pub(in crate::resolve) part: Range<usize>,
    /// What to do about it, if known.
    pub(in crate::resolve) help: Option<String>,
}

/// Nodes by a property, and the nodes reached from them.
#[derive(Clone, Debug)]
struct Criterion {
    method: Method,
    value: Pattern,
    walk: Walk,
}

/// How far a criterion extends beyond its matches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Walk {
    /// The number of steps upstream.
    upstream: Option<usize>,
    /// The number of steps downstream.
    downstream: Option<usize>,
    /// Everything downstream, and everything upstream of that.
    around: bool,
}

#[derive(Clone, Debug)]
enum Method {
    Fqn,
    Path(PathPattern),
    File,
    Tag,
    Group,
    Package,
    Source,
    /// Nodes of a kind, by name.
    Named(&'static str),
    Access,
    ResourceType,
    /// A setting, by its dotted name after `config.`.
    Config(String),
    Version,
    TestName,
    TestType,
    /// The nodes that selectors of the project select.
    Selector(Vec<Expression>),
}

/// The definition of a selector of the project.
#[derive(Clone, Debug)]
enum Expression {
    Criterion(Box<Criterion>),
    Union(Vec<Expression>),
    Intersection(Vec<Expression>),
    /// The first without the second.
    Difference(Box<Expression>, Box<Expression>),
}

impl SelectorError {
    /// Creates the error of a part, without help yet.
    fn at(message: impl Into<String>, part: Range<usize>) -> Self {
        Self { message: message.into(), part, help: None }
    }

    fn helped(message: impl Into<String>, part: &Range<usize>, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..Self::at(message, part.clone()) }
    }
}

impl Selector {
    /// Returns the selector's only name, if it is just one name without wildcards.
    pub(in crate::resolve) fn plain_name(&self) -> Option<&str> {
        let [UnionPart { criteria, .. }] = self.parts.as_slice() else { return None };
        match criteria.as_slice() {
            [Criterion { method: Method::Fqn, value, walk }] if *walk == Walk::default() => {
                (!value.is_wild()).then(|| value.text())
            }
            _ => None,
        }
    }

    /// Returns the parts of the union.
    pub(in crate::resolve) fn parts(&self) -> &[UnionPart] {
        &self.parts
    }
}
