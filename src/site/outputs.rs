//! `/outputs/` and `/outputs/<kind>/`: all output ports of the company, by kind, so that people find what they can
//! use whichever product it is part of.

use super::context::{Output, ViewContext, page_ref};
use super::lists::{Facet, FacetOption, Pages, pages_of};
use super::page::View;
use super::parts::{Label, MenuPosition, MenuSectionId, PageRef};
use super::section::{PageMeta, PageSet, Section, entry, section_ref};
use super::{paths, words};
use crate::model::{CategoryIx, DomainIx, Lifecycle, OutputPort, PortType, ProductIx, Role, Status};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A list of output ports, or one page of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct OutputsView {
    /// What the list holds, in one plain sentence.
    pub description: String,
    /// The number of output ports in the whole list.
    pub total: usize,
    /// The ports of this page: of all kinds by kind, of one kind by domain; then by name.
    pub groups: Vec<OutputGroup>,
    /// The kinds, to narrow the list.
    pub facets: Vec<Facet>,
    /// The kind that the list is narrowed to, for the filter field; empty for all.
    pub kind: String,
    /// The statuses that filtered ports may have; empty if the list is short and has no filter field.
    pub marks: Vec<Label>,
    /// The category of the products that as a whole are what the ports of the kind are.
    pub category: Option<PageRef>,
    /// The number of those products.
    pub in_category: usize,
    /// The position among the pages.
    pub pages: Pages,
}

/// Output ports of one kind, or of one kind and domain.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct OutputGroup {
    /// The list of the kind, under its plural name; `None` if the kind is unknown.
    pub kind: Option<PageRef>,
    /// The domain of their products, in the list of a kind.
    pub domain: Option<PageRef>,
    /// Whether it began on the page before.
    pub is_continued: bool,
    /// Whether the list of the kind is by domain.
    pub by_domain: bool,
    /// The output ports.
    pub outputs: Vec<OutputView>,
}

/// An output port as lists show it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct OutputView {
    /// The id of the port.
    pub id: String,
    /// The name, linked to its place on the page of its product.
    pub name: String,
    /// The path of that page.
    pub path: String,
    /// The product.
    pub product: PageRef,
    /// Whether ports of many products have the same name, so that lists begin with the product.
    pub repeats: bool,
    /// The kind of port.
    pub kind: Option<Label>,
    /// Its status today, once known.
    pub status: Option<Label>,
    /// The status of its product, if that is worse; for a port without a status only if the product has a problem.
    pub product_status: Option<Label>,
    /// The team that owns the product.
    pub owner: Option<PageRef>,
    /// The lifecycle of the product, unless it is active.
    pub lifecycle: Option<Label>,
    /// The tier of its product, if given.
    pub tier: Option<PageRef>,
    /// Its version, if it has versions.
    pub version: Option<String>,
    /// The day from which it should not be used.
    pub deprecated_from: Option<String>,
    /// The address that opens it.
    pub url: Option<String>,
}

/// The lists of output ports.
pub(super) const SECTION: Section = Section {
    places: &["outputs", "api/outputs.json"],
    pages,
    menu: |context| {
        entry(
            MenuSectionId::Catalog,
            MenuPosition::More,
            section_ref("outputs", "Output ports"),
            has_any(context),
        )
    },
    ..Section::EMPTY
};

impl View for OutputsView {
    const TEMPLATE: &'static str = "outputs.html";
}

/// A longer list can be filtered by text.
const SHORT: usize = 12;
/// The number of output ports on a page.
const PAGE: usize = 50;
/// With a name that ports of more products have, lists begin with the product.
const ALIKE: usize = 5;

fn pages(pages: &mut PageSet<'_, '_>) {
    let context = pages.context;
    let all = all(context);
    if all.is_empty() {
        return;
    }
    let counts: Vec<(PortType, usize)> = kinds()
        .map(|kind| (kind, all.iter().filter(|port| port.kind == Some(kind)).count()))
        .filter(|(_, count)| *count > 0)
        .collect();
    add(pages, all, None, &counts);
    for (kind, _) in &counts {
        let mut of_kind: Vec<Output> = all.iter().filter(|port| port.kind == Some(*kind)).copied().collect();
        if is_by_domain(&of_kind, context) {
            // The sort is stable: within a domain they stay by name.
            of_kind.sort_by_cached_key(|output| {
                let domain =
                    domain_of(output, context).map(|domain| context.domain(domain).name.to_lowercase());
                (domain.is_none(), domain)
            });
        }
        add(pages, &of_kind, Some(*kind), &counts);
    }
    let records = all.iter().map(|output| view(*output, context));
    pages.json("api/outputs.json", super::api::List::new(records));
}

