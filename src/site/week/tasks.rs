//! The tasks of each team: what is broken, and what is due within two weeks.

use crate::model::{
    Consumer, DeliveryAssessment, Incident, InitiativeIx, Obligation, Product, ProductIx, RegulationIx,
    TeamIx, UpstreamRole, User, WeekFact, WeekSubject, WeekTask, WorkState,
};
use crate::site::context::ViewContext;
use crate::site::product::{EvidencedControl, evidence, fixed_in};
use crate::site::words::EvidenceState;
use crate::site::{notices, quality};
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// How many days ahead due dates are listed.
const DAYS: i64 = 14;

/// The most problems of others among the tasks of a team: there may be hundreds, and its page of quality has them all.
const MOST_OF_OTHERS: usize = 20;

/// The tasks of each team, by its position: collected in one pass over the catalog.
pub(in crate::site) struct WeekTasks {
    /// The last day that is covered.
    pub(in crate::site) to: Date,
    teams: Vec<Vec<WeekTask>>,
    /// How many problems of others concern each team, by its position.
    of_others: Vec<usize>,
}

impl WeekTasks {
    pub(in crate::site) fn new(context: &ViewContext<'_>) -> Self {
        let to = context.today.saturating_add(DAYS.days());
        let mut tasks = Self {
            to,
            teams: vec![Vec::new(); context.catalog.teams.len()],
            of_others: vec![0; context.catalog.teams.len()],
        };
        for incident in &context.assessment.incidents {
            for team in teams_told(incident, context)
                .into_iter()
                .filter(|team| quality::is_for(*team, incident, context))
            {
                tasks.add(Some(team), self::incident(incident, team, context));
            }
        }
        tasks.add_of_others(context);
        for product in context.listed() {
            tasks.add_of_product(*product, context);
        }
        tasks.add_deliveries(context);
        tasks.add_waivers(context);
        for team in &mut tasks.teams {
            // Problems keep their order, which is by importance; those that others can fix come last, and before
            // them, as on the page of quality, those with another problem upstream of them.
            team.sort_by_cached_key(|task| {
                let name = || task.product().map(|product| context.by_name(product));
                let by_day = || (task.due.is_none(), task.due, name());
                let has_cause = task.is_urgent()
                    && task.product().is_some_and(|product| context.cause(product).is_some());
                (!task.is_urgent(), has_cause, (!task.is_incident()).then(by_day), task.is_of_others())
            });
        }
        tasks
    }

    /// Returns the tasks of a team: what is broken, then what is due, then what has no date.
    pub(in crate::site) fn of_team(&self, team: TeamIx) -> &[WeekTask] {
        &self.teams[team.position()]
    }

    /// Returns how many problems that only others can fix concern a team: its tasks have the first of them.
    pub(in crate::site) fn of_others(&self, team: TeamIx) -> usize {
        self.of_others[team.position()]
    }

    fn add(&mut self, team: Option<TeamIx>, task: WeekTask) {
        if let Some(team) = team {
            self.teams[team.position()].push(task);
        }
    }

    /// Adds the problems that only other teams can fix: the first of those that the page of quality lists for the team.
    fn add_of_others(&mut self, context: &ViewContext<'_>) {
        let incidents = &context.assessment.incidents;
        let mut causes = vec![0_usize; context.catalog.products.len()];
        for product in incidents.iter().flat_map(|one| one.reach.products.iter().chain([&one.product])) {
            causes[product.position()] += 1;
        }
        for (at, mut others) in quality::of_others_by_team(context).into_iter().enumerate() {
            let team = TeamIx::at(at);
            // What only reaches data that the team uses is on the page of quality.
            others.retain(|other| concerns_products_of(team, &incidents[*other], context));
            self.of_others[at] = others.len();
            for incident in others.iter().take(MOST_OF_OTHERS).map(|other| &incidents[*other]) {
                let task = match teams_told(incident, context).contains(&team) {
                    true => self::incident(incident, team, context),
                    false => upstream(incident, team, &causes, context),
                };
                self.add(Some(team), task);
            }
        }
    }

