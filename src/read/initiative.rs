//! What a file of the roadmap says: an ask, and the products it consists of.

use super::parts::{self, LinkDoc, optional_text};
use super::yaml::{Faults, Fields, Node, values};
use crate::diagnostics::Diagnostic;
use crate::model::{DeliveryStatus, Due, Effort, Value};
use crate::source::Spanned;
use jiff::civil::Date;
use std::str::FromStr;

/// An initiative.
#[derive(Clone, Debug)]
pub struct InitiativeDoc {
    /// `id`: unique in the catalog.
    pub id: Spanned<String>,
    /// `title`: for people.
    pub title: Spanned<String>,
    /// `ask`: in the words of who asked.
    pub ask: Option<Spanned<String>>,
    /// `sponsor`: the id of the team that asked.
    pub sponsor: Option<Spanned<String>>,
    /// `outcome`: the value, once delivered.
    pub outcome: Option<Spanned<String>>,
    /// `description`: Markdown.
    pub description: Option<Spanned<String>>,
    /// `links`: further reading.
    pub links: Vec<LinkDoc>,
    /// `delivers`: the products it consists of.
    pub delivers: Vec<DeliveryDoc>,
}

/// The work on one product for an initiative.
#[derive(Clone, Debug)]
pub struct DeliveryDoc {
    /// `product`: the id of the product.
    pub product: Spanned<String>,
    /// `work`: what is done.
    pub work: Option<Spanned<String>>,
    /// `effort`: how much work.
    pub effort: Option<Spanned<Effort>>,
    /// `value`: how long its value lasts.
    pub value: Option<Spanned<Value>>,
    /// `status`: planned, if missing.
    pub status: Option<Spanned<DeliveryStatus>>,
    /// `target`: when it is due.
    pub target: Option<Spanned<Due>>,
    /// `delivered`: when it was delivered.
    pub delivered: Option<Spanned<Date>>,
    /// `waits_for`: ids of products that must come first.
    pub waits_for: Vec<Spanned<String>>,
}

/// Reads a file of `roadmap/`.
pub fn initiative(node: &Node, faults: &mut Faults) -> Option<InitiativeDoc> {
    let mut fields = Fields::open("an initiative", node, faults)?;
    let id = fields.required("id", values::id);
    let title = fields.required("title", values::text);
    Some(InitiativeDoc {
        ask: optional_text(&mut fields, "ask"),
        sponsor: optional_text(&mut fields, "sponsor"),
        outcome: optional_text(&mut fields, "outcome"),
        description: optional_text(&mut fields, "description"),
        links: fields.list("links", parts::link),
        delivers: fields.list("delivers", delivery),
        id: id?,
        title: title?,
    })
}

fn delivery(node: &Node, faults: &mut Faults) -> Option<DeliveryDoc> {
    let mut fields = Fields::open("a delivery", node, faults)?;
    let product = fields.required("product", values::text);
    let status = values::word("a status of work", DeliveryStatus::WORDS, DeliveryStatus::parse);
    Some(DeliveryDoc {
        work: optional_text(&mut fields, "work"),
        effort: fields.optional("effort", |node, faults| {
            parsed(
                node,
                faults,
                &Wanted { code: "bad-effort", what: "an amount of work", like: "`10d`, `4w` or `8 points`" },
            )
        }),
        value: fields.optional("value", values::word("how long a value lasts", Value::WORDS, Value::parse)),
        status: fields.optional("status", status),
        target: fields.optional("target", |node, faults| {
            parsed(
                node,
                faults,
                &Wanted { code: "bad-date", what: "a quarter or a day", like: "`2026-Q4` or `2026-11-20`" },
            )
        }),
        delivered: fields.optional("delivered", values::date),
        waits_for: fields.list("waits_for", values::text),
        product: product?,
    })
}

struct Wanted {
    code: &'static str,
    what: &'static str,
    like: &'static str,
}

fn parsed<T: FromStr>(node: &Node, faults: &mut Faults, wanted: &Wanted) -> Option<Spanned<T>> {
    let text = values::text(node, faults)?;
    if let Ok(value) = text.value.parse() {
        return Some(Spanned::new(value, text.span));
    }
    let fault =
        Diagnostic::error(wanted.code, format!("`{}` is not {}", values::shown(&text.value), wanted.what))
            .at(text.span, format!("not {}", wanted.what))
            .help(format!("write {}", wanted.like));
    faults.push(fault);
    None
}
