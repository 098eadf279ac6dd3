//! What readers see: a folder for each case in `pages/`, with a catalog, and in `expected/` the
//! `<main>` of the pages that the case is about, as read aloud.
//!
//! Run the tests once with `SNAPSHOTS=overwrite` after a change, and read the difference.

use crate::reading::main_of;
use crate::stories::text_of;
use crate::support::{NOW, Scratch, build, example_site, glassbox};
use std::path::Path;

fn case(name: &str, pages: &[&str]) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/pages").join(name);
    let scratch = Scratch::new(name);
    let out = scratch.path().join("site");
    build(&folder, &out);
    for page in pages {
        let snapshot = page.trim_end_matches(".html").trim_end_matches("/index").replace('/', "--");
        let snapshot = folder.join("expected").join(format!("{snapshot}.txt"));
        snapbox::assert_data_eq!(main_of(&out, page), snapbox::Data::read_from(&snapshot, None).raw());
    }
}

#[test]
fn a_small_company() {
    case(
        "a_small_company",
        &[
            "index.html",
            "products/index.html",
            "products/orders/index.html",
            "products/order-history/index.html",
            "categories/mart/index.html",
            "teams/index.html",
            "teams/sales-data/index.html",
            "domains/sales/index.html",
            "regulations/gdpr/index.html",
            "regulations/index.html",
            "modularity/index.html",
            "coverage/index.html",
            "how-we-work/index.html",
            "404.html",
        ],
    );
}

#[test]
fn almost_nothing() {
    case("almost_nothing", &["index.html", "products/index.html", "products/orders/index.html"]);
}

#[test]
fn hostile_text() {
    case(
        "hostile_text",
        &["products/orders/index.html", "teams/team/index.html", "regulations/gdpr/index.html"],
    );
}

#[test]
fn a_product_without_a_link_suggests_dashboards_that_read_it() {
    let reader = |id: &str, name: &str, more: &str| {
        (
            format!("products/{id}.yml"),
            format!("id: {id}\nname: {name}\nowner: team\ninput_ports: [{{product: numbers}}]\n{more}"),
        )
    };
    let opened = "output_ports: [{id: page, type: dashboard, url: 'https://bi.example/page'}]\n";
    let files = [
        ("glassbox.yml".to_owned(), "title: Acme\n".to_owned()),
        ("teams.yml".to_owned(), "teams: [{id: team, name: Team}]\n".to_owned()),
        ("products/numbers.yml".to_owned(), "id: numbers\nname: Numbers\nowner: team\n".to_owned()),
        reader("a", "First board", opened),
        reader("b", "A table", "output_ports: [{id: table, type: table}]\n"),
        reader("c", "Old board", &format!("lifecycle: retired\n{opened}")),
        reader("d", "Second board", opened),
    ];
    let catalog = Scratch::new("seen-in");
    for (path, text) in &files {
        catalog.write(path, text);
    }
    let out = catalog.path().join("site");
    build(catalog.path(), &out);
    let seen = |id: &str| {
        let page = main_of(&out, &format!("products/{id}/index.html"));
        let (_, used) = page.split_once("Where it is used")?;
        assert!(
            !page.contains("See it in"),
            "what is named under “Where it is used” is not named twice: {page}"
        );
        used.lines().find_map(|line| line.split_once("through ").map(|(_, rest)| rest.to_owned()))
    };
    let named = seen("numbers").unwrap_or_default();
    let boards = ["[First board](../a/index.html)", "[Second board](../d/index.html)"];
    assert!(boards.iter().all(|board| named.contains(board)), "{named}");
    assert!(!named.contains("Old board"), "{named}");
    assert_eq!(seen("b"), None, "nothing reads this product");
}

#[test]
fn findings_use_display_names_and_do_not_render_them_as_markdown() {
    let catalog = Scratch::new("finding-names").with(&[
        ("glassbox.yml", "title: Acme\n"),
        ("teams.yml", "teams: [{id: team, name: Team}]\n"),
        ("products/odd.yml", "id: odd\nname: 'A*b* <i> [x](y) `c`'\nowner: team\nlifecycle: active\n"),
    ]);
    let out = catalog.path().join("site");
    build(catalog.path(), &out);
    let page = main_of(&out, "products/odd/index.html");
    assert!(
        page.contains("A*b* &lt;i&gt; [x](y) `c` is active, but has neither assets nor output ports"),
        "{page}"
    );
}