/// Returns whether a list of a kind is by domain: one that fits on a page can be sorted as a whole.
fn is_by_domain(outputs: &[Output], context: &ViewContext<'_>) -> bool {
    outputs.len() > PAGE && outputs.iter().any(|output| domain_of(output, context).is_some())
}

fn add(
    pages: &mut PageSet<'_, '_>,
    outputs: &[Output],
    kind: Option<PortType>,
    counts: &[(PortType, usize)],
) {
    let context = pages.context;
    let list = kind.map_or_else(|| paths::section("outputs"), |kind| kind_ref(kind).path);
    let count = outputs.len().div_ceil(PAGE).max(1);
    let title = kind.map_or_else(|| "Output ports".to_owned(), |kind| words::ports(kind).to_owned());
    let description = match kind {
        None => "Everything that products offer to others: tables, dashboards, files and more.".to_owned(),
        Some(kind) => words::port(kind).meaning,
    };
    let category = kind.and_then(|kind| category_of(kind, context));
    let is_of = |product: &&ProductIx| category.is_some() && context.product(**product).category == category;
    let in_category = context.listed().iter().filter(is_of).count();
    let by_domain = kind.is_some() && is_by_domain(outputs, context);
    for (at, shown) in outputs.chunks(PAGE).enumerate() {
        let option = |(port_type, count): &(PortType, usize)| FacetOption {
            page_ref: kind_ref(*port_type),
            count: *count,
            current: Some(*port_type) == kind,
        };
        let facet = Facet {
            title: "Kind of port".to_owned(),
            key: String::new(),
            options: counts.iter().map(option).collect(),
            more: None,
        };
        let is_together = |left: &Output, right: &Output| {
            left.kind == right.kind && (!by_domain || domain_of(left, context) == domain_of(right, context))
        };
        let before = outputs[..at * PAGE].last();
        let groups = shown.chunk_by(is_together).enumerate().map(|(place, group)| OutputGroup {
            is_continued: place == 0 && before.is_some_and(|before| is_together(before, &group[0])),
            kind: group[0].kind.map(kind_ref),
            domain: domain_of(&group[0], context).filter(|_| by_domain).map(|domain| context.domain(domain)),
            by_domain,
            outputs: group.iter().map(|output| view(*output, context)).collect(),
        });
        let shown = OutputsView {
            description: description.clone(),
            total: outputs.len(),
            groups: groups.collect(),
            facets: vec![facet],
            kind: kind.map_or_else(String::new, |kind| kind.word().to_owned()),
            marks: if outputs.len() > SHORT { words::statuses() } else { Vec::new() },
            category: category.map(|category| context.category_heading(category)),
            in_category,
            pages: pages_of(&list, at + 1, count),
        };
        let mut meta = PageMeta::first("outputs", title.clone(), description.clone());
        if kind.is_some() {
            meta = meta.below(section_ref("outputs", "Output ports"));
        }
        pages.html(paths::page_of(&list, at + 1), meta, shown);
    }
}

/// Output ports in products of other categories, of the kind that a category corresponds to: the dashboards inside
/// products that are not dashboards.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct PortsElsewhere {
    /// The number of ports.
    pub total: usize,
    /// The list of all ports of the kind.
    pub list: PageRef,
    /// The first ones, by name.
    pub outputs: Vec<OutputView>,
}

/// Returns the output ports in other products that belong to a category by their kind, the first `shown` of them by
/// name; `None` without any.
pub(super) fn in_other_products(
    category: CategoryIx,
    shown: usize,
    context: &ViewContext<'_>,
) -> Option<PortsElsewhere> {
    let kind = kind_for(context.catalog.categories[category.position()].role?)?;
    let role = |product: ProductIx| context.catalog.role(context.product(product));
    let own_role = context.catalog.categories[category.position()].role;
    let others =
        all(context).iter().filter(|output| output.kind == Some(kind) && role(output.product) != own_role);
    let others: Vec<&Output> = others.collect();
    (!others.is_empty()).then(|| PortsElsewhere {
        total: others.len(),
        list: kind_ref(kind),
        outputs: others.iter().take(shown).map(|output| view(**output, context)).collect(),
    })
}

/// Returns the kind of port that products of a role are as a whole.
fn kind_for(role: Role) -> Option<PortType> {
    match role {
        Role::Dashboard => Some(PortType::Dashboard),
        Role::Activation => Some(PortType::Sync),
        Role::Alerting => Some(PortType::Alert),
        _ => None,
    }
}

/// Returns the first category of such products.
fn category_of(kind: PortType, context: &ViewContext<'_>) -> Option<CategoryIx> {
    let categories = &context.catalog.categories;
    let first = categories.iter().position(|one| one.role.and_then(kind_for) == Some(kind));
    first.map(CategoryIx::at)
}

