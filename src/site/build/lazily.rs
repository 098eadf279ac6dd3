//! The same site, a part of it made when somebody asks for a page: for a preview, of which a few pages
//! are looked at between one change and the next.

use super::super::{Page, facts, paths};
use super::{Building, PARTS, PRODUCTS, Shelves, Site};
use crate::model::{Catalog, Judgement, ProductIx, Standing};
use crate::site::parts::SiteFacts;
use jiff::Timestamp;
use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, HashMap};

/// The pages of a site, made when they are asked for.
pub struct Pages<'c> {
    shelves: Shelves<'c>,
    /// What every page shows of the site.
    pub facts: SiteFacts,
    /// The parts that were asked for.
    made: RefCell<HashMap<usize, BTreeMap<String, Page>>>,
    /// The file that names all pages.
    sitemap: OnceCell<Option<Page>>,
}

impl<'c> Pages<'c> {
    /// The site of a catalog that stands so, as of a moment.
    #[must_use]
    pub fn new(
        catalog: &'c Catalog,
        standing: &'c Standing,
        judgement: &'c Judgement,
        now: Timestamp,
    ) -> Self {
        let shelves = Shelves::new(catalog, standing, judgement, now);
        let facts = facts::facts(&shelves);
        Self { shelves, facts, made: RefCell::default(), sitemap: OnceCell::new() }
    }

    /// What the site has at a path.
    #[must_use]
    pub fn page(&self, path: &str) -> Option<Page> {
        let first = path.split('/').next().unwrap_or_default();
        if path == paths::SITEMAP {
            return self.sitemap.get_or_init(|| self.all().pages.remove(path)).clone();
        }
        if let Some(product) = self.product(path) {
            let building = Building { shelves: &self.shelves, pages: BTreeMap::new() };
            let own = building.product(product).into_iter().find(|(own, _)| own == path);
            if let Some((_, page)) = own {
                return Some(page);
            }
        }
        // Those that have such paths, and then those that have others of any kind.
        let named = (0..PARTS.len()).filter(|at| PARTS[*at].begins.contains(&first));
        let named = named.filter(|at| PARTS[*at].begins != PRODUCTS);
        let others = (0..PARTS.len()).filter(|at| PARTS[*at].begins.is_empty());
        named.chain(others).find_map(|at| self.made(at, path))
    }

    /// The whole site, as it is built.
    #[must_use]
    pub fn all(&self) -> Site {
        let mut building = Building { shelves: &self.shelves, pages: BTreeMap::new() };
        for part in PARTS {
            (part.make)(&mut building);
        }
        Site { facts: self.facts.clone(), pages: building.pages }
    }

    fn made(&self, at: usize, path: &str) -> Option<Page> {
        let mut made = self.made.borrow_mut();
        let pages = made.entry(at).or_insert_with(|| {
            let mut building = Building { shelves: &self.shelves, pages: BTreeMap::new() };
            (PARTS[at].make)(&mut building);
            building.pages
        });
        pages.get(path).cloned()
    }

    /// The product that a path would be of: `products/orders/index.html`, `products/orders.json`.
    fn product(&self, path: &str) -> Option<ProductIx> {
        let (section, rest) = path.split_once('/')?;
        let id = rest.split(['/', '.']).next()?;
        self.shelves.catalog.product_of(id).filter(|_| PRODUCTS.contains(&section))
    }
}
