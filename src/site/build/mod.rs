//! Putting the site together: every page with its head, in the order in which people walk.

mod current;
mod judgement;
mod lazily;
mod products;

pub use lazily::Pages;

use super::lineage::Flows;
use super::listing::{Facet, ListingView, Subject};
use super::parts::{Head, Picture, Term};
use super::shelves::{Shelves, plain, term};
use super::{
    Page, Site, View, api, content, coverage, domain, feeds, home, index, initiative, lineage, listing,
    metadata, news, paths, roadmap, tables, team,
};
use crate::model::{self, CategoryIx, DomainIx, Lifecycle, Product, ProductIx, TeamIx, TierIx};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A part of the site that is made in one go.
struct Part {
    /// What the paths in it begin with, up to the first slash; none for whatever no other part has.
    begins: &'static [&'static str],
    make: for<'b, 's, 'c> fn(&'b mut Building<'s, 'c>),
}

/// The parts, in the order in which people walk; the last needs all others.
const PARTS: &[Part] = &[
    Part { begins: &["index.html"], make: |site| site.home() },
    Part { begins: PRODUCTS, make: |site| site.products() },
    Part {
        begins: &["products", "categories", "tiers", "lifecycles", "coverage"],
        make: |site| site.lists(),
    },
    Part { begins: &["search", "a-z"], make: |site| site.search() },
    Part { begins: &["teams"], make: |site| site.teams() },
    Part { begins: &["domains"], make: |site| site.domains() },
    Part { begins: &["lineage", "api"], make: |site| site.lineage() },
    Part { begins: &["roadmap", "initiatives"], make: |site| site.roadmap() },
    Part { begins: &["whats-new"], make: |site| site.news() },
    Part { begins: &["quality"], make: |site| site.quality() },
    Part { begins: &["evidence"], make: |site| site.evidence() },
    Part { begins: &["rules"], make: |site| site.rules() },
    Part { begins: &["standards"], make: |site| site.standards() },
    Part { begins: &["modularity"], make: |site| site.modularity() },
    Part { begins: &["regulations", "regulations.csv"], make: |site| site.regulations() },
    Part { begins: &[], make: |site| site.own_pages() },
    Part { begins: &[], make: |site| site.files() },
];

/// What the paths of the pages of single products begin with.
const PRODUCTS: &[&str] = &["products", "badges"];

struct Building<'s, 'c> {
    shelves: &'s Shelves<'c>,
    pages: BTreeMap<String, Page>,
}

/// What a page says of itself, beside its path.
struct About<'a> {
    title: &'a str,
    description: String,
    section: &'a str,
    crumbs: Vec<Term>,
}

impl Building<'_, '_> {
    fn add(&mut self, path: String, about: About<'_>, view: View) {
        let head = Box::new(self.head(&path, about));
        self.pages.insert(path, Page::Html(head, view));
    }

    fn head(&self, path: &str, about: About<'_>) -> Head {
        let base = self.shelves.catalog.facts.base_url.as_deref();
        Head {
            root: paths::root(path),
            title: about.title.to_owned(),
            description: about.description,
            canonical: base.map(|base| paths::address(base, path)),
            section: about.section.to_owned(),
            crumbs: about.crumbs,
            json: None,
            markdown: None,
            json_ld: None,
            path: path.to_owned(),
        }
    }

    fn home(&mut self) {
        let view = home::home(self.shelves);
        let facts = &self.shelves.catalog.facts;
        let about = About {
            title: &facts.title,
            description: facts.description.clone(),
            section: "",
            crumbs: Vec::new(),
        };
        let mut head = Box::new(self.head(paths::HOME, about));
        head.json_ld = Some(metadata::data_catalog(self.shelves));
        self.pages.insert(paths::HOME.to_owned(), Page::Html(head, View::Home(Box::new(view))));
    }

    /// All products, and the lists by category, tier and lifecycle.
    fn lists(&mut self) {
        let shelves = self.shelves;
        let catalog = shelves.catalog;
        let facets = listing::facets(shelves);
        let all: Vec<ProductIx> = shelves.all().collect();
        let everything = products_term();
        let description = "All data products by category.";
        self.list(Subject { kind: "", term: &everything, description }, &all, &facets);
        for (position, category) in catalog.categories.iter().enumerate() {
            let at = CategoryIx::at(position);
            let term = shelves.category(at);
            let subject = Subject { kind: "Category", term: &term, description: &category.description };
            self.list(subject, &self.of(|product| product.category == Some(at)), &facets);
        }
        for (position, tier) in catalog.tiers.iter().enumerate() {
            let at = TierIx::at(position);
            let Some(term) = shelves.tier(at) else { continue };
            let subject = Subject { kind: "Tier", term: &term, description: &tier.description };
            self.list(subject, &self.of(|product| product.tier == at && product.has_tier), &facets);
        }
        for lifecycle in Lifecycle::WORDS.iter().filter_map(|word| Lifecycle::parse(word)) {
            let products = self.of(|product| product.lifecycle == lifecycle);
            if products.is_empty() {
                continue;
            }
            let term = listing::lifecycle_term(lifecycle);
            let word = super::words::lifecycle(lifecycle);
            let subject = Subject { kind: "Lifecycle", term: &term, description: &word.meaning };
            self.list(subject, &products, &facets);
        }
        self.index("categories", index::categories(shelves));
        if let Some(view) = coverage::coverage(catalog) {
            let description = "Which dbt nodes belong to a product, and which to none.".to_owned();
            let about = About { title: "Coverage", description, section: "", crumbs: Vec::new() };
            self.add(paths::COVERAGE.to_owned(), about, View::Coverage(Box::new(view)));
        }
    }