/// Returns the lists of output ports by kind that exist.
pub(super) fn lists(context: &ViewContext<'_>) -> Vec<PageRef> {
    let all = all(context);
    kinds().filter(|kind| all.iter().any(|port| port.kind == Some(*kind))).map(kind_ref).collect()
}

/// Returns all kinds: what people open and read comes before what is built on.
fn kinds() -> impl Iterator<Item = PortType> {
    let place = |kind: &PortType| match kind {
        PortType::Dashboard => 0,
        PortType::Document => 1,
        PortType::Alert => 2,
        PortType::Service => 3,
        PortType::File => 4,
        PortType::Api => 5,
        PortType::Sync => 6,
        PortType::Model => 7,
        PortType::Table => 8,
    };
    let mut all: Vec<PortType> = PortType::WORDS.iter().filter_map(|word| PortType::parse(word)).collect();
    all.sort_by_key(place);
    all.into_iter()
}

/// Returns the list of a kind.
fn kind_ref(kind: PortType) -> PageRef {
    page_ref("outputs", kind.word(), words::ports(kind))
}

/// Whether the list has any output port.
fn has_any(context: &ViewContext<'_>) -> bool {
    context.listed().iter().any(|product| !context.product(*product).output_ports.is_empty())
}

/// Returns the output ports of products in use or planned, by kind, then by the name that leads.
fn all<'s>(context: &'s ViewContext<'_>) -> &'s [Output] {
    context.outputs(|| collected(context))
}

/// Collects the output ports of products in use or planned, in that order.
fn collected(context: &ViewContext<'_>) -> Vec<Output> {
    let catalog = context.catalog;
    let of_product = |product: ProductIx| {
        let ports = catalog.product(product).output_ports.iter().enumerate();
        ports.map(move |(position, port)| Output {
            product,
            position,
            kind: kind_of(port, context),
            repeats: false,
        })
    };
    let mut all: Vec<Output> = context.listed().iter().copied().flat_map(of_product).collect();
    let name =
        |output: &Output| catalog.product(output.product).output_ports[output.position].name.to_lowercase();
    let mut products_by_name: BTreeMap<String, BTreeSet<ProductIx>> = BTreeMap::new();
    for output in &all {
        products_by_name.entry(name(output)).or_default().insert(output.product);
    }
    for output in &mut all {
        output.repeats = products_by_name.get(&name(output)).is_some_and(|products| products.len() > ALIKE);
    }
    all.sort_by_cached_key(|output| {
        let kind = kinds().position(|kind| Some(kind) == output.kind).unwrap_or(usize::MAX);
        let (product, _) = context.by_name(output.product);
        let leading = if output.repeats { product } else { name(output) };
        (kind, leading, name(output), context.by_name(output.product), output.position)
    });
    all
}

/// Returns the domain of the product of an output port.
fn domain_of(output: &Output, context: &ViewContext<'_>) -> Option<DomainIx> {
    context.product(output.product).domain
}

/// Returns the kind of an output port: the declared one, else the kind of the asset behind it.
pub(super) fn kind_of(port: &OutputPort, context: &ViewContext<'_>) -> Option<PortType> {
    port.kind.or_else(|| context.catalog.asset(port.asset?).port_type())
}

/// Whether the status of a product is shown next to that of an output port: if it is worse. Next to a port without a
/// status, only a problem is: "unchecked" would read as if the port had been checked.
fn is_told(whole: Status, port: Option<Status>) -> bool {
    port.map_or(whole >= Status::Warning, |port| whole > port)
}

fn view(output: Output, context: &ViewContext<'_>) -> OutputView {
    let Output { product, position, kind, repeats } = output;
    let whole = context.product(product);
    let port = &whole.output_ports[position];
    let asset = port.asset.map(|asset| context.catalog.asset(asset));
    let status = context.port_status(product, position);
    OutputView {
        id: port.id.clone(),
        name: port.name.clone(),
        path: format!("{}#port-{}", context.product_ref(product).path, port.id),
        product: context.product_ref(product),
        repeats,
        kind: kind.map(words::port),
        status: status.map(words::status),
        product_status: context.status(product).filter(|whole| is_told(*whole, status)).map(words::status),
        owner: whole.owner.map(|owner| context.team(owner)),
        lifecycle: Some(whole.lifecycle)
            .filter(|lifecycle| *lifecycle != Lifecycle::Active)
            .map(words::lifecycle),
        tier: context.tier_of(whole),
        version: asset.and_then(|asset| asset.version.clone()),
        deprecated_from: asset.and_then(|asset| asset.deprecation_day()).map(str::to_owned),
        url: port.url.clone(),
    }
}
