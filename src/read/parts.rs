//! Parts that several kinds of files share: support channels and links.

use super::document::document;
use super::document::kinds::{Text, Url};

document! {
    /// Where to get help.
    pub struct ChannelDoc as "a support channel" {
        /// The channel's name.
        #[example = "#revenue-data"]
        channel: required Text,
        /// The address at which it is opened.
        url: optional Url,
        /// When someone answers.
        #[example = "Monday to Friday, 9 to 17"]
        hours: optional Text,
    }
}

document! {
    /// A link to further reading.
    pub struct LinkDoc as "a link" {
        /// What it leads to.
        #[example = "Runbook"]
        title: required Text,
        /// The address.
        url: required Url,
    }
}
