//! Positions of things without an index of their own: each is an entry of a list of something that has one.

use super::{AssetIx, ProductIx, RegulationIx};

/// A control, as a position in the controls of its regulation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ControlIx {
    /// The regulation that requires it.
    pub regulation: RegulationIx,
    /// The position among its controls.
    pub control: usize,
}

/// A declared consumer, as a position in the consumers of the product that it uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ConsumerIx {
    /// The product that declares it.
    pub product: ProductIx,
    /// The position among its consumers.
    pub consumer: usize,
}

/// A promise, as a position in the promises of its product.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct PromiseIx {
    /// The product that promises it.
    pub product: ProductIx,
    /// The position among its promises.
    pub sla: usize,
}

/// An asset, or one of its columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct DataPart {
    /// The asset.
    pub asset: AssetIx,
    /// The position of the column; `None` for all of the asset.
    pub column: Option<usize>,
}
