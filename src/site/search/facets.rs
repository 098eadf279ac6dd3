//! The facets of the search: `search/facets.json`.

use super::super::context::ViewContext;
use super::super::facets::facet_sources;
use crate::model::ProductIx;
use serde::Serialize;

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
    let facets = facet_sources(context).into_iter().map(|source| SearchFacet {
        key: source.key.to_owned(),
        name: source.kind.title().to_owned(),
        left_out: source.left_out,
        of: order.iter().map(|product| (source.of)(*product)).collect(),
        values: source.terms.into_iter().map(|page_ref| (page_ref.id, page_ref.name)).collect(),
    });
    SearchFacets { facets: facets.filter(|facet| facet.of.iter().any(|values| !values.is_empty())).collect() }
}
