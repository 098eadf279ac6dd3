//! The kinds of changes, by the words that programs and recorded changes know them by.

use super::promise::words;

words! {
    /// What kind of change it is.
    ChangeKind {
        /// A product came.
        ProductAdded = "product-added",
        /// A product went.
        ProductRemoved = "product-removed",
        /// A product changed its lifecycle.
        Lifecycle = "lifecycle",
        /// A product has a day from which it is gone, or no longer has one.
        Ends = "ends",
        /// Another product takes the place of a product.
        ReplacedBy = "replaced-by",
        /// A product promises to be made for another tier.
        Tier = "tier",
        /// A product has another name.
        Renamed = "renamed",
        /// Another team answers for a product.
        Owner = "owner",
        /// A product belongs to another domain.
        Domain = "domain",
        /// A product is of another category.
        Category = "category",
        /// An output port came.
        PortAdded = "port-added",
        /// An output port went.
        PortRemoved = "port-removed",
        /// What stood behind an output port is gone.
        PortLost = "port-lost",
        /// Another asset stands behind an output port.
        PortMoved = "port-moved",
        /// A table behind no output port that others read is gone.
        TableLost = "table-lost",
        /// The table behind an output port has another name or place.
        TableMoved = "table-moved",
        /// A column of an output port came.
        ColumnAdded = "column-added",
        /// A column of an output port went.
        ColumnRemoved = "column-removed",
        /// A column of an output port is of another type.
        ColumnType = "column-type",
        /// A promise came.
        PromiseAdded = "promise-added",
        /// A promise went.
        PromiseRemoved = "promise-removed",
        /// A promise is tighter.
        PromiseTightened = "promise-tightened",
        /// A promise is looser.
        PromiseLoosened = "promise-loosened",
        /// A promise is another one, and nobody can say whether a better one.
        PromiseChanged = "promise-changed",
        /// A product is subject to a regulation.
        RegulationAdded = "regulation-added",
        /// A product no longer is subject to a regulation.
        RegulationRemoved = "regulation-removed",
        /// A regulation ends at a product, or does no longer.
        RegulationEnds = "regulation-ends",
        /// A product builds on another one.
        InputAdded = "input-added",
        /// A product no longer builds on another one.
        InputRemoved = "input-removed",
        /// A field of another system is no longer filled.
        FieldRemoved = "field-removed",
        /// A field of another system is filled from another column.
        FieldMoved = "field-moved",
        /// Another field of another system is filled.
        FieldAdded = "field-added",
        /// A guard went.
        GuardRemoved = "guard-removed",
        /// A guard belongs to another product.
        GuardMoved = "guard-moved",
        /// A guard carries out another control, or none.
        GuardControl = "guard-control",
        /// Something is to have run by another time.
        Schedule = "schedule",
        /// A system came.
        SystemAdded = "system-added",
        /// A system has another id.
        SystemId = "system-id",
        /// Data flows another way between a system and the warehouse.
        SystemDirection = "system-direction",
        /// Something reads a system, or writes to it.
        SystemPartAdded = "system-part-added",
        /// Something else of the same product reads a system, or writes to it.
        SystemPartReplaced = "system-part-replaced",
        /// A system went.
        SystemRemoved = "system-removed",
        /// Those who run a system are reached elsewhere.
        SystemContact = "system-contact",
        /// Something no longer reads a system, or writes to it.
        SystemPartRemoved = "system-part-removed",
        /// A team uses a product.
        UseAdded = "use-added",
        /// A team no longer uses a product.
        UseRemoved = "use-removed",
        /// Logic that a reader had added to a product is gone.
        LastMileRemoved = "last-mile-removed",
        /// A product reached a level of a standard that it never had.
        LevelReached = "level-reached",
        /// A product fell below a level of a standard.
        LevelLost = "level-lost",
    }
}
