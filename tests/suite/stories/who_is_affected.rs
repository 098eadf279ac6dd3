//! Whom a failure affects, whose it is to fix, and how often it counts, where the catalog says little about it.

use super::*;

/// Returns a catalog with these products and events; the model `orders` and the model `inner`, which nothing reads,
/// are built, and each has a test.
fn story(name: &str, products: &[(&str, &str)], events: &[String], failing: &str) -> Scratch {
    let orders = node("model", "marts", "orders", &["source.p.shop.raw"]);
    let inner = node("model", "marts", "inner", &["source.p.shop.raw"]);
    let raws = [node("source", "shop", "raw", &[]), node("source", "shop", "more", &[])];
    let checked = [test("unique", &orders.0), test("unique", &inner.0)];
    let rows = [&orders.0, &inner.0, &checked[0].0, &checked[1].0].map(|id| {
        let well = if id.starts_with("test.") { "pass" } else { "success" };
        (id.clone(), if id == failing { "fail" } else { well })
    });
    let nodes = [vec![orders.clone(), inner.clone()], raws.to_vec(), checked.to_vec()].concat();
    let catalog = Scratch::new(name).with(&[
        ("glassbox.yml", "title: Affected\ndbt: [{path: target}]\nopenlineage: [ol]\n"),
        (
            "teams.yml",
            "teams: [{id: data, name: Data}, {id: ops, name: Ops}, {id: sec, name: Security}, {id: law, name: Legal}]\n",
        ),
        (
            "regulations/gdpr.yml",
            "id: gdpr\nname: GDPR\nowner: law\ncontrols: [{id: masking, name: Masking}]\n",
        ),
        ("target/manifest.json", &manifest(nodes)),
        ("target/run_results.json", &results(rows.to_vec())),
        ("ol/e.ndjson", &events.join("\n")),
    ]);
    for (id, product) in products {
        catalog.write(&format!("products/{id}.yml"), &format!("id: {id}\n{product}"));
    }
    catalog
}

/// Returns the last event of a job, which wrote these tables.
fn event(job: &str, end: &str, at: &str, writes: &[&str]) -> String {
    let (namespace, name) = job.split_once('/').unwrap();
    let writes: Vec<Value> =
        writes.iter().map(|name| json!({"namespace": "snowflake://acc", "name": name})).collect();
    json!({"eventType": end, "eventTime": format!("2026-11-21T{at}:00Z"), "producer": "https://x",
        "schemaURL": "https://openlineage.io/spec/2-0-2/OpenLineage.json",
        "run": {"runId": format!("00000000-0000-4000-8000-{:012}", job.len()), "facets": {}},
        "job": {"namespace": namespace, "name": name, "facets": {}}, "inputs": [], "outputs": writes})
    .to_string()
}

const ORDERS: &str = "name: Orders\nowner: data\noutput_ports: [{id: o, dbt: orders}]\n\
                      consumers: [{team: ops, use: dispatch, stage: operational}]\n";

#[test]
fn a_job_that_shows_no_outputs_affects_all_who_use_its_product() {
    let orders =
        format!("{ORDERS}assets: [{{dbt: orders}}, {{id: p, name: Publish, job: airflow/publish}}]\n");
    let failed = event("airflow/publish", "FAIL", "02:30", &[]);
    let catalog = story("affected-by-a-job", &[("orders", &orders)], &[failed], "");
    let quality = page(&catalog, "quality/index.html");
    let said = "1 failure in 1 product needs a fix today. Ops relies on it (dispatch).";
    assert!(quality.contains(said), "{quality}");
    let impact = glassbox(catalog.path(), &["impact", "orders/p"]).stdout;
    assert!(impact.contains("1 output port\n  orders: o\n") && impact.contains("Ops (dispatch"), "{impact}");
}

