//! Output ports and input ports of a product file.

use super::document::kinds::{
    IdValue, MarkdownValue, SelectorValue, TableValue, TextValue, UrlValue, WordOf,
};
use super::document::references::{ContractPath, PortId, ProductId};
use super::document::{CrossKeyCheck, document};
use super::field::FieldDoc;
use crate::diagnostics::Diagnostic;
use crate::model::PortType;
use crate::source::Spanned;
use serde_json::json;

document! {
    /// Something that others may build on or use: a dbt node (`dbt`), a declared asset (`asset`) or a table in
    /// OpenLineage events (`dataset`), only one of them.
    pub struct OutputPortDoc as "an output port" with ONE_ASSET {
        /// Unique in the product.
        #[example = "bookings"]
        id: required IdValue,
        /// The display name; by default, derived from the id.
        #[example = "Bookings"]
        name: optional TextValue,
        /// What it contains.
        description: optional MarkdownValue,
        /// The dbt node behind it.
        #[example = "fct_bookings"]
        dbt: optional SelectorValue,
        /// The declared asset behind it, by its id.
        #[example = "weekly-sync"]
        asset: optional TextValue,
        /// The table behind it as named in OpenLineage events, if no dbt project creates it: with its namespace, or
        /// only its name.
        #[example = "s3://forecasts/predicted_orders"]
        dataset: optional TableValue,
        /// What it is.
        port_type as "type": optional WordOf<PortType>,
        /// The address at which it is opened.
        url: optional UrlValue,
        /// Where people request access to it; by default, the address in `access` of `glassbox.yml`.
        access: optional UrlValue,
        /// The file of its data contract, relative to the folder of `glassbox.yml`.
        #[example = "contracts/bookings.odcs.yaml"]
        contract: optional ContractPath,
        /// For a sync, the fields that it fills in another system, by the column that each is filled from.
        fields: entries FieldDoc,
    }
}

/// What is behind an output port, as written.
#[derive(Clone, Copy, Debug)]
pub(crate) enum BehindPort<'d> {
    /// A node of dbt.
    Dbt(&'d Spanned<String>),
    /// An asset that the product declares.
    Asset(&'d Spanned<String>),
    /// A table that OpenLineage events name.
    Dataset(&'d Spanned<String>),
}

impl<'d> BehindPort<'d> {
    /// Returns its name.
    pub(crate) fn written(self) -> &'d Spanned<String> {
        match self {
            Self::Dbt(written) | Self::Asset(written) | Self::Dataset(written) => written,
        }
    }
}

impl OutputPortDoc {
    /// Returns what is behind it.
    pub(crate) fn behind(&self) -> Option<BehindPort<'_>> {
        let (dbt, dataset) = (self.dbt.as_ref(), self.dataset.as_ref());
        let asset = self.asset.as_ref().map(BehindPort::Asset);
        asset.or(dbt.map(BehindPort::Dbt)).or(dataset.map(BehindPort::Dataset))
    }
}

/// The keys that name what is behind an output port.
const BEHIND_PORT: [&str; 3] = ["dbt", "asset", "dataset"];

const ONE_ASSET: CrossKeyCheck = CrossKeyCheck {
    check: |fields| {
        let given_keys: Vec<&str> = BEHIND_PORT.into_iter().filter(|key| fields.has(key)).collect();
        if let [first, .., last] = given_keys[..] {
            let message = format!(
                "an output port refers to only one of these: {}, {} or {}",
                "a dbt node (`dbt`)", "a declared asset (`asset`)", "a table in events (`dataset`)"
            );
            let diagnostic = Diagnostic::error("wrong-type", message)
                .at(fields.place(last), format!("`{first}` is given too"))
                .help("keep the one that consumers read");
            fields.report(diagnostic);
        }
        Some(())
    },
    schema: || {
        let pairs = [(0, 1), (0, 2), (1, 2)].map(|(left, right)| [BEHIND_PORT[left], BEHIND_PORT[right]]);
        json!({"allOf": pairs.map(|pair| json!({"not": {"required": pair}}))})
    },
};

document! {
    /// A product that this one builds on.
    pub struct InputPortDoc as "an input port" {
        /// The product.
        #[example = "customer-mart"]
        product: required ProductId,
        /// Its output port.
        #[example = "customers"]
        port: optional PortId,
    }
}
