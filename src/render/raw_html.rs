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

/// Returns whether a browser reads an address as one of the site: without a scheme or another host. Before it looks for
/// them, it drops control characters and spaces around the address and tabs and line breaks inside, and it reads `\` as
/// `/`: <https://url.spec.whatwg.org/#concept-basic-url-parser>.
pub(super) fn is_of_the_site(address: &str) -> bool {
    let trimmed = address.trim_start_matches(|letter: char| letter <= ' ');
    let mut letters = trimmed.chars().filter(|letter| !matches!(letter, '\t' | '\n' | '\r'));
    let is_slash = |letter: Option<char>| matches!(letter, Some('/' | '\\'));
    let names_host = is_slash(letters.next()) && is_slash(letters.next());
    !names_host && !address.contains(':')
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

    /// Browsers leave out white space and control characters around an address, and tabs and line breaks inside, and
    /// read `\\` as `/`: <https://url.spec.whatwg.org/#concept-basic-url-parser>.
    #[test]
    fn pictures_of_other_sites_are_removed_however_they_are_written() {
        for address in [
            "//x.example/a.png",
            "/\\x.example/a.png",
            "\\/x.example/a.png",
            "\\\\x.example/a.png",
            " //x.example/a.png",
            "\u{1}\u{1f} //x.example/a.png",
            "&#9;//x.example/a.png",
            "/\t/x.example/a.png",
            "/&#10;/x.example/a.png",
            "/\r\n\\x.example/a.png",
            "///x.example/a.png",
            "ht\ttps://x.example/a.png",
            "https&colon;//x.example/a.png",
            "https:x.example/a.png",
        ] {
            assert_eq!(cleaned(&format!("<img src=\"{address}\">")), "<img>", "{address:?}");
        }
        for address in ["a.png", "/a.png", "./a.png", "../images//a.png", "images\\a.png", ""] {
            assert!(cleaned(&format!("<img src=\"{address}\">")).contains("src="), "{address:?}");
        }
    }

    #[test]
    fn nothing_else_that_fetches_is_kept() {
        for html in [
            "<img srcset=\"//x.example/a.png 2x\">",
            "<picture><source srcset=//x.example/a.png></picture>",
            "<video src=//x.example/a.mp4 poster=//x.example/a.png></video>",
            "<audio src=//x.example/a.mp3></audio><track src=//x.example/a.vtt>",
            "<p style=\"background: url(//x.example/a.png)\" background=//x.example/a.png>a</p>",
            "<table background=//x.example/a.png><tr><td background=//x.example/a.png>a</table>",
            "<link rel=stylesheet href=//x.example/a.css><base href=//x.example/>",
            "<object data=//x.example/a></object><embed src=//x.example/a><iframe src=//x.example/a></iframe>",
            "<svg><use href=//x.example/a.svg#a /><image href=//x.example/a.png /></svg>",
            "<input type=image src=//x.example/a.png><meta http-equiv=refresh content=\"0;url=//x.example/\">",
            "<a href=a ping=//x.example/>a</a>",
        ] {
            assert!(!cleaned(html).contains("x.example"), "{html}: {}", cleaned(html));
        }
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
