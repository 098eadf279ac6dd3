//! All changes in words: for a terminal and for a comment on a pull request.

use super::changes::{change as change_words, promise_words, stage_name};
use super::lists::listed;
use super::numbers::number;
use crate::model::{Affected, Change, Recipient, RecipientKind, Stage};
use crate::prose::markdown::escaped_markdown;
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::fmt::Write as _;

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
    let subject = if breaking.len() == 1 { "It reaches" } else { "They reach" };
    let all = || breaking.iter().flat_map(|change| &change.reaches);
    let names = |is_meant: &dyn Fn(&Affected) -> bool| -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for affected in all().filter(|affected| is_meant(affected)) {
            if !names.contains(&affected.product.name) {
                names.push(affected.product.name.clone());
            }
        }
        names
    };
    let customers = names(&|affected| affected.customers);
    let daily = names(&|affected| affected.stage.as_deref() == Some(Stage::Operational.word()));
    let reach = match (customers.is_empty(), daily.is_empty()) {
        (false, _) => format!(" {subject} customers: {}.", listed(customers)),
        (true, false) => format!(" {subject} daily work: {}.", listed(daily)),
        (true, true) => match names(&|_| true) {
            none if none.is_empty() => String::new(),
            some => format!(" {subject} {}.", listed(some)),
        },
    };
    Some(format!("Breaking: {} ({}){more}.{reach}", first.name, change_words(&first.fact)))
}

/// Returns the uses that a breaking change reaches, a line each.
fn reached_uses(change: &Change) -> Vec<String> {
    let mut lines: Vec<String> = change.reaches.iter().take(REACHED).map(reached_use).collect();
    if change.reaches.len() > REACHED {
        lines.push(format!("{} more", number(change.reaches.len() - REACHED)));
    }
    lines
}

/// Returns the uses that several breaking changes reach, each once, those that go furthest first.
fn reached_uses_of_all(changes: &[&Change]) -> Vec<String> {
    let mut uses: Vec<&Affected> = Vec::new();
    for affected in changes.iter().flat_map(|change| change.reaches.iter().take(REACHED)) {
        if !uses.contains(&affected) {
            uses.push(affected);
        }
    }
    uses.sort_by_key(|affected| {
        Reverse((affected.customers, affected.stage.as_deref().and_then(Stage::parse)))
    });
    let all: BTreeSet<&Affected> = changes.iter().flat_map(|change| &change.reaches).collect();
    let others = all.len() - uses.len();
    let more = (others > 0).then(|| format!("{} more", number(others)));
    uses.into_iter().map(reached_use).chain(more).collect()
}

/// Returns a use that a breaking change reaches: `Top items in the retailer app (customer-facing): Retail app,
/// customer application (the app); tell #retail-app; last mile: app code`.
fn reached_use(affected: &Affected) -> String {
    let tier = affected.tier.iter().map(|tier| format!(" ({tier})")).collect::<String>();
    let team = affected.team.iter().map(|team| {
        let stage = affected.stage.as_deref().and_then(Stage::parse);
        let stage = stage.map_or_else(String::new, |stage| format!(", {}", stage_name(stage).to_lowercase()));
        let purpose =
            if affected.purpose.is_empty() { String::new() } else { format!(" ({})", affected.purpose) };
        format!("{}{stage}{purpose}", team.name)
    });
    let channels = (!affected.channels.is_empty()).then(|| format!("tell {}", affected.channels.join(", ")));
    let promises = affected.promises.iter().map(|promise| promise_words(&promise.property, &promise.target));
    let promises = listed(promises);
    let promises = (!promises.is_empty()).then(|| format!("promises {promises}"));
    let last_mile =
        (!affected.last_miles.is_empty()).then(|| format!("last mile: {}", affected.last_miles.join(", ")));
    let facts: Vec<String> = team.chain(channels).chain(promises).chain(last_mile).collect();
    let facts = if facts.is_empty() { String::new() } else { format!(": {}", facts.join("; ")) };
    format!("{}{tier}{facts}", affected.product.name)
}

