//! A page as heard with a screen reader: a line for each heading, paragraph, term and cell, with its links.
//!
//! Snapshots are of this text and not of HTML, so that they show the text and the links of a
//! page. Style classes and the insides of drawings are left out; text stays escaped as it is in
//! the page, and a tag that is known neither as a block nor as plain inline markup is shown in full,
//! so that markup from somebody's text would be visible.

use std::fs;
use std::path::Path;

/// Blocks that are named before their text.
const MAX_NAMED: &[&str] = &[
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "p",
    "li",
    "dt",
    "dd",
    "th",
    "td",
    "caption",
    "summary",
    "pre",
    "blockquote",
    "figcaption",
    "label",
    "button",
];
/// Blocks that only contain others.
const HOLDING: &[&str] = &[
    "main", "article", "section", "header", "footer", "nav", "aside", "div", "ul", "ol", "dl", "table",
    "thead", "tbody", "tr", "details", "figure", "form", "hr",
];
/// Inline markup without a meaning of its own.
const WITHIN: &[&str] =
    &["span", "b", "i", "em", "strong", "small", "code", "time", "dfn", "abbr", "br", "wbr", "bdi", "mark"];

/// Returns the `<main>` of a page, as read aloud.
pub(crate) fn main_of(site: &Path, path: &str) -> String {
    let html = fs::read_to_string(site.join(path)).unwrap();
    let start = html.find("<main").expect("every page has a main");
    let end = html.find("</main>").expect("every page closes its main") + "</main>".len();
    read_aloud(&html[start..end])
}

fn read_aloud(html: &str) -> String {
    let mut reader = Reader::default();
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        reader.line.push_str(&rest[..open]);
        rest = &rest[open..];
        if rest.starts_with("<svg") {
            let end = rest.find("</svg>").expect("a drawing ends");
            reader.drawing(&rest[..end]);
            rest = &rest[end + "</svg>".len()..];
            continue;
        }
        let close = rest.find('>').expect("a tag ends");
        reader.tag(&rest[1..close]);
        rest = &rest[close + 1..];
    }
    reader.end_line();
    reader.said
}

#[derive(Default)]
struct Reader {
    said: String,
    name: String,
    line: String,
    links: Vec<String>,
}

impl Reader {
    /// Icons are silent; a drawing is represented by its title.
    fn drawing(&mut self, svg: &str) {
        if let Some((_, title)) =
            svg.split_once("<title").filter(|_| svg.contains("role=\"graphics-document"))
        {
            let title = title.split(['>', '<']).nth(1).unwrap_or_default();
            self.line.push_str(&format!("(drawing: {title})"));
        }
    }

    fn tag(&mut self, tag: &str) {
        let name = tag.trim_start_matches('/').split([' ', '/', '\n']).next().unwrap_or_default();
        let opens = !tag.starts_with('/');
        if MAX_NAMED.contains(&name) || HOLDING.contains(&name) {
            self.end_line();
            self.name = if MAX_NAMED.contains(&name) && opens { name.to_owned() } else { String::new() };
            if let Some(id) = attribute(tag, "id") {
                self.said.push_str(&format!("#{id}\n"));
            }
        } else if name == "a" && opens {
            self.links.push(attribute(tag, "href").unwrap_or_default().to_owned());
            self.line.push('[');
        } else if name == "a" {
            let link = self.links.pop().expect("a link was opened");
            self.line.push_str(&format!("]({link})"));
        } else if !WITHIN.contains(&name) {
            self.line.push_str(&format!("<{tag}>"));
        } else if attribute(tag, "class").is_some() {
            // Marks and counts are separate from the text beside them.
            self.line.push(' ');
        }
    }

    fn end_line(&mut self) {
        let words = self.line.split_whitespace().collect::<Vec<_>>().join(" ");
        let words = words.replace("[ ", "[").replace(" ]", "]");
        if !words.is_empty() {
            self.said.push_str(&format!("{:<7} {words}\n", self.name));
        }
        self.line.clear();
    }
}

fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    crate::support::attributes(tag, name).first().copied()
}

#[test]
fn html_is_converted_to_lines_of_text() {
    let html = "<main id=\"main\"><h1>Orders <span class=\"count\">2</span></h1><div><p>See\n<a href=\"x.html\"><b>\
                this</b></a>.</p><svg class=\"icon\"><path/></svg><script>alert(1)</script></div></main>";
    let said = "#main\nh1      Orders 2\np       See [this](x.html).\n        <script>alert(1)</script>\n";
    assert_eq!(read_aloud(html), said);
}
