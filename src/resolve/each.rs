//! Resolves product files in parallel.

use crate::diagnostics::Diagnostics;
use crate::read::product::ProductDoc;
use rayon::prelude::*;

/// Resolves each product file in parallel; the diagnostics are in the order of the files.
pub(super) fn of_each<T: Send>(
    docs: &[&ProductDoc],
    diagnostics: &mut Diagnostics,
    make: impl Fn(&ProductDoc, &mut Diagnostics) -> T + Sync,
) -> Vec<T> {
    let made = docs.par_iter().map(|doc| {
        let mut diagnostics = Diagnostics::new();
        (make(doc, &mut diagnostics), diagnostics)
    });
    let (made, found): (Vec<T>, Vec<Diagnostics>) = made.unzip();
    diagnostics.extend(found.into_iter().flatten());
    made
}
