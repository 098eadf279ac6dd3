//! Ids of things that are declared elsewhere in the catalog: read as text, resolved later, and completed by
//! editors.

use super::{Value, ValueShape};
use crate::diagnostics::Diagnostics;
use crate::read::yaml::{MappingEntry, Node, values};
use crate::source::Spanned;
use std::marker::PhantomData;

/// What an id refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum ReferenceTarget {
    /// An attested check of a standard.
    AttestedCheck,
    /// A category.
    Category,
    /// A file of `contracts/`.
    Contract,
    /// A control of a regulation.
    Control,
    /// A domain.
    Domain,
    /// A goal.
    Goal,
    /// A control with its regulation.
    GuardedControl,
    /// A level of standards.
    Level,
    /// A person, by e-mail or name.
    Person,
    /// An output port.
    Port,
    /// A product.
    Product,
    /// A regulation.
    Regulation,
    /// A rule.
    Rule,
    /// A system.
    System,
    /// A team.
    Team,
    /// A tier.
    Tier,
}

impl ReferenceTarget {
    /// Returns what may be written, in the middle of a sentence.
    #[must_use]
    pub(crate) fn what(self) -> &'static str {
        match self {
            Self::AttestedCheck => "id of an attested check",
            Self::Category => "id of a category",
            Self::Contract => "path of a file of `contracts/`",
            Self::Control => "id of a control",
            Self::Domain => "id of a domain",
            Self::Goal => "id of a goal of `goals.yml`",
            Self::GuardedControl => "id of a regulation and of a control of it, as `REGULATION/CONTROL`",
            Self::Level => "id of a level",
            Self::Person => "e-mail or name",
            Self::Port => "id of an output port",
            Self::Product => "id of a product",
            Self::Regulation => "id of a regulation",
            Self::Rule => "id of a rule",
            Self::System => "id of a system of `systems.yml`, or the name of a source of dbt",
            Self::Team => "id of a team",
            Self::Tier => "id of a tier",
        }
    }
}

/// An id that refers to something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Reference {
    /// What it refers to.
    pub target: ReferenceTarget,
    /// Whether its target must be declared in another file, so that an unknown name is a mistake.
    /// Otherwise it may be new: declared in the same file, or nowhere.
    pub is_strict: bool,
}

/// A kind of id.
pub(crate) trait ReferenceKind {
    /// What such ids refer to.
    const REFERENCE: Reference;
}

macro_rules! references {
    ($($(#[$doc:meta])* $name:ident: $target:ident $(, $loose:ident)?;)*) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub(crate) struct $name;

        impl ReferenceKind for $name {
            const REFERENCE: Reference =
                Reference { target: ReferenceTarget::$target, is_strict: references!(@strict $($loose)?) };
        }

        impl Value for $name {
            type Out = Spanned<String>;

            fn read(node: &Node, diagnostics: &mut Diagnostics) -> Option<Self::Out> {
                values::text(node, diagnostics)
            }

            fn shape() -> ValueShape {
                ValueShape::Reference(Self::REFERENCE)
            }
        }
    )*};
    (@strict) => { true };
    (@strict loose) => { false };
}

references! {
    /// The id of an attested check of a standard.
    AttestedCheckId: AttestedCheck;
    /// The id of a category.
    CategoryId: Category;
    /// The id of a category that may be declared in the same file.
    OwnCategoryId: Category, loose;
    /// The path of a data contract.
    ContractPath: Contract, loose;
    /// The id of a control.
    ControlId: Control;
    /// The id of a domain.
    DomainId: Domain;
    /// The id of a goal.
    GoalId: Goal;
    /// The ids of a regulation and of a control of it.
    GuardedControlId: GuardedControl;
    /// The id of a level, which may be declared in the same file.
    LevelId: Level, loose;
    /// A person, by e-mail or name.
    PersonName: Person, loose;
    /// The id of an output port.
    PortId: Port, loose;
    /// The id of a product.
    ProductId: Product;
    /// The id of a regulation.
    RegulationId: Regulation;
    /// The id of a rule.
    RuleId: Rule;
    /// The id of a system, which need not be declared where there is no `systems.yml`.
    SystemId: System, loose;
    /// The id of a team.
    TeamId: Team;
    /// The id of a tier.
    TierId: Tier;
    /// The id of a tier that may be declared in the same file.
    OwnTierId: Tier, loose;
}

/// The entries of a mapping whose keys are ids.
#[derive(Debug)]
pub(crate) struct KeyedBy<K, V>(PhantomData<(K, V)>);

impl<K: ReferenceKind, V: Value> Value for KeyedBy<K, V> {
    type Out = V::Out;

    fn read(node: &Node, diagnostics: &mut Diagnostics) -> Option<Self::Out> {
        V::read(node, diagnostics)
    }

    fn read_entry(entry: &MappingEntry, diagnostics: &mut Diagnostics) -> Option<Self::Out> {
        V::read_entry(entry, diagnostics)
    }

    fn shape() -> ValueShape {
        ValueShape::Entries { keys: Some(K::REFERENCE), values: Box::new(V::shape()) }
    }
}
