//! The facets of the search: `search/facets.json`.

use super::super::context::ViewContext;
use super::super::facets::{FacetKind, facet_sources};
use crate::model::ProductIx;
use serde::Serialize;
use std::cmp::Reverse;

/// `search/facets.json`: the facets of the search.
#[derive(Clone, Debug, Default, Hash, Serialize)]
pub(crate) struct SearchFacets {
    /// Each facet.
    pub facets: Vec<SearchFacet>,
}

/// A facet of the search.
#[derive(Clone, Debug, Default, Hash, Serialize)]
pub(crate) struct SearchFacet {
    /// Its key in the query string: `category`.
    pub key: String,
    /// Its name: `Category`.
    pub name: String,
    /// Its values, each as id and name.
    pub values: Vec<(String, String)>,
    /// The position of the value whose products are left out, unless a text is typed or a value of this facet is
    /// selected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left_out: Option<usize>,
    /// For each product, the positions of its values.
    pub of: Vec<Vec<usize>>,
}

impl SearchFacet {
    /// Returns it with the values of the most products first.
    fn by_count(self) -> Self {
        let mut counts = vec![0; self.values.len()];
        self.of.iter().flatten().for_each(|at| counts[*at] += 1);
        let mut order: Vec<usize> = (0..self.values.len()).collect();
        order.sort_by_key(|at| Reverse(counts[*at]));
        let mut places = vec![0; order.len()];
        order.iter().enumerate().for_each(|(place, at)| places[*at] = place);
        Self {
            values: order.iter().map(|at| self.values[*at].clone()).collect(),
            left_out: self.left_out.map(|at| places[at]),
            of: self.of.iter().map(|values| values.iter().map(|at| places[*at]).collect()).collect(),
            ..self
        }
    }
}

/// The facets whose values people type.
const TYPED: [&str; 3] = ["status", "lifecycle", "tier"];

impl SearchFacets {
    /// Returns the values that people type, as [`super::SearchIndex::filters`].
    pub(super) fn filters(&self) -> Vec<(String, String, String, usize)> {
        let typed = self.facets.iter().filter(|facet| TYPED.contains(&facet.key.as_str()));
        let values = typed.flat_map(|facet| {
            facet.values.iter().enumerate().map(|(at, (id, name))| {
                let count = facet.of.iter().filter(|values| values.contains(&at)).count();
                (facet.key.clone(), id.clone(), name.clone(), count)
            })
        });
        values.filter(|(.., count)| *count > 0).collect()
    }
}

/// Returns the facets of products, with products in numeric order; values without products are left out.
pub(super) fn facets(order: &[ProductIx], context: &ViewContext<'_>) -> SearchFacets {
    let facets = facet_sources(context).into_iter().map(|source| {
        let facet = SearchFacet {
            key: source.key.to_owned(),
            name: source.kind.title().to_owned(),
            left_out: source.left_out,
            of: order.iter().map(|product| (source.of)(*product)).collect(),
            values: source.terms.into_iter().map(|page_ref| (page_ref.id, page_ref.name)).collect(),
        };
        // Of many teams those with the most products come first, as on lists.
        if source.kind == FacetKind::Team { facet.by_count() } else { facet }
    });
    SearchFacets { facets: facets.filter(|facet| facet.of.iter().any(|values| !values.is_empty())).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_the_most_products_come_first() {
        let values = ["a", "b", "c"].map(|id| (id.to_owned(), id.to_uppercase())).to_vec();
        let of = vec![vec![0], vec![2], vec![2], vec![1, 2], vec![]];
        let facet = SearchFacet { values, of, left_out: Some(1), ..SearchFacet::default() }.by_count();
        let ids: Vec<&str> = facet.values.iter().map(|(id, _)| id.as_str()).collect();
        assert_eq!(ids, ["c", "a", "b"]);
        assert_eq!(facet.of, [vec![1], vec![0], vec![0], vec![2, 0], vec![]]);
        assert_eq!(facet.left_out, Some(2));
    }
}
