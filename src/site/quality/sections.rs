//! The problems of a page in sections, spread over several pages if there are many: the first urgent ones as cards,
//! the rest as lines, so that a page stays light however much is broken.

use super::incident::{self, IncidentLimits, IncidentView};
use super::line::{self, IncidentLine};
use super::scope::{PageScope, ScopeIncidents, is_responsible_for, of_others};
use crate::model::{AssetIx, Incident, ProductIx, Reason};
use crate::prose::en::{waiting_hint, what_is_urgent};
use crate::site::context::ViewContext;
use crate::site::lists::{Pages, pages_of};
use crate::site::parts::PageRef;
use crate::site::paths;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

/// Problems under one heading.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct IncidentSection {
    /// The anchor: `urgent`, `waiting`, `others`.
    pub id: String,
    /// The heading.
    pub title: String,
    /// A description of the section, in a sentence.
    pub hint: String,
    /// How it is decided what belongs here and in what order, behind a fold; may be empty.
    pub decided: String,
    /// The number of problems, on all pages.
    pub total: usize,
    /// The first problems in full.
    pub cards: Vec<IncidentView>,
    /// The other problems of this page, one line each.
    pub lines: Vec<IncidentLine>,
    /// The number of problems on later pages.
    pub rest: usize,
    /// The page where those begin.
    pub rest_path: Option<String>,
    /// The number of that page.
    pub rest_page: usize,
    /// Whether they go on to pages after that one.
    pub rest_goes_on: bool,
}

/// The most problems that the first page shows in full, and their greatest total length.
pub(super) const CARDS: usize = 5;
const CARDS_LENGTH: usize = 22_000;
/// The number of problems that the first page shows as lines, and the number on each later page.
const FIRST_LINES: usize = 10;
const LINES: usize = 20;

/// The most problems of others on the first page, if there are more than one page has.
const OTHERS: usize = 8;

/// How lines are spread over pages.
#[derive(Clone, Copy)]
struct LinePages {
    /// The number of lines on the first page.
    first: usize,
}

impl LinePages {
    /// Spreads a number of lines, so many of them at the end about problems of others.
    fn new(total: usize, others: usize) -> Self {
        let of_part = total - others;
        let first = if total > FIRST_LINES { FIRST_LINES.min(of_part + OTHERS) } else { FIRST_LINES };
        Self { first }
    }

    /// Returns the lines that a page shows, as indices into those of all pages.
    fn window(self, page: usize) -> Range<usize> {
        let end = |page: usize| if page == 0 { 0 } else { self.first + (page - 1) * LINES };
        end(page.saturating_sub(1))..end(page)
    }

    /// Returns the page that shows a line.
    fn page_with(self, line: usize) -> usize {
        if line < self.first { 1 } else { 2 + (line - self.first) / LINES }
    }
}

/// All problems with a line each, made once for all pages.
pub(super) struct IncidentLines<'c> {
    incidents: &'c [Incident],
    lines: Vec<IncidentLine>,
}

/// The anchor of the problems that others can fix.
const OF_OTHERS: &str = "others";

/// A section before it is cut into pages.
struct SectionDraft {
    /// Whether its first problems are shown in full.
    is_urgent: bool,
    id: &'static str,
    title: &'static str,
    hint: String,
    decided: String,
    /// The indices of incidents.
    members: Vec<usize>,
}

impl<'c> IncidentLines<'c> {
    pub(super) fn new(context: &ViewContext<'c>) -> Self {
        let incidents: &'c [Incident] = &context.assessment.incidents;
        let cause = |incident: &Incident| {
            let product = context.cause(incident.product)?;
            Some(PageRef { path: incident::path(product, context), ..context.product_ref(product) })
        };
        let lines = incidents.iter().map(|incident| line::line(incident, cause(incident), context)).collect();
        Self { incidents, lines }
    }

    /// Returns the problem to fix first, if a problem is downstream of it.
    pub(super) fn cause(&self, line: usize) -> Option<PageRef> {
        self.lines[line].cause.clone()
    }

