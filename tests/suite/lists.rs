//! Lists that would grow with the company: what is named at once, and what is folded.

use crate::support::{Scratch, build, page_of};

/// A domain in which each of so many teams has a product.
fn domain(teams: usize) -> String {
    let catalog = Scratch::new(&format!("lists-domain-{teams}"))
        .with(&[("glassbox.yml", "title: Shop\n"), ("domains.yml", "domains: [{id: sales, name: Sales}]\n")]);
    let known: Vec<String> = (1..=teams).map(|at| format!("{{id: t{at}, name: Team {at}}}")).collect();
    catalog.write("teams.yml", &format!("teams: [{}]\n", known.join(", ")));
    for at in 1..=teams {
        let product = format!("id: p{at}\nname: Product {at}\nowner: t{at}\ndomain: sales\n");
        catalog.write(&format!("products/p{at}.yml"), &product);
    }
    build(catalog.path(), &catalog.path().join("site"));
    page_of(&catalog, "site/domains/sales/index.html")
}

/// How many teams the card of a domain names at once, and what its fold says.
fn named(page: &str) -> (usize, String) {
    let (_, card) = page.split_once("Teams with products here").unwrap_or_else(|| panic!("{page}"));
    let card = card.split("</dl>").next().unwrap();
    let (open, folded) = card.split_once("<details").unwrap_or((card, ""));
    let summary = folded.split("</summary>").next().unwrap().split('>').next_back().unwrap();
    (open.matches(">Team ").count(), summary.to_owned())
}

#[test]
fn the_card_of_a_domain_names_three_teams_and_folds_the_others() {
    assert_eq!(named(&domain(3)), (3, String::new()));
    assert_eq!(named(&domain(4)), (4, String::new()), "a fold for one saves nothing");
    assert_eq!(named(&domain(9)), (3, "6 more".to_owned()));
}
