//! A problem in one line: the form of most problems on a bad morning, when hundreds of cards would be too many.

use super::incident::{self, IncidentLimits};
use super::scope::{PageScope, holds};
use crate::model::Incident;
use crate::prose::en::{counted, why_in_short};
use crate::site::context::ViewContext;
use crate::site::notices::{self, NoticeView};
use crate::site::parts::{ChannelView, Label, PageRef};
use crate::site::product::ReasonView;
use crate::site::shortened::shortened;
use crate::site::words;
use serde::Serialize;

/// A problem in one line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct IncidentLine {
    /// The product.
    pub product: PageRef,
    /// The page with everything known about the problem.
    pub path: String,
    /// Its lifecycle, unless it is active.
    pub lifecycle: Option<Label>,
    /// The status of the product.
    pub status: Option<Label>,
    /// The problem, in brief.
    pub what: String,
    /// Whether that is cut, so that the rest is on the page of the problem.
    pub cut: bool,
    /// The number of further reasons, warnings and problems upstream included: `and 1 more reason`; may be empty.
    pub more: String,
    /// Since when its status has been this bad or worse, as far as known; may be empty.
    pub since: String,
    /// Since when it had lesser problems before; may be empty.
    pub problems_since: String,
    /// The first notice of its owner.
    pub notices: Vec<NoticeView>,
    /// How much it affects: `34 products, 2 promises`.
    pub affects: String,
    /// Why it is urgent, or can wait: `Finance (prices for 2027) relies on it`.
    pub why: String,
    /// Who can fix it; may be empty.
    pub fixers: Vec<PageRef>,
    /// The channel to reach them, if another team has to fix the problem.
    pub channel: Option<ChannelView>,
    /// The problem to fix first, if this one is downstream of it.
    pub cause: Option<PageRef>,
}

/// Returns a problem in one line.
pub(super) fn line(incident: &Incident, cause: Option<PageRef>, context: &ViewContext<'_>) -> IncidentLine {
    let (reasons, more) = incident::reasons(incident, IncidentLimits::LINE, context);
    let notices = notices::shown(incident.product, context);
    let status = incident::status(incident, &reasons, context);
    let (what, cut) = reasons.first().map(what).unwrap_or_default();
    IncidentLine {
        product: context.product_ref(incident.product),
        path: incident::path(incident.product, context),
        lifecycle: words::lifecycle_mark(context.product(incident.product).lifecycle),
        // The meaning of the word is given once, at the end of the page.
        status: status.map(|status| Label { meaning: String::new(), ..status }),
        what,
        cut,
        more: if more > 0 { format!("and {}", counted(more, "more reason")) } else { String::new() },
        since: incident::since(incident, context),
        problems_since: incident::problems_since(incident, context),
        notices: notices.into_iter().take(1).collect(),
        affects: affects(incident, PageScope::Company, context),
        why: why_in_short(incident, context.catalog),
        fixers: incident::fixers(incident, context),
        channel: None,
        cause,
    }
}

/// Returns the problem in brief, and whether it is cut.
fn what(reason: &ReasonView) -> (String, bool) {
    match reason.asset.as_str() {
        "" => (reason.text.clone(), reason.cut),
        asset => {
            let text = [asset, ": ", &reason.text].concat();
            let short = shortened(&text, IncidentLimits::LINE.letters);
            let is_cut = reason.cut || short != text;
            (short, is_cut)
        }
    }
}

/// Returns the line for the page of a part of the company that does not own the problem.
pub(super) fn of_others(
    line: &IncidentLine,
    incident: &Incident,
    scope: PageScope,
    context: &ViewContext<'_>,
) -> IncidentLine {
    let channel = incident::support(incident, context).into_iter().next();
    IncidentLine { affects: affects(incident, scope, context), channel, ..line.clone() }
}

/// Returns how much of the company a problem affects: `34 products, 2 teams, 1 promise`.
pub(in crate::site) fn affects_in_all(incident: &Incident, context: &ViewContext<'_>) -> String {
    affects(incident, PageScope::Company, context)
}

/// Returns how much of a part of the company a problem affects.
fn affects(incident: &Incident, scope: PageScope, context: &ViewContext<'_>) -> String {
    let all = &incident.reach.products;
    let concerned = all.iter().chain((scope != PageScope::Company).then_some(&incident.product));
    let count = concerned.filter(|product| holds(scope, **product, context)).count();
    let products = match (scope, count) {
        (PageScope::Company, 0) => None,
        (PageScope::Company, count) => Some(counted(count, "product")),
        (PageScope::Team(_), 0) => Some("Data that you use".to_owned()),
        (PageScope::Team(_), count) => Some(format!("{} of yours", counted(count, "product"))),
        (PageScope::Domain(_), 0) => Some("Data that is used here".to_owned()),
        (PageScope::Domain(_), count) => Some(format!("{} here", counted(count, "product"))),
    };
    let teams = Some(incident.reach.teams.len()).filter(|count| *count > 0 && scope == PageScope::Company);
    // Of a part, only its own promises: those of others are not its to keep.
    let is_counted = |product| scope == PageScope::Company || holds(scope, product, context);
    let own = if is_counted(incident.product) { incident.promises.len() } else { 0 };
    let downstream = incident.reach.promises.iter().filter(|promise| is_counted(promise.product)).count();
    let promises = Some(own + downstream).filter(|count| *count > 0);
    let parts = [
        products,
        teams.map(|count| counted(count, "team")),
        promises.map(|count| counted(count, "promise")),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    parts.join(", ")
}