    /// Returns the sections of each page about a part of the company, which the problems at some indices concern.
    pub(super) fn pages(
        &self,
        scope: PageScope,
        concerned: &ScopeIncidents,
        list: &str,
        context: &ViewContext<'_>,
    ) -> Vec<(Vec<IncidentSection>, Pages)> {
        let drafts = self.drafts(scope, concerned, context);
        let cards = self.cards(drafts.first(), &paths::root(list), context);
        let in_lines = |draft: usize| &drafts[draft].members[if draft == 0 { cards.len() } else { 0 }..];
        let total: usize = (0..drafts.len()).map(|at| in_lines(at).len()).sum();
        let is_of_others = |at: &usize| drafts[*at].id == OF_OTHERS;
        let others = (0..drafts.len()).filter(is_of_others).map(|at| in_lines(at).len()).sum();
        let spread = LinePages::new(total, others);
        let count = spread.page_with(total.saturating_sub(1));
        let page = |number: usize| {
            let window = spread.window(number);
            let mut before = 0;
            let mut sections = Vec::new();
            for (at, draft) in drafts.iter().enumerate() {
                let lines = in_lines(at);
                let from = window.start.saturating_sub(before).min(lines.len());
                let to = window.end.saturating_sub(before).min(lines.len());
                let rest_page = spread.page_with(before + to);
                before += lines.len();
                // The first page names all sections, the others those of their lines.
                if from == to && number > 1 {
                    continue;
                }
                let rest = lines.len() - to;
                let rest_goes_on = rest > 0 && spread.page_with(before - 1) > rest_page;
                sections.push(IncidentSection {
                    id: draft.id.to_owned(),
                    title: draft.title.to_owned(),
                    hint: draft.hint.clone(),
                    decided: draft.decided.clone(),
                    total: draft.members.len(),
                    cards: if number == 1 && at == 0 { cards.clone() } else { Vec::new() },
                    lines: lines[from..to].iter().map(|at| self.line(*at, scope, context)).collect(),
                    rest,
                    rest_path: (rest > 0).then(|| paths::page_of(list, rest_page)),
                    rest_page,
                    rest_goes_on,
                });
            }
            (sections, pages_of(list, number, count))
        };
        (1..=count).map(page).collect()
    }

    /// Returns the first urgent problems in full, as many as there is room for.
    fn cards(
        &self,
        first: Option<&SectionDraft>,
        root: &str,
        context: &ViewContext<'_>,
    ) -> Vec<IncidentView> {
        let urgent = first.filter(|draft| draft.is_urgent).map_or(&[][..], |draft| &draft.members);
        let mut length = 0;
        let mut cards = Vec::new();
        for incident in urgent.iter().take(CARDS) {
            let limits = IncidentLimits::CARD;
            let card =
                incident::incident(&self.incidents[*incident], limits, self.cause(*incident), root, context);
            length += card.length();
            if length > CARDS_LENGTH && !cards.is_empty() {
                break;
            }
            cards.push(card);
        }
        cards
    }

    fn line(&self, at: usize, scope: PageScope, context: &ViewContext<'_>) -> IncidentLine {
        let (incident, line) = (&self.incidents[at], &self.lines[at]);
        if is_responsible_for(scope, incident, context) {
            line.clone()
        } else {
            line::of_others(line, incident, scope, context)
        }
    }

    /// Returns the problems of a part under their headings; urgent ones that originate elsewhere come last.
    fn drafts(
        &self,
        scope: PageScope,
        concerned: &ScopeIncidents,
        context: &ViewContext<'_>,
    ) -> Vec<SectionDraft> {
        let is_own = |incident: &usize| is_responsible_for(scope, &self.incidents[*incident], context);
        let others = of_others(scope, concerned, context);
        let own_incidents = concerned.incidents.iter().copied().filter(is_own);
        let (mut urgent, waiting): (Vec<usize>, Vec<usize>) =
            own_incidents.partition(|at| self.incidents[*at].is_urgent());
        urgent.sort_by_key(|line| self.lines[*line].cause.is_some());
        let order = order(urgent.iter().any(|at| self.lines[*at].cause.is_some()), context);
        let [first, second, third] = match scope {
            PageScope::Company => ["Fix today", "Can wait", ""],
            PageScope::Domain(_) => {
                ["Fix today in this domain", "Can wait in this domain", "Waiting for other domains"]
            }
            PageScope::Team(_) => ["Yours to fix today", "Yours, but can wait", "Waiting for others"],
        };
        let of = |members: &[usize]| members.iter().map(|at| &self.incidents[*at]).collect::<Vec<_>>();
        let wait = waiting_hint(&of(&waiting), &of(&urgent));
        let foreign = match scope {
            PageScope::Team(_) => {
                "Problems that other teams can fix, in your products or in data that you use."
            }
            _ => "Problems that other domains can fix, and that affect products or teams here.",
        };
        let decided = what_is_urgent(context.catalog);
        let draft = |id, title, hint, members| SectionDraft {
            is_urgent: false,
            id,
            title,
            hint,
            decided: String::new(),
            members,
        };
        let order = format!("{decided} {order}");
        let first =
            SectionDraft { is_urgent: true, decided: order, ..draft("urgent", first, String::new(), urgent) };
        let second = SectionDraft { decided, ..draft("waiting", second, wait, waiting) };
        let drafts = [first, second, draft(OF_OTHERS, third, foreign.to_owned(), others)];
        drafts.into_iter().filter(|draft| !draft.members.is_empty()).collect()
    }
}

