//! Promises measured by hand, who is affected most, and whom a change would affect.

use super::*;

#[test]
fn promises_have_the_values_calculated_by_hand() {
    // A run each night at two; the one of the 18th failed, and was fixed at eight.
    let nights = [
        "2026-11-16T02:00:00Z",
        "2026-11-17T02:00:00Z",
        "2026-11-18T08:00:00Z",
        "2026-11-19T02:00:00Z",
        "2026-11-20T02:00:00Z",
    ];
    let mut evidence: Vec<(String, String)> = nights
        .iter()
        .enumerate()
        .map(|(at, night)| (format!("target/run_results_{at}.json"), run("build", night, &[])))
        .collect();
    evidence.push((
        "target/run_results_x.json".to_owned(),
        run("build", "2026-11-18T02:00:00Z", &[(MODELS[1], "error", None)]),
    ));
    let evidence: Vec<(&str, &str)> =
        evidence.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let product = Shop::new("promises", &evidence).product("orders");
    // The newest row of the source was from 00:30 when dbt checked, before the model was built at 02:00.
    assert_eq!(
        promise(&product, "freshness"),
        "Kept: Data as of 21 November 2026, 01:30 (oldest input: raw.orders)"
    );
    // Down for 6 of the 122 hours since the first run: 95.08% up.
    assert_eq!(
        promise(&product, "availability"),
        "Broken: 95.08% since 16 November 2026, 03:00, over 7 runs"
    );
    assert_eq!(promise(&product, "error_rate"), "Broken: 1 of 7 runs failed: 14.29%");
    // From the 17th, two o'clock, to the 18th, eight o'clock: six hours more than a day.
    assert_eq!(
        promise(&product, "frequency"),
        "Broken: Nothing arrived on time after 17 November 2026, 03:00: it was due by 18 November 2026, 04:00, with an hour of grace; 5 hours late"
    );
    assert_eq!(
        promise(&product, "latency"),
        "Kept: Loaded on 21 November 2026, 01:30, available on 21 November 2026, 03:00"
    );
    assert_eq!(promise(&product, "support_response"), "-: ");
}

/// An output that was skipped because something upstream failed was not delivered: its consumers see old data, whoever is
/// to blame.
#[test]
fn a_skipped_run_counts_as_down_until_the_next_success() {
    let evidence: Vec<(String, String)> =
        ["2026-11-16T02:00:00Z", "2026-11-17T02:00:00Z", "2026-11-18T08:00:00Z"]
            .iter()
            .enumerate()
            .map(|(at, night)| {
                let odd = [(MODELS[0], "error", None), (MODELS[1], "skipped", None)];
                let odd = if at == 1 { &odd[..] } else { &[] };
                (format!("target/run_results_{at}.json"), run("build", night, odd))
            })
            .collect();
    let evidence: Vec<(&str, &str)> =
        evidence.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let shop = Shop::new("skipped", &evidence);
    let path = shop.catalog.path().join("products/orders.yml");
    let text = fs::read_to_string(&path).unwrap();
    let repair = |target: &str| {
        let slas = format!("slas:\n  - {{property: time_to_repair, target: {target}}}\n");
        fs::write(&path, text.replace("slas:\n", &slas)).unwrap();
        let product = shop.product("orders");
        (
            promise(&product, "time_to_repair"),
            promise(&product, "availability"),
            promise(&product, "error_rate"),
        )
    };
    let (repaired, available, rate) = repair("2d");
    assert_eq!(repaired, "Kept: 1 skipped run since 16 November 2026, 03:00, fixed in time");
    assert_eq!(available, "Broken: 75.4% since 16 November 2026, 03:00, over 3 runs and 1 skipped run");
    // It did not run, so it did not fail either.
    assert_eq!(rate, "Kept: None of 3 runs failed");
    let (repaired, ..) = repair("1d");
    assert_eq!(
        repaired,
        "Broken: The skipped run of 17 November 2026, 03:00 was not fixed in time: 6 hours late"
    );
}

