//! The parts that documents of several kinds have in common: texts, links and channels.

use crate::model::{Channel, Link, capitalised};
use crate::read::parts::{ChannelDoc, LinkDoc};
use crate::source::Spanned;

/// Returns an optional text, or an empty one.
pub(super) fn text(written: &Option<Spanned<String>>) -> String {
    written.as_ref().map(|text| text.value.clone()).unwrap_or_default()
}

pub(super) fn channel(doc: &ChannelDoc) -> Channel {
    Channel {
        name: doc.channel.value.clone(),
        url: doc.url.as_ref().map(|url| url.value.clone()),
        hours: text(&doc.hours),
    }
}

pub(super) fn channels(docs: &[ChannelDoc]) -> Vec<Channel> {
    docs.iter().map(channel).collect()
}

pub(super) fn link(doc: &LinkDoc) -> Link {
    Link { title: doc.title.value.clone(), url: doc.url.value.clone() }
}

pub(super) fn links(docs: &[LinkDoc]) -> Vec<Link> {
    docs.iter().map(link).collect()
}

/// Derives a display name from an id: `people-insights` is `People insights`.
pub(super) fn titled(id: &str) -> String {
    capitalised(&id.replace('-', " "))
}
