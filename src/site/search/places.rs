//! The words of a product, each with its place: `search/words/`.

use super::super::context::ViewContext;
use super::super::tokeniser::{parts, shard, split, suffixes};
use super::super::{outputs, words};
use crate::model::{Person, PortType, ProductIx};
use std::collections::{BTreeMap, BTreeSet};

/// The place of a word in a product, most significant first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum MatchPlace {
    WholeName,
    WholeAlias,
    Name,
    Alias,
    Id,
    Owner,
    Steward,
    Domain,
    Category,
    Regulation,
    Tag,
    Port,
    PortKind,
    Summary,
    Table,
    Column,
}

impl MatchPlace {
    /// Every place with its weight, in numeric order.
    pub(super) const WEIGHTS: [(Self, u32); 16] = [
        (Self::WholeName, 120),
        (Self::WholeAlias, 110),
        (Self::Name, 60),
        (Self::Alias, 55),
        (Self::Id, 40),
        (Self::Owner, 25),
        (Self::Steward, 25),
        (Self::Domain, 25),
        (Self::Category, 25),
        (Self::Regulation, 25),
        (Self::Tag, 25),
        (Self::Port, 20),
        (Self::PortKind, 15),
        (Self::Summary, 12),
        (Self::Table, 10),
        (Self::Column, 6),
    ];

    /// The places of names: of a product, and of its output ports.
    pub(super) const NAMES: [Self; 6] =
        [Self::WholeName, Self::WholeAlias, Self::Name, Self::Alias, Self::Id, Self::Port];

    /// Returns what a result calls the place, if it does not show the place itself; else empty.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::WholeAlias | Self::Alias => "also called",
            Self::Owner => "owned by",
            Self::Steward => "steward",
            Self::Domain => "domain",
            Self::Regulation => "subject to",
            Self::Tag => "tagged",
            Self::Port => "output port",
            Self::PortKind => "offers",
            Self::Table => "table",
            Self::Column => "column",
            Self::WholeName | Self::Name | Self::Id | Self::Category | Self::Summary => "",
        }
    }
}

/// Returns the texts of a product that a result does not show, each with the position of its place, so that a result
/// can quote the matching text as it was written. The name of the owner is in the index already.
pub(super) fn texts(index: ProductIx, context: &ViewContext<'_>) -> Vec<(usize, String)> {
    let product = context.product(index);
    let regulations =
        product.obligations.iter().map(|obligation| context.regulation(obligation.regulation).name);
    let steward = product.steward.as_ref().and_then(person);
    let single = [
        (MatchPlace::Steward, steward),
        (MatchPlace::Domain, product.domain.map(|domain| context.domain(domain).name)),
    ];
    let single = single.into_iter().filter_map(|(place, text)| Some((place, text?)));
    let aliases = product.aliases.iter().map(|alias| (MatchPlace::Alias, alias.clone()));
    let tags = product.tags.iter().map(|tag| (MatchPlace::Tag, tag.clone()));
    let ports = product.output_ports.iter().map(|port| (MatchPlace::Port, port.name.clone()));
    let regulations = regulations.map(|name| (MatchPlace::Regulation, name));
    let kinds = port_kinds(index, context).into_iter();
    let kinds = kinds.map(|kind| (MatchPlace::PortKind, words::ports(kind).to_owned()));
    let all = single.chain(aliases).chain(regulations).chain(tags).chain(ports).chain(kinds);
    all.map(|(place, text)| (place as usize, text)).collect()
}

/// Returns the kinds of output ports of a product by which people look for it. Almost every product offers tables and
/// models, so that these would say nothing.
fn port_kinds(product: ProductIx, context: &ViewContext<'_>) -> BTreeSet<PortType> {
    let ports = context.product(product).output_ports.iter();
    let kinds = ports.filter_map(|port| outputs::kind_of(port, context));
    kinds.filter(|kind| !matches!(kind, PortType::Table | PortType::Model)).collect()
}

/// Returns what a result calls a person.
fn person(person: &Person) -> Option<String> {
    person.name.clone().or(person.email.clone())
}

