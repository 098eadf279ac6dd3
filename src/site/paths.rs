//! Where everything stands on the site. Paths have no leading slash and name the file itself, so
//! that the site works from a folder, under any address and at the root.

use crate::model::Asset;

pub(super) const HOME: &str = "index.html";
pub(super) const MISSING: &str = "404.html";
pub(super) const COVERAGE: &str = "coverage/index.html";
/// The drawing of the company.
pub(super) const MAP: &str = "lineage/map.svg";
/// The drawing of the products themselves.
pub(super) const PRODUCT_MAP: &str = "lineage/products.svg";
pub(super) const EXPLORER: &str = "lineage/explore/index.html";
/// What the explorer reads.
pub(super) const EXPLORER_DATA: &str = "api/explorer.json";
/// Stands for products without a domain or an owner where those have ids; no id has an underscore.
pub(super) const NO_PART: &str = "no_part";
/// Stands for the id in the path of any product, as scripts read it; no id has braces.
pub(super) const ANY_ID: &str = "{id}";
pub(super) const MODULARITY: &str = "modularity/index.html";
/// What shows that each control of each regulation is done.
pub(super) const EVIDENCE: &str = "regulations.csv";
/// What was read, and what became of it, for programs.
pub(super) const EVIDENCE_DATA: &str = "api/evidence.json";
pub(super) const SITEMAP: &str = "sitemap.xml";
pub(super) const FEED: &str = "feed.xml";
pub(super) const UNCLAIMED: &str = "api/unclaimed.json";

/// A page of its own folder: `folder("teams", "data")` is `teams/data/index.html`.
pub(super) fn folder(section: &str, id: &str) -> String {
    format!("{section}/{id}/index.html")
}

/// The search for the products that have all of these values, each with its key: `category` and `mart`.
pub(super) fn products_with(values: &[(&str, &str)]) -> String {
    let pairs: Vec<String> = values.iter().map(|(key, value)| format!("{key}={value}")).collect();
    format!("{}?{}", section("search"), pairs.join("&"))
}

/// The first page of a section.
pub(super) fn section(section: &str) -> String {
    format!("{section}/index.html")
}

pub(super) fn product(id: &str) -> String {
    folder("products", id)
}

/// The page of what a product is made of and what stands around it.
pub(super) fn product_detail(id: &str) -> String {
    folder_file("products", id, "detail/index.html")
}

/// The small page of a product, for other pages.
pub(super) fn product_embed(id: &str) -> String {
    folder_file("products", id, "embed/index.html")
}

/// The picture that a chat shows beside a link; every status has one, and `site` is for all else.
pub(super) fn social_image(name: &str) -> String {
    format!("theme/social/{name}.png")
}

/// The JSON beside a product's page.
pub(super) fn product_json(id: &str) -> String {
    format!("products/{id}.json")
}

/// The Markdown beside a product's page.
pub(super) fn product_markdown(id: &str) -> String {
    format!("products/{id}.md")
}

/// The badge of a product, as `svg` or `json`.
pub(super) fn badge(id: &str, ending: &str) -> String {
    format!("badges/{id}.{ending}")
}

/// The badge of a system, as `svg` or `json`.
pub(super) fn system_badge(id: &str, ending: &str) -> String {
    format!("badges/systems/{id}.{ending}")
}

/// The drawing of a product among its neighbours, as a file.
pub(super) fn product_drawing(id: &str) -> String {
    folder_file("products", id, "lineage.svg")
}

/// The path of an address from the root of its host: `/data/` of `https://host.example/data/`.
pub(super) fn from_host(address: &str) -> &str {
    let host = address.find("://").map_or(0, |scheme| scheme + 3);
    address[host..].find('/').map_or("/", |path| &address[host + path..])
}

/// A file beside a separate page folder.
pub(super) fn folder_file(section: &str, id: &str, name: &str) -> String {
    format!("{section}/{id}/{name}")
}

/// The explorer at a product.
pub(super) fn explorer_at(id: &str) -> String {
    format!("{EXPLORER}#{id}")
}

/// The page of what flows out of a domain or a team. The explorer has the place of one that is called so.
pub(super) fn outflow(part: &str) -> String {
    folder("lineage", if part == "explore" { "explore_part" } else { part })
}

/// A page of a list; the first is the list's own path.
pub(super) fn page_of(list: &str, number: usize) -> String {
    if number <= 1 {
        return list.to_owned();
    }
    let folder = list.strip_suffix("index.html").unwrap_or(list);
    format!("{folder}page/{number}/index.html")
}

/// The way from a page to the root of the site.
pub(super) fn root(path: &str) -> String {
    "../".repeat(path.matches('/').count())
}

/// The address of a page under `base`, without `index.html`.
pub(super) fn address(base: &str, path: &str) -> String {
    format!("{base}{}", path.strip_suffix("index.html").unwrap_or(path))
}

/// Where an asset stands in the page of its product's details.
pub(super) fn asset_anchor(asset: &Asset) -> String {
    format!("asset-{}", anchor(&asset.key))
}

/// Where a column stands in the page of its product's details. `columnAnchor` of `search-index.js` does the same.
pub(super) fn column_anchor(asset: &Asset, column: &str) -> String {
    let fit = |letter: char| {
        if letter.is_alphanumeric() || matches!(letter, '-' | '_' | '.') { letter } else { '-' }
    };
    let column: String = column.chars().map(fit).collect();
    format!("{}~{column}", asset_anchor(asset))
}

/// A key as an anchor: letters, digits, `-`, `_` and `.` stay, all else becomes `-`.
fn anchor(key: &str) -> String {
    let fit = |letter: char| {
        if letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.') { letter } else { '-' }
    };
    key.chars().map(fit).collect()
}
/// The feed of a product or a team: `products/orders/feed.xml`.
pub(super) fn feed_of(section: &str, id: &str) -> String {
    folder_file(section, id, FEED)
}

/// The evidence that a product gives for regulations, as a file.
pub(super) fn evidence_of_product(id: &str) -> String {
    folder_file("products", id, "evidence.csv")
}

/// Whether a path is the evidence of a product.
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
    fn every_page_finds_the_root() {
        assert_eq!(root(HOME), "");
        assert_eq!(root(&product("revenue")), "../../");
        assert_eq!(root(&page_of(&section("products"), 3)), "../../../");
    }

    #[test]
    fn the_first_page_of_a_list_is_the_list() {
        assert_eq!(page_of("teams/data/index.html", 1), "teams/data/index.html");
        assert_eq!(page_of("teams/data/index.html", 2), "teams/data/page/2/index.html");
    }

    #[test]
    fn public_addresses_name_folders() {
        assert_eq!(address("https://x.example/data/", &product("a")), "https://x.example/data/products/a/");
        assert_eq!(address("https://x.example/", HOME), "https://x.example/");
    }
}
