//! The status of a product today, its reasons, and its status on earlier days.

use crate::model::{
    ProductAssessment, ProductIx, ProductReason, PromiseVerdict, RecordedDay, Status, StatusFact, capitalised,
};
use crate::prose::{Code as _, Coded, Say as _, Voice, en};
use crate::site::context::ViewContext;
use crate::site::evidence_summary::{self, ResultCountsView};
use crate::site::parts::{ExternalLink, Label, PageRef};
use crate::site::{evidence, paths, words};
use jiff::civil::Date;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The reasons for a product's status.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct StatusView {
    /// The reasons, worst first, at most eight.
    pub reasons: Vec<ReasonView>,
    /// The number of further reasons.
    pub more: usize,
    /// What was checked, in one sentence: `Last run 02:26 succeeded, all 5 tests passed`; may be empty.
    pub checked: String,
    /// The results of its tests.
    pub tests: ResultCountsView,
    /// The results of other tools' checks.
    pub checks: ResultCountsView,
    /// When the newest rows of its sources were loaded: `20 November 2026, 23:26`, or a period if its sources
    /// differ; may be empty.
    pub newest_rows: String,
    /// The time of its latest evidence: `21 November 2026, 02:26`; may be empty.
    pub seen: String,
    /// The effect of its own problem, if it has one.
    pub impact: Option<OwnImpact>,
}

/// The effect of a product's own problem on others.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct OwnImpact {
    /// The page with everything that is affected.
    pub path: String,
    /// The number of affected products.
    pub products: usize,
    /// The number of teams that use any of them.
    pub teams: usize,
}

/// A reason for a status.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct ReasonView {
    /// The status that it causes.
    pub status: Label,
    /// What it is called instead, if it is a broken promise that is only a warning.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mark: Option<Label>,
    /// The reason for programs: a code and its data.
    pub fact: Coded,
    /// As text: `2 of 14 tests fail: customer_id is not unique (312 rows)`.
    pub text: String,
    /// Whether the text is cut, so that the rest is on a page of its own.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub cut: bool,
    /// The asset that it concerns; may be empty.
    pub asset: String,
    /// The number of further assets with the same reason.
    pub alike: usize,
    /// Where the asset is described: an anchor of the product's page, or another product's page.
    pub path: Option<String>,
    /// When it was observed; may be empty.
    pub at: String,
    /// The file or system that reports it; may be empty.
    pub origin: String,
    /// Where the use of that file is described.
    pub origin_path: Option<String>,
    /// The asset in dbt's own documentation, which shows its code and tests.
    pub docs: Option<ExternalLink>,
}

/// The status of a product on earlier days.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct HistoryView {
    /// Ninety days, oldest first, as streaks of equal days.
    pub streaks: Vec<Streak>,
    /// The number of days.
    pub days: usize,
    /// The number of recorded days.
    pub recorded: usize,
    /// The statuses that it had, worst first.
    pub statuses: Vec<Label>,
    /// How often each promise was kept.
    pub kept: Vec<KeptView>,
}

/// Consecutive days with the same status.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct Streak {
    /// The first day: `2026-11-20`.
    pub from: String,
    /// The last day, which may be the same.
    pub to: String,
    /// How many of the ninety days precede it.
    pub before: usize,
    /// The number of days it lasts.
    pub days: usize,
    /// The status; `None` if not recorded.
    pub status: Option<Label>,
    /// The titles of the promises that were broken.
    pub broken: Vec<String>,
}

/// How often a promise was kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct KeptView {
    /// The key of the promise in the history.
    #[serde(skip)]
    pub key: String,
    /// The promise: `Fresh within 6 hours`.
    pub promise: String,
    /// Of the recorded days among the last thirty, the percentage when it was kept; may be missing.
    pub month: Option<usize>,
    /// The number of those days.
    pub month_days: usize,
    /// The same for ninety days.
    pub quarter: Option<usize>,
    /// The number of those days.
    pub quarter_days: usize,
}

impl KeptView {
    /// Returns how often it was kept, over thirty days, and over ninety if more of them are recorded.
    pub(super) fn sentences(&self) -> Vec<String> {
        let sentence = |percent: Option<usize>, recorded: usize, all: usize| {
            percent.map(|percent| en::kept_of_days(percent, recorded, all))
        };
        let has_more = self.quarter_days > self.month_days;
        let quarter = sentence(self.quarter, self.quarter_days, DAYS).filter(|_| has_more);
        sentence(self.month, self.month_days, MONTH).into_iter().chain(quarter).collect()
    }
}