/// Returns who is told of a change, by name, with the owner of a product and the known channels: `Key accounts
/// (#accounts)`, `Orders (Sales, #sales)`.
fn recipients(change: &Change) -> Vec<String> {
    let name = |recipient: &Recipient| match recipient.kind {
        RecipientKind::Job => format!("the job {} (of no product)", recipient.name),
        RecipientKind::Product | RecipientKind::Team => {
            let owner = recipient.owner.iter().map(|owner| owner.name.clone());
            let details: Vec<String> = owner.chain(recipient.channels.iter().cloned()).collect();
            match details.is_empty() {
                true => recipient.name.clone(),
                false => format!("{} ({})", recipient.name, details.join(", ")),
            }
        }
    };
    change.tell.iter().map(name).collect()
}

/// Returns whether what a change reaches is listed: it breaks something, now or on a day to come.
fn lists_reached_uses(change: &Change) -> bool {
    change.breaking || change.fact.announces_break()
}

/// Returns that nobody is known to be told of a breaking change.
fn no_recipient(change: &Change) -> &'static str {
    if change.fact.leaves_refs_intact() {
        "nobody is known to read it by name"
    } else {
        "nobody is known to use it"
    }
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
            let _ = writeln!(text, "  {subject} ({}): {}", change.name, change_words(&change.fact));
            if !change.tell.is_empty() {
                let _ = writeln!(text, "    tell {}", recipients(change).join(", "));
            } else if breaking {
                let _ = writeln!(text, "    {}", no_recipient(change));
            }
            // All changes of a product reach the same uses: they are listed below the last one.
            let is_same = |next: &&Change| {
                next.product == change.product && next.system.is_none() && next.reaches == change.reaches
            };
            if !lists_reached_uses(change)
                || change.system.is_none() && of_kind.get(at + 1).is_some_and(is_same)
            {
                continue;
            }
            for line in reached_uses(change) {
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
        let _ = writeln!(text, "{}\n", escaped_markdown(&line));
    }
    let breaking: Vec<&Change> = changes.iter().filter(|change| change.breaking).collect();
    let others: Vec<&Change> = changes.iter().filter(|change| !change.breaking).collect();
    if changes.is_empty() {
        text.push_str("Nothing that others rely on has changed.\n");
    }
    if !breaking.is_empty() {
        text.push_str("**Breaking changes**\n\n| Product | Change | Tell |\n| --- | --- | --- |\n");
        for change in &breaking {
            let tell: Vec<String> =
                recipients(change).iter().map(|recipient| escaped_markdown(recipient)).collect();
            let tell = if tell.is_empty() { no_recipient(change).to_owned() } else { tell.join(", ") };
            let _ = writeln!(
                text,
                "| {} | {} | {tell} |",
                subject(change),
                escaped_markdown(&change_words(&change.fact))
            );
        }
    }
    let reached = reached_uses_of_all(&breaking);
    if !reached.is_empty() {
        text.push_str("\n**Reaches**\n\n");
        text.extend(reached.iter().map(|line| format!("- {}\n", escaped_markdown(line))));
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
            let tell = recipients(change);
            let tell = if tell.is_empty() { String::new() } else { format!("; tell {}", tell.join(", ")) };
            let words = change_words(&change.fact) + &tell;
            let _ = writeln!(text, "| {} | {} |", subject(change), escaped_markdown(&words));
        }
        if fold {
            text.push_str("\n</details>\n");
        }
        let ending: Vec<&Change> =
            others.iter().copied().filter(|change| lists_reached_uses(change)).collect();
        let reached = reached_uses_of_all(&ending);
        if !reached.is_empty() {
            text.push_str("\n**What ends reaches**\n\n");
            text.extend(reached.iter().map(|line| format!("- {}\n", escaped_markdown(line))));
        }
    }
    text
}

/// Returns what changed, for a table cell: the name of a product, or of a system.
fn subject(change: &Change) -> String {
    let system = if change.system.is_some() { " (system)" } else { "" };
    format!("{}{system}", escaped_markdown(&change.name))
}
