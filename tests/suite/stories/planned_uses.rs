//! Uses that are only planned: they begin later, or by products that nobody uses yet. And jobs that only check. Neither
//! relies on anything today.

use super::*;

const FAILED: &str = r#"{"eventType":"FAIL","eventTime":"2026-11-21T02:00:00Z","producer":"x","schemaURL":"https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent","run":{"runId":"01890000-0000-7000-8000-000000000001"},"job":{"namespace":"spark","name":"seats"},"inputs":[],"outputs":[{"namespace":"pg://h","name":"db.s.seats"}]}
"#;

/// Returns a product whose load failed, with these consumers.
fn seats(name: &str, consumers: &str) -> Scratch {
    Scratch::new(name).with(&[
        ("glassbox.yml", "title: Shop\nopenlineage: [ol]\n"),
        ("teams.yml", "teams: [{id: eng, name: Engineers}, {id: apps, name: App team}]\n"),
        (
            "products/seats.yml",
            &format!("id: seats\nname: Free seats\nowner: eng\nassets: [{{id: j, job: spark/seats, table: db.s.seats}}]\noutput_ports: [{{id: seats, asset: j, type: table}}]\nconsumers:\n{consumers}"),
        ),
        ("products/app.yml", "id: app\nname: New app\nowner: apps\nlifecycle: proposed\n"),
        ("ol/events.ndjson", FAILED),
    ])
}

#[test]
fn a_use_that_begins_later_is_not_urgent_today() {
    let today =
        seats("use-today", "  - {team: apps, use: Seat picker, stage: application, since: 2026-11-21}\n");
    let quality = page(&today, "quality/index.html");
    assert!(quality.contains("1 failure in 1 product needs a fix today."), "{quality}");
    let later =
        seats("use-later", "  - {team: apps, use: Seat picker, stage: application, since: 2026-11-22}\n");
    let quality = page(&later, "quality/index.html");
    assert!(quality.contains("1 failure in 1 product can wait: nobody is known to rely on it."), "{quality}");
    assert!(!quality.contains("App team relies"), "{quality}");
    let product = page(&later, "products/seats/index.html");
    assert!(product.contains("From 22 November 2026 Seat picker"), "{product}");
    assert!(!product.contains("Where it is used"), "it is not used yet: {product}");
    let markdown = fs::read_to_string(later.path().join("site/products/seats.md")).unwrap();
    assert!(markdown.contains("App team (from 22 November 2026): Seat picker"), "{markdown}");
    let team = page(&later, "teams/apps/index.html");
    assert!(team.contains("Seat picker, from 22 November 2026"), "{team}");
    let message = fs::read_to_string(later.path().join("site/teams/apps/today.json")).unwrap();
    assert!(message.contains("nothing is known to be wrong"), "{message}");
    let impact = glassbox(later.path(), &["impact", "seats", "--now", crate::support::NOW]);
    assert!(!impact.stdout.contains("App team"), "{}", impact.stdout);
}

#[test]
fn a_use_by_a_proposed_product_is_not_urgent_today() {
    let catalog = seats("use-proposed", "  - {product: app, use: The new app, stage: application}\n");
    let quality = page(&catalog, "quality/index.html");
    assert!(quality.contains("1 failure in 1 product can wait: nobody is known to rely on it."), "{quality}");
    let product = page(&catalog, "products/seats/index.html");
    assert!(product.contains("Proposed The new app"), "{product}");
}

/// Returns an event of a job that reads the seats: it reports a failed check of them, or not, and writes, or not.
fn reader(job: &str, checks: bool, output: &str) -> String {
    let facet = r#","inputFacets":{"dataQualityAssertions":{"_producer":"x","_schemaURL":"https://openlineage.io/spec/facets/1-0-0/DataQualityAssertionsDatasetFacet.json","assertions":[{"assertion":"not_null","success":false,"column":"id"}]}}"#;
    let facet = if checks { facet } else { "" };
    format!(
        r#"{{"eventType":"COMPLETE","eventTime":"2026-11-21T03:00:00Z","producer":"x","schemaURL":"https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent","run":{{"runId":"01890000-0000-7000-8000-0000000000{:02}"}},"job":{{"namespace":"py","name":"{job}"}},"inputs":[{{"namespace":"pg://h","name":"db.s.seats"{facet}}}],"outputs":[{output}]}}
"#,
        job.len()
    )
}