/// dbt does not run a dashboard; what the promise says is seen from the job that updates it.
#[test]
fn a_promise_of_a_dashboard_is_measured_by_the_job_of_its_product() {
    let nights = ["2026-11-19T02:10:00Z", "2026-11-20T02:10:00Z", "2026-11-21T02:10:00Z"];
    let screen = |nights: &[&str]| {
        let run = |night: &&str| {
            let mut event: Value = serde_json::from_str(&event("COMPLETE", night, night)).unwrap();
            event["job"]["name"] = json!("screen");
            event["outputs"] = json!([]);
            event.to_string()
        };
        nights.iter().map(run).collect::<Vec<_>>().join("\n")
    };
    let said = |name: &str, job: &str, nights: &[&str]| {
        let shop = Shop::new(name, &[("events/screen.ndjson", &screen(nights))]);
        let board = format!(
            "id: board\nname: Board\nowner: data\nassets: [{{dbt: 'exposure:board'}}{job}]\n\
             output_ports: [{{id: board, dbt: 'exposure:board', type: dashboard}}]\nslas: [{{property: frequency, target: daily}}]\n"
        );
        shop.catalog.write("products/board.yml", &board);
        promise(&shop.product("board"), "frequency")
    };
    let job = ", {id: screen, kind: export, job: loads/screen, reads: [orders]}";
    let kept = "Kept: 3 times since 19 November 2026, 03:10, never more than an hour late";
    assert_eq!(said("screen", job, &nights), kept);
    let missed = said("screen-missed", job, &[nights[0], nights[2]]);
    assert!(missed.starts_with("Broken: Nothing arrived on time after 19 November 2026, 03:10"), "{missed}");
    assert_eq!(said("screen-unseen", job, &[]), "Not measurable: No run of Screen was seen");
    // Without a job of its own, nobody sees when it is updated.
    assert_eq!(said("screen-none", "", &nights), "Not measurable: No run of the dashboard board was seen");
}

#[test]
fn availability_is_not_measurable_from_a_single_run() {
    let product = Shop::new("one-run", &[]).product("orders");
    assert_eq!(
        promise(&product, "availability"),
        "Not measurable: Too few runs are known to tell whether it is kept"
    );
}

/// Nothing is wrong with the source, which promises nothing: only its reader says that its data is too old.
#[test]
fn a_promise_broken_by_another_products_data_is_named_where_it_is_promised() {
    let shop = Shop::new("promise-by-another", &[]);
    let path = shop.catalog.path().join("products/orders.yml");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("{property: freshness, target: 24h", "{property: freshness, target: 2h"))
        .unwrap();
    assert_eq!(shop.product("raw")["status"]["id"], "holding");
    let product = shop.product("orders");
    assert!(
        promise(&product, "freshness").starts_with("Broken: Data as of 21 November 2026, 01:30"),
        "{product}"
    );
    let page = fs::read_to_string(shop.catalog.path().join("site/quality/index.html")).unwrap();
    let (_, card) = page.split_once(" id=\"orders\"").unwrap();
    let (_, promises) = card.split_once("<dt>Broken promises</dt>").unwrap();
    let (promises, _) = promises.split_once("</div>").unwrap();
    assert!(promises.contains("Orders: fresh within 2 hours") && !promises.contains("None"), "{promises}");
}

/// A product is not blamed for the data of another one, whichever comes first in the catalog.
#[test]
fn the_ids_of_products_do_not_change_who_is_late() {
    let said = |producer: &str, consumer: &str| {
        let shop = Shop::new(&format!("late-{producer}"), &[]);
        let promise = "slas: [{property: freshness, target: 6h}]";
        for (id, name, table) in [(producer, "Producer", "stg_orders"), (consumer, "Consumer", "orders")] {
            let product = format!(
                "id: {id}\nname: {name}\nassets: [{{dbt: shop.orders.{table}}}]\noutput_ports: [{{id: o, dbt: {table}}}]\n{promise}\n"
            );
            shop.catalog.write(&format!("products/{id}.yml"), &product);
        }
        for id in ["raw", "orders", "board", "study"].iter().filter(|id| ![producer, consumer].contains(id)) {
            fs::remove_file(shop.catalog.path().join(format!("products/{id}.yml"))).unwrap();
        }
        let alone = manifest().to_string().replace("source.shop.raw.orders\"]", "seed.shop.none\"]");
        shop.catalog.write("target/manifest.json", &alone);
        let at_six = run("build", MORNING, &[]).replace("02:00", "03:30");
        let mut rows: Value = serde_json::from_str(&at_six).unwrap();
        rows["results"].as_array_mut().unwrap().retain(|row| row["unique_id"] != MODELS[0]);
        let yesterday = run("build", "2026-11-20T02:00:00Z", &[]);
        shop.catalog.write("target/run_results.json", &rows.to_string());
        shop.catalog.write("target/run_results_0.json", &yesterday);
        let statuses = [producer, consumer].map(|id| shop.says(id));
        let quality = fs::read_to_string(shop.catalog.path().join("site/quality/index.html")).unwrap();
        let (_, lead) = quality.split_once("<p class=\"lead\">").unwrap();
        (statuses, lead.split_once("</p>").unwrap().0.to_owned())
    };
    let (statuses, lead) = said("aaa", "zzz");
    let old = "is 26 hours old instead of at most 6 hours: from 20 November 2026, 03:00, 20 hours late";
    assert_eq!(
        statuses,
        [format!("late: stg_orders: its data {old}"), format!("late: Its data {old}, delayed by stg_orders")]
    );
    assert!(lead.starts_with("1 "), "{lead}");
    assert_eq!(said("zzz", "aaa"), (statuses, lead));
}

