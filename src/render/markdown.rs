//! Converts Markdown to safe HTML: no raw HTML, no links to scripts, nothing from other sites, headings
//! below those of the page.

use super::raw_html::{cleaned, is_of_the_site};
use crate::model::is_safe_url;
use pulldown_cmark::{Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, html};

/// Where a text is placed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MarkdownContext<'a> {
    /// The relative path from the page to the site's root.
    pub root: &'a str,
    /// The level that the text's highest headings get, 1 to 6.
    pub heading: u8,
    /// Whether HTML in the text is kept; otherwise it is shown verbatim.
    pub raw_html: bool,
}

/// Converts a text to HTML.
#[must_use]
pub(crate) fn html(text: &str, place: MarkdownContext<'_>) -> String {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES;
    let events: Vec<Event<'_>> = Parser::new_ext(text, options).collect();
    let highest = events.iter().filter_map(heading).min().unwrap_or(1);
    let mut output = String::with_capacity(text.len() * 3 / 2);
    let mut open: Vec<OpenTag> = Vec::new();
    let safe = events.into_iter().filter_map(|event| match event {
        Event::Html(raw) | Event::InlineHtml(raw) if !place.raw_html => Some(Event::Text(raw)),
        Event::Start(Tag::HtmlBlock) if !place.raw_html => Some(Event::Start(Tag::Paragraph)),
        Event::End(TagEnd::HtmlBlock) if !place.raw_html => Some(Event::End(TagEnd::Paragraph)),
        Event::Start(Tag::Heading { level, id, classes: _, attrs: _ }) => {
            let level = shifted(level, highest, place.heading);
            Some(Event::Start(Tag::Heading { level, id, classes: Vec::new(), attrs: Vec::new() }))
        }
        Event::End(TagEnd::Heading(level)) => {
            Some(Event::End(TagEnd::Heading(shifted(level, highest, place.heading))))
        }
        Event::Start(tag @ (Tag::Link { .. } | Tag::Image { .. })) => {
            let (kept, tag) = reference(tag, place.root, open.contains(&OpenTag::Link));
            open.push(kept);
            tag.map(Event::Start)
        }
        Event::End(TagEnd::Link | TagEnd::Image) => match open.pop() {
            Some(OpenTag::Link) => Some(Event::End(TagEnd::Link)),
            Some(OpenTag::Image) => Some(Event::End(TagEnd::Image)),
            Some(OpenTag::Dropped) | None => None,
        },
        other => Some(other),
    });
    html::push_html(&mut output, safe);
    // The page's own policy would refuse an inline style.
    for side in ["left", "center", "right"] {
        if output.contains("<th style=") {
            output =
                output.replace(&format!(" style=\"text-align: {side}\">"), &format!(" align=\"{side}\">"));
        }
    }
    if place.raw_html { cleaned(&output) } else { without_implied_ends(&output) }
}

/// Leaves out the ends of rows, cells and items, which the next tag implies. Text cannot contain them, as it is escaped.
fn without_implied_ends(html: &str) -> String {
    ["</li>", "</td>", "</th>", "</tr>", "</thead>", "</tbody>"]
        .iter()
        .fold(html.to_owned(), |html, end| if html.contains(end) { html.replace(end, "") } else { html })
}

/// Returns the content of the only paragraph; all of it if there are other blocks.
#[must_use]
pub(crate) fn inline(html: &str) -> &str {
    let content = html.trim_end().strip_prefix("<p>").and_then(|rest| rest.strip_suffix("</p>"));
    content.filter(|content| !content.contains("<p>")).unwrap_or(html)
}

fn heading(event: &Event<'_>) -> Option<u8> {
    match event {
        Event::Start(Tag::Heading { level, .. }) => Some(*level as u8),
        _ => None,
    }
}

fn shifted(level: HeadingLevel, highest: u8, wanted: u8) -> HeadingLevel {
    let level = (level as u8 - highest + wanted).clamp(1, 6);
    HeadingLevel::try_from(usize::from(level)).unwrap_or(HeadingLevel::H6)
}

