//! Cleans HTML inside Markdown, if the catalog allows it: keeps formatting, and removes scripts, references to other
//! sites and anything that could leave its place.

use ammonia::{Builder, UrlRelative};
use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::LazyLock;

static SANITISER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::default();
    builder
        .add_tags(["details", "summary", "figure", "figcaption", "input"])
        .add_tag_attributes("details", ["open"])
        .add_tag_attributes("input", ["checked", "disabled"])
        .add_tag_attribute_values("input", "type", ["checkbox"])
        .set_tag_attribute_value("input", "disabled", "")
        // The HTML that Markdown itself produces for footnotes.
        .add_tag_attributes("div", ["id"])
        .add_allowed_classes("div", ["footnote-definition"])
        .add_allowed_classes("sup", ["footnote-definition-label", "footnote-reference"])
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(UrlRelative::PassThrough)
        .link_rel(None)
        .attribute_filter(|element, attribute, value| match (element, attribute) {
            ("img", "src") if !is_of_the_site(value) => None,
            _ => Some(Cow::Borrowed(value)),
        });
    builder
});

/// Returns HTML without anything that executes or fetches.
pub(super) fn cleaned(html: &str) -> String {
    SANITISER.clean(html).to_string()
}

fn is_of_the_site(address: &str) -> bool {
    !address.starts_with("//") && !address.starts_with('\\') && !address.contains(':')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn formatting_elements_are_kept() {
        for kept in [
            "<p>H<sub>2</sub>O, <kbd>Ctrl</kbd></p>",
            "<details open=\"\"><summary>More</summary><table><tbody><tr><td>1</td></tr></tbody></table></details>",
            "<img src=\"../../images/a.png\" alt=\"A\">",
            "<sup class=\"footnote-reference\"><a href=\"#1\">1</a></sup>",
        ] {
            assert_eq!(cleaned(kept), kept);
        }
    }

    #[test]
    fn elements_that_run_or_load_something_are_removed() {
        assert_eq!(cleaned("<script>alert(1)</script>a<style>b{}</style>"), "a");
        assert_eq!(cleaned("<b onclick=alert(1) style=position:fixed class=top>b</b>"), "<b>b</b>");
        assert_eq!(cleaned("<a href=\"javascript:alert(1)\">a</a>"), "<a>a</a>");
        assert_eq!(
            cleaned("<img src=https://x.example/a.png alt=a><img src=//x.example/a.png>"),
            "<img alt=\"a\"><img>"
        );
        assert_eq!(cleaned("<iframe src=/a></iframe><form><button>b</button></form>"), "b");
        assert_eq!(cleaned("</div></main><b>open"), "<b>open</b>");
    }

    proptest! {
        #[test]
        fn no_html_contains_script_after_cleaning(text in "(<|>|/|\"|'|=| |script|img|svg|onload|src|href|javascript:|a|b){0,40}") {
            let html = cleaned(&text).to_lowercase();
            prop_assert!(!html.contains("<script") && !html.contains("<svg"));
            prop_assert!(!html.split('<').skip(1).any(|tag| tag.split('>').next().is_some_and(|tag| tag.contains("onload") || tag.contains("javascript:"))));
        }
    }
}
