//! The events for browsers: their page changed, style sheets changed, something is wrong.

use super::shop::{manifest, product, shop};
use super::*;

#[test]
fn only_browsers_showing_a_changed_page_reload() {
    let shop = shop("serve-reload");
    let preview = Preview::of(&shop.path().join("catalog"), &[]);
    let print = |path: &str| {
        let page = preview.ask(&format!("GET /{path}\nAccept: text/html")).text();
        page.split("data-fingerprint=\"").nth(1).unwrap()[..16].to_owned()
    };
    let (changed, other) = ("products/p4/index.html", "about/index.html");
    let (first, second) = (preview.listen(changed, &print(changed)), preview.listen(other, &print(other)));
    wait_for(&first, "diagnostics");
    wait_for(&second, "diagnostics");
    shop.write("catalog/products/p4.yml", &product(4).replace("Product 4", "Another name"));
    wait_for(&first, "reload");
    // The other page is told that there are no errors, and nothing else.
    let heard = second.recv_timeout(Duration::from_secs(20)).unwrap();
    assert!(heard.starts_with("diagnostics {\"broken\":false"), "{heard}");
    // A browser with an old page is notified at once.
    wait_for(&preview.listen(changed, "0"), "reload");
    // A file that is rewritten with the same content is not a change.
    shop.write("catalog/products/p4.yml", &product(4).replace("Product 4", "Another name"));
    let heard = second.recv_timeout(Duration::from_secs(20)).unwrap();
    assert!(heard.starts_with("diagnostics"), "{heard}");
}

#[test]
fn style_sheets_are_replaced_without_a_reload() {
    let shop = shop("serve-styles");
    shop.write("catalog/glassbox.yml", "title: Shop\ntheme: own\n");
    shop.write("catalog/themes/own/own.css", "b { color: red; }\n");
    for at in 0..5 {
        shop.write(&format!("catalog/products/p{at}.yml"), &format!("id: p{at}\nname: P\nowner: data\n"));
    }
    let preview = Preview::of(&shop.path().join("catalog"), &[]);
    let page = preview.ask("GET /index.html\nAccept: text/html").text();
    let print = &page.split("data-fingerprint=\"").nth(1).unwrap()[..16];
    let events = preview.listen("index.html", print);
    wait_for(&events, "styles");
    wait_for(&events, "diagnostics");
    shop.write("catalog/themes/own/own.css", "b { color: blue; }\n");
    assert!(events.recv_timeout(Duration::from_secs(20)).unwrap().starts_with("styles"));
    assert_eq!(preview.get("theme/own.css").text(), "b { color: blue; }\n");
}

#[test]
fn a_page_is_reloaded_when_a_script_or_a_picture_of_the_catalog_changes() {
    let shop = shop("serve-files");
    shop.write("catalog/glassbox.yml", "title: Shop\ntheme: own\n");
    for at in 0..5 {
        shop.write(&format!("catalog/products/p{at}.yml"), &format!("id: p{at}\nname: P\nowner: data\n"));
    }
    let files = ["themes/own/own.js", "themes/own/photo.svg", "themes/own/parts/lazy.js", "static/logo.txt"];
    for file in files {
        shop.write(&format!("catalog/{file}"), "// first");
    }
    let preview = Preview::of(&shop.path().join("catalog"), &[]);
    for file in files {
        let page = preview.ask("GET /index.html\nAccept: text/html").text();
        let attribute = |name: &str| page.split(&format!("{name}=\"")).nth(1).unwrap()[..16].to_owned();
        let query = format!("{}&styles={}", attribute("data-fingerprint"), attribute("data-styles"));
        let events = preview.listen("index.html", &query);
        assert!(events.recv_timeout(Duration::from_secs(20)).unwrap().starts_with("diagnostics"), "{file}");
        shop.write(&format!("catalog/{file}"), "// second");
        let said = events.recv_timeout(Duration::from_secs(20)).unwrap();
        assert!(said.starts_with("reload"), "after an edit of {file}: {said}");
    }
}

