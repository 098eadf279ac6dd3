//! All open work of the roadmap, or of a part of it, as a table on pages: what its lists leave out.

use super::due::{DueRow, ROWS};
use super::{RoadmapPage, RoadmapScope, RoadmapView};
use crate::model::WorkState;
use crate::site::lists::{Pages, pages_of};
use crate::site::page::View;
use crate::site::parts::PageRef;
use crate::site::paths;
use crate::site::section::{PageMeta, PageSet, section_ref};
use serde::Serialize;

/// A page of the open work.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct OpenWorkView {
    /// The work of this page: overdue work first, then by day.
    pub rows: Vec<DueRow>,
    /// The number of pieces of work on all pages.
    pub total: usize,
    /// The position among the pages.
    pub pages: Pages,
}

impl View for OpenWorkView {
    const TEMPLATE: &'static str = "open-work.html";
}

/// What the pages show.
const DESCRIPTION: &str = "What is to be delivered: overdue work first, then what is due next.";
/// The pieces of work on a page.
const PAGE: usize = 50;

impl RoadmapPage<'_, '_> {
    /// Returns the first page of all open work: of this part if it has its own, else of the whole roadmap.
    pub(super) fn open_path(&self, view: &RoadmapView) -> String {
        let part = view.part.as_ref().filter(|_| self.has_open_pages(view));
        part.map_or_else(|| paths::section("roadmap/work"), |part| below(&part.path))
    }

    /// Returns whether any work is open.
    pub(super) fn has_open_work(&self) -> bool {
        self.all_work().any(|work| work.stands.state > WorkState::Delivered)
    }

    /// Returns whether open work of this part has pages of its own: the whole roadmap always, a part if its lists cannot
    /// show all of it.
    fn has_open_pages(&self, view: &RoadmapView) -> bool {
        self.part == RoadmapScope::All || view.due.total > ROWS || view.in_danger.total > ROWS
    }

    /// Returns the pages of open work with their paths; none if this part has none of its own.
    pub(super) fn open_pages(&self, view: &RoadmapView) -> Vec<(String, OpenWorkView)> {
        let open_work = self.open_work(|stands| stands.state > WorkState::Delivered);
        if !self.has_open_pages(view) || open_work.is_empty() {
            return Vec::new();
        }
        let (list, count) = (self.open_path(view), open_work.len().div_ceil(PAGE));
        let page = |(at, shown): (usize, &[_])| {
            let rows = shown.iter().map(|work| self.row(work)).collect();
            let pages = pages_of(&list, at + 1, count);
            (paths::page_of(&list, at + 1), OpenWorkView { rows, total: open_work.len(), pages })
        };
        open_work.chunks(PAGE).enumerate().map(page).collect()
    }
}

/// Adds the pages of open work of a part with its view, which has these breadcrumbs.
pub(super) fn add(
    pages: &mut PageSet<'_, '_>,
    open: Vec<(String, OpenWorkView)>,
    of: &RoadmapView,
    crumbs: &[PageRef],
) {
    let title = match &of.part {
        None => "All open work".to_owned(),
        Some(part) => format!("All open work: {}", part.name),
    };
    let above = of.part.clone().unwrap_or_else(|| section_ref("roadmap", "Roadmap"));
    for (path, view) in open {
        let meta = PageMeta { crumbs: crumbs.to_vec(), ..PageMeta::first("roadmap", &title, DESCRIPTION) };
        pages.html(path, meta.below(above.clone()), view);
    }
}

/// Returns the page of the work below a page of a part: `roadmap/now/work/index.html`.
fn below(part: &str) -> String {
    paths::folder(part.trim_end_matches("/index.html"), "work")
}
