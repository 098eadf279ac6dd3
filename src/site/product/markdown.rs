//! The Markdown version of a product's page: the same answers in the same order, for people and for programs that
//! read text.

use super::ProductView;
use crate::model::on_one_line;
use crate::prose::en;
use std::fmt::Write as _;

/// Returns how far it is used: a line for each stage with users, and whether that is further than its tier.
fn steps(path: &super::ProductionPathView) -> Vec<String> {
    let step = |view: &super::path::PathStepView| {
        let user = |user: &super::path::StepUser| {
            let through = if user.through { "through " } else { "" };
            let since = user.since.as_ref().map_or(String::new(), |day| format!(" (since {day})"));
            let declared = if user.declared_only { " (declared, no read seen)" } else { "" };
            format!("{through}{}{declared}{since}", on_one_line(&user.who.name))
        };
        let more = (view.more > 0).then(|| format!("{} more", view.more));
        let users: Vec<String> = view.users.iter().map(user).chain(more).collect();
        format!("{}: {}", view.step.name, users.join(", "))
    };
    let reached = path.steps.iter().filter(|view| view.reached).map(step);
    reached.chain(path.exceeds.iter().map(|exceeds| format!("**{exceeds}**"))).collect()
}

/// Returns the product as Markdown.
pub(super) fn markdown(view: &ProductView) -> String {
    let mut text = format!("# {}\n", on_one_line(&view.name));
    if !view.summary.is_empty() {
        let _ = write!(text, "\n{}\n", on_one_line(&view.summary));
    }
    if !view.aliases.is_empty() {
        let _ = write!(text, "\nAlso called {}.\n", on_one_line(&en::listed(view.aliases.iter().cloned())));
    }
    if let Some(verdict) = &view.verdict {
        let _ = write!(text, "\n**{}** {}\n", on_one_line(&verdict.title), on_one_line(verdict.rest()));
    }
    facts(&mut text, view);
    let reasons = view.standing.reasons.iter().map(|reason| {
        let asset = if reason.asset.is_empty() { String::new() } else { format!("`{}`: ", reason.asset) };
        format!(
            "**{}** {asset}{}",
            reason.mark.as_ref().unwrap_or(&reason.status).name,
            on_one_line(&reason.text)
        )
    });
    let checked = Some(&view.standing.checked).filter(|checked| !checked.is_empty());
    list(&mut text, "Status today", reasons.chain(checked.map(|checked| format!("{checked}."))));
    if !view.description.is_empty() {
        // Its headings are below those of this document.
        let _ = write!(text, "\n## About\n\n{}\n", lowered(view.description.trim()));
    }
    let links = view.open.iter().map(|link| format!("[{}]({})", on_one_line(&link.title), link.url));
    list(&mut text, "Open it", links);
    let support = view.support.iter().map(|channel| match &channel.url {
        Some(url) => format!("[{}]({url})", on_one_line(&channel.name)),
        None => on_one_line(&channel.name),
    });
    list(&mut text, "Ask", support);
    let ports = view.ports.iter().map(|port| {
        let kind = port.kind.as_ref().map_or(String::new(), |kind| format!(", {}", kind.name.to_lowercase()));
        let address = Some(&port.address).filter(|address| !address.is_empty());
        let address = address.map_or(String::new(), |address| format!(": `{address}`"));
        format!("**{}**{kind}{address}", on_one_line(&port.name))
    });
    list(&mut text, "Output ports", ports);
    list(
        &mut text,
        "Promises",
        view.slas.iter().map(|sla| {
            let port = sla.port.as_ref().map_or(String::new(), |port| format!(" ({})", on_one_line(port)));
            let verdict = sla
                .status
                .as_ref()
                .map_or(String::new(), |status| format!(": {}", status.name.to_lowercase()));
            let old = if sla.is_old { ", but from old data" } else { "" };
            format!("{} {}{port}{verdict}{old}", sla.title, sla.target)
        }),
    );
    let flow = |flow: &super::FlowView| {
        let note = if flow.note.is_empty() { String::new() } else { format!(" ({})", flow.note) };
        format!("{}{note}", on_one_line(&flow.product.name))
    };
    list(&mut text, "Builds on", view.lineage.upstream.iter().map(flow));
    list(&mut text, "Read by", view.lineage.downstream.iter().map(flow));
    list(
        &mut text,
        "Used by",
        view.consumers.iter().map(|consumer| {
            let mut letters = consumer.planned.chars();
            let first = letters.next().map(|first| first.to_lowercase());
            let planned = first.map(|first| format!(" ({first}{})", letters.as_str())).unwrap_or_default();
            format!("{}{planned}: {}", on_one_line(&consumer.who.name), on_one_line(&consumer.purpose))
        }),
    );
    list(&mut text, "Path to production", view.production.iter().flat_map(steps));
    list(
        &mut text,
        "Regulations",
        view.regulations.iter().map(|obligation| {
            let missing = obligation.controls.iter().filter(|control| !control.current).count();
            let all = obligation.controls.len();
            match all {
                0 => format!("{}: no controls are defined", obligation.regulation.name),
                _ => format!(
                    "{}: {} of {all} controls with evidence",
                    obligation.regulation.name,
                    all - missing
                ),
            }
        }),
    );
    list(
        &mut text,
        "Accomplishments",
        view.accomplishments
            .iter()
            .map(|accomplishment| format!("{}: {}", accomplishment.date, on_one_line(&accomplishment.text))),
    );
    text
}

fn facts(text: &mut String, view: &ProductView) {
    let page_ref = |page_ref: &Option<crate::site::parts::PageRef>| {
        page_ref.as_ref().map(|page_ref| on_one_line(&page_ref.name))
    };
    let rows = [
        ("Category", page_ref(&view.category)),
        ("Domain", page_ref(&view.domain)),
        ("Owner", page_ref(&view.owner)),
        ("Steward", view.steward.as_ref().map(|person| on_one_line(&person.name))),
        ("Lifecycle", Some(view.lifecycle.name.clone())),
        ("Ends", view.ending.as_ref().and_then(|ending| ending.date.clone())),
        ("Replaced by", view.ending.as_ref().and_then(|ending| page_ref(&ending.replaced_by))),
        ("Tier", page_ref(&view.tier)),
        ("Status", view.status.as_ref().map(|status| status.name.clone())),
    ];
    text.push('\n');
    for (name, value) in rows {
        if let Some(value) = value {
            let _ = writeln!(text, "- {name}: {value}");
        }
    }
}

fn list(text: &mut String, title: &str, items: impl Iterator<Item = String>) {
    let mut items = items.peekable();
    if items.peek().is_none() {
        return;
    }
    let _ = write!(text, "\n## {title}\n\n");
    for item in items {
        let _ = writeln!(text, "- {item}");
    }
}

fn lowered(markdown: &str) -> String {
    let lower = |line: &str| if line.starts_with('#') { format!("##{line}") } else { line.to_owned() };
    markdown.lines().map(lower).collect::<Vec<_>>().join("\n")
}