#[test]
fn errors_are_shown_over_the_last_good_page_until_they_are_fixed() {
    let shop = shop("serve-errors");
    let preview = Preview::of(&shop.path().join("catalog"), &[]);
    let page = preview.get("products/p1/").text();
    let events = preview.listen("products/p1/index.html", "0");
    wait_for(&events, "diagnostics {\"broken\":false");
    shop.write("catalog/products/p1.yml", &product(1).replace("owner: data", "owner: dta"));
    let said = wait_for(&events, "diagnostics {\"broken\":true");
    assert!(said.contains("did you mean `data`?") && said.contains("products/p1.yml:3:8"), "{said}");
    assert_eq!(preview.get("products/p1/").text(), page);
    shop.write("catalog/products/p1.yml", &product(1));
    wait_for(&events, "diagnostics {\"broken\":false");
    // An error in a template is reported with its place.
    shop.write("catalog/templates/product.html", "<p>{{ view.name }</p>\n");
    let said = wait_for(&events, "diagnostics {\"broken\":true");
    assert!(said.contains("templates/product.html:1:"), "{said}");
    shop.write("catalog/templates/product.html", "<p>{{ view.nam }}</p>\n");
    wait_for(&events, "diagnostics {\"broken\":false");
    let broken = preview.get("products/p1/");
    assert!(broken.status == 500 && broken.text().contains("templates/product.html:1:"), "{}", broken.text());
    // The page that says so is reloaded when that changes, and not over and over.
    let text = broken.text();
    let attribute = |name: &str| text.split(&format!("{name}=\"")).nth(1).unwrap()[..16].to_owned();
    let query = format!("{}&styles={}", attribute("data-fingerprint"), attribute("data-styles"));
    let shown = preview.listen("products/p1/index.html", &query);
    assert!(shown.recv_timeout(Duration::from_secs(20)).unwrap().starts_with("diagnostics"), "no reload");
    shop.write("catalog/templates/product.html", "<p>{{ view.othr }}</p>\n");
    for browser in [&shown, &events] {
        wait_for(browser, "reload");
    }
    fs::remove_file(shop.path().join("catalog/templates/product.html")).unwrap();
    wait_for(&events, "reload");
    assert_eq!(preview.get("products/p1/").text(), page);
}

#[test]
fn a_catalog_that_starts_with_errors_is_shown_once_they_are_fixed() {
    let shop = shop("serve-begins-broken");
    shop.write("catalog/products/p0.yml", "id: p0\n");
    let preview = Preview::of(&shop.path().join("catalog"), &[]);
    let first = preview.ask("GET /\nAccept: text/html");
    assert!(first.status == 500 && first.text().contains("a data product has no `name`"), "{}", first.text());
    assert!(first.text().contains("preview.js"), "the error page reloads once the errors are fixed");
    let events = preview.listen("index.html", "0");
    shop.write("catalog/products/p0.yml", &product(0));
    wait_for(&events, "reload");
    assert_eq!(preview.get("").status, 200);
}

#[test]
fn a_file_written_in_pieces_is_read_only_when_complete() {
    let shop = shop("serve-pieces");
    let preview = Preview::of(&shop.path().join("catalog"), &[]);
    let events = preview.listen("products/p1/index.html", "0");
    wait_for(&events, "diagnostics");
    let text = manifest(6)
        .replace("\"metadata\"", &format!("\"docs\": \"{}\", \"metadata\"", "x".repeat(6_000_000)));
    let mut file = fs::File::create(shop.path().join("target/manifest.json")).unwrap();
    for piece in text.as_bytes().chunks(text.len() / 12 + 1) {
        file.write_all(piece).unwrap();
        file.flush().unwrap();
        thread::sleep(Duration::from_millis(40));
    }
    drop(file);
    thread::sleep(Duration::from_millis(1500));
    let heard: Vec<String> = events.try_iter().collect();
    assert!(heard.iter().all(|event| !event.contains("\"broken\":true")), "{heard:?}");
    assert_eq!(preview.get("products/p1/").status, 200);
}

#[cfg(unix)]
#[test]
fn targets_of_symbolic_links_are_watched() {
    let shop = shop("serve-links");
    shop.write("elsewhere/p9.yml", "id: p9\nname: Linked\nowner: data\n");
    std::os::unix::fs::symlink(
        shop.path().join("elsewhere/p9.yml"),
        shop.path().join("catalog/products/p9.yml"),
    )
    .unwrap();
    let preview = Preview::of(&shop.path().join("catalog"), &[]);
    assert!(preview.get("products/p9/").text().contains("Linked"));
    let events = preview.listen("products/p9/index.html", "0");
    wait_for(&events, "diagnostics");
    shop.write("elsewhere/p9.yml", "id: p9\nname: Linked anew\nowner: data\n");
    wait_for(&events, "reload");
    assert!(preview.get("products/p9/").text().contains("Linked anew"));
}
