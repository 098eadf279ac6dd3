//! The foot of every page: its date, where it is edited, and where to report a problem; and the
//! language and direction of the page.

use crate::support::{Scratch, attributes, build, files, glassbox};
use std::collections::BTreeMap;

const CATALOG: &[(&str, &str)] = &[
    (
        "teams/data.yml",
        "id: data\nname: Data\nsupport: [{channel: '#data', url: 'https://chat.example/data'}]\n",
    ),
    ("teams/sales.yml", "id: sales\nname: Sales\nsupport: [{channel: Sales desk}]\n"),
    ("domains.yml", "domains: [{id: shop, name: Shop, owner: sales}]\n"),
    ("regulations/gdpr.yml", "id: gdpr\nname: GDPR\n"),
    (
        "roadmap/ask.yml",
        "id: ask\ntitle: The ask\nask: More.\nsponsor: sales\ndelivers: [{product: orders}]\n",
    ),
    ("products/orders.yml", "id: orders\nname: Orders & more\nowner: data\ndomain: shop\n"),
    ("products/lost.yml", "id: lost\nname: Lost\n"),
    (
        "content/how.md",
        "---\ntitle: How we work\naction: {title: Ask us, url: 'https://chat.example/ask'}\n---\nText.\n",
    ),
];

/// Returns the HTML of all pages of the catalog with these settings.
fn site(name: &str, settings: &str) -> BTreeMap<String, String> {
    let catalog = Scratch::new(name).with(CATALOG);
    catalog.write("glassbox.yml", settings);
    let out = catalog.path().join("site");
    build(catalog.path(), &out);
    let pages = files(&out).into_iter().filter(|(path, _)| path.ends_with(".html"));
    pages.map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap())).collect()
}

