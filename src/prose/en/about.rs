//! The subject of a finding, and how its sentences name the objects around it.

use super::listed;
use crate::model::{
    AssetIx, Control, ControlIx, DataPart, OwnPortIx, Product, ProductIx, PromiseIx, Regulation,
    RegulationIx, TierIx, User,
};
use crate::prose::Voice;
use jiff::civil::Date;
use std::fmt;

/// The product that a finding is about; it is displayed as its name.
pub(super) struct About<'v> {
    pub(super) product: ProductIx,
    pub(super) voice: &'v Voice<'v>,
}

impl fmt::Display for About<'_> {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(&self.voice.name_of(self.product))
    }
}

impl<'v> About<'v> {
    /// Returns the product itself.
    pub(super) fn itself(&self) -> &'v Product {
        self.voice.catalog.product(self.product)
    }

    /// Returns a product; itself without a link.
    pub(super) fn product(&self, product: ProductIx) -> String {
        if product == self.product { self.to_string() } else { self.voice.product(product) }
    }

    /// Returns other products, in a list.
    pub(super) fn products(&self, products: &[ProductIx]) -> String {
        listed(products.iter().map(|product| self.product(*product)))
    }

    /// Returns the team that owns another product, to be asked.
    pub(super) fn owner_of(&self, product: ProductIx) -> String {
        let catalog = self.voice.catalog;
        let owner = catalog.product(product).owner.map(|owner| self.voice.text(&catalog.team(owner).name));
        owner.unwrap_or_else(|| "its owner".to_owned())
    }

    /// Returns a tier.
    pub(super) fn tier(&self, tier: TierIx) -> String {
        let tier = self.voice.catalog.tiers.get(tier.position());
        tier.map(|tier| self.voice.named(&tier.name, &tier.id)).unwrap_or_default()
    }

    /// Returns one of its consumers: a team always by name, because people ask for teams by name.
    pub(super) fn consumer(&self, consumer: usize) -> String {
        match self.itself().consumers[consumer].user {
            User::Team(team) => self.text(&self.voice.catalog.team(team).name),
            User::Product(product) => self.product(product),
        }
    }

    /// Returns an asset.
    pub(super) fn asset(&self, asset: AssetIx) -> String {
        self.voice.asset(asset)
    }

    /// Returns assets, in a list.
    pub(super) fn assets(&self, assets: &[AssetIx]) -> String {
        listed(assets.iter().map(|asset| self.voice.asset(*asset)))
    }

    /// Returns assets and columns of assets, in a list.
    pub(super) fn pieces(&self, pieces: &[DataPart]) -> String {
        let piece = |part: &DataPart| {
            let asset = self.voice.catalog.asset(part.asset);
            match part.column.and_then(|column| asset.columns.get(column)) {
                Some(column) => self.code(&format!("{}.{}", asset.name, column.name)),
                None => self.code(&asset.name),
            }
        };
        listed(pieces.iter().map(piece))
    }

    /// Returns one of its output ports.
    pub(super) fn port(&self, port: OwnPortIx) -> String {
        self.voice.port(&self.itself().output_ports[port.0])
    }

    /// Returns a promise, to be put in quotes.
    pub(super) fn promise(&self, promise: PromiseIx) -> String {
        self.voice.promise(promise)
    }

    /// Returns the target of a promise.
    pub(super) fn target(&self, promise: PromiseIx) -> String {
        self.voice.catalog.sla(promise).target.to_string()
    }

    /// Returns a regulation, which displays its id.
    pub(super) fn regulation(&self, regulation: RegulationIx) -> &'v Regulation {
        &self.voice.catalog.regulations[regulation.position()]
    }

    /// Returns the name of a regulation.
    pub(super) fn regulation_name(&self, regulation: RegulationIx) -> String {
        self.text(&self.regulation(regulation).name)
    }

    /// Returns an initiative, by its id: on a page its title, in quotes.
    pub(super) fn initiative(&self, id: &str) -> String {
        let title = self
            .voice
            .catalog
            .initiatives
            .iter()
            .find(|initiative| initiative.id == id)
            .map_or(id, |initiative| &initiative.title);
        self.voice.named(&format!("“{title}”"), id)
    }

    /// Returns controls of a regulation, in a list.
    pub(super) fn controls(&self, controls: &[ControlIx]) -> String {
        listed(controls.iter().map(|control| {
            let control = self.control(*control);
            self.voice.named(&control.name, &control.id)
        }))
    }

    /// Returns a day.
    pub(super) fn day(&self, day: Date) -> String {
        self.voice.day(day)
    }

    /// Returns a control of a regulation.
    pub(super) fn control(&self, control: ControlIx) -> &'v Control {
        self.voice.catalog.control(control)
    }

    /// Returns an id, a column or anything else that is written literally in a file.
    pub(super) fn code(&self, code: &str) -> String {
        self.voice.code(code)
    }

    /// Returns a text from outside.
    pub(super) fn text(&self, text: &str) -> String {
        self.voice.text(text)
    }
}