/// A seed is built from a file of the project, so its data is never loaded.
#[test]
fn latency_without_a_load_names_what_is_missing() {
    let at = |name: &str, results: &str| {
        let shop = Shop::new(name, &[("target/run_results.json", results), ("target/sources.json", "{}")]);
        let manifest = manifest().to_string().replace("source.shop.raw.orders", "seed.shop.none");
        shop.catalog.write("target/manifest.json", &manifest);
        promise(&shop.product("orders"), "latency")
    };
    let failed = run("build", MORNING, &[(MODELS[1], "error", None)]);
    assert_eq!(
        at("latency-of-a-seed", &run("build", MORNING, &[])),
        "Not measurable: No load of its data was seen"
    );
    assert_eq!(
        at("latency-of-a-failure", &failed),
        "Not measurable: No successful run of orders is among the results that were read"
    );
}

#[test]
fn urgent_failures_are_listed_before_those_that_can_wait() {
    let odd = [(TESTS[2], "fail", Some(2)), (MODELS[2], "error", None)];
    let shop = Shop::new("triage", &[("target/run_results.json", &run("build", MORNING, &odd))]);
    shop.says("orders");
    let page = fs::read_to_string(shop.catalog.path().join("site/quality/index.html")).unwrap();
    assert!(
        page.contains(
            "<p class=\"lead\">1 failure in 1 product needs a fix today.</p><ul class=\"quality-said\"><li>Shop floor \
             relies on it (opening hours).</li><li>1 more failure in 1 more product can wait.</li></ul>"
        ),
        "{page}"
    );
    let (urgent, waiting) = (page.find("id=\"urgent\"").unwrap(), page.find("id=\"waiting\"").unwrap());
    let place = |id: &str| page.find(&format!(" id=\"{id}\"")).unwrap();
    assert!(urgent < place("orders") && place("orders") < waiting && waiting < place("study"));
    assert!(page[place("orders")..waiting].contains("Shop floor"), "affected teams are named");
    assert!(
        shop.catalog.path().join("site/quality/teams/shop-floor/index.html").exists(),
        "the problem has a page"
    );
}

