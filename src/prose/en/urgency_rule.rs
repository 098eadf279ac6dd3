//! What makes a problem urgent, as `matters` and `incident` in `src/assess` decide it.

use crate::model::{Catalog, MANY_PRODUCTS};

/// Returns which problems are urgent, and which can wait.
pub(crate) fn what_is_urgent(catalog: &Catalog) -> String {
    // Products count only where no tier is declared.
    let limits = if catalog.products.iter().any(|product| product.has_tier) {
        format!(
            "a product of a higher tier, a declared use beyond analysis, or, from a product without a tier, more than \
             {MANY_PRODUCTS} products or a use of which nobody declares the purpose"
        )
    } else {
        format!(
            "a declared use beyond analysis, more than {MANY_PRODUCTS} products, or a use of which nobody declares \
             the purpose"
        )
    };
    format!(
        "A problem needs a fix today if data is failing, late or old and something important depends on it: {limits}. \
         So does one that breaks a promise of an important product, or in which a control of a regulation failed. All \
         others can wait."
    )
}