#[test]
fn a_job_that_only_checks_is_not_affected_by_what_it_finds() {
    let catalog = seats("only-checks", "  - {team: apps, use: Seat picker, stage: application}\n");
    let table = r#"{"namespace":"pg://h","name":"db.s.copy"}"#;
    let events = [
        FAILED,
        &reader("scan", true, ""),
        &reader("report", false, ""),
        &reader("checked-copy", true, table),
    ];
    catalog.write("ol/events.ndjson", &events.concat());
    let product = page(&catalog, "products/seats/index.html");
    let (_, readers) = product.split_once("Read by jobs that no product lists:").unwrap();
    assert!(readers.contains("py/report") && readers.contains("py/checked-copy"), "{readers}");
    assert!(!readers.contains("py/scan"), "{readers}");
    let impact = glassbox(catalog.path(), &["impact", "seats", "--now", crate::support::NOW]);
    assert!(impact.stdout.contains("py/report") && !impact.stdout.contains("py/scan"), "{}", impact.stdout);
}

/// Returns a product with two tables, of which one load failed, with these consumers.
fn two_ports(name: &str, consumers: &str) -> Scratch {
    let catalog = seats(name, "");
    catalog.write(
        "products/seats.yml",
        &format!("id: seats\nname: Free seats\nowner: eng\nassets:\n  - {{id: j, job: spark/seats, table: db.s.seats}}\n  - {{id: k, job: spark/halls, table: db.s.halls}}\noutput_ports: [{{id: seats, asset: j, type: table}}, {{id: halls, asset: k, type: table}}]\nconsumers:\n{consumers}"),
    );
    catalog
}

#[test]
fn a_consumer_is_affected_only_if_an_output_port_that_it_uses_is() {
    let uses =
        |port: &str| format!("  - {{team: apps, use: Seat picker, stage: application, port: {port}}}\n");
    for (name, port) in [("port-used", "seats"), ("port-among", "[halls, seats]")] {
        let quality = page(&two_ports(name, &uses(port)), "quality/index.html");
        assert!(quality.contains("1 failure in 1 product needs a fix today."), "{quality}");
        assert!(quality.contains("App team relies on it (Seat picker)."), "{quality}");
    }
    let other = two_ports("port-other", &uses("halls"));
    let quality = page(&other, "quality/index.html");
    assert!(quality.contains("1 failure in 1 product can wait"), "{quality}");
    assert!(!quality.contains("App team relies"), "{quality}");
    let product = page(&other, "products/seats/index.html");
    assert!(product.contains("Seat picker Uses Halls"), "{product}");
    let impact = |of: &str| glassbox(other.path(), &["impact", of, "--now", crate::support::NOW]).stdout;
    assert!(!impact("seats:seats").contains("App team") && impact("seats:halls").contains("App team"));
    let team = page(&other, "teams/apps/index.html");
    assert!(!team.contains("Failing"), "{team}");
    let check =
        glassbox(two_ports("port-unknown", &uses("hals")).path(), &["check", "--now", crate::support::NOW]);
    let said = "error[unknown-port]: `apps` uses `seats` through its port `hals`, which";
    assert!(
        check.stderr.contains(said) && check.stderr.contains("did you mean `halls`?"),
        "{}",
        check.stderr
    );
}

/// The first problem comes first for its tier, although only the second one has somebody who is known to rely on it: the
/// sentence above them names both.
#[test]
fn the_lead_sentence_agrees_with_the_order_of_the_problems() {
    let catalog = seats("lead-order", "  - {team: apps, use: Seat picker, stage: operational}\n");
    catalog.write(
        "products/board.yml",
        "id: board\nname: Board\nowner: eng\ntier: customer-facing\nassets: [{id: j, job: spark/board, table: db.s.board}]\noutput_ports: [{id: b, asset: j, type: table}]\n",
    );
    let board = FAILED.replace("seats", "board").replace("000001", "000002");
    catalog.write("ol/events.ndjson", &[FAILED, &board].concat());
    let quality = page(&catalog, "quality/index.html");
    let lead =
        "App team relies on 1 of the products (Seat picker); the highest tier affected is Customer-facing.";
    let (_, problems) = quality.split_once(lead).unwrap_or_else(|| panic!("{quality}"));
    assert!(problems.find("Board Failing") < problems.find("Free seats Failing"), "{problems}");
    // If somebody relies on the first one, too, they are named, and its tier needs no word.
    let used = "consumers: [{team: eng, use: The hall, stage: application}]\n";
    let path = catalog.path().join("products/board.yml");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text + used).unwrap();
    let quality = page(&catalog, "quality/index.html");
    assert!(!quality.contains("the highest tier affected"), "{quality}");
    assert!(
        quality.contains("Engineers relies on 1 of the products (The hall) and App team on 1"),
        "{quality}"
    );
}
