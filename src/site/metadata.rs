//! The catalog for readers without a browser: search engines, open data portals and language models. The vocabularies
//! are those of schema.org and of the W3C's DCAT 3.

use super::context::{ViewContext, in_short};
use super::section::{PageSet, Section};
use super::{evidence, paths};
use crate::model::{Product, ProductIx, is_web_url, on_one_line};
use serde_json::{Value, json};

/// Files for readers of the whole site.
pub(super) const SECTION: Section = Section { places: &FILES, pages, ..Section::EMPTY };

/// Without `.nojekyll`, GitHub Pages would leave out what begins with an underscore; `CNAME` gives it the site's own
/// host.
const FILES: [&str; 5] = ["catalog.jsonld", "llms.txt", "robots.txt", ".nojekyll", "CNAME"];

fn pages(pages: &mut PageSet<'_, '_>) {
    let context = pages.context;
    pages.text("catalog.jsonld", dcat(context));
    pages.text("llms.txt", llms(context));
    pages.text(".nojekyll", "");
    if let Some(base) = &context.catalog.settings.base_url {
        pages.text("robots.txt", robots(base));
        if let Some(host) = own_host(base) {
            pages.text("CNAME", format!("{host}\n"));
        }
    }
}

/// The most products that a list for readers holds; the rest is in `api/products.json`.
const LISTED: usize = 1_000;

/// Returns a product as schema.org's `Dataset`, to be embedded in its page: safe between script tags.
pub(super) fn dataset(index: ProductIx, context: &ViewContext<'_>) -> String {
    let product = context.product(index);
    let settings = &context.catalog.settings;
    let base = settings.base_url.as_deref();
    let url = base.map(|base| paths::address(base, &paths::product(&product.id)));
    let mut record = json!({
        "@context": {"@vocab": "https://schema.org/"},
        "@type": "Dataset",
        "name": product.name,
        "description": in_short(&product.summary, &product.description),
        "identifier": product.id,
        "includedInDataCatalog": {"@type": "DataCatalog", "name": settings.title},
    });
    if let Some(url) = &url {
        record["@id"] = json!(url);
        record["url"] = json!(url);
        record["includedInDataCatalog"]["url"] = json!(base);
    }
    if let Some(owner) = product.owner {
        record["creator"] = json!({"@type": "Organization", "name": context.team(owner).name});
    }
    if !product.tags.is_empty() {
        record["keywords"] = json!(product.tags);
    }
    let distribution: Vec<Value> = opened(product)
        .map(|(name, url)| json!({"@type": "DataDownload", "name": name, "contentUrl": url}))
        .collect();
    if !distribution.is_empty() {
        record["distribution"] = json!(distribution);
    }
    in_page(&record)
}

/// Returns the catalog as schema.org's `DataCatalog`, to be embedded in the home page.
pub(super) fn data_catalog(context: &ViewContext<'_>) -> String {
    let settings = &context.catalog.settings;
    let mut record = json!({
        "@context": {"@vocab": "https://schema.org/"},
        "@type": "DataCatalog",
        "name": settings.title,
        "description": settings.description,
    });
    if let Some(base) = &settings.base_url {
        record["@id"] = json!(base);
        record["url"] = json!(base);
    }
    if !settings.company.is_empty() {
        record["publisher"] = json!({"@type": "Organization", "name": settings.company});
    }
    in_page(&record)
}

