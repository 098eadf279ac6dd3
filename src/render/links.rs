//! Writes the links of a page relative to the page itself: templates write them relative to the root of the site, which
//! repeats the folders that the page and what it links to have in common.

use memchr::memmem::Finder;

/// Shortens the links of the page at a path, such as `products/orders/index.html`; nothing else changes.
pub(super) fn with_short_links(html: Vec<u8>, path: &str) -> Vec<u8> {
    let Some((folder, file)) = path.rsplit_once('/') else { return html };
    let page = PagePlace { folders: folder.split('/').collect(), file };
    let start = ["=\"", &"../".repeat(page.folders.len())].concat();
    let finder = Finder::new(start.as_bytes());
    let mut out = Vec::with_capacity(html.len());
    let (mut copied, mut at) = (0, 0);
    while let Some(found) = finder.find(&html[at..]) {
        let begin = at + found + start.len();
        at = begin;
        let Some(length) = html[begin..].iter().position(|byte| *byte == b'"') else { break };
        let Ok(target) = std::str::from_utf8(&html[begin..begin + length]) else { continue };
        if let Some(link) = page.link_to(target) {
            out.extend_from_slice(&html[copied..begin - start.len() + 2]);
            out.extend_from_slice(link.as_bytes());
            copied = begin + length;
        }
        at = begin + length;
    }
    out.extend_from_slice(&html[copied..]);
    out
}

/// Where a page is.
struct PagePlace<'p> {
    folders: Vec<&'p str>,
    file: &'p str,
}

impl PagePlace<'_> {
    /// Returns the link to a target, given from the root of the site, if a shorter one leads there.
    fn link_to(&self, target: &str) -> Option<String> {
        let (address, fragment) = target.find('#').map_or((target, ""), |at| target.split_at(at));
        let shared = self.shared_folders(address);
        if shared == 0 {
            return None;
        }
        let rest = address.splitn(shared + 1, '/').last()?;
        let up = self.folders.len() - shared;
        if up == 0 && rest == self.file && !fragment.is_empty() {
            return Some(fragment.to_owned());
        }
        Some(["../".repeat(up).as_str(), rest, fragment].concat())
    }

    /// Returns how many folders a target is in that the page is in too.
    fn shared_folders(&self, address: &str) -> usize {
        let folders = address.split('/').zip(&self.folders).take_while(|(one, other)| one == *other).count();
        folders.min(address.matches('/').count())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn page(html: &str, path: &str) -> String {
        String::from_utf8(with_short_links(html.as_bytes().to_vec(), path)).unwrap()
    }

    #[test]
    fn a_link_leaves_only_the_folders_that_it_has_to() {
        let path = "products/orders/detail/index.html";
        for (from_root, short) in [
            ("products/orders/detail/index.html#asset-a", "#asset-a"),
            ("products/orders/detail/index.html", "index.html"),
            ("products/orders/index.html#ports", "../index.html#ports"),
            ("products/customers/index.html", "../../customers/index.html"),
            ("products/orders-old/index.html", "../../orders-old/index.html"),
            ("products/orders.json", "../../orders.json"),
            ("teams/products/index.html", "../../../teams/products/index.html"),
            ("products", "../../../products"),
            ("", "../../../"),
        ] {
            let link = |target: &str| format!("<a href=\"{target}\">x</a> <p>../../../products/</p>");
            assert_eq!(page(&link(&format!("../../../{from_root}")), path), link(short));
        }
    }

    #[test]
    fn other_pages_and_other_text_are_left_unchanged() {
        for same in [
            "<a href=\"../../../products/",
            "<a href=\"https://a.example/../../../products/a\">",
            "<a href=\"#x\">",
        ] {
            assert_eq!(page(same, "products/orders/detail/index.html"), same);
        }
        assert_eq!(
            page("<a href=\"products/a/index.html\">", "index.html"),
            "<a href=\"products/a/index.html\">"
        );
    }

    proptest! {
        /// Resolved as a browser does, a shortened link leads where it led before.
        #[test]
        fn a_shortened_link_leads_to_the_same_place(page_path in "([ab]/){0,3}[ab]", target in "([ab]/){0,4}[ab](#[ab])?") {
            let resolved = |link: &str| {
                let (address, fragment) = link.find('#').map_or((link, ""), |at| link.split_at(at));
                if address.is_empty() {
                    return format!("{page_path}{fragment}");
                }
                let mut folders: Vec<&str> = page_path.split('/').collect();
                folders.pop();
                for part in address.split('/') {
                    match part {
                        ".." => _ = folders.pop(),
                        part => folders.push(part),
                    }
                }
                format!("{}{fragment}", folders.join("/"))
            };
            let root = "../".repeat(page_path.matches('/').count());
            let before = format!("{root}{target}");
            let html = page(&format!("<a href=\"{before}\">"), &page_path);
            let after = html.strip_prefix("<a href=\"").and_then(|rest| rest.strip_suffix("\">")).unwrap();
            prop_assert_eq!(resolved(after), resolved(&before));
            prop_assert!(after.len() <= before.len());
        }
    }
}
