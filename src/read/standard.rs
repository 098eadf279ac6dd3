//! What `standards.yml` says: what the company asks of its products.

use super::config::{WordDoc, vocabulary_entry};
use super::parts::optional_text;
use super::yaml::{Faults, Fields, Node, values};
use crate::diagnostics::{Diagnostic, one_of};
use crate::model::{CheckKind, Length, SlaProperty};
use crate::source::Spanned;
use std::collections::BTreeSet;

/// The standards of a catalog.
#[derive(Clone, Debug, Default)]
pub struct StandardsDoc {
    /// `default`: whether Glassbox's own standards count as well.
    pub adopts_default: bool,
    /// `levels`, the first to be reached first.
    pub levels: Vec<WordDoc>,
    /// `standards`.
    pub standards: Vec<StandardDoc>,
}

/// A standard.
#[derive(Clone, Debug)]
pub struct StandardDoc {
    /// `id`: unique in the catalog.
    pub id: Spanned<String>,
    /// `name`: for people; made of the id if missing.
    pub name: Option<Spanned<String>>,
    /// `description`: one or two plain sentences.
    pub description: Option<Spanned<String>>,
    /// `categories` that it is for; all, if missing.
    pub categories: Vec<Spanned<String>>,
    /// `tiers` that it is for; all, if missing.
    pub tiers: Vec<Spanned<String>>,
    /// `checks`: what is asked.
    pub checks: Vec<CheckDoc>,
}

/// A check of a standard, with the parameters that its kind takes.
#[derive(Clone, Debug)]
pub struct CheckDoc {
    /// `check`: its kind.
    pub kind: Spanned<CheckKind>,
    /// `id`: unique in the standard; the kind, if missing.
    pub id: Option<Spanned<String>>,
    /// `name`: what is asked, for people.
    pub name: Option<Spanned<String>>,
    /// `level` that cannot be reached without it; the first, if missing.
    pub level: Option<Spanned<String>>,
    /// The keys of its kind.
    pub parameters: ParametersDoc,
}

/// The keys that only checks of some kinds take.
#[derive(Clone, Debug, Default)]
pub struct ParametersDoc {
    /// `at_least`: a share in percent.
    pub at_least: Option<f64>,
    /// `words`: how many at least.
    pub words: Option<u32>,
    /// `property` of a promise.
    pub property: Option<SlaProperty>,
    /// `rule` to be kept.
    pub rule: Option<Spanned<String>>,
    /// `title` of a link.
    pub title: Option<Spanned<String>>,
    /// `categories` to build on.
    pub categories: Vec<Spanned<String>>,
    /// `every`: how often somebody looks.
    pub every: Option<Length>,
}

/// Reads `standards.yml`.
pub fn standards(node: &Node, faults: &mut Faults) -> Option<StandardsDoc> {
    let mut fields = Fields::open("`standards.yml`", node, faults)?;
    Some(StandardsDoc {
        adopts_default: fields.optional("default", values::boolean).unwrap_or(false),
        levels: fields.list("levels", vocabulary_entry),
        standards: fields.list("standards", standard),
    })
}

fn standard(node: &Node, faults: &mut Faults) -> Option<StandardDoc> {
    let mut fields = Fields::open("a standard", node, faults)?;
    let id = fields.required("id", values::id);
    Some(StandardDoc {
        name: optional_text(&mut fields, "name"),
        description: optional_text(&mut fields, "description"),
        categories: fields.one_or_more("categories", values::text),
        tiers: fields.one_or_more("tiers", values::text),
        checks: fields.list("checks", check),
        id: id?,
    })
}

/// A check is a mapping with a `check`, or just the kind.
fn check(node: &Node, faults: &mut Faults) -> Option<CheckDoc> {
    let kind = values::word("a check", CheckKind::WORDS, CheckKind::parse);
    if matches!(node.kind, super::yaml::NodeKind::Scalar(_)) {
        let kind = kind(node, faults)?;
        needs(kind.value, kind.span, &[], faults)?;
        let parameters = ParametersDoc::default();
        return Some(CheckDoc { kind, id: None, name: None, level: None, parameters });
    }
    let mut fields = Fields::open("a check", node, faults)?;
    let kind = fields.required("check", kind)?;
    let parameters: BTreeSet<&str> =
        CheckKind::ALL.iter().flat_map(|kind| kind.parameters()).copied().collect();
    let given: Vec<&str> = parameters.into_iter().filter(|key| fields.has(key)).collect();
    for key in given.iter().copied() {
        if !kind.value.parameters().contains(&key) {
            let message = format!("the check `{}` takes no `{key}`", kind.value.word());
            let fault = Diagnostic::error("unknown-key", message).at(fields.place(key), "not of this check");
            fields.fault(match kind.value.parameters() {
                [] => fault.help("remove it"),
                known => fault.help(format!("it takes {}", one_of(known.iter().copied()))),
            });
        }
    }
    let doc = CheckDoc {
        id: fields.optional("id", values::id),
        name: optional_text(&mut fields, "name"),
        level: optional_text(&mut fields, "level"),
        parameters: parameters_of(&mut fields),
        kind: kind.clone(),
    };
    let has_id = doc.id.is_some() && doc.name.is_some();
    drop(fields);
    if kind.value == CheckKind::Attested && !has_id {
        let message = "a check that people attest has no `id` and `name`";
        let fault = Diagnostic::error("missing-key", message).at(kind.span, "which check?");
        faults.push(fault.help("write `{check: attested, id: …, name: …}`; products name the id"));
        return None;
    }
    needs(kind.value, kind.span, &given, faults)?;
    Some(doc)
}

fn parameters_of(fields: &mut Fields<'_, '_>) -> ParametersDoc {
    let property = values::word("a property of a promise", SlaProperty::WORDS, SlaProperty::parse);
    ParametersDoc {
        at_least: fields.optional("at_least", percent),
        words: fields.optional("words", values::integer).and_then(|words| u32::try_from(words).ok()),
        property: fields.optional("property", property).map(|property| property.value),
        rule: optional_text(fields, "rule"),
        title: optional_text(fields, "title"),
        categories: fields.one_or_more("categories", values::text),
        every: fields.optional("every", values::length).map(|length| length.value),
    }
}

/// Returns `None`, with a fault, if a check says nothing without a key that is not given.
fn needs(kind: CheckKind, span: crate::source::Span, given: &[&str], faults: &mut Faults) -> Option<()> {
    let Some(needed) = kind.required().iter().find(|key| !given.contains(key)) else { return Some(()) };
    let fault = Diagnostic::error("missing-key", format!("the check `{}` has no `{needed}`", kind.word()));
    let help = format!("write `{{check: {}, {needed}: …}}`", kind.word());
    faults.push(fault.at(span, format!("`{needed}` is missing here")).help(help));
    None
}

/// `80%`.
fn percent(node: &Node, faults: &mut Faults) -> Option<f64> {
    let text = values::text(node, faults)?;
    let share = text.value.trim().trim_end_matches('%').trim().parse::<f64>().ok();
    let share = share.filter(|share| (0.0..=100.0).contains(share));
    if share.is_none() {
        let message = format!("`{}` is not a share", values::shown(&text.value));
        let fault = Diagnostic::error("bad-share", message).at(text.span, "not a share");
        faults.push(fault.help("write a number from 0 to 100, as in `80%`"));
    }
    share
}
