//! `teams/<id>/today.json`, and the uses on a team's page: the status of everything that it owns or uses.

use super::context::ViewContext;
use super::notices::{self, NoticeView};
use super::parts::{Label, PageRef, StatusCount};
use super::product::{fixed_in, reasons};
use super::section::PageSet;
use super::week::{self, WeekItem, WeekTasks};
use super::{paths, words};
use crate::model::{AdjacencyList, ConsumerIx, Incident, ProductIx, Status, TeamIx, capitalised};
use crate::prose::en;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// The status of a product today, for those who own or use it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct UseView {
    /// The product.
    pub product: PageRef,
    /// The address of its page, if the site's address is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The purpose of its use; may be empty.
    pub purpose: String,
    /// The day from which it will be used, if that is later: `2027-03-01`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Its status, once known.
    pub status: Option<Label>,
    /// The first reason for its status; may be empty.
    pub reason: String,
    /// The team that owns it.
    pub owner: Option<PageRef>,
    /// The team that can fix the problem, unless that is the team itself.
    pub ask: Option<PageRef>,
    /// The notices for it and what it builds on.
    pub notices: Vec<NoticeView>,
}

/// `teams/<id>/today.json`: the status of everything that a team owns or uses; it works unchanged as a message for a
/// chat webhook, which takes `text` and ignores the rest.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
struct TodayRecord {
    /// The day as a message.
    text: String,
    /// The id of the team.
    team: String,
    /// The address of its page, if the site's address is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    /// The reference day: `2026-11-21`.
    day: String,
    /// The products that the team owns.
    own: Vec<UseView>,
    /// The products that it uses, worst first.
    uses: Vec<UseView>,
    /// What is due within two weeks, by day.
    due: Vec<WeekItem>,
}

/// By team, the products that it uses, each with the consumer's position.
pub(super) fn uses(context: &ViewContext<'_>) -> AdjacencyList<ConsumerIx> {
    let uses_of_product = |product: ProductIx| {
        let consumers = context.product(product).consumers.iter().enumerate();
        consumers.filter_map(move |(position, consumer)| {
            Some((consumer.team()?.position(), ConsumerIx { product, consumer: position }))
        })
    };
    AdjacencyList::new(
        context.catalog.teams.len(),
        context.listed().to_vec().into_iter().flat_map(uses_of_product),
    )
}

/// The products that a team uses, worst today first, and the number of those by status.
#[derive(Clone, Default)]
pub(super) struct Used {
    pub(super) uses: Vec<UseView>,
    pub(super) statuses: Vec<StatusCount>,
}

/// Returns what a team uses, worst today first; `uses` are its entries of [`uses`].
pub(super) fn used(team: TeamIx, uses: &[ConsumerIx], context: &ViewContext<'_>) -> Used {
    let is_planned = |used: &ConsumerIx| context.catalog.consumer(*used).planned;
    let current_uses: Vec<ConsumerIx> = uses.iter().copied().filter(|used| !is_planned(used)).collect();
    let mut products: Vec<ProductIx> = current_uses.iter().map(|used| used.product).collect();
    products.dedup();
    let mut uses = uses.to_vec();
    uses.sort_by_key(|used| (is_planned(used), Reverse(status_in_use(*used, context))));
    let uses = uses.into_iter().map(|used| in_use(team, used, context));
    let statuses = products.iter().map(|product| {
        let of_product = current_uses.iter().filter(|used| used.product == *product);
        of_product.map(|used| status_in_use(*used, context)).max().flatten()
    });
    Used { uses: uses.collect(), statuses: super::quality::count(statuses) }
}

/// Adds the file of a team with these uses.
pub(super) fn add(pages: &mut PageSet<'_, '_>, team: TeamIx, uses: Vec<UseView>, tasks: &WeekTasks) {
    let context = pages.context;
    let own_products = context.listed_of_team(team).iter();
    let mut record = TodayRecord {
        text: String::new(),
        team: context.catalog.team(team).id.clone(),
        url: url(&context.team(team).path, context),
        day: context.today.to_string(),
        own: own_products.map(|product| today(team, *product, String::new(), context)).collect(),
        uses,
        due: week::due(team, tasks, context),
    };
    record.text = text(team, &record, tasks, context);
    let path = paths::folder_file("teams", &record.team, "today.json");
    pages.json(path, record);
}

