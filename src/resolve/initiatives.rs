//! Resolves the files of the roadmap.

use super::catalog_names::CatalogNames;
use super::names::{GOAL, INITIATIVE, KnownNames, by_id};
use super::parts::{links, text, titled};
use crate::diagnostics::{Diagnostic, Diagnostics, nearest};
use crate::model::{
    Delivery, DeliveryStatus, Enabled, Goal, GoalIx, Initiative, InitiativeIx, PlatformWork, WorkItem,
};
use crate::read::documents::Documents;
use crate::read::goal::GoalDoc;
use crate::read::initiative::{DeliveryDoc, InitiativeDoc};
use crate::source::Spanned;
use std::collections::BTreeSet;

/// Returns the initiatives, by id.
pub(super) fn initiatives(
    documents: &Documents,
    known: &CatalogNames<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<Initiative> {
    let docs = by_id(&documents.initiatives, "initiatives", |doc| &doc.id, diagnostics);
    let ids =
        docs.iter().enumerate().map(|(position, doc)| (doc.id.value.as_str(), InitiativeIx::at(position)));
    let asks = KnownNames::new(INITIATIVE, ids);
    let goals = goal_docs(documents);
    let goals = goals.iter().enumerate().map(|(position, doc)| (doc.id.value.as_str(), GoalIx::at(position)));
    let resolver = InitiativeResolver { known, asks, goals: KnownNames::new(GOAL, goals) };
    docs.into_iter().map(|doc| resolver.initiative(doc, diagnostics)).collect()
}

/// Resolves the references of initiatives.
struct InitiativeResolver<'a, 'd> {
    known: &'a CatalogNames<'d>,
    asks: KnownNames<'d, InitiativeIx>,
    goals: KnownNames<'d, GoalIx>,
}

/// Returns the goals in the order of their file, each id once.
fn goal_docs(documents: &Documents) -> Vec<&GoalDoc> {
    let mut ids = BTreeSet::new();
    documents.goals.iter().filter(|doc| ids.insert(doc.id.value.as_str())).collect()
}

/// Returns the goals.
pub(super) fn goals(
    documents: &Documents,
    known: &CatalogNames<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<Goal> {
    by_id(&documents.goals, "goals", |doc| &doc.id, diagnostics);
    let goal = |doc: &GoalDoc| {
        let id = &doc.id.value;
        Goal {
            id: id.clone(),
            name: doc.name.as_ref().map_or_else(|| titled(id), |name| name.value.clone()),
            description: text(&doc.description),
            owner: doc.owner.as_ref().and_then(|owner| {
                known.teams.find(owner, || format!("goal `{id}` is owned by"), diagnostics)
            }),
            target: doc.target.as_ref().map(|target| target.value),
        }
    };
    goal_docs(documents).into_iter().map(goal).collect()
}

impl InitiativeResolver<'_, '_> {
    fn initiative(&self, doc: &InitiativeDoc, diagnostics: &mut Diagnostics) -> Initiative {
        let id = &doc.id.value;
        whole(doc, diagnostics);
        let (mut deliveries, mut platform) = (Vec::new(), Vec::new());
        for written in &doc.delivers {
            let piece = self.work(id, written, diagnostics);
            if let Some(name) = &written.platform {
                let context = || format!("initiative `{id}` has work on the platform for");
                let team = written.team.as_ref();
                let team = team.and_then(|team| self.known.teams.find(team, context, diagnostics));
                platform.push(PlatformWork { name: name.value.clone(), team, piece });
            } else if let Some(product) = &written.product {
                let context = || format!("initiative `{id}` delivers");
                let product = self.known.products.find(product, context, diagnostics);
                deliveries.extend(product.map(|product| Delivery { product, piece }));
            }
        }
        Initiative {
            id: id.clone(),
            span: doc.id.span,
            file: self.known.documents.sources.shared_path(doc.id.span.file),
            title: doc.title.value.clone(),
            kind: doc.kind.as_ref().map(|kind| kind.value),
            ask: text(&doc.ask),
            sponsor: doc.sponsor.as_ref().and_then(|written| {
                self.known.teams.find(written, || format!("initiative `{id}` is sponsored by"), diagnostics)
            }),
            goal: doc
                .goal
                .as_ref()
                .and_then(|goal| self.goals.find(goal, || format!("initiative `{id}` serves"), diagnostics)),
            outcome: text(&doc.outcome),
            description: text(&doc.description),
            links: links(&doc.links),
            deliveries,
            platform,
        }
    }

    /// Returns the work of a delivery.
    fn work(&self, initiative: &str, doc: &DeliveryDoc, diagnostics: &mut Diagnostics) -> WorkItem {
        let waits_for = doc.waits_for.iter().filter_map(|written| {
            self.known.products.find(written, || format!("initiative `{initiative}` waits for"), diagnostics)
        });
        let waits_for = waits_for.collect();
        let about = doc.product.as_ref().or(doc.platform.as_ref());
        let status = doc.status.as_ref().map_or(DeliveryStatus::DEFAULT, |status| status.value);
        if let Some(delivered) = &doc.delivered
            && status != DeliveryStatus::Delivered
        {
            let about = about.map(|about| about.value.as_str()).unwrap_or_default();
            let message = format!(
                "initiative `{initiative}` has a delivery date for `{about}`, but not the status `delivered`"
            );
            diagnostics.push(
                Diagnostic::error("not-delivered", message)
                    .at(delivered.span, format!("its status is `{}`", status.word()))
                    .help("write `status: delivered`, or remove the date"),
            );
        }
        WorkItem {
            span: about.map_or(doc.span, |about| about.span),
            target_span: doc.target.as_ref().map(|target| target.span),
            work: text(&doc.work),
            effort: doc.effort.as_ref().map(|effort| effort.value),
            upkeep: doc.upkeep.as_ref().map(|upkeep| upkeep.value),
            enables: doc
                .enables
                .iter()
                .map(|enabled| self.enabled(initiative, enabled, diagnostics))
                .collect(),
            value: doc.value.as_ref().map(|value| value.value),
            status,
            target: doc.target.as_ref().map(|target| target.value),
            delivered: doc.delivered.as_ref().map(|date| date.value),
            waits_for,
        }
    }

    /// Returns what the work makes possible: another initiative if the text is its id, otherwise the text itself. A
    /// word similar to an id is reported as a misspelling.
    fn enabled(&self, initiative: &str, written: &Spanned<String>, diagnostics: &mut Diagnostics) -> Enabled {
        if let Some(index) = self.asks.get(&written.value) {
            return Enabled::Initiative(index);
        }
        let is_id = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
        let is_word = written.value.chars().all(is_id);
        if let Some(near) = nearest(&written.value, self.asks.all()).filter(|_| is_word) {
            let message =
                format!("initiative `{initiative}` enables `{}`, which is not an initiative", written.value);
            let diagnostic =
                Diagnostic::warning("unknown-initiative", message).at(written.span, "not in `roadmap/`");
            diagnostics.push(diagnostic.help(format!("did you mean `{near}`? If not, write it in words")));
        }
        Enabled::Text(written.value.clone())
    }
}

/// Reports missing parts that every initiative should have. Diagnostics, all warnings: `no-sponsor`, `no-outcome`.
fn whole(doc: &InitiativeDoc, diagnostics: &mut Diagnostics) {
    let mut warn = |code, lacks: &str, help: &str| {
        let message = format!("initiative `{}` has no {lacks}", doc.id.value);
        diagnostics.push(Diagnostic::warning(code, message).at(doc.id.span, "").help(help));
    };
    if doc.sponsor.is_none() {
        warn("no-sponsor", "sponsor", "add the team that requested it: `sponsor: …`");
    }
    if doc.outcome.is_none() {
        warn("no-outcome", "outcome", "add what will be better once it is delivered: `outcome: …`");
    }
}