/// The message names the status that the team's list shows: that of the outputs, not that of what fails inside.
#[test]
fn a_product_whose_outputs_are_unknown_is_counted_as_unknown_in_the_message() {
    let orders = format!("{ORDERS}assets: [{{dbt: orders}}, {{dbt: inner}}]\n");
    let catalog =
        story("unknown-with-an-inner-failure", &[("orders", &orders)], &[], "test.p.unique_model_p_inner");
    let rows = results([
        (node("model", "marts", "inner", &[]).0, "success"),
        ("test.p.unique_model_p_inner".to_owned(), "fail"),
    ]);
    catalog.write("target/run_results.json", &rows);
    let old =
        results([(node("model", "marts", "orders", &[]).0, "success")]).replace("2026-11-21", "2026-11-01");
    catalog.write("target/run_results_old.json", &old);
    page(&catalog, "quality/index.html");
    let today = fs::read_to_string(catalog.path().join("site/teams/ops/today.json")).unwrap();
    let today: Value = serde_json::from_str(&today).unwrap();
    assert_eq!(today["uses"][0]["status"]["id"], "unknown", "{today}");
    let text = today["text"].as_str().unwrap();
    assert!(text.contains("the status of the product that you own or use is unknown."), "{text}");
    assert!(text.contains("*Orders* (unknown)"), "{text}");
}

#[test]
fn a_model_on_which_no_output_builds_can_wait_and_leaves_its_users_alone() {
    let orders = format!("{ORDERS}assets: [{{dbt: orders}}, {{dbt: inner}}]\n");
    let catalog =
        story("affected-by-an-inner-model", &[("orders", &orders)], &[], "test.p.unique_model_p_inner");
    let quality = page(&catalog, "quality/index.html");
    assert!(
        quality.contains("1 failure in 1 product can wait: nothing that others use depends on it."),
        "{quality}"
    );
    let team = page(&catalog, "teams/ops/index.html");
    assert!(team.contains("Orders dispatch Healthy Something inside it is broken"), "{team}");
    assert!(!team.contains("Failing"), "{team}");
}

#[test]
fn a_failed_control_is_urgent_whoever_reads_and_known_to_those_who_answer_for_it() {
    let orders = "name: Orders\nowner: data\noutput_ports: [{id: o, dbt: orders}]\nregulations: [{id: gdpr}]\nassets:\n  \
                  - {dbt: orders}\n  - {id: m, name: Masking policy, job: immuta/mask, guards: orders, control: gdpr/masking}\n";
    let failed = event("immuta/mask", "FAIL", "02:30", &[]);
    let catalog = story("affected-by-a-control", &[("orders", orders)], &[failed], "");
    let quality = page(&catalog, "quality/index.html");
    assert!(
        quality.contains("1 failure in 1 product needs a fix today. Masking (GDPR) failed for 1 table."),
        "{quality}"
    );
    assert!(quality.contains("Urgent because Masking (GDPR) failed for 1 table."), "{quality}");
    let law = page(&catalog, "quality/teams/law/index.html");
    assert!(law.contains("Orders Failing"), "{law}");
    let week = page(&catalog, "teams/law/index.html");
    assert!(week.contains("Failing Orders"), "{week}");
    // It ran well, but before the table was built.
    let early = event("immuta/mask", "COMPLETE", "01:00", &[]);
    let catalog = story("affected-by-an-early-control", &[("orders", orders)], &[early], "");
    let product = page(&catalog, "products/orders/index.html");
    assert!(!product.contains("Fine to use"), "{product}");
    assert!(
        product.contains("its guard Masking policy (Orders) ran before its data was last built"),
        "{product}"
    );
}

