//! The statuses of the example catalog, and of the jaffle shop that fails, match their artifacts.

use super::*;

/// Calculated by hand from the example's artifacts: `run_results.json` (three failing tests, two that
/// warn, one model with an error), `sources.json` (the shop four days late, the app three hours, the
/// absences not checked) and the events of the jobs (the shop's load, the audience sync and the removal of former customers failed,
/// the screen of the leaderboard began before its table was built).
const EXAMPLE: &[(&str, &str)] = &[
    ("app-events", "late"),
    ("audience-sync", "failing"),
    ("billing-mart", "warning"),
    ("care-mart", "holding"),
    ("crm-mart", "holding"),
    ("customer-360", "failing"),
    ("data-help-desk", "nothing"),
    ("engagement-mart", "at-risk"),
    ("equipment-mart", "failing"),
    ("growth-dashboard", "at-risk"),
    ("hr-dashboard", "at-risk"),
    ("hr-replication", "unknown"),
    ("leaving-study", "failing"),
    ("marketing-mart", "failing"),
    ("monday-numbers", "late"),
    ("my-progress", "at-risk"),
    ("partner-newsletter", "nothing"),
    ("people-mart", "failing"),
    ("people-questions", "at-risk"),
    ("reference-tables", "holding"),
    ("revenue-mart", "late"),
    ("sales-leaderboard", "at-risk"),
    ("shop-replication", "failing"),
    ("spain-launch", "at-risk"),
];

#[test]
fn statuses_in_the_example_match_those_derived_from_its_artifacts() {
    let scratch = Scratch::new("quality-example");
    let out = scratch.path().join("site");
    build(&Path::new(env!("CARGO_MANIFEST_DIR")).join("example-catalog"), &out);
    let status = |id: &str| {
        let text = fs::read_to_string(out.join(format!("products/{id}.json"))).unwrap();
        let product: Value = serde_json::from_str(&text).unwrap();
        product["status"]["id"].as_str().unwrap_or("nothing").to_owned()
    };
    let found: Vec<(&str, String)> = EXAMPLE.iter().map(|(id, _)| (*id, status(id))).collect();
    let expected: Vec<(&str, String)> = EXAMPLE.iter().map(|(id, word)| (*id, (*word).to_owned())).collect();
    assert_eq!(found, expected);
    let page = fs::read_to_string(out.join("quality/index.html")).unwrap();
    // The events of the app are late, which is no failure.
    let lead = "<p class=\"lead\">9 failures, 3 other problems and 1 warning in 7 products need a fix today; they break 7 promises.</p>";
    assert!(page.contains(lead), "{page}");
    for said in [
        "Retention (GDPR) failed for 1 table.",
        "Finance relies on all 7 (letters about unpaid invoices and 6 more), People Team on 6 (inviting customers to \
         open days and 3 more), and 3 more teams are affected.",
        "1 more failure, 1 other problem and 1 warning in 3 more products can wait.",
    ] {
        assert!(page.contains(&format!("<li>{said}</li>")), "{said}");
    }
    let home = fs::read_to_string(out.join("index.html")).unwrap();
    assert!(
        home.contains(
            "<p>9 failures, 3 other problems and 1 warning in 7 products need a fix today; they break 7 promises.</p>"
        )
    );
    assert!(home.contains(
        "<li>Retention (GDPR) failed for 1 table.</li><li>1 more failure, 1 other problem and 1 warning in 3 more products \
         can wait.</li><li>1 broken table and 1 failed job belong to no product.</li>"
    ));
    assert!(!home.contains("Finance relies on"), "who relies on it is on the page of quality");
    // The owner of two dashboards is named once, and told by mail.
    let shop = fs::read_to_string(out.join("quality/incidents/shop-replication/index.html")).unwrap();
    assert!(shop.contains(
        "Owners of dashboards: <a href=\"mailto:cfo-office@fernhill.example,revenue-data@fernhill.example\">Revenue Data</a>"
    ));
    // Those that are failing today are the first of its dependents.
    let (_, depends) = shop.split_once("id=\"depends\"").unwrap();
    let first = depends.split("<tr role=\"row\">").nth(2).unwrap();
    assert!(first.contains(">Equipment shop</a>") && first.contains("mark-failing"), "{first}");
    // A failed job that guards or loads tables here is told with them, and counts once.
    assert!(!shop.contains("its last run failed"), "{shop}");
    let customers = fs::read_to_string(out.join("quality/incidents/customer-360/index.html")).unwrap();
    assert!(customers.contains("2 failures") && customers.contains("its guard Removal of former customers"));
    assert_eq!(customers.matches("nobody was removed").count(), 1, "{customers}");
    // A failed control is the failure of its product, as a regulation sees it: one row on both pages of the team.
    let own = |path: &str| {
        let page = fs::read_to_string(out.join(path)).unwrap();
        let (_, after) = page.split_once("Yours to fix today <span class=\"count\">").unwrap();
        after.split('<').next().unwrap().to_owned()
    };
    assert_eq!(own("teams/revenue-data/index.html"), own("quality/teams/revenue-data/index.html"));
    // A promise belongs to the port: its status is beside the port's name, while the table is only at risk.
    let detail = fs::read_to_string(out.join("products/revenue-mart/detail/index.html")).unwrap();
    assert!(detail.contains("output: Revenue by day (Late)"), "{detail}");
    // Two products upstream put the same tables at risk: one entry, and the broken promise comes first.
    let (_, wrong) = detail.split_once("<h2 id=\"wrong\">").unwrap();
    let (wrong, _) = wrong.split_once("</section>").unwrap();
    assert_eq!(wrong.matches("<li>").count(), 2, "{wrong}");
    assert!(wrong.find("4 days old").unwrap() < wrong.find("Upstream problem in").unwrap(), "{wrong}");
    assert_eq!(wrong.matches("At risk: ").count(), 1, "{wrong}");
    // Customers are reached by the first two and by the sync, which waits for the events of the app.
    let opened = page.replace("<tr id=\"", "<li class=\"card incident \" id=\"");
    let order: Vec<&str> = opened
        .split("<li class=\"card incident ")
        .skip(1)
        .filter_map(|part| part.split("id=\"").nth(1)?.split('"').next())
        .collect();
    assert_eq!(
        order,
        [
            "app-events",
            "shop-replication",
            "customer-360",
            "people-mart",
            "marketing-mart",
            "equipment-mart",
            "audience-sync",
            "billing-mart",
            "leaving-study",
            "sales-leaderboard"
        ]
    );
}

