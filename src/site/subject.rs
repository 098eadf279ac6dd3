//! What a page is about: the file in which that is written, and who answers for it.

use super::context::{self, ViewContext};
use super::parts::{ChannelView, PageContact};
use crate::model::{self, Catalog, DomainIx, InitiativeIx, ProductIx, RegulationIx, TeamIx};

/// What a page is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Subject {
    /// The catalog as a whole, or a part of it that nobody writes.
    #[default]
    Catalog,
    /// What is written in one file of the catalog: `standards.yml`.
    File(&'static str),
    Product(ProductIx),
    Team(TeamIx),
    Domain(DomainIx),
    Regulation(RegulationIx),
    Initiative(InitiativeIx),
    /// A page of the catalog's own, by its position.
    Page(usize),
}

impl Subject {
    /// The file that it is written in, from the folder of the catalog.
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

    /// The team that answers for it.
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

    /// Where it is edited, if the catalog says where its files are.
    pub(super) fn edit(self, catalog: &Catalog) -> Option<String> {
        model::filled_address(catalog.facts.edit.as_deref()?, &[("path", self.file(catalog)?)])
    }

    /// Where readers turn if something is wrong with its page: where the catalog wants it reported, else the first
    /// channel of whoever answers for it, else the contact of the catalog.
    pub(super) fn contact(self, title: &str, url: &str, context: &ViewContext<'_>) -> Option<PageContact> {
        let catalog = context.catalog;
        let team = self.team(catalog).map(|team| catalog.team(team));
        let reported_at = catalog.facts.feedback.as_deref().and_then(|address| {
            // Where no team answers for it, the word stands for nothing.
            let address = if team.is_some() { address.to_owned() } else { address.replace("{team}", "") };
            let id = team.map_or("", |team| &team.id);
            model::filled_address(&address, &[("page", title), ("url", url), ("team", id)])
        });
        let own = match self {
            Self::Product(product) => context::support(catalog.product(product), context),
            _ => team.map(|team| context::channels(&team.support)).unwrap_or_default(),
        };
        let name = team.map(|team| team.name.clone()).unwrap_or_default();
        let found = match (reported_at, own.into_iter().next()) {
            (Some(reported_at), _) => PageContact {
                team: name,
                channel: ChannelView { url: Some(reported_at), ..ChannelView::default() },
            },
            (None, Some(own)) => PageContact { team: name, channel: own },
            (None, None) => {
                let channel = context::channels(catalog.facts.contact.as_slice()).pop()?;
                PageContact { team: String::new(), channel }
            }
        };
        Some(found.with_subject(title, url))
    }
}

impl PageContact {
    /// The same with a subject for a mail, where that is how they are reached.
    fn with_subject(mut self, title: &str, url: &str) -> Self {
        let Some(mail) =
            self.channel.url.as_ref().filter(|url| url.starts_with("mailto:") && !url.contains('?'))
        else {
            return self;
        };
        self.channel.url =
            Some(format!("{mail}?subject={}&body={}", model::escaped(title), model::escaped(url)));
        self
    }
}
