//! Changes in words: single ones, and all of them for a terminal and for a comment on a pull request.

use super::lists::listed;
use super::numbers::number;
use super::system_changes::{field_in, part_added, part_removed, part_replaced};
use crate::model::{
    Affected, Change, ChangeFact, LossCause, NamedRef, Promised, SlaProperty, Stage, day_in_words,
};
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// Returns what changed in a product, to be read after its name and a colon: `removed output bookings`.
#[must_use]
pub(crate) fn change(fact: &ChangeFact) -> String {
    let from_to = |was: &Option<String>, is: &Option<String>, none: &str| {
        format!("changed from {} to {}", was.as_deref().unwrap_or(none), is.as_deref().unwrap_or(none))
    };
    match fact {
        ChangeFact::ProductAdded {} => "new product".to_owned(),
        ChangeFact::ProductRemoved { was_retired: true } => "removed (was retired)".to_owned(),
        ChangeFact::ProductRemoved { was_retired: false } | ChangeFact::SystemRemoved {} => {
            "removed".to_owned()
        }
        ChangeFact::Lifecycle { is, was } => format!("lifecycle changed from {was} to {is}"),
        ChangeFact::Ends { is: Some(day), was: None } => format!("ends on {}", day_said(day)),
        ChangeFact::Ends { is: Some(day), was: Some(_) } => format!("now ends on {}", day_said(day)),
        ChangeFact::Ends { is: None, .. } => "no longer has an end date".to_owned(),
        ChangeFact::ReplacedBy { is: Some(product) } => format!("replaced by {}", product.name),
        ChangeFact::ReplacedBy { is: None } => "no longer replaced by another product".to_owned(),
        ChangeFact::Tier { is, was } => format!("tier changed from {was} to {is}"),
        ChangeFact::Renamed { was, .. } => format!("renamed from {was}"),
        ChangeFact::Owner { is, was } => format!("owner {}", from_to(was, is, "no team")),
        ChangeFact::Domain { is, was } => format!("domain {}", from_to(was, is, "none")),
        ChangeFact::Category { is, was } => format!("category {}", from_to(was, is, "none")),
        ChangeFact::PortAdded { port } => format!("new output: {}", port.name),
        ChangeFact::PortRemoved { port } => format!("removed output {}", port.name),
        ChangeFact::PortLost { port, was, why } => {
            let what = if is_table(was) || why.is_some() { "its table " } else { "" };
            format!("output {} has lost {what}{}{}", port.name, last(was), lost_because(*why))
        }
        ChangeFact::TableLost { table } => {
            format!("lost the table {}, which is not an output but is read by others", table.name)
        }
        ChangeFact::TableMoved { port, is, was } => {
            format!("table of output {} moved from {was} to {is}", port.name)
        }
        ChangeFact::PortMoved { port, is, was } => {
            format!("output {} moved from {} to {}", port.name, last(was), last(is))
        }
        ChangeFact::ColumnAdded { port, column } => format!("added column {column} to {}", port.name),
        ChangeFact::ColumnRemoved { port, column } => {
            format!("removed column {column} from {}", port.name)
        }
        ChangeFact::ColumnType { port, column, is, was } => {
            format!("type of column {column} in {} changed from {was} to {is}", port.name)
        }
        ChangeFact::PromiseAdded { about, is } => {
            format!("new promise: {}{}", promise(about, is), of_port(about))
        }
        ChangeFact::PromiseRemoved { about, was } => {
            format!("removed promise: {}{}", promise(about, was), of_port(about))
        }
        ChangeFact::PromiseTightened { about, is, was }
        | ChangeFact::PromiseLoosened { about, is, was }
        | ChangeFact::PromiseChanged { about, is, was } => {
            let (was, is) = (promise(about, was), promise(about, is));
            format!("promise{} changed from {was} to {is}", of_port(about))
        }
        ChangeFact::RegulationAdded { regulation } => format!("now subject to {regulation}"),
        ChangeFact::RegulationRemoved { regulation } => format!("no longer subject to {regulation}"),
        ChangeFact::RegulationEnds { regulation, because: Some(why) } => {
            format!("no longer passes on {regulation}: {why}")
        }
        ChangeFact::RegulationEnds { regulation, because: None } => {
            format!("now passes {regulation} on to readers")
        }
        ChangeFact::InputAdded { upstream, known_now: true } => {
            format!("is now known to build on {}", upstream.name)
        }
        ChangeFact::InputAdded { upstream, .. } => format!("now builds on {}", upstream.name),
        ChangeFact::InputRemoved { upstream } => format!("no longer builds on {}", upstream.name),
        ChangeFact::FieldRemoved { sync, system, field, .. } => {
            format!("no longer fills {}", field_in(field, system.as_ref(), sync))
        }
        ChangeFact::FieldMoved { sync, system, field, is, was } => {
            format!("fills {} from {is} instead of {was}", field_in(field, system.as_ref(), sync))
        }
        ChangeFact::FieldAdded { sync, system, field, column } => {
            format!("now fills {} from {column}", field_in(field, system.as_ref(), sync))
        }
        ChangeFact::GuardRemoved { guard, control } => {
            let control =
                control.as_ref().map_or_else(String::new, |control| format!(", which carried out {control}"));
            format!("removed guard {}{control}", guard.name)
        }
        ChangeFact::GuardMoved { guard, product } => {
            format!("guard {} now belongs to {}", guard.name, product.name)
        }
        ChangeFact::GuardControl { guard, is: None, was: Some(was) } => {
            format!("guard {} no longer carries out {was}", guard.name)
        }
        ChangeFact::GuardControl { guard, is, was } => {
            format!("control of guard {} {}", guard.name, from_to(was, is, "none"))
        }
        ChangeFact::Schedule { asset, is, was } => {
            format!("schedule of {} {}", asset.name, from_to(&Some(was.clone()), is, "none"))
        }
        ChangeFact::SystemAdded {} => "new system".to_owned(),
        ChangeFact::SystemId { is, was } => {
            format!("id {}", from_to(&Some(was.clone()), &Some(is.clone()), "none"))
        }
        ChangeFact::SystemDirection { is, was } => format!("direction {}", from_to(was, is, "undeclared")),
        ChangeFact::SystemPartAdded { asset, more, product, part } => {
            part_added(asset, *more, product.as_ref(), part)
        }
        ChangeFact::SystemPartReplaced { is, was, product, part } => {
            part_replaced(is, was, product.as_ref(), part)
        }
        ChangeFact::SystemContact { is, was } => {
            format!("contact {}", from_to(&channels(was), &channels(is), "none"))
        }
        ChangeFact::SystemPartRemoved { asset, product, part } => part_removed(asset, product.as_ref(), part),
        ChangeFact::UseAdded { team, stage } => format!("now used by {}", in_stage(team, stage)),
        ChangeFact::UseRemoved { team, stage } => format!("no longer used by {}", in_stage(team, stage)),
        ChangeFact::LastMileRemoved { team, what } => pulled_back(team, what),
        ChangeFact::LevelReached { standard, level } => format!("reached {}", of_standard(level, standard)),
        ChangeFact::LevelLost { standard, level } => format!("fell below {}", of_standard(level, standard)),
        ChangeFact::Told { text, .. } => text.clone(),
    }
}