/// Returns the address that a link may lead to: elsewhere if it is safe, or a path of the site.
fn link(written: &str, kind: LinkType, root: &str) -> Option<String> {
    if kind == LinkType::Email {
        return Some(format!("mailto:{written}"));
    }
    if is_safe_url(written) || written.starts_with('#') {
        return Some(written.to_owned());
    }
    on_site(written, root)
}

/// Returns a path on the site: `/teams/data/`, `products/revenue/`, or another page of `content/` as `glossary.md`.
/// Returns `None` if the link has a scheme or leaves the site.
fn on_site(written: &str, root: &str) -> Option<String> {
    let (path, fragment) = match written.split_once('#') {
        Some((path, fragment)) => (path, format!("#{fragment}")),
        None => (written, String::new()),
    };
    let path = path.strip_prefix("./").unwrap_or(path);
    if !is_of_the_site(path) || path.contains('\\') || path.chars().any(char::is_control) {
        return None;
    }
    let path = path.trim_start_matches('/');
    if path.split('/').any(|part| part == "..") {
        return None;
    }
    let path = match path.strip_suffix(".md") {
        Some(page) if !page.starts_with("products/") => format!("{page}/index.html"),
        _ if path.is_empty() || path.ends_with('/') => format!("{path}index.html"),
        _ if !path.rsplit('/').next().unwrap_or(path).contains('.') => format!("{path}/index.html"),
        _ => path.to_owned(),
    };
    Some(format!("{root}{path}{fragment}"))
}

/// The result for an open link or picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum OpenTag {
    Link,
    Image,
    /// Only its text is kept.
    Dropped,
}

