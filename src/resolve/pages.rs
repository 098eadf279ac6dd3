//! The catalog's own pages: their addresses and titles.

use super::parts::{link, titled};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::model::CustomPage;
use crate::read::page::{IN_NAVIGATION, PageDoc};
use crate::read::yaml::values;
use crate::source::{SourceMap, Span};
use std::collections::BTreeSet;

/// Returns the pages in the order of the navigation: by `order`, then by title; without those whose address begins
/// with a name in `taken_paths`, which the site uses itself.
pub(super) fn pages(
    docs: &[PageDoc],
    taken_paths: &BTreeSet<&str>,
    sources: &SourceMap,
    diagnostics: &mut Diagnostics,
) -> Vec<CustomPage> {
    let mut pages: Vec<(i64, CustomPage)> = Vec::new();
    for doc in docs {
        let start = Span::new(doc.file, 0, 0);
        let first = doc.name.split('/').next().unwrap_or_default();
        if taken_paths.contains(first) {
            let message = format!("the page `{}` would hide a part of the site", doc.name);
            diagnostics.push(
                Diagnostic::error("reserved-name", message)
                    .at(start, "")
                    .help(format!("rename the file, for example to `about-{first}.md`")),
            );
            continue;
        }
        if let Some(part) = doc.name.split('/').find(|part| !values::is_id(part)) {
            let message = format!("`{part}` cannot be part of a page's address");
            let diagnostic = Diagnostic::error("bad-id", message).at(start, "");
            diagnostics.push(diagnostic.help(format!("name the file or folder `{}`", values::slug(part))));
            continue;
        }
        let last = doc.name.rsplit('/').next().unwrap_or_default();
        let title = match &doc.title {
            Some(title) => title.value.clone(),
            None => heading(&doc.body).map_or_else(|| titled(last), str::to_owned),
        };
        let page = CustomPage {
            name: doc.name.clone(),
            file: sources.shared_path(doc.file),
            title,
            description: super::parts::text(&doc.description),
            action: doc.action.as_ref().map(link),
            in_navigation: doc.nav.unwrap_or(IN_NAVIGATION),
            body: doc.body.clone(),
        };
        pages.push((doc.order.unwrap_or(i64::MAX), page));
    }
    pages.sort_by(|(first, first_page), (second, second_page)| {
        (first, &first_page.title).cmp(&(second, &second_page.title))
    });
    pages.into_iter().map(|(_, page)| page).collect()
}

/// Returns the text of the first line if it is a heading.
fn heading(body: &str) -> Option<&str> {
    let first = body.lines().find(|line| !line.trim().is_empty())?;
    first.strip_prefix("# ").map(str::trim)
}
