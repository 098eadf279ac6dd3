//! Whether a product can be used today, as shown on its page, its records and its badge.

use crate::model::{
    AssetIx, OutputPort, ProductIx, PromiseIx, RecordedDay, RuleFact, SinceDay, SlaProperty, Status,
    TableSize, Usability,
};
use crate::prose::en::{LateBefore, OutOfReach, VerdictEvidence};
use crate::prose::{Voice, en};
use crate::site::context::{self, ViewContext};
use crate::site::parts::{ChannelView, PageRef};
use crate::site::quality;
use jiff::Timestamp;
use serde::Serialize;

/// Whether a product can be used today, and who can help if not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct VerdictView {
    /// The word: `fine`, `care`, `stale`, `wrong`, `unchecked`, `unknown`.
    pub trust: String,
    /// The whole verdict as text, without links.
    pub text: String,
    /// The answer: `Use with care: its data is 4 days old.`
    #[serde(rename = "answer")]
    pub title: String,
    /// The answer without its reason, to follow a name: `use with care`.
    #[serde(skip)]
    pub in_short: String,
    /// The basis of the answer; may be empty.
    #[serde(rename = "because")]
    pub sentence: String,
    /// The origin of the problem, if that is elsewhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<OriginView>,
    /// That it was late before this began, in a sentence; may be empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub earlier: String,
    /// The product to start with, if its problem is upstream of this one and is not told as its origin.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<PageRef>,
    /// Who can fix it, if something is wrong and its owner is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fixer: Option<FixerView>,
    /// How far its own problem reaches, which the text leaves out; `None` if it affects nothing else.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub affects: Option<VerdictReach>,
}

/// How far a problem reaches.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct VerdictReach {
    /// The number of other products that it affects: `4 products`; may be empty.
    pub products: String,
    /// The number of affected dashboards and other uses: `2 dashboards, apps and syncs`; may be empty.
    pub uses: String,
    /// The page that lists them.
    pub path: String,
}

/// The origin of a problem: a product with its page, or a table without a product.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct OriginView {
    /// The text before the name: `the load of`.
    pub before: String,
    /// The name.
    pub name: String,
    /// The product's page, if it belongs to one.
    pub product: Option<PageRef>,
    /// The text after it: `has been failing since 16 November 2026.`
    pub after: String,
    /// What happened: `load`, `run`, `test`, `check`, `guard`, `late`, `early`, `missed`, `other`.
    pub kind: &'static str,
}

/// Who can fix a problem.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct FixerView {
    /// The team.
    pub team: PageRef,
    /// What it can do: `can fix it`.
    pub can: &'static str,
    /// Where to ask, if known.
    pub channel: Option<ChannelView>,
}

/// Returns the verdict on a product; `None` if it has no status. `checked` describes what was checked of it.
pub(super) fn verdict(of: ProductIx, checked: &str, context: &ViewContext<'_>) -> Option<VerdictView> {
    let verdict = context.assessment.verdicts.get(of.position())?.as_ref()?;
    let assessment = context.product_assessment(of)?;
    let origin = verdict.origin.as_ref().and_then(|origin| origin.product);
    let problem_since = origin.and_then(|origin| quality::problem_since(origin, context));
    let evidence = VerdictEvidence { checked, problem_since };
    let words = en::verdict(of, verdict, assessment, evidence, &Voice::page(context.catalog));
    let words =
        en::with_empty_ports(words, verdict.usability, context.product(of), &empty_ports(of, context));
    let start = context.cause(of).filter(|start| origin != Some(*start));
    let fixer = fixed_in(of, context).and_then(|product| {
        let product = context.product(product);
        let team = context.team(product.owner?);
        let can = match verdict.usability {
            Usability::Unknown => "can tell you more",
            _ if start.is_some() => "can fix the rest",
            _ => "can fix it",
        };
        Some(FixerView { team, can, channel: context::support(product, context).into_iter().next() })
    });
    let origin = words.origin.zip(verdict.origin.as_ref()).map(|(words, origin)| OriginView {
        before: words.before,
        name: words.name,
        product: origin.product.map(|product| context.product_ref(product)),
        after: words.after,
        kind: origin.kind.word(),
    });
    let mut view = VerdictView {
        trust: verdict.usability.word().to_owned(),
        text: String::new(),
        title: words.title,
        in_short: words.in_short,
        sentence: words.sentence,
        origin,
        earlier: late_before(of, problem_since, context).map(en::late_before).unwrap_or_default(),
        start: start.map(|start| context.product_ref(start)),
        fixer,
        affects: reach(of, context),
    };
    view.text = text(&view);
    Some(view)
}

/// Returns how far the own problem of a product reaches; `None` if it has none, or if that affects nothing else.
fn reach(product: ProductIx, context: &ViewContext<'_>) -> Option<VerdictReach> {
    let incident = context.incident(product)?;
    let uses = quality::affected_uses(incident, context);
    let products = incident.reach.products.len();
    let in_words = |count: usize, words: String| if count == 0 { String::new() } else { words };
    (products + uses > 0).then(|| VerdictReach {
        products: in_words(products, en::counted(products, "product")),
        uses: in_words(uses, en::affected_uses(uses)),
        path: context.incident_path(product),
    })
}

