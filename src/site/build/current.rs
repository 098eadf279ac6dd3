//! The pages for somebody with a question: the search, what is new, and what is broken today.

use super::{About, Building, section_term};
use crate::site::{Page, View, evidence, news, paths, quality, search};

impl Building<'_, '_> {
    /// The search, what it reads, and the plain index for those without scripts.
    pub(super) fn search(&mut self) {
        let about = |title, description: &str| About {
            title,
            description: description.to_owned(),
            section: "search",
            crumbs: Vec::new(),
        };
        self.add(
            paths::section("search"),
            about("Search", "Find a data product."),
            View::Search(Box::new(search::view())),
        );
        for (path, view) in search::index(self.context) {
            let about = about("All products from A to Z", "Every data product by name.");
            self.add(path, about, View::LetterIndex(Box::new(view)));
        }
        let files = search::files(self.context).into_iter();
        self.pages.extend(files.map(|(path, record)| (path, Page::Json(record))));
    }

    /// What changed, was delivered and achieved.
    pub(super) fn news(&mut self) {
        for (path, view) in news::pages(self.context) {
            let description = "What changed, and what was delivered and achieved.".to_owned();
            let about =
                About { title: "What’s new", description, section: "whats-new", crumbs: Vec::new() };
            self.add(path, about, View::News(Box::new(view)));
        }
    }

    /// What is broken today, of the company and of its parts.
    pub(super) fn quality(&mut self) {
        for (path, title, view) in quality::pages(self.context) {
            let crumbs = view.filter.iter().map(|_| section_term("quality", "Quality")).collect();
            let about =
                About { title: &title, description: view.headline.clone(), section: "quality", crumbs };
            self.add(path, about, View::Quality(Box::new(view)));
        }
    }
    /// What was read of what was seen, and what became of it.
    pub(super) fn evidence(&mut self) {
        for (path, view) in evidence::pages(self.context) {
            let about = About {
                title: "Evidence",
                description: "Every file of evidence that was read, and what happened to each row."
                    .to_owned(),
                section: "quality",
                crumbs: vec![section_term("quality", "Quality")],
            };
            let mut head = Box::new(self.head(&path, about));
            head.json = Some(view.data.clone());
            self.pages.insert(path, Page::Html(head, View::Evidence(Box::new(view))));
        }
    }
}
