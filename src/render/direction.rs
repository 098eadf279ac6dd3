//! Gives right-to-left text a direction of its own: each element that directly contains such letters gets
//! `dir="auto"`, with which a browser takes the direction from the first letter and isolates it from the surrounding
//! text.
//!
//! This happens on the finished page, as any text of the catalog may be right-to-left, and few catalogs have any.

/// The elements without an end tag.
const VOID: [&str; 8] = ["br", "col", "hr", "img", "input", "link", "meta", "wbr"];
/// The contents of these elements are not text of the page.
const RAW: [&str; 4] = ["script", "style", "svg", "title"];

/// Adds directions to a page with right-to-left text; any other page is unchanged.
pub(super) fn with_directions(html: Vec<u8>) -> Vec<u8> {
    if !may_have_any(&html) {
        return html;
    }
    match String::from_utf8(html) {
        Ok(text) => directed(&text).into_bytes(),
        Err(error) => error.into_bytes(),
    }
}

/// Returns whether there is a byte with which right-to-left scripts begin in UTF-8.
fn may_have_any(html: &[u8]) -> bool {
    // Whole blocks are compared at once, as nearly every page is read to its end.
    let is_first = |byte: &u8| matches!(byte, 0xD6..=0xE0 | 0xEF | 0xF0);
    html.chunks(256).any(|block| block.iter().fold(false, |found, byte| found | is_first(byte)))
}

/// Returns whether a letter is of a right-to-left script.
/// Source: the blocks of Hebrew, Arabic and related scripts in Unicode 16, with the presentation forms.
fn is_from_right(letter: char) -> bool {
    matches!(letter, '\u{0590}'..='\u{08FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}

/// An open element.
struct OpenElement<'h> {
    name: &'h str,
    /// Where its attributes end.
    at: usize,
    is_directed: bool,
}

fn directed(html: &str) -> String {
    let mut places: Vec<usize> = Vec::new();
    let mut open: Vec<OpenElement<'_>> = Vec::new();
    let mut at = 0;
    while at < html.len() {
        let text_end = html[at..].find('<').map_or(html.len(), |offset| at + offset);
        if let Some(element) = open.last_mut().filter(|element| !element.is_directed)
            && html[at..text_end].chars().any(is_from_right)
        {
            element.is_directed = true;
            places.push(element.at);
        }
        let Some(tag_end) = html[text_end..].find('>').map(|offset| text_end + offset) else { break };
        at = tag_end + 1;
        let tag = &html[text_end + 1..tag_end];
        let name = tag.trim_start_matches('/').split([' ', '\n', '/']).next().unwrap_or_default();
        if tag.starts_with('/') {
            if let Some(opened) = open.iter().rposition(|element| element.name == name) {
                open.truncate(opened);
            }
        } else if RAW.contains(&name) {
            at = html[at..].find(&["</", name].concat()).map_or(html.len(), |offset| at + offset);
        } else if !tag.starts_with('!') && !VOID.contains(&name) && !tag.ends_with('/') {
            open.push(OpenElement { name, at: tag_end, is_directed: tag.contains(" dir=") });
        }
    }
    places.sort_unstable();
    let mut out = String::with_capacity(html.len() + places.len() * 11);
    let mut from = 0;
    for place in places {
        out.push_str(&html[from..place]);
        out.push_str(" dir=\"auto\"");
        from = place;
    }
    out.push_str(&html[from..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(html: &str) -> String {
        String::from_utf8(with_directions(html.as_bytes().to_vec())).unwrap_or_default()
    }

    #[test]
    fn the_innermost_element_gets_the_dir_attribute() {
        assert_eq!(
            page("<ul><li>أولاً: <code>SQL</code> و dbt<br>ثانياً</li><li>by <a href=\"x\">שלום</a></li></ul>"),
            "<ul><li dir=\"auto\">أولاً: <code>SQL</code> و dbt<br>ثانياً</li><li>by <a href=\"x\" dir=\"auto\">שלום</a></li></ul>"
        );
    }

    #[test]
    fn other_text_attributes_and_drawings_are_left_unchanged() {
        for same in [
            "<p>Grüße, データ, 😀</p>",
            "<title>مبيعات</title><svg><text>مبيعات</text></svg><script>\"مبيعات\"</script>",
            "<p dir=\"rtl\">مبيعات</p>",
            "<p title=\"مبيعات\">Sales</p>",
            "مبيعات",
            "<p",
        ] {
            assert_eq!(page(same), same);
        }
    }

    #[test]
    fn an_unclosed_element_does_not_affect_what_follows() {
        assert_eq!(
            page("<ul><li>one<li>two</ul><p>مبيعات</p>"),
            "<ul><li>one<li>two</ul><p dir=\"auto\">مبيعات</p>"
        );
    }
}