/// Returns how the urgent problems are sorted.
fn order(has_causes: bool, context: &ViewContext<'_>) -> String {
    let tiers = if context.catalog.products.iter().any(|product| product.has_tier) {
        "They are sorted by tier or declared use, whichever ranks higher, then by how many promises they break and how \
         many products depend on them."
    } else {
        "They are sorted by the furthest declared use, then by how many promises they break and how many products depend \
         on them."
    };
    let causes = " Those that start with another one come last.";
    format!("{tiers}{}", if has_causes { causes } else { "" })
}

/// Returns, for urgent incidents whose every asset with more than a warning has another urgent incident upstream, the
/// product of that incident: of several the one that is worse than the others, else the nearest.
pub(in crate::site) fn causes(
    incidents: &[Incident],
    context: &ViewContext<'_>,
) -> BTreeMap<ProductIx, ProductIx> {
    let mut ranks: BTreeMap<ProductIx, usize> = BTreeMap::new();
    for (rank, incident) in incidents.iter().enumerate().filter(|(_, incident)| incident.is_urgent()) {
        ranks.insert(incident.product, rank);
    }
    let upstream_of = |incident: &Incident| {
        let mut first = None;
        for asset in hindering(incident, context) {
            // The causes of an asset are sorted by distance.
            let causes = &context.assessment.assets.get(asset.position())?.causes;
            let products = causes.iter().map(|cause| context.catalog.asset(*cause).product);
            let others = products.enumerate().filter_map(|(distance, product)| {
                let product = product.filter(|product| *product != incident.product)?;
                Some((Reverse(context.status(product)), distance, *ranks.get(&product)?))
            });
            let nearest = others.min()?;
            first = Some(first.map_or(nearest, |first| nearest.min(first)));
        }
        first.map(|(.., rank)| rank)
    };
    let urgent = incidents.iter().filter(|incident| incident.is_urgent());
    urgent
        .filter_map(|incident| Some((incident.product, incidents[upstream_of(incident)?].product)))
        .collect()
}

/// Returns the assets of an incident that make it urgent: those that affect readers or hold up a promise. A warning on
/// another one changes nothing about where to start; only if there is nothing else, warnings count.
fn hindering(incident: &Incident, context: &ViewContext<'_>) -> Vec<AssetIx> {
    let promises = &context.assessment.products[incident.product.position()].promises;
    let hinders = |asset: &AssetIx| {
        let reasons = &context.assessment.assets[asset.position()].reasons;
        let holds_up = |promise: &usize| promises[*promise].limiting_asset == Some(*asset);
        reasons.iter().any(Reason::affects_readers) || incident.promises.iter().any(holds_up)
    };
    let hindering: Vec<AssetIx> = incident.problem_assets.iter().copied().filter(hinders).collect();
    if hindering.is_empty() { incident.problem_assets.clone() } else { hindering }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_on_the_page_computed_for_it() {
        for spread in [LinePages::new(500, 0), LinePages::new(500, 495)] {
            for line in 0..500 {
                assert!(spread.window(spread.page_with(line)).contains(&line), "{line}");
            }
        }
    }

    #[test]
    fn the_first_page_has_few_problems_of_others_unless_it_has_all() {
        assert_eq!(LinePages::new(81, 81).window(1), 0..OTHERS);
        assert_eq!(LinePages::new(82, 81).window(1), 0..1 + OTHERS);
        assert_eq!(LinePages::new(16, 11).window(1), 0..FIRST_LINES);
        assert_eq!(LinePages::new(90, 50).window(1), 0..FIRST_LINES);
    }
}
