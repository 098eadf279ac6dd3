//! The fixed vocabularies of a catalog, in the field's own words.

use super::promise::words;

words! {
    /// The lifecycle of a product. The words are those of Bitol ODPS.
    #[derive(Default)]
    Lifecycle {
        /// An idea.
        Proposed = "proposed",
        /// Being built.
        Draft = "draft",
        /// In use.
        #[default]
        Active = "active",
        /// Still there, to be left.
        Deprecated = "deprecated",
        /// Gone.
        Retired = "retired",
    }
}

words! {
    /// What the products of a category are for: what Glassbox knows of a category, whatever its id.
    Role {
        /// Data of one system, as it is.
        Replication = "replication",
        /// Tables to build on.
        Mart = "mart",
        /// A place to explore.
        Application = "application",
        /// Fixed questions with answers that are kept up to date.
        Dashboard = "dashboard",
        /// Data brought back into the tools in which people work.
        Activation = "activation",
        /// Messages when something happens.
        Alerting = "alerting",
        /// A study that answers one question.
        Analysis = "analysis",
        /// People who help.
        Consulting = "consulting",
    }
}

words! {
    /// What a mart is about.
    MartKind {
        /// One source system, made readable; no other system's logic.
        Application = "application",
        /// Several systems brought together.
        Integrated = "integrated",
        /// Made for one project.
        Project = "project",
    }
}

words! {
    /// Where the output of a product is used; a later stage is harder to do without.
    Stage {
        /// Somebody looks at it to learn something.
        Analysis = "analysis",
        /// The company runs on it.
        Operational = "operational",
        /// It reaches people outside through campaigns.
        Marketing = "marketing",
        /// It is part of what customers use.
        Application = "application",
    }
}

words! {
    /// What an output port is.
    PortType {
        /// A table or view.
        Table = "table",
        /// A dashboard.
        Dashboard = "dashboard",
        /// An interface for programs.
        Api = "api",
        /// A file.
        File = "file",
        /// Data brought into another system.
        Sync = "sync",
        /// A message when something happens.
        Alert = "alert",
        /// A text: a study, a report.
        Document = "document",
        /// People who help.
        Service = "service",
    }
}

words! {
    /// How long the value of a piece of work lasts.
    Value {
        /// It serves later asks too.
        Lasting = "lasting",
        /// It serves this ask only.
        ThisAsk = "this-ask",
    }
}

words! {
    /// The status of a piece of work.
    #[derive(Default)]
    DeliveryStatus {
        /// Not begun.
        #[default]
        Planned = "planned",
        /// Begun.
        InProgress = "in-progress",
        /// Done.
        Delivered = "delivered",
        /// Begun and resting.
        Paused = "paused",
        /// Given up.
        Dropped = "dropped",
    }
}

impl Lifecycle {
    /// Whether there is something to look at: not an idea any more, and not yet gone.
    #[must_use]
    pub fn is_living(self) -> bool {
        !matches!(self, Self::Proposed | Self::Retired)
    }
}
