//! Pages of the catalog: Markdown, after settings between two `---` lines.

use super::document::kinds::{FlagValue, IntegerValue, TextValue};
use super::document::{Declared as _, Value as _, document};
use super::file_kind::{FileAbout, FileKind};
use super::parts::LinkDoc;
use super::yaml;
use crate::diagnostics::Diagnostics;
use crate::source::{FileId, Spanned};

/// Whether the navigation links to a page that does not set it.
pub(crate) const IN_NAVIGATION: bool = true;

document! {
    /// The front matter of a page of your own: settings between two lines of `---`, before its Markdown.
    #[derive(Default)]
    pub struct PageHeadDoc as "the front matter of a page" {
        /// The title; by default, the first heading of the text.
        #[example = "About us"]
        title: optional TextValue,
        /// One plain sentence.
        #[example = "Who we are, and what we build."]
        description: optional TextValue,
        /// Whether it is in the navigation.
        nav: optional FlagValue = IN_NAVIGATION,
        /// The position in the navigation, low numbers first.
        order: optional IntegerValue,
        /// What readers should do: a button on the page.
        action: optional LinkDoc,
    }
}

/// A Markdown file of `content/`.
#[derive(Clone, Debug)]
pub(crate) struct PageDoc {
    /// The file's path below `content/`, without `.md`.
    pub name: String,
    /// The file.
    pub file: FileId,
    /// `title`, else the text's first heading.
    pub title: Option<Spanned<String>>,
    /// `description`: one plain sentence.
    pub description: Option<Spanned<String>>,
    /// `nav`: whether the navigation links to it; yes, if missing.
    pub nav: Option<bool>,
    /// `order` among the pages of the navigation, low first.
    pub order: Option<i64>,
    /// `action`: what it asks readers to do.
    pub action: Option<LinkDoc>,
    /// The Markdown after the settings.
    pub body: String,
}

/// `content/**/*.md`.
pub(super) const FILE: FileKind<PageDoc> = FileKind {
    about: FileAbout { name: "page", files: "content/**/*.md", title: "Page of your own", at_least: None },
    keys: PageHeadDoc::document,
    read: |open, diagnostics| {
        let path = open.path.strip_prefix("content/").unwrap_or(open.path);
        let name = path.strip_suffix(".md").unwrap_or(path).to_owned();
        Some(page(name, open.file, open.text, diagnostics))
    },
};

/// Reads a page. Diagnostics: those of [`yaml`], with spans in the whole file.
fn page(name: String, file: FileId, text: &str, diagnostics: &mut Diagnostics) -> PageDoc {
    let (settings, body) = split(text);
    // The opening line is kept as a comment of the same length, so that spans stay correct.
    let settings = settings.map(|settings| settings.replacen("---", "#--", 1));
    let node = settings.and_then(|settings| yaml::parse(file, &settings, diagnostics));
    let head = node.and_then(|node| PageHeadDoc::read(&node, diagnostics)).unwrap_or_default();
    let PageHeadDoc { title, description, nav, order, action } = head;
    PageDoc { name, file, title, description, nav, order, action, body: body.to_owned() }
}

/// Returns the settings with their opening line, and the text after their closing line.
fn split(text: &str) -> (Option<&str>, &str) {
    let opens = text.lines().next().is_some_and(|line| line.trim_end() == "---");
    if !opens {
        return (None, text);
    }
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        if offset > 0 && line.trim_end() == "---" {
            return (Some(&text[..offset]), &text[offset + line.len()..]);
        }
        offset += line.len();
    }
    (None, text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    #[test]
    fn page_settings_are_read_from_front_matter() {
        let mut diagnostics = Vec::new();
        let doc = page(
            "about".into(),
            FileId(0),
            "---\r\ntitle: About\r\norder: 2\r\n---\r\n# Hi\r\n",
            &mut diagnostics,
        );
        assert_eq!(diagnostics, []);
        assert_eq!(doc.title.map(|title| title.value).as_deref(), Some("About"));
        assert_eq!((doc.order, doc.body.as_str()), (Some(2), "# Hi\r\n"));
    }

    #[test]
    fn a_page_without_front_matter_is_all_body() {
        let mut diagnostics = Vec::new();
        for text in ["# Hi", "---\nnever closed", "", "a\n---\nb"] {
            assert_eq!(page("x".into(), FileId(0), text, &mut diagnostics).body, text);
        }
        assert_eq!(diagnostics, []);
    }

    #[test]
    fn an_error_in_front_matter_has_its_position_in_the_file() {
        let mut diagnostics = Vec::new();
        page("x".into(), FileId(0), "---\ntitel: About\n---\n", &mut diagnostics);
        assert_eq!(diagnostics[0].code, "unknown-key");
        assert_eq!((diagnostics[0].labels[0].span.start, diagnostics[0].labels[0].span.end), (4, 9));
    }
}