/// Returns the output ports without rows for which this is not a reason of a status, each with its name and whether it
/// is its newest load that wrote none.
fn empty_ports<'a>(product: ProductIx, context: &'a ViewContext<'_>) -> Vec<(&'a str, bool)> {
    let is_reason = |asset| {
        let assessment = context.assessment.assets.get(AssetIx::position(asset));
        assessment
            .is_some_and(|assessment| assessment.reasons.iter().any(|reason| reason.fact.is_empty_output()))
    };
    let empty = |port: &'a OutputPort| {
        let asset = port.asset.filter(|asset| !is_reason(*asset))?;
        let size = context.catalog.observations.assets.get(asset)?.size.filter(TableSize::is_empty)?;
        Some((port.name.as_str(), size.is_of_load()))
    };
    context.product(product).output_ports.iter().filter_map(empty).collect()
}

/// The least number of recorded days after which something is said of nearly all of them.
const MIN_RECORDED: usize = 7;
/// The number of days on which a product's page looks back.
const WINDOW: usize = 90;

/// Returns on how many days a product that is late today was late before the named cause began; `None` if it is not known
/// when that was, or if the product was late on less than nine of ten days: the cause then explains enough.
fn late_before<'a>(
    product: ProductIx,
    problem_since: Option<SinceDay>,
    context: &'a ViewContext<'_>,
) -> Option<LateBefore<'a>> {
    let verdict = context.assessment.verdicts.get(product.position())?.as_ref()?;
    let origin = verdict.origin.as_ref().filter(|_| context.status(product) == Some(Status::Late))?;
    let day = |at: Timestamp| at.to_zoned(context.catalog.settings.time_zone.clone()).date();
    // If it may have begun before its first recorded day, nobody knows what was before.
    let problem_since = match problem_since {
        Some(since) if since.at_least => return None,
        since => since.map(|since| since.day),
    };
    let began = [origin.since.map(day), origin.at.map(day), problem_since].into_iter().flatten().min()?;
    let days = context.last_days(WINDOW).into_iter().take_while(|date| *date < began);
    let recorded: Vec<&RecordedDay> = days.filter_map(|date| context.day(product, date)).collect();
    let late = recorded.iter().filter(|day| day.status == Status::Late).count();
    let is_usual = recorded.len() >= MIN_RECORDED && late * 10 >= recorded.len() * 9;
    is_usual.then(|| LateBefore {
        late,
        recorded: recorded.len(),
        window: WINDOW,
        out_of_reach: out_of_reach(product, context),
    })
}

/// Returns the promise of a product that a promise upstream does not allow to keep, as a rule found it.
fn out_of_reach<'a>(product: ProductIx, context: &'a ViewContext<'_>) -> Option<OutOfReach<'a>> {
    let sla = |at: PromiseIx| context.catalog.product(at.product).slas.get(at.sla);
    context.rule_report.of_product(product).find_map(|finding| match finding.fact {
        RuleFact::LooserUpstream { promise, upstream_promise, .. } => Some(OutOfReach {
            promise: sla(promise).filter(|sla| sla.property == SlaProperty::Freshness)?,
            upstream: &context.catalog.product(upstream_promise.product).name,
            upstream_promise: sla(upstream_promise)?,
        }),
        _ => None,
    })
}

/// Returns the product where a product's problem can be fixed, which is its origin; `None` if nothing is wrong, or
/// if it originates in a table without a product.
pub(in crate::site) fn fixed_in(product: ProductIx, context: &ViewContext<'_>) -> Option<ProductIx> {
    let verdict = context.assessment.verdicts.get(product.position())?.as_ref()?;
    verdict.reason?;
    match &verdict.origin {
        Some(origin) => origin.product,
        None => Some(product),
    }
}

impl VerdictView {
    /// Returns the text after the answer.
    pub(super) fn rest(&self) -> &str {
        self.text.strip_prefix(&self.title).unwrap_or(&self.text).trim_start()
    }
}

/// Returns the whole verdict as one text.
fn text(view: &VerdictView) -> String {
    let mut parts = vec![view.title.clone(), view.sentence.clone()];
    parts.extend(view.origin.as_ref().map(|origin| {
        let space = if origin.after.starts_with('.') { "" } else { " " };
        let before = if origin.before.is_empty() { "" } else { " " };
        format!("Cause:{before}{} {}{space}{}", origin.before, origin.name, origin.after)
    }));
    parts.push(view.earlier.clone());
    parts.extend(view.start.as_ref().map(|start| en::start_with(&start.name)));
    parts.extend(view.fixer.as_ref().map(|fixer| match &fixer.channel {
        Some(channel) => format!("{} {}, in {}.", fixer.team.name, fixer.can, channel.name),
        None => format!("{} {}.", fixer.team.name, fixer.can),
    }));
    parts.retain(|part| !part.is_empty());
    parts.join(" ")
}
