//! Where everything is on the site. Paths have no leading slash and name the file itself, so that the site works
//! from a folder, under any address and at the root.

use crate::model::Asset;

pub(super) const HOME: &str = "index.html";
pub(super) const MISSING: &str = "404.html";
pub(super) const COVERAGE: &str = "coverage/index.html";
/// The drawing of the company.
pub(super) const MAP: &str = "lineage/map.svg";
/// The drawing of the products themselves.
pub(super) const PRODUCT_MAP: &str = "lineage/products.svg";
/// The products without flows, if the page of the company cannot name them all.
pub(super) const UNCONNECTED: &str = "lineage/unconnected.csv";
pub(super) const EXPLORER: &str = "lineage/explore/index.html";
/// The data of the explorer.
pub(super) const EXPLORER_DATA: &str = "api/explorer.json";
/// Represents products without a domain or an owner where those have ids; no id has an underscore.
pub(super) const NO_PART: &str = "no_part";
/// A placeholder for the id in the path of a product, as scripts read it; no id has braces.
pub(super) const ANY_ID: &str = "{id}";
pub(super) const MODULARITY: &str = "modularity/index.html";
/// The evidence for each control of each regulation.
pub(super) const EVIDENCE: &str = "regulations.csv";
/// Which evidence was read, and how it was used, for programs.
pub(super) const EVIDENCE_DATA: &str = "api/evidence.json";
pub(super) const SITEMAP: &str = "sitemap.xml";
pub(super) const FEED: &str = "feed.xml";
pub(super) const UNCLAIMED: &str = "api/unclaimed.json";

/// Returns the path of a page with its own folder: `folder("teams", "data")` is `teams/data/index.html`.
pub(super) fn folder(section: &str, id: &str) -> String {
    format!("{section}/{id}/index.html")
}

/// Returns the search for the products with all of these values, each with its key: `category` and `mart`.
pub(super) fn products_with(values: &[(&str, &str)]) -> String {
    let pairs: Vec<String> = values.iter().map(|(key, value)| format!("{key}={value}")).collect();
    format!("{}?{}", section("search"), pairs.join("&"))
}

/// Returns the first page of a section.
pub(super) fn section(section: &str) -> String {
    format!("{section}/index.html")
}

pub(super) fn product(id: &str) -> String {
    folder("products", id)
}

/// Returns the page of a product's parts and neighbours.
pub(super) fn product_detail(id: &str) -> String {
    folder_file("products", id, "detail/index.html")
}

/// Returns the small page of a product for embedding in other pages.
pub(super) fn product_embed(id: &str) -> String {
    folder_file("products", id, "embed/index.html")
}

/// Returns the picture that a chat shows next to a link: there is one for every status, and `site` for all else.
pub(super) fn social_image(name: &str) -> String {
    format!("theme/social/{name}.png")
}

/// Returns the JSON file of a product.
pub(super) fn product_json(id: &str) -> String {
    format!("products/{id}.json")
}

/// Returns the Markdown file of a product.
pub(super) fn product_markdown(id: &str) -> String {
    format!("products/{id}.md")
}

/// Returns the badge of a product, as `svg` or `json`.
pub(super) fn badge(id: &str, ending: &str) -> String {
    format!("badges/{id}.{ending}")
}

/// Returns the badge of a system, as `svg` or `json`.
pub(super) fn system_badge(id: &str, ending: &str) -> String {
    format!("badges/systems/{id}.{ending}")
}

/// Returns the drawing of a product among its neighbours, as a file.
pub(super) fn product_drawing(id: &str) -> String {
    folder_file("products", id, "lineage.svg")
}

/// Returns the path of an address from the root of its host: `/data/` for `https://host.example/data/`.
pub(super) fn from_host(address: &str) -> &str {
    let host = address.find("://").map_or(0, |scheme| scheme + 3);
    address[host..].find('/').map_or("/", |path| &address[host + path..])
}

/// Returns a file in the folder of a page.
pub(super) fn folder_file(section: &str, id: &str, name: &str) -> String {
    format!("{section}/{id}/{name}")
}

/// Returns the explorer, opened at a product.
pub(super) fn explorer_at(id: &str) -> String {
    format!("{EXPLORER}#{id}")
}