    fn of(&self, belongs: impl Fn(&Product) -> bool) -> Vec<ProductIx> {
        self.shelves.all().filter(|product| belongs(self.shelves.product(*product))).collect()
    }

    fn list(&mut self, subject: Subject<'_>, products: &[ProductIx], facets: &[Facet]) {
        for (path, view) in listing::listing(subject, products, facets, self.shelves) {
            let about = About {
                title: &subject.term.name,
                description: subject.description.to_owned(),
                section: "products",
                crumbs: if subject.kind.is_empty() { Vec::new() } else { vec![products_term()] },
            };
            self.add(path, about, View::Listing(Box::new(view)));
        }
    }

    fn index(&mut self, section: &str, view: index::IndexView) {
        let about = About {
            title: &view.title.clone(),
            description: view.description.clone(),
            section,
            crumbs: Vec::new(),
        };
        self.add(paths::section(section), about, View::Index(Box::new(view)));
    }

    fn teams(&mut self) {
        if self.shelves.catalog.teams.is_empty() {
            return;
        }
        self.index("teams", index::teams(self.shelves));
        for (position, team) in self.shelves.catalog.teams.iter().enumerate() {
            let at = TeamIx::at(position);
            let products = self.of(|product| product.owner == Some(at));
            let term = self.shelves.team(at);
            let make = |list: ListingView| View::Team(Box::new(team::team(at, list, self.shelves)));
            let made = self.with_products(&term, &products, make);
            self.extend(made, &section_term("teams", "Teams"), &plain(&team.description));
        }
    }

    fn domains(&mut self) {
        if self.shelves.catalog.domains.is_empty() {
            return;
        }
        self.index("domains", index::domains(self.shelves));
        for (position, domain) in self.shelves.catalog.domains.iter().enumerate() {
            let at = DomainIx::at(position);
            let products = self.of(|product| product.domain == Some(at));
            let term = self.shelves.domain(at);
            let make = |list: ListingView| View::Domain(Box::new(domain::domain(at, list, self.shelves)));
            let made = self.with_products(&term, &products, make);
            for (_, _, view) in &made {
                if let View::Domain(view) = view {
                    self.pages.extend(view.lineage.as_ref().and_then(drawing));
                }
            }
            self.extend(made, &section_term("domains", "Domains"), &plain(&domain.description));
        }
    }

