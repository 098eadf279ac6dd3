//! `/`: what exists, where to begin, what is new.

use super::parts::{ProductCard, StatusMark, Term};
use serde::Serialize;

/// The home page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct HomeView {
    /// What the catalog is, in one or two plain sentences; may be empty.
    pub description: String,
    /// The day that the site is as of: `2026-11-20`.
    pub as_of: String,
    /// How many products there are, without the retired.
    pub products: usize,
    /// How many teams answer for them.
    pub teams: usize,
    /// How many domains they belong to.
    pub domains: usize,
    /// How many regulations are looked after.
    pub regulations: usize,
    /// How many products stand how today, worst first; empty until that is known.
    pub standing: Vec<Standing>,
    /// The categories that hold products, in the catalog's order.
    pub categories: Vec<Shelf>,
    /// The domains that hold products.
    pub by_domain: Vec<Shelf>,
    /// The products that most others build on, at most six.
    pub most_used: Vec<MostUsed>,
    /// What was achieved lately, newest first, at most six.
    pub news: Vec<News>,
    /// The share of the dbt nodes that some product holds; nothing without dbt.
    pub coverage: Option<Share>,
}

/// How many products stand in one way.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// The way.
    pub status: StatusMark,
    /// How many.
    pub count: usize,
}

/// A category or domain with its products counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Shelf {
    /// Its id, name and page.
    pub term: Term,
    /// What it is, in one plain sentence; may be empty.
    pub description: String,
    /// How many products, without the retired.
    pub count: usize,
    /// The names of some of them, at most three.
    pub examples: Vec<Term>,
}

/// A product that others build on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MostUsed {
    /// The product.
    pub product: ProductCard,
    /// How many products read it directly.
    pub readers: usize,
}

/// Something that was achieved.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct News {
    /// The day: `2026-10-01`.
    pub date: String,
    /// Markdown.
    pub text: String,
    /// The product.
    pub product: Term,
}

/// A part of a whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Share {
    /// The part.
    pub part: usize,
    /// The whole.
    pub whole: usize,
    /// The part in percent, rounded down.
    pub percent: usize,
}
