//! The fixed vocabularies of a catalog, in the field's own terms.

use super::vocabulary_macro::vocabulary;

vocabulary! {
    /// The lifecycle of a product. The words are those of Bitol ODPS.
    Lifecycle {
        /// An idea.
        Proposed = "proposed",
        /// Being built.
        Draft = "draft",
        /// In use.
        Active = "active",
        /// Still available, but to be replaced: move away from it.
        Deprecated = "deprecated",
        /// No longer available.
        Retired = "retired",
    }
}

vocabulary! {
    /// What the products of a category are for: what Glassbox knows of a category, whatever its id.
    Role {
        /// Brings data of one system into the warehouse, unchanged.
        Replication = "replication",
        /// Tables to build on: the data is the product.
        Mart = "mart",
        /// A place to explore data without writing code.
        Application = "application",
        /// Answers to fixed questions, kept up to date.
        Dashboard = "dashboard",
        /// Brings data back into the tools that people work in.
        Activation = "activation",
        /// Notifies people when something happens.
        Alerting = "alerting",
        /// A study that answers one question.
        Analysis = "analysis",
        /// People who help.
        Consulting = "consulting",
    }
}

vocabulary! {
    /// The kind of mart.
    MartKind {
        /// One source system, made readable, without logic of other systems.
        Application = "application",
        /// Several systems brought together.
        Integrated = "integrated",
        /// Made for one project.
        Project = "project",
    }
}

vocabulary! {
    /// Where the output of a product is used; a later stage is harder to do without.
    Stage {
        /// People use it to learn something.
        Analysis = "analysis",
        /// Daily work depends on it.
        Operational = "operational",
        /// It reaches people outside through campaigns.
        Marketing = "marketing",
        /// It is part of a product that customers use.
        Application = "application",
    }
}

vocabulary! {
    /// What an output port is.
    PortType {
        /// A table or view.
        Table = "table",
        /// A dashboard.
        Dashboard = "dashboard",
        /// An API.
        Api = "api",
        /// A file.
        File = "file",
        /// Data that is written to another system.
        Sync = "sync",
        /// A message when something happens.
        Alert = "alert",
        /// A text: a study, a report.
        Document = "document",
        /// A model that predicts or classifies.
        Model = "model",
        /// People who help.
        Service = "service",
    }
}

vocabulary! {
    /// What an initiative asks for.
    InitiativeKind {
        /// Something that did not exist before.
        New = "new",
        /// Existing products are made reliable.
        Hardening = "hardening",
    }
}

vocabulary! {
    /// How long the value of a piece of work lasts.
    ValueDuration {
        /// It serves later requests too.
        Lasting = "lasting",
        /// It serves this request only.
        ThisAsk = "this-ask",
    }
}

vocabulary! {
    /// The status of a piece of work.
    DeliveryStatus {
        /// Not started.
        Planned = "planned",
        /// Started.
        InProgress = "in-progress",
        /// Done.
        Delivered = "delivered",
        /// Started, and on hold.
        Paused = "paused",
        /// Given up: it will not be delivered.
        Dropped = "dropped",
    }
}

impl DeliveryStatus {
    /// The default if nothing is written.
    pub(crate) const DEFAULT: Self = Self::Planned;
}

impl Lifecycle {
    /// The default if nothing is written.
    pub(crate) const DEFAULT: Self = Self::Active;

    /// Returns whether it exists: no longer an idea, and not yet retired.
    #[must_use]
    pub(crate) fn is_in_service(self) -> bool {
        !matches!(self, Self::Proposed | Self::Retired)
    }
}
