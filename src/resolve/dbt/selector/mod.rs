//! dbt's selection language: methods, wildcards, graph operators, unions and intersections.
//!
//! Source: dbt's own `dbt/graph` and the "Node selection syntax" of its documentation; a differential
//! test holds this to what `dbt ls` says. A space unites, a comma intersects, `+` and `@` walk the graph.
//! 1. [`parse`] understands what a product writes, and what `selectors.yml` says in the [`definition`]s.
//! 2. [`select`] finds what is selected, in the [`index`](super::index).
//! 3. [`known`] is what could have been meant.
//!
//! Tests are no assets, so none is selected; what `+` and `@` reach through them is.

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

/// A selector that was understood.
#[derive(Clone, Debug)]
pub(in crate::resolve) struct Selector {
    /// What is united.
    parts: Vec<UnionPart>,
}

/// A part of a union: nodes that meet all of its criteria.
#[derive(Clone, Debug)]
pub(in crate::resolve) struct UnionPart {
    criteria: Vec<Criterion>,
    /// Bytes of the selector.
    pub(in crate::resolve) place: Range<usize>,
}

/// Why a selector was not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::resolve) struct SelectorFault {
    /// What is wrong, to stand in a message.
    pub(in crate::resolve) message: String,
    /// The wrong part: bytes of the selector.
    pub(in crate::resolve) part: Range<usize>,
    /// What to do.
    pub(in crate::resolve) help: Option<String>,
}

/// Nodes by a property, and what is reached from them.
#[derive(Clone, Debug)]
struct Criterion {
    method: Method,
    value: Pattern,
    walk: Walk,
}

/// How far a criterion reaches beyond what it matches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Walk {
    /// How far upstream.
    upstream: Option<usize>,
    /// How far downstream.
    downstream: Option<usize>,
    /// All downstream, and all upstream of that.
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
    /// Nodes of a kind, by their name.
    Named(&'static str),
    Access,
    ResourceType,
    /// A setting, by its dotted name after `config.`.
    Config(String),
    Version,
    TestName,
    TestType,
    /// What selectors of the project select.
    Selector(Vec<Expression>),
}

/// What a selector of the project selects.
#[derive(Clone, Debug)]
enum Expression {
    Criterion(Box<Criterion>),
    Union(Vec<Expression>),
    Intersection(Vec<Expression>),
    /// The first without the second.
    Difference(Box<Expression>, Box<Expression>),
}

impl SelectorFault {
    /// A fault of a part, without help yet.
    fn at(message: impl Into<String>, part: Range<usize>) -> Self {
        Self { message: message.into(), part, help: None }
    }

    fn helped(message: impl Into<String>, part: &Range<usize>, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..Self::at(message, part.clone()) }
    }
}

impl Selector {
    /// The selector's only name, if it is nothing but one name without wildcards.
    pub(in crate::resolve) fn plain_name(&self) -> Option<&str> {
        let [UnionPart { criteria, .. }] = self.parts.as_slice() else { return None };
        match criteria.as_slice() {
            [Criterion { method: Method::Fqn, value, walk }] if *walk == Walk::default() => {
                (!value.is_wild()).then(|| value.text())
            }
            _ => None,
        }
    }

    /// What is united.
    pub(in crate::resolve) fn parts(&self) -> &[UnionPart] {
        &self.parts
    }
}
