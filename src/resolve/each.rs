//! Product files worked out side by side.

use crate::read::product::ProductDoc;
use crate::read::yaml::Faults;
use rayon::prelude::*;

/// What each product file means, worked out side by side; what is wrong with them in their order.
pub(super) fn of_each<T: Send>(
    docs: &[&ProductDoc],
    faults: &mut Faults,
    make: impl Fn(&ProductDoc, &mut Faults) -> T + Sync,
) -> Vec<T> {
    let made = docs.par_iter().map(|doc| {
        let mut faults = Faults::new();
        (make(doc, &mut faults), faults)
    });
    let (made, found): (Vec<T>, Vec<Faults>) = made.unzip();
    faults.extend(found.into_iter().flatten());
    made
}
