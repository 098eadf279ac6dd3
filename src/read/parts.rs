//! What several kinds of files have in common: channels for help and links.

use super::yaml::{Faults, Fields, Node, values};
use crate::source::Spanned;

/// Where help is given.
#[derive(Clone, Debug)]
pub struct ChannelDoc {
    /// `channel`: its name, such as `#revenue-data`.
    pub channel: Spanned<String>,
    /// `url`: where it is opened.
    pub url: Option<Spanned<String>>,
    /// `hours`: when somebody answers.
    pub hours: Option<Spanned<String>>,
}

/// A link to further reading.
#[derive(Clone, Debug)]
pub struct LinkDoc {
    /// `title`: what it leads to.
    pub title: Spanned<String>,
    /// `url`.
    pub url: Spanned<String>,
}

/// A text that may be missing.
pub(super) fn optional_text(fields: &mut Fields<'_, '_>, key: &'static str) -> Option<Spanned<String>> {
    fields.optional(key, values::text)
}

/// Reads an entry of `support`.
pub(super) fn channel(node: &Node, faults: &mut Faults) -> Option<ChannelDoc> {
    let mut fields = Fields::open("a support channel", node, faults)?;
    let channel = fields.required("channel", values::text);
    let url = fields.optional("url", values::url);
    let hours = optional_text(&mut fields, "hours");
    Some(ChannelDoc { channel: channel?, url, hours })
}

/// Reads an entry of `links`.
pub(super) fn link(node: &Node, faults: &mut Faults) -> Option<LinkDoc> {
    let mut fields = Fields::open("a link", node, faults)?;
    let title = fields.required("title", values::text);
    let url = fields.required("url", values::url);
    Some(LinkDoc { title: title?, url: url? })
}
