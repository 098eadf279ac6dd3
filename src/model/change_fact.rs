//! The changes of a product or a system, as facts, and their codes for programs and the recorded history.

use super::affected::NamedRef;
use super::promise::words;
use serde::{Deserialize, Serialize};

/// Declares the possible changes: the facts, and their kinds by their words.
macro_rules! changes {
    ($(#[$doc:meta])* $name:ident {
        $(
            $(#[doc = $says:literal])*
            $variant:ident = $word:literal { $($(#[$means:meta])* $field:ident: $type:ty),* $(,)? }
        ),* $(,)?
    }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(tag = "code", content = "data")]
        pub(crate) enum $name {
            $($(#[doc = $says])* #[serde(rename = $word)] $variant { $($(#[$means])* $field: $type),* },)*
            /// What changed, in words: recorded before changes had codes, or by a later version.
            #[serde(skip)]
            Told {
                /// The kind that was recorded with it.
                kind: ChangeKind,
                /// To be read after the name of the product.
                text: String,
            },
        }

        impl $name {
            /// What kind of change it is; its word is the code.
            #[must_use]
            pub(crate) fn kind(&self) -> ChangeKind {
                match self {
                    $(Self::$variant { .. } => ChangeKind::$variant,)*
                    Self::Told { kind, .. } => *kind,
                }
            }
        }

        words! {
            /// What kind of change it is.
            ChangeKind { $($(#[doc = $says])* $variant = $word),* }
        }
    };
}

changes! {
    /// What changed in a product or a system, with what it is now and what it was.
    ///
    /// Things go by their ids, and by their names where they may be gone when it is read. As `code` and `data`
    /// it is part of what programs read and of recorded changes: variants and keys are added, none renamed.
    ChangeFact {
        /// It is new.
        ProductAdded = "product-added" {},
        /// It is gone.
        ProductRemoved = "product-removed" {
            /// Whether it was retired before.
            was_retired: bool,
        },
        /// Its lifecycle.
        Lifecycle = "lifecycle" {
            /// The word of it.
            is: String,
            /// What that was.
            was: String,
        },
        /// The day from which it is gone.
        Ends = "ends" {
            /// The day, if there is one: `2027-03-31`.
            is: Option<String>,
            /// What that was.
            was: Option<String>,
        },
        /// The product that takes its place.
        ReplacedBy = "replaced-by" {
            /// That product, if there is one.
            is: Option<NamedRef>,
        },
        /// Its tier.
        Tier = "tier" {
            /// The id of it.
            is: String,
            /// What that was.
            was: String,
        },
        /// Its name.
        Renamed = "renamed" {
            /// The name.
            is: String,
            /// What that was.
            was: String,
        },
        /// The team that answers for it.
        Owner = "owner" {
            /// The id of it, if there is one.
            is: Option<String>,
            /// What that was.
            was: Option<String>,
        },
        /// The domain that it belongs to.
        Domain = "domain" {
            /// The id of it, if there is one.
            is: Option<String>,
            /// What that was.
            was: Option<String>,
        },
        /// Its category.
        Category = "category" {
            /// The id of it, if there is one.
            is: Option<String>,
            /// What that was.
            was: Option<String>,
        },
        /// It has another output port.
        PortAdded = "port-added" {
            /// The port.
            port: NamedRef,
        },
        /// It no longer has an output port.
        PortRemoved = "port-removed" {
            /// The port.
            port: NamedRef,
        },
        /// What stood behind an output port is gone, and the port still names it.
        PortLost = "port-lost" {
            /// The port.
            port: NamedRef,
            /// The key of the asset that stood behind it; the name of the table where jobs no longer write it.
            was: String,
            /// Why it is gone, where the asset is still there.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            why: Option<LossCause>,
        },
        /// Another asset stands behind an output port.
        PortMoved = "port-moved" {
            /// The port.
            port: NamedRef,
            /// The key of the asset.
            is: String,
            /// What that was.
            was: String,
        },
        /// A table of its that is behind no output port, and that others read, is gone.
        TableLost = "table-lost" {
            /// The table, by the key of its asset.
            table: NamedRef,
        },
        /// The table behind an output port has another name in the warehouse, or stands elsewhere.
        TableMoved = "table-moved" {
            /// The port.
            port: NamedRef,
            /// The name of the table.
            is: String,
            /// What that was.
            was: String,
        },
        /// An output port has another column.
        ColumnAdded = "column-added" {
            /// The port.
            port: NamedRef,
            /// The column.
            column: String,
        },
        /// An output port no longer has a column.
        ColumnRemoved = "column-removed" {
            /// The port.
            port: NamedRef,
            /// The column.
            column: String,
        },
        /// A column is of another type.
        ColumnType = "column-type" {
            /// The port.
            port: NamedRef,
            /// The column.
            column: String,
            /// Its type.
            is: String,
            /// What that was.
            was: String,
        },
        /// It promises something more.
        PromiseAdded = "promise-added" {
            /// What is promised.
            about: Promised,
            /// How much.
            is: String,
        },
        /// It no longer promises something.
        PromiseRemoved = "promise-removed" {
            /// What was promised.
            about: Promised,
            /// How much.
            was: String,
        },
        /// A promise is tighter.
        PromiseTightened = "promise-tightened" {
            /// What is promised.
            about: Promised,
            /// How much.
            is: String,
            /// What that was.
            was: String,
        },
        /// A promise is looser.
        PromiseLoosened = "promise-loosened" {
            /// What is promised.
            about: Promised,
            /// How much.
            is: String,
            /// What that was.
            was: String,
        },
        /// A promise is another one, and nobody can say whether a better one.
        PromiseChanged = "promise-changed" {
            /// What is promised.
            about: Promised,
            /// How much.
            is: String,
            /// What that was.
            was: String,
        },
        /// It is subject to a regulation.
        RegulationAdded = "regulation-added" {
            /// The id of the regulation.
            regulation: String,
        },
        /// It no longer is subject to a regulation.
        RegulationRemoved = "regulation-removed" {
            /// The id of the regulation.
            regulation: String,
        },
        /// A regulation ends at it, or does no longer.
        RegulationEnds = "regulation-ends" {
            /// The id of the regulation.
            regulation: String,
            /// Why it ends here, if it does.
            because: Option<String>,
        },
        /// It builds on another product.
        InputAdded = "input-added" {
            /// That product.
            upstream: NamedRef,
            /// Whether it may have done so before, as the jobs that do were not seen then.
            #[serde(default, skip_serializing_if = "std::ops::Not::not")]
            known_now: bool,
        },
        /// It no longer builds on another product.
        InputRemoved = "input-removed" {
            /// That product.
            upstream: NamedRef,
        },
        /// A sync no longer fills a field of another system.
        FieldRemoved = "field-removed" {
            /// The sync, by the key of its asset.
            sync: NamedRef,
            /// The system, if the sync names it.
            system: Option<NamedRef>,
            /// The field.
            field: String,
            /// The column that it was filled from.
            column: String,
        },
        /// A sync fills a field of another system from another column.
        FieldMoved = "field-moved" {
            /// The sync, by the key of its asset.
            sync: NamedRef,
            /// The system, if the sync names it.
            system: Option<NamedRef>,
            /// The field.
            field: String,
            /// The column.
            is: String,
            /// What that was.
            was: String,
        },
        /// A sync fills another field of another system.
        FieldAdded = "field-added" {
            /// The sync, by the key of its asset.
            sync: NamedRef,
            /// The system, if the sync names it.
            system: Option<NamedRef>,
            /// The field.
            field: String,
            /// The column that it is filled from.
            column: String,
        },
        /// A guard of its is gone.
        GuardRemoved = "guard-removed" {
            /// The guard, by the key of its asset.
            guard: NamedRef,
            /// The control that it carried out, as `REGULATION/CONTROL`.
            control: Option<String>,
        },
        /// A guard of its belongs to another product now, and looks after the same tables.
        GuardMoved = "guard-moved" {
            /// The guard, by the key that its asset had.
            guard: NamedRef,
            /// The product.
            product: NamedRef,
        },
        /// A guard of its carries out another control, or none.
        GuardControl = "guard-control" {
            /// The guard, by the key of its asset.
            guard: NamedRef,
            /// The control, as `REGULATION/CONTROL`.
            is: Option<String>,
            /// What that was.
            was: Option<String>,
        },
        /// Something is to have run by another time, or by none.
        Schedule = "schedule" {
            /// What, by the key of its asset.
            asset: NamedRef,
            /// By when, in words.
            is: Option<String>,
            /// What that was.
            was: String,
        },
        /// Of a system: it is new.
        SystemAdded = "system-added" {},
        /// Of a system: it has another id, and the same name.
        SystemId = "system-id" {
            /// The id.
            is: String,
            /// What that was.
            was: String,
        },
        /// Of a system: somebody says that data flows another way.
        SystemDirection = "system-direction" {
            /// The word of it.
            is: Option<String>,
            /// What that was.
            was: Option<String>,
        },
        /// Of a system: something now reads it, or writes to it.
        SystemPartAdded = "system-part-added" {
            /// What does, by the key of the asset: the first of them.
            asset: NamedRef,
            /// How many others of the same product do.
            more: usize,
            /// The product that it belongs to.
            product: Option<NamedRef>,
            /// The word of what it is to the system: `table`, `loader` or `writer`.
            part: String,
        },
        /// Of a system: something else of the same product reads it, or writes to it.
        SystemPartReplaced = "system-part-replaced" {
            /// What does, by the key of the asset.
            is: NamedRef,
            /// What did.
            was: NamedRef,
            /// The product that both belong to.
            product: Option<NamedRef>,
            /// The word of what it is to the system: `loader` or `writer`.
            part: String,
        },
        /// Of a system: it is gone.
        SystemRemoved = "system-removed" {},
        /// Of a system: the team that runs it is reached elsewhere.
        SystemContact = "system-contact" {
            /// The names of its support channels.
            is: Vec<String>,
            /// What those were.
            was: Vec<String>,
        },
        /// Of a system: something no longer reads it, or writes to it.
        SystemPartRemoved = "system-part-removed" {
            /// What did, by the key of the asset.
            asset: NamedRef,
            /// The product that it belonged to.
            product: Option<NamedRef>,
            /// The word of what it was to the system: `table`, `loader` or `writer`.
            part: String,
        },
        /// A team uses it.
        UseAdded = "use-added" {
            /// The team.
            team: NamedRef,
            /// The word of the stage in which it does, if somebody says it.
            stage: Option<String>,
        },
        /// A team no longer uses it.
        UseRemoved = "use-removed" {
            /// The team.
            team: NamedRef,
            /// The word of the stage in which it did, if somebody said it.
            stage: Option<String>,
        },
        /// Logic that a team had added to it is gone: it became part of a product, or is not needed any more.
        LastMileRemoved = "last-mile-removed" {
            /// The team.
            team: NamedRef,
            /// What the logic did, or where it was.
            what: String,
        },
        /// It reached a level of a standard for the first time.
        LevelReached = "level-reached" {
            /// The standard.
            standard: NamedRef,
            /// The level.
            level: NamedRef,
        },
        /// It fell below a level of a standard.
        LevelLost = "level-lost" {
            /// The standard.
            standard: NamedRef,
            /// The level that it had.
            level: NamedRef,
        },
    }
}

/// Why a table no longer exists, though what built it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum LossCause {
    /// The dbt model is ephemeral now.
    Ephemeral,
    /// The job that wrote it ran, and no longer writes it.
    NotWritten,
    /// A job dropped it, or gave it another name.
    Dropped,
    /// The workflow whose task wrote it ran, and no longer writes it.
    LeftOut,
}

/// What a promise is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Promised {
    /// The word of the property: `freshness`.
    pub property: String,
    /// The output port, unless it is about the whole product.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub port: Option<NamedRef>,
}