/// Returns the day of a change: `31 March 2027`.
fn day_said(day: &str) -> String {
    day.parse().map_or_else(|_| day.to_owned(), day_in_words)
}

/// Returns the names of channels, if there are any.
fn channels(names: &[String]) -> Option<String> {
    (!names.is_empty()).then(|| listed(names.iter().cloned()))
}

/// Returns the user of something, and the stage if known: `Finance in daily operations`.
fn in_stage(team: &NamedRef, stage: &Option<String>) -> String {
    match stage.as_deref().and_then(Stage::parse) {
        Some(stage) => format!("{} {}", team.name, used(stage)),
        None => team.name.clone(),
    }
}

fn pulled_back(team: &NamedRef, what: &str) -> String {
    let what = if what.is_empty() { String::new() } else { format!(": {what}") };
    format!("{} no longer adds logic of its own{what}", team.name)
}

fn of_standard(level: &NamedRef, standard: &NamedRef) -> String {
    format!("“{}” in “{}”", level.name, standard.name)
}

/// Returns the stage of a use, to be read after "used": `in daily operations`.
#[must_use]
pub(crate) fn used(stage: Stage) -> &'static str {
    match stage {
        Stage::Analysis => "for analysis",
        Stage::Operational => "in daily operations",
        Stage::Marketing => "in campaigns",
        Stage::Application => "in a customer application",
    }
}

