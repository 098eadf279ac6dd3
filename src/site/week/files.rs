//! `teams/<id>/week.md`, `week.ics` and `week.json`: the week of a team for an editor, a calendar and a chat.

use super::findings::{self, RuleSum};
use super::{Week, WeekItem};
use crate::model::{TeamIx, User, WeekFact, WeekSubject, WeekTask, on_one_line};
use crate::prose::{Voice, en};
use crate::site::page::{Calendar, DueDate, Page};
use crate::site::paths;
use crate::site::section::PageSet;
use crate::site::works::StableIds;
use serde::Serialize;
use std::fmt::Write as _;

/// `teams/<id>/week.json`: works unchanged as a message for a chat webhook, which takes `text` and ignores the rest.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
struct WeekRecord {
    /// The week as a message.
    text: String,
    /// The id of the team.
    team: String,
    /// The first day: `2026-11-21`.
    from: String,
    /// The last day: `2026-12-05`.
    to: String,
    /// The tasks: what is broken, then what is due, then what has no date.
    items: Vec<WeekItem>,
    /// The number of further problems that only other teams can fix: the items have the first 20.
    more_waiting_for_others: usize,
    /// The findings, by rule.
    findings: Vec<RuleSum>,
}

/// The most letters of a message: chats cut or refuse longer ones.
const MESSAGE: usize = 3_000;

pub(super) fn add(pages: &mut PageSet<'_, '_>, week: &Week<'_, '_>) {
    let team = &week.context.catalog.team(week.team).id;
    let file = |name: &str| paths::folder_file("teams", team, name);
    pages.text(file("week.md"), markdown(week));
    pages.file(file("week.ics"), Page::Calendar(calendar(week)));
    let items = week.items(&Voice::page(week.context.catalog));
    let record = WeekRecord {
        text: message(week, &items),
        team: team.clone(),
        from: week.context.today.to_string(),
        to: week.tasks.to.to_string(),
        items,
        more_waiting_for_others: week.more_of_others(),
        findings: findings::sums(week.team, week.context),
    };
    pages.json(file("week.json"), record);
}

/// Returns the address of a page: on the web if known, else relative to the page of the team.
fn address(path: &str, week: &Week<'_, '_>) -> String {
    match week.context.catalog.settings.base_url.as_deref() {
        Some(base) => match path.split_once('#') {
            Some((page, anchor)) => format!("{}#{anchor}", paths::address(base, page)),
            None => paths::address(base, path),
        },
        None => format!("{}{path}", paths::root(&team_page(week.team, week))),
    }
}

fn team_page(team: TeamIx, week: &Week<'_, '_>) -> String {
    paths::folder("teams", &week.context.catalog.team(team).id)
}

/// The title of a list, and the condition for tasks in it.
type TaskList<'t> = (&'static str, &'t dyn Fn(&WeekTask) -> bool);

/// Returns the week as a checklist.
fn markdown(week: &Week<'_, '_>) -> String {
    let context = week.context;
    let voice = Voice::markdown(context.catalog);
    let name = on_one_line(&voice.text(&context.catalog.team(week.team).name));
    let mut text = format!("# {name}: {}\n", week.days());
    let tasks = week.tasks.of_team(week.team);
    if tasks.is_empty() {
        let _ = write!(text, "\n{}.\n", week.nothing());
    }
    let to = week.tasks.to;
    let lists: [TaskList<'_>; 6] = [
        ("Yours to fix today", &WeekTask::is_urgent),
        ("Yours, but can wait", &WeekTask::can_wait),
        ("Waiting for others", &WeekTask::is_of_others),
        ("Due", &|task| !task.is_incident() && task.due.is_some_and(|day| day <= to)),
        ("Later, but at risk", &|task| !task.is_incident() && task.due.is_some_and(|day| day > to)),
        ("No due date", &|task| !task.is_incident() && task.due.is_none()),
    ];
    for (title, is_meant) in lists {
        let of_list: Vec<&WeekTask> = tasks.iter().filter(|task| is_meant(task)).collect();
        if !of_list.is_empty() {
            let _ = write!(text, "\n## {title}\n\n");
        }
        for task in &of_list {
            let item = week.item(task, &voice);
            let when = if item.when.is_empty() { String::new() } else { format!("{}: ", item.when) };
            let product = on_one_line(&en::week_subject(task.subject, &voice));
            let more = address(&item.path, week);
            let _ = writeln!(text, "- [ ] {when}[{product}]({more}): {}", on_one_line(&item.text));
        }
        let more = week.more_of_others();
        if more > 0 && of_list.iter().any(|task| task.is_of_others()) {
            let page = address(&week.problems_of_others(), week);
            let _ = writeln!(text, "\n[{} more that others can fix]({page})", en::number(more));
        }
    }
    let rules = findings::sums(week.team, context);
    if !rules.is_empty() {
        text.push_str("\n## Findings by rule\n\n");
    }
    for rule in rules {
        let (title, more) = (voice.text(&rule.rule.name), address(&rule.path, week));
        let _ = writeln!(text, "- [ ] [{title}]({more}): {}", on_one_line(&voice.text(&rule.text)));
    }
    text
}

