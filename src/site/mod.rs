//! A [`Catalog`](crate::model::Catalog) to a [`Site`]: which pages exist and what each one shows.
//!
//! A page is a value: its template sees the view and nothing else. One file per page kind.

pub mod api;
pub mod badges;
mod build;
pub mod content;
pub mod coverage;
pub mod domain;
pub mod evidence;
mod facts;
pub mod feeds;
mod figures;
pub mod grounds;
pub mod home;
pub mod index;
pub mod initiative;
pub mod lineage;
pub mod listing;
mod metadata;
pub mod modularity;
pub mod news;
pub mod parts;
mod paths;
pub mod product;
pub mod quality;
pub mod regulation;
pub mod roadmap;
pub mod rules;
pub mod search;
mod shelves;
pub mod standards;
pub mod tables;
pub mod team;
mod tokeniser;
mod words;

pub use build::Pages;

use parts::{Head, SiteFacts};
use std::collections::BTreeMap;
use std::sync::Arc;

/// All pages and files of a site, by path.
#[derive(Clone, Debug, Default)]
pub struct Site {
    /// What every page shows of the site.
    pub facts: SiteFacts,
    /// What stands at each path; paths have no leading slash and `/` between their parts.
    pub pages: BTreeMap<String, Page>,
}

/// What stands at one path.
#[derive(Clone, Debug, Hash)]
pub enum Page {
    /// An HTML page.
    Html(Box<Head>, View),
    /// A JSON file.
    Json(api::Record),
    /// The Markdown beside a product's page.
    Markdown(Arc<product::ProductView>),
    /// A drawing as a file of its own.
    Drawing(Arc<crate::lineage::Figure>),
    /// How a product stands, as a badge.
    Badge(badges::Badge),
    /// A table for spreadsheets.
    Csv(tables::Table),
    /// What is due, as a calendar.
    Calendar(feeds::CalendarFile),
    /// What happened, as an Atom feed.
    Feed(feeds::Feed),
    /// The addresses of all pages, for search engines.
    Sitemap(Vec<String>),
    /// A file as it is.
    Bytes(Arc<[u8]>),
}

/// What an HTML page shows.
#[derive(Clone, Debug, Hash)]
pub enum View {
    /// `home.html`.
    Home(Box<home::HomeView>),
    /// `listing.html`.
    Listing(Box<listing::ListingView>),
    /// `product.html`.
    Product(Arc<product::ProductView>),
    /// `detail.html`: the same product, for data people.
    Detail(Arc<product::DetailView>),
    /// `team.html`.
    Team(Box<team::TeamView>),
    /// `domain.html`.
    Domain(Box<domain::DomainView>),
    /// `lineage.html`.
    Lineage(Box<lineage::CompanyView>),
    /// `outflow.html`.
    Outflow(Box<lineage::OutflowView>),
    /// `explorer.html`.
    Explorer(lineage::ExplorerView),
    /// `quality.html`.
    Quality(Box<quality::QualityView>),
    /// `roadmap.html`.
    Roadmap(Box<roadmap::RoadmapView>),
    /// `initiative.html`.
    Initiative(Box<initiative::InitiativeView>),
    /// `news.html`.
    News(Box<news::NewsView>),
    /// `search.html`.
    Search(Box<search::SearchView>),
    /// `a-z.html`.
    LetterIndex(Box<search::IndexView>),
    /// `standards.html`.
    Standards(Box<standards::StandardsView>),
    /// `standard.html`.
    Standard(Box<standards::StandardView>),
    /// `modularity.html`.
    Modularity(Box<modularity::ModularityView>),
    /// `regulations.html`.
    Regulations(Box<regulation::RegulationsView>),
    /// `rules.html`.
    Rules(Box<rules::RulesView>),
    /// `rule.html`.
    Rule(Box<rules::RuleView>),
    /// `index.html`.
    Index(Box<index::IndexView>),
    /// `regulation.html`.
    Regulation(Box<regulation::RegulationView>),
    /// `coverage.html`.
    Coverage(Box<coverage::CoverageView>),
    /// `evidence.html`.
    Evidence(Box<evidence::EvidenceView>),
    /// `content.html`.
    Content(Box<content::ContentView>),
    /// `missing.html`.
    Missing(content::MissingView),
}

impl View {
    /// The name of the template that shows it.
    #[must_use]
    pub fn template(&self) -> &'static str {
        match self {
            Self::Home(_) => "home.html",
            Self::Listing(_) => "listing.html",
            Self::Product(_) => "product.html",
            Self::Detail(_) => "detail.html",
            Self::Team(_) => "team.html",
            Self::Domain(_) => "domain.html",
            Self::Lineage(_) => "lineage.html",
            Self::Outflow(_) => "outflow.html",
            Self::Explorer(_) => "explorer.html",
            Self::Quality(_) => "quality.html",
            Self::Roadmap(_) => "roadmap.html",
            Self::Initiative(_) => "initiative.html",
            Self::News(_) => "news.html",
            Self::Search(_) => "search.html",
            Self::LetterIndex(_) => "a-z.html",
            Self::Standards(_) => "standards.html",
            Self::Standard(_) => "standard.html",
            Self::Modularity(_) => "modularity.html",
            Self::Regulations(_) => "regulations.html",
            Self::Rules(_) => "rules.html",
            Self::Rule(_) => "rule.html",
            Self::Index(_) => "index.html",
            Self::Regulation(_) => "regulation.html",
            Self::Coverage(_) => "coverage.html",
            Self::Evidence(_) => "evidence.html",
            Self::Content(_) => "content.html",
            Self::Missing(_) => "missing.html",
        }
    }
}