#[test]
fn what_a_check_found_is_for_the_owner_of_the_table_to_fix() {
    let orders = format!("{ORDERS}assets: [{{dbt: orders}}]\n");
    let inner = "name: Inner\nowner: law\nassets: [{dbt: inner}]\n";
    let scans = "name: Scans\nowner: sec\nassets: [{id: s, name: Monte Carlo, job: mc/scan, guards: [orders, inner]}]\n";
    let products = [("orders", orders.as_str()), ("inner", inner), ("scans", scans)];
    let catalog = story("affected-by-a-check", &products, &[event("mc/scan", "FAIL", "02:30", &[])], "");
    let quality = page(&catalog, "quality/index.html");
    assert!(quality.contains("Who can fix it Data Ask Security what it found"), "{quality}");
    // One run that failed is one failure, whatever it looks at.
    let said = "1 failure in 1 product needs a fix today. Ops relies on it (dispatch). As of";
    assert!(quality.contains(said), "{quality}");
    let page_of = |product: &str| page(&catalog, &format!("products/{product}/index.html"));
    let (orders, scans) = (page_of("orders"), page_of("scans"));
    assert!(orders.contains("Check before you use it: Monte Carlo found a problem in"), "{orders}");
    assert!(orders.contains("Ask Security what it found."), "{orders}");
    assert!(scans.contains("Check before you use it: Monte Carlo found a problem."), "{scans}");
}

#[test]
fn a_failed_load_is_one_failure_of_the_product_that_has_the_job() {
    let load = "name: Load\nowner: data\nassets: [{id: j, name: Airbyte, job: airbyte/all}]\noutput_ports: [{id: j, asset: j}]\n";
    let mart = "name: Mart\nowner: ops\nassets: [{dbt: orders}, {dbt: 'source:shop'}]\noutput_ports: [{id: o, dbt: orders}]\n";
    let tables = ["db.shop.raw", "db.shop.more"];
    let failed = event("airbyte/all", "FAIL", "01:00", &tables);
    let catalog =
        story("affected-by-a-load", &[("load", load), ("mart", mart)], std::slice::from_ref(&failed), "");
    let quality = page(&catalog, "quality/index.html");
    assert!(quality.contains("1 failure in 1 product can wait"), "{quality}");
    let mart_page = page(&catalog, "products/mart/index.html");
    assert!(
        mart_page.contains("At risk Owned by Ops Use with care: Load, which it builds on, was not updated."),
        "{mart_page}"
    );
    // If the product has other jobs, it is named: they may have run well.
    let loads = load.replace("assets: [", "assets: [{id: other, name: Fivetran, kind: loader}, ");
    let catalog =
        story("affected-by-one-load", &[("load", &loads), ("mart", mart)], std::slice::from_ref(&failed), "");
    let mart_page = page(&catalog, "products/mart/index.html");
    assert!(mart_page.contains("Use with care: Airbyte of Load, which it builds on, failed."), "{mart_page}");
    // Without a product that has the job, it is still one failure.
    let catalog = story("affected-by-a-load-of-nobody", &[("mart", mart)], &[failed], "");
    let quality = page(&catalog, "quality/index.html");
    assert!(quality.contains("1 failure in 1 product"), "{quality}");
}

#[test]
fn a_job_in_two_products_gets_a_warning() {
    let job = |name: &str| format!("name: {name}\nassets: [{{id: j, job: soda/scan}}]\n");
    let products = [("a", job("A")), ("b", job("B"))];
    let products = [("a", products[0].1.as_str()), ("b", products[1].1.as_str())];
    let catalog = story("affected-twice", &products, &[], "");
    let check = glassbox(catalog.path(), &["check"]);
    assert!(check.stderr.contains("shared-job"), "{}", check.stderr);
    let catalog = story("affected-once", &products[..1], &[], "");
    assert!(!glassbox(catalog.path(), &["check"]).stderr.contains("shared-job"));
}