/// Returns the name of a stage of use, the same wherever it is read.
#[must_use]
pub(crate) fn stage_name(stage: Stage) -> &'static str {
    match stage {
        Stage::Analysis => "Analysis",
        Stage::Operational => "Daily operations",
        Stage::Marketing => "Campaigns",
        Stage::Application => "Customer application",
    }
}

fn lost_because(why: Option<LossCause>) -> &'static str {
    match why {
        Some(LossCause::Ephemeral) => ": the dbt model is ephemeral now",
        Some(LossCause::NotWritten) => ": the last two runs of the job that wrote it did not write it again",
        Some(LossCause::Dropped) => ": a job dropped or renamed it",
        Some(LossCause::LeftOut) => {
            ": the last two runs of the workflow that wrote it did not write it again"
        }
        None => "",
    }
}

/// Whether the key of a dbt asset is that of a table or a view.
fn is_table(key: &str) -> bool {
    ["model.", "source.", "seed.", "snapshot."].iter().any(|kind| key.starts_with(kind))
}

/// Returns the last part of an asset's key.
fn last(key: &str) -> &str {
    key.rsplit(['.', '/']).next().unwrap_or_default()
}

/// Returns a promise in quotes: `“fresh within 6 hours”`.
fn promise(about: &Promised, target: &str) -> String {
    format!("“{}”", promise_words(&about.property, target))
}

/// Returns a promise: `fresh within 6 hours`.
#[must_use]
pub(crate) fn promise_words(property: &str, target: &str) -> String {
    match SlaProperty::parse(property) {
        Some(property) => format!("{} {target}", property.title().to_lowercase()),
        None => format!("{property} {target}"),
    }
}

fn of_port(about: &Promised) -> String {
    about.port.as_ref().map_or(String::new(), |port| format!(" for {}", port.name))
}

/// The most uses affected by a breaking change that are listed.
const REACHED: usize = 12;

/// Returns what breaks and how far that reaches: `Breaking: Inventory feed (removed output Stock). It reaches
/// customers: Top items in the retailer app, Weekly e-mail.` `None` if nothing breaks.
#[must_use]
pub(crate) fn breaking_headline(changes: &[Change]) -> Option<String> {
    let breaking: Vec<&Change> = changes.iter().filter(|change| change.breaking).collect();
    let first = breaking.first()?;
    let more = match breaking.len() - 1 {
        0 => String::new(),
        1 => " and 1 more change".to_owned(),
        more => format!(" and {} more changes", number(more)),
    };
    let it = if breaking.len() == 1 { "It reaches" } else { "They reach" };
    let all = || breaking.iter().flat_map(|change| &change.reaches);
    let names = |is_meant: &dyn Fn(&Affected) -> bool| -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for one in all().filter(|one| is_meant(one)) {
            if !names.contains(&one.product.name) {
                names.push(one.product.name.clone());
            }
        }
        names
    };
    let customers = names(&|one| one.customers);
    let daily = names(&|one| one.stage.as_deref() == Some(Stage::Operational.word()));
    let reach = match (customers.is_empty(), daily.is_empty()) {
        (false, _) => format!(" {it} customers: {}.", listed(customers)),
        (true, false) => format!(" {it} daily work: {}.", listed(daily)),
        (true, true) => match names(&|_| true) {
            none if none.is_empty() => String::new(),
            some => format!(" {it} {}.", listed(some)),
        },
    };
    Some(format!("Breaking: {} ({}){more}.{reach}", first.name, change(&first.fact)))
}

