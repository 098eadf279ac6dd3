//! The week of a team, at the top of its page: what is broken, what is due and what the rules find.

mod files;
mod findings;
mod tasks;

use super::context::ViewContext;
use super::parts::{Label, PageRef};
use super::section::PageSet;
use super::{paths, words};
use crate::model::{Status, TeamIx, WeekFact, WeekTask, capitalised};
use crate::prose::{Voice, en};
pub(super) use files::{fitted, plain};
pub(super) use findings::fix_pages;
pub(crate) use findings::{FixPages, RuleSum};
use serde::Serialize;
pub(super) use tasks::WeekTasks;

/// The tasks of a team.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct WeekView {
    /// The days it covers: `21 November to 5 December 2026`.
    pub days: String,
    /// What the team has to fix now, most important first.
    pub fix: WeekList,
    /// What it has to fix that can wait.
    pub waiting: WeekList,
    /// What is broken that only others can fix.
    pub others: WeekList,
    /// What is due, by day.
    pub due: WeekList,
    /// What is due after these days, but already at risk.
    pub later: WeekList,
    /// Tasks without a due date.
    pub undated: WeekList,
    /// The text if there is nothing to do; may be empty.
    pub nothing: String,
    /// The findings, by rule.
    pub rules: Vec<RuleSum>,
    /// The number of findings.
    pub findings: usize,
    /// The page of all findings.
    pub findings_path: String,
    /// The page of the problems that concern the team, if there is one.
    pub quality: Option<String>,
}

/// Tasks: the first few, some more, and the number of others.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct WeekList {
    /// The number of all tasks.
    pub total: usize,
    /// The first tasks.
    pub first: Vec<WeekLine>,
    /// The folded tasks after them.
    pub folded: Vec<WeekLine>,
    /// The number of further tasks, which are in the files next to the page.
    pub more: usize,
    /// The page that has them, if they are not in those files.
    pub rest: Option<String>,
}

/// A task.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct WeekItem {
    /// `incident`, `evidence`, `review`, `delivery`, `waiver`, `last-mile`, `notice` or `end`.
    pub kind: &'static str,
    /// The product that it concerns; `None` for work on the platform.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product: Option<PageRef>,
    /// The name of the work on the platform that it concerns, if it is about none of the products.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub platform: Option<String>,
    /// The status of that, if it is broken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Label>,
    /// When it is due: `2026-11-03`.
    pub due: Option<String>,
    /// The same in words: `Was due 3 November`; empty if there is no day.
    pub when: String,
    /// Whether that day has passed.
    pub overdue: bool,
    /// Whether only other teams can fix it.
    pub waiting_for_others: bool,
    /// What has to be done.
    pub text: String,
    /// The page with more information.
    pub path: String,
}

impl WeekItem {
    /// Returns the name of what it concerns.
    fn name(&self) -> &str {
        let product = self.product.as_ref().map(|product| product.name.as_str());
        product.or(self.platform.as_deref()).unwrap_or_default()
    }
}

/// A task on a page, where a part of the text is a link.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct WeekLine {
    /// The task.
    #[serde(flatten)]
    pub item: WeekItem,
    /// The text before the link.
    pub before: String,
    /// The link; may be empty.
    pub link: String,
    /// The text after it.
    pub after: String,
    /// Failed controls of the same product: the same failures, as a regulation sees them.
    pub controls: Vec<WeekLine>,
}

/// The most tasks that a list shows at once.
const FIRST: usize = 12;
/// The same for tasks without a due date.
const FIRST_UNDATED: usize = 3;
/// The same for problems that others can fix.
const FIRST_OF_OTHERS: usize = 5;
/// The most tasks that are folded.
const FOLDED: usize = 40;

/// The week of one team.
struct Week<'s, 'c> {
    team: TeamIx,
    tasks: &'s WeekTasks,
    context: &'s ViewContext<'c>,
}

/// Returns the top of a team's page; `None` if the team owns nothing and nothing waits for it.
pub(super) fn of_team(team: TeamIx, tasks: &WeekTasks, context: &ViewContext<'_>) -> Option<WeekView> {
    let is_concerned = !tasks.of_team(team).is_empty() || !context.listed_of_team(team).is_empty();
    is_concerned.then(|| Week { team, tasks, context }.view())
}