    fn add_of_product(&mut self, index: ProductIx, context: &ViewContext<'_>) {
        let (product, to) = (context.product(index), self.to);
        let task = |due, fact| WeekTask { subject: WeekSubject::Product(index), due, fact };
        for (at, notice) in notices::current(index, context) {
            if notice.until.is_some_and(|until| until <= to) {
                self.add(product.owner, task(notice.until, WeekFact::Notice(at)));
            }
        }
        if !product.lifecycle.is_in_service() {
            return;
        }
        for obligation in &product.obligations {
            for (due, fact) in evidence_of(product, obligation, to, context) {
                self.add(product.owner, task(due, fact));
            }
        }
        if product.review_by.is_some_and(|day| day <= to) {
            self.add(product.owner, task(product.review_by, WeekFact::Review));
        }
        self.add_ends(index, context);
        self.add_port_ends(index, context);
        for (at, consumer) in product.consumers.iter().enumerate() {
            let user = match consumer.user {
                User::Team(team) => Some(team),
                User::Product(user) => context.product(user).owner,
            };
            for (mile, logic) in consumer.last_miles.iter().enumerate() {
                if let Some(until) = logic.until().filter(|until| *until <= to) {
                    // It is to become part of another product, whose owner has to take it over.
                    let taker = logic.into.and_then(|into| context.product(into).owner);
                    let concerned: BTreeSet<TeamIx> =
                        product.owner.into_iter().chain(user).chain(taker).collect();
                    for team in concerned {
                        self.add(Some(team), task(Some(until), WeekFact::LastMile(at, mile)));
                    }
                }
            }
        }
    }

    /// Adds the end of a product, for its owner, for those of what builds on it, and for the teams that use it.
    fn add_ends(&mut self, index: ProductIx, context: &ViewContext<'_>) {
        let product = context.product(index);
        let Some(ends) = product.ends.filter(|day| *day <= self.to) else { return };
        let task = |product, fact| WeekTask { subject: WeekSubject::Product(product), due: Some(ends), fact };
        self.add(product.owner, task(index, WeekFact::End));
        for reader in context.catalog.readers_that_have_to_move(index) {
            self.add(context.product(reader).owner, task(reader, WeekFact::UpstreamEnds(index)));
        }
        let users: BTreeSet<TeamIx> = product.consumers.iter().filter_map(Consumer::team).collect();
        for user in users.into_iter().filter(|user| product.owner != Some(*user)) {
            self.add(Some(user), task(index, WeekFact::UpstreamEnds(index)));
        }
    }

    /// Adds the ends of versions behind output ports, for the owner, for those of the products that use them, and
    /// for the teams that use them.
    fn add_port_ends(&mut self, index: ProductIx, context: &ViewContext<'_>) {
        let to = self.to;
        for end in context.catalog.port_ends.of(index).iter().filter(|end| end.day <= to) {
            let due = Some(end.day);
            let task = |product, fact| WeekTask { subject: WeekSubject::Product(product), due, fact };
            let upstream_ends =
                |is_known| WeekFact::UpstreamPortEnds { upstream: index, port: end.port, is_known };
            self.add(context.product(index).owner, task(index, WeekFact::PortEnds(end.port)));
            for reader in &end.readers {
                let fact = upstream_ends(reader.is_known);
                self.add(context.product(reader.user).owner, task(reader.user, fact));
            }
            for team in &end.teams {
                self.add(Some(team.user), task(index, upstream_ends(team.is_known)));
            }
        }
    }

    /// Adds work that is overdue, at risk or due soon.
    fn add_deliveries(&mut self, context: &ViewContext<'_>) {
        let initiatives = context.catalog.initiatives.iter().zip(&context.assessment.initiatives);
        for (at, (initiative, assessment)) in initiatives.enumerate() {
            let index = InitiativeIx::at(at);
            for (delivery, stands) in initiative.deliveries.iter().zip(&assessment.deliveries) {
                let owner = context.product(delivery.product).owner;
                self.add_work(owner, WeekSubject::Product(delivery.product), index, stands);
            }
            for (piece, (work, stands)) in initiative.platform.iter().zip(&assessment.platform).enumerate() {
                self.add_work(work.team, WeekSubject::Platform(index, piece), index, stands);
            }
        }
    }

    fn add_work(
        &mut self,
        team: Option<TeamIx>,
        subject: WeekSubject,
        initiative: InitiativeIx,
        stands: &DeliveryAssessment,
    ) {
        let is_soon = stands.due.is_some_and(|due| due <= self.to);
        let is_in_danger = matches!(stands.state, WorkState::Overdue | WorkState::AtRisk);
        if stands.state > WorkState::Delivered && (is_soon || is_in_danger) {
            let fact = WeekFact::Delivery { initiative, state: stands.state, risk: stands.risk };
            self.add(team, WeekTask { subject, due: stands.due, fact });
        }
    }

    /// Adds waivers of findings that end soon.
    fn add_waivers(&mut self, context: &ViewContext<'_>) {
        let used: BTreeMap<usize, ProductIx> =
            context.rule_report.waived.iter().map(|(finding, waiver)| (*waiver, finding.product)).collect();
        for (at, product) in used {
            let waiver = &context.catalog.settings.waivers[at];
            if waiver.expires <= self.to {
                let team = waiver.owner.or(context.product(product).owner);
                let subject = WeekSubject::Product(product);
                self.add(team, WeekTask { subject, due: Some(waiver.expires), fact: WeekFact::Waiver(at) });
            }
        }
    }
}