/// Each of the products that claim a job has its own tables: none of them builds on another by that job.
#[test]
fn a_job_in_two_products_makes_no_cycle() {
    let product = |id: &str| {
        format!(
            "id: {id}\nname: {id}\nowner: data\nassets: [{{id: j, job: spark/all, table: db.s.{id}}}]\noutput_ports: [{{id: o, asset: j, type: table}}]\n"
        )
    };
    let table = |id: &str| format!(r#"{{"namespace":"pg://h","name":"db.s.{id}"}}"#);
    let event = format!(
        r#"{{"eventType":"COMPLETE","eventTime":"2026-11-21T02:00:00Z","producer":"x","schemaURL":"https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent","run":{{"runId":"01890000-0000-7000-8000-000000000001"}},"job":{{"namespace":"spark","name":"all"}},"inputs":[{}],"outputs":[{},{}]}}"#,
        table("a"),
        table("a"),
        table("b")
    );
    let catalog = Scratch::new("affected-cycle").with(&[
        ("glassbox.yml", "title: Farm\nopenlineage: [ol]\n"),
        ("teams.yml", "teams: [{id: data}]\n"),
        ("products/a.yml", &product("a")),
        ("products/b.yml", &product("b")),
        ("ol/events.ndjson", &event),
    ]);
    let check = glassbox(catalog.path(), &["check", "--now", crate::support::NOW]);
    assert!(check.stderr.contains("warning[shared-job]: `a` and `b` both have the job"), "{}", check.stderr);
    assert!(!check.stderr.contains("product-cycle"), "{}", check.stderr);
    assert!(!check.stderr.contains("undeclared-input"), "{}", check.stderr);
}

#[test]
fn a_retired_product_that_nothing_reads_is_not_counted() {
    let orders = format!("{ORDERS}lifecycle: retired\nassets: [{{dbt: orders}}]\n");
    let catalog = story("affected-retired", &[("orders", &orders)], &[], "test.p.unique_model_p_orders");
    let quality = page(&catalog, "quality/index.html");
    assert!(!quality.contains("failure") && !quality.contains("Fix today"), "{quality}");
}

#[test]
fn a_policy_that_only_reads_counts_as_a_guard_of_what_it_reads() {
    let orders = "name: Orders\nowner: data\noutput_ports: [{id: o, dbt: orders}]\nassets:\n  - {dbt: orders}\n  \
                  - {id: m, name: Mask, kind: access policy, job: immuta/mask, reads: [orders]}\n";
    let failed = event("immuta/mask", "FAIL", "02:30", &[]);
    let catalog = story("affected-by-a-policy", &[("orders", orders)], &[failed], "");
    let product = page(&catalog, "products/orders/index.html");
    assert!(product.contains("Mask, which guards"), "{product}");
    let check = glassbox(catalog.path(), &["check"]);
    assert!(
        check.stderr.contains("undeclared-guard") && check.stderr.contains("`guards: […]`"),
        "{}",
        check.stderr
    );
}

#[test]
fn products_without_a_category_are_on_the_home_page() {
    let orders = format!("{ORDERS}assets: [{{dbt: orders}}]\n");
    let home = page(&story("affected-home", &[("orders", &orders)], &[], ""), "index.html");
    assert!(home.contains("Without a category 1 product Orders"), "{home}");
    assert!(!home.contains("Nothing here yet"), "{home}");
}

/// Only a product that reads what failed is left out of the number of affected products.
#[test]
fn a_proposed_product_that_reads_another_table_is_not_mentioned() {
    let orders = "name: Orders\nowner: data\noutput_ports: [{id: o, dbt: orders}, {id: i, dbt: inner}]\n\
                  consumers: [{team: ops, use: dispatch, stage: operational}]\nassets: [{dbt: orders}, {dbt: inner}]\n";
    let plan = "name: Plan\nowner: ops\nlifecycle: proposed\n\
                assets: [{id: p, name: Planner, job: airflow/plan, reads: [orders]}]\n";
    let board = "name: Board\nowner: ops\nassets: [{id: b, name: Board job, job: airflow/board, reads: [orders, inner]}]\n";
    for (failing, is_mentioned) in
        [("test.p.unique_model_p_orders", true), ("test.p.unique_model_p_inner", false)]
    {
        let catalog =
            story("affected-proposed", &[("orders", orders), ("plan", plan), ("board", board)], &[], failing);
        let incident = page(&catalog, "quality/incidents/orders/index.html");
        assert_eq!(incident.contains("Not counting 1 proposed product"), is_mentioned, "{incident}");
    }
}
