//! Marts of an application, across applications and for one project, and the exports that read them.

use super::*;

/// Returns the marts of Salesforce and Pardot, one that joins them and one for a board meeting; the inputs of the
/// models are given, and `replication` holds the sources that it claims.
fn story(name: &str, opportunities: &[&str], more: &[(&str, &str)]) -> Scratch {
    let nodes = vec![
        node("source", "salesforce", "opps", &[]),
        node("source", "pardot", "mails", &[]),
        node("source", "seg", "events", &[]),
        node("model", "pardot", "pd_mails", &["source.p.pardot.mails"]),
        node("model", "salesforce", "sf_opps", opportunities),
        node("model", "unified", "contacts", &["model.p.sf_opps", "model.p.pd_mails"]),
        node("model", "project", "tmp_board", &["model.p.contacts", "source.p.seg.events"]),
        node("model", "other", "other", &["model.p.tmp_board"]),
    ];
    let mart = |id: &str, kind: &str, of: &str| {
        format!(
            "id: {id}\nname: {id}\nowner: data\ncategory: mart\nmart: {kind}\nassets: [{{dbt: 'path:models/{id}'}}{of}]\n"
        )
    };
    Scratch::new(name)
        .with(&[
            ("glassbox.yml", "title: Marts\ndbt: [target]\n"),
            ("teams.yml", "teams: [{id: data, name: Data}]\n"),
            ("target/manifest.json", &manifest(nodes)),
            ("products/salesforce.yml", &mart("salesforce", "application", ", {dbt: 'source:salesforce'}")),
            ("products/pardot.yml", &mart("pardot", "application", ", {dbt: 'source:pardot'}")),
            ("products/unified.yml", &mart("unified", "integrated", "")),
            ("products/project.yml", &mart("project", "project", ", {dbt: 'source:seg'}")),
            ("products/other.yml", &mart("other", "integrated", "")),
        ])
        .with(more)
}

const OWN: &str = "source.p.salesforce.opps";

/// Returns the lines of `check` that name a rule.
fn found(catalog: &Scratch, rule: &str) -> Vec<String> {
    let check = glassbox(catalog.path(), &["check", "--format", "short"]);
    (check.stdout + &check.stderr).lines().filter(|line| line.contains(rule)).map(str::to_owned).collect()
}

#[test]
fn an_application_mart_that_reads_another_system_is_impure() {
    for (name, reads) in
        [("marts-table", &[OWN, "source.p.pardot.mails"]), ("marts-mart", &[OWN, "model.p.pd_mails"])]
    {
        let catalog = story(name, reads, &[]);
        let found = found(&catalog, "impure-application-mart");
        assert_eq!(found.len(), 1, "{name}: {found:?}");
        assert!(found[0].contains("Salesforce") && found[0].contains("Pardot"), "{name}: {found:?}");
        assert!(!page(&catalog, "products/salesforce/index.html").contains("Only Salesforce"));
    }
}

#[test]
fn the_rule_on_impure_marts_applies_to_renamed_categories() {
    let catalog = story(
        "marts-words",
        &[OWN, "source.p.pardot.mails"],
        &[(
            "glassbox.yml",
            "title: Marts\ndbt: [target]\ncategories: [{id: mart, name: Layer, role: mart}, {id: raw, name: Raw, role: replication}]\n",
        )],
    );
    assert_eq!(found(&catalog, "impure-application-mart").len(), 1);
}

#[test]
fn a_pure_application_mart_states_its_only_system() {
    let catalog = story("marts-pure", &[OWN], &[]);
    assert_eq!(found(&catalog, "impure-application-mart"), Vec::<String>::new());
    assert!(page(&catalog, "products/salesforce/index.html").contains("Only Salesforce"));
    assert!(
        !page(&catalog, "products/unified/index.html").contains("Only Salesforce"),
        "not a mart of one application"
    );
    // Systems that are one according to `systems.yml` count as one.
    let named = [("systems.yml", "systems: [{id: salesforce, name: Sales cloud, direction: source}]\n")];
    let catalog = story("marts-named", &[OWN], &named);
    assert!(page(&catalog, "products/salesforce/index.html").contains("Only Sales cloud"));
}

#[test]
fn systems_upstream_of_an_integrated_mart_do_not_count() {
    let catalog = story("marts-stop", &[OWN, "model.p.other"], &[]);
    assert_eq!(found(&catalog, "impure-application-mart"), Vec::<String>::new());
    // Nor is it said that there is only one.
    assert!(!page(&catalog, "products/salesforce/index.html").contains("Only Salesforce"));
}

#[test]
fn a_project_mart_needs_an_end_date_and_no_downstream_products() {
    let catalog = story("marts-project", &[OWN], &[]);
    assert_eq!(found(&catalog, "project-mart-without-end").len(), 1);
    assert_eq!(found(&catalog, "built-on-project-mart").len(), 1, "`other` reads it");
    let ending = "id: project\nname: project\nowner: data\ncategory: mart\nmart: project\nreview_by: 2027-03-01\nassets: [{dbt: 'path:models/project'}]\n";
    let catalog = catalog.with(&[("products/project.yml", ending)]);
    assert_eq!(found(&catalog, "project-mart-without-end"), Vec::<String>::new());
    assert_eq!(found(&catalog, "built-on-project-mart").len(), 1, "an end date does not change that");
}