/// Returns the page of the flows out of a domain or a team. The explorer occupies the path of a part with its name.
pub(super) fn outflow(part: &str) -> String {
    folder("lineage", if part == "explore" { "explore_part" } else { part })
}

/// Returns a page of a list; the first has the list's own path.
pub(super) fn page_of(list: &str, number: usize) -> String {
    if number <= 1 {
        return list.to_owned();
    }
    let folder = list.strip_suffix("index.html").unwrap_or(list);
    format!("{folder}page/{number}/index.html")
}

/// Returns the relative path from a page to the root of the site.
pub(super) fn root(path: &str) -> String {
    "../".repeat(path.matches('/').count())
}

/// Returns the shortest relative address of a file from a page: `../orders/index.html` between two products.
pub(super) fn relative(page: &str, path: &str) -> String {
    let folders = |path: &'_ str| path.match_indices('/').map(|(at, _)| at + 1).collect::<Vec<_>>();
    let own = folders(page);
    let shared = own.iter().rev().find(|end| path.get(..**end) == page.get(..**end)).copied().unwrap_or(0);
    let up = own.iter().filter(|end| **end > shared).count();
    format!("{}{}", "../".repeat(up), &path[shared..])
}

/// Returns the address of a page under `base`, without `index.html`.
pub(super) fn address(base: &str, path: &str) -> String {
    format!("{base}{}", path.strip_suffix("index.html").unwrap_or(path))
}

/// Returns the anchor of an asset in the detail page of its product.
pub(super) fn asset_anchor(asset: &Asset) -> String {
    format!("asset-{}", anchor(&asset.key))
}

/// Returns a key as an anchor: letters, digits, `-`, `_` and `.` stay, all else becomes `-`.
fn anchor(key: &str) -> String {
    let fit = |letter: char| {
        if letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.') { letter } else { '-' }
    };
    key.chars().map(fit).collect()
}
/// Returns the feed of a product or a team: `products/orders/feed.xml`.
pub(super) fn feed_of(section: &str, id: &str) -> String {
    folder_file(section, id, FEED)
}

/// Returns the evidence file of a product for regulations.
pub(super) fn evidence_of_product(id: &str) -> String {
    folder_file("products", id, "evidence.csv")
}

/// Whether a path is the evidence file of a product.
pub(super) fn is_evidence_of_product(path: &str) -> bool {
    path.starts_with("products/") && path.ends_with("/evidence.csv")
}

/// Whether a path is the feed of a product or a team.
pub(super) fn is_feed_of_part(path: &str) -> bool {
    let part = path.strip_suffix(FEED).and_then(|folder| folder.strip_suffix('/'));
    part.is_some_and(|folder| folder.starts_with("products/") || folder.starts_with("teams/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_has_the_relative_path_to_the_root() {
        assert_eq!(root(HOME), "");
        assert_eq!(root(&product("revenue")), "../../");
        assert_eq!(root(&page_of(&section("products"), 3)), "../../../");
    }

    #[test]
    fn relative_addresses_lead_through_no_more_folders_than_they_have_to() {
        let orders = product("orders");
        assert_eq!(relative(&orders, &product("stock")), "../stock/index.html");
        assert_eq!(relative(&product_detail("orders"), &product("stock")), "../../stock/index.html");
        assert_eq!(relative(&product_detail("orders"), &orders), "../index.html");
        assert_eq!(relative(&orders, &product_detail("orders")), "detail/index.html");
        assert_eq!(relative(&orders, &orders), "index.html");
        assert_eq!(relative(&orders, &product("orders-2")), "../orders-2/index.html", "a longer name");
        assert_eq!(relative(&orders, "teams/orders/index.html"), "../../teams/orders/index.html");
        assert_eq!(
            (relative(HOME, &orders), relative(&orders, HOME)),
            (orders.clone(), "../../index.html".into())
        );
    }

    #[test]
    fn the_first_page_of_a_list_has_the_address_of_the_list() {
        assert_eq!(page_of("teams/data/index.html", 1), "teams/data/index.html");
        assert_eq!(page_of("teams/data/index.html", 2), "teams/data/page/2/index.html");
    }

    #[test]
    fn public_addresses_end_in_the_folder() {
        assert_eq!(address("https://x.example/data/", &product("a")), "https://x.example/data/products/a/");
        assert_eq!(address("https://x.example/", HOME), "https://x.example/");
    }
}
