//! Says what a label means once a page: the first label of its kind keeps its `title`, and the script of hints gives it
//! to the others. A page with hundreds of statuses would repeat the same few sentences otherwise.

use foldhash::{HashMap, HashMapExt};

/// How a label with a meaning begins; see the component `mark`.
const MARK: &str = "<span class=\"mark ";
const TITLE: &str = "\" title=\"";

/// The parts of a label with a title.
struct TitledMark<'h> {
    /// Its class, which is its kind.
    class: &'h str,
    title: &'h str,
    /// What it shows.
    name: &'h str,
    /// Where the attribute begins and ends.
    from: usize,
    to: usize,
}

/// Removes the titles of labels that an earlier one of the same kind and name already has; nothing else changes.
pub(super) fn with_meanings_once(html: Vec<u8>) -> Vec<u8> {
    let html = match String::from_utf8(html) {
        Ok(html) => html,
        Err(error) => return error.into_bytes(),
    };
    let mut told: HashMap<&str, HashMap<&str, &str>> = HashMap::new();
    let mut out = Vec::with_capacity(html.len());
    let (mut at, mut copied) = (0, 0);
    while let Some(begin) = html[at..].find(MARK).map(|offset| at + offset) {
        at = begin + MARK.len();
        let Some(mark) = titled_mark(&html, at) else { continue };
        let first = *told.entry(mark.class).or_default().entry(mark.name).or_insert(mark.title);
        // The first one has this very title, which is where its text begins.
        if first == mark.title && !std::ptr::eq(first, mark.title) {
            out.extend_from_slice(&html.as_bytes()[copied..mark.from]);
            copied = mark.to;
        }
        at = mark.to;
    }
    if copied == 0 {
        return html.into_bytes();
    }
    out.extend_from_slice(&html.as_bytes()[copied..]);
    out
}

/// Takes apart the label whose class begins at `at`, if it has a title.
fn titled_mark(html: &str, at: usize) -> Option<TitledMark<'_>> {
    let class_end = at + html[at..].find('"')?;
    let title_begin = html[class_end..].strip_prefix(TITLE).map(|_| class_end + TITLE.len())?;
    let title_end = title_begin + html[title_begin..].find('"')?;
    let name = html[title_end..].strip_prefix("\">")?;
    Some(TitledMark {
        class: &html[at..class_end],
        title: &html[title_begin..title_end],
        name: &name[..name.find("</span>")?],
        from: class_end + 1,
        to: title_end + 1,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(html: &str) -> String {
        String::from_utf8(with_meanings_once(html.as_bytes().to_vec())).unwrap()
    }

    #[test]
    fn a_meaning_is_told_at_the_first_label_only() {
        let mark = |title: &str| format!("<span class=\"mark mark-unknown\"{title}><i></i>Unknown</span>");
        let [told, plain] = [mark(" title=\"No evidence.\""), mark("")];
        assert_eq!(page(&[told.as_str(); 3].join(" ")), [told.as_str(), &plain, &plain].join(" "));
    }

    #[test]
    fn labels_that_differ_in_kind_name_or_meaning_keep_theirs() {
        for same in [
            "<span class=\"mark mark-a\" title=\"One.\">A</span><span class=\"mark mark-b\" title=\"One.\">A</span>",
            "<span class=\"mark mark-a\" title=\"One.\">A</span><span class=\"mark mark-a\" title=\"One.\">B</span>",
            "<span class=\"mark mark-a\" title=\"One.\">A</span><span class=\"mark mark-a\" title=\"Two.\">A</span>",
            "<b title=\"One.\">A</b><b title=\"One.\">A</b>",
            "<span class=\"mark ",
            "<span class=\"mark mark-a\" title=\"",
        ] {
            assert_eq!(page(same), same);
        }
    }

    #[test]
    fn a_label_whose_meaning_is_another_keeps_it_before_and_after_labels_that_share_theirs() {
        let mark = |title: &str| format!("<span class=\"mark mark-a\"{title}>A</span>");
        let [one, two, plain] = [mark(" title=\"One.\""), mark(" title=\"Two.\""), mark("")];
        assert_eq!(page(&[&*one, &two, &one, &two].concat()), [&*one, &two, &plain, &two].concat());
    }
}
