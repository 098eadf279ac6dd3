//! Publishing: only changed files are written, only Glassbox's own files are removed, errors publish nothing.

use crate::support::{NOW, Scratch, build, example_site, files, glassbox, page_of};
use std::fs;

const CONFIG: (&str, &str) = ("glassbox.yml", "title: Acme\n");
const ORDERS: (&str, &str) = ("products/orders.yml", "id: orders\nname: Orders\n");
const STOCK: (&str, &str) = ("products/stock.yml", "id: stock\nname: Stock\n");

#[test]
fn only_changed_pages_are_written() {
    let catalog = Scratch::new("changed").with(&[CONFIG, ORDERS, STOCK]);
    let out = catalog.path().join("site");
    build(catalog.path(), &out);
    let before = fs::metadata(out.join("products/stock/index.html")).unwrap().modified().unwrap();
    catalog.write("products/orders.yml", "id: orders\nname: Orders\nsummary: All of them.\n");
    build(catalog.path(), &out);
    let page = fs::read_to_string(out.join("products/orders/index.html")).unwrap();
    assert!(page.contains("All of them."));
    let after = fs::metadata(out.join("products/stock/index.html")).unwrap().modified().unwrap();
    assert_eq!(before, after, "the page of another product was written again");
}

#[test]
fn the_closing_line_tells_new_changed_and_removed_files_apart() {
    let catalog = Scratch::new("closing").with(&[CONFIG, ORDERS, STOCK]);
    let out = catalog.path().join("site");
    let counts = || {
        let said = build(catalog.path(), &out).stderr;
        let (_, files) = said.split_once("files").unwrap_or_else(|| panic!("{said}"));
        files.split(')').next().unwrap().to_owned()
    };
    assert_eq!(counts(), "", "of a new site, nothing need be said");
    assert_eq!(counts(), ", all unchanged");
    catalog.write("static/logo.txt", "a logo\n");
    assert_eq!(counts(), ", 1 new");
    catalog.write("static/logo.txt", "another logo\n");
    assert_eq!(counts(), ", 1 changed");
    fs::remove_file(catalog.path().join("static/logo.txt")).unwrap();
    assert_eq!(counts(), ", 1 removed");
}

#[test]
fn an_incremental_build_equals_a_fresh_one() {
    let catalog = Scratch::new("warm").with(&[CONFIG, ORDERS, STOCK]);
    let (warm, fresh) = (catalog.path().join("warm"), catalog.path().join("fresh"));
    build(catalog.path(), &warm);
    fs::remove_file(catalog.path().join("products/stock.yml")).unwrap();
    catalog.write("products/orders.yml", "id: orders\nname: All orders\n");
    catalog.write("content/help.md", "# Help\n\nAsk us.\n");
    build(catalog.path(), &warm);
    build(catalog.path(), &fresh);
    assert_eq!(files(&warm), files(&fresh));
}

#[test]
fn removing_a_product_removes_its_pages() {
    let catalog = Scratch::new("removed").with(&[CONFIG, ORDERS, STOCK]);
    let out = catalog.path().join("site");
    build(catalog.path(), &out);
    fs::write(out.join("products/notes.txt"), "mine").unwrap();
    fs::remove_file(catalog.path().join("products/stock.yml")).unwrap();
    let run = build(catalog.path(), &out);
    assert!(run.stderr.contains("removed"), "{}", run.stderr);
    assert!(!out.join("products/stock").exists());
    assert!(!out.join("products/stock.json").exists());
    assert_eq!(fs::read_to_string(out.join("products/notes.txt")).unwrap(), "mine");
}

#[test]
fn a_folder_with_files_of_others_is_refused_as_output() {
    let catalog = Scratch::new("foreign").with(&[CONFIG, ORDERS, ("home/thesis.tex", "years of work")]);
    let run = glassbox(catalog.path(), &["build", "--now", NOW, "--out", "home"]);
    assert_eq!(run.code, 2);
    assert_eq!(
        run.messages(),
        "error: home contains files that Glassbox did not write, such as `thesis.tex`\n\
         hint: give a new or an empty folder with --out\n"
    );
    assert_eq!(files(&catalog.path().join("home")).len(), 1);
}

