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
    let results = docs.par_iter().map(|doc| {
        let mut diagnostics = Diagnostics::new();
        (make(doc, &mut diagnostics), diagnostics)
    });
    let (results, faults): (Vec<T>, Vec<Diagnostics>) = results.unzip();
    diagnostics.extend(faults.into_iter().flatten());
    results
}