/// Returns the line at the end of a page, with its links as `[text](address)`.
fn foot(html: &str) -> String {
    let at = html.find("class=\"wrap about-page\">").unwrap();
    let line = &html[at..at + html[at..].find("</p>").unwrap()];
    let mut text = String::new();
    for part in line.split('<').skip(1) {
        let (tag, words) = part.split_once('>').unwrap();
        match tag.strip_prefix("a ") {
            Some(_) => text += &format!("[{words}]({})", attributes(&format!(" {tag}"), "href")[0]),
            None => text += words,
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_page_states_its_as_of_time() {
    let pages = site("foot-as-of", "title: Shop\ntime_zone: Europe/Berlin\n");
    assert!(pages.len() > 20, "{}", pages.len());
    // A page in a frame of another page has this in its own line.
    for (path, html) in pages.iter().filter(|(path, _)| !path.ends_with("/embed/index.html")) {
        assert!(foot(html).starts_with("As of 21 November 2026, 05:00"), "{path}");
        assert_eq!(attributes(html, "datetime").last(), Some(&"2026-11-21T04:00:00Z"), "{path}");
    }
}

#[test]
fn the_footer_links_to_the_source_file_and_the_responsible_team() {
    let settings = "title: Shop\nedit: 'https://git.example/edit/main/{path}'\n\
                    contact: {channel: '#help', url: 'https://chat.example/help'}\n";
    let pages = site("foot-edit", settings);
    let ends = |path: &str| foot(&pages[path]).split_once(", 04:00").unwrap().1.trim().to_owned();
    for (path, file, tell) in [
        ("index.html", "glassbox.yml", "[Ask #help](https://chat.example/help)"),
        ("products/orders/index.html", "products/orders.yml", "[Tell Data](https://chat.example/data)"),
        ("products/lost/index.html", "products/lost.yml", "[Ask #help](https://chat.example/help)"),
        ("teams/data/index.html", "teams/data.yml", "[Tell Data](https://chat.example/data)"),
        // A channel without an address is named.
        ("domains/shop/index.html", "domains.yml", "Tell Sales in Sales desk"),
        ("initiatives/ask/index.html", "roadmap/ask.yml", "Tell Sales in Sales desk"),
        ("regulations/gdpr/index.html", "regulations/gdpr.yml", "[Ask #help](https://chat.example/help)"),
        ("how/index.html", "content/how.md", "[Ask #help](https://chat.example/help)"),
    ] {
        assert_eq!(
            ends(path),
            format!("[Edit this page](https://git.example/edit/main/{file}) Something wrong? {tell}"),
            "{path}"
        );
    }
    assert_eq!(ends("products/index.html"), "Something wrong? [Ask #help](https://chat.example/help)");
    // Without an owner there is still somebody to ask.
    assert!(
        pages["products/lost/index.html"]
            .contains("<a href=\"https://chat.example/help\">the catalog team</a>")
    );
    assert!(pages["404.html"].contains("<a href=\"https://chat.example/help\">#help</a>"));
    assert!(pages["how/index.html"].contains("href=\"https://chat.example/ask\">Ask us</a>"));
}

#[test]
fn the_feedback_link_fills_in_the_page_and_its_team() {
    let settings = "title: Shop\nbase_url: https://shop.example/\n\
                    feedback: 'https://git.example/issues/new?title={page}&body={url}&labels={team}'\n";
    let pages = site("foot-feedback", settings);
    let product = foot(&pages["products/orders/index.html"]);
    let address = "https://git.example/issues/new?title=Orders%20%26%20more&amp;body=https%3A%2F%2Fshop.example%2Fproducts%2Forders%2F&amp;labels=data";
    assert!(product.ends_with(&format!("[Tell Data]({address})")), "{product}");
    // Problems can be reported even if no team is responsible.
    let all = foot(&pages["products/index.html"]);
    assert!(
        all.ends_with("labels=)")
            && all.contains("[Report it](https://git.example/issues/new?title=Products"),
        "{all}"
    );
    // Without an address and without a contact there is nobody to tell.
    let alone = site("foot-alone", "title: Shop\n");
    assert!(!alone["products/index.html"].contains("Something wrong?"));
    let mail = "title: Shop\nbase_url: https://shop.example/\ncontact: {channel: Data desk, url: 'mailto:data@shop.example'}\n";
    let pages = site("foot-mail", mail);
    let quality = foot(&pages["products/index.html"]);
    assert!(
        quality.ends_with("[Ask Data desk](mailto:data@shop.example?subject=Products&amp;body=https%3A%2F%2Fshop.example%2Fproducts%2F)"),
        "{quality}"
    );
}

#[test]
fn text_from_the_catalog_has_its_own_language_and_direction() {
    let catalog = Scratch::new("foot-language").with(&[
        ("glassbox.yml", "title: T\nlanguage: ar\n"),
        ("products/p.yml", "id: p\nname: بيانات (اليومية)\nsummary: مبيعات كل يوم (v2).\ndescription: |\n  - أولاً: الطلبات.\n  - Orders first.\n"),
    ]);
    let out = catalog.path().join("site");
    build(catalog.path(), &out);
    let html = String::from_utf8(files(&out)["products/p/index.html"].clone()).unwrap();
    assert!(html.contains("<html lang=\"en\">"), "the site's own text is in English");
    assert!(html.contains("<h1 lang=\"ar\" dir=\"auto\">بيانات"), "{html}");
    assert!(html.contains("<p class=\"lead\" lang=\"ar\" dir=\"auto\">مبيعات"), "{html}");
    assert!(html.contains("<div class=\"prose\" lang=\"ar\">"), "{html}");
    assert!(html.contains("<li dir=\"auto\">أولاً") && html.contains("<li>Orders first."), "{html}");
    // Glassbox's own texts are in English.
    let (_, findings) = html.split_once("<section id=\"findings\">").unwrap();
    let findings = findings.split("</section>").next().unwrap();
    assert!(findings.contains("<li") && !findings.contains(" lang="), "findings are in English: {findings}");
    // A catalog in English has no extra markup for it.
    let english = site("foot-english", "title: Shop\nlanguage: en-GB\n");
    for (path, html) in english {
        assert!(!html.contains(" dir=") && attributes(&html, "lang").len() == 1, "{path}");
    }
    let run = glassbox(catalog.path(), &["check", "."]);
    assert_eq!(run.code, 0, "{}", run.stderr);
}

/// Who does not find what they look for is led to where it is asked for.
#[test]
fn what_does_not_exist_yet_is_asked_for_where_the_catalog_says() {
    let pages = site("foot-requests", "title: Shop\nrequests: https://chat.example/ask?a=1&b=2\n");
    let link = "href=\"https://chat.example/ask?a=1&amp;b=2\">Ask for data</a>";
    for path in ["index.html", "search/index.html"] {
        assert!(pages[path].contains(link), "{path}: {}", pages[path]);
    }
    let without = site("foot-no-requests", "title: Shop\n");
    assert!(["index.html", "search/index.html"].iter().all(|path| !without[*path].contains("Ask for data")));
}
