//! Whether it promises anything, or the required property.

use super::AskedCheck;
use crate::model::{CheckFact, CheckMark, PromiseIx};
use crate::standards::marks::{met, missing};

pub(super) fn mark(asked: &AskedCheck<'_>) -> CheckMark {
    let property = asked.parameters.property;
    let slas = &asked.product.slas;
    let given = slas.iter().position(|sla| property.is_none_or(|wanted| sla.property == wanted));
    given.map_or_else(
        || missing(CheckFact::NoPromise),
        |sla| met(CheckFact::Promises { promise: PromiseIx { product: asked.index, sla } }),
    )
}