/// Returns the uses that a breaking change reaches, a line each.
fn through(change: &Change) -> Vec<String> {
    let mut lines: Vec<String> = change.reaches.iter().take(REACHED).map(reached).collect();
    if change.reaches.len() > REACHED {
        lines.push(format!("{} more", number(change.reaches.len() - REACHED)));
    }
    lines
}

/// Returns the uses that several breaking changes reach, each once, those that go furthest first.
fn through_all(changes: &[&Change]) -> Vec<String> {
    let mut uses: Vec<&Affected> = Vec::new();
    for one in changes.iter().flat_map(|change| change.reaches.iter().take(REACHED)) {
        if !uses.contains(&one) {
            uses.push(one);
        }
    }
    uses.sort_by_key(|one| Reverse((one.customers, one.stage.as_deref().and_then(Stage::parse))));
    let all: BTreeSet<&Affected> = changes.iter().flat_map(|change| &change.reaches).collect();
    let more = all.len() - uses.len();
    let more = (more > 0).then(|| format!("{} more", number(more)));
    uses.into_iter().map(reached).chain(more).collect()
}

/// Returns a use that a breaking change reaches: `Top items in the retailer app (customer-facing): Retail app,
/// customer application (the app); tell #retail-app; last mile: app code`.
fn reached(one: &Affected) -> String {
    let tier = one.tier.iter().map(|tier| format!(" ({tier})")).collect::<String>();
    let team = one.team.iter().map(|team| {
        let stage = one.stage.as_deref().and_then(Stage::parse);
        let stage = stage.map_or_else(String::new, |one| format!(", {}", stage_name(one).to_lowercase()));
        let purpose = if one.purpose.is_empty() { String::new() } else { format!(" ({})", one.purpose) };
        format!("{}{stage}{purpose}", team.name)
    });
    let channels = (!one.channels.is_empty()).then(|| format!("tell {}", one.channels.join(", ")));
    let promises = one.promises.iter().map(|one| promise_words(&one.property, &one.target));
    let promises = listed(promises);
    let promises = (!promises.is_empty()).then(|| format!("promises {promises}"));
    let last_mile = (!one.last_miles.is_empty()).then(|| format!("last mile: {}", one.last_miles.join(", ")));
    let facts: Vec<String> = team.chain(channels).chain(promises).chain(last_mile).collect();
    let facts = if facts.is_empty() { String::new() } else { format!(": {}", facts.join("; ")) };
    format!("{}{tier}{facts}", one.product.name)
}

/// Returns who is notified of a change, by name and with the known channels: `Key accounts (#accounts)`.
fn told(change: &Change) -> Vec<String> {
    let name = |id: &String| {
        let is_team = |one: &&Affected| one.team.as_ref().is_some_and(|team| team.id == *id);
        if let Some((one, team)) =
            change.reaches.iter().find(is_team).and_then(|one| Some((one, one.team.as_ref()?)))
        {
            return with_channels(&team.name, &one.channels);
        }
        let product = change.reaches.iter().find(|one| one.product.id == *id);
        product.map_or_else(
            || id.clone(),
            |one| with_channels(&one.product.name, if one.team.is_none() { &one.channels } else { &[] }),
        )
    };
    change.tell.iter().map(name).collect()
}

fn with_channels(name: &str, channels: &[String]) -> String {
    if channels.is_empty() { name.to_owned() } else { format!("{name} ({})", channels.join(", ")) }
}

