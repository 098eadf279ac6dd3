//! The subject of a page: the file that it is written in, and who owns it.

use super::context::{self, ViewContext};
use super::parts::{ChannelView, PageContact};
use crate::model::{self, Catalog, DomainIx, InitiativeIx, ProductIx, RegulationIx, TeamIx};

/// The subject of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Subject {
    /// The catalog as a whole, or a part of it that is not written by hand.
    #[default]
    Catalog,
    /// What is written in one file of the catalog: `standards.yml`.
    File(&'static str),
    Product(ProductIx),
    Team(TeamIx),
    Domain(DomainIx),
    Regulation(RegulationIx),
    Initiative(InitiativeIx),
    /// One of the catalog's own pages, by its position.
    Page(usize),
}

impl Subject {
    /// Returns the file that it is written in, relative to the catalog's folder.
    fn file(self, catalog: &Catalog) -> Option<&str> {
        Some(match self {
            Self::Catalog => return None,
            Self::File(file) => file,
            Self::Product(product) => &catalog.product(product).file,
            Self::Team(team) => &catalog.team(team).file,
            Self::Domain(domain) => &catalog.domains[domain.position()].file,
            Self::Regulation(regulation) => &catalog.regulations[regulation.position()].file,
            Self::Initiative(initiative) => &catalog.initiatives[initiative.position()].file,
            Self::Page(page) => &catalog.pages[page].file,
        })
    }

    /// Returns the team that owns it.
    fn team(self, catalog: &Catalog) -> Option<TeamIx> {
        match self {
            Self::Catalog | Self::File(_) | Self::Page(_) => None,
            Self::Product(product) => catalog.product(product).owner,
            Self::Team(team) => Some(team),
            Self::Domain(domain) => catalog.domains[domain.position()].owner,
            Self::Regulation(regulation) => catalog.regulations[regulation.position()].owner,
            Self::Initiative(initiative) => catalog.initiatives[initiative.position()].sponsor,
        }
    }

    /// Returns the address where it can be edited, if the address of the catalog's files is known.
    pub(super) fn edit(self, catalog: &Catalog) -> Option<String> {
        model::filled_address(catalog.settings.edit.as_deref()?, &[("path", self.file(catalog)?)])
    }

    /// Returns where readers can report a problem with its page: the place that the catalog sets, else the first
    /// channel of its owner, else the contact of the catalog.
    pub(super) fn contact(self, title: &str, url: &str, context: &ViewContext<'_>) -> Option<PageContact> {
        let catalog = context.catalog;
        let team = self.team(catalog).map(|team| catalog.team(team));
        let reported_at = catalog.settings.feedback.as_deref().and_then(|address| {
            // If no team owns it, the placeholder is replaced by nothing.
            let address = if team.is_some() { address.to_owned() } else { address.replace("{team}", "") };
            let id = team.map_or("", |team| &team.id);
            model::filled_address(&address, &[("page", title), ("url", url), ("team", id)])
        });
        let channels = match self {
            Self::Product(product) => context::support(catalog.product(product), context),
            _ => team.map(|team| context::channels(&team.support)).unwrap_or_default(),
        };
        let name = team.map(|team| team.name.clone()).unwrap_or_default();
        let found = match (reported_at, channels.into_iter().next()) {
            (Some(reported_at), _) => PageContact {
                team: name,
                channel: ChannelView { url: Some(reported_at), ..ChannelView::default() },
            },
            (None, Some(channel)) => PageContact { team: name, channel },
            (None, None) => {
                let channel = context::channels(catalog.settings.contact.as_slice()).pop()?;
                PageContact { team: String::new(), channel }
            }
        };
        Some(found.with_subject(title, url))
    }
}

impl PageContact {
    /// Adds a subject line, if the channel is a mail address.
    fn with_subject(mut self, title: &str, url: &str) -> Self {
        let Some(mail) =
            self.channel.url.as_ref().filter(|url| model::is_mail_address(url) && !url.contains('?'))
        else {
            return self;
        };
        self.channel.url =
            Some(format!("{mail}?subject={}&body={}", model::escaped(title), model::escaped(url)));
        self
    }
}
