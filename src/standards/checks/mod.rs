//! The checks that standards are made of, a file for each: a question to one product.

use super::CheckContext;
use crate::model::{CheckKind, CheckMark, CheckParameters, Product, ProductIx, StandardCheck, each_check};

/// A check that a product is asked.
struct AskedCheck<'a> {
    /// The product.
    index: ProductIx,
    /// What the catalog says of it.
    product: &'a Product,
    /// The id of the check.
    id: &'a str,
    /// What is asked more precisely.
    parameters: &'a CheckParameters,
    /// All else that a check may look at.
    seen: &'a CheckContext<'a>,
}

/// Declares the modules of the checks, and finds the one that answers.
macro_rules! checks {
    ($($(#[$doc:meta])* $kind:ident = $word:literal in $module:ident $(, $key:ident $value:tt)*;)*) => {
        $(mod $module;)*

        /// How a product does by a check.
        pub(super) fn mark(check: &StandardCheck, index: ProductIx, seen: &CheckContext<'_>) -> CheckMark {
            let product = seen.catalog.product(index);
            let asked = AskedCheck { index, product, id: &check.id, parameters: &check.parameters, seen };
            match check.kind {
                $(CheckKind::$kind => $module::mark(&asked),)*
            }
        }
    };
}
each_check!(checks);
