//! The page of quality of a team or a domain counts what is its own; problems of others are told apart.

use crate::support::{example_site, page_of};
use std::fs;

/// Returns the number of problems under a heading of a page; 0 without that heading.
fn under(html: &str, heading: &str) -> usize {
    let Some((_, section)) = html.split_once(&format!("<h2 id=\"{heading}\">")) else { return 0 };
    let (_, count) = section.split_once("<span class=\"count\">").unwrap();
    count.split('<').next().unwrap().parse().unwrap()
}

/// Returns the first sentence of a page.
fn lead(html: &str) -> &str {
    html.split_once("<p class=\"lead\">").unwrap().1.split("<p class=\"tally\">").next().unwrap()
}

#[test]
fn a_part_counts_its_own_problems_and_tells_those_of_others_apart() {
    let site = example_site("quality-parts");
    let company = page_of(&site, "quality/index.html");
    let (mut parts, mut with_both) = (0, 0);
    for kind in ["teams", "domains"] {
        for part in fs::read_dir(site.path().join("quality").join(kind)).unwrap() {
            let Ok(html) = fs::read_to_string(part.as_ref().unwrap().path().join("index.html")) else {
                continue;
            };
            let part = part.unwrap().file_name().into_string().unwrap();
            let (own, others) = (under(&html, "urgent") + under(&html, "waiting"), under(&html, "others"));
            // The menu offers the part with the number of problems that it has to fix.
            let entry = company.split_once(&format!("href=\"{kind}/{part}/index.html\">")).unwrap().1;
            let count = entry.split_once("<span class=\"count\">").unwrap().1.split('<').next().unwrap();
            assert_eq!(count, own.to_string(), "{kind}/{part}");
            let of_others = match others {
                0 => None,
                1 => Some("Problems in 1 product of others affect ".to_owned()),
                count => Some(format!("Problems in {count} products of others affect ")),
            };
            assert!(of_others.is_none_or(|said| lead(&html).contains(&said)), "{part}: {}", lead(&html));
            assert!(others > 0 || !lead(&html).contains("of others"), "{part}: {}", lead(&html));
            let urgent = under(&html, "urgent");
            let said = format!(" in {urgent} of its products need");
            assert!(urgent == 0 || lead(&html).contains(&said), "{part}: {}", lead(&html));
            parts += 1;
            with_both += usize::from(own > 0 && others > 0);
        }
    }
    assert!(parts > 8 && with_both > 2, "{parts} parts, {with_both} with problems of both kinds");
}

#[test]
fn a_list_of_problems_says_of_each_product_in_which_part_of_its_life_it_is() {
    let site = example_site("quality-lifecycles");
    let html = page_of(&site, "quality/index.html");
    let cube = html.split_once(">Sales cube (old)</a>").unwrap().1;
    assert!(cube.split("</dt>").next().unwrap().contains("Deprecated</span>"), "{cube:.200}");
    let customers = html.split_once(">Customers</a>").unwrap().1;
    assert!(
        !customers.split("</h3>").next().unwrap().contains("Active"),
        "what is usual goes without saying"
    );
}

#[test]
fn what_depends_on_a_problem_is_named_with_owner_and_status() {
    let site = example_site("incident-table");
    let html = page_of(&site, "quality/incidents/app-events/index.html");
    let table =
        html.split_once("id=\"depends\"").unwrap().1.split_once("<tbody role=\"rowgroup\">").unwrap().1;
    let rows: Vec<&str> =
        table.split("</tbody>").next().unwrap().split("<tr role=\"row\">").skip(1).collect();
    assert!(rows.len() > 5, "{rows:#?}");
    for row in rows {
        assert!(row.contains("/teams/") || row.contains("No owner yet"), "{row}");
        assert!(row.contains("class=\"mark mark-") || row.contains("Not watched"), "{row}");
    }
}
