//! What readers see: a folder for each case in `pages/`, with a catalog, and in `expected/` the
//! `<main>` of the pages that the case is about, read aloud.
//!
//! Run the tests once with `SNAPSHOTS=overwrite` after a change, and read the difference.

use crate::reading::main_of;
use crate::support::{Scratch, build};
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