#[test]
fn impact_lists_the_products_and_teams_downstream() {
    let shop = Shop::new("impact", &[]);
    for node in ["stg_orders", "model.shop.stg_orders", "db.main.stg_orders", "test.shop.unique_stg.1"] {
        let run = glassbox(shop.catalog.path(), &["impact", node, "--now", NOW]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert_eq!(
            run.stdout,
            "\
Starts at: stg_orders

3 products
  orders (Company; Data, breaks here)
  board (Customer-facing; Data)
  study (Experimental; Data)

2 output ports
  board: board
  orders: orders

1 team
  Shop floor (opening hours; customer application)

5 promises
  orders: fresh within 24 hours (orders)
  orders: available 99%
  orders: errors at most 10%
  orders: updated every day
  orders: arrives within 2 hours
"
            .replace("  board: board\n  orders: orders\n", "  orders: orders\n  board: board\n"),
            "{node}"
        );
    }
    // Outside a catalog its folder may come first, as with other commands.
    let folder = shop.catalog.path();
    let (outside, name) = (folder.parent().unwrap(), folder.file_name().unwrap().to_str().unwrap());
    let said = glassbox(outside, &["impact", name, "stg_orders", "--now", NOW]);
    let option = glassbox(outside, &["impact", "stg_orders", "--catalog", name, "--now", NOW]);
    assert!(said.code == 0 && said.stdout == option.stdout, "{} {}", said.stdout, said.stderr);
    let nothing = glassbox(outside, &["impact", name, "--now", NOW]);
    assert!(
        nothing.code == 2 && nothing.stderr.contains("only the folder of the catalog is given"),
        "{}",
        nothing.stderr
    );
    let job = glassbox(shop.catalog.path(), &["impact", "loads/orders", "--now", NOW, "--format", "json"]);
    let impact: Value = serde_json::from_str(&job.stdout).unwrap();
    let products: Vec<&str> =
        impact["products"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
    assert_eq!(products, ["raw", "board", "orders", "study"]);
    let unknown = glassbox(shop.catalog.path(), &["impact", "stg_order", "--now", NOW]);
    assert_eq!(
        (unknown.code, unknown.stderr.contains("did you mean `stg_orders`?")),
        (2, true),
        "{}",
        unknown.stderr
    );
    shop.catalog.write("failed.json", &run("build", MORNING, &[(TESTS[2], "fail", Some(1))]));
    let failed = glassbox(shop.catalog.path(), &["impact", "--run-results", "failed.json", "--now", NOW]);
    let first = "1 failure in 1 product needs a fix today. Shop floor relies on it (opening hours).\n\nStarts at: orders\n";
    assert!(failed.stdout.starts_with(first), "{}", failed.stdout);
}

#[test]
fn impact_knows_products_and_output_ports_without_assets() {
    let catalog = Scratch::new("impact-without-assets").with(&[
        ("glassbox.yml", "title: Shop\ndbt: [target]\n"),
        ("target/manifest.json", r#"{"metadata": {"project_name": "p"}, "nodes": {"model.p.m": {"name": "m", "resource_type": "model", "package_name": "p", "fqn": ["p", "m"]}}}"#),
        ("teams.yml", "teams: [{id: data, name: Data}, {id: shop, name: Shop floor}]\n"),
        ("products/plan.yml", "id: plan\nname: Plan\nowner: data\nconsumers: [{team: shop, use: opening hours}]\n"),
        ("products/study.yml", "id: study\nname: Study\nowner: data\ninput_ports: [{product: plan}]\n"),
        (
            "products/sales.yml",
            "id: sales\nname: Sales\nowner: data\nassets: [{dbt: m}]\n\
             output_ports: [{id: m, dbt: m}, {id: board, name: Board}]\nconsumers: [{team: shop, use: reviews}]\n",
        ),
    ]);
    let impact = |more: &[&str]| glassbox(catalog.path(), &[&["impact", "--now", NOW], more].concat());
    assert_eq!(
        impact(&["plan"]).stdout,
        "Starts at: plan\n\n2 products\n  plan (Data, breaks here)\n  study (Data)\n\n\
         1 team\n  Shop floor (opening hours)\n"
    );
    let port = impact(&["sales:board"]);
    assert_eq!(
        (port.code, port.stdout.as_str()),
        (
            0,
            "Starts at: sales:board\n\n1 product\n  sales (Data, breaks here)\n\n\
             1 output port\n  sales: board (perhaps: what is behind it is not known)\n\n\
             1 team\n  Shop floor (reviews)\n"
        )
    );
    let both = impact(&["plan", "m", "--format", "json"]);
    let both: Value = serde_json::from_str(&both.stdout).unwrap();
    assert_eq!(
        (both["nodes"].as_array().unwrap().len(), &both["without_assets"]),
        (1, &serde_json::json!(["plan"]))
    );
    assert_eq!(impact(&["sales:bord"]).code, 2);
    // Nothing failed, and nothing is read from the system.
    catalog.write("systems.yml", "systems: [{id: crm, name: CRM}]\n");
    catalog.write("fine.json", &run("build", MORNING, &[]));
    let nothing = |more: &[&str]| impact(more).stdout;
    assert_eq!(nothing(&["--run-results", "fine.json"]), "Nothing in the catalog failed.\n");
    assert_eq!(
        nothing(&["--system", "crm"]),
        "Nothing in the catalog reads from this system or writes to it.\n"
    );
    assert_eq!(
        nothing(&["--run-results", "fine.json", "--system", "crm"]),
        "Nothing in the catalog failed, and nothing in it reads from this system or writes to it.\n"
    );
}