/// Returns the status of a product for those who use it: that of the output ports that they use, if they are known, and
/// of all if nothing that they build on is broken.
fn status_in_use(used: ConsumerIx, context: &ViewContext<'_>) -> Option<Status> {
    let product = used.product;
    let status = context.status(product);
    let of_ports = context.product_assessment(product).map_or(&[][..], |assessed| &assessed.ports);
    let used_ports = &context.catalog.consumer(used).ports;
    if let Some(of_used) = used_ports.iter().filter_map(|port| of_ports.get(*port).copied()).max().flatten() {
        return Some(of_used);
    }
    let output_ports = &context.product(product).output_ports;
    let is_inner = |incident: &Incident| {
        incident.reach.ports.is_empty() && output_ports.iter().any(|port| port.asset.is_some())
    };
    let ports = || of_ports.iter().copied().max();
    if context.incident(product).is_some_and(is_inner) { ports().flatten() } else { status }
}

/// Returns the status of a product that a team uses.
fn in_use(team: TeamIx, used: ConsumerIx, context: &ViewContext<'_>) -> UseView {
    let (product, consumer) = (used.product, context.catalog.consumer(used));
    let view = today(team, product, consumer.purpose.clone(), context);
    let from = consumer.since.filter(|_| consumer.planned).map(|day| day.to_string());
    let view = UseView { from, ..view };
    let status = status_in_use(used, context);
    if status == context.status(product) {
        return view;
    }
    UseView {
        status: status.map(words::status),
        reason: match consumer.ports.as_slice() {
            [] => en::inner_parts_broken().to_owned(),
            _ => en::other_outputs_broken().to_owned(),
        },
        ask: None,
        ..view
    }
}

fn today(team: TeamIx, product: ProductIx, purpose: String, context: &ViewContext<'_>) -> UseView {
    let assessment = context.product_assessment(product).filter(|assessment| assessment.status.is_some());
    let reason =
        assessment.and_then(|assessment| reasons(product, assessment, 1, context).into_iter().next());
    let owner = context.product(product).owner;
    let fixer = fixed_in(product, context).and_then(|product| context.product(product).owner).or(owner);
    let page = context.product_ref(product);
    UseView {
        url: url(&page.path, context),
        product: page,
        purpose,
        from: None,
        status: context.status(product).map(words::status),
        reason: reason.map(|reason| capitalised(&reason.text)).unwrap_or_default(),
        owner: owner.map(|owner| context.team(owner)),
        ask: fixer.filter(|fixer| *fixer != team).map(|fixer| context.team(fixer)),
        notices: notices::shown(product, context),
    }
}

/// Returns the address of a page, if the site's address is known.
fn url(path: &str, context: &ViewContext<'_>) -> Option<String> {
    context.catalog.settings.base_url.as_deref().map(|base| paths::address(base, path))
}

/// Returns a notice for a product that a team uses, or for one upstream of it, with its author.
fn quoted(notice: &NoticeView, used: &UseView, context: &ViewContext<'_>) -> en::TodayNotice {
    let subject = notice.of.as_ref().unwrap_or(&used.product);
    let owner = context.catalog.product_of(&subject.id).and_then(|product| context.product(product).owner);
    en::TodayNotice {
        owner: owner.map(|owner| week::plain(&context.catalog.team(owner).name)),
        product: week::plain(&subject.name),
        text: week::plain(&notice.text),
    }
}

/// Returns the day as a message: what has a problem, and what is due.
fn text(team: TeamIx, record: &TodayRecord, tasks: &WeekTasks, context: &ViewContext<'_>) -> String {
    let mut seen = BTreeSet::new();
    let all = record.own.iter().chain(record.uses.iter().filter(|used| used.from.is_none()));
    let all: Vec<&UseView> = all.filter(|view| seen.insert(&view.product.id)).collect();
    let status = |view: &UseView| view.status.as_ref().and_then(|status| Status::parse(&status.id));
    let has_problem = |view: &&&UseView| status(view).is_some_and(|status| status >= Status::Warning);
    let is_unknown = |view: &&&UseView| status(view) == Some(Status::Unknown);
    let problems: Vec<&UseView> = all.iter().filter(has_problem).copied().collect();
    let unknown: Vec<&UseView> = all.iter().filter(is_unknown).copied().collect();
    let plain = week::plain;
    let lines: Vec<String> = problems
        .iter()
        .chain(&unknown)
        .map(|problem| {
            en::today_line(&en::TodayProblem {
                product: &plain(&problem.product.name),
                status: problem.status.as_ref().map_or("", |status| &status.name),
                reason: &plain(&problem.reason),
                ask: problem.ask.as_ref().map(|ask| plain(&ask.name)),
                notices: &problem
                    .notices
                    .iter()
                    .map(|notice| quoted(notice, problem, context))
                    .collect::<Vec<_>>(),
            })
        })
        .collect();
    let name = plain(&context.catalog.team(team).name);
    let counts = en::TodayCounts { problems: problems.len(), unknown: unknown.len(), all: all.len() };
    let mut end = en::today_due(record.due.len(), tasks.to);
    if let Some(url) = &record.url {
        end = format!("{end}\n{url}");
    }
    week::fitted(en::today_head(&name, context.today, counts), &lines, &end)
}
