//! What regulations ask for.

use super::{Catalog, Evidence, Length, Obligation, ProductIx, RegulationIx, TeamIx};
use jiff::civil::Date;
use std::collections::{BTreeMap, VecDeque};

/// A regulation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Regulation {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// One plain sentence; may be empty.
    pub summary: String,
    /// Markdown; may be empty.
    pub description: String,
    /// Where it holds; may be empty.
    pub jurisdiction: String,
    /// The team that answers for it.
    pub owner: Option<TeamIx>,
    /// Its text.
    pub url: Option<String>,
    /// Whether it travels downstream with the data, as the protection of persons does.
    pub carried: bool,
    /// What marks data under it in dbt: tags, and keys or values of meta; in lower case.
    pub marks: Vec<String>,
    /// What it asks for.
    pub controls: Vec<Control>,
}

/// A control that a regulation asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Control {
    /// The id, unique within the regulation.
    pub id: String,
    /// The name.
    pub name: String,
    /// Markdown; may be empty.
    pub description: String,
    /// What counts as evidence; may be empty.
    pub evidence: String,
    /// How often the evidence is looked at.
    pub review_every: Option<Length>,
}

impl Control {
    /// Whether somebody looked at the evidence in time: where the control asks for a look and nobody
    /// says when, nobody did.
    #[must_use]
    pub fn is_current(&self, evidence: &Evidence, today: Date) -> bool {
        let Some(every) = self.review_every else { return true };
        evidence.reviewed.and_then(|day| every.after(day)).is_some_and(|until| until >= today)
    }
}

impl Catalog {
    /// What a product is obliged to by a regulation, if it names it.
    #[must_use]
    pub fn obligation(&self, product: ProductIx, regulation: RegulationIx) -> Option<&Obligation> {
        self.product(product).obligations.iter().find(|one| one.regulation == regulation)
    }

    /// The products that data under a regulation reaches though they do not name it, each with the
    /// product from which it comes: from every living product under it, along the flows that are seen,
    /// until somebody names it again.
    #[must_use]
    pub fn reached_unnamed(&self, regulation: RegulationIx) -> BTreeMap<ProductIx, ProductIx> {
        let mut came_from: BTreeMap<ProductIx, ProductIx> = BTreeMap::new();
        let under = (0..self.products.len()).map(ProductIx::at).filter(|product| {
            self.product(*product).lifecycle.is_living()
                && self.obligation(*product, regulation).is_some_and(|one| one.drops.is_none())
        });
        let mut queue: VecDeque<ProductIx> = under.collect();
        while let Some(from) = queue.pop_front() {
            for flow in self.lineage.downstream(from).iter().filter(|flow| flow.flow.is_seen()) {
                let is_new = !came_from.contains_key(&flow.product);
                if is_new && self.obligation(flow.product, regulation).is_none() {
                    came_from.insert(flow.product, from);
                    queue.push_back(flow.product);
                }
            }
        }
        came_from
    }
}