/// The most reasons that a page shows.
const SHOWN: usize = 8;
/// The number of days in the history.
const DAYS: usize = 90;
/// The number of days that are also counted separately.
const MONTH: usize = 30;

pub(super) fn standing(product: ProductIx, context: &ViewContext<'_>) -> StatusView {
    let Some(standing) = context.product_assessment(product) else { return StatusView::default() };
    if standing.status.is_none() {
        return StatusView::default();
    }
    let seen = evidence_summary::of_product(product, context);
    let rows = context
        .product(product)
        .assets
        .iter()
        .filter_map(|asset| evidence_summary::newest_row(*asset, context));
    StatusView {
        checked: capitalised(&en::checked(&seen, context.now, &context.catalog.settings.time_zone)),
        tests: seen.tests.into(),
        checks: seen.checks.into(),
        newest_rows: match (rows.clone().min(), rows.max()) {
            (Some(from), Some(to)) if from < to => {
                format!("{} to {}", context.moment_in_words(from), context.moment_in_words(to))
            }
            (_, to) => to.map(|to| context.moment_in_words(to)).unwrap_or_default(),
        },
        reasons: reasons(product, standing, SHOWN, context),
        more: standing.reasons.len().saturating_sub(SHOWN),
        seen: standing.last_observed.map(|seen| context.moment_in_words(seen)).unwrap_or_default(),
        impact: context.incident(product).map(|incident| OwnImpact {
            path: context.incident_path(product),
            products: incident.reach.products.len(),
            teams: incident.reach.teams.len(),
        }),
    }
}

/// The reasons for a product's status as a page tells them: without those of jobs that the reasons of tables tell.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct ToldReasons {
    /// The reasons, worst first, at most eight.
    pub reasons: Vec<ReasonView>,
    /// The number of further reasons.
    pub more: usize,
}

/// Returns the reasons that the page of a product tells.
pub(super) fn told(product: ProductIx, context: &ViewContext<'_>) -> ToldReasons {
    let Some(standing) = context.product_assessment(product).filter(|standing| standing.status.is_some())
    else {
        return ToldReasons::default();
    };
    let told = told_once(&standing.reasons, context);
    ToldReasons {
        reasons: told.iter().take(SHOWN).map(|found| reason(product, found, context)).collect(),
        more: told.len().saturating_sub(SHOWN),
    }
}

/// Returns the reasons without those of jobs that the reasons of tables tell as well.
pub(in crate::site) fn told_once(reasons: &[ProductReason], context: &ViewContext<'_>) -> Vec<ProductReason> {
    reasons.iter().filter(|reason| !is_told_by_another(reason, reasons, context)).cloned().collect()
}

/// Whether what happened to a job is told by what it did not do for the tables here: it guards or loads them, and its
/// failure is theirs.
fn is_told_by_another(reason: &ProductReason, all: &[ProductReason], context: &ViewContext<'_>) -> bool {
    let Some(job) = reason.asset.filter(|_| reason.alike == 0) else { return false };
    let asset = context.catalog.asset(job);
    let own = &reason.reason;
    all.iter().map(|other| &other.reason).filter(|other| other.at == own.at).any(|other| {
        match (&other.fact, &own.fact) {
            (StatusFact::GuardFailed { guard, why }, fact) => *guard == job && **why == *fact,
            (
                StatusFact::RunFailed { load: true, why },
                StatusFact::RunFailed { load: false, why: own_why },
            ) => why == own_why && asset.job.is_some() && asset.job.as_deref() == other.origin.job.as_deref(),
            _ => false,
        }
    })
}

/// Returns the first reasons for the status of a product.
pub(in crate::site) fn reasons(
    product: ProductIx,
    standing: &ProductAssessment,
    shown: usize,
    context: &ViewContext<'_>,
) -> Vec<ReasonView> {
    standing.reasons.iter().take(shown).map(|found| reason(product, found, context)).collect()
}