    /// The company's lineage, by domain and in the explorer.
    fn lineage(&mut self) {
        let flows = Flows::new(self.shelves);
        if flows.is_empty() {
            return;
        }
        let crumbs = vec![section_term("lineage", "Lineage")];
        fn about(title: &str, crumbs: Vec<Term>) -> About<'_> {
            let description = "How our products build on each other.".to_owned();
            About { title, description, section: "lineage", crumbs }
        }
        let company = flows.company();
        self.pages.extend(company.map.as_ref().and_then(drawing));
        self.add(paths::section("lineage"), about("Lineage", Vec::new()), View::Lineage(Box::new(company)));
        for (path, view) in flows.outflows() {
            let title = format!("Flows out of {}", view.domain.name);
            self.add(path, about(&title, crumbs.clone()), View::Outflow(Box::new(view)));
        }
        let products = self.shelves.catalog.products.len();
        let view = lineage::ExplorerView { data: paths::EXPLORER_DATA.to_owned(), products };
        self.add(paths::EXPLORER.to_owned(), about("Lineage explorer", crumbs), View::Explorer(view));
        let data = api::Record::Explorer(api::explorer(self.shelves));
        self.pages.insert(paths::EXPLORER_DATA.to_owned(), Page::Json(data));
    }

    /// The pages of something that has products, one for each page of their list.
    fn with_products(
        &self,
        term: &Term,
        products: &[ProductIx],
        make: impl Fn(ListingView) -> View,
    ) -> Vec<(String, String, View)> {
        let subject = Subject { kind: "", term, description: "" };
        let pages = listing::listing(subject, products, &[], self.shelves);
        pages.into_iter().map(|(path, list)| (path, term.name.clone(), make(list))).collect()
    }

    fn extend(&mut self, pages: Vec<(String, String, View)>, section: &Term, description: &str) {
        for (path, title, view) in pages {
            let about = About {
                title: &title,
                description: description.to_owned(),
                section: &section.id,
                crumbs: vec![section.clone()],
            };
            self.add(path, about, view);
        }
    }

    /// The roadmap, all and in parts, and a page for each initiative.
    fn roadmap(&mut self) {
        for (path, title, view) in roadmap::pages(self.shelves) {
            let crumbs = view.part.iter().map(|_| section_term("roadmap", "Roadmap")).collect();
            let about =
                About { title: &title, description: view.headline.join(" "), section: "roadmap", crumbs };
            self.add(path, about, View::Roadmap(Box::new(view)));
        }
        for (at, initiative) in self.shelves.catalog.initiatives.iter().enumerate() {
            let view = initiative::initiative(at, self.shelves);
            self.pages.extend(view.drawing.as_ref().and_then(drawing));
            let about = About {
                title: &initiative.title,
                description: initiative.outcome.clone(),
                section: "roadmap",
                crumbs: vec![section_term("roadmap", "Roadmap")],
            };
            self.add(paths::folder("initiatives", &initiative.id), about, View::Initiative(Box::new(view)));
        }
    }

    fn own_pages(&mut self) {
        for page in &self.shelves.catalog.pages {
            let starts_with_heading = page.body.trim_start().starts_with("# ");
            let view = content::ContentView {
                heading: if starts_with_heading { String::new() } else { page.title.clone() },
                body: page.body.clone(),
            };
            let about = About {
                title: &page.title,
                description: page.description.clone(),
                section: &page.name,
                crumbs: Vec::new(),
            };
            self.add(paths::section(&page.name), about, View::Content(Box::new(view)));
        }
        let base = self.shelves.catalog.facts.base_url.clone();
        let view = content::MissingView { can_lead_home: base.is_some() };
        let about =
            About { title: "Page not found", description: String::new(), section: "", crumbs: Vec::new() };
        let mut head = self.head(paths::MISSING, about);
        // A missing address can be at any depth: only the path from the host's root leads home, which is
        // the same on a mirror or a preview of the site.
        head.root = base.as_deref().map_or("/", paths::from_host).to_owned();
        head.canonical = None;
        self.pages.insert(paths::MISSING.to_owned(), Page::Html(Box::new(head), View::Missing(view)));
    }

    /// Files for programs.
    fn files(&mut self) {
        let catalog: &model::Catalog = self.shelves.catalog;
        for (path, record) in api::records(self.shelves) {
            self.pages.insert(path, Page::Json(record));
        }
        if !catalog.initiatives.is_empty() {
            self.pages.insert("roadmap.csv".to_owned(), Page::Csv(tables::roadmap(self.shelves)));
            self.pages.insert("roadmap.ics".to_owned(), Page::Calendar(feeds::calendar(self.shelves)));
        }
        if news::is_there(self.shelves) {
            self.pages.insert(paths::FEED.to_owned(), Page::Feed(feeds::feed(self.shelves)));
        }
        let mut text = |path: &str, bytes: Vec<u8>| {
            self.pages.insert(path.to_owned(), Page::Bytes(bytes.into()));
        };
        text("catalog.jsonld", metadata::dcat(self.shelves));
        text("llms.txt", metadata::llms(self.shelves));
        // GitHub Pages would leave out what begins with an underscore.
        text(".nojekyll", Vec::new());
        if let Some(base) = &catalog.facts.base_url {
            text("robots.txt", metadata::robots(base));
            if let Some(host) = metadata::own_host(base) {
                text("CNAME", format!("{host}\n").into_bytes());
            }
        }
        for contract in &catalog.contracts {
            self.pages.insert(contract.path.clone(), Page::Bytes(Arc::clone(&contract.bytes)));
        }
        if let Some(base) = &catalog.facts.base_url {
            let pages = self
                .pages
                .iter()
                .filter(|(path, page)| matches!(page, Page::Html(..)) && path.as_str() != paths::MISSING);
            let addresses = pages.map(|(path, _)| paths::address(base, path)).collect();
            self.pages.insert(paths::SITEMAP.to_owned(), Page::Sitemap(addresses));
        }
    }
}

/// The file of a picture.
fn drawing(picture: &Picture) -> Option<(String, Page)> {
    Some((picture.path.clone()?, Page::Drawing(Arc::clone(&picture.figure))))
}

fn products_term() -> Term {
    section_term("products", "Products")
}

fn section_term(section: &str, name: &str) -> Term {
    Term { path: paths::section(section), ..term(section, section, name) }
}
