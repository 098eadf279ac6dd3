//! Single changes in words.

use super::lists::listed;
use super::system_changes::{field_in, part_added, part_removed, part_replaced};
use crate::model::{ChangeFact, LossCause, NamedRef, PortDetail, Promised, SlaProperty, Stage, day_in_words};

/// Returns what changed in a product, to be read after its name and a colon: `removed output bookings`.
#[must_use]
pub(crate) fn change(fact: &ChangeFact) -> String {
    let from_to = |was: &Option<String>, is: &Option<String>, none: &str| {
        format!("changed from {} to {}", was.as_deref().unwrap_or(none), is.as_deref().unwrap_or(none))
    };
    match fact {
        ChangeFact::ProductAdded {} => "new product".to_owned(),
        ChangeFact::ProductRemoved { was_retired: true, .. } => "removed (was retired)".to_owned(),
        ChangeFact::ProductRemoved { moved: true, .. } => "removed: its outputs moved".to_owned(),
        ChangeFact::ProductRemoved { .. } | ChangeFact::SystemRemoved {} => "removed".to_owned(),
        ChangeFact::Lifecycle { is, was } => format!("lifecycle changed from {was} to {is}"),
        ChangeFact::Ends { port, is, was } => ends(port.as_ref(), is.as_deref(), was.is_some()),
        ChangeFact::ReplacedBy { is: Some(product) } => format!("replaced by {}", product.name),
        ChangeFact::ReplacedBy { is: None } => "no longer replaced by another product".to_owned(),
        ChangeFact::Tier { is, was } => format!("tier changed from {was} to {is}"),
        ChangeFact::Renamed { was, .. } => format!("renamed from {was}"),
        ChangeFact::Owner { was, unknown: Some(written), .. } => {
            format!("owner {}, which is not in teams.yml", from_to(was, &Some(written.clone()), "no team"))
        }
        ChangeFact::Owner { is, was, unknown: None } => format!("owner {}", from_to(was, is, "no team")),
        ChangeFact::Domain { is, was } => format!("domain {}", from_to(was, is, "none")),
        ChangeFact::Category { is, was } => format!("category {}", from_to(was, is, "none")),
        ChangeFact::PortAdded { port } => format!("new output: {}", port.name),
        ChangeFact::PortRemoved { port } => format!("removed output {}", port.name),
        ChangeFact::PortRelocated { port, product, to, table } => {
            relocated(port, product.as_ref(), to, table.as_deref())
        }
        ChangeFact::PortChanged { port, what, is, was } => {
            let what = match what {
                PortDetail::Type => "type",
                PortDetail::Address => "address",
            };
            format!("{what} of output {} {}", port.name, from_to(&Some(was.clone()), is, "none"))
        }
        ChangeFact::PortUntested { port } => format!("nothing tests output {} any more", port.name),
        ChangeFact::SourceLost { source, ports, .. } => {
            let verb = if ports.len() == 1 { "gets" } else { "get" };
            format!("{} no longer {verb} data from {}", names(ports), source.name)
        }
        ChangeFact::SourceMoved { source, ports, is, was } => {
            format!("source {} of {} moved from {was} to {is}", source.name, names(ports))
        }
        ChangeFact::PortLost { port, was, why } => {
            let what = if is_table(was) || why.is_some() { "its table " } else { "" };
            format!("output {} has lost {what}{}{}", port.name, last_part(was), lost_because(*why))
        }
        ChangeFact::TableLost { table } => {
            format!("lost the table {}, which is not an output but is read by others", table.name)
        }
        ChangeFact::TableMoved { port, is, was } => {
            format!("table of output {} moved from {was} to {is}", port.name)
        }
        ChangeFact::PortMoved { port, is, table: Some(table), .. } => {
            format!("output {} is made by {} now; its table stays {table}", port.name, last_part(is))
        }
        ChangeFact::PortMoved { port, is, was, table: None } => {
            format!("output {} moved from {} to {}", port.name, last_part(was), last_part(is))
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
        ChangeFact::GuardRemoved { guard, control, others } => {
            let controls = listed(control.iter().chain(others).cloned());
            let carried_out =
                if controls.is_empty() { controls } else { format!(", which carried out {controls}") };
            format!("removed guard {}{carried_out}", guard.name)
        }
        ChangeFact::GuardMoved { guard, product } => {
            format!("guard {} now belongs to {}", guard.name, product.name)
        }
        ChangeFact::GuardNarrowed { guard, no_longer } => {
            let names = no_longer.iter().map(|table| table.name.clone()).collect::<Vec<_>>();
            format!("guard {} no longer guards {}", guard.name, listed(names))
        }
        ChangeFact::GuardControl { guard, is: None, was: Some(was) } => {
            format!("guard {} no longer carries out {was}", guard.name)
        }
        ChangeFact::GuardControl { guard, is: Some(is), was: None } => {
            format!("guard {} now carries out {is}", guard.name)
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
        ChangeFact::LastMileAdded { team, what } => {
            format!("new logic on top of it by {}{}", team.name, logic(what))
        }
        ChangeFact::LastMileUntil { team, what, is, .. } => {
            let until = is.as_deref().map(|day| format!("may stay until {}", day_or_text(day)));
            let until = until.unwrap_or_else(|| "has no end date any more".to_owned());
            format!("the logic added by {} {until}{}", team.name, logic(what))
        }
        ChangeFact::LastMileRemoved { team, what, .. } => {
            format!("logic on top of it by {} is gone{}", team.name, logic(what))
        }
        ChangeFact::LevelReached { standard, level } => format!("reached {}", of_standard(level, standard)),
        ChangeFact::LevelLost { standard, level } => format!("fell below {}", of_standard(level, standard)),
        ChangeFact::InWords { text, .. } => text.clone(),
    }
}

/// Returns the day of a change: `31 March 2027`.
fn day_or_text(day: &str) -> String {
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

/// Returns what logic does, after a colon.
fn logic(what: &str) -> String {
    if what.is_empty() { String::new() } else { format!(": “{what}”") }
}

/// Returns the names of output ports: `Orders and Returns`.
fn names(ports: &[NamedRef]) -> String {
    listed(ports.iter().map(|port| port.name.clone()))
}

/// Returns the end of a product, or of the version behind an output port.
fn ends(port: Option<&NamedRef>, is: Option<&str>, had_end: bool) -> String {
    match (port, is) {
        (None, Some(day)) if had_end => format!("now ends on {}", day_or_text(day)),
        (None, Some(day)) => format!("ends on {}", day_or_text(day)),
        (None, None) => "no longer has an end date".to_owned(),
        (Some(port), Some(day)) => {
            format!("output {} should not be used from {} on", port.name, day_or_text(day))
        }
        (Some(port), None) => format!("output {} is no longer deprecated", port.name),
    }
}

/// Returns where an output port is now: `output Times moved to Delivery minutes; its table stays db.times`.
fn relocated(port: &NamedRef, product: Option<&NamedRef>, to: &NamedRef, table: Option<&str>) -> String {
    let table = table.map_or_else(String::new, |table| format!("; its table stays {table}"));
    let place = match product {
        Some(product) if port.name == to.name => format!("moved to {}", product.name),
        Some(product) => format!("moved to {} as {}", product.name, to.name),
        None if port.name == to.name => "has a new id".to_owned(),
        None => format!("is now {}", to.name),
    };
    format!("output {} {place}{table}", port.name)
}

/// Returns a level with its standard: `“Gold” in “Trust”`.
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

/// Returns why a table was lost, after a colon; empty if that is unknown.
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

/// Returns whether the key of a dbt asset is that of a table or a view.
fn is_table(key: &str) -> bool {
    ["model.", "source.", "seed.", "snapshot."].iter().any(|kind| key.starts_with(kind))
}

/// Returns the last part of an asset's key.
fn last_part(key: &str) -> &str {
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
        Some(property) => property.promise(&target),
        None => format!("{property} {target}"),
    }
}

/// Returns the port that a promise is for, to be read after the promise; empty for all ports.
fn of_port(about: &Promised) -> String {
    about.port.as_ref().map_or(String::new(), |port| format!(" for {}", port.name))
}