/// Returns `catalog.jsonld`: all products as DCAT datasets. If the site's address is unknown, their names are
/// relative.
fn dcat(context: &ViewContext<'_>) -> Vec<u8> {
    let settings = &context.catalog.settings;
    let base = settings.base_url.clone().unwrap_or_default();
    let dataset = |index: ProductIx| {
        let product = context.product(index);
        let page = paths::address(&base, &paths::product(&product.id));
        let mut record = json!({
            "@id": page,
            "@type": "dcat:Dataset",
            "dct:identifier": product.id,
            "dct:title": product.name,
            "dct:description": in_short(&product.summary, &product.description),
            "dcat:landingPage": {"@id": page},
        });
        if let Some(owner) = product.owner {
            record["dct:publisher"] = json!({"@type": "foaf:Agent", "foaf:name": context.team(owner).name});
        }
        if let Some(domain) = product.domain {
            record["dcat:theme"] = json!({"@id": paths::address(&base, &context.domain(domain).path)});
        }
        if !product.tags.is_empty() {
            record["dcat:keyword"] = json!(product.tags);
        }
        let distribution: Vec<Value> = opened(product)
            .map(|(name, url)| json!({"@type": "dcat:Distribution", "dct:title": name, "dcat:accessURL": {"@id": url}}))
            .collect();
        if !distribution.is_empty() {
            record["dcat:distribution"] = json!(distribution);
        }
        record
    };
    let datasets: Vec<Value> = context.listed().iter().copied().map(dataset).collect();
    let record = json!({
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
        },
        "@id": if base.is_empty() { "./".to_owned() } else { base.clone() },
        "@type": "dcat:Catalog",
        "dct:title": settings.title,
        "dct:description": settings.description,
        "dct:language": settings.language,
        "dcat:dataset": datasets,
    });
    let mut bytes = serde_json::to_vec(&record).expect("serializable");
    bytes.push(b'\n');
    bytes
}

/// Returns `llms.txt`: what the site holds, as Markdown with links to the Markdown of each product.
fn llms(context: &ViewContext<'_>) -> Vec<u8> {
    let settings = &context.catalog.settings;
    let mut text = format!("# {}\n\n", on_one_line(&settings.title));
    if !settings.description.is_empty() {
        text.push_str(&format!("> {}\n\n", on_one_line(&settings.description)));
    }
    let listed = context.listed();
    text.push_str("Each product has a page in Markdown and the same in JSON (`products/<id>.json`). `api/products.json` lists all of them, `api/lineage.json` says which builds on which.");
    if evidence::is_present(context) {
        text.push_str(
            " `api/evidence.json` says which files of evidence were read, and what became of their rows.",
        );
    }
    text.push_str("\n\n## Data products\n\n");
    for index in listed.iter().take(LISTED) {
        let product = context.product(*index);
        let description = on_one_line(&in_short(&product.summary, &product.description));
        let name = on_one_line(&product.name).replace(['[', ']'], "");
        text.push_str(&format!("- [{name}]({}): {description}\n", paths::product_markdown(&product.id)));
    }
    if listed.len() > LISTED {
        text.push_str(&format!(
            "\nand {} more in [all products](api/products.json)\n",
            listed.len() - LISTED
        ));
    }
    text.into_bytes()
}

/// Returns `robots.txt`.
fn robots(base: &str) -> Vec<u8> {
    format!("User-agent: *\nAllow: /\n\nSitemap: {}\n", paths::address(base, paths::SITEMAP)).into_bytes()
}

/// Returns the host that only this site uses, which GitHub Pages needs; `None` for one of GitHub's own hosts or for a
/// host shared with other sites.
fn own_host(base: &str) -> Option<&str> {
    let (_, rest) = base.split_once("://")?;
    let host = rest.strip_suffix('/')?;
    (!host.contains(['/', ':', '@']) && !host.ends_with(".github.io")).then_some(host)
}

/// Returns its ports that can be opened, by name and address.
fn opened(product: &Product) -> impl Iterator<Item = (&str, &str)> {
    let whole = |url: &&str| is_web_url(url);
    product
        .output_ports
        .iter()
        .filter_map(move |port| Some((port.name.as_str(), port.url.as_deref().filter(whole)?)))
}

/// Returns JSON that cannot end a script element, whatever its texts contain.
fn in_page(record: &Value) -> String {
    let text = record.to_string();
    text.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dedicated_host_is_told_apart_from_a_shared_one() {
        assert_eq!(own_host("https://data.example.com/"), Some("data.example.com"));
        for shared in ["https://shop.github.io/", "https://shop.example/data/", "http://localhost:4000/"] {
            assert_eq!(own_host(shared), None, "{shared}");
        }
    }

    #[test]
    fn no_text_can_close_the_script_element_it_is_in() {
        let text = in_page(&json!({"name": "</script><script>alert(1)</script><!--&"}));
        assert!(!text.contains('<') && !text.contains('>') && !text.contains('&'), "{text}");
        let back: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(back["name"], "</script><script>alert(1)</script><!--&");
    }
}