/// Returns the changes for people, a line each.
#[must_use]
pub(crate) fn plain_changes(changes: &[Change]) -> String {
    let mut text = breaking_headline(changes).map(|line| line + "\n").unwrap_or_default();
    for (title, breaking) in [("Breaking", true), ("Other changes", false)] {
        let of_kind: Vec<&Change> = changes.iter().filter(|change| change.breaking == breaking).collect();
        if of_kind.is_empty() {
            continue;
        }
        if !text.is_empty() {
            text.push('\n');
        }
        let _ = writeln!(text, "{title}");
        for (at, change) in of_kind.iter().enumerate() {
            let subject = match &change.system {
                Some(system) => format!("system {system}"),
                None => change.product.clone(),
            };
            let _ = writeln!(text, "  {subject} ({}): {}", change.name, self::change(&change.fact));
            if !change.tell.is_empty() {
                let _ = writeln!(text, "    tell {}", told(change).join(", "));
            }
            // All changes of a product reach the same uses: they are listed below the last one.
            let is_same = |next: &&Change| {
                next.product == change.product && next.system.is_none() && next.reaches == change.reaches
            };
            if !breaking || change.system.is_none() && of_kind.get(at + 1).is_some_and(is_same) {
                continue;
            }
            for line in through(change) {
                let _ = writeln!(text, "    reaches {line}");
            }
        }
    }
    if text.is_empty() {
        text.push_str("Nothing that others rely on has changed.\n");
    }
    text
}

/// Returns the changes as a comment on a pull request.
#[must_use]
pub(crate) fn markdown_changes(changes: &[Change]) -> String {
    let mut text = String::from("### Data products\n\n");
    if let Some(line) = breaking_headline(changes) {
        let _ = writeln!(text, "{}\n", cell(&line));
    }
    let breaking: Vec<&Change> = changes.iter().filter(|change| change.breaking).collect();
    let others: Vec<&Change> = changes.iter().filter(|change| !change.breaking).collect();
    if changes.is_empty() {
        text.push_str("Nothing that others rely on has changed.\n");
    }
    if !breaking.is_empty() {
        text.push_str("**Breaking changes**\n\n| Product | Change | Tell |\n| --- | --- | --- |\n");
        for change in &breaking {
            let tell: Vec<String> = told(change).iter().map(|one| cell(one)).collect();
            let tell = if tell.is_empty() { "no known users".to_owned() } else { tell.join(", ") };
            let _ =
                writeln!(text, "| {} | {} | {tell} |", subject(change), cell(&self::change(&change.fact)));
        }
    }
    let reached = through_all(&breaking);
    if !reached.is_empty() {
        text.push_str("\n**Reaches**\n\n");
        text.extend(reached.iter().map(|line| format!("- {}\n", cell(line))));
    }
    if !others.is_empty() {
        // A long list is folded, so that the comment stays readable.
        let fold = others.len() > 10;
        if !breaking.is_empty() {
            text.push('\n');
        }
        if fold {
            let _ = writeln!(text, "<details><summary>{} other changes</summary>\n", others.len());
        }
        text.push_str("| Product | Change |\n| --- | --- |\n");
        for change in &others {
            let tell = told(change);
            let tell = if tell.is_empty() { String::new() } else { format!("; tell {}", tell.join(", ")) };
            let said = self::change(&change.fact) + &tell;
            let _ = writeln!(text, "| {} | {} |", subject(change), cell(&said));
        }
        if fold {
            text.push_str("\n</details>\n");
        }
    }
    text
}

/// Returns what changed, for a table cell: the name of a product, or of a system.
fn subject(change: &Change) -> String {
    let system = if change.system.is_some() { " (system)" } else { "" };
    format!("{}{system}", cell(&change.name))
}

/// Returns text for a table cell: nothing in it is markup, a new row or a mention of somebody.
fn cell(text: &str) -> String {
    let mut out = String::new();
    for letter in text.chars() {
        match letter {
            '\n' | '\r' => out.push(' '),
            '<' => out.push_str("&lt;"),
            '@' => out.push_str("&#64;"),
            '|' | '`' | '*' | '_' | '[' | ']' | '\\' | '#' | '!' => {
                out.push('\\');
                out.push(letter);
            }
            _ => out.push(letter),
        }
    }
    out
}
