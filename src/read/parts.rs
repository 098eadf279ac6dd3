//! Parts that several kinds of files share: support channels and links.

use super::document::document;
use super::document::kinds::{TextValue, UrlValue};

document! {
    /// Where to get help.
    pub struct ChannelDoc as "a support channel" {
        /// The channel's name.
        #[example = "#revenue-data"]
        channel: required TextValue,
        /// The address at which it is opened.
        url: optional UrlValue,
        /// When someone answers.
        #[example = "Monday to Friday, 9 to 17"]
        hours: optional TextValue,
    }
}

document! {
    /// A link to further reading.
    pub struct LinkDoc as "a link" {
        /// What it leads to.
        #[example = "Runbook"]
        title: required TextValue,
        /// The address.
        url: required UrlValue,
    }
}
