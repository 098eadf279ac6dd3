//! Product files worked out side by side.

use crate::read::product::ProductDoc;
use crate::read::yaml::Diagnostics;
use rayon::prelude::*;

/// What each product file means, worked out side by side; what is wrong with them in their order.
pub(super) fn of_each<T: Send>(
    docs: &[&ProductDoc],
    faults: &mut Diagnostics,
    make: impl Fn(&ProductDoc, &mut Diagnostics) -> T + Sync,
) -> Vec<T> {
    let made = docs.par_iter().map(|doc| {
        let mut faults = Diagnostics::new();
        (make(doc, &mut faults), faults)
    });
    let (made, found): (Vec<T>, Vec<Diagnostics>) = made.unzip();
    faults.extend(found.into_iter().flatten());
    made
}
