//! The checks that standards consist of, a file for each: a question about one product.

use super::CheckContext;
use crate::model::{CheckKind, CheckMark, CheckParameters, Product, ProductIx, StandardCheck, each_check};

/// A check of a product.
struct AskedCheck<'a> {
    /// The product.
    index: ProductIx,
    /// Its declaration in the catalog.
    product: &'a Product,
    /// The id of the check.
    id: &'a str,
    /// The parameters of the check.
    parameters: &'a CheckParameters,
    /// Everything else that a check may use.
    context: &'a CheckContext<'a>,
}

/// Declares the modules of the checks, and dispatches to them.
macro_rules! checks {
    ($($(#[$doc:meta])* $kind:ident = $word:literal in $module:ident $(, $key:ident $value:tt)*;)*) => {
        $(mod $module;)*

        /// Returns how a product does in a check.
        pub(super) fn mark(check: &StandardCheck, index: ProductIx, context: &CheckContext<'_>) -> CheckMark {
            let product = context.catalog.product(index);
            let asked = AskedCheck { index, product, id: &check.id, parameters: &check.parameters, context };
            match check.kind {
                $(CheckKind::$kind => $module::mark(&asked),)*
            }
        }
    };
}
each_check!(checks);
