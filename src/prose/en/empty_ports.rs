//! Output ports without rows, in the verdict on their product.

use super::counted;
use super::reason::rows_gone;
use super::verdict::VerdictWords;
use crate::model::{Lifecycle, Product, Usability, capitalised};

/// Adds that output ports have no rows, which their status does not count as a problem because nothing tells that they
/// ever had any. Each is its name, and whether it is its newest load that wrote none.
pub(crate) fn with_empty_ports(
    words: VerdictWords,
    usability: Usability,
    product: &Product,
    empty: &[(&str, bool)],
) -> VerdictWords {
    let empty = match *empty {
        [] => return words,
        [(name, is_load)] => rows_gone(is_load, &format!("“{name}”")),
        _ => format!(
            "{} of its {} have 0 rows",
            empty.len(),
            counted(product.output_ports.len(), "output port")
        ),
    };
    if usability == Usability::Fine && product.lifecycle == Lifecycle::Active {
        let title = format!("Fine to use as far as it is checked, but {empty}.");
        return VerdictWords { title, ..words };
    }
    let sentence = format!("{} {}.", words.sentence, capitalised(&empty)).trim_start().to_owned();
    VerdictWords { sentence, ..words }
}
