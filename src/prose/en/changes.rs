//! What changed for others: each change, and all of them on a terminal and in a comment to a pull request.

use crate::model::{Change, ChangeFact, Promised, SlaProperty};
use std::fmt::Write as _;

/// What changed in a product, to be read after its name: `no longer gives bookings`.
#[must_use]
pub fn change(fact: &ChangeFact) -> String {
    let or = |id: &Option<String>, none: &str| id.clone().unwrap_or_else(|| none.to_owned());
    match fact {
        ChangeFact::ProductAdded {} => "is new".to_owned(),
        ChangeFact::ProductRemoved { was_retired: true } => "was retired, and is gone".to_owned(),
        ChangeFact::ProductRemoved { was_retired: false } => "is gone".to_owned(),
        ChangeFact::Lifecycle { is, was } => format!("is {is} (it was {was})"),
        ChangeFact::Tier { is, was } => format!("is of the tier {is} (it was {was})"),
        ChangeFact::Renamed { was, .. } => format!("was called {was}"),
        ChangeFact::Owner { is, was } => {
            format!("is looked after by {} (it was {})", or(is, "nobody"), or(was, "nobody"))
        }
        ChangeFact::Domain { is, was } => {
            format!("belongs to the domain {} (it was {})", or(is, "none"), or(was, "none"))
        }
        ChangeFact::Category { is, was } => {
            format!("is of the category {} (it was {})", or(is, "none"), or(was, "none"))
        }
        ChangeFact::PortAdded { port } => format!("gives {}", port.name),
        ChangeFact::PortRemoved { port } => format!("no longer gives {}", port.name),
        ChangeFact::PortMoved { port, is, was } => {
            format!("gives {} from {} (it was {})", port.name, last(is), last(was))
        }
        ChangeFact::ColumnAdded { port, column } => format!("has the column {column} in {}", port.name),
        ChangeFact::ColumnRemoved { port, column } => {
            format!("no longer has the column {column} in {}", port.name)
        }
        ChangeFact::ColumnType { port, column, is, was } => {
            format!("has {column} in {} as {is} (it was {was})", port.name)
        }
        ChangeFact::PromiseAdded { about, is } => {
            format!("promises {}{}", promise(about, is), of_port(about))
        }
        ChangeFact::PromiseRemoved { about, was } => {
            format!("no longer promises {}{}", promise(about, was), of_port(about))
        }
        ChangeFact::PromiseTightened { about, is, was }
        | ChangeFact::PromiseLoosened { about, is, was }
        | ChangeFact::PromiseChanged { about, is, was } => {
            format!("promises {}{} (it was {})", promise(about, is), of_port(about), promise(about, was))
        }
        ChangeFact::RegulationAdded { regulation } => format!("falls under {regulation}"),
        ChangeFact::RegulationRemoved { regulation } => format!("no longer falls under {regulation}"),
        ChangeFact::RegulationEnds { regulation, because: Some(why) } => {
            format!("ends what {regulation} asks of those who read it: {why}")
        }
        ChangeFact::RegulationEnds { regulation, because: None } => {
            format!("passes {regulation} on to those who read it")
        }
        ChangeFact::InputAdded { upstream } => format!("builds on {}", upstream.name),
        ChangeFact::InputRemoved { upstream } => format!("no longer builds on {}", upstream.name),
        ChangeFact::Told { text, .. } => text.clone(),
    }
}

/// The last part of an asset's key.
fn last(key: &str) -> &str {
    key.rsplit(['.', '/']).next().unwrap_or_default()
}

/// A promise in quotes: `“fresh within 6 hours”`.
fn promise(about: &Promised, target: &str) -> String {
    let title = match SlaProperty::parse(&about.property) {
        Some(property) => property.title().to_lowercase(),
        None => about.property.clone(),
    };
    format!("“{title} {target}”")
}

fn of_port(about: &Promised) -> String {
    about.port.as_ref().map_or(String::new(), |port| format!(" for {}", port.name))
}

/// For people, a line each.
#[must_use]
pub fn plain_changes(changes: &[Change]) -> String {
    let mut text = String::new();
    for (title, breaking) in [("Breaking", true), ("Other changes", false)] {
        let of_kind: Vec<&Change> = changes.iter().filter(|change| change.breaking == breaking).collect();
        if of_kind.is_empty() {
            continue;
        }
        if !text.is_empty() {
            text.push('\n');
        }
        let _ = writeln!(text, "{title}");
        for change in of_kind {
            let _ = writeln!(text, "  {}: {} {}", change.product, change.name, self::change(&change.fact));
            if !change.tell.is_empty() {
                let _ = writeln!(text, "    tell {}", change.tell.join(", "));
            }
        }
    }
    if text.is_empty() {
        text.push_str("Nothing that others rely on has changed.\n");
    }
    text
}

/// As a comment to a pull request.
#[must_use]
pub fn markdown_changes(changes: &[Change]) -> String {
    let mut text = String::from("### Data products\n\n");
    let breaking: Vec<&Change> = changes.iter().filter(|change| change.breaking).collect();
    let others: Vec<&Change> = changes.iter().filter(|change| !change.breaking).collect();
    if changes.is_empty() {
        text.push_str("Nothing that others rely on changes.\n");
    }
    if !breaking.is_empty() {
        text.push_str("**May break what others have built**\n\n| Product | What changes | Tell |\n| --- | --- | --- |\n");
        for change in &breaking {
            let tell: Vec<String> = change.tell.iter().map(|one| format!("`{}`", cell(one))).collect();
            let tell = if tell.is_empty() { "nobody is known to use it".to_owned() } else { tell.join(", ") };
            let _ =
                writeln!(text, "| {} | {} | {tell} |", cell(&change.name), cell(&self::change(&change.fact)));
        }
    }
    if !others.is_empty() {
        // A long list is folded, so that the comment stays one that is read.
        let fold = others.len() > 10;
        if !breaking.is_empty() {
            text.push('\n');
        }
        if fold {
            let _ = writeln!(text, "<details><summary>{} other changes</summary>\n", others.len());
        }
        text.push_str("| Product | What changes |\n| --- | --- |\n");
        for change in &others {
            let _ = writeln!(text, "| {} | {} |", cell(&change.name), cell(&self::change(&change.fact)));
        }
        if fold {
            text.push_str("\n</details>\n");
        }
    }
    text
}

/// Text in a cell of a table: nothing in it is markup, a new row or a mention of somebody.
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