/// What several findings of a rule have in common is said once, with what each of them adds.
#[test]
fn findings_of_a_rule_are_told_together_on_the_page_of_their_product() {
    let law = |id: &str| {
        format!(
            "id: {id}\nname: Law {id}\nsummary: Rules.\ncontrols: [{{id: masking, name: Masking, description: Hidden., evidence: A link.}}]\n"
        )
    };
    let of_data = "regulations: [{id: one}, {id: two}]\n";
    let catalog = Scratch::new("findings-together").with(&[
        ("glassbox.yml", "title: Acme\n"),
        ("teams.yml", "teams: [{id: team, name: Team}]\n"),
        ("regulations/one.yml", &law("one")),
        ("regulations/two.yml", &law("two")),
        (
            "products/orders.yml",
            &format!("id: orders\nname: Orders\nowner: team\nlifecycle: active\n{of_data}"),
        ),
    ]);
    let out = catalog.path().join("site");
    build(catalog.path(), &out);
    let page = std::fs::read_to_string(out.join("products/orders/index.html")).unwrap();
    let entries = page.matches("id=\"finding-missing-control\"").count();
    assert_eq!(entries, 1, "{page}");
    let entry = page.split("id=\"finding-missing-control\"").nth(1).unwrap();
    let entry = text_of(entry.split("<li id=").next().unwrap());
    assert!(entry.contains("Orders has no evidence for controls of 2 regulations"), "{entry}");
    assert!(entry.contains("Law one: Masking") && entry.contains("Law two: Masking"), "{entry}");
    assert_eq!(entry.matches("with the link to the evidence as").count(), 1, "{entry}");
    let rows = page.split("<ul class=\"obligations\">").nth(1).unwrap();
    assert_eq!(rows.split("</section>").next().unwrap().matches("No evidence").count(), 2, "{rows}");
    let record = std::fs::read_to_string(out.join("products/orders.json")).unwrap();
    assert_eq!(record.matches("Orders has no evidence for Masking of Law").count(), 2, "{record}");
}

/// Only the folder and the ending are no part of a page's name, however often they are repeated.
#[test]
fn a_custom_page_keeps_the_folders_that_are_called_content() {
    let shop = Scratch::new("content-twice").with(&[
        ("glassbox.yml", "title: Shop\n"),
        ("content/about.md", "# One\n"),
        ("content/content/about.md", "# Two\n"),
    ]);
    let out = shop.path().join("site");
    build(shop.path(), &out);
    assert!(main_of(&out, "about/index.html").contains("One"));
    assert!(main_of(&out, "content/about/index.html").contains("Two"));
    shop.write("content/about.md.md", "# Three\n");
    let said = glassbox(shop.path(), &["check", "--now", NOW]).stderr;
    assert!(said.contains("error[bad-id]: `about.md` cannot be part of a page's address"), "{said}");
}

/// A custom page in the place of a part of the site would be shown only by `build` or only by `serve`.
#[test]
fn a_custom_page_cannot_take_the_path_of_a_part_of_the_site() {
    let site = example_site("taken-names");
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("example-catalog/content");
    let shop = Scratch::new("names-to-take").with(&[("glassbox.yml", "title: Shop\n")]);
    let mut taken = 0;
    for entry in std::fs::read_dir(site.path()).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        if entry.path().is_dir() && !name.starts_with('.') && !own.join(format!("{name}.md")).exists() {
            shop.write(&format!("content/{name}.md"), "# Ours\n");
            taken += 1;
        }
    }
    assert!(taken > 20, "the example has only {taken} folders");
    let said = glassbox(shop.path(), &["check", "--now", NOW]).stderr;
    assert_eq!(said.matches("error[reserved-name]").count(), taken, "{said}");
}
