//! Whether it declares output ports.

use super::AskedCheck;
use crate::model::{CheckFact, CheckMark};
use crate::standards::marks::has;

pub(super) fn mark(asked: &AskedCheck<'_>) -> CheckMark {
    has(!asked.product.output_ports.is_empty(), CheckFact::NoOutputPorts)
}