fn reason(of: ProductIx, found: &ProductReason, context: &ViewContext<'_>) -> ReasonView {
    let asset = found.asset.map(|asset| context.catalog.asset(asset));
    let is_own = |asset: &&crate::model::Asset| asset.product == Some(of);
    let about = asset.filter(is_own).map(|asset| asset.name.clone()).unwrap_or_default();
    let page_ref: Option<PageRef> =
        asset.and_then(|asset| asset.product).map(|product| context.product_ref(product));
    let text = found.reason.say(&Voice::page(context.catalog));
    // A broken promise is called that, though alone it makes the product no worse than a warning.
    let mark = match &found.reason.fact {
        StatusFact::PromiseBroken { .. } if found.reason.status == Status::Warning => {
            words::verdict(PromiseVerdict::Broken)
        }
        _ => None,
    };
    ReasonView {
        status: words::status(found.reason.status),
        mark,
        fact: found.reason.fact.coded(context.catalog),
        text: if about.is_empty() { capitalised(&text) } else { text },
        cut: false,
        asset: about,
        alike: found.alike,
        path: match asset {
            Some(asset) if asset.product == Some(of) => page_ref.map(|page_ref| {
                format!("{}#{}", paths::product_detail(&page_ref.id), paths::asset_anchor(asset))
            }),
            _ => page_ref.map(|page_ref| page_ref.path),
        },
        at: found.reason.at.map(|at| context.moment_in_words(at)).unwrap_or_default(),
        origin: found.reason.origin.say(&Voice::page(context.catalog)),
        origin_path: found.reason.origin.file.and_then(|file| evidence::path(file, context)),
        docs: asset.and_then(|asset| context.docs(asset)),
    }
}

pub(super) fn history(of: ProductIx, context: &ViewContext<'_>) -> Option<HistoryView> {
    context.catalog.observations.history.get(&of)?;
    let product = context.product(of);
    let titles: BTreeMap<String, String> = product
        .slas
        .iter()
        .map(|sla| {
            let port = sla.port.map(|port| format!(", {}", product.output_ports[port].name));
            (sla.key(product), format!("{} {}{}", sla.property.title(), sla.target, port.unwrap_or_default()))
        })
        .collect();
    let days: Vec<(Date, Option<&RecordedDay>)> =
        context.last_days(DAYS).into_iter().map(|day| (day, context.day(of, day))).collect();
    let promise_keys: BTreeSet<&String> = titles.keys().collect();
    let seen = |key: &String, days: &[(Date, Option<&RecordedDay>)]| -> Vec<bool> {
        days.iter().filter_map(|(_, day)| day.as_ref()?.promises.get(key).copied()).collect()
    };
    // Rounded down: 100% only if it was kept on every day.
    let kept = |seen: &[bool]| (seen.iter().filter(|kept| **kept).count() * 100).checked_div(seen.len());
    let month = days.len().saturating_sub(MONTH);
    Some(HistoryView {
        recorded: days.iter().filter(|(_, day)| day.is_some()).count(),
        kept: promise_keys
            .into_iter()
            .map(|key| {
                let (of_month, of_quarter) = (seen(key, &days[month..]), seen(key, &days));
                KeptView {
                    key: key.clone(),
                    promise: titles[key].clone(),
                    month: kept(&of_month),
                    month_days: of_month.len(),
                    quarter: kept(&of_quarter),
                    quarter_days: of_quarter.len(),
                }
            })
            .collect(),
        days: days.len(),
        statuses: words::seen(days.iter().filter_map(|(_, day)| Some(day.as_ref()?.status))),
        streaks: streaks(&days, &titles),
    })
}

fn streaks(days: &[(Date, Option<&RecordedDay>)], titles: &BTreeMap<String, String>) -> Vec<Streak> {
    let broken = |day: Option<&RecordedDay>| -> Vec<String> {
        let broken = day.into_iter().flat_map(|day| &day.promises).filter(|(_, kept)| !**kept);
        broken.filter_map(|(key, _)| titles.get(key).cloned()).collect()
    };
    let stood: Vec<_> = days.iter().map(|(_, day)| (day.map(|day| day.status), broken(*day))).collect();
    let mut before = 0;
    let streaks = stood.chunk_by(PartialEq::eq).map(|streak| {
        let (from, to) = (before, before + streak.len() - 1);
        before += streak.len();
        let (status, broken) = &streak[0];
        Streak {
            from: days[from].0.to_string(),
            to: days[to].0.to_string(),
            before: from,
            days: streak.len(),
            status: status.map(words::status),
            broken: broken.clone(),
        }
    });
    streaks.collect()
}
