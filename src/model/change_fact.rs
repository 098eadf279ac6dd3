//! The changes of a product or a system, as facts, and their codes for programs and the recorded history.

use super::change_parts::{LossCause, PortDetail, Promised};
use super::{affected::NamedRef, change_macro::changes};
use serde::{Deserialize, Serialize};

changes! {
    /// A change of a product or a system. Objects are given by id, and by name if they may be gone when it is read. As
    /// `code` and `data`, programs read it and changes are recorded: variants and keys are added, never renamed.
    ChangeFact {
        /// The product is new.
        ProductAdded = "product-added" {},
        /// The product is gone.
        ProductRemoved = "product-removed" {
            /// Whether it was retired before.
            was_retired: bool,
            /// Whether all of its output ports are those of other products now.
            #[serde(default, skip_serializing_if = "std::ops::Not::not")] moved: bool,
        },
        /// The lifecycle changed.
        Lifecycle = "lifecycle" {
            /// The word of the lifecycle.
            is: String,
            /// The old one.
            was: String,
        },
        /// The day when the product is gone, or from which the version behind an output port should not be used, changed.
        Ends = "ends" {
            /// The port; `None` for the product.
            #[serde(default, skip_serializing_if = "Option::is_none")] port: Option<NamedRef>,
            /// The day, if there is one: `2027-03-31`.
            is: Option<String>,
            /// The old day.
            was: Option<String>,
        },
        /// The replacement of the product changed.
        ReplacedBy = "replaced-by" {
            /// The replacement, if there is one.
            is: Option<NamedRef>,
        },
        /// The tier changed.
        Tier = "tier" {
            /// The id of the tier.
            is: String,
            /// The old one.
            was: String,
        },
        /// The name changed.
        Renamed = "renamed" {
            /// The name.
            is: String,
            /// The old name.
            was: String,
        },
        /// The owner changed.
        Owner = "owner" {
            /// The id of the team, if there is one.
            is: Option<String>,
            /// The old one.
            was: Option<String>,
            /// The new owner as written, if it is no team.
            #[serde(default, skip_serializing_if = "Option::is_none")] unknown: Option<String>,
        },
        /// The domain changed.
        Domain = "domain" {
            /// The id of the domain, if there is one.
            is: Option<String>,
            /// The old one.
            was: Option<String>,
        },
        /// The category changed.
        Category = "category" {
            /// The id of the category, if there is one.
            is: Option<String>,
            /// The old one.
            was: Option<String>,
        },
        /// An output port was added.
        PortAdded = "port-added" {
            /// The port.
            port: NamedRef,
        },
        /// An output port was removed.
        PortRemoved = "port-removed" {
            /// The port.
            port: NamedRef,
        },
        /// An output port has another id, or belongs to another product: what is behind it is the same.
        PortRelocated = "port-relocated" {
            /// The old port.
            port: NamedRef,
            /// The other product that it belongs to now.
            product: Option<NamedRef>,
            /// The port there.
            to: NamedRef,
            /// The name of its table, which stays.
            table: Option<String>,
        },
        /// The type or the address of an output port changed.
        PortChanged = "port-changed" {
            /// The port.
            port: NamedRef,
            /// What changed.
            what: PortDetail,
            /// The new value, if there is one.
            is: Option<String>,
            /// The old one.
            was: String,
        },
        /// Nothing tests what is behind an output port any more.
        PortUntested = "port-untested" {
            /// The port.
            port: NamedRef,
        },
        /// Output ports no longer get data from a source or a loader.
        SourceLost = "source-lost" {
            /// The source, by the key of its asset.
            source: NamedRef,
            /// The ports.
            ports: Vec<NamedRef>,
            /// Whether it is gone from the catalog.
            gone: bool,
        },
        /// A source of output ports is a different table.
        SourceMoved = "source-moved" {
            /// The source, by the key of its asset.
            source: NamedRef,
            /// The ports.
            ports: Vec<NamedRef>,
            /// The name of the table.
            is: String,
            /// The old name.
            was: String,
        },
        /// The asset behind an output port is gone, but the port still names it.
        PortLost = "port-lost" {
            /// The port.
            port: NamedRef,
            /// The key of that asset; the name of the table if jobs no longer write it.
            was: String,
            /// Why it is gone, if the asset still exists.
            #[serde(default, skip_serializing_if = "Option::is_none")] why: Option<LossCause>,
        },
        /// The asset behind an output port changed.
        PortMoved = "port-moved" {
            /// The port.
            port: NamedRef,
            /// The key of the asset.
            is: String,
            /// The old key.
            was: String,
            /// The name of its table, if that stays.
            #[serde(default, skip_serializing_if = "Option::is_none")] table: Option<String>,
        },
        /// A table that is behind no output port, but that others read, is gone.
        TableLost = "table-lost" {
            /// The table, by the key of its asset.
            table: NamedRef,
        },
        /// The table behind an output port has a different name or location in the warehouse.
        TableMoved = "table-moved" {
            /// The port.
            port: NamedRef,
            /// The name of the table.
            is: String,
            /// The old name.
            was: String,
        },
        /// A column was added to an output port.
        ColumnAdded = "column-added" {
            /// The port.
            port: NamedRef,
            /// The column.
            column: String,
        },
        /// A column was removed from an output port.
        ColumnRemoved = "column-removed" {
            /// The port.
            port: NamedRef,
            /// The column.
            column: String,
        },
        /// The type of a column changed.
        ColumnType = "column-type" {
            /// The port.
            port: NamedRef,
            /// The column.
            column: String,
            /// The type.
            is: String,
            /// The old type.
            was: String,
        },
        /// A promise was added.
        PromiseAdded = "promise-added" {
            /// The promise.
            about: Promised,
            /// The target.
            is: String,
        },
        /// A promise was removed.
        PromiseRemoved = "promise-removed" {
            /// The promise.
            about: Promised,
            /// The old target.
            was: String,
        },
        /// A promise was tightened.
        PromiseTightened = "promise-tightened" {
            /// The promise.
            about: Promised,
            /// The target.
            is: String,
            /// The old target.
            was: String,
        },
        /// A promise was loosened.
        PromiseLoosened = "promise-loosened" {
            /// The promise.
            about: Promised,
            /// The target.
            is: String,
            /// The old target.
            was: String,
        },
        /// A promise changed, but whether for the better is unknown.
        PromiseChanged = "promise-changed" {
            /// The promise.
            about: Promised,
            /// The target.
            is: String,
            /// The old target.
            was: String,
        },
        /// The product became subject to a regulation.
        RegulationAdded = "regulation-added" {
            /// The id of the regulation.
            regulation: String,
        },
        /// The product is no longer subject to a regulation.
        RegulationRemoved = "regulation-removed" {
            /// The id of the regulation.
            regulation: String,
        },
        /// A regulation now ends at the product, or no longer does.
        RegulationEnds = "regulation-ends" {
            /// The id of the regulation.
            regulation: String,
            /// The reason why it ends here, if it does.
            because: Option<String>,
        },
        /// The product builds on another product.
        InputAdded = "input-added" {
            /// The upstream product.
            upstream: NamedRef,
            /// Whether it may have done so before, because the jobs behind it were not observed then.
            #[serde(default, skip_serializing_if = "std::ops::Not::not")] known_now: bool,
        },
        /// The product no longer builds on another product.
        InputRemoved = "input-removed" {
            /// The upstream product.
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
        /// A sync fills a field of another system from a different column.
        FieldMoved = "field-moved" {
            /// The sync, by the key of its asset.
            sync: NamedRef,
            /// The system, if the sync names it.
            system: Option<NamedRef>,
            /// The field.
            field: String,
            /// The column.
            is: String,
            /// The old column.
            was: String,
        },
        /// A sync fills a further field of another system.
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
        /// A guard of the product is gone.
        GuardRemoved = "guard-removed" {
            /// The guard, by the key of its asset.
            guard: NamedRef,
            /// The control that it applied, as `REGULATION/CONTROL`, and its others.
            control: Option<String>, #[serde(default, skip_serializing_if = "Vec::is_empty")] others: Vec<String>,
        },
        /// A guard of the product now belongs to another product, and covers the same tables.
        GuardMoved = "guard-moved" {
            /// The guard, by the old key of its asset.
            guard: NamedRef,
            /// The other product.
            product: NamedRef,
        },
        /// A guard of the product no longer guards tables that are still there.
        GuardNarrowed = "guard-narrowed" {
            /// The guard, by the key of its asset.
            guard: NamedRef,
            /// What it no longer guards, by the keys of the assets.
            no_longer: Vec<NamedRef>,
        },
        /// A guard of the product applies a different control, one more or one less.
        GuardControl = "guard-control" {
            /// The guard, by the key of its asset.
            guard: NamedRef,
            /// The control, as `REGULATION/CONTROL`; `None` if the old one is lost.
            is: Option<String>,
            /// The old control; `None` if the new one is added.
            was: Option<String>,
        },
        /// The deadline of a run changed, or was removed.
        Schedule = "schedule" {
            /// What has to run, by the key of its asset.
            asset: NamedRef,
            /// The deadline in words.
            is: Option<String>,
            /// The old deadline.
            was: String,
        },
        /// For a system: it is new.
        SystemAdded = "system-added" {},
        /// For a system: its id changed, but not its name.
        SystemId = "system-id" {
            /// The id.
            is: String,
            /// The old id.
            was: String,
        },
        /// For a system: the declared direction of its data changed.
        SystemDirection = "system-direction" {
            /// The word of the direction.
            is: Option<String>,
            /// The old one.
            was: Option<String>,
        },
        /// For a system: an asset now reads it, or writes to it.
        SystemPartAdded = "system-part-added" {
            /// The asset, by its key: the first if there are several.
            asset: NamedRef,
            /// The number of further such assets of the same product.
            more: usize,
            /// The product of the asset.
            product: Option<NamedRef>,
            /// The word of its role for the system: `table`, `loader` or `writer`.
            part: String,
        },
        /// For a system: a different asset of the same product reads it, or writes to it.
        SystemPartReplaced = "system-part-replaced" {
            /// The asset, by its key.
            is: NamedRef,
            /// The old asset.
            was: NamedRef,
            /// The product of both.
            product: Option<NamedRef>,
            /// The word of its role for the system: `loader` or `writer`.
            part: String,
        },
        /// For a system: it is gone.
        SystemRemoved = "system-removed" {},
        /// For a system: the contact of the team that runs it changed.
        SystemContact = "system-contact" {
            /// The names of the team's support channels.
            is: Vec<String>,
            /// The old names.
            was: Vec<String>,
        },
        /// For a system: an asset no longer reads it, or writes to it.
        SystemPartRemoved = "system-part-removed" {
            /// The asset, by its key.
            asset: NamedRef,
            /// The product of the asset.
            product: Option<NamedRef>,
            /// The word of its old role for the system: `table`, `loader` or `writer`.
            part: String,
        },
        /// A team uses the product.
        UseAdded = "use-added" {
            /// The team.
            team: NamedRef,
            /// The word of the stage of use, if known.
            stage: Option<String>,
        },
        /// A team no longer uses the product.
        UseRemoved = "use-removed" {
            /// The team.
            team: NamedRef,
            /// The word of the old stage of use, if known.
            stage: Option<String>,
        },
        /// A team adds logic of its own.
        LastMileAdded = "last-mile-added" {
            /// The team.
            team: NamedRef,
            /// What the logic does, or where it is.
            what: String,
        },
        /// Logic that a team adds may stay until another day.
        LastMileUntil = "last-mile-until" {
            /// The team.
            team: NamedRef,
            /// What the logic does, or where it is.
            what: String,
            /// The day, if there is one: `2027-03-31`.
            is: Option<String>,
            /// The old day.
            was: Option<String>,
        },
        /// Logic that a team had added is gone: it became part of a product, or is no longer needed.
        LastMileRemoved = "last-mile-removed" {
            /// The team.
            team: NamedRef,
            /// What the logic did.
            what: String,
            /// Whether the team no longer uses the product either.
            #[serde(default, skip_serializing_if = "std::ops::Not::not")] with_use: bool,
        },
        /// The product reached a level of a standard for the first time.
        LevelReached = "level-reached" {
            /// The standard.
            standard: NamedRef,
            /// The level.
            level: NamedRef,
        },
        /// The product fell below a level of a standard.
        LevelLost = "level-lost" {
            /// The standard.
            standard: NamedRef,
            /// The lost level.
            level: NamedRef,
        },
    }
}