/// Returns the words of these products by file, each with the differences between their places.
pub(super) fn postings(
    order: &[ProductIx],
    context: &ViewContext<'_>,
) -> BTreeMap<String, BTreeMap<String, Vec<u32>>> {
    let mut keyed: BTreeMap<String, BTreeMap<String, Vec<u32>>> = BTreeMap::new();
    for (number, product) in order.iter().enumerate() {
        for (word, place) in choices(*product, context) {
            let led = keyed.entry(shard(&word)).or_default().entry(word).or_default();
            led.push(u32::try_from(number * MatchPlace::WEIGHTS.len() + place as usize).unwrap_or(u32::MAX));
        }
    }
    keyed.values_mut().flat_map(BTreeMap::values_mut).for_each(|led| as_steps(led));
    keyed
}

/// Turns rising numbers into differences from one to the next: for a word that is everywhere, they are all alike and
/// compress to almost nothing.
fn as_steps(rising: &mut [u32]) {
    let mut before = 0;
    for number in rising {
        (before, *number) = (*number, *number - before);
    }
}

/// Returns the words of a product, each with its most significant place.
fn choices(index: ProductIx, context: &ViewContext<'_>) -> BTreeMap<String, MatchPlace> {
    let product = context.product(index);
    let catalog = context.catalog;
    let mut found: BTreeMap<String, MatchPlace> = BTreeMap::new();
    let mut add = |text: &str, place: MatchPlace| {
        // A summary is too long to be found from each of its letters.
        let inner = if place == MatchPlace::Summary { BTreeSet::new() } else { suffixes(text) };
        for word in parts(text).into_iter().chain(inner) {
            let known = found.entry(word).or_insert(place);
            *known = (*known).min(place);
        }
    };
    add(&product.name, MatchPlace::Name);
    add(&product.id, MatchPlace::Id);
    product.aliases.iter().for_each(|alias| add(alias, MatchPlace::Alias));
    let about = [
        (product.owner.map(|owner| context.team(owner).name), MatchPlace::Owner),
        (product.steward.as_ref().and_then(person), MatchPlace::Steward),
        (product.domain.map(|domain| context.domain(domain).name), MatchPlace::Domain),
        (product.category.map(|category| context.category(category).name), MatchPlace::Category),
        (product.mart.map(|kind| words::mart(kind).name), MatchPlace::Category),
    ];
    for (text, place) in about {
        text.iter().for_each(|text| add(text, place));
    }
    for obligation in &product.obligations {
        let regulation = &catalog.regulations[obligation.regulation.position()];
        add(&regulation.id, MatchPlace::Regulation);
        add(&regulation.name, MatchPlace::Regulation);
    }
    product.tags.iter().for_each(|tag| add(tag, MatchPlace::Tag));
    product.output_ports.iter().for_each(|port| add(&port.name, MatchPlace::Port));
    port_kinds(index, context).into_iter().for_each(|kind| add(words::ports(kind), MatchPlace::PortKind));
    add(&product.summary, MatchPlace::Summary);
    for asset in &product.assets {
        let asset = catalog.asset(*asset);
        add(&asset.name, MatchPlace::Table);
        asset.columns.iter().for_each(|column| add(&column.name, MatchPlace::Column));
    }
    let aliases = product.aliases.iter().map(|alias| (alias, MatchPlace::WholeAlias));
    for (name, place) in aliases.chain([(&product.name, MatchPlace::WholeName)]) {
        let whole = split(name).join(" ");
        if !whole.is_empty() {
            found.insert(whole, place);
        }
    }
    // The names of tables and columns as written, so that they lead there whatever else has their words.
    for asset in &product.assets {
        let asset = catalog.asset(*asset);
        let columns = asset.columns.iter().map(|column| (&column.name, MatchPlace::Column));
        for (name, place) in columns.chain([(&asset.name, MatchPlace::Table)]) {
            let whole = split(name).join(" ");
            if whole.contains(' ') {
                let known = found.entry(whole).or_insert(place);
                *known = (*known).min(place);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_listed_in_the_order_of_their_places() {
        for (number, (place, _)) in MatchPlace::WEIGHTS.iter().enumerate() {
            assert_eq!(number, *place as usize);
        }
    }

    #[test]
    fn numbers_are_stored_as_differences() {
        let mut numbers = [3, 8, 8 * 4 + 1, 80_000];
        as_steps(&mut numbers);
        assert_eq!(numbers, [3, 5, 25, 79_967]);
    }
}