/// Adds the files next to a team's page, and the pages of its findings.
pub(super) fn add(pages: &mut PageSet<'_, '_>, team: TeamIx, tasks: &WeekTasks) {
    files::add(pages, &Week { team, tasks, context: pages.context });
    findings::add(pages, team);
}

/// Returns what is due within two weeks, by day; problems are listed separately.
pub(super) fn due(team: TeamIx, tasks: &WeekTasks, context: &ViewContext<'_>) -> Vec<WeekItem> {
    let (week, voice) = (Week { team, tasks, context }, Voice::page(context.catalog));
    let is_due = |task: &&WeekTask| !task.is_incident() && task.due.is_some_and(|day| day <= tasks.to);
    let due = tasks.of_team(team).iter().filter(is_due);
    due.map(|task| week.item(task, &voice)).collect()
}

impl Week<'_, '_> {
    fn view(&self) -> WeekView {
        let (context, voice) = (self.context, Voice::page(self.context.catalog));
        let rules = findings::sums(self.team, context);
        let to = self.tasks.to;
        let lines = |shown: usize, is_meant: &dyn Fn(&WeekTask) -> bool| {
            let tasks = self.tasks.of_team(self.team).iter().filter(|task| is_meant(task));
            list(tasks.map(|task| self.line(task, &voice)).collect(), shown)
        };
        let fix = list(self.to_fix(&voice), FIRST);
        let waiting = lines(FIRST, &WeekTask::can_wait);
        let mut others = lines(FIRST_OF_OTHERS, &WeekTask::is_of_others);
        others.more += self.more_of_others();
        others.total += self.more_of_others();
        others.rest = (others.more > 0).then(|| self.problems_of_others());
        let due = lines(FIRST, &|task| !task.is_incident() && task.due.is_some_and(|day| day <= to));
        let later = lines(FIRST, &|task| !task.is_incident() && task.due.is_some_and(|day| day > to));
        let undated = lines(FIRST_UNDATED, &|task| !task.is_incident() && task.due.is_none());
        let id = &context.catalog.team(self.team).id;
        let has_quality = context.assessment.assessed && !context.listed_of_team(self.team).is_empty();
        WeekView {
            days: self.days(),
            nothing: match fix.total + waiting.total + others.total + due.total {
                0 => self.nothing(),
                _ => String::new(),
            },
            fix,
            waiting,
            others,
            due,
            later,
            undated,
            findings: rules.iter().map(|rule| rule.count).sum(),
            findings_path: findings::path(id),
            rules,
            quality: has_quality.then(|| paths::folder("quality/teams", id)),
        }
    }

    /// Returns what the team has to fix now: a product is one problem, whatever regulations its failures concern.
    fn to_fix(&self, voice: &Voice<'_>) -> Vec<WeekLine> {
        let urgent = || self.tasks.of_team(self.team).iter().filter(|task| task.is_urgent());
        let is_control = |task: &&WeekTask| matches!(task.fact, WeekFact::ControlsFailed(..));
        let mut lines: Vec<WeekLine> =
            urgent().filter(|task| !is_control(task)).map(|task| self.line(task, voice)).collect();
        for task in urgent().filter(is_control) {
            let line = self.line(task, voice);
            match lines.iter_mut().find(|one| one.item.product == line.item.product) {
                Some(problem) => problem.controls.push(line),
                None => lines.push(line),
            }
        }
        lines
    }

    /// Returns all tasks.
    fn items(&self, voice: &Voice<'_>) -> Vec<WeekItem> {
        self.tasks.of_team(self.team).iter().map(|task| self.item(task, voice)).collect()
    }

    /// Returns how many problems of others concern the team besides those among its tasks.
    fn more_of_others(&self) -> usize {
        let listed = self.tasks.of_team(self.team).iter().filter(|task| task.is_of_others()).count();
        self.tasks.of_others(self.team) - listed
    }

