//! Whether the products that it reads are of allowed categories.

use super::AskedCheck;
use crate::model::{CheckFact, CheckMark, ProductIx};
use crate::standards::marks::{fine, missing, not_asked};

pub(super) fn mark(asked: &AskedCheck<'_>) -> CheckMark {
    let (catalog, categories) = (asked.context.catalog, &asked.parameters.categories);
    let upstream = catalog.lineage.upstream(asked.index);
    let read: Vec<ProductIx> =
        upstream.iter().filter(|flow| flow.flow.is_seen()).map(|flow| flow.product).collect();
    let category = |product: ProductIx| catalog.product(product).category;
    let is_other =
        |product: &ProductIx| category(*product).is_none_or(|category| !categories.contains(&category));
    let products: Vec<ProductIx> = read.iter().copied().filter(is_other).collect();
    match (read.len(), products.len()) {
        (0, _) => not_asked(CheckFact::ReadsNothing),
        (_, 0) => fine(),
        _ => missing(CheckFact::AlsoReads { products }),
    }
}
