//! `/teams/`, `/domains/`, `/categories/`: everything of a kind; also as lists for programs.

use super::context::{ViewContext, channels, in_short, plain};
use super::page::View;
use super::parts::{ChannelView, Label, PageRef, StatusCount};
use super::section::{PageMeta, PageSet};
use super::{paths, quality, today, words};
use crate::model::{CategoryIx, DomainIx, Lifecycle, Product, RegulationIx, TeamIx};
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// The list of everything of a kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct IndexView {
    /// The heading.
    pub title: String,
    /// What the entries are, in one plain sentence.
    pub description: String,
    /// What an entry is, and what is noted of it, if they form a table: `Team`, `Led by`.
    pub entry_heading: &'static str,
    /// See there.
    pub noted: &'static str,
    /// The key of an entry in the query string of the search; may be empty.
    pub key: &'static str,
    /// The entries.
    pub entries: Vec<IndexEntry>,
    /// The statuses of their products, worst first, if there are so many entries that they form a table.
    pub columns: Vec<Label>,
}

impl View for IndexView {
    const TEMPLATE: &'static str = "index.html";
}

/// Adds the first page of a section that lists everything of a kind.
pub(super) fn add(pages: &mut PageSet<'_, '_>, section: &'static str, view: IndexView) {
    let meta = PageMeta {
        title: view.title.clone(),
        description: view.description.clone(),
        section,
        ..PageMeta::default()
    };
    pages.html(paths::section(section), meta, view);
}

/// An entry of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct IndexEntry {
    /// Its id, name and page.
    pub page_ref: PageRef,
    /// The description, in plain words; may be empty.
    pub description: String,
    /// The number of products.
    pub count: usize,
    /// The number of products by status, worst first; empty if not shown.
    pub statuses: Vec<StatusCount>,
    /// The number of other teams' products it uses.
    pub uses: usize,
    /// The number of output ports in products of other categories that belong to it by their kind.
    pub inside: usize,
    /// A few more words, such as who leads it or where it applies; may be empty.
    pub note: String,
    /// The team that owns it, which the note names.
    pub owner: Option<PageRef>,
    /// Where to ask a team first.
    pub ask: Option<ChannelView>,
}

/// Returns the list of teams.
pub(super) fn teams(context: &ViewContext<'_>) -> IndexView {
    let used = today::uses(context);
    let entry = |(position, team): (usize, &crate::model::Team)| {
        let index = TeamIx::at(position);
        let lead = team.lead.as_ref().and_then(|lead| lead.name.clone().or_else(|| lead.email.clone()));
        IndexEntry {
            page_ref: context.team(index),
            description: plain(&team.description),
            count: count(context, |product| product.owner == Some(index)),
            statuses: quality::counts(context, context.listed_of_team(index)),
            inside: 0,
            uses: used
                .neighbours(position)
                .iter()
                .map(|used_by| used_by.product)
                .collect::<BTreeSet<_>>()
                .len(),
            note: lead.map_or(String::new(), |lead| format!("led by {lead}")),
            owner: None,
            ask: channels(&team.support).into_iter().next(),
        }
    };
    let mut entries: Vec<IndexEntry> = context.catalog.teams.iter().enumerate().map(entry).collect();
    let columns = columns(&mut entries, context);
    IndexView {
        title: "Teams".to_owned(),
        description: "Who owns which products, and where to ask.".to_owned(),
        entry_heading: "Team",
        noted: "Led by",
        key: "owner",
        entries,
        columns,
    }
}

/// Sorts entries that are too many for cards, those with the most products of the worst status first, and returns the
/// columns of their table.
fn columns(entries: &mut [IndexEntry], context: &ViewContext<'_>) -> Vec<Label> {
    if entries.len() <= CARDS {
        return Vec::new();
    }
    let statuses = context.listed().iter().map(|product| context.status(*product));
    let mut columns = words::seen(statuses.clone().flatten());
    if statuses.into_iter().any(|status| status.is_none()) {
        columns.push(words::not_watched());
    }
    entries.sort_by_cached_key(|entry| {
        let counts: Vec<Reverse<usize>> =
            columns.iter().map(|status| Reverse(entry.in_status(status))).collect();
        (counts, entry.page_ref.name.to_lowercase())
    });
    columns
}

/// The most entries shown as cards; more form a table.
const CARDS: usize = 4;

impl IndexEntry {
    /// Returns the number of its products with a status.
    fn in_status(&self, status: &Label) -> usize {
        self.statuses.iter().find(|counted| counted.status.id == status.id).map_or(0, |counted| counted.count)
    }
}

/// Returns the list of domains.
pub(super) fn domains(context: &ViewContext<'_>) -> IndexView {
    let entry = |(position, domain): (usize, &crate::model::Domain)| {
        let index = DomainIx::at(position);
        IndexEntry {
            page_ref: context.domain(index),
            description: plain(&domain.description),
            count: count(context, |product| product.domain == Some(index)),
            statuses: quality::counts(context, context.listed_in_domain(index)),
            note: domain.owner.map_or(String::new(), |owner| context.team(owner).name),
            owner: domain.owner.map(|owner| context.team(owner)),
            ask: domain
                .owner
                .and_then(|owner| channels(&context.catalog.team(owner).support).into_iter().next()),
            ..IndexEntry::default()
        }
    };
    let mut entries: Vec<IndexEntry> = context.catalog.domains.iter().enumerate().map(entry).collect();
    let columns = columns(&mut entries, context);
    IndexView {
        title: "Domains".to_owned(),
        description: "The parts of the business and their data products.".to_owned(),
        entry_heading: "Domain",
        noted: "Owner",
        key: "domain",
        entries,
        columns,
    }
}

/// Returns the list of categories.
pub(super) fn categories(context: &ViewContext<'_>) -> IndexView {
    let entry = |(position, category): (usize, &crate::model::VocabularyEntry)| {
        let index = CategoryIx::at(position);
        IndexEntry {
            page_ref: context.category(index),
            description: category.description.clone(),
            count: count(context, |product| product.category == Some(index)),
            ..IndexEntry::default()
        }
    };
    IndexView {
        title: "Categories".to_owned(),
        description: "Data products by category.".to_owned(),
        entries: context.catalog.categories.iter().enumerate().map(entry).collect(),
        ..IndexView::default()
    }
}

/// Returns the list of regulations.
pub(super) fn regulations(context: &ViewContext<'_>) -> IndexView {
    let entry = |(position, regulation): (usize, &crate::model::Regulation)| {
        let index = RegulationIx::at(position);
        let concerns =
            |product: &Product| product.obligations.iter().any(|obligation| obligation.regulation == index);
        IndexEntry {
            page_ref: context.regulation(index),
            description: in_short(&regulation.summary, &regulation.description),
            count: count(context, concerns),
            note: regulation.jurisdiction.clone(),
            ..IndexEntry::default()
        }
    };
    IndexView {
        title: "Regulations".to_owned(),
        description: "What regulations require of our data, and the evidence for it.".to_owned(),
        entries: context.catalog.regulations.iter().enumerate().map(entry).collect(),
        ..IndexView::default()
    }
}

/// Counts the products that satisfy a predicate and are not retired.
fn count(context: &ViewContext<'_>, belongs: impl Fn(&Product) -> bool) -> usize {
    let listed = context.catalog.products.iter().filter(|product| product.lifecycle != Lifecycle::Retired);
    listed.filter(|product| belongs(product)).count()
}
