//! The days on which the versions behind output ports end, and who has to move by then.

use super::{ProductIx, TeamIx};
use jiff::civil::Date;

/// The output ports of products in use whose version has an end date, in the order of the products and their ports.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct PortEnds(pub(super) Vec<PortEnd>);

/// The day from which an output port should not be used: that of the version behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PortEnd {
    /// Its product.
    pub(crate) product: ProductIx,
    /// Its position in the product.
    pub(crate) port: usize,
    /// The day.
    pub(crate) day: Date,
    /// The products that use it and have to move: those in use that do not end before it.
    pub(crate) readers: Vec<PortUser<ProductIx>>,
    /// The teams that use its product, other than its owner.
    pub(crate) teams: Vec<PortUser<TeamIx>>,
}

/// A user of an output port.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PortUser<User> {
    /// Who uses it.
    pub(crate) user: User,
    /// Whether the port is known to be used. Otherwise only its product is: which of its output ports is not said.
    pub(crate) is_known: bool,
}

impl PortEnds {
    /// Returns the end dates of the ports of a product.
    #[must_use]
    pub(crate) fn of(&self, product: ProductIx) -> &[PortEnd] {
        let begin = self.0.partition_point(|end| end.product < product);
        let count = self.0[begin..].partition_point(|end| end.product == product);
        &self.0[begin..begin + count]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn each_product_has_its_own_port_ends() {
        let end = |product, port| PortEnd {
            product: ProductIx(product),
            port,
            day: date(2026, 12, 1),
            readers: Vec::new(),
            teams: Vec::new(),
        };
        let ends = PortEnds(vec![end(1, 0), end(1, 2), end(4, 1)]);
        let ports = |product| ends.of(ProductIx(product)).iter().map(|end| end.port).collect::<Vec<_>>();
        assert_eq!(
            [ports(0), ports(1), ports(2), ports(4), ports(5)],
            [vec![], vec![0, 2], vec![], vec![1], vec![]]
        );
    }
}
