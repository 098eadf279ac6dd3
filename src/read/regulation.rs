//! What a regulation file says: which controls it asks for and what counts as evidence.

use super::parts::optional_text;
use super::yaml::{Faults, Fields, Node, values};
use crate::model::Length;
use crate::source::Spanned;

/// A regulation.
#[derive(Clone, Debug)]
pub struct RegulationDoc {
    /// `id`: unique in the catalog.
    pub id: Spanned<String>,
    /// `name`: for people.
    pub name: Spanned<String>,
    /// `summary`: one plain sentence.
    pub summary: Option<Spanned<String>>,
    /// `description`: Markdown.
    pub description: Option<Spanned<String>>,
    /// `jurisdiction`: where it holds.
    pub jurisdiction: Option<Spanned<String>>,
    /// `owner`: the id of the team that answers for it.
    pub owner: Option<Spanned<String>>,
    /// `url`: its text.
    pub url: Option<Spanned<String>>,
    /// `carried`: whether it travels downstream with the data; yes, if missing.
    pub carried: Option<bool>,
    /// `marks`: dbt tags, and keys or values of dbt's meta, of tables and columns that it concerns.
    pub marks: Vec<Spanned<String>>,
    /// `controls`: what it asks for.
    pub controls: Vec<ControlDoc>,
}

/// A control that a regulation asks for.
#[derive(Clone, Debug)]
pub struct ControlDoc {
    /// `id`: unique within the regulation.
    pub id: Spanned<String>,
    /// `name`: for people; the id if missing.
    pub name: Option<Spanned<String>>,
    /// `description`: Markdown.
    pub description: Option<Spanned<String>>,
    /// `evidence`: what counts as evidence.
    pub evidence: Option<Spanned<String>>,
    /// `review_every`: how often the evidence is looked at.
    pub review_every: Option<Spanned<Length>>,
}

/// Reads a file of `regulations/`.
pub fn regulation(node: &Node, faults: &mut Faults) -> Option<RegulationDoc> {
    let mut fields = Fields::open("a regulation", node, faults)?;
    let id = fields.required("id", values::id);
    let name = fields.required("name", values::text);
    Some(RegulationDoc {
        summary: optional_text(&mut fields, "summary"),
        description: optional_text(&mut fields, "description"),
        jurisdiction: optional_text(&mut fields, "jurisdiction"),
        carried: fields.optional("carried", values::boolean),
        owner: optional_text(&mut fields, "owner"),
        url: fields.optional("url", values::url),
        marks: fields.one_or_more("marks", values::text),
        controls: fields.list("controls", control),
        id: id?,
        name: name?,
    })
}

fn control(node: &Node, faults: &mut Faults) -> Option<ControlDoc> {
    let mut fields = Fields::open("a control", node, faults)?;
    let id = fields.required("id", values::id);
    Some(ControlDoc {
        name: optional_text(&mut fields, "name"),
        description: optional_text(&mut fields, "description"),
        evidence: optional_text(&mut fields, "evidence"),
        review_every: fields.optional("review_every", values::length),
        id: id?,
    })
}