/// The failing jaffle shop in `shared/data`, with the products drawn along its folders; the
/// expectations were derived from its `run_results.json`, `sources.json` and events by hand.
#[test]
fn the_failing_jaffle_shop_has_the_statuses_derived_by_hand() {
    let Some(data) = crate::real_manifests::data() else { return };
    let (dbt, events) = (data.join("jaffle-shop-failing"), data.join("openlineage"));
    let all = format!("title: Jaffle\ndbt: ['{}']\nopenlineage: ['{}']\n", dbt.display(), events.display());
    let products = [
        ("products/raw.yml", "{id: raw, name: Raw, assets: [{dbt: 'source:ecom'}]}\n"),
        (
            "products/staging.yml",
            "id: staging\nname: Staging\nassets:\n  - dbt: path:models/staging\n    exclude: source:ecom\n",
        ),
        ("products/marts.yml", "{id: marts, name: Marts, assets: [{dbt: path:models/marts}]}\n"),
        ("products/uses.yml", "{id: uses, name: Uses, assets: [{dbt: 'exposure:*'}]}\n"),
    ];
    let catalog = Scratch::new("quality-jaffle").with(&[("glassbox.yml", &all)]).with(&products);
    let reasons = |id: &str| -> Vec<String> {
        build(catalog.path(), &catalog.path().join("site"));
        let text = fs::read_to_string(catalog.path().join(format!("site/products/{id}.json"))).unwrap();
        let product: Value = serde_json::from_str(&text).unwrap();
        let reasons = product["standing"]["reasons"].as_array().into_iter().flatten();
        reasons
            .map(|one| {
                format!(
                    "{}: {}: {}",
                    one["status"]["id"].as_str().unwrap(),
                    one["asset"].as_str().unwrap_or_default(),
                    one["text"].as_str().unwrap()
                )
            })
            .collect()
    };
    assert_eq!(
        reasons("raw"),
        [
            "late: ecom.raw_orders: its newest data was from 31 August 2019, 14:59 (limit: 24 hours)",
            "warning: ecom.raw_stores: its newest data was from 12 September 2021, 00:00 (limit: 30 days)",
            "unknown: ecom.raw_supplies: no result of its freshness check was found",
        ]
    );
    let stg = "stg_customers: 2 of 2 tests fail: customer_id is empty in 1 row; customer_id is not unique (2 values repeat)";
    let late = "at-risk: : Upstream problem in ecom.raw_orders (Raw): its newest data was from 31 August 2019, 14:59 (limit: 24 hours)";
    let warns = "warning: : Upstream problem in ecom.raw_stores (Raw): its newest data was from 12 September 2021, 00:00 (limit: 30 days)";
    let unseen = "unknown: : Upstream status unknown for ecom.raw_supplies (Raw): no result of its freshness check was found";
    assert_eq!(
        reasons("staging"),
        [format!("failing: {stg}"), late.to_owned(), warns.to_owned(), unseen.to_owned()]
    );
    // dbt skipped the tests of customers in its own results; the later events report them as failures, without
    // the findings. Nothing shows that they did not run.
    let marts = [
        "failing: bad_model: its last run failed: Binder Error: Referenced column \"no_such_column\" not found in FROM clause!",
        "failing: customers: 3 of 4 tests fail: customer_type has values that are not allowed; customer_id is empty; customer_id is not unique",
        "failing: customers: a data check failed: “expression is true”",
        "at-risk: customers: skipped because something upstream failed",
        &format!(
            "at-risk: : Upstream problem in {}",
            stg.replacen("stg_customers", "stg_customers (Staging)", 1)
        ),
        late,
        "warning: orders.v2: 1 of 7 tests warns: “assert positive totals” (75286 rows)",
        warns,
    ];
    assert_eq!(reasons("marts"), marts);
    assert_eq!(reasons("uses")[0], "at-risk: churn_model: skipped because something upstream failed");
    // Its events alone report the same failures, but not what was skipped.
    let alone = format!(
        "title: Jaffle\ndbt: ['{}']\nopenlineage: ['{}']\n",
        dbt.join("manifest.json").display(),
        events.display()
    );
    let manifest = fs::read(dbt.join("manifest.json")).unwrap();
    catalog.write("dbt/manifest.json", &String::from_utf8(manifest).unwrap());
    catalog.write("glassbox.yml", &alone.replace(&dbt.join("manifest.json").display().to_string(), "dbt"));
    assert!(
        reasons("staging").contains(
            &"failing: stg_customers: 2 of 2 tests fail: customer_id is empty in 1 row; customer_id is not unique (2 values repeat)"
                .to_owned()
        ),
        "{:?}",
        reasons("staging")
    );
    assert!(
        reasons("marts").contains(&"failing: bad_model: its last run failed".to_owned()),
        "{:?}",
        reasons("marts")
    );
}

/// The events were late on 20 November too, were in time again, and are late since last night.
#[test]
fn a_problem_in_the_example_says_when_it_was_there_before_and_which_statuses_have_another_cause() {
    let site = crate::support::example_site("quality-episodes");
    let page = crate::support::page_of(&site, "quality/incidents/app-events/index.html");
    let earlier =
        "since 21 November 2026, 01:26; also late on 20 November 2026, and on 11 more of the last 90 days";
    assert!(page.contains(earlier), "{page}");
    let (_, depends) = page.split_once("What depends on it").unwrap();
    let place = |name: &str| depends.rfind(&format!("/index.html\">{name}</a>")).unwrap();
    assert!(depends.contains(">Marketing</a> <small>directly downstream</small>"), "{depends}");
    assert!(depends.contains("<small>has a problem of its own</small>"), "{depends}");
    assert!(depends.contains("<small>main cause: <a href="), "{depends}");
    assert!(place("Engagement") < place("Audience sync"), "directly downstream before the others: {depends}");
    assert!(
        place("My progress") < place("Exercise recommendations"),
        "those that people open first: {depends}"
    );
}