#[test]
fn a_sync_needs_its_own_table_and_serves_one_use() {
    let sync = |id: &str, assets: &str| {
        format!("id: {id}\nname: {id}\nowner: data\ncategory: activation\nassets: [{assets}]\n")
    };
    let syncs = ["braze", "s3"].map(|id| format!("{{id: {id}, kind: sync, reads: [contacts]}}"));
    let direct = sync("direct", &syncs.join(", "));
    let catalog = story("marts-sync", &[OWN], &[("products/direct.yml", &direct)]);
    let direct = found(&catalog, "export-from-mart");
    assert!(direct.len() == 1 && direct[0].contains("contacts"), "{direct:?}");
    assert_eq!(found(&catalog, "shared-export"), Vec::<String>::new());
    // The table of an export that two tools read, neither of them declared as a consumer.
    let own = syncs.map(|sync| sync.replace("contacts", "other"));
    let own = sync("other", &format!("{{dbt: 'path:models/other'}}, {}", own.join(", ")));
    let catalog = story("marts-shared", &[OWN], &[("products/other.yml", &own)]);
    assert_eq!(found(&catalog, "export-from-mart"), Vec::<String>::new());
    let shared = found(&catalog, "shared-export");
    assert!(shared.len() == 1 && shared[0].contains("2 uses"), "{shared:?}");
}

#[test]
fn the_kind_of_a_mart_is_shown_filterable_and_searchable() {
    let catalog = story("marts-kinds", &[OWN], &[]);
    let all = page(&catalog, "products/index.html");
    let html = |path: &str| fs::read_to_string(catalog.path().join("site").join(path)).unwrap();
    assert!(all.contains("Kind of mart Application mart 2 Integrated mart 2 Project mart 1"), "{all}");
    assert!(html("products/index.html").contains("../mart-kinds/integrated/index.html"));
    let project = html("mart-kinds/project/index.html");
    let cards: Vec<&str> = project.split("product-card").skip(1).collect();
    assert!(cards.len() == 1 && cards[0].contains(">project</a>"), "{project}");
    assert!(cards[0].contains("Project mart") && project.contains("aria-current"), "{project}");
    let search = |file: &str| -> serde_json::Value {
        serde_json::from_str(&html(&format!("search/{file}.json"))).unwrap()
    };
    let facets = search("facets");
    let mart = facets["facets"].as_array().unwrap().iter().find(|facet| facet["key"] == "mart-kind").unwrap();
    let of: Vec<usize> =
        mart["of"].as_array().unwrap().iter().map(|values| values.as_array().unwrap().len()).collect();
    assert_eq!(of, [1; 5]);
    let words = search("index")["words"].to_string();
    let file = words.split('"').find(|name| "integrated".starts_with(name) && !name.is_empty()).unwrap();
    assert!(search(&format!("words/{file}"))["integrated"].is_array(), "{words}");
}

#[test]
fn a_job_between_a_mart_and_its_syncs_is_not_a_sync() {
    let event = |at: u32, job: &str, reads: &str, writes: &str| {
        let (namespace, name) = job.split_once('/').unwrap();
        let table = |name: &str| -> Vec<Value> {
            let (space, name) = name.split_once(' ').unwrap_or(("snowflake://acc", name));
            if name.is_empty() { Vec::new() } else { vec![json!({"namespace": space, "name": name})] }
        };
        json!({"eventType": "COMPLETE", "eventTime": format!("2026-11-21T01:{at:02}:00Z"), "producer": "https://x",
            "schemaURL": "https://openlineage.io/spec/2-0-2/OpenLineage.json",
            "run": {"runId": format!("00000000-0000-4000-8000-0000000000{at:02}"), "facets": {}},
            "job": {"namespace": namespace, "name": name, "facets": {}}, "inputs": table(reads), "outputs": table(writes)})
        .to_string()
    };
    let events = [
        event(1, "spark/mart", "", "wh.m"),
        event(2, "spark/export", "wh.m", "wh.exp"),
        event(3, "hightouch/crm", "wh.exp", "salesforce://org Account"),
        event(4, "airflow/drop", "wh.m", "s3://bucket drop"),
    ];
    let product = |id: &str, category: &str, asset: &str, port: &str| {
        let text = format!(
            "id: {id}\nname: {id}\nowner: data\ncategory: {category}\nassets: [{{id: job, {asset}}}]\noutput_ports: [{{id: o, {port}}}]\n"
        );
        (format!("products/{id}.yml"), text)
    };
    let catalog = Scratch::new("marts-export-job").with(&[
        ("glassbox.yml", "title: Marts\nopenlineage: [ol]\n"),
        ("teams.yml", "teams: [{id: data, name: Data}]\n"),
        ("ol/events.ndjson", &(events.join("\n") + "\n")),
    ]);
    for (path, text) in [
        product("m", "mart", "job: spark/mart", "dataset: wh.m"),
        product("export", "activation", "job: spark/export", "dataset: wh.exp"),
        product("crm", "activation", "kind: sync, job: hightouch/crm", "asset: job"),
        product("drop", "activation", "job: airflow/drop", "dataset: 's3://bucket/drop'"),
    ] {
        catalog.write(&path, &text);
    }
    // A job that drops a file where nothing reads it is a sync like any other.
    let found = found(&catalog, "export-from-mart");
    assert!(found.len() == 1 && found[0].contains("`drop`"), "{found:?}");
}
