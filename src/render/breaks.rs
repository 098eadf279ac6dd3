//! Adds break opportunities to very long words: without them, browsers need many seconds to lay out a word
//! of thousands of letters.

use unicode_normalization::char::is_combining_mark;

/// Words of more letters than this may be broken at regular intervals.
const LONGEST: usize = 200;
const EVERY: usize = 60;
const BREAK: &str = "<wbr>";
/// The contents of these elements are not text of the page, or are shown verbatim.
const RAW: [&str; 3] = ["script", "title", "svg"];

/// Adds break opportunities to the longest words of a page; nothing else changes.
pub(super) fn with_breaks(html: Vec<u8>) -> Vec<u8> {
    if !has_long_word(&html) {
        return html;
    }
    match String::from_utf8(html) {
        Ok(text) => with_break_opportunities(&text).into_bytes(),
        Err(error) => error.into_bytes(),
    }
}

/// Returns whether there are enough consecutive bytes for a word to be too long. Looks back from where such a word
/// would end, and so at few of the bytes of a usual page.
fn has_long_word(html: &[u8]) -> bool {
    let ends_a_word = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'<' | b'>');
    let mut from = 0;
    while let Some(ahead) = html.get(from..=from + LONGEST) {
        match ahead.iter().rposition(ends_a_word) {
            Some(end) => from += end + 1,
            None => return true,
        }
    }
    false
}

fn with_break_opportunities(html: &str) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 8);
    let mut rest = html;
    while let Some(begin) = rest.find('<') {
        add_text(&rest[..begin], &mut out);
        rest = &rest[begin..];
        let end = match raw(rest) {
            Some(end) => end,
            None => rest.find('>').map_or(rest.len(), |end| end + 1),
        };
        out.push_str(&rest[..end]);
        rest = &rest[end..];
    }
    add_text(rest, &mut out);
    out
}

/// Returns where an element to skip ends, if one begins here.
fn raw(html: &str) -> Option<usize> {
    let name = RAW.into_iter().find(|name| {
        let after = html[1..].strip_prefix(name);
        after.is_some_and(|after| after.starts_with([' ', '>', '\n']))
    })?;
    let end = format!("</{name}>");
    Some(html.find(&end).map_or(html.len(), |at| at + end.len()))
}

fn add_text(text: &str, out: &mut String) {
    for word in text.split_inclusive(char::is_whitespace) {
        if word.len() <= LONGEST || word.chars().count() <= LONGEST {
            out.push_str(word);
            continue;
        }
        let (mut since, mut in_name) = (0, false);
        for letter in word.chars() {
            // Neither within a character reference, `&amp;`, nor between a letter and its combining marks.
            if since >= EVERY && !in_name && !is_combining_mark(letter) && !letter.is_whitespace() {
                out.push_str(BREAK);
                since = 0;
            }
            in_name = letter == '&' || in_name && letter != ';';
            since += 1;
            out.push(letter);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn page(html: &str) -> String {
        String::from_utf8(with_breaks(html.as_bytes().to_vec())).unwrap()
    }

    #[test]
    fn only_overlong_words_in_body_text_get_line_breaks() {
        let word = "x".repeat(500);
        let with_break_opportunities = format!(
            "{0}<wbr>{0}<wbr>{0}<wbr>{0}<wbr>{0}<wbr>{0}<wbr>{0}<wbr>{0}<wbr>{1}",
            "x".repeat(60),
            "x".repeat(20)
        );
        let around = |word: &str| {
            format!(
                "<title>{0}</title><a href=\"{0}\">{word}</a> <svg><text>{0}</text></svg><script type=\"application/ld+json\">\"{0}\"</script> short",
                "x".repeat(500)
            )
        };
        assert_eq!(page(&around(&word)), around(&with_break_opportunities));
        assert_eq!(page(&"word ".repeat(200)), "word ".repeat(200));
    }

    #[test]
    fn a_word_is_broken_from_one_letter_over_the_limit() {
        for around in [("", ""), ("<p>", "</p>"), ("a ", ""), ("", " z")] {
            let html = |letters: usize| format!("{}{}{}", around.0, "x".repeat(letters), around.1);
            assert_eq!(page(&html(LONGEST)), html(LONGEST), "{around:?}");
            assert!(page(&html(LONGEST + 1)).contains(BREAK), "{around:?}");
        }
    }

    #[test]
    fn combining_marks_and_entities_are_not_split() {
        let marked = format!("<p>{}</p>", "e\u{301}".repeat(300));
        assert!(!page(&marked).contains("<wbr>\u{301}"));
        let names = format!("<p>{}</p>", "&amp;".repeat(300));
        assert_eq!(page(&names).replace("<wbr>", ""), names);
        assert!(page(&names).split("<wbr>").all(|part| part.ends_with(';') || part.ends_with("</p>")));
    }

    proptest! {
        #[test]
        fn only_break_opportunities_are_added(text in "[a-z&;<>/ é\u{301}\"=]{0,80}", times in 1_usize..12) {
            let html = text.repeat(times);
            prop_assume!(!html.contains("<wbr>"));
            prop_assert_eq!(page(&html).replace("<wbr>", ""), html);
        }
    }
}