/// Returns the week as a message: no longer than chats accept.
fn message(week: &Week<'_, '_>, items: &[WeekItem]) -> String {
    let name = &week.context.catalog.team(week.team).name;
    let mut text = format!("*{}, {}*", plain(name), week.days());
    if items.is_empty() {
        let _ = write!(text, "\n{}.", week.nothing());
    }
    let end = week
        .context
        .catalog
        .settings
        .base_url
        .as_ref()
        .map_or_else(String::new, |_| format!("\n{}", address(&team_page(week.team, week), week)));
    let lines: Vec<String> = items
        .iter()
        .map(|item| {
            let when = if item.when.is_empty() { String::new() } else { format!("{}: ", item.when) };
            format!("{when}*{}* {}", plain(item.name()), plain(&item.text))
        })
        .collect();
    fitted(text, &lines, &end)
}

/// Returns a message with a beginning, as many lines as fit, and an end.
pub(in crate::site) fn fitted(beginning: String, lines: &[String], end: &str) -> String {
    let mut text = beginning;
    let room = MESSAGE.saturating_sub(end.chars().count() + 20);
    for (at, line) in lines.iter().enumerate() {
        let line = format!("\n• {line}");
        if text.chars().count() + line.chars().count() > room {
            let _ = write!(text, "\nand {} more", en::number(lines.len() - at));
            break;
        }
        text.push_str(&line);
    }
    text.push_str(end);
    text
}

/// Returns a text without anything that a chat would take for a mention or a link.
pub(in crate::site) fn plain(text: &str) -> String {
    on_one_line(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Returns what is due, by day.
fn calendar(week: &Week<'_, '_>) -> Calendar {
    let (context, voice) = (week.context, Voice::page(week.context.catalog));
    let mut ids = StableIds::default();
    let date = |task: &WeekTask| {
        let item = week.item(task, &voice);
        Some(DueDate {
            uid: ids.add(&format!("week/{}", stable_id(task, week)), '/', ""),
            day: task.due?,
            title: format!("{}: {}", item.name(), on_one_line(&item.text)),
            description: String::new(),
            url: context.catalog.settings.base_url.as_ref().map(|_| address(&item.path, week)),
        })
    };
    Calendar {
        title: format!("{}: what is due", context.catalog.team(week.team).name),
        stamp: context.now.strftime("%Y%m%dT%H%M%SZ").to_string(),
        dates: week.tasks.of_team(week.team).iter().filter_map(date).collect(),
    }
}

/// Returns the identity of a task, whatever its day and status.
fn stable_id(task: &WeekTask, week: &Week<'_, '_>) -> String {
    let catalog = week.context.catalog;
    let product = match task.subject {
        WeekSubject::Product(product) => catalog.product(product),
        WeekSubject::Platform(initiative, platform) => {
            let initiative = &catalog.initiatives[initiative.position()];
            let piece = on_one_line(&initiative.platform[platform].name);
            // No product id has a capital letter.
            return format!("Platform/{}/{}/{piece}", task.kind().word(), initiative.id);
        }
    };
    let of = match &task.fact {
        WeekFact::EvidenceReview(regulation, controls) => {
            let regulation = &catalog.regulations[regulation.position()];
            let controls = controls.iter().map(|control| regulation.controls[*control].id.as_str());
            format!("{}/{}", regulation.id, controls.collect::<Vec<_>>().join("+"))
        }
        WeekFact::Delivery { initiative, .. } => catalog.initiatives[initiative.position()].id.clone(),
        WeekFact::Waiver(waiver) => catalog.settings.waivers[*waiver].rule.clone(),
        WeekFact::LastMile(consumer, mile) => {
            let consumer = &product.consumers[*consumer];
            let user = match consumer.user {
                User::Team(team) => &catalog.team(team).id,
                User::Product(user) => &catalog.product(user).id,
            };
            format!("{user}/{}", on_one_line(&consumer.last_miles[*mile].place))
        }
        WeekFact::Notice(notice) => on_one_line(&product.notices[*notice].text),
        WeekFact::Upstream(..) => "upstream".to_owned(),
        WeekFact::UpstreamEnds(upstream) => catalog.product(*upstream).id.clone(),
        WeekFact::PortEnds(port) => product.output_ports[*port].id.clone(),
        WeekFact::UpstreamPortEnds { upstream, port, .. } => {
            let upstream = catalog.product(*upstream);
            format!("{}/{}", upstream.id, upstream.output_ports[*port].id)
        }
        WeekFact::Incident { .. }
        | WeekFact::End
        | WeekFact::ControlsFailed(..)
        | WeekFact::EvidenceMissing(..)
        | WeekFact::Review => String::new(),
    };
    format!("{}/{}/{of}", product.id, task.kind().word())
}
