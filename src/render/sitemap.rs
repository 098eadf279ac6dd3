//! `sitemap.xml` as specified by the sitemap protocol 0.9.

/// Writes the sitemap of the given addresses.
pub(super) fn sitemap(addresses: &[String]) -> String {
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    text.push_str("<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for address in addresses {
        let escaped = address.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        text.push_str(&format!("<url><loc>{escaped}</loc></url>\n"));
    }
    text.push_str("</urlset>\n");
    text
}