/// Returns a link or picture as allowed on the page. A picture of the site itself is shown; one from elsewhere would
/// be fetched, so it becomes a link with the picture's text.
fn reference<'a>(tag: Tag<'a>, root: &str, in_link: bool) -> (OpenTag, Option<Tag<'a>>) {
    let inline = LinkType::Inline;
    match tag {
        Tag::Image { dest_url, title, id, .. } if !is_safe_url(&dest_url) => match on_site(&dest_url, root) {
            Some(path) => {
                (OpenTag::Image, Some(Tag::Image { link_type: inline, dest_url: path.into(), title, id }))
            }
            None => (OpenTag::Dropped, None),
        },
        Tag::Link { link_type, dest_url, title, id } | Tag::Image { link_type, dest_url, title, id } => {
            match link(&dest_url, link_type, root).filter(|_| !in_link) {
                // `link` has completed an address between angle brackets.
                Some(target) => {
                    (OpenTag::Link, Some(Tag::Link { link_type: inline, dest_url: target.into(), title, id }))
                }
                None => (OpenTag::Dropped, None),
            }
        }
        other => (OpenTag::Dropped, Some(other)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn page(text: &str) -> String {
        html(text, MarkdownContext { root: "../../", heading: 3, raw_html: false })
    }

    #[test]
    fn only_a_single_paragraph_is_inline() {
        assert_eq!(inline("<p>one</p>\n"), "one");
        assert_eq!(inline("<p>one</p>\n<p>two</p>\n"), "<p>one</p>\n<p>two</p>\n");
        assert_eq!(inline("<p>one</p>\n<ul><li>two</li></ul>\n"), "<p>one</p>\n<ul><li>two</li></ul>\n");
    }

    #[test]
    fn raw_html_is_sanitised_where_allowed() {
        let page = |text| html(text, MarkdownContext { root: "../../", heading: 3, raw_html: true });
        assert_eq!(page("H<sub>2</sub>O <b onclick=x>b"), "<p>H<sub>2</sub>O <b>b</b></p><b>\n</b>");
        assert_eq!(
            page("<details><summary>More</summary>\n\n*Text*\n\n</details>"),
            "<details><summary>More</summary>\n<p><em>Text</em></p>\n</details>"
        );
        assert_eq!(
            page("<script>alert(1)</script>\n\n[a](/teams/data/)"),
            "\n<p><a href=\"../../teams/data/index.html\">a</a></p>\n"
        );
        // HTML that Markdown itself produces is kept.
        let own_html = page(
            "# A\n\n- [x] done[^1]\n\n| a | b |\n|---|:-:|\n| 1 | 2 |\n\n```\nselect 1\n```\n\n[^1]: why",
        );
        for piece in [
            "<h3>A</h3>",
            "type=\"checkbox\"",
            "<a href=\"#1\">1</a></sup>",
            "<div class=\"footnote-definition\" id=\"1\">",
            "<td align=\"center\">2</td>",
            "<pre><code>select 1\n</code></pre>",
        ] {
            assert!(own_html.contains(piece), "{piece} is not in {own_html}");
        }
    }

    #[test]
    fn raw_html_is_shown_as_text_by_default() {
        assert_eq!(page("a <b onclick=x>b</b>"), "<p>a &lt;b onclick=x&gt;b&lt;/b&gt;</p>\n");
        assert!(!page("<script>alert(1)</script>").contains("<script"));
        assert!(!page("<!-- x --><img src=x onerror=alert(1)>").contains("<img"));
    }

    #[test]
    fn safe_links_are_resolved_and_unsafe_ones_become_text() {
        assert_eq!(page("[a](https://x.example/)"), "<p><a href=\"https://x.example/\">a</a></p>\n");
        assert_eq!(page("[a](/teams/data/)"), "<p><a href=\"../../teams/data/index.html\">a</a></p>\n");
        assert_eq!(
            page("[a](glossary.md#tier)"),
            "<p><a href=\"../../glossary/index.html#tier\">a</a></p>\n"
        );
        assert_eq!(page("[a](javascript:alert(1))"), "<p>a</p>\n");
        assert_eq!(page("[a](//evil.example)"), "<p>a</p>\n");
        assert_eq!(page("<me@x.example>"), "<p><a href=\"mailto:me@x.example\">me@x.example</a></p>\n");
    }

    #[test]
    fn remote_images_become_links() {
        assert_eq!(
            page("![Chart](https://x.example/a.png)"),
            "<p><a href=\"https://x.example/a.png\">Chart</a></p>\n"
        );
        assert_eq!(
            page("![Chart](images/a.png)"),
            "<p><img src=\"../../images/a.png\" alt=\"Chart\" /></p>\n"
        );
    }

    #[test]
    fn table_columns_are_aligned_without_a_style_attribute() {
        let table = page("| a | b |\n|--:|:-:|\n| 1 | 2 |");
        assert!(table.contains("<td align=\"right\">1") && table.contains("<th align=\"center\">b"));
        assert!(!table.contains("style"));
    }

    /// On the home page, whose root is empty, an address is written as it is.
    #[test]
    fn a_picture_of_another_site_is_never_fetched_from_the_home_page() {
        let home = |text: &str| html(text, MarkdownContext { root: "", heading: 3, raw_html: false });
        for address in [
            "< //x.example/a.png>",
            "<&#32;//x.example/a.png>",
            "<&#1;//x.example/a.png>",
            "<.//x.example/a.png>",
            "<.///x.example/a.png>",
        ] {
            let html = home(&format!("![A]({address})"));
            let sources: Vec<&str> = html.split("src=\"").skip(1).collect();
            assert!(sources.iter().all(|source| !source.trim_start().starts_with("//")), "{address}: {html}");
        }
    }

    #[test]
    fn headings_are_lowered_below_those_of_the_page() {
        assert_eq!(page("# A\n## B"), "<h3>A</h3>\n<h4>B</h4>\n");
        assert_eq!(page("## A\n###### B"), "<h3>A</h3>\n<h6>B</h6>\n");
    }

    proptest! {
        #[test]
        fn no_text_becomes_a_script(text in ".{0,200}") {
            let html = page(&text).to_lowercase();
            prop_assert!(!html.contains("<script") && !html.contains("javascript:alert"));
        }
    }
}