    /// Returns the page that has all of them.
    fn problems_of_others(&self) -> String {
        let id = &self.context.catalog.team(self.team).id;
        format!("{}#others", paths::folder("quality/teams", id))
    }

    fn days(&self) -> String {
        en::span_of_days(self.context.today, self.tasks.to)
    }

    fn nothing(&self) -> String {
        let own_products = self.context.listed_of_team(self.team);
        en::nothing_due(
            self.tasks.to,
            own_products.iter().any(|product| self.context.status(*product).is_some()),
        )
    }

    fn line(&self, task: &WeekTask, voice: &Voice<'_>) -> WeekLine {
        let words = en::week_task(task, self.context.today, voice);
        let (before, link) = match words.before.is_empty() {
            true => (String::new(), capitalised(&words.link)),
            false => (capitalised(&words.before), words.link),
        };
        WeekLine { item: self.item(task, voice), before, link, after: words.after, controls: Vec::new() }
    }

    fn item(&self, task: &WeekTask, voice: &Voice<'_>) -> WeekItem {
        let (context, today) = (self.context, self.context.today);
        WeekItem {
            kind: task.kind().word(),
            product: task.product().map(|product| context.product_ref(product)),
            platform: task.product().is_none().then(|| en::week_subject(task.subject, voice)),
            status: self.status(task).map(words::status),
            due: task.due.map(|due| due.to_string()),
            when: task.due.map(|due| en::due_in_words(due, today)).unwrap_or_default(),
            overdue: task.due.is_some_and(|due| due < today),
            waiting_for_others: task.is_of_others(),
            text: capitalised(&en::week_task(task, today, voice).text()),
            path: self.path(task),
        }
    }

    /// Returns the status of a broken product, or of its assets if according to its catalog it does not exist yet.
    fn status(&self, task: &WeekTask) -> Option<Status> {
        let failures = match task.fact {
            WeekFact::Incident { failures, .. } => failures,
            WeekFact::Upstream(..) => 0,
            _ => return None,
        };
        let of_pieces = if failures > 0 { Status::Failing } else { Status::Warning };
        Some(task.product().and_then(|product| self.context.status(product)).unwrap_or(of_pieces))
    }

    /// Returns the page with more information about a task.
    fn path(&self, task: &WeekTask) -> String {
        let catalog = self.context.catalog;
        let product = task.product().map_or("", |product| catalog.product(product).id.as_str());
        match &task.fact {
            WeekFact::Incident { .. } => {
                let page = paths::folder("quality/teams", &catalog.team(self.team).id);
                format!("{page}#{product}")
            }
            WeekFact::Upstream(..) => paths::folder("quality/incidents", product),
            WeekFact::ControlsFailed(regulation, controls)
            | WeekFact::EvidenceMissing(regulation, controls)
            | WeekFact::EvidenceReview(regulation, controls) => {
                let page = self.context.regulation(*regulation).path;
                let regulation = &catalog.regulations[regulation.position()];
                let control = controls.first().and_then(|at| regulation.controls.get(*at));
                control.map_or(page.clone(), |control| format!("{page}#control-{}", control.id))
            }
            WeekFact::Delivery { initiative, .. } => {
                paths::folder("initiatives", &catalog.initiatives[initiative.position()].id)
            }
            WeekFact::Waiver(waiver) => paths::folder("rules", &catalog.settings.waivers[*waiver].rule),
            WeekFact::LastMile(..) => paths::section("last-mile"),
            WeekFact::UpstreamEnds(upstream) | WeekFact::UpstreamPortEnds { upstream, .. } => {
                paths::product(&catalog.product(*upstream).id)
            }
            WeekFact::Review | WeekFact::Notice(_) | WeekFact::End | WeekFact::PortEnds(_) => {
                paths::product(product)
            }
        }
    }
}

fn list(mut items: Vec<WeekLine>, shown: usize) -> WeekList {
    let total = items.len();
    // A single remaining line takes no more room than a link to it.
    let first = if total == shown + 1 { total } else { total.min(shown) };
    let mut folded = items.split_off(first);
    folded.truncate(FOLDED);
    WeekList { total, more: total - first - folded.len(), first: items, folded, rest: None }
}