/// Returns the teams that are told of a problem whether or not it reaches what they own or use: the owner of the product has
/// to know, and the operator of a failed guard has to fix it or can say what it found. Those who answer for a regulation
/// have to know of its failed controls.
fn teams_told(incident: &Incident, context: &ViewContext<'_>) -> BTreeSet<TeamIx> {
    let concerned = incident.fixed_in.iter().chain([&incident.product]).chain(&incident.found_by);
    let controls = incident.failed_controls.keys();
    let answering =
        controls.filter_map(|control| context.catalog.regulations[control.regulation.position()].owner);
    concerned.filter_map(|product| context.product(*product).owner).chain(answering).collect()
}

/// Whether a problem reaches products of a team, or the team is told of it.
fn concerns_products_of(team: TeamIx, incident: &Incident, context: &ViewContext<'_>) -> bool {
    let is_own = |product: &ProductIx| context.product(*product).owner == Some(team);
    incident.reach.products.iter().any(is_own) || teams_told(incident, context).contains(&team)
}

/// Returns the task of a team whose products a problem upstream reaches. `causes` has the number of problems that each product
/// has or is reached by.
fn upstream(incident: &Incident, team: TeamIx, causes: &[usize], context: &ViewContext<'_>) -> WeekTask {
    let is_own = |product: &ProductIx| context.product(*product).owner == Some(team);
    let mut affected: Vec<ProductIx> = incident.reach.products.iter().copied().filter(is_own).collect();
    let is_well = |product: &ProductIx| fixed_in(*product, context).is_none();
    affected.sort_by_cached_key(|product| (is_well(product), context.by_name(*product)));
    let has_one_cause = |product: &ProductIx| causes[product.position()] == 1;
    let role = match affected.first() {
        Some(first) if is_well(first) => UpstreamRole::Harmless,
        _ if affected.iter().all(has_one_cause) => UpstreamRole::OnlyCause,
        _ => UpstreamRole::OneOfCauses,
    };
    let subject = WeekSubject::Product(incident.product);
    WeekTask { subject, due: None, fact: WeekFact::Upstream(role, affected) }
}

fn incident(incident: &Incident, team: TeamIx, context: &ViewContext<'_>) -> WeekTask {
    let fact = WeekFact::Incident {
        urgent: incident.is_urgent(),
        of_others: !quality::is_for(team, incident, context),
        failures: incident.failures,
        late: incident.late,
        problems: incident.outdated,
        warnings: incident.warnings,
        promises: incident.promises.len(),
        since: quality::status_day(incident, context),
        problems_since: quality::earlier_day(incident, context),
        products: incident.reach.products.len(),
        teams: incident.reach.teams.len(),
    };
    WeekTask { subject: WeekSubject::Product(incident.product), due: None, fact }
}

/// Returns the tasks for the evidence of a regulation, each with its due day, controls in the same state together.
fn evidence_of(
    product: &Product,
    obligation: &Obligation,
    to: Date,
    context: &ViewContext<'_>,
) -> Vec<(Option<Date>, WeekFact)> {
    let regulation = &context.catalog.regulations[obligation.regulation.position()];
    let mut alike: BTreeMap<(EvidenceState, Option<Date>), Vec<usize>> = BTreeMap::new();
    for (at, EvidencedControl { state, .. }) in evidence(product, obligation, context).into_iter().enumerate()
    {
        let control = &regulation.controls[at];
        let due = obligation.review_of(at).and_then(|evidence| control.due(evidence));
        let key = match state {
            EvidenceState::Seen | EvidenceState::Given | EvidenceState::Partly
                if due.is_none_or(|due| due > to) =>
            {
                continue;
            }
            // The task is the same before and after the due date.
            EvidenceState::Seen
            | EvidenceState::Given
            | EvidenceState::Partly
            | EvidenceState::Unreviewed
            | EvidenceState::Stale => (EvidenceState::Stale, due),
            EvidenceState::Missing | EvidenceState::Failing => (state, None),
        };
        alike.entry(key).or_default().push(at);
    }
    let fact = |state, of: RegulationIx, controls| match state {
        EvidenceState::Failing => WeekFact::ControlsFailed(of, controls),
        EvidenceState::Missing => WeekFact::EvidenceMissing(of, controls),
        EvidenceState::Seen
        | EvidenceState::Given
        | EvidenceState::Partly
        | EvidenceState::Unreviewed
        | EvidenceState::Stale => WeekFact::EvidenceReview(of, controls),
    };
    let each = alike.into_iter();
    each.map(|((state, due), controls)| (due, fact(state, obligation.regulation, controls))).collect()
}