#[test]
fn a_foreign_file_in_the_output_folder_is_not_overwritten() {
    let catalog = Scratch::new("foreign-file").with(&[CONFIG, ORDERS]);
    let out = catalog.path().join("site");
    build(catalog.path(), &out);
    fs::create_dir_all(out.join("products/stock")).unwrap();
    fs::write(out.join("products/stock/index.html"), "mine").unwrap();
    catalog.write(STOCK.0, STOCK.1);
    let run = glassbox(catalog.path(), &["build", "--now", NOW]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert_eq!(fs::read_to_string(out.join("products/stock/index.html")).unwrap(), "mine");
}

#[test]
fn a_page_edited_by_hand_is_written_again() {
    let catalog = Scratch::new("edited").with(&[CONFIG, ORDERS]);
    let out = catalog.path().join("site");
    build(catalog.path(), &out);
    let page = out.join("products/orders/index.html");
    let right = fs::read_to_string(&page).unwrap();
    // Of the same length, so that only the time differs; clocks of file systems are coarse.
    std::thread::sleep(std::time::Duration::from_millis(30));
    fs::write(&page, "x".repeat(right.len())).unwrap();
    build(catalog.path(), &out);
    assert_eq!(fs::read_to_string(&page).unwrap(), right);
}

#[test]
fn errors_in_the_catalog_leave_the_published_site_unchanged() {
    let catalog = Scratch::new("errors").with(&[CONFIG, ORDERS]);
    let out = catalog.path().join("site");
    build(catalog.path(), &out);
    let before = files(&out);
    catalog.write("products/orders.yml", "id: orders\nname: New name\nowner: nobody\n");
    let run = glassbox(catalog.path(), &["build", "--now", NOW]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.ends_with("Nothing was published because of 1 error; site is unchanged\n"));
    assert_eq!(files(&out), before);
}

#[test]
fn a_failing_custom_template_leaves_the_published_site_unchanged() {
    let catalog = Scratch::new("own-template").with(&[CONFIG, ORDERS]);
    let out = catalog.path().join("site");
    build(catalog.path(), &out);
    let before = files(&out);
    catalog.write("templates/product.html", "<main>{{ view.nmae }}</main>\n");
    let run = glassbox(catalog.path(), &["build", "--now", NOW]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("templates/product.html:1:"), "{}", run.stderr);
    assert_eq!(files(&out), before);
}

#[test]
fn files_of_the_catalog_override_the_theme() {
    let catalog = Scratch::new("overlay").with(&[
        CONFIG,
        ORDERS,
        ("templates/missing.html", "<main>Nothing of that name at {{ site.title }}.</main>\n"),
        ("themes/default/zz-acme.css", ":root { --gb-accent: teal }\n"),
        ("static/CNAME", "data.acme.example\n"),
    ]);
    let out = catalog.path().join("site");
    build(catalog.path(), &out);
    let site = files(&out);
    assert_eq!(site["404.html"], b"<main>Nothing of that name at Acme.</main>\n");
    assert_eq!(site["CNAME"], b"data.acme.example\n");
    let home = String::from_utf8_lossy(&site["index.html"]);
    let (tokens, own) = (home.find("theme/glassbox.css").unwrap(), home.find("theme/zz-acme.css").unwrap());
    assert!(tokens < own, "the catalog's own style sheet must come last to win");
}

#[test]
fn a_style_sheet_replaces_the_built_in_one_of_the_same_name() {
    let built_in = "6mm";
    let bundle = |catalog: &Scratch| {
        let out = catalog.path().join("site");
        build(catalog.path(), &out);
        let site = files(&out);
        (String::from_utf8_lossy(&site["theme/glassbox.css"]).into_owned(), site)
    };
    let plain = Scratch::new("sheets").with(&[CONFIG, ORDERS]);
    assert!(bundle(&plain).0.contains(built_in), "the print styles are in the bundle");
    let own = Scratch::new("own-sheets").with(&[
        CONFIG,
        ORDERS,
        ("themes/default/print.css", "@import \"paper.css\";\n"),
        ("themes/default/paper.css", ""),
    ]);
    let (together, site) = bundle(&own);
    assert!(!together.contains(built_in));
    assert_eq!(site["theme/print.css"], b"@import \"paper.css\";\n");
    let home = String::from_utf8_lossy(&site["index.html"]);
    assert!(home.find("theme/glassbox.css").unwrap() < home.find("theme/print.css").unwrap());
}

#[test]
fn a_theme_can_add_icons_and_invalid_ones_are_reported() {
    let icons = ("themes/default/icons.yml", "payroll: M3 6h14v9H3z\nmart: M1 1h2\n");
    let catalog = Scratch::new("icons").with(&[CONFIG, ORDERS, icons]);
    let out = catalog.path().join("site");
    build(catalog.path(), &out);
    let site = files(&out);
    let sheet = String::from_utf8_lossy(&site["theme/glassbox.css"]);
    let drawn = |class: &str, path: &str| {
        let rules = sheet.lines().filter(|line| line.starts_with(&format!(".{class}, ")));
        rules.filter(|rule| rule.contains(&format!("d='{path}'"))).count()
    };
    assert_eq!((drawn("icon-payroll", "M3 6h14v9H3z"), drawn("icon-mart", "M1 1h2")), (1, 1));
    assert_eq!(sheet.matches(".icon-mart, ").count(), 1, "the built-in one is replaced");
    assert!(sheet.contains(".icon-team, "), "the other built-in style sheets stay");
    assert!(!site.contains_key("theme/icons.yml"), "the source file of the icons is not published");

    catalog.write("themes/default/icons.yml", "payroll: M3 6h14v9H3z\nmart: \"M1 1'/> </style><script>\"\n");
    let run = glassbox(catalog.path(), &["check", "."]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(
        run.stderr.contains("error[bad-icon]: the drawing of `mart` is not an SVG path"),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("themes/default/icons.yml:2:7"), "{}", run.stderr);
}

#[test]
fn now_sets_the_time_and_an_invalid_time_is_refused() {
    let catalog = Scratch::new("clock").with(&[CONFIG, ORDERS]);
    let out = catalog.path().join("site");
    build(catalog.path(), &out);
    let home = fs::read_to_string(out.join("index.html")).unwrap();
    assert!(home.contains(&NOW[..10]));
    let run = glassbox(catalog.path(), &["build", "--now", "tomorrow"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("write a time such as 2026-11-20T08:00:00Z"), "{}", run.stderr);
}

/// A site in a folder of its host, whose address is not set, cannot know how far up a missing address lies. Its page asks
/// for the style and the ways home in each folder above.
#[test]
fn the_page_for_missing_addresses_looks_for_its_style_in_the_folders_above() {
    let catalog = Scratch::new("missing-nested").with(&[CONFIG, ORDERS]);
    let out = Scratch::new("missing-nested-site");
    build(catalog.path(), out.path());
    let html = page_of(&out, "404.html");
    for up in ["", "../", "../../", "../../../"] {
        assert!(
            html.contains(&format!("<link rel=\"stylesheet\" href=\"{up}theme/glassbox.css")),
            "{up}: {html}"
        );
        assert!(html.contains(&format!("src=\"{up}theme/on-demand/missing.js\"")), "{up}: {html}");
    }
    // Nothing leads anywhere before that was found.
    assert!(html.contains("id=\"missing-ways\" hidden"));
    // A site whose address is known needs none of this.
    let known = page_of(&example_site("missing-known"), "404.html");
    assert!(
        !known.contains("missing.js") && known.contains("href=\"/data/index.html\">Go to the home page</a>")
    );
}
