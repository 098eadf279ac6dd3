//! The values of facts, by their meaning: programs get ids instead of indices, and numbers, days and lists unchanged.

use super::{AssetIx, ControlIx, DataPart, ProductIx, PromiseIx, RegulationIx, Status, SystemIx, TierIx};
use jiff::SignedDuration;
use jiff::civil::Date;

/// A value of a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum FactValue<'f> {
    /// An unknown value.
    Nothing,
    /// It only affects the wording, so programs do not get it.
    WordingOnly,
    /// Verbatim text.
    Text(&'f str),
    /// A count.
    Number(u64),
    /// A share in percent.
    Percent(Hundredths),
    /// A length of time in minutes.
    Minutes(SignedDuration),
    /// A day.
    Day(Date),
    /// A product.
    Product(ProductIx),
    /// An asset.
    Asset(AssetIx),
    /// An asset, or a column of it.
    Piece(DataPart),
    /// A system.
    System(SystemIx),
    /// A tier.
    Tier(TierIx),
    /// A regulation.
    Regulation(RegulationIx),
    /// A control of a regulation.
    Control(ControlIx),
    /// A promise of a product.
    Promise(PromiseIx),
    /// An output port of the product that the fact is about.
    OutputPort(OwnPortIx),
    /// Several values.
    List(Vec<FactValue<'f>>),
}

/// An output port, as a position in the output ports of the product that a fact is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OwnPortIx(pub usize);

/// A share in hundredths of a percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hundredths(pub u32);

/// A position that only affects the wording, so programs do not get it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct WordingOnly(pub usize);

impl Hundredths {
    /// Returns the share in percent.
    #[must_use]
    pub(crate) fn percent(self) -> f64 {
        f64::from(self.0) / 100.0
    }
}

/// Declares facts. What programs get of one follows: its code, which is what follows `as`, and each field by its name.
macro_rules! facts {
    ($(#[$doc:meta])* $name:ident {
        $(
            $(#[$says:meta])*
            $variant:ident $(as $code:literal)? $({ $($(#[$means:meta])* $field:ident: $type:ty),* $(,)? })?
        ),* $(,)?
    }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub(crate) enum $name {
            $($(#[$says])* $variant $({ $($(#[$means])* $field: $type),* })?),*
        }

        impl $name {
            /// The word that programs know it by, if it has one.
            pub(crate) fn code(&self) -> Option<&'static str> {
                let codes: &[&'static str] = match self { $(Self::$variant { .. } => &[$($code)?]),* };
                codes.first().copied()
            }

            /// The values of a fact, by the keys that programs know them by.
            pub(crate) fn values(&self) -> Vec<(&'static str, $crate::model::FactValue<'_>)> {
                match self {
                    $(Self::$variant $({ $($field),* })? => vec![$($((stringify!($field), $field.into()),)*)?]),*
                }
            }
        }
    };
}
pub(super) use facts;

macro_rules! values {
    ($($type:ty => $variant:ident),* $(,)?) => {$(
        impl From<&$type> for FactValue<'_> {
            fn from(value: &$type) -> Self {
                Self::$variant(*value)
            }
        }
    )*};
}

values! {
    u64 => Number,
    Hundredths => Percent,
    SignedDuration => Minutes,
    Date => Day,
    ProductIx => Product,
    AssetIx => Asset,
    DataPart => Piece,
    SystemIx => System,
    TierIx => Tier,
    RegulationIx => Regulation,
    ControlIx => Control,
    PromiseIx => Promise,
    OwnPortIx => OutputPort,
}

impl From<&usize> for FactValue<'_> {
    fn from(value: &usize) -> Self {
        Self::Number(*value as u64)
    }
}

/// A flag only affects the wording.
impl From<&bool> for FactValue<'_> {
    fn from(_: &bool) -> Self {
        Self::WordingOnly
    }
}

impl From<&Status> for FactValue<'_> {
    fn from(status: &Status) -> Self {
        Self::Text(status.word())
    }
}

impl From<&WordingOnly> for FactValue<'_> {
    fn from(_: &WordingOnly) -> Self {
        Self::WordingOnly
    }
}

impl<'f> From<&'f String> for FactValue<'f> {
    fn from(value: &'f String) -> Self {
        Self::Text(value)
    }
}

impl<'f> From<&'f &'static str> for FactValue<'f> {
    fn from(value: &'f &'static str) -> Self {
        Self::Text(value)
    }
}

impl<'f, T> From<&'f Option<T>> for FactValue<'f>
where
    FactValue<'f>: From<&'f T>,
{
    fn from(value: &'f Option<T>) -> Self {
        value.as_ref().map_or(Self::Nothing, Into::into)
    }
}

impl<'f, T> From<&'f Vec<T>> for FactValue<'f>
where
    FactValue<'f>: From<&'f T>,
{
    fn from(values: &'f Vec<T>) -> Self {
        Self::List(values.iter().map(Into::into).collect())
    }
}
